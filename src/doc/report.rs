//! Lists about the archive: what was odd, and why mails were joined.

use super::age::stamp;
use super::build::{Builder, Context, labelled};
use super::{Document, Role, Row, Target, review};
use crate::series::SeriesIdx;

/// Warnings of the sources, and every series that has an alert.
pub fn problems(context: &Context<'_>) -> Document {
    let mut builder = Builder::new(Row::of("Problems", Role::Title), "");
    for (at, series) in (0u32..).zip(context.archive.all_series()) {
        for alert in &series.alerts {
            let mut row = Row::of(alert, Role::Alert);
            row.push(
                &format!("  v{} {}", series.revision, series.title),
                Role::Text,
            );
            builder.aim(row, Target::Series(SeriesIdx(at)));
        }
    }
    for warning in context.archive.warnings() {
        let mut row = Row::of(&warning.what, Role::Alert);
        let place = warning
            .offset
            .map_or_else(String::new, |offset| format!(" at byte {offset}"));
        row.push(&format!("  {}{place}", warning.source.display()), Role::Dim);
        let message = warning
            .message_id
            .as_deref()
            .map(crate::mail::MessageId::new);
        match message.as_ref().and_then(|id| context.archive.find(id)) {
            Some(at) => builder.aim(row, Target::Message(at)),
            None => builder.row(row),
        }
    }
    if context.archive.warnings().is_empty()
        && context
            .archive
            .all_series()
            .iter()
            .all(|s| s.alerts.is_empty())
    {
        builder.row(Row::of("Nothing was odd.", Role::Dim));
    }
    builder.end()
}

/// The rule behind each join, version link and tag of a series.
pub fn evidence(at: SeriesIdx, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let mut builder = Builder::new(
        Row::of(&format!("Evidence: {}", series.title), Role::Title),
        "",
    );
    builder.row(Row::of("Why these mails are one series", Role::Heading));
    for why in &series.why {
        let mut row = Row::of(&format!("  {}: ", why.rule), Role::Label);
        row.push(&why.detail, Role::Text);
        for row in row.wrapped(context.width) {
            builder.row(row);
        }
    }
    builder.blank();
    builder.row(Row::of("Tags from replies", Role::Heading));
    let cover = series.review.iter().map(|review| (0, review));
    let slots = series.slots.iter().flat_map(|slot| {
        slot.review
            .iter()
            .chain(&slot.carried)
            .map(|review| (slot.number, review))
    });
    for (number, review) in cover.chain(slots) {
        let Some(message) = context.archive.message(review.from) else {
            continue;
        };
        let place = if number == 0 {
            "series".to_owned()
        } else {
            format!("patch {number}")
        };
        let mut row = labelled(
            &format!("  {place}"),
            &format!(" {}", review.trailer),
            Role::Trailer,
        );
        let by = message.from.label();
        let text = format!(
            "  by {by}, {}, {}",
            stamp(message.date),
            review::circumstances(review)
        );
        row.push(&text, Role::Dim);
        builder.aim(row, Target::Message(review.from));
    }
    builder.end()
}
