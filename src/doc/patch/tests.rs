//! Pages of single mails.

use super::super::fold::Folds;
use super::super::testing::{PATCH, archive_of, body, context, texts};
use super::*;
use crate::doc::Line;

fn shown(make: impl Fn(&Context<'_>) -> Document) -> Document {
    let reply = "On Monday, ann wrote:\n> quoted\nHidden\u{202e}.\n";
    let archive = archive_of(&[
        ("1", "[PATCH 1/2] one", &[], PATCH),
        ("r", "Re: [PATCH 1/2] one", &["1"], reply),
    ]);
    make(&context(&archive, 0, &Folds::default()))
}

#[test]
fn each_line_of_a_diff_has_its_role() {
    let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
    let roles = |wanted: Role| {
        let lines = document
            .lines
            .iter()
            .filter(|line| matches!(line, Line::Text { role, .. } if *role == wanted));
        let texts = lines.map(|line| document.row(line).text().to_owned());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(roles(Role::Added), ["+one"]);
    assert_eq!(roles(Role::Deleted), ["-gone"]);
    assert_eq!(roles(Role::Hunk), ["@@ -0,0 +1 @@", "@@ -1,2 +1 @@"]);
    assert_eq!(roles(Role::FileHeader).len(), 7);
}

#[test]
fn each_file_of_a_diff_can_be_gone_to() {
    let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
    let file = Target::File("src/sub/old.c".to_owned());
    let line = document.find(&file).unwrap();
    assert!(texts(&document)[line].starts_with("diff --git a/src/sub/old.c"));
}

#[test]
fn the_text_of_a_patch_stands_as_it_was_mailed() {
    let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
    let lines = texts(&document);
    let rule = lines.iter().position(|line| line.starts_with('─')).unwrap();
    let mailed: Vec<&str> = PATCH.lines().collect();
    assert_eq!(lines[rule + 1..=rule + mailed.len()], mailed);
    assert!(lines.iter().any(|line| line == "▾ Replies (1)"));
}

#[test]
fn an_absent_patch_says_so() {
    let lines = texts(&shown(|context| {
        build(SeriesIdx(0), 1, &Body::default(), context)
    }));
    assert_eq!(lines, ["Patch 2 is not in this archive."]);
}

#[test]
fn a_reply_shows_what_would_be_hidden() {
    let text = "> quoted\nHidden\u{202e}.\n";
    let lines = texts(&shown(|context| message(MsgIdx(1), &body(text), context)));
    assert!(lines.iter().any(|line| line == "Hidden⟨U+202E⟩."));
    assert!(lines.iter().any(|line| line.starts_with("Answers")));
}
