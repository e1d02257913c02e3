//! The body: transfer encodings and charsets undone, parts sorted into text and patches.
//!
//! A plain text body, nine of ten, is cut out and validated once. Everything else goes
//! through mailparse.

use mailparse::{DispositionType, ParsedMail, parse_content_type, parse_mail};
use memchr::memmem;

use super::kind::Kind;
use super::transfer::{self, Transfer};
use super::{Attachment, Body, armour, charset, flowed, html};
use crate::text::lines;

/// A mail with more lines that may be boundaries than this is not taken apart.
const BOUNDARY_LIMIT: usize = 200_000;

/// More parts than this are not read.
const PART_LIMIT: usize = 10_000;

/// A body read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// What it says.
    pub(super) body: Body,
    /// Mails that were parts of it.
    pub(super) nested: Vec<Vec<u8>>,
    /// Whether these are a digest.
    pub(super) is_digest: bool,
    /// What was odd.
    pub(super) warnings: Vec<String>,
}

/// Reads a body by the Content-Type and Content-Transfer-Encoding of its mail.
///
/// `wire` says that the file has CRLF line ends throughout: then they mean nothing.
pub(super) fn read(bytes: &[u8], kind: &str, transfer: &str, wire: bool) -> Read {
    let mut read = Read::default();
    let transfer = Transfer::named(transfer);
    let usual = Kind::usual(kind);
    let parsed = usual.is_none().then(|| parse_content_type(kind));
    let said = usual
        .or_else(|| parsed.as_ref().map(Kind::of))
        .unwrap_or_default();
    let boundary = parsed
        .as_ref()
        .and_then(|parsed| parsed.params.get("boundary"));
    let mimetype = said.mimetype;
    if mimetype.starts_with("multipart/") && boundary.is_some() {
        read.multipart(bytes, kind);
    } else if mimetype == "message/rfc822" {
        read.nested
            .push(transfer::decode(bytes, transfer).0.into_owned());
    } else {
        let part = Part {
            bytes,
            kind: said,
            transfer,
            name: String::new(),
        };
        let text = read.decoded(&part);
        if mimetype == "text/html" {
            read.body.text = html::to_text(&text);
        } else if is_text(mimetype) || holds_diff(&text) {
            read.body.text = text;
        } else {
            read.warnings
                .push(format!("body is {mimetype}, which is not shown"));
        }
        read.body.flowed = said.is_flowed();
    }
    read.body.crlf &= !(wire && transfer == Transfer::Plain);
    read
}

/// A part on its way to text.
struct Part<'a> {
    bytes: &'a [u8],
    kind: Kind<'a>,
    transfer: Transfer,
    name: String,
}

/// What becomes of a part.
enum Use {
    Text,
    Html,
    Patch,
    Mail,
    Nothing,
}

impl Read {
    fn multipart(&mut self, bytes: &[u8], kind: &str) {
        // mailparse reads headers and body from one piece; only the one header matters to it.
        let mut mail = Vec::with_capacity(bytes.len() + kind.len() + 20);
        mail.extend_from_slice(b"Content-Type: ");
        mail.extend(
            kind.bytes()
                .map(|b| if b.is_ascii_control() { b' ' } else { b }),
        );
        mail.extend_from_slice(b"\n\n");
        mail.extend_from_slice(bytes);
        // Each part costs memory, so the number of lines that could begin one is bounded first.
        // The depth is bounded by mailparse itself.
        let crowded = memmem::find_iter(bytes, b"\n--")
            .nth(BOUNDARY_LIMIT)
            .is_some();
        match (crowded, parse_mail(&mail)) {
            (false, Ok(parsed)) if !parsed.subparts.is_empty() => self.parts(&parsed),
            _ => {
                self.warnings
                    .push("multipart body could not be taken apart".to_owned());
                self.body.text = transfer::unix_lines(charset::guess(bytes)).0;
            }
        }
    }

    /// Sorts the leaves, in the order they stand.
    fn parts(&mut self, root: &ParsedMail<'_>) {
        let mut waiting: Vec<&ParsedMail<'_>> = root.subparts.iter().rev().collect();
        let mut pages = String::new();
        let mut texts = 0;
        let mut parts = 0;
        // Each mail of a digest is one by itself (RFC 2046 §5.1.5).
        let is_digest = |part: &ParsedMail<'_>| part.ctype.mimetype == "multipart/digest";
        self.is_digest = is_digest(root);
        while let Some(part) = waiting.pop() {
            parts += 1;
            self.is_digest |= is_digest(part);
            if parts > PART_LIMIT {
                self.warnings.push(format!("more than {PART_LIMIT} parts"));
                break;
            }
            if part.subparts.is_empty() {
                self.leaf(part, &mut texts, &mut pages);
            }
            waiting.extend(part.subparts.iter().rev());
        }
        if texts == 0 && !pages.is_empty() {
            self.body.text = html::to_text(&pages);
        }
    }

    fn leaf(&mut self, leaf: &ParsedMail<'_>, texts: &mut usize, pages: &mut String) {
        let encoding = header(leaf, "Content-Transfer-Encoding");
        let disposition = leaf.get_content_disposition();
        let name = disposition
            .params
            .get("filename")
            .or_else(|| leaf.ctype.params.get("name"))
            .map(|n| super::decode_words(n))
            .unwrap_or_default();
        let attached = disposition.disposition == DispositionType::Attachment;
        let inline = !header(leaf, "Content-Disposition").is_empty() && !attached;
        let raw = raw_of(leaf);
        let part = Part {
            bytes: raw,
            kind: Kind::of(&leaf.ctype),
            transfer: Transfer::named(&encoding),
            name,
        };
        match part.purpose(attached) {
            Use::Mail => self
                .nested
                .push(transfer::decode(raw, part.transfer).0.into_owned()),
            Use::Html if pages.is_empty() => *pages = self.decoded(&part),
            Use::Html | Use::Nothing => {}
            Use::Patch if *texts == 0 || !inline => self.attach(&part),
            Use::Patch | Use::Text => self.inline(&part, attached, texts),
        }
    }

    /// The first text, or a later one that holds a diff.
    fn inline(&mut self, part: &Part<'_>, attached: bool, texts: &mut usize) {
        let before = self.body.crlf;
        let text = self.decoded(part);
        if attached {
            if holds_diff(&text) {
                let name = part.name.clone();
                self.body.attachments.push(Attachment { name, text });
            } else {
                self.body.crlf = before;
            }
            return;
        }
        if *texts == 0 {
            self.body.text = text;
            self.body.flowed = part.kind.is_flowed();
        } else if holds_diff(&text) {
            if !self.body.text.is_empty() && !self.body.text.ends_with('\n') {
                self.body.text.push('\n');
            }
            self.body.text.push_str(&text);
        } else {
            self.body.crlf = before;
        }
        *texts += 1;
    }

    fn attach(&mut self, part: &Part<'_>) {
        let text = self.decoded(part);
        self.body.attachments.push(Attachment {
            name: part.name.clone(),
            text,
        });
    }

    /// Decodes a part, noting damage and line ends.
    fn decoded(&mut self, part: &Part<'_>) -> String {
        let (bytes, whole) = transfer::decode(part.bytes, part.transfer);
        if !whole {
            self.warnings
                .push("base64 is damaged or followed by plain text".to_owned());
        }
        let label = part.kind.charset;
        let (text, fits) = charset::decode(&bytes, label);
        if !fits {
            let label = label.unwrap_or_default();
            self.warnings
                .push(format!("text is not in its declared charset \"{label}\""));
        }
        let (text, crlf) = transfer::unix_lines(text);
        self.body.crlf |= crlf;
        let text = armour::opened(text);
        if part.kind.is_flowed() {
            let delsp = part.kind.delsp;
            return flowed::undo(&text, delsp.is_some_and(|d| d.eq_ignore_ascii_case("yes")));
        }
        text
    }
}

impl Part<'_> {
    fn purpose(&self, attached: bool) -> Use {
        let kind = self.kind.mimetype;
        let lower = self.name.to_ascii_lowercase();
        if kind == "message/rfc822" {
            Use::Mail
        } else if kind == "text/html" {
            if attached { Use::Nothing } else { Use::Html }
        } else if is_patch_type(kind) || [".patch", ".diff"].iter().any(|e| lower.ends_with(e)) {
            Use::Patch
        } else if is_text(kind) {
            Use::Text
        } else {
            Use::Nothing
        }
    }
}

fn header(part: &ParsedMail<'_>, name: &str) -> String {
    use mailparse::MailHeaderMap;
    part.headers.get_first_value(name).unwrap_or_default()
}

/// The undecoded octets of a part.
fn raw_of<'a>(part: &'a ParsedMail<'_>) -> &'a [u8] {
    use mailparse::body::Body as Encoded;
    match part.get_body_encoded() {
        Encoded::Base64(b) | Encoded::QuotedPrintable(b) => b.get_raw(),
        Encoded::SevenBit(b) | Encoded::EightBit(b) => b.get_raw(),
        Encoded::Binary(b) => b.get_raw(),
    }
}

/// Text as far as a reader is concerned; a type that is no type is text (RFC 2045 §5.2).
fn is_text(mimetype: &str) -> bool {
    let is_markup = mimetype == "text/html" || mimetype == "text/calendar";
    (mimetype.starts_with("text/") && !is_markup)
        || !mimetype.contains('/')
        || is_patch_type(mimetype)
        || mimetype.starts_with("multipart/")
}

fn is_patch_type(mimetype: &str) -> bool {
    let subtype = mimetype.split_once('/').map_or("", |(_, subtype)| subtype);
    matches!(subtype, "x-patch" | "x-diff" | "patch" | "diff")
}

/// Whether a text holds a diff of its own, by the lines that begin one (b4's test, and
/// `Index:` for the diffs of CVS and Subversion).
pub(super) fn holds_diff(text: &str) -> bool {
    let mut old = false;
    lines(text).any(|line| {
        let is_new = old && line.starts_with("+++ ");
        old = line.starts_with("--- ");
        is_new
            || line.starts_with("diff --git ")
            || line.starts_with("GIT binary patch")
            || line.starts_with("Index: ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";

    /// A multipart/mixed body of parts that are each headers, an empty line and content.
    fn mixed(parts: &[String]) -> Read {
        let inner = parts.join("\n--B\n");
        let bytes = format!("--B\n{inner}\n--B--\n");
        read(bytes.as_bytes(), "multipart/mixed; boundary=B", "", false)
    }

    fn plain(text: &str) -> String {
        format!("Content-Type: text/plain\n\n{text}")
    }

    #[test]
    fn an_attached_patch_is_kept_apart_and_a_footer_dropped() {
        let patch = format!("Content-Type: text/x-patch; name*=utf-8''%C3%A9.patch\n\n{DIFF}");
        let read = mixed(&[plain("hello\n"), patch, plain("footer\n")]);
        assert_eq!(read.body.text, "hello\n");
        assert_eq!(read.body.attachments[0].name, "é.patch");
        assert_eq!(
            format!("{}\n", read.body.attachments[0].text.trim_end()),
            DIFF
        );
    }

    #[test]
    fn octets_named_like_a_patch_are_a_patch() {
        let head = "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"0001-x.PATCH\"\nContent-Transfer-Encoding: base64\n\n";
        let read = mixed(&[plain("hello\n"), format!("{head}LS0tIGEKKysrIGIK")]);
        assert_eq!(read.body.attachments[0].text, "--- a\n+++ b\n");
    }

    #[test]
    fn an_inline_text_with_a_diff_follows_the_first_text() {
        let inline = format!("Content-Type: text/x-diff\nContent-Disposition: inline\n\n{DIFF}");
        let read = mixed(&[plain("hello"), inline, plain(DIFF)]);
        assert_eq!(read.body.text.matches("diff --git").count(), 2);
        assert!(read.body.text.starts_with("hello\ndiff --git"));
        assert!(read.body.attachments.is_empty());
    }

    #[test]
    fn plain_text_is_preferred_to_html_and_html_to_nothing() {
        let html = "Content-Type: text/html\n\n<p>hello &amp; <b>bye</b>".to_owned();
        assert_eq!(mixed(&[html.clone(), plain("text\n")]).body.text, "text\n");
        assert_eq!(mixed(&[html]).body.text, "hello & bye\n");
        let alone = read(b"<p>a<p>b", "text/html", "", false);
        assert_eq!(alone.body.text, "a\nb\n");
    }

    #[test]
    fn mails_inside_a_mail_are_handed_on() {
        let inner = "Content-Type: message/rfc822\n\nSubject: x\n\ny\n".to_owned();
        assert_eq!(
            mixed(&[plain("see\n"), inner]).nested,
            [b"Subject: x\n\ny\n"]
        );
        let digest = b"--B\n\nSubject: a\n\nb\n--B\n\nSubject: c\n\nd\n--B--\n";
        let read = read(digest, "multipart/digest; boundary=B", "", false);
        assert_eq!(read.nested.len(), 2);
    }

    #[test]
    fn carriage_returns_count_only_inside_an_encoding() {
        assert!(!read(b"a\r\nb\r\n", "text/plain", "8bit", true).body.crlf);
        let packed = read(b"a=0D\nb\n", "text/plain", "quoted-printable", false);
        assert_eq!(
            (packed.body.text.as_str(), packed.body.crlf),
            ("a\nb\n", true)
        );
    }

    #[test]
    fn a_multipart_that_cannot_be_read_is_shown_as_it_stands() {
        let read = read(
            b"no boundary here\n",
            "multipart/mixed; boundary=B",
            "",
            false,
        );
        assert_eq!(read.body.text, "no boundary here\n");
        assert_eq!(read.warnings.len(), 1);
    }

    #[test]
    fn nesting_without_end_is_a_warning() {
        let level = |n| {
            format!(
                "--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
                n + 1
            )
        };
        let bytes: String = (0..300).map(level).collect::<Vec<_>>().concat();
        let read = read(bytes.as_bytes(), "multipart/mixed; boundary=b0", "", false);
        assert_eq!(read.warnings.len(), 1);
    }

    #[test]
    fn flowed_text_is_noted() {
        let kind = "text/plain; charset=utf-8; format=flowed; delsp=yes";
        assert!(read(b"a \nb\n", kind, "7bit", false).body.flowed);
    }
}
