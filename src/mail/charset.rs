//! From bytes to text: the declared charset where it fits, UTF-8 and then windows-1252 otherwise.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mailparse::ParsedContentType;
use mailparse::body::Body as Encoded;

/// Text of unknown or undeclared charset: UTF-8, and windows-1252 where it is not that.
pub(super) fn guess(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
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
    if label.to_ascii_lowercase().ends_with("utf-7") {
        return (utf7(bytes).map_or_else(|| guess(bytes), Cow::Owned), true);
    }
    let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) else {
        let known = is_ascii_label(label) || label.eq_ignore_ascii_case("unknown-8bit");
        return (guess(bytes), known || bytes.is_ascii());
    };
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), true);
    }
    if encoding.is_ascii_compatible() && bytes.is_ascii() {
        return (guess(bytes), true);
    }
    // The registry reads "us-ascii" as windows-1252; in mail, 8-bit text under that label is
    // mostly UTF-8 that nobody declared.
    if is_ascii_label(label) {
        return (guess(bytes), false);
    }
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => (text, true),
        None => (guess(bytes), false),
    }
}

/// UTF-7 (RFC 2152): no charset of the web, so `encoding_rs` lacks it; mailparse has it.
fn utf7(bytes: &[u8]) -> Option<String> {
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
    fn a_nul_byte_stays() {
        assert_eq!(decode(b"a\0b", None).0, "a\0b");
    }
}
