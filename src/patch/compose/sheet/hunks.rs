//! The hunks of a stretch of a file, as git writes them.

use super::{CONTEXT, SheetLine};
use crate::patch::edits::{self, Interner, Token};
use std::fmt::Write as _;

/// One row of a change, by its place before; after, where it is new.
#[derive(Clone, Copy)]
pub(super) enum SheetRow {
    Same(usize),
    Less(usize),
    More(usize),
}

/// Writes the hunks of a stretch that is known as a whole, and stands at these lines.
pub(super) fn hunks(before: &[&SheetLine], after: &[&SheetLine], at: (u32, u32), out: &mut String) {
    let rows = stretch_rows(before, after);
    let changed: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !matches!(row, SheetRow::Same(..)))
        .map(|(at, _)| at)
        .collect();
    // Lines are counted on from hunk to hunk: from the top each time would be quadratic.
    let (mut place, mut done) = (at, 0);
    for group in changed.chunk_by(|a, b| b - a <= CONTEXT * 2 + 1) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else {
            continue;
        };
        let from = first.saturating_sub(CONTEXT);
        let to = (last + CONTEXT + 1).min(rows.len());
        let shown = rows.get(from..to).unwrap_or_default();
        let start = behind(place, rows.get(done..from).unwrap_or_default());
        place = behind(start, shown);
        done = to;
        write_hunk_head(start, place, out);
        for row in shown {
            write_row(row, before, after, out);
        }
    }
}

/// The rows of a stretch in the order in which git shows them.
pub(super) fn stretch_rows(before: &[&SheetLine], after: &[&SheetLine]) -> Vec<SheetRow> {
    let mut lines: Interner<&SheetLine> = Interner::new(before.len());
    let old: Vec<Token> = before.iter().map(|&line| lines.intern(line)).collect();
    let new: Vec<Token> = after.iter().map(|&line| lines.intern(line)).collect();
    let text = |token| lines[token].0.as_bytes();
    let mut rows = Vec::with_capacity(before.len().max(after.len()));
    let mut at = 0;
    for edit in edits::shown(&old, &new, text) {
        rows.extend((at..edit.old.start).map(SheetRow::Same));
        at = edit.old.end;
        rows.extend(edit.old.map(SheetRow::Less));
        rows.extend(edit.new.map(SheetRow::More));
    }
    rows.extend((at..before.len()).map(SheetRow::Same));
    rows
}

/// The places behind some rows that stand at a place.
pub(super) fn behind(at: (u32, u32), rows: &[SheetRow]) -> (u32, u32) {
    rows.iter().fold(at, |(old, new), row| match row {
        SheetRow::Same(_) => (old.saturating_add(1), new.saturating_add(1)),
        SheetRow::Less(_) => (old.saturating_add(1), new),
        SheetRow::More(_) => (old, new.saturating_add(1)),
    })
}

/// Writes the `@@` line of a hunk between two places.
pub(super) fn write_hunk_head(start: (u32, u32), end: (u32, u32), out: &mut String) {
    let side = |first: u32, behind: u32| match behind - first {
        // As diff has it, nothing stands behind the line before.
        0 => format!("{},0", first.saturating_sub(1)),
        1 => format!("{first}"),
        more => format!("{first},{more}"),
    };
    let (old, new) = (side(start.0, end.0), side(start.1, end.1));
    // Writing to a string does not fail.
    writeln!(out, "@@ -{old} +{new} @@").unwrap_or_default();
}

/// Writes a row with its sign.
pub(super) fn write_row(
    row: &SheetRow,
    before: &[&SheetLine],
    after: &[&SheetLine],
    out: &mut String,
) {
    let (sign, line) = match row {
        SheetRow::Same(old) => (' ', before.get(*old)),
        SheetRow::Less(old) => ('-', before.get(*old)),
        SheetRow::More(new) => ('+', after.get(*new)),
    };
    let Some((text, has_end)) = line else {
        return;
    };
    out.push(sign);
    out.push_str(text);
    out.push_str(if *has_end {
        "\n"
    } else {
        "\n\\ No newline at end of file\n"
    });
}
