//! The diff itself, by a counting state machine: exactly the lines that a hunk announces.

use std::ops::Range;

use super::stat::FileChange;

/// A diff with its files; ranges are bytes of the text that was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Its files, in order.
    pub files: Vec<FileDiff>,
    /// What is damaged: byte offset and a lower-case fragment.
    pub damage: Vec<(usize, String)>,
}

/// One file of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// Which file, and its counts.
    pub file: FileChange,
    /// From its first header line to the end of its last hunk.
    pub range: Range<usize>,
    /// Its hunks, in order.
    pub hunks: Vec<Hunk>,
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

/// What a quick look at a text finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The files, in order.
    pub files: Vec<FileChange>,
    /// Where the diff begins.
    pub start: Option<usize>,
    /// What is damaged.
    pub damage: Vec<String>,
}

/// Finds the diff of a text.
pub fn scan(text: &str) -> Scan {
    let at = ["diff --git ", "--- a/"]
        .iter()
        .filter_map(|m| {
            if text.starts_with(m) {
                Some(0)
            } else {
                text.find(&format!("\n{m}")).map(|i| i + 1)
            }
        })
        .min();
    Scan {
        files: at.map(|_| FileChange::default()).into_iter().collect(),
        start: at,
        damage: vec![],
    }
}
