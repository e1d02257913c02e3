//! Numbered patches and covers become postings: by what they answer and by their counters.
//!
//! Two mails can be of one posting only if sender, revision and total are the same (a family)
//! and they answer each other or the same mail, present or not. A number that is there already
//! starts a later posting. What came without threading is `unthreaded`'s, and what disagrees
//! about sender or total is `attach`'s.

use super::Rule;
use super::hash::Map;
use super::member::{MailRole, Member, Members};
use super::posting::{Posting, in_words};
use super::sets::DisjointSets;
use super::thread::Threads;
use crate::mail::{Message, MessageId, MsgIdx};
use crate::patch::subject::Revision;

/// How far up a thread a patch looks for its own posting. Deep threads answer the patch before;
/// the bound keeps a thread of thousands of strangers linear.
const REACH: usize = 256;

/// Seconds between a mail and the posting it is put to where nothing but time tells two apart.
const WINDOW: i64 = 24 * 3600;

/// Seconds after which a sending that broke off is no longer taken up, but sent anew.
pub(super) const PAUSE: i64 = 30 * 60;

/// Patches of a sending that may have broken off; a bound, since all of them are looked at.
pub(super) const LONGEST: usize = 512;

/// Sender, revision and total.
type Family = (u32, Revision, u32);

/// Puts every member into exactly one posting.
pub(super) fn postings(messages: &[Message], members: &Members, threads: &Threads) -> Vec<Posting> {
    let sets = clusters(messages, members, threads);
    let set_of = |at: MsgIdx| sets.get(at.0 as usize).copied().unwrap_or(at.0);
    let mut groups: Map<u32, Vec<usize>> = Map::default();
    let mut home: Vec<Option<usize>> = vec![None; messages.len()];
    let mut branched: Vec<Option<usize>> = Vec::new();
    let mut postings: Vec<Posting> = Vec::new();
    for &at in threads.order() {
        let Some(member) = members.get(at) else {
            continue;
        };
        let cluster = set_of(at);
        let above = threads
            .ancestors(at)
            .take(REACH)
            .find(|&up| members.get(up).is_some() && set_of(up) == cluster)
            .and_then(|up| home.get(up.0 as usize).copied().flatten());
        let group = groups.entry(cluster).or_default();
        let begun = group.iter().rev().take(4).copied().filter(|&p| {
            let posting = postings.get(p);
            posting.is_some_and(|posting| !has_cover_elsewhere(posting, member, members, threads))
        });
        let place = choose(member, above, begun, &postings);
        let chosen = if let Some(posting) = place.and_then(|p| postings.get_mut(p)) {
            posting.add_member(member);
            place
        } else {
            group.push(postings.len());
            postings.push(Posting::of(member));
            branched.push(above);
            Some(postings.len() - 1)
        };
        if let Some(slot) = home.get_mut(at.0 as usize) {
            *slot = chosen;
        }
    }
    fold_repeats(postings, &branched, messages)
}

/// The posting of its cluster that a mail belongs to; none where it starts one.
fn choose(
    member: &Member,
    above: Option<usize>,
    begun: impl Iterator<Item = usize>,
    postings: &[Posting],
) -> Option<usize> {
    let room = |&p: &usize| postings.get(p).is_some_and(|q| q.has_room(member.role));
    match (member.role, above) {
        (MailRole::Lone | MailRole::Pull, _) | (MailRole::Cover(_), Some(_)) => None,
        (MailRole::Patch(..) | MailRole::Late(..), Some(p)) if room(&p) => Some(p),
        (MailRole::Cover(_) | MailRole::Patch(..) | MailRole::Late(..), _) => begun
            .filter(room)
            .filter(|&p| {
                let span = postings.get(p).map_or((0, 0), |q| q.span);
                above != Some(p) && member.time - span.1 <= WINDOW
            })
            .min_by_key(|&p| {
                postings
                    .get(p)
                    .map_or(0, |q| (member.time - q.span.1).abs())
            }),
    }
}

/// Whether a cover would be put to patches that answer another: a typing error in its total keeps
/// that one apart at first, and a cover sent again must not take its patches.
fn has_cover_elsewhere(
    posting: &Posting,
    member: &Member,
    members: &Members,
    threads: &Threads,
) -> bool {
    let up = posting.top.and_then(|top| threads.parent(top));
    let up = up.filter(|_| matches!(member.role, MailRole::Cover(_)));
    let up = up.and_then(|up| members.get(up));
    up.is_some_and(|up| {
        let is_cover = up.at != member.at && matches!(up.role, MailRole::Cover(_));
        is_cover && up.sender == posting.sender && up.revision == posting.revision
    })
}

/// A few numbers sent again into a posting that has them are surplus there, and so is what a
/// sending repeated that broke off; a posting sent again as a whole stays one of its own.
fn fold_repeats(
    mut postings: Vec<Posting>,
    branched: &[Option<usize>],
    messages: &[Message],
) -> Vec<Posting> {
    for later in (0..postings.len()).rev() {
        let Some(first) = branched.get(later).copied().flatten() else {
            continue;
        };
        let (Some(a), Some(b)) = (postings.get(first), postings.get(later)) else {
            continue;
        };
        let few = b.patches.len() * 2 <= a.patches.len();
        if b.cover.is_some() || !(few || is_repeated(b, a, messages)) {
            continue;
        }
        let mut numbers: Vec<u32> = b.patches.iter().map(|&(number, _)| number).collect();
        numbers.sort_unstable();
        let detail = format!("{} sent again in the same thread", in_words(&numbers));
        let again = postings.get_mut(later).map(std::mem::take);
        if let (Some(again), Some(posting)) = (again, postings.get_mut(first)) {
            posting.merge(again, Rule::DuplicateCounter, detail);
        }
    }
    postings.retain(|posting| posting.top.is_some());
    postings
}

/// Whether part of a posting was sent twice within minutes, subject by subject.
fn is_repeated(again: &Posting, first: &Posting, messages: &[Message]) -> bool {
    let is_near = again.span.0 - first.span.1 <= PAUSE && again.span.0 >= first.span.0;
    if !is_near || again.patches.len() >= (again.total as usize).min(LONGEST) {
        return false;
    }
    let subject = |at: MsgIdx| messages.get(at.0 as usize).map(|mail| &mail.subject);
    let of_again = again.patches.iter();
    let of_again: Map<u32, _> = of_again
        .map(|&(number, at)| (number, subject(at)))
        .collect();
    let is_same = |&&(number, at): &&(u32, MsgIdx)| of_again.get(&number) == Some(&subject(at));
    first.patches.iter().filter(is_same).count() >= of_again.len()
}

/// Joins the mails of a family that answer each other or the same mail; what stands for the set of
/// each.
fn clusters(messages: &[Message], members: &Members, threads: &Threads) -> Vec<u32> {
    let mut sets = DisjointSets::new(messages.len());
    let mut families: Map<Family, Vec<MsgIdx>> = Map::default();
    for &at in threads.order() {
        let Some(member) = members.get(at) else {
            continue;
        };
        if !matches!(member.role, MailRole::Lone | MailRole::Pull) {
            let family = (member.sender, member.revision, member.role.total());
            families.entry(family).or_default().push(at);
        }
    }
    for mails in families.into_values() {
        let mut seen: Map<&MessageId, MsgIdx> = Map::default();
        for at in mails {
            let Some(message) = messages.get(at.0 as usize) else {
                continue;
            };
            for id in std::iter::once(&message.id).chain(&message.parents) {
                sets.join(at.0, seen.entry(id).or_insert(at).0);
            }
        }
    }
    sets.into_roots()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::testing::TestMails;

    /// Whether patches of a minute repeat two of another minute.
    fn repeats(first: i64, again: i64, titles: [&str; 2]) -> bool {
        let mut mails = TestMails::default();
        for (id, title) in [
            ("a", "one"),
            ("b", "two"),
            ("c", titles[0]),
            ("d", titles[1]),
        ] {
            mails.mail(id, title, 0, &[]);
        }
        let posting = |minute: i64, from: u32, total| Posting {
            patches: vec![(1, MsgIdx(from)), (2, MsgIdx(from + 1))],
            total,
            span: (minute * 60, minute * 60),
            ..Posting::default()
        };
        is_repeated(
            &posting(again, 2, 9),
            &posting(first, 0, 9),
            &mails.messages,
        )
    }

    #[test]
    fn what_was_sent_twice_within_minutes_is_a_repetition() {
        let same = ["one", "two"];
        assert!(repeats(0, 10, same));
        assert!(repeats(0, 30, same));
        assert!(!repeats(0, 31, same), "that is no pause of one sending");
        assert!(!repeats(10, 0, same), "what came before repeats nothing");
        assert!(!repeats(0, 10, ["one", "three"]), "another patch");
    }
}
