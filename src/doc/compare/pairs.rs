//! The pairs of a comparison and the files of each, for the pane beside it.

use super::super::build::{Builder, Context};
use super::super::{Document, Role, Row, Target};
use super::{CompareLook, counts_of, heading, sections};
use crate::archive::compare::{ComparedPair, Comparison, Version};
use crate::text::Shared;

/// Files of a pair that are listed; of more the number is told.
const LISTED: usize = 5;

/// The pairs, each with the files whose changes changed.
pub fn pairs(
    comparison: Option<&Comparison>,
    look: CompareLook,
    context: &Context<'_>,
) -> Document {
    let mut title = Row::of("Patches", Role::Text);
    let Some(comparison) = comparison else {
        return Builder::new(title, "").into_document();
    };
    let revision = |at| {
        context
            .archive
            .series(at)
            .map(|series| series.head.revision)
    };
    if let Some((old, new)) = revision(comparison.old.at).zip(revision(comparison.new.at)) {
        title.push(&format!(" v{old} → v{new}"), Role::Revision);
    }
    let mut builder = Builder::new(title, "");
    let all = |version: &Version| version.patches.len() + version.listed.len();
    let (old, new) = (all(&comparison.old), all(&comparison.new));
    let mut row = Row::of(&format!("{old} → {new} patches"), Role::Heading);
    let sums = comparison.entries.iter().fold((0, 0), |sums, entry| {
        (sums.0 + entry.gone, sums.1 + entry.come)
    });
    row.push_right(&counts_of(sums), context.width);
    builder.push_row(row);
    for entry in comparison.entries.iter().filter(|entry| !look.hides(entry)) {
        pair_row(comparison, entry, context, &mut builder);
    }
    builder.into_document()
}

fn pair_row(
    comparison: &Comparison,
    entry: &ComparedPair,
    context: &Context<'_>,
    to: &mut Builder,
) {
    let width = context.width;
    let counts = counts_of((entry.gone, entry.come));
    let row = heading(comparison, entry);
    let mut row = row.cut_to(width.saturating_sub(counts.width() + 1), "…");
    row.push_right(&counts, width);
    let Some(key) = sections::section_key(comparison, entry) else {
        return to.push_row(row);
    };
    to.push_aimed(row, Target::Section(key.clone()));
    let text = entry.text.and_then(|at| comparison.texts.get(at));
    let files = text.map_or(&[][..], |text| &text.files);
    for file in files.iter().take(LISTED) {
        let counts = counts_of((file.gone, file.come));
        let mut row = Row::of("      ", Role::Text);
        row.push(
            &end_of(&file.path, width.saturating_sub(counts.width() + 7)),
            Role::File,
        );
        row.push_right(&counts, width);
        to.push_aimed(row, Target::Section(file_key(&key, &file.path)));
    }
    if files.len() > LISTED {
        let words = format!("      …{} more", files.len() - LISTED);
        to.push_row(Row::of(&words, Role::Dim));
    }
}

/// What the row of a file stands for: the section, and the path behind it.
fn file_key(key: &str, path: &Shared) -> String {
    format!("{key}\n{path}")
}

/// The section, and the path where it is one of a file, that a row stands for.
pub fn place(key: &str) -> (&str, Option<&str>) {
    match key.split_once('\n') {
        Some((key, path)) => (key, Some(path)),
        None => (key, None),
    }
}

/// The end of a path, which tells more than its begin.
fn end_of(path: &str, room: usize) -> String {
    let row = Row::of(path, Role::File);
    if row.width() <= room {
        return path.to_owned();
    }
    let from = row.width() + 1 - room.max(1);
    format!("…{}", row.columns(from..row.width()).text())
}
