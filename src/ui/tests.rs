//! What is seen of panes, bars and boxes: cells, and where they end.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

use super::*;
use crate::doc::{Role, Row};

const WIDTH: u16 = 20;
const HEIGHT: u16 = 6;

fn row(text: &str) -> Row {
    let mut row = Row::default();
    row.push(text, Role::Text);
    row
}

fn pane(rows: &[&str]) -> PaneView {
    PaneView {
        area: Rect::new(0, 0, WIDTH, HEIGHT),
        focused: true,
        bordered: true,
        title: row("Title"),
        position: row("1 of 2"),
        rows: rows.iter().copied().map(row).collect(),
        cursor: 0..0,
        thumb: None,
    }
}

fn painted(view: &View<'_>, ascii: bool) -> Buffer {
    let theme = Theme::built_in("mono").unwrap();
    let mut terminal = Terminal::new(TestBackend::new(WIDTH, HEIGHT)).unwrap();
    let drawn = terminal.draw(|frame| draw(view, &theme, ascii, frame));
    drawn.unwrap().buffer.clone()
}

fn of_pane(pane: PaneView, ascii: bool) -> Buffer {
    let view = View {
        panes: vec![pane],
        ..View::default()
    };
    painted(&view, ascii)
}

fn line(buffer: &Buffer, y: u16) -> String {
    (0..WIDTH).map(|x| buffer[(x, y)].symbol()).collect()
}

fn is_reversed(buffer: &Buffer, x: u16, y: u16) -> bool {
    buffer[(x, y)].modifier.contains(Modifier::REVERSED)
}

#[test]
fn the_focus_is_seen_without_colour() {
    let heavy = of_pane(pane(&[]), false);
    assert_eq!(line(&heavy, 0), "┏━Title━━━━━━━━━━━━┓");
    assert_eq!(line(&heavy, 1), "┃                  ┃");
    assert_eq!(line(&heavy, 5), "┗━━━━━━━━━━━1 of 2━┛");
    let light = PaneView {
        focused: false,
        ..pane(&[])
    };
    let light = of_pane(light, false);
    assert_eq!(line(&light, 0), "┌─Title────────────┐");
    assert_eq!(line(&light, 5), "└───────────1 of 2─┘");
}

#[test]
fn a_terminal_of_ascii_gets_nothing_else_of_ours() {
    let buffer = of_pane(pane(&["▾ x"]), true);
    assert_eq!(line(&buffer, 0), "#=Title============#");
    assert_eq!(line(&buffer, 1), "#v x               #");
}

#[test]
fn rows_end_where_the_pane_ends() {
    let buffer = of_pane(pane(&["abcdefghijklmnopqrstuvwxyz", "two"]), false);
    assert_eq!(line(&buffer, 1), "┃abcdefghijklmnopqr┃");
    assert_eq!(line(&buffer, 2), "┃two               ┃");
    // Of a wide cluster no half is drawn.
    let wide = of_pane(pane(&["abcdefghijklmnopq漢"]), false);
    assert_eq!(line(&wide, 1), "┃abcdefghijklmnopq ┃");
    let fits = of_pane(pane(&["abcdefghijklmnop漢"]), false);
    assert_eq!(fits[(17, 1)].symbol(), "漢");
    let many = of_pane(pane(&["x"; 9]), false);
    assert_eq!(line(&many, 4), "┃x                 ┃");
    assert_eq!(line(&many, 5), "┗━━━━━━━━━━━1 of 2━┛");
}

#[test]
fn a_position_that_has_no_room_is_left_out() {
    let position = |text: &str| {
        let pane = PaneView {
            position: row(text),
            ..pane(&[])
        };
        line(&of_pane(pane, false), 5)
    };
    assert_eq!(position("1234567890123456"), "┗━1234567890123456━┛");
    assert_eq!(position("12345678901234567"), "┗━━━━━━━━━━━━━━━━━━┛");
    assert_eq!(position(""), "┗━━━━━━━━━━━━━━━━━━┛");
}

#[test]
fn the_cursor_is_the_line_where_the_focus_is_and_a_mark_elsewhere() {
    let with_cursor = |focused| {
        let pane = PaneView {
            focused,
            cursor: 1..2,
            ..pane(&["one", "two", "three"])
        };
        of_pane(pane, false)
    };
    let here = with_cursor(true);
    assert!(is_reversed(&here, 1, 2) && is_reversed(&here, 18, 2));
    assert!(!is_reversed(&here, 1, 1) && !is_reversed(&here, 1, 3) && !is_reversed(&here, 0, 2));
    assert_eq!(here[(0, 2)].symbol(), "┃");
    let elsewhere = with_cursor(false);
    assert!(!is_reversed(&elsewhere, 1, 2));
    let edge = [1, 2, 3].map(|y| elsewhere[(0, y)].symbol());
    assert_eq!(edge, ["│", "▌", "│"]);
}

#[test]
fn the_thumb_stays_within_the_border() {
    let pane = PaneView {
        thumb: Some(2..9),
        ..pane(&[])
    };
    let buffer = of_pane(pane, false);
    let right = [0, 1, 2, 3, 4, 5].map(|y| buffer[(19, y)].symbol());
    assert_eq!(right, ["┓", "┃", "┃", "▐", "▐", "┛"]);
}

#[test]
fn without_a_border_all_of_the_area_is_rows() {
    let pane = PaneView {
        bordered: false,
        thumb: Some(0..9),
        ..pane(&["abcdefghijklmnopqrstuvwxyz"])
    };
    let buffer = of_pane(pane, false);
    assert_eq!(line(&buffer, 0), "abcdefghijklmnopqrst");
    assert_eq!(line(&buffer, 5), " ".repeat(20));
}

#[test]
fn the_left_of_a_bar_gives_way_to_its_right() {
    let bar = |left: &str, right: &str| {
        let bar = Bar {
            area: Rect::new(0, 5, WIDTH, 1),
            left: row(left),
            right: row(right),
            kind: BarKind::Status,
        };
        let view = View {
            bars: vec![bar],
            ..View::default()
        };
        line(&painted(&view, false), 5)
    };
    assert_eq!(bar("left", "right"), "left           right");
    assert_eq!(bar("a left that is long", "right"), "a left that i… right");
    assert_eq!(bar("left", ""), "left                ");
}

#[test]
fn a_box_covers_what_is_below_and_marks_what_is_chosen() {
    let overlay = OverlayView {
        area: Rect::new(4, 1, 12, 4),
        bordered: true,
        title: row("Box"),
        rows: vec![row("one"), row("a row too long")],
        chosen: Some(1),
        prompt: None,
        position: Row::default(),
    };
    let view = View {
        panes: vec![pane(&["below below below"; 4])],
        overlay: Some(overlay),
        ..View::default()
    };
    let buffer = painted(&view, false);
    assert_eq!(line(&buffer, 1), "┃bel┏━Box━━━━━━┓ow ┃");
    assert_eq!(line(&buffer, 2), "┃bel┃one       ┃ow ┃");
    assert_eq!(line(&buffer, 3), "┃bel┃a row too…┃ow ┃");
    assert_eq!(line(&buffer, 4), "┃bel┗━━━━━━━━━━┛ow ┃");
    assert!(is_reversed(&buffer, 5, 3) && !is_reversed(&buffer, 5, 2));
}

#[test]
fn an_area_outside_of_the_screen_is_not_painted() {
    for area in [
        Rect::new(0, 9, 5, 5),
        Rect::new(0, 0, 0, 0),
        Rect::new(18, 4, 9, 9),
    ] {
        let pane = PaneView {
            area,
            ..pane(&["text"])
        };
        assert_eq!(of_pane(pane, false).area, Rect::new(0, 0, WIDTH, HEIGHT));
    }
}
