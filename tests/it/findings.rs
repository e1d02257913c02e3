//! Everything that fuzzing ever found, again, through the same functions.

use std::path::{Path, PathBuf};

use crate::support::file;
use crate::targets;

/// The files below a folder of findings: target and file.
fn findings(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = |path: &Path| -> Vec<PathBuf> {
        let found = std::fs::read_dir(path).into_iter().flatten().flatten();
        found.map(|entry| entry.path()).collect()
    };
    let mut all = Vec::new();
    for target in entries(folder) {
        let name = target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        all.extend(
            entries(&target)
                .into_iter()
                .map(|path| (name.clone(), path)),
        );
    }
    all.sort();
    all
}

#[test]
fn what_was_found_once_is_not_found_again() {
    for (target, path) in findings(&file("tests/findings")) {
        let bytes = std::fs::read(&path).unwrap();
        eprintln!("{}", path.display());
        targets::run(&target, &bytes);
    }
}

#[test]
fn every_target_takes_our_own_mails() {
    for entry in std::fs::read_dir(file("tests/corpus")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for (_, target) in targets::ALL {
            target(&bytes);
        }
    }
}
