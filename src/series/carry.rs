//! Tags given to an older version: they hold for a patch that did not change, and are stale for
//! one that did.

use super::hash::{Map, Set};
use super::posting::in_words;
use super::review::tag_key;
use super::{Review, Series, Slot, Verdict, Via};
use crate::mail::MsgIdx;
use crate::patch::Facts;
use crate::text::Shared;

/// What is asked of mails while tags are carried.
pub(crate) struct CarryMails<'a> {
    /// What each says of itself.
    pub(crate) facts: &'a [Facts],
    /// When one was sent, in seconds.
    pub(crate) sent: &'a dyn Fn(MsgIdx) -> Option<i64>,
    /// Whether two hold the same change (equal patch-ids). It is asked only for patches whose
    /// files and counts agree, as it may have to read both mails again.
    pub(crate) same_change: &'a dyn Fn(MsgIdx, MsgIdx) -> bool,
    /// Whether two change the same lines, whatever stands around them. It is asked for the same
    /// patches, where they do not hold the same change.
    pub(crate) same_lines: &'a dyn Fn(MsgIdx, MsgIdx) -> bool,
    /// The address of who wrote one.
    pub(crate) author: &'a dyn Fn(MsgIdx) -> Option<&'a str>,
}

/// How much of a patch is left in its newer version.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remains {
    /// The same change.
    All,
    /// The same lines between others: tags that it was given do not hold, and are missed.
    Lines,
    /// Neither.
    Less,
}

impl CarryMails<'_> {
    fn facts(&self, at: MsgIdx) -> Option<&Facts> {
        self.facts.get(at.0 as usize)
    }

    fn remains_of(&self, old: MsgIdx, new: MsgIdx) -> Remains {
        let files = |at| self.facts(at).map(|facts| &facts.files);
        if files(old) != files(new) {
            Remains::Less
        } else if (self.same_change)(old, new) {
            Remains::All
        } else if (self.same_lines)(old, new) {
            Remains::Lines
        } else {
            Remains::Less
        }
    }
}

/// Carries tags from each version to the next newer one: those that replies gave, and those of
/// the older log. A tag that the author took into the new patch is not repeated; one that was
/// lost though the patch is the same is an alert.
pub(crate) fn carry_over(all: &mut [Series], mails: &CarryMails<'_>) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    let key = |at: usize| {
        all.get(at)
            .map(|series| (series.head.revision, series.head.date, &series.id))
    };
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    for at in order {
        let before = all
            .get(at)
            .and_then(|series| series.versions.older.first())
            .copied();
        let Some(before) = before.and_then(|before| all.get(before.0 as usize)) else {
            continue;
        };
        let older = Older::new(before, mails);
        let Some(series) = all.get_mut(at).filter(|_| !older.patches.is_empty()) else {
            continue;
        };
        let lost = carry(series, &older, mails);
        series.alerts.extend(in_short(&lost, series));
    }
}

/// Carries tags to a series. Returns how many are lost though the patch is the same, by the
/// number of the patch. One that was sent when the newer version was out already could not stand
/// in it.
fn carry(series: &mut Series, older: &Older, mails: &CarryMails<'_>) -> Vec<(u32, usize)> {
    let posted = series.head.date.map(|date| date.seconds);
    let is_lost = |tag: &&Review| {
        let sent = (mails.sent)(tag.from);
        tag.verdict == Verdict::Ok
            && sent
                .zip(posted)
                .is_some_and(|(sent, posted)| sent <= posted)
    };
    let mut lost = Vec::new();
    let titles: Set<Shared> = series
        .parts
        .slots
        .iter()
        .map(|slot| slot.title.clone())
        .collect();
    for slot in &mut series.parts.slots {
        let Some(new) = slot.message.filter(|_| slot.borrowed.is_none()) else {
            continue;
        };
        let Some((tags, left)) = older.tags_of(slot, new, &titles, mails) else {
            continue;
        };
        let count = tags.iter().filter(is_lost).count();
        if count > 0 && left != Remains::Less {
            lost.push((slot.number, count));
        }
        slot.carried.extend(tags.into_iter().map(|mut tag| {
            tag.via = Via::Older;
            if left != Remains::All {
                tag.verdict = Verdict::Stale;
            }
            tag
        }));
    }
    lost
}

/// A patch of an older version, with the tags that still hold for it.
struct Tagged {
    title: Shared,
    at: MsgIdx,
    tags: Vec<Review>,
}

/// The tagged patches of an older version.
struct Older {
    patches: Vec<Tagged>,
    by_title: Map<Shared, usize>,
    /// By the first file and the lines changed in all: what patches of one change have in common.
    by_files: Map<(Shared, u32), Vec<usize>>,
}

impl Older {
    fn new(series: &Series, mails: &CarryMails<'_>) -> Self {
        let mut older = Self {
            patches: Vec::new(),
            by_title: Map::default(),
            by_files: Map::default(),
        };
        for slot in &series.parts.slots {
            let Some(at) = slot.message else { continue };
            let tags = held_opinions(slot, at, mails);
            if tags.is_empty() {
                continue;
            }
            let place = older.patches.len();
            older.by_title.entry(slot.title.clone()).or_insert(place);
            if let Some(key) = mails.facts(at).and_then(changed) {
                older.by_files.entry(key).or_default().push(place);
            }
            let title = slot.title.clone();
            older.patches.push(Tagged { title, at, tags });
        }
        older
    }

    /// The tags of the patch that a newer one was, those aside that the newer one repeats, and what
    /// is left of that patch: by title, else the same change under a title that no newer patch has.
    fn tags_of(
        &self,
        slot: &Slot,
        new: MsgIdx,
        titles: &Set<Shared>,
        mails: &CarryMails<'_>,
    ) -> Option<(Vec<Review>, Remains)> {
        if let Some(old) = self
            .by_title
            .get(&slot.title)
            .and_then(|&at| self.patches.get(at))
        {
            let tags = fresh(&old.tags, &slot.review, mails.facts(new));
            return (!tags.is_empty()).then(|| (tags, mails.remains_of(old.at, new)));
        }
        let key = changed(mails.facts(new)?)?;
        let places = self.by_files.get(&key)?.iter();
        let mut retitled = places
            .filter_map(|&place| self.patches.get(place))
            .filter(|old| !titles.contains(&old.title));
        let old = retitled.find(|old| mails.remains_of(old.at, new) == Remains::All)?;
        let tags = fresh(&old.tags, &slot.review, mails.facts(new));
        Some((tags, Remains::All))
    }
}

/// The first file of a patch and the lines that it changes.
fn changed(facts: &Facts) -> Option<(Shared, u32)> {
    let lines = facts.files.iter().map(|file| file.changes);
    let first = facts.files.first()?.path.clone();
    Some((first, lines.fold(0, u32::saturating_add)))
}

/// The opinions that hold for a patch: given in replies, carried from before, or in its own log.
/// What its author thinks of it is none.
fn held_opinions(slot: &Slot, at: MsgIdx, mails: &CarryMails<'_>) -> Vec<Review> {
    let own = mails
        .facts(at)
        .into_iter()
        .flat_map(|facts| &facts.trailers);
    let own = own.filter(|trailer| is_opinion(&trailer.name));
    let own = own.map(|trailer| Review {
        trailer: trailer.clone(),
        from: at,
        via: Via::Older,
        verdict: Verdict::Ok,
    });
    let holds = |tag: &&Review| tag.verdict != Verdict::Stale && is_opinion(&tag.trailer.name);
    let given = slot.review.iter().chain(&slot.carried).filter(holds);
    let author = (mails.author)(at);
    let mut seen = Set::default();
    let mut is_first_of_another = |tag: &Review| {
        let key = tag_key(&tag.trailer);
        !author.is_some_and(|author| author.eq_ignore_ascii_case(&key.1))
            && seen.insert((key, tag.from))
    };
    given
        .cloned()
        .chain(own)
        .filter(|tag| is_first_of_another(tag))
        .collect()
}

/// What is lost though the patch is the same, in words.
fn in_short(some: &[(u32, usize)], series: &Series) -> Option<String> {
    let numbers: Vec<u32> = some.iter().map(|(number, _)| *number).collect();
    let on = if series.parts.slots.len() > 1 {
        format!(": {}", in_words(&numbers))
    } else {
        String::new()
    };
    match some.iter().map(|(_, count)| count).sum::<usize>() {
        0 => None,
        1 => Some(format!("1 tag lost though the patch is the same{on}")),
        sum => Some(format!("{sum} tags lost though the patch is the same{on}")),
    }
}

/// Whether a trailer of that name says what somebody thinks of the patch itself.
pub(crate) fn is_opinion(name: &str) -> bool {
    let opinions = ["acked-by", "reviewed-by", "tested-by", "nacked-by"];
    opinions
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// The tags that neither the patch itself nor a reply to it repeats.
fn fresh(tags: &[Review], here: &[Review], patch: Option<&Facts>) -> Vec<Review> {
    let own = patch.into_iter().flat_map(|facts| &facts.trailers);
    let given = here.iter().map(|review| &review.trailer);
    let known: Set<_> = own.chain(given).map(tag_key).collect();
    let unknown = tags
        .iter()
        .filter(|tag| !known.contains(&tag_key(&tag.trailer)));
    unknown.cloned().collect()
}
