//! What a file is, told by its first bytes and never by its name.

use super::{digest, mbox};

/// Bytes in which a digest has its first entry, where nothing stands before that.
const DIGEST: usize = 4096;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Mbox,
    Digest,
    /// One mail with headers.
    Mail,
    /// A diff, perhaps with text before it, without headers.
    Bare,
    /// Text that is no mail.
    Text,
    Binary,
    Empty,
}

impl Kind {
    /// Whether there are messages in it.
    pub(super) fn is_mail(self) -> bool {
        matches!(self, Self::Mbox | Self::Digest | Self::Mail | Self::Bare)
    }
}

/// Header names that a mail has at least one of. Prose may look like `Note: text`; not like these.
const HEADERS: &[&str] = &[
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "sender",
    "precedence",
    "mime-version",
    "content-type",
    "delivered-to",
    "x-patchwork-id",
    "x-mailing-list",
    "list-id",
    "in-reply-to",
    "references",
    "reply-to",
    "envelope-to",
    "authentication-results",
    "dkim-signature",
    "x-original-to",
];

/// Tells what the first bytes of a file are the start of.
pub(super) fn detect(head: &[u8]) -> Kind {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let skip = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let text = text.get(skip..).unwrap_or_default();
    if text.is_empty() {
        return Kind::Empty;
    }
    if mbox::is_separator(first_line(text)) {
        return Kind::Mbox;
    }
    if digest::has_entry(text.get(..DIGEST).unwrap_or(text)) {
        return Kind::Digest;
    }
    if has_headers(text) {
        return Kind::Mail;
    }
    if digest::has_entry(text) {
        return Kind::Digest;
    }
    if is_bare(text) {
        return Kind::Bare;
    }
    // Something was put before the first mail of an mbox.
    if memchr::memmem::find_iter(text, b"\n\nFrom ").any(|at| {
        text.get(at + 2..)
            .is_some_and(|rest| mbox::is_separator(first_line(rest)))
    }) {
        return Kind::Mbox;
    }
    if memchr::memchr(0, text).is_some() {
        Kind::Binary
    } else {
        Kind::Text
    }
}

/// The first line of some bytes, without its end.
pub(super) fn first_line(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let line = text.get(..end).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The name of a header line (RFC 5322 §2.2), lower case.
pub(super) fn header_name(line: &[u8]) -> Option<String> {
    let colon = memchr::memchr(b':', line)?;
    let name = line.get(..colon)?;
    let fits = !name.is_empty()
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    fits.then(|| String::from_utf8_lossy(name).to_ascii_lowercase())
}

/// Whether bytes begin with a block of header lines, one of them of a mail.
pub(super) fn has_headers(text: &[u8]) -> bool {
    let mut known = false;
    for (number, line) in text.split(|&b| b == b'\n').take(400).enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return known;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if number == 0 {
                return false;
            }
            continue;
        }
        match header_name(line) {
            Some(name) => known |= HEADERS.contains(&name.as_str()),
            // Some mailers leave a separator of their own kind there.
            None if number == 0 && is_from(line) => {}
            // A mail may hold one broken header line, but not begin with it.
            None if number == 0 || !known => return false,
            None => {}
        }
    }
    known
}

fn is_from(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

fn is_bare(text: &[u8]) -> bool {
    let starts = |line: &[u8]| {
        text.starts_with(line) || memchr::memmem::find(text, &[b"\n", line].concat()).is_some()
    };
    starts(b"diff --git ") || (starts(b"--- ") && starts(b"+++ ") && starts(b"@@ -"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_first_lines() {
        for (kind, text) in [
            (Kind::Empty, ""),
            (Kind::Empty, "\n \r\n"),
            (
                Kind::Mbox,
                "From a@b Tue May 11 02:41:58 2021\nSubject: x\n",
            ),
            (Kind::Mbox, "\u{feff}\nFrom a@b Tue May 11 02:41:58 2021\n"),
            (
                Kind::Mbox,
                "a note\n\nFrom a@b Tue May 11 02:41:58 2021\nSubject: x\n",
            ),
            (Kind::Mail, "Subject: x\nX-Y: z\n\nbody\n"),
            (Kind::Mail, "Received: by x\n\twith y\nSubj"),
            (Kind::Mail, "From somebody\nSubject: x\n\nbody\n"),
            (Kind::Bare, "diff --git a/x b/x\n"),
            (Kind::Bare, "A note.\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n"),
            (
                Kind::Digest,
                "\n#### a\n##### From: A <a@b>\n\n```c\nx\n```\n",
            ),
            (
                Kind::Digest,
                "# Covers\n\n#### a\n##### A <a@b>\n\n```c\ndiff --git a/x b/x\n",
            ),
            (Kind::Text, "From here on we use it.\n"),
            (Kind::Text, "Note: this\n\nis no mail\n"),
            (Kind::Text, "Index: of a book\n"),
            (Kind::Binary, "\x7fELF\0\0"),
        ] {
            assert_eq!(detect(text.as_bytes()), kind, "{text:?}");
        }
    }
}
