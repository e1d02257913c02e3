//! Answers as a tree: who, how long ago, which tags, and how each begins.

use std::collections::{HashMap, HashSet};

use super::age::age;
use super::build::{Builder, Context};
use super::{Role, Row, Target};
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

/// Replies in the order of their threads, with how many of the others stand above each.
fn threaded(replies: &[MsgIdx], parent: impl Fn(MsgIdx) -> Option<MsgIdx>) -> Vec<(MsgIdx, usize)> {
    let here: HashSet<MsgIdx> = replies.iter().copied().collect();
    let mut below: HashMap<Option<MsgIdx>, Vec<MsgIdx>> = HashMap::new();
    for at in replies.iter().rev() {
        let up = parent(*at).filter(|up| here.contains(up));
        below.entry(up).or_default().push(*at);
    }
    let mut open: Vec<(MsgIdx, usize)> = Vec::new();
    let mut put = |open: &mut Vec<_>, up, depth| {
        let answers = below.remove(&up).unwrap_or_default();
        open.extend(answers.into_iter().map(|at| (at, depth)));
    };
    put(&mut open, None, 0);
    let mut order = Vec::with_capacity(replies.len());
    while let Some((at, depth)) = open.pop() {
        order.push((at, depth));
        put(&mut open, Some(at), depth + 1);
    }
    order
}

/// `  ● Mimi Zohar        9h  Reviewed-by  this breaks IMA's list`.
fn row(at: MsgIdx, depth: usize, context: &Context<'_>) -> Row {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_stand_below_what_they_answer() {
        let parents = [(2, 1), (3, 0), (4, 1), (5, 2)];
        let parent = |at: MsgIdx| {
            let found = parents.iter().find(|(child, _)| *child == at.0);
            found.map(|(_, up)| MsgIdx(*up))
        };
        let all: Vec<MsgIdx> = (1..6).map(MsgIdx).collect();
        let order: Vec<_> = threaded(&all, parent)
            .into_iter()
            .map(|(at, depth)| (at.0, depth))
            .collect();
        assert_eq!(order, [(1, 0), (2, 1), (5, 2), (4, 1), (3, 0)]);
    }
}
