//! Everything that fuzzing ever found, again, through the same functions.

use crate::support::file;
use crate::targets;

#[test]
fn what_was_found_once_is_not_found_again() {
    for (target, path) in targets::findings(&file("tests/findings")) {
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
