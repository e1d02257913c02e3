//! A diffstat as git prints it: ` PATH | 12 ++--`, "N files changed", `create mode …`.
//!
//! The number is exact, the graph is scaled to the width: added and deleted are known only
//! where the graph has as many signs as the number says. Nothing is invented.

use std::ops::Range;

use super::{Change, DiffStat, FileChange, Totals};

/// Finds the last diffstat of a text: its files and the bytes of its lines, whole lines.
/// A summary line without files above it counts too (a stat that was cut).
pub fn parse(text: &str) -> Option<(DiffStat, Range<usize>)> {
    let (summary, totals) = summaries(text).last()?;
    let mut stat = DiffStat {
        files: Vec::new(),
        totals,
    };
    let start = files_above(text, summary.start, &mut stat.files);
    let end = summary_lines(text, summary.end, &mut stat.files);
    Some((stat, start..end))
}

/// Every line "N files changed, …", with its range (line end included) and totals.
fn summaries(text: &str) -> impl DoubleEndedIterator<Item = (Range<usize>, Totals)> + '_ {
    memchr::memmem::find_iter(text.as_bytes(), " changed")
        .filter_map(|at| {
            let start = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
            let end = text
                .get(at..)?
                .find('\n')
                .map_or(text.len(), |end| at + end + 1);
            Some((start..end, summary(text.get(start..end)?)?))
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// ` 3 files changed, 58 insertions(+), 3 deletions(-)`, with either part or both.
fn summary(line: &str) -> Option<Totals> {
    let mut parts = line.strip_prefix(' ')?.trim_end().split(", ");
    let (files, rest) = parts.next()?.split_once(' ')?;
    if !matches!(rest, "file changed" | "files changed") {
        return None;
    }
    let mut totals = Totals {
        files: files.parse().ok()?,
        ..Totals::default()
    };
    for part in parts {
        let (count, what) = part.split_once(' ')?;
        match what {
            "insertion(+)" | "insertions(+)" => totals.added = count.parse().ok()?,
            "deletion(-)" | "deletions(-)" => totals.deleted = count.parse().ok()?,
            _ => return None,
        }
    }
    Some(totals)
}

/// Reads file lines upwards from a summary; where the first of them starts.
fn files_above(text: &str, mut start: usize, files: &mut Vec<FileChange>) -> usize {
    while start > 0 {
        let above = text.get(..start - 1).unwrap_or_default();
        let begin = above.rfind('\n').map_or(0, |end| end + 1);
        let Some(file) = text.get(begin..start).and_then(file_line) else {
            break;
        };
        files.push(file);
        start = begin;
    }
    files.reverse();
    start
}

/// ` PATH | 12 +++---`, ` PATH | Bin 0 -> 120 bytes`, ` PATH (new) | 3`.
fn file_line(line: &str) -> Option<FileChange> {
    let line = line.strip_prefix(' ')?.trim_end();
    let (path, value) = line
        .rsplit_once(" | ")
        .or_else(|| line.rsplit_once("\t| "))?;
    let mut file = FileChange::default();
    name(path.trim(), &mut file);
    if file.path.is_empty() {
        return None;
    }
    let value = value.trim();
    if value == "Bin" || value.starts_with("Bin ") {
        file.binary = true;
        return Some(file);
    }
    if value == "Unmerged" {
        return Some(file);
    }
    let (count, graph) = value.split_once(' ').unwrap_or((value, ""));
    file.changes = count.parse().ok()?;
    let signs = |sign: char| graph.chars().filter(|&c| c == sign).count();
    if graph.chars().any(|c| !matches!(c, '+' | '-' | ' ')) {
        return None;
    }
    let (plus, minus) = (signs('+'), signs('-'));
    file.graph = (
        u16::try_from(plus).unwrap_or(u16::MAX),
        u16::try_from(minus).unwrap_or(u16::MAX),
    );
    if plus + minus == file.changes as usize {
        file.added = u32::try_from(plus).ok();
        file.deleted = u32::try_from(minus).ok();
    } else if minus == 0 && plus > 0 {
        // git never scales a non-zero part away: no minus means none.
        (file.added, file.deleted) = (Some(file.changes), Some(0));
    } else if plus == 0 && minus > 0 {
        (file.added, file.deleted) = (Some(0), Some(file.changes));
    }
    Some(file)
}

/// The name of a file line: `a => b`, `dir/{old => new}/x.c`, or a plain path.
fn name(text: &str, file: &mut FileChange) {
    let (text, note) = match text.rsplit_once(" (") {
        Some((path, note))
            if matches!(
                note,
                "new)" | "gone)" | "new +x)" | "mode +x)" | "mode -x)" | "new +l)"
            ) =>
        {
            (path, note)
        }
        _ => (text, ""),
    };
    file.path = text.to_owned();
    match note {
        "new)" | "new +x)" | "new +l)" => file.change = Change::Added,
        "gone)" => file.change = Change::Deleted,
        _ => {}
    }
    let Some((old, new)) = renamed(text) else {
        return;
    };
    file.change = Change::Renamed;
    file.old_path = Some(old);
    file.path = new;
}

/// Both names of `a => b` or `pre/{a => b}/post`; an empty side takes its slash along.
fn renamed(text: &str) -> Option<(String, String)> {
    let (before, after) = text.split_once(" => ")?;
    let Some((head, old)) = before.rsplit_once('{') else {
        return Some((before.to_owned(), after.to_owned()));
    };
    let Some((new, tail)) = after.split_once('}') else {
        return Some((before.to_owned(), after.to_owned()));
    };
    let join = |middle: &str| {
        let tail = if middle.is_empty() {
            tail.strip_prefix('/').unwrap_or(tail)
        } else {
            tail
        };
        format!("{head}{middle}{tail}")
    };
    Some((join(old), join(new)))
}

/// The lines below the summary: `create mode 100644 PATH`, `delete mode`, `rename A => B (95%)`,
/// `copy …`, `mode change 100644 => 100755 PATH`, `rewrite …`. Where they end.
fn summary_lines(text: &str, mut at: usize, files: &mut [FileChange]) -> usize {
    while let Some(rest) = text.get(at..).filter(|rest| rest.starts_with(' ')) {
        let end = rest.find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text.get(at..end).unwrap_or_default().trim();
        if !summary_line(line, files) {
            break;
        }
        at = end;
    }
    at
}

fn summary_line(line: &str, files: &mut [FileChange]) -> bool {
    let mode = |rest: &str| {
        rest.split_once(' ')
            .map(|(mode, path)| (mode.to_owned(), path.trim().to_owned()))
    };
    if let Some((mode, path)) = line.strip_prefix("create mode ").and_then(mode) {
        with(files, &path, |f| {
            (f.change, f.new_mode) = (Change::Added, Some(mode))
        });
    } else if let Some((mode, path)) = line.strip_prefix("delete mode ").and_then(mode) {
        with(files, &path, |f| {
            (f.change, f.old_mode) = (Change::Deleted, Some(mode))
        });
    } else if let Some(rest) = line.strip_prefix("mode change ") {
        let Some((old, rest)) = rest.split_once(" => ") else {
            return false;
        };
        let (new, path) = rest.split_once(' ').unwrap_or((rest, ""));
        with(files, path.trim(), |f| {
            (f.old_mode, f.new_mode) = (Some(old.to_owned()), Some(new.to_owned()));
        });
    } else if let Some((change, rest)) = moved(line) {
        let names = rest.rsplit_once(" (").map_or(rest, |(names, _)| names);
        let Some((old, new)) = renamed(names) else {
            return false;
        };
        with(files, &new, |f| {
            (f.change, f.old_path) = (change, Some(old))
        });
    } else {
        return line.starts_with("rewrite ") && line.ends_with("%)");
    }
    true
}

fn moved(line: &str) -> Option<(Change, &str)> {
    if let Some(rest) = line.strip_prefix("rename ") {
        return Some((Change::Renamed, rest));
    }
    line.strip_prefix("copy ")
        .map(|rest| (Change::Copied, rest))
}

/// Does something to the file with a path, also where the stat shortened it. The full path is
/// then known and takes the place of the printed one.
fn with(files: &mut [FileChange], path: &str, change: impl FnOnce(&mut FileChange)) {
    let at = files
        .iter()
        .position(|f| f.path == path)
        .or_else(|| files.iter().position(|f| is_short_for(&f.path, path)));
    if let Some(file) = at.and_then(|at| files.get_mut(at)) {
        change(file);
    }
}

/// Whether a printed path, `.../x/y.c`, stands for a full one.
fn is_short_for(printed: &str, full: &str) -> bool {
    printed
        .strip_prefix("...")
        .is_some_and(|tail| !tail.is_empty() && full.ends_with(tail))
}

/// Puts full paths in the place of shortened ones, where exactly one known path fits.
pub fn complete_paths(stat: &mut DiffStat, known: &[&str]) {
    for file in &mut stat.files {
        if !file.path.starts_with("...") {
            continue;
        }
        let mut fitting = known.iter().filter(|full| is_short_for(&file.path, full));
        if let (Some(full), None) = (fitting.next(), fitting.next()) {
            file.path = (*full).to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scaled_graph_gives_no_numbers() {
        let (stat, _) = parse(" a/x.c | 153 ++++++--\n b.c   |   8 ++\n 2 files changed, 140 insertions(+), 21 deletions(-)\n").unwrap();
        assert_eq!(
            (
                stat.files[0].added,
                stat.files[0].changes,
                stat.files[0].graph
            ),
            (None, 153, (6, 2))
        );
        assert_eq!(
            (stat.files[1].added, stat.files[1].deleted),
            (Some(8), Some(0))
        );
        assert_eq!(
            stat.totals,
            Totals {
                files: 2,
                added: 140,
                deleted: 21
            }
        );
    }

    #[test]
    fn names_in_braces_are_two_paths() {
        assert_eq!(
            renamed("{old => new}/x.c"),
            Some(("old/x.c".into(), "new/x.c".into()))
        );
        assert_eq!(
            renamed("a/{ => b}/x.c"),
            Some(("a/x.c".into(), "a/b/x.c".into()))
        );
        assert_eq!(renamed("x.c => y.c"), Some(("x.c".into(), "y.c".into())));
    }

    #[test]
    fn lines_below_the_summary_belong_to_it() {
        let text = "Text.\n\n .../arm/x.S | 3 +++\n logo.png | Bin 0 -> 12 bytes\n 2 files changed, 3 insertions(+)\n create mode 100644 lib/arm/x.S\n\nMore.\n";
        let (stat, range) = parse(text).unwrap();
        assert_eq!(stat.files[0].change, Change::Added);
        assert_eq!(stat.files[0].path, ".../arm/x.S");
        assert!(stat.files[1].binary);
        assert_eq!(&text[range.end..], "\nMore.\n");
        assert_eq!(&text[..range.start], "Text.\n\n");
    }

    #[test]
    fn a_number_of_files_that_changed_in_prose_is_no_stat() {
        assert!(parse("Since 3 files changed, the plan changed.\n").is_none());
    }
}
