//! The lines of a comparison: an outer sign, and the line of a patch behind it in its own colours.
//! What a row looks like is decided when it comes into view.

use std::ops::Range;

use super::super::diff::words;
use super::super::halves::Halves;
use super::super::{Role, Row};

/// Columns before the outer sign.
const INDENT: usize = 2;

/// No line stands here.
pub(super) const NONE: u32 = u32::MAX;

/// A line of the difference between two versions of a patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OuterLine {
    /// Bytes of the document's text: the outer sign, a blank, and the line.
    pub(super) range: Range<u32>,
    /// What the line is.
    pub(super) role: Role,
    /// It is of the message, which is prose.
    pub(super) is_log: bool,
    /// The line that it replaces or is replaced by, or [`NONE`].
    pub(super) pair: u32,
}

/// The lines of a comparison, and where in the document things begin.
#[derive(Clone, Debug, Default)]
pub struct OuterTable {
    /// Columns that two lines side by side have.
    pub(super) width: usize,
    pub(super) lines: Vec<OuterLine>,
    /// Lines of the document at which changes begin, noise aside.
    pub(super) changes: Vec<usize>,
    /// Those with the heading of a pair, and whether its code changed.
    pub(super) pairs: Vec<(usize, bool)>,
    /// Those at which a file of a pair begins: the section's key and the path.
    pub(super) files: Vec<(usize, String, String)>,
}

impl OuterTable {
    /// Whether a change begins on a line of the document.
    pub fn is_change(&self, line: usize) -> bool {
        self.changes.binary_search(&line).is_ok()
    }

    /// Whether a line of the document is the heading of a pair; with `code` of one whose code
    /// changed.
    pub fn is_pair(&self, line: usize, code: bool) -> bool {
        let found = self.pairs.binary_search_by_key(&line, |pair| pair.0).ok();
        let pair = found.and_then(|at| self.pairs.get(at));
        pair.is_some_and(|pair| pair.1 || !code)
    }

    /// Makes two lines counterparts.
    pub(super) fn join_pair(&mut self, old: u32, new: u32) {
        for (at, other) in [(old, new), (new, old)] {
            if let Some(line) = self.lines.get_mut(at as usize) {
                line.pair = other;
            }
        }
    }

    /// The line of the document at which a file of a section begins.
    pub fn file_line(&self, key: &str, path: &str) -> Option<usize> {
        let mut files = self.files.iter();
        files
            .find(|(_, of, file)| of == key && file == path)
            .map(|(line, ..)| *line)
    }

    /// Whether a line is of a message and no code.
    pub fn is_log(&self, at: u32) -> bool {
        self.lines.get(at as usize).is_some_and(|line| line.is_log)
    }

    /// The bytes of a line, with its outer sign.
    pub(in crate::doc) fn range(&self, at: u32) -> Option<Range<u32>> {
        Some(self.lines.get(at as usize)?.range.clone())
    }

    /// A line as it is drawn.
    pub(in crate::doc) fn outer_row(&self, at: u32, text: &str) -> Option<Row> {
        self.indented(at, INDENT, text)
    }

    /// The older line beside the newer one.
    pub(in crate::doc) fn halves(&self, old: u32, new: u32, text: &str) -> Halves {
        Halves {
            left: self.indented(old, 0, text).unwrap_or_default(),
            right: self.indented(new, 0, text).unwrap_or_default(),
            width: self.width,
        }
    }

    fn indented(&self, at: u32, indent: usize, text: &str) -> Option<Row> {
        let line = self.lines.get(at as usize)?;
        let (sign, inner) = split(line, text)?;
        let mut row = Row::default();
        row.pad_to(indent);
        row.push(sign, sign_role(sign));
        row.push(" ", Role::Text);
        let start = row.width();
        for (part, role) in self.parts(line, inner, text) {
            let column = row.width() - start;
            row.push_from(part, role, column);
        }
        Some(row)
    }

    /// The parts of a line: what its counterpart does not have stands out.
    fn parts<'a>(&self, line: &OuterLine, inner: &'a str, text: &str) -> Vec<(&'a str, Role)> {
        let whole = vec![(inner, line.role)];
        let other = self.lines.get(line.pair as usize);
        let Some((sign, other)) = other.and_then(|other| split(other, text)) else {
            return whole;
        };
        let is_old = sign == "+";
        let changed = if is_old {
            words::changed(inner, other).map(|parts| parts.0)
        } else {
            words::changed(other, inner).map(|parts| parts.1)
        };
        let Some(changed) = changed else {
            return whole;
        };
        let role = if is_old {
            Role::DeletedWord
        } else {
            Role::AddedWord
        };
        let mut parts = Vec::with_capacity(changed.len() * 2 + 1);
        let mut at = 0;
        for part in changed {
            parts.push((inner.get(at..part.start).unwrap_or_default(), line.role));
            parts.push((inner.get(part.clone()).unwrap_or_default(), role));
            at = part.end;
        }
        parts.push((inner.get(at..).unwrap_or_default(), line.role));
        parts
    }
}

/// The outer sign, and the line behind it.
fn split<'a>(line: &OuterLine, text: &'a str) -> Option<(&'a str, &'a str)> {
    let all = text.get(line.range.start as usize..line.range.end as usize)?;
    all.split_once(' ')
        .filter(|(sign, _)| !sign.is_empty())
        .or_else(|| Some((all.get(..1)?, all.get(2..)?)))
}

/// The sign is told from the one of the patch by a ground of its own.
fn sign_role(sign: &str) -> Role {
    match sign {
        "+" => Role::AddedWord,
        "-" => Role::DeletedWord,
        _ => Role::Dim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table of lines in one role, and the text that they point into.
    fn table(lines: &[&str]) -> (OuterTable, String) {
        let (mut table, mut text) = (OuterTable::default(), String::new());
        for line in lines {
            let start = u32::try_from(text.len()).unwrap();
            text.push_str(line);
            table.lines.push(OuterLine {
                range: start..u32::try_from(text.len()).unwrap(),
                role: Role::Added,
                is_log: false,
                pair: NONE,
            });
            text.push('\n');
        }
        (table, text)
    }

    #[test]
    fn words_that_its_counterpart_lacks_stand_out_in_a_line() {
        let (mut table, text) = table(&["- +lamp(one);", "+ +lamp(two);"]);
        table.join_pair(0, 1);
        for (at, word, role) in [(0, "one", Role::DeletedWord), (1, "two", Role::AddedWord)] {
            let row = table.outer_row(at, &text).unwrap();
            let marked = row.spans().iter().filter(|(_, of)| *of == role);
            let words: Vec<&str> = marked
                .map(|(range, _)| &row.text()[range.clone()])
                .collect();
            assert_eq!(words[1..], [word], "{:?}", row.text());
        }
    }

    #[test]
    fn a_line_without_sign_or_with_that_of_noise_keeps_its_text() {
        let (table, text) = table(&["   context", "\u{b7} -noise"]);
        let shown = |at| table.outer_row(at, &text).unwrap().text().to_owned();
        assert_eq!(shown(0), "     context");
        assert_eq!(shown(1), "  \u{b7} -noise");
        assert_eq!(table.outer_row(2, &text), None);
    }

    #[test]
    fn pairs_and_files_are_found_by_their_lines() {
        let table = OuterTable {
            pairs: vec![(3, false), (9, true)],
            changes: vec![10],
            files: vec![(10, "pair 2".into(), "f".into())],
            ..OuterTable::default()
        };
        assert!(table.is_pair(3, false) && !table.is_pair(3, true));
        assert!(table.is_pair(9, true) && !table.is_pair(10, false));
        assert!(table.is_change(10) && !table.is_change(9));
        assert_eq!(table.file_line("pair 2", "f"), Some(10));
        assert_eq!(table.file_line("pair 3", "f"), None);
    }
}
