//! Diffs in all their shapes, and what damage is called.

use super::*;
use crate::patch::stat::Change;
use proptest::prelude::*;

const PLAIN: &str = "text\n---\n x.c | 2 +-\n\ndiff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@ f\n a\n-b\n+c\n-- \n2.40.0\n";

fn one(text: &str) -> FileDiff {
    let diff = parse(text);
    assert_eq!(diff.damage, [], "{text}");
    assert_eq!(diff.files.len(), 1, "{text}");
    diff.files.into_iter().next().unwrap()
}

fn brief(file: &FileDiff) -> (&str, Change, Option<u32>, Option<u32>) {
    let f = &file.file;
    (&f.path, f.change, f.added, f.deleted)
}

#[test]
fn a_signature_is_no_deletion() {
    let file = one(PLAIN);
    assert_eq!(brief(&file), ("x.c", Change::Modified, Some(1), Some(1)));
    assert!(PLAIN[file.range.clone()].starts_with("diff --git"));
    assert!(PLAIN[file.range].ends_with("+c\n"));
    assert_eq!(file.hunks[0].old, (1, 2));
    let scan = scan_diff(PLAIN);
    assert_eq!(scan.start, PLAIN.find("diff --git"));
    assert_eq!(scan.end, PLAIN.find("-- \n").unwrap());
}

#[test]
fn a_deleted_dash_is_no_signature() {
    let file = one("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n-- \n a\n");
    assert_eq!(brief(&file), ("x", Change::Modified, Some(0), Some(1)));
}

#[test]
fn counts_left_out_are_one() {
    let file = one(
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n",
    );
    assert_eq!(brief(&file), ("x", Change::Modified, Some(1), Some(1)));
    assert_eq!(file.hunks[0].old, (1, 1));
}

#[test]
fn dev_null_makes_new_and_deleted() {
    let new = one("--- /dev/null\n+++ b/d/x\n@@ -0,0 +1 @@\n+a\n");
    assert_eq!(brief(&new), ("d/x", Change::Added, Some(1), Some(0)));
    let gone = one(
        "diff --git a/d/x b/d/x\ndeleted file mode 100755\nindex 1..0\n--- a/d/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
    );
    assert_eq!(brief(&gone), ("d/x", Change::Deleted, Some(0), Some(1)));
    assert_eq!(gone.file.old_mode.as_deref(), Some("100755"));
}

#[test]
fn headers_without_hunks_are_files() {
    let renamed = one("diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n");
    assert_eq!(brief(&renamed), ("y", Change::Renamed, Some(0), Some(0)));
    assert_eq!(renamed.file.old_path.as_deref(), Some("x"));
    let mode = one("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n");
    assert_eq!(mode.file.new_mode.as_deref(), Some("100755"));
    let empty = one("diff --git a/x b/x\nnew file mode 100644\nindex 0..0\n");
    assert_eq!(brief(&empty), ("x", Change::Added, Some(0), Some(0)));
    let copied = one(
        "diff --git a/x b/y\nsimilarity index 90%\ncopy from x\ncopy to y\nindex 1..2\n--- a/x\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
    );
    assert_eq!(brief(&copied), ("y", Change::Copied, Some(1), Some(1)));
}

#[test]
fn binary_files_have_no_lines() {
    let text = "diff --git a/x b/x\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n\ndelta 2\nJcmZ\n\ndiff --git a/y b/y\nindex 1..2\nBinary files a/y and b/y differ\n";
    let diff = parse(text);
    assert_eq!(diff.files.len(), 2);
    assert!(
        diff.files
            .iter()
            .all(|f| f.file.binary && f.file.added.is_none())
    );
    let plain = parse("diff -ruN a/i.png b/i.png\nBinary files a/i.png and b/i.png differ\n");
    assert_eq!(plain.files[0].file.path, "i.png");
    assert!(plain.files[0].file.binary);
}

#[test]
fn quoted_names_and_missing_prefixes_are_understood() {
    let file = one("diff --git \"a/\\303\\244.c\" \"b/\\303\\244.c\"\nnew file mode 100644\n");
    assert_eq!(file.file.path, "\u{e4}.c");
    let file =
        one("diff --git d/x.c d/x.c\nindex 1..2\n--- d/x.c\n+++ d/x.c\n@@ -1 +1 @@\n-a\n+b\n");
    assert_eq!(file.file.path, "d/x.c");
    let file = one(
        "Index: l/x.c\n=====\n--- l.orig/x.c\t2021-01-01\n+++ l/x.c\t2021-01-02\n@@ -1 +1 @@\n-a\n+b\n",
    );
    assert_eq!((file.file.path.as_str(), file.range.start), ("x.c", 0));
    let file = one("--- x.c.orig\n+++ x.c\n@@ -1 +1 @@\n-a\n+b\n");
    assert_eq!(file.file.path, "x.c");
}

/// Paths of plain diffs by their two header lines.
fn plain_path(old: &str, new: &str) -> String {
    let file = one(&format!("--- {old}\n+++ {new}\n@@ -1 +1 @@\n-a\n+b\n"));
    assert_eq!(file.file.change, Change::Modified);
    file.file.path.to_string()
}

#[test]
fn a_first_directory_is_a_prefix_where_it_tells_the_sides_apart() {
    for (old, new, path) in [
        ("a/d/x.c", "b/d/x.c", "d/x.c"),
        ("x-1.0.orig/d/x.c", "x-1.0/d/x.c", "d/x.c"),
        ("d/x.c", "d/x.c", "d/x.c"),
        ("c/x.c", "c/x.c", "c/x.c"),
        ("a/x.c", "a/x.c", "x.c"),
        ("d/x.c.orig", "d/x.c", "d/x.c"),
        ("d/x.c.jj\t2023-11-14 10:00:00 +0100", "d/x.c", "d/x.c"),
        ("a/d/x.c~", "b/d/x.c", "d/x.c"),
        ("d/x.c", "d/x.c.new", "d/x.c"),
        ("../orig/d/x.c", "d/x.c", "d/x.c"),
        ("d/x.c", "/tmp/d/x.c", "d/x.c"),
        ("/usr/src/x.c.orig", "/usr/src/x.c", "usr/src/x.c"),
        ("./d/x.c", "./d/x.c", "d/x.c"),
        ("d/x.c (revision 12)", "d/x.c (working copy)", "d/x.c"),
        (
            "old/x.c Thu Mar 21 12:34:45 2024",
            "new/x.c Fri Mar  1 1:34:45 2024",
            "x.c",
        ),
    ] {
        assert_eq!(plain_path(old, new), path, "{old} {new}");
    }
}

#[test]
fn a_side_without_lines_is_of_a_file_that_is_not_there() {
    let change = |old: &str, new: &str, hunk: &str| {
        let file = one(&format!("--- {old}\n+++ {new}\n{hunk}"));
        file.file.change
    };
    let (add, delete) = ("@@ -0,0 +1 @@\n+a\n", "@@ -1 +0,0 @@\n-a\n");
    let epoch = "x\tThu Jan  1 01:00:00 1970";
    let now = "x\tThu Mar 21 12:34:45 2024";
    assert_eq!(change(epoch, now, add), Change::Added);
    assert_eq!(change(now, epoch, delete), Change::Deleted);
    let revision = "x\t(revision 0)";
    assert_eq!(change(revision, "x\t(working copy)", add), Change::Added);
    assert_eq!(
        change("x\t(revision 4)", "x\t(nonexistent)", delete),
        Change::Deleted
    );
    // A tree that was unpacked without times, and a hunk of `diff -U0`.
    for (old, new) in [(epoch, epoch), (epoch, now), (now, epoch)] {
        assert_eq!(change(old, new, "@@ -1 +1 @@\n-a\n+b\n"), Change::Modified);
    }
    assert_eq!(change(now, now, "@@ -5,0 +6 @@\n+a\n"), Change::Modified);
    let two = format!("{add}@@ -4,0 +6 @@\n+a\n");
    assert_eq!(change(now, now, &two), Change::Modified);
}

#[test]
fn a_name_beside_dev_null_has_the_prefix_of_who_wrote_it() {
    let path = |lead: &str, name: &str| {
        let diff = parse(&format!(
            "{lead}--- /dev/null\n+++ {name}\n@@ -0,0 +1 @@\n+a\n"
        ));
        diff.files[0].file.path.to_string()
    };
    let got = "blob - /dev/null\nfile + d/x.c (mode 644)\n";
    assert_eq!(path(got, "d/x.c"), "d/x.c");
    let quilt = "Index: l-1.0/d/x.c\n====\n";
    assert_eq!(path(quilt, "l-1.0/d/x.c"), "d/x.c");
    let cvs = "Index: d/x.c\n====\nRCS file: d/x.c\ndiff -N d/x.c\n";
    assert_eq!(path(cvs, "d/x.c\t1 Jan 2024 00:00:00 -0000"), "d/x.c");
    assert_eq!(path("", "b/d/x.c"), "d/x.c");
    assert_eq!(path("", "d/x.c"), "d/x.c");
    let text = "--- d/x.c\t2024-01-01 10:00:00\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n";
    assert_eq!(one(text).file.path, "d/x.c");
}

#[test]
fn lines_of_renames_and_copies_have_no_prefix() {
    for word in ["rename", "copy"] {
        let file = one(&format!(
            "diff --git lib/x.c src/x.c\nsimilarity index 90%\n{word} from lib/x.c\n{word} to src/x.c\n--- lib/x.c\n+++ src/x.c\n@@ -1 +1 @@\n-a\n+b\n"
        ));
        assert_eq!(file.file.path, "src/x.c");
        assert_eq!(file.file.old_path.as_deref(), Some("lib/x.c"));
    }
}

#[test]
fn quoted_diffs_do_not_count() {
    assert_eq!(
        parse("> diff --git a/x b/x\n> --- a/x\n> +++ b/x\n> @@ -1 +1 @@\n> -a\n> +b\n"),
        Diff::default()
    );
    assert_eq!(parse("--- a\n+++ b\nno hunk\n"), Diff::default());
}

#[test]
fn links_and_submodules_are_files_with_a_mode() {
    let link = one(
        "diff --git a/l b/l\nnew file mode 120000\nindex 0..1\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+to\n\\ No newline at end of file\n",
    );
    assert_eq!(link.file.new_mode.as_deref(), Some("120000"));
    let module = one(
        "diff --git a/m b/m\nindex 1..2 160000\n--- a/m\n+++ b/m\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n",
    );
    assert_eq!(brief(&module), ("m", Change::Modified, Some(1), Some(1)));
}

#[test]
fn many_damages_are_summed_up() {
    let one = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n a\n";
    let damage = scan_diff(&one.repeat(30)).damage;
    assert_eq!(damage.len(), 21);
    assert_eq!(damage[20], "10 more places are damaged");
}

#[test]
fn crlf_lines_are_lines() {
    let file = one(&PLAIN.replace('\n', "\r\n"));
    assert_eq!(brief(&file), ("x.c", Change::Modified, Some(1), Some(1)));
}

#[test]
fn damage_is_said_in_words() {
    let said = |text: &str| scan_diff(text).damage;
    let head = "--- a/x\n+++ b/x\n";
    assert_eq!(
        said(&format!("{head}@@ -1,3 +1,4 @@\n a\n+b\n-- \n2.3\n")),
        ["hunk 1 of x: 2 lines short"]
    );
    let long = "w".repeat(80);
    assert_eq!(
        said(&format!("{head}@@ -1,2 +1,3 @@\n a\n+{long}\nrest\n b\n")),
        ["hunk 1 of x: 1 line wrapped"]
    );
    assert_eq!(
        said(&format!("{head}@@ -1,2 +1,3 @@\n a\n+b\n\tc\n")),
        ["hunk 1 of x: 1 line lost the leading blank"]
    );
    assert_eq!(
        said(&format!("{head}@@ -1 +1,2 @@\n a\n+b\n+c\n")),
        ["hunk 1 of x: more lines than announced"]
    );
    assert_eq!(
        said("diff --git a/x b/x\nindex 1..2\nmore\n"),
        ["x has a header and no hunk"]
    );
    assert_eq!(
        said("diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n"),
        ["combined diff of x, shown as it stands"]
    );
}

proptest! {
    #[test]
    fn any_text_gives_ordered_ranges(text in "([-+ @*\\\\dIB][-+@ a-z/,0-9]{0,9}\n|--- a/x\n|\\+\\+\\+ b/x\n|@@ -1,3 \\+1,2 @@\n|diff --git a/x b/x\n|é\n){0,40}") {
        let diff = parse(&text);
        let mut at = 0;
        for file in &diff.files {
            prop_assert!(at <= file.range.start && file.range.end <= text.len());
            at = file.range.end;
            prop_assert!(text.get(file.range.clone()).is_some());
            for hunk in &file.hunks {
                prop_assert!(text.get(hunk.range.clone()).unwrap().starts_with("@@ -"));
            }
        }
    }
}
