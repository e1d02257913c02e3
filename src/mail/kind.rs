//! The few words of a Content-Type that bear on how a text is read.

use mailparse::ParsedContentType;

/// A Content-Type, as far as it bears on how a text is read.
#[derive(Clone, Copy, Default)]
pub(super) struct MailKind<'a> {
    pub(super) mimetype: &'a str,
    pub(super) charset: Option<&'a str>,
    format: Option<&'a str>,
    pub(super) delsp: Option<&'a str>,
}

impl<'a> MailKind<'a> {
    pub(super) fn of(parsed: &'a ParsedContentType) -> Self {
        let named = |name| parsed.params.get(name).map(String::as_str);
        Self {
            mimetype: &parsed.mimetype,
            charset: named("charset"),
            format: named("format"),
            delsp: named("delsp"),
        }
    }

    /// Plain text with nothing said but its charset, as nine of ten mails are: lists and maps
    /// would take longer than the header. None for any other.
    pub(super) fn usual(header: &'a str) -> Option<Self> {
        let header = header.trim();
        // RFC 2045 §5.2: no Content-Type means plain text in US-ASCII.
        if header.is_empty() {
            return Some(Self::default());
        }
        let plain = Self {
            mimetype: "text/plain",
            ..Self::default()
        };
        let rest = behind(header, "text/plain")?;
        if rest.is_empty() {
            return Some(plain);
        }
        let value = behind(rest.strip_prefix(';')?.trim_start(), "charset=")?;
        // `charset=utf-8` and `charset="utf-8"`; a comment or a second parameter goes the long way.
        let inner = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        let charset = inner.unwrap_or(value);
        let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        let fits = !charset.is_empty() && charset.bytes().all(is_word);
        fits.then_some(Self {
            charset: Some(charset),
            ..plain
        })
    }

    pub(super) fn is_flowed(&self) -> bool {
        self.format
            // RFC 3676 §4 has it for text/plain alone: on `text/x-patch` it would join lines of a
            // diff.
            .filter(|_| matches!(self.mimetype, "" | "text/plain"))
            .is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
    }
}

/// Returns the text behind a beginning, letter case aside.
fn behind<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

#[cfg(test)]
mod tests {
    use mailparse::parse_content_type;

    use super::MailKind;

    #[test]
    fn the_usual_kinds_are_read_as_all_others_are() {
        for header in [
            "",
            " text/plain",
            "Text/Plain; charset=UTF-8",
            "text/plain;charset=\"us-ascii\"",
            "text/plain; charset=utf-8; format=flowed",
            "text/plain; charset",
            "text/plainer",
            "text/plain; charset=\"a;b\"",
            "text/html",
            "text/plain ; charset=x",
        ] {
            let parsed = parse_content_type(header);
            let Some(usual) = MailKind::usual(header) else {
                continue;
            };
            let other = MailKind::of(&parsed);
            assert_eq!(usual.mimetype, other.mimetype, "{header}");
            assert_eq!(usual.charset, other.charset, "{header}");
        }
    }
}
