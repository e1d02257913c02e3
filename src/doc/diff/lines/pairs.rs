//! Lines that go and those that stand in their place.

use super::super::{DiffLine, LineKind, NONE};

/// Makes a change of nothing but blanks a line that stays, from a line on.
pub(super) fn hide_blanks(lines: &mut [DiffLine], from: usize, text: &str) {
    let ink = |line: &DiffLine| {
        let bytes = line.range.start as usize + 1..line.range.end as usize;
        let text = text.get(bytes).unwrap_or_default();
        text.split_ascii_whitespace()
            .flat_map(str::bytes)
            .collect::<Vec<u8>>()
    };
    for at in from..lines.len() {
        let Some(line) = lines.get(at).filter(|line| line.kind == LineKind::Added) else {
            continue;
        };
        let pair = line.pair as usize;
        let Some(old) = lines
            .get(pair)
            .filter(|old| ink(old) == ink(line))
            .map(|old| old.old)
        else {
            continue;
        };
        if let Some(line) = lines.get_mut(at) {
            line.kind = LineKind::Context;
            line.old = old;
        }
        if let Some(old) = lines.get_mut(pair) {
            old.kind = LineKind::Hidden;
        }
    }
}

/// Joins each line that goes with the one that stands in its place, from a line on.
pub(super) fn pair_lines(lines: &mut [DiffLine], from: usize) {
    let kind = |lines: &[DiffLine], at: usize| lines.get(at).map(|line| line.kind);
    let mut at = from;
    while at < lines.len() {
        let deleted = at;
        while kind(lines, at) == Some(LineKind::Deleted) {
            at += 1;
        }
        // `\ No newline` of the old file stands between the two.
        let middle = at;
        at += usize::from(at > deleted && kind(lines, at) == Some(LineKind::Note));
        let added = at;
        while kind(lines, at) == Some(LineKind::Added) {
            at += 1;
        }
        for (old, new) in (deleted..middle).zip(added..at) {
            join_lines(lines, old, new);
        }
        at = at.max(deleted + 1);
    }
}

pub(super) fn join_lines(lines: &mut [DiffLine], old: usize, new: usize) {
    for (one, other) in [(old, new), (new, old)] {
        if let Some(line) = lines.get_mut(one) {
            line.pair = u32::try_from(other).unwrap_or(NONE);
        }
    }
}
