//! Transfer encodings and line ends: what the mail system did to a text, undone.

use std::borrow::Cow;
use std::sync::LazyLock;

use data_encoding::{BASE64_NOPAD, Encoding};
use memchr::{memchr, memchr_iter, memrchr};

use crate::text::{equals_byte, position, whole_lines, within};

/// How a part was packed for its way (RFC 2045 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    /// 7bit, 8bit, binary, or a name nobody knows.
    Plain,
    /// quoted-printable.
    Quoted,
    /// base64.
    Base64,
}

impl Transfer {
    /// Reads a Content-Transfer-Encoding, blanks, comments and quotes disregarded.
    pub(super) fn named(value: &str) -> Self {
        let word = value
            .trim_start_matches(|c: char| c.is_whitespace() || c == '"')
            .split(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | '"'))
            .next()
            .unwrap_or_default();
        // `8bit; charset=utf-8` and `(none)` occur: any other name encodes nothing.
        if word.eq_ignore_ascii_case("quoted-printable") {
            Self::Quoted
        } else if word.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else {
            Self::Plain
        }
    }
}

/// Undoes a transfer encoding. The second value says whether all of it could be read; what
/// could not is kept as written.
pub(super) fn decode(bytes: &[u8], transfer: Transfer) -> (Cow<'_, [u8]>, bool) {
    match transfer {
        Transfer::Plain => (Cow::Borrowed(bytes), true),
        Transfer::Quoted => (Cow::Owned(quoted(bytes)), true),
        Transfer::Base64 => {
            let (decoded, whole) = base64(bytes);
            (Cow::Owned(decoded), whole)
        }
    }
}

/// Quoted-printable, RFC 2045 §6.7, with two liberties that mailparse's decoder does not take:
/// 8-bit octets stay, and so do blanks at the end of a line, which are context lines of a diff.
fn quoted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr(b'=', rest) {
        let (before, after) = rest.split_at(at);
        out.extend_from_slice(before);
        rest = match after {
            [_, b'\n', tail @ ..] | [_, b'\r', b'\n', tail @ ..] => tail,
            [_, high, low, tail @ ..] => match hex_value(*high).zip(hex_value(*low)) {
                Some((high, low)) => {
                    out.push(high << 4 | low);
                    tail
                }
                // `a = 1` that nobody encoded stays as it is.
                None => soft_break_before_blanks(after).unwrap_or_else(|| {
                    out.push(b'=');
                    after.get(1..).unwrap_or_default()
                }),
            },
            // A soft break at the very end joins nothing.
            [_] => &[],
            _ => {
                out.push(b'=');
                after.get(1..).unwrap_or_default()
            }
        };
    }
    out.extend_from_slice(rest);
    out
}

/// `=` and blanks at the end of a line: a soft break that a relay padded (§6.7, rule 3).
fn soft_break_before_blanks(from_sign: &[u8]) -> Option<&[u8]> {
    let tail = from_sign.get(1..)?;
    let blanks = tail
        .iter()
        // §6.7 allows no line of more than 76 signs, so a relay adds no more blanks than that.
        .take(80)
        .take_while(|b| matches!(b, b' ' | b'\t' | b'\r'))
        .count();
    tail.get(blanks..)?.strip_prefix(b"\n")
}

/// The value of a hexadecimal digit.
pub(super) fn hex_value(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}

/// Base64 up to the first line that is none: list servers append footers in the clear.
pub(super) fn base64(bytes: &[u8]) -> (Vec<u8>, bool) {
    let end = base64_end(bytes);
    let (packed, footer) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    let footer = if footer.trim_ascii().is_empty() {
        &[]
    } else {
        footer
    };
    let mut whole = digits(packed);
    let count = whole.len();
    // Padding is not needed to tell: two digits left over give one octet, three give two, one none.
    whole.truncate(count - usize::from(count % 4 == 1));
    let Ok(mut decoded) = DIGITS.decode(&whole) else {
        return (bytes.to_vec(), false);
    };
    decoded.extend_from_slice(footer);
    (decoded, footer.is_empty() && count % 4 != 1)
}

/// Base64 digits without padding; bits that are left over are ignored.
static DIGITS: LazyLock<Encoding> = LazyLock::new(|| {
    let mut digits = BASE64_NOPAD.specification();
    digits.check_trailing_bits = false;
    digits.encoding().unwrap_or(BASE64_NOPAD)
});

/// Returns the digits of base64 without line ends and padding. Nearly all lines are digits alone,
/// and are copied at once.
fn digits(packed: &[u8]) -> Vec<u8> {
    let mut found = Vec::with_capacity(packed.len());
    let is_between = |lanes| !within(lanes, b'!', b'~') | equals_byte(lanes, b'=');
    let mut rest = packed;
    while let Some(end) = position(rest, is_between) {
        let (line, behind) = rest.split_at(end);
        found.extend_from_slice(line);
        rest = behind.get(1..).unwrap_or_default();
    }
    found.extend_from_slice(rest);
    found
}

/// Returns where the first line begins that is no base64, or where the line that a `=` pads ends.
fn base64_end(bytes: &[u8]) -> usize {
    let is_other = |lanes| {
        let letter = within(lanes, b'a', b'z') | within(lanes, b'A', b'Z');
        let sign = equals_byte(lanes, b'+') | equals_byte(lanes, b'=') | equals_byte(lanes, b' ');
        // A slash stands before the digits; tab to carriage return, but for the vertical tab.
        let space = within(lanes, b'\t', b'\r') & !equals_byte(lanes, 0x0b);
        !(letter | within(lanes, b'/', b'9') | sign | space)
    };
    let whole = position(bytes, is_other).unwrap_or(bytes.len());
    let start =
        |at: usize| memrchr(b'\n', bytes.get(..at).unwrap_or_default()).map_or(0, |nl| nl + 1);
    let whole = if whole < bytes.len() {
        start(whole)
    } else {
        whole
    };
    let lines = bytes.get(..whole).unwrap_or_default();
    // A footer of plain words, `see the list page`, looks like base64; but padding ends the data.
    let padding = memchr_iter(b'=', lines).find_map(|sign| {
        let rest = lines.get(sign + 1..)?;
        let end = memchr(b'\n', rest).map_or(rest.len(), |nl| nl + 1);
        let is_last = rest.get(..end)?.trim_ascii().is_empty();
        is_last.then_some(sign + 1 + end)
    });
    padding.unwrap_or(whole)
}

/// CRLF made LF, and whether there was any.
pub(super) fn unix_lines(text: Cow<'_, str>) -> (String, bool) {
    // Nearly every text has none, and needs no walk through its lines.
    if memchr(b'\r', text.as_bytes()).is_none() {
        return (text.into_owned(), false);
    }
    let mut out = String::with_capacity(text.len());
    let mut seen = false;
    for line in whole_lines(&text) {
        // A lone CR stays: it may be part of a file that the patch changes.
        match line.strip_suffix("\r\n") {
            Some(bare) => {
                out.push_str(bare);
                out.push('\n');
                seen = true;
            }
            None => out.push_str(line),
        }
    }
    (out, seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, transfer: Transfer) -> String {
        String::from_utf8(decode(text.as_bytes(), transfer).0.into_owned()).unwrap()
    }

    #[test]
    fn quoted_printable_joins_soft_breaks_and_keeps_blanks() {
        assert_eq!(plain("a=3Db=\n c=20\n \n", Transfer::Quoted), "a=b c \n \n");
        assert_eq!(plain("a= \t\nb", Transfer::Quoted), "ab");
        assert_eq!(plain("a=zz=", Transfer::Quoted), "a=zz");
        assert_eq!(plain("é=C3=A9", Transfer::Quoted), "éé");
    }

    #[test]
    fn base64_stops_at_a_footer_in_the_clear() {
        let (bytes, whole) = base64(b"aGVsbG8K\n______\nlist footer\n");
        assert_eq!(bytes, b"hello\n______\nlist footer\n");
        assert!(!whole);
        assert_eq!(base64(b"aGVs\nbG8=\n\n"), (b"hello".to_vec(), true));
    }

    proptest::proptest! {
        #[test]
        fn base64_ends_where_a_line_is_none_or_is_padded(text in "([A-Za-z0-9+/=_-]{0,20}[ \\t\\r\\x0b=]?\\n?){0,6}") {
            let is_one = |b: u8| b.is_ascii_alphanumeric() || b.is_ascii_whitespace() || matches!(b, b'+' | b'/' | b'=');
            let mut end = 0;
            for line in text.split_inclusive('\n') {
                if !line.bytes().all(is_one) {
                    break;
                }
                end += line.len();
                if line.trim_ascii_end().ends_with('=') {
                    break;
                }
            }
            proptest::prop_assert_eq!(base64_end(text.as_bytes()), end);
        }
    }

    #[test]
    fn base64_without_padding_is_read() {
        assert_eq!(base64(b"aGVsbG8"), (b"hello".to_vec(), true));
        assert_eq!(base64(b"aGVsb"), (b"hel".to_vec(), false));
    }

    #[test]
    fn names_of_encodings_are_read_loosely() {
        assert_eq!(Transfer::named(" Base64 "), Transfer::Base64);
        assert_eq!(Transfer::named("quoted-printable; x"), Transfer::Quoted);
        assert_eq!(Transfer::named("8bit "), Transfer::Plain);
    }

    #[test]
    fn carriage_returns_inside_a_line_stay() {
        assert_eq!(unix_lines("a\r\nb\rc\n".into()), ("a\nb\rc\n".into(), true));
    }
}
