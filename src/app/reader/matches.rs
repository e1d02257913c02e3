//! From match to match of what was searched for.

use super::find::Find;
use crate::app::Model;
use crate::app::frame::screen::PaneId;

impl Model {
    /// Goes to a match, and says where the document was passed round.
    pub(in crate::app) fn jump_to(&mut self, found: Option<(usize, bool)>, down: bool) {
        match found {
            Some((line, passed)) => {
                self.focused().go(line);
                if passed {
                    let end = if down { "end" } else { "beginning" };
                    self.notices.tell(format!("search passed the {end}"));
                }
            }
            None => self.notices.tell("no match"),
        }
    }

    pub(in crate::app) fn next_match(&mut self, down: bool) {
        let focus = self.wish.focus;
        let text = match (&self.overlay.find, self.overlay.searches.last()) {
            (Some((_, find)), _) => find.text.clone(),
            (None, Some(text)) => text.clone(),
            (None, None) => return self.notices.tell("nothing was searched for yet"),
        };
        if self
            .overlay
            .find
            .as_ref()
            .is_none_or(|(pane, _)| *pane != focus)
        {
            let find = Find::new(&text, &self.pane(focus).document, &self.archive);
            self.overlay.find = find.ok().map(|find| (focus, find));
        }
        let cursor = self.pane(focus).view.cursor;
        let found = self.overlay.find.as_ref().and_then(|(_, find)| {
            if down {
                find.next(cursor, false)
            } else {
                find.previous(cursor)
            }
        });
        self.jump_to(found, down);
    }

    /// Searches a pane again whose document is another.
    pub(in crate::app) fn search_again(&mut self, pane: PaneId) {
        let Some((of, mut find)) = self.overlay.find.take() else {
            return;
        };
        if of == pane {
            find.search(&self.pane(pane).document, &self.archive);
        }
        self.overlay.find = Some((of, find));
    }
}
