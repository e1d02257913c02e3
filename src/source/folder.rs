//! A folder of mail: Maildir, MH, patches, or a tree of any of these. Files are told by content
//! when they are read; here only their order is found.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder that may hold mail, in reading order, and what could not be looked at.
pub(super) fn files(root: &Path) -> (Vec<PathBuf>, Vec<(PathBuf, String)>) {
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    // A stack of our own: how deep folders nest is the input's choice.
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                failed.push((folder, error.to_string()));
                continue;
            }
        };
        let (mut names, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let path = entry.path();
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if kind.is_dir() {
                folders.push(path);
            } else if !is_passed_over(&path) {
                names.push(path);
            }
        }
        let maildir = folders.iter().any(|f| f.ends_with("cur"))
            && folders.iter().any(|f| f.ends_with("new"));
        folders.retain(|f| !(f.ends_with(".git") || maildir && f.ends_with("tmp")));
        sort(&mut names);
        if let Some(order) = quilt(&folder) {
            names = order;
        }
        found.append(&mut names);
        folders.sort_unstable_by(|a, b| b.cmp(a));
        open.append(&mut folders);
    }
    (found, failed)
}

/// Control files of Maildir and MH: dot files, `.mh_sequences`, `dovecot-uidlist`.
fn is_passed_over(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    name.starts_with('.') || name.starts_with("dovecot")
}

/// Names in order; numbers by their value (MH).
fn sort(names: &mut [PathBuf]) {
    names.sort_by_cached_key(|path| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        (name.parse::<u64>().map_or(u64::MAX, |number| number), name)
    });
}

/// The order of a quilt or b4 `series` file, where every file it names is there.
fn quilt(folder: &Path) -> Option<Vec<PathBuf>> {
    let text = fs::read_to_string(folder.join("series")).ok()?;
    let names = text
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim());
    let names: Vec<&str> = names
        .filter(|name| !name.is_empty())
        .filter_map(|name| name.split(' ').next())
        .collect();
    // A name from a file stays in the folder.
    if names
        .iter()
        .any(|name| name.contains("..") || name.starts_with('/'))
    {
        return None;
    }
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    (!paths.is_empty() && paths.iter().all(|path| path.is_file())).then_some(paths)
}
