//! Versions of one series: which postings are older and newer than which.
//!
//! Every rule looks at a bounded number of candidates, so the cost is linear in the archive.

use thin_vec::ThinVec;

use super::attach::GroupedMails;
use super::correct::Wishes;
use super::hash::{Map, Set};
use super::{Evidence, Place, Rule, Series, SeriesIdx};
use crate::mail::MsgIdx;
use crate::patch::letter::Letter;
use crate::patch::subject::{RevisionFrom, title_version};
use crate::patch::{Facts, PatchKind};

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
    for at in wishes.apart() {
        if let Some(alone) = series_of(places, at).and_then(|at| kin.alone.get_mut(at)) {
            *alone = true;
        }
    }
    let mut order: Vec<usize> = (0..all.len()).collect();
    let key = |at: usize| all.get(at).map(|series| (sent_when(series), &series.id));
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    by_change_id(all, &order, &mut kin);
    by_letter(all, places, view, &mut kin);
    by_reply(all, places, view, &mut kin);
    by_title(all, &order, &mut kin);
    by_patches(all, &order, &mut kin);
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
    up: Vec<usize>,
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
            let head = series
                .cover
                .or_else(|| series.slots.iter().find_map(|slot| slot.message));
            let from = head
                .and_then(|at| view.message(at))
                .filter(|message| !message.from.email.is_empty())
                .map(|message| message.from.identity());
            let next = u32::try_from(numbers.len()).ok();
            Some(*numbers.entry(from?).or_insert(next?))
        };
        let is_pull = |series: &Series| {
            let cover = series.cover.and_then(|at| view.facts(at));
            cover.is_some_and(|facts| facts.kind == PatchKind::Pull)
        };
        Self {
            up: (0..all.len()).collect(),
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

    fn find_root(&mut self, mut here: usize) -> usize {
        loop {
            let up = self.up.get(here).copied().unwrap_or(here);
            let over = self.up.get(up).copied().unwrap_or(up);
            if up == over {
                return up;
            }
            if let Some(slot) = self.up.get_mut(here) {
                *slot = over;
            }
            here = over;
        }
    }

    fn unite(&mut self, at: usize, other: usize) {
        let (a, b) = (self.find_root(at), self.find_root(other));
        if let Some(slot) = self.up.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }

    /// Joins two series. A reason is written down where it joins, and once for every series.
    fn join_series(&mut self, at: usize, other: usize, rule: Rule, detail: String) {
        let is_out = |at: usize| {
            let marks = self.pulls.get(at).zip(self.alone.get(at));
            marks.is_some_and(|(pull, alone)| *pull || *alone)
        };
        if is_out(at) || is_out(other) {
            return;
        }
        let (a, b) = (self.find_root(at), self.find_root(other));
        let told = self
            .told
            .get_mut(at)
            .is_some_and(|told| std::mem::replace(told, true));
        if a == b && told {
            return;
        }
        self.unite(at, other);
        let detail = detail.into();
        self.why.push((at, Evidence { rule, detail }));
    }
}

fn sent_when(series: &Series) -> i64 {
    series.date.map_or(i64::MAX, |date| date.seconds)
}

fn by_change_id(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut seen: Map<&str, usize> = Map::default();
    for &at in order {
        let Some(series) = all.get(at) else { continue };
        if let Some(id) = series.change_id.as_deref()
            && let Some(other) = seen.insert(id, at)
        {
            kin.join_series(at, other, Rule::ChangeId, id.to_owned());
        }
    }
}

/// The series that a mail is in.
fn series_of(places: &[Place], at: MsgIdx) -> Option<usize> {
    let place = places.get(at.0 as usize)?;
    Some(place.series()?.0 as usize)
}

/// Links to earlier versions, and `Supersedes:`, in the cover or the first patch.
fn by_letter(all: &[Series], places: &[Place], view: GroupedMails<'_>, kin: &mut Kin) {
    for (at, series) in all.iter().enumerate() {
        for letter in letters(series, view) {
            let called = letter
                .links
                .iter()
                .filter_map(|link| Some((link.message_id.as_ref()?, Some(&*link.label))));
            let replaced = letter.supersedes.iter().map(|id| (id, None));
            for (id, label) in called.chain(replaced) {
                let to = view.ids.get(id).and_then(|&to| series_of(places, to));
                let Some((to, other)) = to.and_then(|to| Some((to, all.get(to)?))) else {
                    continue;
                };
                let before =
                    sent_when(other) <= sent_when(series) && other.revision <= series.revision;
                let is_version = || label.is_none_or(names_a_version) || same_title(series, other);
                if to != at && before && kin.same_sender(at, to) && is_version() {
                    kin.join_series(at, to, Rule::Linked, id.to_string());
                }
            }
        }
    }
}

/// The letters that speak for the series: the cover's and the first patch's.
fn letters<'a>(series: &Series, view: GroupedMails<'a>) -> impl Iterator<Item = &'a Letter> {
    let first = series.slots.first().and_then(|slot| slot.message);
    let heads = series.cover.into_iter().chain(first);
    heads
        .filter_map(move |at| view.facts(at))
        .map(|facts| &*facts.letter)
}

/// Whether what stands before a link calls it an earlier version: "v2", "Previous version".
fn names_a_version(label: &str) -> bool {
    let label = label.to_lowercase();
    let numbered = |word: &str| {
        let digits = word.strip_prefix('v').unwrap_or("");
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    label
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .any(|word| {
            numbered(word) || ["previous", "earlier", "version", "rfc", "last"].contains(&word)
        })
}

/// A higher revision of the same sender in reply to any mail of a lower one.
fn by_reply(all: &[Series], places: &[Place], view: GroupedMails<'_>, kin: &mut Kin) {
    for (at, series) in all.iter().enumerate() {
        let first = series.slots.iter().find(|slot| slot.borrowed.is_none());
        let head = series.cover.or_else(|| first.and_then(|slot| slot.message));
        let up = head.and_then(|head| view.threads.parent(head));
        let Some((to, other)) = up
            .and_then(|up| series_of(places, up))
            .and_then(|to| Some((to, all.get(to)?)))
        else {
            continue;
        };
        let later = other.revision < series.revision
            || (other.revision == series.revision && same_title(series, other));
        // Where patches are attached, who answers often brings the next version of another's.
        let brings = head
            .and_then(|head| view.facts(head))
            .is_some_and(Facts::answers);
        let is_next = brings && other.revision < series.revision && same_title(series, other);
        let of_one = kin.same_sender(at, to) || is_next;
        let same_tree =
            other.targets == series.targets || (series.resend && same_title(series, other));
        if to != at && later && of_one && same_tree {
            kin.join_series(at, to, Rule::InReply, other.id.to_string());
        }
    }
}

fn same_title(a: &Series, b: &Series) -> bool {
    let (one, other) = (title(a), title(b));
    !one.is_empty() && (one == other || one.to_lowercase() == other.to_lowercase())
}

/// The title without the version that a cover has there.
fn title(series: &Series) -> &str {
    let may_have = series.naked_cover || series.revision_from == RevisionFrom::Title;
    let found = title_version(&series.title).filter(|_| may_have);
    found.map_or(series.title.as_str(), |found| found.title)
}

/// Same sender and title: a run of postings by date in which the revision does not fall.
fn by_title(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut last: Map<(u32, String), usize> = Map::default();
    for &at in order {
        let Some(series) = all.get(at).filter(|series| !title(series).is_empty()) else {
            continue;
        };
        let Some(sender) = kin.sender.get(at).copied().flatten() else {
            continue;
        };
        let key = (sender, title(series).to_lowercase());
        let before = last.insert(key, at).and_then(|to| Some((to, all.get(to)?)));
        if let Some((to, other)) = before
            && follows(series, other)
        {
            let detail = format!("v{} and v{}", other.revision, series.revision);
            kin.join_series(at, to, Rule::SameTitle, detail);
        }
    }
}

/// Whether a posting can be a later version of another, by revision, tree and date.
fn follows(newer: &Series, older: &Series) -> bool {
    match newer.revision.cmp(&older.revision) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => {
            newer.targets == older.targets
                && sent_when(newer).saturating_sub(sent_when(older)) <= AGAIN
        }
        std::cmp::Ordering::Less => false,
    }
}

/// Same sender, and at least half of the patch titles of both.
fn by_patches(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut seen: Map<(u32, &str), ThinVec<u32>> = Map::default();
    for &at in order {
        let sender = kin.sender.get(at).copied().flatten();
        let (Some(series), Some(sender)) = (all.get(at), sender) else {
            continue;
        };
        let own = u32::try_from(at).unwrap_or(u32::MAX);
        let mut shared: Map<usize, usize> = Map::default();
        for slot in series.slots.iter().filter(|slot| !slot.title.is_empty()) {
            let others = seen.entry((sender, &slot.title)).or_default();
            for &other in others.iter().filter(|&&other| other != own) {
                *shared.entry(other as usize).or_default() += 1;
            }
            if others.last() != Some(&own) {
                others.push(own);
            }
            if others.len() > 4 {
                others.remove(0);
            }
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
        shared.sort_unstable();
        for (to, count) in shared {
            let Some(other) = all.get(to) else { continue };
            let (a, b) = (series.slots.len(), other.slots.len());
            if count * 2 >= a.max(b) && follows(series, other) {
                let detail = format!("{count} of {} patch titles", a.max(b));
                kin.join_series(at, to, Rule::SamePatches, detail);
            }
        }
    }
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
        let key = |at: usize| all.get(at).map(|s| (s.revision, sent_when(s), &s.id));
        set.sort_by(|&a, &b| key(a).cmp(&key(b)));
        for (place, &at) in set.iter().enumerate() {
            // What was posted beside it as the same revision under another title is neither.
            let other = |&&to: &&usize| {
                let pair = all.get(at).zip(all.get(to));
                let is_linked = kin.linked.contains(&(at.min(to), at.max(to)));
                is_linked || pair.is_some_and(|(a, b)| a.revision != b.revision || same_title(a, b))
            };
            let index = |&to: &usize| SeriesIdx(u32::try_from(to).unwrap_or(u32::MAX));
            let older = set.iter().take(place).rev().take(LISTED);
            let older = older.filter(other).map(index).collect();
            let newer = set.iter().skip(place + 1).take(LISTED);
            let newer = newer.filter(other).map(index).collect();
            if let Some(series) = all.get_mut(at) {
                series.older = older;
                series.newer = newer;
            }
        }
    }
}
