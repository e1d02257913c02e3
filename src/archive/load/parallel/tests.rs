//! Parts are the whole, wherever they are cut and whenever they come in.

use std::io::Write;
use std::ops::Range;

use proptest::prelude::*;

use super::super::{Request, open_all};
use super::*;
use crate::series::correct::Corrections;
use crate::source::testing::trickle;

const FROM: &str = "From a@b Tue May 11 02:41:58 2021\n";

fn nothing(number: u64) -> Done {
    Done {
        number,
        bytes: 0,
        mails: Vec::new(),
        warnings: Vec::new(),
        part: None,
    }
}

/// Where each mail stands when the file is read in parts of so many bytes, as they come in.
fn in_parts(sources: &[Arc<Source>], step: u64) -> (Vec<Range<u64>>, Vec<String>) {
    let corrections = Corrections::default();
    let request = Request {
        paths: &[],
        corrections: &corrections,
        digests: false,
    };
    let mut intake = Intake::new(sources, request, &|_| ControlFlow::Continue(()));
    let mut merger = Merger::new(false);
    let source = &sources[0];
    for number in 0.. {
        let from = number * step;
        let range = from..source.reach(from + step);
        if range.is_empty() {
            break;
        }
        let part = SourcePart { range, known: None };
        let mut done = nothing(number);
        let extent = split(source, &part, &mut MailReader::new(false), &mut done);
        done.part = Some((0, part, extent));
        assert!(merger.take(done, &mut intake).is_continue());
    }
    let spans = intake.merged.messages.iter().map(|m| m.origin.span.clone());
    let odd = merger.warnings.into_iter().map(|w| w.what);
    (spans.collect(), odd.collect())
}

/// The same of a text that comes in meanwhile, by so many bytes at once.
fn as_it_comes(text: &str, piece: u64, step: u64) -> (Vec<Range<u64>>, Vec<String>) {
    let (source, rest) = trickle(text, piece, 2 * piece);
    let sources = [Arc::new(source)];
    thread::scope(|scope| {
        let found = scope.spawn(|| in_parts(&sources, step));
        scope.spawn(|| rest.read_all());
        found.join().unwrap()
    })
}

/// Pieces below it have a separator of their own.
const SEPARATED: usize = 7;

/// An mbox of mails with all that makes it hard to find where they end.
fn mailbox(pieces: &[usize]) -> String {
    let mut text = String::new();
    for (number, piece) in pieces.iter().enumerate() {
        if number == 0 || *piece < SEPARATED {
            text.push_str(&format!("{FROM}Message-ID: <{number}@x>\nSubject: s\n"));
        }
        // It leads over a separator to the next one, or to the end and blank lines.
        let inner = format!("see:\n\n{FROM}Message-ID: <in{number}@x>\n");
        let leads = format!("Content-Length: {}\n\n{inner}\n\n\n", inner.len());
        let header = format!("Message-ID: <p{number}@x>\nSubject: s\n");
        let odd = format!("From nobody\n{header}\nodd\n\n");
        let patch = format!("From {:040} Mon Sep 17 00:00:00 2001\n{header}\npatch\n", 0);
        text.push_str(match piece {
            0 => "\nshort\n\n",
            1 => "Content-Length: 120\n\nlong\n\n",
            2 => "Content-Length: 5\n\nwrong length\n\n",
            3 => "\n>From here\nFrom there on\n\n",
            4 => "\n\n\n",
            5 => &leads,
            6 => "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nopen\n",
            7 => "\nno blank line behind it\n",
            8 => &odd,
            9 => &patch,
            10 => "\n--b--\n",
            11 => "junk\n\nFrom x\nTo: y\n\n",
            _ => "more and more and more of it\n",
        });
    }
    text
}

fn as_a_whole(source: &Source) -> (Vec<Range<u64>>, Vec<String>) {
    let (mut spans, mut odd) = (Vec::new(), Vec::new());
    source.split(&mut odd, &mut |raw| {
        spans.push(raw.origin.span);
        ControlFlow::Continue(())
    });
    (spans, odd.into_iter().map(|w| w.what).collect())
}

proptest! {
    #[test]
    fn parts_of_any_size_are_the_whole(pieces in prop::collection::vec(0usize..13, 1..24), step in 1u64..700) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(mailbox(&pieces).as_bytes()).unwrap();
        let sources = open_all(&[file.path().to_path_buf()], &|_| ControlFlow::Continue(())).unwrap();
        prop_assume!(sources[0].has_parts());
        prop_assert_eq!(in_parts(&sources, step), as_a_whole(&sources[0]));
    }

    #[test]
    fn parts_that_come_in_while_they_are_read_are_the_whole(
        pieces in prop::collection::vec(0usize..13, 1..48), piece in 1u64..300, step in 1u64..700,
    ) {
        let text = mailbox(&pieces);
        let (whole, rest) = trickle(&text, piece, 0);
        rest.read_all();
        prop_assert_eq!(as_it_comes(&text, piece, step), as_a_whole(&whole));
    }

    #[test]
    fn a_length_that_lands_on_a_later_separator_is_followed(step in 1u64..400) {
        let inner = "From a@b Tue May 11 02:41:58 2021\nSubject: inner\n\nquoted whole\n";
        let body = format!("see:\n\n{inner}\n{inner}\n");
        let text = format!(
            "From a@b Tue May 11 02:41:58 2021\nMessage-ID: <1@x>\nContent-Length: {}\n\n{body}\n\
             From a@b Tue May 11 02:41:58 2021\nMessage-ID: <2@x>\n\nend\n",
            body.len()
        );
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let sources = open_all(&[file.path().to_path_buf()], &|_| ControlFlow::Continue(())).unwrap();
        let (spans, _) = in_parts(&sources, step);
        prop_assert_eq!(spans.len(), 2);
        prop_assert_eq!(spans, as_a_whole(&sources[0]).0);
    }
}

#[test]
fn a_length_that_leads_to_an_end_that_nobody_knew_is_followed() {
    let text = mailbox(&[&[0; 40][..], &[5]].concat());
    let range = 0..text.len() as u64;
    let part = SourcePart { range, known: None };
    // The end comes before, while and after the part is split.
    for turns in 0..200 {
        let (source, rest) = trickle(&text, 100, 0);
        let (begun, begins) = sync_channel(1);
        let done = thread::scope(|scope| {
            let found = scope.spawn(|| {
                let mut done = nothing(0);
                begun.send(()).unwrap();
                split(&source, &part, &mut MailReader::new(false), &mut done);
                done
            });
            begins.recv().unwrap();
            (0..turns).for_each(|_| thread::yield_now());
            rest.read_all();
            found.join().unwrap()
        });
        assert_eq!((done.mails.len(), done.warnings.len()), (41, 0));
    }
}
