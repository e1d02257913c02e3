//! Answers as a tree: who, how long ago, which tags, and how each begins.

use super::age::age;
use super::build::{Builder, Context};
use super::{Role, Row, Target};
use crate::archive::talk::threaded;
use crate::mail::MsgIdx;
use crate::series::is_bot;

/// Deeper answers are indented no further.
const DEEPEST: usize = 8;

/// The column at which names end, where they are not indented too far.
const NAME: usize = 22;

/// A section that lists replies below what they answer.
pub(super) fn write(title: &str, replies: &[MsgIdx], context: &Context<'_>, to: &mut Builder) {
    if replies.is_empty() {
        return;
    }
    let mut heading = Row::of(&format!("{title} ({}", replies.len()), Role::Heading);
    let new = replies
        .iter()
        .filter(|at| !context.read.contains(at))
        .count();
    if new < replies.len() && new > 0 {
        heading.push(&format!(", {new} new"), Role::Heading);
    }
    heading.push(")", Role::Heading);
    if !to.section_row(&heading, "replies", context.folds) {
        return;
    }
    for (at, depth) in threaded(replies, |at| context.archive.parent(at)) {
        to.aim(row(at, depth, context), Target::Message(at));
    }
    to.blank();
}

/// `  ● Mimi Zohar        9h  Reviewed-by  this breaks IMA's list`.
pub(super) fn row(at: MsgIdx, depth: usize, context: &Context<'_>) -> Row {
    let Some(message) = context.archive.message(at) else {
        return Row::default();
    };
    let mut row = Row::of(
        if context.read.contains(&at) {
            "  "
        } else {
            "● "
        },
        Role::New,
    );
    let inset = depth.min(DEEPEST);
    row.push(&"  ".repeat(inset.saturating_sub(1)), Role::Text);
    if depth > 0 {
        row.push("└ ", Role::Dim);
    }
    let end = NAME.min(context.width / 3).max(row.width() + 8);
    let name = Row::of(message.from.label(), Role::Person);
    let room = end.saturating_sub(row.width());
    row.append(&name.cut(room, "…"));
    row.pad_to(end);
    row.push(
        &format!(" {:>4} ", age(message.date, context.now)),
        Role::Date,
    );
    if is_bot(&message.from) {
        row.push(" bot", Role::Dim);
    }
    if let Some(facts) = context.archive.facts(at) {
        for tag in &facts.tags {
            row.push(&format!(" {}", tag.trailer.name), Role::Trailer);
        }
        if facts.has_diff() {
            row.push(" with a diff", Role::Dim);
        }
        row.push(&format!(" {}", facts.gist), Role::Text);
    }
    row.cut(context.width, "…")
}
