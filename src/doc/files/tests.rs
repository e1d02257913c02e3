//! Trees of files.

use super::super::fold::Folds;
use super::super::testing::{archive_of, context, texts};
use super::*;

fn file(path: &str, added: u32, deleted: u32) -> FileChange {
    FileChange {
        path: path.to_owned(),
        added: Some(added),
        deleted: Some(deleted),
        changes: added + deleted,
        ..FileChange::default()
    }
}

fn lines(files: &[FileChange], folds: &Folds, flat: bool) -> Vec<String> {
    let archive = archive_of(&[]);
    let context = Context {
        width: 40,
        ..context(&archive, 0, folds)
    };
    let shape = Shape {
        flat,
        ..Shape::default()
    };
    texts(&build(files, None, shape, &context))
}

#[test]
fn single_folders_are_joined_and_folders_stand_first() {
    let files = [
        file("a/b/x.c", 3, 1),
        file("a/b/c/y.c", 0, 2),
        file("z", 1, 0),
    ];
    let rows = lines(&files, &Folds::default(), false);
    let starts = [
        "3 files ",
        "▾ a/b/ ",
        "  ▾ c/ ",
        "      y.c ",
        "    x.c ",
        "  z ",
    ];
    assert_eq!(rows.len(), starts.len());
    for (row, start) in rows.iter().zip(starts) {
        assert!(row.starts_with(start), "{rows:#?}");
    }
    assert!(rows[0].contains("+4") && rows[0].contains("−3"));
}

#[test]
fn a_closed_folder_is_one_row() {
    let mut folds = Folds::default();
    folds.set("a/b", false);
    let rows = lines(&[file("a/b/x.c", 3, 1)], &folds, false);
    assert_eq!(rows.len(), 2);
    assert!(rows[1].starts_with("▸ a/b/"));
}

#[test]
fn no_count_is_invented() {
    let mut vague = file("x", 0, 0);
    (vague.added, vague.deleted, vague.changes) = (None, None, 123);
    let rows = lines(&[vague], &Folds::default(), true);
    assert!(rows[1].contains("±123"), "{rows:?}");
}

#[test]
fn marks_say_what_happens_to_a_file() {
    let mut new = file("n", 1, 0);
    new.change = Change::Added;
    let mut moved = file("m", 0, 0);
    (moved.change, moved.old_path) = (Change::Renamed, Some("o".to_owned()));
    let mut image = file("i", 0, 0);
    image.binary = true;
    let rows = lines(&[new, moved, image], &Folds::default(), true);
    let row = |start: &str| rows.iter().find(|row| row.starts_with(start));
    assert!(row("A n").is_some() && row("R o → m").is_some(), "{rows:?}");
    assert!(
        row("  i").is_some_and(|row| row.contains("Bin")),
        "{rows:?}"
    );
}

#[test]
fn a_very_deep_path_is_no_danger() {
    let deep = "d/".repeat(200_000) + "x";
    assert_eq!(
        lines(&[file(&deep, 1, 1)], &Folds::default(), false).len(),
        3
    );
}
