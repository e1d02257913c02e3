//! Divides a mail's text into sections that cover it without gap or overlap.

mod lines;

use std::ops::Range;

use crate::patch::{diff, stat};
use crate::text::{is_blank, whole_lines};

use self::lines::{is_link_heading, is_link_line, is_listed, mark_trailers};
use super::{Section, SectionKind, changes, links, message, shortlog, tags};

/// More lines than this are no signature and no base block.
const TAIL_LINES: usize = 60;

/// Sections of a letter, as a guess.
const SECTIONS: usize = 8;

/// Bytes of a line of prose, as a guess.
const LINE_BYTES: usize = 32;

/// Divides a text; looks for its diff first.
pub fn sections(text: &str) -> Vec<Section> {
    let diff = diff::scan_diff(text).start;
    let head = diff.and_then(|start| text.get(..start)).unwrap_or(text);
    divide(text, diff, stat::parse(head).map(|(_, range)| range))
}

/// Divides a text whose diff begins at `diff` and whose printed diffstat stands at `stat`.
pub fn divide(text: &str, diff: Option<usize>, stat: Option<Range<usize>>) -> Vec<Section> {
    let tail = tail_start(text, diff.unwrap_or(0), diff.is_some());
    let head = text.get(..diff.unwrap_or(tail)).unwrap_or(text);
    let mut divider = Divider::new(head, stat);
    divider.divide_lines();
    let mut sections = divider.sections;
    let mut add = |kind, range: Range<usize>| {
        if !range.is_empty() {
            sections.push(Section { kind, range });
        }
    };
    if let Some(start) = diff {
        add(SectionKind::Diff, start..tail);
    }
    // git writes `base-commit:` above the signature, b4 between two rules; some mailers put a
    // farewell between.
    let signature = signature_start(text, tail);
    add(SectionKind::Base, tail..signature);
    add(SectionKind::Signature, signature..text.len());
    sections
}

/// Returns the byte at which the tail (base block, signature) begins, looked for from the end.
///
/// Without a diff the tail is the signature alone. With one it is the text behind the last line
/// that a hunk can hold, where a tag or `-- ` begins it.
fn tail_start(text: &str, from: usize, has_diff: bool) -> usize {
    let region = text.get(from..).unwrap_or_default();
    let mut start = text.len();
    let mut end = text.len();
    // From the end: a hunk may hold `-- ` (a line `- ` that goes), so the last one is the signature.
    for line in region.split_inclusive('\n').rev().take(TAIL_LINES) {
        end -= line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        let signature = is_signature(bare);
        if signature || (has_diff && tags::is_base_line(bare)) {
            start = end;
        // A line that a hunk may hold ends the search: what stands above is diff.
        } else if has_diff && bare.starts_with([' ', '+', '-', '@', '\\']) {
            break;
        }
        // RFC 3676 4.3: without a diff the exact mark is the signature, whatever stands above it.
        if signature && !has_diff && bare == "-- " {
            break;
        }
    }
    start
}

/// Whether a line begins a signature: two dashes, and the one blank that many a mailer drops,
/// doubles, or makes a no-break space of.
fn is_signature(line: &str) -> bool {
    line.strip_prefix("--").is_some_and(is_blank)
}

/// Returns the byte at which the signature begins in the tail.
fn signature_start(text: &str, tail: usize) -> usize {
    let mut at = tail;
    for line in text.get(tail..).unwrap_or_default().split_inclusive('\n') {
        if is_signature(line.trim_end_matches(['\n', '\r'])) {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// One line of the head: where it begins, and its text without the line end.
struct HeadLine<'a> {
    start: usize,
    text: &'a str,
    /// Whether nothing but white space is on it.
    blank: bool,
    /// Whether this line and all behind it to the end of the paragraph are trailers.
    trailers: bool,
}

struct Divider<'a> {
    lines: Vec<HeadLine<'a>>,
    end: usize,
    headers_end: usize,
    stat: Option<Range<usize>>,
    /// Whether there is a link anywhere: most letters have none, and need no search line by line.
    has_links: bool,
    sections: Vec<Section>,
    /// The kind of prose: the description, or notes once a `---` has passed.
    prose: SectionKind,
    /// Whether the changelog that is open has had an entry.
    entries: bool,
}

impl<'a> Divider<'a> {
    fn new(head: &'a str, stat: Option<Range<usize>>) -> Self {
        let mut at = 0;
        let mut lines: Vec<HeadLine<'a>> = Vec::with_capacity(head.len() / LINE_BYTES);
        for line in whole_lines(head) {
            let text = line.trim_end_matches(['\n', '\r']);
            lines.push(HeadLine {
                start: at,
                text,
                blank: is_blank(text),
                trailers: false,
            });
            at += line.len();
        }
        mark_trailers(&mut lines);
        let found = message::in_body(head);
        let has_headers = found.from.is_some() || found.subject.is_some() || found.date.is_some();
        Self {
            lines,
            end: head.len(),
            // `in_body` passes over blank lines even where no header follows them: these are prose.
            headers_end: if has_headers { found.end } else { 0 },
            stat,
            has_links: links::may_hold(head),
            sections: Vec::with_capacity(SECTIONS),
            prose: SectionKind::Description,
            entries: false,
        }
    }

    fn divide_lines(&mut self) {
        let mut after_blank = true;
        for at in 0..self.lines.len() {
            let Some(line) = self.lines.get(at) else {
                break;
            };
            let (start, blank) = (line.start, line.blank);
            let kind = self.kind_of_line(at, after_blank);
            let same = self.sections.last().is_some_and(|open| open.kind == kind);
            if !same || self.is_new_block(at, after_blank) {
                self.open_section(kind, start);
                self.entries = false;
            }
            after_blank = blank;
        }
        self.close(self.end);
    }

    /// Whether the line begins another changelog: two with the same heading stay two.
    fn is_new_block(&self, at: usize, after_blank: bool) -> bool {
        let text = self.lines.get(at).map_or("", |line| line.text);
        matches!(self.open_kind(), Some(SectionKind::Changes(..)))
            && changes::heading(text, after_blank).is_some()
    }

    /// Returns the kind of a line, judged by itself, by the open section, and by the line behind
    /// it.
    fn kind_of_line(&mut self, at: usize, after_blank: bool) -> SectionKind {
        let Some(line) = self.lines.get(at) else {
            return self.prose.clone();
        };
        let (start, text) = (line.start, line.text);
        if start < self.headers_end {
            return SectionKind::Headers;
        }
        if self.stat.as_ref().is_some_and(|stat| stat.contains(&start)) {
            self.prose = SectionKind::Notes;
            return SectionKind::DiffStat;
        }
        if text.starts_with("---") && text.trim_end() == "---" {
            // `git am` drops everything from `---` on: notes for reviewers, not part of the log.
            self.prose = SectionKind::Notes;
            return SectionKind::Notes;
        }
        // A blank line belongs to what is above it, so that sections have no gap.
        if line.blank {
            return self.open_kind().unwrap_or(&self.prose).clone();
        }
        if tags::is_base_line(text) {
            return SectionKind::Base;
        }
        // A base block is read before trailers: `change-id: x` has their shape.
        if line.trailers {
            return SectionKind::Trailers;
        }
        let next = self.lines.get(at + 1).map(|next| next.text);
        let in_shortlog = self.open_kind() == Some(&SectionKind::Shortlog);
        if shortlog::is_heading(text, next) || (in_shortlog && shortlog::is_indented(text)) {
            return SectionKind::Shortlog;
        }
        self.kind_of_prose(text, next, after_blank)
    }

    /// Returns the kind of any other line: links, changelogs, prose.
    fn kind_of_prose(&mut self, text: &str, next: Option<&str>, after_blank: bool) -> SectionKind {
        let in_changes = matches!(self.open_kind(), Some(SectionKind::Changes(..)));
        // "- v3: https://example.org/x" within a changelog is an entry of it.
        let is_bullet = || text.starts_with(['-', '*', '+', '•']) || text.starts_with("o ");
        let is_item = || shortlog::is_indented(text) || is_bullet();
        let is_link = self.has_links
            && (is_link_line(text) || (text.ends_with(':') && is_link_heading(text, next)));
        if is_link && !(in_changes && is_item()) {
            return SectionKind::Links;
        }
        if let Some(heading) = changes::heading(text, after_blank || in_changes) {
            return SectionKind::Changes(heading.text, heading.version);
        }
        match self.open_kind() {
            // "Thanks," or a new paragraph behind the last entry is prose again; lists with blank
            // lines between entries go on.
            Some(SectionKind::Changes(..)) if after_blank && self.entries && !is_listed(text) => {
                self.prose.clone()
            }
            Some(open @ SectionKind::Changes(..)) => {
                let open = open.clone();
                self.entries = true;
                open
            }
            Some(SectionKind::Links) if shortlog::is_indented(text) => SectionKind::Links,
            _ => self.prose.clone(),
        }
    }

    fn open_kind(&self) -> Option<&SectionKind> {
        self.sections.last().map(|open| &open.kind)
    }

    /// Begins a section; a heading "Changelog:" alone goes with the block below it.
    fn open_section(&mut self, kind: SectionKind, start: usize) {
        let only_heading = matches!(kind, SectionKind::Changes(_, Some(_)))
            && matches!(self.open_kind(), Some(SectionKind::Changes(_, None)))
            && !self.entries;
        if only_heading && let Some(open) = self.sections.last_mut() {
            open.kind = kind;
            return;
        }
        self.close(start);
        self.sections.push(Section {
            kind,
            range: start..start,
        });
    }

    fn close(&mut self, at: usize) {
        if let Some(open) = self.sections.last_mut() {
            open.range.end = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(SectionKind, &str)> {
        sections(text)
            .into_iter()
            .map(|s| (s.kind, text[s.range].trim()))
            .collect()
    }

    #[test]
    fn a_cover_is_divided_by_its_headings() {
        let text = "Hello.\n\nChangelog:\nv2:\n\tone\n\nv3:\n\ttwo\n\nPrevious:\nhttps://x.y/z\n\n\
                    Thanks\n\nA B (1):\n  one\n    more\n\nbase-commit: 1234567\n-- \n2.1\n";
        let changes = |text: &str, version| SectionKind::Changes(text.into(), Some(version));
        let expected = [
            (SectionKind::Description, "Hello."),
            (changes("v2:", 2), "Changelog:\nv2:\n\tone"),
            (changes("v3:", 3), "v3:\n\ttwo"),
            (SectionKind::Links, "Previous:\nhttps://x.y/z"),
            (SectionKind::Description, "Thanks"),
            (SectionKind::Shortlog, "A B (1):\n  one\n    more"),
            (SectionKind::Base, "base-commit: 1234567"),
            (SectionKind::Signature, "-- \n2.1"),
        ];
        assert_eq!(shape(text), expected);
    }

    #[test]
    fn a_patch_has_trailers_notes_diff_and_signature() {
        let text = "From: A <a@b>\n\nWhy.\nSigned-off-by: A <a@b>\n---\nnote\n\
                    diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\
                    base-commit: 1234567\n-- \n2.1\n";
        let kinds: Vec<SectionKind> = shape(text).into_iter().map(|(kind, _)| kind).collect();
        let expected = [
            SectionKind::Headers,
            SectionKind::Description,
            SectionKind::Trailers,
            SectionKind::Notes,
            SectionKind::Diff,
            SectionKind::Base,
            SectionKind::Signature,
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_word_with_an_o_is_no_bullet() {
        let text = "Hi\n\nv2:\n- x\no v1: https://x.y/1\nold: https://x.y/2\n";
        let kinds = divide(text, None, None);
        let links = kinds.iter().find(|one| one.kind == SectionKind::Links);
        let links = links.map(|one| &text[one.range.clone()]);
        assert_eq!(links, Some("old: https://x.y/2\n"));
    }

    #[test]
    fn a_base_block_is_read_above_any_signature() {
        for mark in ["-- ", "--", "--  ", "--\u{a0}"] {
            let text = format!(
                "Why.\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\n---\n\
                 base-commit: 1234567\nchange-id: x-1\n\nBest regards,\n{mark}\nA\n"
            );
            let found = super::super::read(&text, &sections(&text));
            assert_eq!(found.base_commit.as_deref(), Some("1234567"), "{mark:?}");
            assert_eq!(found.change_id.as_deref(), Some("x-1"), "{mark:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn sections_cover_the_text(text in r"(?:[a-c: -]{0,6}|v2:|---|-- |A \(1\):|  x|https://x|Cc: a@b|\n){0,30}") {
            let sections = sections(&text);
            let mut at = 0;
            for section in &sections {
                proptest::prop_assert_eq!(section.range.start, at);
                proptest::prop_assert!(section.range.end > at);
                at = section.range.end;
            }
            proptest::prop_assert_eq!(at, text.len());
        }
    }
}
