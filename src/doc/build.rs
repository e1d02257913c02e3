//! What every builder uses: what it looks at, and lines with their targets.

mod labelled;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::fold::Folds;
use super::{Document, Line, Role, Row, Target, diff};
use crate::archive::Archive;
use crate::archive::inherit::Inheritance;
use crate::archive::marks::Marks;
use crate::archive::talk::Talk;
use crate::mail::MsgIdx;
use crate::patch::moves::Moves;
use crate::series::SeriesIdx;

pub(super) use self::labelled::{flow_rows, labelled, labelled_row};

/// What a builder looks at besides the thing it is about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything that was opened.
    pub archive: &'a Archive,
    /// Columns that composed rows are made for.
    pub width: usize,
    /// There are few rows: what is not the text of a mail is kept short.
    pub is_low: bool,
    /// Seconds since 1970, for ages.
    pub now: i64,
    /// Which sections are open.
    pub folds: &'a Folds,
    /// What was read and viewed.
    pub marks: &'a Marks,
    /// Files of the page all of whose hunks were.
    pub done: &'a HashSet<String>,
    /// The mail of the page as it was sent, where that was asked for.
    pub source: Option<&'a str>,
    /// Whether all its headers are shown instead of those that matter.
    pub headers: bool,
    /// How a diff is shown.
    pub diff: diff::DiffLook,
    /// How answers stand at the lines that they speak of.
    pub notes: Notes,
    /// What was asked of the archive for the page.
    pub beside: Beside<'a>,
}

impl Context<'_> {
    /// Whether the head of a page is kept short: there are few rows, and nobody asked for more.
    pub(super) fn is_brief(&self) -> bool {
        self.is_low && !self.headers && !self.folds.is_open(super::fold::RECIPIENTS)
    }
}

/// How answers stand at their lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Notes {
    /// In full.
    #[default]
    Inline,
    /// As one row that says who answered.
    Marks,
    /// Not at all.
    Off,
}

impl Notes {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Inline => "at their lines",
            Self::Marks => "as marks",
            Self::Off => "hidden",
        }
    }
}

/// What a page was asked for besides its mail, as far as it came.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The answers to what is on the page.
    pub talks: &'a [Talk],
    /// What the other patches of the series take away and add.
    pub moves: Option<&'a Moves>,
    /// What the version has of older ones.
    pub inheritance: Option<&'a Inheritance>,
}

/// A document under construction.
#[derive(Debug, Default)]
pub(super) struct Builder {
    document: Document,
    /// How often each section key was used.
    keys: HashMap<String, u32>,
}

impl Builder {
    pub(super) fn new(title: Row, text: &str) -> Self {
        let document = Document {
            title,
            text: text.into(),
            ..Document::default()
        };
        Self {
            document,
            keys: HashMap::new(),
        }
    }

    pub(super) fn whole_text(&self) -> &str {
        &self.document.text
    }

    /// The text, to be read while lines are added.
    pub(super) fn shared_text(&self) -> &Arc<str> {
        &self.document.text
    }

    /// Sets the text, where it was put together while lines were added.
    pub(super) fn put_text(&mut self, text: &str) {
        self.document.text = text.into();
    }

    /// What is known about the comparison in the text.
    pub(super) fn outer(&mut self) -> &mut super::compare::OuterTable {
        &mut self.document.outer
    }

    /// What is known about the diff in the text.
    pub(super) fn diff_table(&mut self) -> &mut diff::DiffTable {
        &mut self.document.diff
    }

    /// Makes room for so many lines of a diff.
    pub(super) fn reserve(&mut self, lines: usize) {
        self.document.lines.reserve(lines);
        self.document.diff.lines.reserve(lines);
    }

    /// The number of the next line.
    pub(super) fn next_line(&self) -> usize {
        self.document.lines.len()
    }

    pub(super) fn push(&mut self, line: Line) {
        self.document.lines.push(line);
    }

    pub(super) fn push_row(&mut self, row: Row) {
        self.push(Line::Row(row));
    }

    pub(super) fn push_rows(&mut self, rows: Vec<Row>) {
        self.document.lines.extend(rows.into_iter().map(Line::Row));
    }

    pub(super) fn blank(&mut self) {
        self.push_row(Row::default());
    }

    /// A line across the page.
    pub(super) fn push_rule(&mut self, width: usize) {
        self.push_row(Row::of(&"─".repeat(width), Role::Dim));
    }

    /// A row that stands for something.
    pub(super) fn push_aimed(&mut self, row: Row, target: Target) {
        self.mark_line(target);
        self.push_row(row);
    }

    /// The lines of another document that has no text of its own, and what they stand for.
    pub(super) fn append(&mut self, other: Document) {
        let first = self.document.lines.len();
        let targets = other.targets.into_iter();
        let targets = targets.map(|(line, target)| (first + line, target));
        self.document.targets.extend(targets);
        self.document.lines.extend(other.lines);
    }

    /// A thread of no series, by the mail that begins it, likewise.
    pub(super) fn discussion(&mut self, head: MsgIdx) {
        self.mark_line(Target::Message(head));
        self.document.lines.push(Line::Discussion(head));
    }

    /// A series, whose row is made when it comes into view.
    pub(super) fn series(&mut self, at: SeriesIdx) {
        self.mark_line(Target::Series(at));
        self.document.lines.push(Line::Series(at));
    }

    /// Every line of a stretch of the text, each in the role that `role` gives it.
    pub(super) fn lines(&mut self, range: Range<usize>, indent: u8, role: impl Fn(&str) -> Role) {
        let text = Arc::clone(&self.document.text);
        let mut at = range.start;
        for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
            let bare = line.strip_suffix('\n').unwrap_or(line);
            let (start, end) = (u32::try_from(at), u32::try_from(at + bare.len()));
            if let (Ok(start), Ok(end)) = (start, end) {
                self.document.lines.push(Line::Text {
                    range: start..end,
                    role: role(bare),
                    indent,
                });
            }
            at += line.len();
        }
    }

    /// Marks the next line.
    pub(super) fn mark_line(&mut self, target: Target) {
        let line = self.document.lines.len();
        self.document.targets.push((line, target));
    }

    /// A heading that opens and closes what follows; whether that is open.
    pub(super) fn section(&mut self, title: &str, key: &str, folds: &Folds) -> bool {
        self.section_row(&Row::of(title, Role::Heading), key, folds)
    }

    /// The same with a title of several roles. The second section with a key gets one of its own.
    pub(super) fn section_row(&mut self, title: &Row, key: &str, folds: &Folds) -> bool {
        let key = self.unique_key(key);
        let open = folds.is_open(&key);
        let mut row = Row::folding(open);
        row.append(title);
        self.push_aimed(row, Target::Section(key));
        open
    }

    /// A section's key of its own: the second one with a key is told apart.
    pub(super) fn unique_key(&mut self, key: &str) -> String {
        let times = self.keys.entry(key.to_owned()).or_default();
        *times += 1;
        match *times {
            1 => key.to_owned(),
            more => format!("{key} {more}"),
        }
    }

    pub(super) fn into_document(self) -> Document {
        self.document
    }
}
