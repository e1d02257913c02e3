//! One hunk: the `@@` line, and the lines that it announces, counted.

use super::lines::DiffLines;
use super::{FileDiff, Hunk};

/// A line as long as this, in bytes, may have been wrapped by the mailer behind it.
const WRAPPED_FROM: usize = 60;

/// The part that one line plays in a hunk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HunkStep {
    Context,
    Added,
    Deleted,
    /// `\ No newline at end of file`.
    NoNewline,
    /// Context that lost its leading blank.
    Bare,
    /// The rest of the line before it.
    Wrapped,
    /// Not of this hunk.
    Stop,
}

/// The oddities of a hunk.
#[derive(Default)]
struct Oddities {
    bare: u32,
    wrapped: u32,
}

/// Start and count.
type Span = (u32, u32);

/// Reads `-1,2 +3,4` of a line `@@ -1,2 +3,4 @@`: start and count before and after.
pub(super) fn numbers(line: &str) -> Option<(Span, Span)> {
    let (old, rest) = read_span(line.strip_prefix("@@ -")?)?;
    let (new, rest) = read_span(rest.strip_prefix(" +")?)?;
    rest.starts_with(" @@").then_some((old, new))
}

/// A start and, where one is written, a count, and what follows.
fn read_span(text: &str) -> Option<(Span, &str)> {
    let (start, rest) = number(text)?;
    // `@@ -1 +1 @@`: a count of one is left out.
    let Some(rest) = rest.strip_prefix(',') else {
        return Some(((start, 1), rest));
    };
    let (count, rest) = number(rest)?;
    Some(((start, count), rest))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.parse().ok()?, rest))
}

/// Reads the hunk that begins here into a file; false where the line is no hunk header.
pub(super) fn read_hunk(
    lines: &mut DiffLines<'_>,
    file: &mut FileDiff,
    damage: &mut Vec<(usize, String)>,
) -> bool {
    let start = lines.byte_offset();
    let Some((old, new)) = lines.peek_line().and_then(numbers) else {
        return false;
    };
    lines.skip_line();
    // Counted, as `git apply` does: a line `-- ` or `--- x` within a hunk is a deleted line.
    let mut left = (old.1, new.1);
    let mut odd = Oddities::default();
    let (added, deleted) = count(lines, &mut left, &mut odd);
    if lines
        .peek_line()
        .is_some_and(|line| line.starts_with("\\ "))
    {
        lines.skip_line();
    }
    let change = &mut file.file;
    change.added = Some(change.added.unwrap_or(0).saturating_add(added));
    change.deleted = Some(change.deleted.unwrap_or(0).saturating_add(deleted));
    change.changes = change.changes.saturating_add(added).saturating_add(deleted);
    let number = file.hunks.len() + 1;
    for what in describe(left, &odd, lines.peek_line()) {
        damage.push((
            start,
            format!("hunk {number} of {}: {what}", file.file.path),
        ));
    }
    file.hunks.push(Hunk {
        range: start..lines.byte_offset(),
        old,
        new,
    });
    true
}

/// Takes lines until none is left of what was announced; returns those added and deleted.
fn count(lines: &mut DiffLines<'_>, left: &mut (u32, u32), odd: &mut Oddities) -> (u32, u32) {
    let (mut added, mut deleted) = (0, 0);
    let mut before = 0..0;
    while *left != (0, 0) {
        let both = left.0 > 0 && left.1 > 0;
        // What nearly all lines are shows in their first bytes.
        let step = match lines.begin() {
            [b' ', ..] if both => HunkStep::Context,
            [b'+', ..] if left.1 > 0 => HunkStep::Added,
            [b'-', second, ..] if left.0 > 0 && *second != b'-' => HunkStep::Deleted,
            _ => {
                let Some(line) = lines.peek_line() else { break };
                step_line(line, lines.line_at(before), *left, lines)
            }
        };
        match step {
            HunkStep::Context => *left = (left.0 - 1, left.1 - 1),
            HunkStep::Bare => {
                *left = (left.0 - 1, left.1 - 1);
                odd.bare += 1;
            }
            HunkStep::Added => {
                left.1 -= 1;
                added += 1;
            }
            HunkStep::Deleted => {
                left.0 -= 1;
                deleted += 1;
            }
            HunkStep::Wrapped => odd.wrapped += 1,
            HunkStep::NoNewline => {}
            HunkStep::Stop => break,
        }
        before = lines.range();
        lines.skip_line();
    }
    (added, deleted)
}

fn step_line(line: &str, before: &str, left: (u32, u32), lines: &DiffLines<'_>) -> HunkStep {
    let both = left.0 > 0 && left.1 > 0;
    match line.as_bytes().first() {
        // Mailers strip blanks at line ends, so that empty context is an empty line.
        None | Some(b' ') if both => HunkStep::Context,
        Some(b'+') if left.1 > 0 => HunkStep::Added,
        Some(b'-') if left.0 > 0 && !is_signature(line, lines) => HunkStep::Deleted,
        Some(b'\\') => HunkStep::NoNewline,
        None | Some(b' ' | b'+' | b'-') => HunkStep::Stop,
        Some(_) if line.starts_with("diff -") || line.starts_with("@@ -") => HunkStep::Stop,
        // A line that begins with a tab lost the blank before it, and is no rest of a wrapped one.
        Some(b'\t') if both => HunkStep::Bare,
        // Mailers wrap near column 72: the words below a long line are its rest, below a short one
        // context that lost its blank.
        Some(_) if before.len() >= WRAPPED_FROM => HunkStep::Wrapped,
        Some(_) if both && !before.is_empty() => HunkStep::Bare,
        Some(_) => HunkStep::Stop,
    }
}

/// Whether `-- ` is the mark that git puts before its version, not a deleted `- `: only what
/// is damaged can have a line behind it that begins with a digit.
fn is_signature(line: &str, lines: &DiffLines<'_>) -> bool {
    matches!(line, "-- " | "--")
        && lines
            .peek_second()
            .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
}

fn describe(left: (u32, u32), odd: &Oddities, next: Option<&str>) -> Vec<String> {
    let plural = |n: u32| if n == 1 { "" } else { "s" };
    let mut found = Vec::new();
    if odd.wrapped > 0 {
        let n = odd.wrapped;
        found.push(format!("{n} line{} wrapped", plural(n)));
    }
    if odd.bare > 0 {
        let n = odd.bare;
        found.push(format!("{n} line{} lost the leading blank", plural(n)));
    }
    let short = left.0.max(left.1);
    if short > 0 {
        found.push(format!("{short} line{} short", plural(short)));
    } else if next.is_some_and(|line| {
        line.starts_with('+') || (line.starts_with('-') && !line.starts_with("--"))
    }) {
        found.push("more lines than announced".to_owned());
    }
    found
}
