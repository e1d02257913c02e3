//! Which series are wanted: words and fields such as `from:jane v:>1 !is:complete`.
//!
//! The prefixes are those of public-inbox where it has them. All terms must hold, or those on
//! one side of an `OR`; a term is turned round by `!`, `-` or `NOT`; quotes hold words together; a
//! `*` behind a term wants a word that begins so. A term in lower case ignores case. What stands in the mails themselves (`b:`, `dfa:`, `t:` and so on)
//! is looked for beside the loop, and counts as far as it was found.

mod date;
mod state;
mod words;

use std::collections::HashSet;

use regex::{Regex, RegexBuilder};

use self::date::Period;
use self::state::{STATES, StateTerm};
use self::words::{FilterWord, words};
use super::Archive;
use super::discussion::Discussion;
use super::marks::Marks;
use super::search::{Pattern, SearchField, WORD_START};
use crate::mail::MsgIdx;
use crate::series::{Series, SeriesIdx};

/// A parsed query; the default lets everything through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// One of the groups must hold, and of it every term.
    groups: Vec<Vec<Term>>,
    /// What has to be looked for in the mails themselves; [`Test::Deep`] points here.
    deep: Vec<Pattern>,
}

/// The mails in which the patterns of [`Filter::deep_patterns`] were found so far, in the same order.
pub type Sifted = Vec<HashSet<MsgIdx>>;

#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    Word(Regex),
    Subject(Regex),
    From(Regex),
    File(Regex),
    Tag(Regex),
    Note(Regex),
    Revision(NumberTest, u32),
    Patches(NumberTest, u32),
    Added(NumberTest, u32),
    State(StateTerm),
    Sent(Period),
    Deep(usize),
}

#[derive(Clone, Copy, Debug)]
enum NumberTest {
    /// From the number that is compared with to this one.
    UpTo(u32),
    Below,
    AtMost,
    Equal,
    AtLeast,
    Above,
}

/// What a filter looks at besides the series.
pub struct FilterScope<'a> {
    /// Where the series are.
    pub archive: &'a Archive,
    /// What was read.
    pub marks: &'a Marks,
    /// Where the patterns of [`Filter::deep_patterns`] were found.
    pub sifted: &'a Sifted,
}

impl Filter {
    /// Reads a query; `now`, in seconds since 1970, is what `d:7d` counts back from.
    ///
    /// A field without a value is no term yet, so that a query can be applied while it is typed.
    pub fn parse(query: &str, now: i64) -> Result<Self, String> {
        let mut filter = Self::default();
        let mut terms = Vec::new();
        let mut not = false;
        for word in words(query) {
            match (word.text.as_str(), word.quoted) {
                ("OR", false) => filter.groups.push(std::mem::take(&mut terms)),
                ("AND", false) => {}
                ("NOT", false) => not = true,
                _ => {
                    let negated = word.negated != std::mem::take(&mut not);
                    let test = filter.test(&word, now)?;
                    terms.extend(test.map(|test| Term { negated, test }));
                }
            }
        }
        filter.groups.push(terms);
        // A side of OR that nothing stands on yet lets nothing more through.
        filter.groups.retain(|group| !group.is_empty());
        Ok(filter)
    }

    /// What a word asks for; what has to be looked for in the mails is kept aside.
    fn test(&mut self, word: &FilterWord, now: i64) -> Result<Option<Test>, String> {
        let field = word.text.split_once(':').filter(|_| !word.quoted);
        match field.and_then(|(name, value)| Some((SearchField::named(name)?, value))) {
            None => test(&word.text, word.quoted, now),
            Some((_, "" | "*")) => Ok(None),
            Some((field, value)) => {
                self.deep.push(Pattern::within(field, &literal(value))?);
                Ok(Some(Test::Deep(self.deep.len() - 1)))
            }
        }
    }

    /// Whether everything passes.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// What has to be looked for in the mails themselves, beside the loop.
    pub fn deep_patterns(&self) -> &[Pattern] {
        &self.deep
    }

    /// Whether a series passes.
    pub fn matches(&self, scope: &FilterScope<'_>, at: SeriesIdx) -> bool {
        scope.archive.series(at).is_some_and(|series| {
            let holds = |term: &Term| term.test.holds(scope, series) != term.negated;
            self.groups.is_empty() || self.groups.iter().any(|group| group.iter().all(holds))
        })
    }

    /// Whether a thread of no series passes. What only a series has it lacks.
    pub fn matches_discussion(&self, scope: &FilterScope<'_>, discussion: &Discussion) -> bool {
        let holds = |term: &Term| term.test.holds_of(scope, discussion) != term.negated;
        self.groups.is_empty() || self.groups.iter().any(|group| group.iter().all(holds))
    }
}

impl Test {
    fn holds_of(&self, scope: &FilterScope<'_>, discussion: &Discussion) -> bool {
        let mut mails = discussion.mails.iter().copied();
        let message = |at: MsgIdx| scope.archive.message(at);
        let is_by = |at: MsgIdx, word: &Regex| {
            let from = message(at).map(|message| &message.from);
            from.is_some_and(|who| word.is_match(&who.name) || word.is_match(&who.email))
        };
        let is_called = |at: MsgIdx, word: &Regex| {
            message(at).is_some_and(|message| word.is_match(&message.subject))
        };
        match self {
            Self::Word(word) => mails.any(|at| is_called(at, word) || is_by(at, word)),
            Self::Subject(word) => mails.any(|at| is_called(at, word)),
            Self::From(word) => mails.any(|at| is_by(at, word)),
            Self::File(word) => touches(scope.archive, mails, word),
            Self::Note(word) => scope.notes(mails, |text| word.is_match(text)),
            Self::State(state) => state.holds_of(scope, discussion),
            Self::Deep(at) => {
                let found = scope.sifted.get(*at);
                found.is_some_and(|found| mails.any(|mail| found.contains(&mail)))
            }
            Self::Sent(period) => {
                let head = discussion.head().and_then(message);
                let date = head.and_then(|message| message.date);
                date.is_some_and(|date| period.contains(date.seconds))
            }
            Self::Tag(_) | Self::Revision(..) | Self::Patches(..) | Self::Added(..) => false,
        }
    }

    fn holds(&self, scope: &FilterScope<'_>, series: &Series) -> bool {
        match self {
            Self::Word(word) => {
                word.is_match(&series.subject)
                    || word.is_match(&series.title)
                    || is_by(series, word)
                    || series.targets.iter().any(|t| word.is_match(t))
            }
            Self::Subject(word) => {
                word.is_match(&series.subject)
                    || series.slots.iter().any(|s| word.is_match(&s.title))
            }
            Self::From(word) => is_by(series, word),
            Self::File(word) => touches(scope.archive, mails(series), word),
            Self::Tag(word) => series
                .review
                .iter()
                .chain(series.slots.iter().flat_map(|s| &s.review))
                .any(|r| word.is_match(&format!("{}: {}", r.trailer.name, r.trailer.value))),
            Self::Note(word) => scope.notes(all_mails(series), |text| word.is_match(text)),
            Self::Revision(how, wanted) => how.holds(series.revision.major, *wanted),
            Self::Patches(how, wanted) => how.holds(series.total, *wanted),
            Self::Added(how, wanted) => {
                let added = series.totals.map_or(0, |(totals, _)| totals.added);
                how.holds(added, *wanted)
            }
            Self::State(state) => state.holds(scope, series),
            Self::Deep(at) => {
                let mails = scope.sifted.get(*at);
                mails.is_some_and(|found| all_mails(series).any(|mail| found.contains(&mail)))
            }
            Self::Sent(period) => series.date.is_some_and(|d| period.contains(d.seconds)),
        }
    }
}

impl NumberTest {
    fn holds(self, value: u32, than: u32) -> bool {
        match self {
            Self::UpTo(last) => (than..=last).contains(&value),
            Self::Below => value < than,
            Self::AtMost => value <= than,
            Self::Equal => value == than,
            Self::AtLeast => value >= than,
            Self::Above => value > than,
        }
    }
}

fn mails(series: &Series) -> impl Iterator<Item = MsgIdx> + '_ {
    let patches = series.slots.iter().filter_map(|s| s.message);
    series.cover.into_iter().chain(patches)
}

fn all_mails(series: &Series) -> impl Iterator<Item = MsgIdx> + '_ {
    mails(series).chain(series.all_replies())
}

fn is_by(series: &Series, word: &Regex) -> bool {
    [&series.submitter, &series.author]
        .into_iter()
        .any(|who| word.is_match(&who.name) || word.is_match(&who.email))
}

fn touches(archive: &Archive, mut mails: impl Iterator<Item = MsgIdx>, word: &Regex) -> bool {
    mails
        .by_ref()
        .filter_map(|at| archive.facts(at))
        .flat_map(|facts| {
            let printed = facts.stat.iter().flat_map(|stat| &stat.files);
            facts.files.iter().chain(printed)
        })
        .any(|file| word.is_match(&file.path))
}

fn test(word: &str, quoted: bool, now: i64) -> Result<Option<Test>, String> {
    let (field, value) = match word.split_once(':') {
        // A kernel title such as "mm:" or "x86/mm: fix" is a word, not a field.
        Some((field, value)) if !quoted && FIELDS.contains(&field) => (field, value),
        _ => ("", word),
    };
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

const FIELDS: &[&str] = &[
    "s", "from", "f", "file", "dfn", "tag", "v", "is", "d", "n", "added", "note",
];

/// A literal, or the beginning of a word.
fn pattern(text: &str) -> Result<Regex, String> {
    folded(&literal(text), text)
}

/// Ignores case unless what was typed holds an upper-case letter.
fn folded(pattern: &str, typed: &str) -> Result<Regex, String> {
    build(pattern, !typed.chars().any(char::is_uppercase))
}

/// The expression for what was typed, where a `*` at the end says that a word begins so.
fn literal(text: &str) -> String {
    match text.strip_suffix('*') {
        Some(start) => WORD_START.to_owned() + &regex::escape(start),
        None => regex::escape(text),
    }
}

fn build(pattern: &str, ignore_case: bool) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .case_insensitive(ignore_case)
        .size_limit(1 << 20)
        .build()
        .map_err(|_error| "this word is too long".to_owned())
}

/// `a`, `r`, `t` are short for the three common tags; everything else is looked for in the
/// name and the person.
fn tag_pattern(value: &str) -> Result<Regex, String> {
    match value {
        "a" | "A" => build("^acked-by:", true),
        "r" | "R" => build("^reviewed-by:", true),
        "t" | "T" => build("^tested-by:", true),
        _ => pattern(value),
    }
}

/// A number and how to compare with it; none while only the sign was typed.
fn compared(field: &str, value: &str) -> Result<Option<(NumberTest, u32)>, String> {
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
fn state(value: &str) -> Result<Test, String> {
    let lower = value.to_lowercase();
    if let Some((_, state)) = STATES.iter().find(|(name, _)| name.starts_with(&lower)) {
        return Ok(Test::State(*state));
    }
    let names: Vec<&str> = STATES.iter().map(|(name, _)| *name).collect();
    Err(format!("is: {value} is none of {}", names.join(", ")))
}

#[cfg(test)]
mod tests;
