//! Who opens something and closes it is where they were: pane, row and line.

use std::sync::Arc;

use trifold::app::Msg;

use crate::session::Session;
use crate::support::{file, open};

const SIZE: (u16, u16) = (120, 40);

/// The lamps at their cover.
fn cover() -> Session {
    let mut session = Session::new(&[file("assets/sample.mbox")], SIZE.0, SIZE.1);
    session.press("/ f a d e enter enter");
    session
}

/// The screen without its notices and without what was read.
fn place(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let rows = screen.lines().take(usize::from(SIZE.1) - 2);
    let signs = ['●', '◐', '✓', ' '];
    rows.map(|row| row.replace(signs, "").replace("│N", "│").replace("┃N", "┃"))
        .collect()
}

fn is_same(before: &[String], after: &[String], what: &str) {
    for (before, after) in before.iter().zip(after) {
        assert_eq!(before, after, "{what}");
    }
}

/// Presses some keys, then `back` as often as it takes pages, and is where it was.
fn comes_back(session: &mut Session, there: &str, back: &str) {
    let before = place(session);
    session.press(there);
    assert_ne!(place(session), before, "{there} leads nowhere");
    session.press(back);
    is_same(&before, &place(session), &format!("{there}, then {back}"));
}

#[test]
fn every_page_is_left_to_the_line_that_it_was_opened_at() {
    for back in ["q", "H"] {
        for there in ["T", "E", "g n", "D", "M", "g !", "g ?", "g u"] {
            let mut session = cover();
            // A line in the middle of a patch, scrolled.
            session.press("] ] } j j");
            comes_back(&mut session, there, back);
        }
    }
}

#[test]
fn from_the_list_one_comes_back_to_the_list() {
    for there in ["T", "E", "g n", "D", "g ?"] {
        let mut session = cover();
        session.press("1");
        comes_back(&mut session, there, "q");
    }
}

#[test]
fn a_hit_is_left_to_the_hits() {
    let mut session = cover();
    session.press("g / l a m p _ f a d e enter j j j j");
    comes_back(&mut session, "enter", "q");
    comes_back(&mut session, "enter", "H");
}

#[test]
fn a_file_opened_from_the_tree_is_left_to_its_row() {
    let mut session = cover();
    session.press("3 j j j");
    comes_back(&mut session, "enter", "q");
    session.press("2 ] ] 3 j j");
    comes_back(&mut session, "enter", "q");
}

#[test]
fn an_answer_opened_at_a_line_is_left_to_it() {
    for back in ["q", "H"] {
        let mut session = cover();
        session.press("] ] .");
        comes_back(&mut session, "enter", back);
    }
}

#[test]
fn who_went_on_comes_back_to_the_row_of_where_that_led() {
    let mut session = cover();
    session.press("g g / a d d space l a m p enter enter ]");
    assert!(
        session.screen().contains("[2] v3 3/4"),
        "{}",
        session.screen()
    );
    session.press("q");
    let screen = session.screen();
    assert!(screen.contains("[2] v3 0/4"), "{screen}");
    session.press("enter");
    assert!(
        session.screen().contains("[2] v3 3/4"),
        "{}",
        session.screen()
    );
}

#[test]
fn reading_the_input_again_keeps_page_fold_and_line() {
    let mut session = cover();
    session.press("] ] } z c j j");
    let before = place(&session);
    let again = open(&[file("assets/sample.mbox")]);
    session.send(Msg::Loaded(Arc::new(again)));
    // The list is put in order anew, and nothing else.
    is_same(&before[12..], &place(&session)[12..], "read again");
    session.press("H");
    assert!(
        session.screen().contains("[2] v3 1/4"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_line_is_copied_as_it_was_mailed_without_our_signs() {
    let mut session = cover();
    let copied = |session: &mut Session, keys: &str| {
        session.press(keys).press("y y");
        session.copied.pop().unwrap_or_default()
    };
    assert_eq!(copied(&mut session, "/ D e s c r i p enter"), "Description");
    // A row of a patch is its subject, a long one whole; a line of a diff has its tabs.
    let subject = copied(&mut session, "/ 2 space l a m p enter");
    assert_eq!(subject, "[PATCH v3 2/4] lamp: add lamp_fade()");
    session.press("] ]");
    let line = copied(&mut session, "/ l a m p _ f a d e ( s t r u c t enter");
    assert!(line.starts_with('+') && !line.contains("  "), "{line:?}");
    let line = copied(&mut session, "j j");
    assert!(line.starts_with("+\t"), "{line:?}");
    let mut narrow = Session::new(&[file("assets/sample.mbox")], 40, 20);
    narrow.press("/ f a d e enter enter ] ] ] / t h e space r a n g e enter");
    let subject = copied(&mut narrow, "");
    assert_eq!(
        subject,
        "[PATCH v3 3/4] tests: cover the range of lamp_set()"
    );
}

#[test]
fn options_are_set_by_their_names_and_say_so() {
    let mut session = cover();
    for (typed, said) in [
        (
            ": s e t space t h e m e space l i g h t enter",
            "theme light",
        ),
        (": s e t space m a r g i n space 7 enter", "margin 7"),
        (
            ": s e t space e d i t o r space v i m space - R enter",
            "editor: vim -R",
        ),
        (
            ": s e t space g l y p h s space a s c i i enter",
            "glyphs ascii",
        ),
    ] {
        session.press(typed);
        assert!(
            session.screen().contains(said),
            "{said}: {}",
            session.screen()
        );
    }
}
