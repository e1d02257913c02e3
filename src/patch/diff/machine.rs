//! The outer states: text, a file's header, its hunks or its binary patch, text again.

use super::lines::DiffLines;
use super::{Diff, FileDiff, foreign, header, hunk};
use crate::patch::change::FileChange;

/// Lines that may stand between `Index:` or `diff -u` and the `---` they belong to.
const LEAD_LINES: usize = 6;

/// Reads all files of a text.
pub(super) fn read_files(text: &str) -> Diff {
    let mut lines = DiffLines::new(text);
    let mut diff = Diff::default();
    let mut lead = None;
    while let Some(line) = lines.seek_start() {
        let start = lines.byte_offset();
        // First: `diff --cc x` would be taken for the lead line of a plain diff.
        if let Some((kind, mut file)) = other_kind(line, &mut lines) {
            file.range.start = lead_of(&mut lead, text, start);
            let what = format!("{kind} diff of {}, shown as it stands", file.file.path);
            diff.damage.push((start, what));
            diff.files.push(file);
            continue;
        }
        let file = if line.starts_with("diff --git ") {
            lead = Some(start);
            header::read_git(&mut lines)
        } else if line.starts_with("--- ") {
            header::plain(&mut lines)
        } else if lead.is_some() && line.starts_with("Binary files ") {
            binary_note(line)
        } else {
            if line.starts_with("diff ") || line.starts_with("Index: ") {
                lead = Some(start);
            }
            // Only behind a file: a review may show an `@@` line of its own without any header.
            if !diff.files.is_empty() && hunk::numbers(line).is_some() {
                let what = "a hunk without a file header".to_owned();
                diff.damage.push((start, what));
            }
            None
        };
        match file {
            Some(change) => {
                let from = lead_of(&mut lead, text, start);
                let mut file = read_body(&mut lines, change, from, &mut diff.damage);
                if line.starts_with("--- ") {
                    header::conclude(&mut file);
                }
                diff.files.push(file);
            }
            None if lines.byte_offset() == start => lines.skip_line(),
            None => {}
        }
    }
    diff
}

/// Returns the byte at which the file begins whose header starts at `start`: its lead line, where
/// it has one.
fn lead_of(lead: &mut Option<usize>, text: &str, start: usize) -> usize {
    let near = lead.take().filter(|from| is_near(text, *from, start));
    near.unwrap_or(start)
}

/// Whether a lead line belongs to the header that starts at `to`: close, and no blank line between.
fn is_near(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    let mut lines = between.lines().take(LEAD_LINES + 1);
    lines.by_ref().take(LEAD_LINES).all(|line| !line.is_empty()) && lines.next().is_none()
}

/// Reads what follows a header: hunks, or what says that the file is binary.
fn read_body(
    lines: &mut DiffLines<'_>,
    change: FileChange,
    from: usize,
    damage: &mut Vec<(usize, String)>,
) -> FileDiff {
    let bare = change.old_mode.is_none() && change.new_mode.is_none() && change.old_path.is_none();
    let mut file = FileDiff {
        file: change,
        ..FileDiff::default()
    };
    while let Some(line) = lines.peek_line() {
        if header::is_binary_mark(line) {
            file.file.binary = true;
            lines.skip_line();
            binary_data(lines);
        } else if !hunk::read_hunk(lines, &mut file, damage) {
            break;
        }
    }
    file.range = from..lines.byte_offset();
    if !file.file.binary && file.hunks.is_empty() {
        file.file.added = Some(0);
        file.file.deleted = Some(0);
        // A change of mode, a rename or an empty new file has no hunk and is whole.
        if bare {
            damage.push((from, format!("{} has a header and no hunk", file.file.path)));
        }
    }
    file
}

/// Passes over `literal N` and `delta N` blocks, each of which a blank line ends.
fn binary_data(lines: &mut DiffLines<'_>) {
    while lines
        .peek_line()
        .is_some_and(|line| line.starts_with("literal ") || line.starts_with("delta "))
    {
        while lines.peek_line().is_some_and(|line| !line.is_empty()) {
            lines.skip_line();
        }
        lines.skip_line();
    }
}

/// A file of which a plain diff says only that it is binary.
fn binary_note(line: &str) -> Option<FileChange> {
    let names = line
        .strip_prefix("Binary files ")?
        .strip_suffix(" differ")?;
    let (_, new) = names.split_once(" and ")?;
    Some(FileChange {
        path: super::name::strip(new).into(),
        ..FileChange::default()
    })
}

/// Reads a file of a diff that is not unified: what kind that is, and the file.
fn other_kind(line: &str, lines: &mut DiffLines<'_>) -> Option<(&'static str, FileDiff)> {
    if line.starts_with("diff --c") {
        Some(("combined", foreign::combined(lines)?))
    } else if line.starts_with("*** ") {
        Some(("context", foreign::context(lines)?))
    } else {
        None
    }
}
