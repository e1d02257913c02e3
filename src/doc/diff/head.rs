//! The heading of a file: what happens to it, in words, and its counts.

use super::super::{Role, Row, sign};
use crate::patch::diff::FileDiff;
use crate::patch::stat::Change;

/// Beginnings of header lines that the heading tells in words, or that only programs need.
const TOLD: &[&str] = &[
    "diff --git ",
    "index ",
    "--- ",
    "+++ ",
    "new file mode ",
    "deleted file mode ",
    "old mode ",
    "new mode ",
    "similarity index ",
    "rename from ",
    "rename to ",
    "copy from ",
    "copy to ",
    "Binary files ",
];

/// Whether a header line says nothing that the heading does not.
pub(super) fn is_told(line: &str) -> bool {
    line.is_empty() || TOLD.iter().any(|start| line.starts_with(start))
}

/// What a line is of a diff whose hunks are not read: by the signs of its first two columns, which
/// both a merge of two and a context diff have.
pub(super) fn foreign_role(line: &str) -> Role {
    let heads = [
        "diff ", "index ", "Index: ", "--- ", "+++ ", "*** ", "@@@", "***", "===",
    ];
    let signs = line.as_bytes().get(..2).unwrap_or_default();
    if heads.iter().any(|start| line.starts_with(start)) {
        Role::FileHeader
    } else if signs.contains(&b'-') {
        Role::Deleted
    } else if signs.contains(&b'+') || signs.starts_with(b"!") {
        Role::Added
    } else {
        Role::Text
    }
}

/// `src/old.c  renamed from src/older.c  +3 −1`.
pub(super) fn file_row(file: &FileDiff) -> Row {
    let change = &file.file;
    let mut row = Row::of(&change.path, Role::FileHeader);
    let word = match change.change {
        Change::Added => "new file",
        Change::Deleted => "deleted",
        Change::Renamed => "renamed",
        Change::Copied => "copied",
        Change::Modified => "",
    };
    let mut words = word.to_owned();
    if let Some(old) = change.old_path.as_ref().filter(|_| !words.is_empty()) {
        words = format!("{words} from {old}");
    }
    for more in [mode_words(file), binary(file)].into_iter().flatten() {
        if !words.is_empty() {
            words.push_str(", ");
        }
        words.push_str(&more);
    }
    if !words.is_empty() {
        row.push("  ", Role::Text);
        row.push(&words, Role::Dim);
    }
    if let (Some(added), Some(deleted)) = (change.added, change.deleted) {
        row.push("  ", Role::Text);
        row.push(&format!("+{added}"), Role::Added);
        row.push(" ", Role::Text);
        row.push(&format!("−{deleted}"), Role::Deleted);
    }
    row
}

/// The heading as it stands in the text: with the mark of its fold, and no wider than the page.
pub(super) fn marked(heading: &Row, open: bool, viewed: bool, width: usize) -> Row {
    let mut row = Row::folding(open);
    if viewed {
        row.sign_apart(sign::VIEWED);
    }
    row.append(heading);
    row.cut_to(width, "…")
}

fn mode_words(file: &FileDiff) -> Option<String> {
    let change = &file.file;
    match (change.old_mode.as_deref(), change.new_mode.as_deref()) {
        (Some(old), Some(new)) if old != new => Some(format!("mode {old} → {new}")),
        (None, Some("100755")) => Some("executable".to_owned()),
        (None, Some("120000")) => Some("symbolic link".to_owned()),
        _ => None,
    }
}

fn binary(file: &FileDiff) -> Option<String> {
    file.file.binary.then(|| "binary".to_owned())
}
