//! A mail as it was read, and which of its header fields were.

use super::patch_file::PatchFile;
use super::{Body, HeaderFacts, Message};

/// A mail read as far as the mail standards go.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Its headers.
    pub message: Message,
    /// The `Date:` header as written, unfolded; empty where there is none.
    pub date_text: String,
    /// Its text and patches.
    pub body: Body,
    /// Warnings about the mail, lower-case fragments.
    pub warnings: Vec<String>,
    /// Mails that were parts of it (`message/rfc822`, `multipart/digest`), undecoded. They can
    /// hold mails again: take them from a queue, not by recursion.
    pub nested: Vec<Vec<u8>>,
    /// Whether these are a digest, which is no mail of its own beside those that it collects.
    pub is_digest: bool,
    /// Whether a list had put its own address in place of the sender's.
    pub relayed: bool,
    /// Whole patches that were parts of it, where there are several: each is a mail by
    /// [`super::part_of`], and this one their letter. A single one is read as the body instead.
    pub patches: Vec<PatchFile>,
    /// Its other headers; filled only by [`super::parse()`].
    pub headers_seen: HeaderFacts,
}

/// Whether a field of that name is read here; all others are passed over at once.
pub(super) fn is_read(name: &[u8]) -> bool {
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    // By length first: of a hundred fields in a mail nearly all are ruled out without a comparison.
    match name.len() {
        2 => is("Cc"),
        4 => is("From") || is("Date"),
        6 => is("Sender") || is("Status"),
        7 => is("Subject"),
        8 => is("Received") || is("Reply-To"),
        9 => is("List-Post"),
        10 => is("Message-ID") || is("References"),
        11 => is("In-Reply-To"),
        12 => is("Content-Type"),
        15 => is("X-Original-From"),
        22 => is("X-Google-Original-From"),
        25 => is("Content-Transfer-Encoding"),
        _ => false,
    }
}
