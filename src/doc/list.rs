//! The series list: one row a series, its columns dropped by width in a fixed order.

use super::age::{age, short};
use super::build::Context;
use super::{Document, Line, Role, Row, Target};
use crate::series::{Series, SeriesIdx};

/// How much of a series was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    New,
    /// Some of its mails.
    Partly,
    /// All of them.
    Done,
}

/// A document of rows that are made when they come into view.
pub fn build(series: &[SeriesIdx], title: Row) -> Document {
    let targets = series.iter().enumerate();
    Document {
        title,
        lines: series.iter().map(|at| Line::Series(*at)).collect(),
        targets: targets
            .map(|(line, at)| (line, Target::Series(*at)))
            .collect(),
        text: "".into(),
    }
}

/// Which columns there is room for.
#[derive(Clone, Copy, Debug)]
struct Columns {
    tags: bool,
    lines: bool,
    author: usize,
    replies: bool,
    parts: bool,
}

impl Columns {
    fn of(width: usize) -> Self {
        Self {
            tags: width >= 96,
            lines: width >= 86,
            author: if width >= 76 { 14 } else { 8 },
            replies: width >= 62,
            parts: width >= 50,
        }
    }
}

/// The row of a series.
pub fn row(at: SeriesIdx, state: State, context: &Context<'_>) -> Row {
    let Some(series) = context.archive.series(at) else {
        return Row::default();
    };
    let columns = Columns::of(context.width);
    let right = right(series, columns, context);
    let mut left = lead(series, state, columns);
    for target in &series.targets {
        left.push(target, Role::Dim);
        left.push(" ", Role::Text);
    }
    let title = if series.title.is_empty() {
        "(no subject)"
    } else {
        &series.title
    };
    left.push(
        title,
        if state == State::Done {
            Role::Dim
        } else {
            Role::Title
        },
    );
    super::build::justified(&left, &right, context.width)
}

/// State, alert, version, parts.
fn lead(series: &Series, state: State, columns: Columns) -> Row {
    let (sign, role) = match state {
        State::New => ("N", Role::New),
        State::Partly => ("◐", Role::New),
        State::Done => ("✓", Role::Dim),
    };
    let mut row = Row::of(" ", Role::Text);
    row.push(sign, role);
    row.push(
        if series.alerts.is_empty() { " " } else { "!" },
        Role::Alert,
    );
    let version = format!(
        "v{}{}",
        series.revision,
        if series.older.is_empty() { " " } else { "▸" }
    );
    row.push(&format!(" {version:<5}"), Role::Revision);
    if columns.parts {
        let parts = format!("{}/{}", series.present(), series.total);
        let role = if series.is_complete() {
            Role::Text
        } else {
            Role::Alert
        };
        row.push(&format!("{parts:<7} "), role);
    }
    row
}

/// Author, age, lines, tags, replies: as many as there is room for.
fn right(series: &Series, columns: Columns, context: &Context<'_>) -> Row {
    let author = Row::of(series.author.label(), Role::Person).cut(columns.author, "…");
    let mut row = Row::of(" ", Role::Text);
    let gap = columns.author.saturating_sub(author.width());
    row.append(&author);
    row.push(&" ".repeat(gap), Role::Text);
    row.push(
        &format!(" {:>4}", age(series.active.or(series.date), context.now)),
        Role::Date,
    );
    if columns.lines {
        match series.totals {
            Some((totals, _)) => {
                row.push(
                    &format!(" {:>6}", format!("+{}", short(totals.added))),
                    Role::Added,
                );
                row.push(
                    &format!(" {:>6}", format!("−{}", short(totals.deleted))),
                    Role::Deleted,
                );
            }
            None => row.push(&" ".repeat(14), Role::Text),
        }
    }
    if columns.tags {
        let tags = series.tag_counts();
        let text = format!("{}·{}·{}", tags.acked, tags.reviewed, tags.tested);
        let role = if text == "0·0·0" {
            Role::Dim
        } else {
            Role::Trailer
        };
        row.push(&format!("  {text:<6}"), role);
    }
    if columns.replies {
        let replies = series.all_replies().count();
        row.push(
            &format!(" {replies:>3} "),
            if replies == 0 { Role::Dim } else { Role::Text },
        );
    }
    row
}
