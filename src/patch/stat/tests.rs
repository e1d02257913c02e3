//! Diffstats as git prints them, whole, shortened and damaged.

use super::*;
use proptest::prelude::*;

fn stat(text: &str) -> DiffStat {
    parse(text).unwrap().0
}

#[test]
fn counts_are_exact_only_with_a_sign_a_line() {
    let text = "log\n---\n a/x.c |  3 ++-\n b.c   | 40 +++-\n c     |  0\n 3 files changed, 35 insertions(+), 8 deletions(-)\n\ndiff\n";
    let (stat, range) = parse(text).unwrap();
    assert_eq!(
        stat.totals,
        Totals {
            files: 3,
            added: 35,
            deleted: 8
        }
    );
    let counts: Vec<_> = stat
        .files
        .iter()
        .map(|f| (f.changes, f.added, f.deleted, f.graph))
        .collect();
    assert_eq!(
        counts,
        [
            (3, Some(2), Some(1), (2, 1)),
            (40, None, None, (3, 1)),
            (0, Some(0), Some(0), (0, 0))
        ]
    );
    assert_eq!(
        &text[range],
        &text["log\n---\n".len()..text.len() - "\ndiff\n".len()]
    );
}

#[test]
fn lines_behind_the_summary_say_what_happens() {
    let s = stat(
        " new.c | 1 +\n .../deep/gone.c | 1 -\n {o => n}/y.c | 0\n p => q | 2 +-\n i.png | Bin 0 -> 12 bytes\n s.sh | 0\n 6 files changed, 2 insertions(+), 2 deletions(-)\n create mode 100644 new.c\n delete mode 100755 very/deep/gone.c\n rename {o => n}/y.c (100%)\n copy p => q (90%)\n create mode 100644 i.png\n mode change 100644 => 100755 s.sh\nTested-by: A\n",
    );
    let got: Vec<_> = s
        .files
        .iter()
        .map(|f| (f.path.as_str(), f.old_path.as_deref(), f.change))
        .collect();
    assert_eq!(
        got,
        [
            ("new.c", None, Change::Added),
            (".../deep/gone.c", None, Change::Deleted),
            ("n/y.c", Some("o/y.c"), Change::Renamed),
            ("q", Some("p"), Change::Copied),
            ("i.png", None, Change::Added),
            ("s.sh", None, Change::Modified),
        ]
    );
    assert!(s.files[4].binary);
    assert_eq!(s.files[5].new_mode.as_deref(), Some("100755"));
}

#[test]
fn an_empty_side_of_a_rename_leaves_one_slash() {
    let s = stat(" a/{ => b}/x | 0\n {c => }/y | 0\n 2 files changed\n");
    let got: Vec<_> = s
        .files
        .iter()
        .map(|f| (f.path.as_str(), f.old_path.as_deref()))
        .collect();
    assert_eq!(got, [("a/b/x", Some("a/x")), ("y", Some("c/y"))]);
}

#[test]
fn notes_behind_a_path_are_no_part_of_it() {
    let s = stat(" a.c (new) | 1 +\n b (old).c | 1 +\n 2 files changed, 2 insertions(+)\n");
    assert_eq!(
        (s.files[0].path.as_str(), s.files[0].change),
        ("a.c", Change::Added)
    );
    assert_eq!(s.files[1].path, "b (old).c");
}

#[test]
fn the_last_complete_one_counts() {
    let s = stat(
        " a | 1 +\n 1 file changed, 1 insertion(+)\n\n b | 1 -\n 1 file changed, 1 deletion(-)\n\nearlier: 2 files changed\n3 files changed, 1 insertion(+)\n",
    );
    assert_eq!(s.files[0].path, "b");
    assert_eq!(stat("3 files changed, 1 insertion(+)\n").totals.files, 3);
    assert_eq!(
        parse("> a | 1 +\n> 1 file changed, 1 insertion(+)\nthings changed\n"),
        None
    );
}

#[test]
fn short_paths_are_completed_where_one_path_fits() {
    let mut s = stat(" .../x/y.c | 1 +\n .../z.c | 1 +\n 2 files changed, 2 insertions(+)\n");
    complete_paths(&mut s, &["a/b/x/y.c", "a/b/x/y.c", "p/z.c", "q/z.c"]);
    assert_eq!(s.files[0].path, "a/b/x/y.c");
    assert_eq!(s.files[1].path, ".../z.c");
}

proptest! {
    #[test]
    fn any_text_gives_a_range_inside_it(text in "( a \\| [0-9]{1,3} [-+]{0,5}\n| é => b \\| Bin\n|[a-z {}=>|]{0,20}\n| 2 files? changed(, 3 insertions\\(\\+\\))?\n| create mode 100644 a\n){0,20}") {
        if let Some((_, range)) = parse(&text) {
            prop_assert!(text.get(range).is_some());
        }
    }
}
