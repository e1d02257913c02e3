//! Versions of one series: which postings are older and newer than which.
//!
//! Every rule looks at a bounded number of candidates, so the cost is linear in the archive.

mod rules;

use self::rules::{by_change_id, by_letter, by_patches, by_reply, by_title, same_title, series_of};
use super::correct::Wishes;
use super::grouped::GroupedMails;
use super::hash::{Map, Set};
use super::sets::DisjointSets;
use super::{Evidence, OtherVersions, Place, Rule, Series, SeriesIdx};
use crate::patch::PatchKind;

/// How many versions are listed on each side: thousands of mails of one title are no history.
const LISTED: usize = 64;

/// Seconds within which the same revision posted again counts as a reroll without a label.
const AGAIN: i64 = 180 * 24 * 3600;

/// Finds which series are versions of one another.
pub(super) fn find_versions(
    all: &[Series],
    places: &[Place],
    view: GroupedMails<'_>,
    wishes: &Wishes,
) -> Kin {
    let mut kin = Kin::new(all, view);
    // What the user took out must be known before any rule joins: sets cannot be taken apart.
    for at in wishes.apart() {
        if let Some(alone) = series_of(places, at).and_then(|at| kin.alone.get_mut(at)) {
            *alone = true;
        }
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    let key = |at: usize| all.get(at).map(|series| (sent_when(series), &series.id));
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    // The surest rule first: the reason that is written down is that of the rule which joined.
    by_change_id(all, &order, &mut kin);
    by_letter(all, places, view, &mut kin);
    by_reply(all, places, view, &mut kin);
    by_title(all, &order, &mut kin);
    by_patches(all, &order, &mut kin);
    // The user comes last, so that no rule undoes what was said.
    by_wish(all, places, wishes, &mut kin);
    kin
}

/// Fills `older` and `newer` of every series, and why.
pub(super) fn link_versions(all: &mut [Series], mut kin: Kin) {
    let why = std::mem::take(&mut kin.why);
    for (at, evidence) in why {
        if let Some(series) = all.get_mut(at) {
            series.why.push(evidence);
        }
    }
    list_versions(all, &mut kin);
}

/// What the user linked, whatever it is.
fn by_wish(all: &[Series], places: &[Place], wishes: &Wishes, kin: &mut Kin) {
    for (mail, older) in wishes.links() {
        let pair = series_of(places, mail).zip(series_of(places, older));
        if let Some((at, to)) = pair.filter(|(at, to)| at != to)
            && let Some(other) = all.get(to)
        {
            kin.unite(at, to);
            kin.linked.insert((at.min(to), at.max(to)));
            let detail = format!("a later version of {}", other.id);
            kin.why.push((
                at,
                Evidence {
                    rule: Rule::Corrected,
                    detail: detail.into(),
                },
            ));
        }
    }
}

/// Sets of series that are versions of one another.
pub(super) struct Kin {
    sets: DisjointSets,
    /// Those that the user took out.
    alone: Vec<bool>,
    /// Pairs that the user put together.
    linked: Set<(usize, usize)>,
    /// Senders as numbers; none where a mail names none.
    sender: Vec<Option<u32>>,
    /// Pull requests: they collect what versions of other series hold and are none of them.
    pulls: Vec<bool>,
    /// Whether a reason was written down for a series.
    told: Vec<bool>,
    why: Vec<(usize, Evidence)>,
}

impl Kin {
    fn new(all: &[Series], view: GroupedMails<'_>) -> Self {
        let mut numbers: Map<String, u32> = Map::default();
        let sender = |series: &Series| {
            let head = series.parts.head().and_then(|at| view.message(at));
            let from = head
                .filter(|message| !message.from.email.is_empty())
                .map(|message| message.from.identity());
            let next = u32::try_from(numbers.len()).ok();
            Some(*numbers.entry(from?).or_insert(next?))
        };
        // `[GIT PULL] xfs: fixes for 6.9` repeats the titles of a dozen series; joined by these it
        // would make versions of all of them.
        let is_pull = |series: &Series| {
            let cover = series.parts.cover.and_then(|at| view.facts(at));
            cover.is_some_and(|facts| facts.kind == PatchKind::Pull)
        };
        Self {
            sets: DisjointSets::new(all.len()),
            alone: vec![false; all.len()],
            linked: Set::default(),
            sender: all.iter().map(sender).collect(),
            pulls: all.iter().map(is_pull).collect(),
            told: vec![false; all.len()],
            why: Vec::new(),
        }
    }

    fn same_sender(&self, a: usize, b: usize) -> bool {
        let of = |at: usize| self.sender.get(at).copied().flatten();
        of(a).is_some() && of(a) == of(b)
    }

    fn find_root(&mut self, at: usize) -> usize {
        self.sets.find_root(number(at)) as usize
    }

    fn unite(&mut self, at: usize, other: usize) {
        self.sets.join(number(at), number(other));
    }

    /// Joins two series. A reason is written down where it joins, and once for every series.
    fn join_series(&mut self, at: usize, other: usize, rule: Rule, detail: String) {
        let is_out = |at: usize| {
            let marks = self.pulls.get(at).zip(self.alone.get(at));
            marks.is_some_and(|(pull, alone)| *pull || *alone)
        };
        // A pull request, or what the user set apart, is a version of nothing by any rule.
        if is_out(at) || is_out(other) {
            return;
        }
        let (a, b) = (self.find_root(at), self.find_root(other));
        let told = self
            .told
            .get_mut(at)
            .is_some_and(|told| std::mem::replace(told, true));
        // Two versions may be joined by several rules; the page of evidence needs one reason for
        // each.
        if a == b && told {
            return;
        }
        self.unite(at, other);
        let detail = detail.into();
        self.why.push((at, Evidence { rule, detail }));
    }
}

/// The place of a series as sets have it.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn sent_when(series: &Series) -> i64 {
    series.head.date.map_or(i64::MAX, |date| date.seconds)
}

/// Writes the lists: by explicit revision, then by date.
fn list_versions(all: &mut [Series], kin: &mut Kin) {
    let roots: Vec<usize> = (0..all.len()).map(|at| kin.find_root(at)).collect();
    // Most are alone with themselves.
    let mut sets: Map<usize, Vec<usize>> = Map::default();
    for (at, &root) in roots.iter().enumerate().filter(|(at, root)| at != *root) {
        sets.entry(root).or_insert_with(|| vec![root]).push(at);
    }
    for mut set in sets.into_values() {
        // By the label before the date: a v2 whose clock was wrong is still behind v1, and two
        // sendings of v1 stand in the order they were sent.
        let key = |at: usize| all.get(at).map(|s| (s.head.revision, sent_when(s), &s.id));
        set.sort_by(|&a, &b| key(a).cmp(&key(b)));
        for (place, &at) in set.iter().enumerate() {
            // What was posted beside it as the same revision under another title is neither.
            let other = |&&to: &&usize| {
                let pair = all.get(at).zip(all.get(to));
                let is_linked = kin.linked.contains(&(at.min(to), at.max(to)));
                is_linked
                    || pair.is_some_and(|(a, b)| {
                        a.head.revision != b.head.revision || same_title(a, b)
                    })
            };
            let index = |&to: &usize| SeriesIdx(number(to));
            let older = set.iter().take(place).rev().take(LISTED);
            let older = older.filter(other).map(index).collect();
            let newer = set.iter().skip(place + 1).take(LISTED);
            let newer = newer.filter(other).map(index).collect();
            if let Some(series) = all.get_mut(at) {
                series.versions = OtherVersions { older, newer };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::correct::Corrections;
    use crate::series::testing::TestMails;

    #[test]
    fn a_series_is_joined_to_several_and_tells_why_once_for_each_set() {
        let mut mails = TestMails::default();
        for id in ["a", "b", "c", "d"] {
            mails.mail(id, &format!("[PATCH] {id}"), 0, &[]);
        }
        let all = mails.group(&Corrections::default()).series;
        mails.view(|view| {
            let mut kin = Kin::new(&all, view);
            let mut join = |at, to| {
                kin.join_series(at, to, Rule::InReply, String::new());
                let roots: Vec<usize> = (0..4).map(|at| kin.find_root(at)).collect();
                (roots, kin.why.len())
            };
            assert_eq!(join(1, 0), (vec![0, 0, 2, 3], 1));
            assert_eq!(join(1, 0).1, 1, "it was told");
            assert_eq!(join(1, 2), (vec![0, 0, 0, 3], 2), "another set joins");
            assert_eq!(join(0, 2).1, 3, "a series that told nothing yet");
            kin.alone[3] = true;
            kin.join_series(3, 0, Rule::InReply, String::new());
            assert_eq!((kin.find_root(3), kin.why.len()), (3, 3));
        });
    }
}
