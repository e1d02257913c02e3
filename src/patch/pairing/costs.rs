//! The cost of taking one patch for another: the lines of the difference of their diffs.

use std::collections::HashMap;

use super::{CREATION, NEVER};
use crate::patch::edits::{self, Edit, Interner, Token};
use crate::patch::recast::{Recast, bare_lines};

/// Lines of context on each side of a change, which are counted with it.
const CONTEXT: usize = 3;

/// Lines that are compared before a rough measure stands for the others.
const BUDGET: usize = 64 << 20;

/// The diff part of a patch in numbers.
struct CostSide {
    lines: Vec<Token>,
    /// The same, sorted.
    bag: Vec<u32>,
    size: usize,
}

/// Both versions in numbers: every line is read once, however often it is compared.
pub(super) struct Sides {
    old: Vec<CostSide>,
    new: Vec<CostSide>,
    left: usize,
    is_rough: bool,
}

impl Sides {
    pub(super) fn new<'a>(old: &[&'a Recast], new: &[&'a Recast]) -> Self {
        let mut numbers: Interner<&str> = Interner::new(0);
        let mut side = |recast: &&'a Recast| {
            let lines = bare_lines(recast.diff_part()).map(|line| numbers.intern(line));
            let lines: Vec<Token> = lines.collect();
            let mut bag: Vec<u32> = lines.iter().map(|line| line.0).collect();
            bag.sort_unstable();
            CostSide {
                lines,
                bag,
                size: recast.size,
            }
        };
        Self {
            old: old.iter().map(&mut side).collect(),
            new: new.iter().map(&mut side).collect(),
            left: BUDGET,
            is_rough: false,
        }
    }

    /// Whether a rough measure had to stand for a difference.
    pub(super) fn is_rough(&self) -> bool {
        self.is_rough
    }

    /// Returns the cost of taking an older patch for a newer one.
    ///
    /// A difference shows at least the lines that only one of the two has, and a line above them.
    /// Where that alone is more than two patches without partners cost, no pairing has this pair.
    pub(super) fn cost_of(&mut self, old: usize, new: usize) -> i32 {
        let (Some(old), Some(new)) = (self.old.get(old), self.new.get(new)) else {
            return NEVER;
        };
        // Bags of lines cost a walk and no diff, and rule out most pairs of a series.
        let least = apart(&old.bag, &new.bag) + 1;
        let alone = |side: &CostSide| side.size * CREATION / 100;
        if least > alone(old) + alone(new) {
            return NEVER;
        }
        let length = old.lines.len() + new.lines.len();
        let lines = if let Some(left) = self.left.checked_sub(length) {
            self.left = left;
            shown(old, new)
        } else {
            self.is_rough = true;
            least
        };
        i32::try_from(lines).map_or(NEVER, |lines| lines.min(NEVER))
    }
}

/// Lines of the unified diff of two diff parts.
fn shown(old: &CostSide, new: &CostSide) -> usize {
    let (before, after) = renumbered(&old.lines, &new.lines);
    let edits = edits::least(&before, &after);
    counted(&edits, before.len())
}

/// The two texts in numbers of their own: the library makes a table as long as the largest one.
fn renumbered(old: &[Token], new: &[Token]) -> (Vec<Token>, Vec<Token>) {
    let mut numbers: HashMap<u32, u32, foldhash::fast::RandomState> = HashMap::default();
    let mut number = |line: &Token| {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        Token(*numbers.entry(line.0).or_insert(next))
    };
    let old = old.iter().map(&mut number).collect();
    (old, new.iter().map(&mut number).collect())
}

/// Lines of a unified diff, its `@@` lines included.
fn counted(edits: &[Edit], length: usize) -> usize {
    let near = |a: &Edit, b: &Edit| b.old.start - a.old.end <= CONTEXT * 2;
    let mut count = 0;
    for hunk in edits.chunk_by(near) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            continue;
        };
        // range-diff counts the lines of the diff that it would print, context and `@@` lines
        // included.
        let from = first.old.start.saturating_sub(CONTEXT);
        let to = (last.old.end + CONTEXT).min(length);
        let come: usize = hunk.iter().map(|edit| edit.new.len()).sum();
        count += 1 + (to - from) + come;
    }
    count
}

/// Counts the entries that only one of two sorted lists has.
fn apart(a: &[u32], b: &[u32]) -> usize {
    let (mut a, mut b) = (a, b);
    let mut count = 0;
    while let ([first, rest_a @ ..], [other, rest_b @ ..]) = (a, b) {
        match first.cmp(other) {
            std::cmp::Ordering::Equal => (a, b) = (rest_a, rest_b),
            std::cmp::Ordering::Less => {
                a = rest_a;
                count += 1;
            }
            std::cmp::Ordering::Greater => {
                b = rest_b;
                count += 1;
            }
        }
    }
    count + a.len() + b.len()
}
