//! A patch inside a reply: its log and its diff are of their own, and so are the tags in them.

use std::ops::Range;

use super::{Trailer, is_one_of, parse_line};
use crate::text::whole_lines;

/// The place of a patch within the reply that brings it; empty where it brings none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inner {
    /// From its log to the end of its last hunk.
    whole: Range<usize>,
    /// The byte at which its diff begins.
    diff: usize,
}

impl Inner {
    /// The patch whose diff takes a stretch of a reply's text.
    pub fn new(text: &str, diff: Range<usize>) -> Self {
        let head = text.get(..diff.start).unwrap_or_default();
        let log = opening(head).or_else(|| block(head)).unwrap_or(diff.start);
        Self {
            whole: log..diff.end,
            diff: diff.start,
        }
    }

    /// Whether a line that begins at a byte is of the patch.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.whole.contains(&at)
    }

    /// Whether a line that begins at a byte is context of its diff.
    pub(super) fn is_context(&self, at: usize, line: &str) -> bool {
        at >= self.diff && self.holds(at) && line.starts_with([' ', '\t'])
    }
}

/// The tags that come with a patch rather than with an opinion of one.
pub(super) fn is_chain_of_custody(trailer: &Trailer) -> bool {
    is_one_of(&trailer.name, &["signed-off-by", "co-developed-by"])
}

/// Returns the byte of the line that announces a patch: scissors, or the headers of one.
fn opening(head: &str) -> Option<usize> {
    let mut at = 0;
    let mut lines = whole_lines(head).peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().copied().unwrap_or_default();
        if opens(line, next) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn opens(line: &str, next: &str) -> bool {
    match line.as_bytes().first() {
        Some(b'-' | b'8') if is_scissors(line) => true,
        Some(b'F') if line.starts_with("From: ") => ["Date: ", "Subject: "]
            .iter()
            .any(|head| next.starts_with(head)),
        // A pasted file of `git format-patch`; a mailbox may have put the `>` before its `From `.
        Some(b'F' | b'>') => {
            let commit = line.trim_start_matches('>').strip_prefix("From ");
            commit.is_some_and(|rest| rest.trim_end().ends_with(" Mon Sep 17 00:00:00 2001"))
        }
        // A lone `Subject:` is prose of the reply unless a bracket follows.
        Some(b'S') => line.starts_with("Subject: [PATCH"),
        _ => false,
    }
}

/// Whether a line is a scissors line of git: `-- >8 --`, `8<-----`.
fn is_scissors(line: &str) -> bool {
    let cuts = [">8", "8<", ">%", "%<"];
    // git asks for a share of such marks, too, so that "see 8< in - that" cuts nothing.
    let marks = line.bytes().filter(|byte| b"-<>8% ".contains(byte)).count();
    line.contains('-') && cuts.iter().any(|cut| line.contains(cut)) && marks * 2 > line.len()
}

/// The last paragraph of the log, where it was signed off or a diffstat stands below it.
fn block(head: &str) -> Option<usize> {
    let end = head.rfind("\n---\n");
    let log = end.and_then(|end| head.get(..end)).unwrap_or(head);
    let below = end.and_then(|end| head.get(end..)).unwrap_or_default();
    let log = log.trim_end();
    let start = log.rfind("\n\n").map_or(0, |at| at + 2);
    let lines = log.get(start..).unwrap_or_default().lines();
    let mut tags = lines.filter_map(parse_line);
    let has_stat = below.contains(" changed, ");
    // Without either it is a diff shown in passing, and the tag above it is the sender's.
    (has_stat || tags.any(|tag| is_chain_of_custody(&tag))).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(head: &str) -> &str {
        let text = format!("{head}diff");
        let inner = Inner::new(&text, head.len()..text.len());
        head.get(inner.whole.start..).unwrap()
    }

    #[test]
    fn a_patch_in_a_reply_begins_where_a_line_says_so() {
        for opening in [
            "-- >8 --\n",
            "8<---------\n",
            "--------8<--- cut here ---\n",
            "From: A <a@b>\nSubject: x\n",
            "Subject: [PATCH] x\n",
            ">From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n",
        ] {
            let patch = format!("{opening}\nLog.\n\nAcked-by: A <a@b>\n---\n");
            assert_eq!(log(&format!("Acked-by: B <b@b>\n\n{patch}")), patch);
        }
    }

    #[test]
    fn else_it_begins_with_the_paragraph_that_was_signed_off() {
        let signed = "Cc: B <b@b>\nSigned-off-by: A <a@b>\n---\n";
        assert_eq!(log(&format!("So:\n\n{signed}")), signed);
        assert_eq!(log("Acked-by: A <a@b>\n---\n"), "");
        let counted = "Reported-by: A <a@b>\n---\n x | 1 +\n 1 file changed, 1 insertion(+)\n\n";
        assert_eq!(log(&format!("So:\n\n{counted}")), counted);
    }
}
