//! Answers stand at the line they quote: measured on real replies against a search that tries
//! every place. `TRIFOLD_ALL=1 cargo test --test it anchors` runs it over a whole list.

use trifold::archive::Archive;
use trifold::archive::talk::{Talk, Topic};
use trifold::mail::MsgIdx;
use trifold::patch::quote::{BlockKind, unquoted};

use crate::support::{open, shared};

/// Lines without their blanks, and which line of the text each is; blank ones left out.
fn bare(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate().map(|(at, line)| {
        let bare: String = line.split_whitespace().collect();
        (at, bare)
    });
    lines.filter(|(_, line)| !line.is_empty()).collect()
}

/// The line that the end of a quote stands on, if it ends with three lines or more that stand
/// in one place of the text only.
fn only_place(quote: &[String], text: &[(usize, String)]) -> Option<usize> {
    let mut best = None;
    for count in 3..=quote.len() {
        let run = &quote[quote.len() - count..];
        let is_here = |window: &&[(usize, String)]| window.iter().zip(run).all(|(a, b)| a.1 == *b);
        let mut places = text.windows(count).filter(is_here);
        match (places.next(), places.next()) {
            (None, _) => break,
            (Some(only), None) => best = only.last().map(|line| line.0),
            _ => best = None,
        }
    }
    best
}

/// How many quotes have one place, how many were put there, and some that were not.
fn measure(archive: &Archive) -> (usize, usize, Vec<String>) {
    let (mut all, mut right, mut wrong) = (0, 0, Vec::new());
    let mut topic = |about: Option<MsgIdx>, replies: &[MsgIdx]| {
        let Some(about) = about.filter(|_| !replies.is_empty()) else {
            return;
        };
        let text = bare(&archive.read_body(about).unwrap().whole());
        let topic = Topic {
            about: Some(about),
            replies: replies.to_vec(),
        };
        for reply in Talk::read_replies(archive, &topic, &|| true).replies {
            for part in reply
                .parts
                .iter()
                .filter(|part| part.kind == BlockKind::Quote)
            {
                let lines = reply.part_text(part).lines().map(|line| unquoted(line).1);
                let quote: Vec<String> = lines
                    .flat_map(|line| bare(line).into_iter().map(|l| l.1))
                    .collect();
                let Some(line) = only_place(&quote, &text) else {
                    continue;
                };
                all += 1;
                if part.spot.map(|spot| spot.line) == Some(line) {
                    right += 1;
                } else {
                    let id = &archive.message(reply.message).unwrap().id;
                    wrong.push(format!(
                        "{id:?}: {:?} instead of {line}\n{}",
                        part.spot,
                        reply.part_text(part)
                    ));
                }
            }
        }
    };
    for series in archive.all_series() {
        topic(series.parts.cover, &series.replies);
        for slot in &series.parts.slots {
            topic(slot.message, &slot.replies);
        }
    }
    (all, right, wrong)
}

#[test]
fn quotes_of_a_whole_list_land_on_their_line() {
    if std::env::var_os("TRIFOLD_ALL").is_none() {
        return eprintln!("skipped: set TRIFOLD_ALL=1 to read a whole list");
    }
    let Some(path) = shared("corpora/truth/kvmarm-2021.mbox.xz") else {
        return;
    };
    let (all, right, wrong) = measure(&open(&[path]));
    for case in wrong.iter().take(8) {
        eprintln!("{case}\n");
    }
    eprintln!("{right} of {all} quotes with one place stand there");
    assert!(right * 100 >= all * 98, "{right} of {all}");
}
