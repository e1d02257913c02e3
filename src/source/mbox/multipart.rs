//! Tells whether a part of a mail is still open. An attached file of git format-patch begins with a
//! `From ` line of its own, and that line ends no mail.

use memchr::memmem;

/// The outermost parts of one mail: those within them are closed before they are (RFC 2046 §5.1.2).
#[derive(Debug)]
pub(super) struct Multipart {
    /// The beginning of every boundary line, with the line feed before it.
    delimiter: Vec<u8>,
    /// How much of the mail was looked through.
    seen: usize,
    state: MultipartState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MultipartState {
    Preamble,
    Open,
    Closed,
}

impl Multipart {
    /// The parts that a header announces.
    pub(super) fn of(headers: &[u8]) -> Option<Self> {
        let delimiter = [b"\n--", boundary(headers)?].concat();
        Some(Self {
            delimiter,
            seen: 0,
            state: MultipartState::Preamble,
        })
    }

    /// Whether a part is open where the beginning of a mail ends. It is asked of ever more of it.
    pub(super) fn is_open(&mut self, mail: &[u8]) -> bool {
        let mut from = self.seen;
        while self.state != MultipartState::Closed
            && let Some(rest) = mail.get(from..)
            && let Some(found) = memmem::find(rest, &self.delimiter)
        {
            from += found + self.delimiter.len();
            let line = mail.get(from..).unwrap_or_default();
            // RFC 2046 §5.1.1: `--boundary--` closes the last part.
            if line.starts_with(b"--") {
                self.state = MultipartState::Closed;
            } else if is_blank_line(line) {
                // A boundary within the parts may begin with this one and go on.
                self.state = MultipartState::Open;
            }
        }
        // The line feed there may be that of a boundary.
        self.seen = from.max(mail.len().saturating_sub(1));
        self.state == MultipartState::Open
    }

    /// Whether the line that ends the last part is the last of the beginning of a mail.
    pub(super) fn ends_part(&self, mail: &[u8]) -> bool {
        let last = mail.trim_ascii_end().strip_suffix(b"--");
        last.is_some_and(|last| last.ends_with(&self.delimiter))
    }
}

/// Whether nothing but blanks stands before the end of a line.
fn is_blank_line(text: &[u8]) -> bool {
    let rest = text.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
    matches!(rest, None | Some(b'\n'))
}

/// The boundary that a header names (RFC 2046 §5.1.1).
fn boundary(headers: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"boundary=";
    let field = content_type(headers)?;
    let lower = field.to_ascii_lowercase();
    if !lower.trim_ascii_start().starts_with(b"multipart/") {
        return None;
    }
    let start = memmem::find(&lower, NAME)? + NAME.len();
    let value = field.get(start..)?;
    // A boundary in quotes may hold blanks and `;`.
    let ends: &[u8] = if value.starts_with(b"\"") {
        b"\""
    } else {
        b"; \t\r\n"
    };
    let value = value.strip_prefix(b"\"").unwrap_or(value);
    let value = value.split(|b| ends.contains(b)).next()?;
    (!value.is_empty()).then_some(value)
}

/// Returns the value of Content-Type, folded lines included.
fn content_type(headers: &[u8]) -> Option<&[u8]> {
    const NAME: &[u8] = b"content-type:";
    let mut at = 0;
    let mut lines = headers.split_inclusive(|&b| b == b'\n');
    let starts = |line: &[u8]| {
        line.get(..NAME.len())
            .is_some_and(|l| l.eq_ignore_ascii_case(NAME))
    };
    let first = lines.find(|line| {
        at += line.len();
        starts(line)
    })?;
    let more: usize = lines
        .take_while(|line| matches!(line.first(), Some(b' ' | b'\t')))
        .map(<[u8]>::len)
        .sum();
    headers.get(at - first.len() + NAME.len()..at + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_is_that_of_the_header() {
        for (name, headers) in [
            (
                Some("x y"),
                "A: b\nContent-Type: multipart/mixed;\n\tBoundary=\"x y\"; z=1\nB: c\n",
            ),
            (
                Some("=_1"),
                "CONTENT-TYPE: Multipart/mixed; boundary==_1; z=1\r\n\r\n",
            ),
            (None, "Content-Type: text/plain; boundary=x\n"),
            (None, "Content-Type: multipart/mixed;\nX: boundary=x\n"),
            (None, "Content-Type: multipart/mixed; boundary=\"\"\n"),
            (None, "X-Content-Type: multipart/mixed; boundary=x\n"),
        ] {
            assert_eq!(
                boundary(headers.as_bytes()),
                name.map(str::as_bytes),
                "{headers:?}"
            );
        }
    }

    #[test]
    fn a_part_is_open_from_its_boundary_to_the_last() {
        let header = "Content-Type: multipart/mixed; boundary=b\n\n";
        let steps = [
            ("--bc\n", false),
            ("text --b\n", false),
            ("--b \r\n", true),
            ("\ntext\n", true),
            ("--b\n", true),
            ("--b--\n", false),
            ("--b\n", false),
        ];
        let mut parts = Multipart::of(header.as_bytes()).unwrap();
        let mut mail = header.to_owned();
        for (line, open) in steps {
            mail += line;
            assert_eq!(parts.is_open(mail.as_bytes()), open, "{line:?}");
            assert_eq!(
                parts.ends_part(mail.as_bytes()),
                line == "--b--\n",
                "{line:?}"
            );
        }
    }
}
