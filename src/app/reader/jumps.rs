//! From one thing that is read to another.

use super::page::{About, Page, PageKind};
use crate::app::action::{FoldAction, Go};
use crate::app::frame::screen::PaneId;
use crate::app::{Command, Jump, Model};
use crate::archive::Archive;
use crate::archive::net::Span;
use crate::doc::Target;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

impl Model {
    pub(in crate::app) fn go(&mut self, go: Go) -> Vec<Command> {
        match go {
            Go::Open => self.open_here(),
            Go::Out => self.go_out(),
            Go::ReadOn => self.read_on(),
            Go::ReadBack => self.page_back(),
            Go::Cover => match self.reader.page.series(&self.archive) {
                Some(series) => self.visit(Page::home_of(series, &self.archive)),
                None => self.dialog.notices.tell("there is no series here"),
            },
            Go::Parent => self.to_parent(),
            Go::Replies => self.to_replies(),
            Go::Thread => self.to_thread(),
            // Of two versions compared the net change of both; of one series its own.
            Go::Net => match self.reader.page.compared() {
                Some((old, new)) => self.visit_pair(PageKind::CompareNet, old, new),
                None => self.to_net(Span::ALL),
            },
            Go::Compare => self.to_compare(None),
            Go::NextReply => self.step_reply(true),
            Go::PreviousReply => self.step_reply(false),
            Go::List => self.focus(PaneId::List),
            Go::NextPatch => self.step_patch(true),
            Go::PreviousPatch => self.step_patch(false),
            Go::NextSeries => self.step_series(true),
            Go::PreviousSeries => self.step_series(false),
            Go::NextUnread => self.to_unread(true),
            Go::PreviousUnread => self.to_unread(false),
            Go::Back => self.travel(true),
            Go::Forward => self.travel(false),
            Go::PickPatch => self.pick_patch(),
            Go::PickFile => self.pick_file(),
            Go::PickSeries => self.pick_series(),
        }
        Vec::new()
    }

    /// Enter: one level deeper.
    fn open_here(&mut self) {
        match (self.wish.focus, self.focused().current().cloned()) {
            // A heading of a group.
            (PaneId::List, Some(Target::Section(_))) => self.fold_here(FoldAction::Toggle),
            // The page beside the list is that of the row: Enter only goes to it.
            (PaneId::List, Some(_)) => {
                self.leave();
                self.reader.ways.opened.clear();
                self.focus(PaneId::Page);
            }
            (PaneId::Patches, Some(Target::Series(_) | Target::Slot(..))) => {
                self.leave_for(self.reader.page);
                self.focus(PaneId::Page);
            }
            (PaneId::Files | PaneId::Patches, Some(Target::File(path))) => self.to_file(&path),
            (PaneId::Files | PaneId::Patches, Some(Target::Directory(_))) => {
                self.fold_here(FoldAction::Toggle);
            }
            (PaneId::Files, Some(Target::Section(key))) => self.to_pair(&key),
            (PaneId::Page, Some(target)) => self.follow_target(target),
            _ => self.dialog.notices.tell("there is nothing to open here"),
        }
    }

    pub(in crate::app) fn follow_target(&mut self, target: Target) {
        match target {
            Target::Series(series) => self.visit(Page::home_of(series, &self.archive)),
            Target::Compare(old, new) => self.visit_pair(PageKind::Compare, old, new),
            Target::CompareNet(old, new) => self.visit_pair(PageKind::CompareNet, old, new),
            Target::Slot(series, slot) => self.to_slot(series, slot),
            Target::Message(message) => self.visit(Page::of(message, &self.archive)),
            Target::Place(message, line) => self.to_place(message, line),
            Target::Attachment(message, number) => {
                self.visit(Page::new(
                    PageKind::Attachment,
                    About::Part(message, number),
                ));
            }
            Target::File(path) => self.to_file(&path),
            Target::Directory(_) | Target::Section(_) => self.fold_here(FoldAction::Toggle),
            Target::Url(url) => self.to_url(&url),
        }
    }

    fn to_slot(&mut self, series: SeriesIdx, slot: u32) {
        let found = self.archive.series(series);
        let found = found.and_then(|s| s.slot(slot));
        match found.map(|slot| (slot.message, slot.number)) {
            Some((Some(_), _)) => self.visit(Page::patch(series, slot)),
            Some((None, number)) => {
                self.dialog
                    .notices
                    .tell(format!("patch {number} is not in what was opened"));
            }
            None => {}
        }
    }

    /// The file in the text of the page; from a cover, in the first patch that touches it.
    fn to_file(&mut self, path: &str) {
        let target = Target::File(path.to_owned());
        let pages = &self.reader.text;
        let here = pages.line_of(&target);
        // Enter on the heading of a file in its own diff: there is nowhere to go within the text.
        let is_there = here == Some(pages.view.cursor) && self.wish.focus == PaneId::Page;
        if let Some(line) = here.filter(|_| !is_there) {
            self.leave_for(self.reader.page);
            self.reader.text.go_top(line);
            self.focus(PaneId::Page);
            return;
        }
        let (PageKind::Cover | PageKind::Net, Some(at)) =
            (self.reader.page.kind, self.reader.page.about.series())
        else {
            return self
                .dialog
                .notices
                .tell(format!("{path} is not in this text"));
        };
        let slots = self.archive.series(at).map_or(&[][..], |s| &s.parts.slots);
        // What several patches touch is shown as what they make of it.
        if self.wish.focus == PaneId::Files && touched_often(&self.archive, at, path) {
            return self.to_net_of(at, Some(path), Span::ALL);
        }
        // The first patch that touches it, at its place there.
        let touches = |message: MsgIdx| {
            let facts = self.archive.facts(message);
            facts.is_some_and(|f| f.files.iter().any(|file| file.path == path))
        };
        match slots
            .iter()
            .position(|slot| slot.message.is_some_and(touches))
        {
            Some(slot) => {
                self.visit(Page::patch(at, u32::try_from(slot).unwrap_or(u32::MAX)));
                self.reader.jump = Some(Jump::To(target));
            }
            None => self
                .dialog
                .notices
                .tell(format!("no patch here touches {path}")),
        }
    }

    /// `h`: folds what is open, else goes to what holds the row.
    fn go_out(&mut self) {
        match (self.wish.focus, self.focused().current().cloned()) {
            (
                PaneId::Files | PaneId::Patches,
                Some(Target::Directory(path) | Target::File(path)),
            ) => self.tree_out(&path),
            (PaneId::Patches, _) => self.focus(PaneId::List),
            (PaneId::List, Some(Target::Series(at))) => {
                // Out of an older version leads to the newest, whose row it is folded into.
                let newer = self
                    .archive
                    .series(at)
                    .and_then(|s| s.versions.newer.last().copied());
                if let Some(newest) = newer {
                    self.lister.select(&self.archive, newest);
                    self.lister.selected = None;
                }
            }
            _ => {}
        }
    }

    fn to_parent(&mut self) {
        let message = self.reader.page.message(&self.archive);
        match message.and_then(|at| self.archive.parent(at)) {
            Some(parent) => self.visit(Page::of(parent, &self.archive)),
            None => self
                .dialog
                .notices
                .tell("the mail that this one replies to is not here"),
        }
    }

    fn to_replies(&mut self) {
        let message = self.reader.page.message(&self.archive);
        let children = message.map_or(&[][..], |at| self.archive.children(at));
        // A patch that answers the cover is a child of it and no reply.
        let is_reply = |at: &&MsgIdx| Page::of(**at, &self.archive) == Page::mail(**at);
        let Some(first) = children.iter().find(is_reply).copied() else {
            return self
                .dialog
                .notices
                .tell("there are no replies to this mail");
        };
        if let Some(line) = self.reader.text.line_of(&Target::Message(first)) {
            self.leave_for(self.reader.page);
            self.focus(PaneId::Page);
            return self.reader.text.go_to(line);
        }
        self.visit(Page::mail(first));
    }

    fn step_patch(&mut self, down: bool) {
        // On a comparison the patches are its pairs.
        if self.reader.page.compared().is_some() {
            return self.step_pair(down);
        }
        let Some(at) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let slots = self.archive.series(at).map_or(&[][..], |s| &s.parts.slots);
        // Holes of the series are passed over.
        let is_here = |slot: &usize| slots.get(*slot).is_some_and(|s| s.message.is_some());
        let now = self
            .reader
            .page
            .slot_of(&self.archive)
            .map(|slot| slot as usize);
        let next = if down {
            (now.map_or(0, |n| n + 1)..slots.len()).find(is_here)
        } else {
            (0..now.unwrap_or(0)).rev().find(is_here)
        };
        let page = match next {
            Some(slot) => Page::patch(at, u32::try_from(slot).unwrap_or(u32::MAX)),
            None if !(0..slots.len()).any(|slot| is_here(&slot)) => {
                return self.dialog.notices.tell("no patch of this series is here");
            }
            None if down => return self.dialog.notices.tell("this is the last patch"),
            None if now.is_none() => return self.dialog.notices.tell("this is the cover letter"),
            // Before the first patch stands the letter.
            None => Page::home_of(at, &self.archive),
        };
        if page == self.reader.page {
            return self.dialog.notices.tell("this is the only patch");
        }
        self.leave();
        self.reader.turn_to(page);
    }

    fn step_series(&mut self, down: bool) {
        self.leave();
        let list = &mut self.lister.pane;
        let before = list.view.cursor;
        // Headings of groups are no series.
        let is_series = |line: &usize| list.target(*line).is_some_and(is_thing);
        let next = if down {
            (before + 1..list.document.lines.len()).find(is_series)
        } else {
            (0..before).rev().find(is_series)
        };
        match next {
            Some(line) => list.go_to(line),
            None if down => self.dialog.notices.tell("this is the last series"),
            None => self.dialog.notices.tell("this is the first series"),
        }
    }
}

/// Whether more than one patch touches a file.
fn touched_often(archive: &Archive, at: SeriesIdx, path: &str) -> bool {
    let series = archive.series(at);
    let touches = series.map(|series| archive.touches(series));
    touches.is_some_and(|touches| touches.get(path).is_some_and(|all| all.len() > 1))
}

/// Whether a row of the list is something that can be read.
fn is_thing(target: &Target) -> bool {
    matches!(target, Target::Series(_) | Target::Message(_))
}
