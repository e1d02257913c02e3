//! The header block: where it ends, its fields, and the few of them that the model needs.
//!
//! mailparse reads headers too, but decodes and copies each; at a hundred fields a mail that is
//! most of the time a load takes. Here fields stay slices, and only those asked for are decoded.

use std::borrow::Cow;

use memchr::memchr;

use crate::source::Framing;

use super::charset;
use super::words::decode_words;
use crate::text::{Ends, equals_byte, line_ends, lines, position, within};

/// Bytes of a header block that are read.
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
    /// A warning about the block.
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
    // A bare diff: `Index: a.c` would be taken for a field.
    if framing == Framing::BodyOnly {
        return whole;
    }
    let mut mail = Mail {
        fields: Vec::with_capacity(32),
        ..Mail::default()
    };
    let mut has_fields = false;
    let mut rest = bytes;
    let mut ends = line_ends(bytes);
    while !rest.is_empty() {
        // RFC 5322 §2.1: the first empty line ends the headers.
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
            // A mailer folded `References:` and lost the blank before the second line.
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
    // `formail` and old spools leave it there, and mboxrd quotes it as it does every other.
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

fn ends_or_goes_on(after: &[u8]) -> bool {
    let next = || as_field(after, field_end(after, &mut line_ends(after)));
    matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]) || next().is_some()
}

/// Returns where the next field ends, the lines that continue it included; `ends` gives the
/// line feeds behind its beginning.
fn field_end(bytes: &[u8], ends: &mut Ends<'_>) -> usize {
    for end in ends {
        // RFC 5322 §2.2.3: a line that begins with a blank continues the field.
        if !matches!(bytes.get(end + 1), Some(b' ' | b'\t')) {
            return end + 1;
        }
    }
    bytes.len()
}

/// The field that some bytes begin with, as far as `end`. RFC 5322 §2.2: printable ASCII up to a
/// colon; §4.5 allows blanks before it.
fn as_field(bytes: &[u8], end: usize) -> Option<Field<'_>> {
    let ends_name = |lanes| !within(lanes, b'!', b'~') | equals_byte(lanes, b':');
    // No line feed is part of a name: that the bytes go on behind the field does no harm.
    let name = position(bytes, ends_name)?;
    let (name, rest) = bytes.get(..end)?.split_at_checked(name)?;
    // `Subject : x`: only these blanks are allowed, so `From here: x` is no field.
    let value = rest.trim_ascii_start().strip_prefix(b":")?;
    (!name.is_empty()).then_some(Field { name, value })
}

/// Whether some bytes begin with a field.
pub(super) fn begins_with_field(bytes: &[u8]) -> bool {
    as_field(bytes, field_end(bytes, &mut line_ends(bytes))).is_some()
}

impl<'a> Field<'a> {
    fn cut(self) -> Self {
        Self {
            value: self.value.get(..HEADER_LIMIT).unwrap_or(self.value),
            ..self
        }
    }

    /// Whether it bears that name, letter case aside.
    pub(super) fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// The value on one line, charset settled, encoded words left alone.
    pub(super) fn unfolded(&self) -> Cow<'a, str> {
        let value = self.value.trim_ascii();
        let text = charset::of_header(value);
        // Most fields have one line, which needs no copy.
        if memchr(b'\n', value).is_none() {
            return text;
        }
        let mut joined = String::with_capacity(text.len());
        for line in lines(&text) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            // RFC 2047 §2: an encoded word has no white space in it, so no fold is within one.
            joined.push_str(line.trim_start());
        }
        Cow::Owned(joined)
    }

    /// The value as a reader wants it: on one line, decoded, blanks squeezed.
    pub(super) fn decoded_text(&self) -> String {
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
    // Nearly every value has single blanks already and is not copied. Looked at to the end: so many
    // bytes are looked at together.
    let any = |any: u8, is_one| any | u8::from(is_one);
    let odd = trimmed.bytes().map(|b| !matches!(b, b' '..=b'~'));
    let pairs = trimmed.bytes().zip(trimmed.bytes().skip(1));
    let wide = pairs.map(|pair| pair == (b' ', b' '));
    if odd.chain(wide).fold(0, any) == 0 {
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
        .map(|f| (charset::guess(f.name).into_owned(), f.decoded_text()))
        .collect()
}

#[cfg(test)]
mod tests;
