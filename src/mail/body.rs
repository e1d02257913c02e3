//! The body: transfer encodings and charsets undone, parts sorted into text and patches.
//!
//! A plain text body, nine of ten, is cut out and validated once. Everything else goes
//! through mailparse.

mod parts;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use mailparse::parse_content_type;

use super::kind::MailKind;
use super::patch_file::{self, PatchFile};
use super::transfer::{self, Transfer};
use super::{Attachment, Body, armour, charset, flowed, html};
use crate::text::lines;

/// A body read.
#[derive(Debug, Default)]
pub(super) struct BodyRead {
    /// Its text and diffs.
    pub(super) body: Body,
    /// Mails that were parts of it.
    pub(super) nested: Vec<Vec<u8>>,
    /// Whether these are a digest.
    pub(super) is_digest: bool,
    /// Whole patches that were parts of it.
    pub(super) patches: Vec<PatchFile>,
    /// Whether whole patches may have been pasted into its text.
    pub(super) may_hold_mail: bool,
    /// Parts that are neither its text nor patches.
    pub(super) attachments: Vec<Attachment>,
    /// The number of the attachment whose bytes are wanted, and its bytes once they were met.
    wanted: Option<(usize, Vec<u8>)>,
    /// Warnings about the body, lower-case fragments.
    pub(super) warnings: Vec<String>,
}

/// Reads a body by the Content-Type and Content-Transfer-Encoding of its mail.
///
/// `wire` says that the file has CRLF line ends throughout: then they mean nothing.
pub(super) fn read(bytes: &[u8], kind: &str, transfer: &str, wire: bool) -> BodyRead {
    let mut read = BodyRead::default();
    read.take(bytes, kind, transfer);
    // In plain text CRLF is how the file was saved; inside of base64 it is part of the patch.
    read.body.crlf &= !(wire && Transfer::named(transfer) == Transfer::Plain);
    read
}

/// Returns the bytes of one of the parts that [`read`] lists, its transfer encoding undone.
pub(super) fn attachment(bytes: &[u8], kind: &str, transfer: &str, number: usize) -> Vec<u8> {
    let mut read = BodyRead {
        wanted: Some((number, Vec::new())),
        ..BodyRead::default()
    };
    read.take(bytes, kind, transfer);
    // As [`read`] may list them, behind all others: the numbers must be the same.
    read.set_patches_aside();
    read.wanted.map(|(_, bytes)| bytes).unwrap_or_default()
}

impl BodyRead {
    fn take(&mut self, bytes: &[u8], kind: &str, transfer: &str) {
        let transfer = Transfer::named(transfer);
        let usual = MailKind::usual(kind);
        let parsed = usual.is_none().then(|| parse_content_type(kind));
        let said = usual
            .or_else(|| parsed.as_ref().map(MailKind::of))
            .unwrap_or_default();
        let boundary = parsed
            .as_ref()
            .and_then(|parsed| parsed.params.get("boundary"));
        let mimetype = said.mimetype;
        // A multipart without a boundary cannot be taken apart, and is read as text.
        if mimetype.starts_with("multipart/") && boundary.is_some() {
            self.multipart(bytes, kind);
        } else if mimetype == "message/rfc822" {
            self.nested
                .push(transfer::decode(bytes, transfer).0.into_owned());
        } else {
            let (bytes, whole) = transfer::decode(bytes, transfer);
            let part = BodyPart {
                bytes,
                whole,
                kind: said,
                name: String::new(),
            };
            let text = self.decoded(&part);
            if mimetype == "text/html" {
                self.body.text = html::to_text(&text);
                self.may_hold_mail = true;
            } else if is_text(mimetype) || holds_diff(&text) {
                // A patch that was sent alone as `application/octet-stream` is read for its diff.
                self.body.text = text;
            } else {
                self.list(&part);
            }
            self.body.flowed = said.is_flowed();
        }
        self.take_pasted();
        self.set_diffs_aside();
    }

    /// Takes whole patches out of the text that somebody pasted them into.
    fn take_pasted(&mut self) {
        if self.may_hold_mail
            && let Some((start, mut pasted)) = patch_file::of_text(&self.body.text)
        {
            self.body.text.truncate(start);
            pasted.append(&mut self.patches);
            self.patches = pasted;
        }
    }

    /// Lists bare diffs beside whole patches as attachments, since they are no part of the series,
    /// and drops the patches that are too many.
    fn set_diffs_aside(&mut self) {
        if self.patches.is_empty() {
            return;
        }
        for diff in std::mem::take(&mut self.body.diffs) {
            self.listed(&diff.name, "text/x-diff", diff.text.as_bytes());
        }
        if self.patches.len() > patch_file::MOST {
            let all = self.patches.len();
            let most = patch_file::MOST;
            self.warnings
                .push(format!("{all} or more attached patches, {most} are read"));
            self.patches.truncate(most);
        }
    }

    /// Lists the whole patches as attachments, where the mail's own text is the patch that counts.
    pub(super) fn set_patches_aside(&mut self) {
        for file in std::mem::take(&mut self.patches) {
            self.listed(&file.name, "text/x-patch", &file.bytes);
        }
    }

    /// Lists a part as an attachment, which is shown as one line.
    fn list(&mut self, part: &BodyPart<'_>) {
        self.listed(&part.name, part.kind.mimetype, &part.bytes);
    }

    fn listed(&mut self, name: &str, kind: &str, bytes: &[u8]) {
        if let Some((number, wanted)) = &mut self.wanted
            && *number == self.attachments.len()
        {
            *wanted = bytes.to_vec();
        }
        self.attachments
            .push(Attachment::new(name, kind, bytes.len()));
    }

    /// Decodes a part, noting damage and line ends.
    fn decoded(&mut self, part: &BodyPart<'_>) -> String {
        if !part.whole {
            self.warnings
                .push("base64 is damaged or followed by plain text".to_owned());
        }
        let label = part.kind.charset;
        let (text, fits) = charset::decode(&part.bytes, label);
        if !fits {
            let label = label.unwrap_or_default();
            self.warnings
                .push(format!("text is not in its declared charset \"{label}\""));
        }
        let (text, crlf) = transfer::unix_lines(text);
        self.body.crlf |= crlf;
        // The signature was put around the finished text, so it comes off before the lines are
        // joined.
        let (text, has_mail) = armour::opened(text);
        self.may_hold_mail |= has_mail;
        if part.kind.is_flowed() {
            let delsp = part.kind.delsp;
            return flowed::undo_flowed(
                &text,
                delsp.is_some_and(|d| d.eq_ignore_ascii_case("yes")),
            );
        }
        text
    }
}

/// A part on its way to text.
struct BodyPart<'a> {
    /// Its transfer encoding undone.
    bytes: Cow<'a, [u8]>,
    /// Whether all of it could be.
    whole: bool,
    kind: MailKind<'a>,
    name: String,
}

/// Whether a reader sees a part as text; a type that is no type is text (RFC 2045 §5.2).
fn is_text(mimetype: &str) -> bool {
    // HTML is rendered first, and an invitation (text/calendar) is a file to the reader.
    let is_markup = mimetype == "text/html" || mimetype == "text/calendar";
    (mimetype.starts_with("text/") && !is_markup)
        || !mimetype.contains('/')
        || is_patch_type(mimetype)
        || mimetype.starts_with("multipart/")
}

fn is_patch_type(mimetype: &str) -> bool {
    let subtype = mimetype.split_once('/').map_or("", |(_, subtype)| subtype);
    // `text/x-patch` of `git format-patch --attach`, and the others that mail programs guess.
    matches!(subtype, "x-patch" | "x-diff" | "patch" | "diff")
}

/// Whether a text holds a diff of its own, by the lines that begin one (b4's test, and
/// `Index:` for the diffs of CVS and Subversion).
pub(super) fn holds_diff(text: &str) -> bool {
    let mut old = false;
    lines(text).any(|line| {
        // `--- ` alone may be a signature or a rule in prose; a diff has `+++ ` on the next line.
        let is_new = old && line.starts_with("+++ ");
        old = line.starts_with("--- ");
        is_new
            || line.starts_with("diff --git ")
            || line.starts_with("GIT binary patch")
            || line.starts_with("Index: ")
    })
}
