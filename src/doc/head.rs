//! The head of a page: who, when, to whom; or all headers.

use super::age::{age_label, stamp};
use super::build::{Builder, Context, flow_rows, labelled, labelled_row};
use super::{Role, Row, Target, attached, sign};
use crate::mail::{Address, Date, MsgIdx, headers};
use crate::patch::Facts;
use crate::source::Framing;

/// What stands before the subject of a mail.
pub const SUBJECT: &str = "Subject";

pub use super::fold::RECIPIENTS;

/// Sender, date and number of recipients of a mail; or all its headers, where these were asked
/// for.
pub(super) fn write(
    (at, author, count): (MsgIdx, &Address, u32),
    context: &Context<'_>,
    builder: &mut Builder,
) {
    let Some(message) = context.archive.message(at) else {
        return;
    };
    if let Some(source) = context.source.filter(|_| context.headers) {
        for (name, value) in headers(source.as_bytes(), Framing::Plain) {
            let label = format!("{name}:");
            builder.push_rows(flow_rows(
                &label,
                &[Row::of(&value, Role::Text)],
                "",
                context.width,
            ));
        }
        return attached::head_rows(at, context, builder);
    }
    if context.is_brief() {
        let mut right = Row::of(
            &format!("  {}", ago_label(message.date, context.now)),
            Role::Date,
        );
        if count > 0 {
            right.push("  ", Role::Text);
            right.append(&recipients_row(count, context));
        }
        let mut row = Row::of("From ", Role::Label);
        row.push(&named(author), Role::Person);
        let mut row = row.cut_to(context.width.saturating_sub(right.width()), "…");
        row.push_right(&right, context.width);
        builder.push_aimed(row, Target::Section(RECIPIENTS.to_owned()));
        return attached::head_rows(at, context, builder);
    }
    people("From", author, builder, context);
    if message.from.email != author.email {
        people("Sent by", &message.from, builder, context);
    }
    builder.push_row(date_row(message.date, context));
    recipients(count, context, builder);
    attached::head_rows(at, context, builder);
}

/// `Answers  Ann  [PATCH] lamp: dim`: what a mail answers, where that is here.
pub(super) fn answered(at: MsgIdx, context: &Context<'_>, builder: &mut Builder) {
    let Some(parent) = context.archive.parent(at) else {
        return;
    };
    let above = context.archive.message(parent);
    let mut row = labelled_row("Reply to");
    row.push(above.map_or("", |m| m.from.label()), Role::Person);
    row.push("  ", Role::Text);
    let subject = above.map_or("", |m| m.subject.as_str()).trim_start();
    row.push(subject, Role::Link);
    builder.push_aimed(row.cut_to(context.width, "…"), Target::Message(parent));
}

/// The same of a patch or a letter that was sent as an answer.
pub(super) fn answered_beside(at: MsgIdx, context: &Context<'_>, builder: &mut Builder) {
    if context.archive.facts(at).is_some_and(Facts::answers) {
        answered(at, context, builder);
    }
}

fn people(label: &str, person: &Address, builder: &mut Builder, context: &Context<'_>) {
    let person = [Row::of(&named(person), Role::Person)];
    builder.push_rows(flow_rows(label, &person, "", context.width));
}

/// A person in full.
fn named(person: &Address) -> String {
    match person.to_string() {
        empty if empty.is_empty() => "(unknown)".to_owned(),
        name => name,
    }
}

/// `Date     2026-03-04 10:32 -0500 (5d ago)`.
pub(super) fn date_row(date: Option<Date>, context: &Context<'_>) -> Row {
    let mut row = labelled("Date", &stamp(date), Role::Date);
    if date.is_some() {
        row.push(&format!(" ({})", ago_label(date, context.now)), Role::Dim);
    }
    row
}

/// `5d ago`, or `now`.
pub(super) fn ago_label(date: Option<Date>, now: i64) -> String {
    match age_label(date, now) {
        now if now == "now" => now,
        age => format!("{age} ago"),
    }
}

/// `337 recipients ▸`.
pub(super) fn recipients_row(count: u32, context: &Context<'_>) -> Row {
    let people = if count == 1 {
        "recipient"
    } else {
        "recipients"
    };
    let mut row = Row::of(&format!("{count} {people} "), Role::Text);
    row.sign(sign::fold_sign(context.folds.is_open(RECIPIENTS)));
    row
}

/// `To/Cc    337 recipients ▸`, and all of them where that is open.
fn recipients(count: u32, context: &Context<'_>, builder: &mut Builder) {
    if count == 0 {
        return;
    }
    let open = context.folds.is_open(RECIPIENTS);
    let mut row = labelled_row("To/Cc");
    row.append(&recipients_row(count, context));
    builder.push_aimed(row, Target::Section(RECIPIENTS.to_owned()));
    let Some(source) = context.source.filter(|_| open) else {
        return;
    };
    for (name, value) in headers(source.as_bytes(), Framing::Plain) {
        let is_one = |wanted: &&str| name.eq_ignore_ascii_case(wanted);
        if ["To", "Cc"].iter().any(is_one) {
            let all: Vec<Row> = split(&value).map(|p| Row::of(p, Role::Person)).collect();
            builder.push_rows(flow_rows(&name, &all, ", ", context.width));
        }
    }
}

/// The addresses of a header, at commas outside of quotes and brackets.
fn split(value: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let mut nested = 0_i32;
    let parts = value.split(move |c: char| {
        match c {
            '"' => quoted = !quoted,
            '<' | '(' if !quoted => nested += 1,
            '>' | ')' if !quoted => nested -= 1,
            _ => {}
        }
        c == ',' && !quoted && nested <= 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// Something that is wrong.
pub(super) fn alert(what: &str, context: &Context<'_>, builder: &mut Builder) {
    let what = [Row::of(what, Role::Alert)];
    builder.push_rows(flow_rows("!", &what, "", context.width));
}

#[cfg(test)]
mod tests;
