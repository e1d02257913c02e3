//! Pages of single mails.

use super::super::fold::Folds;
use super::super::testing::{PATCH, archive_of, body, context, texts};
use super::*;
use crate::doc::diff::LineKind;

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
    let of_kind = |wanted: LineKind| {
        let lines = document.diff.lines.iter().zip(0..);
        let rows = lines
            .filter(|(line, _)| line.kind == wanted)
            .filter_map(|(_, at)| document.diff.diff_row(at, &document.text));
        rows.map(|row| row.text().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of_kind(LineKind::Added), ["+one"]);
    assert_eq!(of_kind(LineKind::Deleted), ["-gone"]);
    assert_eq!(
        of_kind(LineKind::Heading),
        ["▾ @@ -0,0 +1 @@", "▾ @@ -1,2 +1 @@"]
    );
    let numbers = document.diff.lines.iter().map(|line| (line.old, line.new));
    assert_eq!(
        numbers.collect::<Vec<_>>(),
        [(0, 0), (0, 1), (0, 0), (1, 1), (2, 0)]
    );
}

#[test]
fn each_file_of_a_diff_can_be_gone_to() {
    let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
    let file = Target::File("src/sub/old.c".to_owned());
    let line = document.find(&file).unwrap();
    assert!(texts(&document)[line].starts_with("▾ src/sub/old.c  +0 −1"));
}

#[test]
fn the_text_of_a_patch_stands_as_it_was_mailed_but_for_headings() {
    let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
    let lines = texts(&document);
    let rule = lines.iter().position(|line| line.starts_with('─')).unwrap();
    let told = ["diff ", "new file", "--- ", "+++ "];
    let mailed = PATCH
        .lines()
        .filter(|line| !told.iter().any(|start| line.starts_with(start)));
    let is_file = |line: &&&str| line.starts_with("▾ src/");
    let shown = lines
        .iter()
        .skip(rule + 1)
        .map(String::as_str)
        .collect::<Vec<_>>();
    let shown = shown.iter().filter(|line| !is_file(line));
    for (mailed, shown) in mailed.zip(shown) {
        assert_eq!(shown.trim_start_matches("▾ "), mailed);
    }
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
    assert!(lines.iter().any(|line| line.starts_with("Reply to")));
}

#[test]
fn long_quotes_and_the_signature_of_an_answer_are_folded() {
    let quoted: String = (0..20).map(|n| format!("> line {n}\n")).collect();
    let text = format!("Ann wrote:\n{quoted}\nWhy?\n\n-- \nBob\nof the lamps\n");
    let archive = archive_of(&[
        ("1@x", "[PATCH] lamp", &[], PATCH),
        ("2@x", "Re: [PATCH] lamp", &["1@x"], &text),
    ]);
    let at = archive
        .find_message(&crate::mail::MessageId::new("2@x"))
        .unwrap();
    let shown = |folds: &Folds| {
        let context = context(&archive, 0, folds);
        texts(&message(at, &body(&text), &context))
    };
    let mut folds = Folds::default();
    let rows = shown(&folds);
    let has = |rows: &[String], text: &str| rows.iter().any(|row| row == text);
    assert!(
        has(&rows, "▸ 14 lines quoted") && has(&rows, "> line 19"),
        "{rows:#?}"
    );
    assert!(has(&rows, "▸ 3 lines signature") && has(&rows, "Why?"));
    assert!(!has(&rows, "> line 13") && !has(&rows, "of the lamps"));
    folds.set_all(true);
    let rows = shown(&folds);
    assert!(
        has(&rows, "▾ 14 lines quoted") && has(&rows, "> line 0") && has(&rows, "of the lamps")
    );
}
