//! Screens at every layout, as a reader sees them.

use std::path::PathBuf;

use proptest::prelude::*;
use ratatui::layout::Size;
use trifold::app::Msg;

use crate::session::Session;
use crate::support::file;

fn sample() -> Vec<PathBuf> {
    vec![file("assets/sample.mbox"), file("assets/sample_digest.md")]
}

fn shot(width: u16, height: u16, keys: &str) -> String {
    Session::new(&sample(), width, height).press(keys).screen()
}

#[test]
fn the_wide_layout() {
    insta::assert_snapshot!(shot(200, 30, ""));
}

#[test]
fn the_stacked_layout() {
    insta::assert_snapshot!(shot(120, 40, "enter"));
}

#[test]
fn the_layout_of_two_rows() {
    insta::assert_snapshot!(shot(80, 24, "enter"));
}

#[test]
fn the_layout_of_one_pane() {
    insta::assert_snapshot!(shot(60, 20, "enter"));
}

#[test]
fn a_screen_in_ascii_has_nothing_else_of_our_own() {
    let text = Session::new(&sample(), 100, 30).ascii().screen();
    let ours: String = text.chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(ours, "");
    insta::assert_snapshot!(text);
}

#[test]
fn a_patch_with_its_diff() {
    insta::assert_snapshot!(shot(120, 44, "V j j enter ]"));
}

#[test]
fn the_page_of_a_patch_at_every_size() {
    for (width, height) in [(200, 60), (120, 40), (80, 24), (60, 20)] {
        let name = format!("patch_page_{width}x{height}");
        insta::assert_snapshot!(name, shot(width, height, "V j j enter ] } j"));
    }
}

#[test]
fn a_patch_that_fills_a_wide_screen_is_side_by_side() {
    insta::assert_snapshot!(shot(170, 44, "V j j enter ] + + }"));
}

#[test]
fn diff_and_files_follow_each_other() {
    let mut session = Session::new(&sample(), 120, 44);
    session.press("V j j enter ] ) )");
    session.screen_shows("5 of 5");
    session.press("3 k k");
    let text = session.screen();
    assert!(
        text.contains("3 of 5") && text.contains("▾ drivers/lamp/lamp.c"),
        "{text}"
    );
}

#[test]
fn space_alone_reads_everything() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("enter");
    for _ in 0..200 {
        session.press("space");
        if session.screen().contains("nothing unread") {
            return;
        }
    }
    panic!("{}", session.screen());
}

#[test]
fn the_help_lists_keys_of_this_place_first() {
    // How many there are is no matter.
    let screen = shot(100, 30, "?");
    let count = regex::Regex::new(r"2 of \d+ ━").unwrap();
    assert!(count.is_match(&screen), "{screen}");
    insta::assert_snapshot!(count.replace(&screen, "2 of … ━"));
}

#[test]
fn the_evidence_of_a_series() {
    insta::assert_snapshot!(shot(100, 30, "V j E"));
}

#[test]
fn a_mail_is_split_off_series_are_joined_and_all_is_taken_back() {
    let mut session = Session::new(&sample(), 120, 40);
    let count = |session: &Session| session.model.archive().all_series().len();
    let before = count(&session);
    session.press("V j E j j c s");
    assert_eq!(count(&session), before + 1);
    session.screen_shows("corrected (certain)");
    session.press("c u 1 c j");
    session.screen_shows("Join to");
    session.press("enter");
    assert_eq!(count(&session), before - 1);
    session.press("c u");
    let all = session.model.archive().all_series();
    let mut why = all.iter().flat_map(|series| &series.why);
    assert!(why.all(|e| e.rule.name() != "corrected"));
}

#[test]
fn too_small_a_screen_says_what_it_needs() {
    assert_eq!(shot(18, 4, "").lines().next(), Some("needs 20x5, has 18"));
}

#[test]
fn escape_never_quits_and_q_does_at_the_root() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("enter ] tab esc esc esc esc esc esc esc");
    assert!(!session.has_quit);
    session.press("q");
    assert!(session.has_quit);
}

#[test]
fn enter_on_a_file_goes_to_its_diff() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("V j j enter ] 3 j j enter");
    assert!(
        session.screen().contains("▾ drivers/lamp/"),
        "{}",
        session.screen()
    );
}

#[test]
fn a_search_counts_and_gives_the_place_back() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("enter");
    let before = session.screen();
    session.press("/ l a m p");
    assert!(session.screen().contains("1/"), "{}", session.screen());
    session.press("esc");
    assert_eq!(session.screen(), before);
}

#[test]
fn a_filter_narrows_the_list_and_escape_clears_it() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("f f r o m : a n a enter");
    let text = session.screen();
    assert!(
        text.contains("MAINTAINERS") && !text.contains("survive a long cable"),
        "{text}"
    );
    session.press("esc");
    assert!(session.screen().contains("survive a long cable"));
}

#[test]
fn copies_say_what_they_are_of() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("f m a i n t enter y i y s y l");
    assert_eq!(
        session.copied,
        [
            "20260311.maint@duarte.example",
            "[PATCH] MAINTAINERS: lamps have a second reader",
            "https://lore.kernel.org/r/20260311.maint@duarte.example",
        ]
    );
}

#[test]
fn hidden_characters_are_visible_on_every_screen() {
    let mail = file("tests/corpus/escapes_in_subject_and_diff.mbox");
    let text = Session::new(&[mail], 120, 40).press("enter").screen();
    assert!(
        text.contains("␛[31mred") && text.contains("⟨U+202E⟩"),
        "{text}"
    );
}

const KEYS: &[&str] = &[
    "j",
    "k",
    "enter",
    "q",
    "esc",
    "tab",
    "shift-tab",
    "s",
    "W",
    "#",
    "B",
    "w",
    "}",
    ")",
    "]",
    "l",
    "+",
    "space",
    "1",
    "2",
    "3",
    "g",
    "G",
    "ctrl-d",
    "ctrl-u",
    "space",
    "[",
    "]",
    "J",
    "K",
    "u",
    "U",
    "x",
    "V",
    "S",
    "E",
    "M",
    "i",
    "I",
    "w",
    "h",
    "l",
    "/",
    "a",
    "n",
    "N",
    "f",
    ":",
    "?",
    "z",
    "o",
    "c",
    "R",
    "y",
    "O",
    "+",
    "_",
    "ctrl-w",
    "<",
    ">",
    "-",
    "=",
    "`",
    "H",
    "L",
    "0",
    "{",
    "}",
    "(",
    ")",
    "up",
    "down",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_keys_at_random_sizes_never_panic(
        steps in proptest::collection::vec((0..KEYS.len(), 0u16..=300, 0u16..=100, 0u8..8), 1..60)
    ) {
        let mut session = Session::new(&sample(), 80, 24);
        for (key, width, height, resize) in steps {
            if resize == 0 {
                session.send(Msg::Resize(Size::new(width, height)));
            }
            session.press(KEYS[key]);
            session.screen();
        }
    }
}

#[test]
fn the_order_of_the_list_is_chosen_from_a_menu_and_turned_round() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("S");
    session.screen_shows("most lines first");
    session.press("down down down enter");
    session.screen_shows("· most lines first ");
    session.press("S t u r n e d enter");
    session.screen_shows("most lines first, turned round");
}

#[test]
fn a_search_through_all_mails_lists_hits_by_patch_and_opens_them() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("g / l a m p _ s e t enter");
    insta::assert_snapshot!(session.screen());
    session.press("j j j j j enter");
    session.screen_shows("lamp_set");
    session.press("H");
    session.screen_shows("grep: lamp_set");
    session.press("esc : g r e p space ( enter");
    session.screen_shows("not a pattern");
}

#[test]
fn what_is_copied_is_tags_hunk_and_a_line_for_b4() {
    let mut session = Session::new(&sample(), 120, 60);
    session.press("V j y t");
    let tags = session.copied.pop().unwrap();
    assert!(
        tags.contains("Tested-by: ") && tags.contains("Acked-by: "),
        "{tags}"
    );
    session.press("y b");
    assert!(session.copied.pop().unwrap().starts_with("b4 am "));
    session.press("enter ] } y h");
    let hunk = session.copied.pop().unwrap();
    assert!(
        hunk.starts_with("@@ -") && hunk.lines().count() > 3,
        "{hunk}"
    );
}

#[test]
fn a_patch_a_file_and_a_series_are_picked_from_lists() {
    let mut session = Session::new(&sample(), 120, 40);
    session.press("V j g p a d d l a m p _ enter");
    session.screen_shows("lamp: add lamp_fade()");
    session.press("g f m a k e enter");
    session.screen_shows("Makefile");
    session.press("g s m a i n t enter");
    session.screen_shows("MAINTAINERS: lamps have a second reader ▸");
}

#[test]
fn a_held_key_ends_where_the_same_keys_one_by_one_do() {
    let paths = [file("assets/sample.mbox")];
    let (mut slow, mut fast) = (Session::new(&paths, 120, 40), Session::new(&paths, 120, 40));
    for keys in [
        "j j j j",
        "k k",
        "ctrl-d ctrl-d k k",
        "G k k",
        "j j j j j j",
    ] {
        slow.press(keys);
        fast.press_at_once(keys);
        assert_eq!(fast.screen(), slow.screen(), "after {keys}");
    }
}

#[test]
fn to_read_on_brings_the_page_from_behind_the_files() {
    for (width, height) in [(80, 24), (60, 20)] {
        let mut session = Session::new(&sample(), width, height);
        session.press("tab tab");
        assert!(session.screen().contains("[3] Files") || session.screen().contains("▌3 Files"));
        session.press("space");
        let shown = session.screen();
        assert!(
            shown.contains("[2] Read") || shown.contains("▌2 Read"),
            "{shown}"
        );
    }
}
