//! Dates as mail has them: RFC 5322 §3.3 and §4.3, ISO 8601, asctime, and their damaged forms.

mod parts;

use self::parts::{clock_seconds, digits, full_year, month, zone_minutes};
use jiff::civil;

/// Reads a date: seconds since the epoch, and minutes east of UTC.
///
/// Years outside of 1970 to 2100 are a broken clock, not a date.
pub(super) fn parse(text: &str) -> Option<(i64, i16)> {
    // One form is nearly all dates and is read without a list of words.
    match DateParts::usual(text) {
        Some(parts) => parts.finish(),
        None => any_form(text),
    }
}

/// Reads a date in any form.
fn any_form(text: &str) -> Option<(i64, i16)> {
    let mut parts = DateParts::default();
    for token in Tokens(text) {
        parts.take_token(token)?;
    }
    parts.finish()
}

/// The fields of a date that the tokens read so far give.
#[derive(Default)]
struct DateParts {
    day: Option<i8>,
    month: Option<i8>,
    /// Whether the month was read before a day.
    leads: bool,
    year: Option<i16>,
    time: Option<i64>,
    zone: Option<i16>,
}

impl DateParts {
    /// `Tue, 11 May 2021 02:41:58 +0200`, as nearly all mailers write it, perhaps with the name
    /// of the zone in parentheses; none for any other form.
    fn usual(text: &str) -> Option<Self> {
        const DAYS: [&str; 7] = [
            "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, ",
        ];
        let (weekday, rest) = text.split_at_checked(5)?;
        let (day, rest) = rest.split_once(' ')?;
        let (name, rest) = rest.split_at_checked(3)?;
        let (clock, rest) = rest.split_at_checked(15)?;
        let (zone, comment) = rest.split_at_checked(5)?;
        let &[
            b' ',
            y1,
            y2,
            y3,
            y4,
            b' ',
            h1,
            h2,
            b':',
            m1,
            m2,
            b':',
            s1,
            s2,
            b' ',
        ] = clock.as_bytes()
        else {
            return None;
        };
        let (hours, minutes, seconds) =
            (digits(&[h1, h2])?, digits(&[m1, m2])?, digits(&[s1, s2])?);
        let is_comment = match comment.as_bytes() {
            [] => true,
            [b' ', b'(', name @ .., b')'] => name.iter().all(u8::is_ascii_alphabetic),
            _ => false,
        };
        let fits = DAYS.contains(&weekday) && day.len() <= 2 && is_comment;
        let is_zone = zone.starts_with(['+', '-']) && digits(zone.as_bytes().get(1..)?).is_some();
        // 24:00 ends a day, and 60 is a leap second. Any other form goes the long way.
        if !fits || !is_zone || hours > 24 || minutes > 59 || seconds > 60 {
            return None;
        }
        Some(Self {
            day: i8::try_from(digits(day.as_bytes())?).ok(),
            month: Some(month(name)?),
            leads: false,
            year: i16::try_from(digits(&[y1, y2, y3, y4])?).ok(),
            time: Some(i64::from(hours * 3600 + minutes * 60 + seconds)),
            zone: zone_minutes(zone),
        })
    }

    /// Files one token. Returns `None` where it makes the whole unreadable.
    fn take_token(&mut self, token: &str) -> Option<()> {
        if token.contains(':') && !token.starts_with(['+', '-']) && self.time.is_none() {
            // `02:41:58+02:00` and `02:41:58Z` of ISO 8601 have no blank before the zone.
            let clock_end = token.find(['+', '-', 'Z', 'z']).unwrap_or(token.len());
            let (clock, zone) = token.split_at_checked(clock_end)?;
            self.time = Some(clock_seconds(clock)?);
            if !zone.is_empty() {
                self.zone = zone_minutes(zone);
            }
        } else if token.starts_with(|c: char| c.is_ascii_digit()) {
            self.number(token)?;
        } else if token.starts_with(['+', '-']) {
            // A zone that cannot be read is UTC: off by hours, where no date would be off by years.
            self.zone = self.zone.or_else(|| zone_minutes(token)).or(Some(0));
        } else if let Some(month) =
            month(token).filter(|_| self.month.is_none() || self.is_weekday())
        {
            self.leads = self.day.is_none();
            self.month = Some(month);
        } else if self.time.is_some() {
            self.word_after_time(token);
        }
        Some(())
    }

    /// Whether the month that was read may have been a weekday: `mar, 11 May 2021` is what `mardi`,
    /// `martes` and `martedì` are cut to. `Mar 11 2021` has its year when another month is met.
    fn is_weekday(&self) -> bool {
        self.leads && self.day.is_some() && self.year.is_none()
    }

    /// `PM` belongs to the clock; any other word is the name of a zone, or noise.
    fn word_after_time(&mut self, token: &str) {
        const NOON: i64 = 12 * 3600;
        // `02:41:58 PM`, a local form that some mailers write.
        if token.eq_ignore_ascii_case("pm") {
            self.time = self.time.map(|t| if t < NOON { t + NOON } else { t });
        } else if token.eq_ignore_ascii_case("am") {
            self.time = self.time.map(|t| if t >= NOON { t - NOON } else { t });
        } else if self.zone.is_none() {
            self.zone = zone_minutes(token);
        }
    }

    /// A day, a year, `2021-05-11`, `11-May-2021`, or a zone that lost its sign.
    fn number(&mut self, token: &str) -> Option<()> {
        if let Some((first, rest)) = token.split_once(['-', '/']) {
            let (second, third) = rest.split_once(['-', '/'])?;
            if let Some(month) = month(second) {
                self.day = first.parse().ok();
                self.month = Some(month);
                self.year = Some(full_year(third)?);
            } else if self.day.is_some() && self.time.is_none() {
                // `11 May 2021 02-41-58`: behind a day it is a clock.
                self.time = Some(clock_seconds(&token.replace('-', ":"))?);
            } else if first.len() == 4 {
                self.year = Some(full_year(first)?);
                self.month = second.parse().ok();
                self.day = third.parse().ok();
            }
            return Some(());
        }
        if token.contains('.') && self.dotted(token).is_some() {
            return Some(());
        }
        let digits = token.bytes().take_while(u8::is_ascii_digit).count();
        let number = token.get(..digits)?;
        if digits <= 2 && self.day.is_none() {
            self.day = number.parse().ok();
        } else if self.year.is_none() {
            self.year = Some(full_year(number)?);
        } else if self.zone.is_none() && self.time.is_some() && digits == 4 {
            // `02:41:58 0200`: the sign was lost, and no sign is read as `+`.
            self.zone = zone_minutes(&format!("+{number}"));
        } else if self.time.is_none() {
            // A clock in a form unknown here: no time is better than midnight.
            return None;
        }
        Some(())
    }

    /// `11.5.2021`, as long as no day was read, and then `2.41.58`, as some write the clock.
    fn dotted(&mut self, token: &str) -> Option<()> {
        let mut fields = token.trim_end_matches('.').splitn(3, '.');
        let (first, second, third) = (fields.next()?, fields.next()?, fields.next());
        let is_number = |text: &str| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        if ![first, second, third.unwrap_or_default()]
            .into_iter()
            .all(is_number)
        {
            return None;
        }
        if self.day.is_none() && third.is_some() {
            self.day = first.parse().ok();
            self.month = second.parse().ok();
            self.year = Some(full_year(third?)?);
        } else if self.time.is_none() {
            self.time = Some(clock_seconds(&token.replace('.', ":"))?);
        }
        Some(())
    }

    fn finish(self) -> Option<(i64, i16)> {
        let date = civil::Date::new(self.year?, self.month?, self.day?).ok()?;
        // A clock that was never set would put its thread at one end of every list.
        if !(1970..=2100).contains(&date.year()) {
            return None;
        }
        let epoch = civil::Date::constant(1970, 1, 1);
        let days = i64::from(epoch.until(date).ok()?.get_days());
        // RFC 5322 §4.3: a time whose zone nobody knows is taken as UTC.
        let zone = self.zone.unwrap_or(0);
        let seconds = days * 86_400 + self.time.unwrap_or(0) - i64::from(zone) * 60;
        Some((seconds, zone))
    }
}

/// The words of a date, comments in parentheses left out, ISO's `T` taken for a blank.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        loop {
            self.0 = self
                .0
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"'));
            // `+0200 (CEST)`: the comment says the zone again.
            let Some(comment) = self.0.strip_prefix('(') else {
                break;
            };
            self.0 = comment.split_once(')').map_or("", |(_, rest)| rest);
        }
        let end = self
            .0
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | '"'))
            .unwrap_or(self.0.len());
        // A day in ISO form is ten characters long; what follows its `T` is a clock.
        let iso_day = self
            .0
            .get(..10)
            .filter(|day| day.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
            .filter(|_| matches!(self.0.as_bytes().get(10), Some(b'T' | b't')));
        let end = iso_day.map_or(end, |_| 10);
        let (token, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.trim_start_matches(|c| iso_day.is_some() && matches!(c, 'T' | 't'));
        (!token.is_empty()).then_some(token)
    }
}

#[cfg(test)]
mod tests;
