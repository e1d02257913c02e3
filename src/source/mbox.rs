//! Splitting an mbox: a message begins behind a `From ` line that ends in a date and stands at
//! the start or after a blank line; `From here on we …` in a body does not split.
//!
//! The file is read through a window, so that only one message of it is in memory.

mod length;
mod quote;
mod separator;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::io;
use std::ops::{ControlFlow, Range};

use memchr::memmem::Finder;

use super::blob::Blob;
use super::detect::first_line;
use super::{Framing, Hint, Origin, RawMessage};
pub(super) use quote::unquoted;
pub(super) use separator::is_separator;

/// Bytes asked for at a time. Large enough that a call costs nothing beside it.
const CHUNK: usize = 128 << 10;

/// Where what was found goes.
pub(super) struct Sink<'a> {
    /// Gets every message, in order.
    pub(super) each: &'a mut dyn FnMut(RawMessage<'_>) -> ControlFlow<()>,
    /// Gets what is odd: the offset and a lower-case fragment.
    pub(super) odd: &'a mut dyn FnMut(u64, &str),
}

/// Where a part of an mbox begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begin {
    /// At the start of the file.
    Start,
    /// At a separator that is known.
    Separator(u64),
    /// At the first separator from there on.
    Anywhere(u64),
}

/// The messages of a part: those whose separators stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The first separator in the part.
    pub first: u64,
    /// Where the last message ends: at the next separator or at the end of the file.
    pub next: u64,
}

/// Hands out every message of an mbox. `at` says which source and file it is.
pub(super) fn split(blob: &Blob, at: &Origin, sink: &mut Sink<'_>) -> io::Result<ControlFlow<()>> {
    let (flow, _) = split_part(blob, at, Begin::Start, blob.len(), sink)?;
    Ok(flow)
}

/// Hands out the messages whose separators stand before `until`; none where no separator does.
pub(super) fn split_part(
    blob: &Blob,
    at: &Origin,
    begin: Begin,
    until: u64,
    sink: &mut Sink<'_>,
) -> io::Result<(ControlFlow<()>, Option<Extent>)> {
    let mboxrd = is_mboxrd(blob)?;
    let mut window = Window::new(blob, begin);
    window.grow()?;
    let found = match begin {
        Begin::Start => first_separator(&mut window, sink)?,
        Begin::Separator(_) => Some(0),
        Begin::Anywhere(from) => window.separator_between(from, until)?,
    };
    let Some(mut start) = found else {
        return Ok((ControlFlow::Continue(()), None));
    };
    let mut extent = Extent {
        first: window.base + start as u64,
        next: 0,
    };
    loop {
        start -= window.forget(start);
        let body = window.line_end(start)?;
        let (end, counted) = message_end(&mut window, body, mboxrd)?;
        let message = window.get(body..end);
        let offset = window.base + body as u64;
        extent.next = window.base + end as u64;
        if message.iter().all(u8::is_ascii_whitespace) {
            (sink.odd)(offset, "a separator with no mail behind it");
        } else {
            let last = end == window.filled;
            if last && length::header_end(message).is_none() {
                (sink.odd)(extent.next, "the file ends inside of a header");
            }
            let text = trimmed(message);
            let framing = if window.quoted || counted {
                quote::framing(text, counted, mboxrd)
            } else {
                Framing::Plain
            };
            let raw = RawMessage {
                origin: Origin {
                    span: offset..offset + text.len() as u64,
                    framing,
                    ..at.clone()
                },
                hint: hint(window.line(start)),
                bytes: unquoted(text, framing),
            };
            if (sink.each)(raw).is_break() {
                return Ok((ControlFlow::Break(()), Some(extent)));
            }
        }
        if end >= window.filled || extent.next >= until {
            return Ok((ControlFlow::Continue(()), Some(extent)));
        }
        start = end;
    }
}

/// Whether a message begins at a place: a separator stands before it.
pub(super) fn is_start(blob: &Blob, at: u64) -> io::Result<bool> {
    Ok(separator_of(blob, at)?.is_some())
}

/// Where the separator of a message begins, by the place of the message.
pub(super) fn separator_of(blob: &Blob, at: u64) -> io::Result<Option<u64>> {
    let from = at.saturating_sub(separator::LONGEST as u64);
    let before = blob.read(from..at)?;
    let line = before.strip_suffix(b"\n").unwrap_or(&before);
    let start = memchr::memrchr(b'\n', line).map_or(0, |end| end + 1);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let is_one = line.get(start..).is_some_and(is_separator);
    Ok(is_one.then_some(from + start as u64))
}

fn hint(separator: &[u8]) -> Option<Box<Hint>> {
    let date = separator::sent(separator)?.to_owned();
    Some(Box::new(Hint {
        date: Some(date),
        ..Hint::default()
    }))
}

/// Whether public-inbox wrote the file, as its first separator says.
fn is_mboxrd(blob: &Blob) -> io::Result<bool> {
    let head = blob.head(2 * separator::LONGEST)?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let line = first_line(head.trim_ascii_start());
    Ok(separator::is_mboxrd(line))
}

/// A message without the blank line that the separator behind it asks for.
fn trimmed(message: &[u8]) -> &[u8] {
    let cut = if message.ends_with(b"\n\n") {
        1
    } else if message.ends_with(b"\n\r\n") {
        2
    } else {
        0
    };
    message.get(..message.len() - cut).unwrap_or(message)
}

/// The first separator: at the start, or behind what was put before it.
fn first_separator(window: &mut Window<'_>, sink: &mut Sink<'_>) -> io::Result<Option<usize>> {
    let bom = if window.get(0..3).starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let rest = window.get(bom..window.filled);
    let start = bom + rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if is_separator(window.line(start)) {
        return Ok(Some(start));
    }
    let found = window.next_separator(0, usize::MAX)?;
    (sink.odd)(0, "text before the first separator, not read");
    Ok((found < window.filled).then_some(found))
}

/// Where the message that begins at `body` ends, and whether a Content-Length said so: in an
/// mboxrd, which quotes every line that could be a separator, it says nothing.
fn message_end(window: &mut Window<'_>, body: usize, mboxrd: bool) -> io::Result<(usize, bool)> {
    window.quoted = false;
    let end = window.next_separator(body, usize::MAX)?;
    if mboxrd {
        return Ok((end, false));
    }
    let message = window.get(body..end);
    let announced = length::header_end(message).and_then(|headers| {
        let length = length::announced(message.get(..headers)?)?;
        (window.base + (body + headers) as u64).checked_add(length)
    });
    let landed = match announced {
        Some(at) => length::landing(window.blob, at)?,
        None => None,
    };
    let Some(landed) = landed.and_then(|at| usize::try_from(at - window.base).ok()) else {
        return Ok((end, false));
    };
    while window.filled < landed && window.grow()? {}
    // A length that lands on the end lands on any blank lines there, too.
    let rest = window.get(landed..window.filled);
    let at_end = !is_separator(first_line(rest)) && window.ended;
    let landed = if at_end { window.filled } else { landed };
    Ok((landed.min(window.filled), true))
}

thread_local! {
    /// The room of the last window of this thread: a worker reads one part after the other.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if self.bytes.len() <= 8 * CHUNK {
            ROOM.set(std::mem::take(&mut self.bytes));
        }
    }
}

/// A stretch of a store, moved over it.
struct Window<'a> {
    blob: &'a Blob,
    /// What was read, and room behind it that is used again.
    bytes: Vec<u8>,
    filled: usize,
    /// Where the window begins in the store.
    base: u64,
    ended: bool,
    finder: Finder<'static>,
    /// Whether `>From ` was seen on the way to the last separator.
    quoted: bool,
}

impl<'a> Window<'a> {
    fn new(blob: &'a Blob, begin: Begin) -> Self {
        let base = match begin {
            Begin::Start => 0,
            Begin::Separator(at) => at,
            // With the blank line that must stand before a separator.
            Begin::Anywhere(at) => at.saturating_sub(3),
        };
        Self {
            blob,
            bytes: ROOM.take(),
            filled: 0,
            base,
            ended: false,
            finder: Finder::new(b"From "),
            quoted: false,
        }
    }

    fn get(&self, range: Range<usize>) -> &[u8] {
        let filled = self.bytes.get(..self.filled).unwrap_or_default();
        filled.get(range).unwrap_or_default()
    }

    /// The line at a place, as far as it is here.
    fn line(&self, start: usize) -> &[u8] {
        first_line(self.get(start..self.filled))
    }

    /// Reads on; false at the end.
    fn grow(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let had = self.filled;
        let at = self.base + had as u64;
        // In proportion, so that moving the bytes costs no more than reading them.
        let step = CHUNK.max(had / 2);
        let left = self.blob.len().saturating_sub(at);
        let room = usize::try_from(left).map_or(step, |left| left.min(step));
        if self.bytes.len() < had + room {
            self.bytes.resize(had + room, 0);
        }
        let room = self.bytes.get_mut(had..had + room).unwrap_or_default();
        let count = self.blob.fill(at, room)?;
        self.filled = had + count;
        self.ended = count == 0 || self.blob.ends_at(at + count as u64)?;
        Ok(count > 0)
    }

    /// Gives up what stands before a place, once that is worth moving the rest; how much.
    ///
    /// Mostly that is put off until the rest is the beginning of one mail; not for ever, where
    /// mails are large.
    fn forget(&mut self, count: usize) -> usize {
        let rest = self.filled - count;
        let is_little = rest <= CHUNK / 8 || self.filled > 4 * CHUNK;
        if count < CHUNK || count < rest || !is_little {
            return 0;
        }
        self.bytes.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.base += count as u64;
        count
    }

    /// The first separator of a stretch of the store; none where there is none.
    fn separator_between(&mut self, from: u64, until: u64) -> io::Result<Option<usize>> {
        let skip = usize::try_from(from.saturating_sub(self.base)).unwrap_or(0);
        let room = usize::try_from(until.saturating_sub(self.base)).unwrap_or(usize::MAX);
        let found = self.next_separator(skip, room)?;
        Ok((found < room && found < self.filled).then_some(found))
    }

    /// Behind the line at a place; the end where the line is not ended.
    fn line_end(&mut self, start: usize) -> io::Result<usize> {
        let mut from = start;
        loop {
            let rest = self.get(from..self.filled);
            if let Some(end) = memchr::memchr(b'\n', rest) {
                return Ok(from + end + 1);
            }
            from = self.filled;
            if !self.grow()? {
                return Ok(from);
            }
        }
    }

    /// The `F` of the next separator behind a blank line; the end where there is none, and some
    /// place behind `room` where there is none before it.
    fn next_separator(&mut self, from: usize, room: usize) -> io::Result<usize> {
        let mut at = from;
        loop {
            while let Some(found) = self.finder.find(self.get(at..self.filled)) {
                let line = at + found;
                let before = self.get(0..line);
                let (is_quoted, may_be_one) = (before.ends_with(b">"), after_blank_line(before));
                self.quoted |= is_quoted;
                if may_be_one {
                    // The whole line must be here to be judged.
                    self.line_end(line)?;
                    if is_separator(self.line(line)) {
                        return Ok(line);
                    }
                }
                at = line + 1;
            }
            let tail = self.finder.needle().len() - 1;
            at = at.max(self.filled.saturating_sub(tail));
            if at >= room || !self.grow()? {
                return Ok(self.filled.max(at));
            }
        }
    }
}

fn after_blank_line(before: &[u8]) -> bool {
    before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
}
