//! The tabs of the layouts that do not show every pane. One list says what is drawn and what a
//! click on it focuses.

use ratatui::layout::{Position, Rect};

use super::screen::{PaneId, Screen, Shape, title_area};
use crate::app::Model;
use crate::doc::{Role, Row};

/// A tab: what it focuses, and how it is drawn.
struct Tab {
    pane: PaneId,
    row: Row,
}

impl Model {
    /// The tabs of a layout, side by side: those of all panes where one is shown at a time, else
    /// those of page and files, which share a place.
    fn tab_list(&self, screen: &Screen) -> Vec<Tab> {
        let single = screen.shape == Shape::Single;
        let tab = |pane, number, word| {
            let focused = self.wish.focus == pane;
            let row = match single {
                true if focused => Row::of(&format!("▌{number} {word}▐"), Role::Title),
                true => Row::of(&format!(" {number} {word} "), Role::Dim),
                false if screen.area_of(pane).is_some() => {
                    Row::of(&format!("[{number}] {word} "), Role::Text)
                }
                false => Row::of(&format!("{number} {word} "), Role::Dim),
            };
            Tab { pane, row }
        };
        let mut tabs = vec![tab(PaneId::Page, 2, "Read"), tab(PaneId::Files, 3, "Files")];
        if single {
            let word = match self.wish.first {
                PaneId::Patches => "Patches",
                PaneId::List | PaneId::Page | PaneId::Files => "Series",
            };
            tabs.insert(0, tab(self.wish.first, 1, word));
        }
        tabs
    }

    /// The tabs as they are drawn.
    pub(in crate::app) fn tab_row(&self, screen: &Screen) -> Row {
        let mut all = Row::default();
        for tab in self.tab_list(screen) {
            if !all.text().is_empty() {
                all.push(tab_gap(screen), Role::Text);
            }
            all.append(&tab.row);
        }
        all
    }

    /// Where they are drawn, if there are any.
    fn tab_area(&self, screen: &Screen) -> Option<Rect> {
        match screen.shape {
            Shape::Single => Some(self.top_bar(screen)?.left_area()),
            _ if screen.is_shared => {
                let shared = |(id, _): &&(PaneId, Rect)| !id.is_first();
                let found = screen.panes.iter().find(shared);
                found.map(|(_, area)| title_area(*area))
            }
            Shape::Rows | Shape::Wide | Shape::Stacked | Shape::TooSmall => None,
        }
    }

    /// The pane whose tab is under a position.
    pub(in crate::app) fn tab_at(&self, screen: &Screen, at: Position) -> Option<PaneId> {
        let area = self.tab_area(screen).filter(|area| area.contains(at))?;
        let mut left = usize::from(at.x - area.x);
        for tab in self.tab_list(screen) {
            let width = tab.row.width();
            if left < width {
                return Some(tab.pane);
            }
            left = left.checked_sub(width + tab_gap(screen).len())?;
        }
        None
    }
}

/// What stands between two tabs.
fn tab_gap(screen: &Screen) -> &'static str {
    if screen.shape == Shape::Single {
        ""
    } else {
        " "
    }
}
