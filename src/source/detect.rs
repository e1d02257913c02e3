//! What a file is, told by its first bytes and never by its name.

use super::mbox;

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
    if is_digest(text) {
        return Kind::Digest;
    }
    if has_headers(text) {
        return Kind::Mail;
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
            // A mail may hold one broken header line, but not begin with it.
            None if number == 0 || !known => return false,
            None => {}
        }
    }
    known
}

fn is_bare(text: &[u8]) -> bool {
    let starts = |line: &[u8]| {
        text.starts_with(line) || memchr::memmem::find(text, &[b"\n", line].concat()).is_some()
    };
    starts(b"diff --git ")
        || (starts(b"--- ") && starts(b"+++ ") && starts(b"@@ -"))
        || starts(b"Index: ")
}

/// `#### SUBJECT`, soon `##### FROM`, soon "```c".
fn is_digest(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text.get(..4096).unwrap_or(text));
    let mut lines = text.lines();
    lines
        .next()
        .is_some_and(|line| line.starts_with("####") && !line.starts_with("#####"))
        && lines.take(9).any(|line| line == "```c")
}
