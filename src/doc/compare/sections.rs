//! The sections below the table: what differs in each pair, line by line.

use std::ops::Range;

use super::super::build::{Builder, Context};
use super::super::{Line, Role, Row, Target};
use super::{counts, heading};
use crate::archive::compare::{Comparison, Entry, Patch};
use crate::patch::between::{Between, Code, Outer, Why};

/// Lines that are shown of a comparison.
const MOST: usize = 200_000;

/// Columns before the sign of a line.
const INDENT: u8 = 2;

/// The text of all lines that are shown, which the sections point into: sign, blank, line.
pub(super) fn text(comparison: &Comparison, context: &Context<'_>) -> String {
    let mut out = String::new();
    each_line(comparison, context, &mut |line, text| {
        out.push(sign(line));
        out.push(' ');
        out.push_str(text);
        out.push('\n');
    });
    out
}

/// The sign of a line; noise has one of its own, as colour alone would not tell it.
fn sign(line: &Outer) -> char {
    match (line.sign, line.why) {
        (b' ', _) => ' ',
        (_, Why::Noise) => '·',
        (sign, _) => char::from(sign),
    }
}

/// Goes through the lines that are shown, with their texts.
fn each_line(comparison: &Comparison, context: &Context<'_>, take: &mut dyn FnMut(&Outer, &str)) {
    for (old, new, between) in comparison
        .entries
        .iter()
        .filter_map(|e| pair(comparison, e))
    {
        for line in shown(between, context).take(MOST) {
            take(line, line_text(line, old, new));
        }
    }
}

fn pair<'a>(
    comparison: &'a Comparison,
    entry: &Entry,
) -> Option<(&'a Patch, &'a Patch, &'a Between)> {
    let old = comparison.old.patches.get(entry.old?)?;
    let new = comparison.new.patches.get(entry.new?)?;
    Some((old, new, comparison.texts.get(entry.text?)?))
}

/// Lines of the hunks that are shown: where noise is hidden, those with more than that.
fn shown<'a>(between: &'a Between, context: &Context<'_>) -> impl Iterator<Item = &'a Outer> {
    let hides = !context.diff.blanks;
    let hunks = between
        .hunks
        .iter()
        .filter_map(|hunk| between.lines.get(hunk.lines.clone()));
    let is_told = |line: &Outer| line.sign != b' ' && line.why != Why::Noise;
    hunks
        .filter(move |lines| !hides || lines.iter().any(is_told))
        .flatten()
}

fn line_text<'a>(line: &Outer, old: &'a Patch, new: &'a Patch) -> &'a str {
    let side = if line.sign == b'-' { old } else { new };
    side.recast.text.get(line.side.clone()).unwrap_or_default()
}

/// Writes a section for each pair that differs, open where its code changed.
pub(super) fn write(comparison: &Comparison, context: &Context<'_>, to: &mut Builder) {
    let mut at = 0;
    for entry in &comparison.entries {
        let Some((old, new, between)) = pair(comparison, entry) else {
            continue;
        };
        let is_real = matches!(entry.kinds.code, Code::Changed | Code::Blanks);
        let key = format!("{}pair {}", if is_real { "" } else { "-" }, new.number);
        let mut title = heading(comparison, entry);
        title.push("  ", Role::Dim);
        title.append(&counts(entry));
        let is_open = to.section_row(&title.cut(context.width, "…"), &key, context.folds);
        let sides = (Side::new(old), Side::new(new));
        for line in shown(between, context).take(MOST) {
            let length = sign(line).len_utf8() + 1 + line_text(line, old, new).len();
            if is_open {
                push(line, &sides, at..at + length, to);
            }
            at += length + 1;
        }
    }
}

/// A patch, and where the lines of its recast text begin.
struct Side<'a> {
    patch: &'a Patch,
    starts: Vec<usize>,
}

impl<'a> Side<'a> {
    fn new(patch: &'a Patch) -> Self {
        let ends = memchr::memchr_iter(b'\n', patch.recast.text.as_bytes());
        Self {
            patch,
            starts: std::iter::once(0).chain(ends.map(|end| end + 1)).collect(),
        }
    }

    /// The line of the mail that a line of the recast text was.
    fn place(&self, line: &Outer) -> Option<Target> {
        let at = self.starts.binary_search(&line.side.start).ok()?;
        let place = self.patch.recast.source.get(at).copied().flatten()?;
        Some(Target::Place(self.patch.message, place))
    }
}

fn push(line: &Outer, (old, new): &(Side<'_>, Side<'_>), range: Range<usize>, to: &mut Builder) {
    let side = if line.sign == b'-' { old } else { new };
    let is_told = line.sign != b' ' && line.why != Why::Noise;
    if let Some(place) = side.place(line).filter(|_| is_told) {
        to.mark(place);
    }
    let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) else {
        return to.row(Row::default());
    };
    to.push(Line::Text {
        range: start..end,
        role: role(line, line_text(line, old.patch, new.patch)),
        indent: INDENT,
    });
}

/// The inner line keeps its own colour, noise has none.
fn role(line: &Outer, text: &str) -> Role {
    if line.sign != b' ' && line.why == Why::Noise {
        return Role::Dim;
    }
    match (line.why, text.as_bytes().first()) {
        (Why::Log, _) if line.sign == b'-' => Role::Deleted,
        (Why::Log, _) if line.sign == b'+' => Role::Added,
        (Why::Log, _) => Role::Text,
        (_, Some(b'+')) => Role::Added,
        (_, Some(b'-')) => Role::Deleted,
        (_, Some(b'@')) => Role::Hunk,
        _ if text.starts_with(" ## ") => Role::FileHeader,
        _ => Role::Text,
    }
}
