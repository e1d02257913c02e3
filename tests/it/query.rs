//! Filters that look into the mails themselves.

use std::sync::Arc;

use ratatui::layout::Size;

use crate::session::Session;
use crate::support::{corpus, file, open};

fn both() -> Session {
    let paths = ["answers_at_lines", "three_patches_on_one_file"];
    let paths = paths.map(|name| file("tests/corpus").join(format!("{name}.mbox")));
    Session::of(Arc::new(open(&paths)), "x.mbox", Size::new(120, 30))
}

fn titles(query: &str) -> (bool, bool) {
    let mut session = both();
    session.press("f");
    let keys: Vec<String> = query
        .chars()
        .map(|c| {
            if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            }
        })
        .collect();
    session.press(&keys.join(" "));
    session.press("enter");
    let list: String = session.screen().lines().take(6).collect();
    (list.contains("pump: prime"), list.contains("lamp: three"))
}

#[test]
fn the_list_is_narrowed_by_what_mails_say() {
    assert_eq!(titles("dfb:print"), (false, true));
    assert_eq!(titles("dfa:pump_start"), (true, false));
    assert_eq!(titles("dfctx:pump_stop"), (true, false));
    assert_eq!(titles("dfhh:pump_close"), (true, false));
    assert_eq!(titles("dfb:pump_start"), (false, false));
    assert_eq!(titles("b:steps"), (false, true));
    assert_eq!(titles("nq:starts"), (true, false));
    assert_eq!(titles("!dfb:print"), (true, false));
    assert_eq!(titles("dfb:print OR nq:starts"), (true, true));
    assert_eq!(titles("dfb:print v:1"), (false, true));
    assert_eq!(titles("dfb:prin*"), (false, true));
    assert_eq!(titles("dfb:rint*"), (false, false));
    assert_eq!(titles("-dfb:print"), (true, false));
    assert_eq!(titles("NOT dfb:print"), (true, false));
}

#[test]
fn grep_keeps_to_a_field() {
    let mut session = Session::of(
        Arc::new(corpus("answers_at_lines")),
        "x.mbox",
        Size::new(120, 30),
    );
    session.press(": g r e p space d f b : p u m p enter");
    session.screen_shows("2 hits");
}

#[test]
fn a_heading_of_what_was_found_is_its_series_and_a_hit_its_mail() {
    let mut session = both();
    session.press(": g r e p space p u m p enter g g j j");
    session
        .press("g w")
        .screen_shows("save as: v1-pump-prime-it-before-use.mbox");
    session.press("esc j g w").screen_shows("save as: mail.eml");
}

#[test]
fn the_heading_above_a_patch_is_no_series_of_its_own() {
    let mut session = both();
    session.press("j enter ] g g / S e r i e s enter g w");
    session.screen_shows("save as: v1-0001-");
}

/// The screen but for the two lines below the panes, which tell of the reload.
fn panes(session: &Session) -> Vec<String> {
    session
        .screen()
        .lines()
        .take(38)
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_reload_keeps_what_was_found_and_what_is_read() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 40);
    session.press("f b : t h e enter j");
    let before = panes(&session);
    session.send(trifold::app::Msg::Loaded(session.model.shared()));
    assert_eq!(panes(&session), before);
    // A page that the list does not show stays as well: here by going back to it.
    session.press("enter enter q f ctrl-u n e x t enter H");
    session.screen_shows("lamp: fade instead of switching");
    let before = panes(&session);
    session.send(trifold::app::Msg::Loaded(session.model.shared()));
    assert_eq!(panes(&session), before);
}

/// The row of the list that the cursor is on, as the border says it.
fn number(session: &Session) -> String {
    let screen = session.screen();
    let border = screen
        .lines()
        .find(|line| line.contains("newest activity first"));
    let words: Vec<&str> = border.unwrap().split_whitespace().collect();
    let of = words.iter().position(|word| *word == "of").unwrap();
    format!("{} of {}", words[of - 1], words[of + 1])
}

#[test]
fn a_filter_that_is_typed_keeps_the_cursor_and_reads_nothing() {
    let paths = [file("assets/sample.mbox"), file("assets/sample_digest.md")];
    let mut session = Session::new(&paths, 120, 40);
    session.press("j j j enter");
    let before = session.screen();
    assert_eq!(number(&session), "4 of 5");
    session.press("f ! s : l a m p s");
    assert_eq!(number(&session), "2 of 2", "the one that it was on");
    session.press("q q");
    session.press("esc");
    assert_eq!(
        session.screen(),
        before,
        "rows, cursor and filter are as they were"
    );
    session.press("f M A I N T enter");
    assert_eq!(number(&session), "1 of 1");
    let read = session.screen().matches('✓').count();
    assert_eq!(read, 0, "what flashed by was not read");
}
