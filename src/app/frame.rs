//! The frame that shows the model: panes, the lines around them, and what lies on top.

pub mod screen;
pub mod view;

mod bars;
mod focus;
mod hints;
mod overlays;
mod progress;
mod tabs;

use self::screen::{PaneId, Screen, Shape};
use self::view::{Bar, BarKind, PaneView, View};
use crate::app::Model;
use crate::app::dialog::state::Dialog;
use crate::app::reader::pane::Pane;
use crate::doc::{Line, Role, Row};
use ratatui::layout::Rect;

impl Model {
    pub(super) fn frame(&self) -> View<'_> {
        let screen = self.screen();
        if screen.shape == Shape::TooSmall {
            return self.too_small();
        }
        View {
            panes: screen
                .panes
                .iter()
                .map(|(id, area)| self.pane_view(*id, *area, &screen))
                .collect(),
            bars: self.all_bars(&screen),
            overlay: self.boxes(&screen),
        }
    }

    fn too_small(&self) -> View<'_> {
        let size = self.wish.size;
        let text = format!("needs 20x5, has {}x{}", size.width, size.height);
        let bar = Bar {
            area: Rect::new(0, 0, size.width, size.height.min(1)),
            left: Row::of(&text, Role::Text).columns(0..usize::from(size.width)),
            right: Row::default(),
            kind: BarKind::Status,
        };
        View {
            bars: vec![bar],
            ..View::default()
        }
    }

    fn pane_view(&self, id: PaneId, area: Rect, screen: &Screen) -> PaneView {
        let pane = self.pane(id);
        let height = usize::from(pane.look.inner.height);
        let mut rows = Vec::with_capacity(height);
        let mut cursor = 0..0;
        // Rows are made for what is in view: a page of a million lines costs a frame no more.
        let lines = pane.document.lines.iter().enumerate().skip(pane.view.top);
        for (number, line) in lines {
            let mut these = match line {
                Line::Split(..) | Line::OuterSplit(..) => pane.split_rows(line),
                Line::Row(_)
                | Line::Text { .. }
                | Line::Diff(_)
                | Line::Outer(_)
                | Line::Series(_)
                | Line::Discussion(_) => pane.rows_of(&self.row_of_line(id, number, line), line),
            };
            if matches!(line, Line::Split(..) | Line::OuterSplit(..)) {
                for row in &mut these {
                    self.dialog.mark_found(id, number, row);
                }
            }
            if number == pane.view.top {
                // Of a line that begins above the pane the rows in view.
                these.drain(..usize::from(pane.view.skip).min(these.len()));
            }
            let start = rows.len();
            rows.append(&mut these);
            if number == pane.view.cursor {
                let at = |row: usize| u16::try_from(row.min(height)).unwrap_or(u16::MAX);
                cursor = at(start)..at(rows.len());
            }
            if rows.len() >= height {
                rows.truncate(height);
                break;
            }
        }
        if id == PaneId::Page {
            let sticky = pane.sticky();
            // The heading of file and hunk takes the place of the first rows; the margin keeps the
            // cursor below it.
            rows.splice(0..sticky.len().min(rows.len()), sticky);
        }
        PaneView {
            area,
            focused: self.wish.focus == id,
            bordered: screen.shape != Shape::Single,
            title: self.title(id, screen),
            position: self.position(id, pane),
            rows,
            cursor,
            thumb: thumb(pane),
        }
    }

    /// The row of a line, with the matches of the search marked.
    fn row_of_line(&self, id: PaneId, number: usize, line: &Line) -> Row {
        let pane = self.pane(id);
        let mut row = match line {
            Line::Series(_) | Line::Discussion(_) => self.list_row(number, line),
            Line::Row(_)
            | Line::Text { .. }
            | Line::Diff(_)
            | Line::Split(..)
            | Line::Outer(_)
            | Line::OuterSplit(..) => pane.document.row(line),
        };
        self.dialog.mark_found(id, number, &mut row);
        row
    }

    /// The number that focuses the pane, and what it shows; tabs where page and files share a place.
    fn title(&self, id: PaneId, screen: &Screen) -> Row {
        let mut row = Row::default();
        match id {
            PaneId::List => {
                row.push("[1] Series ", Role::Text);
                if !self.lister.choice.query.is_empty() {
                    row.push(
                        &format!("filter: {} ", self.lister.choice.query),
                        Role::Alert,
                    );
                    row.push(&self.sift_progress().unwrap_or_default(), Role::Dim);
                }
            }
            PaneId::Page => {
                if screen.is_shared {
                    row.append(&self.tab_row(screen));
                    row.push(" ", Role::Text);
                } else {
                    row.push("[2] ", Role::Text);
                }
                row.append(&self.reader.text.document.title);
                row.push(" ", Role::Text);
            }
            PaneId::Patches => {
                row.push("[1] ", Role::Text);
                row.append(&self.lister.patches.document.title);
                row.push(" ", Role::Text);
            }
            PaneId::Files if screen.is_shared => row.append(&self.tab_row(screen)),
            PaneId::Files => {
                row.push("[3] ", Role::Text);
                row.append(&self.reader.files.pane.document.title);
                row.push(" ", Role::Text);
            }
        }
        row
    }

    /// `4 of 214 · newest activity first` for the list, `1–23 of 118 · 19%` for a text.
    fn position(&self, id: PaneId, pane: &Pane) -> Row {
        let count = pane.document.lines.len();
        let text = match id {
            _ if count == 0 => " empty ".to_owned(),
            PaneId::List => {
                let more = if self.session.progress.is_some() {
                    "+"
                } else {
                    ""
                };
                let sort = self.lister.choice.sort.words();
                let turned = if self.lister.choice.reversed {
                    ", turned round"
                } else {
                    ""
                };
                let grouped = if self.lister.built.is_grouped() {
                    "as you read, "
                } else {
                    ""
                };
                let number = self.lister.built.number(pane.view.cursor);
                let count = self.lister.built.count;
                format!(" {number} of {count}{more} · {grouped}{sort}{turned} ")
            }
            PaneId::Page => {
                let bottom = pane.bottom().min(count - 1) + 1;
                let viewed = match self.reader.viewed_here(&self.archive, &self.marks) {
                    Some((seen, all)) => format!(" · ✓ {seen}/{all} hunks"),
                    None => String::new(),
                };
                format!(
                    " {}–{bottom} of {count} · {}%{viewed} ",
                    pane.view.top + 1,
                    bottom * 100 / count
                )
            }
            PaneId::Files | PaneId::Patches => format!(" {} of {count} ", pane.view.cursor + 1),
        };
        Row::of(&text, Role::Dim)
    }
}

impl Dialog {
    /// Marks the matches of the search.
    pub(in crate::app) fn mark_found(&self, id: PaneId, number: usize, row: &mut Row) {
        // Matches are marked in the pane that was searched alone.
        let find = self.find.as_ref().filter(|(of, _)| *of == id);
        let is_hit =
            |find: &crate::app::reader::find::Find| find.lines.binary_search(&number).is_ok();
        if let Some((_, find)) = find.filter(|(_, find)| is_hit(find)) {
            let text = row.text().to_owned();
            for found in find
                .pattern
                .find_iter(&text)
                .filter(|found| !found.is_empty())
            {
                row.mark_role(&found.range(), Role::Match);
            }
        }
    }
}

/// Where the scroll bar's thumb is: by lines, which is near enough where some are wrapped.
fn thumb(pane: &Pane) -> Option<std::ops::Range<u16>> {
    let (count, height) = (
        pane.document.lines.len(),
        usize::from(pane.look.inner.height),
    );
    if count <= height || height == 0 {
        return None;
    }
    // As much of the border as of the text is in view, one row at least.
    let size = (height * height / count).max(1);
    let last = count - height;
    let top = pane.view.top.min(last) * (height - size) / last.max(1);
    Some(u16::try_from(top).ok()?..u16::try_from(top + size).ok()?)
}

#[cfg(test)]
mod tests;
