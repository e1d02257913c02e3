//! A pane: a document and where one is in it. All panes are this; none knows another.

use ratatui::layout::Size;

use crate::archive::Archive;
use crate::doc::diff::Cut;
use crate::doc::viewport::{Extent, Viewport};
use crate::doc::{Document, Line, Row, Target};

/// Panes lower than this, in rows, have short heads.
const LOW: u16 = 18;

/// Panes lower than this, in rows, keep nothing on top.
const LOWEST: u16 = 8;

/// How a pane is drawn at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaneLook {
    /// The rows and columns inside of the border.
    pub inner: Size,
    /// Long lines are wrapped.
    pub wrap: bool,
    /// Rows kept between cursor and edge.
    pub margin: u16,
}

impl PaneLook {
    /// Whether there are few rows for what is read.
    pub fn is_low(&self) -> bool {
        self.inner.height < LOW
    }
}

/// A document and where one is in it.
#[derive(Debug, Default)]
pub struct Pane {
    /// What is shown.
    pub document: Document,
    /// Which part of it.
    pub view: Viewport,
    /// Columns scrolled away on the left.
    pub column: usize,
    /// How it is drawn.
    pub look: PaneLook,
}

/// A place in a document that means the same after it was built anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A byte of the text.
    Text(u32),
    /// So many lines below a target.
    Target(Target, usize),
    /// A line, where nothing better is known.
    Line(usize),
}

/// Where one is in a pane: the cursor, and which part is in view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaneSpot {
    anchor: Anchor,
    /// Lines in view above the cursor's.
    above: usize,
    /// Rows of the first of them that are above the view.
    skip: u16,
    column: usize,
}

impl PaneSpot {
    /// Follows what it names into an archive that was read or grouped again.
    pub fn carry(&mut self, old: &Archive, new: &Archive) {
        if let Anchor::Target(target, _) = &mut self.anchor
            && let Some(same) = target.carried(old, new)
        {
            *target = same;
        }
    }
}

impl Pane {
    /// Shows a document: in the same place if it is the same thing built anew, else from its
    /// beginning.
    pub fn put(&mut self, document: Document, is_same: bool) {
        if is_same {
            return self.refresh(document);
        }
        self.show_new(document);
        self.fit_view();
    }

    /// Shows another document from its beginning.
    pub fn show_new(&mut self, document: Document) {
        self.document = document;
        self.view = Viewport::default();
        self.column = 0;
    }

    /// Shows the same thing built anew, in the same place.
    pub fn refresh(&mut self, document: Document) {
        let spot = self.current_spot();
        self.document = document;
        // Rows of a wrapped line may be others at this width; the line itself stays.
        self.put_back(&PaneSpot { skip: 0, ..spot });
    }

    /// Does something with the viewport, which needs to know how high lines are.
    pub fn scroll(&mut self, act: impl FnOnce(&mut Viewport, &Extent<'_>)) {
        let mut view = self.view;
        let rows = |line| self.height(line);
        act(&mut view, &self.extent(&rows));
        self.view = view;
    }

    /// Brings cursor and view into the document.
    pub fn fit_view(&mut self) {
        self.scroll(Viewport::fit_in);
    }

    /// What the viewport needs to know.
    pub fn extent<'a>(&self, rows: &'a dyn Fn(usize) -> u16) -> Extent<'a> {
        Extent {
            lines: self.document.lines.len(),
            height: self.look.inner.height,
            margin: self.look.margin,
            rows,
        }
    }

    /// Rows that a line takes.
    pub fn height(&self, line: usize) -> u16 {
        match self.document.lines.get(line) {
            // Text of people is filled to the width; code is cut or wrapped, as the user wants it.
            Some(line) if self.is_prose(line) => {
                let row = self.document.row(line);
                row.filled_height(usize::from(self.look.inner.width))
            }
            Some(line @ (Line::Text { .. } | Line::Diff(_) | Line::Outer(_))) if self.look.wrap => {
                let row = self.document.row(line);
                row.height(usize::from(self.look.inner.width))
            }
            Some(line @ (Line::Split(..) | Line::OuterSplit(..))) if self.look.wrap => {
                u16::try_from(self.split_rows(line).len()).unwrap_or(u16::MAX)
            }
            _ => 1,
        }
    }

    /// The rows of a line: one, or several where it is wrapped.
    pub fn rows_of(&self, row: &Row, line: &Line) -> Vec<Row> {
        let width = usize::from(self.look.inner.width);
        if self.is_prose(line) {
            return row.filled(width);
        }
        if self.look.wrap && matches!(line, Line::Text { .. } | Line::Diff(_) | Line::Outer(_)) {
            return row.wrapped(width);
        }
        vec![row.window(self.column..self.column + width)]
    }

    /// Whether a line is prose, which is never cut.
    pub fn is_prose(&self, line: &Line) -> bool {
        match line {
            Line::Text { .. } => !self.document.is_code,
            Line::Outer(at) => self.document.outer.is_log(*at),
            Line::Row(_)
            | Line::Diff(_)
            | Line::Split(..)
            | Line::OuterSplit(..)
            | Line::Series(_)
            | Line::Discussion(_) => false,
        }
    }

    /// The rows of two lines of a diff side by side.
    pub fn split_rows(&self, line: &Line) -> Vec<Row> {
        let cut = if self.look.wrap {
            Cut::Wrap
        } else {
            Cut::Behind(self.column)
        };
        self.document.split_rows(line, cut)
    }

    /// The last line in view.
    pub fn bottom(&self) -> usize {
        let rows = |line| self.height(line);
        self.view.bottom(&self.extent(&rows))
    }

    /// Whether the end is in view.
    pub fn at_end(&self) -> bool {
        let rows = |line| self.height(line);
        self.view.at_end(&self.extent(&rows))
    }

    /// The rows that stay on top while a diff is read.
    pub fn sticky(&self) -> Vec<Row> {
        // On a few rows a heading that stays would take half of what is to be read.
        if self.look.inner.height < LOWEST || self.view.top == 0 {
            return Vec::new();
        }
        let document = &self.document;
        document.diff.sticky(self.view.top, &document.text)
    }

    /// What a line stands for.
    pub fn target(&self, line: usize) -> Option<&Target> {
        let targets = &self.document.targets;
        let at = targets.partition_point(|(l, _)| *l < line);
        targets.get(at).filter(|(l, _)| *l == line).map(|(_, t)| t)
    }

    /// What the cursor's line stands for.
    pub fn current(&self) -> Option<&Target> {
        self.target(self.view.cursor)
    }

    /// The line that shows a line, from 0, of the document's text; the one behind it where that
    /// one is not shown.
    pub fn line_of_text(&self, number: u32) -> Option<usize> {
        let text = self.document.text.as_bytes();
        let ends = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
        let start = std::iter::once(0).chain(ends).nth(number as usize)?;
        let lines = self.document.lines.iter();
        lines.enumerate().find_map(|(at, line)| {
            let range = self.document.range(line)?;
            (range.start as usize >= start).then_some(at)
        })
    }

    /// The line of a target.
    pub fn line_of(&self, target: &Target) -> Option<usize> {
        let mut targets = self.document.targets.iter();
        targets.find(|(_, t)| t == target).map(|(line, _)| *line)
    }

    /// The nearest target at or above a line for which the test holds.
    pub fn above(&self, line: usize, test: impl Fn(&Target) -> bool) -> Option<&(usize, Target)> {
        let targets = &self.document.targets;
        // Targets stand in the order of their lines: found by halving, for every key and frame.
        let end = targets.partition_point(|(l, _)| *l <= line);
        targets.get(..end)?.iter().rev().find(|(_, t)| test(t))
    }

    /// Puts the cursor on a line.
    pub fn go_to(&mut self, line: usize) {
        self.scroll(|view, extent| view.go_to(line, extent));
    }

    /// Puts a line at the top, and the cursor on it.
    pub fn go_top(&mut self, line: usize) {
        self.view.cursor = line;
        self.scroll(|view, extent| view.place(0, extent));
    }

    /// Where the cursor is, in terms of what is shown.
    pub fn anchor(&self) -> Anchor {
        let line = self.view.cursor;
        let shown = self.document.lines.get(line);
        // Text first: a line of a mail is the same after a reload, a resize or a fold.
        if let Some(range) = shown.and_then(|line| self.document.range(line)) {
            return Anchor::Text(range.start);
        }
        match self.above(line, |_| true) {
            // A composed row is known by the nearest thing above it.
            Some((at, target)) => Anchor::Target(target.clone(), line - at),
            None => Anchor::Line(line),
        }
    }

    /// Where one is, to come back to.
    pub fn current_spot(&self) -> PaneSpot {
        PaneSpot {
            anchor: self.anchor(),
            above: self.view.cursor.saturating_sub(self.view.top),
            skip: self.view.skip,
            column: self.column,
        }
    }

    /// Goes back to where one was: the same line, as many lines below the top.
    pub fn put_back(&mut self, spot: &PaneSpot) {
        self.view.cursor = self.line_of_anchor(&spot.anchor);
        self.view.top = self.view.cursor.saturating_sub(spot.above);
        self.view.skip = spot.skip;
        self.column = spot.column;
        self.fit_view();
    }

    /// Whether what a spot names is shown.
    pub fn has_spot(&self, spot: &PaneSpot) -> bool {
        match &spot.anchor {
            Anchor::Target(target, _) => self.line_of(target).is_some(),
            Anchor::Text(_) | Anchor::Line(_) => true,
        }
    }

    /// The line that an anchor means in the present document.
    pub fn line_of_anchor(&self, anchor: &Anchor) -> usize {
        match anchor {
            Anchor::Text(start) => {
                let is_there = |line: &Line| {
                    let range = self.document.range(line);
                    range.is_some_and(|range| range.end >= *start)
                };
                let lines = &self.document.lines;
                lines.iter().position(is_there).unwrap_or(self.view.cursor)
            }
            Anchor::Target(target, below) => self
                .line_of(target)
                .map_or(self.view.cursor, |line| line + below),
            Anchor::Line(line) => *line,
        }
    }
}
