//! The pieces of a date: clock, zone, month, year.

/// A number of up to four digits, and nothing else.
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    let number = |all: u32, digit: &u8| {
        digit
            .is_ascii_digit()
            .then(|| all * 10 + u32::from(digit - b'0'))
    };
    (!text.is_empty() && text.len() <= 4).then(|| text.iter().try_fold(0, number))?
}

/// `02:41`, `02:41:58`, `02:41:58.123`.
pub(super) fn clock_seconds(text: &str) -> Option<i64> {
    let mut fields = text.splitn(3, ':');
    let mut field = |most: i64| -> Option<i64> {
        let Some(text) = fields.next() else {
            return Some(0);
        };
        // Fractions of a second, `58.123`, are dropped: nothing is ordered by them.
        let whole = text.split(['.', ',']).next()?;
        let value: i64 = whole.parse().ok()?;
        (0..=most).contains(&value).then_some(value)
    };
    let (hours, minutes) = (field(24)?, field(59)?);
    // A leap second is written as 60.
    Some(hours * 3600 + minutes * 60 + field(60)?)
}

/// Minutes east of UTC. A day and more, or an hour and more of minutes, is nonsense that no other
/// program could read back (RFC 3339 §5.6): it is read as UTC, as git and b4 do.
pub(super) fn zone_minutes(text: &str) -> Option<i16> {
    // `GMT+0200`, as JavaScript prints a date.
    let bare = ["GMT", "UTC", "gmt", "utc"]
        .iter()
        .find_map(|name| text.strip_prefix(name))
        .filter(|rest| rest.starts_with(['+', '-']))
        .unwrap_or(text);
    let Some(sign) = bare.chars().next().filter(|c| matches!(c, '+' | '-')) else {
        return named_zone(bare);
    };
    // `+02:00` of ISO 8601, `+0200` of mail, and `+02`.
    let mut digits = bare.bytes().skip(1).filter(|&b| b != b':');
    let mut number: i32 = 0;
    let mut count = 0;
    for digit in digits.by_ref().take(4) {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i32::from(digit - b'0');
        count += 1;
    }
    let (hours, minutes) = if count <= 2 {
        (number, 0)
    } else {
        (number / 100, number % 100)
    };
    let total = hours * 60 + minutes;
    let beyond = digits.next().is_some() || count == 0 || hours > 23 || minutes > 59;
    let east = if sign == '-' { -total } else { total };
    i16::try_from(if beyond { 0 } else { east }).ok()
}

/// The names of RFC 5322 §4.3, and those of Europe and Asia that mailers write.
pub(super) fn named_zone(name: &str) -> Option<i16> {
    let hours = match name.to_ascii_uppercase().as_str() {
        "UT" | "UTC" | "GMT" | "Z" | "WET" => 0,
        // BST is British Summer Time here, not that of Bangladesh (+6).
        "CET" | "MET" | "BST" | "WEST" => 1,
        "CEST" | "MEST" | "EET" => 2,
        "EEST" | "MSK" => 3,
        "JST" | "KST" => 9,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        // RFC 5322 §4.3 gives CST to North America, though China writes it as well.
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return None,
    };
    Some(hours * 60)
}

pub(super) fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    // `Sep`, `Sept.`, `september`: three letters tell the months apart.
    let bare = text.trim_end_matches('.');
    let fits = |name: &str| {
        let start = name.get(..bare.len());
        bare.len() >= 3 && start.is_some_and(|start| start.eq_ignore_ascii_case(bare))
    };
    let at = NAMES.iter().position(|name| fits(name))?;
    i8::try_from(at + 1).ok()
}

/// RFC 5322 §4.3: two digits below 50 are of this century, three count from 1900.
pub(super) fn full_year(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok()?;
    Some(match text.len() {
        2 if number < 50 => 2000 + number,
        2 | 3 => 1900 + number,
        _ => number,
    })
}
