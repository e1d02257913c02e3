//! Postings become series: slots with titles and replies, totals, dates, and a place for
//! every mail.

mod counts;

use std::cmp::Reverse;

use thin_vec::ThinVec;

use self::counts::totals;
use super::grouped::GroupedMails;
use super::posting::Posting;
use super::slots::{self, HOLES};
use super::{Evidence, Parts, Place, Rule, Series, SeriesHead, SeriesIdx, cores};
use crate::mail::{Address, Message, MsgIdx};
use crate::patch::{Facts, PatchKind};
use crate::text::Shared;

/// Makes the series, newest activity first, and says for every mail where it is.
pub(super) fn series(postings: &[Posting], view: GroupedMails<'_>) -> (Vec<Series>, Vec<Place>) {
    let mut all = of_postings(postings, view);
    let mut own: Vec<Option<Place>> = vec![None; view.messages.len()];
    for (at, series) in (0u32..).map(SeriesIdx).zip(&all) {
        settle(at, series, &mut own);
    }
    let broken = broken_covers(postings, &own);
    add_replies(&mut all, &mut own, &broken, view);
    let share = cores::share(all.len());
    let date = |part: &mut [Series]| {
        for series in part {
            series.active = newest(series, view);
        }
    };
    cores::each_part(all.chunks_mut(share), date, || ());
    let moved = sort_newest_first(&mut all);
    let places = own
        .into_iter()
        .map(|place| place.map_or(Place::Loose, |place| renumber(place, &moved)))
        .collect();
    (all, places)
}

/// The series of all postings; on all cores where the bound of the holes is out of reach, since
/// one part can't know what another takes of it.
fn of_postings(postings: &[Posting], view: GroupedMails<'_>) -> Vec<Series> {
    let announced: usize = postings
        .iter()
        .map(|posting| total(posting, view) as usize)
        .sum();
    let share = if announced <= HOLES {
        cores::share(postings.len())
    } else {
        postings.len().max(1)
    };
    // Each fills its stretch of one list: two lists of series are too much to have at a time.
    let mut all: Vec<Option<Series>> = vec![None; postings.len()];
    let of_part = |(part, made): (&[Posting], &mut [Option<Series>])| {
        let mut holes = HOLES;
        for (posting, place) in part.iter().zip(made) {
            *place = one_series(posting, view, &mut holes);
        }
    };
    let parts = postings.chunks(share).zip(all.chunks_mut(share));
    cores::each_part(parts, of_part, || ());
    #[expect(
        clippy::filter_map_identity,
        reason = "this keeps the list where it is, `flatten` makes another"
    )]
    all.into_iter().filter_map(|made| made).collect()
}

/// How many patches a posting announces: by its counters, else by the shortlog of its cover.
fn total(posting: &Posting, view: GroupedMails<'_>) -> u32 {
    if posting.total > 0 || !posting.patches.is_empty() {
        return posting.total;
    }
    let cover = posting.cover.and_then(|at| view.facts(at));
    let listed = cover.map_or(0, |facts| facts.letter.shortlog.len());
    u32::try_from(listed).unwrap_or(u32::MAX)
}

/// The author of a cover or of a lone patch. Patches sent together without a cover are their
/// sender's series, whoever wrote the first.
fn author(message: &Message, facts: &Facts, is_own: bool) -> Address {
    if is_own {
        return facts.author(message).clone();
    }
    message.from.clone()
}

/// One series without its replies.
fn one_series(posting: &Posting, view: GroupedMails<'_>, holes: &mut usize) -> Option<Series> {
    let patches = slots::in_order(posting, view);
    let first = patches.first().map(|&(_, at)| at);
    let at = posting.cover.or(first)?;
    let (message, facts) = (view.message(at)?, view.facts(at)?);
    let cover = posting.cover.and_then(|at| view.facts(at));
    let shortlog = cover.map_or(&[][..], |facts| facts.letter.shortlog.as_slice());
    let total = total(posting, view);
    let mut slots = slots::of(&patches, posting, total, view, holes);
    slots::name_holes(&mut slots, shortlog);
    let first = slots.first().and_then(|slot| slot.message);
    let letters = posting.cover.into_iter().chain(first);
    let letters = letters.filter_map(|at| Some(&view.facts(at)?.letter));
    let change_id = letters
        .clone()
        .find_map(|letter| change_id(letter.change_id.as_deref()?));
    let base_commit = letters
        .clone()
        .find_map(|letter| letter.base_commit.clone());
    let head = SeriesHead {
        title: facts.subject.title.clone(),
        subject: message.subject.clone(),
        revision: posting.revision,
        revision_from: posting.revision_from,
        rfc: facts.subject.rfc,
        resend: facts.subject.resend,
        targets: facts.subject.targets.clone(),
        submitter: message.from.clone(),
        author: author(message, facts, posting.cover.is_some() || total == 1),
        date: message.date,
        change_id,
        base_commit,
    };
    let mut parts = Parts {
        cover: posting.cover,
        naked_cover: posting.cover.is_some() && posting.naked,
        pull: cover.is_some_and(|facts| facts.kind == PatchKind::Pull),
        total,
        announced: posting.cover_total,
        slots: slots.into(),
        totals: None,
    };
    parts.totals = totals(&parts, view);
    let mut why = ThinVec::from(posting.why.clone());
    if why.is_empty() && parts.slots.len() > 1 {
        why.push(Evidence {
            rule: Rule::References,
            detail: "same sender, revision and total, answering one another".into(),
        });
    }
    Some(Series::new(message.id.clone(), head, parts, why))
}

/// A change-id, unless it is Gerrit's (`I` and 40 digits), which names a single patch.
fn change_id(id: &str) -> Option<Shared> {
    let hex = id.strip_prefix('I').unwrap_or_default();
    let is_gerrit = hex.len() == 40 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    (!is_gerrit).then(|| id.into())
}

/// Writes down where the cover and the patches of a series are.
fn settle(at: SeriesIdx, series: &Series, places: &mut [Option<Place>]) {
    let patches = (0u32..).zip(&series.parts.slots).filter_map(|(slot, s)| {
        let own = s.borrowed.is_none();
        Some((s.message.filter(|_| own)?, Place::Patch(at, slot)))
    });
    let cover = series.parts.cover.map(|cover| (cover, Place::Cover(at)));
    let own = cover.into_iter().chain(patches);
    put_places(own.map(|(message, place)| (message, Some(place))), places);
}

fn put_places(all: impl Iterator<Item = (MsgIdx, Option<Place>)>, places: &mut [Option<Place>]) {
    for (message, place) in all {
        if let Some(slot) = places.get_mut(message.0 as usize) {
            *slot = place;
        }
    }
}

/// Covers of sendings that broke off, each with the place of the cover that came in its stead.
fn broken_covers(postings: &[Posting], own: &[Option<Place>]) -> Vec<(MsgIdx, Place)> {
    let place = |posting: &Posting| own.get(posting.cover?.0 as usize).copied().flatten();
    let some = postings.iter().filter(|p| !p.broken.covers.is_empty());
    let pairs = some.filter_map(|posting| Some((posting, place(posting)?)));
    let covers = |(posting, place): (&Posting, Place)| {
        let covers = posting.broken.covers.iter();
        covers.map(|&cover| (cover, place)).collect::<Vec<_>>()
    };
    pairs.flat_map(covers).collect()
}

/// Gives every other mail to the nearest patch or cover that it answers, by date. An answer that
/// brings patches of its own has its place with those, and is listed where it answers as well. A
/// cover that broke off stands among the replies to the one that came in its stead, with those to
/// itself.
fn add_replies(
    all: &mut [Series],
    places: &mut [Option<Place>],
    broken: &[(MsgIdx, Place)],
    view: GroupedMails<'_>,
) {
    put_places(broken.iter().map(|&(at, place)| (at, Some(place))), places);
    let mut nearest = view.threads.inherit(places);
    put_places(broken.iter().map(|&(at, _)| (at, None)), places);
    put_places(
        broken.iter().map(|&(at, place)| (at, Some(place))),
        &mut nearest,
    );
    for &at in view.threads.order() {
        let i = at.0 as usize;
        let reply = match nearest.get(i).copied().flatten() {
            Some(Place::Cover(series)) => Place::CoverReply(series),
            Some(Place::Patch(series, slot)) => Place::PatchReply(series, slot),
            _ => continue,
        };
        let Some(place) = places.get_mut(i) else {
            continue;
        };
        if place.is_none() {
            *place = Some(reply);
        } else if !view.facts(at).is_some_and(Facts::answers) {
            continue;
        }
        list_reply(all, at, reply);
    }
}

fn list_reply(all: &mut [Series], at: MsgIdx, reply: Place) {
    let (Place::CoverReply(to) | Place::PatchReply(to, _)) = reply else {
        return;
    };
    let Some(series) = all.get_mut(to.0 as usize) else {
        return;
    };
    match reply {
        Place::PatchReply(_, slot) => {
            if let Some(slot) = series.parts.slots.get_mut(slot as usize) {
                slot.replies.push(at);
            }
        }
        Place::CoverReply(_) | Place::Cover(_) | Place::Patch(..) | Place::Loose => {
            series.replies.push(at);
        }
    }
}

/// When the newest mail was sent; what brings the patches of another series is of that one.
fn newest(series: &Series, view: GroupedMails<'_>) -> Option<crate::mail::Date> {
    let patches = series
        .parts
        .slots
        .iter()
        .filter(|slot| slot.borrowed.is_none());
    let replies = series.all_replies();
    replies
        .filter(|&at| !view.facts(at).is_some_and(Facts::answers))
        .chain(series.parts.cover)
        .chain(patches.filter_map(|slot| slot.message))
        .filter_map(|at| view.message(at)?.date)
        .max_by_key(|date| date.seconds)
}

/// Newest activity first, ties by id; gives the new place of each.
fn sort_newest_first(all: &mut [Series]) -> Vec<SeriesIdx> {
    let key = |at: usize| {
        let when = |series: &Series| series.active.map_or(i64::MIN, |date| date.seconds);
        all.get(at)
            .map(|series| (Reverse(when(series)), &series.id))
    };
    // A series is large: only its number is moved until it is known where it belongs.
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| key(a).cmp(&key(b)));
    arrange(all, &order)
}

/// Brings series into another order; gives the new place of each.
pub(super) fn arrange(all: &mut [Series], order: &[usize]) -> Vec<SeriesIdx> {
    let mut moved = vec![SeriesIdx(0); order.len()];
    for (to, &from) in (0u32..).zip(order) {
        if let Some(slot) = moved.get_mut(from) {
            *slot = SeriesIdx(to);
        }
    }
    let mut left = moved.clone();
    for here in 0..all.len() {
        // Each swap brings one series to its place for good.
        while let Some(to) = left.get(here).map(|to| to.0 as usize)
            && to != here
        {
            all.swap(here, to);
            left.swap(here, to);
        }
    }
    moved
}

/// The same place once series have moved.
pub(super) fn renumber(place: Place, moved: &[SeriesIdx]) -> Place {
    let to = |at: SeriesIdx| moved.get(at.0 as usize).copied().unwrap_or(at);
    match place {
        Place::Cover(at) => Place::Cover(to(at)),
        Place::Patch(at, slot) => Place::Patch(to(at), slot),
        Place::CoverReply(at) => Place::CoverReply(to(at)),
        Place::PatchReply(at, slot) => Place::PatchReply(to(at), slot),
        Place::Loose => Place::Loose,
    }
}

#[cfg(test)]
mod tests {
    use super::change_id;

    #[test]
    fn what_gerrit_writes_names_a_patch_and_no_series() {
        let gerrit = format!("I{}", "0a".repeat(20));
        assert_eq!(change_id(&gerrit), None);
        for id in ["20260309-pumps-abc", "I0a0a", &gerrit[1..]] {
            assert_eq!(change_id(id).as_deref(), Some(id));
        }
    }
}
