//! Everything that was opened, as one model: built once, never changed afterwards.

pub mod ask;

pub mod compare;

pub mod digest;

pub mod discussion;

mod enclosed;

mod files;

pub mod filter;

pub mod inherit;

pub mod later;

pub mod load;

pub mod marks;

mod mail_read;

mod merge;

mod reader;

mod moves;

pub mod net;

mod parts;

pub mod search;

pub mod standing;

pub mod talk;

mod twin;

mod weight;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use self::digest::Digest;
use self::discussion::Discussions;
use self::merge::Merged;
use self::parts::Lately;
use crate::mail::{self, Body, Message, MessageId, MsgIdx};
use crate::patch::Facts;
use crate::patch::id::PatchId;
pub use crate::series::Place;
use crate::series::correct::Corrections;
use crate::series::{self, Grouping, Series, SeriesIdx};
use crate::source::{Framing, ReadError, Source, Warning};

/// The model of all mail that was opened.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    /// Shared by archives that group the same mails in different ways.
    mails: Arc<Mails>,
    grouping: Grouping,
    /// Found out when they are asked for first.
    discussions: OnceLock<Discussions>,
}

/// Everything that was read, before anything is joined.
#[derive(Debug, Default)]
struct Mails {
    merged: Merged,
    sources: Vec<Arc<Source>>,
    warnings: Vec<Warning>,
    /// Whether reading was stopped before the end.
    is_partial: bool,
    /// Patches in other mails that were read back last.
    lately: Lately,
}

impl Archive {
    /// Groups messages; `facts` has one entry a message. Of two messages with one id the first
    /// is found by it.
    pub fn new(messages: Vec<Message>, facts: Vec<Facts>, warnings: Vec<Warning>) -> Self {
        let read = Mails {
            merged: Merged::of(messages, facts),
            warnings,
            ..Mails::default()
        };
        Self::of(read, &Corrections::default())
    }

    /// The archive of what was read.
    fn of(mails: Mails, corrections: &Corrections) -> Self {
        let read = Self {
            mails: Arc::new(mails),
            grouping: Grouping::default(),
            discussions: OnceLock::new(),
        };
        read.corrected(corrections)
    }

    /// Whether reading was stopped before the end.
    pub fn is_partial(&self) -> bool {
        self.mails.is_partial
    }

    /// The same mails, grouped with these corrections. Reads patches that were posted in two
    /// versions, to tell whether tags carry over.
    #[must_use]
    pub fn corrected(&self, corrections: &Corrections) -> Self {
        let Merged {
            messages,
            facts,
            by_id,
            ..
        } = &self.mails.merged;
        let mut archive = Self {
            mails: Arc::clone(&self.mails),
            grouping: series::group((messages, facts), by_id, corrections),
            discussions: OnceLock::new(),
        };
        // Tags are carried last: that reads mails, for which the archive has to stand.
        let mut all = std::mem::take(&mut archive.grouping.series);
        // Of three versions the second is asked for twice, and each time its mail would be read.
        let known = RefCell::new(HashMap::new());
        let patch_id = |at| {
            let mut known = known.borrow_mut();
            *known.entry(at).or_insert_with(|| archive.patch_id(at))
        };
        let same_change = |old, new| {
            let old = patch_id(old);
            old.is_some() && old == patch_id(new)
        };
        let mails = series::carry::CarryMails {
            facts,
            sent: &|at| Some(archive.message(at)?.date?.seconds),
            same_change: &same_change,
            same_lines: &|old, new| archive.same_lines(old, new).unwrap_or_default(),
            author: &|at| {
                let message = archive.message(at)?;
                Some(archive.facts(at)?.author(message).email.as_str())
            },
        };
        series::carry::carry_over(&mut all, &mails);
        archive.grouping.series = all;
        archive
    }

    /// Whether it holds the very mails of another archive, perhaps grouped in another way.
    pub fn has_mails_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.mails, &other.mails)
    }

    /// What `git patch-id --stable` says of a patch; none where it has no diff that can be read.
    pub fn patch_id(&self, at: MsgIdx) -> Option<PatchId> {
        // The mail may have to be read again: then its other hashes are work for nothing.
        match self.mails.merged.digest(at) {
            Some(known) => known.patch_id,
            None => digest::patch_id_of(&self.read_text(at).ok()?),
        }
    }

    /// The hashes of a patch; where they were not worked out while loading, from the mail read
    /// again.
    pub fn digest(&self, at: MsgIdx) -> Result<Cow<'_, Digest>, ReadError> {
        match self.mails.merged.digest(at) {
            Some(known) => Ok(Cow::Borrowed(known)),
            None => Ok(Cow::Owned(Digest::of(&self.read_parsed(at)?))),
        }
    }

    /// What was opened, in the order of the command line.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.mails.sources
    }

    /// A message as it is read: its headers as they stand, an empty line, its text decoded; and how
    /// many lines stand above that.
    pub fn readable(&self, at: MsgIdx) -> Result<(Vec<u8>, usize), ReadError> {
        let (raw, body) = (self.raw_bytes(at)?, self.read_body(at)?);
        let mut text = Vec::new();
        for line in raw.split_inclusive(|byte| *byte == b'\n') {
            // The headers are shown as they were sent; the body behind them is decoded.
            if line.trim_ascii().is_empty() {
                break;
            }
            text.extend_from_slice(line);
        }
        let is_bare = self
            .message(at)
            // A cover in a digest has no headers of its own in the file: what stands there is made
            // up.
            .is_some_and(|message| message.origin.framing == Framing::BodyOnly);
        if is_bare {
            text.clear();
        } else {
            text.push(b'\n');
        }
        let above = memchr::memchr_iter(b'\n', &text).count();
        text.extend_from_slice(body.whole().as_bytes());
        Ok((text, above))
    }

    /// Whether a message was read as its source has it: by its header, or by its file's name.
    pub fn was_read(&self, message: &Message) -> bool {
        let source = self.mails.sources.get(message.origin.source.0 as usize);
        message.was_read || source.is_some_and(|source| source.was_read(&message.origin))
    }

    /// The bytes of a message, read again from its source, quoting undone.
    pub fn raw_bytes(&self, at: MsgIdx) -> Result<Vec<u8>, ReadError> {
        // A mail within a mail has no place of its own in a file: its bytes were kept.
        if let Some(bytes) = self.mails.merged.kept.get(&at) {
            return Ok(bytes.clone());
        }
        if self.mails.merged.parts.contains_key(&at) {
            return Ok(self
                .file_at(at)?
                .map(|(_, _, file)| file.bytes)
                .unwrap_or_default());
        }
        let origin = self.message(at).map(|message| &message.origin);
        let source = origin.and_then(|o| Some((self.mails.sources.get(o.source.0 as usize)?, o)));
        match source {
            Some((source, origin)) => source.read_again(origin),
            None => Ok(Vec::new()),
        }
    }

    /// What a message says, decoded; read again from its source.
    pub fn read_body(&self, at: MsgIdx) -> Result<Body, ReadError> {
        Ok(self.read_parsed(at)?.body)
    }

    /// All headers of a message, decoded, in the order of the mail.
    pub fn headers(&self, at: MsgIdx) -> Result<Vec<(String, String)>, ReadError> {
        let bytes = self.raw_bytes(at)?;
        let message = self.message(at);
        let framing = match message {
            // A whole patch that was attached has headers, whatever the framing of the mail around
            // it.
            Some(message) if !self.is_part(at) => message.origin.framing,
            _ => Framing::Plain,
        };
        Ok(mail::headers(&bytes, framing))
    }

    /// A message.
    pub fn message(&self, at: MsgIdx) -> Option<&Message> {
        self.mails.merged.messages.get(at.0 as usize)
    }

    /// Every message, in the order of delivery.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = (MsgIdx, &Message)> {
        let at = |(at, message)| (MsgIdx(u32::try_from(at).unwrap_or(u32::MAX)), message);
        self.mails.merged.messages.iter().enumerate().map(at)
    }

    /// How many messages there are.
    pub fn len(&self) -> usize {
        self.mails.merged.messages.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.mails.merged.messages.is_empty()
    }

    /// What is known of a message.
    pub fn facts(&self, at: MsgIdx) -> Option<&Facts> {
        self.mails.merged.facts.get(at.0 as usize)
    }

    /// A series.
    pub fn series(&self, at: SeriesIdx) -> Option<&Series> {
        self.grouping.series.get(at.0 as usize)
    }

    /// All series, newest activity first.
    pub fn all_series(&self) -> &[Series] {
        &self.grouping.series
    }

    /// Everything that was odd.
    pub fn warnings(&self) -> &[Warning] {
        &self.mails.warnings
    }

    /// The message with an id.
    pub fn find_message(&self, id: &MessageId) -> Option<MsgIdx> {
        self.mails.merged.by_id.get(id).copied()
    }

    /// What a message belongs to.
    pub fn place(&self, at: MsgIdx) -> Place {
        let place = self.grouping.places.get(at.0 as usize);
        place.copied().unwrap_or(Place::Loose)
    }

    /// What a message answers: the nearest one that is here.
    pub fn parent(&self, at: MsgIdx) -> Option<MsgIdx> {
        self.grouping.threads.parent(at)
    }

    /// The messages that answer one directly, by date.
    pub fn children(&self, at: MsgIdx) -> &[MsgIdx] {
        self.grouping.threads.children(at)
    }

    /// The messages of no series, by date.
    pub fn loose(&self) -> impl Iterator<Item = MsgIdx> + '_ {
        let all = self.grouping.threads.order().iter().copied();
        all.filter(|&at| self.place(at) == Place::Loose)
    }
}
