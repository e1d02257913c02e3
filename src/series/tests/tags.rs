//! Who gave which tag to what.

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
