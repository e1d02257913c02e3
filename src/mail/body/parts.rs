//! The parts of a multipart body: the text, the patches, and the parts that are only listed.

mod told;

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use mailparse::{DispositionType, ParsedMail, parse_mail};
use memchr::memmem;

use self::told::{header, is_blank, is_footer, may_point, names_patch, squeezed};
use super::{BodyPart, BodyRead, holds_diff, is_patch_type, is_text};
use crate::mail::kind::MailKind;
use crate::mail::transfer::{self, Transfer};
use crate::mail::{AttachedDiff, charset, decode_words, html, patch_file};

/// A mail with more lines that may be boundaries than this is not taken apart.
const BOUNDARY_LIMIT: usize = 200_000;

/// More parts than this are not read.
const PART_LIMIT: usize = 10_000;

/// Bytes to which packed patches of one mail are unpacked, together.
const UNPACKED_LIMIT: u64 = 32 << 20;

/// A text that only points at the HTML beside it is no longer than this.
const POINTER_LIMIT: usize = 600;

/// Signatures of what stands beside them: mail programs check them and show no file.
const SIGNATURES: [&str; 4] = [
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-encrypted",
];

/// The parts met so far.
struct Sorting {
    /// Texts, those that hold a diff and follow the first included.
    texts: usize,
    /// The first HTML.
    page: String,
    /// Bytes that may still be unpacked.
    room: u64,
}

/// How a part asks to be shown (RFC 2183).
#[derive(Clone, Copy)]
struct ShownPart {
    attached: bool,
    inline: bool,
    /// One of several forms of the same text (RFC 2046 §5.1.4).
    alternative: bool,
}

/// The use of a part.
enum Use {
    Text,
    Html,
    Patch,
    Mail,
    File,
    Nothing,
}

impl BodyRead {
    pub(super) fn multipart(&mut self, bytes: &[u8], kind: &str) {
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

    /// Sorts the leaves, in the order in which they stand.
    fn parts(&mut self, root: &ParsedMail<'_>) {
        let mut waiting = vec![(root, false)];
        let mut sorting = Sorting {
            texts: 0,
            page: String::new(),
            room: UNPACKED_LIMIT,
        };
        let mut parts = 0;
        while let Some((part, choice)) = waiting.pop() {
            parts += 1;
            // Each mail of a digest is one by itself (RFC 2046 §5.1.5).
            self.is_digest |= part.ctype.mimetype == "multipart/digest";
            if parts > PART_LIMIT {
                self.warnings.push(format!("more than {PART_LIMIT} parts"));
                break;
            }
            if part.subparts.is_empty() {
                self.take_leaf(part, choice, &mut sorting);
            }
            let choice = choice || part.ctype.mimetype == "multipart/alternative";
            // Reversed, since the last one is taken next.
            waiting.extend(part.subparts.iter().rev().map(|part| (part, choice)));
        }
        if !sorting.page.is_empty() {
            self.prefer_page(&sorting.page);
        }
    }

    /// Takes the HTML for the text where there is none, where that is blank, or where it only
    /// points at the HTML: it is short, names it, and is not what the HTML says as well.
    fn prefer_page(&mut self, page: &str) {
        let text = self.body.text.as_str();
        let is_blank = is_blank(text);
        // Nearly always the text is the mail, and the HTML says it again.
        if !is_blank && !may_point(text) {
            return;
        }
        let page = html::to_text(page);
        // A text that is repeated in the HTML is the mail itself, and merely speaks of HTML.
        if is_blank || !squeezed(&page).contains(&squeezed(text)) {
            self.body.text = page;
            self.body.flowed = false;
            self.may_hold_mail = true;
        }
    }

    fn take_leaf(&mut self, leaf: &ParsedMail<'_>, choice: bool, sorting: &mut Sorting) {
        let encoding = header(leaf, "Content-Transfer-Encoding");
        let disposition = leaf.get_content_disposition();
        // RFC 2183 §2.3 has the name in Content-Disposition, older mailers only in Content-Type.
        let name = disposition
            .params
            .get("filename")
            .or_else(|| leaf.ctype.params.get("name"))
            .map(|n| decode_words(n))
            .unwrap_or_default();
        let attached = disposition.disposition == DispositionType::Attachment;
        let shown = ShownPart {
            attached,
            // mailparse reads a missing Content-Disposition as inline, but it asks for nothing.
            inline: !header(leaf, "Content-Disposition").is_empty() && !attached,
            alternative: choice,
        };
        let (bytes, whole) = transfer::decode(raw_of(leaf), Transfer::named(&encoding));
        let part = BodyPart {
            bytes,
            whole,
            kind: MailKind::of(&leaf.ctype),
            name,
        };
        match part.purpose(shown) {
            Use::Mail => self.nested.push(part.bytes.into_owned()),
            Use::Html if sorting.page.is_empty() => sorting.page = self.decoded(&part),
            Use::Html if part.name.is_empty() => {}
            Use::Nothing => {}
            // A second HTML with a name is a file, such as a report of a test run.
            Use::Html | Use::File => self.take_file(&part, sorting),
            // An inline diff behind a text goes on with it: `git format-patch --inline` sends the
            // log as the first part and the diff as the second, and `git am` reads both as one.
            Use::Patch if sorting.texts == 0 || !shown.inline => self.patch(&part, sorting),
            Use::Patch | Use::Text if shown.attached => self.take_file(&part, sorting),
            Use::Patch | Use::Text => self.inline(&part, sorting),
        }
    }

    /// The first text, or a later one that holds a diff; any other later one is listed.
    fn inline(&mut self, part: &BodyPart<'_>, sorting: &mut Sorting) {
        if sorting.texts > 0 && self.is_whole(part) {
            return;
        }
        // Line ends of a part that is only listed say nothing of the patch.
        let before = self.body.crlf;
        let text = self.decoded(part);
        if sorting.texts == 0 {
            self.body.text = text;
            self.body.flowed = part.kind.is_flowed();
        } else if holds_diff(&text) {
            if !self.body.text.is_empty() && !self.body.text.ends_with('\n') {
                self.body.text.push('\n');
            }
            self.body.text.push_str(&text);
        } else {
            self.body.crlf = before;
            if !part.name.is_empty() || !is_footer(&text) {
                self.list(part);
            }
        }
        sorting.texts += 1;
    }

    /// Takes a part that says it is a patch: a whole one, a letter to some, else a diff.
    fn patch(&mut self, part: &BodyPart<'_>, sorting: &mut Sorting) {
        if self.is_whole(part) || self.unpacks(part, sorting) {
            return;
        }
        let text = self.decoded(part);
        // `v2-0000-cover-letter.patch` beside the patches: the text of the series.
        if let Some(letter) = patch_file::letter(&part.name, &text) {
            self.body.text.push('\n');
            self.body.text.push_str(&letter);
            return;
        }
        let name = part.name.clone();
        self.body.diffs.push(AttachedDiff { name, text });
    }

    /// Takes a part that says it is a file: a patch where it begins like one or holds one; any
    /// other is listed.
    fn take_file(&mut self, part: &BodyPart<'_>, sorting: &mut Sorting) {
        if self.is_whole(part) || self.unpacks(part, sorting) {
            return;
        }
        // A mailer that does not know `.patch` calls it application/octet-stream.
        if is_text(part.kind.mimetype) || patch_file::begins(&part.bytes) {
            let before = self.body.crlf;
            let text = self.decoded(part);
            if holds_diff(&text) {
                let name = part.name.clone();
                return self.body.diffs.push(AttachedDiff { name, text });
            }
            self.body.crlf = before;
        }
        self.list(part);
    }

    /// Takes the whole patches that a part holds; whether there were any.
    fn is_whole(&mut self, part: &BodyPart<'_>) -> bool {
        let mut found = patch_file::of_file(&part.name, &part.bytes);
        let is_whole = !found.is_empty();
        self.patches.append(&mut found);
        is_whole
    }

    /// Takes the patches that a packed part holds, by its name; whether there were any.
    fn unpacks(&mut self, part: &BodyPart<'_>, sorting: &mut Sorting) -> bool {
        let lower = part.name.to_ascii_lowercase();
        let inner = lower.strip_suffix(".gz").unwrap_or_default();
        if !names_patch(inner) {
            return false;
        }
        // RFC 1952 §2.2: a file may have several members. The bound is on what comes out, as a
        // megabyte of gzip can hold a thousand of zeros.
        let mut bytes = Vec::new();
        let unpacked = MultiGzDecoder::new(&*part.bytes)
            .take(sorting.room)
            .read_to_end(&mut bytes);
        sorting.room = sorting.room.saturating_sub(bytes.len() as u64);
        if unpacked.is_err() || sorting.room == 0 {
            let what = format!("{}: damaged, or too large to be unpacked", part.name);
            self.warnings.push(what);
            return false;
        }
        let part = BodyPart {
            bytes: bytes.into(),
            whole: true,
            kind: MailKind::default(),
            name: part.name.get(..inner.len()).unwrap_or_default().to_owned(),
        };
        if !self.is_whole(&part) {
            let text = self.decoded(&part);
            let name = part.name;
            self.body.diffs.push(AttachedDiff { name, text });
        }
        true
    }
}

impl BodyPart<'_> {
    fn purpose(&self, shown: ShownPart) -> Use {
        let kind = self.kind.mimetype;
        // RFC 2046 §5.2.1: a forwarded mail is a mail by itself, with its own author and patch.
        if kind == "message/rfc822" {
            Use::Mail
        } else if kind == "text/html" {
            if shown.attached { Use::File } else { Use::Html }
        } else if is_patch_type(kind) || names_patch(&self.name.to_ascii_lowercase()) {
            // By name too: `application/octet-stream; name="0001-fix.patch"` is how many mailers
            // attach.
            Use::Patch
        } else if SIGNATURES.contains(&kind) {
            Use::Nothing
        } else if is_text(kind) {
            Use::Text
        } else if shown.alternative && !shown.attached && self.name.is_empty() {
            // Another form of the text that was shown already, such as an invitation.
            Use::Nothing
        } else {
            Use::File
        }
    }
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
