//! Periods: `2021-05`, `2021-05-01..2021-06`, `..2020`, `7d` (the last seven days).

const DAY: i64 = 86_400;

/// From a moment (included) to a moment (excluded), in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    from: i64,
    to: i64,
}

impl Period {
    /// Reads a period; days are days in UTC.
    pub(super) fn parse(text: &str, now: i64) -> Option<Self> {
        // `d:2w` is since two weeks ago, `d:2026-03` that month.
        let Some((from, to)) = text.split_once("..") else {
            if let Some(ago) = age_seconds(text) {
                return Some(Self {
                    from: now.saturating_sub(ago),
                    to: i64::MAX,
                });
            }
            return calendar(text);
        };
        let from = match from {
            "" => i64::MIN,
            text => moment(text, now)?.from,
        };
        let to = match to {
            "" => i64::MAX,
            text => moment(text, now)?.to,
        };
        Some(Self { from, to })
    }

    /// Whether a moment lies in it.
    pub(super) fn contains(self, seconds: i64) -> bool {
        (self.from..self.to).contains(&seconds)
    }
}

fn moment(text: &str, now: i64) -> Option<Period> {
    match age_seconds(text) {
        Some(ago) => {
            let at = now.saturating_sub(ago);
            Some(Period { from: at, to: at })
        }
        None => calendar(text),
    }
}

/// `7d`, `2w`, `3m`, `1y`, `12h` in seconds.
fn age_seconds(text: &str) -> Option<i64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: i64 = digits.parse().ok().filter(|n| (0..1_000_000).contains(n))?;
    let unit = match text.strip_prefix(digits)? {
        "h" => 3_600,
        "d" => DAY,
        "w" => 7 * DAY,
        // Months and years of an age are rough, as in `git log --since`: who wants a day writes it.
        "m" => 30 * DAY,
        "y" => 365 * DAY,
        _ => return None,
    };
    Some(number * unit)
}

/// A year, month or day: `2021`, `2021-05`, `2021-05-11`, `20210511`.
fn calendar(text: &str) -> Option<Period> {
    let mut fields: Vec<&str> = text.split('-').collect();
    // `20260309`, as lei takes it.
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        fields = vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?];
    }
    let year: i64 = fields
        .first()?
        .parse()
        .ok()
        .filter(|y| (1900..10_000).contains(y))?;
    let part = |at: usize| fields.get(at).map(|f| f.parse::<i64>());
    let month = part(1).transpose().ok()?;
    let day = part(2).transpose().ok()?;
    if fields.len() > 3
        || month.is_some_and(|m| !(1..=12).contains(&m))
        || day.is_some_and(|d| !(1..=31).contains(&d))
    {
        return None;
    }
    let from = days_until(year, month.unwrap_or(1), day.unwrap_or(1));
    // The end of a period is the first second that is not in it.
    let to = match (month, day) {
        (_, Some(_)) => from + 1,
        (Some(12) | None, None) => days_until(year + 1, 1, 1),
        (Some(month), None) => days_until(year, month + 1, 1),
    };
    Some(Period {
        from: from * DAY,
        to: to * DAY,
    })
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; the year is counted from March,
/// so that the leap day is its last.
fn days_until(year: i64, month: i64, day: i64) -> i64 {
    // Years begin in March here, so that the leap day is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let leaps = year / 4 - year / 100 + year / 400;
    365 * year + leaps + (month * 306 + 5) / 10 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(days_until(1970, 1, 1), 0);
        assert_eq!(days_until(2000, 3, 1), 11_017);
        assert_eq!(days_until(2021, 5, 11), 18_758);
    }

    #[test]
    fn a_month_ends_where_the_next_begins() {
        let may = Period::parse("2021-05", 0).unwrap();
        assert!(may.contains(18_758 * DAY));
        assert!(!may.contains(days_until(2021, 6, 1) * DAY));
    }

    #[test]
    fn an_open_range_and_an_age() {
        assert!(
            Period::parse("2021-05-11..", 0)
                .unwrap()
                .contains(i64::MAX - 1)
        );
        assert!(Period::parse("..2020", 0).unwrap().contains(0));
        let week = Period::parse("7d", 100 * DAY).unwrap();
        assert!(week.contains(94 * DAY) && !week.contains(92 * DAY));
    }

    #[test]
    fn nonsense_is_no_period() {
        for text in ["", "x", "2021-13", "2021-1-1-1", "7", "9999999y", "é1-2-34"] {
            assert_eq!(Period::parse(text, 0), None, "{text}");
        }
    }
}
