//! Answers as a tree: who, how long ago, which tags, and how each begins.

use super::age::age_or_day;
use super::build::{Builder, Context};
use super::{Role, Row, Target, sign};
use crate::archive::talk::threaded;
use crate::mail::MsgIdx;
use crate::series::is_bot;

/// Deeper answers are indented no further.
const DEEPEST: usize = 8;

/// Answers that are listed, at most; no list that people wrote has had as many to one mail.
const LISTED: usize = 10_000;

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
        .filter(|at| !context.marks.is_read(**at))
        .count();
    if new < replies.len() && new > 0 {
        heading.push(&format!(", {new} new"), Role::Heading);
    }
    heading.push(")", Role::Heading);
    if !to.section_row(&heading, "replies", context.folds) {
        return;
    }
    let shown = replies.get(..LISTED).unwrap_or(replies);
    for (at, depth) in threaded(shown, |at| context.archive.parent(at)) {
        to.push_aimed(reply_row(at, depth, context), Target::Message(at));
    }
    if shown.len() < replies.len() {
        let more = format!("{} more are not listed", replies.len() - shown.len());
        to.push_row(Row::of(&more, Role::Alert));
    }
    to.blank();
}

/// `  ● Mimi Zohar        9h  Reviewed-by  this breaks IMA's list`.
pub(super) fn reply_row(at: MsgIdx, depth: usize, context: &Context<'_>) -> Row {
    let Some(message) = context.archive.message(at) else {
        return Row::default();
    };
    let mut row = Row::default();
    row.sign_or_blank(sign::UNREAD, !context.marks.is_read(at));
    row.push(" ", Role::New);
    let inset = depth.min(DEEPEST);
    row.push(&"  ".repeat(inset.saturating_sub(1)), Role::Text);
    if depth > 0 {
        row.sign_apart(sign::OLDER);
    }
    let end = NAME.min(context.width / 3).max(row.width() + 8);
    let name = Row::of(message.from.label(), Role::Person);
    let room = end.saturating_sub(row.width());
    row.append(&name.cut_to(room, "…"));
    row.pad_to(end);
    row.push(
        &format!(" {:>4} ", age_or_day(message.date, context.now, 10)),
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
        match message.attachments.len() {
            0 => {}
            1 => row.push(" with a file", Role::Dim),
            some => row.push(&format!(" with {some} files"), Role::Dim),
        }
        row.push(&format!(" {}", facts.gist), Role::Text);
    }
    row.cut_to(context.width, "…")
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folds;
    use super::super::testing::{archive_of, context, texts};
    use super::*;
    use crate::series::SeriesIdx;

    #[test]
    fn replies_beyond_number_are_counted() {
        let ids: Vec<String> = (0..=LISTED + 1).map(|at| format!("{at}@x")).collect();
        let first = [ids[0].as_str()];
        let diff = "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";
        let mut mails: Vec<(&str, &str, &[&str], &str)> = vec![(&ids[0], "[PATCH] f", &[], diff)];
        mails.extend(
            ids[1..]
                .iter()
                .map(|id| (id.as_str(), "Re: [PATCH] f", &first[..], "hi\n")),
        );
        let archive = archive_of(&mails);
        let folds = Folds::default();
        let context = context(&archive, 0, &folds);
        let replies = &archive.series(SeriesIdx(0)).unwrap().parts.slots[0].replies;
        let mut builder = Builder::default();
        write("Replies", replies, &context, &mut builder);
        let rows = texts(&builder.into_document());
        assert!(rows.iter().any(|row| row == "1 more are not listed"));
        assert_eq!(rows.iter().filter(|row| row.contains("hi")).count(), LISTED);
    }
}
