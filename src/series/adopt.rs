//! Replies that name no mail they answer: some gateways and mail programs drop the references.
//! Each is put to the latest earlier mail of its subject, tags of the brackets included.

use super::grouped::GroupedMails;
use super::hash::Map;
use super::{Evidence, Place, Rule, Series};
use crate::mail::{Message, MsgIdx};
use crate::patch::subject::Revision;
use crate::patch::{Facts, PatchKind};

/// A title in small letters, and the number and revision beside it; none where the brackets
/// are lost as well.
type Key = (String, Option<(Option<(u32, u32)>, Revision)>);

/// When a mail was sent, its id, and its place: all that decides which is the latest.
type Sent<'a> = (i64, &'a str, MsgIdx);

/// What each reply without any reference answers, if there is a mail of its subject before it.
pub(super) fn answers(messages: &[Message], facts: &[Facts]) -> Vec<(MsgIdx, MsgIdx)> {
    let mails = || (0u32..).map(MsgIdx).zip(messages.iter().zip(facts));
    // A mail without a date cannot be behind another, and is left alone.
    let orphans: Vec<(MsgIdx, i64, Key)> = mails()
        .filter(|(_, (message, fact))| is_orphan(message, fact))
        .filter_map(|(at, (message, fact))| Some((at, message.date?.seconds, adoption_key(fact))))
        .collect();
    // On most lists there are none: then no title is put into a table.
    if orphans.is_empty() {
        return Vec::new();
    }
    let wanted = orphans.iter().map(|(_, _, key)| (key, Vec::new()));
    let mut found: Map<&Key, Vec<Sent<'_>>> = wanted.collect();
    for (at, (message, fact)) in mails().filter(|(_, (_, fact))| can_be_answered(fact)) {
        let Some(date) = message.date else { continue };
        let (title, tags) = of_patch(fact);
        // "Re: lamp: dim" lost its brackets: any version of that title will do, the latest before
        // it.
        for key in [(title.clone(), Some(tags)), (title, None)] {
            if let Some(sent) = found.get_mut(&key) {
                sent.push((date.seconds, message.id.as_str(), at));
            }
        }
    }
    for sent in found.values_mut() {
        // The id decides between mails of one second, for the order of delivery not to.
        sent.sort_unstable();
    }
    let answer = |(at, time, key): &(MsgIdx, i64, Key)| {
        let sent = found.get(key)?;
        // Nobody answers what was not sent yet.
        let before = sent.partition_point(|(other, ..)| other < time);
        let (_, _, to) = sent.get(before.checked_sub(1)?)?;
        Some((*at, *to))
    };
    orphans.iter().filter_map(answer).collect()
}

/// Whether a mail answers something and says nowhere what.
fn is_orphan(message: &Message, fact: &Facts) -> bool {
    let answers = fact.kind == PatchKind::Reply || fact.may_answer();
    answers && message.parents.is_empty() && !fact.subject.title.is_empty()
}

fn can_be_answered(fact: &Facts) -> bool {
    let is_patch = match fact.kind {
        PatchKind::Patch | PatchKind::Cover | PatchKind::Pull => true,
        // `[PATCH] x` whose diff a gateway lost, and a naked cover, are answered as well.
        PatchKind::Other => fact.subject.patch || fact.letter.has_stat,
        PatchKind::Reply => false,
    };
    is_patch && !fact.subject.reply && !fact.subject.title.is_empty()
}

fn of_patch(fact: &Facts) -> (String, (Option<(u32, u32)>, Revision)) {
    let subject = &fact.subject;
    (
        subject.title.to_lowercase(),
        (subject.part, subject.revision),
    )
}

fn adoption_key(fact: &Facts) -> Key {
    let (title, tags) = of_patch(fact);
    let has_tags = fact.subject.patch || fact.subject.part.is_some();
    (title, has_tags.then_some(tags))
}

/// Writes down in each series which replies were put there by their subject alone.
pub(super) fn explain(
    adopted: &[(MsgIdx, MsgIdx)],
    all: &mut [Series],
    places: &[Place],
    view: GroupedMails<'_>,
) {
    let mut by_series: Map<u32, Vec<MsgIdx>> = Map::default();
    for &(at, to) in adopted {
        let place = places.get(at.0 as usize).filter(|place| place.is_reply());
        if let Some(series) = place.and_then(|place| place.series())
            && view.threads.parent(at) == Some(to)
        {
            by_series.entry(series.0).or_default().push(at);
        }
    }
    for (at, replies) in by_series {
        let first = replies.iter().min_by_key(|&&at| view.threads.rank_of(at));
        let first = first.and_then(|&at| view.message(at));
        let id = first.map_or("", |message| message.id.as_str());
        let detail = match replies.len() {
            1 => format!("{id} names no mail that it answers"),
            some => format!("{some} name no mail that they answer, the first is {id}"),
        };
        if let Some(series) = all.get_mut(at as usize) {
            series.why.push(Evidence {
                rule: Rule::ReplyBySubject,
                detail: detail.into(),
            });
        }
    }
}
