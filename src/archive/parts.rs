//! Reading back what stands inside of other mails: whole patches and attachments.

use std::sync::{Arc, Mutex, PoisonError};

use super::Archive;
use crate::mail::{self, Body, Message, MsgIdx, Parsed, PatchFile};
use crate::source::{RawMessage, ReadError};
use crate::text::Pool;

/// Mails whose patches are kept at hand: two versions of a series are often read by turns, and
/// each patch would take its whole mail apart again.
const AT_HAND: usize = 4;

/// The patches of the mails that were read last.
#[derive(Debug, Default)]
pub(super) struct Lately(Mutex<Vec<(MsgIdx, Arc<[PatchFile]>)>>);

impl Lately {
    fn find_kept(&self, outer: MsgIdx) -> Option<Arc<[PatchFile]>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(at, _)| *at == outer);
        found.map(|(_, files)| Arc::clone(files))
    }

    fn keep_files(&self, outer: MsgIdx, files: &Arc<[PatchFile]>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == AT_HAND {
            known.remove(0);
        }
        known.push((outer, Arc::clone(files)));
    }
}

impl Archive {
    /// Whether a message was part of another one, and is no stretch of its source.
    pub fn is_part(&self, at: MsgIdx) -> bool {
        let merged = &self.mails.merged;
        merged.kept.contains_key(&at) || merged.parts.contains_key(&at)
    }

    /// How many mails there are: messages but for patches that stand in others.
    pub fn mails(&self) -> usize {
        self.len() - self.mails.merged.parts.len()
    }

    /// The mail under whose id others know a message: the one that a whole patch stands in.
    pub fn outer(&self, at: MsgIdx) -> MsgIdx {
        let is_part = self.mails.merged.parts.contains_key(&at);
        let part = self.message(at).filter(|_| is_part);
        let outer = part.and_then(|part| self.find_message(part.parents.last()?));
        outer.unwrap_or(at)
    }

    /// The mail that a whole patch stands in, and the patch there; none where it is a mail by
    /// itself, or where a copy of its mail that has fewer took its place.
    pub(super) fn file_at(
        &self,
        at: MsgIdx,
    ) -> Result<Option<(&Message, usize, PatchFile)>, ReadError> {
        let Some(&number) = self.mails.merged.parts.get(&at) else {
            return Ok(None);
        };
        let number = number as usize;
        let outer = self.outer(at);
        let Some(message) = self.message(outer).filter(|_| outer != at) else {
            return Ok(None);
        };
        let files = if let Some(files) = self.mails.lately.find_kept(outer) {
            files
        } else {
            let files = self.parse(outer, mail::parse)?.patches.into();
            self.mails.lately.keep_files(outer, &files);
            files
        };
        Ok(files
            .get(number)
            .map(|file| (message, number, file.clone())))
    }

    /// The bytes of an attachment, by its place in [`Message::attachments`].
    ///
    /// # Errors
    /// Where the mail cannot be read again.
    pub fn attachment(&self, at: MsgIdx, number: usize) -> Result<Vec<u8>, ReadError> {
        self.parse(at, |raw| mail::attachment(raw, number))
    }

    /// What is read in the bytes of a mail.
    pub(super) fn parse<T>(
        &self,
        at: MsgIdx,
        read: impl FnOnce(&RawMessage<'_>) -> T,
    ) -> Result<T, ReadError> {
        let bytes = self.raw_bytes(at)?;
        let origin = self.message(at).map(|message| message.origin.clone());
        Ok(read(&RawMessage {
            origin: origin.unwrap_or_default(),
            hint: None,
            bytes: bytes.into(),
        }))
    }

    /// A message with all that it says, read again from its source.
    ///
    /// # Errors
    /// Where that cannot be read.
    pub fn read_parsed(&self, at: MsgIdx) -> Result<Parsed, ReadError> {
        match self.file_at(at)? {
            Some((outer, number, file)) => Ok(mail::part_of(outer, number, &file)),
            None => self.parse(at, mail::parse),
        }
    }

    /// The text and diffs of a message alone, for what is asked of many patches in a row: who it
    /// went to and which headers it has are left out.
    pub(super) fn read_text(&self, at: MsgIdx) -> Result<Body, ReadError> {
        match self.file_at(at)? {
            Some((outer, number, file)) => Ok(mail::part_of(outer, number, &file).body),
            None => self.parse(at, |raw| mail::parse_into(raw, &mut Pool::default()).body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patches_of_a_few_mails_are_kept_at_hand() {
        let lately = Lately::default();
        let none: Arc<[PatchFile]> = Arc::new([]);
        (0..9).for_each(|at| lately.keep_files(MsgIdx(at), &none));
        let kept: Vec<u32> = (0..9)
            .filter(|at| lately.find_kept(MsgIdx(*at)).is_some())
            .collect();
        assert_eq!(kept, [5, 6, 7, 8]);
    }
}
