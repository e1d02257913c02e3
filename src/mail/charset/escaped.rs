//! Charsets that keep to seven bits and switch between sets of characters on their way:
//! ISO-2022-JP, -KR and -CN (RFC 1468, 1557, 1922), and HZ (RFC 1843).
//!
//! `encoding_rs` has what the web reads: the first of them, and that strictly.

use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP};
use memchr::memchr;

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// A charset of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Escaped {
    Japanese,
    Korean,
    Chinese,
    Hz,
}

impl Escaped {
    /// The one with a label, which has only lower-case letters and digits.
    pub(super) fn labelled(squeezed: &str) -> Option<Self> {
        let is = |start| squeezed.starts_with(start);
        if is("iso2022jp") || is("csiso2022jp") || is("cp5022") {
            Some(Self::Japanese)
        } else if is("iso2022kr") || is("csiso2022kr") {
            Some(Self::Korean)
        } else if is("iso2022cn") {
            Some(Self::Chinese)
        } else {
            (is("hzgb2312") || squeezed == "hz").then_some(Self::Hz)
        }
    }

    /// The one that a header without any label is in, by the escape that begins its characters.
    pub(super) fn of_header(bytes: &[u8]) -> Option<Self> {
        match bytes.get(memchr(ESCAPE, bytes)? + 1..)? {
            [b'$', b'B' | b'@', ..] => Some(Self::Japanese),
            [b'$', b')', b'C', ..] => Some(Self::Korean),
            _ => None,
        }
    }

    /// Decodes bytes and replaces those that cannot be read. The second value says that none were.
    ///
    /// `None` where bytes have eight bits: it is something else under this name.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<(String, bool)> {
        if !bytes.is_ascii() {
            return None;
        }
        let (plain, encoding): (_, &Encoding) = match self {
            Self::Japanese => (without_idle_escapes(bytes), ISO_2022_JP),
            Self::Korean => (unshifted(bytes), EUC_KR),
            Self::Chinese => (unshifted(bytes), GBK),
            Self::Hz => (untilded(bytes), GBK),
        };
        let (text, broken) = encoding.decode_without_bom_handling(&plain);
        Some((text.into_owned(), !broken))
    }
}

/// The bytes without escapes that another one follows at once, as it stands wherever two encoded
/// words meet: the first goes back to ASCII, the second leaves it again. The web takes this for an
/// attack (`encoding_rs` does), mail is full of it.
fn without_idle_escapes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = match rest {
            // `ESC ( B ESC $ B`: back to ASCII for no character at all.
            [ESCAPE, b'$' | b'(', _, next @ ..] if next.first() == Some(&ESCAPE) => next,
            _ => {
                out.push(*first);
                after
            }
        };
    }
    out
}

/// Characters between SHIFT OUT and SHIFT IN get their eighth bit, as EUC writes them; a line
/// begins in ASCII. What `ESC $ )` designates is known from the label.
fn unshifted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut high = 0;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            SHIFT_OUT => high = 0x80,
            SHIFT_IN => high = 0,
            // `ESC $ ) C` at the beginning of a text, and of each line that has such characters
            // (-CN).
            ESCAPE if matches!(after, [b'$', b')', _, ..]) => {
                rest = after.get(3..).unwrap_or_default();
            }
            // RFC 1557 and 1922: a line begins in ASCII, so that one damaged line spoils no other.
            b'\n' => {
                high = 0;
                out.push(byte);
            }
            b'!'..=b'~' => out.push(byte | high),
            _ => out.push(byte),
        }
    }
    out
}

/// Gives characters between `~{` and `~}` their eighth bit. In ASCII `~~` is the sign itself,
/// and `~` joins a line to the next.
fn untilded(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut high = false;
    loop {
        rest = match rest {
            [] => return out,
            [b'~', b'{', tail @ ..] => {
                high = true;
                tail
            }
            [b'~', b'}', tail @ ..] => {
                high = false;
                tail
            }
            // By pairs, as the second byte of a character can be a tilde.
            [first @ b'!'..=b'}', second @ b'!'..=b'~', tail @ ..] if high => {
                out.extend([first | 0x80, second | 0x80]);
                tail
            }
            [b'~', b'\n', tail @ ..] => tail,
            [b'~', b'~', tail @ ..] | [b'~', tail @ ..] => {
                out.push(b'~');
                tail
            }
            [byte, tail @ ..] => {
                // RFC 1843: a line begins in ASCII.
                high &= *byte != b'\n';
                out.push(*byte);
                tail
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(label: &str, bytes: &[u8]) -> (String, bool) {
        Escaped::labelled(label).unwrap().decode(bytes).unwrap()
    }

    #[test]
    fn characters_stand_between_escapes_shifts_or_tildes() {
        let whole = |text: &str| (text.to_owned(), true);
        assert_eq!(read("iso2022jp", b"a\x1b$B$\"\x1b(Bz"), whole("aあz"));
        assert_eq!(read("iso2022kr", b"\x1b$)Ca\x0e0!\x0fz"), whole("a가z"));
        assert_eq!(read("iso2022cn", b"\x1b$)A\x0eDc\x0f"), whole("你"));
        assert_eq!(read("hzgb2312", b"a~~~{Dc~}~\nz"), whole("a~你z"));
    }

    #[test]
    fn an_escape_that_does_nothing_is_passed_over() {
        let joined = b"\x1b$B$\"\x1b(B\x1b$B$$\x1b(B";
        assert_eq!(read("iso2022jp", joined).0, "あい");
    }

    #[test]
    fn a_line_begins_in_ascii() {
        assert_eq!(read("iso2022kr", b"\x0e0!\nab").0, "가\nab");
        assert_eq!(read("hz", b"~{Dc\nab").0, "你\nab");
    }

    #[test]
    fn what_cannot_be_read_is_replaced_and_eight_bits_are_something_else() {
        let (text, whole) = read("iso2022jp", b"\x1b$B$\"\x7f\x7f\x1b(Bz");
        assert!(text.starts_with('あ') && text.ends_with('z') && !whole);
        assert_eq!(Escaped::Japanese.decode("é".as_bytes()), None);
        assert_eq!(Escaped::labelled("utf8"), None);
    }

    #[test]
    fn a_header_without_a_label_is_known_by_its_escape() {
        assert_eq!(Escaped::of_header(b"a \x1b$B$\""), Some(Escaped::Japanese));
        assert_eq!(Escaped::of_header(b"\x1b$)C\x0e0!"), Some(Escaped::Korean));
        assert_eq!(Escaped::of_header(b"\x1b[31m red"), None);
    }
}
