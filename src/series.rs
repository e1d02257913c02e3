//! Mails that belong together: versions of a series, their patches, replies and tags.
//!
//! Pure functions over messages and what [`crate::patch`] says of each; no bytes, no files.

pub mod correct;
pub mod evidence;
pub mod thread;

mod adopt;
mod alert;
mod attach;
mod build;
pub(crate) mod carry;
mod cores;
mod group;
mod hash;
mod listed;
mod member;
mod naked;
mod posting;
mod review;
mod revision;
mod sending;
mod slots;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unthreaded;

use thin_vec::ThinVec;

use self::attach::GroupedMails;
pub(crate) use self::carry::is_opinion;
use self::correct::{Corrections, Wishes};
pub use self::evidence::{Evidence, Rule};
pub use self::hash::Index;
pub(crate) use self::hash::Map;
use self::hash::Set;
pub use self::review::is_bot;
pub(crate) use self::review::tag_key;
use self::thread::Threads;
use crate::mail::{Address, Date, Message, MessageId, MsgIdx};
use crate::patch::Facts;
use crate::patch::stat::Totals;
use crate::patch::subject::{Revision, RevisionFrom};
use crate::patch::trailer::Trailer;
use crate::text::Shared;

/// The position of a series in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesIdx(pub u32);

/// What a message belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The cover of a series.
    Cover(SeriesIdx),
    /// A patch of a series: an index into its slots.
    Patch(SeriesIdx, u32),
    /// A reply to the cover of a series.
    CoverReply(SeriesIdx),
    /// A reply to the patch in that slot.
    PatchReply(SeriesIdx, u32),
    /// No series.
    Loose,
}

impl Place {
    /// The series.
    pub fn series(self) -> Option<SeriesIdx> {
        match self {
            Self::Cover(at)
            | Self::Patch(at, _)
            | Self::CoverReply(at)
            | Self::PatchReply(at, _) => Some(at),
            Self::Loose => None,
        }
    }

    /// The slot of the patch that the message is, or replies to.
    pub fn slot(self) -> Option<u32> {
        match self {
            Self::Patch(_, slot) | Self::PatchReply(_, slot) => Some(slot),
            Self::Cover(_) | Self::CoverReply(_) | Self::Loose => None,
        }
    }

    /// Whether the message is a reply to a part of a series, and not one itself.
    pub fn is_reply(self) -> bool {
        matches!(self, Self::CoverReply(_) | Self::PatchReply(..))
    }
}

/// All series of an archive, and where each of its messages is.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The series, newest activity first.
    pub series: Vec<Series>,
    /// One place a message.
    pub places: Vec<Place>,
    /// Who answers whom.
    pub threads: Threads,
}

/// Groups messages into series; `facts` has one entry a message, and `ids` names all of them. The
/// order in which they are
/// given does not matter, but for the list: series of one moment stand in it. What the user
/// corrected is done last.
pub fn group(
    (messages, facts): (&[Message], &[Facts]),
    ids: &Index,
    corrections: &Corrections,
) -> Grouping {
    let wishes = Wishes::new(corrections, ids);
    let mut answers = adopt::answers(messages, facts);
    let adopted = answers.clone();
    answers.extend(wishes.answers());
    let threads = Threads::new(messages, ids, &answers);
    let members = member::Members::new(messages, facts, &threads);
    let view = GroupedMails {
        messages,
        facts,
        ids,
        threads: &threads,
        members: &members,
    };
    let postings = group::postings(messages, &members, &threads);
    let postings = unthreaded::join_unthreaded(postings, messages, &threads);
    let postings = sending::join_pieces(postings, view);
    let postings = attach::covers(postings, view);
    let mut postings = attach::naked_covers(postings, view);
    correct::apply(&mut postings, &wishes, view);
    attach::rerolls(&mut postings, view);
    let (mut series, mut places) = build::series(&postings, view);
    drop(postings);
    let parts = series.chunks(cores::share(series.len()));
    let versions = || revision::find_versions(&series, &places, view, &wishes);
    let (alerts, versions) = cores::each_part(parts, |part| alert::of(part, view), versions);
    for (series, alerts) in series.iter_mut().zip(alerts.into_iter().flatten()) {
        series.alerts = alerts.into();
    }
    revision::link_versions(&mut series, versions);
    review::collect(&mut series, &places, view);
    adopt::explain(&adopted, &mut series, &places, view);
    listed::by_file(&mut series, &mut places);
    Grouping {
        series,
        places,
        threads,
    }
}

/// One version of a series: a cover and N patches, or what of them is there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "three marks of a subject that may stand side by side"
)]
pub struct Series {
    /// The cover's id, else the first present patch's: stable between runs.
    pub id: MessageId,
    /// Title of the cover, else of the first patch, without brackets.
    pub title: Shared,
    /// The subject it was taken from, decoded, as sent.
    pub subject: Shared,
    /// Its revision.
    pub revision: Revision,
    /// Where the revision was read.
    pub revision_from: RevisionFrom,
    /// RFC was written.
    pub rfc: bool,
    /// RESEND was written.
    pub resend: bool,
    /// Trees and branches named in the brackets.
    pub targets: ThinVec<Shared>,
    /// The sender of the cover, else of the first patch.
    pub submitter: Address,
    /// The author of the same.
    pub author: Address,
    /// When the same was sent.
    pub date: Option<Date>,
    /// When the newest of its mails, replies included, was sent.
    pub active: Option<Date>,
    /// The cover letter.
    pub cover: Option<MsgIdx>,
    /// Whether the cover carries no `0/N` (a naked cover).
    pub naked_cover: bool,
    /// Whether the cover asks to pull: its patches are in a repository, mailed or not.
    pub pull: bool,
    /// How many patches it announces.
    pub total: u32,
    /// What the cover announces, where that differs from [`Series::total`].
    pub announced: Option<u32>,
    /// One slot a number, 1 to N in order, patches slipped in behind their numbers, and surplus
    /// patches behind them all.
    pub slots: ThinVec<Slot>,
    /// Every reply whose nearest ancestor is the cover, by date.
    pub replies: ThinVec<MsgIdx>,
    /// Tags given to the whole series, in replies to the cover.
    pub review: ThinVec<Review>,
    /// Totals from the diffs, else from the cover's diffstat.
    pub totals: Option<(Totals, TotalsFrom)>,
    /// `change-id` of the cover or of a patch.
    pub change_id: Option<Shared>,
    /// `base-commit` likewise.
    pub base_commit: Option<Shared>,
    /// Older versions that are open here, nearest first.
    pub older: ThinVec<SeriesIdx>,
    /// Newer versions, nearest first.
    pub newer: ThinVec<SeriesIdx>,
    /// Why these mails and these versions were joined.
    pub why: ThinVec<Evidence>,
    /// What is wrong with it, in words ("missing 3 and 5").
    pub alerts: ThinVec<String>,
}

impl Series {
    /// Numbers that were announced and are not here.
    pub fn missing(&self) -> Vec<u32> {
        self.slots
            .iter()
            .filter(|s| s.message.is_none() && s.number <= self.total)
            .map(|s| s.number)
            .collect()
    }

    /// How many patches are here. One that was sent twice, as when a sending was taken up again,
    /// is one.
    pub fn present(&self) -> usize {
        let here = self.slots.iter().filter(|slot| slot.message.is_some());
        let mut numbers: Vec<u32> = here.map(|slot| slot.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }

    /// Whether it asks to pull and holds no patch: nothing is missing then.
    pub fn is_bare_pull(&self) -> bool {
        self.pull && self.present() == 0
    }

    /// Whether only its letter is here, as in a digest: none of its patches was meant to be.
    pub fn is_letter_alone(&self) -> bool {
        self.present() == 0 && self.total > 0 && !self.is_bare_pull()
    }

    /// What is wrong with it: its alerts, but for the one that says that only the letter is here.
    pub fn faults(&self) -> &[String] {
        let absent = usize::from(self.is_letter_alone());
        self.alerts.get(absent..).unwrap_or_default()
    }

    /// `3/5`, or what it is instead.
    pub fn parts(&self) -> String {
        if self.is_bare_pull() {
            return "pull".to_owned();
        }
        format!("{}/{}", self.present(), self.total)
    }

    /// Whether every announced patch is here.
    pub fn is_complete(&self) -> bool {
        let here = self.slots.iter().filter(|slot| slot.message.is_some());
        let mut next = 1;
        for slot in here {
            next += u32::from(slot.number == next && !slot.late.is_ascii_digit());
        }
        next > self.total
    }

    /// How many different people gave each tag, on the cover or on any patch.
    pub fn tag_counts(&self) -> TagCounts {
        let mut seen = Set::default();
        let mut counts = TagCounts::default();
        let patches = self
            .slots
            .iter()
            .flat_map(|s| s.review.iter().chain(&s.carried));
        for review in self.review.iter().chain(patches) {
            let (name, person) = tag_key(&review.trailer);
            if review.verdict == Verdict::Stale || !seen.insert((name.clone(), person)) {
                continue;
            }
            match name.as_str() {
                "acked-by" => counts.acked += 1,
                "reviewed-by" => counts.reviewed += 1,
                "tested-by" => counts.tested += 1,
                _ => {}
            }
        }
        counts
    }

    /// Every reply to the cover and to the patches.
    pub fn all_replies(&self) -> impl Iterator<Item = MsgIdx> + '_ {
        self.replies
            .iter()
            .chain(self.slots.iter().flat_map(|s| &s.replies))
            .copied()
    }
}

/// People who acked, reviewed and tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagCounts {
    /// Acked-by.
    pub acked: usize,
    /// Reviewed-by.
    pub reviewed: usize,
    /// Tested-by.
    pub tested: usize,
}

/// Where totals were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalsFrom {
    /// Counted in the diffs.
    Diff,
    /// Printed in the cover.
    DiffStat,
}

/// One numbered place of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// `k` of `k/N`.
    pub number: u32,
    /// What stands behind it where the patch was slipped in: see [`Subject::late`].
    ///
    /// [`Subject::late`]: crate::patch::subject::Subject::late
    pub late: u8,
    /// The patch, where it is in the archive.
    pub message: Option<MsgIdx>,
    /// Its title: from the patch, else from the cover's shortlog, else empty.
    pub title: Shared,
    /// The revision whose patch fills this place of a partial reroll.
    pub borrowed: Option<Revision>,
    /// Every reply whose nearest patch or cover is this patch, by date.
    pub replies: ThinVec<MsgIdx>,
    /// Tags given to it in replies: its own, then those to the cover.
    pub review: ThinVec<Review>,
    /// Tags given to the same patch of the next older version that nobody repeated here.
    pub carried: ThinVec<Review>,
}

impl Slot {
    /// Its number in so many digits, as the sender wrote it: `3`, `2.5`, `2a`.
    pub fn label(&self, digits: usize) -> String {
        let number = self.number;
        match self.late {
            0 => format!("{number:0digits$}"),
            late if late.is_ascii_digit() => format!("{number:0digits$}.{}", char::from(late)),
            late => format!("{number:0digits$}{}", char::from(late)),
        }
    }
}

/// A tag somebody gave in a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The tag.
    pub trailer: Trailer,
    /// The mail that gave it.
    pub from: MsgIdx,
    /// Where it was given.
    pub via: Via,
    /// How sure it is.
    pub verdict: Verdict,
}

/// Where a tag was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// In a reply to the patch.
    Patch,
    /// In a reply to the cover.
    Cover,
    /// To an older version.
    Older,
}

/// How sure a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Sender and named person are the same.
    Ok,
    /// They are not.
    Mismatch,
    /// "with that fixed".
    Conditional,
    /// Given to an older version whose patch was another.
    Stale,
}
