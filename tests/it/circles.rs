//! Modules that stand side by side use each other one way. A circle has a reason that is written
//! here, and no other one comes to be.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::files;
use crate::figures::code_of;

/// Circles that are left, each with its reason.
const CIRCLES: &[(&str, &[&str], &str)] = &[
    (
        "app",
        &[
            "action", "dialog", "effect", "frame", "input", "list", "outgoing", "reader",
        ],
        "a key leads through all of them: input finds the action, the action changes list, page or \
         dialog, and each of these asks for keys, places and actions by name",
    ),
    (
        "app::dialog",
        &["prompts", "state"],
        "the dialog holds what a prompt gives back, which the prompts alone look into",
    ),
    (
        "app::list",
        &["filter_search", "state"],
        "the list holds how far its filter is looked for, which that search alone looks into",
    ),
    (
        "app::reader",
        &["colour", "grep", "material", "state", "ways"],
        "the reader holds what each of these keeps, and they are its methods on it",
    ),
    (
        "doc",
        &["build", "compare", "diff", "notes"],
        "the builder holds the tables of lines that diffs and comparisons write into it",
    ),
    (
        "mail",
        &["body", "parsed", "patch_file"],
        "a body may hold whole patches, and each of these is a mail with a body",
    ),
];

type Name = Vec<String>;

/// Every module with the modules that it names.
fn graph() -> BTreeMap<Name, BTreeSet<Name>> {
    let mut texts: BTreeMap<Name, String> = BTreeMap::new();
    for (path, _, text) in files() {
        let is_test = ["tests", "testing"].iter().any(|part| path.contains(part));
        let name = path.trim_start_matches("src/").trim_end_matches(".rs");
        if !is_test {
            let name = name.split('/').map(str::to_owned).collect();
            texts.insert(name, code_of(&path, &text));
        }
    }
    let module = |mut name: Name| {
        while !name.is_empty() && !texts.contains_key(&name) {
            name.pop();
        }
        name
    };
    let named = |(name, text): (&Name, &String)| {
        let named = paths_in(text, name).into_iter().map(module);
        let others = named.filter(|other| other != name && !other.is_empty());
        (name.clone(), others.collect())
    };
    texts.iter().map(named).collect()
}

/// The paths that code names from the root of the crate, made whole.
fn paths_in(text: &str, module: &Name) -> Vec<Name> {
    let mut found = Vec::new();
    for first in ["crate", "super", "self"] {
        for (at, _) in text.match_indices(first) {
            let before = text[..at].chars().next_back();
            let is_begin = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
            if is_begin && text[at + first.len()..].starts_with("::") {
                read_path(&text[at..], &Vec::new(), module, &mut found);
            }
        }
    }
    found
}

/// Reads a path behind others, and each of those in its braces. Returns what follows it.
fn read_path<'a>(
    mut text: &'a str,
    behind: &Name,
    module: &Name,
    found: &mut Vec<Name>,
) -> &'a str {
    let mut path = behind.clone();
    loop {
        text = text.trim_start();
        if let Some(mut inside) = text.strip_prefix('{') {
            while !inside.trim_start().starts_with('}') && !inside.is_empty() {
                inside = read_path(inside, &path, module, found);
                inside = inside.trim_start().trim_start_matches(',');
            }
            return inside.trim_start().strip_prefix('}').unwrap_or_default();
        }
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        let (word, rest) = text.split_at(end.unwrap_or(text.len()));
        match word {
            "crate" => path.clear(),
            "self" if behind.is_empty() && path.is_empty() => path.clone_from(module),
            "self" => {}
            "super" => {
                if path.is_empty() {
                    path.clone_from(module);
                }
                path.pop();
            }
            _ => path.push(word.to_owned()),
        }
        let Some(next) = rest.strip_prefix("::") else {
            // `* as x`, and a name that is given another.
            let end = rest.find([',', '}', ';', '(', ')', ' ', '<', '>', '!', '\n']);
            found.push(path);
            let rest = &rest[end.unwrap_or(rest.len())..];
            let other = rest.strip_prefix(" as ").unwrap_or(rest);
            return other.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        };
        text = next.strip_prefix('*').unwrap_or(next);
        if text.len() < next.len() {
            found.push(path);
            return text;
        }
    }
}

/// The sets of names that lead to each other.
fn circles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach = |from: &String| {
        let mut seen = BTreeSet::new();
        let mut next = vec![from.clone()];
        while let Some(here) = next.pop() {
            for other in uses.get(&here).into_iter().flatten() {
                if seen.insert(other.clone()) {
                    next.push(other.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        uses.keys().map(|name| (name, reach(name))).collect();
    let mut found = BTreeSet::new();
    for (name, seen) in &reached {
        let is_back = |other: &&String| reached.get(*other).is_some_and(|all| all.contains(*name));
        let circle: BTreeSet<String> = seen.iter().filter(is_back).cloned().collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

#[test]
fn modules_side_by_side_use_each_other_one_way() {
    let graph = graph();
    let mut folders: BTreeMap<Name, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (from, used) in &graph {
        for to in used {
            let same = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            let (Some(a), Some(b)) = (from.get(same), to.get(same)) else {
                continue;
            };
            let folder = folders.entry(from[..same].to_vec()).or_default();
            folder.entry(a.clone()).or_default().insert(b.clone());
            folder.entry(b.clone()).or_default();
        }
    }
    let mut found = Vec::new();
    for (folder, uses) in &folders {
        for circle in circles(uses) {
            let circle: Vec<String> = circle.into_iter().collect();
            found.push((folder.join("::"), circle));
        }
    }
    for (folder, circle) in &found {
        let is_known = |known: &&(&str, &[&str], &str)| known.0 == folder && known.1 == circle;
        let known = CIRCLES.iter().find(is_known);
        assert!(known.is_some(), "in {folder:?}: {circle:?}");
    }
    assert_eq!(
        found.len(),
        CIRCLES.len(),
        "one of those is gone: take it off"
    );
}

#[test]
fn paths_are_read_as_the_compiler_reads_them() {
    let module = ["a", "b"].map(str::to_owned).to_vec();
    let paths = |text: &str| {
        let found = paths_in(text, &module);
        found.iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(
        paths("use crate::x::{self, y, z::{q, r as s}};"),
        ["x", "x::y", "x::z::q", "x::z::r"]
    );
    assert_eq!(
        paths("use super::c; super::super::d::e(self::f)"),
        ["a::c", "d::e", "a::b::f"]
    );
    assert_eq!(paths("use super::*; my_super::x; x::super_y"), ["a"]);
}
