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
mod grouped;
mod hash;
mod listed;
mod member;
mod naked;
mod parts;
mod place;
mod posting;
mod review;
mod revision;
mod sending;
mod sets;
mod slots;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unthreaded;

use thin_vec::ThinVec;

pub(crate) use self::carry::is_opinion;
use self::correct::{Corrections, Wishes};
pub use self::evidence::{Evidence, Rule};
use self::grouped::GroupedMails;
pub use self::hash::Index;
pub(crate) use self::hash::Map;
use self::hash::Set;
pub use self::parts::{Parts, Slot, TotalsFrom};
pub use self::place::Place;
pub(crate) use self::review::tag_key;
pub use self::review::{Review, TagCounts, Verdict, Via, is_bot};
use self::thread::Threads;
use crate::mail::{Address, Date, Message, MessageId, MsgIdx};
use crate::patch::Facts;
use crate::patch::subject::{Revision, RevisionFrom};
use crate::text::Shared;

/// The position of a series in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesIdx(pub u32);

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

/// Groups messages into series.
///
/// `facts` has one entry a message, and `ids` maps each message id to its index. Input order does
/// not matter, but for series of one moment: those stand in it. User corrections are applied last.
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
///
/// Each stage of [`group`] makes one of its members whole: `build` the head and the parts, then
/// the replies, the versions, the tags and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The cover's id, else the first present patch's: stable between runs.
    pub id: MessageId,
    /// What its first mail says of it.
    pub head: SeriesHead,
    /// The cover and the patches.
    pub parts: Parts,
    /// Every reply whose nearest ancestor is the cover, by date.
    pub replies: ThinVec<MsgIdx>,
    /// When the newest of its mails, replies included, was sent.
    pub active: Option<Date>,
    /// The other versions of it.
    pub versions: OtherVersions,
    /// Tags given to the whole series, in replies to the cover.
    pub review: ThinVec<Review>,
    /// Why these mails and these versions were joined.
    pub why: ThinVec<Evidence>,
    /// What is wrong with it, in words ("missing 3 and 5").
    pub alerts: ThinVec<String>,
}

/// What the first mail of a series says of it: its cover, else its first patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesHead {
    /// The title, without brackets.
    pub title: Shared,
    /// The subject it was taken from, decoded, as sent.
    pub subject: Shared,
    /// The revision.
    pub revision: Revision,
    /// Where the revision was read.
    pub revision_from: RevisionFrom,
    /// RFC was written.
    pub rfc: bool,
    /// RESEND was written.
    pub resend: bool,
    /// Trees and branches named in the brackets.
    pub targets: ThinVec<Shared>,
    /// Who sent the mail.
    pub submitter: Address,
    /// Who wrote it.
    pub author: Address,
    /// When it was sent.
    pub date: Option<Date>,
    /// `change-id` of the cover or of the first patch.
    pub change_id: Option<Shared>,
    /// `base-commit` likewise.
    pub base_commit: Option<Shared>,
}

/// The other versions of a series that are open here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherVersions {
    /// Older ones, nearest first.
    pub older: ThinVec<SeriesIdx>,
    /// Newer ones, nearest first.
    pub newer: ThinVec<SeriesIdx>,
}

impl Series {
    /// A series of which nothing but its own mails is known yet.
    pub(crate) fn new(
        id: MessageId,
        head: SeriesHead,
        parts: Parts,
        why: ThinVec<Evidence>,
    ) -> Self {
        Self {
            id,
            head,
            parts,
            replies: ThinVec::new(),
            active: None,
            versions: OtherVersions::default(),
            review: ThinVec::new(),
            why,
            alerts: ThinVec::new(),
        }
    }

    /// The place of a patch, by its index.
    pub fn slot(&self, at: u32) -> Option<&Slot> {
        self.parts.slots.get(at as usize)
    }

    /// What is wrong with it: its alerts, but for the one that says that only the letter is here.
    pub fn faults(&self) -> &[String] {
        let absent = usize::from(self.parts.is_letter_alone());
        self.alerts.get(absent..).unwrap_or_default()
    }

    /// How many different people gave each tag, on the cover or on any patch.
    pub fn tag_counts(&self) -> TagCounts {
        let mut seen = Set::default();
        let mut counts = TagCounts::default();
        let slots = self.parts.slots.iter();
        let patches = slots.flat_map(|slot| slot.review.iter().chain(&slot.carried));
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
        let slots = self.parts.slots.iter();
        self.replies
            .iter()
            .chain(slots.flat_map(|slot| &slot.replies))
            .copied()
    }
}
