//! What an answer says, with the quotes in it folded: on the thread page, and on its own.

use std::ops::Range;
use std::sync::Arc;

use super::build::{Builder, Context};
use super::{Line, Role, Row, Target, sign};
use crate::mail::MsgIdx;
use crate::patch::quote::{BlockKind, is_farewell, unquoted};

/// Quoted lines that stay open at the end of a longer quote: those that are spoken of.
const KEPT: usize = 6;

/// An answer that is written to a page.
pub(super) struct AnswerWriter<'a, 'b> {
    /// The mail.
    pub(super) of: MsgIdx,
    /// Columns before its lines.
    pub(super) indent: u8,
    /// Writes the sender's own words.
    pub(super) said: fn(Range<usize>, u8, &mut Builder),
    pub(super) context: &'a Context<'b>,
    pub(super) to: &'a mut Builder,
}

impl AnswerWriter<'_, '_> {
    /// Writes the blocks of the answer, each by what it is and where it stands in the text.
    pub(super) fn write(&mut self, blocks: &[(BlockKind, Range<usize>)]) {
        let mut before = BlockKind::Attribution;
        let text = Arc::clone(self.to.shared_text());
        let is_said = |(kind, range): &(BlockKind, Range<usize>)| {
            let said = text.get(range.clone()).unwrap_or_default();
            *kind == BlockKind::Said && !is_farewell(said)
        };
        let said = blocks.iter().rposition(is_said);
        for (number, (kind, range)) in blocks.iter().enumerate() {
            if before != BlockKind::Attribution {
                self.to.blank();
            }
            before = *kind;
            let is_spoken_of = said.is_none_or(|said| number < said);
            self.block(*kind, range.clone(), (number, is_spoken_of));
        }
    }

    /// Writes a block by its number, and whether something is said behind it.
    fn block(
        &mut self,
        kind: BlockKind,
        range: Range<usize>,
        (number, is_spoken_of): (usize, bool),
    ) {
        match kind {
            BlockKind::Said => (self.said)(self.trimmed(range), self.indent, self.to),
            BlockKind::Quote if is_spoken_of => self.quote(self.trimmed(range), number),
            BlockKind::Quote => {
                let key = format!("-quote {} {number}", self.of.0);
                self.folded(self.trimmed(range), &key, "quoted, nothing said to them");
            }
            BlockKind::Attribution => self.to.lines(range, self.indent, |_| Role::Dim),
            BlockKind::Below => {
                let key = format!("-below {}", self.of.0);
                self.folded(range, &key, "of the mail answered");
            }
            BlockKind::Rest => {
                let key = format!("-rest {}", self.of.0);
                self.folded(range, &key, "signature");
            }
        }
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = self.to.whole_text().get(range.clone()).unwrap_or_default();
        range.start..range.start + text.trim_end().len()
    }

    /// A quote: what others quoted is folded, and so is all but the end of what they said.
    fn quote(&mut self, range: Range<usize>, number: usize) {
        let text = Arc::clone(self.to.shared_text());
        let mut start = range.start;
        let mut runs: Vec<(bool, usize, usize)> = Vec::new();
        for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
            let end = start + line.len();
            let deep = unquoted(line).0 > 1;
            match runs.last_mut() {
                Some(run) if run.0 == deep || line.trim().is_empty() => run.2 = end,
                _ => runs.push((deep, start, end)),
            }
            start = end;
        }
        for (run, (deep, start, end)) in runs.into_iter().enumerate() {
            let key = format!("-quote {} {number} {run}", self.of.0);
            let kept = if deep {
                end
            } else {
                tail_start(&text, start, end)
            };
            if start < kept {
                let what = if deep {
                    "quoted by those quoted"
                } else {
                    "quoted"
                };
                self.folded(start..kept, &key, what);
            }
            self.to.lines(kept..end, self.indent, |_| Role::Quote);
        }
    }

    /// Lines that are shown only when asked for; one alone is shown at once.
    fn folded(&mut self, range: Range<usize>, key: &str, what: &str) {
        let text = self.to.whole_text().get(range.clone()).unwrap_or_default();
        let count = text.lines().count();
        let open = self.context.folds.is_open(key);
        if count > 1 {
            let mut row = Row::default();
            row.pad_to(usize::from(self.indent));
            row.sign_apart(sign::fold_sign(open));
            row.push(&format!("{count} lines {what}"), Role::Dim);
            self.to.mark_line(Target::Section(key.to_owned()));
            self.to.push(Line::Row(row));
        }
        if open || count == 1 {
            self.to.lines(range, self.indent, |_| Role::Quote);
        }
    }
}

/// Where the last lines of a stretch begin; its start where there are few.
fn tail_start(text: &str, start: usize, end: usize) -> usize {
    let lines = text.get(start..end).unwrap_or_default();
    if lines.lines().count() <= KEPT + 2 {
        return start;
    }
    let bytes = lines.trim_end().as_bytes();
    let from = memchr::memrchr_iter(b'\n', bytes).nth(KEPT - 1);
    from.map_or(start, |at| start + at + 1)
}
