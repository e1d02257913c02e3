//! Our own mails, written as other tools and mailers write: diffs, tags, quotes, dates.

use trifold::patch::stat::Change;
use trifold::series::Verdict;

use crate::support::corpus;

/// The files of the first patch: what happens to each, and its path.
fn files(name: &str) -> Vec<(Change, String)> {
    let archive = corpus(name);
    let message = archive.all_series()[0].parts.slots[0].message.unwrap();
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

/// What replies give to the first patch: each line, and how sure it is.
fn review(name: &str) -> Vec<(String, Verdict)> {
    let archive = corpus(name);
    let review = &archive.all_series()[0].parts.slots[0].review;
    review
        .iter()
        .map(|r| (r.trailer.to_string(), r.verdict))
        .collect()
}

#[test]
fn tags_are_read_as_mailers_leave_them() {
    for (name, want) in [
        (
            "tag_with_a_link_behind",
            "Tested-by: Otto Reed <otto@reed.example>",
        ),
        (
            "tag_behind_a_no_break_space",
            "Reviewed-by: Bob Ray <bob@ray.example>",
        ),
        (
            "answer_above_a_rule",
            "Acked-by: Otto Reed <otto@reed.example>",
        ),
    ] {
        assert_eq!(review(name), [(want.to_owned(), Verdict::Ok)], "{name}");
    }
}

#[test]
fn what_a_reply_only_shows_is_not_given() {
    assert_eq!(review("report_that_names_a_node"), []);
    assert_eq!(review("answer_above_a_whole_patch"), []);
    let acked = "Acked-by: Otto Reed <otto@reed.example>".to_owned();
    let signed = "Signed-off-by: Otto Reed <otto@reed.example>".to_owned();
    assert_eq!(
        review("tags_of_others_in_a_reply"),
        [(acked, Verdict::Ok), (signed, Verdict::Conditional)]
    );
}

#[test]
fn a_patch_below_an_answer_is_no_patch_of_the_answer() {
    let archive = corpus("answer_above_a_whole_patch");
    let series = archive.all_series();
    assert_eq!(
        (series.len(), series[0].parts.slots[0].replies.len()),
        (1, 1)
    );
    let facts = archive.facts(series[0].parts.slots[0].replies[0]).unwrap();
    assert!(facts.files.is_empty());
    assert_eq!(facts.gist, "Why not use close_all()?");
}

#[test]
fn a_base_block_is_read_above_a_signature_of_two_blanks() {
    let archive = corpus("base_block_above_two_blanks");
    let series = &archive.all_series()[0];
    let base = "0123456789abcdef0123456789abcdef01234567";
    assert_eq!(series.head.base_commit.as_deref(), Some(base));
    assert_eq!(
        series.head.change_id.as_deref(),
        Some("20250707-foo-0123456789ab")
    );
}

#[test]
fn what_is_in_order_gives_no_alert() {
    for name in [
        "emoji_that_are_joined",
        "byte_order_mark",
        "cover_that_counts_both_sides",
        "two_diffstats",
    ] {
        let archive = corpus(name);
        let alerts = &archive.all_series()[0].alerts;
        assert!(alerts.is_empty(), "{name}: {alerts:?}");
    }
}
