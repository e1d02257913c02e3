//! The `series` file of quilt and b4: the patches of a folder that are applied, and their order.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use crate::source::regular;

/// Bytes of the file that are read: the largest of distributions have a tenth of it.
const LONGEST: u64 = 1 << 20;

/// Names that are missed one by one; of the rest their number is told.
const TOLD: usize = 20;

/// Why a patch of the folder is not applied.
pub(super) const DISABLED: &str = "disabled in the series file";
pub(super) const UNNAMED: &str = "not named in the series file";

/// The content of a `series` file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SeriesFile {
    /// The patches in order, none twice.
    pub(super) named: Vec<PathBuf>,
    /// Patches whose lines were made comments.
    pub(super) disabled: HashSet<PathBuf>,
    /// Names without a file: the offset of the line, and a fragment.
    pub(super) odd: Vec<(u64, String)>,
}

/// Reads the `series` file of a folder; nothing where there is none, or where none of its names
/// is a file there: it is something else of that name then.
pub(super) fn read_series_file(folder: &Path) -> Option<SeriesFile> {
    let text = file_bytes(&folder.join("series"))?;
    let mut series = SeriesFile::default();
    let mut seen = HashSet::new();
    let mut missing = 0;
    let mut at = 0;
    for line in text.split_inclusive(|&b| b == b'\n') {
        let start = at;
        at += line.len() as u64;
        match name_on_line(line) {
            // `# fix.patch` switches a patch off; a comment in words names no file here and is
            // nothing.
            Some((name, true)) => series.disabled.extend(inside(folder, name)),
            Some((name, false)) => match inside(folder, name) {
                // A patch that is named twice is applied once, where it is named first.
                Some(path) if seen.insert(path.clone()) => series.named.push(path),
                Some(_) => {}
                None => {
                    missing += 1;
                    if missing <= TOLD {
                        series.odd.push((start, not_there(name)));
                    }
                }
            },
            None => {}
        }
    }
    if missing > TOLD {
        let rest = format!(
            "{} more names of what is not in this folder",
            missing - TOLD
        );
        series.odd.push((at, rest));
    }
    // Commented out in one place and named in another: it is applied.
    series.disabled.retain(|path| !seen.contains(path));
    (!series.named.is_empty()).then_some(series)
}

/// The bytes of a file, as far as they are read.
fn file_bytes(path: &Path) -> Option<Vec<u8>> {
    let (file, _) = regular::open_regular(path).ok()?;
    let mut text = Vec::new();
    file.take(LONGEST).read_to_end(&mut text).ok()?;
    Some(text)
}

/// The name on a line, and whether it stands in a comment. What follows the name are options of
/// `patch` (`-p0`, `-R`) and comments; a `#` within it is its own, as for quilt.
fn name_on_line(line: &[u8]) -> Option<(&[u8], bool)> {
    let line = line.trim_ascii();
    // Only at the begin of a line: `fix#2.patch` is a name.
    let bare = line.trim_ascii_start().strip_prefix(b"#");
    let rest = bare.unwrap_or(line).trim_ascii_start();
    let name = rest.split(u8::is_ascii_whitespace).next()?;
    (!name.is_empty()).then_some((name, bare.is_some()))
}

/// The file that a name means, if it lies in the folder.
fn inside(folder: &Path, name: &[u8]) -> Option<PathBuf> {
    let name = Path::new(OsStr::from_bytes(name));
    let mut parts = name.components();
    // Neither `/etc/passwd` nor `../x.patch`: a folder of patches must not choose what else is
    // read.
    let is_inside = parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let path: PathBuf = folder.join(name).components().collect();
    (is_inside && is_own(&path, folder)).then_some(path)
}

/// Whether a path is a regular file of a folder, also where a folder on the way is a link.
fn is_own(path: &Path, folder: &Path) -> bool {
    if !fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file()) {
        return false;
    }
    let real = fs::canonicalize(path)
        .ok()
        .zip(fs::canonicalize(folder).ok());
    real.is_some_and(|(path, folder)| path.starts_with(folder))
}

fn not_there(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    format!("it names \"{name}\", which is no file of this folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the `series` file of a folder says that holds `a.patch`, `b#1.patch` and `in/c.patch`.
    fn read_of(text: &[u8]) -> Option<(Vec<String>, Vec<String>, Vec<u64>)> {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("patches");
        fs::create_dir_all(folder.join("in")).unwrap();
        fs::write(root.path().join("out.patch"), "").unwrap();
        for name in ["a.patch", "b#1.patch", "in/c.patch"] {
            fs::write(folder.join(name), "").unwrap();
        }
        fs::write(folder.join("series"), text).unwrap();
        let series = read_series_file(&folder)?;
        let name = |path: &PathBuf| path.strip_prefix(&folder).unwrap().display().to_string();
        Some((
            series.named.iter().map(name).collect(),
            series.disabled.iter().map(name).collect(),
            series.odd.iter().map(|(at, _)| *at).collect(),
        ))
    }

    fn all(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn names_stand_first_on_their_lines() {
        let text = b"# a list\n\n  in/c.patch -p0 # why\r\n./a.patch\t-R\nb#1.patch\na.patch\n";
        let named = all(&["in/c.patch", "a.patch", "b#1.patch"]);
        assert_eq!(read_of(text), Some((named, vec![], vec![])));
    }

    #[test]
    fn a_name_in_a_comment_is_disabled_unless_it_stands_elsewhere_too() {
        let text = b"#a.patch -p1\n# in/c.patch\n#gone.patch\n# b#1.patch was moved\nb#1.patch\n";
        let (named, mut disabled, odd) = read_of(text).unwrap();
        disabled.sort();
        assert_eq!(named, ["b#1.patch"]);
        assert_eq!(disabled, ["a.patch", "in/c.patch"]);
        assert!(odd.is_empty());
    }

    #[test]
    fn what_is_not_there_is_told_and_the_rest_stands() {
        let text = b"gone.patch\na.patch\n../out.patch\n/etc/passwd\nin\n\xff.patch\n";
        let (named, _, odd) = read_of(text).unwrap();
        assert_eq!(named, ["a.patch"]);
        assert_eq!(odd, [0, 19, 32, 44, 47]);
        let many = [&b"a.patch\n"[..], &b"gone\n".repeat(100)].concat();
        assert_eq!(read_of(&many).unwrap().2.len(), TOLD + 1);
    }

    #[test]
    fn no_more_of_it_is_read_than_the_longest_has() {
        let comment = "# a comment\n".repeat(1 << 17);
        let text = format!("a.patch\n{comment}in/c.patch\n");
        assert_eq!(read_of(text.as_bytes()).unwrap().0, ["a.patch"]);
    }

    #[test]
    fn an_absolute_name_and_one_through_a_link_count_for_nothing() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = |name: &str| root.path().join(name);
        fs::write(at("a.patch"), "").unwrap();
        fs::write(other.path().join("b.patch"), "").unwrap();
        std::os::unix::fs::symlink(other.path(), at("out")).unwrap();
        for name in [&*at("a.patch").to_string_lossy(), "out/b.patch"] {
            fs::write(at("series"), format!("{name}\n")).unwrap();
            assert_eq!(read_series_file(root.path()), None, "{name}");
        }
    }

    #[test]
    fn a_file_that_names_none_of_the_folder_is_no_list() {
        for text in [&b""[..], b"gone.patch\n", b"#a.patch\n", b"../out.patch\n"] {
            assert_eq!(read_of(text), None);
        }
        assert_eq!(read_series_file(tempfile::tempdir().unwrap().path()), None);
    }
}
