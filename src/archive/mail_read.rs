//! What is known of one mail when it was read to its end.

use super::digest::Digest;
use crate::mail::{Message, MessageId, PatchFile};
use crate::patch::Facts;

/// One mail read to the end.
#[derive(Debug)]
pub(super) struct MailRead {
    pub(super) message: Message,
    pub(super) facts: Facts,
    pub(super) digest: Option<Box<Digest>>,
    /// A fingerprint of the text, so that copies are told from impostors; those of letters whose
    /// patches are here are above all others.
    pub(super) content: u64,
    /// The bytes of a mail that was part of another: it can't be read back by itself.
    pub(super) bytes: Option<Vec<u8>>,
    /// Whole patches in it, each to be a mail of its own.
    pub(super) files: Vec<PatchFile>,
    /// Which of the whole patches in another mail it is, where it is one.
    pub(super) part: Option<u32>,
    /// Other ids that it goes by.
    pub(super) also: Vec<MessageId>,
    /// Whether it is nothing but the envelope of a mail within it.
    pub(super) is_wrapper: bool,
    /// About how much memory all this takes.
    pub(super) weight: u64,
    /// What was odd.
    pub(super) odd: Vec<String>,
}
