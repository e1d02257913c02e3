//! Documents: what can be read, as lines with roles and targets, free of any terminal type.
//!
//! Every pane shows a [`Document`]. A document is built once for what is selected; the rows
//! of the lines in view are made when they are drawn, so that nothing per frame grows with
//! the text or the archive.

pub mod age;

pub mod attached;

pub mod build;

pub mod compare;

pub mod cover;

pub mod cut;

pub mod diff;

pub mod evidence;

pub mod files;

pub mod fold;

pub mod head;

pub mod legend;

mod halves;
mod letter;

pub mod link;

pub mod list;

pub mod net;

pub mod notes;

mod answer;
pub mod patch;
mod prose;

mod replies;

pub mod report;

mod review;

pub mod role;

pub mod sign;

#[cfg(test)]
mod testing;

pub mod thread;

pub mod search;

pub mod verbatim;
pub mod viewport;

use std::borrow::Cow;
use std::ops::Range;

use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;
use crate::text::{self, Piece, url};

pub use self::role::Role;

/// What a row stands for: identity is this, never a row number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A series in the list.
    Series(SeriesIdx),
    /// Two versions of a series, compared.
    Compare(SeriesIdx, SeriesIdx),
    /// What two versions of a series do together, compared.
    CompareNet(SeriesIdx, SeriesIdx),
    /// A patch slot of a series, present or not.
    Slot(SeriesIdx, u32),
    /// A mail.
    Message(MsgIdx),
    /// A line, from 0, of the text of a mail.
    Place(MsgIdx, u32),
    /// An attachment of a mail, by its place among them.
    Attachment(MsgIdx, u32),
    /// A file by its path.
    File(String),
    /// A folder by its path.
    Directory(String),
    /// A foldable section by its key.
    Section(String),
    /// A URL.
    Url(String),
}

impl Target {
    /// The same in an archive that holds the mails of another, perhaps joined differently; none
    /// where its mail is gone.
    pub fn carried(&self, old: &Archive, new: &Archive) -> Option<Self> {
        let mail = |at: MsgIdx| new.find_message(&old.message(at)?.id);
        let series = |at: SeriesIdx| new.place(new.find_message(&old.series(at)?.id)?).series();
        match self {
            Self::Series(at) => Some(Self::Series(series(*at)?)),
            Self::Compare(one, two) => Some(Self::Compare(series(*one)?, series(*two)?)),
            Self::CompareNet(one, two) => Some(Self::CompareNet(series(*one)?, series(*two)?)),
            Self::Slot(at, slot) => {
                let message = old.series(*at)?.slot(*slot)?.message;
                let slot = match message {
                    Some(at) => new.place(mail(at)?).slot()?,
                    None => *slot,
                };
                Some(Self::Slot(series(*at)?, slot))
            }
            Self::Message(at) => Some(Self::Message(mail(*at)?)),
            Self::Place(at, line) => Some(Self::Place(mail(*at)?, *line)),
            Self::Attachment(at, number) => Some(Self::Attachment(mail(*at)?, *number)),
            Self::File(_) | Self::Directory(_) | Self::Section(_) | Self::Url(_) => {
                Some(self.clone())
            }
        }
    }
}

/// A line as it is drawn: cleaned text with roles. It can be built only by pushing text,
/// and pushing cleans: this is the one way for untrusted text to the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    text: String,
    spans: Vec<(Range<usize>, Role)>,
}

impl Row {
    /// The cleaned text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds text in a role; whatever a terminal would act on is replaced.
    pub fn push(&mut self, text: &str, role: Role) {
        let column = if text.contains('\t') {
            text::width(&self.text)
        } else {
            0
        };
        self.push_from(text, role, column);
    }

    /// The same for text whose tabs are counted from a column of its own.
    fn push_from(&mut self, text: &str, role: Role, column: usize) {
        for piece in text::pieces(text, column) {
            let start = self.text.len();
            self.text.push_str(piece.as_str());
            let role = match piece {
                Piece::Token(_) => Role::Hidden,
                Piece::Text(_) => role,
            };
            let end = self.text.len();
            match self.spans.last_mut() {
                Some((range, last)) if *last == role && range.end == start => range.end = end,
                _ if end > start => self.spans.push((start..end, role)),
                _ => {}
            }
        }
    }

    /// Marks what a line of text holds: its links, and the value of a trailer.
    fn mark_parts(&mut self, start: usize, role: Role) {
        if role == Role::Trailer {
            let colon = self.text.get(start..).and_then(|text| text.find(": "));
            if let Some(colon) = colon {
                self.mark_role(&(start + colon + 2..self.text.len()), Role::Person);
            }
        } else if role == Role::Text && self.text.contains("://") {
            let text = self.text.clone();
            let mut rest = text.get(start..).unwrap_or_default();
            while let Some((_, link, after)) = url::next_link(rest) {
                let end = text.len() - after.len();
                self.mark_role(&(end - link.len()..end), Role::Link);
                rest = after;
            }
        }
    }

    /// Roles by ranges of [`Row::text`], in order, without overlap.
    pub fn spans(&self) -> &[(Range<usize>, Role)] {
        &self.spans
    }
}

/// One line of a document: composed beforehand, or made when it comes into view.
#[derive(Clone, Debug)]
pub enum Line {
    /// A row composed for the width the document was built for.
    Row(Row),
    /// Bytes of [`Document::text`], one source line in one role, behind an indent in columns.
    Text {
        /// The bytes, without the line end.
        range: Range<u32>,
        /// What the line is.
        role: Role,
        /// Blank columns before it.
        indent: u8,
    },
    /// A line of a diff, by its place in [`Document::diff`].
    Diff(u32),
    /// Two lines of a diff side by side, or one and [`diff::NONE`].
    Split(u32, u32),
    /// A line of a comparison, by its place in [`Document::outer`].
    Outer(u32),
    /// Two of them side by side, or one and [`diff::NONE`].
    OuterSplit(u32, u32),
    /// A row of the series list.
    Series(SeriesIdx),
    /// A row of it for a thread of no series, by the mail that begins it.
    Discussion(MsgIdx),
}

/// Something that can be read in a pane.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the pane's border says, after the pane's number.
    pub title: Row,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What lines stand for, by line number, ascending: only lines that stand for something.
    pub targets: Vec<(usize, Target)>,
    /// The mail's text that [`Line::Text`] points into.
    pub text: std::sync::Arc<str>,
    /// The diff in it.
    pub diff: diff::DiffTable,
    /// The comparison of two versions in it.
    pub outer: compare::OuterTable,
    /// Its text is code or as it was sent, which is cut where it is too wide; other text is prose,
    /// which never is.
    pub is_code: bool,
}

impl Document {
    /// A document of composed rows, some of which stand for something.
    pub fn of_rows(title: Row, rows: Vec<(Row, Option<Target>)>) -> Self {
        let mut document = Self {
            title,
            ..Self::default()
        };
        for (line, (row, target)) in rows.into_iter().enumerate() {
            document.lines.push(Line::Row(row));
            document.targets.extend(target.map(|target| (line, target)));
        }
        document
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The row of a line whose text is at hand; a line of the series list needs
    /// the archive, and is made elsewhere.
    pub fn row(&self, line: &Line) -> Row {
        match line {
            Line::Row(row) => row.clone(),
            Line::Text {
                range,
                role,
                indent,
            } => {
                let mut row = Row::default();
                row.pad_to(usize::from(*indent));
                let start = row.text.len();
                // Tabs are counted as the mail has them, not from the indent.
                row.push_from(self.slice(range), *role, 0);
                row.mark_parts(start, *role);
                row
            }
            Line::Diff(at) => self.diff.diff_row(*at, &self.text).unwrap_or_default(),
            Line::Split(..) | Line::OuterSplit(..) => {
                let mut rows = self.split_rows(line, diff::Cut::Behind(0));
                rows.pop().unwrap_or_default()
            }
            Line::Outer(at) => self.outer.outer_row(*at, &self.text).unwrap_or_default(),
            Line::Series(_) | Line::Discussion(_) => Row::default(),
        }
    }

    /// The text of a line as it is searched: without indent, tabs and hidden characters as they are.
    pub fn plain<'a>(&'a self, line: &'a Line, archive: &'a Archive) -> Cow<'a, str> {
        match line {
            Line::Row(row) => Cow::Borrowed(row.text()),
            Line::Text { range, .. } => Cow::Borrowed(self.slice(range)),
            Line::Diff(at) => self.plain_diff(*at),
            Line::Outer(at) => self.plain_outer(*at),
            Line::OuterSplit(old, new) if old == new => self.plain_outer(*old),
            Line::OuterSplit(old, new) => {
                let both = [old, new].map(|at| self.plain_outer(*at));
                Cow::Owned(both.join("\n"))
            }
            Line::Split(old, new) if old == new => self.plain_diff(*old),
            Line::Split(old, new) => {
                let both = [old, new].map(|at| self.plain_diff(*at));
                Cow::Owned(both.join("\n"))
            }
            Line::Discussion(head) => archive.message(*head).map_or(Cow::Borrowed(""), |mail| {
                Cow::Owned(format!("{} {}", mail.subject, mail.from.label()))
            }),
            Line::Series(at) => archive.series(*at).map_or(Cow::Borrowed(""), |series| {
                Cow::Owned(format!(
                    "{} {}",
                    series.head.title,
                    series.head.author.label()
                ))
            }),
        }
    }

    fn plain_outer(&self, at: u32) -> Cow<'_, str> {
        let range = self.outer.range(at).unwrap_or_default();
        Cow::Borrowed(self.slice(&range))
    }

    fn plain_diff(&self, at: u32) -> Cow<'_, str> {
        let range = self.diff.range(at).unwrap_or_default();
        Cow::Borrowed(self.slice(&range))
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        let bytes = range.start as usize..range.end as usize;
        self.text.get(bytes).unwrap_or_default()
    }

    /// What a line stands for.
    pub fn target(&self, line: usize) -> Option<&Target> {
        let at = self.targets.partition_point(|(l, _)| *l < line);
        let found = self.targets.get(at).filter(|(l, _)| *l == line);
        found.map(|(_, target)| target)
    }

    /// The first line that stands for something.
    pub fn find(&self, target: &Target) -> Option<usize> {
        let mut targets = self.targets.iter();
        targets.find(|(_, t)| t == target).map(|(line, _)| *line)
    }
}
