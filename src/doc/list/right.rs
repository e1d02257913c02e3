//! What stands at the right of a row of the list: author, age, lines, tags, replies.

use super::super::age::{age_or_day, short};
use super::super::build::Context;
use super::super::{Role, Row};
use super::Columns;
use crate::mail::Date;
use crate::series::Series;

/// Author, age, lines, tags, replies: as many as there is room for.
pub(super) fn right(series: &Series, fresh: usize, columns: Columns, context: &Context<'_>) -> Row {
    let mut row = Row::of(" ", Role::Text);
    row.append(&Row::of(series.head.author.label(), Role::Person).cut_to(columns.author, "…"));
    row.pad_to(columns.author + 1);
    let date = series.active.or(series.head.date);
    when_row(date, columns, context, &mut row);
    if columns.lines {
        lines(series, &mut row);
    }
    if columns.tags {
        let tags = series.tag_counts();
        let none = tags.acked + tags.reviewed + tags.tested == 0;
        let text = format!("{}·{}·{}", tags.acked, tags.reviewed, tags.tested);
        let role = if none { Role::Dim } else { Role::Trailer };
        row.push(&format!(" {text:>6}"), role);
    }
    replies(series.all_replies().count(), fresh, columns, &mut row);
    row
}

/// ` 11d`, or where something old is listed ` 2021-05-11`.
pub(super) fn when_row(date: Option<Date>, columns: Columns, context: &Context<'_>, row: &mut Row) {
    let oldest = context.archive.all_series().last();
    let oldest = oldest.and_then(|series| series.active.or(series.head.date));
    let room = if age_or_day(oldest, context.now, 10).len() < 10 {
        4
    } else {
        columns.date
    };
    let when = age_or_day(date, context.now, room);
    row.push(&format!(" {when:>room$}"), Role::Date);
}

/// ` 12+3`, as far as there is room for it: the new ones alone where both are too long.
pub(super) fn replies(all: usize, fresh: usize, columns: Columns, row: &mut Row) {
    if !columns.replies {
        return;
    }
    let room = if columns.tags { 5 } else { 4 };
    let role = if all == 0 { Role::Dim } else { Role::Text };
    let more = match fresh {
        0 => String::new(),
        fresh => format!("+{fresh}"),
    };
    let mut old = all.saturating_sub(fresh).to_string();
    if old.len() + more.len() > room {
        old.clear();
    }
    let pad = room.saturating_sub(old.len() + more.len());
    row.push(&" ".repeat(pad + 1), Role::Text);
    row.push(&old, role);
    row.push(&more, Role::New);
    row.push(" ", Role::Text);
}

pub(super) fn lines(series: &Series, row: &mut Row) {
    let Some((totals, _)) = series.parts.totals else {
        row.push(&" ".repeat(14), Role::Text);
        return;
    };
    let added = format!("+{}", short(totals.added));
    let deleted = format!("−{}", short(totals.deleted));
    row.push(&format!(" {added:>6}"), Role::Added);
    row.push(&format!(" {deleted:>6}"), Role::Deleted);
}
