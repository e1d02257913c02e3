//! The ways between pages, and back to where one came from: pane, row and line.

use super::page::{About, Page, PageKind};
use crate::app::frame::screen::PaneId;
use crate::app::reader::state::Reader;
use crate::app::reader::unread;
use crate::app::{Command, Jump, Model, ReadingPlace};
use crate::archive::Archive;
use crate::doc::Target;

/// Pages that were opened one from another, at most.
const DEEPEST: usize = 200;

/// A page that was opened, and where from: where `q` goes back to.
#[derive(Clone, Debug)]
pub(in crate::app) struct OpenedPage {
    from: ReadingPlace,
    page: Page,
}

impl Model {
    /// Where one is now.
    fn place_here(&self) -> ReadingPlace {
        ReadingPlace {
            page: self.reader.page,
            focus: self.wish.focus,
            list: self.lister.pane.current().cloned(),
            text: self.reader.text.current_spot(),
            files: self.reader.files.pane.current_spot(),
            folds: self.reader.look.folds.clone(),
            tree_folds: self.reader.look.tree_folds.clone(),
        }
    }

    /// Remembers where one is, before a jump.
    pub(in crate::app) fn leave(&mut self) {
        let place = self.place_here();
        self.reader.ways.trail.leave(place);
    }

    /// Remembers where one is, before something is opened that is gone back from.
    pub(in crate::app) fn leave_for(&mut self, page: Page) {
        let from = self.place_here();
        // Two ways lead back: Ctrl-o through everything, q only through what was opened from here.
        self.reader.ways.trail.leave(from.clone());
        // Whoever opens mail after mail of a long thread never wants all of that way back.
        if self.reader.ways.opened.len() >= DEEPEST {
            self.reader.ways.opened.remove(0);
        }
        self.reader.ways.opened.push(OpenedPage { from, page });
    }

    /// Opens a page and reads it.
    pub(in crate::app) fn visit(&mut self, page: Page) {
        self.leave_for(page);
        self.enter_page(page);
    }

    /// Reads on at a page: `q` goes back to where the one before was opened, unless this is of
    /// another series.
    pub(in crate::app) fn read_at(&mut self, page: Page) {
        self.leave();
        let series = |page: Page| page.series(&self.archive);
        // Reading on into the next series is no opening: q leads to the list.
        if series(page) != series(self.reader.page) {
            self.reader.ways.opened.clear();
        }
        self.enter_page(page);
    }

    fn enter_page(&mut self, page: Page) {
        self.reader.turn_to(page);
        self.focus(PaneId::Page);
        match (page.series(&self.archive), page.about) {
            (Some(series), _) => self.lister.select(&self.archive, series),
            (None, About::Mail(mail)) => {
                // The list has one row for a thread of no series, by its first mail.
                let head = unread::thread_of(&self.archive, mail).first().copied();
                self.lister
                    .select_row(&Target::Message(head.unwrap_or(mail)));
            }
            (None, _) => {}
        }
    }

    /// `H` and `L`: through the places where one has been.
    pub(in crate::app) fn travel(&mut self, back: bool) {
        let present = self.place_here();
        let place = if back {
            self.reader.ways.trail.back(present)
        } else {
            self.reader.ways.trail.forward(present)
        };
        let Some(place) = place else {
            let where_to = if back { "back" } else { "forward" };
            return self
                .dialog
                .notices
                .tell(format!("nothing further {where_to}"));
        };
        self.restore(place);
    }

    /// Puts everything as it was in a place.
    fn restore(&mut self, place: ReadingPlace) {
        self.reader.turn_to(place.page);
        if self.reader.look.folds != place.folds || self.reader.look.tree_folds != place.tree_folds
        {
            self.reader.look.folds = place.folds;
            self.reader.look.tree_folds = place.tree_folds;
            self.reader.built.changes += 1;
        }
        self.focus(place.focus);
        // A filter may have hidden the row meanwhile.
        let is_there = |target: &Target| self.lister.pane.line_of(target).is_some();
        if let Some(target) = place.list.filter(is_there) {
            self.lister.select_row(&target);
        } else if let Some(series) = place.page.series(&self.archive) {
            self.lister.select(&self.archive, series);
        }
        self.reader.jump = Some(Jump::Spot(place.text));
        self.reader.files.spot = Some(place.files);
        self.reader.built.changes += 1;
    }

    /// `q`: back to where this was opened from, else one level up; leaves at the root where that
    /// is wanted.
    pub(in crate::app) fn up_one_level(&mut self, may_quit: bool) -> Vec<Command> {
        if self.wish.focus == PaneId::Patches {
            self.focus(PaneId::List);
            return Vec::new();
        }
        // What was opened closes first, then panes, then pages: q never leaves from within a page.
        if self.wish.focus != PaneId::List && self.close_opened() {
            return Vec::new();
        }
        if self.wish.focus == PaneId::Files {
            self.focus(PaneId::Page);
            return Vec::new();
        }
        if let Some(parent) = self.reader.page.parent(&self.archive) {
            let child = self.reader.page;
            self.leave();
            self.reader.turn_to(parent);
            // One level up stands the row that led down.
            self.reader.jump = row_of(child).map(Jump::To);
            return Vec::new();
        }
        if self.reader.page != Page::default() && self.reader.page.about == About::Archive {
            self.lister.selected = None;
            self.focus(PaneId::List);
            return Vec::new();
        }
        if self.wish.focus != PaneId::List {
            self.focus(self.wish.first);
            return Vec::new();
        }
        if may_quit {
            vec![Command::Quit]
        } else {
            Vec::new()
        }
    }

    /// Goes back to where the page was opened from. Whether it was.
    fn close_opened(&mut self) -> bool {
        let here = self.place_here();
        while let Some(opened) = self.reader.ways.opened.pop() {
            // Opened and led nowhere: q would seem to do nothing.
            if opened.from == here {
                continue;
            }
            self.leave();
            let (child, is_moved) = (self.reader.page, opened.page != self.reader.page);
            self.restore(opened.from);
            // Who went on from what was opened comes back to the row of where that led.
            if let Some(target) = row_of(child).filter(|_| is_moved) {
                self.reader.jump = Some(Jump::To(target));
            }
            return true;
        }
        false
    }
}

impl Reader {
    /// Follows all places into an archive that was read or grouped again.
    pub(in crate::app) fn carry_places(&mut self, archive: &Archive, old: &Archive) {
        let new = archive;
        let carry = |place: &mut ReadingPlace| {
            place.page = place.page.carried(old, new);
            place.list = place
                .list
                .take()
                .and_then(|target| target.carried(old, new));
            place.text.carry(old, new);
            place.files.carry(old, new);
        };
        self.ways.trail.each_place(carry);
        for opened in &mut self.ways.opened {
            carry(&mut opened.from);
            opened.page = opened.page.carried(old, new);
        }
    }
}

/// The row by which a page is named on the one that holds it.
fn row_of(page: Page) -> Option<Target> {
    match (page.kind, page.about) {
        (PageKind::Patch, About::Slot(series, slot)) => Some(Target::Slot(series, slot)),
        (PageKind::Mail, About::Mail(message)) => Some(Target::Message(message)),
        _ => None,
    }
}
