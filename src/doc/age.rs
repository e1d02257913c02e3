//! Dates as people read them: how long ago, and when.

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::mail::Date;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// Up to here an age says more than a day.
const RECENT: i64 = 2 * MONTH;

/// How long before `now` (seconds since 1970), in at most four columns: `5m`, `2h`, `11d`, `3mo`, `4y`.
pub fn age_label(date: Option<Date>, now: i64) -> String {
    let Some(date) = date else {
        return "?".to_owned();
    };
    let past = now.saturating_sub(date.seconds);
    if past < MINUTE {
        return "now".to_owned();
    }
    let (count, unit) = match past {
        ..HOUR => (past / MINUTE, "m"),
        HOUR..DAY => (past / HOUR, "h"),
        DAY..MONTH => (past / DAY, "d"),
        MONTH..YEAR => (past / MONTH, "mo"),
        _ => (past / YEAR, "y"),
    };
    format!("{count}{unit}")
}

/// An age, or beyond two months the day, which says more: `2021-05-11`, `2021-05` where there are
/// fewer than ten columns, and the age where there are fewer than seven.
pub fn age_or_day(date: Option<Date>, now: i64, columns: usize) -> String {
    let is_old = |date: &Date| now.saturating_sub(date.seconds) > RECENT;
    let day = date
        .filter(is_old)
        .map(|date| stamp(Some(date)).replace('~', ""));
    let day = day.and_then(|day| Some(day.get(..if columns < 10 { 7 } else { 10 })?.to_owned()));
    day.filter(|day| day.len() <= columns)
        .unwrap_or_else(|| age_label(date, now))
}

/// `2021-05-11 10:41 +0800`, in the zone it was written in; `~` where it was guessed.
pub fn stamp(date: Option<Date>) -> String {
    let Some(date) = date else {
        return "unknown".to_owned();
    };
    let offset = Offset::from_seconds(i32::from(date.offset) * 60);
    let (Ok(offset), Ok(time)) = (offset, Timestamp::from_second(date.seconds)) else {
        return "unknown".to_owned();
    };
    let local = offset.to_datetime(time);
    let sign = if date.offset < 0 { '-' } else { '+' };
    let zone = date.offset.unsigned_abs();
    let mark = if date.guessed { "~" } else { "" };
    format!(
        "{mark}{} {:02}:{:02} {sign}{:02}{:02}",
        local.date(),
        local.hour(),
        local.minute(),
        zone / 60,
        zone % 60
    )
}

/// A count in at most four columns: `999`, `1.3k`, `24k`, `1.2M`.
pub fn short(count: u32) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{}k", count / 1000, count % 1000 / 100),
        10_000..1_000_000 => format!("{}k", count / 1000),
        _ => format!("{}.{}M", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_fit_into_four_columns() {
        let at = |seconds| {
            Some(Date {
                seconds,
                offset: 0,
                guessed: false,
            })
        };
        let now = 2_000_000_000;
        let ages: Vec<String> = [30, 300, 7300, 11 * DAY, 100 * DAY, 4 * YEAR]
            .iter()
            .map(|past| age_label(at(now - past), now))
            .collect();
        assert_eq!(ages, ["now", "5m", "2h", "11d", "3mo", "4y"]);
    }

    #[test]
    fn a_stamp_keeps_its_zone() {
        let date = Date {
            seconds: 1_620_753_363,
            offset: -420,
            guessed: false,
        };
        assert_eq!(stamp(Some(date)), "2021-05-11 10:16 -0700");
    }

    #[test]
    fn counts_are_short() {
        assert_eq!(
            [short(999), short(1283), short(24_500), short(1_250_000)],
            ["999", "1.2k", "24k", "1.2M"]
        );
    }
}
