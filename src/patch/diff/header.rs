//! The header lines of one file: git's extended headers, or the `---` and `+++` of `diff -u`.

use std::borrow::Cow;

use super::lines::Lines;
use super::name;
use crate::patch::stat::{Change, FileChange};

/// What header lines say, before names are settled. Names keep their prefixes.
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
pub(super) fn git(lines: &mut Lines<'_>) -> Option<FileChange> {
    let pair = lines
        .peek()?
        .strip_prefix("diff --git ")
        .and_then(name::split_git);
    lines.skip();
    let start = lines.pos();
    let mut header = Header::default();
    while lines.peek().is_some_and(|line| header.take(line)) {
        lines.skip();
    }
    if lines.pos() == start && !lines.peek().is_some_and(is_binary_mark) {
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
    fn take(&mut self, line: &'a str) -> bool {
        let Some((key, value)) = split_key(line) else {
            return false;
        };
        match key {
            "--- " => self.old = Some(name::of_line(value)),
            "+++ " => self.new = Some(name::of_line(value)),
            "old mode " => self.old_mode = mode(value),
            "new mode " => self.new_mode = mode(value),
            "new file mode " => {
                self.new_mode = mode(value);
                self.change = Change::Added;
            }
            "deleted file mode " => {
                self.old_mode = mode(value);
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

    /// Decides on the names: the `+++` line first, then rename lines, then the `diff --git`
    /// line. A first directory is a prefix unless both sides of that line are the same
    /// (`diff.noprefix`).
    fn settle(&self, pair: Option<&(Cow<'a, str>, Cow<'a, str>)>) -> Option<FileChange> {
        let bare = match pair {
            Some((old, new)) => old == new && !name::is_prefixed(old),
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
            change = match (self.old.as_deref(), self.new.as_deref()) {
                (Some(DEV_NULL), _) => Change::Added,
                (_, Some(DEV_NULL)) => Change::Deleted,
                _ => Change::Modified,
            };
        }
        let path = new
            .or(self.to.as_deref())
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

fn mode(value: &str) -> Option<&str> {
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
pub(super) fn plain(lines: &mut Lines<'_>) -> Option<FileChange> {
    let old_line = lines.peek()?.strip_prefix("--- ")?;
    let mut ahead = lines.clone();
    ahead.skip();
    let new_line = ahead.peek()?.strip_prefix("+++ ")?;
    ahead.skip();
    if !ahead.peek()?.starts_with("@@ -") {
        return None;
    }
    let (old, new) = (name::of_line(old_line), name::of_line(new_line));
    let (path, change) = if old == DEV_NULL {
        (name::strip(&new), Change::Added)
    } else if new == DEV_NULL {
        (name::strip(&old), Change::Deleted)
    } else {
        let change = match (name::is_epoch(old_line), name::is_epoch(new_line)) {
            (true, _) => Change::Added,
            (_, true) => Change::Deleted,
            _ => Change::Modified,
        };
        (shorter(&old, &new), change)
    };
    *lines = ahead;
    (!path.is_empty()).then(|| FileChange {
        path: path.into(),
        change,
        ..FileChange::default()
    })
}

/// The new name without its prefix; the old one where the new one is it with something
/// tacked on (`x.c` and `x.c~`), as `git apply` prefers.
fn shorter<'a>(old: &'a str, new: &'a str) -> &'a str {
    if old == new && !name::is_prefixed(old) {
        return new;
    }
    let (old, new) = (name::strip(old), name::strip(new));
    if new.starts_with(old) { old } else { new }
}
