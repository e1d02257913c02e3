//! What the user says goes, whatever else is here.

use super::super::testing::TestMails;
use super::super::*;
use super::shape;

fn shapes(mails: &TestMails, corrections: &str) -> Vec<String> {
    let (corrections, faults) = Corrections::parse(corrections);
    assert_eq!(faults, []);
    let grouping = mails.group(&corrections);
    let mut all: Vec<&Series> = grouping.series.iter().collect();
    all.sort_by_key(|series| (series.head.date, series.id.clone()));
    all.into_iter().map(shape).collect()
}

fn two_series() -> TestMails {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.mail("d", "[PATCH v2 0/2] other", 9000, &[]);
    mails.mail("3", "[PATCH v2 1/2] three", 9001, &["d"]);
    mails
}

#[test]
fn a_mail_is_split_off_and_joined_elsewhere() {
    let mails = two_series();
    assert_eq!(shapes(&mails, ""), ["v1 0 1 2 / 2", "v2 0 1 - / 2"]);
    let split = shapes(&mails, "split 2");
    assert_eq!(split, ["v1 0 1 - / 2", "v1 - 2 / 2", "v2 0 1 - / 2"]);
    let moved = shapes(&mails, "split 2\njoin 2 d");
    assert_eq!(moved, ["v1 0 1 - / 2", "v2 0 1 2 / 2"]);
}

#[test]
fn lone_patches_joined_take_the_free_numbers() {
    let mut mails = TestMails::default();
    mails.mail("a", "[PATCH] a", 0, &[]);
    mails.mail("b", "[PATCH] b", 9000, &[]);
    mails.mail("n", "Re: something", 9001, &[]);
    assert_eq!(shapes(&mails, "join b a"), ["v1 1 2 / 2"]);
    assert_eq!(
        shapes(&mails, "join b a\nnumber b 1/2\nnumber a 2"),
        ["v1 1 2 / 2"]
    );
    assert_eq!(
        shapes(&mails, "join b a\njoin n a\nnumber n 0/2"),
        ["v1 0 1 2 / 2"]
    );
}

#[test]
fn no_mail_is_lost_where_two_covers_meet() {
    let mails = two_series();
    let joined = shapes(&mails, "join d c");
    assert_eq!(joined, ["v1 0 1 2 1 3 / 2"]);
}

#[test]
fn a_version_can_be_set_linked_and_unlinked() {
    let mails = two_series();
    let versions = |corrections: &str| {
        let (corrections, _) = Corrections::parse(corrections);
        let grouping = mails.group(&corrections);
        let of = |id: &str| {
            let found = grouping.series.iter().find(|s| s.id.as_str() == id);
            found.map_or(0, |series| series.versions.older.len())
        };
        (of("c"), of("d"))
    };
    assert_eq!(versions(""), (0, 0));
    assert_eq!(versions("link d c"), (0, 1));
    assert_eq!(versions("link d c\napart d"), (0, 1));
    assert_eq!(versions("version d v1\nversion c 3\nlink c d"), (1, 0));
    let mut rerolled = two_series();
    rerolled.mail("e", "[PATCH v3 0/2] other", 20_000, &[]);
    let (apart, _) = Corrections::parse("apart e");
    for (corrections, older) in [(&Corrections::default(), 1), (&apart, 0)] {
        let grouping = rerolled.group(corrections);
        let e = grouping.series.iter().find(|s| s.id.as_str() == "e");
        assert_eq!(e.unwrap().versions.older.len(), older);
    }
}

#[test]
fn a_reply_goes_to_the_mail_it_is_said_to_answer() {
    let mut mails = two_series();
    mails.by("bob", "r", "Re: [PATCH 1/2] one", 3, &["1"]);
    let place = |corrections: &str| {
        let (corrections, _) = Corrections::parse(corrections);
        let grouping = mails.group(&corrections);
        grouping.places[5]
    };
    assert!(matches!(place(""), Place::PatchReply(_, 0)));
    assert!(matches!(place("answers r 2"), Place::PatchReply(_, 1)));
    assert_eq!(place("answers r r"), place(""));
}

#[test]
fn corrections_about_mails_that_are_not_here_change_nothing() {
    let mails = two_series();
    assert_eq!(
        shapes(
            &mails,
            "join ghost c\nsplit ghost\nnumber ghost 3\nlink c ghost"
        ),
        shapes(&mails, "")
    );
}

#[test]
fn what_was_corrected_says_so() {
    let mails = two_series();
    let (corrections, _) = Corrections::parse("split 2");
    let grouping = mails.group(&corrections);
    let own = grouping.series.iter().find(|s| s.id.as_str() == "2");
    let why = &own.unwrap().why;
    assert!(
        why.iter()
            .any(|e| e.rule == Rule::Corrected && e.detail == "2 split off")
    );
}

/// The rules that the user set aside for a series, in words.
fn why(mails: &TestMails, corrections: &str, id: &str) -> Vec<String> {
    let (corrections, _) = Corrections::parse(corrections);
    let grouping = mails.group(&corrections);
    let series = grouping.series.iter().find(|s| s.id.as_str() == id);
    let why = series.unwrap().why.iter();
    let corrected = why.filter(|e| e.rule == Rule::Corrected);
    corrected.map(|e| e.detail.to_string()).collect()
}

#[test]
fn each_correction_is_told_where_it_was_made() {
    let mails = two_series();
    assert_eq!(why(&mails, "", "c"), [""; 0]);
    assert_eq!(why(&mails, "version 1 v4", "c"), ["this is v4"]);
    assert_eq!(why(&mails, "number 2 3/3", "c"), ["2 is number 3"]);
    assert_eq!(why(&mails, "split 2", "c"), ["2 split off"]);
    assert_eq!(why(&mails, "split 1 2", "1"), ["1 and 2 split off"]);
    assert_eq!(
        why(&mails, "split 2\njoin 2 d", "d"),
        ["2 split off", "2 joined to d"]
    );
    // The first of them is told of all that it did, in order.
    let both = why(&mails, "version c v3\nnumber 2 2/4", "c");
    assert_eq!(both, ["this is v3", "2 is number 2"]);
}

#[test]
fn a_version_that_was_set_says_where_it_is_from() {
    let mails = two_series();
    let (corrections, _) = Corrections::parse("version 3 v7.1");
    let grouping = mails.group(&corrections);
    let series = grouping
        .series
        .iter()
        .find(|s| s.id.as_str() == "d")
        .unwrap();
    assert_eq!(series.head.revision.to_string(), "7.1");
    assert_eq!(series.head.revision_from, RevisionFrom::Corrected);
}

#[test]
fn what_is_joined_to_its_own_series_stays_where_it_is() {
    let mails = two_series();
    for corrections in ["join 1 c", "join c 2", "join 2 2"] {
        assert_eq!(
            shapes(&mails, corrections),
            shapes(&mails, ""),
            "{corrections}"
        );
        assert_eq!(why(&mails, corrections, "c"), [""; 0], "{corrections}");
    }
}

#[test]
fn a_patch_more_than_was_announced_is_announced() {
    let mut mails = two_series();
    mails.mail("x", "[PATCH] four", 9500, &[]);
    assert_eq!(shapes(&mails, "join x c")[0], "v1 0 1 2 3 / 3");
    // One that fits a hole takes it.
    assert_eq!(shapes(&mails, "join x d")[1], "v2 0 1 2 / 2");
}

#[test]
fn numbered_pieces_that_are_joined_keep_their_numbers() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/4] one", 0, &[]);
    mails.mail("2", "[PATCH 2/4] two", 1, &["1"]);
    mails.by("bo", "3", "[PATCH 3/4] three", 9000, &[]);
    mails.by("bo", "4", "[PATCH 4/4] four", 9001, &["3"]);
    assert_eq!(shapes(&mails, ""), ["v1 1 2 - - / 4", "v1 - - 3 4 / 4"]);
    assert_eq!(shapes(&mails, "join 3 2"), ["v1 1 2 3 4 / 4"]);
}

#[test]
fn a_cover_that_another_takes_the_place_of_is_not_lost() {
    let mails = two_series();
    assert_eq!(shapes(&mails, "number 1 0")[0], "v1 0 - 2 3 / 2");
    let (corrections, _) = Corrections::parse("number 1 0");
    let grouping = mails.group(&corrections);
    let series = grouping
        .series
        .iter()
        .find(|s| s.parts.cover == Some(MsgIdx(1)));
    let surplus = series.unwrap().parts.slots.last().unwrap();
    assert_eq!((surplus.number, surplus.message), (3, Some(MsgIdx(0))));
}

#[test]
fn a_total_that_was_set_ends_what_the_cover_says() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/3] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    let announced = |corrections: &str| {
        let (corrections, _) = Corrections::parse(corrections);
        let grouping = mails.group(&corrections);
        let parts = &grouping.series[0].parts;
        (parts.announced, parts.total)
    };
    assert_eq!(announced(""), (Some(3), 2));
    assert_eq!(announced("number 2 2/2"), (None, 2));
    assert_eq!(announced("number 2 2"), (Some(3), 2));
}

#[test]
fn a_mail_that_is_no_patch_can_be_a_series_and_a_part_of_one() {
    let mut mails = two_series();
    mails.by("bob", "r", "Re: [PATCH 1/2] one", 3, &["1"]);
    assert!(shapes(&mails, "split r").contains(&"v1 1 / 1".to_owned()));
    assert_eq!(shapes(&mails, "join r d")[1], "v2 0 1 2 / 2");
}
