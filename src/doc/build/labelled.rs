//! Values behind labels, on as many rows as they need.

use super::super::{Role, Row};

/// Columns of the labels in a head.
const LABEL: usize = 9;

/// `From     Jeff Layton`: a label in a column of its own and what it is about.
pub(in crate::doc) fn labelled(label: &str, value: &str, role: Role) -> Row {
    let mut row = labelled_row(label);
    row.push(value, role);
    row
}

/// A label alone.
pub(in crate::doc) fn labelled_row(label: &str) -> Row {
    let mut row = Row::of(label, Role::Label);
    row.pad_to(LABEL);
    row
}

/// Parts behind a label, on as many rows as they need; a part that is too wide alone is wrapped.
pub(in crate::doc) fn flow_rows(
    label: &str,
    parts: &[Row],
    separator: &str,
    width: usize,
) -> Vec<Row> {
    let room = width.saturating_sub(LABEL).max(1);
    let mut rows = Vec::new();
    let mut row = labelled_row(label);
    let mut used = 0;
    for (at, part) in parts.iter().enumerate() {
        let mut part = part.clone();
        if at + 1 < parts.len() {
            part.push(separator, Role::Dim);
        }
        if used > 0 && used + part.width() > room + 1 {
            rows.push(std::mem::replace(&mut row, labelled_row("")));
            used = 0;
        }
        for (number, piece) in part.wrapped(room).into_iter().enumerate() {
            if number > 0 {
                rows.push(std::mem::replace(&mut row, labelled_row("")));
                used = 0;
            }
            used += piece.width();
            row.append(&piece);
        }
    }
    rows.push(row);
    rows
}
