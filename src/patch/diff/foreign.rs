//! Diffs of other kinds: those of merges (`diff --cc`) and context diffs. Which files they change
//! is read, and where they end; their hunks are not taken apart, and that is told.

use super::lines::DiffLines;
use super::{FileDiff, header, name};
use crate::patch::change::{Change, FileChange};

/// More parents than git lets a merge have in practice.
const PARENTS: usize = 16;

/// The rule above every hunk of a context diff.
const STARS: &str = "***************";

/// Reads the diff of a merge, which begins with `diff --cc PATH` or `diff --combined PATH`.
pub(super) fn combined(lines: &mut DiffLines<'_>) -> Option<FileDiff> {
    let start = lines.byte_offset();
    let line = lines.peek_line()?;
    let mut words = ["diff --cc ", "diff --combined "].into_iter();
    let path = words.find_map(|word| line.strip_prefix(word))?;
    let mut file = FileChange {
        path: name::unquote(path).into(),
        ..FileChange::default()
    };
    if file.path.is_empty() {
        return None;
    }
    lines.skip_line();
    while let Some(line) = lines.peek_line() {
        match line.split_once(' ').unwrap_or_default() {
            ("new", more) if more.starts_with("file mode ") => file.change = Change::Added,
            ("deleted", more) if more.starts_with("file mode ") => file.change = Change::Deleted,
            ("index" | "mode" | "---" | "+++", _) => {}
            _ if header::is_binary_mark(line) => file.binary = true,
            _ => break,
        }
        lines.skip_line();
    }
    while merged_hunk(lines).is_some() {}
    Some(foreign(file, start, lines))
}

/// Passes over `@@@ -1,2 -1,2 +1,3 @@@` and the lines that it announces: a column for each
/// parent, where `-` says that the line is this parent's alone, and a blank that both have it.
fn merged_hunk(lines: &mut DiffLines<'_>) -> Option<()> {
    let line = lines.peek_line().filter(|line| line.starts_with("@@@"))?;
    let parents = line.bytes().take_while(|byte| *byte == b'@').count() - 1;
    let spans = line.split(' ').skip(1).take(parents + 1);
    let count = |span: &str| match span.split_once(',') {
        Some((_, count)) => count.parse::<u32>().ok(),
        // `-1` is short for `-1,1`.
        None => span.get(1..)?.parse::<u32>().ok().map(|_| 1),
    };
    let mut left: Vec<u32> = spans.map(count).collect::<Option<_>>()?;
    if parents > PARENTS || left.len() != parents + 1 {
        return None;
    }
    lines.skip_line();
    while left.iter().any(|count| *count > 0) {
        let signs = lines.peek_line()?.as_bytes();
        let signs = signs.get(..parents.min(signs.len()))?;
        match signs.first() {
            None | Some(b' ' | b'+' | b'-') => take_merged(signs, &mut left),
            Some(b'\\') => {}
            Some(_) => break,
        }
        lines.skip_line();
    }
    Some(())
}

/// Counts a line in the parents that have it, and in the result.
fn take_merged(signs: &[u8], left: &mut [u32]) {
    // A `-` in any column: the result lacks the line, and the parents with `-` had it.
    let is_gone = signs.contains(&b'-');
    let has = if is_gone { b'-' } else { b' ' };
    let parents = left.len().saturating_sub(1);
    for (at, count) in left.iter_mut().enumerate() {
        let is_in = if at == parents {
            !is_gone
        } else {
            *signs.get(at).unwrap_or(&b' ') == has
        };
        *count = count.saturating_sub(u32::from(is_in));
    }
}

/// Reads a context diff: `***` and `---` with the names, and at least one hunk.
pub(super) fn context(lines: &mut DiffLines<'_>) -> Option<FileDiff> {
    let start = lines.byte_offset();
    let mut ahead = lines.clone();
    let old = ahead.peek_line()?.strip_prefix("*** ")?;
    ahead.skip_line();
    let new = ahead.peek_line()?.strip_prefix("--- ")?;
    ahead.skip_line();
    if !ahead.peek_line()?.starts_with(STARS) {
        return None;
    }
    let mut file = header::of_sides(old, new, lines.before(start))?;
    *lines = ahead;
    let (mut added, mut deleted) = (0, 0);
    let mut is_whole = None;
    while lines
        .peek_line()
        .is_some_and(|line| line.starts_with(STARS))
    {
        lines.skip_line();
        let Some((old, gone)) = read_side(lines, ["*** ", " ****"], b'-') else {
            break;
        };
        let Some((new, come)) = read_side(lines, ["--- ", " ----"], b'+') else {
            break;
        };
        deleted += gone;
        added += come;
        // A file of which one side has no lines is new or gone, where this is all of it.
        is_whole = match is_whole {
            None if old == 0 => Some(Change::Added),
            None if new == 0 => Some(Change::Deleted),
            _ => Some(Change::Modified),
        };
    }
    if file.change == Change::Modified {
        file.change = is_whole.unwrap_or_default();
    }
    file.added = Some(added);
    file.deleted = Some(deleted);
    file.changes = added.saturating_add(deleted);
    Some(foreign(file, start, lines))
}

/// One side of a hunk: `*** 1,5 ****` and its lines, which are left out where none changed.
/// Returns the last line's number, and how many lines have the sign or `!`.
fn read_side(lines: &mut DiffLines<'_>, marks: [&str; 2], sign: u8) -> Option<(u32, u32)> {
    let [begin, end] = marks;
    let span = lines.peek_line()?.strip_prefix(begin)?.trim_end();
    let span = span.strip_suffix(end)?;
    let (first, last) = span.split_once(',').unwrap_or((span, span));
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    lines.skip_line();
    let announced = if last == 0 {
        0
    } else {
        last.saturating_sub(first) + 1
    };
    let mut changed = 0;
    for _ in 0..announced {
        let Some(line) = lines.peek_line() else { break };
        // A line that begins otherwise ends the side: a mail cut short must not swallow what stands
        // below.
        match line.as_bytes() {
            [b'!', b' ' | b'\t', ..] => changed += 1,
            [first, b' ' | b'\t', ..] if *first == sign => changed += 1,
            [] | [b' ', ..] => {}
            _ => break,
        }
        lines.skip_line();
    }
    if lines
        .peek_line()
        .is_some_and(|line| line.starts_with("\\ "))
    {
        lines.skip_line();
    }
    Some((last, changed))
}

fn foreign(file: FileChange, start: usize, lines: &DiffLines<'_>) -> FileDiff {
    FileDiff {
        file,
        range: start..lines.byte_offset(),
        foreign: true,
        ..FileDiff::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::patch::change::Change;

    const REST: &str = "-- \n2.40.0\n";

    fn one(text: &str) -> (String, Change, Option<u32>, Option<u32>, String) {
        let diff = parse(&format!("{text}{REST}"));
        let [file] = diff.files.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(file.range, 0..text.len());
        let said = diff.damage.into_iter().map(|(_, what)| what).collect();
        let change = &file.file;
        (
            change.path.to_string(),
            change.change,
            change.added,
            change.deleted,
            said,
        )
    }

    #[test]
    fn the_diff_of_a_merge_is_a_file_that_ends_where_its_lines_do() {
        let text = "diff --cc d/x.c\nindex 1,2..3\n--- a/d/x.c\n+++ b/d/x.c\n@@@ -1,3 -1,2 +1,3 @@@ f\n  a\n- b\n -c\n++d\n +e\n";
        let said = "combined diff of d/x.c, shown as it stands";
        assert_eq!(
            one(text),
            ("d/x.c".into(), Change::Modified, None, None, said.into())
        );
        let new = text.replace("index 1,2..3", "index 1,2..3\nnew file mode 100644");
        assert_eq!(one(&new).1, Change::Added);
        let gone =
            "diff --combined \"d/\\303\\244\"\nindex 1,2..0\ndeleted file mode 100644,100644\n";
        assert_eq!(one(gone).0, "d/\u{e4}");
    }

    #[test]
    fn a_context_diff_is_a_file_with_its_counts() {
        let text = "*** d/x.c.orig\tMon Jan  1 10:00:00 2024\n--- d/x.c\tMon Jan  1 10:01:00 2024\n***************\n*** 1,3 ****\n  a\n! b\n- c\n--- 1,3 ----\n  a\n! d\n! e\n***************\n*** 9 ****\n--- 9,10 ----\n  y\n+ z\n";
        let said = "context diff of d/x.c, shown as it stands";
        assert_eq!(
            one(text),
            (
                "d/x.c".into(),
                Change::Modified,
                Some(3),
                Some(2),
                said.into()
            )
        );
        let new =
            "*** a/n\t1970\n--- b/n\t2024\n***************\n*** 0 ****\n--- 1,2 ----\n+ a\n+ b\n";
        assert_eq!(one(new).1, Change::Added);
        let gone = "*** a/n\n--- b/n\n***************\n*** 1 ****\n- a\n--- 0 ----\n";
        assert_eq!((one(gone).1, one(gone).3), (Change::Deleted, Some(1)));
        assert!(parse("*** a\n--- b\nno hunk\n").files.is_empty());
    }
}
