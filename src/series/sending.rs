//! One sending that looks like two: its labels differ, or it was taken up again after a failure.

use super::Rule;
use super::group::{LONGEST, PAUSE};
use super::grouped::GroupedMails;
use super::hash::{Map, Set};
use super::posting::{Posting, in_words};
use crate::mail::MsgIdx;
use crate::patch::subject::{Revision, RevisionFrom};

/// Seconds between two mails that one run of a program sent: a slow server takes half a minute
/// for each.
const RUN: i64 = 5 * 60;

/// Seconds between two such mails where nothing but time tells one sending from two.
const MOMENT: i64 = 30;

/// How far up a thread one looks for the other; each patch may answer the one before.
const REACH: usize = 64;

/// Postings that may still take a mail; a bound, so that nothing is quadratic.
const OPEN: usize = 8;

/// Joins pieces of one sender and total that one run sent, whatever their labels say, and those
/// that go on where another broke off.
pub(super) fn join_pieces(mut postings: Vec<Posting>, view: GroupedMails<'_>) -> Vec<Posting> {
    let mut families: Map<(u32, u32), Vec<usize>> = Map::default();
    for (at, posting) in postings.iter().enumerate() {
        if posting.total > 1 {
            let family = families.entry((posting.sender, posting.total));
            family.or_default().push(at);
        }
    }
    for mut pieces in families.into_values().filter(|pieces| pieces.len() > 1) {
        let key = |at: usize| {
            let posting = postings.get(at)?;
            Some((
                posting.span,
                posting.top.map(|top| view.threads.rank_of(top)),
            ))
        };
        pieces.sort_by_key(|&at| key(at));
        let mut open: Vec<usize> = Vec::new();
        for at in pieces {
            if !take_in(&mut postings, &open, at, view) {
                open.push(at);
                if open.len() > OPEN {
                    open.remove(0);
                }
            }
        }
    }
    postings.retain(|posting| posting.top.is_some());
    postings
}

/// What two postings have to do with each other.
enum Reason {
    /// One run sent both under labels that differ.
    LabelsDiffer(String),
    /// The later one begins anew where the earlier one broke off.
    Resumed(String),
}

/// Merges a posting into the latest open one that it belongs to.
fn take_in(postings: &mut [Posting], open: &[usize], at: usize, view: GroupedMails<'_>) -> bool {
    let Some(piece) = postings.get(at) else {
        return false;
    };
    let found = open.iter().rev().find_map(|&to| {
        let reason = why_joined(postings.get(to)?, piece, view)?;
        Some((to, reason))
    });
    let Some((to, reason)) = found else {
        return false;
    };
    let piece = postings.get_mut(at).map(std::mem::take);
    if let (Some(piece), Some(home)) = (piece, postings.get_mut(to)) {
        match reason {
            Reason::Resumed(detail) => home.resume(piece, detail),
            Reason::LabelsDiffer(detail) => {
                let told = [&*home, &piece].map(|one| (one.revision, one.revision_from));
                home.merge(piece, Rule::LabelsDiffer, detail);
                relabel(home, told, view);
            }
        }
    }
    true
}

/// Why a later posting is part of an earlier one.
fn why_joined(home: &Posting, piece: &Posting, view: GroupedMails<'_>) -> Option<Reason> {
    // Below nothing: pieces are taken by date, and spans of two sendings may overlap.
    let pause = piece.span.0 - home.span.1;
    let alike = home.revision == piece.revision && home.targets == piece.targets;
    // An hour later it is another sending, or a correction that a reader sees as one.
    if pause > PAUSE {
        return None;
    }
    if !alike {
        let is_one = pause <= RUN && home.is_apart(piece) && are_together(home, piece, view);
        return is_one.then(|| Reason::LabelsDiffer(differing(home, piece)));
    }
    // git send-email that a server refused at patch 12 is run again from 12, or from 1.
    let again = goes_on(home, piece, view).filter(|_| pause >= 0)?;
    let begins = |posting: &Posting| posting.top.is_some_and(|top| view.begins(top));
    // Where nothing came twice, only what answers no other mail can be the rest.
    if again.is_empty() && !begins(home) && !begins(piece) {
        return None;
    }
    let repeated = match again.as_slice() {
        [] => String::new(),
        again => format!("with {} again ", in_words(again)),
    };
    let detail = format!("it goes on {repeated}{} min later", pause / 60);
    Some(Reason::Resumed(detail))
}

/// Whether one answers the other's cover or first patch, both answer the same mail, or, where
/// they answer nothing, they fill each other's holes.
fn are_together(home: &Posting, piece: &Posting, view: GroupedMails<'_>) -> bool {
    let (Some(a), Some(b)) = (home.top, piece.top) else {
        return false;
    };
    // The parent as written: both may answer a mail that is not here.
    let named = |at: MsgIdx| view.message(at).and_then(|message| message.parents.first());
    let answers = |at: MsgIdx, of: &Posting| {
        let up = view.threads.parent(at);
        up.is_some() && up == of.cover
    };
    if answers(b, home) || answers(a, piece) {
        return true;
    }
    // Without a cover a later version of a lost patch looks the same, but for the time.
    let whole = home.patches.len() + piece.patches.len() == home.total as usize;
    let is_at_once = piece.span.0 - home.span.1 <= MOMENT;
    let fills = is_at_once && (whole || is_next(home, piece));
    let below = |at: MsgIdx, top: MsgIdx| {
        let mut above = view.threads.ancestors(at).take(REACH);
        above.any(|up| up == top)
    };
    if below(b, a) || below(a, b) {
        let has_cover = home.cover.or(piece.cover).is_some();
        let is_told = home.revision == piece.revision || home.total > 2;
        return (fills && is_told) || (whole && has_cover);
    }
    match (view.begins(a), view.begins(b)) {
        // --no-thread: neither answers anything.
        (true, true) => fills,
        // Both in reply to the same older version.
        (false, false) => named(a) == named(b),
        _ => false,
    }
}

/// Whether a posting begins with the number behind those that came with the cover of another, and
/// one of revision and tree is the same.
fn is_next(home: &Posting, piece: &Posting) -> bool {
    if home.cover.is_none() || home.patches.len() + piece.patches.len() > LONGEST {
        return false;
    }
    let last = home.patches.iter().map(|&(number, _)| number).max();
    let first = piece.patches.iter().map(|&(number, _)| number).min();
    // Cover, 1 and 2 under one label, 3 to 15 under another: a prefix that was changed by hand.
    let follows = last.unwrap_or(0).checked_add(1) == first;
    let is_near = home.revision == piece.revision || home.targets == piece.targets;
    follows && is_near
}

/// The numbers that a later posting repeats of one that broke off, where it goes on behind them.
fn goes_on(home: &Posting, piece: &Posting, view: GroupedMails<'_>) -> Option<Vec<u32>> {
    let last = u32::try_from(home.patches.len()).ok()?;
    let next = last.checked_add(1)?;
    // A sending that is whole did not break off.
    if last == 0 || last >= home.total || home.patches.len() > LONGEST {
        return None;
    }
    let first = piece.patches.iter().map(|&(number, _)| number).min()?;
    let end = first.checked_add(u32::try_from(piece.patches.len()).ok()?)?;
    // It must touch what came and bring something new: 1 to 12, then 12 to 20.
    if !(1..=next).contains(&first) || end <= next {
        return None;
    }
    let begun = (1..=last).all(|number| !home.lacks(number));
    let unbroken = (first..end).all(|number| !piece.lacks(number));
    if !(begun && unbroken) {
        return None;
    }
    let again: Vec<u32> = (first..=last).collect();
    are_alike(&again, home, piece, view).then_some(again)
}

/// Whether both have these patches under the same titles: what is not the same patch again is
/// another series.
fn are_alike(some: &[u32], home: &Posting, piece: &Posting, view: GroupedMails<'_>) -> bool {
    let title = |at: MsgIdx| view.facts(at).map(|facts| &facts.subject.title);
    let of_piece = piece.patches.iter();
    let of_piece: Map<u32, _> = of_piece.map(|&(number, at)| (number, title(at))).collect();
    let mut alike: Set<u32> = Set::default();
    for &(number, at) in &home.patches {
        let is_same = of_piece.get(&number).is_some_and(|of| *of == title(at));
        alike.extend(is_same.then_some(number));
    }
    some.iter().all(|number| alike.contains(number))
}

/// Gives a posting the revision that its mails write. Where the patches contradict one another
/// and most do not agree, it is the cover's: a cover sends what other covers have labelled. Where
/// nothing is written, it is what one of the two pieces was `told` otherwise, as by its thread.
fn relabel(posting: &mut Posting, told: [(Revision, RevisionFrom); 2], view: GroupedMails<'_>) {
    let mut written: Map<Revision, usize> = Map::default();
    let labels = |at: MsgIdx| {
        let subject = &view.facts(at)?.subject;
        // `[PATCH v0 0/3]` above `[PATCH v2 1/3]`: v0 labels nothing.
        let is_label = subject.revision_from == RevisionFrom::Subject && subject.revision.major > 0;
        is_label.then_some(subject.revision)
    };
    for revision in posting.patches.iter().filter_map(|&(_, at)| labels(at)) {
        *written.entry(revision).or_default() += 1;
    }
    let is_one = written.len() <= 1;
    let most = written
        .into_iter()
        .max_by_key(|&(revision, count)| (count, revision));
    let most = most.filter(|(_, count)| is_one || count * 2 > posting.total as usize);
    let found = most.map(|(revision, _)| revision);
    let found = found.or_else(|| posting.cover.and_then(labels));
    posting.mixed |= !is_one;
    let otherwise = told
        .into_iter()
        .find(|(_, from)| *from != RevisionFrom::Inferred);
    (posting.revision, posting.revision_from) = found
        .map(|revision| (revision, RevisionFrom::Subject))
        .or(otherwise)
        .unwrap_or_default();
}

fn differing(home: &Posting, piece: &Posting) -> String {
    let seconds = (piece.span.0 - home.span.1).max(0);
    let words = if home.revision == piece.revision {
        "other words in the brackets".to_owned()
    } else {
        format!("v{} and v{}", home.revision, piece.revision)
    };
    format!("{words}, same sender and total, {seconds} s apart")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::testing::TestMails;

    fn posting(numbers: &[u32], total: u32) -> Posting {
        let patches = numbers.iter().map(|&number| (number, MsgIdx(number)));
        Posting {
            cover: Some(MsgIdx(0)),
            patches: patches.collect(),
            total,
            ..Posting::default()
        }
    }

    fn revision(major: u32) -> Revision {
        Revision { major, minor: 0 }
    }

    #[test]
    fn a_piece_follows_where_the_numbers_go_on_under_one_revision_or_tree() {
        let home = posting(&[1, 2], 9);
        assert!(is_next(&home, &posting(&[3, 4], 9)));
        assert!(!is_next(&home, &posting(&[4, 5], 9)), "3 is missing");
        assert!(!is_next(&home, &posting(&[2, 3], 9)), "2 is there");
        assert!(
            is_next(&posting(&[], 9), &posting(&[1], 9)),
            "the cover alone"
        );
        let mut other = posting(&[3, 4], 9);
        other.revision = revision(2);
        assert!(is_next(&home, &other), "the tree is the same");
        other.targets = 7;
        assert!(!is_next(&home, &other));
        other.revision = home.revision;
        assert!(is_next(&home, &other), "the revision is");
        let mut bare = posting(&[1, 2], 9);
        bare.cover = None;
        assert!(
            !is_next(&bare, &posting(&[3, 4], 9)),
            "no cover, no beginning"
        );
        let long: Vec<u32> = (1..=u32::try_from(LONGEST).unwrap()).collect();
        let next = u32::try_from(long.len()).unwrap() + 1;
        assert!(!is_next(&posting(&long, next), &posting(&[next], next)));
    }

    #[test]
    fn patches_that_contradict_one_another_are_mixed() {
        let mixed = |labels: [&str; 3]| {
            let mut mails = TestMails::default();
            mails.mail("c", "[PATCH 0/3] x", 0, &[]);
            for (label, number) in labels.into_iter().zip(1..) {
                let subject = format!("[PATCH {label}{number}/3] y");
                mails.mail(&format!("p{number}"), &subject, 0, &["c"]);
            }
            let mut posting = posting(&[1, 2, 3], 3);
            let told = [(revision(1), RevisionFrom::Inferred); 2];
            mails.view(|view| relabel(&mut posting, told, view));
            (posting.mixed, posting.revision.major)
        };
        assert_eq!(mixed(["v2 ", "v2 ", "v2 "]), (false, 2));
        assert_eq!(mixed(["v2 ", "v2 ", ""]), (false, 2), "one writes nothing");
        assert_eq!(mixed(["v2 ", "v2 ", "v3 "]), (true, 2), "most agree");
        assert!(mixed(["v2 ", "v3 ", "v4 "]).0);
    }
}
