//! A pattern that is looked for, and what of a text it looks at.

use super::WORD_START;
use super::field::SearchField;
use regex::{Regex, RegexBuilder, bytes};

/// A pattern to look for: a regular expression, matched line by line. It ignores case unless it
/// holds an upper-case letter.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// What was typed.
    pub text: String,
    /// Where it is looked for.
    pub field: SearchField,
    /// For a line of text.
    pub line: Regex,
    /// For the bytes of many mails.
    pub(super) bytes: bytes::Regex,
}

impl Pattern {
    /// Reads a regular expression, behind the prefix of a field or without one; an error says
    /// what is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        // `dfa:mutex` in the line of `:grep` means the field, as in a filter.
        let of_field = text
            .split_once(':')
            .and_then(|(name, rest)| Some((SearchField::named(name)?, rest)));
        let (field, wanted) = of_field
            .filter(|(_, rest)| !rest.is_empty())
            .unwrap_or((SearchField::Body, text));
        let pattern = Self::within(field, wanted)?;
        Ok(Self {
            text: text.to_owned(),
            ..pattern
        })
    }

    /// Reads a regular expression that is looked for in a field.
    pub fn within(field: SearchField, text: &str) -> Result<Self, String> {
        // As vim's smartcase and ripgrep -S: a capital is meant.
        let folds = !has_upper(text);
        let line = RegexBuilder::new(text)
            .case_insensitive(folds)
            .size_limit(1 << 20)
            .build();
        // A line of a field begins behind its sign: there, a line is looked at wherever it begins.
        let is_anchored = field != SearchField::Body && text.contains('^');
        // Bytes are sifted by what is cheap to find; the line decides.
        let sieve = text.strip_prefix(WORD_START).unwrap_or(text);
        let bytes = bytes::RegexBuilder::new(if is_anchored { "^" } else { sieve })
            .case_insensitive(folds)
            .multi_line(true)
            .crlf(true)
            .size_limit(1 << 20)
            .build();
        match (line, bytes) {
            (Ok(line), Ok(bytes)) => Ok(Self {
                text: text.to_owned(),
                field,
                line,
                bytes,
            }),
            (Err(error), _) | (_, Err(error)) => {
                let text = error.to_string();
                // The error of the crate is a drawing of several lines: its last says what is
                // wrong.
                let last = text.lines().last().unwrap_or_default();
                Err(last.trim_start_matches("error: ").to_owned())
            }
        }
    }
}

/// Whether an upper-case letter is meant; escapes such as `\S` mean none.
pub fn has_upper(text: &str) -> bool {
    let mut escaped = false;
    text.chars().any(|c| {
        let meant = !escaped && c.is_uppercase();
        // `\W` and `\S` are classes, and no capitals that somebody typed.
        escaped = c == '\\' && !escaped;
        meant
    })
}
