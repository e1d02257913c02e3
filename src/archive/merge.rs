//! Parsed mails in the order of delivery become the lists of an archive: one message an id.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::digest::Digest;
use super::mail_read::MailRead;
use super::twin;
use crate::mail::{Message, MessageId, MsgIdx};
use crate::patch::{Facts, PatchKind};
use crate::series::Index;
use crate::source::Origin;

/// By how much a list may grow on what the mails so far promise.
const GROWTH: usize = 8;

/// What is odd about a mail.
#[derive(Debug)]
pub(super) struct Odd {
    pub(super) origin: Origin,
    pub(super) id: MessageId,
    /// Lower-case fragments.
    pub(super) what: Vec<String>,
}

impl Odd {
    /// Most mails are not odd, and nothing of them is copied.
    fn of(message: &Message, what: Vec<String>) -> Option<Self> {
        (!what.is_empty()).then(|| Self {
            origin: message.origin.clone(),
            id: message.id.clone(),
            what,
        })
    }
}

/// What was read so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    pub(super) messages: Vec<Message>,
    pub(super) facts: Vec<Facts>,
    /// Bytes of mails that were parts of others.
    pub(super) kept: HashMap<MsgIdx, Vec<u8>>,
    /// Whole patches in other mails: which of them each is. They are read from those again.
    pub(super) parts: HashMap<MsgIdx, u32>,
    /// Hashes of patches by message, where they were asked for; as long as it has to be.
    digests: Vec<Option<Box<Digest>>>,
    contents: Vec<u64>,
    pub(super) by_id: Index,
    /// About how much memory all this takes.
    pub(super) weight: u64,
}

impl Merged {
    /// What was made elsewhere; of two messages with one id the first is found by it.
    pub(super) fn of(messages: Vec<Message>, facts: Vec<Facts>) -> Self {
        let mut by_id = Index::default();
        for (at, message) in (0u32..).map(MsgIdx).zip(&messages) {
            by_id.entry(message.id.clone()).or_insert(at);
        }
        Self {
            messages,
            facts,
            by_id,
            ..Self::default()
        }
    }

    /// Makes room for so many more mails, and at once for all that are expected: lists that grow
    /// by doubling end up half empty. A beginning of tiny mails promises too much, hence a bound.
    pub(super) fn make_room(&mut self, more: usize, expected: usize) {
        let len = self.messages.len();
        if len + more <= self.messages.capacity() {
            return;
        }
        let more = expected
            .min(len.saturating_mul(GROWTH))
            .saturating_sub(len)
            .max(more);
        // A little more than what was reckoned, so that it is not done once again at the end.
        let more = more + more / 32;
        self.messages.reserve_exact(more);
        self.facts.reserve_exact(more);
        self.contents.reserve_exact(more);
        if !self.digests.is_empty() {
            self.digests.reserve_exact(len + more - self.digests.len());
        }
        self.by_id.reserve(more);
    }

    /// The hashes of a patch, where they were asked for.
    pub(super) fn digest(&self, at: MsgIdx) -> Option<&Digest> {
        self.digests.get(at.0 as usize)?.as_deref()
    }

    /// Takes the next mail in and hands back what is odd about it.
    pub(super) fn add_mail(&mut self, mut read: MailRead) -> Option<Odd> {
        // A mail that a list wrapped answers to both ids; a mail that really has the second keeps
        // it.
        let also = std::mem::take(&mut read.also);
        let id = also.first().map(|_| read.message.id.clone());
        let odd = self.add_by_id(read);
        let at = id.and_then(|id| self.by_id.get(&id).copied());
        for (id, at) in also.into_iter().zip(at.into_iter().cycle()) {
            self.by_id.entry(id).or_insert(at);
        }
        odd
    }

    /// Of two with one id the one that says more stays, whichever came first: a digest can have
    /// dropped the diff, an archive the headers. Where their subjects say that they are two mails,
    /// the other goes by an id that is made up for it.
    fn add_by_id(&mut self, mut read: MailRead) -> Option<Odd> {
        let at = self.messages.len();
        let first = match self.by_id.entry(read.message.id.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(MsgIdx(u32::try_from(at).unwrap_or(u32::MAX)));
                return self.take_in(at, read);
            }
            Entry::Occupied(entry) => entry.get().0 as usize,
        };
        let (message, facts) = self.messages.get(first).zip(self.facts.get(first))?;
        // The same mail read once more: it may have been longer than what had come in.
        if message.origin.source == read.message.origin.source
            && message.origin.file == read.message.origin.file
            && message.origin.span.start == read.message.origin.span.start
            && read.bytes.is_none()
            && read.part.is_none()
        {
            return self.take_in(first, read);
        }
        // Cross-posted mail comes once by each list, with other `Received:` and footers; the text
        // is compared without its end.
        let differs = self.contents.get(first) != Some(&read.content);
        let same_diff = facts.files == read.facts.files;
        // Contents decide last, so that the order of delivery never does.
        let old = (richness(message, facts), self.contents.get(first).copied());
        // A digest has dropped the diff, a list archive the recipients: what says more stays.
        let is_richer = (richness(&read.message, &read.facts), Some(read.content)) > old;
        // Some mailers give every mail of a day one id; by subjects alone can they be told.
        let are_two = || twin::is_another(&message.subject, &read.message.subject);
        if differs && are_two() {
            let other = if is_richer {
                self.put_mail(first, read)?
            } else {
                read
            };
            return self.add_twin(other);
        }
        let mut what = Vec::new();
        // A footer or a broken charset is no other mail: what counts is what would be applied or
        // counted.
        if differs && !(same_diff && facts.tags == read.facts.tags) {
            what.push("two mails here have this message id and different contents".to_owned());
        }
        if is_richer {
            // The oddities of the copy that is dropped are nobody's any more.
            what.append(&mut read.odd);
        }
        let odd = Odd::of(&read.message, what);
        if is_richer {
            self.put_mail(first, read);
        }
        odd
    }

    /// Takes in a mail whose id another one bears.
    fn add_twin(&mut self, mut read: MailRead) -> Option<Odd> {
        let id = read.message.id.clone();
        read.message.set_apart();
        read.odd.push(format!(
            "another mail here has the message id {id} and another subject, both are kept"
        ));
        self.add_by_id(read)
    }

    /// Writes a mail to its place, and hands back what is odd about it.
    fn take_in(&mut self, at: usize, mut read: MailRead) -> Option<Odd> {
        let odd = Odd::of(&read.message, std::mem::take(&mut read.odd));
        self.put_mail(at, read);
        odd
    }

    /// Writes a mail to its place: the next one, or that of a poorer copy, which is handed back.
    fn put_mail(&mut self, at: usize, read: MailRead) -> Option<MailRead> {
        let idx = MsgIdx(u32::try_from(at).unwrap_or(u32::MAX));
        let is_new = at == self.messages.len();
        let bytes = match read.bytes {
            Some(bytes) => self.kept.insert(idx, bytes),
            None if is_new => None,
            None => self.kept.remove(&idx),
        };
        let part = match read.part {
            Some(part) => self.parts.insert(idx, part),
            None if is_new => None,
            None => self.parts.remove(&idx),
        };
        // Only where hashes were asked for is there a list of them at all.
        if read.digest.is_some() && self.digests.len() <= at {
            self.digests.resize(at + 1, None);
        }
        let digest = match self.digests.get_mut(at) {
            Some(digest) => std::mem::replace(digest, read.digest),
            None => None,
        };
        self.weight = self.weight.saturating_add(read.weight);
        if is_new {
            self.messages.push(read.message);
            self.facts.push(read.facts);
            self.contents.push(read.content);
            return None;
        }
        let (message, facts) = self.messages.get_mut(at).zip(self.facts.get_mut(at))?;
        let content = self.contents.get_mut(at)?;
        Some(MailRead {
            message: std::mem::replace(message, read.message),
            facts: std::mem::replace(facts, read.facts),
            content: std::mem::replace(content, read.content),
            digest,
            bytes,
            weight: 0,
            files: Vec::new(),
            part,
            also: Vec::new(),
            is_wrapper: false,
            odd: Vec::new(),
        })
    }
}

/// How much a copy tells: whether it came by itself and not within another mail, its diff, its date,
/// what it answers.
fn richness(message: &Message, facts: &Facts) -> (bool, bool, usize, bool, bool) {
    (
        facts.kind != PatchKind::Reply || facts.subject.reply,
        facts.has_diff(),
        facts.files.len(),
        message.date.is_some_and(|date| !date.guessed),
        !message.parents.is_empty(),
    )
}
