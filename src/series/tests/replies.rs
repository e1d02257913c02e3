//! Replies that do not say so, or do not say to what.

use super::super::testing::TestMails;
use super::super::*;
use super::shapes;
use crate::patch::PatchKind;

/// A cover and a patch of ann's.
fn thread() -> TestMails {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH v5 0/1] x", 0, &[]);
    mails.mail("1", "[PATCH v5 1/1] a", 1, &["c"]);
    mails
}

/// A mail of bob's that quotes.
fn quoting(mails: &mut TestMails, id: &str, subject: &str, minute: i64, up: &[&str]) {
    mails.by("bob", id, subject, minute, up);
    let facts = mails.last();
    facts.files.clear();
    facts.quotes = true;
    if facts.kind == PatchKind::Patch {
        facts.kind = PatchKind::Other;
    }
}

fn replies(mails: &TestMails) -> (usize, usize) {
    let grouping = mails.group(&Corrections::default());
    let series = &grouping.series[0];
    (series.replies.len(), series.parts.slots[0].replies.len())
}

#[test]
fn a_mail_that_quotes_under_the_same_subject_is_a_reply() {
    let mut mails = thread();
    quoting(&mut mails, "r", "[PATCH v5 0/1] x", 9, &["c"]);
    quoting(&mut mails, "s", "[PATCH v5 1/1] a", 9, &["1", "c"]);
    quoting(&mut mails, "t", "[PATCH v5 1/1] a", 10, &["s", "1", "c"]);
    quoting(
        &mut mails,
        "u",
        "[PATCH v5 0/1] x",
        11,
        &["t", "s", "1", "c"],
    );
    assert_eq!(shapes(&mails), ["v5 0 1 / 1"]);
    assert_eq!(replies(&mails), (1, 3));
}

#[test]
fn a_cover_of_the_next_version_may_quote() {
    let mut mails = thread();
    mails.mail("d", "[PATCH v6 0/1] x", 99, &["c"]);
    mails.last().quotes = true;
    mails.mail("2", "[PATCH v6 1/1] a", 99, &["d"]);
    assert_eq!(shapes(&mails), ["v5 0 1 / 1", "v6 0 1 / 1"]);
}

#[test]
fn a_reply_without_references_goes_to_the_latest_mail_of_its_subject() {
    let mut mails = thread();
    mails.mail("1b", "[PATCH v5 1/1] a", 50, &[]);
    mails.by("bob", "r", "Re: [PATCH v5 1/1] a", 9, &[]);
    quoting(&mut mails, "s", "[PATCH v5 1/1] a", 10, &[]);
    mails.by("bob", "t", "Re: a", 11, &[]);
    for (id, subject, minute) in [
        ("u", "Re: [PATCH v4 1/1] a", 12),
        ("v", "Re: [PATCH v5 1/1] a", 0),
        ("w", "Re: [PATCH v5 1/1] b", 12),
    ] {
        mails.by("bob", id, subject, minute, &[]);
    }
    let grouping = mails.group(&Corrections::default());
    let series = grouping
        .series
        .iter()
        .find(|s| s.id.as_str() == "c")
        .unwrap();
    let id = |&at: &MsgIdx| mails.messages[at.0 as usize].id.as_str();
    let replies: Vec<_> = series.parts.slots[0].replies.iter().map(id).collect();
    assert_eq!(replies, ["r", "s", "t"]);
    let why = series
        .why
        .iter()
        .find(|why| why.rule == Rule::ReplyBySubject)
        .unwrap();
    assert_eq!(
        why.detail,
        "3 name no mail that they answer, the first is r"
    );
    assert_eq!(why.rule.certainty(), evidence::Certainty::Likely);
}

#[test]
fn a_reply_with_references_stays_where_they_lead() {
    let mut mails = thread();
    mails.by("bob", "r", "Re: [PATCH v5 1/1] a", 9, &["ghost"]);
    assert_eq!(replies(&mails), (0, 0));
}
