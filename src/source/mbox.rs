//! Splitting an mbox: a message begins behind a `From ` line with a date that header lines follow,
//! and behind any other after a blank line where several do; `From here on we …` in a body does
//! not split, nor does a date that text follows, nor the first line of a patch that is attached.
//!
//! `git mailsplit` asks for a time and a year and for nothing around the line, Python's `mailbox`
//! for `From ` alone: the one loses mails to odd dates, the other makes mails of prose.

mod length;
mod multipart;
mod quote;
mod search;
mod separator;
#[cfg(test)]
mod tests;
mod window;

use std::io;
use std::ops::ControlFlow;

use super::blob::Blob;
use super::headers::first_line;
use super::{Framing, Origin, RawMessage, SourceHint};
pub(super) use quote::unquoted;
use search::{REACH, SeparatorSearch, after_blank_line, fields_below, is_prose_below};
use separator::SeparatorLine;
pub(super) use window::Window;

/// The receivers of what is found.
pub(super) struct Sink<'a> {
    /// Gets every message, in order.
    pub(super) each: &'a mut dyn FnMut(RawMessage<'_>) -> ControlFlow<()>,
    /// Gets what is odd: the offset and a lower-case fragment.
    pub(super) odd: &'a mut dyn FnMut(u64, &str),
}

/// The beginning of a part of an mbox.
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
pub struct MailExtent {
    /// The first separator in the part.
    pub first: u64,
    /// The end of the last message: the next separator or the end of the file.
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
) -> io::Result<(ControlFlow<()>, Option<MailExtent>)> {
    let mboxrd = is_mboxrd(blob)?;
    let mut window = Window::new(blob, begin);
    window.read_on()?;
    let found = match begin {
        Begin::Start => first_separator(&mut window, sink)?,
        Begin::Separator(_) => Some(0),
        Begin::Anywhere(from) => separator_between(&mut window, from, until)?,
    };
    let Some(mut start) = found else {
        return Ok((ControlFlow::Continue(()), None));
    };
    let mut extent = MailExtent {
        first: window.base + start as u64,
        next: 0,
    };
    loop {
        start -= window.forget(start);
        let message = message(&mut window, start, mboxrd)?;
        extent.next = window.base + message.end as u64;
        if hand_out(&window, &message, (at, mboxrd), sink).is_break() {
            return Ok((ControlFlow::Break(()), Some(extent)));
        }
        if message.end >= window.filled || extent.next >= until {
            return Ok((ControlFlow::Continue(()), Some(extent)));
        }
        start = message.end;
    }
}

/// A message in the window.
struct FoundMail {
    /// The beginnings of its separator and of itself, and its end.
    start: usize,
    body: usize,
    end: usize,
    /// Whether a Content-Length said where it ends.
    counted: bool,
    /// Whether `>From ` stands in it.
    quoted: bool,
    /// A line in it that looks like a separator, and why it is none.
    doubt: Option<(usize, String)>,
}

/// Finds the first separator of a stretch of the store, if there is one.
fn separator_between(window: &mut Window<'_>, from: u64, until: u64) -> io::Result<Option<usize>> {
    let skip = usize::try_from(from.saturating_sub(window.base)).unwrap_or(0);
    let room = usize::try_from(until.saturating_sub(window.base)).unwrap_or(usize::MAX);
    let found = SeparatorSearch::default().next_separator(window, skip, room)?;
    Ok((found < room && found < window.filled).then_some(found))
}

/// Hands a message out, and says what is odd about its place.
fn hand_out(
    window: &Window<'_>,
    found: &FoundMail,
    (at, mboxrd): (&Origin, bool),
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let message = window.get(found.body..found.end);
    let place = |at: usize| window.base + at as u64;
    if message.iter().all(u8::is_ascii_whitespace) {
        (sink.odd)(place(found.body), "a separator with no mail behind it");
        return ControlFlow::Continue(());
    }
    if let Some((line, what)) = &found.doubt {
        (sink.odd)(place(*line), what);
    }
    if found.end == window.filled && search::header_end(message).is_none() {
        (sink.odd)(place(found.end), "the file ends inside of a header");
    }
    let text = trimmed(message);
    // A length may lead beyond the separator up to which `>From ` was looked for.
    let framing = if found.quoted || found.counted {
        quote::framing(text, found.counted, mboxrd)
    } else {
        Framing::Plain
    };
    let offset = place(found.body);
    (sink.each)(RawMessage {
        origin: Origin {
            span: offset..offset + text.len() as u64,
            framing,
            ..at.clone()
        },
        hint: hint(window.line_at(found.start)),
        bytes: unquoted(text, framing),
    })
}

/// Whether an mbox begins with some bytes. One field of a header is enough there: a mail does
/// not begin with `From `.
pub(super) fn begins(text: &[u8]) -> bool {
    match SeparatorLine::of(first_line(text)) {
        // `From ann@x.org Tue May 11 02:41:58 2021`: no prose begins a file so.
        Some(SeparatorLine::Dated | SeparatorLine::Patch) => true,
        Some(SeparatorLine::Timed | SeparatorLine::Odd) => fields_below(reach(text, 0)) > 0,
        None => false,
    }
}

/// Returns the place of the first separator in some bytes that do not begin with one.
pub(super) fn find_first(text: &[u8]) -> Option<usize> {
    let lines = memchr::memmem::find_iter(text, b"\nFrom ").map(|at| at + 1);
    lines.into_iter().find(|&line| {
        let from = reach(text, line);
        let needs = SeparatorLine::of(first_line(from))
            .and_then(|kind| kind.needs(after_blank_line(text.get(..line).unwrap_or_default())));
        needs.is_some_and(|needs| fields_below(from) >= needs && !is_prose_below(from))
    })
}

/// Returns as many bytes from a place on as are looked at to judge a separator.
fn reach(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    rest.get(..REACH).unwrap_or(rest)
}

/// Returns the place of the separator before a message, by the place of the message.
pub(super) fn separator_of(blob: &Blob, at: u64) -> io::Result<Option<u64>> {
    let from = at.saturating_sub(separator::LONGEST as u64);
    let before = blob.read(from..at)?;
    let line = before.strip_suffix(b"\n").unwrap_or(&before);
    let start = memchr::memrchr(b'\n', line).map_or(0, |end| end + 1);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // The line itself is enough: what must stand around it was looked at when the file was split.
    let is_one = line
        .get(start..)
        .is_some_and(|line| SeparatorLine::of(line).is_some());
    Ok(is_one.then_some(from + start as u64))
}

fn hint(separator: &[u8]) -> Option<Box<SourceHint>> {
    let date = separator::sent_date(separator)?.to_owned();
    Some(Box::new(SourceHint {
        date: Some(date),
        ..SourceHint::default()
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
    // RFC 4155 asks for a blank line before each separator; it is none of the mail's.
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
    if begins(window.ahead(start, REACH)?) {
        return Ok(Some(start));
    }
    let found = SeparatorSearch::default().next_separator(window, 0, usize::MAX)?;
    (sink.odd)(0, "text before the first separator, not read");
    Ok((found < window.filled).then_some(found))
}

/// The message behind a separator, up to the next one or to where a Content-Length leads.
fn message(window: &mut Window<'_>, start: usize, mboxrd: bool) -> io::Result<FoundMail> {
    let body = window.line_end(start)?;
    let mut search = SeparatorSearch::behind(body);
    let next = search.next_separator(window, body, usize::MAX)?;
    let landed = if mboxrd {
        // mboxrd quotes every line that could be a separator; a Content-Length there is the
        // sender's.
        None
    } else {
        landed(window, body, next)?
    };
    Ok(FoundMail {
        start,
        body,
        end: landed.unwrap_or(next),
        counted: landed.is_some(),
        quoted: search.quoted,
        // Where a length lands, such a line is part of the mail and nothing odd.
        doubt: if landed.is_none() {
            search.odd_line(window, next)
        } else {
            None
        },
    })
}

/// Returns where the Content-Length of a message leads, if to a separator or to the end of the
/// file; its header stands before `end`.
fn landed(window: &mut Window<'_>, body: usize, end: usize) -> io::Result<Option<usize>> {
    let message = window.get(body..end);
    let announced = search::header_end(message).and_then(|headers| {
        let length = length::announced(message.get(..headers)?)?;
        (window.base + (body + headers) as u64).checked_add(length)
    });
    let landed = match announced {
        Some(at) => length::landing(window.blob, at)?,
        None => None,
    };
    let Some(landed) = landed.and_then(|at| usize::try_from(at - window.base).ok()) else {
        return Ok(None);
    };
    while window.filled < landed && window.read_on()? {}
    // A length that lands on the end lands on any blank lines there, too.
    let rest = window.get(landed..window.filled);
    let is_here = rest.len() == window.filled.saturating_sub(landed);
    let at_end = window.ended && is_here && rest.iter().all(u8::is_ascii_whitespace);
    let landed = if at_end { window.filled } else { landed };
    Ok(Some(landed.min(window.filled)))
}
