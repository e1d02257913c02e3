//! Marks on the lines of blocks that only moved.

use std::ops::Range;

use super::{DiffLine, DiffTable, LineKind};
use crate::patch::moves::{Moves, Way};

/// A run of lines that go, or that come.
struct MovedRun<'a> {
    way: Way,
    /// The file it is in.
    path: &'a str,
    /// Its lines, by their places in [`DiffTable::lines`].
    lines: Range<usize>,
}

/// Marks the blocks that moved within the diff, or between it and other patches of its series.
pub(super) fn mark_moved(diff: &mut DiffTable, text: &str, elsewhere: Option<&Moves>) {
    let runs = changed_runs(diff);
    let mut own = Moves::default();
    for run in &runs {
        own.add(run.way, &run.contents(&diff.lines, text));
    }
    if own.is_empty() {
        return;
    }
    let all: Vec<&Moves> = [&own].into_iter().chain(elsewhere).collect();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for run in &runs {
        let found = Moves::find(&all, run.way, run.path, &run.contents(&diff.lines, text));
        let start = run.lines.start;
        blocks.extend(found.into_iter().map(|at| start + at.start..start + at.end));
    }
    for block in blocks {
        let lines = diff.lines.get_mut(block).unwrap_or_default();
        for line in lines {
            line.moved = true;
        }
    }
}

fn changed_runs(diff: &DiffTable) -> Vec<MovedRun<'_>> {
    let way = |line: &DiffLine| match line.kind {
        LineKind::Deleted => Some(Way::Gone),
        LineKind::Added => Some(Way::Come),
        LineKind::Heading
        | LineKind::Folded
        | LineKind::Context
        | LineKind::Hidden
        | LineKind::Note => None,
    };
    let mut runs = Vec::new();
    for file in &diff.files {
        let hunks = diff.hunks.get(file.hunks.clone()).unwrap_or_default();
        for hunk in hunks {
            let mut at = hunk.lines.start as usize;
            let lines = diff.lines.get(at..hunk.lines.end as usize);
            for same in lines.unwrap_or_default().chunk_by(|a, b| way(a) == way(b)) {
                let lines = at..at + same.len();
                at = lines.end;
                let way = same.first().and_then(way);
                runs.extend(way.map(|way| MovedRun {
                    way,
                    path: &file.path,
                    lines,
                }));
            }
        }
    }
    runs
}

impl MovedRun<'_> {
    /// Its lines without their signs.
    fn contents<'a>(&self, lines: &[DiffLine], text: &'a str) -> Vec<&'a str> {
        let lines = lines.get(self.lines.clone()).unwrap_or_default().iter();
        let bytes = lines.map(|line| line.range.start as usize + 1..line.range.end as usize);
        bytes
            .map(|bytes| text.get(bytes).unwrap_or_default())
            .collect()
    }
}
