//! Reading on: a page, then the next mail that was not read, wherever it is.

use super::page::Page;
use crate::app::action::Motion;
use crate::app::frame::screen::PaneId;
use crate::app::{Jump, Model};
use crate::archive::Archive;
use crate::doc::Target;
use crate::mail::MsgIdx;
use crate::series::{Series, SeriesIdx};

impl Model {
    /// Space: a page of the text, then the next unread mail.
    pub(super) fn read_on(&mut self) {
        // What is read has to be seen: where it is behind the files or the list, it comes first.
        if self.screen().area_of(PaneId::Page).is_none() {
            self.wish.reading = PaneId::Page;
            if self.screen().area_of(PaneId::Page).is_none() {
                self.focus(PaneId::Page);
            }
            return;
        }
        self.reader.enter(&self.archive, &mut self.marks);
        // Space pages until the end was seen; only then it goes on to another mail.
        if !self.reader.text.at_end() {
            self.move_page(Motion::PageDown);
            self.reader
                .mark_seen(&self.archive, &mut self.marks, &self.options);
            return;
        }
        let message = self.reader.page.message(&self.archive);
        self.marks.mark_read(message, &self.archive);
        self.reader
            .mark_seen(&self.archive, &mut self.marks, &self.options);
        self.to_unread(true);
    }

    /// Backspace: a page back, wherever Space pages on.
    pub(super) fn page_back(&mut self) {
        if self.screen().area_of(PaneId::Page).is_some() {
            self.move_page(Motion::PageUp);
        }
    }

    /// Moves in the page, whatever has the focus.
    fn move_page(&mut self, motion: Motion) {
        // The page scrolls though the cursor is in the list, as in mutt and lazygit.
        let focus = std::mem::replace(&mut self.wish.focus, PaneId::Page);
        self.motion(motion);
        self.wish.focus = focus;
    }

    /// The next unread mail: of this series, then of those below it in the list.
    pub(in crate::app) fn to_unread(&mut self, down: bool) {
        // Within a patch that is being viewed hunk by hunk the next hunk comes first.
        if self.to_unviewed(down) {
            return;
        }
        let here = self.reader.page.message(&self.archive);
        let series = self.reader.page.series(&self.archive);
        let mut mails = match (series, here) {
            (Some(at), _) => mails(&self.archive, at),
            (None, Some(mail)) => thread_of(&self.archive, mail),
            (None, None) => Vec::new(),
        };
        if let Some(at) = mails.iter().position(|m| Some(*m) == here) {
            if down {
                mails.drain(..=at);
            } else {
                mails.truncate(at);
            }
        }
        if !down {
            mails.reverse();
        }
        let next = mails
            .iter()
            .position(|mail| self.reader.is_news(&self.marks, *mail));
        let found = next.and_then(|next| mails.get(next).copied());
        // What lies between and was read in an older version is passed over, and that is told.
        mails.truncate(next.unwrap_or(mails.len()));
        self.reader.pass_over(
            &self.archive,
            &mut self.marks,
            &mut self.dialog.notices,
            &mails,
        );
        match found.or_else(|| {
            self.lister
                .unread_elsewhere(&self.archive, &self.marks, down)
        }) {
            Some(mail) => {
                let focus = self.wish.focus;
                // The focus stays: who reads on from the list reads beside it.
                self.read_at(Page::reading(mail, &self.archive));
                self.focus(focus);
                if self.reader.is_thread() {
                    self.reader.jump = Some(Jump::To(Target::Message(mail)));
                }
            }
            None => self.dialog.notices.tell("nothing unread"),
        }
    }
}

/// The mails of a series in the order of reading.
pub(in crate::app) fn mails(archive: &Archive, at: SeriesIdx) -> Vec<MsgIdx> {
    archive.series(at).map_or_else(Vec::new, reading_order)
}

/// The mails of the thread that a mail of no series is of, else it alone.
pub(in crate::app) fn thread_of(archive: &Archive, mail: MsgIdx) -> Vec<MsgIdx> {
    let thread = archive.discussion_of(mail);
    thread.map_or_else(|| vec![mail], |thread| thread.mails.clone())
}

/// The mails of what a row of the list stands for.
pub(in crate::app) fn mails_of(archive: &Archive, row: &Target) -> Vec<MsgIdx> {
    if let Target::Series(at) = row {
        mails(archive, *at)
    } else if let Target::Message(at) = row {
        thread_of(archive, *at)
    } else {
        Vec::new()
    }
}

/// The cover and its replies, then each patch and its replies.
fn reading_order(series: &Series) -> Vec<MsgIdx> {
    let slots = series.parts.slots.iter();
    let patches =
        slots.flat_map(|slot| slot.message.into_iter().chain(slot.replies.iter().copied()));
    let cover = series
        .parts
        .cover
        .into_iter()
        .chain(series.replies.iter().copied());
    cover.chain(patches).collect()
}
