//! Where the panes of each shape lie.

use ratatui::layout::Rect;

use super::{PaneId, Shape, Wish, Zoom};

/// The upper rows and the rest.
pub(super) fn split_rows(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let upper = Rect {
        height: rows,
        ..area
    };
    let lower = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (upper, lower)
}

/// The left columns and the rest.
fn split_columns(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    let left = Rect {
        width: columns,
        ..area
    };
    let right = Rect {
        x: area.x + columns,
        width: area.width - columns,
        ..area
    };
    (left, right)
}

/// A share with what the user changed, so that at least `least` is left on either side.
fn share(normal: u16, change: i32, least: u16, whole: u16) -> u16 {
    // Neither side gets less than it needs, whatever was dragged.
    let most = whole.saturating_sub(least);
    let wanted = i32::from(normal) + change;
    let wanted = u16::try_from(wanted.max(0)).unwrap_or(u16::MAX);
    wanted.min(most).max(least.min(whole))
}

/// The panes of a shape; the patches stand where the list would.
pub(super) fn panes(shape: Shape, body: Rect, wish: &Wish) -> Vec<(PaneId, Rect)> {
    // Patches take the place of the list: everything is laid out as for that.
    let mut as_list = *wish;
    if wish.focus.is_first() {
        as_list.focus = PaneId::List;
    }
    let mut panes = with_list(shape, body, &as_list);
    for (id, _) in &mut panes {
        if *id == PaneId::List {
            *id = wish.first;
        }
    }
    panes
}

fn with_list(shape: Shape, body: Rect, wish: &Wish) -> Vec<(PaneId, Rect)> {
    if wish.zoom == Zoom::Full || shape == Shape::Single {
        return vec![(wish.focus, body)];
    }
    match shape {
        Shape::Wide => wide_panes(body, wish),
        Shape::Stacked => stacked(body, wish),
        Shape::Rows | Shape::Single | Shape::TooSmall => row_panes(body, wish),
    }
}

/// Columns of a page for prose: letters are up to 75 wide and stand two columns in, and a word that
/// does not fit would stand alone in a row.
const PROSE: u16 = 80;

/// Columns that the list keeps, the files, and what a diff has on a screen that is not divided.
const LIST: u16 = 60;
const FILES: u16 = 30;
const DIFF: u16 = 116;

/// Whether a diff takes the place of the files too: there is no room for both.
pub(super) fn takes_files(body: Rect, wish: &Wish) -> bool {
    let is_reading = wish.focus == PaneId::Page && wish.zoom == Zoom::Normal;
    wish.is_code && is_reading && body.width < LIST + DIFF + FILES
}

/// The page is made for prose; what is left beyond that is divided. A diff gets more.
fn wide_panes(body: Rect, wish: &Wish) -> Vec<(PaneId, Rect)> {
    // Prose wider than a hundred columns is hard to read: the rest goes to the list.
    let spare = body.width.saturating_sub(170);
    let mut files = FILES + (spare / 8).min(16);
    let mut page = PROSE + (spare / 4).min(20);
    // A diff that is read gets the room for two sides.
    if wish.is_code && wish.focus == PaneId::Page && !takes_files(body, wish) {
        files = FILES;
        page = DIFF + body.width.saturating_sub(LIST + DIFF + FILES) / 2;
    }
    if wish.zoom == Zoom::Half {
        let large = body.width / 10 * 6;
        match wish.focus {
            PaneId::List | PaneId::Patches => {
                (page, files) = (body.width / 10 * 3, body.width / 10);
            }
            PaneId::Page => (page, files) = (large, 30),
            PaneId::Files => (page, files) = (body.width / 5, large),
        }
    }
    let list = body.width.saturating_sub(page + files);
    let list = share(
        list,
        wish.sizes.list_width,
        20,
        body.width.saturating_sub(20),
    );
    let (list, rest) = split_columns(body, list);
    if takes_files(body, wish) {
        return vec![(PaneId::List, list), (PaneId::Page, rest)];
    }
    let files = share(files, wish.sizes.files_width, 14, rest.width);
    let (page, files) = split_columns(rest, rest.width - files);
    vec![
        (PaneId::List, list),
        (PaneId::Page, page),
        (PaneId::Files, files),
    ]
}

fn stacked(body: Rect, wish: &Wish) -> Vec<(PaneId, Rect)> {
    let mut list = body.height / 3;
    let mut files = body.width.saturating_sub(PROSE).clamp(20, 42);
    if wish.zoom == Zoom::Half {
        match wish.focus {
            PaneId::List | PaneId::Patches => list = body.height / 3 * 2,
            PaneId::Page => (list, files) = (body.height / 5, 24),
            PaneId::Files => (list, files) = (body.height / 5, body.width / 3 * 2),
        }
    }
    let list = share(list, wish.sizes.list_height, 4, body.height);
    let (list, rest) = split_rows(body, list);
    let files = share(files, wish.sizes.files_width, 14, rest.width);
    let (page, files) = split_columns(rest, rest.width - files);
    vec![
        (PaneId::List, list),
        (PaneId::Page, page),
        (PaneId::Files, files),
    ]
}

fn row_panes(body: Rect, wish: &Wish) -> Vec<(PaneId, Rect)> {
    let list = match (wish.zoom, wish.focus) {
        (Zoom::Half, PaneId::List) => body.height / 3 * 2,
        (Zoom::Half, _) => 4,
        // Seven rows of the list: enough to see what comes next.
        _ => 9.min(body.height / 2),
    };
    let list = share(list, wish.sizes.list_height, 4, body.height);
    let (list, rest) = split_rows(body, list);
    let reading = match wish.focus {
        PaneId::List if wish.reading == PaneId::List => PaneId::Page,
        PaneId::List => wish.reading,
        focus @ (PaneId::Page | PaneId::Files | PaneId::Patches) => focus,
    };
    vec![(PaneId::List, list), (reading, rest)]
}
