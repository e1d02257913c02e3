//! Screens with what each stretch of them is: a role that is lost is seen here, as a letter is.

use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::style::Color;
use trifold::ui::theme::{BUILT_IN, Theme};

use crate::session::Session;
use crate::support::{corpus, file};

/// Letters for roles and parts, as many as there may be.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A theme in which every role and every part has a colour of its own, and their names in order.
fn told_apart() -> (Theme, Vec<String>) {
    let known: toml::Table = BUILT_IN[0].1.parse().unwrap();
    let mut names = Vec::new();
    let mut text = String::new();
    for kind in ["role", "part"] {
        let all = known[kind].as_table().unwrap().keys();
        for name in all.filter(|name| *name != "text") {
            let colour = names.len() + 16;
            writeln!(text, "{kind}.{name} = {{ fg = \"{colour}\" }}").unwrap();
            names.push(format!("{kind} {name}"));
        }
    }
    (Theme::parse(&text).unwrap(), names)
}

/// The screen, and below each row a letter for what stands in each cell.
fn told(buffer: &Buffer, names: &[String]) -> String {
    let mut used = vec![false; names.len()];
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let (mut symbols, mut letters) = (String::new(), String::new());
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            symbols.push_str(cell.symbol());
            letters.push(match cell.fg {
                Color::Indexed(number) if cell.symbol() != " " => {
                    let at = usize::from(number) - 16;
                    used[at] = true;
                    LETTERS.as_bytes()[at].into()
                }
                _ => ' ',
            });
        }
        writeln!(out, "{}\n{}", symbols.trim_end(), letters.trim_end()).unwrap();
    }
    let legend = names.iter().zip(LETTERS.chars()).zip(used);
    for ((name, letter), _) in legend.filter(|(_, is_used)| *is_used) {
        writeln!(out, "{letter} {name}").unwrap();
    }
    out
}

fn shot(mut session: Session, keys: &str) -> String {
    let (theme, names) = told_apart();
    session.press(keys);
    told(&session.styled(theme).buffer(), &names)
}

#[test]
fn a_patch_with_its_diff() {
    let session = Session::new(&[file("assets/sample.mbox")], 110, 40);
    insta::assert_snapshot!(shot(session, "V j j enter ]"));
}

#[test]
fn two_versions_compared() {
    for (width, height) in [(160, 48), (80, 24)] {
        let session = Session::new(&[file("assets/sample.mbox")], width, height);
        let told = shot(session, "/ f a d e enter enter D");
        insta::assert_snapshot!(format!("compare_{width}x{height}"), told);
    }
}

#[test]
fn what_is_hidden_and_where_links_lead() {
    let archive = Arc::new(corpus("links_that_lie"));
    let session = Session::of(archive, "x", Size::new(110, 30));
    insta::assert_snapshot!(shot(session, "enter"));
    let archive = Arc::new(corpus("links_that_lie"));
    let session = Session::of(archive, "x", Size::new(110, 30));
    insta::assert_snapshot!(shot(session, "enter O"));
}

#[test]
fn without_colours_no_underline_goes_on_behind_a_word() {
    use ratatui::style::Modifier;
    for (width, height) in [(160, 48), (80, 24)] {
        for keys in [
            "",
            "enter",
            "enter ] ]",
            "enter ] ] p",
            "enter T",
            "D",
            "g ?",
            "E",
        ] {
            let mut session = Session::new(&[file("assets/sample.mbox")], width, height);
            session.press(&format!("/ f a d e enter {keys}"));
            let buffer = session.theme("mono").buffer();
            for y in 0..height {
                for x in 0..width - 1 {
                    let [cell, next] = [&buffer[(x, y)], &buffer[(x + 1, y)]];
                    let is_lined =
                        |cell: &ratatui::buffer::Cell| cell.modifier.contains(Modifier::UNDERLINED);
                    let is_tail = is_lined(cell) && cell.symbol() == " " && !is_lined(next);
                    assert!(!is_tail, "{keys}: {x},{y} at {width}x{height}");
                }
            }
        }
    }
}
