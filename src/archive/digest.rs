//! What tells one patch from another by its content: worked out where somebody asks for it,
//! while the mail is at hand or from the mail read again.

use sha2::{Digest as _, Sha256};

use crate::mail::Parsed;
use crate::patch::id::patch_id;
use crate::patch::letter::message_text;

/// Hashes of one patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digest {
    /// What `git patch-id --stable` says; none where it has no diff that can be read.
    pub patch_id: Option<String>,
    /// SHA-256, in hex, of the message part as `git mailinfo` writes it.
    pub message_sha256: String,
    /// The `Date:` header as written; empty where there is none.
    pub date_text: String,
}

impl Digest {
    /// The hashes of a mail.
    pub fn of(mail: &Parsed) -> Self {
        let attached = mail.body.attachments.iter().map(|part| part.text.as_str());
        let mut texts = std::iter::once(mail.body.text.as_str()).chain(attached);
        Self {
            patch_id: texts.find_map(patch_id),
            message_sha256: hex(&Sha256::digest(message_text(&mail.body))),
            date_text: mail.date_text.clone(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}
