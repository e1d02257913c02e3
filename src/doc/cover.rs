//! A series as it is read first: who, when, which versions, what is wrong; then the letter with
//! its sections, the patches and what was answered.

use super::age::{age, short, stamp};
use super::build::{Builder, Context, justified, labelled};
use super::letter;
use super::{Document, Role, Row, Target};
use crate::mail::{Body, MsgIdx};
use crate::patch::Facts;
use crate::patch::letter::{SectionKind, sections};
use crate::patch::stat::Totals;
use crate::series::{Series, SeriesIdx, Slot, Verdict};

/// The page of a series; `body` is that of its cover, where there is one.
pub fn build(at: SeriesIdx, body: Option<&Body>, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let text = body
        .filter(|_| series.cover.is_some())
        .map_or("", |body| body.text.as_str());
    let mut builder = Builder::new(title(series), text);
    header(at, series, context, &mut builder);
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    let mut listed = false;
    for section in sections(text) {
        // The patches come in the place of the shortlog that announces them.
        if section.kind == SectionKind::Shortlog && !listed {
            patches(at, series, context, &mut builder);
            listed = true;
            continue;
        }
        letter::section(&section, context, &mut builder);
    }
    if !listed {
        patches(at, series, context, &mut builder);
    }
    replies(
        "Replies to the cover letter",
        &series.replies,
        context,
        &mut builder,
    );
    builder.end()
}

/// `v3 00/12 title`.
fn title(series: &Series) -> Row {
    let mut row = Row::of(&format!("v{} ", series.revision), Role::Revision);
    if series.total > 1 || series.cover.is_some() {
        row.push(&format!("0/{} ", series.total), Role::Revision);
    }
    row.push(&series.title, Role::Title);
    row
}

fn header(at: SeriesIdx, series: &Series, context: &Context<'_>, builder: &mut Builder) {
    builder.row(labelled("From", &series.author.to_string(), Role::Person));
    if series.submitter != series.author {
        builder.row(labelled(
            "Sent by",
            &series.submitter.to_string(),
            Role::Person,
        ));
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
        let people = if message.recipients == 1 {
            "recipient"
        } else {
            "recipients"
        };
        builder.row(labelled(
            "To/Cc",
            &format!("{} {people}, i shows the headers", message.recipients),
            Role::Dim,
        ));
    }
    if series.base_commit.is_some() || series.change_id.is_some() {
        let base = series
            .base_commit
            .as_deref()
            .map(|base| base.chars().take(12).collect::<String>());
        let change = series
            .change_id
            .as_ref()
            .map(|id| format!("change-id {id}"));
        let parts: Vec<String> = base.into_iter().chain(change).collect();
        builder.row(labelled("Base", &parts.join(" · "), Role::Dim));
    }
    versions(at, series, context, builder);
    tags(series, builder, context);
    for alert in &series.alerts {
        builder.row(labelled("Alert", alert, Role::Alert));
    }
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
    let mut given: Vec<(&str, Vec<String>)> = Vec::new();
    for review in series.review.iter().chain(
        series
            .slots
            .iter()
            .flat_map(|slot| slot.review.iter().chain(&slot.carried)),
    ) {
        let person = review
            .trailer
            .value
            .split('<')
            .next()
            .unwrap_or_default()
            .trim();
        let mark = match review.verdict {
            Verdict::Ok => "",
            Verdict::Mismatch => " (mismatch)",
            Verdict::Conditional => " (conditional)",
            Verdict::Stale => " (stale)",
        };
        let person = format!("{person}{mark}");
        match given
            .iter_mut()
            .find(|(name, _)| name.eq_ignore_ascii_case(&review.trailer.name))
        {
            Some((_, people)) if people.contains(&person) => {}
            Some((_, people)) => people.push(person),
            None => given.push((&review.trailer.name, vec![person])),
        }
    }
    for (number, (name, people)) in given.iter().enumerate() {
        let mut row = labelled(if number == 0 { "Tags" } else { "" }, name, Role::Trailer);
        row.push(" ", Role::Text);
        row.push(&people.join(", "), Role::Person);
        for part in row.wrapped(context.width) {
            builder.row(part);
        }
    }
}

fn patches(at: SeriesIdx, series: &Series, context: &Context<'_>, builder: &mut Builder) {
    if series.slots.is_empty() {
        return;
    }
    let present = series.present();
    let title = format!("Patches  {present} of {} here", series.total);
    if !builder.section(&title, "patches", context.folds) {
        return;
    }
    for (number, slot) in (0u32..).zip(&series.slots) {
        let rows = slot_rows(slot, context);
        for (line, row) in rows.into_iter().enumerate() {
            if line == 0 {
                builder.aim(row, Target::Slot(at, number));
            } else {
                builder.row(row);
            }
        }
    }
    builder.blank();
}

/// `  3 title    0·2·0   5  +91 −88`; what is absent says so and shows its title whole.
fn slot_rows(slot: &Slot, context: &Context<'_>) -> Vec<Row> {
    let mut left = Row::of(&format!("  {:>3} ", slot.number), Role::Dim);
    let Some(facts) = slot
        .message
        .and_then(|message| context.archive.facts(message))
    else {
        let title = if slot.title.is_empty() {
            "(title unknown)"
        } else {
            &slot.title
        };
        left.push(title, Role::Dim);
        let note = Row::of("  not in this archive", Role::Alert);
        if left.width() + note.width() <= context.width {
            return vec![justified(&left, &note, context.width)];
        }
        let short = Row::of("  absent", Role::Alert);
        return vec![justified(&left, &short, context.width)];
    };
    left.push(&slot.title, Role::Text);
    vec![justified(
        &left,
        &slot_right(slot, facts, context.width),
        context.width,
    )]
}

/// Tags, replies, damage and lines of a patch that is here.
fn slot_right(slot: &Slot, facts: &Facts, width: usize) -> Row {
    let mut right = Row::of(" ", Role::Text);
    if width >= 60 {
        let given = || slot.review.iter().chain(&slot.carried);
        let count = |name: &str| {
            given()
                .filter(|r| r.trailer.name.eq_ignore_ascii_case(name))
                .count()
        };
        let tags = format!(
            "{}·{}·{}",
            count("acked-by"),
            count("reviewed-by"),
            count("tested-by")
        );
        right.push(
            &tags,
            if tags == "0·0·0" {
                Role::Dim
            } else {
                Role::Trailer
            },
        );
        let unsure = given().any(|r| r.verdict != Verdict::Ok);
        right.push(if unsure { "?" } else { " " }, Role::Alert);
        let role = if slot.replies.is_empty() {
            Role::Dim
        } else {
            Role::Text
        };
        right.push(&format!("{:>3} ", slot.replies.len()), role);
    }
    right.push(if facts.damage.is_empty() { " " } else { "!" }, Role::Alert);
    let totals = Totals::of(&facts.files);
    right.push(
        &format!("{:>5}", format!("+{}", short(totals.added))),
        Role::Added,
    );
    right.push(
        &format!(" {:>5}", format!("−{}", short(totals.deleted))),
        Role::Deleted,
    );
    right
}

/// A foldable list of replies, indented by who answers whom.
pub(super) fn replies(
    title: &str,
    replies: &[MsgIdx],
    context: &Context<'_>,
    builder: &mut Builder,
) {
    if replies.is_empty() {
        return;
    }
    if !builder.section(
        &format!("{title} ({})", replies.len()),
        "replies",
        context.folds,
    ) {
        return;
    }
    for &at in replies {
        let Some(message) = context.archive.message(at) else {
            continue;
        };
        let depth = depth(at, replies, context);
        let mut left = Row::of(&"  ".repeat(depth + 1), Role::Text);
        left.push(if depth > 0 { "└ " } else { "" }, Role::Dim);
        left.push(message.from.label(), Role::Person);
        let given = context
            .archive
            .facts(at)
            .map_or(&[][..], |facts| &facts.tags);
        for tag in given {
            left.push(&format!("  {}", tag.trailer.name), Role::Trailer);
        }
        let right = Row::of(&age(message.date, context.now), Role::Date);
        builder.aim(justified(&left, &right, context.width), Target::Message(at));
    }
    builder.blank();
}

/// How many of the other replies stand above one, at most so many as are worth an indent.
fn depth(at: MsgIdx, replies: &[MsgIdx], context: &Context<'_>) -> usize {
    let above = std::iter::successors(context.archive.parent(at), |&up| context.archive.parent(up));
    above.take(8).take_while(|up| replies.contains(up)).count()
}
