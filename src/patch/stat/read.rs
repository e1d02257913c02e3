//! Reads a printed diffstat, backwards from its summary line.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::memrchr_iter;

use super::paths::{self, PathIndex};
use super::{Change, DiffStat, FileChange, Totals};
use crate::patch::diff::name;

/// The word that every summary line holds.
static CHANGED: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b" changed"));

/// See [`super::parse`].
pub(super) fn last_stat(text: &str) -> Option<(DiffStat, Range<usize>)> {
    // Forwards, since a search backwards looks at every byte by itself.
    let places: Vec<usize> = CHANGED.find_iter(text.as_bytes()).collect();
    let mut alone = None;
    // Each line is looked at once, however often it holds the word.
    let mut end = text.len();
    for &at in places.iter().rev() {
        if at >= end {
            continue;
        }
        let line = line_around(text, at);
        end = line.start;
        let Some(totals) = text.get(line.clone()).and_then(summary) else {
            continue;
        };
        let (mut files, first) = files_above(text, line.start);
        let end = extras(text, line.end, &mut files);
        let empty = files.is_empty();
        let files = files.into();
        let found = (DiffStat { files, totals }, first..end);
        // "3 files changed" may be said in prose below the table: one with rows above it is
        // preferred.
        if !empty {
            return Some(found);
        }
        alone.get_or_insert(found);
    }
    alone
}

/// The line that holds a byte, with its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let before = bytes.get(..at).unwrap_or_default();
    let after = bytes.get(at..).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |nl| nl + 1);
    let end = memchr::memchr(b'\n', after).map_or(bytes.len(), |nl| at + nl + 1);
    start..end
}

/// Reads ` 3 files changed, 10 insertions(+), 2 deletions(-)`, with any of its parts.
fn summary(line: &str) -> Option<Totals> {
    // git leaves out a count of nought beside one that is not, so that any part may be missing.
    let mut parts = line.trim().split(", ");
    let (files, rest) = parts.next()?.split_once(' ')?;
    if !matches!(rest, "file changed" | "files changed") {
        return None;
    }
    let mut totals = Totals {
        files: files.parse().ok()?,
        ..Totals::default()
    };
    for part in parts {
        let (number, what) = part.split_once(' ')?;
        let number = number.parse().ok()?;
        if what.starts_with("insertion") {
            totals.added = number;
        } else if what.starts_with("deletion") {
            totals.deleted = number;
        } else if what.starts_with("modification") {
            // The tool `diffstat` can tell changed lines apart; git cannot.
            totals.added = totals.added.saturating_add(number);
            totals.deleted = totals.deleted.saturating_add(number);
        } else {
            return None;
        }
    }
    Some(totals)
}

/// The file lines that end at `end`, in order, and where the first begins.
fn files_above(text: &str, end: usize) -> (Vec<FileChange>, usize) {
    let mut files = Vec::new();
    let mut start = end;
    while start > 0 {
        let line = line_around(text, start - 1);
        let content = text.get(line.clone()).unwrap_or_default();
        match file_line(content) {
            Some(file) => files.push(file),
            // `git diff --stat-count=2` writes ` ...` for the files it leaves out.
            None if content.trim() == "..." => {}
            None => break,
        }
        start = line.start;
    }
    files.reverse();
    (files, start)
}

/// Reads ` path | 12 ++--` or ` path | Bin 0 -> 120 bytes`.
fn file_line(line: &str) -> Option<FileChange> {
    let line = line.trim_end();
    let is_after_blank = |bar: &usize| line.get(..*bar).is_some_and(|path| path.ends_with(' '));
    // From the right: a path may hold ` | `, a count cannot.
    let bar = memrchr_iter(b'|', line.as_bytes()).find(is_after_blank)?;
    let (path, rest) = line.split_at_checked(bar)?;
    let rest = rest.strip_prefix('|')?.trim_start();
    let (path, note) = compact(path.trim_end());
    let (path, old_path) = paths::split(path);
    if path.is_empty() {
        return None;
    }
    let change = match &old_path {
        Some(_) => Change::Renamed,
        None => note,
    };
    let mut file = FileChange {
        path: path.into(),
        old_path: old_path.map(Into::into),
        change,
        ..FileChange::default()
    };
    // `Bin 0 -> 120 bytes` counts bytes: such a file has no lines to show.
    if rest == "Bin" || rest.starts_with("Bin ") {
        file.binary = true;
        return Some(file);
    }
    let (number, graph) = rest.split_once(' ').unwrap_or((rest, ""));
    file.changes = number.parse().ok()?;
    count_graph(&mut file, graph.trim())?;
    Some(file)
}

/// Takes off what `git diff --compact-summary` puts behind a path: `(new)`, `(gone)`, `(mode +x)`.
fn compact(path: &str) -> (&str, Change) {
    if !path.ends_with(')') {
        return (path, Change::Modified);
    }
    let Some((bare, note)) = path.rsplit_once(" (") else {
        return (path, Change::Modified);
    };
    match note {
        "new)" | "new +x)" | "new +l)" => (bare, Change::Added),
        "gone)" => (bare, Change::Deleted),
        "mode +x)" | "mode -x)" | "mode +l)" | "mode -l)" => (bare, Change::Modified),
        _ => (path, Change::Modified),
    }
}

/// Counts the signs of a graph: the counts themselves where there is one sign a line.
fn count_graph(file: &mut FileChange, graph: &str) -> Option<()> {
    let (mut plus, mut minus, mut other) = (0_u32, 0_u32, 0_u32);
    for sign in graph.bytes() {
        match sign {
            b'+' => plus += 1,
            b'-' => minus += 1,
            b'!' => other += 1,
            _ => return None,
        }
    }
    let capped = |n: u32| u16::try_from(n).unwrap_or(u16::MAX);
    file.graph = (capped(plus), capped(minus));
    // git scales the graph to the width of the page: ` x.c | 120 ++++++--` says 3 to 1, and no
    // more. Only one sign a line is exact.
    if other == 0 && plus + minus == file.changes {
        file.added = Some(plus);
        file.deleted = Some(minus);
    }
    Some(())
}

/// Reads the ` create mode …` lines that begin at `at` into the files; returns their end.
fn extras(text: &str, mut at: usize, files: &mut [FileChange]) -> usize {
    let mut index = None;
    while at < text.len() {
        let line = line_around(text, at);
        let Some(what) = text.get(line.clone()).and_then(extra) else {
            break;
        };
        // Made for the first such line only: most diffstats have none.
        let index = index.get_or_insert_with(|| PathIndex::new(files));
        if let Some(file) = index.find_file(&what.path).and_then(|at| files.get_mut(at)) {
            file.change = what.change;
            // ` rename a => b (95%)` repeats the row of the table, with its paths never shortened.
            file.old_path = what.old_path.or_else(|| file.old_path.take());
            file.old_mode = what.old_mode;
            file.new_mode = what.new_mode;
        }
        at = line.end;
    }
    at
}

/// Reads ` create mode 100644 x`, ` delete mode …`, ` rename a => b (95%)`, ` copy …`,
/// ` rewrite x (80%)` or ` mode change 100644 => 100755 x`.
fn extra(line: &str) -> Option<FileChange> {
    let line = line.trim();
    let mut file = FileChange::default();
    if let Some(rest) = line.strip_prefix("create mode ") {
        let (mode, path) = rest.split_once(' ')?;
        file.change = Change::Added;
        file.new_mode = Some(mode.into());
        file.path = name::unquote(path).into();
    } else if let Some(rest) = line.strip_prefix("delete mode ") {
        let (mode, path) = rest.split_once(' ')?;
        file.change = Change::Deleted;
        file.old_mode = Some(mode.into());
        file.path = name::unquote(path).into();
    } else if let Some(rest) = line.strip_prefix("mode change ") {
        let (old, rest) = rest.split_once(" => ")?;
        let (new, path) = rest.split_once(' ').unwrap_or((rest, ""));
        file.old_mode = Some(old.into());
        file.new_mode = Some(new.into());
        file.path = name::unquote(path).into();
    } else {
        let (word, rest) = line.split_once(' ')?;
        file.change = match word {
            "rename" => Change::Renamed,
            "copy" => Change::Copied,
            "rewrite" => Change::Modified,
            _ => return None,
        };
        // Without a percentage it is a sentence that begins with "copy".
        let (path, percent) = rest.rsplit_once(" (")?;
        percent.strip_suffix("%)")?;
        let (path, old_path) = paths::split(path);
        file.path = path.into();
        file.old_path = old_path.map(Into::into);
    }
    Some(file)
}
