//! Series of real lists, read with Space alone: six, or twenty with `TRIFOLD_ALL` set.

use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::layout::Size;
use trifold::archive::Archive;
use trifold::archive::marks::{MarkKey, MarkKind, Remembered, bits};
use trifold::mail::MsgIdx;
use trifold::series::{Series, SeriesIdx};

use crate::session::Session;
use crate::support::{all_of_them, open, shared};

/// Presses of Space that a series may take at most.
const MOST: usize = 3000;

/// The letter, the patches and all answers of a series.
fn mails(series: &Series) -> Vec<MsgIdx> {
    let patches = series
        .parts
        .slots
        .iter()
        .filter(|slot| slot.borrowed.is_none());
    let patches = patches.filter_map(|slot| slot.message);
    let own = series.parts.cover.into_iter().chain(patches);
    own.chain(series.all_replies()).collect()
}

/// How often each mail was marked as read.
fn read(session: &Session) -> BTreeMap<u64, usize> {
    let mut counts = BTreeMap::new();
    for remembered in &session.remembered {
        let Remembered::Marks(change) = remembered else {
            continue;
        };
        if change.kind == MarkKind::Mail && change.set & bits::READ != 0 {
            for key in &change.keys {
                *counts.entry(key.0).or_default() += 1;
            }
        }
    }
    counts
}

/// `1–11 of 37` at the lower edge of the page: rows from, to, and of how many.
fn position(screen: &str) -> Option<(String, usize, usize)> {
    let title = screen.lines().find(|row| row.contains("[2] "))?;
    let edge = screen
        .lines()
        .rev()
        .find(|row| row.contains(" of ") && row.contains('%'))?;
    let words: Vec<&str> = edge
        .split(|c: char| c.is_whitespace() || c == '━')
        .collect();
    let at = words.iter().position(|word| *word == "of")?;
    let (first, last) = words[at - 1].split_once('–')?;
    let height: usize = last.parse::<usize>().ok()? - first.parse::<usize>().ok()? + 1;
    Some((title.to_owned(), height, words[at + 1].parse().ok()?))
}

/// The newest versions as the list has them, each with the row that it stands on.
fn listed(archive: &Archive) -> Vec<(usize, SeriesIdx)> {
    let all = archive.all_series().iter().enumerate();
    let newest = all.filter(|(_, series)| series.versions.newer.is_empty());
    let newest = newest.map(|(at, _)| SeriesIdx(u32::try_from(at).unwrap()));
    newest.enumerate().collect()
}

/// Reads the series on a row to its end: what was wrong, presses, and screens of text.
fn read_through(
    session: &mut Session,
    row: usize,
    at: SeriesIdx,
    archive: &Archive,
) -> (Vec<String>, usize, usize) {
    let series = archive.series(at).unwrap();
    session.press("1 g g");
    for _ in 0..row {
        session.press("j");
    }
    let before = read(session);
    session.press("enter");
    let name: String = series.head.title.chars().take(12).collect();
    let (mut wrong, mut presses) = (Vec::new(), 0);
    let mut pages: BTreeMap<String, usize> = BTreeMap::new();
    loop {
        let screen = session.screen();
        let crumb = screen.lines().rev().nth(1).unwrap_or_default();
        if !crumb.contains(&name) || presses == MOST {
            break;
        }
        if let Some((title, height, lines)) = position(&screen) {
            pages.insert(title, lines.div_ceil(height.saturating_sub(2).max(1)));
        }
        session.press("space");
        presses += 1;
    }
    if presses == MOST {
        wrong.push("it never ends".to_owned());
    }
    let counts = read(session);
    for mail in mails(series) {
        let message = archive.message(mail).unwrap();
        let key = MarkKey::of_mail(&message.id).0;
        let times = counts.get(&key).copied().unwrap_or(0);
        if times != 1 && !before.contains_key(&key) {
            wrong.push(format!(
                "read {times} times: {} {}",
                message.id.as_str(),
                message.subject
            ));
        }
    }
    (wrong, presses, pages.values().sum())
}

#[test]
fn series_are_read_whole_and_once_with_space() {
    let mut total = (0, 0);
    for name in ["linux-xfs-2024", "linux-pci-2021"] {
        let Some(path) = shared(&format!("corpora/mbox/{name}.mbox.xz")) else {
            return;
        };
        let archive = Arc::new(open(&[path]));
        let rows = listed(&archive);
        let talked = rows.iter().filter(|(_, at)| {
            let series = archive.series(*at).unwrap();
            let count = mails(series).len();
            series.parts.cover.is_some() && series.parts.is_complete() && (5..80).contains(&count)
        });
        let count = if all_of_them() { 10 } else { 3 };
        for (row, at) in talked.copied().step_by(7).take(count) {
            let size = Size::new(120, 40);
            let mut session = Session::of(Arc::clone(&archive), name, size);
            let (wrong, presses, screens) = read_through(&mut session, row, at, &archive);
            let title = &archive.series(at).unwrap().head.title;
            assert!(wrong.is_empty(), "{name}: {title}: {wrong:?}");
            println!("{name}: {title}: {presses} presses, {screens} screens");
            total = (total.0 + presses, total.1 + screens);
        }
    }
    // No more than one press in seven is for no new screen of text.
    assert!(total.0 * 100 <= total.1 * 115, "{total:?}");
    println!("{total:?}");
}
