//! Net changes, by small patches and by random ones.

use proptest::prelude::*;

use super::*;

fn net(texts: &[&str]) -> Vec<NetChange> {
    let steps: Vec<PatchStep> = (1..)
        .zip(texts)
        .map(|(number, text)| PatchStep {
            number,
            text: text.to_string(),
        })
        .collect();
    compose(&steps, &|| true)
}

/// One hunk from the first line that differs to the last, with three lines around it.
fn patch(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    if old == new {
        return String::new();
    }
    let least = old.len().min(new.len());
    let same = |at: &usize| old[*at] == new[*at];
    let front = (0..least).take_while(same).count();
    let same = |back: &usize| old[old.len() - 1 - back] == new[new.len() - 1 - back];
    let back = (0..least - front).take_while(same).count();
    let (above, below) = (front.min(3), back.min(3));
    let side = |lines: &[&str]| {
        let count = lines.len() - front - back + above + below;
        let first = front - above + usize::from(count > 0);
        format!("{first},{count}")
    };
    let mut text = format!(
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -{} +{} @@\n",
        side(&old),
        side(&new)
    );
    let mut put = |sign: char, lines: &[&str]| {
        for line in lines {
            text.extend([&sign.to_string(), *line, "\n"]);
        }
    };
    put(' ', &old[front - above..front]);
    put('-', &old[front..old.len() - back]);
    put('+', &new[front..new.len() - back]);
    put(' ', &old[old.len() - back..old.len() - back + below]);
    text
}

/// A diff applied to a file, by the plainest means.
fn applied(diff: &str, file: &str) -> String {
    let lines: Vec<&str> = file.lines().collect();
    let mut out: Vec<&str> = Vec::new();
    let mut at = 0;
    for file in &diff::parse(diff).files {
        for hunk in &file.hunks {
            let start = (hunk.old.0 as usize + usize::from(hunk.old.1 == 0)) - 1;
            out.extend(&lines[at..start]);
            at = start;
            for line in diff[hunk.range.clone()].lines().skip(1) {
                let (sign, text) = line.split_at(1);
                if sign != "+" {
                    assert_eq!(lines[at], text);
                    at += 1;
                }
                if sign != "-" {
                    out.push(text);
                }
            }
        }
    }
    out.extend(&lines[at..]);
    out.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_comes_and_goes_leaves_no_trace() {
    let there = patch("a\nb\nc\n", "a\nx\nb\nc\n");
    let back = patch("a\nx\nb\nc\n", "a\nb\nc\n");
    let all = net(&[&there, &back]);
    assert_eq!(all[0].diff, Ok(String::new()));
    assert_eq!(all[0].patches, [1, 2]);
}

#[test]
fn a_file_that_comes_and_goes_is_left_out() {
    let new =
        "diff --git a/f b/f\nnew file mode 100644\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+a\n";
    let gone =
        "diff --git a/f b/f\ndeleted file mode 100644\n--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n";
    assert_eq!(net(&[new, gone]), []);
    let more = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+b\n";
    let diff = net(&[new, more])[0].diff.clone().unwrap();
    assert!(
        diff.ends_with("--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n"),
        "{diff}"
    );
}

#[test]
fn a_file_is_followed_where_it_moves() {
    let first = patch("a\nb\n", "a\nc\n");
    let moved = "diff --git a/f b/g\nsimilarity index 50%\nrename from f\nrename to g\n--- a/f\n+++ b/g\n@@ -1,2 +1,2 @@\n-a\n+d\n c\n";
    let all = net(&[&first, moved]);
    assert_eq!(
        (all[0].old_path.as_deref(), all[0].new_path.as_deref()),
        (Some("f"), Some("g"))
    );
    let diff = all[0].diff.clone().unwrap();
    assert!(diff.contains("rename from f\nrename to g\n"), "{diff}");
    assert!(
        diff.ends_with("@@ -1,2 +1,2 @@\n-a\n-b\n+d\n+c\n"),
        "{diff}"
    );
}

#[test]
fn another_line_than_the_patches_before_leave_is_a_reason() {
    let first = patch("a\nb\nc\n", "a\nx\nc\n");
    let other = patch("a\nb\nc\n", "a\nb\nd\n");
    assert_eq!(
        net(&[&first, &other])[0].diff,
        Err(NotComposed::Differs(2, 2))
    );
}

#[test]
fn another_blob_is_a_reason_even_where_the_lines_are_elsewhere() {
    let text = |from: &str, to: &str, line: u32| {
        format!(
            "diff --git a/f b/f\nindex {from}..{to} 100644\n--- a/f\n+++ b/f\n@@ -{line} +{line} @@\n-a\n+b\n"
        )
    };
    let first = text("1111111", "2222222", 1);
    assert!(
        net(&[&first, &text("2222222aaaa", "3333333", 50)])[0]
            .diff
            .is_ok()
    );
    assert_eq!(
        net(&[&first, &text("4444444", "3333333", 50)])[0].diff,
        Err(NotComposed::Blob(2))
    );
}

#[test]
fn a_line_without_an_end_is_another_line() {
    let first =
        "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n";
    let second = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n a\n+b\n";
    let diff = net(&[first, second])[0].diff.clone().unwrap();
    assert!(
        diff.ends_with("-a\n\\ No newline at end of file\n+a\n+b\n"),
        "{diff}"
    );
}

#[test]
fn a_hundred_thousand_lines_turned_around_have_a_net_change() {
    let lines: Vec<String> = (0..100_000).map(|n| format!("line {n}")).collect();
    let old = lines.join("\n");
    let new: Vec<&str> = lines.iter().rev().map(String::as_str).collect();
    let diff = net(&[&patch(&old, &new.join("\n"))])[0]
        .diff
        .clone()
        .unwrap();
    assert_eq!(applied(&diff, &old).lines().collect::<Vec<_>>(), new);
}

#[test]
fn hunks_of_one_long_stretch_are_written_in_one_go() {
    // Counting the lines above each of 20,000 hunks anew would take a minute here.
    let line = |n: u32| {
        if n % 10 == 5 {
            format!("-{n}\n+x{n}\n")
        } else {
            format!(" {n}\n")
        }
    };
    let lines: String = (0..200_000).map(line).collect();
    let text = format!("--- a/f\n+++ b/f\n@@ -1,200000 +1,200000 @@\n{lines}");
    let diff = net(&[&text])[0].diff.clone().unwrap();
    assert_eq!(diff.matches("\n@@ ").count(), 20_000);
    assert!(diff.contains("\n@@ -199993,7 +199993,7 @@\n 199992\n"));
}

#[test]
fn nothing_more_is_composed_where_nobody_waits() {
    let step = PatchStep {
        number: 1,
        text: patch("a\n", "b\n"),
    };
    assert_eq!(compose(&[step], &|| false), []);
}

proptest! {
    #[test]
    fn the_net_change_does_what_the_patches_do(
        base in proptest::collection::vec("[a-e]", 0..60),
        edits in proptest::collection::vec((0usize..70, 0usize..4, proptest::collection::vec("[a-e]", 0..4)), 1..8),
    ) {
        let whole = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let mut states = vec![base];
        for (at, gone, new) in edits {
            let mut next = states.last().unwrap().clone();
            let at = at.min(next.len());
            let end = (at + gone).min(next.len());
            next.splice(at..end, new);
            states.push(next);
        }
        let states: Vec<String> = states.iter().map(|lines| whole(lines)).collect();
        let patches: Vec<String> = states.windows(2).map(|pair| patch(&pair[0], &pair[1])).collect();
        let texts: Vec<&str> = patches.iter().map(String::as_str).collect();
        let all = net(&texts);
        let diff = all.first().map_or(Ok(String::new()), |net| net.diff.clone()).unwrap();
        prop_assert_eq!(applied(&diff, &states[0]), states.last().unwrap().as_str());
    }

    #[test]
    fn no_text_can_break_it(texts in proptest::collection::vec("(diff --git a/f b/f\n|--- a/f\n|\\+\\+\\+ b/f\n|@@ -[0-9]{1,9}(,[0-3])? \\+[0-3](,[0-3])? @@\n|[-+ ][ab]\n){0,12}", 1..4)) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        net(&texts);
    }
}
