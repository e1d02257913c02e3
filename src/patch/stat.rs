//! The files that change and by how much: counted from a diff, or read from a printed diffstat.
//!
//! Never invents a number: a scaled graph gives a proportion, no counts.

mod paths;
mod read;

use std::ops::Range;

use thin_vec::ThinVec;

pub use super::change::{Change, FileChange};

/// The totals over all files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files changed.
    pub files: u32,
    /// Lines added.
    pub added: u32,
    /// Lines deleted.
    pub deleted: u32,
}

impl Totals {
    /// The sum over files; a file that is named twice counts twice.
    pub fn of(files: &[FileChange]) -> Self {
        let sum = |count: fn(&FileChange) -> Option<u32>| {
            let counts = files.iter().filter_map(count);
            counts.fold(0, u32::saturating_add)
        };
        Self {
            files: u32::try_from(files.len()).unwrap_or(u32::MAX),
            added: sum(|file| file.added),
            deleted: sum(|file| file.deleted),
        }
    }
}

/// A diffstat as a letter prints it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiffStat {
    /// Its files, in order.
    pub files: ThinVec<FileChange>,
    /// The line "N files changed, …".
    pub totals: Totals,
}

/// Reads the last complete diffstat that a text prints, and the bytes of its lines: files,
/// the line "N files changed", and the `create mode` lines behind it. Where no files stand
/// above any such line, the line alone.
pub fn parse(text: &str) -> Option<(DiffStat, Range<usize>)> {
    read::last_stat(text)
}

/// Adds the totals of the diffstats between the diffs of a text to those above the first diff,
/// which begins at `start`: a mail may hold several patches, each with its own diffstat.
pub fn add_those_between(stat: &mut DiffStat, text: &str, start: usize) {
    let text = text.get(start..).unwrap_or_default();
    let mut at = 0;
    // A printed diffstat within a hunk is a changed line, so only the text between files is looked
    // at.
    for file in super::diff::parse(text).files {
        let between = text.get(at..file.range.start).unwrap_or_default();
        at = file.range.end;
        let Some((more, _)) = parse(between) else {
            continue;
        };
        let sum = &mut stat.totals;
        sum.files = sum.files.saturating_add(more.totals.files);
        sum.added = sum.added.saturating_add(more.totals.added);
        sum.deleted = sum.deleted.saturating_add(more.totals.deleted);
    }
}

/// Completes paths that git shortened (`.../short/path.c`) from paths that are known, where
/// exactly one of these ends so.
pub fn complete_paths(stat: &mut DiffStat, known: &[&str]) {
    paths::complete(&mut stat.files, known);
}

#[cfg(test)]
mod tests;
