//! Answers where they are read: at the line they quote, and as a thread.

use crate::session::Session;
use crate::support::file;

fn session(width: u16, height: u16, keys: &str) -> Session {
    let mut session = Session::new(&[file("tests/corpus/answers_at_lines.mbox")], width, height);
    session.press(keys);
    session
}

#[test]
fn a_patch_with_what_was_answered_at_its_lines() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 20)] {
        let name = format!("answers_{width}x{height}");
        insta::assert_snapshot!(name, session(width, height, "enter").screen());
    }
}

#[test]
fn all_that_was_answered_as_a_thread() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 20)] {
        let name = format!("thread_{width}x{height}");
        insta::assert_snapshot!(name, session(width, height, "enter T").screen());
    }
}

#[test]
fn answers_are_marks_or_nothing_when_that_is_asked_for() {
    let mut session = session(120, 60, "enter");
    session.screen_shows("Who starts it now?");
    session.press("a");
    session.screen_shows("▸ 2 replies  Bob Reviewer, Ann Author");
    assert!(!session.screen().contains("Who starts it now?"));
    session.press("a");
    assert!(!session.screen().contains("2 replies"));
}

#[test]
fn a_folded_hunk_keeps_a_mark_of_what_is_said_in_it() {
    let mut session = session(120, 60, "enter");
    session.press("} } z c");
    session.screen_shows("▸ 1 reply  Bob Reviewer");
}

#[test]
fn a_quote_leads_to_the_line_it_was_taken_from() {
    let mut session = session(120, 40, "enter . . enter");
    session.screen_shows("Who starts it now?");
    session.press("k k enter");
    session.screen_shows("return pump_start(pump);");
    session.screen_shows("▸ 1/1 ▸ patch");
}

#[test]
fn dots_and_commas_go_from_answer_to_answer() {
    let mut session = session(120, 40, "enter . . . enter");
    session.screen_shows("Bob Reviewer writes:");
    session.press("q , ,");
    session.press("enter");
    session.screen_shows("Does it?");
}

#[test]
fn what_was_read_at_its_line_is_read() {
    let mut session = session(120, 60, "enter");
    session.screen_shows("3/4 read");
    session.press("space");
    session.screen_shows("Runs fine here");
}

#[test]
fn an_answer_that_the_bottom_cuts_is_not_read_yet() {
    let mut has_cut = false;
    for height in 18..26 {
        let mut session = session(80, height, "enter");
        let screen = session.screen();
        let is_cut = screen.contains("● Bob Reviewer") && !screen.contains("Does it?");
        if is_cut {
            session.screen_shows("1/4 read");
            session.press("space");
            assert!(!session.screen().contains("1/4 read"));
        } else if screen.contains("Does it?") {
            session.screen_shows("2/4 read");
        }
        has_cut |= is_cut;
    }
    assert!(has_cut);
}

#[test]
fn an_answer_that_is_folded_is_not_read() {
    let mut session = session(80, 18, "enter");
    session.screen_shows("1/4 read");
    session.press("z M g g G");
    session.screen_shows("1/4 read");
}

#[test]
fn hunks_are_marked_as_viewed_and_folded_away() {
    let mut session = session(120, 60, "enter } x");
    session.screen_shows("▸ ✓ @@ -1,4 +1,4 @@");
    session.screen_shows("✓ 1/2 hunks");
    session.press("g g u x");
    session.screen_shows("all of this patch is viewed");
    session.press("g b enter [");
    session.screen_shows("✓ 2/2 hunks");
    session.screen_shows("▾ ✓ pump.c");
    session.screen_shows("✓ pump.c                ");
    session.press("} x");
    session.screen_shows("✓ 1/2 hunks");
}

#[test]
fn a_whole_series_is_marked_as_read() {
    let mut session = session(120, 40, "X");
    session.screen_shows("✓  v1   1/1");
    session.press("X");
    session.screen_shows("N  v1   1/1");
}

#[test]
fn the_title_of_a_reply_says_which_it_is_of_how_many_and_to_what() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("/ f a d e enter enter ] ] . enter");
    let screen = session.screen();
    assert!(
        screen.contains("[2] Reply 1 of 1  Ana Duarte  to 2/4 lamp: add lamp_fade()"),
        "{screen}"
    );
}
