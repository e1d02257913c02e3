//! One mail to read: a patch with its log and its diff, a reply, a mail of no series, its source.

use std::ops::Range;

use super::age::{age, stamp};
use super::build::{Builder, Context, labelled};
use super::{Document, Role, Row, Target, cover, letter};
use crate::mail::{Body, MsgIdx};
use crate::patch::letter::sections;
use crate::series::SeriesIdx;

/// The patch in a slot of a series.
pub fn build(at: SeriesIdx, slot: u32, body: &Body, context: &Context<'_>) -> Document {
    let series = context.archive.series(at);
    let Some((series, slot)) = series.and_then(|s| Some((s, s.slots.get(slot as usize)?))) else {
        return Document::default();
    };
    let mut title = Row::of(
        &format!("v{} {}/{} ", series.revision, slot.number, series.total),
        Role::Revision,
    );
    title.push(&slot.title, Role::Title);
    let mut builder = Builder::new(title, &whole(body));
    let Some(message) = slot.message else {
        return builder.end();
    };
    header(message, context, &mut builder);
    for review in slot.review.iter().chain(&slot.carried) {
        let mut row = labelled("Tag", &review.trailer.to_string(), Role::Trailer);
        row.push(
            &format!("  {:?}, {:?}", review.via, review.verdict).to_lowercase(),
            Role::Dim,
        );
        builder.aim(row, Target::Message(review.from));
    }
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    cover::replies("Replies", &slot.replies, context, &mut builder);
    let text = builder.text().to_owned();
    for section in sections(&text) {
        letter::section(&section, context, &mut builder);
    }
    builder.end()
}

/// The text and, behind it, what was attached.
fn whole(body: &Body) -> String {
    let mut text = body.text.clone();
    for part in &body.attachments {
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&part.text);
    }
    text
}

fn header(at: MsgIdx, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(at) else {
        return;
    };
    let facts = context.archive.facts(at);
    let author = facts.map_or(&message.from, |facts| facts.author(message));
    builder.row(labelled("From", &author.to_string(), Role::Person));
    let date = format!(
        "{} ({} ago)",
        stamp(message.date),
        age(message.date, context.now)
    );
    builder.row(labelled("Date", &date, Role::Date));
    let subject = if message.subject.is_empty() {
        "(no subject)"
    } else {
        &message.subject
    };
    for row in labelled("Subject", subject, Role::Title).wrapped(context.width) {
        builder.row(row);
    }
    let Some(facts) = facts else {
        return;
    };
    for damage in &facts.damage {
        builder.row(labelled("Alert", damage, Role::Alert));
    }
    if facts.hidden > 0 {
        let text = format!("{} hidden characters, shown where they stand", facts.hidden);
        builder.row(labelled("Alert", &text, Role::Alert));
    }
}

/// Any mail that is no patch: quotes by their depth, what it answers and what answers it.
pub fn message(at: MsgIdx, body: &Body, context: &Context<'_>) -> Document {
    let Some(message) = context.archive.message(at) else {
        return Document::default();
    };
    let mut builder = Builder::new(Row::of(&message.subject, Role::Title), &whole(body));
    header(at, context, &mut builder);
    if let Some(parent) = context.archive.parent(at) {
        let subject = context.archive.message(parent).map_or("", |m| &m.subject);
        builder.aim(
            labelled("Answers", subject, Role::Link),
            Target::Message(parent),
        );
    }
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    let end = builder.text().len();
    let has_diff = context
        .archive
        .facts(at)
        .is_some_and(crate::patch::Facts::has_diff);
    if has_diff {
        let start = crate::patch::diff::scan(builder.text())
            .start
            .unwrap_or(end);
        builder.lines(0..start, 0, reply_role);
        diff(start..end, &mut builder);
    } else {
        builder.lines(0..end, 0, reply_role);
    }
    builder.blank();
    cover::replies(
        "Answers to this mail",
        context.archive.children(at),
        context,
        &mut builder,
    );
    builder.end()
}

fn reply_role(line: &str) -> Role {
    if line.starts_with('>') {
        return Role::Quote;
    }
    // A signature, or the line that says whose words are quoted.
    if line == "-- " || line.ends_with("wrote:") {
        Role::Dim
    } else {
        Role::Text
    }
}

/// The lines of a diff in their roles; each file's first line is a target.
pub(super) fn diff(range: Range<usize>, builder: &mut Builder) {
    let text = builder
        .text()
        .get(range.clone())
        .unwrap_or_default()
        .to_owned();
    let parsed = crate::patch::diff::parse(&text);
    let mut at = 0;
    for file in &parsed.files {
        plain(range.start, at..file.range.start, builder);
        builder.mark(Target::File(file.file.path.clone()));
        let head = file
            .hunks
            .first()
            .map_or(file.range.end, |hunk| hunk.range.start);
        builder.lines(shift(range.start, file.range.start..head), 0, |_| {
            Role::FileHeader
        });
        let mut behind = head;
        for hunk in &file.hunks {
            plain(range.start, behind..hunk.range.start, builder);
            builder.lines(shift(range.start, hunk.range.clone()), 0, hunk_role);
            behind = hunk.range.end;
        }
        at = file.range.end.max(behind);
    }
    plain(range.start, at..text.len(), builder);
}

fn shift(by: usize, range: Range<usize>) -> Range<usize> {
    range.start + by..range.end + by
}

/// What stands between files and behind them: a signature, mostly.
fn plain(by: usize, range: Range<usize>, builder: &mut Builder) {
    if range.start < range.end {
        builder.lines(shift(by, range), 0, |_| Role::Dim);
    }
}

fn hunk_role(line: &str) -> Role {
    match line.as_bytes().first() {
        Some(b'+') => Role::Added,
        Some(b'-') => Role::Deleted,
        Some(b'@') => Role::Hunk,
        Some(b'\\') => Role::Dim,
        _ => Role::Text,
    }
}

/// A text as it is, such as a mail's source.
pub fn source(title: &str, text: &str) -> Document {
    let mut builder = Builder::new(Row::of(title, Role::Title), text);
    let end = builder.text().len();
    builder.lines(0..end, 0, |_| Role::Text);
    builder.end()
}
