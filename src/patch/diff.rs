//! The diff itself, by a counting state machine: exactly the lines that a hunk announces.
//!
//! Knows unified diffs (plain and git's); of combined and context diffs only the files.
//! Nothing is applied or judged here, and quoted diffs are no diffs.

mod foreign;
mod header;
mod hunk;
mod key;
mod lines;
mod machine;
pub(crate) mod name;

use std::ops::Range;

use super::change::FileChange;

pub use self::key::{GistKey, HunkKey, HunkKeys, key_of};

/// A diff with its files; ranges are bytes of the text that was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Its files, in order.
    pub files: Vec<FileDiff>,
    /// The damaged places: byte offset and a lower-case fragment.
    pub damage: Vec<(usize, String)>,
}

impl Diff {
    /// The byte offset at which the header of the first file begins.
    pub fn start(&self) -> Option<usize> {
        self.files.first().map(|file| file.range.start)
    }
}

/// One file of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// The file and its counts.
    pub file: FileChange,
    /// From its first header line to the end of its last hunk.
    pub range: Range<usize>,
    /// Its hunks, in order.
    pub hunks: Vec<Hunk>,
    /// Whether it is of a kind whose hunks are not read: the diff of a merge, a context diff.
    pub foreign: bool,
}

/// One hunk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The `@@` line and the lines it announces.
    pub range: Range<usize>,
    /// First line and number of lines before the change.
    pub old: (u32, u32),
    /// First line and number of lines after it.
    pub new: (u32, u32),
}

/// The part of a diff that loading keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Its files, in order.
    pub files: Vec<FileChange>,
    /// The byte offset at which the header of the first file begins; none without a diff.
    pub start: Option<usize>,
    /// The byte offset at which the last hunk ends; 0 without a diff.
    pub end: usize,
    /// Whether there are files, and all are of a kind whose hunks are not read.
    pub foreign: bool,
    /// The damage, as lower-case fragments.
    pub damage: Vec<String>,
}

/// Reads every unified diff that stands unquoted in a text.
pub fn parse(text: &str) -> Diff {
    machine::read_files(text)
}

/// Damages of one mail that are told one by one.
const DAMAGE_LIMIT: usize = 20;

/// Reads the part of a diff that is kept for every mail; a text without a diff costs one look per
/// line.
pub fn scan_diff(text: &str) -> Scan {
    let diff = parse(text);
    Scan {
        start: diff.start(),
        foreign: !diff.files.is_empty() && diff.files.iter().all(|f| f.foreign),
        end: diff.files.last().map_or(0, |f| f.range.end),
        files: diff.files.into_iter().map(|f| f.file).collect(),
        damage: first_damages(diff.damage),
    }
}

fn first_damages(all: Vec<(usize, String)>) -> Vec<String> {
    let more = all.len().saturating_sub(DAMAGE_LIMIT);
    let mut told: Vec<String> = all.into_iter().map(|(_, what)| what).collect();
    told.truncate(DAMAGE_LIMIT);
    if more > 0 {
        told.push(format!("{more} more places are damaged"));
    }
    told
}

#[cfg(test)]
mod tests;
