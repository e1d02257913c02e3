//! Keys by which a patch is known again: in another version of its series, or in another run.

use super::diff::{self, HunkKeys, key_of};
use super::id::patch_id;
use super::letter::message_text;
use super::trailer;
use crate::mail::Body;

/// The keys of one patch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatchKeys {
    /// Of its patch id, its title and its log without the trailers: who gave a tag changed nothing.
    pub whole: u64,
    /// Of its patch id, as `git patch-id --stable` has it, alone.
    pub diff: u64,
    /// Of each hunk, in the order of the mail.
    pub hunks: Vec<HunkKeys>,
}

impl PatchKeys {
    /// Returns the keys of a mail from its title (without brackets) and its body; nothing where it
    /// has no diff.
    pub fn of(title: &str, body: &Body) -> Option<Self> {
        let whole = body.whole();
        let id = patch_id(&whole)?.to_string();
        let message = message_text(body);
        // Nearly every respin collects tags. With these in the key, no patch of it would be known
        // again.
        let (log, _) = trailer::divided(&message);
        let parsed = diff::parse(&whole);
        let hunks = parsed.files.iter().flat_map(|file| {
            let text = |hunk: &diff::Hunk| whole.get(hunk.range.clone()).unwrap_or_default();
            let keys = move |hunk| HunkKeys::of(&file.file.path, text(hunk));
            file.hunks.iter().map(keys)
        });
        Some(Self {
            // A NUL parts the pieces, so that a word that moves from the title to the log gives
            // another key.
            whole: key_of([&*id, "\0", title, "\0", log]),
            diff: key_of([&*id]),
            hunks: hunks.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIFF: &str = "---\n a.c | 2 +-\n\ndiff --git a/a.c b/a.c\n--- a/a.c\n+++ b/a.c\n\
        @@ -1 +1 @@\n-one\n+two\n@@ -9 +9 @@\n-nine\n+ten\n";

    fn keys(title: &str, log: &str) -> PatchKeys {
        let body = Body {
            text: format!("{log}\n{DIFF}"),
            ..Body::default()
        };
        PatchKeys::of(title, &body).unwrap()
    }

    #[test]
    fn a_tag_that_was_given_leaves_a_patch_the_same_and_a_word_of_its_log_not() {
        let signed = "Why.\n\nSigned-off-by: Ann <ann@x.example>";
        let first = keys("lamp: fade", signed);
        let tagged = format!("{signed}\nReviewed-by: Ben <ben@x.example>");
        assert_eq!(first, keys("lamp: fade", &tagged));
        for (title, log) in [("lamp: fade", "Why not.\n"), ("lamp: dim", signed)] {
            let other = keys(title, log);
            assert_ne!(first.whole, other.whole, "{title} {log}");
            assert_eq!((first.diff, &first.hunks), (other.diff, &other.hunks));
        }
        assert_eq!(first.hunks.len(), 2);
    }

    #[test]
    fn a_letter_has_no_keys() {
        let body = Body {
            text: "Hello.\n".to_owned(),
            ..Body::default()
        };
        assert_eq!(PatchKeys::of("hello", &body), None);
    }
}
