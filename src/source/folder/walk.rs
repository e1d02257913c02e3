//! Which files of a folder may hold mail, and in which order they are read.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::quilt;

/// What was found below a folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Regular files, in reading order: those of a folder before those of the folders in it.
    pub(super) files: Vec<PathBuf>,
    /// What could not be looked at.
    pub(super) failed: Vec<(PathBuf, io::Error)>,
    /// Git repositories, which are not entered.
    pub(super) repositories: Vec<PathBuf>,
    /// Files that a `series` file names.
    named: HashSet<PathBuf>,
    /// Patches that are no part of the series they lie beside, and why.
    pub(super) aside: HashMap<PathBuf, &'static str>,
    /// What is odd in a `series` file: the file, the offset, and a fragment.
    pub(super) odd: Vec<(PathBuf, u64, String)>,
}

/// Looks through a folder and the folders in it.
pub(super) fn walk(root: &Path) -> Walk {
    let mut found = Walk::default();
    // A link may lead back to where it stands.
    let mut seen = HashSet::new();
    // A stack of our own: how deep folders nest is the input's choice.
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let fresh = fs::metadata(&folder).map(|meta| seen.insert((meta.dev(), meta.ino())));
        let listed = fresh.and_then(|fresh| if fresh { list(&folder) } else { Ok(None) });
        match listed {
            Ok(Some(Listing { files, folders })) => {
                found.take(&folder, files);
                open.extend(folders);
            }
            Ok(None) if is_repository(&folder) => found.repositories.push(folder),
            Ok(None) => {}
            Err(error) => found.failed.push((folder, error)),
        }
    }
    found
}

impl Walk {
    /// Takes the files of one folder: where a `series` file orders patches, in that order, and
    /// what it does not name behind them.
    fn take(&mut self, folder: &Path, mut files: Vec<PathBuf>) {
        // A folder in another one may hold what that one's series names.
        files.retain(|path| !self.named.contains(path));
        let Some(series) = quilt::read(folder) else {
            self.files.append(&mut files);
            return;
        };
        let of_series = folder.join("series");
        self.named.extend(series.named.iter().cloned());
        self.files.extend(series.named);
        files.retain(|path| !self.named.contains(path));
        let why = |path: &PathBuf| {
            if series.disabled.contains(path) {
                quilt::DISABLED
            } else {
                quilt::UNNAMED
            }
        };
        self.aside
            .extend(files.iter().map(|path| (path.clone(), why(path))));
        self.files.append(&mut files);
        let odd = series.odd.into_iter();
        self.odd
            .extend(odd.map(|(at, what)| (of_series.clone(), at, what)));
    }
}

/// What one folder holds: files in reading order, folders in the reverse.
struct Listing {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

/// Lists one folder; nothing where it is a git repository.
fn list(folder: &Path) -> io::Result<Option<Listing>> {
    if is_repository(folder) {
        return Ok(None);
    }
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let mut kind = entry.file_type()?;
        let path = entry.path();
        if kind.is_symlink() {
            // A link to nowhere is no mail.
            let Ok(meta) = fs::metadata(&path) else {
                continue;
            };
            kind = meta.file_type();
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        // Pipes and sockets would be waited for; hidden files are the control files of others.
        if kind.is_file() && !hidden {
            files.push(path);
        } else if kind.is_dir() && (!hidden || is_maildir(&path)) {
            folders.push(path);
        }
    }
    if is_maildir(folder) {
        // What is still being delivered, and the control files of a server.
        folders.retain(|path| path.file_name() != Some(OsStr::new("tmp")));
        files.retain(|path| !path.file_name().is_some_and(is_of_server));
    }
    folders.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Some(Listing {
        files: sorted(files),
        folders,
    }))
}

fn is_maildir(folder: &Path) -> bool {
    folder.join("cur").is_dir() && (folder.join("new").is_dir() || folder.join("tmp").is_dir())
}

fn is_of_server(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b"dovecot")
}

fn is_repository(folder: &Path) -> bool {
    folder.join("HEAD").is_file() && folder.join("objects").is_dir()
}

/// Names in order; numbers by their value (MH).
fn sorted(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    files.sort_by_cached_key(|path| {
        let name = path.file_name().unwrap_or_default().to_os_string();
        let number = name.to_str().and_then(|name| name.parse().ok());
        (number.unwrap_or(u64::MAX), name)
    });
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files found in a folder that holds some, relative to it.
    fn order(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        names(root.path())
    }

    fn names(root: &Path) -> Vec<String> {
        let found = walk(root).files;
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string();
        found.iter().map(name).collect()
    }

    #[test]
    fn a_maildir_is_cur_and_new() {
        let files = [
            ("tmp/1", ""),
            ("new/2", ""),
            ("cur/3:2,S", ""),
            ("dovecot-uidlist", ""),
            (".Sent/cur/4", ""),
            (".Sent/new/5", ""),
            (".notmuch/db", ""),
        ];
        assert_eq!(
            order(&files),
            [".Sent/cur/4", ".Sent/new/5", "cur/3:2,S", "new/2"]
        );
    }

    #[test]
    fn numbers_are_in_the_order_of_their_value() {
        assert_eq!(
            order(&[("10", ""), ("9", ""), (".mh_sequences", ""), ("sub/1", "")]),
            ["9", "10", "sub/1"]
        );
    }

    #[test]
    fn patches_are_in_the_order_of_their_names() {
        assert_eq!(
            order(&[
                ("0002-b.patch", ""),
                ("0000-cover-letter.patch", ""),
                ("0001-a.patch", "")
            ]),
            ["0000-cover-letter.patch", "0001-a.patch", "0002-b.patch"]
        );
    }

    #[test]
    fn a_series_file_gives_the_order_of_what_it_names() {
        assert_eq!(
            order(&[
                ("a.patch", ""),
                ("b.patch", ""),
                ("c.patch", ""),
                ("series", "b.patch -p1 # x\n\n# y\na.patch\n")
            ]),
            ["b.patch", "a.patch", "c.patch", "series"]
        );
        assert_eq!(
            order(&[
                ("a/1", ""),
                ("b.patch", ""),
                ("c.patch", ""),
                ("series", "a/1\ngone.patch\nc.patch\n")
            ]),
            ["a/1", "c.patch", "b.patch", "series"]
        );
    }

    #[test]
    fn what_a_series_file_leaves_out_is_marked() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        fs::create_dir(path("in")).unwrap();
        for name in ["a", "b", "c", "in/d"] {
            fs::write(path(name), "").unwrap();
        }
        fs::write(path("series"), "b\ngone\n#c -p0\n").unwrap();
        let found = walk(root.path());
        let aside = |name: &str| found.aside.get(&path(name)).copied();
        assert_eq!(aside("a"), Some(quilt::UNNAMED));
        assert_eq!(aside("b"), None);
        assert_eq!(aside("c"), Some(quilt::DISABLED));
        assert_eq!(aside("in/d"), None);
        let odd: Vec<_> = found.odd.iter().map(|(path, at, _)| (path, *at)).collect();
        assert_eq!(odd, [(&path("series"), 2)]);
    }

    #[test]
    fn links_are_followed_once_and_repositories_not_entered() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path();
        fs::create_dir_all(path.join("code.git/objects")).unwrap();
        fs::write(path.join("code.git/HEAD"), "").unwrap();
        fs::create_dir(path.join("a")).unwrap();
        fs::write(path.join("a/1"), "").unwrap();
        std::os::unix::fs::symlink("..", path.join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", path.join("gone")).unwrap();
        std::os::unix::net::UnixListener::bind(path.join("socket")).unwrap();
        assert_eq!(names(path), ["a/1"]);
        assert_eq!(walk(path).repositories, [path.join("code.git")]);
    }
}
