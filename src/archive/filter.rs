//! Which series are wanted: words and fields such as `from:jane v:>1 !is:complete`.
//!
//! The prefixes are those of public-inbox where it has them. All terms must hold, or those on
//! one side of an `OR`; a term is turned round by `!`, `-` or `NOT`; quotes hold words together; a
//! `*` behind a term wants a word that begins so. A term in lower case ignores case. What stands in the mails themselves (`b:`, `dfa:`, `t:` and so on)
//! is looked for beside the loop, and counts as far as it was found.

mod date;
mod read;
mod sift;
mod state;
mod words;

use std::collections::HashSet;

use regex::Regex;

use self::date::Period;
use self::read::{literal, test};
pub use self::sift::{TellMails, sift_all, sift_mails};
use self::state::StateTerm;
use self::words::{FilterWord, words};
use super::Archive;
use super::discussion::Discussion;
use super::marks::Marks;
use super::search::{Pattern, SearchField};
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
                // Terms are joined by it anyway, in lei as here.
                ("AND", false) => {}
                ("NOT", false) => not = true,
                _ => {
                    // `NOT !x` is x.
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
            // `mm:` of a subject is no field; a word with a colon that is none is searched for as
            // it stands.
            None => test(&word.text, word.quoted, now),
            // While it is typed: nothing is narrowed yet.
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
            // A thread of no series has no versions, patches or tags: a filter for them leaves it
            // out.
            Self::Tag(_) | Self::Revision(..) | Self::Patches(..) | Self::Added(..) => false,
        }
    }

    fn holds(&self, scope: &FilterScope<'_>, series: &Series) -> bool {
        match self {
            Self::Word(word) => {
                word.is_match(&series.head.subject)
                    || word.is_match(&series.head.title)
                    || is_by(series, word)
                    // `net-next` in the brackets is how maintainers look for their trees.
                    || series.head.targets.iter().any(|t| word.is_match(t))
            }
            Self::Subject(word) => {
                word.is_match(&series.head.subject)
                    || series.parts.slots.iter().any(|s| word.is_match(&s.title))
            }
            Self::From(word) => is_by(series, word),
            Self::File(word) => touches(scope.archive, mails(series), word),
            Self::Tag(word) => series
                .review
                .iter()
                .chain(series.parts.slots.iter().flat_map(|s| &s.review))
                // By the tag as it is written, so that both `tag:reviewed` and `tag:ann` find it.
                .any(|r| word.is_match(&format!("{}: {}", r.trailer.name, r.trailer.value))),
            Self::Note(word) => scope.notes(all_mails(series), |text| word.is_match(text)),
            Self::Revision(how, wanted) => how.holds(series.head.revision.major, *wanted),
            Self::Patches(how, wanted) => how.holds(series.parts.total, *wanted),
            Self::Added(how, wanted) => {
                let added = series.parts.totals.map_or(0, |(totals, _)| totals.added);
                how.holds(added, *wanted)
            }
            Self::State(state) => state.holds(scope, series),
            Self::Deep(at) => {
                let mails = scope.sifted.get(*at);
                mails.is_some_and(|found| all_mails(series).any(|mail| found.contains(&mail)))
            }
            Self::Sent(period) => series.head.date.is_some_and(|d| period.contains(d.seconds)),
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
    let patches = series.parts.slots.iter().filter_map(|s| s.message);
    series.parts.cover.into_iter().chain(patches)
}

fn all_mails(series: &Series) -> impl Iterator<Item = MsgIdx> + '_ {
    mails(series).chain(series.all_replies())
}

fn is_by(series: &Series, word: &Regex) -> bool {
    [&series.head.submitter, &series.head.author]
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

#[cfg(test)]
mod tests;
