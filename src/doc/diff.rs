//! A diff as a page shows it: a heading per file and per hunk, which fold, and lines that know
//! their numbers and their counterparts. What a row looks like is decided when it comes into view.

pub mod colour;
mod draw;
mod head;
mod lines;
mod moved;
pub(super) mod words;

use std::ops::Range;
use std::sync::Arc;

use super::{Line, Row};
use crate::patch::diff::HunkKeys;

pub(super) use self::lines::write;
pub use super::halves::Cut;

/// Columns from which the sides stand side by side by themselves: what a page has on a screen
/// of 170 that it fills.
const WIDE: usize = 160;

/// No line stands here.
pub const NONE: u32 = u32::MAX;

/// What a line of a diff is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineKind {
    /// The line `@@ … @@` of an open hunk.
    Heading,
    /// The same of a hunk that is folded.
    Folded,
    /// A line that stays.
    #[default]
    Context,
    /// A line that is new.
    Added,
    /// A line that goes.
    Deleted,
    /// A line that goes, of a change that is not shown: only its blanks differ.
    Hidden,
    /// What is said about the line before it: `\ No newline at end of file`.
    Note,
}

/// One line of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiffLine {
    /// Bytes of the document's text, with the sign and without the line end.
    pub range: Range<u32>,
    /// What it is.
    pub kind: LineKind,
    /// Its number before the change, from 1; 0 where it has none.
    pub old: u32,
    /// Its number after the change, likewise.
    pub new: u32,
    /// The line that it replaces or is replaced by, by its place in [`DiffTable::lines`], or [`NONE`].
    pub pair: u32,
    /// It is of a block that only moved.
    pub moved: bool,
    /// Of a heading: its hunk was viewed.
    pub viewed: bool,
    /// Of a heading: its hunk was viewed with other lines around its changes.
    pub alike: bool,
}

/// A file of a diff: where its heading stands, and what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileMark {
    /// The line of the document with the file's heading.
    pub line: usize,
    /// Where it begins in the document's text.
    pub start: u32,
    /// Its path after the change.
    pub path: String,
    /// The heading, for the row that stays on top.
    pub heading: Row,
    /// Its hunks, by their places in [`DiffTable::hunks`].
    pub hunks: Range<usize>,
}

/// A hunk of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HunkMark {
    /// The line of the document with the hunk's heading.
    pub line: usize,
    /// Its heading and its lines, by their places in [`DiffTable::lines`].
    pub lines: Range<u32>,
    /// All of its text, open or not: bytes of the document's text.
    pub text: Range<u32>,
}

/// How many columns of line numbers there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// As many as the width allows.
    #[default]
    Auto,
    /// None.
    Off,
    /// The number after the change, or before it for what goes.
    One,
    /// Before and after.
    Two,
}

impl Numbers {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Auto => "as the width allows",
            Self::Off => "none",
            Self::One => "one column",
            Self::Two => "two columns",
        }
    }
}

/// How the two sides of a change stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DiffLayout {
    /// Side by side where that fits.
    #[default]
    Auto,
    /// Below each other.
    Unified,
    /// Side by side.
    Split,
}

impl DiffLayout {
    /// Whether the sides stand side by side in so many columns.
    pub fn is_split(self, width: usize) -> bool {
        match self {
            Self::Auto => width >= WIDE,
            Self::Unified => false,
            Self::Split => true,
        }
    }

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Auto => "side by side where that fits",
            Self::Unified => "unified",
            Self::Split => "side by side",
        }
    }
}

/// How a diff is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiffLook {
    /// How the sides stand.
    pub layout: DiffLayout,
    /// Columns of line numbers.
    pub numbers: Numbers,
    /// What changed within a line stands out.
    pub words: bool,
    /// Changes of nothing but blanks are shown.
    pub blanks: bool,
    /// Syntax is coloured.
    pub colours: bool,
}

impl Default for DiffLook {
    fn default() -> Self {
        Self {
            layout: DiffLayout::Auto,
            numbers: Numbers::Auto,
            words: true,
            blanks: true,
            colours: true,
        }
    }
}

/// What a document knows about the diff in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiffTable {
    /// How it is shown.
    pub look: DiffLook,
    /// Columns that it is shown in.
    pub width: usize,
    /// Its lines, in the order of the mail; [`Line::Diff`] points here.
    pub lines: Vec<DiffLine>,
    /// Its files, in order.
    pub files: Vec<FileMark>,
    /// Its hunks, in order.
    pub hunks: Vec<HunkMark>,
    /// Syntax colours, as far as they are known.
    pub colours: Arc<colour::Colours>,
    /// Digits of the largest line number.
    digits: usize,
}

impl DiffTable {
    /// The file that a line of the document belongs to, by its place in [`DiffTable::files`].
    pub fn file_at(&self, line: usize) -> Option<usize> {
        let behind = self.files.partition_point(|file| file.line <= line);
        behind.checked_sub(1)
    }

    /// The hunk that a line of the document belongs to, likewise.
    pub fn hunk_at(&self, line: usize) -> Option<usize> {
        let file = self.files.get(self.file_at(line)?)?;
        let behind = self.hunks.partition_point(|hunk| hunk.line <= line);
        let at = behind.checked_sub(1)?;
        file.hunks.contains(&at).then_some(at)
    }

    /// The rows that stay on top while a hunk is read: its file and its heading, each only
    /// where its own line is above the row that it takes.
    pub fn sticky(&self, first: usize, text: &str) -> Vec<Row> {
        let mut rows = Vec::new();
        let next = first + 1;
        let Some(file) = self.file_at(next).and_then(|at| self.files.get(at)) else {
            return rows;
        };
        if file.line >= first {
            return rows;
        }
        let Some(at) = self.hunk_at(next) else {
            return rows;
        };
        let number = at - file.hunks.start + 1;
        let mut row = file.heading.clone();
        let of = format!("hunk {number}/{}", file.hunks.len());
        row.push_right(&Row::of(&of, super::Role::Dim), self.width);
        rows.push(row);
        let Some(hunk) = self.hunks.get(at).filter(|hunk| hunk.line < next) else {
            return rows;
        };
        rows.extend(
            self.diff_row(hunk.lines.start, text)
                .map(|row| row.cut_to(self.width, "…")),
        );
        rows
    }

    /// By what a hunk is known again.
    pub fn hunk_keys(&self, hunk: usize, text: &str) -> Option<HunkKeys> {
        let file = self.files.iter().find(|file| file.hunks.contains(&hunk))?;
        let hunk = self.hunks.get(hunk)?;
        let bytes = hunk.text.start as usize..hunk.text.end as usize;
        Some(HunkKeys::of(&file.path, text.get(bytes)?))
    }

    /// Whether a hunk was viewed when this was built.
    pub fn is_viewed(&self, hunk: usize) -> bool {
        let heading = self.hunks.get(hunk).map(|hunk| hunk.lines.start as usize);
        let line = heading.and_then(|at| self.lines.get(at));
        line.is_some_and(|line| line.viewed)
    }

    /// How many hunks were viewed.
    pub fn viewed(&self) -> usize {
        (0..self.hunks.len())
            .filter(|at| self.is_viewed(*at))
            .count()
    }

    /// The bytes of a line, with its sign.
    pub fn range(&self, at: u32) -> Option<Range<u32>> {
        let line = self.lines.get(at as usize)?;
        Some(line.range.clone())
    }
}

impl super::Document {
    /// The bytes of the text that a line shows, where it shows any.
    pub fn range(&self, line: &Line) -> Option<Range<u32>> {
        match line {
            Line::Text { range, .. } => Some(range.clone()),
            Line::Diff(at) => self.diff.range(*at),
            Line::Split(old, new) => self.diff.range(*new).or_else(|| self.diff.range(*old)),
            // What is open of a comparison shifts its text: a place in it is its target.
            Line::Row(_)
            | Line::Outer(_)
            | Line::OuterSplit(..)
            | Line::Series(_)
            | Line::Discussion(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
