//! Whatever order mails come in, the archive is the same and no patch is lost.

use proptest::prelude::*;

use super::super::testing::TestMails;
use super::super::*;

/// What a reader sees of an archive, by message ids alone.
fn told(mails: &TestMails) -> Vec<String> {
    let grouping = mails.group(&Corrections::default());
    let id = |at: MsgIdx| mails.messages[at.0 as usize].id.as_str();
    let ids = |list: &[MsgIdx]| list.iter().map(|&at| id(at)).collect::<Vec<_>>().join(" ");
    let series_id = |at: &SeriesIdx| grouping.series[at.0 as usize].id.to_string();
    let one = |series: &Series| {
        let slots: Vec<String> = series
            .parts
            .slots
            .iter()
            .map(|s| {
                format!(
                    "{} {} ({})",
                    s.number,
                    s.message.map_or("-", id),
                    ids(&s.replies)
                )
            })
            .collect();
        let older: Vec<String> = series.versions.older.iter().map(series_id).collect();
        format!(
            "{} v{} {:?} {slots:?} ({}) {older:?} {:?} {:?}",
            series.id,
            series.head.revision,
            series.parts.cover.map(id),
            ids(&series.replies),
            series.why,
            series.alerts,
        )
    };
    let mut told: Vec<String> = grouping.series.iter().map(one).collect();
    // What is of one moment stands in the order of the file.
    told.sort();
    told
}

/// A mail: who, which revision, `k`, `N`, when, and what it answers.
type Sketch = (u8, u32, u32, u32, i64, Vec<usize>);

fn draw(sketches: &[Sketch], order: &[usize]) -> TestMails {
    let mut mails = TestMails::default();
    for &at in order {
        let (who, revision, k, n, minute, up) = &sketches[at];
        let subject = match (k, revision) {
            (9, _) => "Re: [PATCH 1/2] x".to_owned(),
            (8, _) => "[PATCH] x".to_owned(),
            (7, _) => "talk".to_owned(),
            (k, 1) => format!("[PATCH {k}/{n}] x{k}"),
            (k, r) => format!("[PATCH v{r} {k}/{n}] x{k}"),
        };
        let up: Vec<String> = up.iter().map(|id| format!("m{id}")).collect();
        let up: Vec<&str> = up.iter().map(String::as_str).collect();
        let who = ["ann", "bob"][usize::from(*who)];
        mails.by(who, &format!("m{at}"), &subject, *minute, &up);
    }
    mails
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let up = proptest::collection::vec(0..24usize, 0..3);
    (0..2u8, 1..3u32, 0..10u32, 1..4u32, 0..90i64, up)
}

proptest! {
    #[test]
    fn the_order_of_delivery_does_not_matter(
        sketches in proptest::collection::vec(sketch(), 1..24),
        shuffled in Just((0..24usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let count = sketches.len();
        let plain: Vec<usize> = (0..count).collect();
        let shuffled: Vec<usize> = shuffled.into_iter().filter(|&at| at < count).collect();
        let expect = told(&draw(&sketches, &plain));
        prop_assert_eq!(told(&draw(&sketches, &shuffled)), expect);
    }

    #[test]
    fn every_patch_is_in_exactly_one_slot(
        sketches in proptest::collection::vec(sketch(), 1..24),
    ) {
        let mails = draw(&sketches, &(0..sketches.len()).collect::<Vec<_>>());
        let grouping = mails.group(&Corrections::default());
        for (at, facts) in mails.facts.iter().enumerate() {
            let own = grouping.series.iter().flat_map(|s| &s.parts.slots).filter(|slot| {
                slot.borrowed.is_none() && slot.message == Some(MsgIdx(u32::try_from(at).unwrap()))
            });
            let expect = usize::from(facts.kind == crate::patch::PatchKind::Patch);
            prop_assert_eq!(own.count(), expect);
        }
    }
}
