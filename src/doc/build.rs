//! What every builder uses: what it looks at, and lines with their targets.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::Folds;
use super::{Document, Line, Role, Row, Target};
use crate::archive::Archive;
use crate::mail::Message;

/// What a builder looks at besides the thing it is about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything that was opened.
    pub archive: &'a Archive,
    /// Columns that composed rows are made for.
    pub width: usize,
    /// Seconds since 1970, for ages.
    pub now: i64,
    /// Which sections are open.
    pub folds: &'a Folds,
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

    pub(super) fn text(&self) -> &str {
        &self.document.text
    }

    pub(super) fn row(&mut self, row: Row) {
        self.document.lines.push(Line::Row(row));
    }

    pub(super) fn blank(&mut self) {
        self.row(Row::default());
    }

    /// A row that stands for something.
    pub(super) fn aim(&mut self, row: Row, target: Target) {
        self.document
            .targets
            .push((self.document.lines.len(), target));
        self.row(row);
    }

    /// Every line of a stretch of the text, each in the role that `role` gives it.
    pub(super) fn lines(&mut self, range: Range<usize>, indent: u8, role: impl Fn(&str) -> Role) {
        let text = std::sync::Arc::clone(&self.document.text);
        let mut at = range.start;
        for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
            let bare = line.trim_end_matches(['\n', '\r']);
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
    pub(super) fn mark(&mut self, target: Target) {
        self.document
            .targets
            .push((self.document.lines.len(), target));
    }

    /// A heading that opens and closes what follows; whether that is open. The second section
    /// with a key gets one of its own.
    pub(super) fn section(&mut self, title: &str, key: &str, folds: &Folds) -> bool {
        let times = self.keys.entry(key.to_owned()).or_default();
        *times += 1;
        let key = match *times {
            1 => key.to_owned(),
            more => format!("{key} {more}"),
        };
        let open = folds.is_open(&key);
        let mut row = Row::of(if open { "▾ " } else { "▸ " }, Role::Dim);
        row.push(title, Role::Heading);
        self.aim(row, Target::Section(key));
        open
    }

    pub(super) fn end(self) -> Document {
        self.document
    }
}

/// `From     Jeff Layton`: a label in a column of its own and what it is about.
pub(super) fn labelled(label: &str, value: &str, role: Role) -> Row {
    let mut row = Row::of(&format!("{label:<9}"), Role::Label);
    row.push(value, role);
    row
}

/// To and Cc in one line: lists of hundreds are real.
pub(super) fn recipients(message: &Message) -> Row {
    let people = if message.recipients == 1 {
        "recipient"
    } else {
        "recipients"
    };
    let text = format!("{} {people}", message.recipients);
    labelled("To/Cc", &text, Role::Dim)
}

/// Puts a row at the right end of another; the left one gives way.
pub(super) fn justified(left: &Row, right: &Row, width: usize) -> Row {
    let room = width.saturating_sub(right.width() + usize::from(right.width() > 0));
    let mut row = left.cut(room, "…");
    let gap = width.saturating_sub(row.width() + right.width());
    row.push(&" ".repeat(gap), Role::Text);
    row.append(right);
    row
}
