//! What the reading pane shows.

use crate::archive::net::Span;
use crate::archive::{Archive, Place};
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// Something to read. Every one of them is a document; a new kind is a value here and a
/// builder in [`crate::doc`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// Nothing was opened.
    #[default]
    Nothing,
    /// A series: its cover letter and its patches.
    Cover(SeriesIdx),
    /// The patch in a slot, by its position in [`crate::series::Series::slots`].
    Patch(SeriesIdx, u32),
    /// Any mail.
    Message(MsgIdx),
    /// A mail as it was sent.
    Source(MsgIdx),
    /// An attachment of a mail, by its place among them.
    Attachment(MsgIdx, u32),
    /// What was odd in the input.
    Problems,
    /// Why the mails of a series were joined.
    Evidence(SeriesIdx),
    /// All that was answered to a series.
    Thread(SeriesIdx),
    /// What a run of patches does to a file, by its place in [`Archive::files`], or to all.
    Net(SeriesIdx, Option<u32>, Span),
    /// What changed between two versions of a series, the older first.
    Compare(SeriesIdx, SeriesIdx),
    /// What two versions do together, against each other.
    CompareNet(SeriesIdx, SeriesIdx),
    /// What a search through all mails found.
    Grep,
    /// What a command of the user's wrote.
    Output,
    /// All notices.
    Log,
}

impl Page {
    /// The page that shows a mail best: in its place within a series, if it has one.
    pub fn of(message: MsgIdx, archive: &Archive) -> Self {
        match archive.place(message) {
            Place::Cover(series) => Self::Cover(series),
            Place::Patch(series, slot) => Self::Patch(series, slot),
            Place::CoverReply(_) | Place::PatchReply(..) | Place::Loose => Self::Message(message),
        }
    }

    /// The page that a series opens with: a single patch has no cover to read first.
    pub fn home(at: SeriesIdx, archive: &Archive) -> Self {
        match archive.series(at) {
            Some(series) if series.cover.is_none() && series.slots.len() == 1 => Self::Patch(at, 0),
            _ => Self::Cover(at),
        }
    }

    /// The mail on the page.
    pub fn message(self, archive: &Archive) -> Option<MsgIdx> {
        match self {
            Self::Cover(series) => archive.series(series)?.cover,
            Self::Patch(series, slot) => archive.series(series)?.slots.get(slot as usize)?.message,
            Self::Message(message) | Self::Source(message) | Self::Attachment(message, _) => {
                Some(message)
            }
            Self::Nothing
            | Self::Problems
            | Self::Evidence(_)
            | Self::Thread(_)
            | Self::Net(..)
            | Self::Compare(..)
            | Self::CompareNet(..)
            | Self::Grep
            | Self::Output
            | Self::Log => None,
        }
    }

    /// The two versions that the page compares, the older first.
    pub fn compared(self) -> Option<(SeriesIdx, SeriesIdx)> {
        match self {
            Self::Compare(old, new) | Self::CompareNet(old, new) => Some((old, new)),
            _ => None,
        }
    }

    /// The same page of an archive that holds the mails of another, perhaps joined differently;
    /// nothing where its mail is gone.
    pub fn carried(self, old: &Archive, new: &Archive) -> Self {
        let same = |at: MsgIdx| new.find(&old.message(at)?.id);
        let head = |at: SeriesIdx| {
            let mail = new.find(&old.series(at)?.id)?;
            Self::Message(mail).series(new)
        };
        let message = || self.message(old).and_then(same);
        match self {
            Self::Nothing | Self::Problems | Self::Grep | Self::Output | Self::Log => Some(self),
            Self::Evidence(series) => head(series).map(Self::Evidence),
            Self::Thread(series) => head(series).map(Self::Thread),
            Self::Source(_) => message().map(Self::Source),
            Self::Compare(older, newer) | Self::CompareNet(older, newer) => head(newer).map(|at| {
                let older = head(older).filter(|older| *older != at);
                older.map_or_else(|| Self::home(at, new), |older| Self::Compare(older, at))
            }),
            Self::Attachment(_, number) => message().map(|at| Self::Attachment(at, number)),
            Self::Cover(series) | Self::Net(series, ..) => {
                head(series).map(|at| Self::home(at, new))
            }
            Self::Patch(..) | Self::Message(_) => message().map(|at| Self::of(at, new)),
        }
        .unwrap_or_default()
    }

    /// The series that the page belongs to.
    pub fn series(self, archive: &Archive) -> Option<SeriesIdx> {
        match self {
            Self::Cover(series)
            | Self::Patch(series, _)
            | Self::Evidence(series)
            | Self::Thread(series)
            | Self::Net(series, ..)
            | Self::Compare(_, series)
            | Self::CompareNet(_, series) => Some(series),
            Self::Message(message) | Self::Source(message) | Self::Attachment(message, _) => {
                match archive.place(message) {
                    Place::Cover(series)
                    | Place::Patch(series, _)
                    | Place::CoverReply(series)
                    | Place::PatchReply(series, _) => Some(series),
                    Place::Loose => None,
                }
            }
            Self::Nothing | Self::Problems | Self::Grep | Self::Output | Self::Log => None,
        }
    }

    /// The slot that the page belongs to: its own, or that of the patch it answers.
    pub fn slot(self, archive: &Archive) -> Option<u32> {
        match self {
            Self::Patch(_, slot) => Some(slot),
            Self::Message(message) | Self::Source(message) | Self::Attachment(message, _) => {
                match archive.place(message) {
                    Place::Patch(_, slot) | Place::PatchReply(_, slot) => Some(slot),
                    Place::Cover(_) | Place::CoverReply(_) | Place::Loose => None,
                }
            }
            _ => None,
        }
    }

    /// One level up, within the same series; none at the top.
    pub fn parent(self, archive: &Archive) -> Option<Self> {
        match self {
            Self::Source(message) | Self::Attachment(message, _) => {
                Some(Self::of(message, archive))
            }
            Self::Message(message) => match archive.place(message) {
                Place::PatchReply(series, slot) => Some(Self::Patch(series, slot)),
                _ => Some(Self::home(self.series(archive)?, archive)),
            },
            Self::CompareNet(old, new) => Some(Self::Compare(old, new)),
            Self::Patch(series, _)
            | Self::Evidence(series)
            | Self::Thread(series)
            | Self::Net(series, ..)
            | Self::Compare(_, series) => {
                let home = Self::home(series, archive);
                (home != self).then_some(home)
            }
            Self::Nothing
            | Self::Cover(_)
            | Self::Problems
            | Self::Grep
            | Self::Output
            | Self::Log => None,
        }
    }

    /// One word for the breadcrumb and the tabs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Cover(_) => "cover",
            Self::Patch(..) => "patch",
            Self::Message(_) => "mail",
            Self::Source(_) => "source",
            Self::Attachment(..) => "attachment",
            Self::Problems => "problems",
            Self::Evidence(_) => "evidence",
            Self::Thread(_) => "thread",
            Self::Net(..) => "net",
            Self::Compare(..) => "compare",
            Self::CompareNet(..) => "net",
            Self::Grep => "grep",
            Self::Output => "output",
            Self::Log => "log",
        }
    }
}
