//! Tags given to an older version: they hold for a patch that did not change, and are stale for
//! one that did.

use super::hash::{Map, Set};
use super::review::key;
use super::{Review, Series, Verdict, Via};
use crate::mail::MsgIdx;
use crate::patch::Facts;
use crate::text::Shared;

/// Carries tags from each version to the next newer one.
///
/// `same_change` says whether two mails hold the same change (equal patch-ids); it is asked only
/// for patches whose files and counts agree, as it may have to read both mails again. A tag that
/// the author took into the new patch is not repeated.
pub(crate) fn over(
    all: &mut [Series],
    facts: &[Facts],
    same_change: &dyn Fn(MsgIdx, MsgIdx) -> bool,
) {
    let mut order: Vec<usize> = (0..all.len()).collect();
    let key = |at: usize| {
        all.get(at)
            .map(|series| (series.revision, series.date, &series.id))
    };
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    for at in order {
        let before = all.get(at).and_then(|series| series.older.first()).copied();
        let Some(before) = before.and_then(|before| all.get(before.0 as usize)) else {
            continue;
        };
        let given = given(before);
        if given.is_empty() {
            continue;
        }
        let Some(series) = all.get_mut(at) else {
            continue;
        };
        for slot in &mut series.slots {
            let Some(new) = slot.message.filter(|_| slot.borrowed.is_none()) else {
                continue;
            };
            let Some((old, tags)) = given.get(slot.title.as_str()) else {
                continue;
            };
            let tags = fresh(tags, &slot.review, facts.get(new.0 as usize));
            if tags.is_empty() {
                continue;
            }
            let files = |at: MsgIdx| facts.get(at.0 as usize).map(|facts| &facts.files);
            let same = files(*old) == files(new) && same_change(*old, new);
            slot.carried.extend(tags.into_iter().map(|mut tag| {
                tag.via = Via::Older;
                if !same {
                    tag.verdict = Verdict::Stale;
                }
                tag
            }));
        }
    }
}

/// By patch title, the mail and the tags that still hold for it.
fn given(older: &Series) -> Map<Shared, (MsgIdx, Vec<Review>)> {
    let mut given = Map::default();
    for slot in &older.slots {
        let all = slot.review.iter().chain(&slot.carried);
        let is_held =
            |tag: &&Review| tag.verdict != Verdict::Stale && is_opinion(&tag.trailer.name);
        let tags = all.filter(is_held).cloned();
        let tags: Vec<Review> = tags.collect();
        if let Some(at) = slot.message.filter(|_| !tags.is_empty()) {
            given.entry(slot.title.clone()).or_insert((at, tags));
        }
    }
    given
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
    let known: Set<_> = own.chain(given).map(key).collect();
    let unknown = tags
        .iter()
        .filter(|tag| !known.contains(&key(&tag.trailer)));
    unknown.cloned().collect()
}
