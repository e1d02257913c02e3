//! Why the mails of a series and its versions were joined, and who gave its tags: each decision
//! with the rule, how sure it is, and what else the facts could mean.

use super::age::stamp;
use super::build::{Builder, Context};
use super::{Document, Role, Row, Target, review};
use crate::mail::{Message, MsgIdx};
use crate::series::{Evidence, Review, Series, SeriesIdx, is_bot};

/// How far the second row of a decision stands to the right.
const INSET: usize = 6;

/// The evidence of a series.
pub fn build(at: SeriesIdx, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let title = format!("Evidence: {}", series.head.title);
    let mut builder = Builder::new(Row::of(&title, Role::Title), "");
    if builder.section("Mails, and what each replies to", "mails", context.folds) {
        mails(series, context, &mut builder);
        builder.blank();
    }
    let (versions, joins): (Vec<&Evidence>, Vec<_>) =
        series.why.iter().partition(|why| why.rule.is_of_versions());
    let sections = [
        ("Why these mails are one series", "why", joins),
        ("Why these are versions of it", "versions", versions),
    ];
    for (title, key, decisions) in sections {
        if !decisions.is_empty() && builder.section(title, key, context.folds) {
            for why in decisions {
                decision(why, context, &mut builder);
            }
            builder.blank();
        }
    }
    let given = series.review.len() + series.parts.slots.iter().flat_map(review::of_slot).count();
    if given > 0 && builder.section("Tags from replies", "tags", context.folds) {
        tag_rows(series, context, &mut builder);
        builder.blank();
    }
    let help = "Wrong? Put the cursor on a mail and type :split, :join, :number, :version, :link, :apart or :answers";
    builder.push_rows(Row::of(help, Role::Dim).wrapped(context.width));
    builder.into_document()
}

/// `naked cover (likely): …`, and below it what else it could be.
fn decision(why: &Evidence, context: &Context<'_>, builder: &mut Builder) {
    let mut row = Row::of(&format!("  {}", why.rule.name()), Role::Label);
    row.push(&format!(" ({}): ", why.rule.certainty().name()), Role::Dim);
    row.push(&why.detail, Role::Text);
    builder.push_rows(row.wrapped(context.width));
    let otherwise = format!("{:INSET$}else {}", "", why.rule.otherwise());
    builder.push_rows(Row::of(&otherwise, Role::Dim).wrapped(context.width));
}

/// A row a mail: its number, whom it answers, who sent it when.
fn mails(series: &Series, context: &Context<'_>, builder: &mut Builder) {
    let cover = series.parts.cover.map(|at| ("0".to_owned(), at, None));
    let slots = series
        .parts
        .slots
        .iter()
        .filter_map(|slot| Some((slot.label(0), slot.message?, slot.borrowed)));
    for (number, at, borrowed) in cover.into_iter().chain(slots) {
        let Some(message) = context.archive.message(at) else {
            continue;
        };
        let mut row = Row::of(
            &format!("  {number:>3}/{} ", series.parts.total),
            Role::Revision,
        );
        row.push(&format!("{} ", stamp(message.date)), Role::Date);
        row.push(message.from.label(), Role::Person);
        row.push(
            &format!(", {}", answers(at, message, series, context)),
            Role::Dim,
        );
        if let Some(revision) = borrowed {
            row.push(&format!(", taken over from v{revision}"), Role::Alert);
        }
        let title = context.archive.facts(at).map(|facts| &facts.subject.title);
        row.push(
            &format!("  {}", title.map_or("", |title| title.as_str())),
            Role::Text,
        );
        builder.push_aimed(row.cut_to(context.width, "…"), Target::Message(at));
    }
}

/// What a mail answers, as the series has it.
fn answers(at: MsgIdx, message: &Message, series: &Series, context: &Context<'_>) -> String {
    let Some(up) = context.archive.parent(at) else {
        return match message.parents.first() {
            Some(ghost) => format!("replies to {ghost}, which is not here"),
            None => "begins a thread".to_owned(),
        };
    };
    if series.parts.cover == Some(up) {
        return "replies to the cover".to_owned();
    }
    let slot = series
        .parts
        .slots
        .iter()
        .find(|slot| slot.message == Some(up));
    match (slot, context.archive.message(up)) {
        (Some(slot), _) => format!("replies to patch {}", slot.label(0)),
        (None, Some(up)) => format!("replies to \u{201c}{}\u{201d}", up.subject),
        (None, None) => String::new(),
    }
}

/// The tags of the series, then of each patch those that were not given to the series.
fn tag_rows(series: &Series, context: &Context<'_>, builder: &mut Builder) {
    for review in &series.review {
        tag_row("series", review, context, builder);
    }
    let to_series = |review: &Review| {
        let same = |other: &Review| other.from == review.from && other.trailer == review.trailer;
        series.review.iter().any(same)
    };
    for slot in &series.parts.slots {
        let place = format!("patch {}", slot.label(0));
        for review in review::of_slot(slot).filter(|review| !to_series(review)) {
            tag_row(&place, review, context, builder);
        }
    }
}

/// The tag, by whom, when and how sure, and what becomes of it; all lead to the mail.
fn tag_row(place: &str, given: &Review, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(given.from) else {
        return;
    };
    let to = || Target::Message(given.from);
    let mut row = Row::of(&format!("  {place:<9} "), Role::Label);
    row.push(&format!("{}: ", given.trailer.name), Role::Trailer);
    row.push(&given.trailer.value, Role::Person);
    builder.push_aimed(row.cut_to(context.width, "…"), to());
    let mut row = Row::of("            by ", Role::Dim);
    row.push(message.from.label(), Role::Person);
    let bot = if is_bot(&message.from) {
        " (a bot)"
    } else {
        ""
    };
    let rest = format!(
        "{bot}, {}, {}",
        stamp(message.date),
        review::circumstances(given)
    );
    row.push(&rest, Role::Dim);
    builder.push_aimed(row.cut_to(context.width, "…"), to());
    let otherwise = review::otherwise(given.verdict);
    if !otherwise.is_empty() {
        let row = Row::of(&format!("            {otherwise}"), Role::Dim);
        builder.push_aimed(row.cut_to(context.width, "…"), to());
    }
}

#[cfg(test)]
mod tests;
