//! The rows of the table: what became of each patch, in a few words.

use std::collections::HashMap;

use super::super::{Role, Row};
use super::{counts, heading};
use crate::archive::compare::{ComparedPair, Comparison, Fate};
use crate::patch::between::Code;
use crate::patch::pairing::Op;

/// `  2 !  4  title      −460 +41, 83 noise · log`.
pub(super) fn row_of(
    comparison: &Comparison,
    entry: &ComparedPair,
    titles: &HashMap<usize, usize>,
    width: usize,
) -> Row {
    let mut row = heading(comparison, entry);
    let said = what_differs(comparison, entry, titles);
    let room = width.saturating_sub(said.width() + 2);
    row = row.cut_to(room, "…");
    row.pad_to(room + 2);
    row.append(&said);
    row
}

/// What differs, in a few words.
fn what_differs(
    comparison: &Comparison,
    entry: &ComparedPair,
    titles: &HashMap<usize, usize>,
) -> Row {
    let mut parts: Vec<Row> = Vec::new();
    let counts = counts(entry);
    if counts.width() > 0 {
        parts.push(counts);
    }
    let kinds = entry.kinds;
    let words = [
        (kinds.author, "author"),
        (kinds.title, "title"),
        (kinds.log && !kinds.rewrapped, "log"),
        (kinds.rewrapped, "log rewrapped"),
        (kinds.trailers, "trailers"),
        (kinds.code == Code::Context, "context"),
        (kinds.code == Code::Blanks, "blanks"),
    ];
    let named = words
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, word)| *word);
    let named: Vec<&str> = named.collect();
    if !named.is_empty() {
        parts.push(Row::of(&named.join(", "), Role::Label));
    }
    if entry.op == Op::Untold {
        let is_here = entry.old.is_some() || entry.new.is_some();
        let words = match (entry.by.is_some(), is_here) {
            (true, _) => "only its title is in the other",
            (false, true) => "not listed by this title",
            (false, false) => "only listed",
        };
        parts.push(Row::of(words, Role::Dim));
    }
    parts.extend(shared(comparison, entry));
    let namesake = entry.new.and_then(|new| titles.get(&new));
    if let Some(old) = namesake.and_then(|old| comparison.old.patches.get(*old)) {
        let words = format!("has the title of {}", old.number);
        parts.push(Row::of(&words, Role::Label));
    }
    parts.extend(remarks(comparison, entry));
    let mut row = Row::default();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            row.push(" · ", Role::Dim);
        }
        row.append(part);
    }
    row
}

/// `10 remarks, 1 as it was`: how many there are, and how many of them on what did not change.
fn remarks(comparison: &Comparison, entry: &ComparedPair) -> Option<Row> {
    let all = comparison.remarks.iter();
    let all = all.filter(|remark| entry.old == Some(remark.patch));
    let open = all.clone().filter(|remark| remark.is_open()).count();
    let words = match all.count() {
        0 => return None,
        1 => "1 remark".to_owned(),
        count => format!("{count} remarks"),
    };
    let mut row = Row::of(&words, Role::Label);
    if open > 0 {
        row.push(&format!(", {open} not answered"), Role::Alert);
    }
    Some(row)
}

/// `225 lines from 2`: what a patch without a partner has from others, or they of it.
fn shared(comparison: &Comparison, entry: &ComparedPair) -> Vec<Row> {
    let (shares, fate) = comparison.fate(entry);
    let (version, word) = if entry.old.is_none() {
        (&comparison.old, "from")
    } else {
        (&comparison.new, "in")
    };
    let number = |place: usize| version.patches.get(place).map_or(0, |patch| patch.number);
    let rows = shares.iter().map(|(other, lines)| {
        Row::of(
            &format!("{lines} lines {word} {}", number(*other)),
            Role::Label,
        )
    });
    let verdict = match (&fate, entry.op) {
        (Fate::One(other), Op::New) => Some(format!("split off {}", number(*other))),
        (Fate::One(other), Op::Gone) => Some(format!("squashed into {}", number(*other))),
        (Fate::Alone, Op::Gone) => Some("dropped".to_owned()),
        _ => None,
    };
    let verdict = verdict.map(|words| Row::of(&words, Role::Label));
    rows.chain(verdict).collect()
}
