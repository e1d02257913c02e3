//! Documents that are made from the program say what the program does.

use std::fmt::Write as _;
use std::fs;

use trifold::app::action::actions;
use trifold::app::input::keymap::{KeyContext, Keymap, show_keys};

use crate::support::file;

/// The key table of the README: every action with its keys, by place.
fn key_table() -> String {
    let map = Keymap::default();
    let mut table = String::new();
    for context in KeyContext::ALL {
        let title = if context == KeyContext::Global {
            "everywhere"
        } else {
            context.toml_name()
        };
        writeln!(table, "\n| {title} | |\n|---|---|").unwrap();
        for (_, action, sentence) in actions() {
            let bound = map
                .bindings()
                .iter()
                .filter(|b| b.context == context && b.action == *action);
            let keys: Vec<String> = bound
                .map(|b| format!("`` {} ``", show_keys(&b.keys)))
                .collect();
            if !keys.is_empty() {
                writeln!(
                    table,
                    "| {} | {sentence} |",
                    keys.join(" ").replace('|', "\\|")
                )
                .unwrap();
            }
        }
    }
    table
}

/// Run with `UPDATE_DOCS=1` to write the table.
#[test]
fn the_readme_lists_the_keys() {
    let path = file("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let (start, end) = (
        "<!-- keys: made from the key map by tests/it/docs.rs -->\n",
        "<!-- /keys -->",
    );
    let (before, rest) = text.split_once(start).expect("the marker of the key table");
    let (found, after) = rest.split_once(end).expect("the end of the key table");
    let table = key_table();
    if found != table && std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, format!("{before}{start}{table}{end}{after}")).unwrap();
        return;
    }
    assert_eq!(
        found, table,
        "the README's key table is old: run UPDATE_DOCS=1 cargo test docs"
    );
}
