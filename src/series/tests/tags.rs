//! Who gave which tag to what, and what becomes of it in the next version.

use super::super::testing::TestMails;
use super::super::*;

#[test]
fn tags_on_the_cover_count_for_every_patch_that_is_meant() {
    use crate::patch::trailer::{TagGiven, Trailer, TrailerScope};
    let tag = |name: &str, who: &str, scope| TagGiven {
        trailer: Trailer {
            name: name.into(),
            value: format!("{who} <{who}@example.org>").into(),
            note: "".into(),
        },
        conditional: false,
        scope,
    };
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.by("bob", "r", "Re: [PATCH 0/2] things", 3, &["c"]);
    mails.last().tags = [tag("Acked-by", "bob", TrailerScope::Here)].into();
    mails.by("bob", "s", "Re: [PATCH 0/2] things", 4, &["c"]);
    mails.last().tags = [tag("Tested-by", "bob", TrailerScope::Parts(vec![(2, 2)]))].into();
    mails.by("eve", "t", "Re: [PATCH 1/2] one", 5, &["1"]);
    mails.last().tags = [tag("Reviewed-by", "fay", TrailerScope::Here)].into();
    let grouping = mails.group(&Corrections::default());
    let series = &grouping.series[0];
    let names = |slot: &Slot| {
        let tags = slot.review.iter();
        tags.map(|r| format!("{} {:?} {:?}", r.trailer.name, r.via, r.verdict))
            .collect::<Vec<_>>()
    };
    let first = ["Reviewed-by Patch Mismatch", "Acked-by Cover Ok"];
    assert_eq!(names(&series.parts.slots[0]), first);
    assert_eq!(
        names(&series.parts.slots[1]),
        ["Acked-by Cover Ok", "Tested-by Cover Ok"]
    );
    let counts = TagCounts {
        acked: 1,
        reviewed: 1,
        tested: 1,
    };
    assert_eq!(series.tag_counts(), counts);
}

#[test]
fn tags_of_an_older_version_hold_for_what_did_not_change() {
    use crate::patch::trailer::{TagGiven, Trailer};
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
fn a_tag_that_fell_out_of_the_log_is_carried_also_under_another_title() {
    use crate::patch::stat::FileChange;
    use crate::patch::trailer::parse_line;
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
    mails.last().trailers = [crate::patch::trailer::parse_line(tag).unwrap()].into();
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
