//! Sections of letters as they are shown.

use super::*;
use crate::doc::Document;
use crate::doc::fold::Folds;
use crate::doc::testing::{archive_of, context, texts};

/// A text shown as one section.
fn shown(text: &str, kind: SectionKind, is_old: bool) -> Document {
    let archive = archive_of(&[("1@x", "hi", &[], text)]);
    let folds = Folds::default();
    let context = context(&archive, 0, &folds);
    let mut builder = Builder::new(Row::default(), text);
    let one = Section {
        kind,
        range: 0..text.len(),
    };
    section(&one, is_old, &context, &mut builder);
    builder.into_document()
}

fn rows(text: &str, kind: SectionKind) -> Vec<String> {
    texts(&shown(text, kind, false))
}

fn changes_to(heading: &str, version: Option<u32>) -> SectionKind {
    SectionKind::Changes(heading.into(), version)
}

#[test]
fn a_section_has_its_heading_its_text_and_a_blank_row() {
    let rows = rows("\n\nHello,\n\nworld.\n\n\n", SectionKind::Description);
    assert_eq!(rows[0].trim_start_matches(['▾', ' ']), "Description");
    assert_eq!(rows[1..], ["  Hello,", "  ", "  world.", ""]);
}

#[test]
fn a_section_of_blanks_and_the_dashes_of_b4_are_none() {
    assert!(rows(" \n\n", SectionKind::Description).is_empty());
    assert!(rows("---\n", SectionKind::Notes).is_empty());
    assert!(!rows("---\nfor the list\n", SectionKind::Notes).is_empty());
}

#[test]
fn a_signature_and_a_farewell_have_no_heading() {
    assert_eq!(
        rows("-- \n2.40\n", SectionKind::Signature),
        ["  -- ", "  2.40"]
    );
    let farewell = rows("Thanks,\nAnn\n", SectionKind::Notes);
    assert_eq!(farewell, ["  Thanks,", "  Ann"]);
}

#[test]
fn headings_count_what_is_below() {
    let first = |text: &str, kind| {
        rows(text, kind)[0]
            .trim_start_matches(['▾', '▸', ' '])
            .to_owned()
    };
    assert_eq!(
        first("Acked-by: A <a@b>\nCc: b@c\n", SectionKind::Trailers),
        "Trailers (2)"
    );
    assert_eq!(
        first("A (1):\n  one\n", SectionKind::Shortlog),
        "Shortlog (2 lines)"
    );
    let stat = " x | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n";
    assert_eq!(
        first(stat, SectionKind::DiffStat),
        "Diffstat (1 file, +1 −1)"
    );
    assert_eq!(first("something else\n", SectionKind::DiffStat), "Diffstat");
}

#[test]
fn long_lists_begin_closed_and_prose_open() {
    let is_open = |text: &str, kind| rows(text, kind).len() > 1;
    assert!(!is_open("A (1):\n  one\n", SectionKind::Shortlog));
    assert!(!is_open("From: A <a@b>\n", SectionKind::Headers));
    assert!(!is_open("base-commit: 1234567\n", SectionKind::Base));
    assert!(is_open("text\n", SectionKind::Description));
    assert!(is_open("Cc: b@c\n", SectionKind::Trailers));
    assert!(is_open("https://x.y\n", SectionKind::Links));
    assert!(is_open("v2:\n - x\n", changes_to("v2:", Some(2))));
}

#[test]
fn a_changelog_is_called_by_its_version_and_its_own_words_beside_it() {
    let title = |heading: &str, version, is_old| {
        let text = format!("{heading}\n - x\n");
        let row = texts(&shown(&text, changes_to(heading, version), is_old))[0].clone();
        row.trim_start_matches(['▾', '▸', ' ']).to_owned()
    };
    assert_eq!(title("v5:", Some(5), false), "Changes in v5");
    assert_eq!(title("Changes in v5:", Some(5), false), "Changes in v5");
    assert_eq!(
        title("v4 -> v5:", Some(5), false),
        "Changes in v5  v4 -> v5"
    );
    assert_eq!(title("Changelog:", None, false), "Changelog");
    assert_eq!(title("v5:", Some(5), true), "Changes in v5  (1 line)");
}

#[test]
fn a_heading_that_the_title_repeats_is_not_shown_twice() {
    let body = |text: &str, heading: &str| {
        let mut rows = rows(text, changes_to(heading, Some(2)));
        rows.remove(0);
        rows
    };
    assert_eq!(body("v2:\n - x\n", "v2:"), ["   - x", ""]);
    assert_eq!(
        body("Changelog:\n\n== v2: ==\n - x\n", "v2:"),
        ["   - x", ""]
    );
    // An entry of one line is all there is.
    assert_eq!(body("v2: rebased\n", "v2:"), ["  v2: rebased", ""]);
}

#[test]
fn a_line_with_a_link_leads_to_it_and_a_quote_is_told_by_its_sign() {
    let document = shown(
        "See https://x.y/z here.\n> quoted\n",
        SectionKind::Description,
        false,
    );
    assert_eq!(
        document.target(1),
        Some(&Target::Url("https://x.y/z".to_owned()))
    );
    assert_eq!(document.target(2), None);
    assert_eq!(prose_role("> quoted"), Role::Quote);
    assert_eq!(prose_role("-- "), Role::Dim);
    assert_eq!(prose_role("-- x"), Role::Text);
}
