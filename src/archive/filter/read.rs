//! What a word of a filter asks for.

use super::super::search::WORD_START;
use super::date::Period;
use super::state::STATES;
use super::{NumberTest, Test};
use regex::{Regex, RegexBuilder};

pub(super) fn test(word: &str, quoted: bool, now: i64) -> Result<Option<Test>, String> {
    let (field, value) = match word.split_once(':') {
        // A kernel title such as "mm:" or "x86/mm: fix" is a word, not a field.
        Some((field, value)) if !quoted && FIELDS.contains(&field) => (field, value),
        _ => ("", word),
    };
    // "foo*" in quotes is a star.
    if quoted && !value.is_empty() {
        return Ok(Some(Test::Word(folded(&regex::escape(value), value)?)));
    }
    if matches!(value, "" | "*") {
        return Ok(None);
    }
    Ok(Some(match field {
        "s" => Test::Subject(pattern(value)?),
        "from" | "f" => Test::From(pattern(value)?),
        "file" | "dfn" => Test::File(pattern(value)?),
        "tag" => Test::Tag(tag_pattern(value)?),
        "note" => Test::Note(pattern(value)?),
        "v" => compared(field, value)?
            .map_or(Test::Revision(NumberTest::AtLeast, 0), |(how, n)| {
                Test::Revision(how, n)
            }),
        "n" => compared(field, value)?.map_or(Test::Patches(NumberTest::AtLeast, 0), |(how, n)| {
            Test::Patches(how, n)
        }),
        "added" => compared(field, value)?
            .map_or(Test::Added(NumberTest::AtLeast, 0), |(how, n)| {
                Test::Added(how, n)
            }),
        "is" => state(value)?,
        "d" => Test::Sent(
            Period::parse(value, now)
                .ok_or_else(|| format!("d: what is {value}? (2021-05, 2021-05-01.., 7d)"))?,
        ),
        _ => Test::Word(pattern(value)?),
    }))
}

pub(super) const FIELDS: &[&str] = &[
    "s", "from", "f", "file", "dfn", "tag", "v", "is", "d", "n", "added", "note",
];

/// A literal, or the beginning of a word.
pub(super) fn pattern(text: &str) -> Result<Regex, String> {
    folded(&literal(text), text)
}

/// Ignores case unless what was typed holds an upper-case letter.
pub(super) fn folded(pattern: &str, typed: &str) -> Result<Regex, String> {
    build(pattern, !typed.chars().any(char::is_uppercase))
}

/// The expression for what was typed, where a `*` at the end says that a word begins so.
pub(super) fn literal(text: &str) -> String {
    match text.strip_suffix('*') {
        // `lamp*` finds lamps and lamp_init at the beginning of a word, as lei does.
        Some(start) => WORD_START.to_owned() + &regex::escape(start),
        None => regex::escape(text),
    }
}

pub(super) fn build(pattern: &str, ignore_case: bool) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(ignore_case)
        .size_limit(1 << 20)
        .build()
        .map_err(|_error| "this word is too long".to_owned())
}

/// `a`, `r`, `t` are short for the three common tags; everything else is looked for in the
/// name and the person.
pub(super) fn tag_pattern(value: &str) -> Result<Regex, String> {
    match value {
        "a" | "A" => build("^acked-by:", true),
        "r" | "R" => build("^reviewed-by:", true),
        "t" | "T" => build("^tested-by:", true),
        _ => pattern(value),
    }
}

/// A number and how to compare with it; none while only the sign was typed.
pub(super) fn compared(field: &str, value: &str) -> Result<Option<(NumberTest, u32)>, String> {
    let signs = [
        ("<=", NumberTest::AtMost),
        (">=", NumberTest::AtLeast),
        ("<", NumberTest::Below),
        (">", NumberTest::Above),
        ("=", NumberTest::Equal),
        ("", NumberTest::Equal),
    ];
    let found = signs
        .into_iter()
        .find_map(|(sign, how)| Some((how, value.strip_prefix(sign)?)));
    let (how, number) = found.unwrap_or((NumberTest::Equal, value));
    // `v:v2..v4` and `v:2..4` are the same.
    let bare = |text: &str| text.trim_start_matches('v').parse().ok();
    let (how, number) = match number.split_once("..") {
        Some((number, "")) => (NumberTest::AtLeast, number),
        Some(("", number)) => (NumberTest::AtMost, number),
        Some((first, last)) => (
            bare(last).map_or(NumberTest::AtLeast, NumberTest::UpTo),
            first,
        ),
        None => (how, number),
    };
    let number = number.trim_start_matches('v');
    // `v:>` while it is typed.
    if number.is_empty() {
        return Ok(None);
    }
    match number.parse() {
        Ok(number) => Ok(Some((how, number))),
        Err(_) => Err(format!(
            "{field}: {value} is no number such as 2, >2 or 2.."
        )),
    }
}

/// The first state that begins with what was typed, so that `is:inc` is enough.
pub(super) fn state(value: &str) -> Result<Test, String> {
    let lower = value.to_lowercase();
    if let Some((_, state)) = STATES.iter().find(|(name, _)| name.starts_with(&lower)) {
        return Ok(Test::State(*state));
    }
    let names: Vec<&str> = STATES.iter().map(|(name, _)| *name).collect();
    Err(format!("is: {value} is none of {}", names.join(", ")))
}
