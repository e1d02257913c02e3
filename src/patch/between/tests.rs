//! Differences of small patches, and what holds for any two.

use proptest::prelude::*;

use super::*;
use crate::mail::{Address, Body};

fn recast(text: &str) -> Recast {
    let author = Address {
        name: "A B".into(),
        email: "a@b.c".into(),
    };
    let body = Body {
        text: text.to_owned(),
        ..Body::default()
    };
    Recast::new(&author, "lamp", &body)
}

fn patch(log: &str, hunk: &str) -> Recast {
    let old = hunk.lines().filter(|line| !line.starts_with('+')).count();
    let new = hunk.lines().filter(|line| !line.starts_with('-')).count();
    recast(&format!(
        "{log}---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,{old} +1,{new} @@\n{hunk}"
    ))
}

#[test]
fn lines_around_a_change_are_noise() {
    let old = patch("why\n", " a\n-b\n+c\n d\n");
    let new = patch("why\n", " x\n-b\n+c\n d\n");
    let between = Between::new(&old, &new);
    assert_eq!(between.kinds.code, Code::Context);
    assert_eq!(between.noise(), 2);
    assert_eq!((between.gone.len(), between.come.len()), (0, 0));
}

#[test]
fn a_change_that_changed_is_real_and_counted_by_file() {
    let old = patch("why\n", " a\n-b\n+c\n d\n");
    let new = patch("why\n", " a\n-b\n+e\n+f\n d\n");
    let between = Between::new(&old, &new);
    assert_eq!(between.kinds.code, Code::Changed);
    let [file] = between.files.as_slice() else {
        panic!("{:?}", between.files)
    };
    assert_eq!((file.path.as_str(), file.gone, file.come), ("f", 1, 2));
    assert_eq!(between.noise(), 0);
}

#[test]
fn blanks_alone_are_told_apart() {
    let old = patch("why\n", "-b\n+c d\n");
    let new = patch("why\n", "-b\n+c  d\n");
    assert_eq!(Between::new(&old, &new).kinds.code, Code::Blanks);
}

#[test]
fn a_file_that_moved_between_the_versions_is_followed() {
    let text = "---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n a\n+b\n+c\n";
    let other = text.replace("/f", "/g");
    let between = Between::new(&recast(text), &recast(&other));
    assert!(between.files.is_empty(), "{:?}", between.files);
    assert_eq!(between.kinds.code, Code::Changed);
}

#[test]
fn the_head_is_told_in_its_parts() {
    let tags = "\nSigned-off-by: A B <a@b.c>\n";
    let old = patch(&format!("one two\nthree\n{tags}"), "-b\n+c\n");
    let new = patch(
        &format!("one\ntwo three\n{tags}Reviewed-by: B C <b@c.d>\n"),
        "-b\n+c\n",
    );
    let kinds = Between::new(&old, &new).kinds;
    assert!(kinds.log && kinds.rewrapped && kinds.trailers);
    assert!(!kinds.author && !kinds.title);
    assert_eq!(kinds.code, Code::Same);
}

#[test]
fn a_hunk_is_headed_by_the_last_heading_above_it() {
    let hunk = |last: &str| format!(" 1\n 2\n+3\n 4\n 5\n 6\n+{last}\n");
    let between = Between::new(&patch("", &hunk("7")), &patch("", &hunk("8")));
    let old = patch("", &hunk("7"));
    let [hunk] = between.hunks.as_slice() else {
        panic!("{:?}", between.hunks)
    };
    let heading = hunk.heading.clone().map(|range| &old.text[range]);
    assert_eq!(heading, Some("f"));
}

fn hunks() -> impl Strategy<Value = String> {
    "([-+ ][a-d ]{0,3}\n){1,25}"
}

proptest! {
    #[test]
    fn a_patch_does_not_differ_from_itself(hunk in hunks()) {
        let one = patch("why\n", &hunk);
        let between = Between::new(&one, &one);
        prop_assert!(between.hunks.is_empty() && between.files.is_empty());
        prop_assert_eq!((between.kinds, between.noise()), (Kinds::default(), 0));
        prop_assert!(between.gone.is_empty() && between.come.is_empty());
    }

    #[test]
    fn what_went_and_came_turns_one_into_the_other(a in hunks(), b in hunks()) {
        let (old, new) = (patch("why\n", &a), patch("why\n", &b));
        let between = Between::new(&old, &new);
        let kept = |recast: &Recast, lost: &[usize]| -> Vec<String> {
            let lines = recast.text.lines().enumerate().filter(|(place, line)| {
                line.starts_with(['+', '-']) && !lost.contains(place)
            });
            lines.map(|(_, line)| line.to_owned()).collect()
        };
        prop_assert_eq!(kept(&old, &between.gone), kept(&new, &between.come));
    }

    #[test]
    fn every_line_of_the_difference_is_a_line_of_a_side(a in hunks(), b in hunks()) {
        let (old, new) = (patch("a\n", &a), patch("b\n", &b));
        let between = Between::new(&old, &new);
        let mut made: Vec<&str> = Vec::new();
        for line in &between.lines {
            let text = if line.sign == b'-' { &old.text } else { &new.text };
            let line_of = &text[line.side.clone()];
            prop_assert!(text.lines().any(|other| other == line_of));
            if line.sign != b'-' {
                made.push(line_of);
            }
        }
        // What is shown of the newer side stands there in that order.
        let mut all = new.text.lines();
        prop_assert!(made.iter().all(|line| all.any(|other| other == *line)));
    }
}
