//! The part that a mail plays, by its subject and what it answers.

use super::*;
use crate::patch::subject;
use crate::series::testing::TestMails;

/// The role of a mail of no readable diff, such as a digest or a ruined mail leaves.
fn role_without_diff(subject_line: &str, change: fn(&mut Facts)) -> Option<MailRole> {
    let mut mails = TestMails::default();
    mails.mail("a", subject_line, 0, &[]);
    let fact = mails.last();
    fact.kind = PatchKind::Other;
    fact.files.clear();
    change(fact);
    role_of(&mails.messages[0], &mails.facts[0], None, true)
}

#[test]
fn a_counter_is_a_patch_where_the_word_or_a_diffstat_stands_with_it() {
    let role = |line: &str| role_without_diff(line, |_| {});
    assert_eq!(role("[PATCH 2/3] b"), Some(MailRole::Patch(2, 3)));
    assert_eq!(role("[PATCH 0/3] all"), Some(MailRole::Cover(3)));
    // `[1/3]` alone is part of a story, a newsletter, a list of questions.
    assert_eq!(role("[2/3] b"), None);
    assert_eq!(role("[0/3] all"), None);
    let with_stat = |line: &str| role_without_diff(line, |fact| fact.letter.has_stat = true);
    assert_eq!(with_stat("[2/3] b"), Some(MailRole::Patch(2, 3)));
    assert_eq!(with_stat("[0/3] all"), Some(MailRole::Cover(3)));
}

#[test]
fn a_lone_patch_without_a_diff_was_one_where_it_is_signed_or_has_a_diffstat() {
    let line = "[PATCH] pump: idle";
    assert_eq!(role_without_diff(line, |_| {}), None);
    let signed = |fact: &mut Facts| {
        fact.trailers = vec![crate::patch::trailer::Trailer {
            name: "Signed-off-by".into(),
            value: "ann <ann@example.org>".into(),
            note: "".into(),
        }]
        .into();
    };
    assert_eq!(role_without_diff(line, signed), Some(MailRole::Lone));
    let with_stat = |fact: &mut Facts| fact.letter.has_stat = true;
    assert_eq!(role_without_diff(line, with_stat), Some(MailRole::Lone));
    assert_eq!(role_without_diff("pump: idle", with_stat), None);
}

/// What revision a mail has that answers another, and where it was read.
fn taken(own: &str, above: &str, who: &str) -> (u32, RevisionFrom) {
    let member = |at: u32, line: &str, sender: u32| {
        let subject = subject::parse(line);
        let (number, total) = subject.part.unwrap();
        Member {
            at: MsgIdx(at),
            role: match number {
                0 => MailRole::Cover(total),
                number => MailRole::Patch(number, total),
            },
            sender,
            targets: 0,
            revision: subject.revision,
            revision_from: subject.revision_from,
            time: 0,
        }
    };
    let mut own = member(1, own, 0);
    take_revision(&mut own, &member(0, above, u32::from(who != "ann")));
    (own.revision.major, own.revision_from)
}

#[test]
fn an_unlabelled_patch_has_the_revision_of_what_it_answers() {
    let own = (1, RevisionFrom::Inferred);
    let cover = (3, RevisionFrom::Cover);
    assert_eq!(taken("[PATCH 1/2] a", "[PATCH v3 0/2] x", "ann"), cover);
    // Of the first patch of a chain, where there is no cover.
    let thread = (3, RevisionFrom::Thread);
    assert_eq!(taken("[PATCH 2/2] b", "[PATCH v3 1/2] a", "ann"), thread);
    // Another total, another sender, or the same number: it answers, and is of no such series.
    assert_eq!(taken("[PATCH 1/5] a", "[PATCH v3 0/2] x", "ann"), own);
    assert_eq!(taken("[PATCH 2/5] b", "[PATCH v3 1/2] a", "ann"), own);
    assert_eq!(taken("[PATCH 1/2] a", "[PATCH v3 1/2] a", "ann"), own);
    assert_eq!(taken("[PATCH 1/2] a", "[PATCH v3 0/2] x", "bo"), own);
    let labelled = taken("[PATCH v2 1/2] a", "[PATCH v3 0/2] x", "ann");
    assert_eq!(labelled, (2, RevisionFrom::Subject));
}
