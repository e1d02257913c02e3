//! Patches in the form in which git compares commits.

use proptest::prelude::*;

use super::*;

fn recast(text: &str) -> Recast {
    let author = Address {
        name: "A B".into(),
        email: "a@b.c".into(),
    };
    let body = Body {
        text: text.to_owned(),
        ..Body::default()
    };
    Recast::new(&author, "lamp: turn it on", &body)
}

#[test]
fn a_mail_becomes_what_range_diff_compares() {
    let text = "Why  \n\n\n\tso:\tit was dark\n\nSigned-off-by: A B <a@b.c>\n---\n x | 2 +-\n\n\
        diff --git a/y.c b/y.c\nold mode 100644\nnew mode 100755\n\
        diff --git a/x.c b/x.c\nindex 1234567..89abcde 100644\n--- a/x.c\n+++ b/x.c\n\
        @@ -10,3 +12,3 @@ int lamp(void)\n a\n-b\n+c\n\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n\
        diff --git a/a.c b/z.c\nsimilarity index 90%\nrename from a.c\nrename to z.c\n\
        -- \n2.40\n";
    let recast = recast(text);
    assert_eq!(
        recast.text,
        " ## Metadata ##\nAuthor: A B <a@b.c>\n\n ## Commit message ##\n    lamp: turn it on\n\n    Why\n\n\
         \x20           so:     it was dark\n\n    Signed-off-by: A B <a@b.c>\n\n\
         \x20## x.c ##\n@@ x.c: int lamp(void)\n a\n-b\n+c\n \n@@\n-x\n \\ No newline at end of file\n+x\n\n\
         \x20## y.c (mode change 100644 => 100755) ##\n\n ## a.c => z.c ##\n"
    );
    assert!(recast.diff_part().starts_with(" ## x.c ##"));
    assert_eq!(recast.size, 12);
    assert_eq!(recast.files.len(), 3);
    let lines: Vec<&str> = text.lines().collect();
    for (line, source) in recast.text.lines().zip(&recast.source) {
        let source = source.map(|at| lines[at as usize]);
        assert!(source.is_none_or(|source| {
            line.trim() == source.trim() || line.contains("so:") || line.starts_with([' ', '@'])
        }));
    }
    let changes: Vec<_> = recast
        .changes()
        .map(|line| (line.path, line.text))
        .collect();
    assert_eq!(
        changes,
        [("x.c", "-b"), ("x.c", "+c"), ("x.c", "-x"), ("x.c", "+x")]
    );
}

#[test]
fn new_deleted_and_binary_files_are_named_so() {
    let text = "---\ndiff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n\
        diff --git a/d b/d\ndeleted file mode 100644\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\
        diff --git a/i.png b/i.png\nindex 1234567..89abcde 100644\nBinary files a/i.png and b/i.png differ\n";
    let recast = recast(text);
    assert_eq!(
        recast.diff_part(),
        " ## d (deleted) ##\n@@\n-a\n\n ## i.png ##\n Binary files i.png and i.png differ\n\n ## n (new) ##\n@@\n+a\n"
    );
    assert_eq!(recast.head_part().lines().count(), 6);
}

#[test]
fn a_line_leads_to_its_hunk_as_it_was_mailed() {
    use crate::patch::diff::HunkKey;
    let first = "@@ -1,2 +1,2 @@ fn\n a\n-b\n+c\n";
    let last = "@@ -9 +9 @@\n-d\n+e\n\\ No newline at end of file\n";
    let text = format!("why\n---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n{first}{last}");
    let recast = recast(&text);
    let line = |of: &str| u32::try_from(text.lines().position(|line| line == of).unwrap()).unwrap();
    for (inside, hunk) in [(" a", first), ("+c", first), ("-d", last), ("+e", last)] {
        let (path, found) = recast.hunk_of(line(inside)).unwrap();
        assert_eq!(
            HunkKey::of(path, &found),
            HunkKey::of("f", hunk),
            "{inside}"
        );
    }
    assert_eq!(recast.hunk_of(line("why")), None);
}

#[test]
fn tabs_are_filled_by_what_is_seen() {
    assert_eq!(filled("a\tb"), "a       b");
    assert_eq!(filled("\u{65e5}\u{672c}\tb"), "\u{65e5}\u{672c}    b");
    assert_eq!(filled("no tab"), "no tab");
}

proptest! {
    #[test]
    fn any_text_can_be_recast(text in "(\\PC|\n|(diff --git a/f b/f\n--- a/f\n\\+\\+\\+ b/f\n@@ -1,2 \\+1 @@\n)){0,60}") {
        let recast = recast(&text);
        for file in &recast.files {
            prop_assert!(recast.text[file.range.clone()].starts_with(" ## "));
        }
        prop_assert!(recast.size <= recast.diff_part().lines().count());
        prop_assert_eq!(recast.source.len(), bare_lines(&recast.text).count());
    }
}
