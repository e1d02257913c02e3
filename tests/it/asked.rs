//! What is typed: counts, command lines, values that are asked for, and what the editor gets.

use crate::session::Session;
use crate::support::{corpus, file, open};

fn session() -> Session {
    Session::new(&[file("assets/sample.mbox")], 120, 40)
}

fn has(session: &Session, text: &str) -> bool {
    session.screen().contains(text)
}

#[test]
fn a_count_repeats_a_movement_and_names_a_line() {
    let mut session = session();
    session.press("5 j");
    assert!(has(&session, "5 of 5 ·"), "{}", session.screen());
    session.press("9 k / f a d e enter enter");
    session.press("1 2");
    assert!(!has(&session, "12…"), "1 and 2 are panes");
    session.press("9");
    assert!(has(&session, "9…"));
    session.press("esc 7 G");
    session.press("z t");
    // Three rows are kept above the cursor.
    let screen = session.screen();
    let top = screen.lines().skip_while(|row| !row.contains("[2]")).nth(1);
    assert!(
        top.unwrap().starts_with("┃Base"),
        "line 7 is three below: {screen}"
    );
    session.press("g g 5 ]");
    assert!(has(&session, "this is the last patch"));
    session.press("9 9 9 9 J");
    assert!(has(&session, "this is the last series"));
    session.press("q q q 1 g g enter 9 space");
    assert!(
        has(&session, "[2] v1 pull lamps"),
        "nothing is read that was not seen"
    );
}

#[test]
fn backspace_reads_back_what_space_read_on_whatever_has_the_focus() {
    let mut session = session();
    session.press("/ f a d e enter");
    let before = session.screen();
    session.press("space");
    assert_ne!(session.screen(), before);
    session.press("backspace");
    assert!(has(&session, "[2] v3 0/4") && has(&session, "┃ ◐  v3▸") || has(&session, "1–24 of"));
    assert!(has(&session, " 1–24 of 45"), "{}", session.screen());
}

#[test]
fn a_value_is_asked_for_by_its_name() {
    let mut session = session();
    session.press("/ f a d e enter c v");
    assert!(has(&session, "version (v3): "), "{}", session.screen());
    session.press("backspace 9 enter");
    assert!(has(&session, "v9"), "{}", session.screen());
    session.press("enter ] ] c n");
    assert!(has(&session, "patch number (2/5): "));
    session.press("esc c r");
    assert!(has(&session, "answers the mail with the message id:"));
}

/// What a command line hands to other programs.
fn sent(line: &str) -> Vec<String> {
    let mut session = session();
    let key = |c: char| c.to_string().replace(' ', "space");
    let keys: Vec<String> = line.chars().map(key).collect();
    session.press(&format!(": {} enter", keys.join(" ")));
    session.sent
}

#[test]
fn lines_of_vi_and_less_are_understood() {
    assert_eq!(sent("!date  -u"), ["Shell(\"date  -u\")"]);
    for line in ["pipe wc -l", "|wc -l"] {
        let sent = sent(line);
        assert!(
            sent.len() == 1 && sent[0].starts_with("Pipe(Series("),
            "{sent:?}"
        );
        assert!(sent[0].ends_with("\"wc -l\")"), "{sent:?}");
    }
    assert!(sent("w").is_empty());
}

/// The line that an editor is led to by the cursor.
fn edited(session: &Session) -> (usize, usize) {
    let sent = session.sent.last().unwrap();
    let number = |name: &str| -> usize {
        let rest = sent.split(name).nth(1).unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    };
    (number("MsgIdx("), number("line: "))
}

#[test]
fn the_editor_opens_at_the_line_that_the_cursor_is_on() {
    let archive = open(&[file("assets/sample.mbox")]);
    for (keys, wanted) in [
        ("] ] } } j j j", "+#include \"timer.h\""),
        ("T j j j", "fade, and stops callers"),
    ] {
        let mut session = session();
        session.press("/ f a d e enter enter");
        session.press(keys);
        session.press("e");
        let (mail, line) = edited(&session);
        let mail = trifold::mail::MsgIdx(u32::try_from(mail).unwrap());
        let (bytes, above) = archive.readable(mail).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let shown = text.lines().nth(above + line - 1).unwrap();
        assert!(session.screen().contains(shown.trim()), "{keys}: {shown}");
        assert!(!shown.is_empty() && wanted.len() > 3, "{shown}");
    }
}

#[test]
fn what_is_edited_is_readable_where_it_came_encoded() {
    let archive = corpus("base64_patch");
    let (at, _) = archive.messages().next().unwrap();
    let (bytes, above) = archive.readable(at).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let body = archive.read_body(at).unwrap();
    let first = body.text.lines().next().unwrap();
    assert_eq!(text.lines().nth(above), Some(first));
    assert!(text.starts_with("From: ") || text.contains("\nFrom: "));
}

#[test]
fn what_is_searched_for_is_found_in_folded_sections_which_open() {
    let mut session = session();
    session.press("/ f a d e enter enter");
    session.press("/ s h o r t e r enter");
    let screen = session.screen();
    assert!(screen.contains("▾ Changes in v2"), "{screen}");
    assert!(screen.contains("a fade shorter than one step"), "{screen}");
    assert!(
        screen.contains("/shorter 1/1") && !screen.contains("no match"),
        "{screen}"
    );
    session.press("esc / n o t h i n g space s u c h enter");
    assert!(has(&session, "no match"));
}

#[test]
fn the_first_change_of_sides_is_one_that_is_seen() {
    for width in [120, 260] {
        let mut session = Session::new(&[file("assets/sample.mbox")], width, 40);
        session.press("/ f a d e enter enter ] ] } }");
        let page = |session: &Session| {
            let screen = session.screen();
            let rows = screen.lines().skip_while(|row| !row.contains("[2]"));
            let rows: Vec<&str> = rows.take(20).collect();
            rows.join("\n").replace("● ", "").replace(' ', "")
        };
        let auto = page(&session);
        session.press("s");
        assert_ne!(page(&session), auto, "{width}");
        session.press("s s");
        assert_eq!(page(&session), auto, "{width}");
    }
}

#[test]
fn a_pipe_says_what_goes_through_it() {
    let mut session = session();
    session.press("/ f a d e enter |");
    assert!(has(&session, "v3 with all patches: lamp: fade instead"));
    session.press("esc enter ] ] |");
    assert!(has(&session, "v3 2/4 lamp: add lamp_fade() · pipe to:"));
}

#[test]
fn the_source_file_is_opened_at_the_line_of_the_diff() {
    let mut session = session();
    session.press("/ f a d e space i n enter enter ] } j j j j");
    session.press("g e");
    assert_eq!(
        session.sent,
        ["Source(\"drivers/lamp/lamp.c\", 15)"],
        "{}",
        session.screen()
    );
    session.press("1 g e");
    assert!(has(&session, "there is no file here"));
}
