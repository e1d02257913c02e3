//! What the configuration says, and what is wrong with it.

use super::*;
use crate::app::Sort;
use crate::doc::diff::{DiffLayout, Numbers};
use crate::doc::notes::Notes;

/// The defaults with a file on top.
pub(super) fn apply(text: &str) -> Config {
    let mut config = Config::defaults();
    config.apply(text, Path::new("c.toml"));
    config
}

#[test]
fn the_default_file_says_the_defaults() {
    let config = apply(DEFAULT);
    assert_eq!(config.faults, Vec::<String>::new());
    assert_eq!(config.options, Options::default());
}

#[test]
fn a_wrong_line_is_named_and_the_rest_applies() {
    let config = apply("wrap = true\nmouze = false\nglyphs = \"ascii\"\nmargin = \"x\"\n");
    assert_eq!(
        config.faults,
        [
            "c.toml:2: there is no option mouze",
            "c.toml:4: margin is a number of rows"
        ]
    );
    assert!(config.options.wrap && config.options.ascii);
}

#[test]
fn what_is_wrong_with_a_key_is_named_with_its_line() {
    let text = "[keys.list]\n\"go.open\" = \"nokey!!\"\n\"no.action\" = \"x\"\n[keys.lost]\n";
    assert_eq!(
        apply(text).faults,
        [
            "c.toml:2: list.\"go.open\": no such key: nokey!!",
            "c.toml:3: list.\"no.action\": no such action",
            "c.toml:4: lost: no such context",
        ]
    );
}

#[test]
fn the_tree_of_sources_is_a_folder_and_its_table_knows_nothing_else() {
    let config = apply("[source]\ntree = \"~/linux\"\n");
    assert_eq!(
        (config.options.tree.as_str(), config.faults.len()),
        ("~/linux", 0)
    );
    let config = apply("[source]\nroot = \"/\"\n");
    assert!(
        config.faults[0].contains("source.root"),
        "{:?}",
        config.faults
    );
}

#[test]
fn every_option_is_set_by_its_name() {
    let config = apply(
        "theme = \"dark\"\nglyphs = \"ascii\"\nmouse = false\nwrap = true\n\
         diff_layout = \"split\"\ndiff_numbers = \"two\"\ndiff_words = false\n\
         diff_colours = false\ndiff_blanks = false\nreplies = \"marks\"\nsort = \"size\"\n\
         margin = 7\neditor = \"vim -R\"\nlink = \"https://x.y/\"\n[source]\ntree = \"~/src\"\n\
         [me]\naddresses = [\"a@b.c\", \"d@e.f\"]\n",
    );
    assert_eq!(config.faults, Vec::<String>::new());
    let options = &config.options;
    assert_eq!(config.theme, "dark");
    assert!(options.ascii && options.wrap && !options.mouse);
    let look = &options.diff;
    assert_eq!(
        (look.layout, look.numbers),
        (DiffLayout::Split, Numbers::Two)
    );
    assert!(!look.words && !look.colours && !look.blanks);
    assert_eq!((options.notes, options.sort), (Notes::Marks, Sort::Size));
    assert_eq!((options.margin, options.editor.as_str()), (7, "vim -R"));
    assert_eq!(
        (options.link_base.as_str(), options.tree.as_str()),
        ("https://x.y/", "~/src")
    );
    assert_eq!(config.addresses, ["a@b.c", "d@e.f"]);
}

#[test]
fn every_word_of_an_option_has_its_meaning() {
    let look = |line: &str| apply(line).options.diff;
    for (word, layout) in [
        ("auto", DiffLayout::Auto),
        ("unified", DiffLayout::Unified),
        ("split", DiffLayout::Split),
    ] {
        assert_eq!(look(&format!("diff_layout = \"{word}\"")).layout, layout);
    }
    for (word, numbers) in [
        ("auto", Numbers::Auto),
        ("off", Numbers::Off),
        ("one", Numbers::One),
        ("two", Numbers::Two),
    ] {
        assert_eq!(look(&format!("diff_numbers = \"{word}\"")).numbers, numbers);
    }
    for (word, wanted) in [
        ("inline", Notes::Inline),
        ("marks", Notes::Marks),
        ("off", Notes::Off),
    ] {
        assert_eq!(
            apply(&format!("replies = \"{word}\"")).options.notes,
            wanted
        );
    }
    for (word, sort) in [
        ("activity", Sort::Activity),
        ("date", Sort::Date),
        ("title", Sort::Title),
        ("author", Sort::Author),
        ("size", Sort::Size),
        ("replies", Sort::Replies),
    ] {
        assert_eq!(apply(&format!("sort = \"{word}\"")).options.sort, sort);
    }
}

#[test]
fn the_memory_has_a_table_of_its_own() {
    let config = apply(
        "[memory]\nkeep = false\npath = \"/x/m.db\"\nbots = \"count\"\nsource_flags = false\ngroups = false\n",
    );
    assert_eq!(config.faults, Vec::<String>::new());
    let wanted = MemorySection {
        keep: false,
        path: Some("/x/m.db".into()),
        counts_bots: true,
        source_flags: false,
    };
    assert_eq!(config.memory, wanted);
    assert!(!config.options.groups);
    // An empty path is the usual place.
    assert_eq!(apply("[memory]\npath = \"\"\n").memory.path, None);
    assert!(!apply("[memory]\nbots = \"quiet\"\n").memory.counts_bots);
}

#[test]
fn what_is_wrong_is_said_with_the_line_and_what_there_is() {
    for (line, said) in [
        ("theme = 1", "theme is a text in quotes"),
        (
            "glyphs = \"latin\"",
            "glyphs is \"unicode\" or \"ascii\", not \"latin\"",
        ),
        ("mouse = 1", "mouse is true or false"),
        (
            "diff_layout = \"wide\"",
            "diff_layout is \"auto\", \"unified\" or \"split\"",
        ),
        (
            "diff_numbers = \"3\"",
            "diff_numbers is \"auto\", \"off\", \"one\" or \"two\"",
        ),
        (
            "replies = \"none\"",
            "replies is \"inline\", \"marks\" or \"off\"",
        ),
        (
            "sort = \"name\"",
            "sort is activity, date, author, size, replies or title, not \"name\"",
        ),
        ("margin = -1", "margin is a number of rows"),
        ("margin = 70000", "margin is a number of rows"),
        ("colour = true", "there is no option colour"),
        ("keys = 3", "keys is a table"),
        ("memory = 3", "memory is a table"),
        ("memory.colour = 3", "there is no option memory.colour"),
        (
            "memory.bots = \"loud\"",
            "memory.bots is \"quiet\" or \"count\", not \"loud\"",
        ),
        ("memory.groups = 3", "memory.groups is true or false"),
        ("source.branch = \"x\"", "there is no option source.branch"),
        ("me = 3", "me is a table"),
        (
            "me.addresses = \"a@b\"",
            "me.addresses is a list of addresses",
        ),
        ("command = 3", "commands are written as [[command]]"),
    ] {
        let config = apply(&format!("wrap = true\n\n{line}\n"));
        assert_eq!(config.faults, [format!("c.toml:3: {said}")], "{line}");
        assert!(config.options.wrap, "{line}");
    }
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let config = Config::load(Some(Path::new("/nowhere/at/all.toml")));
    let [fault] = config.faults.as_slice() else {
        panic!("{:?}", config.faults)
    };
    assert!(fault.starts_with("/nowhere/at/all.toml: "), "{fault}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.toml");
    fs::write(&path, "margin = 5\n").unwrap();
    let config = Config::load(Some(&path));
    assert_eq!((config.options.margin, config.faults.len()), (5, 0));
}

#[test]
fn a_theme_that_cannot_be_had_is_a_fault_and_the_default_stands_in() {
    let mut config = apply("theme = \"/nowhere/at/all.toml\"");
    let shown = config.theme();
    let default = Theme::built_in("default").unwrap();
    let style = |theme: &Theme| theme.role_style(crate::doc::Role::Added);
    assert_eq!(style(&shown), style(&default));
    let [fault] = config.faults.as_slice() else {
        panic!("{:?}", config.faults)
    };
    assert!(fault.starts_with("theme /nowhere/at/all.toml: "), "{fault}");
    assert!(
        fault.contains("there are default, ") && fault.contains("mono"),
        "{fault}"
    );
    assert!(apply("theme = \"auto\"").themes().asks_background());
    assert!(!apply("theme = \"mono\"").themes().asks_background());
}
