//! Whose next version a posting can be, and who may say so.

use super::super::testing::TestMails;
use super::super::*;
use crate::mail::MessageId;
use crate::patch::letter::Link;

/// How many series have an older version.
fn linked(mails: &TestMails) -> usize {
    let grouping = mails.group(&Corrections::default());
    let all = grouping.series.iter();
    all.filter(|series| !series.versions.older.is_empty())
        .count()
}

#[test]
fn a_version_in_a_reply_is_of_the_same_sender() {
    for (who, want) in [("ann", 1), ("eve", 0)] {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] one", 0, &[]);
        mails.by(who, "2", "[PATCH v2] another", 100, &["1"]);
        assert_eq!(linked(&mails), want, "{who}");
    }
}

#[test]
fn a_link_to_an_earlier_version_is_believed_of_its_sender_alone() {
    for (who, want) in [("ann", 1), ("eve", 0)] {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] one", 0, &[]);
        mails.by(who, "2", "[PATCH v2] another", 100, &[]);
        let link = Link {
            label: "v1:".into(),
            url: "https://lore.kernel.org/r/1".into(),
            message_id: Some(MessageId::new("1")),
        };
        mails.last().letter.links = [link].into();
        assert_eq!(linked(&mails), want, "{who}");
    }
}

#[test]
fn a_link_that_is_called_no_version_is_none() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH] one", 0, &[]);
    mails.mail("2", "[PATCH v2] another", 100, &[]);
    let link = Link {
        label: "This needs".into(),
        url: "https://lore.kernel.org/r/1".into(),
        message_id: Some(MessageId::new("1")),
    };
    mails.last().letter.links = [link].into();
    assert_eq!(linked(&mails), 0);
}

#[test]
fn the_same_title_of_another_sender_is_another_series() {
    for (who, want) in [("ann", 1), ("eve", 0)] {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] one", 0, &[]);
        mails.by(who, "2", "[PATCH v2] one", 100, &[]);
        assert_eq!(linked(&mails), want, "{who}");
    }
}

#[test]
fn a_lone_patch_in_a_reply_to_a_later_one_is_no_version_of_it() {
    for (own, want) in [("[PATCH v3] another", 1), ("[PATCH] another", 0)] {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH v2] one", 0, &[]);
        mails.mail("2", own, 100, &["1"]);
        assert_eq!(linked(&mails), want, "{own}");
    }
}

#[test]
fn half_of_the_titles_make_a_version_and_less_does_not() {
    for (kept, want) in [(4, 1), (3, 0)] {
        let mut mails = TestMails::default();
        for version in 1..3 {
            for number in 1..9 {
                // The first names the series where there is no cover.
                let is_new = version == 2 && number <= 8 - kept;
                let title = format!("part {number}{}", if is_new { " anew" } else { "" });
                let id = format!("{version}.{number}");
                let mark = if version == 2 { " v2" } else { "" };
                let subject = format!("[PATCH{mark} {number}/8] {title}");
                let first = format!("{version}.1");
                let up = if number == 1 {
                    vec![]
                } else {
                    vec![first.as_str()]
                };
                mails.mail(&id, &subject, version * 1000, &up);
            }
        }
        assert_eq!(linked(&mails), want, "{kept} of 8");
    }
}
