//! The layers of ARCHITECTURE.md, as a law.

use std::fs;
use std::path::{Path, PathBuf};

use crate::figures::{Figures, code_of};
use crate::support::file;

/// A module uses only what stands before it.
const LAYERS: &[&str] = &[
    "text", "source", "mail", "patch", "series", "archive", "export", "state", "doc", "app", "ui",
    "runtime", "config", "cli",
];

/// What of the standard library reaches outside of the program, and where it is used.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("fs", &["source", "state", "runtime", "config", "cli"]),
    ("process", &["source", "runtime", "cli", "main"]),
    ("env", &["source", "runtime", "cli"]),
    ("net", &[]),
    (
        "thread",
        &["source", "series", "archive", "export", "state", "runtime"],
    ),
];

/// Modules that only these use: what they do is asked for at the end, and by nobody on the way.
const ASKED_BY: &[(&str, &[&str])] = &[
    ("export", &["runtime", "cli"]),
    ("state", &["runtime", "cli"]),
    ("runtime", &["cli"]),
    ("config", &["cli"]),
    ("cli", &["main"]),
];

/// Crates that are named in some modules only.
const CRATES: &[(&str, &[&str])] = &[
    ("ratatui", &["app", "ui", "runtime"]),
    ("crossterm", &["app", "runtime", "cli"]),
    ("tui_textarea", &["app", "ui"]),
    ("mailparse", &["mail"]),
    ("anyhow", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("rusqlite", &["state"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every source file: its path from the root, its module, its text.
pub(crate) fn files() -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    sources(&file("src"), &mut found);
    let root = file("");
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().display().to_string();
            let module = name
                .trim_start_matches("src/")
                .split(['/', '.'])
                .next()
                .unwrap()
                .to_owned();
            (name, module, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Every file of the tests that stand beside the sources.
pub(crate) fn test_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    sources(&file("tests"), &mut found);
    found
}

#[test]
fn modules_use_only_what_stands_before_them() {
    for (name, module, text) in files() {
        let Some(place) = LAYERS.iter().position(|layer| *layer == module) else {
            continue;
        };
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for used in code.split("crate::").skip(1) {
            let used: String = used
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            let Some(other) = LAYERS.iter().position(|layer| *layer == used) else {
                continue;
            };
            assert!(other <= place, "{name} uses {used}");
        }
    }
}

#[test]
fn what_reaches_outside_is_used_in_its_places() {
    for (name, module, text) in files() {
        let code = code_of(&name, &text);
        for (part, modules) in OUTSIDE {
            let mut named = code.split("std::").skip(1);
            let is_used = named.any(|rest| {
                let rest = rest.strip_prefix('{').unwrap_or(rest);
                let end = rest.find([';', '}']).unwrap_or(rest.len());
                let mut words = rest[..end].split(|c: char| !c.is_ascii_lowercase());
                let is_first = words.next() == Some(part);
                is_first || (rest[..end].contains(',') && words.any(|word| word == *part))
            });
            let is_home = modules.contains(&module.as_str());
            assert!(!is_used || is_home, "{name} uses std::{part}");
        }
    }
}

#[test]
fn what_is_asked_for_at_the_end_is_not_used_before() {
    for (name, module, text) in files() {
        let code = code_of(&name, &text);
        for (used, modules) in ASKED_BY {
            let is_used = code.contains(&format!("crate::{used}::"));
            let is_home = module == *used || modules.contains(&module.as_str());
            assert!(!is_used || is_home, "{name} uses {used}");
        }
    }
}

#[test]
fn crates_are_named_where_they_belong() {
    for (name, module, text) in files() {
        for (crate_name, modules) in CRATES {
            let is_named = text.contains(&format!("{crate_name}::"));
            assert!(
                !is_named || modules.contains(&module.as_str()),
                "{name} names {crate_name}"
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_has_one_idea() {
    for (name, _, text) in files() {
        assert!(
            text.starts_with("//!"),
            "{name} does not say what it is for"
        );
        let lines = text.lines().count();
        assert!(lines <= 400, "{name} has {lines} lines: two ideas?");
    }
}

#[test]
fn every_file_of_tests_has_one_idea_too() {
    let mut folders = vec![file("tests")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let lines = fs::read_to_string(&path).unwrap().lines().count();
                let name = path.display();
                assert!(lines <= 400, "{name} has {lines} lines: two ideas?");
            }
        }
    }
}

/// The folder says the way of a key: what is new belongs into one of them.
#[test]
fn the_application_is_a_handful_of_folders() {
    let entries = fs::read_dir(file("src/app")).unwrap().count();
    assert!(entries <= 14, "src/app has {entries} entries");
}

#[test]
fn no_code_of_ours_is_unsafe() {
    let manifest = fs::read_to_string(file("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    assert_eq!(
        manifest["lints"]["rust"]["unsafe_code"].as_str(),
        Some("forbid")
    );
    for (name, _, text) in files() {
        assert!(!text.contains("allow(unsafe_code"), "{name}");
    }
}

/// Each figure of the code has a limit; where it is not at its goal yet, the limit is where it stands
/// and only ever moves towards it.
#[test]
fn figures_stay_within_their_limits() {
    let figures = Figures::new();
    let functions = &figures.functions;
    let most = [
        ("functions over 60 lines", functions.over(60).len(), 0),
        ("lines of a middling function", functions.at(50), 9),
        ("lines of a long function", functions.at(90), 27),
        ("lines of a long file", figures.files.at(90), 270),
        ("structs over 12 fields", figures.structs.over(12).len(), 2),
        ("matches over 16 arms", figures.matches.over(16).len(), 2),
        ("functions named by one word, ‰", figures.one_word(), 550),
        ("functions of four letters, ‰", figures.short_names(), 200),
        ("type names defined twice", figures.shared.len(), 5),
    ];
    for (what, is, limit) in most {
        assert!(is <= limit, "{what}: {is}, the limit is {limit}\n{figures}");
    }
    let least = [
        ("plain comments, ‰ of code", figures.comments(), 5),
        ("lines of tests, ‰ of code", figures.tests(), 485),
        ("unit tests of app, ‰ of its code", figures.app_tests(), 250),
    ];
    for (what, is, limit) in least {
        assert!(is >= limit, "{what}: {is}, the limit is {limit}\n{figures}");
    }
}

/// A row that no longer fits breaks nothing, and its promise would be kept by nobody.
#[test]
fn every_promise_names_the_code_that_keeps_it() {
    let text = fs::read_to_string(file("tests/promises.toml")).unwrap();
    let table: toml::Table = text.parse().unwrap();
    let rows = table["promise"].as_array().unwrap();
    assert!(rows.len() >= 60);
    for row in rows {
        let word = |key: &str| row[key].as_str().unwrap();
        let code = fs::read_to_string(file(word("file"))).unwrap();
        let count = code.matches(word("find")).count();
        assert_eq!(count, 1, "{}: {}", word("file"), word("promise"));
    }
}
