//! Shapes of series as lists see them, and what becomes of each.

mod alerts;
mod carry;
mod correct;
mod order;
mod replies;
mod sendings;
mod tags;
mod versions;

use super::testing::TestMails;
use super::*;

/// `covers/patches` of each series, oldest first, as `v1 0 1 2 / 2`.
fn shapes(mails: &TestMails) -> Vec<String> {
    let grouping = mails.group(&Corrections::default());
    let mut all: Vec<&Series> = grouping.series.iter().collect();
    all.sort_by_key(|series| (series.head.date, series.id.clone()));
    all.into_iter().map(shape).collect()
}

/// One series: `0` for a cover, numbers, `-` for what is missing, brackets for what is borrowed.
fn shape(series: &Series) -> String {
    let mut words = vec![format!("v{}", series.head.revision)];
    words.extend(series.parts.cover.map(|_| "0".to_owned()));
    words.extend(series.parts.slots.iter().map(|slot| match slot.message {
        Some(_) if slot.borrowed.is_some() => format!("({})", slot.number),
        Some(_) => slot.number.to_string(),
        None => "-".to_owned(),
    }));
    format!("{} / {}", words.join(" "), series.parts.total)
}

#[test]
fn a_cover_and_its_patches_are_one_series() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2"]);
}

#[test]
fn deep_threads_are_one_series() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["1", "c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2"]);
}

#[test]
fn patches_that_answer_a_mail_not_here_are_one_series() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/3] one", 1, &["ghost"]);
    mails.mail("3", "[PATCH 3/3] three", 3, &["ghost"]);
    assert_eq!(shapes(&mails), ["v1 1 - 3 / 3"]);
}

#[test]
fn the_revision_may_stand_on_the_cover_only() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH v3 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["1", "c"]);
    assert_eq!(shapes(&mails), ["v3 0 1 2 / 2"]);
}

#[test]
fn unthreaded_mails_of_one_sending_are_one_series() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &[]);
    mails.mail("2", "[PATCH 2/2] two", 2, &[]);
    mails.mail("1b", "[PATCH 1/2] one", 90, &[]);
    mails.mail("2b", "[PATCH 2/2] two", 91, &[]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2", "v1 1 2 / 2"]);
}

#[test]
fn the_same_patch_sent_three_times_is_three_series() {
    let mut mails = TestMails::default();
    for at in 0..3 {
        mails.mail(&format!("m{at}"), "[PATCH v2 1/4] one", at, &[]);
    }
    assert_eq!(shapes(&mails), ["v2 1 - - - / 4"; 3]);
}

#[test]
fn a_new_version_in_reply_to_the_old_one_stands_apart() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.mail("c2", "[PATCH v2 0/2] things", 100, &["c"]);
    mails.mail("12", "[PATCH v2 1/2] one", 101, &["c"]);
    mails.mail("22", "[PATCH v2 2/2] two", 102, &["c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2", "v2 0 1 2 / 2"]);
    let grouping = mails.group(&Corrections::default());
    let new = &grouping.series[0];
    assert_eq!(new.id.as_str(), "c2");
    assert_eq!(new.versions.older, [SeriesIdx(1)]);
}

#[test]
fn an_unlabelled_reroll_is_a_later_posting() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] one", 1, &[]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["1"]);
    mails.mail("1b", "[PATCH 1/2] one", 100, &["1"]);
    mails.mail("2b", "[PATCH 2/2] two", 101, &["1b", "1"]);
    assert_eq!(shapes(&mails), ["v1 1 2 / 2"; 2]);
}

#[test]
fn a_lone_later_patch_with_half_a_version_stands_apart() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] one", 1, &[]);
    mails.mail("2", "[PATCH v2 2/2] two", 100, &["1"]);
    assert_eq!(shapes(&mails), ["v1 1 - / 2", "v2 - 2 / 2"]);
}

#[test]
fn a_partial_reroll_borrows_what_it_leaves_out() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH v2 1/2] one", 1, &[]);
    mails.mail("2", "[PATCH v2 2/2] two", 2, &["1"]);
    mails.mail("r", "Re: [PATCH v2 2/2] two", 3, &["2"]);
    mails.mail("23", "[PATCH v3 2/2] two", 100, &["r", "2", "1"]);
    assert_eq!(shapes(&mails), ["v2 1 2 / 2", "v3 (1) 2 / 2"]);
}

#[test]
fn a_second_copy_of_a_patch_is_kept_behind() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/3] one", 1, &[]);
    mails.mail("2", "[PATCH 2/3] two", 2, &["1"]);
    mails.mail("3", "[PATCH 3/3] three", 3, &["1"]);
    mails.mail("2b", "[PATCH 2/3] two", 9, &["1"]);
    mails.mail("4", "[PATCH 4/3] four", 10, &["1"]);
    assert_eq!(shapes(&mails), ["v1 1 2 3 2 4 / 3"]);
    let grouping = mails.group(&Corrections::default());
    let alerts = &grouping.series[0].alerts;
    assert_eq!(alerts, &["2 more than once", "4 above the total of 3"]);
}

#[test]
fn another_series_in_reply_to_a_cover_stands_apart() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.mail("d", "[PATCH other 0/1] more", 9, &["c"]);
    mails.mail("d1", "[PATCH other 1/1] more", 10, &["d", "c"]);
    mails.mail("x", "[PATCH] lost in here", 11, &["c"]);
    let expect = ["v1 0 1 2 / 2", "v1 0 1 / 1", "v1 1 / 1"];
    assert_eq!(shapes(&mails), expect);
}

#[test]
fn a_pull_request_is_the_cover_of_its_patches() {
    let mut mails = TestMails::default();
    mails.mail("p", "[GIT PULL] fixes", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["p"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["p"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2"]);
}

#[test]
fn a_plain_mail_that_begins_the_thread_is_a_naked_cover() {
    let mut mails = TestMails::default();
    mails.mail("c", "some things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.by("bob", "bug", "it is broken", 3, &[]);
    mails.mail("fix", "[PATCH] mend it", 4, &["bug"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2", "v1 1 / 1"]);
}

#[test]
fn a_cover_and_patches_may_disagree() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/3] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    assert_eq!(shapes(&mails), ["v1 0 1 2 / 2"]);
    let grouping = mails.group(&Corrections::default());
    assert_eq!(grouping.series[0].alerts, ["cover says 3, patches say 2"]);
}

#[test]
fn a_cover_alone_lists_what_its_shortlog_lists() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.last().letter.shortlog = ["one", "two"].map(Into::into).into();
    let grouping = mails.group(&Corrections::default());
    let titles: Vec<_> = grouping.series[0]
        .parts
        .slots
        .iter()
        .map(|s| &s.title)
        .collect();
    assert_eq!(titles, ["one", "two"]);
}

#[test]
fn a_reply_belongs_to_the_nearest_patch_above() {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/1] things", 0, &[]);
    mails.mail("1", "[PATCH 1/1] one", 1, &["c"]);
    mails.by("bob", "r", "Re: [PATCH 1/1] one", 2, &["1", "c"]);
    mails.by("eve", "s", "Re: [PATCH 1/1] one", 3, &["r", "1", "c"]);
    mails.by("eve", "t", "Re: [PATCH 0/1] things", 3, &["c"]);
    let grouping = mails.group(&Corrections::default());
    assert_eq!(
        grouping.series[0].parts.slots[0].replies,
        [MsgIdx(2), MsgIdx(3)]
    );
    assert_eq!(grouping.series[0].replies, [MsgIdx(4)]);
    assert_eq!(grouping.places[3], Place::PatchReply(SeriesIdx(0), 0));
}

#[test]
fn a_patch_inside_a_reply_is_not_counted() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/1] one", 1, &[]);
    mails.mail("r", "Re: [PATCH 1/1] one", 2, &["1"]);
    mails
        .last()
        .files
        .push(crate::patch::stat::FileChange::default());
    assert_eq!(shapes(&mails), ["v1 1 / 1"]);
}

#[test]
fn a_hundred_thousand_mails_of_one_author_and_subject_take_seconds() {
    let start = std::time::Instant::now();
    for subject in ["[PATCH] x", "[PATCH 1/2] x", "[PATCH v2 0/3] x"] {
        let mut mails = TestMails::default();
        for at in 0..30_000 {
            let up = format!("m{}", at / 2);
            mails.mail(&format!("m{at}"), subject, at, &[up.as_str(), "ghost"]);
        }
        for at in 30_000..60_000 {
            mails.mail(&format!("m{at}"), subject, at / 100, &[]);
        }
        mails.group(&Corrections::default());
    }
    // Three seconds of a core that is ours alone; hours, were it quadratic.
    assert!(start.elapsed().as_secs() < 300, "{:?}", start.elapsed());
}

#[test]
fn a_patch_that_lost_its_diff_is_a_patch_unless_others_answer_it() {
    let signed = || crate::patch::trailer::Trailer {
        name: "Signed-off-by".into(),
        value: "ann <ann@example.org>".into(),
        note: "".into(),
    };
    let mut mails = TestMails::default();
    for (id, minute) in [("a", 0), ("b", 10)] {
        mails.mail(id, "[PATCH] things", minute, &[]);
        *mails.last() = Facts {
            kind: crate::patch::PatchKind::Other,
            files: [].into(),
            trailers: [signed()].into(),
            ..mails.last().clone()
        };
    }
    mails.mail("1", "[PATCH 1/2] one", 11, &["b"]);
    mails.mail("2", "[PATCH 2/2] two", 12, &["b"]);
    assert_eq!(shapes(&mails), ["v1 1 / 1", "v1 0 1 2 / 2"]);
}
