//! Our own mails, written as other tools and mailers write: diffs, tags, quotes, dates.

use trifold::patch::stat::Change;

use crate::support::corpus;

/// The files of the first patch: what happens to each, and its path.
fn files(name: &str) -> Vec<(Change, String)> {
    let archive = corpus(name);
    let message = archive.all_series()[0].slots[0].message.unwrap();
    let files = &archive.facts(message).unwrap().files;
    files
        .iter()
        .map(|f| (f.change, f.path.to_string()))
        .collect()
}

#[test]
fn files_are_found_whoever_wrote_the_diff() {
    use Change::{Added, Deleted, Modified, Renamed};
    let cases: &[(&str, &[(Change, &str)])] = &[
        ("rename_without_a_prefix", &[(Renamed, "src/one.c")]),
        ("new_file_of_subversion", &[(Added, "trunk/dir/t.c")]),
        ("new_file_of_a_bsd_diff", &[(Added, "t.txt")]),
        (
            "diff_of_got",
            &[
                (Modified, "bin/foo/foo.c"),
                (Added, "bin/foo/new.c"),
                (Deleted, "bin/foo/old.c"),
            ],
        ),
        (
            "old_names_with_a_suffix",
            &[(Modified, "src/pump.c"), (Modified, "lib/a.c")],
        ),
        ("context_diff", &[(Modified, "src/pump.c")]),
        ("diff_of_a_merge", &[(Modified, "drivers/pump/valve.c")]),
    ];
    for (name, want) in cases {
        let want: Vec<_> = want
            .iter()
            .map(|(c, path)| (*c, (*path).to_owned()))
            .collect();
        assert_eq!(files(name), want, "{name}");
    }
}

#[test]
fn a_diff_that_is_not_taken_apart_is_said_to_be_one() {
    for (name, want) in [
        (
            "context_diff",
            "context diff of src/pump.c, shown as it stands",
        ),
        (
            "diff_of_a_merge",
            "combined diff of drivers/pump/valve.c, shown as it stands",
        ),
    ] {
        assert_eq!(corpus(name).all_series()[0].alerts.as_slice(), [want]);
    }
}
