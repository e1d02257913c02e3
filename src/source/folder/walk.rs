//! Which files of a folder may hold mail, and in which order they are read.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// What was found below a folder.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Regular files, in reading order: those of a folder before those of the folders in it.
    pub(super) files: Vec<PathBuf>,
    /// What could not be looked at.
    pub(super) failed: Vec<(PathBuf, io::Error)>,
    /// Git repositories, which are not entered.
    pub(super) repositories: Vec<PathBuf>,
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
            Ok(Some(Listing { mut files, folders })) => {
                found.files.append(&mut files);
                open.extend(folders);
            }
            Ok(None) if is_repository(&folder) => found.repositories.push(folder),
            Ok(None) => {}
            Err(error) => found.failed.push((folder, error)),
        }
    }
    found
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
    let mut files = sorted(files);
    if let Some(mut order) = quilt(folder) {
        let named: HashSet<&PathBuf> = order.iter().collect();
        files.retain(|path| !named.contains(path));
        order.append(&mut files);
        files = order;
    }
    folders.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Some(Listing { files, folders }))
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

/// The order of a quilt or b4 `series` file; nothing where there is none, or where it names
/// something that is no file of the folder.
fn quilt(folder: &Path) -> Option<Vec<PathBuf>> {
    let text = fs::read_to_string(folder.join("series")).ok()?;
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split('#').next()?.split_whitespace().next())
        .collect();
    let inside = |name: &str| !name.starts_with('/') && !name.split('/').any(|part| part == "..");
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    let all = names.iter().all(|name| inside(name)) && paths.iter().all(|path| path.is_file());
    (all && !paths.is_empty()).then_some(paths)
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
                ("in/a.patch", ""),
                ("b.patch", ""),
                ("in/series", "../b.patch\n")
            ]),
            ["b.patch", "in/a.patch", "in/series"]
        );
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
