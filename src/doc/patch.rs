//! One mail to read: a patch with its log and its diff, a reply, a mail of no series, its source.

use super::answer::AnswerWriter;
use super::build::{Builder, Context, flow_rows, labelled_row};
use super::notes;
use super::notes::private;
use super::{Document, Role, Row, Target, attached, diff, head, letter, replies, review};
use crate::mail::{Body, Message, MsgIdx};
use crate::patch::letter::{SectionKind, sections};
use crate::patch::quote::{self, BlockKind};
use crate::patch::{Facts, trailer};
use crate::series::{Series, SeriesIdx, Slot};

/// The patch in a slot of a series, by its position.
pub fn build(at: SeriesIdx, slot: u32, body: &Body, context: &Context<'_>) -> Document {
    let series = context.archive.series(at);
    let Some((series, slot)) = series.and_then(|s| Some((s, s.slot(slot)?))) else {
        return Document::default();
    };
    let mut builder = Builder::new(title(series, slot), &body.whole());
    let Some(message) = slot.message else {
        let text = format!("Patch {} is not in this archive.", slot.number);
        builder.push_row(Row::of(&text, Role::Alert));
        return builder.into_document();
    };
    top_rows(message, body.recipients, context, &mut builder);
    head::answered_beside(message, context, &mut builder);
    if series.parts.cover.is_some() || series.parts.slots.len() > 1 {
        let mut row = labelled_row("Series");
        row.push(&format!("v{} ", series.head.revision), Role::Revision);
        row.push(&series.head.title, Role::Link);
        builder.push_aimed(row.cut_to(context.width, "…"), Target::Series(at));
    }
    review::slot_rows(slot, context, &mut builder);
    builder.push_rule(context.width);
    text_sections(context, &mut builder);
    attached::below(message, 0, context, &mut builder);
    builder.blank();
    replies::write("Replies", &slot.replies, context, &mut builder);
    notes::end_with(builder, slot.message, context)
}

fn title(series: &Series, slot: &Slot) -> Row {
    let mut row = Row::of(&format!("v{} ", series.head.revision), Role::Revision);
    if series.parts.total > 1 {
        let digits = series.parts.total.to_string().len();
        let number = format!("{}/{} ", slot.label(digits), series.parts.total);
        row.push(&number, Role::Revision);
    }
    row.push(&slot.title, Role::Title);
    row
}

/// Sender, date, recipients, subject, and what is wrong with the mail.
fn top_rows(at: MsgIdx, recipients: u32, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(at) else {
        return;
    };
    let facts = context.archive.facts(at);
    let author = facts.map_or(&message.from, |facts| facts.author(message));
    head::write((at, author, recipients), context, builder);
    if !(context.headers && context.source.is_some()) {
        let subject = match message.subject.as_str() {
            "" => "(no subject)",
            subject => subject,
        };
        let subject = [Row::of(subject, Role::Title)];
        builder.push_rows(flow_rows(head::SUBJECT, &subject, "", context.width));
    }
    let Some(facts) = facts else {
        return;
    };
    for what in facts.alerts() {
        head::alert(&what, context, builder);
    }
}

/// The text of a patch as it was mailed, by its sections.
fn text_sections(context: &Context<'_>, builder: &mut Builder) {
    for section in sections(builder.whole_text()) {
        let range = section.range;
        match section.kind {
            SectionKind::Diff => diff::write(range, context, builder),
            SectionKind::Trailers => builder.lines(range, 0, trailer_role),
            SectionKind::Headers | SectionKind::Base | SectionKind::Signature => {
                builder.lines(range, 0, |_| Role::Dim);
            }
            SectionKind::Description
            | SectionKind::Changes(..)
            | SectionKind::Links
            | SectionKind::Shortlog
            | SectionKind::Notes
            | SectionKind::DiffStat => letter::prose(range, 0, builder),
        }
    }
}

fn trailer_role(line: &str) -> Role {
    if line.trim().is_empty() {
        Role::Text
    } else {
        Role::Trailer
    }
}

/// Any mail that is no patch: quotes by their sign, what it answers and what answers it.
pub fn message(at: MsgIdx, body: &Body, context: &Context<'_>) -> Document {
    let Some(message) = context.archive.message(at) else {
        return Document::default();
    };
    let title = reply_title(at, message, context);
    let title = title.unwrap_or_else(|| Row::of(&message.subject, Role::Title));
    let mut builder = Builder::new(title, &body.whole());
    top_rows(at, body.recipients, context, &mut builder);
    head::answered(at, context, &mut builder);
    builder.push_rule(context.width);
    let end = builder.whole_text().len();
    let facts = context.archive.facts(at);
    if facts.is_some_and(Facts::has_diff) {
        let scan = crate::patch::diff::scan_diff(builder.whole_text());
        let start = scan.start.unwrap_or(end);
        reply(0..start, &mut builder);
        diff::write(start..end, context, &mut builder);
    } else {
        let blocks = quote::blocks(builder.whole_text()).into_iter();
        let blocks: Vec<_> = blocks.map(|block| (block.kind, block.range)).collect();
        AnswerWriter {
            of: at,
            indent: 0,
            said: |range, _, to| reply(range, to),
            context,
            to: &mut builder,
        }
        .write(&blocks);
    }
    attached::below(at, 0, context, &mut builder);
    builder.blank();
    let answers = context.archive.children(at);
    replies::write("Replies to this mail", answers, context, &mut builder);
    let mut document = builder.into_document();
    lead_back(at, &mut document, context);
    private::insert(document, at, context)
}

/// `Reply 2 of 4  Ana Duarte  to 3/7 lamp: add lamp_fade()`.
fn reply_title(at: MsgIdx, message: &Message, context: &Context<'_>) -> Option<Row> {
    let place = context.archive.place(at);
    let series = context.archive.series(place.series()?)?;
    let (replies, number, title) = match place.slot() {
        Some(slot) => {
            let slot = series.slot(slot)?;
            (&slot.replies, slot.label(0), &slot.title)
        }
        None => (&series.replies, "0".to_owned(), &series.head.title),
    };
    let which = replies.iter().position(|reply| *reply == at)? + 1;
    let count = replies.len();
    let mut row = Row::of(&format!("Reply {which} of {count}  "), Role::Revision);
    row.push(message.from.label(), Role::Person);
    row.push(
        &format!("  to {number}/{} ", series.parts.total),
        Role::Revision,
    );
    row.push(title, Role::Title);
    Some(row)
}

/// Lets quoted lines lead to where they were taken from.
fn lead_back(at: MsgIdx, document: &mut Document, context: &Context<'_>) {
    let mut talks = context.beside.talks.iter();
    let found = talks.find_map(|talk| talk.about.zip(talk.reply(at)));
    let Some((about, reply)) = found else {
        return;
    };
    let mut places = Vec::new();
    for (number, line) in document.lines.iter().enumerate() {
        let Some(range) = document.range(line) else {
            continue;
        };
        let start = range.start as usize;
        let part = reply.parts.iter().find(|part| part.range.contains(&start));
        let spot = part
            .filter(|part| part.kind == BlockKind::Quote)
            .and_then(|part| part.spot);
        if let Some(line) = spot.and_then(|spot| u32::try_from(spot.line).ok()) {
            places.push((number, Target::Place(about, line)));
        }
    }
    document.targets.extend(places);
    // A line's first target is what it stands for: links of a quote come behind its place.
    document
        .targets
        .sort_by_key(|(line, target)| (*line, !matches!(target, Target::Place(..))));
}

/// The lines of an answer; a link is a target, a tag is told from prose.
fn reply(range: std::ops::Range<usize>, builder: &mut Builder) {
    letter::prose_as(range, 0, builder, |line| {
        let role = letter::prose_role(line);
        if role != Role::Text {
            role
        } else if line.ends_with("wrote:") {
            Role::Dim
        } else if is_tag(line) {
            Role::Trailer
        } else {
            Role::Text
        }
    });
}

fn is_tag(line: &str) -> bool {
    trailer::parse_line(line).is_some_and(|tag| trailer::is_person(&tag))
}

#[cfg(test)]
mod tests;
