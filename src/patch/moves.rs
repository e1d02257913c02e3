//! Blocks that only moved: lines that go in one place and come in another, of one patch or of two.
//!
//! A block is known by every three lines in a row, without the blanks around them, so that one
//! that was indented anew or cut in two is found as well.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::{FixedState, RandomState};

use super::diff::{self, FileDiff};

/// Lines that make a block.
const LINES: usize = 3;

/// Letters and digits that a block has at least, or any list of braces would be one (git's
/// `--color-moved=blocks` asks for as many).
const INK: usize = 20;

/// Whether lines go or come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// They are taken away.
    Gone,
    /// They are added.
    Come,
}

/// The files whose lines count: any, or all but one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Any,
    File(u64),
}

/// The lines that go and that come in some diffs.
#[derive(Clone, Debug, Default)]
pub struct Moves {
    gone: HashMap<u64, Of, RandomState>,
    come: HashMap<u64, Of, RandomState>,
}

/// The place of a diff relative to the one that its lines are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MovePlace {
    /// It is a patch before it, or the same.
    Before,
    /// It is a patch behind it.
    Behind,
}

impl Moves {
    /// Whether nothing goes or comes.
    pub fn is_empty(&self) -> bool {
        self.gone.is_empty() && self.come.is_empty()
    }

    /// Adds the diff of another patch of the series.
    ///
    /// Lines that one patch adds to a file and a later one takes from the same file did not move:
    /// they were taken back.
    pub fn add_diff(&mut self, text: &str, place: MovePlace) {
        for file in &diff::parse(text).files {
            let path = Of::File(hash(&file.file.path));
            for (way, run) in runs(file, text) {
                let taken_back = match way {
                    Way::Gone => MovePlace::Behind,
                    Way::Come => MovePlace::Before,
                };
                let of = if place == taken_back { path } else { Of::Any };
                self.insert(way, &run, of);
            }
        }
    }

    /// Adds a run of lines, without their signs, of the patch that is looked at.
    pub fn add(&mut self, way: Way, run: &[&str]) {
        self.insert(way, run, Of::Any);
    }

    fn insert(&mut self, way: Way, run: &[&str], of: Of) {
        let known = match way {
            Way::Gone => &mut self.gone,
            Way::Come => &mut self.come,
        };
        for key in keys(run) {
            known
                .entry(key)
                // Two files that lose the same lines: either may be where they went from.
                .and_modify(|old| *old = if *old == of { of } else { Of::Any })
                .or_insert(of);
        }
    }

    /// Returns the ranges of `run` that were moved: removed here and added elsewhere, or the
    /// reverse. `run` are lines of the file `path`, without their signs.
    pub fn find(all: &[&Self], way: Way, path: &str, run: &[&str]) -> Vec<Range<usize>> {
        let path = hash(path);
        let is_known = |key: &u64| {
            all.iter().any(|moves| {
                let other = match way {
                    Way::Gone => &moves.come,
                    Way::Come => &moves.gone,
                };
                other.get(key).is_some_and(|of| *of != Of::File(path))
            })
        };
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for (at, _) in keys(run).enumerate().filter(|(_, key)| is_known(key)) {
            match blocks.last_mut() {
                // Keys overlap by two lines, so that blocks in a row are one.
                Some(last) if last.end >= at => last.end = at + LINES,
                _ => blocks.push(at..at + LINES),
            }
        }
        blocks.retain(|block| {
            let lines = run.get(block.clone()).unwrap_or_default();
            let bytes = lines.iter().flat_map(|line| line.bytes());
            bytes.filter(u8::is_ascii_alphanumeric).take(INK).count() == INK
        });
        blocks
    }
}

fn hash(text: &str) -> u64 {
    // Trimmed: a block that was moved into an `if` is indented anew. A fixed seed, so that numbers
    // of different tables can be compared.
    FixedState::with_seed(0).hash_one(text.trim())
}

/// One number for every three lines in a row.
fn keys(run: &[&str]) -> impl Iterator<Item = u64> {
    // Short runs are most of a diff, and hold nothing to look for.
    let long = if run.len() < LINES { &[] } else { run };
    let lines: Vec<u64> = long.iter().map(|line| hash(line)).collect();
    let last = lines.len().saturating_sub(LINES - 1);
    (0..last).map(move |at| FixedState::with_seed(1).hash_one(lines.get(at..at + LINES)))
}

/// The runs of lines that go or come in the hunks of a file, without their signs.
fn runs<'a>(file: &FileDiff, text: &'a str) -> Vec<(Way, Vec<&'a str>)> {
    let mut runs: Vec<(Way, Vec<&str>)> = Vec::new();
    for hunk in &file.hunks {
        let mut last = None;
        let lines = text.get(hunk.range.clone()).unwrap_or_default();
        for line in lines.lines().skip(1) {
            let way = match line.as_bytes().first() {
                Some(b'-') => Some(Way::Gone),
                Some(b'+') => Some(Way::Come),
                _ => None,
            };
            if let Some(way) = way {
                let line = line.get(1..).unwrap_or_default();
                match runs.last_mut() {
                    Some((_, run)) if last == Some(way) => run.push(line),
                    // Context between two lines ends a run: they were not in a row.
                    _ => runs.push((way, vec![line])),
                }
            }
            last = way;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLOCK: [&str; 3] = ["int lamp(void)", "{", "\treturn bright_lamp();"];

    fn change(path: &str, sign: char) -> String {
        let lines = BLOCK.map(|line| format!("{sign}{line}\n")).concat();
        let counts = if sign == '-' {
            "-1,3 +0,0"
        } else {
            "-0,0 +1,3"
        };
        format!("--- a/{path}\n+++ b/{path}\n@@ {counts} @@\n{lines}")
    }

    fn found(text: &str, place: MovePlace, way: Way, path: &str) -> usize {
        let mut moves = Moves::default();
        moves.add_diff(text, place);
        let indented = BLOCK.map(|line| format!("  {line}"));
        let run: Vec<&str> = indented.iter().map(String::as_str).collect();
        Moves::find(&[&moves], way, path, &run)
            .iter()
            .map(Range::len)
            .sum()
    }

    #[test]
    fn a_block_that_goes_in_another_patch_has_moved() {
        let gone = change("a.c", '-');
        assert_eq!(found(&gone, MovePlace::Behind, Way::Come, "b.c"), 3);
        assert_eq!(found(&gone, MovePlace::Before, Way::Come, "a.c"), 3);
        assert_eq!(found(&gone, MovePlace::Before, Way::Gone, "b.c"), 0);
    }

    #[test]
    fn what_is_taken_back_by_a_later_patch_has_not() {
        assert_eq!(
            found(&change("a.c", '-'), MovePlace::Behind, Way::Come, "a.c"),
            0
        );
        assert_eq!(
            found(&change("a.c", '+'), MovePlace::Before, Way::Gone, "a.c"),
            0
        );
    }

    #[test]
    fn braces_are_no_block() {
        let mut moves = Moves::default();
        moves.add(Way::Gone, &["}", "", "}", "", "}"]);
        let run = ["}", "", "}", "", "}"];
        assert!(Moves::find(&[&moves], Way::Come, "f", &run).is_empty());
    }
}
