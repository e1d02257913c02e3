//! Diffs as pages show them.

use super::super::build::{Builder, Context};
use super::super::fold::Folds;
use super::super::testing::{archive_of, context, texts};
use super::super::{Document, Role};
use super::*;

fn shown(hunk: &str, look: DiffLook, width: usize, folds: &Folds) -> Document {
    let old = hunk.lines().filter(|l| !l.starts_with('+')).count();
    let new = hunk.lines().filter(|l| !l.starts_with('-')).count();
    let text = format!("--- a/f.c\n+++ b/f.c\n@@ -7,{old} +7,{new} @@\n{hunk}");
    whole(&text, look, width, folds)
}

fn whole(text: &str, look: DiffLook, width: usize, folds: &Folds) -> Document {
    let archive = archive_of(&[]);
    let context = Context {
        width,
        diff: look,
        ..context(&archive, 0, folds)
    };
    let mut builder = Builder::new(Row::default(), text);
    write(0..text.len(), &context, &mut builder);
    builder.into_document()
}

fn rows(hunk: &str, look: DiffLook, width: usize) -> Vec<String> {
    let all = texts(&shown(hunk, look, width, &Folds::default()));
    all[2..].to_vec()
}

fn plain() -> DiffLook {
    DiffLook {
        numbers: Numbers::Off,
        ..DiffLook::default()
    }
}

#[test]
fn numbers_stand_before_and_after_the_change() {
    let look = DiffLook {
        numbers: Numbers::Two,
        ..DiffLook::default()
    };
    let found = rows(" a\n-b\n+c\n", look, 72);
    assert_eq!(found, ["  7   7  a", "  8     -b", "      8 +c"]);
    let look = DiffLook {
        numbers: Numbers::One,
        ..DiffLook::default()
    };
    assert_eq!(rows("-b\n+c\n", look, 72), ["  7 -b", "  7 +c"]);
}

#[test]
fn a_diff_of_another_kind_is_shown_line_by_line() {
    let context = "*** f.c.orig\n--- f.c\n***************\n*** 1,3 ****\n  a\n\n! b\n--- 1,3 ----\n  a\n\n! c\n";
    let merge =
        "diff --cc f.c\nindex 1,2..3\n--- a/f.c\n+++ b/f.c\n@@@ -1 -1 +1 @@@\n- a\n -b\n++c\n";
    for text in [context, merge] {
        let found = texts(&whole(text, plain(), 72, &Folds::default()));
        assert!(found[0].starts_with("▾ f.c"), "{}", found[0]);
        assert_eq!(found[1..], text.lines().collect::<Vec<_>>());
    }
}

#[test]
fn what_is_folded_is_one_row() {
    let mut folds = Folds::default();
    folds.set_open("diff f.c @0", false);
    let found = texts(&shown(" a\n-b\n", plain(), 72, &folds));
    assert_eq!(found, ["▾ f.c  +0 −1", "▸ @@ -7,2 +7,1 @@"]);
    folds.set_all(false);
    assert_eq!(texts(&shown(" a\n-b\n", plain(), 72, &folds)).len(), 1);
}

#[test]
fn the_sides_stand_beside_each_other() {
    let look = DiffLook {
        layout: DiffLayout::Split,
        ..plain()
    };
    let found = rows(" a\n-b\n-c\n+d\n", look, 9);
    assert_eq!(found, [" a  │ a", "-b  │+d", "-c  │"]);
}

#[test]
fn a_change_of_nothing_but_blanks_can_be_hidden() {
    let look = DiffLook {
        blanks: false,
        ..plain()
    };
    let hunk = "-if (a)\n-b\n-c;\n+if  (a)\n+d\n+\tc;\n";
    assert_eq!(rows(hunk, look, 72), [" if  (a)", "-b", "+d", "        c;"]);
    let document = shown(hunk, look, 72, &Folds::default());
    let kinds = document.diff.lines.iter().map(|line| line.kind);
    assert_eq!(kinds.filter(|kind| *kind == LineKind::Context).count(), 2);
}

#[test]
fn a_block_that_moved_is_told_apart() {
    let block = ["int lamp(void)", "{", "return bright_lamp();"];
    let with = |sign: char| block.map(|line| format!("{sign}{line}\n")).concat();
    let hunk = format!("{} keep\n{}+int new;\n", with('-'), with('+'));
    let document = shown(&hunk, plain(), 72, &Folds::default());
    let moved = document.diff.lines.iter().filter(|line| line.moved);
    assert_eq!(moved.count(), 6);
    let row = document.diff.diff_row(1, &document.text).unwrap();
    assert!(row.spans().iter().any(|span| span.1 == Role::MovedFrom));
}

#[test]
fn words_and_blanks_stand_out() {
    let document = shown(
        "-int a(void);\n+int b(void); \n",
        plain(),
        72,
        &Folds::default(),
    );
    let roles = |at| -> Vec<Role> {
        let row = document.diff.diff_row(at, &document.text).unwrap();
        row.spans().iter().map(|span| span.1).collect()
    };
    assert!(roles(1).contains(&Role::DeletedWord));
    assert!(roles(2).contains(&Role::AddedWord) && roles(2).contains(&Role::BadBlank));
}

#[test]
fn file_and_hunk_stay_on_top_once_they_are_above() {
    let hunk = " a\n b\n c\n d\n e\n";
    let document = shown(hunk, plain(), 40, &Folds::default());
    let top = |first| -> Vec<String> {
        let rows = document.diff.sticky(first, &document.text);
        rows.iter().map(|row| row.text().to_owned()).collect()
    };
    assert!(top(0).is_empty());
    assert_eq!(top(1).len(), 2);
    assert!(top(2)[0].starts_with("f.c  +0 −0") && top(2)[0].ends_with("hunk 1/1"));
    assert_eq!(top(2)[1], "▾ @@ -7,5 +7,5 @@");
}

#[test]
fn side_by_side_a_note_stays_below_the_line_it_is_about() {
    let look = DiffLook {
        layout: DiffLayout::Split,
        numbers: Numbers::One,
        ..plain()
    };
    let found = rows("-b\n\\ No end\n+c\n+d\n\\ No end\n", look, 29);
    assert_eq!(
        found,
        [
            "  7 -b        │  7 +c",
            "    \\ No end  │  8 +d",
            "              │    \\ No end"
        ]
    );
}

#[test]
fn one_column_of_numbers_counts_as_the_file_is_now() {
    let look = DiffLook {
        numbers: Numbers::One,
        ..plain()
    };
    let found = rows("-b\n-c\n d\n+e\n", look, 60);
    assert_eq!(found, ["  7 -b", "  8 -c", "  7  d", "  8 +e"]);
}

#[test]
fn a_hunk_viewed_with_other_lines_around_it_is_open_and_says_so() {
    let archive = archive_of(&[]);
    let folds = Folds::default();
    let mut marks = crate::archive::marks::Marks::default();
    let viewed = "@@ -1,3 +1,3 @@\n before\n-one\n+two\n after\n";
    marks.view_hunks(&[HunkKeys::of("f.c", viewed)], true);
    let headings = |around: &str| {
        let text =
            format!("--- a/f.c\n+++ b/f.c\n@@ -7,3 +7,3 @@\n {around}\n-one\n+two\n after\n");
        let context = Context {
            marks: &marks,
            ..context(&archive, 0, &folds)
        };
        let mut builder = Builder::new(Row::default(), &text);
        write(0..text.len(), &context, &mut builder);
        let all = texts(&builder.into_document());
        (all[1].clone(), all.len())
    };
    let (same, folded) = headings("before");
    let (alike, open) = headings("other");
    assert!(same.starts_with("▸ ✓ @@"), "{same}");
    assert!(alike.starts_with("▾ ≈ @@"), "{alike}");
    assert_eq!((folded, open), (2, 6));
}
