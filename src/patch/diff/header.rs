//! The lines before a file's first hunk: git's extended headers, plain `---`/`+++`, `Index:`.

use super::Lines;
use crate::patch::stat::{Change, FileChange};

/// Whether a line may begin a file of a diff.
pub(super) fn may_start(line: &str) -> bool {
    line.starts_with("diff ") || line.starts_with("--- ") || line.starts_with("Index: ")
}

/// Reads header lines up to the first hunk. None where the lines are no diff after all; the
/// place is then undefined and the caller goes on behind the first line.
pub(super) fn read(lines: &mut Lines<'_>, damage: &mut Vec<(usize, String)>) -> Option<FileChange> {
    let at = lines.at;
    let first = lines.next()?;
    if let Some(paths) = first.strip_prefix("diff --git ") {
        return git(lines, paths);
    }
    if first.starts_with("diff --cc ") || first.starts_with("diff --combined ") {
        damage.push((at, "a combined diff, which no tool applies".to_owned()));
        return None;
    }
    if first.starts_with("--- ") {
        lines.at = at;
        return plain(lines);
    }
    // `diff -u a b` and `Index: a`, an underline and notes may stand before the `---` line.
    for _ in 0..4 {
        let (line, next) = lines.peek()?;
        if line.starts_with("--- ") {
            return plain(lines);
        }
        if may_start(line) || line.starts_with("@@") {
            return None;
        }
        lines.at = next;
    }
    None
}

/// `--- old` and `+++ new` with a hunk behind them.
fn plain(lines: &mut Lines<'_>) -> Option<FileChange> {
    let old = lines.next()?.strip_prefix("--- ")?;
    let new = lines.next()?.strip_prefix("+++ ")?;
    if !lines.peek()?.0.starts_with("@@ -") {
        return None;
    }
    let (old, new) = (name(old), name(new));
    let file = match (old, new) {
        (None, Some(path)) => FileChange {
            path,
            change: Change::Added,
            ..FileChange::default()
        },
        (Some(path), None) => FileChange {
            path,
            change: Change::Deleted,
            ..FileChange::default()
        },
        (Some(old), Some(new)) => FileChange {
            path: better_name(old, new),
            ..FileChange::default()
        },
        (None, None) => return None,
    };
    Some(file)
}

/// git-apply takes the shorter of two names: `x.c.orig` and `x.c` are `x.c`.
fn better_name(old: String, new: String) -> String {
    if old.len() < new.len() && new.starts_with(&old) {
        old
    } else {
        new
    }
}

/// The extended headers of `diff --git`.
fn git(lines: &mut Lines<'_>, paths: &str) -> Option<FileChange> {
    let mut file = FileChange {
        path: same_name(paths).unwrap_or_default(),
        ..FileChange::default()
    };
    let mut any = false;
    while let Some((line, next)) = lines.peek() {
        if !extended(line, &mut file) {
            if line.starts_with("--- ") && !named(lines, &mut file) {
                break;
            }
            if line.starts_with("--- ") {
                any = true;
                continue;
            }
            if line == "GIT binary patch" || line.starts_with("Binary files ") {
                file.binary = true;
                any = true;
                if line.starts_with("Binary") {
                    lines.at = next;
                }
            }
            break;
        }
        any = true;
        lines.at = next;
    }
    if file.path.is_empty() {
        file.path = loose_name(paths)?;
    }
    (any || !file.path.is_empty()).then_some(file)
}

/// One extended header line; whether it was one.
fn extended(line: &str, file: &mut FileChange) -> bool {
    let mode = |text: &str| Some(text.trim().to_owned());
    let path = |text: &str| unquote(text.trim_end()).unwrap_or_else(|| text.trim_end().to_owned());
    if let Some(text) = line.strip_prefix("new file mode ") {
        (file.change, file.new_mode) = (Change::Added, mode(text));
    } else if let Some(text) = line.strip_prefix("deleted file mode ") {
        (file.change, file.old_mode) = (Change::Deleted, mode(text));
    } else if let Some(text) = line.strip_prefix("old mode ") {
        file.old_mode = mode(text);
    } else if let Some(text) = line.strip_prefix("new mode ") {
        file.new_mode = mode(text);
    } else if let Some(text) = line.strip_prefix("rename from ") {
        (file.change, file.old_path) = (Change::Renamed, Some(path(text)));
    } else if let Some(text) = line.strip_prefix("copy from ") {
        (file.change, file.old_path) = (Change::Copied, Some(path(text)));
    } else if let Some(text) = line
        .strip_prefix("rename to ")
        .or_else(|| line.strip_prefix("copy to "))
    {
        file.path = path(text);
    } else {
        return line.starts_with("index ")
            || line.starts_with("similarity index ")
            || line.starts_with("dissimilarity index ");
    }
    true
}

/// `---` and `+++` behind git's headers; they name the file better than the first line.
/// False where no `+++` follows: then the line is not of the diff.
fn named(lines: &mut Lines<'_>, file: &mut FileChange) -> bool {
    let mut ahead = *lines;
    let old = ahead.next().and_then(|line| line.strip_prefix("--- "));
    let new = ahead.next().and_then(|line| line.strip_prefix("+++ "));
    let (Some(old), Some(new)) = (old, new) else {
        return false;
    };
    lines.at = ahead.at;
    match (name(old), name(new)) {
        (None, Some(path)) => {
            file.path = path;
            file.change = Change::Added;
        }
        (Some(path), None) => {
            file.path = path;
            file.change = Change::Deleted;
        }
        (_, Some(path)) if !matches!(file.change, Change::Renamed | Change::Copied) => {
            file.path = path
        }
        _ => {}
    }
    true
}

/// The path of a `---` or `+++` line; none for `/dev/null`. Takes off a time stamp and the
/// first component (`a/`, `b/`, or any, as `patch -p1` does) where there is one to take.
fn name(text: &str) -> Option<String> {
    let text = match unquote(text) {
        Some(path) => path,
        None => text
            .split('\t')
            .next()
            .unwrap_or(text)
            .trim_end()
            .to_owned(),
    };
    if text == "/dev/null" {
        return None;
    }
    Some(strip_prefix(&text).to_owned())
}

/// Takes `a/` off; a path without any slash stands as it is (`--no-prefix`).
fn strip_prefix(path: &str) -> &str {
    match path.split_once('/') {
        Some((first, rest)) if !rest.is_empty() && !first.is_empty() => rest,
        _ => path,
    }
}

/// The path of `a/PATH b/PATH`: the one split at which both names are the same (git-apply's rule
/// for names with blanks and ` b/` in them).
fn same_name(paths: &str) -> Option<String> {
    if paths.starts_with('"') {
        let (first, _) = quoted(paths)?;
        return Some(strip_prefix(&first).to_owned());
    }
    let paths = paths.trim_end();
    for (at, _) in paths.match_indices(' ') {
        let (old, new) = (paths.get(..at)?, paths.get(at + 1..)?);
        let (old, new) = (strip_prefix(old), strip_prefix(new));
        if !old.is_empty() && old == new {
            return Some(new.to_owned());
        }
    }
    None
}

/// The second name where the two differ and no other line says it.
fn loose_name(paths: &str) -> Option<String> {
    let at = paths.find(" b/").or_else(|| paths.find(' '))?;
    let new = paths.get(at + 1..)?.trim_end();
    let new = unquote(new).unwrap_or_else(|| new.to_owned());
    Some(strip_prefix(&new).to_owned())
}

/// A name in git's C-style quotes, whole.
fn unquote(text: &str) -> Option<String> {
    text.starts_with('"')
        .then(|| quoted(text))
        .flatten()
        .map(|(name, _)| name)
}

/// The quoted name at the start of a text and what follows it. Octal escapes are bytes of UTF-8.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut bytes = Vec::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                return Some((
                    String::from_utf8_lossy(&bytes).into_owned(),
                    text.get(at + 1..)?,
                ));
            }
            '\\' => match chars.next()?.1 {
                'n' => bytes.push(b'\n'),
                't' => bytes.push(b'\t'),
                'r' => bytes.push(b'\r'),
                'a' => bytes.push(7),
                'b' => bytes.push(8),
                'f' => bytes.push(12),
                'v' => bytes.push(11),
                digit @ '0'..='7' => {
                    let mut value = digit.to_digit(8)?;
                    for _ in 0..2 {
                        let Some(more) = chars.peek().and_then(|(_, c)| c.to_digit(8)) else {
                            break;
                        };
                        value = value * 8 + more;
                        chars.next();
                    }
                    bytes.push(u8::try_from(value & 0xff).ok()?);
                }
                other => bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
            },
            other => bytes.extend(other.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_blanks_are_split_where_both_halves_agree() {
        assert_eq!(same_name("a/a b/c b/a b/c").as_deref(), Some("a b/c"));
        assert_eq!(same_name("x.c x.c").as_deref(), Some("x.c"));
    }

    #[test]
    fn quoted_names_are_bytes_of_utf8() {
        assert_eq!(unquote(r#""a/gr\303\274n.c""#).as_deref(), Some("a/grün.c"));
    }

    #[test]
    fn a_time_stamp_is_no_part_of_a_name() {
        assert_eq!(name("a/x.c\t2021-01-01 10:00:00").as_deref(), Some("x.c"));
        assert_eq!(name("/dev/null"), None);
    }
}
