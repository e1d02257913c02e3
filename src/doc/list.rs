//! The series list: one row a series, its columns dropped by width in a fixed order.

mod discussion;

use std::collections::BTreeMap;

use super::age::{age_or_day, short};
use super::build::{Builder, Context};
use super::sign::{self, Sign};
use super::{Document, Line, Role, Row};
use crate::archive::marks::Until;
use crate::archive::standing::{Group, ReadState, Standing, Turn};
use crate::mail::{Date, MsgIdx};
use crate::series::{Series, SeriesIdx};

/// Series that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListSection {
    /// What they have in common; none where the list is in one piece.
    pub group: Option<Group>,
    /// Which.
    pub series: Vec<SeriesIdx>,
}

/// A document of series, whose rows are made when they come into view, and below them the threads
/// that belong to none, by the mails that begin them.
pub fn build(sections: &[ListSection], threads: &[MsgIdx], context: &Context<'_>) -> Document {
    let mut builder = Builder::new(Row::of("Series", Role::Text), "");
    for section in sections {
        let is_open = section.group.is_none_or(|group| {
            let (title, key) = heading(group);
            let title = format!("{title} ({})", section.series.len());
            let mut row = Row::of(&title, Role::Heading);
            if group == Group::Later {
                row.push(&format!("  {}", until(&section.series, context)), Role::Dim);
            }
            let row = row.cut_to(context.width.saturating_sub(2), "…");
            builder.section_row(&row, key, context.folds)
        });
        for at in section.series.iter().filter(|_| is_open) {
            builder.series(*at);
        }
    }
    if threads.is_empty() {
        return builder.into_document();
    }
    let title = format!("Threads of no series ({})", threads.len());
    if builder.section(&title, THREADS, context.folds) {
        for head in threads {
            builder.discussion(*head);
        }
    }
    builder.into_document()
}

/// `1 until its next version, 3 until 2026-04-01`: what those that are put off wait for.
fn until(series: &[SeriesIdx], context: &Context<'_>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in series {
        let versions = context.archive.series(*at).into_iter().flat_map(|series| {
            let others = series.older.iter().chain(&series.newer);
            let others = others.filter_map(|at| context.archive.series(*at));
            std::iter::once(series).chain(others)
        });
        let until = versions.filter_map(|series| context.marks.later().get(&series.id));
        for until in until.take(1) {
            let what = match until {
                Until::Version => "its next version",
                Until::Answer => "its next answer",
                Until::Day(day) => day,
            };
            *counts.entry(what.to_owned()).or_default() += 1;
        }
    }
    let said = counts
        .iter()
        .map(|(what, count)| format!("{count} until {what}"));
    said.collect::<Vec<_>>().join(", ")
}

/// The key of the section with the threads of no series.
const THREADS: &str = "mail";

/// The title of a group, and the key of its section.
pub fn heading(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::YourTurn | Group::Updated => ("Updated since you read", "updated"),
        Group::New => ("New", "new"),
        Group::Reading => ("Reading", "reading"),
        Group::Done => ("Done", "-done"),
        Group::Later => ("Later", "-later"),
    }
}

/// A column of the list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// How it may look.
    pub sample: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// The width of the list from which on it is shown.
    pub from: usize,
}

const fn column(sample: &'static str, from: usize, meaning: &'static str) -> Column {
    Column {
        sample,
        meaning,
        from,
    }
}

const VERSION: Column = column("v3▸", 0, "the version; older ones are folded below it");
const PARTS: Column = column("5/6", 48, "patches that are here, of how many");
const AUTHOR: Column = column("Mira Solberg", 0, "who sent it");
const AGE: Column = column("10d", 0, "how long ago something last came, or the day");
const LINES: Column = column("+51 −7", 80, "lines added and deleted");
const TAGS: Column = column("1·0·1", 88, "tags given: acked, reviewed, tested");
const REPLIES: Column = column("12+3", 60, "replies, and how many of them are new");

/// The columns of the list behind its signs, the title left out.
pub const COLUMNS: &[Column] = &[VERSION, PARTS, AUTHOR, AGE, LINES, TAGS, REPLIES];

/// Which columns there is room for, and how wide the author's is: as the width shrinks, tags go
/// first, then lines, then most of the author, then replies, at last the parts.
#[derive(Clone, Copy, Debug)]
struct Columns {
    tags: bool,
    lines: bool,
    author: usize,
    /// Columns of the date, where something is old.
    date: usize,
    replies: bool,
    parts: bool,
    /// The column behind them: in a narrow list long ones push the title aside.
    parts_end: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        Self {
            tags: width >= TAGS.from,
            lines: width >= LINES.from,
            author: match width {
                100.. => 14,
                70.. => 12,
                _ => 8,
            },
            date: match width {
                110.. => 10,
                70.. => 7,
                _ => 4,
            },
            replies: width >= REPLIES.from,
            parts: width >= PARTS.from,
            parts_end: if width < TAGS.from { 14 } else { 16 },
        }
    }
}

/// How a row stands to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum VersionFold {
    /// The only version that is here.
    Only,
    /// Older versions are not shown.
    Closed,
    /// Older versions stand below.
    Open,
    /// An older version below a newer one.
    Older,
}

impl VersionFold {
    fn of(document: &Document, line: usize, series: &Series) -> Self {
        let at = |line: Option<usize>| match document.lines.get(line?) {
            Some(Line::Series(at)) => Some(*at),
            _ => None,
        };
        let above = at(line.checked_sub(1));
        let is_newer = |above: SeriesIdx| series.newer.contains(&above);
        if above.is_some_and(|above| is_newer(above) || series.older.contains(&above)) {
            return Self::Older;
        }
        match at(line.checked_add(1)) {
            _ if series.older.is_empty() => Self::Only,
            Some(below) if series.older.contains(&below) => Self::Open,
            _ => Self::Closed,
        }
    }

    fn fold_sign(self) -> &'static str {
        match self {
            Self::Only | Self::Older => " ",
            Self::Closed => sign::CLOSED.text,
            Self::Open => sign::OPEN.text,
        }
    }
}

/// The row of a series or a thread on a line of the list; empty on any other line.
pub fn list_row(
    document: &Document,
    line: usize,
    standing: Standing,
    context: &Context<'_>,
) -> Row {
    let at = match document.lines.get(line) {
        Some(Line::Series(at)) => *at,
        Some(Line::Discussion(head)) => return discussion::thread_row(*head, context),
        _ => return Row::default(),
    };
    let Some(series) = context.archive.series(at) else {
        return Row::default();
    };
    let columns = Columns::of(context.width);
    let mut row = lead_columns(
        series,
        standing,
        VersionFold::of(document, line, series),
        columns,
    );
    for target in &series.targets {
        row.push(target, Role::Dim);
        row.push(": ", Role::Dim);
    }
    row.push(named(&series.title), title_role(standing.state));
    let right = right(series, standing.fresh, columns, context);
    row.push_right(&right, context.width);
    row
}

fn named(title: &str) -> &str {
    if title.is_empty() {
        "(no subject)"
    } else {
        title
    }
}

fn sign_of(state: ReadState) -> Sign {
    match state {
        ReadState::Updated => sign::UPDATED,
        ReadState::Answered => sign::ANSWERED,
        ReadState::New => sign::NEW,
        ReadState::Partly => sign::PARTLY,
        ReadState::Done => sign::DONE,
    }
}

fn title_role(state: ReadState) -> Role {
    match state {
        ReadState::Done => Role::Dim,
        ReadState::Updated | ReadState::Answered | ReadState::New | ReadState::Partly => {
            Role::Title
        }
    }
}

/// State, alert, whose turn it is, version, parts.
fn lead_columns(series: &Series, standing: Standing, fold: VersionFold, columns: Columns) -> Row {
    let mut row = Row::default();
    row.sign_or_blank(sign::FLAGGED, standing.is_flagged);
    row.sign(sign_of(standing.state));
    row.sign_or_blank(sign::ODD, !series.faults().is_empty());
    match standing.turn {
        _ if fold == VersionFold::Older => row.sign(sign::OLDER),
        Some(Turn::Yours) => row.sign(sign::YOUR_TURN),
        Some(Turn::Waiting) => row.sign(sign::WAITING),
        None => row.push(" ", Role::Text),
    }
    row.push(
        &format!("v{}{}", series.revision, fold.fold_sign()),
        Role::Revision,
    );
    // A long version, such as `v30.10▸`, is told from what stands behind it too.
    row.pad_to(8);
    row.push(" ", Role::Text);
    if columns.parts {
        let role = match series.present() {
            _ if series.is_complete() || series.is_bare_pull() => Role::Text,
            // Only its letter was sent here, as in a digest.
            0 => Role::Dim,
            _ => Role::Alert,
        };
        row.push(&series.parts(), role);
        row.pad_to(columns.parts_end);
    }
    row.push(" ", Role::Text);
    if series.rfc {
        row.push("RFC ", Role::Dim);
    }
    if series.resend {
        row.push("RESEND ", Role::Dim);
    }
    row
}

/// Author, age, lines, tags, replies: as many as there is room for.
fn right(series: &Series, fresh: usize, columns: Columns, context: &Context<'_>) -> Row {
    let mut row = Row::of(" ", Role::Text);
    row.append(&Row::of(series.author.label(), Role::Person).cut_to(columns.author, "…"));
    row.pad_to(columns.author + 1);
    let date = series.active.or(series.date);
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
fn when_row(date: Option<Date>, columns: Columns, context: &Context<'_>, row: &mut Row) {
    let oldest = context.archive.all_series().last();
    let oldest = oldest.and_then(|series| series.active.or(series.date));
    let room = if age_or_day(oldest, context.now, 10).len() < 10 {
        4
    } else {
        columns.date
    };
    let when = age_or_day(date, context.now, room);
    row.push(&format!(" {when:>room$}"), Role::Date);
}

/// ` 12+3`, as far as there is room for it: the new ones alone where both are too long.
fn replies(all: usize, fresh: usize, columns: Columns, row: &mut Row) {
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

fn lines(series: &Series, row: &mut Row) {
    let Some((totals, _)) = series.totals else {
        row.push(&" ".repeat(14), Role::Text);
        return;
    };
    let added = format!("+{}", short(totals.added));
    let deleted = format!("−{}", short(totals.deleted));
    row.push(&format!(" {added:>6}"), Role::Added);
    row.push(&format!(" {deleted:>6}"), Role::Deleted);
}

#[cfg(test)]
mod tests;
