//! What an mbox is split into.

mod borders;

use std::ops::Range;

use proptest::prelude::*;

use super::separator::is_dated;
use super::window::CHUNK;
use super::*;
use crate::source::Framing;

const FROM: &str = "From a@b Tue May 11 02:41:58 2021\n";

const LORE: &str = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

/// The messages of a text, and the offsets at which something is odd.
fn all(text: impl AsRef<[u8]>) -> (Vec<RawMessage<'static>>, Vec<u64>) {
    let (mut found, mut odd) = (Vec::new(), Vec::new());
    let at = Origin::default();
    let mut sink = Sink {
        each: &mut |raw| {
            found.push(raw.into_owned());
            ControlFlow::Continue(())
        },
        odd: &mut |offset, _| odd.push(offset),
    };
    let flow = split(&Blob::Memory(text.as_ref().to_vec()), &at, &mut sink).unwrap();
    assert!(flow.is_continue());
    (found, odd)
}

fn span(raw: &RawMessage<'_>) -> Range<usize> {
    usize::try_from(raw.origin.span.start).unwrap()..usize::try_from(raw.origin.span.end).unwrap()
}

#[test]
fn the_blank_line_before_a_separator_is_not_of_the_message() {
    let (found, odd) = all(format!("{FROM}a: 1\n\none\n\n{FROM}b: 2\n\ntwo\n"));
    assert_eq!(*found[0].bytes, *b"a: 1\n\none\n");
    assert_eq!(*found[1].bytes, *b"b: 2\n\ntwo\n");
    assert!(odd.is_empty());
}

#[test]
fn line_ends_of_the_wire_split_as_well() {
    let text = format!("{FROM}a: 1\n\none\n\n{FROM}b: 2\n\ntwo\n").replace('\n', "\r\n");
    let (found, _) = all(text);
    assert_eq!(found.len(), 2);
    assert_eq!(*found[0].bytes, *b"a: 1\r\n\r\none\r\n");
}

#[test]
fn quoting_is_undone_as_mboxrd_by_default() {
    let (found, _) = all(format!("{FROM}a: 1\n\n>From x\n>>From y\n> From z\n"));
    assert_eq!(*found[0].bytes, *b"a: 1\n\nFrom x\n>From y\n> From z\n");
    assert_eq!(found[0].origin.framing, Framing::Mboxrd);
}

#[test]
fn the_date_of_a_separator_is_a_hint_unless_it_is_a_constant() {
    let (found, _) = all(format!("{FROM}a: 1\n\none\n\n{LORE}b: 2\n\ntwo\n"));
    let date = found[0].hint.as_ref().unwrap().date.as_deref();
    assert_eq!(date, Some("Tue May 11 02:41:58 2021"));
    assert_eq!(found[1].hint, None);
}

#[test]
fn a_length_is_believed_where_it_lands_on_a_separator() {
    let body = format!("one\n\n{FROM}a: 2\n\ntwo\n>From three\n");
    let length = body.len();
    let text = format!("{FROM}Content-Length: {length}\n\n{body}\n{FROM}b: 2\n\nthree\n");
    let (found, _) = all(&text);
    assert_eq!(found.len(), 2);
    assert!(found[0].bytes.ends_with(b"two\n>From three\n"));
    assert_eq!(found[0].origin.framing, Framing::Plain);
    let wrong = text.replace("Content-Length: ", "Content-Length: 1");
    assert_eq!(all(wrong).0.len(), 3);
}

#[test]
fn a_length_needs_no_blank_line_behind_the_message() {
    let text = format!("{FROM}Content-Length: 12\n\n>From there\n{FROM}b: 2\n\ntwo\n");
    let (found, _) = all(text);
    assert_eq!(found.len(), 2);
    assert_eq!(*found[0].bytes, *b"Content-Length: 12\n\nFrom there\n");
    assert_eq!(found[0].origin.framing, Framing::Mboxo);
}

#[test]
fn a_length_may_land_on_the_end() {
    let body = format!("one\n\n{FROM}two\n");
    let (found, _) = all(format!("{FROM}Content-Length: {}\n\n{body}\n", body.len()));
    assert_eq!(found.len(), 1);
    assert!(found[0].bytes.ends_with(body.as_bytes()));
}

#[test]
fn an_absurd_length_is_not_believed() {
    let text = format!(
        "{FROM}Content-Length: {}\n\none\n\n{FROM}b: 2\n\ntwo\n",
        u64::MAX
    );
    assert_eq!(all(text).0.len(), 2);
}

#[test]
fn text_before_the_first_separator_is_odd() {
    let (found, odd) = all(format!("note\n\n{FROM}a: 1\n\none\n"));
    assert_eq!(found.len(), 1);
    assert_eq!(odd, [0]);
}

#[test]
fn a_separator_without_a_mail_is_odd() {
    let (found, odd) = all(format!("{FROM}\n{FROM}a: 1\n\none\n\n{FROM}"));
    assert_eq!(found.len(), 1);
    assert_eq!(odd.len(), 2);
}

#[test]
fn a_file_that_ends_inside_of_a_header_gives_what_there_is() {
    let text = format!("{FROM}a: 1\n\none\n\n{FROM}b: 2\nSubj");
    let (found, odd) = all(&text);
    assert_eq!(*found[1].bytes, *b"b: 2\nSubj");
    assert_eq!(odd, [text.len() as u64]);
}

#[test]
fn messages_longer_than_the_window_are_whole() {
    let long = "0123456789abcde\n".repeat(3 * CHUNK / 16 + 7);
    let text = format!("{FROM}a: 1\n\n{long}\n{FROM}b: 2\n\n{long}\n{FROM}c: 3\n\nend\n");
    let (found, odd) = all(&text);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].bytes.len(), 6 + long.len());
    assert_eq!(&text.as_bytes()[span(&found[2])], b"c: 3\n\nend\n");
    assert!(odd.is_empty());
}

#[test]
fn a_separator_across_the_edge_of_a_window_splits() {
    for shift in 0..FROM.len() + 4 {
        let head = format!("{FROM}a: 1\n\n");
        let fill = "x".repeat(CHUNK - head.len() - shift);
        let (found, _) = all(format!("{head}{fill}\n\n{FROM}b: 2\n\ntwo\n"));
        assert_eq!(found.len(), 2, "{shift}");
        assert_eq!(*found[1].bytes, *b"b: 2\n\ntwo\n");
    }
}

/// Lines that make a splitter stumble.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(FROM.trim_end().to_owned()),
        Just(LORE.trim_end().to_owned()),
        Just("From here on".to_owned()),
        Just(">From there".to_owned()),
        Just(">>From where".to_owned()),
        "Content-Length: [0-9]{1,3}",
        "[ -~]{0,20}",
    ]
}

proptest! {
    #[test]
    fn join_of_split_is_identity(lines in prop::collection::vec(line(), 0..40), end in "\r?\n") {
        let text = format!("{FROM}{}{end}", lines.join(&end)).into_bytes();
        let between = |bytes: &[u8]| {
            let mut lines = bytes.split(|&b| b == b'\n').map(<[u8]>::trim_ascii);
            lines.all(|line| line.is_empty() || is_dated(line))
        };
        let mut done = 0;
        for raw in all(&text).0 {
            let span = span(&raw);
            prop_assert!(done <= span.start && between(&text[done..span.start]));
            prop_assert_eq!(&raw.bytes, &unquoted(&text[span.clone()], raw.origin.framing));
            done = span.end;
        }
        prop_assert!(between(&text[done..]));
    }

    #[test]
    fn quoted_mails_come_back(bodies in prop::collection::vec(prop::collection::vec(line(), 1..8), 1..5)) {
        // Lengths are tested apart: a random one may land.
        let mail = |lines: &Vec<String>| format!("a: 1\n\n{}\nend\n", lines.join("\n")).replace("Content-", "Context-");
        let quoted = |line: &str| {
            let sign = if line.trim_start_matches('>').starts_with("From ") { ">" } else { "" };
            format!("{sign}{line}\n")
        };
        let mails: Vec<String> = bodies.iter().map(mail).collect();
        let mut text = String::new();
        for mail in &mails {
            text += LORE;
            text.extend(mail.lines().map(quoted));
            text.push('\n');
        }
        let found: Vec<Vec<u8>> = all(text).0.into_iter().map(|raw| raw.bytes.into_owned()).collect();
        prop_assert_eq!(found, mails.into_iter().map(String::into_bytes).collect::<Vec<_>>());
    }
}

#[test]
fn of_a_large_mail_the_beginning_is_kept_and_its_end_is_found() {
    let from = "From a@b Tue May 11 02:41:58 2021\n";
    let large = format!(
        "{from}Subject: large\n\n{}\n",
        "a line of text\n".repeat(1_400_000)
    );
    let small = |n: u32| format!("{from}Subject: {n}\n\ntext {n}\n\n");
    let text = [small(1), large.clone(), small(2), large, small(3)].concat();
    let (found, odd) = all(&text);
    let subjects: Vec<&[u8]> = found.iter().map(|raw| first_line(&raw.bytes)).collect();
    let wanted = [
        "Subject: 1",
        "Subject: large",
        "Subject: 2",
        "Subject: large",
        "Subject: 3",
    ];
    assert_eq!(subjects, wanted.map(str::as_bytes));
    assert!(odd.is_empty());
    for raw in &found {
        let start = usize::try_from(raw.origin.span.start).unwrap();
        assert!(text.as_bytes()[start..].starts_with(&raw.bytes));
        assert!(raw.bytes.len() < 10 << 20, "more than is read of a mail");
    }
}

#[test]
fn no_more_is_read_at_a_time_than_one_mail_needs() {
    // With lengths that land and without: a window that ran ahead would hold all of it.
    for length in ["Content-Length: 5\n", "X: 5\n"] {
        let mail = format!("{FROM}{length}\nlamp\n\n");
        let text = mail.repeat(16 * CHUNK / mail.len());
        let blob = Blob::Memory(text.into_bytes());
        let mut window = Window::new(&blob, Begin::Start);
        window.read_on().unwrap();
        let mut start = 0;
        for _ in 0..100 {
            let found = message(&mut window, start, false).unwrap();
            assert_eq!(found.counted, length.starts_with('C'));
            assert!(window.filled <= 2 * CHUNK, "{}", window.filled);
            start = found.end + usize::from(found.counted);
        }
    }
}
