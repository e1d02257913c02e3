//! What the reading pane shows: a kind of page, and what it is about.

use crate::archive::net::Span;
use crate::archive::{Archive, Place};
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// Something to read: a kind, whose row is in `reader::pages`, and what it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Page {
    /// What is said.
    pub kind: PageKind,
    /// Of what.
    pub about: About,
}

/// The kinds of pages; each is a row of the table in `reader::pages`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// Nothing was opened.
    #[default]
    Nothing,
    /// A cover letter and the patches of its series.
    Cover,
    /// The patch in a slot.
    Patch,
    /// Any mail.
    Mail,
    /// A mail as it was sent.
    Source,
    /// An attachment of a mail.
    Attachment,
    /// What was odd in the input.
    Problems,
    /// Why the mails of a series were joined.
    Evidence,
    /// All that was answered to a series.
    Thread,
    /// What a run of patches does together.
    Net,
    /// What changed between two versions.
    Compare,
    /// What two versions do together, against each other.
    CompareNet,
    /// What a search through all mails found.
    Grep,
    /// What a command of the user's wrote.
    Output,
    /// All notices.
    Log,
    /// What signs, columns and colours mean.
    Legend,
}

impl PageKind {
    /// Whether a page is for the most part a diff, whose lines are longer than those of prose.
    pub fn is_code(self) -> bool {
        matches!(
            self,
            Self::Patch | Self::Net | Self::Compare | Self::CompareNet
        )
    }
}

/// What a page is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum About {
    /// All that was opened, or this run.
    #[default]
    Archive,
    /// A series.
    Series(SeriesIdx),
    /// A patch, by its place in [`crate::series::Parts::slots`].
    Slot(SeriesIdx, u32),
    /// A mail.
    Mail(MsgIdx),
    /// An attachment of a mail, by its place among them.
    Part(MsgIdx, u32),
    /// A run of patches and a file of theirs by its place in [`Archive::files`], or all files.
    Patches(SeriesIdx, Option<u32>, Span),
    /// Two versions of a series, the older first.
    Pair(SeriesIdx, SeriesIdx),
}

impl About {
    /// The series that it names; of two versions the newer.
    pub fn series(self) -> Option<SeriesIdx> {
        match self {
            Self::Series(at) | Self::Slot(at, _) | Self::Patches(at, ..) | Self::Pair(_, at) => {
                Some(at)
            }
            Self::Archive | Self::Mail(_) | Self::Part(..) => None,
        }
    }

    /// The mail that it names.
    pub fn mail(self) -> Option<MsgIdx> {
        match self {
            Self::Mail(at) | Self::Part(at, _) => Some(at),
            Self::Archive
            | Self::Series(_)
            | Self::Slot(..)
            | Self::Patches(..)
            | Self::Pair(..) => None,
        }
    }
}

impl Page {
    /// A page of a kind.
    pub fn new(kind: PageKind, about: About) -> Self {
        Self { kind, about }
    }

    /// The page of a series.
    pub fn cover(at: SeriesIdx) -> Self {
        Self::new(PageKind::Cover, About::Series(at))
    }

    /// The page of the patch in a slot.
    pub fn patch(at: SeriesIdx, slot: u32) -> Self {
        Self::new(PageKind::Patch, About::Slot(at, slot))
    }

    /// The page of a mail by itself.
    pub fn mail(at: MsgIdx) -> Self {
        Self::new(PageKind::Mail, About::Mail(at))
    }

    /// The page that shows a mail best: in its place within a series, if it has one.
    pub fn of(message: MsgIdx, archive: &Archive) -> Self {
        match archive.place(message) {
            Place::Cover(series) => Self::cover(series),
            Place::Patch(series, slot) => Self::patch(series, slot),
            Place::CoverReply(_) | Place::PatchReply(..) | Place::Loose => Self::mail(message),
        }
    }

    /// The page that a mail is read on with those around it: the thread where it is of no series.
    pub fn reading(message: MsgIdx, archive: &Archive) -> Self {
        match archive.discussion_of(message) {
            // A thread of no series is read as one page, a lone mail as itself.
            Some(thread) if thread.mails.len() > 1 => {
                let head = thread.head().unwrap_or(message);
                Self::new(PageKind::Thread, About::Mail(head))
            }
            _ => Self::of(message, archive),
        }
    }

    /// The page that a series opens with: a single patch has no cover to read first.
    pub fn home_of(at: SeriesIdx, archive: &Archive) -> Self {
        match archive.series(at) {
            // A lone patch is its own letter.
            Some(series) if series.parts.cover.is_none() && series.parts.slots.len() == 1 => {
                Self::patch(at, 0)
            }
            _ => Self::cover(at),
        }
    }

    /// The mail on the page.
    pub fn message(self, archive: &Archive) -> Option<MsgIdx> {
        match self.about {
            // Evidence and thread are about the series, and show no mail of it.
            About::Series(at) if self.kind == PageKind::Cover => archive.series(at)?.parts.cover,
            About::Slot(at, slot) => archive.series(at)?.slot(slot)?.message,
            about @ (About::Archive
            | About::Series(_)
            | About::Mail(_)
            | About::Part(..)
            | About::Patches(..)
            | About::Pair(..)) => about.mail(),
        }
    }

    /// The two versions that the page compares, the older first.
    pub fn compared(self) -> Option<(SeriesIdx, SeriesIdx)> {
        match self.about {
            About::Pair(old, new) => Some((old, new)),
            About::Archive
            | About::Series(_)
            | About::Slot(..)
            | About::Mail(_)
            | About::Part(..)
            | About::Patches(..) => None,
        }
    }

    /// The same page of an archive that holds the mails of another, perhaps joined differently;
    /// nothing where its mail is gone.
    pub fn carried(self, old: &Archive, new: &Archive) -> Self {
        let same = |at: MsgIdx| new.find_message(&old.message(at)?.id);
        // A series is known again by its first mail; it may hold others now.
        let head = |at: SeriesIdx| {
            let mail = new.find_message(&old.series(at)?.id)?;
            Self::mail(mail).series(new)
        };
        let message = || self.message(old).and_then(same);
        let with = |about| Self::new(self.kind, about);
        match self.about {
            About::Archive => Some(self),
            About::Series(at) if self.kind != PageKind::Cover => {
                head(at).map(About::Series).map(with)
            }
            About::Series(at) | About::Patches(at, ..) => head(at).map(|at| Self::home_of(at, new)),
            About::Mail(_) if self.kind != PageKind::Mail => message().map(About::Mail).map(with),
            About::Mail(_) | About::Slot(..) => message().map(|at| Self::of(at, new)),
            About::Part(_, number) => message().map(|at| with(About::Part(at, number))),
            About::Pair(older, newer) => head(newer).map(|at| {
                // A correction may have made one series of both versions.
                let older = head(older).filter(|older| *older != at);
                older.map_or_else(
                    || Self::home_of(at, new),
                    |older| with(About::Pair(older, at)),
                )
            }),
        }
        .unwrap_or_default()
    }

    /// The series that the page belongs to.
    pub fn series(self, archive: &Archive) -> Option<SeriesIdx> {
        let of_mail = || archive.place(self.about.mail()?).series();
        self.about.series().or_else(of_mail)
    }

    /// The slot that the page belongs to: its own, or that of the patch it answers.
    pub fn slot_of(self, archive: &Archive) -> Option<u32> {
        match self.about {
            About::Slot(_, slot) => Some(slot),
            about @ (About::Archive
            | About::Series(_)
            | About::Mail(_)
            | About::Part(..)
            | About::Patches(..)
            | About::Pair(..)) => archive.place(about.mail()?).slot(),
        }
    }

    /// One level up, within the same series; none at the top.
    pub fn parent(self, archive: &Archive) -> Option<Self> {
        match (self.kind, self.about) {
            (PageKind::Cover, _) | (_, About::Archive) | (PageKind::Thread, About::Mail(_)) => None,
            (PageKind::Mail, About::Mail(message)) => match archive.place(message) {
                // Out of a reply leads to what it speaks of.
                Place::PatchReply(series, slot) => Some(Self::patch(series, slot)),
                Place::Loose => {
                    let thread = Self::reading(message, archive);
                    (thread != self).then_some(thread)
                }
                place @ (Place::Cover(_) | Place::Patch(..) | Place::CoverReply(_)) => {
                    Some(Self::home_of(place.series()?, archive))
                }
            },
            (_, About::Mail(message) | About::Part(message, _)) => Some(Self::of(message, archive)),
            // The net comparison was opened from the comparison.
            (PageKind::CompareNet, about) => Some(Self::new(PageKind::Compare, about)),
            (_, about) => {
                let home = Self::home_of(about.series()?, archive);
                (home != self).then_some(home)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_up_is_the_page_that_holds_it_and_ends_at_the_top() {
        let archive = Archive::default();
        let at = SeriesIdx(0);
        let pair = About::Pair(SeriesIdx(1), at);
        let up = |kind, about| Page::new(kind, about).parent(&archive);
        let cover = Some(Page::cover(at));
        assert_eq!(up(PageKind::Patch, About::Slot(at, 2)), cover);
        assert_eq!(up(PageKind::Evidence, About::Series(at)), cover);
        let compared = Some(Page::new(PageKind::Compare, pair));
        assert_eq!(up(PageKind::CompareNet, pair), compared);
        assert_eq!(up(PageKind::Compare, pair), cover);
        let mail = About::Mail(MsgIdx(3));
        assert_eq!(up(PageKind::Source, mail), Some(Page::mail(MsgIdx(3))));
        assert_eq!(up(PageKind::Cover, About::Series(at)), None);
        assert_eq!(up(PageKind::Log, About::Archive), None);
    }

    #[test]
    fn what_another_archive_lacks_is_no_page_of_it() {
        let (old, new) = (Archive::default(), Archive::default());
        let log = Page::new(PageKind::Log, About::Archive);
        assert_eq!(log.carried(&old, &new), log);
        let at = SeriesIdx(0);
        for about in [
            About::Series(at),
            About::Slot(at, 0),
            About::Mail(MsgIdx(0)),
            About::Part(MsgIdx(0), 1),
            About::Pair(at, at),
        ] {
            let page = Page::new(PageKind::Evidence, about);
            assert_eq!(page.carried(&old, &new), Page::default(), "{about:?}");
        }
    }
}
