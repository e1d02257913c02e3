//! One mail after the other is read to the end, and those that were part of it behind it.

use std::collections::VecDeque;
use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use super::digest::Digest;
use super::enclosed::{self, OuterMail};
use super::mail_read::MailRead;
use super::weight;
use crate::mail::{self, Parsed, PatchFile};
use crate::patch::{self, Facts, PatchKind};
use crate::source::{Framing, RawMessage};
use crate::text::Pool;

/// Bytes of mail in which one more string is met that was not before, as a guess.
const BYTES_A_STRING: u64 = 16 * 1024;

/// Strings for which there is room at once: a file may be large and say nothing.
const MOST_ROOM: usize = 1 << 17;

/// Mails within mails within mails are taken apart so deep: each level is a copy of those below.
const DEEPEST: u8 = 8;

/// A mail that was part of another.
struct Nested {
    raw: RawMessage<'static>,
    /// How deep it stood.
    depth: u8,
    /// What it stood in.
    outer: OuterMail,
}

/// Reads mails one after the other, and keeps what they say alike only once.
pub(super) struct MailReader {
    pool: Pool,
    /// Whether the hashes of patches are wanted, too.
    digests: bool,
}

impl MailReader {
    pub(super) fn new(digests: bool) -> Self {
        Self {
            pool: Pool::default(),
            digests,
        }
    }

    /// One that will read about so many bytes.
    pub(super) fn of_many(digests: bool, bytes: u64) -> Self {
        let strings = usize::try_from(bytes / BYTES_A_STRING).unwrap_or(usize::MAX);
        Self {
            pool: Pool::with_room(strings.min(MOST_ROOM)),
            digests,
        }
    }

    /// Reads a mail, and after it every mail that was part of it, down to a depth.
    pub(super) fn read_mail(&mut self, raw: RawMessage<'_>, done: &mut Vec<MailRead>) {
        let mut waiting = VecDeque::new();
        let first = done.len();
        let read = self.read_one(raw, 0, (first, &mut waiting));
        done.push(read);
        while let Some(part) = waiting.pop_front() {
            let at = done.len();
            let read = self.read_one(part.raw, part.depth, (at, &mut waiting));
            done.push(read);
            enclosed::settle(done, &part.outer, at);
        }
        enclosed::without_wrappers(done, first);
        if done.iter().skip(first).any(|read| !read.files.is_empty()) {
            for read in done.split_off(first) {
                self.take_apart(read, done);
            }
        }
    }

    /// Puts the whole patches in a mail behind it. Of one that another mail shows they are files.
    fn take_apart(&mut self, mut letter: MailRead, done: &mut Vec<MailRead>) {
        let files = std::mem::take(&mut letter.files);
        let is_shown = letter.facts.kind == PatchKind::Reply && !letter.facts.subject.reply;
        if files.is_empty() || (is_shown && letter.bytes.is_some()) {
            let aside = files.iter().map(PatchFile::as_attachment);
            letter.message.attachments.extend(aside);
            return done.push(letter);
        }
        let parts = (0u32..).zip(&files).map(|(number, file)| {
            let part = mail::part_of(&letter.message, number as usize, file);
            MailRead {
                part: Some(number),
                ..self.finish(part)
            }
        });
        let mut parts: Vec<MailRead> = parts.collect();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let mut all: Vec<&mut Facts> = parts.iter_mut().map(|part| &mut part.facts).collect();
        patch::enclosed::number(&mut letter.facts, &mut all, &names);
        letter.content |= 1 << 63;
        done.push(letter);
        done.append(&mut parts);
    }

    fn read_one(
        &mut self,
        raw: RawMessage<'_>,
        depth: u8,
        (at, waiting): (usize, &mut VecDeque<Nested>),
    ) -> MailRead {
        let mut parsed = mail::parse_into(&raw, &mut self.pool);
        if depth == DEEPEST && !parsed.nested.is_empty() {
            let what = format!("mails within mails, {DEEPEST} deep: those below are not read");
            parsed.warnings.push(what);
            parsed.nested.clear();
        }
        let nested = std::mem::take(&mut parsed.nested);
        let outer = OuterMail::of(&parsed, at, nested.len());
        waiting.extend(nested.into_iter().map(|bytes| {
            let mut origin = raw.origin.clone();
            origin.framing = Framing::Plain;
            let part = RawMessage {
                origin,
                hint: None,
                bytes: bytes.into(),
            };
            Nested {
                raw: part,
                depth: depth + 1,
                outer,
            }
        }));
        let files = std::mem::take(&mut parsed.patches);
        let mut read = self.finish(parsed);
        if let Some(why) = raw.hint.as_ref().and_then(|hint| hint.aside) {
            read.facts.letter.aside = Some(why.into());
        }
        let bytes = (depth > 0).then(|| raw.bytes.into_owned());
        let kept = bytes.as_ref().map_or(0, Vec::len) as u64;
        MailRead {
            weight: read.weight.saturating_add(kept),
            bytes,
            files,
            ..read
        }
    }

    /// Keeps of a mail what it is for, and strings that many say once.
    fn finish(&mut self, mut parsed: Parsed) -> MailRead {
        let mut facts = patch::read(&parsed.message, &parsed.body);
        let mut hasher = FixedState::default().build_hasher();
        hasher.write(parsed.body.text.trim_end().as_bytes());
        let is_wanted = self.digests && facts.kind == PatchKind::Patch;
        let digest = is_wanted.then(|| Box::new(Digest::of(&parsed)));
        facts.settle();
        facts.share(&mut self.pool);
        parsed.message.share(&mut self.pool);
        MailRead {
            weight: weight::of(&parsed.message, &facts),
            message: parsed.message,
            facts,
            digest,
            content: hasher.finish() >> 1,
            bytes: None,
            files: Vec::new(),
            part: None,
            also: Vec::new(),
            is_wrapper: false,
            odd: parsed.warnings,
        }
    }
}
