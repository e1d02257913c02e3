//! The mouse: a click focuses and selects, a second one opens, one on a hint does it and one on a
//! tab focuses its pane; the wheel scrolls what is under it without moving the focus, a border
//! can be dragged.

use ratatui::layout::Position;

use crate::app::action::{Action, Go};
use crate::app::effect::{Mouse, MouseKind};
use crate::app::frame::screen::{Border, PaneId};
use crate::app::{Command, Model, Open};

/// Rows that one step of the wheel scrolls.
const WHEEL: i32 = 3;

impl Model {
    pub(in crate::app) fn mouse(&mut self, mouse: Mouse) -> Vec<Command> {
        if !self.options.mouse {
            return Vec::new();
        }
        self.dialog.has_begun = true;
        let at = Position::new(mouse.column, mouse.row);
        if self.dialog.open.is_some() {
            return self.mouse_on_box(mouse.kind, at);
        }
        match mouse.kind {
            MouseKind::Down => return self.press(at),
            MouseKind::Drag => self.drag_border(at),
            MouseKind::Up => self.dialog.drag = None,
            MouseKind::ScrollUp => self.wheel(at, -WHEEL),
            MouseKind::ScrollDown => self.wheel(at, WHEEL),
        }
        Vec::new()
    }

    fn wheel(&mut self, at: Position, by: i32) {
        // The wheel scrolls what it is over, wherever the focus is.
        if let Some(id) = self.screen().pane_at(at) {
            self.pane_mut(id)
                .scroll(|view, extent| view.scroll(by, extent));
        }
    }

    fn press(&mut self, at: Position) -> Vec<Command> {
        let screen = self.screen();
        if let Some(action) = self.hint_at(&screen, at) {
            return self.press_hint(action);
        }
        // A tab may stand in a border.
        let (tab, border) = (self.tab_at(&screen, at), screen.border_at(at));
        if let Some(tab) = tab {
            self.focus(tab);
        }
        if tab.is_some() || border.is_some() {
            self.dialog.drag = border.map(|border| (border, at));
            return Vec::new();
        }
        let Some((id, area)) = screen
            .panes
            .iter()
            .find(|(_, area)| area.contains(at))
            .copied()
        else {
            return Vec::new();
        };
        let inner = screen.inner(area);
        let was_focused = self.wish.focus == id;
        self.focus(id);
        if !inner.contains(at) {
            return Vec::new();
        }
        let Some(line) = self.line_at(id, at.y - inner.y) else {
            return Vec::new();
        };
        let pane = self.pane_mut(id);
        // A second click on the same row opens it, however long after.
        if was_focused && pane.view.cursor == line {
            return self.run_action(Action::Go(Go::Open));
        }
        pane.go_to(line);
        Vec::new()
    }

    /// Does what a hint says, as its key would.
    fn press_hint(&mut self, action: Action) -> Vec<Command> {
        self.dialog.notices.clear();
        self.dialog.keys.forget();
        self.run_action(action)
    }

    /// The line that a row of a pane shows.
    fn line_at(&self, id: PaneId, row: u16) -> Option<usize> {
        let pane = self.pane(id);
        // A line may take several rows, and the first may begin above the pane.
        let mut left = usize::from(row) + usize::from(pane.view.skip);
        for line in pane.view.top..pane.document.lines.len() {
            let height = usize::from(pane.height(line));
            if left < height {
                return Some(line);
            }
            left -= height;
        }
        None
    }

    fn drag_border(&mut self, at: Position) {
        let Some((border, from)) = self.dialog.drag else {
            return;
        };
        let by = match border {
            Border::ListHeight => i32::from(at.y) - i32::from(from.y),
            Border::ListWidth | Border::FilesWidth => i32::from(at.x) - i32::from(from.x),
        };
        self.wish.shift(border, by);
        self.dialog.drag = Some((border, at));
    }

    fn mouse_on_box(&mut self, kind: MouseKind, at: Position) -> Vec<Command> {
        let (area, height) = (self.picker_area(), self.box_height());
        let Some(Open::Picker(picker)) = &mut self.dialog.open else {
            return Vec::new();
        };
        match kind {
            MouseKind::ScrollUp => picker.step_choice(-1, height),
            MouseKind::ScrollDown => picker.step_choice(1, height),
            // A click beside a box closes it.
            MouseKind::Down if !area.contains(at) => self.dialog.open = None,
            MouseKind::Down if at.y >= area.y + picker.rows_above() => {
                let row = at.y - area.y - picker.rows_above();
                let item = picker.top_item(height) + usize::from(row);
                let again = picker.shown().1 == item;
                picker.point(item, height);
                if again {
                    let picked = picker.take_chosen();
                    return self.picked(picked);
                }
            }
            MouseKind::Down | MouseKind::Drag | MouseKind::Up => {}
        }
        Vec::new()
    }
}
