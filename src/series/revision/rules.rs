//! The rules by which series are versions of one another, the surest first.

use super::super::grouped::GroupedMails;
use super::super::hash::Map;
use super::super::{Place, Rule, Series};
use super::{AGAIN, Kin, sent_when};
use crate::mail::MsgIdx;
use crate::patch::Facts;
use crate::patch::letter::Letter;
use crate::patch::subject::{RevisionFrom, title_version};
use thin_vec::ThinVec;

pub(super) fn by_change_id(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut seen: Map<&str, usize> = Map::default();
    for &at in order {
        let Some(series) = all.get(at) else { continue };
        // b4 gives a series one `change-id` for life; `seen` holds the newest so far.
        if let Some(id) = series.head.change_id.as_deref()
            && let Some(other) = seen.insert(id, at)
        {
            kin.join_series(at, other, Rule::ChangeId, id.to_owned());
        }
    }
}

/// The series that a mail is in.
pub(super) fn series_of(places: &[Place], at: MsgIdx) -> Option<usize> {
    let place = places.get(at.0 as usize)?;
    Some(place.series()?.0 as usize)
}

/// Links to earlier versions, and `Supersedes:`, in the cover or the first patch.
pub(super) fn by_letter(all: &[Series], places: &[Place], view: GroupedMails<'_>, kin: &mut Kin) {
    for (at, series) in all.iter().enumerate() {
        for letter in letters(series, view) {
            // "Link to v1: https://lore.example/r/20210511-1@x", as b4 writes below the cover
            // letter.
            let called = letter
                .links
                .iter()
                .filter_map(|link| Some((link.message_id.as_ref()?, Some(&*link.label))));
            // `Supersedes: <20210511-1@x>` is what patchew and QEMU know.
            let replaced = letter.supersedes.iter().map(|id| (id, None));
            for (id, label) in called.chain(replaced) {
                let to = view.ids.get(id).and_then(|&to| series_of(places, to));
                let Some((to, other)) = to.and_then(|to| Some((to, all.get(to)?))) else {
                    continue;
                };
                // A link to a later mail is one that the archive's owner added, or a plan.
                let before = sent_when(other) <= sent_when(series)
                    && other.head.revision <= series.head.revision;
                // "Link to v1: URL" is a version; "based on URL" and "see URL" are other series.
                let is_version = || label.is_none_or(names_a_version) || same_title(series, other);
                if to != at && before && kin.same_sender(at, to) && is_version() {
                    kin.join_series(at, to, Rule::Linked, id.to_string());
                }
            }
        }
    }
}

/// The letters that speak for the series: the cover's and the first patch's.
pub(super) fn letters<'a>(
    series: &Series,
    view: GroupedMails<'a>,
) -> impl Iterator<Item = &'a Letter> {
    let first = series.parts.slots.first().and_then(|slot| slot.message);
    let heads = series.parts.cover.into_iter().chain(first);
    heads
        .filter_map(move |at| view.facts(at))
        .map(|facts| &*facts.letter)
}

/// Whether what stands before a link calls it an earlier version: "v2", "Previous version".
pub(super) fn names_a_version(label: &str) -> bool {
    let label = label.to_lowercase();
    // "v2", "v1.1"; "vfio" and "v" are words.
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
pub(super) fn by_reply(all: &[Series], places: &[Place], view: GroupedMails<'_>, kin: &mut Kin) {
    for (at, series) in all.iter().enumerate() {
        let first = series
            .parts
            .slots
            .iter()
            .find(|slot| slot.borrowed.is_none());
        let head = series
            .parts
            .cover
            .or_else(|| first.and_then(|slot| slot.message));
        // git send-email --in-reply-to with the id of any mail of the older version: its cover, its
        // last patch, or a review of it.
        let up = head.and_then(|head| view.threads.parent(head));
        let Some((to, other)) = up
            .and_then(|up| series_of(places, up))
            .and_then(|to| Some((to, all.get(to)?)))
        else {
            continue;
        };
        // The same revision again under one title is a sending without a label; a lower one is an
        // answer that quotes an old number.
        let later = other.head.revision < series.head.revision
            || (other.head.revision == series.head.revision && same_title(series, other));
        // Where patches are attached, who answers often brings the next version of another's.
        let brings = head
            .and_then(|head| view.facts(head))
            .is_some_and(Facts::answers);
        let is_next =
            brings && other.head.revision < series.head.revision && same_title(series, other);
        let of_one = kin.same_sender(at, to) || is_next;
        // `[PATCH 5.10 v2]` in reply to `[PATCH v1]` is a backport, and no later version.
        let same_tree = other.head.targets == series.head.targets
            || (series.head.resend && same_title(series, other));
        if to != at && later && of_one && same_tree {
            kin.join_series(at, to, Rule::InReply, other.id.to_string());
        }
    }
}

pub(super) fn same_title(a: &Series, b: &Series) -> bool {
    let (one, other) = (title(a), title(b));
    !one.is_empty() && (one == other || one.to_lowercase() == other.to_lowercase())
}

/// The title without the version that a cover has there.
pub(super) fn title(series: &Series) -> &str {
    // `add UVC v2` names a version only on a letter without `[PATCH]`; in the title of a patch `v2`
    // is of a chip, a file format, a protocol.
    let may_have = series.parts.naked_cover || series.head.revision_from == RevisionFrom::Title;
    let found = title_version(&series.head.title).filter(|_| may_have);
    found.map_or(series.head.title.as_str(), |found| found.title)
}

/// Same sender and title: a run of postings by date in which the revision does not fall.
pub(super) fn by_title(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut last: Map<(u32, String), usize> = Map::default();
    for &at in order {
        let Some(series) = all.get(at).filter(|series| !title(series).is_empty()) else {
            continue;
        };
        // Who writes the same title is asked, not only what: "MAINTAINERS: add myself" is many people's.
        let Some(sender) = kin.sender.get(at).copied().flatten() else {
            continue;
        };
        // Letter case changes between versions more often than words do.
        let key = (sender, title(series).to_lowercase());
        // Each is compared with the latest of its title alone: a title that is posted every week
        // makes a chain, and no square of comparisons.
        let before = last.insert(key, at).and_then(|to| Some((to, all.get(to)?)));
        if let Some((to, other)) = before
            && follows(series, other)
        {
            let detail = format!("v{} and v{}", other.head.revision, series.head.revision);
            kin.join_series(at, to, Rule::SameTitle, detail);
        }
    }
}

/// Whether a posting can be a later version of another, by revision, tree and date.
pub(super) fn follows(newer: &Series, older: &Series) -> bool {
    match newer.head.revision.cmp(&older.head.revision) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => {
            // `[PATCH net]` and `[PATCH net-next]` of one title and day are two patches for two
            // trees.
            newer.head.targets == older.head.targets
                && sent_when(newer).saturating_sub(sent_when(older)) <= AGAIN
        }
        std::cmp::Ordering::Less => false,
    }
}

/// Same sender, and at least half of the patch titles of both.
pub(super) fn by_patches(all: &[Series], order: &[usize], kin: &mut Kin) {
    let mut seen: Map<(u32, &str), ThinVec<u32>> = Map::default();
    for &at in order {
        let sender = kin.sender.get(at).copied().flatten();
        let (Some(series), Some(sender)) = (all.get(at), sender) else {
            continue;
        };
        let own = u32::try_from(at).unwrap_or(u32::MAX);
        let mut shared: Map<usize, usize> = Map::default();
        for slot in series
            .parts
            .slots
            .iter()
            .filter(|slot| !slot.title.is_empty())
        {
            let others = seen.entry((sender, &slot.title)).or_default();
            for &other in others.iter().filter(|&&other| other != own) {
                *shared.entry(other as usize).or_default() += 1;
            }
            if others.last() != Some(&own) {
                others.push(own);
            }
            // The last few that had the title are enough: "fix typo" of one sender stands in
            // hundreds of series.
            if others.len() > 4 {
                others.remove(0);
            }
        }
        let mut shared: Vec<(usize, usize)> = shared.into_iter().collect();
        shared.sort_unstable();
        for (to, count) in shared {
            let Some(other) = all.get(to) else { continue };
            let (a, b) = (series.parts.slots.len(), other.parts.slots.len());
            // Half of the longer one: a series that took in three patches of another is not its
            // next version.
            if count * 2 >= a.max(b) && follows(series, other) {
                let detail = format!("{count} of {} patch titles", a.max(b));
                kin.join_series(at, to, Rule::SamePatches, detail);
            }
        }
    }
}
