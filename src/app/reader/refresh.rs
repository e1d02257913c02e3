//! The documents of page and files, put in their panes anew when they are stale.

use super::find::Find;
use super::state::{FilesKey, Jump, PageKey, Reader};
use crate::archive::Archive;
use crate::doc::Document;

impl Reader {
    /// What the page is to be built from, unless it is built from that already.
    pub(in crate::app) fn stale_page(&self) -> Option<PageKey> {
        let stale = (self.built.changes, self.material.revision());
        // Width counts, height only where it makes the head of a letter short: most resizes build
        // nothing.
        let look = self.text.look;
        let key = (self.page, stale, (look.inner.width, look.is_low()));
        (self.built.page != Some(key)).then_some(key)
    }

    /// Shows the page: where it was if it is the same, else from its beginning.
    pub(in crate::app) fn put_page(&mut self, document: Document, key: PageKey) {
        // The same page built anew keeps its place; another one begins at its top.
        let is_same = self.built.page.is_some_and(|built| built.0 == key.0);
        self.text.put(document, is_same);
        self.built.page = Some(key);
        self.note_done();
    }

    /// What the files are to be built from, unless they are built from that already.
    pub(in crate::app) fn stale_files(&self) -> Option<FilesKey> {
        // In a comparison they come with the answer.
        let compared = self.page.compared();
        let answers = compared.map_or(0, |_| self.material.revision());
        let stale = (self.built.changes, answers);
        let key = (self.page, stale, self.files.pane.look.inner.width);
        (self.built.files != Some(key)).then_some(key)
    }

    /// Shows the files likewise, at the row that was asked for.
    pub(in crate::app) fn put_files(&mut self, document: Document, key: FilesKey) {
        let is_same = self.built.files.is_some_and(|built| built.0 == key.0);
        self.files.pane.put(document, is_same);
        self.built.files = Some(key);
        if let Some(spot) = self.files.spot.take() {
            self.files.pane.put_back(&spot);
        }
    }

    /// Goes where one wanted to go on the page that was built now; a place that comes with the
    /// replies is waited for. Whether that was a match of what is searched for.
    pub(in crate::app) fn take_jump(&mut self, archive: &Archive, find: Option<&Find>) -> bool {
        match self.jump.take() {
            Some(Jump::To(target)) => {
                if let Some(line) = self.text.line_of(&target) {
                    self.text.go_top(line);
                }
            }
            Some(Jump::Anchor(anchor)) => {
                let line = self.text.line_of_anchor(&anchor);
                self.text.go_to(line);
            }
            Some(Jump::Spot(spot)) => {
                self.text.put_back(&spot);
                // What the place was in (a reply at its line) comes later: the jump is made once
                // more then.
                if !self.text.has_spot(&spot) && !self.material.has_replies() {
                    self.jump = Some(Jump::Spot(spot));
                }
            }
            Some(Jump::Line(line)) => {
                if let Some(line) = self.text.line_of_text(line) {
                    self.text.go_to(line);
                }
            }
            Some(Jump::Reply(first)) => self.jump_to_reply(archive, first),
            Some(Jump::Match) => {
                let cursor = self.text.view.cursor;
                let found = find.and_then(|find| find.next_match(cursor, true));
                if let Some((line, _)) = found {
                    self.text.go_to(line);
                }
                return found.is_some();
            }
            None => {}
        }
        false
    }
}
