//! What becomes of a tag in the next version.

use super::super::testing::TestMails;
use super::super::*;
use crate::patch::trailer::{TagGiven, Trailer, parse_line};

type Test<'a> = &'a dyn Fn(MsgIdx, MsgIdx) -> bool;

/// Carries tags, where two mails hold the same change, or change the same lines, if these say so.
fn carry_over(grouping: &mut Grouping, mails: &TestMails, (same, lines): (Test<'_>, Test<'_>)) {
    let sent = |at: MsgIdx| Some(mails.messages[at.0 as usize].date?.seconds);
    let asked = carry::CarryMails {
        facts: &mails.facts,
        sent: &sent,
        same_change: same,
        same_lines: lines,
        author: &|at| Some(&mails.messages[at.0 as usize].from.email),
    };
    carry::carry_over(&mut grouping.series, &asked);
}

#[test]
fn tags_of_an_older_version_hold_for_what_did_not_change() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] one", 1, &[]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["1"]);
    for (id, up) in [("r", "1"), ("s", "2")] {
        mails.by("bob", id, "Re: [PATCH]", 3, &[up]);
        mails.last().tags = [TagGiven {
            trailer: Trailer {
                name: "Acked-by".into(),
                value: "bob <bob@example.org>".into(),
                note: "".into(),
            },
            ..TagGiven::default()
        }]
        .into();
    }
    mails.mail("1b", "[PATCH v2 1/2] one", 100, &[]);
    mails.mail("2b", "[PATCH v2 2/2] two", 101, &["1b"]);
    let mut grouping = mails.group(&Corrections::default());
    carry_over(
        &mut grouping,
        &mails,
        (&|old, _| old == MsgIdx(0), &|_, _| false),
    );
    let series = &grouping.series[0];
    assert_eq!(series.parts.slots[0].carried[0].verdict, Verdict::Ok);
    assert_eq!(series.parts.slots[1].carried[0].verdict, Verdict::Stale);
    let lost = "1 tag lost though the patch is the same: 1";
    assert!(
        series.alerts.iter().any(|alert| alert == lost),
        "{:?}",
        series.alerts
    );
}

#[test]
fn a_tag_that_fell_out_of_the_log_is_carried_also_under_another_title() {
    use crate::patch::stat::FileChange;
    let mut mails = TestMails::default();
    let file = FileChange {
        path: "lamp.c".into(),
        changes: 3,
        ..FileChange::default()
    };
    for (id, subject, up) in [
        ("1", "[PATCH 1/2] one", &[][..]),
        ("2", "[PATCH 2/2] two", &["1"][..]),
    ] {
        mails.mail(id, subject, 1, up);
        mails.last().files = [file.clone()].into();
    }
    let tag = parse_line("Reviewed-by: bob <bob@example.org>").unwrap();
    mails.last().trailers = [tag.clone()].into();
    mails.mail("1b", "[PATCH v2 1/2] one", 100, &[]);
    mails.last().files = [file.clone()].into();
    mails.mail("2b", "[PATCH v2 2/2] two and more", 101, &["1b"]);
    mails.last().files = [file].into();
    let mut grouping = mails.group(&Corrections::default());
    let newest = grouping
        .series
        .iter()
        .position(|s| s.head.revision.major == 2)
        .unwrap();
    grouping.series[newest].versions.older = [SeriesIdx(u32::from(newest == 0))].into();
    let same = |old, new| (old, new) == (MsgIdx(1), MsgIdx(3));
    carry_over(&mut grouping, &mails, (&same, &|_, _| false));
    let series = &grouping.series[newest];
    assert!(series.parts.slots[0].carried.is_empty());
    assert_eq!(series.parts.slots[1].carried[0].trailer, tag);
    assert_eq!(series.parts.slots[1].carried[0].from, MsgIdx(1));
    let lost = "1 tag lost though the patch is the same: 2";
    assert!(
        series.alerts.iter().any(|alert| alert == lost),
        "{:?}",
        series.alerts
    );
}

/// A patch and its newer version under the same title, the older one with a tag in its log.
fn tagged(tag: &str) -> (TestMails, Grouping) {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH] one", 1, &[]);
    mails.last().trailers = [parse_line(tag).unwrap()].into();
    mails.mail("1b", "[PATCH v2] one", 100, &[]);
    let grouping = mails.group(&Corrections::default());
    (mails, grouping)
}

#[test]
fn a_tag_on_lines_between_others_does_not_hold_and_is_missed() {
    let (mails, mut grouping) = tagged("Reviewed-by: bob <bob@example.org>");
    carry_over(&mut grouping, &mails, (&|_, _| false, &|_, _| true));
    let newest = grouping
        .series
        .iter()
        .find(|s| !s.versions.older.is_empty())
        .unwrap();
    assert_eq!(newest.parts.slots[0].carried[0].verdict, Verdict::Stale);
    assert_eq!(*newest.alerts, ["1 tag lost though the patch is the same"]);
}

#[test]
fn what_authors_say_of_their_own_patch_is_not_missed() {
    let (mails, _) = tagged("Reviewed-by: bob <bob@example.org>");
    let own = format!(
        "Tested-by: A <{}>",
        mails.messages[0].from.email.to_uppercase()
    );
    let (mails, mut grouping) = tagged(&own);
    carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
    let newest = grouping
        .series
        .iter()
        .find(|s| !s.versions.older.is_empty())
        .unwrap();
    assert!(newest.parts.slots[0].carried.is_empty() && newest.alerts.is_empty());
}

/// The newer of two versions.
fn newest(grouping: &Grouping) -> &Series {
    let mut all = grouping.series.iter();
    all.find(|series| !series.versions.older.is_empty())
        .unwrap()
}

/// What is carried to the first patch of the newer version, in short.
fn carried(grouping: &Grouping) -> Vec<String> {
    let tags = newest(grouping).parts.slots[0].carried.iter();
    tags.map(|tag| format!("{} {:?} {:?}", tag.trailer, tag.via, tag.verdict))
        .collect()
}

const BOB: &str = "Reviewed-by: bob <bob@example.org>";

#[test]
fn only_what_somebody_thinks_of_a_patch_is_carried() {
    for tag in [
        "Signed-off-by: bob <bob@example.org>",
        "Cc: bob <bob@example.org>",
        "Fixes: 123456789012 (\"lamp\")",
        "Link: https://x.y/z",
    ] {
        let (mails, mut grouping) = tagged(tag);
        carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
        assert_eq!(carried(&grouping), [""; 0], "{tag}");
        assert!(newest(&grouping).alerts.is_empty(), "{tag}");
    }
    for name in ["Acked-by", "reviewed-by", "Tested-By", "Nacked-by"] {
        let (mails, mut grouping) = tagged(&format!("{name}: bob <bob@example.org>"));
        carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
        let wanted = format!("{name}: bob <bob@example.org> Older Ok");
        assert_eq!(carried(&grouping), [wanted]);
    }
}

#[test]
fn a_tag_that_the_newer_patch_repeats_is_not_carried() {
    let (mut mails, _) = tagged(BOB);
    // Who gave it is the same whatever the letters, and so is the name of the tag.
    let again = parse_line("reviewed-by: Bob B. <BOB@example.org>").unwrap();
    mails.last().trailers = [again].into();
    let mut grouping = mails.group(&Corrections::default());
    carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
    assert_eq!(carried(&grouping), [""; 0]);
    assert!(newest(&grouping).alerts.is_empty());
}

#[test]
fn a_tag_that_is_given_to_the_newer_patch_again_is_not_carried() {
    let (mut mails, _) = tagged(BOB);
    mails.by("bob", "r", "Re: [PATCH v2] one", 110, &["1b"]);
    mails.last().tags = [TagGiven {
        trailer: parse_line(BOB).unwrap(),
        ..TagGiven::default()
    }]
    .into();
    let mut grouping = mails.group(&Corrections::default());
    carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
    assert_eq!(carried(&grouping), [""; 0]);
}

#[test]
fn a_patch_of_other_files_is_another_whatever_its_lines_say() {
    let (mut mails, _) = tagged(BOB);
    mails.last().files = [crate::patch::stat::FileChange {
        path: "other.c".into(),
        ..Default::default()
    }]
    .into();
    let mut grouping = mails.group(&Corrections::default());
    let asked = |_: MsgIdx, _: MsgIdx| -> bool { panic!("read for nothing") };
    carry_over(&mut grouping, &mails, (&asked, &asked));
    assert_eq!(carried(&grouping), [format!("{BOB} Older Stale")]);
    assert!(newest(&grouping).alerts.is_empty());
}

#[test]
fn a_tag_that_came_when_the_newer_version_was_out_is_not_lost() {
    for (minute, is_lost) in [(99, true), (100, true), (101, false)] {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] one", 1, &[]);
        mails.mail("1b", "[PATCH v2] one", 100, &[]);
        mails.by("bob", "r", "Re: [PATCH] one", minute, &["1"]);
        mails.last().tags = [TagGiven {
            trailer: parse_line(BOB).unwrap(),
            ..TagGiven::default()
        }]
        .into();
        let mut grouping = mails.group(&Corrections::default());
        carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
        assert_eq!(carried(&grouping), [format!("{BOB} Older Ok")]);
        assert_eq!(
            newest(&grouping).alerts.len(),
            usize::from(is_lost),
            "{minute}"
        );
    }
}

#[test]
fn a_tag_with_a_condition_is_carried_and_not_missed() {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH] one", 1, &[]);
    mails.by("bob", "r", "Re: [PATCH] one", 2, &["1"]);
    mails.last().tags = [TagGiven {
        trailer: parse_line(BOB).unwrap(),
        conditional: true,
        ..TagGiven::default()
    }]
    .into();
    mails.mail("1b", "[PATCH v2] one", 100, &[]);
    let mut grouping = mails.group(&Corrections::default());
    carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| true));
    assert_eq!(carried(&grouping), [format!("{BOB} Older Conditional")]);
    assert!(newest(&grouping).alerts.is_empty());
}

#[test]
fn a_tag_goes_on_from_version_to_version_until_the_patch_changes() {
    let (mut mails, _) = tagged(BOB);
    mails.mail("1c", "[PATCH v3] one", 200, &[]);
    mails.mail("1d", "[PATCH v4] one", 300, &[]);
    mails.mail("1e", "[PATCH v5] one", 400, &[]);
    let mut grouping = mails.group(&Corrections::default());
    // The third changes something: what is stale then is carried no further.
    let same = |old: MsgIdx, _: MsgIdx| old != MsgIdx(1);
    carry_over(&mut grouping, &mails, (&same, &|_, _| false));
    let mut all: Vec<&Series> = grouping.series.iter().collect();
    all.sort_by_key(|series| series.head.revision);
    let verdicts: Vec<Vec<Verdict>> = all
        .iter()
        .map(|series| {
            series.parts.slots[0]
                .carried
                .iter()
                .map(|tag| tag.verdict)
                .collect()
        })
        .collect();
    let none: Vec<Verdict> = Vec::new();
    let wanted = [
        none.clone(),
        vec![Verdict::Ok],
        vec![Verdict::Stale],
        none.clone(),
        none,
    ];
    assert_eq!(verdicts, wanted);
}

#[test]
fn lost_tags_are_counted_and_their_patches_named() {
    let mut mails = TestMails::default();
    let tags = [BOB, "Acked-by: eve <eve@example.org>"];
    for (number, subject) in ["one", "two", "three"].iter().enumerate() {
        let up: &[&str] = if number == 0 { &[] } else { &["o1"] };
        let (minute, part) = (i64::try_from(number).unwrap(), number + 1);
        mails.mail(
            &format!("o{part}"),
            &format!("[PATCH {part}/3] {subject}"),
            minute,
            up,
        );
        if number != 1 {
            mails.last().trailers = tags.iter().map(|tag| parse_line(tag).unwrap()).collect();
        }
    }
    for (number, subject) in ["one", "two", "three"].iter().enumerate() {
        let up: &[&str] = if number == 0 { &[] } else { &["n1"] };
        let (minute, part) = (100 + i64::try_from(number).unwrap(), number + 1);
        mails.mail(
            &format!("n{part}"),
            &format!("[PATCH v2 {part}/3] {subject}"),
            minute,
            up,
        );
    }
    let mut grouping = mails.group(&Corrections::default());
    carry_over(&mut grouping, &mails, (&|_, _| true, &|_, _| false));
    let alerts = &newest(&grouping).alerts;
    assert_eq!(
        **alerts,
        ["4 tags lost though the patch is the same: 1 and 3"]
    );
}
