//! Rows of the list.

use super::super::fold::Folds;
use super::super::testing::{PATCH, archive_of, context};
use super::*;
use crate::text;

fn line(width: usize) -> String {
    let archive = archive_of(&[
        ("c", "[PATCH v2 0/2] A title that says something", &[], ""),
        ("1", "[PATCH v2 1/2] one", &["c"], PATCH),
        ("r", "Re: [PATCH v2 1/2] one", &["1"], "Yes.\n"),
    ]);
    let folds = Folds::default();
    let context = Context {
        width,
        ..context(&archive, 86400, &folds)
    };
    let document = build(&[SeriesIdx(0)], &[], &context);
    let line = document.find(&Target::Series(SeriesIdx(0))).unwrap();
    row(&document, line, State::New, &context).text().to_owned()
}

#[test]
fn a_row_says_all_there_is_room_for() {
    let wide = line(120);
    assert!(wide.starts_with(" N!"), "{wide}");
    for part in [
        "v2",
        "1/2",
        "A title that says something ",
        "ann ",
        " 22h ",
        "+1",
        "−1",
    ] {
        assert!(wide.contains(part), "{part} in {wide}");
    }
}

#[test]
fn a_row_is_never_wider_than_it_may_be() {
    for width in 1..130 {
        assert!(text::width(&line(width)) <= width, "{width}");
    }
    assert!(line(60).contains("A title"));
}
