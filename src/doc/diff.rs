//! A diff as it was mailed: a role for each line, and a target where each file begins.

use std::ops::Range;
use std::sync::Arc;

use super::build::Builder;
use super::{Role, Target};
use crate::patch::diff;

/// The lines of a stretch of the text that holds a diff.
pub(super) fn lines(range: Range<usize>, builder: &mut Builder) {
    let text = Arc::clone(builder.shared_text());
    let inside = text.get(range.clone()).unwrap_or_default();
    let shift = |part: Range<usize>| range.start + part.start..range.start + part.end;
    let mut at = 0;
    for file in diff::parse(inside).files {
        between(shift(at..file.range.start.max(at)), builder);
        builder.mark(Target::File(file.file.path.into()));
        let mut behind = file.range.start;
        for hunk in file.hunks {
            let header = shift(behind..hunk.range.start.max(behind));
            builder.lines(header, 0, |_| Role::FileHeader);
            builder.lines(shift(hunk.range.clone()), 0, hunk_role);
            behind = hunk.range.end;
        }
        let rest = shift(behind..file.range.end.max(behind));
        builder.lines(rest, 0, |_| Role::FileHeader);
        at = file.range.end.max(behind);
    }
    between(shift(at..inside.len().max(at)), builder);
}

/// What stands between files and behind them: a signature, mostly.
fn between(range: Range<usize>, builder: &mut Builder) {
    builder.lines(range, 0, |_| Role::Dim);
}

fn hunk_role(line: &str) -> Role {
    match line.as_bytes().first() {
        Some(b'+') => Role::Added,
        Some(b'-') => Role::Deleted,
        Some(b'@') => Role::Hunk,
        Some(b'\\') => Role::Dim,
        _ => Role::Text,
    }
}
