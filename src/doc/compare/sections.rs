//! The sections below the table: what differs in each pair, line by line; of a patch without a
//! partner all of it.

mod beside;
mod lines;

use std::collections::HashSet;

use super::super::build::{Builder, Context};
use super::super::notes::Notes;
use super::super::{Role, Row, Target};
use super::counts_of;
use super::remarks::Remarks;
use super::sides::{PatchSide, Places};
use super::{CompareLook, Noise, counts, has_code, heading};
use crate::archive::compare::NetText;
use crate::archive::compare::{ComparedPair, Comparison, Letters, NetTexts, Patch, Remark};
use crate::patch::between::{Between, LineReason, OuterDiffLine};
use crate::patch::pairing::Op;

/// Lines that are shown of a comparison.
const MOST: usize = 200_000;

/// The key of the section with the letters.
pub(super) const LETTER: &str = "-letter";

/// Writes a section for each pair that differs and each patch alone, open where code changed.
pub(super) fn write(
    comparison: &Comparison,
    look: CompareLook,
    context: &Context<'_>,
    to: &mut Builder,
) {
    let mut writer = SectionWriter::new(look, context, to);
    if let Some(letters) = comparison.letters.as_ref().filter(|_| !look.is_brief) {
        writer.letter(letters);
    }
    for entry in &comparison.entries {
        if !look.hides(entry) {
            writer.section(comparison, entry);
        }
    }
    writer.end_sections();
}

/// Writes a section for each file whose net change differs.
pub(super) fn write_files(
    nets: &NetTexts,
    look: CompareLook,
    context: &Context<'_>,
    to: &mut Builder,
) {
    let mut writer = SectionWriter::new(look, context, to);
    for net in &nets.texts {
        let title = file_heading(net);
        if let Some(why) = &net.untold {
            let mut row = title;
            row.push(why, Role::Alert);
            writer.to.push_rows(row.wrapped(context.width));
            continue;
        }
        let line = writer.to.next_line();
        writer.to.outer().pairs.push((line, true));
        writer.to.mark_line(Target::File(net.path.clone()));
        let title = title.cut_to(context.width.saturating_sub(2), "…");
        let key = format!("file {}", net.path);
        if writer.to.section_row(&title, &key, context.folds) {
            let sides = (PatchSide::new(&net.old), PatchSide::new(&net.new));
            writer.pair_section(&key, &net.between, &sides, Remarks::default());
        }
    }
    writer.end_sections();
}

/// The key of an entry's section; none of one in which nothing differs.
pub(super) fn section_key(comparison: &Comparison, entry: &ComparedPair) -> Option<String> {
    if entry.op == Op::Untold {
        return None;
    }
    let number = |patch: Option<&Patch>| patch.map(|patch| patch.number);
    let old = entry.old.and_then(|at| comparison.old.patches.get(at));
    let new = entry.new.and_then(|at| comparison.new.patches.get(at));
    match (number(old), number(new)) {
        (Some(_), Some(number)) => {
            entry.text?;
            let closed = if has_code(entry) { "" } else { "-" };
            Some(format!("{closed}pair {number}"))
        }
        (None, Some(number)) => Some(format!("-new {number}")),
        (Some(number), None) => Some(format!("-gone {number}")),
        (None, None) => None,
    }
}

struct SectionWriter<'a, 'b> {
    look: CompareLook,
    context: &'a Context<'a>,
    /// The text that the lines point into.
    text: String,
    /// Lines that may still be shown.
    left: usize,
    /// The older patch stands on the left, the newer one on the right.
    is_split: bool,
    to: &'b mut Builder,
}

impl<'a, 'b> SectionWriter<'a, 'b> {
    fn new(look: CompareLook, context: &'a Context<'a>, to: &'b mut Builder) -> Self {
        to.outer().width = context.width;
        Self {
            look,
            context,
            text: String::new(),
            left: MOST,
            is_split: context.diff.layout.is_split(context.width),
            to,
        }
    }

    /// What differs in the letters, and who gets one no more or for the first time.
    fn letter(&mut self, letters: &'a Letters) {
        let mut title = Row::of("Letter  ", Role::Title);
        title.append(&counts_of(letters.counts()));
        if !self.to.section_row(&title, LETTER, self.context.folds) {
            return;
        }
        let sides = (PatchSide::new(&letters.old), PatchSide::new(&letters.new));
        self.pair_section(LETTER, &letters.between, &sides, Remarks::default());
        for (sign, people, role) in [
            ("- ", &letters.lost, Role::Deleted),
            ("+ ", &letters.gained, Role::Added),
        ] {
            for email in people {
                let mut row = Row::of("  ", Role::Text);
                row.push(sign, role);
                row.push(email, Role::Person);
                self.to.push_row(row.cut_to(self.context.width, "…"));
            }
        }
    }

    fn end_sections(self) {
        self.to.put_text(&self.text);
    }

    fn section(&mut self, comparison: &'a Comparison, entry: &ComparedPair) {
        let Some(key) = section_key(comparison, entry) else {
            return;
        };
        let mut title = heading(comparison, entry);
        title.push("  ", Role::Dim);
        title.append(&counts(entry));
        let line = self.to.next_line();
        self.to.outer().pairs.push((line, has_code(entry)));
        let title = title.cut_to(self.context.width.saturating_sub(2), "…");
        if !self.to.section_row(&title, &key, self.context.folds) {
            return;
        }
        let old = entry.old.and_then(|at| comparison.old.patches.get(at));
        let new = entry.new.and_then(|at| comparison.new.patches.get(at));
        let text = entry.text.and_then(|at| comparison.texts.get(at));
        match (old, new, text) {
            (Some(old), Some(new), Some(between)) => {
                let sides = (PatchSide::of(old), PatchSide::of(new));
                let remarks = Remarks::new(comparison, entry, &sides.0);
                self.pair_section(&key, between, &sides, remarks);
            }
            (None, Some(patch), _) | (Some(patch), None, _) => {
                let sign = if new.is_some() { b'+' } else { b'-' };
                self.alone(&key, sign, &PatchSide::of(patch));
            }
            _ => {}
        }
    }

    /// What differs in a pair. Remarks on lines that are not shown stand first.
    fn pair_section(
        &mut self,
        key: &str,
        between: &Between,
        sides: &(PatchSide<'a>, PatchSide<'a>),
        mut remarks: Remarks<'a>,
    ) {
        let hides = self.look.noise == Noise::Hidden;
        let hunks = between.hunks.iter();
        let hunks = hunks.filter_map(|hunk| Some((hunk, between.lines.get(hunk.lines.clone())?)));
        let is_shown = |lines: &[OuterDiffLine]| !hides || lines.iter().any(is_told);
        let mut places = Places::default();
        let mut shown = HashSet::new();
        for (_, lines) in hunks.clone() {
            let is_shown = is_shown(lines);
            let old = lines
                .iter()
                .filter_map(|line| places.next_place(line, sides));
            shown.extend(old.filter(|_| is_shown));
        }
        for remark in remarks.elsewhere(&shown) {
            self.remark(remark);
        }
        let mut places = Places::default();
        for (hunk, lines) in hunks {
            if !is_shown(lines) {
                places.pass_over(lines);
                continue;
            }
            let said = hunk.heading.clone();
            let said = said.and_then(|range| sides.0.recast.text.get(range));
            self.hunk_heading(lines, said);
            self.hunk_lines(key, lines, sides, (&mut places, &mut remarks));
        }
        self.rest_of_remarks();
    }

    fn hunk_lines(
        &mut self,
        key: &str,
        lines: &[OuterDiffLine],
        sides: &(PatchSide<'a>, PatchSide<'a>),
        (places, remarks): (&mut Places, &mut Remarks<'a>),
    ) {
        let first = self.to.outer().lines.len();
        if self.is_split {
            self.hunk_beside(key, lines, sides, (places, remarks));
            return self.words(first, lines);
        }
        let mut before = false;
        for line in lines {
            let place = places.next_place(line, sides);
            if self.left == 0 {
                continue;
            }
            let is_told = is_told(line);
            if is_told && !before {
                let at = self.to.next_line();
                self.to.outer().changes.push(at);
            }
            before = is_told;
            let side = if line.sign == b'-' {
                &sides.0
            } else {
                &sides.1
            };
            self.push_line(key, line, side);
            for remark in place
                .map(|place| remarks.take_at(place))
                .unwrap_or_default()
            {
                self.remark(remark);
            }
        }
        self.words(first, lines);
    }

    fn words(&mut self, first: usize, lines: &[OuterDiffLine]) {
        if self.context.diff.words {
            self.counterparts(first, lines);
        }
    }

    /// A patch without a partner: all of it went or came.
    fn alone(&mut self, key: &str, sign: u8, side: &PatchSide<'a>) {
        let recast = &side.recast;
        let at = self.to.next_line();
        self.to.outer().changes.push(at);
        let ends = side.starts.iter().skip(1).map(|next| next - 1);
        let ends = ends.chain([recast.text.trim_end_matches('\n').len()]);
        let lines = side.starts.iter().zip(ends);
        for (&start, end) in lines.filter(|(start, end)| **start <= *end) {
            if self.left == 0 {
                break;
            }
            let why = if start < recast.diff {
                LineReason::Log
            } else {
                LineReason::Real
            };
            let line = OuterDiffLine {
                sign,
                side: start..end,
                why,
            };
            self.push_line(key, &line, side);
        }
        self.rest_of_remarks();
    }

    fn rest_of_remarks(&mut self) {
        if self.left == 0 {
            let words = format!("more than {MOST} lines: the rest is not shown");
            self.to.push_row(Row::of(&words, Role::Alert));
        }
    }

    /// `≡ Greg KH “Should this not be two patches …”   log changed · answered`.
    fn remark(&mut self, remark: &Remark) {
        let from = self.context.archive.message(remark.message);
        let mut row = Row::of("  ≡ ", Role::Label);
        row.push(
            from.map_or("", |message| message.from.label()),
            Role::Person,
        );
        let state = Row::of(&format!("  {}", super::became(remark)), Role::Dim);
        match self.context.notes {
            Notes::Off => return,
            Notes::Marks => {}
            Notes::Inline => row.push(&format!(" “{}”", remark.text), Role::Quote),
        }
        let width = self.context.width;
        row = row.cut_to(width.saturating_sub(state.width()), "…");
        row.push_right(&state, width);
        self.to.push_aimed(row, Target::Message(remark.message));
    }
}

/// Whether a line is a change that needs reading.
fn is_told(line: &OuterDiffLine) -> bool {
    line.sign != b' ' && line.why != LineReason::Noise
}

/// `include/linux/kvm_host.h  −153 +2`.
fn file_heading(text: &NetText) -> Row {
    let mut row = Row::of(&text.path, Role::File);
    row.push("  ", Role::Dim);
    row.append(&counts_of((
        text.between.gone.len(),
        text.between.come.len(),
    )));
    row
}
