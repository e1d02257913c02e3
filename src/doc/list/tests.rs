//! Rows of the list at several widths.

use super::super::fold::Folds;
use super::super::testing::{PATCH, archive_of, context};
use super::right::replies;
use super::*;
use crate::archive::Archive;

fn archive() -> Archive {
    archive_of(&[
        ("a", "[PATCH kvm-unit-tests 0/2] Title", &[], "Prose.\n"),
        ("a1", "[PATCH kvm-unit-tests 1/2] one", &["a"], PATCH),
        ("a2", "[PATCH kvm-unit-tests 2/2] two", &["a"], PATCH),
        ("b", "[PATCH kvm-unit-tests v2 0/2] Title", &[], "Prose.\n"),
        ("b1", "[PATCH kvm-unit-tests v2 1/2] one", &["b"], PATCH),
        (
            "r",
            "Re: [PATCH v2 1/2] one",
            &["b1"],
            "Acked-by: ann <ann@example.org>\n",
        ),
        ("z", "A question", &[], "Why?\n"),
    ])
}

fn rows(series: &[u32], width: usize) -> Vec<String> {
    let archive = archive();
    let folds = Folds::default();
    let context = Context {
        width,
        ..context(&archive, 86400, &folds)
    };
    let series: Vec<SeriesIdx> = series.iter().copied().map(SeriesIdx).collect();
    let loose: Vec<MsgIdx> = archive.loose().collect();
    let section = ListSection {
        group: None,
        series,
    };
    let list = build(&[section], &loose, &context);
    let shown = |(at, line): (usize, &Line)| match line {
        Line::Series(_) | Line::Discussion(_) => list_row(&list, at, Standing::default(), &context),
        line => list.row(line),
    };
    let rows = list.lines.iter().enumerate().map(shown);
    rows.map(|row| row.text().to_owned()).collect()
}

#[test]
fn columns_go_in_their_order_as_the_width_shrinks() {
    let all = [90, 84, 64, 56, 40].map(|width| rows(&[0], width).swap_remove(0));
    let all = all.map(|row| row.trim().to_owned());
    insta::assert_snapshot!(all.join("\n"), @r"
    N! v2▸  1/2     kvm-unit-tests: Title       ann           19h     +1     −1  1·0·0     1
    N! v2▸  1/2   kvm-unit-tests: Title           ann           19h     +1     −1    1
    N! v2▸  1/2   kvm-unit-tests: Title         ann       19h    1
    N! v2▸  1/2   kvm-unit-tests: Title       ann       19h
    N! v2▸   kvm-unit-tests…  ann       19h
    ");
}

#[test]
fn replies_never_touch_what_stands_before_them() {
    for width in [64, 90] {
        let columns = Columns::of(width);
        for (all, fresh) in [(3, 0), (27, 3), (27, 13), (4321, 9), (99_999, 0)] {
            let mut row = Row::default();
            replies(all, fresh, columns, &mut row);
            assert!(row.text().starts_with(' '), "{}", row.text());
        }
    }
}

#[test]
fn an_older_version_stands_below_its_newer_one() {
    let open = rows(&[0, 1], 64);
    assert!(open[0].starts_with(" N! v2▾"), "{}", open[0]);
    assert!(open[1].starts_with(" N └v1 "), "{}", open[1]);
}

#[test]
fn mails_of_no_series_stand_at_the_end() {
    let rows = rows(&[0], 64);
    assert_eq!(rows[1], "▾ Threads of no series (1)");
    assert!(rows[2].contains("A question"));
}
