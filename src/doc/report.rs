//! Lists about the archive: what was odd, and why mails were joined.

use super::age::stamp;
use super::build::{Builder, Context};
use super::{Document, Role, Row, Target, review};
use crate::mail::MessageId;
use crate::series::{Review, Series, SeriesIdx};

/// Every series that has an alert, and the warnings of the sources.
pub fn problems(context: &Context<'_>) -> Document {
    let mut builder = Builder::new(Row::of("Problems", Role::Title), "");
    let all = context.archive.all_series();
    let odd = all
        .iter()
        .filter(|series| !series.alerts.is_empty())
        .count();
    let warnings = context.archive.warnings();
    if odd + warnings.len() == 0 {
        builder.row(Row::of("Nothing was odd.", Role::Dim));
    }
    if !warnings.is_empty() {
        let title = format!("What was read ({})", warnings.len());
        if builder.section(&title, "warnings", context.folds) {
            input(context, &mut builder);
            builder.blank();
        }
    }
    if odd > 0 && builder.section(&format!("Series ({odd})"), "series", context.folds) {
        for (at, series) in (0u32..).zip(all) {
            for alert in &series.alerts {
                let mut row = Row::of(&format!("  {alert}"), Role::Alert);
                row.push(&format!("  v{} ", series.revision), Role::Revision);
                row.push(&series.title, Role::Text);
                builder.aim(row, Target::Series(SeriesIdx(at)));
            }
        }
    }
    builder.end()
}

/// A row a warning: what, in which file, and where there.
fn input(context: &Context<'_>, builder: &mut Builder) {
    for warning in context.archive.warnings() {
        let mut row = Row::of(&format!("  {}", warning.what), Role::Alert);
        row.push(&format!("  {}", warning.source.display()), Role::Dim);
        if let Some(offset) = warning.offset {
            row.push(&format!(" at byte {offset}"), Role::Dim);
        }
        let id = warning.message_id.as_deref().map(MessageId::new);
        match id.as_ref().and_then(|id| context.archive.find(id)) {
            Some(at) => builder.aim(row, Target::Message(at)),
            None => builder.row(row),
        }
    }
}

/// The rule behind each join, version link and tag of a series.
pub fn evidence(at: SeriesIdx, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let title = format!("Evidence: {}", series.title);
    let mut builder = Builder::new(Row::of(&title, Role::Title), "");
    if builder.section("Why these mails are one series", "why", context.folds) {
        for why in &series.why {
            let mut row = Row::of(&format!("  {}: ", why.rule), Role::Label);
            row.push(&why.detail, Role::Text);
            builder.rows(row.wrapped(context.width));
        }
        builder.blank();
    }
    if builder.section("Tags from replies", "tags", context.folds) {
        tags(series, context, &mut builder);
    }
    builder.end()
}

/// The tags of the series, then of each patch those that were not given to the series.
fn tags(series: &Series, context: &Context<'_>, builder: &mut Builder) {
    for review in &series.review {
        tag("series", review, context, builder);
    }
    let to_series = |review: &Review| {
        let same = |other: &Review| other.from == review.from && other.trailer == review.trailer;
        series.review.iter().any(same)
    };
    for slot in &series.slots {
        let place = format!("patch {}", slot.number);
        for review in review::of_slot(slot).filter(|review| !to_series(review)) {
            tag(&place, review, context, builder);
        }
    }
}

/// Two rows: the tag, and below it by whom, when and how sure; both lead to the mail.
fn tag(place: &str, given: &Review, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(given.from) else {
        return;
    };
    let mut row = Row::of(&format!("  {place:<9} "), Role::Label);
    row.push(&format!("{}: ", given.trailer.name), Role::Trailer);
    row.push(&given.trailer.value, Role::Person);
    builder.aim(row.cut(context.width, "…"), Target::Message(given.from));
    let mut row = Row::of("            by ", Role::Dim);
    row.push(message.from.label(), Role::Person);
    let rest = format!(
        ", {}, {}",
        stamp(message.date),
        review::circumstances(given)
    );
    row.push(&rest, Role::Dim);
    builder.aim(row.cut(context.width, "…"), Target::Message(given.from));
}
