//! Marks of the mails that are open.

use super::super::Viewpoint;
use super::*;
use crate::series::testing::TestMails;

fn archive_of(ids: &[&str]) -> Archive {
    let mut mails = TestMails::default();
    for id in ids {
        mails.mail(id, "[PATCH] a lamp", 0, &[]);
    }
    Archive::new(mails.messages, mails.facts, Vec::new())
}

fn told(marks: &mut Marks) -> usize {
    let untold = marks.take_untold();
    let keys = untold.iter().map(|one| match one {
        Remembered::Marks(change) => change.keys.len(),
        Remembered::Part(_)
        | Remembered::Stopped(_)
        | Remembered::Flag(..)
        | Remembered::Later(..)
        | Remembered::Note(_)
        | Remembered::Version(_) => 1,
    });
    keys.sum()
}

#[test]
fn a_mark_is_told_once_and_only_where_something_changes() {
    let archive = archive_of(&["a@x", "b@x"]);
    let (a, b) = (MsgIdx(0), MsgIdx(1));
    let mut marks = Marks::default();
    marks.mark_read([a, a, b], &archive);
    marks.mark_read([a], &archive);
    assert_eq!(told(&mut marks), 2);
    assert_eq!(told(&mut marks), 0);
    marks.mark_bits([a], &archive, bits::UNREAD, bits::READ);
    marks.mark_read([b], &archive);
    assert_eq!(told(&mut marks), 1);
    assert!(!marks.is_read(a) && marks.is_read(b));
}

#[test]
fn what_is_marked_before_the_memory_answers_stays() {
    let archive = archive_of(&["a@x", "b@x", "c@x"]);
    let (a, b, c) = (MsgIdx(0), MsgIdx(1), MsgIdx(2));
    let mut before = Marks::default();
    before.mark_read([a, b], &archive);
    let hunk = |key| HunkKeys {
        hunk: HunkKey(key),
        gist: GistKey(key),
    };
    before.view_hunks(&[hunk(1), hunk(2)], true);
    let recalled = Recalled::new(before.ledger, &archive, &Viewpoint::default());
    let mut marks = Marks::default();
    marks.mark_read([c], &archive);
    marks.asked();
    marks.mark_bits([b], &archive, bits::UNREAD, bits::READ);
    marks.view_hunks(&[hunk(2)], false);
    let _ = marks.recall(recalled);
    let read = [a, b, c].map(|at| marks.is_read(at));
    assert_eq!(read, [true, false, false], "c was not kept by the memory");
    assert!(marks.is_viewed(HunkKey(1)) && !marks.is_viewed(HunkKey(2)));
    assert!(marks.is_alike(GistKey(1)) && !marks.is_alike(GistKey(2)));
}

#[test]
fn marks_follow_their_mails_into_another_order() {
    let (old, new) = (
        archive_of(&["a@x", "b@x"]),
        archive_of(&["c@x", "b@x", "a@x"]),
    );
    let mut marks = Marks::default();
    marks.mark_read([MsgIdx(0)], &old);
    marks.carry_over(&old, &new);
    let read = [0, 1, 2].map(|at| marks.is_read(MsgIdx(at)));
    assert_eq!(read, [false, false, true]);
}
