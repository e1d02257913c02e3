//! Who answers whom: parents resolved inside the archive, loops cut, and one stable order.
//!
//! Nothing here depends on the order of delivery: ties are broken by date and message id.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::hash::{Map, Set};
use super::{Index, cores};
use crate::mail::{Message, MessageId, MsgIdx};

/// The threads of an archive.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    parents: Vec<Option<MsgIdx>>,
    /// The children of message `i` are `children[starts[i]..starts[i + 1]]`.
    starts: Vec<u32>,
    children: Vec<MsgIdx>,
    order: Vec<MsgIdx>,
    rank: Vec<u32>,
    /// Mails whose references nobody else makes.
    alone: Set<MsgIdx>,
}

impl Threads {
    /// Resolves the parents of all messages: the nearest one that is in the archive, or the one
    /// that `answers` names for it.
    pub fn new(messages: &[Message], by_id: &Index, answers: &[(MsgIdx, MsgIdx)]) -> Self {
        let (order, mut parents) = order_and_parents(messages, by_id);
        let alone = alone(messages, &parents);
        let mut rank = vec![0; messages.len()];
        for (at, idx) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(idx.0 as usize) {
                *slot = u32::try_from(at).unwrap_or(u32::MAX);
            }
        }
        // What the user says, and what titles tell of replies without references, comes after the
        // headers.
        for &(at, parent) in answers.iter().filter(|(at, parent)| at != parent) {
            if let Some(slot) = parents.get_mut(at.0 as usize) {
                *slot = Some(parent);
            }
        }
        let mut threads = Self {
            parents,
            order,
            rank,
            alone,
            ..Self::default()
        };
        threads.cut_loops();
        threads.list_children();
        threads.put_parents_first();
        threads
    }

    /// What a message answers, where that is in the archive.
    pub fn parent(&self, at: MsgIdx) -> Option<MsgIdx> {
        self.parents.get(at.0 as usize).copied().flatten()
    }

    /// Whether a mail begins a thread: it names no parent, or only ids that no other mail names
    /// and none here has. Some gateways put an id of their own into the references of each mail.
    pub fn begins(&self, at: MsgIdx, message: &Message) -> bool {
        message.parents.is_empty() || self.alone.contains(&at)
    }

    /// The messages that answer one directly, by date.
    pub fn children(&self, at: MsgIdx) -> &[MsgIdx] {
        let i = at.0 as usize;
        let range = match (self.starts.get(i), self.starts.get(i + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        self.children.get(range).unwrap_or_default()
    }

    /// All that a message answers, nearest first; finite, for loops are cut.
    pub fn ancestors(&self, at: MsgIdx) -> impl Iterator<Item = MsgIdx> + '_ {
        std::iter::successors(self.parent(at), |&up| self.parent(up))
    }

    /// Every message by date, then by id, but never before what it answers.
    pub fn order(&self) -> &[MsgIdx] {
        &self.order
    }

    /// The place of a message in [`Threads::order`].
    pub fn rank_of(&self, at: MsgIdx) -> u32 {
        self.rank.get(at.0 as usize).copied().unwrap_or(u32::MAX)
    }

    /// For every message the value at its nearest ancestor that has one, itself excluded.
    pub fn inherit<T: Copy>(&self, own: &[Option<T>]) -> Vec<Option<T>> {
        let mut found = vec![None; own.len()];
        for &at in &self.order {
            let Some(up) = self.parent(at).map(|up| up.0 as usize) else {
                continue;
            };
            // Parents come first in the order: one walk down hands values on through any depth.
            let value = own.get(up).copied().flatten();
            let value = value.or_else(|| found.get(up).copied().flatten());
            if let Some(slot) = found.get_mut(at.0 as usize) {
                *slot = value;
            }
        }
        found
    }

    /// Takes the parent from the oldest message of every loop.
    fn cut_loops(&mut self) {
        const NEW: u32 = 0;
        const DONE: u32 = u32::MAX;
        let mut walk = vec![NEW; self.parents.len()];
        let mut path = Vec::new();
        for (number, start) in (1u32..).zip(0..self.parents.len()) {
            let mut here = Some(start);
            while let Some(at) = here {
                match walk.get_mut(at) {
                    Some(state) if *state == NEW => *state = number,
                    // Met again on this walk: a ring. What an earlier walk has seen is settled.
                    Some(state) if *state == number => {
                        let ring = path.iter().skip_while(|&&p| p != at);
                        // Two mails that answer each other come of a mailer that reuses ids: the older began.
                        let oldest = ring.copied().min_by_key(|&p| self.rank.get(p));
                        if let Some(cut) = oldest.and_then(|p| self.parents.get_mut(p)) {
                            *cut = None;
                        }
                        break;
                    }
                    _ => break,
                }
                path.push(at);
                here = self
                    .parents
                    .get(at)
                    .copied()
                    .flatten()
                    .map(|up| up.0 as usize);
            }
            for at in path.drain(..) {
                if let Some(state) = walk.get_mut(at) {
                    *state = DONE;
                }
            }
        }
    }

    /// Fills the lists of children, each by date.
    fn list_children(&mut self) {
        let mut starts = vec![0u32; self.parents.len() + 1];
        for up in self.parents.iter().flatten() {
            if let Some(count) = starts.get_mut(up.0 as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut children = vec![MsgIdx(0); sum as usize];
        for &at in &self.order {
            let Some(up) = self.parent(at) else { continue };
            let Some(place) = next.get_mut(up.0 as usize) else {
                continue;
            };
            if let Some(slot) = children.get_mut(*place as usize) {
                *slot = at;
            }
            *place += 1;
        }
        self.starts = starts;
        self.children = children;
    }

    /// Brings [`Threads::order`] to where no message stands before its parent: one that does
    /// comes right behind it.
    fn put_parents_first(&mut self) {
        let mut order = Vec::with_capacity(self.order.len());
        let mut is_done = vec![false; self.order.len()];
        let mut late = BinaryHeap::new();
        for (place, &at) in (0u32..).zip(&self.order) {
            let waits = |up: MsgIdx| is_done.get(up.0 as usize) == Some(&false);
            if self.parent(at).is_some_and(waits) {
                continue;
            }
            late.push(Reverse((place, at.0)));
            while let Some(Reverse((_, next))) = late.pop() {
                order.push(MsgIdx(next));
                if let Some(done) = is_done.get_mut(next as usize) {
                    *done = true;
                }
                let waited = self.children(MsgIdx(next)).iter();
                let waited = waited.map(|&child| (self.rank_of(child), child.0));
                late.extend(waited.filter(|(rank, _)| *rank < place).map(Reverse));
            }
        }
        for (place, at) in (0u32..).zip(&order) {
            if let Some(slot) = self.rank.get_mut(at.0 as usize) {
                *slot = place;
            }
        }
        self.order = order;
    }
}

/// The mails without a parent here whose references no other such mail makes. What answers them
/// repeats their references, and does not count.
fn alone(messages: &[Message], parents: &[Option<MsgIdx>]) -> Set<MsgIdx> {
    let mails = (0u32..).map(MsgIdx).zip(messages).zip(parents);
    let lost = mails.filter(|((_, message), up)| up.is_none() && !message.parents.is_empty());
    let lost: Vec<(MsgIdx, &Message)> = lost.map(|(mail, _)| mail).collect();
    let mut named: Map<&MessageId, Option<MsgIdx>> = Map::default();
    for (at, message) in &lost {
        for id in &message.parents {
            let by = named.entry(id).or_insert(Some(*at));
            // Once a second mail names it, it is a mail that is merely not here.
            *by = by.filter(|by| by == at);
        }
    }
    let is_alone = |(at, message): &(MsgIdx, &Message)| {
        let mut ids = message.parents.iter();
        ids.all(|id| named.get(id) == Some(&Some(*at)))
    };
    lost.into_iter()
        .filter(is_alone)
        .map(|(at, _)| at)
        .collect()
}

/// The order of all messages and what each answers.
fn order_and_parents(messages: &[Message], by_id: &Index) -> (Vec<MsgIdx>, Vec<Option<MsgIdx>>) {
    let share = cores::share(messages.len());
    let parts = messages.chunks(share).enumerate();
    let of_part = |(number, part)| parents(part, number * share, by_id);
    let (found, order) = cores::each_part(parts, of_part, || stable_order(messages));
    (order, found.concat())
}

/// What some messages answer, the first of which has the number `first`.
fn parents(messages: &[Message], first: usize, by_id: &Index) -> Vec<Option<MsgIdx>> {
    let parent = |(at, message): (usize, &Message)| {
        let ids = message.parents.iter();
        ids.filter_map(|id| by_id.get(id).copied())
            // The nearest of References comes first in `parents`; a mail that names itself answers the next.
            .find(|parent| parent.0 as usize != at)
    };
    (first..).zip(messages).map(parent).collect()
}

/// By date, then by id; what has no date stands last.
fn stable_order(messages: &[Message]) -> Vec<MsgIdx> {
    let seconds = |message: &Message| message.date.map_or(i64::MAX, |date| date.seconds);
    let mut order: Vec<(i64, MsgIdx)> = (0u32..)
        .zip(messages)
        .map(|(at, message)| (seconds(message), MsgIdx(at)))
        .collect();
    let id = |at: MsgIdx| messages.get(at.0 as usize).map(|message| &message.id);
    order.sort_unstable_by(|(one, a), (other, b)| {
        // Ids are far apart in memory, and most moments are one mail's.
        one.cmp(other).then_with(|| id(*a).cmp(&id(*b)))
    });
    order.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::series::testing::TestMails;

    fn parents(mails: &TestMails) -> Vec<Option<u32>> {
        let threads = Threads::new(&mails.messages, &mails.ids(), &[]);
        let all = 0..u32::try_from(mails.messages.len()).unwrap();
        all.map(|at| threads.parent(MsgIdx(at)).map(|up| up.0))
            .collect()
    }

    #[test]
    fn the_nearest_known_ancestor_is_the_parent() {
        let mut mails = TestMails::default();
        mails.mail("a", "x", 1, &[]);
        mails.mail("c", "Re: x", 3, &["ghost", "a"]);
        assert_eq!(parents(&mails), [None, Some(0)]);
    }

    #[test]
    fn a_mail_begins_a_thread_where_nobody_else_names_what_it_answers() {
        let mut mails = TestMails::default();
        mails.mail("a", "x", 1, &[]);
        mails.mail("b", "Re: x", 2, &["a"]);
        // A gateway's own id, two that answer one mail that is not here, and an answer to one.
        mails.mail("gateway", "x", 3, &["CMGME.1"]);
        mails.mail("one", "x", 4, &["lost", "older"]);
        mails.mail("two", "x", 5, &["lost"]);
        mails.mail("re", "Re: x", 6, &["gateway", "CMGME.1"]);
        let threads = Threads::new(&mails.messages, &mails.ids(), &[]);
        let begins = |at: u32| threads.begins(MsgIdx(at), &mails.messages[at as usize]);
        let begun: Vec<bool> = (0..6).map(begins).collect();
        assert_eq!(begun, [true, false, true, false, false, false]);
    }

    #[test]
    fn loops_and_self_references_end() {
        let mut mails = TestMails::default();
        mails.mail("a", "x", 1, &["b"]);
        mails.mail("b", "x", 2, &["c"]);
        mails.mail("c", "x", 3, &["a"]);
        mails.mail("d", "x", 4, &["d", "c"]);
        assert_eq!(parents(&mails), [None, Some(2), Some(0), Some(2)]);
    }

    #[test]
    fn a_thread_of_a_hundred_thousand_replies_is_walked_once() {
        let mut mails = TestMails::default();
        for at in 0..100_000 {
            let up = format!("m{}", at - 1);
            mails.mail(&format!("m{at}"), "Re: x", at, &[up.as_str()]);
        }
        let threads = Threads::new(&mails.messages, &mails.ids(), &[]);
        let mut own = vec![None; 100_000];
        own[0] = Some(7);
        let found = threads.inherit(&own);
        assert_eq!(found[0], None);
        assert!(found[1..].iter().all(|value| *value == Some(7)));
    }

    proptest::proptest! {
        #[test]
        fn of_the_mails_whose_parents_are_there_the_oldest_comes_next(
            mails in prop::collection::vec((0i64..6, 0usize..12), 1..10),
        ) {
            let mut made = TestMails::default();
            for (at, (minute, up)) in mails.iter().enumerate() {
                let up = format!("m{up}");
                made.mail(&format!("m{at}"), "Re: x", *minute, &[up.as_str()]);
            }
            let threads = Threads::new(&made.messages, &made.ids(), &[]);
            let mut left = stable_order(&made.messages);
            for &next in threads.order() {
                let is_free = |at: &&MsgIdx| threads.parent(**at).is_none_or(|up| !left.contains(&up));
                prop_assert_eq!(left.iter().find(is_free).copied(), Some(next));
                left.retain(|at| *at != next);
            }
            prop_assert!(left.is_empty());
        }
    }
}
