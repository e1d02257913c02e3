//! JSON Lines, schema 1: the archive, its series, versions compared where that is asked for, its
//! loose mails, its warnings, in that order.
//!
//! A contract: fields are added, never changed in meaning. What is not known is null.

mod comparison;
mod records;
mod series;
mod state;

use std::io::{self, Write};
use std::num::NonZero;
use std::sync::mpsc;
use std::thread;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;
use crate::text;

/// Series that one thread writes before it takes the next.
const SHARE: usize = 4;

/// Shares that a worker may be ahead of what is written.
const AHEAD: usize = 6;

/// Strings up to here are short.
const SHORT: usize = 16;

/// Bytes that such a share mostly takes.
const ROOM: usize = 32 * 1024;

/// Writes the whole archive.
pub fn write(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    let count = u32::try_from(archive.all_series().len()).unwrap_or(u32::MAX);
    let series: Vec<SeriesIdx> = (0..count).map(SeriesIdx).collect();
    let loose: Vec<MsgIdx> = archive.loose().collect();
    write_chosen(archive, &series, &loose, out)
}

/// Writes some series and loose mails, in the order given, and all warnings. Patch ids and
/// hashes are worked out here, on all cores, from the mails read back; the order of lines does
/// not depend on how many cores there are.
pub fn write_chosen(
    archive: &Archive,
    series: &[SeriesIdx],
    loose: &[MsgIdx],
    out: &mut dyn Write,
) -> io::Result<()> {
    write_compared(archive, series, &[], loose, out)
}

/// Writes some series with what was read of them, and how they stand.
pub fn write_with_state(
    archive: &Archive,
    series: &[SeriesIdx],
    marks: &Marks,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(out, &records::archive(archive, series.len()))?;
    let record = |&at: &SeriesIdx| state::with_state(archive, marks, at);
    in_parallel(series, &record, out)?;
    write_warnings(archive, out)
}

/// Writes the same, and behind the series what changed between some versions: the older and the
/// newer one of each.
pub fn write_compared(
    archive: &Archive,
    series: &[SeriesIdx],
    versions: &[(SeriesIdx, SeriesIdx)],
    loose: &[MsgIdx],
    out: &mut dyn Write,
) -> io::Result<()> {
    write_line(out, &records::archive(archive, series.len()))?;
    let record = |&at: &SeriesIdx| series::series(archive, at);
    in_parallel(series, &record, out)?;
    let record = |&pair: &(SeriesIdx, SeriesIdx)| comparison::comparison(archive, pair);
    in_parallel(versions, &record, out)?;
    for &at in loose {
        if let Some(record) = records::message(archive, at) {
            write_line(out, &record)?;
        }
    }
    write_warnings(archive, out)
}

fn write_warnings(archive: &Archive, out: &mut dyn Write) -> io::Result<()> {
    for warning in archive.warnings() {
        write_line(out, &records::warning(warning))?;
    }
    out.flush()
}

/// Writes one line for each of many things. Workers take shares in turn, and this thread takes
/// from them in the same turn: the order is kept, and nobody runs far ahead of what is written.
fn in_parallel<T: Sync, R: Serialize>(
    things: &[T],
    record: &(impl Fn(&T) -> Option<R> + Sync),
    out: &mut dyn Write,
) -> io::Result<()> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let shares: Vec<&[T]> = things.chunks(SHARE).collect();
    let shares = &shares;
    thread::scope(|scope| {
        let worker = |first: usize| {
            let (done, ready) = mpsc::sync_channel(AHEAD);
            scope.spawn(move || {
                let own = shares.iter().skip(first).step_by(cores);
                // Nobody listens any more where writing failed.
                own.map(|share| lines_of(share, record))
                    .try_for_each(|text| done.send(text).ok())
            });
            ready
        };
        let workers: Vec<_> = (0..cores).map(worker).collect();
        for ready in workers.iter().cycle().take(shares.len()) {
            let failed = |_| io::Error::other("a worker failed");
            out.write_all(&ready.recv().map_err(failed)??)?;
        }
        Ok(())
    })
}

fn lines_of<T, R: Serialize>(
    things: &[T],
    record: &impl Fn(&T) -> Option<R>,
) -> io::Result<Vec<u8>> {
    let mut text = Vec::with_capacity(ROOM);
    for record in things.iter().filter_map(record) {
        write_line(&mut text, &record)?;
    }
    Ok(text)
}

fn write_line<W: Write + ?Sized>(out: &mut W, record: &impl Serialize) -> io::Result<()> {
    record.serialize(&mut Serializer::with_formatter(&mut *out, Visible))?;
    out.write_all(b"\n")
}

/// Escapes what a terminal would act on or not show; a parser gives the same text back.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        // Keys are short, and looked at faster one by one.
        let bytes = fragment.as_bytes();
        let is_plain = if bytes.len() < SHORT {
            bytes.iter().all(|b| matches!(b, b' '..=b'~'))
        } else {
            text::position(bytes, |lanes| !text::within(lanes, b' ', b'~')).is_none()
        };
        if is_plain {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        // Joiners are escaped too: they are lawful in some clusters only, and nobody reads JSON for those.
        while let Some((at, hidden)) = rest.char_indices().find(|(_, c)| text::is_hidden(*c)) {
            let (before, from) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = from.get(hidden.len_utf8()..).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests;
