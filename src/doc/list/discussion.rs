//! A thread of mails that belong to no series, in the columns of the series.

use super::super::build::Context;
use super::super::{Role, Row, sign};
use super::right::{replies, when_row};
use super::{Columns, named, sign_of, title_role};
use crate::mail::MsgIdx;
use crate::patch::Facts;

/// The row of the thread that a mail begins.
pub(super) fn thread_row(head: MsgIdx, context: &Context<'_>) -> Row {
    let (archive, marks) = (context.archive, context.marks);
    let found = archive.message(head).zip(archive.discussion_of(head));
    let Some((message, discussion)) = found else {
        return Row::default();
    };
    let columns = Columns::of(context.width);
    let (state, fresh) = discussion.state(marks);
    let facts = discussion.mails.iter().filter_map(|at| archive.facts(*at));
    let mut row = Row::default();
    row.sign_or_blank(sign::FLAGGED, marks.is_flagged(&message.id));
    row.sign(sign_of(state));
    row.sign_or_blank(sign::ODD, facts.clone().any(Facts::is_odd));
    row.push("  ", Role::Text);
    row.push(named(&message.subject), title_role(state));
    let mut right = Row::of(" ", Role::Text);
    right.append(&Row::of(message.from.label(), Role::Person).cut_to(columns.author, "…"));
    right.pad_to(columns.author + 1);
    when_row(discussion.active, columns, context, &mut right);
    if columns.lines {
        right.push(&" ".repeat(14), Role::Text);
    }
    if columns.tags {
        right.push(&" ".repeat(7), Role::Text);
    }
    replies(discussion.mails.len() - 1, fresh, columns, &mut right);
    row.push_right(&right, context.width);
    row
}
