//! Clusters that terminals do not give the same number of cells, such as people who are joined.
//!
//! Where such a cluster is drawn, nobody knows in which column the terminal's cursor is then. So
//! blanks behind it fill the most cells that any terminal takes, and what stands behind them is
//! put in its place anew in each frame: where the blanks went too far it is painted over them,
//! and where a terminal moved the rest of the row, it is moved back.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};

use crate::text;

/// Prepares a cluster that was put in a cell, with blank cells behind it.
pub(super) fn settle(buffer: &mut Buffer, (x, y): (u16, u16), cluster: &str) {
    let Some((cells, doubt)) = doubtful(cluster) else {
        return;
    };
    let right = buffer.area.right();
    let Some(cell) = buffer.cell_mut((x, y)) else {
        return;
    };
    // At the very edge the blanks would go on in the next row.
    if x.saturating_add(cells.get()).saturating_add(doubt) > right {
        cell.set_symbol("…");
        return;
    }
    let blanks = " ".repeat(usize::from(doubt));
    cell.set_symbol(&format!("{cluster}{blanks}"))
        .set_diff_option(CellDiffOption::ForcedWidth(cells));
    for rest in 1..cells.get() {
        if let Some(cell) = buffer.cell_mut((x + rest, y)) {
            cell.set_diff_option(CellDiffOption::Skip);
        }
    }
}

/// The most cells of a cluster and by how many they may be fewer; none where all agree, ratatui
/// among them: it gives half-width sound marks one more.
fn doubtful(cluster: &str) -> Option<(NonZeroU16, u16)> {
    if cluster.len() <= 3 {
        return None;
    }
    let (least, most) = text::columns(cluster);
    let cells = NonZeroU16::new(u16::try_from(most).ok()?)?;
    let doubt = u16::try_from(most - least).ok()?;
    (doubt > 0 || cluster.cell_width() != cells.get()).then_some((cells, doubt))
}

/// Lets everything behind a doubtful cluster be painted in every frame. One that is not ours, as
/// in a field that is typed into, is drawn by its first character alone.
pub(super) fn repaint(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        uncover(row);
        let mut is_behind = false;
        for cell in row {
            match cell.diff_option {
                CellDiffOption::ForcedWidth(_) => is_behind = true,
                CellDiffOption::None => {
                    simplify(cell);
                    if is_behind {
                        cell.set_diff_option(CellDiffOption::AlwaysUpdate);
                    }
                }
                CellDiffOption::Skip | CellDiffOption::AlwaysUpdate => {}
            }
        }
    }
}

/// A cluster that a box was drawn over in part is not drawn: it would hide the edge of the box.
fn uncover(row: &mut [Cell]) {
    for at in 0..row.len() {
        let Some((cells, is_ours)) = row.get(at).map(|cell| {
            if let CellDiffOption::ForcedWidth(cells) = cell.diff_option {
                (cells.get(), true)
            } else {
                (cell.cell_width(), false)
            }
        }) else {
            continue;
        };
        let end = row.len().min(at + usize::from(cells.max(1)));
        let Some([first, rest @ ..]) = row.get_mut(at..end) else {
            continue;
        };
        // What is part of a cluster is left out where we drew it, and blank where ratatui did.
        let is_part = |cell: &Cell| {
            let is_skipped = matches!(cell.diff_option, CellDiffOption::Skip);
            is_skipped || !is_ours && cell.symbol() == " "
        };
        if rest.iter().all(is_part) {
            continue;
        }
        let left = rest.iter_mut().filter(|cell| is_part(cell));
        for cell in std::iter::once(first).chain(left) {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
    }
}

fn simplify(cell: &mut Cell) {
    if doubtful(cell.symbol()).is_some() {
        let first: String = cell.symbol().chars().take(1).collect();
        cell.set_symbol(&first);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;

    use super::*;

    const PEOPLE: &str = "\u{1f468}\u{200d}\u{1f469}";

    fn painted(x: u16) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 2));
        buffer[(x, 0)].set_symbol(PEOPLE);
        settle(&mut buffer, (x, 0), PEOPLE);
        repaint(&mut buffer);
        buffer
    }

    #[test]
    fn what_stands_behind_is_painted_in_every_frame() {
        let buffer = painted(2);
        let again: Vec<u16> = buffer.diff(&buffer).iter().map(|(x, ..)| *x).collect();
        assert_eq!(again, [6, 7, 8, 9]);
        assert_eq!(buffer[(2, 0)].symbol(), format!("{PEOPLE}  "));
    }

    #[test]
    fn what_takes_its_place_is_painted_whole() {
        let plain = Buffer::empty(Rect::new(0, 0, 10, 2));
        let new: Vec<u16> = painted(2).diff(&plain).iter().map(|(x, ..)| *x).collect();
        assert_eq!(new, [2, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_box_over_a_part_of_a_cluster_is_drawn_whole() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer[(2, 0)].set_symbol(PEOPLE);
        settle(&mut buffer, (2, 0), PEOPLE);
        buffer[(4, 0)].reset();
        buffer[(4, 0)].set_symbol("|");
        repaint(&mut buffer);
        let plain = Buffer::empty(Rect::new(0, 0, 10, 1));
        let new: Vec<_> = plain.diff(&buffer);
        let new: Vec<_> = new.iter().map(|(x, _, cell)| (*x, cell.symbol())).collect();
        assert_eq!(new, [(4, "|")]);
    }

    #[test]
    fn at_the_edge_nothing_goes_on_in_the_next_row() {
        assert_eq!(painted(6)[(6, 0)].symbol(), "…");
        assert_eq!(painted(4)[(4, 0)].symbol(), format!("{PEOPLE}  "));
    }

    #[test]
    fn a_cluster_that_was_not_settled_is_simple() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        buffer[(0, 0)].set_symbol("\u{1f44d}\u{1f3fd}");
        repaint(&mut buffer);
        assert_eq!(buffer[(0, 0)].symbol(), "\u{1f44d}");
    }
}
