//! Paths of a diffstat: renames in braces, and paths that git shortened to fit.

use std::borrow::Cow;
use std::collections::HashMap;

use super::FileChange;
use crate::patch::diff::name;

/// The mark that git writes for directories that it leaves out.
const CUT: &str = "...";

/// Reads `x.c`, `old => new` or `a/{old => new}/x.c`: the path after, and the one before.
pub(super) fn split(text: &str) -> (Cow<'_, str>, Option<Cow<'_, str>>) {
    let text = text.trim();
    // Nearly all rows name one path: one byte is looked for instead of three strings.
    if !text.contains('=') {
        return (name::unquote(text), None);
    }
    if let Some((head, rest)) = text.split_once('{')
        && let Some((old, rest)) = rest.split_once(" => ")
        && let Some((new, tail)) = rest.split_once('}')
    {
        // Git prints what both paths share once: `drivers/{net => phy}/x.c`.
        let join = |middle| Cow::Owned(join_braced(head, middle, tail));
        return (join(new), Some(join(old)));
    }
    match text.split_once(" => ") {
        Some((old, new)) => (name::unquote(new), Some(name::unquote(old))),
        None => (name::unquote(text), None),
    }
}

/// Joins the parts of a braced path; an empty middle leaves one slash.
fn join_braced(head: &str, middle: &str, tail: &str) -> String {
    let tail = match tail.strip_prefix('/') {
        // `a/{b => }/x.c` is `a/x.c` after the change: git leaves both slashes standing.
        Some(rest) if middle.is_empty() && (head.is_empty() || head.ends_with('/')) => rest,
        _ => tail,
    };
    format!("{head}{middle}{tail}")
}

/// Positions of the files of a diffstat, by whole path, or by the rest of a shortened one.
pub(super) struct PathIndex {
    at: HashMap<String, usize>,
}

impl PathIndex {
    pub(super) fn new(files: &[FileChange]) -> Self {
        let key = |file: &FileChange| {
            let path = &file.path;
            path.strip_prefix(CUT).unwrap_or(path).to_owned()
        };
        let at = files.iter().enumerate().map(|(at, file)| (key(file), at));
        Self { at: at.collect() }
    }

    /// The file that a whole path means.
    pub(super) fn find_file(&self, path: &str) -> Option<usize> {
        // By hash: a diffstat of 5,000 new files has as many `create mode` lines.
        let whole = self.at.get(path);
        whole
            .or_else(|| tails(path).find_map(|tail| self.at.get(tail)))
            .copied()
    }
}

/// Returns the tails that a path can be shortened to: from each slash on, longest first.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(at..))
}

/// See [`super::complete_paths`].
pub(super) fn complete(files: &mut [FileChange], known: &[&str]) {
    let mut found: HashMap<String, Option<&str>> = files
        .iter()
        .filter_map(|file| file.path.strip_prefix(CUT))
        .map(|tail| (tail.to_owned(), None))
        .collect();
    if found.is_empty() {
        return;
    }
    let mut doubtful = Vec::new();
    for &path in known {
        // Looked up by tail, not compared with each short path: a cover of a tree-wide change lists
        // thousands.
        for tail in tails(path) {
            if let Some(seen) = found.get_mut(tail)
                && seen.replace(path).is_some_and(|before| before != path)
            {
                doubtful.push(tail);
            }
        }
    }
    // `.../Makefile` fits many: a guess would be an invented path.
    for tail in doubtful {
        found.remove(tail);
    }
    for file in files {
        let tail = file.path.strip_prefix(CUT);
        if let Some(Some(path)) = tail.and_then(|tail| found.get(tail)) {
            file.path = (*path).into();
        }
    }
}
