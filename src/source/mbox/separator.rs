//! The `From ` line that stands before a message of an mbox (RFC 4155, and what is met beside it).
//!
//! The surer a line is, the less must stand around it. `From here on we …` in a body is text.

use crate::source::headers::SEVERAL;

const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Longer lines are no separators: an address has at most 254 bytes (RFC 5321 §4.5.3.1).
pub(super) const LONGEST: usize = 512;

/// The date that git format-patch writes, whatever the commit's.
const OF_PATCH: &[u8] = b"Mon Sep 17 00:00:00 2001";

/// The date that public-inbox writes.
const OF_INBOX: &[u8] = b"Thu Jan  1 00:00:00 1970";

/// The kinds of lines that begin with `From `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SeparatorLine {
    /// A sender and the date of a delivery.
    Dated,
    /// The line of git format-patch: a commit and a date that never changes.
    Patch,
    /// A time and a year behind it, which is all that `git mailsplit` asks for: the date in
    /// another language than English.
    Timed,
    /// Nothing, a `-`, a name, a date of another shape.
    Odd,
}

impl SeparatorLine {
    /// Tells what a line is, its end taken off; nothing where it is no `From ` line.
    pub(super) fn of(line: &[u8]) -> Option<Self> {
        let rest = line
            .strip_prefix(b"From ")
            .filter(|_| line.len() <= LONGEST)?;
        Some(match date_part(line) {
            // A commit in place of the sender says the same, whatever the date.
            Some(date) if date == OF_PATCH || is_commit(rest) => Self::Patch,
            Some(_) => Self::Dated,
            None if is_timed(rest) => Self::Timed,
            None => Self::Odd,
        })
    }

    /// How many fields of a header must follow so that a mail begins there; nothing where no
    /// header is enough. Whoever joined two files may have left out the blank line before it.
    pub(super) fn needs(self, after_blank: bool) -> Option<u32> {
        match (self, after_blank) {
            // Files that were joined by `cat` may lack the blank line; then a field has to follow.
            (Self::Dated | Self::Patch, true) => Some(0),
            (Self::Dated | Self::Patch, false) | (Self::Timed, true) => Some(1),
            (Self::Timed, false) | (Self::Odd, true) => Some(SEVERAL),
            (Self::Odd, false) => None,
        }
    }

    /// Why a line, refused with so many fields behind it, still looks like a separator; nothing
    /// for prose.
    pub(super) fn doubt(self, after_blank: bool, fields: u32) -> Option<&'static str> {
        let is_dated = matches!(self, Self::Dated | Self::Patch);
        Some(match (is_dated, after_blank, fields) {
            (true, ..) => "a `From ` line without a header below it",
            (_, true, 1..) => "a `From ` line without a date, and one header field below it",
            (_, false, SEVERAL..) => "a `From ` line without a date and a blank line before it",
            _ => return None,
        })
    }
}

/// Whether a line, its end taken off, is a separator by itself.
pub(super) fn is_dated(line: &[u8]) -> bool {
    date_part(line).is_some()
}

/// Whether the sender is the name of a commit (SHA-1 or SHA-256).
fn is_commit(rest: &[u8]) -> bool {
    let word = rest.split(|&b| b == b' ').next().unwrap_or_default();
    matches!(word.len(), 40 | 64) && word.iter().all(u8::is_ascii_hexdigit)
}

/// Whether a text has a time and behind it a year.
fn is_timed(rest: &[u8]) -> bool {
    // `From ann di. mai 11 02:41:58 2021`: the names are not English, time and year are.
    let is_clock = |word: &[u8]| word.len() == 8 && is_time(word);
    let words = rest.split(|&b| b == b' ');
    words
        .clone()
        .zip(words.skip(1))
        .any(|(time, year)| is_clock(time) && is_year(year))
}

/// The date of a separator, if it says something of the message.
pub(super) fn sent_date(line: &[u8]) -> Option<&str> {
    // The dates of git and public-inbox are the same for all mails.
    let date = date_part(line).filter(|date| ![OF_PATCH, OF_INBOX].contains(date))?;
    str::from_utf8(date).ok()
}

/// Whether public-inbox wrote the line: the whole file is mboxrd then.
pub(super) fn is_mboxrd(line: &[u8]) -> bool {
    line.starts_with(b"From mboxrd@z ") && is_dated(line)
}

/// The date of a separator, from the weekday on. The sender before it may be anything, blanks
/// included (`user at example.org` of Mailman's archives), or nothing.
fn date_part(line: &[u8]) -> Option<&[u8]> {
    if line.len() > LONGEST {
        return None;
    }
    let rest = line.strip_prefix(b"From ")?;
    let mut at = 0;
    for word in rest.split(|&b| b == b' ') {
        // `Tue,` in the order of RFC 5322, `Tue` in that of ctime.
        let day = word.strip_suffix(b",").unwrap_or(word);
        if DAYS.contains(&day) {
            let found = rest.get(at..)?;
            if is_date(found) {
                return Some(found);
            }
        }
        at += word.len() + 1;
    }
    None
}

/// `Www Mmm dd hh:mm[:ss] yyyy` with a zone before or behind the year, or the order of RFC 5322.
fn is_date(text: &[u8]) -> bool {
    let mut words = text
        .split(|&b| b == b' ')
        .filter(|word| !word.is_empty())
        .skip(1);
    let (Some(first), Some(second), Some(third)) = (words.next(), words.next(), words.next())
    else {
        return false;
    };
    // `May 11 02:41:58 2021`, then `11 May 2021 02:41:58`.
    if MONTHS.contains(&first) {
        return is_day(second) && is_time(third) && is_end(words, false);
    }
    is_day(first)
        && MONTHS.contains(&second)
        && is_year(third)
        && words.next().is_some_and(is_time)
        && is_end(words, true)
}

fn is_day(word: &[u8]) -> bool {
    // ctime pads the day by a blank, others by a zero.
    matches!(word, [b'1'..=b'9'] | [b'0'..=b'3', b'0'..=b'9'])
}

fn is_time(word: &[u8]) -> bool {
    let mut parts = 0;
    word.split(|&b| b == b':').all(|part| {
        parts += 1;
        matches!(part.len(), 1 | 2) && part.iter().all(u8::is_ascii_digit)
    }) && matches!(parts, 2 | 3)
}

fn is_year(word: &[u8]) -> bool {
    word.len() == 4 && word.iter().all(u8::is_ascii_digit)
}

fn is_zone(word: &[u8]) -> bool {
    match word {
        [b'+' | b'-', digits @ ..] => digits.len() == 4 && digits.iter().all(u8::is_ascii_digit),
        _ => {
            word.len() <= 6
                && word
                    .iter()
                    .all(|b| b.is_ascii_uppercase() || b"()".contains(b))
        }
    }
}

/// Zones and one year up to the end of the line; `remote from HOST` may follow (UUCP).
fn is_end<'a>(words: impl Iterator<Item = &'a [u8]>, mut year: bool) -> bool {
    for (count, word) in words.enumerate() {
        match word {
            // `From ann Tue May 11 02:41:58 2021 remote from host`
            b"remote" if year => return true,
            word if !year && is_year(word) => year = true,
            word if count < 4 && is_zone(word) => {}
            _ => return false,
        }
    }
    year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_end_in_a_date() {
        for line in [
            "From mboxrd@z Thu Jan  1 00:00:00 1970",
            "From patchwork Tue May 11 02:41:58 2021",
            "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001",
            "From a@b Tue May 11 02:41 2021",
            "From - Tue May 11 02:41:58 2021",
            "From Tue May 11 02:41:58 2021",
            "From 17@xxx Tue May 11 02:41:58 +0000 2021",
            "From a@b Tue May 11 02:41:58 MET DST 2021",
            "From a@b Tue May 11 02:41:58 2021 -0700",
            "From user at example.org  Tue May 11 02:41:58 2021",
            "From a@b Tue, 11 May 2021 02:41:58 +0200",
            "From a!b Tue May 11 02:41:58 2021 remote from host",
        ] {
            assert!(is_dated(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn prose_is_no_separator() {
        for line in [
            "From here on we",
            "From now until Mon the 3rd",
            "From: a@b",
            "From Mon to Sun",
            "From Tue May 11 02:41:58 2021 on, it failed",
            "From Tue May 11 at 02:41 on",
            "From a@b Tue May 41 02:41:58 2021",
            "From a@b Tue Foo 11 02:41:58 2021",
            "From a@b Tue May 11 02:41:58",
        ] {
            assert!(!is_dated(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_line_is_as_sure_as_its_date() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        for (line, expected) in [
            (
                "From a@b Tue May 11 02:41:58 2021".to_owned(),
                SeparatorLine::Dated,
            ),
            (
                "From mboxrd@z Thu Jan  1 00:00:00 1970".to_owned(),
                SeparatorLine::Dated,
            ),
            (
                format!("From {commit} Mon Sep 17 00:00:00 2001"),
                SeparatorLine::Patch,
            ),
            (
                format!("From {commit} Tue May 11 02:41:58 2021"),
                SeparatorLine::Patch,
            ),
            (
                "From nobody Mon Sep 17 00:00:00 2001".to_owned(),
                SeparatorLine::Patch,
            ),
            (
                "From a@b mar. 11 mai 02:41:58 2021".to_owned(),
                SeparatorLine::Timed,
            ),
            ("From 02:41:58 2021".to_owned(), SeparatorLine::Timed),
            (
                "From a@b 2021-05-11 02:41:58".to_owned(),
                SeparatorLine::Odd,
            ),
            ("From a@b 2:41:58 2021".to_owned(), SeparatorLine::Odd),
            (format!("From {commit}"), SeparatorLine::Odd),
            ("From ".to_owned(), SeparatorLine::Odd),
        ] {
            assert_eq!(SeparatorLine::of(line.as_bytes()), Some(expected), "{line}");
        }
        for line in ["From", "From: a@b", ">From a", " From a"] {
            assert_eq!(SeparatorLine::of(line.as_bytes()), None, "{line}");
        }
        let long = format!("From {} Tue May 11 02:41:58 2021", "x".repeat(LONGEST));
        assert_eq!(SeparatorLine::of(long.as_bytes()), None);
    }

    #[test]
    fn a_constant_date_says_nothing_of_the_message() {
        assert_eq!(sent_date(b"From mboxrd@z Thu Jan  1 00:00:00 1970"), None);
        assert_eq!(
            sent_date(b"From \xe9@b Tue May 11 02:41:58 2021"),
            Some("Tue May 11 02:41:58 2021")
        );
    }

    #[test]
    fn every_part_of_a_date_has_its_form() {
        let good = "Tue May 11 02:41:58 2021";
        assert!(is_date(good.as_bytes()));
        for bad in [
            "Tue May x 02:41:58 2021",
            "Tue May 11 02.41.58 2021",
            "Tue May 11 02:41:58 x",
            "Tue May 11 02:41:58 2021 and more of it",
            "Tue x May 2021 02:41:58 +0200",
            "Tue 11 x 2021 02:41:58 +0200",
            "Tue 11 May 21 02:41:58 +0200",
            "Tue 11 May 2021 at +0200",
        ] {
            assert!(!is_date(bad.as_bytes()), "{bad}");
        }
    }
}
