//! Finds the files of a folder that may hold mail, and the order in which they are read.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::quilt;

/// Files and folders of a tree that are listed. The largest Maildirs have half as many.
const MOST: usize = 1_000_000;

/// Folders within folders that are entered.
const DEEPEST: usize = 64;

/// The files found below a folder, and those that were passed over.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Regular files, in reading order: those of a folder before those of the folders in it.
    pub(super) files: Vec<PathBuf>,
    /// Paths that could not be looked at.
    pub(super) failed: Vec<(PathBuf, io::Error)>,
    /// Paths that were left out, and why.
    pub(super) left_out: Vec<(PathBuf, String)>,
    /// Files that a `series` file names.
    named: HashSet<PathBuf>,
    /// Patches that are no part of the series they lie beside, and why.
    pub(super) aside: HashMap<PathBuf, &'static str>,
    /// Warnings about `series` files: the file, the offset, and a fragment.
    pub(super) odd: Vec<(PathBuf, u64, String)>,
}

/// Looks through a folder and the folders in it; ends early once `go_on` says no.
pub(super) fn walk(root: &Path, go_on: &dyn Fn() -> bool) -> Walk {
    within(root, (MOST, DEEPEST), go_on)
}

/// Like [`walk`], with the number of entries and the depth that are enough.
fn within(root: &Path, (most, deepest): (usize, usize), go_on: &dyn Fn() -> bool) -> Walk {
    let mut walker = Walker {
        // The argument may be a link; what it leads to is the folder that nothing leaves.
        root: fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf()),
        found: Walk::default(),
        left: most,
        is_full: false,
        go_on,
    };
    // A link may lead back to where it stands.
    let mut seen = HashSet::new();
    // A stack of our own: how deep folders nest is the input's choice.
    let mut open = vec![(root.to_path_buf(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let fresh = fs::metadata(&folder).map(|meta| seen.insert((meta.dev(), meta.ino())));
        let listed = fresh.and_then(|fresh| {
            if fresh {
                walker.list(&folder)
            } else {
                Ok(None)
            }
        });
        match listed {
            Ok(Some(Listing { files, folders })) => {
                walker.found.take(&folder, files);
                if depth < deepest {
                    open.extend(folders.into_iter().map(|folder| (folder, depth + 1)));
                } else if !folders.is_empty() {
                    walker.leave_out(folder, &format!("folders more than {deepest} deep"));
                }
            }
            Ok(None) if is_repository(&folder) => {
                walker.leave_out(folder, "a git repository; open it by itself");
            }
            Ok(None) => {}
            Err(error) => walker.found.failed.push((folder, error)),
        }
        if walker.is_full {
            walker.leave_out(
                root.to_path_buf(),
                &format!("all but {most} files and folders"),
            );
            break;
        }
        if !go_on() {
            break;
        }
    }
    walker.found
}

impl Walk {
    /// Takes the files of one folder: where a `series` file orders patches, in that order, and
    /// what it does not name behind them.
    fn take(&mut self, folder: &Path, mut files: Vec<PathBuf>) {
        // A `series` file may name `in/c.patch`, and `in` is listed later: once is enough.
        files.retain(|path| !self.named.contains(path));
        let Some(series) = quilt::read_series_file(folder) else {
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

/// The content of one folder: files in reading order, folders in the reverse.
struct Listing {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

struct Walker<'a> {
    /// The folder that no link may lead out of.
    root: PathBuf,
    found: Walk,
    /// Entries that may still be looked at.
    left: usize,
    /// Whether an entry was met when none were left to be looked at.
    is_full: bool,
    go_on: &'a dyn Fn() -> bool,
}

impl Walker<'_> {
    fn leave_out(&mut self, path: PathBuf, what: &str) {
        self.found
            .left_out
            .push((path, format!("not read: {what}")));
    }

    /// Lists one folder; nothing where it is a git repository.
    fn list(&mut self, folder: &Path) -> io::Result<Option<Listing>> {
        if is_repository(folder) {
            return Ok(None);
        }
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            self.is_full = self.left == 0;
            if self.is_full || !(self.go_on)() {
                break;
            }
            self.left -= 1;
            let Some((path, kind)) = self.resolved(entry.path(), entry.file_type()?) else {
                continue;
            };
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
        // The reverse, as the walk takes the last one first.
        folders.sort_unstable_by(|a, b| b.cmp(a));
        Ok(Some(Listing {
            files: sorted(files),
            folders,
        }))
    }

    /// Returns the path and type of an entry. A link is what it leads to, unless that is nowhere or
    /// out of the folder: mail that somebody else packed must not choose what else is read.
    fn resolved(&mut self, path: PathBuf, kind: FileType) -> Option<(PathBuf, FileType)> {
        if !kind.is_symlink() {
            return Some((path, kind));
        }
        let target = fs::canonicalize(&path).ok()?;
        if !target.starts_with(&self.root) {
            self.leave_out(path, "a link out of the folder");
            return None;
        }
        let kind = fs::symlink_metadata(&target).ok()?.file_type();
        Some((target, kind))
    }
}

fn is_maildir(folder: &Path) -> bool {
    // `tmp` may be missing where a program copied only mail, and `new` where nothing is new.
    folder.join("cur").is_dir() && (folder.join("new").is_dir() || folder.join("tmp").is_dir())
}

fn is_of_server(name: &OsStr) -> bool {
    // `dovecot-uidlist`, `dovecot.index.log`
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
        // `2` before `10`, and numbers before names.
        (number.unwrap_or(u64::MAX), name)
    });
    files
}
