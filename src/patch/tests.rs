//! What a mail is, by itself alone.

use super::*;
use crate::mail::MessageId;
use crate::source::Origin;

const DIFF: &str = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";

fn message(subject: &str, parents: &[&str]) -> Message {
    Message {
        id: MessageId::new("a@b"),
        id_synthesised: false,
        was_read: false,
        parents: parents.iter().map(|id| MessageId::new(id)).collect(),
        from: Address::default(),
        date: None,
        subject: subject.into(),
        as_sent: true,
        attachments: ThinVec::new(),
        origin: Origin::default(),
    }
}

fn facts(subject: &str, parents: &[&str], text: &str) -> Facts {
    let body = Body {
        text: text.into(),
        ..Body::default()
    };
    read(&message(subject, parents), &body)
}

#[test]
fn a_diff_makes_a_patch_unless_it_answers() {
    let text = format!("Why.\n\nAcked-by: A <a@b>\n---\n{DIFF}");
    let patch = facts("[PATCH 1/2] x", &["c@d"], &text);
    assert_eq!(patch.kind, PatchKind::Patch);
    assert_eq!(patch.trailers.len(), 1);
    let reply = facts("Re: [PATCH 1/2] x", &["c@d"], &text);
    assert_eq!(reply.kind, PatchKind::Reply);
    assert_eq!((reply.files.len(), reply.tags.len()), (1, 1));
}

#[test]
fn the_tags_of_a_patch_inside_a_reply_are_its_own_and_its_sign_off_depends_on_it() {
    let log = "Reported-by: B <b@b>\nSigned-off-by: A <a@b>";
    let text = format!("Acked-by: A <a@b>\n\nor this:\n\n{log}\n---\n{DIFF}");
    let tags = facts("Re: x", &[], &text).tags.into_iter();
    let tags: Vec<_> = tags.map(|t| (t.trailer.name, t.conditional)).collect();
    let expect = [("Acked-by", false), ("Signed-off-by", true)];
    assert_eq!(tags, expect.map(|(name, is)| (name.into(), is)));
}

#[test]
fn a_numbered_zero_is_a_cover_even_with_a_diff() {
    assert_eq!(facts("[PATCH 0/2] x", &[], DIFF).kind, PatchKind::Cover);
    assert_eq!(
        facts("[PATCH 0/2] x", &[], "Hello\n").kind,
        PatchKind::Cover
    );
}

#[test]
fn an_answer_without_re_is_known_by_its_tags() {
    let reply = facts("x", &["c@d"], "Acked-by: A <a@b>\n");
    assert_eq!((reply.kind, reply.tags.len()), (PatchKind::Reply, 1));
    assert_eq!(facts("x", &["c@d"], "Hello\n").kind, PatchKind::Other);
    assert_eq!(
        facts("x", &[], "Acked-by: A <a@b>\n").kind,
        PatchKind::Other
    );
}

#[test]
fn a_pull_request_is_known_by_its_text_or_subject() {
    let text = "The following changes since commit 1:\n\nare available in the git repository at:\n\n  git://x.y/z\n";
    let pull = facts("please pull", &[], text);
    assert_eq!(pull.kind, PatchKind::Pull);
    assert_eq!(pull.letter.pull_url.as_deref().unwrap(), "git://x.y/z");
    assert_eq!(facts("[GIT PULL] x", &[], "").kind, PatchKind::Pull);
    assert_eq!(
        facts("please pull", &[], &format!("{text}\n{DIFF}")).kind,
        PatchKind::Pull
    );
}

#[test]
fn a_pull_request_may_show_how_a_conflict_was_resolved() {
    let diff = "diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n- a\n -b\n++c\n";
    let text = format!("It conflicts:\n\n{diff}\nPlease pull.\n\nA B (1):\n      one\n\n");
    let pull = facts("[GIT PULL] x", &[], &text);
    assert_eq!(
        (pull.kind, pull.letter.shortlog.len()),
        (PatchKind::Pull, 1)
    );
    assert_eq!(facts("[GIT PULL] x", &[], DIFF).kind, PatchKind::Patch);
    assert_eq!(facts("[PATCH] x", &[], diff).kind, PatchKind::Patch);
}

#[test]
fn attached_patches_count() {
    let body = Body {
        diffs: vec![crate::mail::AttachedDiff {
            name: "x.patch".into(),
            text: format!("Why.\n\nAcked-by: A <a@b>\n---\n{DIFF}"),
        }],
        ..Body::default()
    };
    let patch = read(&message("x", &[]), &body);
    assert_eq!((patch.kind, patch.trailers.len()), (PatchKind::Patch, 1));
}

#[test]
fn in_body_headers_overrule_author_and_title() {
    let text = format!("From: A B <a@b>\nSubject: [PATCH] long\n title\n\nWhy.\n---\n{DIFF}");
    let patch = facts("[PATCH 1/2] short", &[], &text);
    assert_eq!(patch.author.unwrap().email, "a@b");
    assert_eq!(patch.subject.title, "long title");
    assert_eq!(patch.subject.part, Some((1, 2)));
}

#[test]
fn tags_that_patchwork_appended_to_a_cover_are_kept() {
    let text =
        "Hello.\n\n x | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\nTested-by: A <a@b>\n";
    assert_eq!(facts("[PATCH 0/1] x", &[], text).trailers.len(), 1);
}
