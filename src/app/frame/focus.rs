//! Where the focus goes, and how borders are moved.

use super::screen::{Border, PaneId, Screen, Shape, Wish};
use crate::app::action::Focus;

impl Wish {
    pub(in crate::app) fn move_focus(&mut self, focus: Focus) {
        let next = match (focus, self.focus) {
            (Focus::Next, pane) => self.after(pane),
            (Focus::Previous, pane) => self.after(self.after(pane)),
            (Focus::List, _) => self.first,
            (Focus::Page, _) => PaneId::Page,
            (Focus::Files, _) => PaneId::Files,
            (Focus::Left | Focus::Down | Focus::Up | Focus::Right, _) => self.neighbour(focus),
        };
        self.focus(next);
    }

    /// The pane on a side; the same one where there is none.
    fn neighbour(&self, side: Focus) -> PaneId {
        let pane = self.focus;
        let is_wide = Screen::new(self).shape == Shape::Wide;
        match (side, pane) {
            (Focus::Left, PaneId::Files) => PaneId::Page,
            (Focus::Left, PaneId::Page) if is_wide => self.first,
            (Focus::Right, PaneId::Page) => PaneId::Files,
            (Focus::Right, PaneId::List | PaneId::Patches) if is_wide => PaneId::Page,
            (Focus::Up, PaneId::Page | PaneId::Files) if !is_wide => self.first,
            (Focus::Down, PaneId::List | PaneId::Patches) if !is_wide => match self.reading {
                PaneId::Files => PaneId::Files,
                PaneId::Page | PaneId::List | PaneId::Patches => PaneId::Page,
            },
            _ => pane,
        }
    }

    pub(in crate::app) fn resize_width(&mut self, by: i32) {
        let is_wide = Screen::new(self).shape == Shape::Wide;
        match self.focus {
            PaneId::List | PaneId::Patches if is_wide => self.shift(Border::ListWidth, by),
            PaneId::List | PaneId::Patches => {}
            PaneId::Page if is_wide => self.shift(Border::ListWidth, -by),
            PaneId::Page => self.shift(Border::FilesWidth, by),
            PaneId::Files => self.shift(Border::FilesWidth, -by),
        }
    }

    pub(in crate::app) fn resize_height(&mut self, by: i32) {
        let by = if self.focus.is_first() { by } else { -by };
        self.shift(Border::ListHeight, by);
    }

    /// Moves a border, unless that changes nothing that can be seen.
    pub(in crate::app) fn shift(&mut self, border: Border, by: i32) {
        let before = (Screen::new(self), self.sizes);
        self.sizes.shift(border, by);
        if Screen::new(self) == before.0 {
            self.sizes = before.1;
        }
    }
}
