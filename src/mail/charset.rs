//! From bytes to text: the declared charset where it fits, UTF-8 and then windows-1252 otherwise.

mod escaped;

use std::borrow::Cow;

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mailparse::ParsedContentType;
use mailparse::body::Body as Encoded;

use self::escaped::Escaped;
use super::transfer::unix_lines;

/// Decodes text of an unknown or undeclared charset: UTF-8, and windows-1252 where it is not that.
pub(super) fn guess(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // Other text is hardly ever valid UTF-8; windows-1252 gives every byte a character.
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Decodes a header, which has no label: most are ASCII or UTF-8, and what mailers in Japan and
/// Korea wrote as it is has escapes (RFC 1468 and 1557) that no other header has.
pub(super) fn of_header(bytes: &[u8]) -> Cow<'_, str> {
    let escaped = Escaped::of_header(bytes).and_then(|kind| kind.decode(bytes));
    match escaped {
        Some((text, true)) => Cow::Owned(text),
        _ => guess(bytes),
    }
}

/// Whether two labels name one charset.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || {
        let one = Charset::named(clean(one));
        one.is_some() && one == Charset::named(clean(other))
    }
}

/// Bytes within which a NUL says that a file is no text, as git has it.
const PROBED: usize = 8000;

/// The text of a file, its line ends made `\n`; none where it is no text.
pub fn text_of(bytes: &[u8]) -> Option<String> {
    // UTF-16 is full of NUL bytes, so its mark is looked for first.
    let probed = bytes.get(..PROBED).unwrap_or(bytes);
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None if probed.contains(&0) => return None,
        None => guess(bytes),
    };
    Some(unix_lines(text).0)
}

/// Decodes by a declared label; the label is believed only where every byte fits it.
///
/// The second value says whether it was.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&str>) -> (Cow<'a, str>, bool) {
    // The usual labels need no registry.
    let is = |known| label.is_some_and(|label| label.eq_ignore_ascii_case(known));
    if (is("utf-8") || (is("us-ascii") && bytes.is_ascii()))
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), true);
    }
    let Some(label) = label.map(clean).filter(|l| !l.is_empty()) else {
        return (guess(bytes), true);
    };
    // Also `unicode-1-1-utf-7`, the name before RFC 2152.
    if label.to_ascii_lowercase().ends_with("utf-7") {
        return (
            decode_utf7(bytes).map_or_else(|| guess(bytes), Cow::Owned),
            true,
        );
    }
    let encoding = match Charset::named(label) {
        Some(Charset::Fixed(encoding)) => encoding,
        Some(Charset::Escaped(kind)) => {
            return kind.decode(bytes).map_or_else(
                || (guess(bytes), false),
                |(text, whole)| (Cow::Owned(text), whole),
            );
        }
        None => {
            // `unknown-8bit` (RFC 1428) says honestly that nobody knows; `charset=yes` is a label
            // gone wrong.
            let known = is_ascii_label(label) || label.eq_ignore_ascii_case("unknown-8bit");
            return (guess(bytes), known || bytes.is_ascii());
        }
    };
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), true);
    }
    // A patch is mostly ASCII, which reads the same under nearly every label, and right under a
    // wrong one.
    if encoding.is_ascii_compatible() && bytes.is_ascii() {
        return (guess(bytes), true);
    }
    // The registry reads "us-ascii" as windows-1252; in mail, 8-bit text under that label is
    // mostly UTF-8 that nobody declared.
    if is_ascii_label(label) {
        return (guess(bytes), false);
    }
    let (encoding, bytes) = without_mark(encoding, bytes);
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (text, true),
        None => (guess(bytes), false),
    }
}

/// The mark of the byte order is of the encoding and not of the text, and it decides which of the
/// two is meant (RFC 2781 §4.3).
fn without_mark<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (&'static Encoding, &'a [u8]) {
    if ![UTF_16LE, UTF_16BE].contains(&encoding) {
        return (encoding, bytes);
    }
    let marked = Encoding::for_bom(bytes);
    let rest = marked.and_then(|(marked, length)| Some((marked, bytes.get(length..)?)));
    rest.unwrap_or((encoding, bytes))
}

/// UTF-7 (RFC 2152): no charset of the web, so `encoding_rs` lacks it; mailparse has it.
fn decode_utf7(bytes: &[u8]) -> Option<String> {
    let kind = ParsedContentType {
        charset: "utf-7".to_owned(),
        ..ParsedContentType::default()
    };
    match Encoded::new(bytes, &kind, &None) {
        Encoded::SevenBit(text) | Encoded::EightBit(text) => text.get_as_string().ok(),
        Encoded::Base64(_) | Encoded::QuotedPrintable(_) | Encoded::Binary(_) => None,
    }
}

/// A label without the quotes and the language that mailers leave on it (RFC 2231 §5).
fn clean(label: &str) -> &str {
    let bare = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';'));
    bare.split_once('*').map_or(bare, |(charset, _)| charset)
}

/// Pieces of labels, and the label that the registry has for such. The first row that fits counts.
const KINDS: [(&str, &str); 19] = [
    ("gb18030", "gb18030"),
    // GB2312 is read as GBK, which contains it: Chinese mailers write that label for both.
    ("gb2312", "gbk"),
    ("gbk", "gbk"),
    ("euccn", "gbk"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("big5", "big5"),
    ("cp950", "big5"),
    ("eucjp", "euc-jp"),
    ("sjis", "shift_jis"),
    ("shiftjis", "shift_jis"),
    ("cp932", "shift_jis"),
    ("euckr", "euc-kr"),
    ("ksc5601", "euc-kr"),
    ("cp949", "euc-kr"),
    ("koi8u", "koi8-u"),
    ("koi8", "koi8-r"),
    ("utf8", "utf-8"),
    ("latin1", "iso-8859-1"),
];

/// Families whose members have numbers: the piece of a label, and the registry's text before the
/// number.
const NUMBERED: [(&str, &str); 6] = [
    ("8859", "iso-8859-"),
    ("windows", "windows-"),
    ("win", "windows-"),
    // `cp-1251`; what is no windows charset, `cp950`, was found above.
    ("cp", "windows-"),
    ("ibm", "ibm"),
    ("latin", "latin"),
];

/// The charset that a label names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Charset {
    /// Each byte means the same wherever it stands.
    Fixed(&'static Encoding),
    Escaped(Escaped),
}

impl Charset {
    /// The charset with a label: as the registry has it, or as mailers write it
    /// (`eucgb2312_cn`, `iso8859_15`, `cp-1251`).
    fn named(label: &str) -> Option<Self> {
        // ISO-2022-JP is read here, as the registry's decoder refuses what mail has of it.
        if let Some(encoding) = registered(label).filter(|known| *known != ISO_2022_JP) {
            return Some(Self::Fixed(encoding));
        }
        let squeezed = squeezed(label);
        if let Some(kind) = Escaped::labelled(&squeezed) {
            return Some(Self::Escaped(kind));
        }
        let kind = KINDS.iter().find(|(written, _)| squeezed.contains(written));
        let known = kind.and_then(|(_, known)| registered(known));
        let numbered = |&(written, known): &(&str, &str)| {
            let (_, number) = squeezed.split_once(written)?;
            registered(&format!("{known}{number}"))
        };
        let found = known.or_else(|| NUMBERED.iter().find_map(numbered));
        found.map(Self::Fixed)
    }
}

fn registered(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label_no_replacement(label.as_bytes())
}

/// The letters and digits of a label, in lower case.
fn squeezed(label: &str) -> String {
    let kept = label.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

fn is_ascii_label(label: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"]
        .iter()
        .any(|ascii| label.eq_ignore_ascii_case(ascii))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitting_declaration_is_used() {
        assert_eq!(
            decode(b"caf\xe9", Some("ISO-8859-1")),
            ("café".into(), true)
        );
        assert_eq!(decode(b"\xc4\xe3", Some("\"gb2312\"")), ("你".into(), true));
        assert_eq!(decode(b"a +AOk-", Some("UTF-7")).0, "a é");
        assert_eq!(decode(b"\x1b$B$\"\x1b(B", Some("iso-2022-jp")).0, "あ");
    }

    #[test]
    fn labels_are_known_as_mailers_write_them() {
        for (label, bytes, text) in [
            ("eucgb2312_cn", &b"\xc4\xe3"[..], "你"),
            ("EUC-CN", b"\xc4\xe3", "你"),
            ("x-gb18030-2000", b"\xc4\xe3", "你"),
            ("big5_hkscs", b"\xa7A", "你"),
            ("eucJP-ms", b"\xa4\xa2", "あ"),
            ("cp932", b"\x82\xa0", "あ"),
            ("KS_C_5601_1992", b"\xb0\xa1", "가"),
            ("iso8859_15", b"\xa4", "€"),
            ("8859_5", b"\xb6", "Ж"),
            ("cp-1251", b"\xc6", "Ж"),
            ("win1251", b"\xc6", "Ж"),
            ("koi8r", b"\xf6", "Ж"),
            ("Latin_2", b"\xb1", "ą"),
            ("utf8mb4", "é".as_bytes(), "é"),
            ("hz-gb-2312", b"~{Dc~}", "你"),
            ("iso-2022-kr", b"\x1b$)C\x0e0!\x0f", "가"),
            ("CP50221", b"\x1b$B$\"\x1b(B", "あ"),
        ] {
            assert_eq!(decode(bytes, Some(label)), (text.into(), true), "{label}");
        }
    }

    #[test]
    fn two_labels_can_name_one_charset() {
        assert!(is_same("utf-8", "UTF8") && is_same("iso-2022-jp*ja", "ISO-2022-JP"));
        assert!(is_same("nonsense", "Nonsense") && is_same("gb2312", "eucgb2312_cn"));
        assert!(!is_same("nonsense", "other") && !is_same("iso-2022-jp", "iso-2022-kr"));
    }

    #[test]
    fn what_does_not_fit_is_guessed() {
        assert_eq!(decode(b"caf\xe9", Some("utf-8")), ("café".into(), false));
        assert_eq!(
            decode("é".as_bytes(), Some("us-ascii")),
            ("é".into(), false)
        );
        assert_eq!(decode("é".as_bytes(), Some("yes")), ("é".into(), false));
        assert_eq!(decode("é".as_bytes(), None), ("é".into(), true));
        assert_eq!(
            decode("é".as_bytes(), Some("unknown-8bit")),
            ("é".into(), true)
        );
    }

    #[test]
    fn the_mark_of_a_byte_order_is_no_text() {
        for bytes in [b"\xff\xfea\0".as_slice(), b"\xfe\xff\0a"] {
            assert_eq!(decode(bytes, Some("utf-16")), ("a".into(), true));
        }
        assert_eq!(decode(b"\0a", Some("utf-16be")).0, "a");
    }

    #[test]
    fn a_nul_byte_stays() {
        assert_eq!(decode(b"a\0b", None).0, "a\0b");
    }
}
