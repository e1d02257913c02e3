//! The mouse on the lines around the panes: what is drawn there is what a click does.

use trifold::app::{Mouse, MouseKind, Msg};

use crate::session::Session;
use crate::support::file;

const SHAPES: [(u16, u16); 4] = [(200, 30), (120, 40), (80, 24), (60, 20)];

fn sample(width: u16, height: u16, keys: &str) -> Session {
    let mut session = Session::new(&[file("assets/sample.mbox")], width, height);
    session.press(keys);
    session
}

/// Where a text begins on the screen, from the last line up.
fn place(session: &Session, text: &str) -> (u16, u16) {
    let screen = session.screen();
    let lines: Vec<&str> = screen.lines().collect();
    let found = lines.iter().enumerate().rev();
    let (row, line) = found
        .into_iter()
        .find(|(_, line)| line.contains(text))
        .unwrap();
    let column = line[..line.find(text).unwrap()].chars().count();
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

fn click(session: &mut Session, (column, row): (u16, u16)) {
    for kind in [MouseKind::Down, MouseKind::Up] {
        session.send(Msg::Mouse(Mouse { kind, column, row }));
    }
}

fn click_on(session: &mut Session, text: &str) {
    let at = place(session, text);
    click(session, at);
}

#[test]
fn a_click_on_a_hint_does_what_its_key_does() {
    let hints = [
        ("open", "enter"),
        ("help", "?"),
        ("pane", "tab"),
        ("search", "/"),
    ];
    for (width, height) in SHAPES {
        for context in ["", "tab", "tab tab"] {
            let shown = sample(width, height, context).screen();
            let shown = shown.lines().last().unwrap();
            assert!(shown.contains(" help"), "{shown}");
            for (word, key) in hints.iter().filter(|(word, _)| shown.contains(*word)) {
                let mut clicked = sample(width, height, context);
                let mut pressed = sample(width, height, context);
                click_on(&mut clicked, word);
                pressed.press(key);
                let case = format!("{word} at {width}x{height} after {context}");
                assert_eq!(clicked.screen(), pressed.screen(), "{case}");
            }
        }
    }
}

#[test]
fn every_column_of_a_hint_is_that_hint() {
    let (_, row) = place(&sample(200, 30, ""), " help ");
    let does = |column| {
        let mut session = sample(200, 30, "");
        click(&mut session, (column, row));
        session.screen()
    };
    let hints = sample(200, 30, "").screen();
    let hints = hints.lines().last().unwrap().to_owned();
    let count = u16::try_from(hints.chars().count()).unwrap();
    let mut found: Vec<String> = (0..count + 2).map(does).collect();
    let still = sample(200, 30, "").screen();
    assert_eq!(
        found.pop(),
        Some(still),
        "behind the last hint there is none"
    );
    found.dedup();
    let words = hints.split_whitespace().count();
    assert!(
        found.len() > words / 4 && found.len() < words,
        "{}",
        found.len()
    );
}

#[test]
fn a_click_on_a_tab_focuses_its_pane() {
    let mut single = sample(60, 20, "");
    for (tab, shown) in [
        ("2 Read", "▌2 Read▐"),
        ("3 Files", "▌3 Files▐"),
        ("1 Series", "▌1 Series▐"),
    ] {
        click_on(&mut single, tab);
        single.screen_shows(shown);
    }
    click(&mut single, (59, 0));
    single.screen_shows("▌1 Series▐");
    for keys in ["enter", "enter +", "enter + +"] {
        let mut rows = sample(80, 24, keys);
        for (tab, shown) in [
            ("3 Files", "[3] Files"),
            ("2 Read", "[2] Read"),
            ("3 Files", "2 Read"),
        ] {
            click_on(&mut rows, tab);
            rows.screen_shows(shown);
        }
    }
}

#[test]
fn a_mouse_that_is_off_does_nothing() {
    let mut session = sample(80, 24, ": s e t space m o u s e space o f f enter enter");
    let before = session.screen();
    click_on(&mut session, " help ");
    assert_eq!(session.screen(), before);
}
