//! Where the cursor of the list is, and what is read because of it.

use super::state::Lister;
use crate::app::reader::page::Page;
use crate::app::reader::unread;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::doc::Target;
use crate::doc::viewport::Viewport;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

impl Lister {
    /// The page to turn to once the cursor has moved. The page follows the cursor of the list, but
    /// not the other way round: a page that was opened otherwise stays until the cursor moves.
    pub(in crate::app) fn follow(&mut self, page: Page, archive: &Archive) -> Option<Page> {
        let selected = self.pane.current().cloned();
        // The page follows once: who went elsewhere is not pulled back by every update.
        if selected == self.selected {
            return None;
        }
        self.selected = selected;
        match &self.selected {
            Some(Target::Series(series)) if page.series(archive) != Some(*series) => {
                Some(Page::home_of(*series, archive))
            }
            Some(Target::Message(message)) => Some(Page::reading(*message, archive)),
            None if page.series(archive).is_some() => Some(Page::default()),
            _ => None,
        }
    }

    /// Puts the cursor of the list on what it was on, or on the first row that can be read.
    pub(in crate::app) fn put_cursor(&mut self, target: Option<Target>, view: Option<Viewport>) {
        let list = &mut self.pane;
        if let Some(view) = view {
            list.view = view;
            return list.fit_view();
        }
        let is_thing = |line: &usize| {
            let target = list.target(*line);
            matches!(target, Some(Target::Series(_) | Target::Message(_)))
        };
        let found = target.and_then(|target| list.line_of(&target));
        let first = || (0..list.document.lines.len()).find(is_thing);
        let line = found.or_else(first).unwrap_or(0);
        list.go_to(line);
    }

    /// Puts the cursor of the list on a series, or on the newest version of it that is shown.
    pub(in crate::app) fn select(&mut self, archive: &Archive, at: SeriesIdx) {
        let list = &mut self.pane;
        // An older version has no row of its own mostly: its newest has.
        let newer = archive.series(at).map_or(&[][..], |s| &s.versions.newer);
        let mut rows = std::iter::once(at).chain(newer.iter().copied());
        if list.current() == Some(&Target::Series(at)) {
            return;
        }
        if let Some(row) = rows.find(|row| list.line_of(&Target::Series(*row)).is_some()) {
            self.select_row(&Target::Series(row));
        }
    }

    /// Puts the cursor of the list on a row that is there; the page stays.
    pub(in crate::app) fn select_row(&mut self, target: &Target) {
        let list = &mut self.pane;
        if let Some(line) = list.line_of(target) {
            list.go_to(line);
            self.selected = list.current().cloned();
        }
    }

    /// The row of the patches that stands for what is on the page: its patch, or the letter.
    pub(in crate::app) fn row_of(&self, page: Page, archive: &Archive) -> Option<usize> {
        let series = page.series(archive)?;
        let target = match page.slot_of(archive) {
            Some(slot) => Target::Slot(series, slot),
            None => Target::Series(series),
        };
        self.patches.line_of(&target)
    }

    pub(in crate::app) fn unread_elsewhere(
        &self,
        archive: &Archive,
        marks: &Marks,
        down: bool,
    ) -> Option<MsgIdx> {
        let list = &self.pane;
        let unread = |line: usize| {
            let mails = unread::mails_of(archive, list.target(line)?);
            let is_new = |mail: &MsgIdx| !marks.is_read(*mail);
            if down {
                mails.into_iter().find(is_new)
            } else {
                mails.into_iter().rev().find(is_new)
            }
        };
        let cursor = list.view.cursor;
        if down {
            // Round to the top, so that nothing is left behind.
            let below = cursor + 1..list.document.lines.len();
            below.chain(0..=cursor).find_map(unread)
        } else {
            (0..cursor).rev().find_map(unread)
        }
    }

    /// The mails of each series and of each thread that the list holds, those in closed sections
    /// as well.
    pub(in crate::app) fn all_listed(
        &self,
        archive: &Archive,
        marks: &Marks,
    ) -> [Vec<Vec<MsgIdx>>; 2] {
        let series = self.choice.series(archive, marks);
        let threads = self.choice.threads(archive, marks);
        [
            series
                .iter()
                .map(|at| unread::mails(archive, *at))
                .collect(),
            threads
                .iter()
                .map(|head| unread::thread_of(archive, *head))
                .collect(),
        ]
    }
}
