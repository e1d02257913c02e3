//! The `From ` line that stands before a message of an mbox (RFC 4155, and what is met beside it).
//!
//! A line is one only if it ends in a date: `From here on we …` in a body is text.

const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

const MONTHS: [&[u8]; 12] = [
    b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
];

/// Longer lines are no separators: an address has at most 254 bytes (RFC 5321 §4.5.3.1).
pub(super) const LONGEST: usize = 512;

/// Dates that git and public-inbox write instead of one.
const CONSTANT: [&str; 2] = ["Mon Sep 17 00:00:00 2001", "Thu Jan  1 00:00:00 1970"];

/// Whether a line, its end taken off, is a separator.
pub(in crate::source) fn is_separator(line: &[u8]) -> bool {
    date(line).is_some()
}

/// The date of a separator, if it says something of the message.
pub(super) fn sent(line: &[u8]) -> Option<&str> {
    let date = str::from_utf8(date(line)?).ok()?;
    (!CONSTANT.contains(&date)).then_some(date)
}

/// Whether public-inbox wrote the line: the whole file is mboxrd then.
pub(super) fn is_mboxrd(line: &[u8]) -> bool {
    line.starts_with(b"From mboxrd@z ") && is_separator(line)
}

/// The date of a separator, from the weekday on. The sender before it may be anything, blanks
/// included (`user at example.org` of Mailman's archives), or nothing.
fn date(line: &[u8]) -> Option<&[u8]> {
    if line.len() > LONGEST {
        return None;
    }
    let rest = line.strip_prefix(b"From ")?;
    let mut at = 0;
    for word in rest.split(|&b| b == b' ') {
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
            assert!(is_separator(line.as_bytes()), "{line}");
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
            assert!(!is_separator(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_constant_date_says_nothing_of_the_message() {
        assert_eq!(sent(b"From mboxrd@z Thu Jan  1 00:00:00 1970"), None);
        assert_eq!(
            sent(b"From \xe9@b Tue May 11 02:41:58 2021"),
            Some("Tue May 11 02:41:58 2021")
        );
    }
}
