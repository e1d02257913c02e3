//! Content-Length, by which mboxcl and mboxcl2 say where a message ends. Mail carries wrong ones,
//! so one is believed only where it lands on a separator or on the end of the file.

use std::io;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::search::{REACH, fields_below};
use super::separator::SeparatorLine;
use crate::source::blob::Blob;
use crate::source::headers::first_line;

/// Enough for the blank line and the separator behind a message.
const LOOK: usize = 640;

/// How the name of the header ends, in the two ways that it is written.
static ENDS: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new(b"ength:"), Finder::new(b"ENGTH:")]);

/// The length of the body, as a header says.
pub(super) fn announced(headers: &[u8]) -> Option<u64> {
    let find = |tail: &Finder<'_>| {
        // The end of the name is rarer in a header than its beginning, `Content-Type` and others.
        let mut ends = tail.find_iter(headers).map(|at| at + tail.needle().len());
        ends.find_map(|colon| value(headers, colon))
    };
    ENDS.iter().find_map(find)
}

/// The number behind a colon, if the header's name is the one.
fn value(headers: &[u8], colon: usize) -> Option<u64> {
    const NAME: &[u8] = b"content-length:";
    let start = colon.checked_sub(NAME.len())?;
    let fits = headers.get(start..colon)?.eq_ignore_ascii_case(NAME)
        // At the begin of a line: `X-Content-Length:` is another header.
        && (start == 0 || headers.get(start - 1) == Some(&b'\n'));
    let text = str::from_utf8(first_line(headers.get(colon..)?)).ok()?;
    text.trim().parse().ok().filter(|_| fits)
}

/// Returns the end of a message whose length lands: the next separator, or the end of the file.
pub(super) fn landing(blob: &Blob, end: u64) -> io::Result<Option<u64>> {
    let Some(last) = end.checked_sub(1).filter(|&last| last < blob.len()) else {
        return Ok(None);
    };
    let mut buffer = [0; LOOK];
    let count = blob.fill(last, &mut buffer)?;
    let Some(after) = buffer.get(1..count) else {
        return Ok(None);
    };
    // mboxcl counts the body alone, and a blank line may stand between it and the separator.
    let blank = [&b"\r\n"[..], b"\n"]
        .iter()
        .find(|line| after.starts_with(line))
        .map_or(0, |line| line.len());
    let rest = after.get(blank..).unwrap_or_default();
    let at_end = count < LOOK && rest.iter().all(u8::is_ascii_whitespace);
    let at = end + blank as u64;
    let lands = at_end || is_separator(blob, first_line(rest), at)?;
    Ok(lands.then_some(at))
}

/// Whether a separator stands at a place, by its first line and what follows; that there is no
/// blank line before it is nothing odd where a length leads to it.
fn is_separator(blob: &Blob, line: &[u8], at: u64) -> io::Result<bool> {
    let Some(needs) = SeparatorLine::of(line).and_then(|line| line.needs(true)) else {
        return Ok(false);
    };
    // A date is enough, as a length that is wrong hardly ever leads to one.
    if needs == 0 {
        return Ok(true);
    }
    let mut text = vec![0; REACH];
    let count = blob.fill(at, &mut text)?;
    Ok(text
        .get(..count)
        .is_some_and(|text| fields_below(text) >= needs))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_read_whatever_its_case() {
        assert_eq!(
            announced(b"X-Content-Length: 1\nContent-Length: 12\r\n"),
            Some(12)
        );
        assert_eq!(announced(b"CONTENT-LENGTH:7\n"), Some(7));
        assert_eq!(announced(b"Content-length: many\n"), None);
        assert_eq!(announced(b"Subject: Content-Length: 3\n"), None);
    }

    #[test]
    fn a_length_lands_on_a_separator_or_the_end() {
        let text = b"body\n\nFrom a@b Tue May 11 02:41:58 2021\n";
        let blob = Blob::Memory(text.to_vec());
        assert_eq!(landing(&blob, 5).unwrap(), Some(6));
        assert_eq!(landing(&blob, 6).unwrap(), Some(6));
        assert_eq!(landing(&blob, 3).unwrap(), None);
        assert_eq!(
            landing(&blob, text.len() as u64).unwrap(),
            Some(text.len() as u64)
        );
        assert_eq!(landing(&blob, text.len() as u64 + 1).unwrap(), None);
    }
}
