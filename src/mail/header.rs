//! The header block: where it ends, its fields, and the few of them that the model needs.
//!
//! mailparse reads headers too, but decodes and copies each; at a hundred fields a mail that is
//! most of the time a load takes. Here fields stay slices, and only those asked for are decoded.

use std::borrow::Cow;

use memchr::memchr;

use crate::source::Framing;

use super::charset;
use super::words::decode_words;
use crate::text::{Ends, ends, is, lines, position, within};

/// More than this of a header block is not read.
const HEADER_LIMIT: usize = 1 << 20;

/// One field, as it stands in the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field<'a> {
    /// The name, as written.
    pub(super) name: &'a [u8],
    /// Everything behind the colon, folds included.
    pub(super) value: &'a [u8],
}

/// A mail cut in two.
#[derive(Debug, Default)]
pub(super) struct Mail<'a> {
    /// Its fields, in order.
    pub(super) fields: Vec<Field<'a>>,
    /// Everything behind the first empty line; all of it where there are no fields.
    pub(super) body: &'a [u8],
    /// Whether header lines end in CRLF, as they do in a file saved from the wire.
    pub(super) crlf: bool,
    /// What is odd about the block.
    pub(super) odd: Option<&'static str>,
}

/// Cuts a mail into fields and body.
///
/// A line that is no field and continues none is passed over if a field or the end follows
/// it (a fold that lost its blank); otherwise the body begins there, as git and Python have it.
///
/// Of the fields those are kept whose names `is_wanted`; a mail has a hundred of them.
pub(super) fn split(bytes: &[u8], framing: Framing, is_wanted: impl Fn(&[u8]) -> bool) -> Mail<'_> {
    let whole = Mail {
        body: bytes,
        ..Mail::default()
    };
    if framing == Framing::BodyOnly {
        return whole;
    }
    let mut mail = Mail {
        fields: Vec::with_capacity(32),
        ..Mail::default()
    };
    let mut has_fields = false;
    let mut rest = bytes;
    let mut ends = ends(bytes);
    while !rest.is_empty() {
        if let [b'\n', body @ ..] | [b'\r', b'\n', body @ ..] = rest {
            rest = body;
            break;
        }
        let end = field_end(bytes, &mut ends) - (bytes.len() - rest.len());
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        if let Some(field) = as_field(rest, end) {
            if bytes.len() - rest.len() < HEADER_LIMIT {
                if field.value.len() > HEADER_LIMIT {
                    mail.odd = Some("a header over 1 MB, cut there");
                }
                if is_wanted(field.name) {
                    mail.fields.push(field.cut());
                }
                has_fields = true;
                mail.crlf |= line.ends_with(b"\r\n");
            } else {
                mail.odd = Some("header block over 1 MB, the rest of it not read");
            }
        } else if !is_separator(line) {
            if !ends_or_goes_on(after) {
                mail.odd = Some("no empty line between headers and body");
                break;
            }
            mail.odd = Some("a header line without a colon");
        }
        rest = after;
    }
    if !has_fields {
        return whole;
    }
    mail.body = rest;
    mail
}

/// The `From ` line of an mbox, sometimes left in front of the headers or quoted among them.
fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

fn ends_or_goes_on(after: &[u8]) -> bool {
    let next = || as_field(after, field_end(after, &mut ends(after)));
    matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]) || next().is_some()
}

/// Where the field that comes next ends, the lines that continue it included; `ends` gives the
/// line feeds behind its beginning.
fn field_end(bytes: &[u8], ends: &mut Ends<'_>) -> usize {
    for end in ends {
        if !matches!(bytes.get(end + 1), Some(b' ' | b'\t')) {
            return end + 1;
        }
    }
    bytes.len()
}

/// The field that some bytes begin with, as far as `end`. RFC 5322 §2.2: printable ASCII up to a
/// colon; §4.5 allows blanks before it.
fn as_field(bytes: &[u8], end: usize) -> Option<Field<'_>> {
    let ends_name = |lanes| !within(lanes, b'!', b'~') | is(lanes, b':');
    // No line feed is part of a name: that the bytes go on behind the field does no harm.
    let name = position(bytes, ends_name)?;
    let (name, rest) = bytes.get(..end)?.split_at_checked(name)?;
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    (!name.is_empty()).then_some(Field { name, value })
}

/// Whether some bytes begin with a field.
pub(super) fn begins_with_field(bytes: &[u8]) -> bool {
    as_field(bytes, field_end(bytes, &mut ends(bytes))).is_some()
}

impl<'a> Field<'a> {
    fn cut(self) -> Self {
        Self {
            value: self.value.get(..HEADER_LIMIT).unwrap_or(self.value),
            ..self
        }
    }

    /// Whether it bears that name, letter case aside.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value on one line, charset settled, encoded words left alone.
    pub(super) fn unfolded(&self) -> Cow<'a, str> {
        let value = self.value.trim_ascii();
        let text = charset::of_header(value);
        if memchr(b'\n', value).is_none() {
            return text;
        }
        let mut joined = String::with_capacity(text.len());
        for line in lines(&text) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(line.trim_start());
        }
        Cow::Owned(joined)
    }

    /// The value as a reader wants it: on one line, decoded, blanks squeezed.
    pub(super) fn text(&self) -> String {
        decoded(&self.unfolded())
    }
}

/// Decodes the words of a text and squeezes its blanks.
pub(super) fn decoded(text: &str) -> String {
    if text.contains("=?") {
        squeezed(&decode_words(text)).into_owned()
    } else {
        squeezed(text).into_owned()
    }
}

/// The text with every run of white space made one blank, and none at the ends.
pub(super) fn squeezed(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    let mut before = b'x';
    let even = trimmed.bytes().all(|b| {
        let again = b == b' ' && before == b' ';
        before = b;
        !again && matches!(b, b' '..=b'~')
    });
    if even {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    for word in trimmed.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Every header of a mail, decoded and unfolded, in order: name as written, value.
pub fn headers(bytes: &[u8], framing: Framing) -> Vec<(String, String)> {
    split(bytes, framing, |_| true)
        .fields
        .iter()
        .map(|f| (charset::guess(f.name).into_owned(), f.text()))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_header_of_megabytes_is_cut() {
        let long = format!("Subject: {}\nFrom: a@b\n\ntext", "x".repeat(3 << 20));
        let mail = split(long.as_bytes(), Framing::Plain, |_| true);
        assert_eq!(
            mail.odd,
            Some("header block over 1 MB, the rest of it not read")
        );
        assert_eq!(mail.fields[0].value.len(), HEADER_LIMIT);
        assert_eq!(mail.body, b"text");
        let last = format!("Subject: {}\n\ntext", "x".repeat(3 << 20));
        let odd = split(last.as_bytes(), Framing::Plain, |_| true).odd;
        assert_eq!(odd, Some("a header over 1 MB, cut there"));
    }

    fn names(mail: &str) -> (Vec<String>, String) {
        let cut = split(mail.as_bytes(), Framing::Plain, |_| true);
        let names = cut
            .fields
            .iter()
            .map(|f| charset::guess(f.name).into_owned())
            .collect();
        (names, charset::guess(cut.body).into_owned())
    }

    #[test]
    fn the_first_empty_line_ends_the_headers() {
        let (fields, body) = names("A: 1\r\nB: 2\r\n\r\nC: 3\n");
        assert_eq!(fields, ["A", "B"]);
        assert_eq!(body, "C: 3\n");
    }

    #[test]
    fn folds_become_one_blank() {
        let all = headers(b"Subject: a\n \t b\n  c  d\n\n", Framing::Plain);
        assert_eq!(all, [("Subject".to_owned(), "a b c d".to_owned())]);
    }

    #[test]
    fn eight_bit_headers_are_utf8_or_windows_1252() {
        assert_eq!(headers(b"A: \xc3\xa9\n", Framing::Plain)[0].1, "é");
        assert_eq!(headers(b"A: \xe9\x80\n", Framing::Plain)[0].1, "é€");
    }

    #[test]
    fn separator_lines_among_headers_are_passed_over() {
        assert_eq!(names("From a@b Tue May 11\n>From c\nA: 1\n\nb").0, ["A"]);
    }

    #[test]
    fn a_fold_without_its_blank_is_passed_over() {
        let (fields, body) = names("References: <a@b>\n<c@d>\nSubject: x\n\nhello\n");
        assert_eq!(fields, ["References", "Subject"]);
        assert_eq!(body, "hello\n");
    }

    #[test]
    fn a_body_without_an_empty_line_before_it_is_found() {
        let (fields, body) = names("Subject: x\nHello there,\nthis is text.\n");
        assert_eq!(fields, ["Subject"]);
        assert_eq!(body, "Hello there,\nthis is text.\n");
    }

    #[test]
    fn text_without_headers_is_all_body() {
        assert_eq!(names("just text\n\nmore\n").1, "just text\n\nmore\n");
        assert_eq!(
            split(b"A: 1\n\nb", Framing::BodyOnly, |_| true).body,
            b"A: 1\n\nb"
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_cut_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            headers(&bytes, Framing::Plain);
        }

        #[test]
        fn the_body_is_always_a_tail(text in "(A: b\r?\n| c\n|junk\n|\n|From x\n){0,12}") {
            prop_assert!(text.as_bytes().ends_with(split(text.as_bytes(), Framing::Plain, |_| true).body));
        }
    }
}
