//! Threads of mails that belong to no series: questions, bug reports, announcements.

use std::collections::HashMap;

use super::Archive;
use super::marks::Marks;
use super::standing::ReadState;
use crate::mail::{Date, MessageId, MsgIdx};
use crate::series::Place;

/// Mails of no series that answer each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discussion {
    /// All of them, by date, but none before what it answers: the first begins it, or is the first
    /// that is here.
    pub mails: Vec<MsgIdx>,
    /// When the last of them was sent.
    pub active: Option<Date>,
}

/// The discussions of an archive.
#[derive(Clone, Debug, Default)]
pub(super) struct Discussions {
    /// Newest activity first.
    all: Vec<Discussion>,
    /// Which of them a mail is of.
    of: HashMap<MsgIdx, usize>,
}

impl Discussion {
    /// The mail that begins it.
    pub fn head(&self) -> Option<MsgIdx> {
        self.mails.first().copied()
    }

    /// What of it is new, and how many mails came since it was read.
    pub fn state(&self, marks: &Marks) -> (ReadState, usize) {
        // Mails of programs and of the reader's own wait for nobody.
        let is_left = |at: &&MsgIdx| !marks.is_read(**at) && !marks.is_quiet(**at);
        if !self.mails.iter().any(|at| marks.is_read(*at)) {
            return (ReadState::New, 0);
        }
        let left = self.mails.iter().filter(is_left);
        let fresh = left.clone().filter(|at| !marks.is_known(**at)).count();
        match (fresh, left.count()) {
            (0, 0) => (ReadState::Done, 0),
            (0, _) => (ReadState::Partly, 0),
            (fresh, _) => (ReadState::Answered, fresh),
        }
    }
}

impl Discussions {
    fn new(archive: &Archive) -> Self {
        let mut all: Vec<Discussion> = Vec::new();
        let mut of: HashMap<MsgIdx, usize> = HashMap::new();
        // Answers to one that is not here name it all the same.
        let mut absent: HashMap<&MessageId, usize> = HashMap::new();
        for at in archive.loose() {
            let Some(message) = archive.message(at) else {
                continue;
            };
            // The oldest id of `References` names the thread, also where its first mail went to
            // another list.
            let root = message.parents.last();
            // Parents come before children in this order, so theirs is known.
            let known = archive.parent(at).and_then(|parent| of.get(&parent));
            let known = known.or_else(|| absent.get(root?)).copied();
            let place = known.unwrap_or_else(|| {
                all.push(Discussion::default());
                all.len() - 1
            });
            if let Some(root) = root {
                absent.entry(root).or_insert(place);
            }
            of.insert(at, place);
            if let Some(discussion) = all.get_mut(place) {
                discussion.mails.push(at);
                let dates = [discussion.active, message.date];
                discussion.active = dates.into_iter().flatten().max_by_key(|date| date.seconds);
            }
        }
        let seconds = |one: &Discussion| one.active.map(|date| date.seconds);
        all.sort_by_key(|one| std::cmp::Reverse(seconds(one)));
        let numbered = all.iter().enumerate();
        let places = numbered.flat_map(|(place, one)| one.mails.iter().map(move |at| (*at, place)));
        let of = places.collect();
        Self { all, of }
    }
}

impl Archive {
    /// The threads of mails that belong to no series, newest activity first. Found out when it is
    /// asked for first.
    pub fn discussions(&self) -> &[Discussion] {
        &self.all_discussions().all
    }

    /// The thread that a mail of no series is of.
    pub fn discussion_of(&self, at: MsgIdx) -> Option<&Discussion> {
        if self.place(at) != Place::Loose {
            return None;
        }
        let discussions = self.all_discussions();
        discussions.all.get(*discussions.of.get(&at)?)
    }

    fn all_discussions(&self) -> &Discussions {
        self.discussions.get_or_init(|| Discussions::new(self))
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::bits;
    use super::*;
    use crate::series::testing::TestMails;

    fn mails() -> TestMails {
        let mut mails = TestMails::default();
        mails.mail("p", "[PATCH] lamp: fade", 0, &[]);
        mails.by("ben", "r", "Re: [PATCH] lamp: fade", 1, &["p"]);
        mails.by("ben", "q", "lamp is dark", 2, &[]);
        mails.by("ann", "a", "Re: lamp is dark", 9, &["q"]);
        mails.by("eve", "x1", "Re: old question", 4, &["gone"]);
        mails.by("eve", "x2", "Re: old question", 5, &["other", "gone"]);
        mails
    }

    fn ids(archive: &Archive) -> Vec<String> {
        let id = |at: &MsgIdx| archive.message(*at).unwrap().id.as_str().to_owned();
        let all = archive.discussions().iter();
        all.map(|one| one.mails.iter().map(id).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn answers_stand_together_also_where_what_they_answer_is_not_here() {
        let TestMails {
            messages, facts, ..
        } = mails();
        let archive = Archive::new(messages, facts, Vec::new());
        assert_eq!(ids(&archive), ["q a", "x1 x2"], "newest activity first");
        let of =
            |id: &str| archive.discussion_of(archive.find_message(&MessageId::new(id)).unwrap());
        assert_eq!(of("a"), archive.discussions().first());
        assert_eq!(of("x2"), archive.discussions().last());
        assert_eq!(of("r"), None, "it is of a series");
    }

    #[test]
    fn what_came_since_it_was_read_is_counted() {
        let TestMails {
            messages, facts, ..
        } = mails();
        let archive = Archive::new(messages, facts, Vec::new());
        let discussion = &archive.discussions()[0];
        let mut marks = Marks::default();
        assert_eq!(discussion.state(&marks), (ReadState::New, 0));
        marks.mark_read([discussion.mails[0]], &archive);
        assert_eq!(discussion.state(&marks), (ReadState::Answered, 1));
        let known = discussion.mails.iter().copied();
        marks.mark_bits(known, &archive, bits::KNOWN, 0);
        assert_eq!(discussion.state(&marks), (ReadState::Partly, 0));
        marks.mark_read(discussion.mails.iter().copied(), &archive);
        assert_eq!(discussion.state(&marks), (ReadState::Done, 0));
    }
}
