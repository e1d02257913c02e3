//! The patches of a series in the place of the list.

use std::sync::Arc;

use trifold::app::Msg;

use crate::session::Session;
use crate::support::{file, open};

fn lamps(width: u16, height: u16) -> Session {
    let mut session = Session::new(&[file("assets/sample.mbox")], width, height);
    session.press("/ f a d e enter enter ] ]");
    session
}

/// The row of a screen that holds a text.
fn row(session: &Session, text: &str) -> String {
    let screen = session.screen();
    let mut rows = screen.lines().filter(|row| row.contains(text));
    rows.next().unwrap_or_default().to_owned()
}

fn crumb(session: &Session) -> String {
    row(session, "sample.mbox ▸")
}

#[test]
fn they_stand_where_the_list_was_and_what_is_read_stays() {
    for (width, height) in [(200, 40), (80, 24), (60, 20)] {
        let mut session = lamps(width, height);
        session.press("p 1");
        let name = format!("patches_{width}x{height}");
        insta::assert_snapshot!(name, session.screen());
    }
}

#[test]
fn the_page_follows_their_cursor_and_their_cursor_the_page() {
    let mut session = lamps(120, 40);
    session.press("p 1");
    let marked = |session: &Session, number: &str| {
        let screen = session.screen();
        let rows = screen.lines().take(13);
        let mut rows = rows.filter(|row| row.starts_with('▌') || row.starts_with('┃'));
        rows.any(|row| row.contains(number))
    };
    assert!(marked(&session, " 2 lamp"));
    session.press("j");
    assert!(crumb(&session).contains("3/4"), "{}", crumb(&session));
    session.press("k k k");
    assert!(crumb(&session).contains("cover"), "{}", crumb(&session));
    // Enter reads, q is back at the row, and once more at the list.
    session.press("j enter ] q");
    assert!(session.screen().contains("[1] Patches"));
    session.press("q");
    assert!(session.screen().contains("[1] Series"));
}

#[test]
fn a_patch_that_was_read_is_ticked_at_once() {
    let mut session = lamps(120, 40);
    session.press("p");
    assert!(!row(&session, " 3 ").contains('✓'));
    session.press("]");
    assert!(row(&session, " 3 ").contains('✓'));
    session.press("1 x");
    assert!(!row(&session, " 3 ").contains('✓'));
}

#[test]
fn another_series_brings_its_own() {
    let mut session = lamps(120, 40);
    let before = row(&session, "sample.mbox ▸");
    session.press("p J");
    assert_ne!(crumb(&session), before);
    assert!(session.screen().contains("[1] Patches"));
    assert!(!session.screen().contains("3 lamp"));
    session.press("p");
    assert!(session.screen().contains("[1] Series"));
}

#[test]
fn reading_the_input_again_keeps_the_row_of_the_patch() {
    let mut session = lamps(120, 40);
    session.press("p");
    let marked = |session: &Session| {
        let screen = session.screen();
        let mut rows = screen.lines().take(13).filter(|row| row.starts_with('▌'));
        rows.next().map(|row| row[..40].to_owned())
    };
    let before = marked(&session);
    assert!(
        before.as_ref().is_some_and(|row| row.contains(" 2 lamp")),
        "{before:?}"
    );
    let archive = open(&[file("assets/sample.mbox")]);
    session.send(Msg::Loaded(Arc::new(archive)));
    assert_eq!(marked(&session), before);
}

#[test]
fn a_file_below_them_leads_to_its_place() {
    let mut session = lamps(80, 40);
    session.press("p 1 G enter");
    let screen = session.screen();
    assert!(screen.contains("Files of 2/"), "{screen}");
    assert!(crumb(&session).contains("patch"));
}
