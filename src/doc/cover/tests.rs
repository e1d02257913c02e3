//! Pages of series.

use super::super::fold::Folds;
use super::super::testing::{PATCH, archive_of, body, context, texts};
use super::*;

const COVER: &str = "\
Prose.

Changes in v1:
- first

Changes in v2:
- second

Ann (2):
  one
  two

 a | 1 +
 1 file changed, 1 insertion(+)

-- 
2.40
";

fn cover(folds: &Folds) -> Document {
    page(folds, false)
}

fn page(folds: &Folds, is_low: bool) -> Document {
    let archive = archive_of(&[
        ("c", "[PATCH v2 0/2] Title", &[], COVER),
        ("1", "[PATCH v2 1/2] one", &["c"], PATCH),
        (
            "r",
            "Re: [PATCH v2 0/2] Title",
            &["c"],
            "Reviewed-by: ann <ann@example.org>\n",
        ),
        ("s", "Re: [PATCH v2 0/2] Title", &["r"], "Thanks.\n"),
    ]);
    let context = Context {
        is_low,
        ..context(&archive, 86400, folds)
    };
    build(SeriesIdx(0), Some(&body(COVER)), &context)
}

#[test]
fn where_there_are_few_rows_the_head_takes_two_until_more_is_asked_for() {
    let mut folds = Folds::default();
    let low = texts(&page(&folds, true));
    let short = |row: &str| row.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(short(&low[0]), "From ann <ann@example.org> 1d ago 0·1·0");
    assert_eq!(
        short(&low[1]),
        "To/Cc 337 recipients ▸ 1 file +1 −0 0/1 read"
    );
    assert!(low[2].contains("missing 2"), "what is wrong stays: {low:?}");
    assert!(low[3].starts_with('─'));
    folds.set_open(head::RECIPIENTS, true);
    assert_eq!(texts(&page(&folds, true)), texts(&page(&folds, false)));
}

#[test]
fn the_patches_come_in_the_place_of_the_shortlog() {
    let document = cover(&Folds::default());
    let lines = texts(&document);
    let at = |start: &str| lines.iter().position(|line| line.starts_with(start));
    let order = [
        "From     ann <ann@example.org>",
        "Date     1970-01-01 00:00 +0000 (1d ago)",
        "To/Cc    337 recipients",
        "Changes  1 file +1 −0, as the letter says",
        "Tags     Reviewed-by ann",
        "!        missing 2",
        "─",
        "▾ Description",
        "  Prose.",
        "▸ Changes in v1  (1 line)",
        "▾ Changes in v2",
        "  - second",
        "▾ Patches (2)  1 here",
        "    1 one ",
        "    2 two ",
        "▾ Replies to the cover letter (2)",
        "● ann",
        "● └ ann",
        "▸ Shortlog (3 lines)",
        "▸ Diffstat (1 file, +1 −0)",
    ];
    let places: Vec<_> = order.map(at).into();
    assert!(places.iter().all(Option::is_some), "{lines:#?}\n{places:?}");
    assert!(places.is_sorted(), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("Ann (2)")));
}

#[test]
fn an_absent_patch_is_a_row_that_says_so() {
    let document = cover(&Folds::default());
    let line = document.find(&Target::Slot(SeriesIdx(0), 1)).unwrap();
    assert!(texts(&document)[line].ends_with("not in this archive"));
}

#[test]
fn a_closed_section_is_its_heading() {
    let mut folds = Folds::default();
    folds.set_open("patches", false);
    let lines = texts(&cover(&folds));
    assert!(lines.iter().any(|line| line.starts_with("▸ Patches")));
    assert!(!lines.iter().any(|line| line.starts_with("    1 one")));
}
