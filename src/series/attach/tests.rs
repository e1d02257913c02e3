//! What becomes of a posting that takes another in.

use super::*;
use crate::patch::subject::Revision;

const V3: Revision = Revision { major: 3, minor: 0 };

/// Two labelled patches.
fn piece() -> Posting {
    Posting {
        patches: vec![(1, MsgIdx(1)), (2, MsgIdx(2))],
        total: 2,
        revision: V3,
        revision_from: RevisionFrom::Subject,
        ..Posting::default()
    }
}

/// A cover that says nothing of a revision.
fn cover(total: u32, naked: bool) -> Posting {
    Posting {
        cover: Some(MsgIdx(0)),
        naked,
        total,
        ..Posting::default()
    }
}

#[test]
fn a_naked_cover_has_the_revision_of_its_patches_and_another_keeps_its_own() {
    let taken = |naked, from| {
        let mut home = cover(2, naked);
        home.revision_from = from;
        take_in(&mut home, piece(), Rule::NakedCover);
        home.revision == V3
    };
    assert!(taken(true, RevisionFrom::Inferred));
    assert!(!taken(false, RevisionFrom::Inferred));
    assert!(!taken(true, RevisionFrom::Title), "`clean up foo v2`");
}

#[test]
fn a_cover_that_announces_another_number_is_told() {
    let mut home = cover(5, false);
    take_in(&mut home, piece(), Rule::AboveTotal);
    assert_eq!((home.total, home.cover_total), (2, Some(5)));
    assert_eq!(home.patches.len(), 2);
    // A naked one announces none.
    let mut home = cover(0, true);
    take_in(&mut home, piece(), Rule::NakedCover);
    assert_eq!((home.total, home.cover_total), (2, None));
    // Where patches are there already, their total holds.
    let mut home = cover(7, false);
    home.patches.push((7, MsgIdx(9)));
    take_in(&mut home, piece(), Rule::AboveTotal);
    assert_eq!((home.total, home.cover_total), (7, None));
}

#[test]
fn the_reason_names_a_total_only_where_numbers_go_beyond_it() {
    let detail = |mut home: Posting, first: u32| {
        let mut piece = piece();
        piece.patches = vec![(first, MsgIdx(first)), (first + 1, MsgIdx(first + 1))];
        take_in(&mut home, piece, Rule::AboveTotal);
        home.why.last().unwrap().detail.to_string()
    };
    let with_patch = |total| {
        let mut home = cover(total, total == 0);
        home.patches.push((1, MsgIdx(9)));
        home
    };
    assert_eq!(detail(cover(2, false), 1), "2 patches in reply");
    assert_eq!(detail(with_patch(5), 2), "2 patches in reply");
    assert_eq!(detail(with_patch(5), 6), "2, the total is 5");
    assert_eq!(
        detail(with_patch(0), 6),
        "2 patches in reply",
        "none is announced"
    );
}
