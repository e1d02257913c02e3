//! Mails within mails: the one that a list wraps for DMARC, those that a digest collects, and
//! those that somebody forwards.

use super::mail_read::MailRead;
use crate::mail::{Date, Parsed};
use crate::patch::PatchKind;

/// What mailing list software says when it wraps a mail, in lower case.
const NOTICE: [&str; 2] = ["dmarc", "wrapped"];

/// Seconds that a list may take to wrap a mail, where a person has to let it pass.
const A_DAY: u64 = 86_400;

/// What another mail stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct OuterMail {
    /// Its place among the mails read.
    at: usize,
    /// Whether it holds this one mail.
    is_alone: bool,
    is_digest: bool,
    /// Whether a list put its own address in place of the sender's.
    is_relayed: bool,
    /// Whether nobody says anything in it.
    is_silent: bool,
}

impl OuterMail {
    /// What is to be known of a mail in which some others stand.
    pub(super) fn of(parsed: &Parsed, at: usize, mails: usize) -> Self {
        let is_notice = |text: &str| {
            // "The message was wrapped to be DMARC compliant. The actual message text is therefore
            // in an attachment."
            let lower = text.to_lowercase();
            NOTICE.iter().all(|word| lower.contains(word))
        };
        let text = parsed.body.text.as_str();
        Self {
            at,
            is_alone: mails == 1,
            is_digest: parsed.is_digest,
            is_relayed: parsed.relayed,
            is_silent: mails > 0 && (text.trim().is_empty() || (parsed.relayed && is_notice(text))),
        }
    }
}

/// Decides what the mail at a place is to the one that it stood in: the same mail, or something
/// that it shows. In a digest it is a mail of its own.
pub(super) fn settle(done: &mut [MailRead], outer: &OuterMail, at: usize) {
    let Ok([around, inner]) = done.get_disjoint_mut([outer.at, at]) else {
        return;
    };
    // A digest of Mailman (`multipart/digest`) collects mails that were sent by themselves.
    if outer.is_digest {
        return;
    }
    if outer.is_alone && is_wrapped(outer, around, inner) {
        take_over(around, inner);
    // Without an id of its own nobody can answer it, and nothing is lost where it is only shown.
    } else if !inner.message.id_synthesised {
        file_below(around, inner);
    }
}

/// Leaves the mails out that only wrapped others, of those from a place on.
pub(super) fn without_wrappers(done: &mut Vec<MailRead>, first: usize) {
    let read = done.get(first..).unwrap_or_default();
    if read.iter().any(|read| read.is_wrapper) {
        let read = done.split_off(first);
        done.extend(read.into_iter().filter(|read| !read.is_wrapper));
    }
}

/// Whether a mail is only the envelope in which a list passes another on (Mailman's
/// `dmarc_moderation_action` "wrap"): the same title by the same sender, and nothing said with it.
/// The notice is the owner's to write, so that the moment tells where it can't be known.
fn is_wrapped(outer: &OuterMail, around: &MailRead, inner: &MailRead) -> bool {
    let (subject, inside) = (&around.facts.subject, &inner.facts.subject);
    let is_same_title = subject.title.eq_ignore_ascii_case(&inside.title)
        // The list may have put a `Re:` away; it never adds one.
        && (inside.reply || !subject.reply)
        && subject.part == inside.part
        && subject.revision == inside.revision;
    let (list, sender) = (&around.message.from, &inner.message.from);
    // `Ann via lamps-list <lamps@lists.example.org>` for Ann.
    let is_same_sender = list.identity() == sender.identity() || list.stands_for(sender);
    // A moderator may let a mail pass a day later; a person who forwards has a clock of their own.
    let within = if outer.is_relayed { A_DAY } else { 0 };
    let seconds = |date: Option<Date>| date.map(|date| date.seconds);
    let dates = seconds(around.message.date).zip(seconds(inner.message.date));
    let is_same_moment = dates.is_some_and(|(one, other)| one.abs_diff(other) <= within);
    is_same_title && is_same_sender && (outer.is_silent || is_same_moment)
}

/// Makes the mail within the one mail, which answers to both ids.
fn take_over(around: &mut MailRead, inner: &mut MailRead) {
    around.is_wrapper = true;
    let (outer, message) = (&around.message, &mut inner.message);
    if message.id_synthesised {
        message.id = outer.id.clone();
        message.id_synthesised = outer.id_synthesised;
    }
    // Replies name the id that their author saw: the list's to those who read it there, the own one
    // to who was in Cc.
    let others = std::mem::take(&mut around.also).into_iter();
    let others = others.chain((!outer.id_synthesised).then(|| outer.id.clone()));
    inner.also = others.filter(|id| *id != message.id).collect();
    message.date = message.date.or(outer.date);
    if message.parents.is_empty() {
        message.parents.clone_from(&outer.parents);
    }
}

/// Files a mail that another shows below that one, unless it knows better what it answers. It is
/// no patch of a series: who forwards another's does not post it.
fn file_below(around: &MailRead, inner: &mut MailRead) {
    let is_same_sender = around.message.from.identity() == inner.message.from.identity();
    // Who attaches own mails posts them: `git format-patch --attach`, and mailers that send several
    // at once.
    let is_posted = is_same_sender && !around.facts.subject.reply;
    if !is_posted && !inner.facts.subject.reply {
        inner.facts.kind = PatchKind::Reply;
        inner.facts.tags.clear();
    }
    if inner.message.id != around.message.id {
        inner.message.parents.push(around.message.id.clone());
    }
}
