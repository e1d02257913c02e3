//! A table of series for people and pipes: one line a series, columns aligned.
//!
//! Everything printed is sanitised; widths are columns of a terminal.

use std::io::{self, Write};

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::archive::Archive;
use crate::mail::Date;
use crate::series::{Series, SeriesIdx};
use crate::text;

/// Columns that an author gets at most.
const AUTHOR: usize = 20;

/// Columns that a title gets at least, however narrow the table is.
const TITLE: usize = 24;

/// Columns between two others.
const GAP: &str = "  ";

/// How the table is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// Columns to fit into, where there is a limit: titles are cut then.
    pub width: Option<usize>,
    /// Seconds since 1970: dates become ages counted from it. Without it, dates are dates.
    pub now: Option<i64>,
}

/// The cells of a line, in the order of the columns.
type Cells = [String; 9];

/// Which column holds the title.
const TITLE_AT: usize = 3;

const HEADINGS: [&str; 9] = [
    "", "VER", "PARTS", "TITLE", "AUTHOR", "DATE", "+/-", "A.R.T", "REPLIES",
];

/// Whether a column is aligned to the right.
const RIGHT: [bool; 9] = [false, false, true, false, false, false, true, true, true];

/// Writes a table of some series, in the order given, under a line of headings.
pub fn write(
    archive: &Archive,
    series: &[SeriesIdx],
    options: TableOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let chosen = series.iter().filter_map(|&at| archive.series(at));
    let rows: Vec<Cells> = std::iter::once(HEADINGS.map(str::to_owned))
        .chain(chosen.map(|one| cells(one, options.now)))
        .collect();
    let widths = widths(&rows, options.width);
    for row in &rows {
        writeln!(out, "{}", table_line(row, widths))?;
    }
    out.flush()
}

/// The state first: `!` where something is wrong with the series, `^` where a newer version is here.
fn cells(series: &Series, now: Option<i64>) -> Cells {
    let mut state = String::new();
    if !series.alerts.is_empty() {
        state.push('!');
    }
    if !series.versions.newer.is_empty() {
        state.push('^');
    }
    let counts = series.tag_counts();
    let date = series.head.date.map(|date| match now {
        Some(now) => age_of(now.saturating_sub(date.seconds)),
        None => day_of(date),
    });
    let changed = series
        .parts
        .totals
        .map(|(sum, _)| format!("+{} -{}", sum.added, sum.deleted));
    [
        state,
        format!("v{}", series.head.revision),
        series.parts.counter(),
        text::sanitize(&series.head.title).into_owned(),
        cut_to(&text::sanitize(series.head.author.label()), AUTHOR),
        date.unwrap_or_default(),
        changed.unwrap_or_default(),
        format!("{}.{}.{}", counts.acked, counts.reviewed, counts.tested),
        series.all_replies().count().to_string(),
    ]
}

/// The width of each column; the title gives way where a limit is set.
fn widths(rows: &[Cells], limit: Option<usize>) -> [usize; 9] {
    let mut widths = [0; 9];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = text::width(cell).max(*width);
        }
    }
    let Some(limit) = limit else {
        return widths;
    };
    let gaps = GAP.len() * (widths.len() - 1);
    let title = widths.get(TITLE_AT).copied().unwrap_or_default();
    let others = widths.iter().sum::<usize>() - title + gaps;
    if let Some(width) = widths.get_mut(TITLE_AT) {
        *width = title.min(limit.saturating_sub(others).max(TITLE));
    }
    widths
}

fn table_line(row: &Cells, widths: [usize; 9]) -> String {
    let mut line = String::new();
    for ((cell, width), right) in row.iter().zip(widths).zip(RIGHT) {
        if !line.is_empty() {
            line.push_str(GAP);
        }
        let cell = cut_to(cell, width);
        let blanks = " ".repeat(width.saturating_sub(text::width(&cell)));
        if right {
            line.push_str(&blanks);
        }
        line.push_str(&cell);
        if !right {
            line.push_str(&blanks);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// The text, or as much of it as fits before a `…`.
fn cut_to(text: &str, columns: usize) -> String {
    if text::width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += text::width(c.encode_utf8(&mut [0; 4]));
        if used > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// `2021-05-11`, in the zone that the mail was written in.
fn day_of(date: Date) -> String {
    let offset = Offset::from_seconds(i32::from(date.offset) * 60).unwrap_or(Offset::UTC);
    Timestamp::from_second(date.seconds)
        .map(|stamp| offset.to_datetime(stamp).date().to_string())
        .unwrap_or_default()
}

/// `5m`, `3h`, `12d`, `2y`; what is to come is `0m`.
fn age_of(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match minutes {
        0..60 => format!("{minutes}m"),
        60..1440 => format!("{}h", minutes / 60),
        1440..525_600 => format!("{}d", minutes / 1440),
        _ => format!("{}y", minutes / 525_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str) -> Cells {
        let mut row: Cells = Default::default();
        row[1] = "v1".to_owned();
        row[TITLE_AT] = title.to_owned();
        row
    }

    #[test]
    fn wide_text_keeps_the_columns() {
        let mut rows = vec![row("漢字"), row("four")];
        for row in &mut rows {
            row[4] = "who".to_owned();
        }
        let widths = widths(&rows, None);
        let at = |row| text::width(table_line(row, widths).split("who").next().unwrap());
        assert_eq!(at(&rows[0]), at(&rows[1]));
    }

    #[test]
    fn only_the_title_gives_way() {
        let rows = [row(&"long ".repeat(30))];
        let narrow = widths(&rows, Some(60));
        assert_eq!(narrow[1], 2);
        assert!(text::width(&table_line(&rows[0], narrow)) <= 60);
        assert_eq!(widths(&rows, Some(1))[TITLE_AT], TITLE);
    }

    #[test]
    fn cut_text_says_so() {
        assert_eq!(cut_to("abc", 3), "abc");
        assert_eq!(cut_to("abcd", 3), "ab…");
        assert_eq!(cut_to("漢字", 3), "漢…");
        assert_eq!(cut_to("ab", 0), "…");
    }

    #[test]
    fn ages_have_one_unit() {
        let ages = [-5, 59, 7200, 3 * 86_400, 800 * 86_400].map(age_of);
        assert_eq!(ages, ["0m", "0m", "2h", "3d", "2y"]);
    }

    #[test]
    fn days_are_those_of_the_sender() {
        let date = |offset| Date {
            seconds: 1_620_774_000,
            offset,
            guessed: false,
        };
        assert_eq!(
            [day_of(date(0)), day_of(date(120))],
            ["2021-05-11", "2021-05-12"]
        );
    }
}
