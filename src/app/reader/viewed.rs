//! Marks of what was read: hunks, files, patches, whole series.

use crate::app::list::rows;
use crate::app::notice::Notices;
use crate::app::reader::state::Reader;
use crate::app::reader::unread;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use std::ops::Range;

use super::page::PageKind;
use super::pane::Anchor;
use crate::app::action::Motion;
use crate::app::frame::screen::PaneId;
use crate::app::{Jump, Model};
use crate::archive::marks::bits;
use crate::archive::standing::ReadState;
use crate::doc::Target;
use crate::doc::diff::DiffTable;
use crate::mail::MsgIdx;

impl Model {
    /// Turns a mark round and goes on: of a series in the list, of hunk, file or patch in a
    /// diff, else of the mail.
    pub(in crate::app) fn turn_mark(&mut self, at: MsgIdx) {
        match self.wish.focus {
            PaneId::List => {
                let row = self.lister.pane.current();
                let mails =
                    row.map_or_else(|| vec![at], |row| unread::mails_of(&self.archive, row));
                self.turn_mails(mails);
                self.motion(Motion::Down);
            }
            PaneId::Patches if !matches!(self.lister.patches.current(), Some(Target::File(_))) => {
                self.turn_mails(vec![at]);
                self.motion(Motion::Down);
            }
            // A comparison shows hunks of the newer version.
            _ if self.reader.page.compared().is_some() => self.view_compared(),
            PaneId::Page | PaneId::Files | PaneId::Patches => match self.hunks_here() {
                Some(hunks) if !hunks.is_empty() => self.view_hunks(hunks),
                _ => {
                    self.turn_mails(vec![at]);
                    if self.wish.focus == PaneId::Page {
                        self.to_unread(true);
                    }
                }
            },
        }
    }

    fn turn_mails(&mut self, mails: Vec<MsgIdx>) {
        let notices = &mut self.dialog.notices;
        self.reader
            .turn_read(&self.archive, &mut self.marks, notices, mails);
    }

    /// Turns the mark of a whole series round.
    pub(in crate::app) fn mark_series(&mut self, at: MsgIdx) {
        let mails = match (
            self.lister.pane.current(),
            self.reader.page.series(&self.archive),
        ) {
            (Some(row), _) if self.wish.focus == PaneId::List => {
                unread::mails_of(&self.archive, row)
            }
            (_, Some(series)) => unread::mails(&self.archive, series),
            (_, None) => unread::thread_of(&self.archive, at),
        };
        self.turn_mails(mails);
    }

    /// The hunks that the cursor is on: one, those of a file, or all of the patch's.
    fn hunks_here(&self) -> Option<Range<usize>> {
        let diff = self.reader.diff_table();
        if self.wish.focus != PaneId::Page {
            let Some(Target::File(path)) = self.pane(self.wish.focus).current() else {
                return None;
            };
            return diff
                .files
                .iter()
                .find(|file| file.path == *path)
                .map(|file| file.hunks.clone());
        }
        let cursor = self.reader.text.view.cursor;
        let Some(file) = diff.file_at(cursor).and_then(|at| diff.files.get(at)) else {
            return Some(0..diff.hunks.len());
        };
        // On a hunk that one, on the heading of a file all of it, above the diff the whole patch.
        let hunk = diff.hunk_at(cursor).map(|at| at..at + 1);
        hunk.or_else(|| Some(file.hunks.clone()))
    }

    /// Marks hunks as viewed, or takes the marks off where all of them are.
    fn view_hunks(&mut self, hunks: Range<usize>) {
        let document = &self.reader.text.document;
        let keys: Vec<_> = hunks
            .clone()
            .filter_map(|at| document.diff.hunk_keys(at, &document.text))
            .collect();
        // All of them viewed: then x takes it back.
        let is_viewed = keys.iter().all(|key| self.marks.is_viewed(key.hunk));
        self.marks.view_hunks(&keys, !is_viewed);
        self.reader.built.changes += 1;
        self.count_viewed(&hunks, !is_viewed);
        if is_viewed {
            return self.dialog.notices.tell("marked as not viewed");
        }
        let diff = self.reader.diff_table();
        let is_new = |at: &usize| !hunks.contains(at) && !diff.is_viewed(*at);
        // On to the next, and round to those that were left out above.
        let (behind, before) = (hunks.end..diff.hunks.len(), 0..hunks.start);
        match behind.chain(before).find(is_new) {
            Some(next) if self.wish.focus == PaneId::Page => self.reader.jump_to_hunk(next),
            Some(_) => self.motion(Motion::Down),
            None => {
                self.dialog.notices.tell("all of this patch is viewed");
                let message = self.reader.page.message(&self.archive);
                self.marks.mark_read(message, &self.archive);
                self.to_unread(true);
            }
        }
    }

    /// Counts what is viewed of the patch, now that some of it is or is not, for the list and
    /// the letter.
    fn count_viewed(&mut self, changed: &Range<usize>, to: bool) {
        let diff = self.reader.diff_table();
        let all = diff.hunks.len();
        let is_viewed = |at: &usize| {
            if changed.contains(at) {
                to
            } else {
                diff.is_viewed(*at)
            }
        };
        let seen = (0..all).filter(is_viewed).count();
        let message = self
            .reader
            .page
            .message(&self.archive)
            .and_then(|at| self.archive.message(at));
        let Some(id) = message.map(|message| message.id.clone()) else {
            return;
        };
        self.marks.put_place(id, seen, all);
        self.lister.built.changes += 1;
    }

    /// In a patch of which a part was viewed: goes to the next hunk that was not. Whether there
    /// is one.
    pub(in crate::app) fn to_unviewed(&mut self, down: bool) -> bool {
        if self
            .reader
            .viewed_here(&self.archive, &self.marks)
            .is_none()
            || self.wish.focus != PaneId::Page
        {
            return false;
        }
        let cursor = self.reader.text.view.cursor;
        let diff = self.reader.diff_table();
        let behind = diff.hunks.partition_point(|hunk| hunk.line <= cursor);
        let is_new = |at: &usize| !diff.is_viewed(*at);
        let next = if down {
            (behind..diff.hunks.len()).find(is_new)
        } else {
            let before = diff.hunks.partition_point(|hunk| hunk.line < cursor);
            (0..before).rev().find(is_new)
        };
        let line = next.and_then(|next| diff.hunks.get(next)).map(|h| h.line);
        if let Some(line) = line {
            self.leave();
            self.reader.text.go_to(line);
        }
        line.is_some()
    }
}

impl Reader {
    /// Notes which series or thread is read. What was there when it was left, or first entered, is
    /// no news any more when it is entered again.
    pub(in crate::app) fn enter(&mut self, archive: &Archive, marks: &mut Marks) {
        let thing = self.thing_here(archive);
        // Another patch of the same series: reading goes on.
        if thing == self.visit.reading {
            return;
        }
        self.depart(archive, marks);
        let is_new = match &thing {
            Some(Target::Series(at)) => rows::standing(archive, marks, *at).state == ReadState::New,
            Some(Target::Message(head)) => {
                let thread = archive.discussion_of(*head);
                thread.is_some_and(|one| one.state(marks).0 == ReadState::New)
            }
            _ => false,
        };
        self.visit.reading = thing;
        // What is there when a new series is opened is known: replies from now on are news.
        if is_new {
            know(archive, marks, self.visit.reading.clone());
        }
    }

    /// Notes that what was read is read no more.
    pub(in crate::app) fn depart(&mut self, archive: &Archive, marks: &mut Marks) {
        let left = self.visit.reading.take();
        know(archive, marks, left);
    }

    pub(in crate::app) fn turn_read(
        &mut self,
        archive: &Archive,
        marks: &mut Marks,
        notices: &mut Notices,
        mails: Vec<MsgIdx>,
    ) {
        // Who puts a mail aside does not wait to answer it.
        let both = bits::READ | bits::SETTLED;
        if mails.iter().all(|mail| marks.is_read(*mail)) {
            marks.mark_bits(mails, archive, bits::UNREAD, both);
            notices.tell("marked as unread");
        } else {
            if let Some(mail) = mails.first() {
                touch(archive, marks, *mail);
            }
            marks.mark_bits(mails, archive, both, bits::UNREAD);
            notices.tell("marked as read");
        }
        self.built.changes += 1;
    }
}

fn know(archive: &Archive, marks: &mut Marks, thing: Option<Target>) {
    let mails = thing.map_or_else(Vec::new, |thing| unread::mails_of(archive, &thing));
    marks.mark_bits(mails, archive, bits::KNOWN, 0);
}

/// Keeps that something of the series of a mail was read, so that a newer version is known for
/// what it is also where this one is not at hand.
pub(in crate::app) fn touch(archive: &Archive, marks: &mut Marks, mail: MsgIdx) {
    let place = archive.place(mail);
    let series = place.series().filter(|_| !place.is_reply());
    if let Some(series) = series.and_then(|at| archive.series(at)) {
        marks.touch(series);
    }
}

impl Reader {
    /// The series that the page is of, or the mail that begins its thread.
    pub(in crate::app) fn thing_here(&self, archive: &Archive) -> Option<Target> {
        if let Some(series) = self.page.series(archive) {
            return Some(Target::Series(series));
        }
        let message = self.page.message(archive)?;
        let thread = archive.discussion_of(message)?;
        thread.head().map(Target::Message)
    }

    fn diff_table(&self) -> &DiffTable {
        &self.text.document.diff
    }

    fn jump_to_hunk(&mut self, hunk: usize) {
        let line = self.diff_table().hunks.get(hunk).map(|hunk| hunk.line);
        let target = line.and_then(|line| self.text.target(line)).cloned();
        self.jump = target.map(|target| Jump::Anchor(Anchor::Target(target, 0)));
        self.built.changes += 1;
    }

    /// How many hunks of the page were viewed, and of how many; none while nothing was.
    pub(in crate::app) fn viewed_here(
        &self,
        archive: &Archive,
        marks: &Marks,
    ) -> Option<(usize, usize)> {
        let message = archive.message(self.page.message(archive)?)?;
        let counts = marks.place(&message.id)?;
        let is_read = matches!(self.page.kind, PageKind::Patch | PageKind::Mail);
        (counts.0 > 0 && is_read).then_some(counts)
    }

    /// Notes which files of the page were viewed, once it is built.
    pub(in crate::app) fn note_done(&mut self) {
        let diff = &self.text.document.diff;
        let is_done =
            |hunks: &Range<usize>| !hunks.is_empty() && hunks.clone().all(|at| diff.is_viewed(at));
        let files = diff.files.iter().filter(|file| is_done(&file.hunks));
        self.files.viewed = files.map(|file| file.path.clone()).collect();
    }
}
