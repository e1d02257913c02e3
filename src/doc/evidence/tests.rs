//! What the evidence page says of a series.

use super::*;
use crate::doc::Line;
use crate::doc::fold::Folds;
use crate::doc::testing::{PATCH, archive_of, context, texts};

/// A cover, two patches, a reply with a tag for all, one for a patch, and a newer version.
fn shelf() -> crate::archive::Archive {
    archive_of(&[
        ("c", "[PATCH 0/3] lamps", &[], "Letter.\n"),
        ("1", "[PATCH 1/3] one", &["c"], PATCH),
        ("3", "[PATCH 3/3] three", &["1", "c"], PATCH),
        (
            "r",
            "Re: [PATCH 0/3] lamps",
            &["c"],
            "For the series:\n\nAcked-by: Ann <ann@example.org>\n",
        ),
        (
            "s",
            "Re: [PATCH 3/3] three",
            &["3"],
            "Reviewed-by: Eve <eve@example.org>\n",
        ),
        ("d", "[PATCH v2 0/3] lamps", &["ghost@x"], "Letter.\n"),
    ])
}

fn page(id: &str, folds: &Folds) -> Vec<String> {
    let archive = shelf();
    let mut all = (0..).map(SeriesIdx);
    let at = all
        .find(|at| archive.series(*at).unwrap().id.as_str() == id)
        .unwrap();
    let wide = Context {
        width: 200,
        ..context(&archive, 0, folds)
    };
    texts(&build(at, &wide))
}

fn holds(page: &[String], wanted: &str) -> bool {
    page.iter().any(|row| row.contains(wanted))
}

#[test]
fn each_mail_has_its_number_and_what_it_replies_to() {
    let page = page("c", &Folds::default());
    let row = |wanted: &str| {
        let found = page.iter().find(|row| row.starts_with(wanted));
        found
            .unwrap_or_else(|| panic!("{wanted}: {page:#?}"))
            .clone()
    };
    let cover = row("    0/3 ");
    assert!(
        cover.contains("ann, begins a thread") && cover.ends_with("  lamps"),
        "{cover}"
    );
    assert!(row("    1/3 ").contains("replies to the cover  one"));
    assert!(row("    3/3 ").contains("replies to patch 1  three"));
    // What is missing has no row.
    assert!(!page.iter().any(|row| row.starts_with("    2/3 ")));
}

#[test]
fn a_parent_that_is_not_here_is_named() {
    assert!(holds(
        &page("d", &Folds::default()),
        "replies to ghost@x, which is not here"
    ));
}

#[test]
fn a_decision_says_its_rule_how_sure_it_is_and_what_else_it_could_be() {
    let archive = shelf();
    let why = archive.all_series().iter().flat_map(|series| &series.why);
    for why in why {
        let all: String = ["c", "d"]
            .map(|id| page(id, &Folds::default()).join("\n"))
            .concat();
        let said = format!("  {} ({}): ", why.rule.name(), why.rule.certainty().name());
        assert!(all.contains(&said), "{said}");
        assert!(all.contains("      else "), "{all}");
    }
    let newer = page("d", &Folds::default());
    let title = |wanted: &str| newer.iter().position(|row| row.contains(wanted));
    assert!(
        title("Why these are versions of it").is_some(),
        "{newer:#?}"
    );
}

#[test]
fn a_tag_is_told_once_with_its_giver_and_how_sure_it_is() {
    let page = page("c", &Folds::default());
    let given = page.iter().filter(|row| row.contains("Acked-by: Ann"));
    let given: Vec<&String> = given.collect();
    assert_eq!(given.len(), 1, "{page:#?}");
    assert!(given[0].starts_with("  series    Acked-by: "), "{given:?}");
    let of_patch = page
        .iter()
        .position(|row| row.starts_with("  patch 3   Reviewed-by: Eve"));
    let by = &page[of_patch.unwrap() + 1];
    assert!(by.starts_with("            by ann, "), "{by}");
    // Who gave it is another than whom it names.
    let otherwise = &page[of_patch.unwrap() + 2];
    assert!(
        otherwise.starts_with("            ") && !otherwise.contains(" by "),
        "{otherwise}"
    );
}

#[test]
fn a_section_that_is_closed_shows_its_heading_alone() {
    let mut folds = Folds::default();
    folds.set_open("mails", false);
    folds.set_open("tags", false);
    let page = page("c", &folds);
    assert!(holds(&page, "Mails, and what each replies to") && holds(&page, "Tags from replies"));
    assert!(!holds(&page, "begins a thread") && !holds(&page, "Acked-by"));
}

#[test]
fn every_row_of_a_mail_leads_to_it_and_the_way_to_correct_is_named_last() {
    let archive = shelf();
    let mut all = (0..).map(SeriesIdx);
    let at = all
        .find(|at| archive.series(*at).unwrap().id.as_str() == "c")
        .unwrap();
    let folds = Folds::default();
    let document = build(at, &context(&archive, 0, &folds));
    let aimed = |line: usize| document.target(line);
    let rows = texts(&document);
    let cover = rows
        .iter()
        .position(|row| row.starts_with("    0/3 "))
        .unwrap();
    assert_eq!(aimed(cover), Some(&Target::Message(MsgIdx(0))));
    let help = rows
        .iter()
        .position(|row| row.starts_with("Wrong?"))
        .unwrap();
    assert!(rows[help..].concat().contains(":answers"));
    assert!(
        document.lines[help..]
            .iter()
            .all(|line| matches!(line, Line::Row(_)))
    );
    let none = build(SeriesIdx(99), &context(&archive, 0, &folds));
    assert!(none.lines.is_empty());
}
