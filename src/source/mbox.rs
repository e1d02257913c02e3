//! Splitting an mbox: a message begins behind a `From ` line that is date-shaped and stands at
//! the start or after a blank line; `From here on we …` in a body does not split.
//!
//! Dialects (RFC 4155 and the mboxrd description): quoting of `From ` lines is undone when a
//! message is read; a Content-Length is believed only where it lands on a separator or the end.

use std::io;
use std::ops::{ControlFlow, Range};

use memchr::memmem;

use super::blob::Blob;
use super::detect::{first_line, header_name};
use super::{Framing, Hint, Origin, RawMessage};

/// Bytes asked for at a time. Large enough that a call costs nothing beside it.
const CHUNK: usize = 1 << 20;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Whether a line is a separator: `From ` and, somewhere behind it, `Tue May 11 02:41`.
pub(super) fn is_separator(line: &[u8]) -> bool {
    date(line).is_some()
}

/// The date of a separator line, from the weekday on.
fn date(line: &[u8]) -> Option<&str> {
    let line = line.get(..line.len().min(200))?;
    let rest = str::from_utf8(line.strip_prefix(b"From ")?).ok()?;
    let mut at = 0;
    for word in rest.split(' ') {
        if DAYS.contains(&word) {
            let found = rest.get(at..)?;
            let mut words = found.split(' ').filter(|w| !w.is_empty()).skip(1);
            let month = words
                .next()
                .is_some_and(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_alphabetic()));
            let day = words.next().is_some_and(|w| w.parse::<u8>().is_ok());
            let time = words.next().is_some_and(|w| {
                w.contains(':') && w.bytes().all(|b| b.is_ascii_digit() || b == b':')
            });
            if month && day && time {
                return Some(found);
            }
        }
        at += word.len() + 1;
    }
    None
}

/// A window that moves over a store.
struct Window<'a> {
    blob: &'a Blob,
    bytes: Vec<u8>,
    /// Where the window begins in the store.
    base: u64,
    ended: bool,
}

impl Window<'_> {
    /// Reads on; false at the end.
    fn grow(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let had = self.bytes.len();
        self.bytes.resize(had + CHUNK.max(had), 0);
        let at = self.base + had as u64;
        let count = self
            .blob
            .fill(at, self.bytes.get_mut(had..).unwrap_or_default())?;
        self.bytes.truncate(had + count);
        self.ended = count == 0;
        Ok(count > 0)
    }

    /// Forgets what stands before a place of the window.
    fn drop_front(&mut self, count: usize) {
        self.bytes.drain(..count);
        self.base += count as u64;
    }
}

/// Hands out every message in order. `file` goes into each [`Origin`].
pub(super) fn split(
    blob: &Blob,
    at: Origin,
    each: &mut dyn FnMut(RawMessage) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut window = Window {
        blob,
        bytes: Vec::new(),
        base: 0,
        ended: false,
    };
    window.grow()?;
    let finder = memmem::Finder::new(b"\nFrom ");
    let Some(mut start) = first_separator(&mut window, &finder)? else {
        return Ok(ControlFlow::Continue(()));
    };
    loop {
        if start > CHUNK {
            window.drop_front(start);
            start = 0;
        }
        let Some(body) = line_end(&mut window, start)? else {
            return Ok(ControlFlow::Continue(()));
        };
        let (end, framing) = message_end(&mut window, &finder, body)?;
        let next = (end < window.bytes.len()).then_some(end);
        let hint = window
            .bytes
            .get(start..body)
            .and_then(|line| date(first_line(line)));
        let hint = hint.map(|date| {
            Box::new(Hint {
                date: Some(date.to_owned()),
                ..Hint::default()
            })
        });
        let span = trimmed(&window.bytes, body..end);
        let origin = Origin {
            span: window.base + span.start as u64..window.base + span.end as u64,
            framing,
            ..at.clone()
        };
        let bytes = unframe(window.bytes.get(span).unwrap_or_default().to_vec(), framing);
        if each(RawMessage {
            origin,
            hint,
            bytes,
        })
        .is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        match next {
            Some(next) => start = next,
            None => return Ok(ControlFlow::Continue(())),
        }
    }
}

/// The first separator: at the start, or behind what was put before it.
fn first_separator(
    window: &mut Window<'_>,
    finder: &memmem::Finder<'_>,
) -> io::Result<Option<usize>> {
    let bom = if window.bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let rest = window.bytes.get(bom..).unwrap_or_default();
    let blank = bom + rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if window
        .bytes
        .get(blank..)
        .is_some_and(|rest| is_separator(first_line(rest)))
    {
        return Ok(Some(blank));
    }
    let found = find_separator(window, finder, 0)?;
    Ok((found < window.bytes.len()).then_some(found))
}

/// The end of the line at `start`, line feed included.
fn line_end(window: &mut Window<'_>, start: usize) -> io::Result<Option<usize>> {
    loop {
        let rest = window.bytes.get(start..).unwrap_or_default();
        if let Some(end) = memchr::memchr(b'\n', rest) {
            return Ok(Some(start + end + 1));
        }
        if !window.grow()? {
            return Ok((!rest_is_empty(window, start)).then_some(window.bytes.len()));
        }
    }
}

fn rest_is_empty(window: &Window<'_>, start: usize) -> bool {
    window.bytes.len() <= start
}

/// Where the message that begins at `body` ends, and how it is quoted.
fn message_end(
    window: &mut Window<'_>,
    finder: &memmem::Finder<'_>,
    body: usize,
) -> io::Result<(usize, Framing)> {
    let end = find_separator(window, finder, body)?;
    let Some(announced) = announced_end(window.bytes.get(body..end).unwrap_or_default()) else {
        return Ok((end, Framing::Mboxrd));
    };
    let announced = body + announced;
    if announced <= end {
        return Ok((end, Framing::Mboxrd));
    }
    // Only mboxcl2 leaves `From ` lines in bodies as they are.
    while window.bytes.len() < announced + 8 && window.grow()? {}
    let at_end = window.ended && (announced..=announced + 2).contains(&window.bytes.len());
    let after = window.bytes.get(announced..).unwrap_or_default();
    let blank = after
        .iter()
        .take_while(|b| matches!(b, b'\n' | b'\r'))
        .count();
    line_end(window, announced + blank)?;
    let lands = window
        .bytes
        .get(announced + blank..)
        .is_some_and(|rest| is_separator(first_line(rest)));
    if at_end {
        return Ok((window.bytes.len(), Framing::Plain));
    }
    if lands {
        Ok((announced + blank, Framing::Plain))
    } else {
        Ok((end, Framing::Mboxrd))
    }
}

/// The next separator at or behind `from`, as the place of its `F`; the end where there is none.
fn find_separator(
    window: &mut Window<'_>,
    finder: &memmem::Finder<'_>,
    from: usize,
) -> io::Result<usize> {
    // An empty message: the separator stands right behind the last one and a blank line.
    let mut at = from.saturating_sub(1);
    loop {
        while let Some(found) = window.bytes.get(at..).and_then(|rest| finder.find(rest)) {
            let line = at + found + 1;
            // The whole line must be here to be judged.
            if line_end(window, line)?.is_none() {
                break;
            }
            let blank = after_blank_line(&window.bytes, line);
            if blank
                && window
                    .bytes
                    .get(line..)
                    .is_some_and(|rest| is_separator(first_line(rest)))
            {
                return Ok(line);
            }
            at = line;
        }
        let seen = window.bytes.len().saturating_sub(6).max(at);
        if !window.grow()? {
            return Ok(window.bytes.len());
        }
        at = seen;
    }
}

fn after_blank_line(bytes: &[u8], line: usize) -> bool {
    let before = bytes.get(..line).unwrap_or_default();
    before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
}

/// The end that a Content-Length header announces, from the start of the message.
fn announced_end(message: &[u8]) -> Option<usize> {
    memmem::find(message.get(..message.len().min(65536))?, b"ontent-")?;
    let mut at = 0;
    let mut length = None;
    loop {
        let line = message
            .get(at..)
            .filter(|rest| !rest.is_empty())
            .map(first_line)?;
        let next = at + memchr::memchr(b'\n', message.get(at..)?)? + 1;
        if line.is_empty() {
            return length.map(|length: usize| next.saturating_add(length));
        }
        if header_name(line).as_deref() == Some("content-length") {
            let value = line.split(|&b| b == b':').nth(1)?;
            length = str::from_utf8(value)
                .ok()
                .and_then(|text| text.trim().parse().ok());
        }
        at = next;
    }
}

/// A message without the blank line that the separator asks for.
fn trimmed(bytes: &[u8], span: Range<usize>) -> Range<usize> {
    let text = bytes.get(span.clone()).unwrap_or_default();
    let cut = if text.ends_with(b"\n\n") {
        1
    } else if text.ends_with(b"\n\r\n") {
        2
    } else {
        0
    };
    span.start..span.end - cut
}

/// Takes the quoting of `From ` lines off.
pub(super) fn unframe(bytes: Vec<u8>, framing: Framing) -> Vec<u8> {
    let deep = match framing {
        Framing::Plain | Framing::BodyOnly => return bytes,
        Framing::Mboxrd => true,
        Framing::Mboxo => false,
    };
    if memmem::find(&bytes, b">From ").is_none() {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let signs = line.iter().take_while(|&&b| b == b'>').count();
        let quoted = signs > 0
            && (deep || signs == 1)
            && line
                .get(signs..)
                .is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(line.get(usize::from(quoted)..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::SourceIdx;

    fn all(text: &[u8]) -> Vec<RawMessage> {
        let mut found = Vec::new();
        let at = Origin {
            source: SourceIdx(0),
            file: 0,
            span: 0..0,
            framing: Framing::Plain,
        };
        let _ = split(&Blob::Memory(text.to_vec()), at, &mut |raw| {
            found.push(raw);
            ControlFlow::Continue(())
        })
        .unwrap();
        found
    }

    const FROM: &str = "From a@b Tue May 11 02:41:58 2021\n";

    #[test]
    fn separators_are_date_shaped() {
        for line in [
            "From mboxrd@z Thu Jan  1 00:00:00 1970",
            "From patchwork Tue May 11 02:41:58 2021",
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001",
            "From a@b Tue May 11 02:41 2021",
        ] {
            assert!(is_separator(line.as_bytes()), "{line}");
        }
        for line in [
            "From here on we",
            "From now until Mon the 3rd",
            "From: a@b",
            "From Mon to Sun",
        ] {
            assert!(!is_separator(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn quoting_is_undone() {
        let found = all(format!("{FROM}Subject: a\n\n>From x\n>>From y\n> From z\n").as_bytes());
        assert_eq!(found[0].bytes, b"Subject: a\n\nFrom x\n>From y\n> From z\n");
    }

    #[test]
    fn a_separator_needs_a_blank_line() {
        let found =
            all(format!("{FROM}Subject: a\n\ntext\n{FROM}text\n\n{FROM}Subject: b\n\n").as_bytes());
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_content_length_is_believed_where_it_lands_on_a_separator() {
        let body = format!("one\n\n{FROM}two\n");
        let text = format!(
            "{FROM}Content-Length: {}\n\n{body}\n{FROM}Subject: b\n\nthree\n",
            body.len()
        );
        let found = all(text.as_bytes());
        assert_eq!(found.len(), 2);
        assert!(found[0].bytes.ends_with(b"two\n"));
        let wrong = text.replace("Content-Length: ", "Content-Length: 1");
        assert_eq!(all(wrong.as_bytes()).len(), 3);
    }

    proptest! {
        #[test]
        fn join_of_split_is_identity(bodies in proptest::collection::vec("(Subject: [a-z]{0,5}\n\n([ -~]{0,30}\n){0,4})", 1..6)) {
            let text: String = bodies.iter().map(|body| format!("{FROM}{}\n", body.replace("From ", "from "))).collect();
            let found = all(text.as_bytes());
            prop_assert_eq!(found.len(), bodies.len());
            let mut joined = Vec::new();
            for raw in &found {
                joined.extend_from_slice(FROM.as_bytes());
                let span = usize::try_from(raw.origin.span.start).unwrap()..usize::try_from(raw.origin.span.end).unwrap();
                joined.extend_from_slice(&text.as_bytes()[span]);
                joined.push(b'\n');
            }
            prop_assert_eq!(joined, text.into_bytes());
        }
    }
}
