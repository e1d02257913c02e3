//! How far a load has come, in words and as a bar.

use std::time::Duration;

use crate::app::effect::Loading;
use crate::archive::load::Progress;
use crate::doc::{Role, Row};

/// A bar, what was read, and how long it will take, in so many columns.
pub(in crate::app) fn progress_rows(loading: Loading, width: usize) -> Vec<Row> {
    let progress = loading.read;
    let mut rows = Vec::with_capacity(3);
    if progress.of > 0 {
        let share = |all: u64| progress.bytes.min(progress.of) * all / progress.of;
        let percent = share(100);
        let room = width.saturating_sub(6);
        let full = usize::try_from(share(room as u64)).unwrap_or(0);
        let mut row = Row::of(&"█".repeat(full), Role::New);
        row.push(&"░".repeat(room.saturating_sub(full)), Role::Dim);
        row.push(&format!(" {percent:>3} %"), Role::Text);
        rows.push(row);
    }
    rows.push(Row::of(&read_so_far(progress), Role::Text).cut_to(width, "…"));
    let left = time_left(loading).map_or_else(String::new, |left| format!("{} · ", lasting(left)));
    let what = format!("{left}Esc stops and opens what was read");
    rows.push(Row::of(&what, Role::Dim).cut_to(width, "…"));
    rows
}

/// `620 of 960 MiB · 66412 mails · about 8100 series`.
pub(in crate::app) fn read_so_far(progress: Progress) -> String {
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    let of = match progress.of {
        0 => String::new(),
        of => format!(" of {}", mib(of)),
    };
    format!(
        "{}{of} MiB · {} mails · about {} series",
        mib(progress.bytes),
        progress.messages,
        progress.series
    )
}

/// How long the rest takes if it goes on like this.
fn time_left(loading: Loading) -> Option<Duration> {
    let progress = loading.read;
    let rest = u128::from(progress.of.checked_sub(progress.bytes)?);
    let millis = loading.elapsed.as_millis() * rest / u128::from(progress.bytes.max(1));
    let is_known = progress.bytes > 0;
    is_known.then(|| Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX)))
}

fn lasting(left: Duration) -> String {
    match left.as_secs() {
        0 => "less than a second left".to_owned(),
        seconds @ 1..120 => format!("{seconds} s left"),
        seconds => format!("{} min left", seconds / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loading(bytes: u64, of: u64) -> Loading {
        let read = Progress {
            bytes: bytes << 20,
            of: of << 20,
            messages: 12,
            series: 3,
        };
        Loading {
            read,
            elapsed: Duration::from_secs(2),
        }
    }

    #[test]
    fn a_bar_counts_and_says_how_long_it_takes() {
        let rows = progress_rows(loading(10, 40), 26);
        let text: Vec<&str> = rows.iter().map(Row::text).collect();
        assert_eq!(text[0], "█████░░░░░░░░░░░░░░░  25 %");
        assert_eq!(
            read_so_far(loading(10, 40).read),
            "10 of 40 MiB · 12 mails · about 3 series"
        );
        assert!(text[2].starts_with("6 s left"));
    }

    #[test]
    fn what_nobody_knows_is_not_said() {
        assert_eq!(progress_rows(loading(10, 0), 60).len(), 2);
        assert_eq!(
            read_so_far(loading(1, 0).read),
            "1 MiB · 12 mails · about 3 series"
        );
    }
}
