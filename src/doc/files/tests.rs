//! Trees of a few files.

use super::super::fold::Folds;
use super::super::testing::{context, texts};
use super::*;
use crate::archive::Archive;

fn file(path: &str, added: u32, deleted: u32) -> FileChange {
    FileChange {
        path: path.into(),
        added: Some(added),
        deleted: Some(deleted),
        changes: added + deleted,
        ..FileChange::default()
    }
}

fn files() -> Vec<FileChange> {
    vec![
        file("b/only/x.c", 90, 10),
        FileChange {
            change: Change::Added,
            ..file("a.c", 3, 0)
        },
        FileChange {
            change: Change::Renamed,
            old_path: Some("b/only/y.c".into()),
            ..file("b/only/z.c", 0, 1)
        },
        FileChange {
            binary: true,
            change: Change::Deleted,
            ..file("c/d/logo.png", 0, 0)
        },
        FileChange {
            added: None,
            deleted: None,
            graph: (30, 10),
            ..file(".../deep/w.c", 80, 0)
        },
    ]
}

fn shown(shape: FilesShape, folds: &Folds) -> String {
    let archive = Archive::default();
    let narrow = Context {
        width: 40,
        ..context(&archive, 0, folds)
    };
    let document = build(&files(), None, shape, &Touches::new(), &narrow);
    let lines: Vec<String> = texts(&document);
    lines
        .iter()
        .map(|line| line.trim_end())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn folders_are_joined_and_marks_and_counts_stand_in_columns() {
    insta::assert_snapshot!(shown(FilesShape::default(), &Folds::default()), @r"
    5 files                             ±184
    ▾ .../deep/                   1 +++−
        w.c                         ±80 +++−
    ▾ b/only/                     2 ++++−
        x.c                          +90 −10
      R y.c → z.c                     +0  −1
    ▾ c/d/                        1
      D logo.png                         Bin
    A a.c                             +3  −0
    ");
}

#[test]
fn what_is_in_a_closed_folder_is_left_out() {
    let mut folds = Folds::default();
    folds.set_open(&Folds::folder_key("b/only"), false);
    let text = shown(FilesShape::default(), &folds);
    assert!(
        text.contains("▸ b/only/") && !text.contains("x.c"),
        "{text}"
    );
}

#[test]
fn the_largest_change_may_stand_first() {
    let shape = FilesShape {
        flat: true,
        order: FileOrder::Size,
    };
    insta::assert_snapshot!(shown(shape, &Folds::default()), @r"
    5 files                             ±184
      b/only/x.c                     +90 −10
      .../deep/w.c                  ±80 +++−
    A a.c                             +3  −0
    R y.c → b/only/z.c                +0  −1
    D c/d/logo.png                       Bin
    ");
}

#[test]
fn a_path_of_a_hundred_thousand_folders_is_one_row() {
    let deep = file(&"a/".repeat(100_000), 1, 0);
    let archive = Archive::default();
    let folds = Folds::default();
    let document = build(
        &[deep],
        None,
        FilesShape::default(),
        &Touches::new(),
        &context(&archive, 0, &folds),
    );
    assert_eq!(document.len(), 3);
}
