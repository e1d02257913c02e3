//! Postings without a cover find one that differs a little: another sender, another total,
//! a pull request, a mail without `0/N`; and partial rerolls find what they leave out.

use super::Rule;
use super::grouped::GroupedMails;
use super::member::{MailRole, Member};
use super::naked;
use super::posting::Posting;
use crate::mail::MsgIdx;
use crate::patch::PatchKind;
use crate::patch::subject::RevisionFrom;

/// Seconds between a naked cover and the lone patch that was sent along with it.
const ALONG: i64 = 5 * 60;

/// For every mail the posting it is in.
pub(super) fn homes(postings: &[Posting], count: usize) -> Vec<Option<usize>> {
    let mut homes = vec![None; count];
    for (at, posting) in postings.iter().enumerate() {
        let patches = posting.patches.iter().map(|&(_, message)| message);
        for message in posting.cover.into_iter().chain(patches) {
            if let Some(slot) = homes.get_mut(message.0 as usize) {
                *slot = Some(at);
            }
        }
    }
    homes
}

/// Merges coverless postings into the posting that their first mail answers.
pub(super) fn covers(mut postings: Vec<Posting>, view: GroupedMails<'_>) -> Vec<Posting> {
    let homes = homes(&postings, view.messages.len());
    // A patch may answer a review of the cover: the next mail above that is in a posting counts.
    let above = view.threads.inherit(&homes);
    let mut order: Vec<usize> = (0..postings.len()).collect();
    order.sort_by_key(|&at| {
        postings
            .get(at)
            .and_then(|p| p.top)
            .map(|top| view.threads.rank_of(top))
    });
    for at in order {
        let Some(posting) = postings.get(at) else {
            continue;
        };
        let Some(top) = posting.top.filter(|_| posting.cover.is_none()) else {
            continue;
        };
        let Some(to) = above.get(top.0 as usize).copied().flatten() else {
            continue;
        };
        let Some(rule) = postings.get(to).and_then(|q| fits_below(posting, q, view)) else {
            continue;
        };
        // A posting that answers its own mail stays where it is.
        if to == at {
            continue;
        }
        let piece = postings.get_mut(at).map(std::mem::take);
        if let (Some(piece), Some(home)) = (piece, postings.get_mut(to)) {
            take_in(home, piece, rule);
        }
    }
    postings.retain(|posting| posting.top.is_some());
    postings
}

/// The rule by which a coverless posting belongs to the one above it.
fn fits_below(posting: &Posting, above: &Posting, view: GroupedMails<'_>) -> Option<Rule> {
    let top = posting.top?;
    // The sender is an identity, not a name: `From:` of one person changes between mailers.
    let same_sender = posting.sender == above.sender;
    let same_revision = posting.revision == above.revision;
    let answers_cover = above.cover.is_some() && view.threads.parent(top) == above.cover;
    let lone = view.members.get(top).map(|member| member.role) == Some(MailRole::Lone);
    let cover = above.cover.and_then(|cover| view.members.get(cover));
    let role = cover.map(|member| member.role);
    // Numbers that both have would be two patches 3/7: then these are two sendings.
    if !above.is_apart(posting) {
        return None;
    }
    // `[PATCH 0/1] x` with `[PATCH] x` below it: a cover for a single patch.
    if lone {
        let only = answers_cover && same_sender && above.patches.is_empty();
        return (only && matches!(role, Some(MailRole::Cover(0 | 1))))
            .then_some(Rule::AnswersCover);
    }
    // A maintainer forwards what others wrote, each mail under its author's `From:`.
    if same_revision && posting.total == above.total && !same_sender {
        return Some(Rule::AnotherSender);
    }
    if !same_sender || above.cover.is_none() {
        return None;
    }
    // A cover that has patches already lent its thread to another sending.
    let empty = above.patches.is_empty() && answers_cover;
    let unlabelled = |member: &Member| member.revision_from == RevisionFrom::Inferred;
    match role {
        // `[GIT PULL]` with its patches as replies: subsystem trees send them for the record.
        Some(MailRole::Pull) if empty => Some(Rule::AnswersPull),
        Some(MailRole::Cover(0)) if empty && (same_revision || cover.is_some_and(unlabelled)) => {
            Some(Rule::AnswersCover)
        }
        // `[PATCH 0/5]` by hand over four patches.
        Some(MailRole::Cover(_)) if empty && same_revision => Some(Rule::TotalDiffers),
        _ => {
            let over = posting
                .patches
                .iter()
                .all(|&(number, _)| number > above.total);
            // `[PATCH 6/5]`, sent a day later: "I forgot one".
            (over && same_revision).then_some(Rule::AboveTotal)
        }
    }
}

fn take_in(home: &mut Posting, piece: Posting, rule: Rule) {
    let over = piece.patches.iter().all(|&(number, _)| number > home.total);
    if home.patches.is_empty() && piece.total != home.total {
        // What the cover said is kept for the alert "cover says 5, patches say 4".
        if home.total > 0 {
            home.cover_total = Some(home.total);
        }
        home.total = piece.total;
    }
    // A naked cover writes no tags, and its patches do.
    if home.revision_from == RevisionFrom::Inferred && home.naked {
        home.revision = piece.revision;
        home.revision_from = piece.revision_from;
    }
    let detail = if over && home.total > 0 && !home.patches.is_empty() {
        format!("{}, the total is {}", piece.total, home.total)
    } else {
        format!("{} patches in reply", piece.patches.len())
    };
    home.merge(piece, rule, detail);
}

/// Gives coverless postings their naked cover: a mail of the same sender without a diff, that
/// begins the thread or prints a diffstat, and that the first patch answers directly.
pub(super) fn naked_covers(mut postings: Vec<Posting>, view: GroupedMails<'_>) -> Vec<Posting> {
    let mut order: Vec<usize> = (0..postings.len()).collect();
    order.sort_by_key(|&at| {
        postings
            .get(at)
            .and_then(|p| p.top)
            .map(|top| view.threads.rank_of(top))
    });
    // Two sendings in reply to one letter: the first of them has it.
    let mut claimed = std::collections::HashSet::new();
    for at in order {
        let Some(posting) = postings.get_mut(at) else {
            continue;
        };
        if posting.cover.is_some() {
            continue;
        }
        // Where a sending broke off, the last attempt's cover stands for all.
        let tops = posting.broken.tops.iter().rev().chain(&posting.top);
        let parents = tops.filter_map(|&top| view.threads.parent(top));
        let mut covers = parents
            .filter(|&up| is_naked_cover(up, posting, view) && claimed.insert(up))
            .collect::<Vec<_>>()
            .into_iter();
        let Some(cover) = covers.next() else { continue };
        posting.cover = Some(cover);
        posting.naked = true;
        posting.broken.covers.extend(covers);
        let id = view.message(cover).map_or("", |mail| mail.id.as_str());
        let detail = format!("{id} begins the thread, same sender, no diff");
        posting.explain(Rule::NakedCover, detail);
    }
    naked::revisions(&mut postings, view);
    // What looked like a patch that lost its diff is no series of its own then.
    postings.retain(|posting| match posting.patches.as_slice() {
        [(_, at)] => posting.cover.is_some() || !claimed.contains(at),
        _ => true,
    });
    postings
}

fn is_naked_cover(parent: MsgIdx, posting: &Posting, view: GroupedMails<'_>) -> bool {
    let (Some(message), Some(fact)) = (view.message(parent), view.facts(parent)) else {
        return false;
    };
    let sender = posting.top.and_then(|top| view.message(top));
    // Whoever answers a discussion with a patch does not make a cover of the mail that began it.
    let same_sender = sender.is_some_and(|m| m.from.identity() == message.from.identity());
    let role = view.members.get(parent).map(|member| member.role);
    let free = role.is_none() || role == Some(MailRole::Lone);
    let begins = view.begins(parent);
    let answers = fact.subject.reply || (fact.kind == PatchKind::Reply && !begins);
    let plain = !fact.has_diff() && !answers;
    // A diffstat is printed for patches: such a letter may stand in the middle of a thread.
    let begins = begins || fact.letter.has_stat;
    let explicit = fact.subject.revision_from != RevisionFrom::Inferred;
    let labelled = posting.revision_from != RevisionFrom::Inferred;
    // A lone patch in reply to one's own mail is as often the end of a discussion; a cover is
    // sent along with its patch.
    let apart = message
        .date
        .map_or(0, |date| posting.span.0.saturating_sub(date.seconds));
    let along = posting.total > 1 || fact.letter.has_stat || apart.abs() <= ALONG;
    let agrees =
        // `[RFC v2] x` above `[PATCH 1/3] y` are one sending, `[v2] x` above `[PATCH v3 1/3] y` are
        // two.
        !(explicit && labelled) || posting.mixed || fact.subject.revision == posting.revision;
    same_sender && free && plain && begins && along && agrees
}

/// Fills the holes of partial rerolls: every patch answers the patch of the same number and
/// total of one older posting.
pub(super) fn rerolls(postings: &mut [Posting], view: GroupedMails<'_>) {
    let homes = homes(postings, view.messages.len());
    let posted = (0u32..).zip(&homes);
    let posted = posted.map(|(at, home)| home.map(|_| MsgIdx(at)));
    let above = view.threads.inherit(&posted.collect::<Vec<_>>());
    let mut order: Vec<usize> = (0..postings.len()).collect();
    // From v1 up, so that v3 can lend what v2 had lent from v1.
    order.sort_by_key(|&at| postings.get(at).map(|p| (p.revision, p.span.0)));
    for at in order {
        let Some(posting) = postings.get(at) else {
            continue;
        };
        let Some(lender) = rerolled(posting, &homes, &above, view) else {
            continue;
        };
        let Some(from) = postings.get(lender).filter(|q| {
            q.revision < posting.revision && q.sender == posting.sender && q.total == posting.total
        }) else {
            continue;
        };
        let mut lent: Vec<_> = from.borrowed.clone();
        let own = from.patches.iter();
        lent.extend(own.map(|&(k, message)| (k, message, from.revision)));
        // `[PATCH v2 3/7]` alone in reply to v1 3/7: the other six are those of v1.
        lent.retain(|&(number, ..)| posting.lacks(number) && number <= posting.total);
        lent.sort_by_key(|&(number, ..)| number);
        lent.dedup_by_key(|&mut (number, ..)| number);
        let numbers: Vec<u32> = lent.iter().map(|&(number, ..)| number).collect();
        let detail = format!(
            "{} from v{}",
            super::posting::in_words(&numbers),
            from.revision
        );
        if let Some(posting) = postings.get_mut(at)
            && !lent.is_empty()
        {
            posting.borrowed = lent;
            posting.explain(Rule::PartialReroll, detail);
        }
    }
}

/// The posting whose patches an incomplete one answers number by number.
fn rerolled(
    posting: &Posting,
    homes: &[Option<usize>],
    above: &[Option<MsgIdx>],
    view: GroupedMails<'_>,
) -> Option<usize> {
    let present = u32::try_from(posting.patches.len()).unwrap_or(u32::MAX);
    // Who sends a cover sends the whole series again.
    if posting.cover.is_some() || posting.total < 2 || present >= posting.total {
        return None;
    }
    let mut found = None;
    for &(_, at) in &posting.patches {
        let up = above.get(at.0 as usize).copied().flatten()?;
        // `[PATCH v2 3/7]` answers `[PATCH 3/7]`: same number, same total. A 3/7 in reply to 2/7 is
        // a thread as git makes it.
        if view.members.get(up)?.role != view.members.get(at)?.role {
            return None;
        }
        let home = homes.get(up.0 as usize).copied().flatten()?;
        // All of them answer patches of one series, or nothing is lent.
        if found.is_some_and(|other| other != home) {
            return None;
        }
        found = Some(home);
    }
    found
}

#[cfg(test)]
mod tests;
