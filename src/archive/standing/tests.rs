//! How series stand once some mails were read and others are known.

use proptest::prelude::*;

use super::super::marks::{Ledger, Recalled, Viewpoint, bits};
use super::*;
use crate::mail::{Identity, MessageId};
use crate::series::testing::TestMails;

/// A series of Ann's in two versions: the older one has two answers, one of a program.
fn archive(newer: bool) -> Archive {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 0/1] lamp: fade", 0, &[]);
    mails.mail("1.1", "[PATCH 1/1] lamp: fade slowly", 1, &["1"]);
    mails.by("bob", "r", "Re: [PATCH 1/1] lamp: fade slowly", 2, &["1.1"]);
    mails.by(
        "ci bot",
        "b",
        "Re: [PATCH 1/1] lamp: fade slowly",
        3,
        &["1.1"],
    );
    if newer {
        mails.mail("2", "[PATCH v2 0/1] lamp: fade", 60, &[]);
        mails.mail("2.1", "[PATCH v2 1/1] lamp: fade slowly", 61, &["2"]);
    }
    Archive::new(mails.messages, mails.facts, Vec::new())
}

/// How the series that a mail is of stands, once some mails were read and others are known.
fn standing(archive: &Archive, of: &str, me: &str, read: &[&str], known: &[&str]) -> Standing {
    let reader = Viewpoint {
        identity: Identity::new([me]),
        counts_bots: false,
        ignores_flags: false,
    };
    let mut marks = Marks::default();
    let recalled = Recalled::new(Ledger::default(), archive, &reader);
    let _ = marks.recall(recalled);
    let found = |ids: &[&str]| -> Vec<MsgIdx> {
        let found = ids
            .iter()
            .map(|id| archive.find_message(&MessageId::new(id)));
        found.map(Option::unwrap).collect()
    };
    marks.mark_read(found(read), archive);
    marks.mark_bits(found(known), archive, bits::KNOWN, 0);
    let series = archive.all_series().iter();
    let mut series = series.filter(|series| series.id == MessageId::new(of));
    Standing::of(series.next().unwrap(), archive, &marks)
}

fn state(of: &str, read: &[&str], known: &[&str]) -> ReadState {
    standing(&archive(true), of, "", read, known).state
}

#[test]
fn the_first_state_that_holds_is_shown() {
    assert_eq!(state("1", &[], &[]), ReadState::New);
    assert_eq!(state("1", &["1"], &["r"]), ReadState::Partly);
    assert_eq!(state("1", &["1"], &[]), ReadState::Answered, "r came since");
    assert_eq!(
        state("1", &["1", "1.1"], &["r"]),
        ReadState::Partly,
        "r is unread"
    );
    assert_eq!(
        state("1", &["1", "1.1", "r"], &[]),
        ReadState::Done,
        "a program's is quiet"
    );
    assert_eq!(state("2", &[], &[]), ReadState::New);
    assert_eq!(state("2", &["1"], &[]), ReadState::Updated);
    assert_eq!(state("2", &["1", "2"], &[]), ReadState::Partly);
    assert_eq!(state("2", &["2", "2.1"], &[]), ReadState::Done);
}

#[test]
fn answers_are_fresh_once_something_was_read_and_until_they_are_known() {
    let fresh =
        |read: &[&str], known: &[&str]| standing(&archive(false), "1", "", read, known).fresh;
    assert_eq!(fresh(&[], &[]), 0);
    assert_eq!(fresh(&["1"], &[]), 1);
    assert_eq!(fresh(&["1"], &["r"]), 0);
    assert_eq!(fresh(&["1", "r"], &[]), 0);
}

#[test]
fn it_is_ones_turn_where_somebody_asks_or_a_new_version_came() {
    let (one, both) = (archive(false), archive(true));
    let turn = |archive, of, me| standing(archive, of, me, &[], &[]).turn;
    assert_eq!(turn(&one, "1", "ann@example.org"), Some(Turn::Yours));
    assert_eq!(turn(&one, "1", "bob@example.org"), Some(Turn::Waiting));
    assert_eq!(turn(&one, "1", "eve@example.org"), None);
    assert_eq!(turn(&one, "1", ""), None);
    assert_eq!(turn(&both, "2", "bob@example.org"), Some(Turn::Yours));
    assert_eq!(turn(&both, "2", "ann@example.org"), Some(Turn::Waiting));
}

#[test]
fn what_is_settled_or_answered_asks_nothing() {
    let archive = archive(false);
    let me = "ann@example.org";
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH] lamp: fade", 0, &[]);
    mails.by("bob", "r", "Re: [PATCH] lamp: fade", 2, &["1"]);
    mails.by("ann", "s", "Re: [PATCH] lamp: fade", 3, &["r", "1"]);
    let answered = Archive::new(mails.messages, mails.facts, Vec::new());
    assert_eq!(
        standing(&answered, "1", me, &[], &[]).turn,
        Some(Turn::Waiting)
    );
    let mut marks = Marks::default();
    let reader = Viewpoint {
        identity: Identity::new([me]),
        counts_bots: false,
        ignores_flags: false,
    };
    let _ = marks.recall(Recalled::new(Ledger::default(), &archive, &reader));
    let asked = archive.find_message(&MessageId::new("r"));
    marks.mark_bits(asked, &archive, bits::SETTLED, 0);
    let series = archive.all_series().first().unwrap();
    let turn = Standing::of(series, &archive, &marks).turn;
    assert_eq!(turn, Some(Turn::Waiting));
}

/// A mark that some run made.
#[derive(Clone, Copy, Debug)]
enum Made {
    Read(usize),
    Unread(usize),
    Known(usize),
}

fn marks_of(made: &[Made], archive: &Archive) -> Marks {
    let mut marks = Marks::default();
    let recalled = Recalled::new(Ledger::default(), archive, &Viewpoint::default());
    let _ = marks.recall(recalled);
    let at = |place: usize| Some(MsgIdx(u32::try_from(place).unwrap()));
    for one in made {
        match *one {
            Made::Read(place) => marks.mark_read(at(place), archive),
            Made::Unread(place) => {
                marks.mark_bits(at(place), archive, bits::UNREAD, bits::READ);
            }
            Made::Known(place) => marks.mark_bits(at(place), archive, bits::KNOWN, 0),
        }
    }
    marks
}

fn standings(archive: &Archive, marks: &Marks) -> Vec<Standing> {
    let series = archive.all_series().iter();
    series
        .map(|series| Standing::of(series, archive, marks))
        .collect()
}

fn any_mark() -> impl Strategy<Value = Made> {
    (0..6_usize, 0..3_usize).prop_map(|(place, kind)| match kind {
        0 => Made::Read(place),
        1 => Made::Unread(place),
        _ => Made::Known(place),
    })
}

proptest! {
    /// Two runs that mark other mails, told in any order, and each told twice.
    #[test]
    fn a_standing_does_not_depend_on_the_order_of_marks(
        made in prop::collection::vec(any_mark(), 0..12),
    ) {
        let archive = archive(true);
        // The last word on each mail and bit is what is remembered of it.
        let place = |one: &Made| match *one {
            Made::Read(place) | Made::Unread(place) => (place, true),
            Made::Known(place) => (place, false),
        };
        let mut last: Vec<Made> = Vec::new();
        for one in &made {
            last.retain(|other| place(other) != place(one));
            last.push(*one);
        }
        let told = standings(&archive, &marks_of(&made, &archive));
        let mut turned: Vec<Made> = last.iter().rev().copied().collect();
        turned.extend(last);
        prop_assert_eq!(&standings(&archive, &marks_of(&turned, &archive)), &told);
    }

    /// What is remembered and recalled in the next run stands as it stood.
    #[test]
    fn a_standing_is_the_same_in_the_next_run(
        made in prop::collection::vec(any_mark(), 0..12),
    ) {
        let archive = archive(true);
        let mut before = marks_of(&made, &archive);
        let mut ledger = Ledger::default();
        for remembered in before.take_untold() {
            ledger.apply(&remembered);
        }
        let mut after = Marks::default();
        let groups = after.recall(Recalled::new(ledger, &archive, &Viewpoint::default()));
        prop_assert_eq!(standings(&archive, &after), standings(&archive, &before));
        prop_assert_eq!(groups, Group::all_groups(&archive, &before));
    }
}
