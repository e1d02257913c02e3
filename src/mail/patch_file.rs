//! Whole patches among the parts of a mail: files of `git format-patch`, attached, or pasted into
//! the text one behind the other. Each is a mail by itself: author, date, subject, log and diff.

use std::sync::LazyLock;

use memchr::memchr;
use memchr::memmem::Finder;
use thin_vec::ThinVec;

use super::body::{self, holds_diff};
use super::header::{self, Mail};
use super::parsed::{Parsed, is_read};
use super::{Attachment, Body, HeaderFacts, Message, PatchHead, id};
use crate::source::Framing;

/// Whole patches of one mail that are taken apart; no list has seen half as many.
pub(super) const MOST: usize = 500;

/// The end of the line that git puts before each patch: a date that is always the same.
const MARK: &[u8] = b" Mon Sep 17 00:00:00 2001";

/// The search for [`MARK`], prepared once as every text is searched.
static MARKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARK));

/// A whole patch that was part of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatchFile {
    /// The name of the file, where one was given.
    pub name: String,
    /// The mail that it is: headers first, without the line that separates it from others.
    pub bytes: Vec<u8>,
}

impl PatchFile {
    /// Describes the patch as an attachment.
    pub(crate) fn as_attachment(&self) -> Attachment {
        Attachment::new(&self.name, "text/x-patch", self.bytes.len())
    }

    /// Reads its body, and its author, date and subject.
    pub(super) fn read_patch(&self) -> (Body, PatchHead) {
        let mail = self.split();
        let first = |name| mail.first(name).map(header::Field::unfolded);
        let kind = first("Content-Type").unwrap_or_default();
        let transfer = first("Content-Transfer-Encoding").unwrap_or_default();
        let read = body::read(mail.body, &kind, &transfer, mail.crlf);
        let date = first("Date").unwrap_or_default();
        let head = PatchHead {
            name: self.name.clone(),
            from: mail.sender(None).0,
            date_text: header::squeezed(&date).into_owned(),
            date: mail.date_of(&date, None),
            subject: mail.subject(None),
            note: String::new(),
        };
        (read.body, head)
    }

    fn split(&self) -> Mail<'_> {
        header::split(&self.bytes, Framing::Plain, is_read)
    }

    /// Whether it is a patch and no letter or note: an author, a subject and a diff.
    fn is_whole(&self) -> bool {
        let mail = self.split();
        let has = |name| mail.first(name).is_some();
        has("From") && has("Subject") && holds_diff(&String::from_utf8_lossy(mail.body))
    }
}

/// Returns the whole patches that a file holds, one behind the other; none where it is something
/// else, such as a diff without a log or a letter without a diff.
pub(super) fn of_file(name: &str, bytes: &[u8]) -> Vec<PatchFile> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    // Editors on Windows put a byte order mark before `From`, and mailers blank lines.
    let marks = marks(bytes);
    let mut files = between(name, bytes, &marks);
    // A patch that was saved from a mail lacks git's line and begins with `From: Ann <ann@x.org>`.
    if marks.first() != Some(&0) && begins_with_field(bytes) {
        let end = marks.first().copied().unwrap_or(bytes.len());
        files.insert(0, patch_file(name, bytes.get(..end).unwrap_or_default()));
    }
    files.retain(PatchFile::is_whole);
    files
}

/// Returns the whole patches that were pasted into a text one behind the other, and where the
/// first begins. A single one is none of these: it is what the mail is about, or what a reply
/// proposes. A patch within a quote or a diff does not begin in the first column.
pub(super) fn of_text(text: &str) -> Option<(usize, Vec<PatchFile>)> {
    let marks = marks(text.as_bytes());
    let [start, _, ..] = *marks.as_slice() else {
        return None;
    };
    let files = between("", text.as_bytes(), &marks);
    files
        .iter()
        .all(PatchFile::is_whole)
        .then_some((start, files))
}

/// Returns the text of a file of git that holds a letter and no patch: `0000-cover-letter.patch`.
pub(super) fn letter(name: &str, text: &str) -> Option<String> {
    let bytes = text.trim_ascii_start().as_bytes();
    let is_git_s = marks(bytes).first() == Some(&0);
    let file = patch_file(name, bytes);
    // The name counts where git's first line was cut off.
    let is_letter = (is_git_s || name.contains("0000-")) && file.split().first("Subject").is_some();
    is_letter.then(|| file.read_patch().0.text)
}

/// Turns a mail that brings one whole patch into that patch, its own text a note to it; its date
/// is the author's, as `git am` would have it. A mail whose text is a patch under another title
/// stays that, and the file is listed beside it.
pub(super) fn become_patch(read: &mut body::BodyRead, subject: &str, date_text: &mut String) {
    if let [file] = read.patches.as_slice() {
        let (body, head) = file.read_patch();
        // The same patch in the text and attached, as a guard against broken lines, is one patch.
        if holds_diff(&read.body.text) && title(subject) != title(&head.subject) {
            return read.set_patches_aside();
        }
        if !head.date_text.is_empty() {
            date_text.clone_from(&head.date_text);
        }
        let note = std::mem::replace(&mut read.body, body).text;
        read.body.file = Some(Box::new(PatchHead { note, ..head }));
        read.patches.clear();
    }
}

/// A subject without the marks of replies and the brackets before it: `x` of
/// `Re: [PATCH v2 1/3] x`.
fn title(subject: &str) -> &str {
    let mut rest = subject.trim_start();
    loop {
        let behind = match rest.strip_prefix('[') {
            Some(inside) => inside.split_once(']').map(|(_, behind)| behind),
            None => rest
                .strip_prefix("Re:")
                .or_else(|| rest.strip_prefix("RE:")),
        };
        match behind {
            Some(behind) => rest = behind.trim_start(),
            None => return rest.trim_end(),
        }
    }
}

/// Returns one of several whole patches in a mail as a mail, by its place among [`Parsed::patches`]
/// from 0. It is sent by the sender of the outer mail, written by the author named in the file, and
/// has an id of its own. Each replies to the one before it, as in a thread of patches, whatever the
/// dates.
pub fn part_of(outer: &Message, number: usize, file: &PatchFile) -> Parsed {
    let (body, head) = file.read_patch();
    let above = number
        .checked_sub(1)
        .map(|before| id::of_part(&outer.id, before));
    let message = Message {
        id: id::of_part(&outer.id, number),
        id_synthesised: true,
        was_read: outer.was_read,
        parents: above.into_iter().chain([outer.id.clone()]).collect(),
        from: outer.from.clone(),
        date: head.date.or(outer.date),
        subject: head.subject.as_str().into(),
        as_sent: false,
        attachments: ThinVec::new(),
        origin: outer.origin.clone(),
    };
    let date_text = head.date_text.clone();
    Parsed {
        message,
        date_text,
        body: Body {
            file: Some(Box::new(head)),
            ..body
        },
        warnings: Vec::new(),
        nested: Vec::new(),
        patches: Vec::new(),
        is_digest: false,
        relayed: false,
        headers_seen: HeaderFacts::default(),
    }
}

/// Whether a file begins as a patch does, so that what its type calls octets is text.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let starts = [&b"diff "[..], b"Index: ", b"--- ", b"From: ", b"Subject: "];
    starts.iter().any(|start| bytes.starts_with(start)) || marks(bytes).first() == Some(&0)
}

fn patch_file(name: &str, bytes: &[u8]) -> PatchFile {
    // The separator, which an mbox may have quoted, is no header.
    let is_line = bytes.trim_ascii_start().strip_prefix(b">").unwrap_or(bytes);
    let skip = match memchr(b'\n', bytes) {
        Some(end) if is_line.starts_with(b"From ") => end + 1,
        _ => 0,
    };
    PatchFile {
        name: name.to_owned(),
        bytes: bytes.get(skip..).unwrap_or_default().to_vec(),
    }
}

fn between(name: &str, bytes: &[u8], marks: &[usize]) -> Vec<PatchFile> {
    let ends = marks.iter().skip(1).copied().chain([bytes.len()]);
    let parts = marks.iter().zip(ends).take(MOST + 1);
    parts
        .map(|(&start, end)| patch_file(name, bytes.get(start..end).unwrap_or_default()))
        .collect()
}

/// The places of git's separators: `From HASH Mon Sep 17 00:00:00 2001`, with header lines behind.
fn marks(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    // The date is searched for and not `From `, which begins many a line of prose.
    for mark in MARKS.find_iter(bytes) {
        let before = bytes.get(..mark).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        let line = before.get(start..).unwrap_or_default();
        let line = line.strip_prefix(b">").unwrap_or(line);
        let hash = line.strip_prefix(b"From ").unwrap_or_default();
        // SHA-1 has 40 digits, a repository with SHA-256 has 64.
        let is_hash = matches!(hash.len(), 40 | 64) && hash.iter().all(u8::is_ascii_hexdigit);
        let behind = bytes.get(mark + MARK.len()..).unwrap_or_default();
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        // A log that quotes such a line goes on with prose, not with `From: Ann <ann@x.org>`.
        if is_hash && behind.strip_prefix(b"\n").is_some_and(begins_with_field) {
            found.push(start);
        }
    }
    found
}

fn begins_with_field(bytes: &[u8]) -> bool {
    header::begins_with_field(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "From: A <a@x>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\nSubject: [PATCH 1/2] one\n\nLog.\n---\n f | 1 +\n\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+b\n";

    fn mark(digit: char) -> String {
        let hash = digit.to_string().repeat(40);
        format!("From {hash} Mon Sep 17 00:00:00 2001\n")
    }

    #[test]
    fn files_of_git_are_told_from_diffs_letters_and_notes() {
        let whole = mark('a') + ONE;
        assert_eq!(of_file("x", whole.as_bytes())[0].bytes, ONE.as_bytes());
        assert_eq!(of_file("x", ONE.as_bytes()).len(), 1);
        let crlf = whole.replace('\n', "\r\n");
        assert_eq!(of_file("x", crlf.as_bytes()).len(), 1);
        let diff = ONE.split_once("---\n").unwrap().1;
        assert!(of_file("x", diff.as_bytes()).is_empty());
        let letter = ONE.split_once("---\n").unwrap().0;
        assert!(of_file("x", letter.as_bytes()).is_empty());
        let note = ONE.replacen("Subject", "Object", 1);
        assert!(of_file("x", note.as_bytes()).is_empty());
    }

    #[test]
    fn patches_one_behind_the_other_are_many() {
        let all = mark('a') + ONE + &mark('b') + ONE;
        let found: Vec<_> = of_file("x", all.as_bytes());
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|file| file.bytes == ONE.as_bytes()));
        let quoted = format!("Hello.\n\n>{all}");
        let (start, files) = of_text(&quoted).unwrap();
        assert_eq!((start, files.len()), (8, 2));
    }

    #[test]
    fn a_separator_in_a_quote_a_diff_or_prose_begins_nothing() {
        let whole = mark('a') + ONE;
        for start in ["> ", "+", " ", "see "] {
            assert_eq!(of_text(&format!("{whole}{start}{whole}")), None, "{start}");
        }
        assert_eq!(of_text(&format!("{whole}{}\nno header\n", mark('b'))), None);
        assert_eq!(of_text(&format!("{whole}{}{ONE}", mark('z'))), None);
        assert_eq!(of_text(&whole), None);
    }

    #[test]
    fn the_letter_of_a_series_is_its_text() {
        let text = mark('0') + "From: A <a@x>\nSubject: [PATCH 0/2] all\n\nWhy.\n";
        assert_eq!(
            letter("v1-0000-cover-letter.patch", &text).unwrap(),
            "Why.\n"
        );
        assert_eq!(letter("a.txt", "Subject: all\n\nWhy.\n"), None);
    }
}
