//! Single lines of a recast patch.

use super::super::stat::{Change, FileChange};
use super::TAB;
use crate::text::{whole_lines, width};
use std::borrow::Cow;

/// The lines of a text without their line feeds; a carriage return before one is part of a line
/// here, as a file may be given other line ends.
pub(in crate::patch) fn bare_lines(text: &str) -> impl Iterator<Item = &str> {
    whole_lines(text).map(|line| line.strip_suffix('\n').unwrap_or(line))
}

/// Returns the bytes at which the lines of a text begin.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    std::iter::once(0).chain(ends).collect()
}

/// The line that a byte stands in, from 0.
pub(super) fn line_at(starts: &[usize], byte: usize) -> usize {
    starts
        .partition_point(|&start| start <= byte)
        .saturating_sub(1)
}

/// The file as its ` ## ` line names it.
pub(super) fn file_name(file: &FileChange) -> String {
    let path = &file.path;
    let mut name = match (file.change, &file.old_path) {
        (Change::Added, _) => format!("{path} (new)"),
        (Change::Deleted, _) => format!("{path} (deleted)"),
        (_, Some(old)) if old != path => format!("{old} => {path}"),
        _ => path.to_string(),
    };
    if let (Some(old), Some(new)) = (&file.old_mode, &file.new_mode)
        && old != new
    {
        name.push_str(&format!(" (mode change {old} => {new})"));
    }
    name
}

/// Returns the line that `git log --no-prefix`, which range-diff reads, prints for a binary file.
pub(super) fn binary(file: &FileChange) -> String {
    let old = file.old_path.as_ref().unwrap_or(&file.path);
    match file.change {
        Change::Added => format!(" Binary files /dev/null and {} differ", file.path),
        Change::Deleted => format!(" Binary files {old} and /dev/null differ"),
        Change::Modified | Change::Renamed | Change::Copied => {
            format!(" Binary files {old} and {} differ", file.path)
        }
    }
}

/// Returns the text behind the second `@@`.
pub(super) fn heading(line: &str) -> Option<&str> {
    let (_, heading) = line.strip_prefix("@@ ")?.split_once(" @@ ")?;
    let heading = heading.trim_ascii_end();
    (!heading.is_empty()).then_some(heading)
}

/// A line with its tabs filled to columns of eight, counted from its own start.
pub(super) fn filled(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + TAB);
    let mut column = 0;
    for (at, piece) in line.split('\t').enumerate() {
        if at > 0 {
            let blanks = TAB - column % TAB;
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        }
        out.push_str(piece);
        column += width(piece);
    }
    Cow::Owned(out)
}
