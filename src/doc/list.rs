//! The series list: one row a series, its columns dropped by width in a fixed order.

mod columns;
mod discussion;
mod right;

use std::collections::BTreeMap;

use self::columns::Columns;
use self::right::right;
use super::build::{Builder, Context};
use super::sign::{self, Sign};
use super::{Document, Line, Role, Row};
use crate::archive::marks::Until;
use crate::archive::standing::{Group, ReadState, Standing, Turn};
use crate::mail::MsgIdx;
use crate::series::{Series, SeriesIdx};

pub use self::columns::{COLUMNS, Column};

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
            let others = series.versions.older.iter().chain(&series.versions.newer);
            let others = others.filter_map(|at| context.archive.series(*at));
            std::iter::once(series).chain(others)
        });
        let until = versions.filter_map(|series| context.marks.later().get(&series.id));
        for until in until.take(1) {
            let what = match until {
                Until::Version => "its next version",
                Until::Answer => "its next reply",
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
        let is_newer = |above: SeriesIdx| series.versions.newer.contains(&above);
        if above.is_some_and(|above| is_newer(above) || series.versions.older.contains(&above)) {
            return Self::Older;
        }
        match at(line.checked_add(1)) {
            _ if series.versions.older.is_empty() => Self::Only,
            Some(below) if series.versions.older.contains(&below) => Self::Open,
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
    for target in &series.head.targets {
        row.push(target, Role::Dim);
        row.push(": ", Role::Dim);
    }
    row.push(named(&series.head.title), title_role(standing.state));
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
        &format!("v{}{}", series.head.revision, fold.fold_sign()),
        Role::Revision,
    );
    // A long version, such as `v30.10▸`, is told from what stands behind it too.
    row.pad_to(8);
    row.push(" ", Role::Text);
    if columns.parts {
        let role = match series.parts.present() {
            _ if series.parts.is_complete() || series.parts.is_bare_pull() => Role::Text,
            // Only its letter was sent here, as in a digest.
            0 => Role::Dim,
            _ => Role::Alert,
        };
        row.push(&series.parts.counter(), role);
        row.pad_to(columns.parts_end);
    }
    row.push(" ", Role::Text);
    if series.head.rfc {
        row.push("RFC ", Role::Dim);
    }
    if series.head.resend {
        row.push("RESEND ", Role::Dim);
    }
    row
}

#[cfg(test)]
mod tests;
