//! What the configuration says, and what is wrong with it.

use super::*;

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
