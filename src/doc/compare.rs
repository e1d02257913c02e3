//! What changed between two versions of a series: findings and a table first, then a section for
//! each pair of patches.

mod findings;
mod sections;

use super::build::{Builder, Context, labelled_row};
use super::{Document, Role, Row, Target};
use crate::archive::compare::{Comparison, Entry, Fate, Patch};
use crate::patch::between::Code;
use crate::patch::pairing::Op;
use crate::series::SeriesIdx;

/// The page of two versions, the older first. `comparison` is none until they were compared.
pub fn build(
    (old, new): (SeriesIdx, SeriesIdx),
    comparison: Option<&Comparison>,
    context: &Context<'_>,
) -> Document {
    let (Some(before), Some(after)) = (context.archive.series(old), context.archive.series(new))
    else {
        return Document::default();
    };
    let versions = format!("v{} → v{} ", before.revision, after.revision);
    let mut title = Row::of("Compare ", Role::Revision);
    title.push(&versions, Role::Revision);
    title.push(&after.title, Role::Title);
    let text = comparison.map_or_else(String::new, |all| sections::text(all, context));
    let mut builder = Builder::new(title, &text);
    let mut row = labelled_row("Series");
    row.push(&versions, Role::Revision);
    row.push(&after.title, Role::Link);
    builder.aim(row.cut(context.width, "…"), Target::Series(new));
    let Some(comparison) = comparison else {
        builder.row(Row::of(&format!("comparing {versions}…"), Role::Dim));
        return builder.end();
    };
    findings::write(comparison, context, &mut builder);
    builder.rule(context.width);
    for entry in &comparison.entries {
        builder.aim(
            row_of(comparison, entry, context.width),
            target(comparison, entry),
        );
    }
    builder.rule(context.width);
    sections::write(comparison, context, &mut builder);
    Document {
        is_code: true,
        ..builder.end()
    }
}

/// The newer patch of an entry, else the older.
fn target(comparison: &Comparison, entry: &Entry) -> Target {
    let (version, place) = match (entry.new, entry.old) {
        (Some(new), _) => (&comparison.new, new),
        (None, old) => (&comparison.old, old.unwrap_or_default()),
    };
    let slot = version.patches.get(place).map_or(0, |patch| patch.slot);
    Target::Slot(version.at, u32::try_from(slot).unwrap_or(u32::MAX))
}

/// `  2 !  4  title      −460 +41, 83 noise · log`.
fn row_of(comparison: &Comparison, entry: &Entry, width: usize) -> Row {
    let mut row = heading(comparison, entry);
    let said = said(comparison, entry);
    let room = width.saturating_sub(said.width() + 2);
    row = row.cut(room, "…");
    row.pad_to(room + 2);
    row.append(&said);
    row
}

/// `  2 !  4  title`.
fn heading(comparison: &Comparison, entry: &Entry) -> Row {
    let number = |patch: Option<&Patch>| {
        patch.map_or_else(|| "–".to_owned(), |patch| patch.number.to_string())
    };
    let old = entry.old.and_then(|at| comparison.old.patches.get(at));
    let new = entry.new.and_then(|at| comparison.new.patches.get(at));
    let role = match entry.op {
        Op::Same => Role::Dim,
        Op::Changed => Role::Text,
        Op::Gone => Role::Deleted,
        Op::New => Role::Added,
    };
    let mut row = Row::of(&format!("{:>3} ", number(old)), Role::LineNumber);
    row.push(entry.op.sign(), role);
    row.push(&format!(" {:>2}  ", number(new)), Role::LineNumber);
    let title = new.or(old).map_or("", |patch| patch.title.as_str());
    row.push(
        title,
        if entry.op == Op::Same {
            Role::Dim
        } else {
            Role::Title
        },
    );
    row
}

/// What differs, in a few words.
fn said(comparison: &Comparison, entry: &Entry) -> Row {
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
    parts.extend(shared(comparison, entry));
    let mut row = Row::default();
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            row.push(" · ", Role::Dim);
        }
        row.append(part);
    }
    row
}

/// `−460 +41, 83 noise`.
fn counts(entry: &Entry) -> Row {
    let mut row = Row::default();
    if entry.gone > 0 {
        row.push(&format!("−{}", entry.gone), Role::Deleted);
    }
    if entry.come > 0 {
        let blank = if entry.gone > 0 { " " } else { "" };
        row.push(&format!("{blank}+{}", entry.come), Role::Added);
    }
    if entry.noise > 0 {
        let comma = if entry.gone + entry.come > 0 {
            ", "
        } else {
            ""
        };
        row.push(&format!("{comma}{} noise", entry.noise), Role::Dim);
    }
    row
}

/// `225 lines from 2`: what a patch without a partner has from others, or they of it.
fn shared(comparison: &Comparison, entry: &Entry) -> Vec<Row> {
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
