//! The difference of two recast texts as `git range-diff` shows it, hunk by hunk.

use std::ops::Range;

use super::changes::Changes;
use super::{Between, LineReason, Lined, OuterDiffLine, OuterHunk};
use crate::patch::edits::{self, Edit, Interner};

/// Lines of context on each side of a change.
const CONTEXT: usize = 3;

/// Bytes that git shows of a heading.
const HEADING: usize = 80;

/// The edits that turn one text into the other, as git shows them.
pub(super) fn edits(old: &Lined<'_>, new: &Lined<'_>) -> Vec<Edit> {
    let mut numbers: Interner<&str> = Interner::new(old.lines.len());
    let before = old.numbered(&mut numbers);
    let after = new.numbered(&mut numbers);
    edits::shown(&before, &after, |token| numbers[token].as_bytes())
}

/// Fills the hunks and lines of a difference.
pub(super) fn fill_hunks(
    between: &mut Between,
    (old, new): (&Lined<'_>, &Lined<'_>),
    (edits, changes): (&[Edit], &Changes),
) {
    let near = |a: &Edit, b: &Edit| b.old.start - a.old.end <= CONTEXT * 2;
    let mut writer = OuterWriter {
        old,
        new,
        changes,
        lines: Vec::new(),
    };
    let mut seen = Headings::default();
    for hunk in edits.chunk_by(near) {
        let start = writer.lines.len();
        let from = writer.write_hunk(hunk);
        between.hunks.push(OuterHunk {
            lines: start..writer.lines.len(),
            heading: seen.before(old, from),
        });
    }
    between.lines = writer.lines;
}

struct OuterWriter<'a> {
    old: &'a Lined<'a>,
    new: &'a Lined<'a>,
    changes: &'a Changes,
    lines: Vec<OuterDiffLine>,
}

impl OuterWriter<'_> {
    /// Writes edits that stand near each other, and returns the older line at which they begin.
    fn write_hunk(&mut self, edits: &[Edit]) -> usize {
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else {
            return 0;
        };
        // Near the top of a text there are fewer lines of context, and the same number on both
        // sides.
        let above = first.old.start.min(first.new.start).min(CONTEXT);
        let from = first.old.start - above;
        let mut at = first.new.start - above;
        for edit in edits {
            self.push_both(at..edit.new.start);
            for place in edit.old.clone() {
                let why = reason_of(self.old, place, &self.changes.kept_old);
                self.push(b'-', self.old.range(place), why);
            }
            for place in edit.new.clone() {
                let why = reason_of(self.new, place, &self.changes.kept_new);
                self.push(b'+', self.new.range(place), why);
            }
            at = edit.new.end;
        }
        let below = CONTEXT.min(self.old.lines.len() - last.old.end);
        self.push_both(at..at + below);
        from
    }

    fn push_both(&mut self, places: Range<usize>) {
        for place in places {
            let why = if place < self.new.diff {
                LineReason::Log
            } else {
                LineReason::Noise
            };
            self.push(b' ', self.new.range(place), why);
        }
    }

    fn push(&mut self, sign: u8, side: Range<usize>, why: LineReason) {
        self.lines.push(OuterDiffLine { sign, side, why });
    }
}

/// Why a line of one side is in the difference. In doubt it is real: what names a file or says
/// that a line feed is missing has no line of its own among the changes.
fn reason_of(text: &Lined<'_>, place: usize, kept: &[bool]) -> LineReason {
    if place < text.diff {
        return LineReason::Log;
    }
    let line = text.line_at(place);
    let is_named = line.starts_with(" ## ") || line.starts_with(" Binary files ");
    if text.is_change(place) {
        let is_kept = kept.get(place).copied().unwrap_or_default();
        return if is_kept {
            LineReason::Noise
        } else {
            LineReason::Real
        };
    }
    if is_named || line.starts_with(" \\ ") {
        LineReason::Real
    } else {
        LineReason::Noise
    }
}

/// Looks for headings from the top of a text down, each line once.
#[derive(Default)]
struct Headings {
    looked: usize,
    last: Option<Range<usize>>,
}

impl Headings {
    /// The last heading above a line.
    fn before(&mut self, text: &Lined<'_>, place: usize) -> Option<Range<usize>> {
        for line in self.looked..place {
            self.last = heading(text, line).or_else(|| self.last.take());
        }
        self.looked = self.looked.max(place);
        self.last.clone()
    }
}

/// Returns the bytes of a heading for the lines below it: ` ## … ##`, or `@@ …` behind any sign.
fn heading(text: &Lined<'_>, place: usize) -> Option<Range<usize>> {
    let line = text.line_at(place);
    let said = if let Some(name) = line.strip_prefix(" ## ") {
        name.strip_suffix(" ##")?
    } else {
        let mut behind_sign = line.chars();
        behind_sign.next();
        let hunk = line.strip_prefix("@@ ");
        hunk.or_else(|| behind_sign.as_str().strip_prefix("@@ "))?
    };
    let said = said.trim_ascii_end();
    let start = text.range(place).start + (said.as_ptr() as usize - line.as_ptr() as usize);
    Some(start..start + said.len().min(HEADING))
}
