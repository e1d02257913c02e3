//! The versions of a series that are open: one row each, which leads there.

use super::super::age::stamp;
use super::super::build::{Builder, Context, flow_rows, labelled_row};
use super::super::{Role, Row, Target};
use crate::archive::standing::compared_with;
use crate::series::{Series, SeriesIdx};

/// Up to so many versions are listed at once; more are folded into one row.
const LISTED: usize = 4;

/// The key of the folded list.
const KEY: &str = "-versions";

/// The versions, the oldest first, this one in brackets.
pub(super) fn version_rows(
    at: SeriesIdx,
    series: &Series,
    context: &Context<'_>,
    builder: &mut Builder,
) {
    let mut all: Vec<SeriesIdx> = series.versions.older.iter().rev().copied().collect();
    all.push(at);
    all.extend(&series.versions.newer);
    if all.len() < 2 {
        return;
    }
    let mut label = "Versions";
    if all.len() > LISTED {
        let is_open = context.folds.is_open(KEY);
        let names: Vec<Row> = all.iter().map(|v| version_name(*v, at, context)).collect();
        let mut rows = flow_rows(label, &names, " · ", context.width);
        if let Some(first) = rows.first_mut() {
            first.push(if is_open { " ▾" } else { " ▸" }, Role::Dim);
            builder.mark_line(Target::Section(KEY.to_owned()));
        }
        builder.push_rows(rows);
        if !is_open {
            return;
        }
        label = "";
    }
    for version in all {
        let mut row = labelled_row(label);
        label = "";
        row.append(&version_name(version, at, context));
        row.pad_to(16);
        if let Some(other) = context.archive.series(version) {
            let parts = other.parts.counter();
            row.push(&format!("{parts:<8}{}", stamp(other.head.date)), Role::Date);
            if other.head.title != series.head.title {
                row.push(&format!("  {}", other.head.title), Role::Text);
            }
        }
        // This one is here already: its row leads to what is new in it.
        let is_present = version == at && series.parts.present() > 0;
        let before = is_present.then(|| compared_with(context.archive, at, context.marks));
        let target = match before.flatten() {
            Some(before) => {
                let revision = context
                    .archive
                    .series(before)
                    .map(|older| older.head.revision);
                let since = revision.map_or_else(String::new, |revision| revision.to_string());
                row.push("  ", Role::Text);
                row.push(&format!("changes since v{since} ▸"), Role::Link);
                Target::Compare(before, at)
            }
            None => Target::Series(version),
        };
        builder.push_aimed(row.cut_to(context.width, "…"), target);
    }
}

/// `  v1 v2 [v3]`; nothing of a version that is alone, and the nearest of many.
pub(super) fn names(at: SeriesIdx, series: &Series, context: &Context<'_>) -> Row {
    let mut row = Row::default();
    let older = series.versions.older.iter().take(LISTED - 1).rev();
    let all: Vec<SeriesIdx> = older
        .chain([&at])
        .chain(series.versions.newer.iter().take(1))
        .copied()
        .collect();
    if all.len() > 1 {
        row.push(" ", Role::Text);
        for version in all {
            row.push(" ", Role::Text);
            row.append(&version_name(version, at, context));
        }
    }
    row
}

/// `v2`, and `[v3]` for the present one.
fn version_name(version: SeriesIdx, present: SeriesIdx, context: &Context<'_>) -> Row {
    let Some(series) = context.archive.series(version) else {
        return Row::default();
    };
    if version == present {
        Row::of(&format!("[v{}]", series.head.revision), Role::Revision)
    } else {
        Row::of(&format!("v{}", series.head.revision), Role::Link)
    }
}
