//! Who gave which tag to what, and what becomes of it in the next version.

use super::super::testing::Mails;
use super::super::*;

#[test]
fn tags_on_the_cover_count_for_every_patch_that_is_meant() {
    use crate::patch::trailer::{Scope, TagGiven, Trailer};
    let tag = |name: &str, who: &str, scope| TagGiven {
        trailer: Trailer {
            name: name.into(),
            value: format!("{who} <{who}@example.org>").into(),
            note: "".into(),
        },
        conditional: false,
        scope,
    };
    let mut mails = Mails::default();
    mails.mail("c", "[PATCH 0/2] things", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.by("bob", "r", "Re: [PATCH 0/2] things", 3, &["c"]);
    mails.last().tags = [tag("Acked-by", "bob", Scope::Here)].into();
    mails.by("bob", "s", "Re: [PATCH 0/2] things", 4, &["c"]);
    mails.last().tags = [tag("Tested-by", "bob", Scope::Parts(vec![(2, 2)]))].into();
    mails.by("eve", "t", "Re: [PATCH 1/2] one", 5, &["1"]);
    mails.last().tags = [tag("Reviewed-by", "fay", Scope::Here)].into();
    let grouping = mails.group(&Corrections::default());
    let series = &grouping.series[0];
    let names = |slot: &Slot| {
        let tags = slot.review.iter();
        tags.map(|r| format!("{} {:?} {:?}", r.trailer.name, r.via, r.verdict))
            .collect::<Vec<_>>()
    };
    let first = ["Reviewed-by Patch Mismatch", "Acked-by Cover Ok"];
    assert_eq!(names(&series.slots[0]), first);
    assert_eq!(
        names(&series.slots[1]),
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
    let mut mails = Mails::default();
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
    carry::over(&mut grouping.series, &mails.facts, &|old, _| {
        old == MsgIdx(0)
    });
    let slots = &grouping.series[0].slots;
    assert_eq!(slots[0].carried[0].verdict, Verdict::Ok);
    assert_eq!(slots[1].carried[0].verdict, Verdict::Stale);
}
