//! Lines that went from one patch and came in another: what was split, squashed, moved.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};

use super::{ComparedPair, Comparison};
use crate::patch::pairing::Op;
use crate::patch::recast::ChangeLine;

/// Lines that make a block.
const LINES: usize = 3;

/// Letters and digits that a block has at least, as for blocks that move within a series.
const INK: usize = 20;

/// Patches that are known to lose the same lines; of more than these nobody can tell which.
const LOSERS: usize = 8;

/// Lines that went from an older patch and came in a newer one that is not its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The place of the older patch.
    pub from: usize,
    /// That of the newer one.
    pub to: usize,
    /// How many lines.
    pub lines: usize,
}

/// What became of a patch without a partner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// No other patch has its lines: dropped, or new.
    #[default]
    Alone,
    /// Half of its lines or more are in one other patch, or were.
    One(usize),
    /// Half of its lines or more are in several, or were.
    Several(Vec<usize>),
    /// Fewer.
    Part,
}

/// Finds what moved between the patches of two versions. What comes is counted: lines that were
/// written once and stand in several places now came in each of them.
pub(super) fn find_moved(comparison: &Comparison) -> Vec<Moved> {
    let mut losers: HashMap<u64, Vec<usize>, RandomState> = HashMap::default();
    for entry in &comparison.entries {
        let Some(from) = entry.old else { continue };
        for key in line_runs(&gone_lines(comparison, entry)).flat_map(run_keys) {
            let known = losers.entry(key).or_default();
            // Three lines of `}` stand in every patch: a bounded number of them is kept.
            if known.last() != Some(&from) && known.len() < LOSERS {
                known.push(from);
            }
        }
    }
    let mut moved = Vec::new();
    for entry in &comparison.entries {
        let Some(to) = entry.new else { continue };
        let mut counts: HashMap<usize, usize, RandomState> = HashMap::default();
        for run in line_runs(&come_lines(comparison, entry)) {
            taken(run, &losers, entry.old, &mut counts);
        }
        let counts = counts.into_iter();
        moved.extend(counts.map(|(from, lines)| Moved { from, to, lines }));
    }
    moved.sort_unstable_by_key(|moved| (moved.from, moved.to));
    moved
}

/// Counts the lines of a run that other patches than its partner lost, by patch.
fn taken(
    run: &[ChangeLine<'_>],
    losers: &HashMap<u64, Vec<usize>, RandomState>,
    partner: Option<usize>,
    counts: &mut HashMap<usize, usize, RandomState>,
) {
    let mut blocks: HashMap<usize, Vec<bool>, RandomState> = HashMap::default();
    for (at, key) in run_keys(run).enumerate() {
        let known = losers.get(&key).into_iter().flatten();
        // What moved within a pair is part of the pair's own comparison.
        for &from in known.filter(|from| Some(**from) != partner) {
            let marks = blocks.entry(from).or_insert_with(|| vec![false; run.len()]);
            let window = marks.iter_mut().skip(at).take(LINES);
            window.for_each(|mark| *mark = true);
        }
    }
    for (from, marks) in blocks {
        let lines: Vec<(bool, &ChangeLine<'_>)> = marks.into_iter().zip(run).collect();
        for block in lines.chunk_by(|a, b| a.0 == b.0) {
            let is_taken = block.first().is_some_and(|(mark, _)| *mark);
            let bytes = block.iter().flat_map(|(_, line)| line.text.bytes());
            // As git diff --color-moved=blocks: 20 letters or digits, or braces would move
            // everywhere.
            let ink = bytes.filter(u8::is_ascii_alphanumeric).take(INK).count();
            if is_taken && ink == INK {
                *counts.entry(from).or_default() += block.len();
            }
        }
    }
}

/// Change lines of the older patch that its partner does not have.
fn gone_lines<'a>(comparison: &'a Comparison, entry: &ComparedPair) -> Vec<ChangeLine<'a>> {
    let patch = entry.old.and_then(|at| comparison.old.patches.get(at));
    let text = entry.text.and_then(|at| comparison.texts.get(at));
    let lines = patch.into_iter().flat_map(|patch| patch.recast.changes());
    let lost = text.map(|text| text.gone.as_slice());
    chosen(lines, lost, entry)
}

/// Change lines of the newer patch that its partner does not have.
fn come_lines<'a>(comparison: &'a Comparison, entry: &ComparedPair) -> Vec<ChangeLine<'a>> {
    let patch = entry.new.and_then(|at| comparison.new.patches.get(at));
    let text = entry.text.and_then(|at| comparison.texts.get(at));
    let lines = patch.into_iter().flat_map(|patch| patch.recast.changes());
    let lost = text.map(|text| text.come.as_slice());
    chosen(lines, lost, entry)
}

/// Those of some lines that stand at these places; all of a patch without a partner, and none of
/// one that is the same.
fn chosen<'a>(
    lines: impl Iterator<Item = ChangeLine<'a>>,
    places: Option<&[usize]>,
    entry: &ComparedPair,
) -> Vec<ChangeLine<'a>> {
    let is_alone = entry.old.is_none() || entry.new.is_none();
    lines
        .filter(|line| {
            let is_listed = places.map(|places| places.binary_search(&line.place).is_ok());
            is_listed.unwrap_or(is_alone)
        })
        .collect()
}

/// Change lines that follow each other in one hunk; what stays between them does not part them.
fn line_runs<'a, 'b>(lines: &'b [ChangeLine<'a>]) -> impl Iterator<Item = &'b [ChangeLine<'a>]> {
    // A run ends where a line stands between, or the hunk does.
    lines.chunk_by(|a, b| a.number + 1 == b.number && a.hunk == b.hunk)
}

/// One number for every three lines in a row: sign and text without blanks. Code that goes to
/// another patch may go to another file with it.
fn run_keys(run: &[ChangeLine<'_>]) -> impl Iterator<Item = u64> {
    let hash = FixedState::with_seed(3);
    let lines: Vec<u64> = run
        .iter()
        .map(|line| {
            // A block that moves into an `if` is indented anew.
            let bare: String = line.text.split_whitespace().collect();
            hash.hash_one(bare)
        })
        .collect();
    let count = (lines.len() + 1).saturating_sub(LINES);
    (0..count).map(move |at| hash.hash_one(lines.get(at..at + LINES)))
}

/// What became of a patch of so many lines, of which some went to other patches or came from them.
pub(super) fn fate(shares: &[(usize, usize)], lines: usize) -> Fate {
    let sum: usize = shares.iter().map(|(_, count)| count).sum();
    let most = shares.iter().max_by_key(|(_, count)| *count);
    match most {
        None => Fate::Alone,
        // Half of the patch in one other: it was squashed into that, or split off it.
        Some((other, count)) if count * 2 >= lines => Fate::One(*other),
        Some(_) if sum * 2 >= lines => {
            Fate::Several(shares.iter().map(|(other, _)| *other).collect())
        }
        Some(_) => Fate::Part,
    }
}

impl Comparison {
    /// The patches that a patch without a partner shares lines with, and what that makes of it.
    pub fn fate(&self, entry: &ComparedPair) -> (Vec<(usize, usize)>, Fate) {
        let shares: Vec<(usize, usize)> = match (entry.old, entry.new) {
            _ if entry.op == Op::Untold => return (Vec::new(), Fate::Alone),
            (Some(old), None) => {
                let moved = self.moved.iter().filter(|moved| moved.from == old);
                moved.map(|moved| (moved.to, moved.lines)).collect()
            }
            (None, Some(new)) => {
                let moved = self.moved.iter().filter(|moved| moved.to == new);
                moved.map(|moved| (moved.from, moved.lines)).collect()
            }
            _ => return (Vec::new(), Fate::Alone),
        };
        let fate = fate(&shares, entry.gone + entry.come);
        (shares, fate)
    }

    /// Older patches that newer ones were split off, and those together with their partner.
    pub fn splits(&self) -> Vec<(usize, Vec<usize>)> {
        let mut splits: Vec<(usize, Vec<usize>)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.old.is_none()) {
            if let (Some(new), (_, Fate::One(from))) = (entry.new, self.fate(entry)) {
                match splits.iter_mut().find(|(known, _)| *known == from) {
                    Some((_, all)) => all.push(new),
                    None => splits.push((from, vec![new])),
                }
            }
        }
        for (from, all) in &mut splits {
            let partner = self.entries.iter().find(|entry| entry.old == Some(*from));
            // The patch that kept the title is one of the parts.
            all.extend(partner.and_then(|entry| entry.new));
            all.sort_unstable();
        }
        splits
    }

    /// Newer patches that older ones were squashed into, and those together with their partner.
    pub fn squashes(&self) -> Vec<(Vec<usize>, usize)> {
        let mut squashes: Vec<(Vec<usize>, usize)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.new.is_none()) {
            if let (Some(old), (_, Fate::One(to))) = (entry.old, self.fate(entry)) {
                match squashes.iter_mut().find(|(_, known)| *known == to) {
                    Some((all, _)) => all.push(old),
                    None => squashes.push((vec![old], to)),
                }
            }
        }
        for (all, to) in &mut squashes {
            let partner = self.entries.iter().find(|entry| entry.new == Some(*to));
            all.extend(partner.and_then(|entry| entry.old));
            all.sort_unstable();
        }
        squashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_lines_make_a_fate() {
        assert_eq!(fate(&[], 10), Fate::Alone);
        assert_eq!(fate(&[(1, 5)], 10), Fate::One(1));
        assert_eq!(fate(&[(1, 3), (4, 3)], 10), Fate::Several(vec![1, 4]));
        assert_eq!(fate(&[(1, 3)], 10), Fate::Part);
    }
}
