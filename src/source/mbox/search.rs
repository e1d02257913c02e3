//! Looking for the separator behind a message, and keeping in mind what was met on the way.

use std::io;
use std::sync::LazyLock;

use memchr::memmem;
use memchr::memmem::Finder;

use super::multipart::Multipart;
use super::separator::{LONGEST, SeparatorLine};
use super::window::Window;
use crate::source::headers::{SEVERAL, first_line, header_name, known_fields};

/// Returns the place of the body of a message, behind its headers.
pub(super) fn header_end(message: &[u8]) -> Option<usize> {
    let bare = memmem::find(message, b"\n\n").map(|at| at + 2);
    let before = message.get(..bare.unwrap_or(message.len()))?;
    memmem::find(before, b"\n\r\n").map(|at| at + 3).or(bare)
}

/// The beginning of every separator; each mail is searched for it.
static FROM: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"From "));

/// Bytes from a `From ` line on in which a header shows itself as one.
pub(super) const REACH: usize = LONGEST + 16 * 1024;

/// Bytes in which a line shows what it is and what comes next.
const NEAR: usize = LONGEST + 512;

/// A line that was not taken for a separator though it looks like one, and how many there were.
#[derive(Clone, Copy, Debug)]
struct Refused {
    first: usize,
    what: &'static str,
    count: usize,
}

/// A search for the next separator.
#[derive(Debug, Default)]
pub(super) struct SeparatorSearch {
    /// The beginning of the message that is read; none where nobody knows what stands before.
    body: Option<usize>,
    /// Its parts, once somebody asked for them.
    parts: Option<Option<Multipart>>,
    /// Whether `>From ` was met.
    pub(super) quoted: bool,
    refused: Option<Refused>,
    /// Lines that are no separators because a part is open there.
    inside: Option<Refused>,
}

impl SeparatorSearch {
    /// Begins a search for the separator behind a message.
    pub(super) fn behind(body: usize) -> Self {
        Self {
            body: Some(body),
            ..Self::default()
        }
    }

    /// The `F` of the next separator; the end where there is none, and some place behind `room`
    /// where there is none before it.
    pub(super) fn next_separator(
        &mut self,
        window: &mut Window<'_>,
        from: usize,
        room: usize,
    ) -> io::Result<usize> {
        let mut at = from;
        loop {
            while let Some(found) = FROM.find(window.get(at..window.filled)) {
                let line = at + found;
                match line.checked_sub(1).and_then(|last| window.byte_at(last)) {
                    Some(b'\n') if self.is_separator(window, line)? => return Ok(line),
                    // Met on the way, so that a mail is not searched for it once more.
                    Some(b'>') => self.quoted = true,
                    _ => {}
                }
                at = line + 1;
            }
            // The beginning of a `From ` may be the last that was read.
            let tail = FROM.needle().len() - 1;
            at = at.max(window.filled.saturating_sub(tail));
            if at >= room || !window.read_on()? {
                return Ok(window.filled.max(at));
            }
        }
    }

    /// Whether a mail begins behind a line that begins with `From `.
    fn is_separator(&mut self, window: &mut Window<'_>, line: usize) -> io::Result<bool> {
        // A mail that was delivered twice has two: `From a@b …`, `From c@d …`, and then its header.
        if self.body == Some(line) {
            return Ok(false);
        }
        let Some(kind) = SeparatorLine::of(first_line(window.ahead(line, NEAR)?)) else {
            return Ok(false);
        };
        let is_blank = after_blank_line(window.get(line.saturating_sub(REACH)..line));
        // Most are sure, and the window is not to grow for them.
        let is_sure = kind.needs(is_blank) == Some(0);
        let text = window.ahead(line, if is_sure { NEAR } else { REACH })?;
        let is_prose = is_prose_below(text);
        // Nearly all are: their fields need no counting.
        if is_sure && !is_prose && kind == SeparatorLine::Dated {
            return Ok(true);
        }
        let fields = fields_below(text);
        // `--boundary--` at the end of a mail is as good as a blank line: some mailers leave none.
        let is_border = is_blank
            || fields == SEVERAL
                && kind == SeparatorLine::Odd
                && self.after_last_part(window, line);
        let needs = kind.needs(is_border);
        if is_prose || needs.is_none_or(|needs| fields < needs) {
            if let Some(what) = kind.doubt(is_border, fields) {
                note_refused(&mut self.refused, line, what);
            }
            return Ok(false);
        }
        // An attached file of git format-patch begins like a separator; a delivery never stands in
        // a part, so its date means that the mail before it was cut.
        let is_inside = kind != SeparatorLine::Dated && self.is_inside(window, line);
        if is_inside {
            let what = "a `From ` line within a part of a mail that is never closed";
            note_refused(&mut self.inside, line, what);
        }
        Ok(!is_inside)
    }

    /// Whether a part of the message is open at a place.
    fn is_inside(&mut self, window: &Window<'_>, at: usize) -> bool {
        let Some((parts, mail)) = self.parts(window, at) else {
            return false;
        };
        parts.is_open(mail)
    }

    /// Whether the line before a place closes the last part of the message.
    fn after_last_part(&mut self, window: &Window<'_>, at: usize) -> bool {
        let parts = self.parts(window, at);
        parts.is_some_and(|(parts, mail)| parts.ends_part(mail))
    }

    /// The parts of the message, and the message up to a place.
    fn parts<'w>(
        &mut self,
        window: &'w Window<'_>,
        at: usize,
    ) -> Option<(&mut Multipart, &'w [u8])> {
        let mail = window.get(self.body?..at);
        let read = || Multipart::of(mail.get(..header_end(mail)?)?);
        let parts = self.parts.get_or_insert_with(read).as_mut()?;
        Some((parts, mail))
    }

    /// Returns the first line that looks like a separator and separates nothing, up to the end of
    /// the message, and what to say of it.
    pub(super) fn odd_line(&mut self, window: &Window<'_>, end: usize) -> Option<(usize, String)> {
        // A line within a part that was closed later was attached, and nothing is odd about it.
        let inside = self.inside.filter(|_| self.is_inside(window, end));
        let found = inside.into_iter().chain(self.refused);
        let first = found.clone().min_by_key(|refused| refused.first)?;
        let count: usize = found.map(|refused| refused.count).sum();
        let more = match count - 1 {
            0 => String::new(),
            more => format!(" (and {more} more in this mail)"),
        };
        Some((first.first, format!("{}, read as text{more}", first.what)))
    }
}

fn note_refused(place: &mut Option<Refused>, line: usize, what: &'static str) {
    let new = Refused {
        first: line,
        what,
        count: 0,
    };
    place.get_or_insert(new).count += 1;
}

/// The fields of a mail that stand below the line that a text begins with.
pub(super) fn fields_below(text: &[u8]) -> u32 {
    let end = memchr::memchr(b'\n', text);
    let below = end.and_then(|end| text.get(end + 1..));
    below.map_or(0, known_fields)
}

/// Whether text stands below the line that a text begins with: no header line, no other
/// separator, and not the end. A date alone may be told of in a log.
pub(super) fn is_prose_below(text: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', text);
    let below = end.and_then(|end| text.get(end + 1..)).unwrap_or_default();
    let next = first_line(below.trim_ascii_start());
    // Two separators one below the other are of one mail that was delivered twice.
    let is_from = next.starts_with(b"From ") || next.starts_with(b">From ");
    !(next.is_empty() || is_from || header_name(next).is_some())
}

/// Whether the line before a place is blank; one of a blank or two is.
pub(super) fn after_blank_line(before: &[u8]) -> bool {
    // Some editors and servers leave blanks on the line between two mails.
    let line = before.strip_suffix(b"\n").unwrap_or_default();
    let blanks = line.iter().rev();
    let blanks = blanks
        .take_while(|b| matches!(b, b' ' | b'\t' | b'\r'))
        .count();
    line.get(..line.len() - blanks)
        .is_some_and(|rest| rest.ends_with(b"\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_end_at_the_first_blank_line() {
        assert_eq!(header_end(b"a: b\n\nc\r\n\r\n"), Some(6));
        assert_eq!(header_end(b"a: b\r\n\r\nc\n\n"), Some(8));
        assert_eq!(header_end(b"a: b\n"), None);
    }
}
