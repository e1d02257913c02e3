//! What tells one patch from another by its content: worked out where somebody asks for it,
//! while the mail is at hand or from the mail read again.

use sha2::{Digest as _, Sha256};

use crate::mail::{Body, Parsed};
use crate::patch::id::{PatchId, patch_id};
use crate::patch::letter::message_text;
use crate::text::{Shared, hex_digits};

/// Hashes of one patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// What `git patch-id --stable` says; none where it has no diff that can be read.
    pub patch_id: Option<PatchId>,
    /// SHA-256 of the message part as `git mailinfo` writes it.
    message: [u8; 32],
    /// The `Date:` header as written; empty where there is none.
    pub date_text: Shared,
}

impl Digest {
    /// The hashes of a mail.
    pub fn of(mail: &Parsed) -> Self {
        Self {
            patch_id: patch_id_of(&mail.body),
            message: Sha256::digest(message_text(&mail.body)).into(),
            date_text: mail.date_text.as_str().into(),
        }
    }

    /// SHA-256, in hex, of the message part as `git mailinfo` writes it.
    pub fn message_sha256(&self) -> String {
        hex_digits(&self.message)
    }
}

/// The patch id of a mail: that of its text, else that of the first attached diff that has one.
pub(super) fn patch_id_of(body: &Body) -> Option<PatchId> {
    let attached = body.diffs.iter().map(|part| part.text.as_str());
    let mut texts = std::iter::once(body.text.as_str()).chain(attached);
    texts.find_map(patch_id)
}
