//! What part each mail plays in a series, judged by its own facts and the mail it answers.

use super::cores;
use super::hash::Map;
use super::thread::Threads;
use crate::mail::{Message, MsgIdx};
use crate::patch::subject::{Revision, RevisionFrom, Subject};
use crate::patch::{Facts, PatchKind};

/// How far up a thread a mail is looked for that has the same subject.
const REACH: usize = 32;

/// A mail's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MailRole {
    /// `0/N`.
    Cover(u32),
    /// `k/N`.
    Patch(u32, u32),
    /// A patch slipped in behind `k/N`, as `2.5/7`.
    Late(u32, u32),
    /// A patch without a counter.
    Lone,
    /// A pull request without a counter.
    Pull,
}

impl MailRole {
    /// How many patches it announces.
    pub(super) fn total(self) -> u32 {
        match self {
            Self::Cover(total) | Self::Patch(_, total) | Self::Late(_, total) => total,
            Self::Lone => 1,
            Self::Pull => 0,
        }
    }
}

/// A mail that is a cover, a patch or a pull request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// The mail.
    pub(super) at: MsgIdx,
    /// Its part.
    pub(super) role: MailRole,
    /// Its sender, interned.
    pub(super) sender: u32,
    /// The words in its brackets that name a tree, and RESEND, interned together.
    pub(super) targets: u32,
    /// The revision, its own or its cover's.
    pub(super) revision: Revision,
    /// Where that was read.
    pub(super) revision_from: RevisionFrom,
    /// Seconds since the epoch; 0 where the date is not known.
    pub(super) time: i64,
}

/// The mails that are members of a series.
#[derive(Debug, Default)]
pub(super) struct Members {
    members: Vec<Member>,
    /// For every message the place of its member; most have none.
    places: Vec<u32>,
}

/// No place.
const NONE: u32 = u32::MAX;

impl Members {
    /// Decides the part of every mail.
    pub(super) fn new(messages: &[Message], facts: &[Facts], threads: &Threads) -> Self {
        let roles = roles(messages, facts, threads);
        let mut names = Interner::default();
        let mut members = Self {
            members: Vec::new(),
            places: vec![NONE; messages.len()],
        };
        for &at in threads.order() {
            let i = at.0 as usize;
            let Some(role) = roles.get(i).copied().flatten() else {
                continue;
            };
            let (Some(message), Some(fact)) = (messages.get(i), facts.get(i)) else {
                continue;
            };
            let mut member = Member {
                at,
                role,
                sender: names.sender(message),
                targets: names.targets(&fact.subject),
                revision: fact.subject.revision,
                revision_from: fact.subject.revision_from,
                time: message.date.map_or(0, |date| date.seconds),
            };
            // Parents come before children in this order: the cover has its revision when its
            // patches ask.
            if let Some(up) = threads.parent(at).and_then(|up| members.get(up)) {
                take_revision(&mut member, up);
            }
            if let Some(place) = members.places.get_mut(i) {
                *place = u32::try_from(members.members.len()).unwrap_or(NONE);
                members.members.push(member);
            }
        }
        members
    }

    /// The part that a mail plays, where it plays one.
    pub(super) fn get(&self, at: MsgIdx) -> Option<&Member> {
        let place = *self.places.get(at.0 as usize)?;
        self.members.get(place as usize)
    }
}

/// Small numbers for long names, so that they are compared and hashed cheaply.
#[derive(Debug, Default)]
struct Interner(Map<String, u32>);

impl Interner {
    fn targets(&mut self, subject: &Subject) -> u32 {
        // `[PATCH net]`, `[PATCH NET]`; a RESEND is a sending of its own beside the first.
        let mut words = subject.targets.join(" ").to_lowercase();
        if subject.resend {
            words.push_str(" RESEND");
        }
        self.number(words)
    }

    fn number(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(name).or_insert(next)
    }

    fn sender(&mut self, message: &Message) -> u32 {
        self.number(message.from.identity())
    }
}

/// The parts of all mails. They are looked at in the order in which they lie in memory, on all
/// cores: most are replies and play none.
fn roles(messages: &[Message], facts: &[Facts], threads: &Threads) -> Vec<Option<MailRole>> {
    let share = cores::share(messages.len());
    let parts = messages.chunks(share).zip(facts.chunks(share)).enumerate();
    let of_part = |(number, (part, of_them)): (usize, (&[Message], &[Facts]))| {
        let role_of = |(at, (message, fact)): (u32, (&Message, &Facts))| {
            let parent = threads.parent(MsgIdx(at)).map(|up| up.0 as usize);
            // What it answers decides over a mail that no tag tells: a diff below a discussion is a
            // suggestion.
            let above = parent.and_then(|up| Some((messages.get(up)?, facts.get(up)?)));
            let begins = threads.begins(MsgIdx(at), message);
            let repeats = |up: MsgIdx| {
                let up = facts.get(up.0 as usize);
                up.is_some_and(|up| is_same_subject(&fact.subject, &up.subject))
            };
            // "[PATCH 2/3] x" in reply to "[PATCH 2/3] x", with quotes and no diff: debbugs and
            // some phones take the `Re:` off.
            if fact.may_answer() && threads.ancestors(MsgIdx(at)).take(REACH).any(repeats) {
                return None;
            }
            role_of(message, fact, above, begins)
        };
        let first = u32::try_from(number * share).unwrap_or(u32::MAX);
        let both = part.iter().zip(of_them);
        (first..).zip(both).map(role_of).collect::<Vec<_>>()
    };
    let (roles, ()) = cores::each_part(parts, of_part, || ());
    roles.concat()
}

/// The part that a mail plays. `above` is what it answers, where that is here; `begins` says that
/// it answers nothing at all.
fn role_of(
    message: &Message,
    fact: &Facts,
    above: Option<(&Message, &Facts)>,
    begins: bool,
) -> Option<MailRole> {
    let subject = &fact.subject;
    match (fact.kind, subject.part) {
        // `Re: [PATCH 1/3] x` with a diff inside is a suggestion: the reply shows it.
        _ if subject.reply => None,
        // A cover without a counter has a diffstat of patches that are elsewhere; it announces
        // nothing.
        (PatchKind::Cover, part) => Some(MailRole::Cover(part.map_or(0, |(_, total)| total))),
        // `[PATCH 0/3]` with a diff in it, by mistake or for show, and `[GIT PULL 0/3]`.
        (PatchKind::Patch | PatchKind::Pull, Some((0, total))) => Some(MailRole::Cover(total)),
        (PatchKind::Patch | PatchKind::Pull, Some((number, total))) => Some(match subject.late {
            0 => MailRole::Patch(number, total),
            _ => MailRole::Late(number, total),
        }),
        (PatchKind::Pull, None) => Some(MailRole::Pull),
        (PatchKind::Patch, None) => {
            (is_labelled(subject) || !is_side_note(message, fact, above)).then_some(MailRole::Lone)
        }
        // `[0/3] title`, be it without the word: a letter where it prints a diffstat.
        (PatchKind::Other, Some((0, total))) if subject.patch || fact.letter.has_stat => {
            Some(MailRole::Cover(total))
        }
        // A digest leaves the diff out; the counter says what it was.
        (PatchKind::Other, Some((number, total))) if subject.patch || fact.letter.has_stat => {
            // A mail of the very number of what it answers is a reply whose marker was lost.
            let again = above.is_some_and(|(_, up)| up.subject.part == subject.part);
            let answers = above.is_some() && fact.quotes;
            (!(again || answers) || fact.letter.has_stat).then_some(MailRole::Patch(number, total))
        }
        (PatchKind::Other, None) if subject.patch && stands_for_a_patch(fact) => {
            (begins || fact.letter.has_stat).then_some(MailRole::Lone)
        }
        (PatchKind::Reply | PatchKind::Other, _) => None,
    }
}

/// Whether a mail repeats the subject of one above it: where it quotes and brings nothing of its
/// own, it is an answer whose marker a bug tracker or a mail program took off.
fn is_same_subject(own: &Subject, other: &Subject) -> bool {
    own.part == other.part
        && own.revision == other.revision
        && own.title.eq_ignore_ascii_case(&other.title)
}

/// Whether the brackets say that this is a patch, be it without the word: `[RFC]`, `[RESEND]`,
/// `[list v2]`.
fn is_labelled(subject: &Subject) -> bool {
    let is_version = subject.revision_from != RevisionFrom::Inferred;
    subject.patch || subject.rfc || subject.resend || is_version
}

/// Whether a mail tagged PATCH was one though no diff can be read in it: a digest leaves it out, a
/// mail program can ruin it.
fn stands_for_a_patch(fact: &Facts) -> bool {
    let signed = |name: &str| name.eq_ignore_ascii_case("signed-off-by");
    fact.letter.has_stat || fact.trailers.iter().any(|trailer| signed(&trailer.name))
}

/// Whether a diff without a PATCH tag only comments on something: it answers another's mail,
/// or its subject repeats the one above ("Patch "X" has been added to the stable tree"). Where
/// what it answers is not here, one with a diffstat tells of a patch that was applied.
fn is_side_note(message: &Message, fact: &Facts, above: Option<(&Message, &Facts)>) -> bool {
    match above {
        // tip-bot and `applied, thanks` mails bring the diffstat of what was committed.
        None => !message.parents.is_empty() && (!fact.letter.has_stat || fact.quotes),
        Some((up, up_fact)) => {
            let (own, title) = (&fact.subject.title, &up_fact.subject.title);
            // `Patch "lamp: dim" has been added to the 6.1-stable tree` answers the patch with its
            // diff.
            let has_title = !title.is_empty() && own.contains(title.as_str());
            // The whole patch once more, under its very title, is posted again.
            let is_again = own == title && fact.letter.has_stat && !fact.quotes;
            up.from.identity() != message.from.identity() || (has_title && !is_again)
        }
    }
}

/// An unlabelled patch has the revision of the cover, or of the other patch, that it answers.
fn take_revision(member: &mut Member, up: &Member) {
    let joins = match (member.role, up.role) {
        // `[PATCH v3 0/2]` by git, `[PATCH 1/2]` by hand below it.
        (MailRole::Patch(_, total), MailRole::Cover(of)) => total == of,
        (MailRole::Late(_, total), MailRole::Cover(of) | MailRole::Patch(_, of)) => total == of,
        (MailRole::Patch(number, total), MailRole::Patch(other, of)) => {
            // Patches without a cover answer the first, or each the one before.
            total == of && number != other
        }
        _ => false,
    };
    let unlabelled = member.revision_from == RevisionFrom::Inferred;
    if joins
        && unlabelled
        && up.sender == member.sender
        && up.revision_from != RevisionFrom::Inferred
    {
        member.revision = up.revision;
        member.revision_from = match up.role {
            MailRole::Cover(_) => RevisionFrom::Cover,
            MailRole::Patch(..) | MailRole::Late(..) | MailRole::Lone | MailRole::Pull => {
                match up.revision_from {
                    RevisionFrom::Cover => RevisionFrom::Cover,
                    RevisionFrom::Subject
                    | RevisionFrom::Title
                    | RevisionFrom::Corrected
                    | RevisionFrom::Thread
                    | RevisionFrom::Inferred => RevisionFrom::Thread,
                }
            }
        };
    }
}

#[cfg(test)]
mod tests;
