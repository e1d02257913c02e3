//! Recognising a file by its first bytes, never by its name.

use super::headers::has_headers;
use super::{digest, mbox};

/// Bytes that detection looks at.
pub(super) const HEAD: usize = 65536;

/// Bytes in which a digest has its first entry, where nothing stands before that.
const DIGEST: usize = 4096;

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceKind {
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

impl SourceKind {
    /// Whether there are messages in it.
    pub(super) fn is_mail(self) -> bool {
        matches!(self, Self::Mbox | Self::Digest | Self::Mail | Self::Bare)
    }
}

/// Recognises a file by its first bytes.
pub(super) fn detect(head: &[u8]) -> SourceKind {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // Files saved by hand begin with blank lines, or a byte order mark.
    let skip = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let text = text.get(skip..).unwrap_or_default();
    if text.is_empty() {
        return SourceKind::Empty;
    }
    if mbox::begins(text) {
        return SourceKind::Mbox;
    }
    if digest::has_entry(text.get(..DIGEST).unwrap_or(text)) {
        return SourceKind::Digest;
    }
    // Before the rest is searched for an entry: a mail may quote a digest in its body.
    if has_headers(text) {
        return SourceKind::Mail;
    }
    if digest::has_entry(text) {
        return SourceKind::Digest;
    }
    // Something may stand before the first mail of an mbox, and diffs in its mails.
    let first = mbox::find_first(text);
    if is_bare(text.get(..first.unwrap_or(text.len())).unwrap_or(text)) {
        return SourceKind::Bare;
    }
    if first.is_some() {
        return SourceKind::Mbox;
    }
    // Only now: a mail with a NUL in its body is still a mail.
    if memchr::memchr(0, text).is_some() {
        SourceKind::Binary
    } else {
        SourceKind::Text
    }
}

fn is_bare(text: &[u8]) -> bool {
    let starts = |line: &[u8]| {
        text.starts_with(line) || memchr::memmem::find(text, &[b"\n", line].concat()).is_some()
    };
    // `--- ` and `+++ ` occur in prose and tables; with `@@ -` they are a diff.
    starts(b"diff --git ") || (starts(b"--- ") && starts(b"+++ ") && starts(b"@@ -"))
}

#[cfg(test)]
mod tests {
    use super::SourceKind::{Bare, Binary, Digest, Empty, Mail, Mbox, Text};
    use super::*;

    #[test]
    fn a_file_is_told_by_its_first_lines() {
        for (kind, text) in [
            (Empty, ""),
            (Empty, "\n \r\n"),
            (Mbox, "From a@b Tue May 11 02:41:58 2021\nSubject: x\n"),
            (Mbox, "\u{feff}\nFrom a@b Tue May 11 02:41:58 2021\n"),
            (
                Mbox,
                "a note\n\nFrom a@b Tue May 11 02:41:58 2021\nSubject: x\n",
            ),
            (Mail, "Subject: x\nX-Y: z\n\nbody\n"),
            (Mail, "Received: by x\n\twith y\nSubj"),
            (Mbox, "From somebody\nSubject: x\n\nbody\n"),
            (Mbox, "\n\nFrom \nSubject: x\n\nbody\n"),
            (Mbox, "From - 2021-05-11\r\nX-Y: z\r\nDate: x\r\n\r\n"),
            (Mbox, "From a@b mar. 11 mai 02:41:58 2021\nTo: x\n\n"),
            (Mbox, "a note\n\nFrom nobody\nSubject: x\nDate: y\n\n"),
            (
                Mbox,
                "a note\nFrom a@b Tue May 11 02:41:58 2021\nTo: x\n\ndiff --git a/x b/x\n",
            ),
            (
                Bare,
                "diff --git a/x b/x\n\nFrom a@b Tue May 11 02:41:58 2021\nTo: x\n",
            ),
            (Mail, ">From somebody\nSubject: x\n\nbody\n"),
            (
                Mail,
                "Subject: x\n\nFrom a@b Tue May 11 02:41:58 2021\nDate: x\nTo: y\n",
            ),
            (Bare, "diff --git a/x b/x\n"),
            (Bare, "A note.\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n"),
            (Digest, "\n#### a\n##### From: A <a@b>\n\n```c\nx\n```\n"),
            (
                Digest,
                "# Covers\n\n#### a\n##### A <a@b>\n\n```c\ndiff --git a/x b/x\n",
            ),
            (Text, "From here on we use it.\n"),
            (Text, "A text.\n\nFrom here on\nSubject: x\n"),
            (Text, "Note: this\n\nis no mail\n"),
            (Text, "Index: of a book\n"),
            (Binary, "\x7fELF\0\0"),
        ] {
            assert_eq!(detect(text.as_bytes()), kind, "{text:?}");
        }
    }
}
