//! Pairings of small series, and what holds for any two.

use proptest::prelude::*;

use super::*;
use crate::mail::{Address, Body};

fn recast(lines: &[&str]) -> Recast {
    let hunk: String = lines.iter().map(|line| format!("+{line}\n")).collect();
    let text = format!(
        "---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -0,0 +1,{} @@\n{hunk}",
        lines.len()
    );
    let body = Body {
        text,
        ..Body::default()
    };
    Recast::new(&Address::default(), "x", &body)
}

fn paired(old: &[Recast], new: &[Recast]) -> Vec<(Option<usize>, Option<usize>)> {
    let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    let pairing = pair(&old, &new, &|| true);
    pairing.pairs.iter().map(|p| (p.old, p.new)).collect()
}

const LONG: [&str; 12] = [
    "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b1", "b2", "b3",
];
const OTHER: [&str; 12] = [
    "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "d1", "d2", "d3",
];

#[test]
fn equal_diffs_are_partners_wherever_they_stand() {
    let (a, b) = (recast(&LONG), recast(&OTHER));
    let pairs = paired(&[a.clone(), b.clone()], &[b, a]);
    assert_eq!(pairs, [(Some(1), Some(0)), (Some(0), Some(1))]);
}

#[test]
fn of_equal_diffs_the_earliest_are_partners() {
    let one = recast(&LONG);
    let pairs = paired(&[one.clone(), one.clone()], &[one.clone(), one]);
    assert_eq!(pairs, [(Some(0), Some(0)), (Some(1), Some(1))]);
}

#[test]
fn a_small_change_is_a_partner_and_another_patch_is_none() {
    let mut changed = LONG;
    changed[5] = "x";
    let pairs = paired(&[recast(&LONG)], &[recast(&OTHER), recast(&changed)]);
    assert_eq!(pairs, [(None, Some(0)), (Some(0), Some(1))]);
}

#[test]
fn an_older_patch_alone_is_listed_as_soon_as_those_before_it_were() {
    let (a, b) = (recast(&LONG), recast(&OTHER));
    let pairs = paired(
        &[a.clone(), b],
        &[a, recast(&["e1", "e2", "e3", "e4", "e5"])],
    );
    assert_eq!(
        pairs,
        [(Some(0), Some(0)), (Some(1), None), (None, Some(1))]
    );
}

#[test]
fn a_patch_without_a_partner_costs_three_fifths_of_its_lines() {
    // Fourteen lines each, so eight alone; four lines in the middle differ by 15, five by 17.
    let changed = |count: usize| {
        let mut lines = LONG;
        let others = ["x1", "x2", "x3", "x4", "x5"];
        lines[4..4 + count].copy_from_slice(&others[..count]);
        paired(&[recast(&LONG)], &[recast(&lines)])
    };
    assert_eq!(changed(4), [(Some(0), Some(0))]);
    assert_eq!(changed(5), [(Some(0), None), (None, Some(0))]);
}

#[test]
fn a_title_joins_what_git_tears_apart() {
    let (a, b, c) = (recast(&LONG), recast(&OTHER), recast(&["z"]));
    let old = [("lamp: turn on", &a), ("lamp: other", &c)];
    let new = [("Lamp: turn on!", &b), ("lamp: other", &c)];
    let git = [
        Pair {
            old: Some(0),
            new: None,
            by: None,
        },
        Pair {
            old: None,
            new: Some(0),
            by: None,
        },
        Pair {
            old: Some(1),
            new: Some(1),
            by: Some(By::Diff),
        },
    ];
    let pairs = joined(&git, &old, &new);
    assert_eq!(pairs.len(), 2);
    assert_eq!((pairs[0].old, pairs[0].by), (Some(0), Some(By::Title)));
    assert!(title_elsewhere(&pairs, &old, &new).is_empty());
    assert_eq!(title_elsewhere(&git, &old, &new)[&0], 0);
}

#[test]
fn half_of_the_lines_of_both_join_too() {
    let half = [
        "a1", "a2", "a3", "a4", "a5", "a6", "y1", "y2", "y3", "y4", "y5", "y6",
    ];
    let (a, b) = (recast(&LONG), recast(&half));
    let less = recast(&[
        "a1", "a2", "a3", "a4", "a5", "y0", "y1", "y2", "y3", "y4", "y5", "y6",
    ]);
    let git: Vec<Pair> = ordered(2, &[None, None]);
    let old = [("one", &a), ("two", &less)];
    let pairs = joined(&git, &old, &[("three", &b), ("four", &recast(&OTHER))]);
    let by: Vec<_> = pairs
        .iter()
        .filter_map(|p| Some((p.old?, p.new?, p.by?)))
        .collect();
    assert_eq!(by, [(0, 0, By::Lines)]);
}

#[test]
fn more_patches_than_are_compared_pair_by_equal_diffs() {
    let many: Vec<Recast> = (0..=MOST)
        .map(|n| recast(&[&format!("line {n}")]))
        .collect();
    let all: Vec<&Recast> = many.iter().collect();
    let pairing = pair(&all, &all, &|| true);
    assert!(pairing.shortcuts.many);
    assert!(pairing.pairs.iter().all(|p| p.by == Some(By::Diff)));
}

fn series() -> impl Strategy<Value = Vec<Recast>> {
    let patch = proptest::collection::vec("[a-d]{1,2}", 1..14);
    let patch =
        patch.prop_map(|lines| recast(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
    proptest::collection::vec(patch, 0..6)
}

/// Patches of lines that each stand once and in one order, so that there is one way to turn one
/// into another.
fn plain_series() -> impl Strategy<Value = Vec<Recast>> {
    let lines: Vec<String> = ('a'..='x').map(String::from).collect();
    let patch = proptest::sample::subsequence(lines, 1..20);
    let patch =
        patch.prop_map(|lines| recast(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
    proptest::collection::vec(patch, 0..6)
}

/// What some pairs cost together.
fn total(pairs: &[(Option<usize>, Option<usize>)], old: &[&Recast], new: &[&Recast]) -> i32 {
    let mut sides = Sides::new(old, new);
    let mut cost = |pair: &(Option<usize>, Option<usize>)| match *pair {
        (Some(a), Some(b)) if old[a].diff_part() == new[b].diff_part() => 0,
        (Some(a), Some(b)) => sides.cost_of(a, b),
        (Some(a), None) => creation(old.get(a)),
        (None, b) => creation(new.get(b.unwrap())),
    };
    pairs.iter().map(&mut cost).sum()
}

proptest! {
    #[test]
    fn exchanged_versions_have_the_same_pairs_or_others_at_the_same_cost(
        old in plain_series(),
        new in plain_series(),
    ) {
        let mut pairs = paired(&old, &new);
        let back = paired(&new, &old).into_iter();
        let mut back: Vec<_> = back.map(|(new, old)| (old, new)).collect();
        pairs.sort_unstable();
        back.sort_unstable();
        if pairs != back {
            let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
            prop_assert_eq!(total(&pairs, &old, &new), total(&back, &old, &new));
        }
    }

    #[test]
    fn nobody_has_two_partners_and_nobody_is_forgotten(old in series(), new in series()) {
        let pairs = paired(&old, &new);
        let mut left: Vec<usize> = pairs.iter().filter_map(|p| p.0).collect();
        left.sort_unstable();
        prop_assert_eq!(left, (0..old.len()).collect::<Vec<_>>());
        // Newer patches are listed in their order.
        let right: Vec<usize> = pairs.iter().filter_map(|p| p.1).collect();
        prop_assert_eq!(right, (0..new.len()).collect::<Vec<_>>());
    }

    #[test]
    fn a_series_is_its_own_partner(one in series()) {
        let pairs = paired(&one, &one);
        let text = |at: Option<usize>| at.map(|at| &one[at].text);
        prop_assert!(pairs.iter().all(|(old, new)| text(*old) == text(*new)));
    }
}
