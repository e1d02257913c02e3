//! Hunks: as many lines as their heading announces, and what to say when they are not there.

use super::{Diff, FileDiff, Hunk, Lines};
use crate::patch::stat::FileChange;

/// Reads the hunks, or the binary data, behind a file's header and files it.
pub(super) fn read_all(lines: &mut Lines<'_>, start: usize, file: FileChange, diff: &mut Diff) {
    let mut file = FileDiff {
        file,
        range: start..lines.at,
        hunks: Vec::new(),
    };
    let (mut added, mut deleted) = (0, 0);
    if file.file.binary {
        skip_binary(lines);
    }
    while let Some((old, new)) = lines.peek().and_then(|(line, _)| heading(line)) {
        let begin = lines.at;
        lines.next();
        let count = read(lines, old.1, new.1);
        added += count.added;
        deleted += count.deleted;
        if let Some(what) = count.damage {
            diff.damage
                .push((begin, format!("{what} in {}", file.file.path)));
        }
        file.hunks.push(Hunk {
            range: begin..lines.at,
            old,
            new,
        });
    }
    file.file.added = (!file.file.binary).then_some(added);
    file.file.deleted = (!file.file.binary).then_some(deleted);
    file.file.changes = added + deleted;
    file.range.end = lines.at;
    diff.files.push(file);
}

/// `@@ -3,4 +3,6 @@`: first line and count, before and after; a count that is not written is 1.
fn heading(line: &str) -> Option<((u32, u32), (u32, u32))> {
    let rest = line.strip_prefix("@@ -")?;
    let (old, rest) = rest.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let pair = |text: &str| {
        let (first, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((first.parse().ok()?, count.parse().ok()?))
    };
    Some((pair(old)?, pair(new)?))
}

#[derive(Default)]
struct Count {
    added: u32,
    deleted: u32,
    damage: Option<&'static str>,
}

/// The lines of one hunk. A line of no kind ends it unless the count is open and the line can
/// only be context that lost its blank (an empty line, or one in the middle of the hunk).
fn read(lines: &mut Lines<'_>, mut old: u32, mut new: u32) -> Count {
    let mut count = Count::default();
    while old > 0 || new > 0 {
        let Some((line, next)) = lines.peek() else {
            count.damage = Some("a hunk is shorter than it says");
            return count;
        };
        match line.as_bytes().first() {
            Some(b'+') if new > 0 => {
                count.added += 1;
                new -= 1;
            }
            Some(b'-') if old > 0 => {
                count.deleted += 1;
                old -= 1;
            }
            Some(b' ' | b'\t') | None if old > 0 && new > 0 => {
                old -= 1;
                new -= 1;
            }
            Some(b'\\') => {}
            _ => {
                if ends(line) || !context_without_blank(lines, next) {
                    count.damage = Some("a hunk is shorter than it says");
                    return count;
                }
                count.damage = Some("a line is wrapped or lost its first blank");
                old = old.saturating_sub(1);
                new = new.saturating_sub(1);
            }
        }
        lines.at = next;
    }
    if lines
        .peek()
        .is_some_and(|(line, _)| line.starts_with("\\ "))
    {
        lines.next();
    }
    count
}

/// Whether a line begins something else than the rest of a hunk.
fn ends(line: &str) -> bool {
    line.starts_with("diff ") || line.starts_with("@@ -") || line == "-- " || line == "--"
}

/// Whether the hunk goes on behind a line of no kind.
fn context_without_blank(lines: &Lines<'_>, next: usize) -> bool {
    let ahead = Lines { at: next, ..*lines };
    ahead.peek().is_some_and(|(line, _)| {
        matches!(line.as_bytes().first(), Some(b'+' | b'-' | b' ' | b'\t')) && !ends(line)
    })
}

/// Passes over `GIT binary patch` and its literal or delta blocks, up to two of them.
fn skip_binary(lines: &mut Lines<'_>) {
    if !lines
        .peek()
        .is_some_and(|(line, _)| line == "GIT binary patch")
    {
        return;
    }
    lines.next();
    while lines
        .peek()
        .is_some_and(|(line, _)| line.starts_with("literal ") || line.starts_with("delta "))
    {
        while lines.next().is_some_and(|line| !line.is_empty()) {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    const HEAD: &str = "--- a/x.c\n+++ b/x.c\n";

    #[test]
    fn a_signature_is_not_a_deleted_line() {
        let diff = parse(&format!("{HEAD}@@ -1,1 +1,2 @@\n one\n+two\n-- \n2.50\n"));
        assert_eq!(
            (diff.files[0].file.added, diff.files[0].file.deleted),
            (Some(1), Some(0))
        );
        assert!(diff.damage.is_empty());
    }

    #[test]
    fn a_deleted_line_may_look_like_a_signature() {
        let diff = parse(&format!("{HEAD}@@ -1,2 +1,1 @@\n one\n-- x\n"));
        assert_eq!(diff.files[0].file.deleted, Some(1));
    }

    #[test]
    fn a_deleted_line_may_look_like_a_header() {
        let diff = parse(&format!(
            "{HEAD}@@ -1,2 +1,1 @@\n one\n--- a/y.c\n+++ b/y.c\n@@ -1 +1 @@\n"
        ));
        assert_eq!(diff.files.len(), 1);
    }

    #[test]
    fn a_short_hunk_is_damage_and_the_next_file_is_kept() {
        let diff = parse(&format!(
            "{HEAD}@@ -1,9 +1,9 @@\n one\n+two\ndiff --git a/y b/y\nnew file mode 100644\n"
        ));
        assert_eq!(diff.files.len(), 2);
        assert_eq!(diff.damage.len(), 1);
    }

    #[test]
    fn ranges_cover_header_and_hunks() {
        let text =
            format!("log\n---\n{HEAD}@@ -1 +1 @@\n-one\n+two\n\\ No newline at end of file\nend\n");
        let diff = parse(&text);
        assert!(text[diff.files[0].range.clone()].ends_with("of file\n"));
        assert!(text[diff.files[0].hunks[0].range.clone()].starts_with("@@ -1"));
    }
}
