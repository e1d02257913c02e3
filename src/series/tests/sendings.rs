//! One sending whose labels differ, that broke off, or whose cover has a typing error.

use super::super::testing::TestMails;
use super::super::*;
use super::shapes;

/// A cover at minute 0 and its patches, all within one minute.
fn sending(cover: &str, patches: &[&str]) -> TestMails {
    let mut mails = TestMails::default();
    mails.mail("c", cover, 0, &[]);
    for (at, subject) in patches.iter().enumerate() {
        mails.mail(&format!("p{at}"), subject, 1, &["c"]);
    }
    mails
}

#[test]
fn labels_may_differ_within_one_sending() {
    for (cover, one, two, want) in [
        (
            "[PATCH 0/2] x",
            "[PATCH v3 1/2] a",
            "[PATCH v3 2/2] b",
            "v3",
        ),
        (
            "[PATCH v0 0/2] x",
            "[PATCH v2 1/2] a",
            "[PATCH v2 2/2] b",
            "v2",
        ),
        (
            "[PATCH v9 0/2] x",
            "[PATCH v10 1/2] a",
            "[PATCH v10 2/2] b",
            "v10",
        ),
        ("[PATCH 0/2] x", "[PATCH 1/2] a", "[PATCH v2 2/2] b", "v2"),
        (
            "[PATCH v3 0/2] x",
            "[PATCH v3 1/2] a",
            "[PATCH v33 2/2] b",
            "v3",
        ),
        ("[PATCH 0/2] x", "[PATCH 1/2] a", "[PATCH RFT 2/2] b", "v1"),
    ] {
        let mails = sending(cover, &[one, two]);
        assert_eq!(
            shapes(&mails),
            [format!("{want} 0 1 2 / 2")],
            "{cover} {two}"
        );
    }
}

#[test]
fn patches_that_answer_nothing_are_one_sending_where_they_fill_each_other() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH RFT 1/2] a", 0, &[]);
    mails.mail("2", "[PATCH v2 2/2] b", 0, &[]);
    mails.mail("c", "[PATCH tree 0/2] x", 30, &[]);
    mails.mail("5", "[PATCH 1/2] a", 30, &[]);
    mails.mail("6", "[PATCH other 2/2] b", 30, &[]);
    mails.mail("3", "[PATCH x 1/3] a", 0, &[]);
    mails.mail("4", "[PATCH y 2/3] b", 0, &[]);
    let expect = ["v2 1 2 / 2", "v1 1 - - / 3", "v1 - 2 - / 3", "v1 0 1 2 / 2"];
    assert_eq!(shapes(&mails), expect);
}

#[test]
fn how_far_apart_they_were_sent_is_told() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] a", 0, &[]);
    mails.mail("2", "[PATCH 2/2] b", 7, &[]);
    let grouping = mails.group(&Corrections::default());
    let mut why = grouping.series[0].why.iter();
    let why = why.find(|why| why.rule == Rule::Unthreaded).unwrap();
    assert!(why.detail.ends_with(", 7 min apart"), "{}", why.detail);
}

#[test]
fn what_was_sent_later_under_another_label_stands_apart() {
    let mut mails = sending("[PATCH 0/2] x", &["[PATCH 1/2] a"]);
    mails.mail("q", "[PATCH v2 2/2] b", 60, &["c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 - / 2", "v2 - 2 / 2"]);
}

#[test]
fn a_cover_sent_again_takes_no_patches_of_one_with_a_wrong_total() {
    let mut mails = sending(
        "[PATCH 0/2] x",
        &["[PATCH 1/3] a", "[PATCH 2/3] b", "[PATCH 3/3] c"],
    );
    mails.mail("d", "[PATCH RESEND 0/3] x", 60, &["c"]);
    for number in 1..=3 {
        let subject = format!("[PATCH RESEND {number}/3] t{number}");
        mails.mail(&format!("q{number}"), &subject, 61, &["d", "c"]);
    }
    assert_eq!(shapes(&mails), ["v1 0 1 2 3 / 3"; 2]);
}

/// Patches of five of one sending.
fn attempt(mails: &mut TestMails, id: &str, numbers: &[u32], minute: i64, up: &[&str]) {
    for number in numbers {
        let subject = format!("[PATCH {number}/5] t{number}");
        mails.mail(&format!("{id}{number}"), &subject, minute, up);
    }
}

#[test]
fn a_sending_that_broke_off_may_go_on_minutes_later() {
    for again in [&[4, 5][..], &[3, 4, 5]] {
        let mut mails = sending("[PATCH 0/5] x", &[]);
        attempt(&mut mails, "p", &[1, 2, 3], 1, &["c"]);
        attempt(&mut mails, "q", again, 9, &["ghost"]);
        let grouping = mails.group(&Corrections::default());
        assert_eq!(grouping.series.len(), 1, "{again:?}");
        assert!(grouping.series[0].parts.is_complete());
    }
    let mut mails = sending("[PATCH 0/5] x", &[]);
    attempt(&mut mails, "p", &[1, 2, 3], 1, &["c"]);
    mails.mail("q3", "[PATCH 3/5] another", 9, &["ghost"]);
    mails.mail("q4", "[PATCH 4/5] again", 9, &["ghost"]);
    assert_eq!(shapes(&mails).len(), 2, "another title is another series");
}

#[test]
fn a_sending_begun_anew_stands_in_the_place_of_what_broke_off() {
    for cover in ["[PATCH 0/5] x", "x"] {
        let mut mails = sending(cover, &[]);
        attempt(&mut mails, "p", &[1, 2, 3], 1, &["c"]);
        mails.mail("d", cover, 9, &[]);
        attempt(&mut mails, "q", &[1, 2, 3, 4, 5], 9, &["d"]);
        mails.by("bob", "r", "Re: x", 10, &["c"]);
        let grouping = mails.group(&Corrections::default());
        let [series] = &grouping.series[..] else {
            panic!("{cover}: {:?}", shapes(&mails));
        };
        let id = |at: MsgIdx| mails.messages[at.0 as usize].id.as_str();
        let first: Vec<_> = series
            .parts
            .slots
            .iter()
            .filter_map(|s| s.message.map(id))
            .collect();
        assert_eq!(first, ["q1", "q2", "q3", "q4", "q5", "p1", "p2", "p3"]);
        assert_eq!(series.parts.cover.map(id), Some("d"));
        let replies: Vec<_> = series.replies.iter().map(|&at| id(at)).collect();
        assert_eq!(replies, ["c", "r"], "the first cover and what answers it");
    }
}

#[test]
fn patches_of_a_whole_series_that_came_twice_are_no_other_series() {
    let mut mails = sending("[PATCH 0/5] x", &[]);
    attempt(&mut mails, "p", &[1, 2, 3], 1, &["c"]);
    attempt(&mut mails, "q", &[1, 2, 3, 4, 5], 9, &["c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 3 4 5 1 2 3 / 5"]);
}

#[test]
fn a_patch_slipped_in_stands_behind_its_number() {
    let mut mails = sending("[PATCH 0/3] x", &["[PATCH 1/3] a", "[PATCH 2/3] b"]);
    mails.mail("3", "[PATCH 3/3] c", 1, &["c"]);
    mails.mail("l", "[PATCH 2.5/3] late", 60, &["p1", "c"]);
    let grouping = mails.group(&Corrections::default());
    let [series] = &grouping.series[..] else {
        panic!("{:?}", shapes(&mails));
    };
    let labels: Vec<_> = series
        .parts
        .slots
        .iter()
        .map(|slot| slot.label(0))
        .collect();
    assert_eq!(labels, ["1", "2", "2.5", "3"]);
    assert!(series.parts.is_complete() && series.alerts.is_empty());
}

#[test]
fn a_patch_slipped_in_fills_no_hole() {
    let mut mails = sending("[PATCH 0/3] x", &["[PATCH 1/3] a", "[PATCH 3/3] c"]);
    mails.mail("l", "[PATCH 2.5/3] late", 60, &["c"]);
    let grouping = mails.group(&Corrections::default());
    assert!(!grouping.series[0].parts.is_complete());
    assert_eq!(grouping.series[0].alerts, ["missing 2"]);
}

#[test]
fn references_that_nobody_else_makes_are_none() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] x", 0, &["id-of-a-gateway-0"]);
    mails.mail("1", "[PATCH 1/2] a", 1, &["id-of-a-gateway-1"]);
    mails.mail("2", "[PATCH 2/2] b", 1, &["id-of-a-gateway-2"]);
    mails.by(
        "bob",
        "r",
        "Re: [PATCH 1/2] a",
        2,
        &["1", "id-of-a-gateway-1"],
    );
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2"]);
}

#[test]
fn references_that_others_make_too_part_what_is_alike() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] a", 1, &["one ghost"]);
    mails.by("bob", "r", "Re: something", 2, &["one ghost"]);
    mails.mail("2", "[PATCH 2/2] b", 1, &["another ghost"]);
    mails.by("bob", "s", "Re: something", 2, &["another ghost"]);
    assert_eq!(shapes(&mails), ["v1 1 - / 2", "v1 - 2 / 2"]);
}

/// Two postings with a cover that has no brackets, a day apart.
fn naked(first: &str, second: &str) -> Vec<(String, usize)> {
    let mut mails = TestMails::default();
    for (id, title, minute) in [("a", first, 0), ("b", second, 1440)] {
        mails.mail(id, title, minute, &[]);
        for number in 1..=2 {
            let subject = format!("[PATCH {number}/2] {id} {number}");
            mails.mail(&format!("{id}{number}"), &subject, minute + 1, &[id]);
        }
    }
    let grouping = mails.group(&Corrections::default());
    let newer = |series: &Series| {
        (
            series.head.revision.to_string(),
            series.versions.older.len(),
        )
    };
    grouping.series.iter().map(newer).collect()
}

#[test]
fn the_title_of_a_naked_cover_may_end_in_its_version() {
    let linked = [("2".to_owned(), 1), ("1".to_owned(), 0)];
    for second in [
        "mend x v2",
        "mend x, V2",
        "mend x (v2)",
        "V2: mend x",
        "mend x v2 (resend)",
    ] {
        assert_eq!(naked("mend x", second), linked, "{second}");
    }
    // Whether the version is that of UVC is told by the other posting.
    assert_eq!(naked("mend UVC", "mend UVC v2"), linked);
    assert_eq!(naked("other", "mend UVC v2")[0], ("1".to_owned(), 0));
    assert_eq!(naked("other", "fixes for v6")[0], ("1".to_owned(), 0));
}

#[test]
fn a_label_makes_a_patch_of_what_answers_its_own_sender() {
    let labels = [
        ("[list v2] x", "v2 1 / 1"),
        ("[RESEND] x", "v1 1 / 1"),
        ("[PATCH] x", "v1 1 / 1"),
    ];
    for (subject, shape) in labels {
        let mut mails = TestMails::default();
        mails.mail("a", "[PATCH] x", 0, &[]);
        mails.by("bob", "r", "Re: [PATCH] x", 1, &["a"]);
        mails.mail("b", subject, 9, &["r", "a"]);
        mails.last().kind = crate::patch::PatchKind::Patch;
        mails.mail("t", "[list] x", 10, &["a"]);
        mails.last().kind = crate::patch::PatchKind::Patch;
        assert_eq!(shapes(&mails), ["v1 1 / 1", shape], "{subject}");
        let grouping = mails.group(&Corrections::default());
        assert_eq!(
            grouping
                .series
                .iter()
                .map(|s| s.versions.older.len())
                .sum::<usize>(),
            1
        );
    }
}

#[test]
fn what_answers_the_cover_of_a_sending_is_of_it_under_another_label_too() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/9] x", 0, &[]);
    mails.mail("1", "[PATCH 1/9] a", 0, &["c"]);
    mails.mail("5", "[PATCH v2 5/9] e", 1, &["c"]);
    assert_eq!(shapes(&mails), ["v2 0 1 - - - 5 - - - - / 9"]);
}
