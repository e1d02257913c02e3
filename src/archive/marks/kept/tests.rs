//! Flags, notes, what is put off, where reading stopped.

use super::*;

#[test]
fn what_was_said_last_counts_and_what_is_taken_back_is_gone() {
    let id = || MessageId::new("a@x");
    let note = |line: Option<&str>, text: &str| {
        Remembered::Note(PrivateNote {
            id: id(),
            line: line.map(str::to_owned),
            text: text.to_owned(),
        })
    };
    let mut kept = Kept::default();
    for one in [
        Remembered::Flag(id(), true),
        Remembered::Stopped(Stop {
            id: id(),
            line: Some(StopLine::new(7, "+one")),
        }),
        Remembered::Later(id(), Some(Until::Answer)),
        Remembered::Later(id(), Some(Until::Version)),
        note(None, "ask Ann"),
        note(Some("+one"), "why?"),
        note(Some("+one"), "why not two?"),
        Remembered::Note(PrivateNote {
            id: MessageId::new("b@x"),
            line: None,
            text: "other".to_owned(),
        }),
    ] {
        kept.apply(&one);
    }
    assert!(kept.is_flagged(&id()));
    assert_eq!(kept.later().get(&id()), Some(&Until::Version));
    assert_eq!(kept.stop_of(&id()), Some(&StopLine::new(7, "+one")));
    let notes: Vec<_> = kept.notes(&MessageId::new("a@x")).collect();
    assert_eq!(notes, [(None, "ask Ann"), (Some("+one"), "why not two?")]);
    let mut again = Kept::default();
    kept.all_kept().for_each(|one| again.apply(&one));
    assert!(again.all_kept().eq(kept.all_kept()));
    kept.apply(&Remembered::Flag(id(), false));
    kept.apply(&Remembered::Later(id(), None));
    kept.apply(&note(None, ""));
    assert!(!kept.is_flagged(&id()) && kept.later().is_empty());
    assert_eq!(kept.notes(&id()).count(), 1);
}

#[test]
fn the_line_where_reading_stopped_is_found_where_it_stands_now() {
    let stop = StopLine::new(3, "+one");
    assert_eq!(StopLine::parse(&stop.to_string()), Some(stop.clone()));
    assert_eq!(StopLine::parse("+one"), None);
    assert_eq!(stop.find_line("a\n\n+one\n+one\n"), Some(3));
    assert_eq!(stop.find_line("+one\na\n+one()\n+one\n"), Some(0));
    assert_eq!(stop.find_line("+one\n+one\n"), Some(5));
    assert_eq!(stop.find_line("a\n"), None);
    let long = "ä".repeat(LONGEST_STOP);
    assert!(StopLine::new(0, &long).text.len() <= LONGEST_STOP);
}

#[test]
fn a_time_is_read_as_it_is_written() {
    for text in ["version", "answer", "2026-04-01"] {
        assert_eq!(Until::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Until::parse("tomorrow"), None);
    assert_eq!(Until::parse("2026-4-1"), None);
}
