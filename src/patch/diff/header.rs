//! The header lines of one file: git's extended headers, or the `---` and `+++` of `diff -u`.

use std::borrow::Cow;

use super::lines::DiffLines;
use super::{FileDiff, name};
use crate::patch::change::{Change, FileChange};

/// The header lines of a file before its names are decided on; names keep their prefixes.
#[derive(Debug, Default)]
struct Header<'a> {
    old: Option<Cow<'a, str>>,
    new: Option<Cow<'a, str>>,
    /// Names of rename and copy lines, which have no prefix.
    from: Option<Cow<'a, str>>,
    to: Option<Cow<'a, str>>,
    change: Change,
    old_mode: Option<&'a str>,
    new_mode: Option<&'a str>,
}

const DEV_NULL: &str = "/dev/null";

/// Reads the header that begins at a `diff --git` line. The cursor is left behind it, or
/// behind that one line where no header line follows.
pub(super) fn read_git(lines: &mut DiffLines<'_>) -> Option<FileChange> {
    let pair = lines
        .peek_line()?
        .strip_prefix("diff --git ")
        .and_then(name::split_git);
    lines.skip_line();
    let start = lines.byte_offset();
    let mut header = Header::default();
    while lines.peek_line().is_some_and(|line| header.take_line(line)) {
        lines.skip_line();
    }
    // `diff --git a/x b/x` in the middle of prose has no header line below it.
    if lines.byte_offset() == start && !lines.peek_line().is_some_and(is_binary_mark) {
        return None;
    }
    header.settle(pair.as_ref())
}

/// Whether a line says that a file is binary.
pub(super) fn is_binary_mark(line: &str) -> bool {
    line == "GIT binary patch"
        || ((line.starts_with("Binary files ") || line.starts_with("Files "))
            && line.ends_with(" differ"))
}

impl<'a> Header<'a> {
    /// Takes one header line; says whether it was one.
    fn take_line(&mut self, line: &'a str) -> bool {
        let Some((key, value)) = split_key(line) else {
            return false;
        };
        match key {
            "--- " => self.old = Some(name::of_line(value)),
            "+++ " => self.new = Some(name::of_line(value)),
            "old mode " => self.old_mode = mode_value(value),
            "new mode " => self.new_mode = mode_value(value),
            "new file mode " => {
                self.new_mode = mode_value(value);
                self.change = Change::Added;
            }
            "deleted file mode " => {
                self.old_mode = mode_value(value);
                self.change = Change::Deleted;
            }
            "rename from " | "rename old " => {
                self.from = Some(name::unquote(value));
                self.change = Change::Renamed;
            }
            "copy from " => {
                self.from = Some(name::unquote(value));
                self.change = Change::Copied;
            }
            "rename to " | "rename new " | "copy to " => self.to = Some(name::unquote(value)),
            _ => {}
        }
        true
    }

    /// Decides on the names. Lines of renames and copies never carry a prefix, so they win; then
    /// the `+++` line, then the `diff --git` line. A first directory is a prefix unless both
    /// sides of that line are the same (`diff.noprefix`).
    fn settle(&self, pair: Option<&(Cow<'a, str>, Cow<'a, str>)>) -> Option<FileChange> {
        let bare = match pair {
            // `diff --git x.c x.c` is `diff.noprefix`; `a/x.c a/x.c` was written by hand.
            Some((old, new)) => old == new && !name::is_usual(old),
            None => {
                self.old.is_some() && self.old == self.new && self.new.as_deref() != Some(DEV_NULL)
            }
        };
        let cut = |text| if bare { text } else { name::strip(text) };
        let is_real = |name: &&str| *name != DEV_NULL;
        let old = self.old.as_deref().filter(is_real).map(cut);
        let new = self.new.as_deref().filter(is_real).map(cut);
        let mut change = self.change;
        if change == Change::Modified {
            change = of_dev_null(self.old.as_deref(), self.new.as_deref());
        }
        let path = self
            .to
            .as_deref()
            .or(new)
            .or(old)
            .or_else(|| pair.map(|(_, second)| cut(second)))
            .filter(|path| !path.is_empty())?;
        Some(FileChange {
            path: path.into(),
            old_path: self.from.as_deref().map(Into::into),
            change,
            old_mode: self.old_mode.map(Into::into),
            new_mode: self.new_mode.map(Into::into),
            ..FileChange::default()
        })
    }
}

/// Returns the change that a `/dev/null` on one side means.
fn of_dev_null(old: Option<&str>, new: Option<&str>) -> Change {
    match (old, new) {
        (Some(DEV_NULL), _) => Change::Added,
        (_, Some(DEV_NULL)) => Change::Deleted,
        _ => Change::Modified,
    }
}

fn mode_value(value: &str) -> Option<&str> {
    let digits = value.trim_end();
    let octal = !digits.is_empty() && digits.bytes().all(|b| (b'0'..=b'7').contains(&b));
    octal.then_some(digits)
}

fn split_key(line: &str) -> Option<(&'static str, &str)> {
    const KEYS: [&str; 15] = [
        "index ",
        "--- ",
        "+++ ",
        "new file mode ",
        "deleted file mode ",
        "old mode ",
        "new mode ",
        "similarity index ",
        "dissimilarity index ",
        "rename from ",
        "rename to ",
        "copy from ",
        "copy to ",
        "rename old ",
        "rename new ",
    ];
    KEYS.into_iter()
        .find_map(|key| line.strip_prefix(key).map(|value| (key, value)))
}

/// Reads the header of a plain diff: `---`, `+++`, and a hunk behind them, or nothing.
pub(super) fn plain(lines: &mut DiffLines<'_>) -> Option<FileChange> {
    let start = lines.byte_offset();
    let old = lines.peek_line()?.strip_prefix("--- ")?;
    let mut ahead = lines.clone();
    ahead.skip_line();
    let new = ahead.peek_line()?.strip_prefix("+++ ")?;
    ahead.skip_line();
    // `--- ` and `+++ ` in prose or in a shell trace have no hunk below them.
    if !ahead.peek_line()?.starts_with("@@ -") {
        return None;
    }
    let file = of_sides(old, new, lines.before(start));
    *lines = ahead;
    file
}

/// The file of two header lines without git's; `before` is the text above them.
pub(super) fn of_sides(old: &str, new: &str, before: &str) -> Option<FileChange> {
    let (old, new) = (name::of_line(old), name::of_line(new));
    let change = of_dev_null(Some(&old), Some(&new));
    let path = match change {
        Change::Added => name::of_one(&new, before),
        Change::Deleted => name::of_one(&old, before),
        Change::Modified | Change::Renamed | Change::Copied => name::of_both(&old, &new),
    };
    (!path.is_empty()).then(|| FileChange {
        path: path.into(),
        change,
        ..FileChange::default()
    })
}

/// Says of a plain diff what its one hunk shows, as `git apply` does: a side of no lines is that
/// of a file that is not there. Stamps (the epoch) and labels (`(revision 0)`, `(nonexistent)`)
/// say no more, and lie where a whole tree was unpacked without times.
pub(super) fn conclude(file: &mut FileDiff) {
    const NOTHING: (u32, u32) = (0, 0);
    if let [hunk] = file.hunks.as_slice()
        && file.file.change == Change::Modified
    {
        file.file.change = match (hunk.old, hunk.new) {
            (NOTHING, _) => Change::Added,
            (_, NOTHING) => Change::Deleted,
            _ => Change::Modified,
        };
    }
}
