//! Parts of a mail that a search can keep to, with the names that public-inbox has for them.

use crate::patch::diff;
use crate::text::lines;

/// Where a pattern is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchField {
    /// In all lines of the text (`b:`).
    #[default]
    Body,
    /// In lines that are not quoted (`nq:`).
    NotQuoted,
    /// In lines that a diff takes away, its a side (`dfa:`).
    Removed,
    /// In lines that a diff adds, its b side (`dfb:`).
    Added,
    /// In lines that a diff keeps (`dfctx:`).
    Kept,
    /// Behind the `@@` of a hunk, where git names the function (`dfhh:`).
    Heading,
    /// In the recipients (`t:`).
    To,
    /// In the recipients of a copy (`c:`).
    Cc,
}

/// Every field by its prefix.
pub const FIELDS: [(&str, SearchField); 8] = [
    ("b", SearchField::Body),
    ("nq", SearchField::NotQuoted),
    // The a side of a diff is what it takes away: public-inbox and lei mean that by `dfa:`.
    ("dfa", SearchField::Removed),
    ("dfb", SearchField::Added),
    ("dfctx", SearchField::Kept),
    ("dfhh", SearchField::Heading),
    ("t", SearchField::To),
    ("c", SearchField::Cc),
];

/// A line of a mail: its number from 0, all of it, and the part that is looked at.
pub(super) type MailPart<'a> = (u32, &'a str, &'a str);

impl SearchField {
    /// The field with a prefix.
    pub fn named(prefix: &str) -> Option<Self> {
        FIELDS
            .iter()
            .find(|(name, _)| *name == prefix)
            .map(|(_, field)| *field)
    }

    /// The header that it is, where it is one.
    pub(super) fn header(self) -> Option<&'static str> {
        match self {
            Self::To => Some("To"),
            Self::Cc => Some("Cc"),
            Self::Body
            | Self::NotQuoted
            | Self::Removed
            | Self::Added
            | Self::Kept
            | Self::Heading => None,
        }
    }

    /// The lines of a text that are of this field.
    pub(super) fn parts(self, text: &str) -> Vec<MailPart<'_>> {
        let whole = (0u32..)
            .zip(lines(text))
            .map(|(number, line)| (number, line, line));
        match self {
            Self::Body => whole.collect(),
            Self::NotQuoted => whole
                // As `nq:` of public-inbox: what the sender wrote.
                .filter(|(_, line, _)| !line.trim_start().starts_with('>'))
                .collect(),
            Self::To | Self::Cc => Vec::new(),
            Self::Added | Self::Removed | Self::Kept | Self::Heading => self.of_diff(text),
        }
    }

    fn of_diff(self, text: &str) -> Vec<MailPart<'_>> {
        let mut parts = Vec::new();
        let (mut at, mut number) = (0, 0u32);
        // A `+` in prose is none: only lines that stand in hunks count.
        for hunk in diff::parse(text).files.iter().flat_map(|file| &file.hunks) {
            let before = text.get(at..hunk.range.start).unwrap_or_default();
            number = number.saturating_add(count(before));
            let inside = text.get(hunk.range.clone()).unwrap_or_default();
            at = hunk.range.end;
            for (line, first) in
                lines(inside).zip(std::iter::once(true).chain(std::iter::repeat(false)))
            {
                parts.extend(self.of_line(line, first).map(|part| (number, line, part)));
                number = number.saturating_add(1);
            }
        }
        parts
    }

    /// The part of a hunk's line that is of this field.
    fn of_line(self, line: &str, is_heading: bool) -> Option<&str> {
        match self {
            // Behind the second `@@` stands the function that the hunk is in.
            Self::Heading if is_heading => line.splitn(3, "@@").nth(2),
            _ if is_heading => None,
            Self::Added => line.strip_prefix('+'),
            Self::Removed => line.strip_prefix('-'),
            Self::Kept => line.strip_prefix(' '),
            Self::Body | Self::NotQuoted | Self::Heading | Self::To | Self::Cc => None,
        }
    }
}

fn count(text: &str) -> u32 {
    let count = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_keeps_to_its_lines() {
        let text = "Said.\n> asked\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@ int main(void)\n kept\n-old\n+new\n";
        let found = |name| {
            let parts = SearchField::named(name).unwrap().parts(text).into_iter();
            parts
                .map(|(number, _, part)| (number, part))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("dfa"), [(7, "old")]);
        assert_eq!(found("dfb"), [(8, "new")]);
        assert_eq!(found("dfctx"), [(6, "kept")]);
        assert_eq!(found("dfhh"), [(5, " int main(void)")]);
        assert_eq!(found("nq").len(), 8);
        assert_eq!(found("b").len(), 9);
    }
}
