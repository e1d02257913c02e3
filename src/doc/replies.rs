//! What was answered: a list of mails, indented by who answers whom.

use std::collections::{HashMap, HashSet};

use super::age::age;
use super::build::{Builder, Context, justified};
use super::{Role, Row, Target};
use crate::mail::MsgIdx;

/// Levels that are indented; deeper ones stand below the last.
const DEEPEST: usize = 8;

/// A foldable list of replies: each below the one it answers, by date otherwise.
pub(super) fn write(title: &str, replies: &[MsgIdx], context: &Context<'_>, builder: &mut Builder) {
    if replies.is_empty() {
        return;
    }
    let title = format!("{title} ({})", replies.len());
    if !builder.section(&title, "replies", context.folds) {
        return;
    }
    for (at, depth) in threaded(replies, |at| context.archive.parent(at)) {
        if let Some(row) = row(at, depth, context) {
            builder.aim(row, Target::Message(at));
        }
    }
    builder.blank();
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

/// `  └ Jeff Layton  Reviewed-by    8h`.
fn row(at: MsgIdx, depth: usize, context: &Context<'_>) -> Option<Row> {
    let message = context.archive.message(at)?;
    let mut left = Row::of(&"  ".repeat(depth.min(DEEPEST) + 1), Role::Text);
    left.push(if depth > 0 { "└ " } else { "" }, Role::Dim);
    left.push(message.from.label(), Role::Person);
    if let Some(facts) = context.archive.facts(at) {
        for tag in &facts.tags {
            left.push(&format!("  {}", tag.trailer.name), Role::Trailer);
        }
        if facts.has_diff() {
            left.push("  with a diff", Role::Dim);
        }
    }
    let right = Row::of(&age(message.date, context.now), Role::Date);
    Some(justified(&left, &right, context.width))
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
