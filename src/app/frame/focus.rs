//! Where the focus goes, and how borders are moved.

use super::screen::{Border, PaneId, Screen, Shape, Wish};
use crate::app::action::Focus;

impl Wish {
    pub(in crate::app) fn move_focus(&mut self, focus: Focus) {
        let next = match (focus, self.focus) {
            (Focus::Next, pane) => self.after(pane),
            // There are three places: two on is one back.
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
            // Page and files share a place: down leads to the one in view.
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
        // At the end of what a pane can give up the key must not count on unseen.
        if Screen::new(self) == before.0 {
            self.sizes = before.1;
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;

    fn wish(width: u16, height: u16, focus: PaneId) -> Wish {
        let mut wish = Wish {
            size: Size { width, height },
            reading: PaneId::Page,
            ..Wish::default()
        };
        wish.focus(focus);
        wish
    }

    fn moved(mut wish: Wish, focus: Focus) -> PaneId {
        wish.move_focus(focus);
        wish.focus
    }

    #[test]
    fn the_focus_goes_round_both_ways_and_by_name() {
        let at = |pane| wish(120, 40, pane);
        let round = [PaneId::List, PaneId::Page, PaneId::Files];
        for (here, pane) in round.into_iter().enumerate() {
            let next = round[(here + 1) % 3];
            assert_eq!(moved(at(pane), Focus::Next), next);
            assert_eq!(moved(at(next), Focus::Previous), pane);
            assert_eq!(moved(at(pane), Focus::List), PaneId::List);
            assert_eq!(moved(at(pane), Focus::Page), PaneId::Page);
            assert_eq!(moved(at(pane), Focus::Files), PaneId::Files);
        }
        let mut first = at(PaneId::Page);
        first.first = PaneId::Patches;
        assert_eq!(moved(first, Focus::List), PaneId::Patches, "in its place");
    }

    #[test]
    fn sides_lead_where_the_panes_stand() {
        let (wide, stacked) = (|pane| wish(200, 60, pane), |pane| wish(120, 40, pane));
        assert_eq!(moved(wide(PaneId::List), Focus::Right), PaneId::Page);
        assert_eq!(moved(wide(PaneId::Page), Focus::Right), PaneId::Files);
        assert_eq!(moved(wide(PaneId::Files), Focus::Left), PaneId::Page);
        assert_eq!(moved(wide(PaneId::Page), Focus::Left), PaneId::List);
        assert_eq!(
            moved(wide(PaneId::Page), Focus::Up),
            PaneId::Page,
            "nothing is above"
        );
        assert_eq!(moved(stacked(PaneId::Page), Focus::Up), PaneId::List);
        assert_eq!(moved(stacked(PaneId::Files), Focus::Up), PaneId::List);
        assert_eq!(moved(stacked(PaneId::List), Focus::Down), PaneId::Page);
        assert_eq!(moved(stacked(PaneId::List), Focus::Right), PaneId::List);
        let mut files = stacked(PaneId::List);
        files.reading = PaneId::Files;
        assert_eq!(
            moved(files, Focus::Down),
            PaneId::Files,
            "that is what is read"
        );
    }

    fn width_of(wish: &Wish, pane: PaneId) -> u16 {
        Screen::new(wish).area_of(pane).unwrap().width
    }

    #[test]
    fn the_pane_that_has_the_focus_becomes_wider() {
        for pane in [PaneId::List, PaneId::Page, PaneId::Files] {
            let mut wish = wish(200, 60, pane);
            let before = width_of(&wish, pane);
            wish.resize_width(4);
            assert_eq!(width_of(&wish, pane), before + 4, "{pane:?}");
            wish.resize_width(-8);
            assert_eq!(width_of(&wish, pane), before - 4, "{pane:?}");
        }
        // Below each other the list has all of the width.
        let mut stacked = wish(120, 40, PaneId::List);
        let before = Screen::new(&stacked);
        stacked.resize_width(4);
        assert_eq!(Screen::new(&stacked), before);
    }

    #[test]
    fn the_pane_that_has_the_focus_becomes_higher() {
        let height = |wish: &Wish, pane| Screen::new(wish).area_of(pane).unwrap().height;
        for pane in [PaneId::List, PaneId::Page] {
            let mut wish = wish(120, 40, pane);
            let before = height(&wish, pane);
            wish.resize_height(2);
            assert_eq!(height(&wish, pane), before + 2, "{pane:?}");
        }
    }

    #[test]
    fn a_border_at_its_end_does_not_go_on_unseen() {
        let mut wish = wish(200, 60, PaneId::List);
        for _ in 0..100 {
            wish.resize_width(8);
        }
        let widest = width_of(&wish, PaneId::List);
        wish.resize_width(-8);
        let narrower = width_of(&wish, PaneId::List);
        assert!(
            narrower < widest && narrower + 8 >= widest,
            "{narrower} of {widest}"
        );
    }
}
