//! One posting while it is put together: a cover, its patches, and why they were joined.

use super::grouped::GroupedMails;
use super::hash::Set;
use super::member::{MailRole, Member};
use super::{Evidence, Rule};
use crate::mail::MsgIdx;
use crate::patch::subject::{Revision, RevisionFrom};

/// What is going to be a series.
#[derive(Debug, Default)]
pub(super) struct Posting {
    /// The cover.
    pub(super) cover: Option<MsgIdx>,
    /// Whether that carries no `0/N`.
    pub(super) naked: bool,
    /// The patches and their numbers, as they came.
    pub(super) patches: Vec<(u32, MsgIdx)>,
    /// Patches of an older posting that fill holes of this one, and that posting's revision.
    pub(super) borrowed: Vec<(u32, MsgIdx, Revision)>,
    /// How many patches are announced; 0 where nothing says it.
    pub(super) total: u32,
    /// What the cover announces where the patches announce something else.
    pub(super) cover_total: Option<u32>,
    /// The sender of its first mail, interned.
    pub(super) sender: u32,
    /// The trees its first mail names, interned.
    pub(super) targets: u32,
    /// Its revision.
    pub(super) revision: Revision,
    /// Where that was read.
    pub(super) revision_from: RevisionFrom,
    /// When its first and its last mail were sent, in seconds.
    pub(super) span: (i64, i64),
    /// Its first mail, parents before children.
    pub(super) top: Option<MsgIdx>,
    /// Why its mails were joined.
    pub(super) why: Vec<Evidence>,
    /// Whether its mails write different revisions.
    pub(super) mixed: bool,
    /// What attempts that broke off sent before it was sent again.
    pub(super) broken: Broken,
    pub(super) taken: Set<u32>,
}

/// The mails of sendings that broke off and were begun anew.
#[derive(Debug, Default)]
pub(super) struct Broken {
    /// The first mail of each that came in its stead.
    pub(super) tops: Vec<MsgIdx>,
    /// Their covers.
    pub(super) covers: Vec<MsgIdx>,
    /// Their patches that came again.
    pub(super) patches: Set<MsgIdx>,
}

impl Posting {
    /// A posting of one mail.
    pub(super) fn of(member: &Member) -> Self {
        let mut posting = Self {
            total: member.role.total(),
            sender: member.sender,
            targets: member.targets,
            revision: member.revision,
            revision_from: member.revision_from,
            span: (member.time, member.time),
            top: Some(member.at),
            ..Self::default()
        };
        posting.add_member(member);
        posting
    }

    /// Takes a mail in.
    pub(super) fn add_member(&mut self, member: &Member) {
        match member.role {
            MailRole::Cover(total) => {
                self.cover = Some(member.at);
                self.naked = total == 0;
                self.revision_from = member.revision_from;
            }
            MailRole::Pull => {
                self.cover = Some(member.at);
                self.naked = true;
            }
            MailRole::Patch(number, _) => self.put_patch(number, member.at),
            MailRole::Late(number, _) => self.patches.push((number, member.at)),
            MailRole::Lone => self.put_patch(1, member.at),
        }
        self.span = (self.span.0.min(member.time), self.span.1.max(member.time));
    }

    /// Whether a number is still free.
    pub(super) fn lacks(&self, number: u32) -> bool {
        !self.taken.contains(&number)
    }

    /// Whether a mail of that part would find its place free.
    pub(super) fn has_room(&self, role: MailRole) -> bool {
        match role {
            MailRole::Patch(number, _) => self.lacks(number),
            MailRole::Lone => self.lacks(1),
            // It stands between the numbers.
            MailRole::Late(..) => true,
            MailRole::Cover(_) | MailRole::Pull => self.cover.is_none(),
        }
    }

    /// Whether none of the other's mails would take a place twice.
    pub(super) fn is_apart(&self, other: &Self) -> bool {
        !(self.cover.is_some() && other.cover.is_some()) && self.taken.is_disjoint(&other.taken)
    }

    /// Takes over all mails of another posting.
    pub(super) fn merge(&mut self, other: Self, rule: Rule, detail: String) {
        if self.cover.is_none() && other.cover.is_some() {
            self.cover = other.cover;
            self.naked = other.naked;
        }
        self.patches.extend(other.patches);
        self.taken.extend(other.taken);
        if other.span.0 < self.span.0 {
            self.top = other.top;
        }
        self.span = (self.span.0.min(other.span.0), self.span.1.max(other.span.1));
        self.why.extend(other.why);
        self.explain(rule, detail);
    }

    /// Takes over the mails of a sending that was begun anew after this one broke off. What came
    /// again stands in the place of what came first.
    pub(super) fn resume(&mut self, mut again: Self, detail: String) {
        let earlier = self.patches.iter().copied();
        let earlier = earlier.filter(|&(number, _)| !again.lacks(number));
        self.broken.patches.extend(earlier.map(|(_, at)| at));
        self.broken.tops.extend(again.top);
        if let Some(cover) = again.cover.take() {
            self.broken.covers.extend(self.cover.replace(cover));
            self.naked = again.naked;
        }
        self.merge(again, Rule::Resumed, detail);
    }

    /// Writes down a decision.
    pub(super) fn explain(&mut self, rule: Rule, detail: String) {
        let detail = detail.into();
        self.why.push(Evidence { rule, detail });
    }

    /// All its mails, the cover first.
    pub(super) fn mails(&self) -> Vec<MsgIdx> {
        let patches = self.patches.iter().map(|&(_, at)| at);
        self.cover.into_iter().chain(patches).collect()
    }

    /// Takes a mail out; gives the number it had, 0 for the cover.
    pub(super) fn remove(&mut self, mail: MsgIdx) -> Option<u32> {
        if self.cover == Some(mail) {
            self.cover = None;
            self.naked = false;
            return Some(0);
        }
        let at = self.patches.iter().position(|&(_, at)| at == mail)?;
        let (number, _) = self.patches.remove(at);
        self.taken = self.patches.iter().map(|&(number, _)| number).collect();
        Some(number)
    }

    /// Forgets all its mails.
    pub(super) fn clear(&mut self) {
        self.cover = None;
        self.patches.clear();
        self.taken.clear();
    }

    /// Finds its first mail and its span anew, after mails came or went.
    pub(super) fn settle(&mut self, view: GroupedMails<'_>) {
        let mails = self.mails();
        self.top = mails
            .iter()
            .copied()
            .min_by_key(|&at| view.threads.rank_of(at));
        let times = || {
            let dates = mails.iter().filter_map(|&at| view.message(at)?.date);
            dates.map(|date| date.seconds)
        };
        self.span = (times().min().unwrap_or(0), times().max().unwrap_or(0));
    }

    /// Takes a patch in under a number.
    pub(super) fn put_patch(&mut self, number: u32, at: MsgIdx) {
        self.taken.insert(number);
        self.patches.push((number, at));
    }
}

/// Numbers as people write them: `3`, `3 and 5`, `1 to 4, 7 and 9`.
pub(super) fn in_words(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let mut words: Vec<String> = Vec::new();
    for (first, last) in runs {
        match last - first {
            0 => words.push(first.to_string()),
            1 => words.extend([first.to_string(), last.to_string()]),
            _ => words.push(format!("{first} to {last}")),
        }
    }
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        assert_eq!(in_words(&[]), "");
        assert_eq!(in_words(&[3]), "3");
        assert_eq!(in_words(&[3, 5]), "3 and 5");
        assert_eq!(in_words(&[1, 2, 3, 4, 7, 9, 10]), "1 to 4, 7, 9 and 10");
    }
}
