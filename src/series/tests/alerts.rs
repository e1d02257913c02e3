//! What is wrong with a series is told, and nothing that is not.

use super::super::testing::TestMails;
use super::super::*;
use crate::mail::MessageId;
use crate::patch::stat::{DiffStat, FileChange, Totals};
use crate::series::cores;

/// A diff of one file with so many lines added.
fn file(added: u32) -> FileChange {
    FileChange {
        path: "lamp.c".into(),
        added: Some(added),
        deleted: Some(0),
        changes: added,
        ..FileChange::default()
    }
}

/// A printed diffstat of one file with so many lines added.
fn stat(added: u32) -> DiffStat {
    let files = [file(added)].into_iter().collect();
    let totals = Totals {
        files: 1,
        added,
        deleted: 0,
    };
    DiffStat { files, totals }
}

/// What is told of a lone patch of three lines that prints another diffstat.
fn told(change: fn(&mut Facts)) -> Vec<String> {
    let mut mails = TestMails::default();
    mails.mail("a", "[PATCH] lamp: fade", 0, &[]);
    let facts = mails.last();
    facts.files = [file(3)].into_iter().collect();
    facts.stat = Some(Box::new(stat(5)));
    change(facts);
    let grouping = mails.group(&Corrections::default());
    grouping.series[0].alerts.iter().cloned().collect()
}

#[test]
fn a_diffstat_that_is_not_of_the_diff_is_told_where_all_of_the_diff_was_read() {
    let alerts = told(|_| {});
    assert_eq!(alerts.len(), 1);
    assert!(alerts[0].contains("+5"), "{alerts:?}");
    assert!(told(|facts| facts.stat = Some(Box::new(stat(3)))).is_empty());
    // What is damaged is told as that alone.
    let damaged =
        |facts: &mut Facts| facts.damage = ["the diff is cut".into()].into_iter().collect();
    assert_eq!(told(damaged).len(), 1);
    assert!(!told(damaged)[0].contains("+5"));
    // A digest leaves the diff out.
    let left_out = |facts: &mut Facts| facts.files.clear();
    assert!(told(left_out).iter().all(|alert| !alert.contains("+5")));
}

#[test]
fn a_letter_of_no_patches_announces_those_that_it_lists() {
    let mut mails = TestMails::default();
    mails.mail("a", "[GIT PULL] lamps", 0, &[]);
    let titles = ["one", "two", "three"].map(Into::into);
    mails.last().letter.shortlog = titles.into_iter().collect();
    let grouping = mails.group(&Corrections::default());
    let parts = &grouping.series[0].parts;
    assert_eq!((parts.total, parts.slots.len()), (3, 3));
    assert_eq!(parts.slots[2].title, "three");
    assert_eq!(parts.counter(), "pull");
}

#[test]
fn results_do_not_hang_on_how_many_parts_are_looked_at_at_once() {
    let all: Vec<u32> = (0..100).collect();
    let sums = |share| {
        let parts = all.chunks(share);
        cores::each_part(parts, |part| part.iter().sum::<u32>(), || ()).0
    };
    for share in [1, 7, 100] {
        assert_eq!(sums(share).iter().sum::<u32>(), 4950);
        assert_eq!(sums(share).len(), all.len().div_ceil(share));
    }
}

#[test]
fn a_cover_of_its_own_thread_joins_patches_that_answer_something_else() {
    let mut mails = TestMails::default();
    mails.mail("p", "[PATCH] pump: idle", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 60, &["p"]);
    mails.mail("2", "[PATCH 2/2] two", 60, &["p"]);
    mails.mail("c", "[PATCH 0/2] lamps", 60, &["p"]);
    let grouping = mails.group(&Corrections::default());
    let of = |id: &str| {
        let at = mails.ids()[&MessageId::new(id)];
        grouping.places[at.0 as usize].series()
    };
    assert!(of("c").is_some() && of("c") == of("1") && of("1") == of("2"));
    assert_ne!(of("p"), of("c"));
}

#[test]
fn hidden_characters_are_told_with_the_mails_that_hold_them() {
    let told = |cover: u32, patches: [u32; 3]| {
        let mut mails = TestMails::default();
        mails.mail("c", "[PATCH 0/3] x", 0, &[]);
        mails.last().hidden = cover;
        for (number, hidden) in (1..).zip(patches) {
            let subject = format!("[PATCH {number}/3] y");
            mails.mail(&format!("p{number}"), &subject, 0, &["c"]);
            mails.last().hidden = hidden;
        }
        let grouping = mails.group(&Corrections::default());
        grouping.series[0].alerts.join("; ")
    };
    assert_eq!(told(0, [0, 0, 0]), "");
    assert_eq!(told(0, [1, 0, 0]), "1 hidden character in 1");
    assert_eq!(told(0, [1, 0, 4]), "5 hidden characters in 1 and 3");
    assert_eq!(told(2, [0, 0, 0]), "2 hidden characters in the cover");
    let both = "1 hidden character in the cover; 1 hidden character in 2";
    assert_eq!(told(1, [0, 1, 0]), both);
}
