//! The lines in which two texts differ, as git finds them.
//!
//! Myers with git's cut-offs, which bound the work where nothing is alike. Lines are numbers here
//! ([`Token`]): texts that are compared with many others are numbered once.

use std::ops::Range;

use gix_imara_diff::{Algorithm, Diff, IndentHeuristic, IndentLevel};

pub(super) use gix_imara_diff::{Interner, Token};

/// Columns between tab stops, for git's measure of an indentation.
const TAB: u8 = 8;

/// A run of lines that is replaced by another; one of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    /// Lines of the older text.
    pub(super) old: Range<usize>,
    /// Lines of the newer one.
    pub(super) new: Range<usize>,
}

/// Returns the edits that turn one text into another, in order. An edit that could stand in
/// several places stands in any of them: this is for counting.
pub(super) fn least(old: &[Token], new: &[Token]) -> Vec<Edit> {
    listed(&computed(old, new))
}

/// Returns the edits that turn one text into another where git would show them: `line` gives the
/// bytes of a line, whose indentation decides between places that are equally right.
pub(super) fn shown<'a>(
    old: &[Token],
    new: &[Token],
    line: impl Fn(Token) -> &'a [u8],
) -> Vec<Edit> {
    let mut diff = computed(old, new);
    let indent = |token| IndentLevel::for_ascii_line(line(token).iter().copied(), TAB);
    // Slides an added function so that it begins at its head and not at the brace above, as `git
    // diff` shows it.
    diff.postprocess_with(old, new, IndentHeuristic::new(indent));
    listed(&diff)
}

/// Most lines of a text that the library numbers.
const MOST: usize = i32::MAX as usize - 1;

fn computed(old: &[Token], new: &[Token]) -> Diff {
    let mut diff = Diff::default();
    if old.len() <= MOST && new.len() <= MOST {
        // Only the histogram asks how many tokens there are.
        diff.compute_with(Algorithm::Myers, old, new, 0);
    }
    diff
}

fn listed(diff: &Diff) -> Vec<Edit> {
    let wide = |range: Range<u32>| range.start as usize..range.end as usize;
    let edit = |hunk: gix_imara_diff::Hunk| Edit {
        old: wide(hunk.before),
        new: wide(hunk.after),
    };
    diff.hunks().map(edit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Both texts in numbers, and the lines that these stand for.
    fn numbered<'a>(old: &'a str, new: &'a str) -> (Vec<Token>, Vec<Token>, Interner<&'a str>) {
        let mut lines = Interner::new(0);
        let old = old.lines().map(|line| lines.intern(line)).collect();
        let new = new.lines().map(|line| lines.intern(line)).collect();
        (old, new, lines)
    }

    #[test]
    fn an_edit_stands_where_indentation_says_that_it_was_made() {
        let old = "fn a() {\n    x\n}\n\nfn c() {\n    x\n}\n";
        let new = "fn a() {\n    x\n}\n\nfn b() {\n    x\n}\n\nfn c() {\n    x\n}\n";
        let (old, new, lines) = numbered(old, new);
        let edits = shown(&old, &new, |token| lines[token].as_bytes());
        assert_eq!(
            edits,
            [Edit {
                old: 4..4,
                new: 4..8
            }]
        );
    }

    #[test]
    fn sixty_thousand_reversed_lines_end() {
        let old: Vec<Token> = (0..60_000).map(Token).collect();
        let new: Vec<Token> = old.iter().rev().copied().collect();
        let gone: usize = shown(&old, &new, |_| b"")
            .iter()
            .map(|edit| edit.old.len())
            .sum();
        assert!(gone > 50_000 && gone < 60_000, "{gone}");
    }

    proptest! {
        #[test]
        fn edits_turn_one_text_into_the_other(old in "([a-c ]{1,2}\n){0,40}", new in "([a-c ]{1,2}\n){0,40}") {
            let (old, new, lines) = numbered(&old, &new);
            let line = |token| lines[token].as_bytes();
            let (mut made, mut at): (Vec<Token>, usize) = (Vec::new(), 0);
            for edit in shown(&old, &new, line) {
                made.extend_from_slice(&old[at..edit.old.start]);
                made.extend_from_slice(&new[edit.new]);
                at = edit.old.end;
            }
            made.extend_from_slice(&old[at..]);
            prop_assert_eq!(&made, &new);
        }
    }
}
