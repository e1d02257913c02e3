//! The head of a cover: who sent the series, when, which versions there are, what is wrong.

use super::super::age::{age, stamp};
use super::super::build::{Builder, Context, labelled, recipients};
use super::super::{Role, Target, review};
use crate::series::{Series, SeriesIdx, TotalsFrom};

/// One row a fact; facts that are not known have none.
pub(super) fn write(at: SeriesIdx, series: &Series, context: &Context<'_>, builder: &mut Builder) {
    builder.row(labelled("From", &series.author.to_string(), Role::Person));
    if series.submitter != series.author {
        let sender = series.submitter.to_string();
        builder.row(labelled("Sent by", &sender, Role::Person));
    }
    let date = format!(
        "{} ({} ago)",
        stamp(series.date),
        age(series.date, context.now)
    );
    builder.row(labelled("Date", &date, Role::Date));
    let first = series
        .cover
        .or_else(|| series.slots.iter().find_map(|slot| slot.message));
    if let Some(message) = first.and_then(|at| context.archive.message(at)) {
        builder.row(recipients(message));
    }
    base(series, builder);
    totals(series, builder);
    versions(at, series, context, builder);
    tags(series, builder, context);
    for alert in &series.alerts {
        for row in labelled("Alert", alert, Role::Alert).wrapped(context.width) {
            builder.row(row);
        }
    }
}

fn base(series: &Series, builder: &mut Builder) {
    let base = series.base_commit.as_deref();
    let base = base.map(|base| base.chars().take(12).collect::<String>());
    let change = series.change_id.as_ref();
    let change = change.map(|id| format!("change-id {id}"));
    let parts: Vec<String> = base.into_iter().chain(change).collect();
    if !parts.is_empty() {
        builder.row(labelled("Base", &parts.join(" · "), Role::Dim));
    }
}

/// `Changes  15 files +368 −96, as the cover says`.
fn totals(series: &Series, builder: &mut Builder) {
    let Some((totals, from)) = series.totals else {
        return;
    };
    let files = if totals.files == 1 { "file" } else { "files" };
    let mut row = labelled("Changes", &format!("{} {files} ", totals.files), Role::Text);
    row.push(&format!("+{} ", totals.added), Role::Added);
    row.push(&format!("−{}", totals.deleted), Role::Deleted);
    if from == TotalsFrom::DiffStat {
        row.push(", as the letter says", Role::Dim);
    }
    builder.row(row);
}

/// One row a version that is open here, the present one in brackets: Enter goes there.
fn versions(at: SeriesIdx, series: &Series, context: &Context<'_>, builder: &mut Builder) {
    if series.older.is_empty() && series.newer.is_empty() {
        return;
    }
    let mut all: Vec<SeriesIdx> = series.older.iter().rev().copied().collect();
    all.push(at);
    all.extend(&series.newer);
    for (number, other) in all.into_iter().enumerate() {
        let Some(version) = context.archive.series(other) else {
            continue;
        };
        let label = if number == 0 { "Versions" } else { "" };
        let name = if other == at {
            format!("[v{}]", version.revision)
        } else {
            format!(" v{} ", version.revision)
        };
        let mut row = labelled(label, &format!("{name:<6}"), Role::Revision);
        let parts = format!(
            "{}/{} patches  {}",
            version.present(),
            version.total,
            stamp(version.date)
        );
        row.push(&parts, if other == at { Role::Text } else { Role::Link });
        builder.aim(row, Target::Series(other));
    }
}

/// Who gave which tag, by tag.
fn tags(series: &Series, builder: &mut Builder, context: &Context<'_>) {
    let slots = series.slots.iter().flat_map(review::of_slot);
    let given = review::people(series.review.iter().chain(slots));
    for (number, (name, people)) in given.iter().enumerate() {
        let mut row = labelled(if number == 0 { "Tags" } else { "" }, name, Role::Trailer);
        row.push(" ", Role::Text);
        row.push(&people.join(", "), Role::Person);
        for part in row.wrapped(context.width) {
            builder.row(part);
        }
    }
}
