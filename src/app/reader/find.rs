//! Searching in a document: which lines match, and which of them is next.

use regex::{Regex, RegexBuilder};

use crate::archive::Archive;
use crate::doc::{Document, Line};

/// A pattern and the lines that it matches.
#[derive(Clone, Debug)]
pub struct Find {
    /// What was typed.
    pub text: String,
    /// What it means.
    pub pattern: Regex,
    /// Lines with a match, ascending.
    pub lines: Vec<usize>,
    /// Why it is no expression, and is looked for letter by letter.
    pub literal: Option<String>,
}

impl Find {
    /// Searches a document. What is no expression is looked for as it stands: every C programmer
    /// types `/size(`. An error says what is wrong with one that cannot be searched for at all.
    pub fn new(text: &str, document: &Document, archive: &Archive) -> Result<Self, String> {
        let (pattern, literal) = match pattern(text) {
            Ok(pattern) => (pattern, None),
            // `foo(` is no pattern, and what somebody wants to find.
            Err(why) => (literally(text)?, Some(why)),
        };
        let mut find = Self {
            text: text.to_owned(),
            pattern,
            lines: Vec::new(),
            literal,
        };
        find.search(document, archive);
        Ok(find)
    }

    /// Searches a document again, or another one.
    pub fn search(&mut self, document: &Document, archive: &Archive) {
        let lines = document.lines.iter().enumerate();
        self.lines = lines
            .filter(|(_, line)| self.matches(line, document, archive))
            .map(|(at, _)| at)
            .collect();
    }

    fn matches(&self, line: &Line, document: &Document, archive: &Archive) -> bool {
        match line {
            Line::Row(row) => self.pattern.is_match(row.text()),
            Line::Text { .. }
            | Line::Diff(_)
            | Line::Outer(_)
            | Line::Split(..)
            | Line::OuterSplit(..)
            | Line::Discussion(_) => self.pattern.is_match(&document.plain(line, archive)),
            // As the row reads: a title cut at the edge is found whole.
            Line::Series(at) => archive.series(*at).is_some_and(|series| {
                self.pattern.is_match(&series.head.title)
                    || self.pattern.is_match(series.head.author.label())
            }),
        }
    }

    /// The next match from a line on (the line itself where `here`), and whether the end was passed.
    pub fn next_match(&self, line: usize, here: bool) -> Option<(usize, bool)> {
        let from = if here { line } else { line + 1 };
        let at = self.lines.partition_point(|l| *l < from);
        match self.lines.get(at) {
            Some(line) => Some((*line, false)),
            // Round to the top, which is said.
            None => self.lines.first().map(|line| (*line, true)),
        }
    }

    /// The match before a line, and whether the beginning was passed.
    pub fn previous(&self, line: usize) -> Option<(usize, bool)> {
        let at = self.lines.partition_point(|l| *l < line);
        match at.checked_sub(1).and_then(|at| self.lines.get(at)) {
            Some(line) => Some((*line, false)),
            None => self.lines.last().map(|line| (*line, true)),
        }
    }

    /// `3/17` for a line with a match, `–/17` for another.
    pub fn count(&self, line: usize) -> String {
        match self.lines.binary_search(&line) {
            Ok(at) => format!("{}/{}", at + 1, self.lines.len()),
            Err(_) => format!("-/{}", self.lines.len()),
        }
    }
}

/// A regular expression that ignores case unless an upper-case letter is meant; escapes such as
/// `\S` mean none.
fn pattern(text: &str) -> Result<Regex, String> {
    let mut escaped = false;
    let has_upper = text.chars().any(|c| {
        let meant = !escaped && c.is_uppercase();
        escaped = c == '\\' && !escaped;
        meant
    });
    built(text, has_upper)
}

/// A text as it stands, which ignores case likewise.
fn literally(text: &str) -> Result<Regex, String> {
    built(&regex::escape(text), text.chars().any(char::is_uppercase))
}

fn built(text: &str, has_upper: bool) -> Result<Regex, String> {
    RegexBuilder::new(text)
        .case_insensitive(!has_upper)
        .size_limit(1 << 20)
        .build()
        .map_err(|error| {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::{Role, Row};

    fn find(text: &str) -> Find {
        let lines = ["one", "Two", "three two"].map(|t| Line::Row(Row::of(t, Role::Text)));
        let document = Document {
            lines: lines.into(),
            ..Document::default()
        };
        Find::new(text, &document, &Archive::default()).unwrap()
    }

    #[test]
    fn case_counts_only_where_it_is_typed() {
        assert_eq!(find("two").lines, [1, 2]);
        assert_eq!(find("Two").lines, [1]);
        assert_eq!(find(r"\Stwo|\Wtwo").lines, [2]);
    }

    #[test]
    fn the_search_goes_round_and_says_so() {
        let find = find("two");
        assert_eq!(find.next_match(0, true), Some((1, false)));
        assert_eq!(find.next_match(2, false), Some((1, true)));
        assert_eq!(find.previous(1), Some((2, true)));
        assert_eq!(find.count(2), "2/2");
    }

    #[test]
    fn what_is_no_expression_is_looked_for_as_it_stands_and_says_so() {
        let find = |text: &str| {
            let line = Line::Row(Row::of("n = SIZE(a) + size(b[1]);", Role::Text));
            let document = Document {
                lines: vec![line],
                ..Document::default()
            };
            Find::new(text, &document, &Archive::default()).unwrap()
        };
        for text in ["size(", "b[1", "SIZE("] {
            assert_eq!(find(text).lines, [0], "{text}");
            assert!(find(text).literal.is_some(), "{text}");
        }
        assert_eq!(find("Size(").lines, [0usize; 0]);
        assert_eq!(find("size").literal, None);
    }

    #[test]
    fn a_pattern_without_end_is_refused() {
        let error = pattern(r"(\w{100}){100}").unwrap_err();
        assert!(error.contains("size limit"), "{error}");
    }
}
