//! Two rows side by side, each in half of the width.

use super::{Document, Line, Role, Row};

/// What happens to text that is too wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// So many columns are scrolled away.
    Behind(usize),
    /// It goes on in the next row.
    Wrap,
}

/// What stands on either side of a line.
pub(super) struct Halves {
    pub(super) left: Row,
    pub(super) right: Row,
    /// Columns of both together.
    pub(super) width: usize,
}

impl Halves {
    fn half_width(&self) -> usize {
        (self.width.saturating_sub(1) / 2).max(1)
    }

    /// The rows that they take: cut behind some columns, or wrapped.
    fn joined_rows(&self, cut: Cut) -> Vec<Row> {
        if let Cut::Behind(column) = cut {
            return vec![self.beside(&self.left, &self.right, column)];
        }
        let left = self.left.wrapped(self.half_width());
        let right = self.right.wrapped(self.half_width());
        let none = Row::default();
        let rows = 0..left.len().max(right.len());
        rows.map(|at| {
            let (left, right) = (left.get(at), right.get(at));
            self.beside(left.unwrap_or(&none), right.unwrap_or(&none), 0)
        })
        .collect()
    }

    fn beside(&self, left: &Row, right: &Row, column: usize) -> Row {
        let columns = column..column + self.half_width();
        let mut row = left.window(columns.clone());
        row.pad_to(self.half_width());
        row.push("│", Role::Dim);
        row.append(&right.window(columns));
        row
    }
}

impl Document {
    fn halves(&self, line: &Line) -> Option<Halves> {
        match line {
            Line::Split(old, new) => Some(self.diff.halves(*old, *new, &self.text)),
            Line::OuterSplit(old, new) => Some(self.outer.halves(*old, *new, &self.text)),
            Line::Row(_)
            | Line::Text { .. }
            | Line::Diff(_)
            | Line::Outer(_)
            | Line::Series(_)
            | Line::Discussion(_) => None,
        }
    }

    /// The rows of two lines side by side; none of any other line.
    pub fn split_rows(&self, line: &Line, cut: Cut) -> Vec<Row> {
        let halves = self.halves(line);
        halves.map_or_else(Vec::new, |halves| halves.joined_rows(cut))
    }

    /// The columns that the wider of two lines would take in all, were the other as wide.
    pub fn split_width(&self, line: &Line) -> usize {
        self.halves(line).map_or(0, |halves| {
            halves.left.width().max(halves.right.width()) + halves.half_width()
        })
    }
}
