//! Splitting an mbox: a message begins behind a `From ` line that ends in a date and stands at
//! the start or after a blank line; `From here on we …` in a body does not split.
//!
//! The file is read through a window, so that only one message of it is in memory.

mod length;
mod quote;
mod separator;
#[cfg(test)]
mod tests;

use std::io;
use std::ops::{ControlFlow, Range};

use memchr::memmem::Finder;

use super::blob::Blob;
use super::detect::first_line;
use super::{Hint, Origin, RawMessage};
pub(super) use quote::unquoted;
pub(super) use separator::is_separator;

/// Bytes asked for at a time. Large enough that a call costs nothing beside it.
const CHUNK: usize = 1 << 20;

/// Where what was found goes.
pub(super) struct Sink<'a> {
    /// Gets every message, in order.
    pub(super) each: &'a mut dyn FnMut(RawMessage) -> ControlFlow<()>,
    /// Gets what is odd: the offset and a lower-case fragment.
    pub(super) odd: &'a mut dyn FnMut(u64, &str),
}

/// Hands out every message of an mbox. `at` says which source and file it is.
pub(super) fn split(blob: &Blob, at: &Origin, sink: &mut Sink<'_>) -> io::Result<ControlFlow<()>> {
    let mut window = Window::new(blob);
    window.grow()?;
    let Some(mut start) = first_separator(&mut window, sink)? else {
        return Ok(ControlFlow::Continue(()));
    };
    let mboxrd = separator::is_mboxrd(window.line(start));
    loop {
        start -= window.forget(start);
        let body = window.line_end(start)?;
        let (end, counted) = message_end(&mut window, body)?;
        let message = window.get(body..end);
        let offset = window.base + body as u64;
        if message.iter().all(u8::is_ascii_whitespace) {
            (sink.odd)(offset, "a separator with no mail behind it");
        } else {
            let last = end == window.bytes.len();
            if last && length::header_end(message).is_none() {
                (sink.odd)(window.base + end as u64, "the file ends inside of a header");
            }
            let text = trimmed(message);
            let framing = quote::framing(text, counted, mboxrd);
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
                return Ok(ControlFlow::Break(()));
            }
        }
        if end >= window.bytes.len() {
            return Ok(ControlFlow::Continue(()));
        }
        start = end;
    }
}

/// Whether a message begins at a place: a separator stands before it.
pub(super) fn is_start(blob: &Blob, at: u64) -> io::Result<bool> {
    let before = blob.read(at.saturating_sub(separator::LONGEST as u64)..at)?;
    let line = before.strip_suffix(b"\n").unwrap_or(&before);
    let start = memchr::memrchr(b'\n', line).map_or(0, |end| end + 1);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    Ok(line.get(start..).is_some_and(is_separator))
}

fn hint(separator: &[u8]) -> Option<Box<Hint>> {
    let date = separator::sent(separator)?.to_owned();
    Some(Box::new(Hint {
        date: Some(date),
        ..Hint::default()
    }))
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
    let bom = if window.bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let rest = window.get(bom..window.bytes.len());
    let start = bom + rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if is_separator(window.line(start)) {
        return Ok(Some(start));
    }
    let found = window.next_separator(0)?;
    (sink.odd)(0, "text before the first separator, not read");
    Ok((found < window.bytes.len()).then_some(found))
}

/// Where the message that begins at `body` ends, and whether a Content-Length said so.
fn message_end(window: &mut Window<'_>, body: usize) -> io::Result<(usize, bool)> {
    let end = window.next_separator(body)?;
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
    while window.bytes.len() < landed && window.grow()? {}
    // A length that lands on the end lands on any blank lines there, too.
    let rest = window.get(landed..window.bytes.len());
    let at_end = !is_separator(first_line(rest)) && window.ended;
    let landed = if at_end { window.bytes.len() } else { landed };
    Ok((landed.min(window.bytes.len()), true))
}

/// A part of a store, moved over it.
struct Window<'a> {
    blob: &'a Blob,
    bytes: Vec<u8>,
    /// Where the window begins in the store.
    base: u64,
    ended: bool,
    finder: Finder<'static>,
}

impl<'a> Window<'a> {
    fn new(blob: &'a Blob) -> Self {
        Self {
            blob,
            bytes: Vec::new(),
            base: 0,
            ended: false,
            finder: Finder::new(b"\nFrom "),
        }
    }

    fn get(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// The line at a place, as far as it is here.
    fn line(&self, start: usize) -> &[u8] {
        first_line(self.get(start..self.bytes.len()))
    }

    /// Reads on; false at the end.
    fn grow(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let had = self.bytes.len();
        let at = self.base + had as u64;
        // In proportion, so that moving the bytes costs no more than reading them.
        let step = CHUNK.max(had / 2);
        let left = self.blob.len().saturating_sub(at);
        let room = usize::try_from(left).map_or(step, |left| left.min(step));
        self.bytes.resize(had + room, 0);
        let room = self.bytes.get_mut(had..).unwrap_or_default();
        let count = self.blob.fill(at, room)?;
        self.bytes.truncate(had + count);
        self.ended = count == 0 || count as u64 == left;
        Ok(count > 0)
    }

    /// Gives up what stands before a place, once that is worth moving the rest; how much.
    fn forget(&mut self, count: usize) -> usize {
        if count < CHUNK || count < self.bytes.len() / 2 {
            return 0;
        }
        self.bytes.drain(..count);
        self.base += count as u64;
        count
    }

    /// Behind the line at a place; the end where the line is not ended.
    fn line_end(&mut self, start: usize) -> io::Result<usize> {
        let mut from = start;
        loop {
            let rest = self.get(from..self.bytes.len());
            if let Some(end) = memchr::memchr(b'\n', rest) {
                return Ok(from + end + 1);
            }
            from = self.bytes.len();
            if !self.grow()? {
                return Ok(from);
            }
        }
    }

    /// The `F` of the next separator behind a blank line; the end where there is none.
    fn next_separator(&mut self, from: usize) -> io::Result<usize> {
        // The line feed before `from` may be the one that is searched.
        let mut at = from.saturating_sub(1);
        loop {
            while let Some(found) = self.finder.find(self.get(at..self.bytes.len())) {
                let line = at + found + 1;
                if after_blank_line(self.get(0..line)) {
                    // The whole line must be here to be judged.
                    self.line_end(line)?;
                    if is_separator(self.line(line)) {
                        return Ok(line);
                    }
                }
                at = line;
            }
            let tail = self.finder.needle().len() - 1;
            at = at.max(self.bytes.len().saturating_sub(tail));
            if !self.grow()? {
                return Ok(self.bytes.len());
            }
        }
    }
}

fn after_blank_line(before: &[u8]) -> bool {
    before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
}
