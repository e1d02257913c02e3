//! What changed between two versions of a series: findings and a table first, then a section for
//! each pair of patches.

mod findings;
mod net;
mod pairs;
mod remarks;
mod rows;
mod sections;
mod sides;
mod table;

pub use self::net::build_net;
pub use self::pairs::{pairs, place};
pub use self::table::OuterTable;

use super::build::{Builder, Context, labelled_row};
use super::sign::{self, Sign};
use super::{Document, Role, Row, Target};
use crate::archive::compare::{ComparedPair, Comparison, Remark, RemarkState, Version};
use crate::patch::between::Code;
use crate::patch::pairing::Op;
use crate::series::SeriesIdx;
use crate::text::Shared;

/// How lines that only stand elsewhere are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Noise {
    /// Dim, with a sign of their own.
    #[default]
    Dim,
    /// Hunks of nothing else are not shown.
    Hidden,
    /// As every other line.
    Full,
}

impl Noise {
    /// The one after it.
    #[must_use]
    pub fn next_noise(self) -> Self {
        match self {
            Self::Dim => Self::Hidden,
            Self::Hidden => Self::Full,
            Self::Full => Self::Dim,
        }
    }

    /// The word for it.
    pub fn noise_word(self) -> &'static str {
        match self {
            Self::Dim => "dim",
            Self::Hidden => "hidden",
            Self::Full => "shown",
        }
    }
}

/// How a comparison is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompareLook {
    /// How noise is.
    pub noise: Noise,
    /// Pairs without a change of code are left out.
    pub is_brief: bool,
}

impl CompareLook {
    fn hides(self, entry: &ComparedPair) -> bool {
        self.is_brief && !has_code(entry)
    }
}

/// Whether there is code to read: of a patch alone, and of a pair whose changes changed.
fn has_code(entry: &ComparedPair) -> bool {
    match entry.op {
        Op::Gone | Op::New => true,
        Op::Same | Op::Untold => false,
        Op::Changed => matches!(entry.kinds.code, Code::Changed | Code::Blanks),
    }
}

/// Begins a page of two versions, the older first: its title, a row that leads to the page it
/// belongs to, and that it is compared where nothing is there yet. None where one is not there.
fn begin(
    what: &str,
    (old, new): (SeriesIdx, SeriesIdx),
    (label, up): (&str, Target),
    is_there: bool,
    context: &Context<'_>,
) -> Option<Builder> {
    let (before, after) = (context.archive.series(old)?, context.archive.series(new)?);
    let versions = format!("v{} → v{} ", before.head.revision, after.head.revision);
    let mut title = Row::of(what, Role::Revision);
    title.push(&versions, Role::Revision);
    title.push(&after.head.title, Role::Title);
    let mut builder = Builder::new(title, "");
    let mut row = labelled_row(label);
    row.push(&versions, Role::Revision);
    row.push(&after.head.title, Role::Link);
    builder.push_aimed(row.cut_to(context.width, "…"), up);
    if !is_there {
        builder.push_row(Row::of(&format!("comparing {versions}…"), Role::Dim));
    }
    Some(builder)
}

/// The page of two versions, the older first. `comparison` is none until they were compared.
pub fn build(
    (old, new): (SeriesIdx, SeriesIdx),
    comparison: Option<&Comparison>,
    look: CompareLook,
    context: &Context<'_>,
) -> Document {
    let up = ("Series", Target::Series(new));
    let is_there = comparison.is_some();
    let Some(mut builder) = begin("Compare ", (old, new), up, is_there, context) else {
        return Document::default();
    };
    let Some(comparison) = comparison else {
        return builder.into_document();
    };
    findings::write(comparison, context, &mut builder);
    builder.push_rule(context.width);
    let shown = || comparison.entries.iter().filter(|entry| !look.hides(entry));
    let titles = comparison.titles_elsewhere();
    for entry in shown() {
        builder.push_aimed(
            rows::row_of(comparison, entry, &titles, context.width),
            target(comparison, entry),
        );
    }
    let hidden = comparison.entries.len() - shown().count();
    if hidden > 0 {
        let words = format!("  {hidden} more without a change of code");
        builder.push_row(Row::of(&words, Role::Dim));
    }
    builder.push_rule(context.width);
    sections::write(comparison, look, context, &mut builder);
    builder.into_document()
}

/// The newer patch of an entry, else the older.
fn target(comparison: &Comparison, entry: &ComparedPair) -> Target {
    let (old, new) = (&comparison.old, &comparison.new);
    let slot = |version: &Version, at: Option<usize>| {
        let patch = at.and_then(|at| version.patches.get(at));
        patch.map(|patch| (version.at, patch.slot))
    };
    let listed = |version: &Version, at: Option<usize>| {
        let patch = at.and_then(|at| version.listed.get(at));
        patch.map(|patch| (version.at, patch.slot))
    };
    let here = slot(new, entry.new).or_else(|| slot(old, entry.old));
    let found = here.or_else(|| listed(new, entry.new_listed));
    let found = found.or_else(|| listed(old, entry.old_listed));
    let (at, slot) = found.unwrap_or((new.at, 0));
    Target::Slot(at, u32::try_from(slot).unwrap_or(u32::MAX))
}

/// What range-diff prints before a patch ([`Op::sign`]).
fn sign_of(op: Op) -> Sign {
    match op {
        Op::Same => sign::SAME,
        Op::Changed => sign::CHANGED,
        Op::Gone => sign::GONE,
        Op::New => sign::COME,
        Op::Untold => sign::UNTOLD,
    }
}

/// `  2 !  4  title`.
fn heading(comparison: &Comparison, entry: &ComparedPair) -> Row {
    let number = |patch: Option<(u32, &Shared)>| {
        patch.map_or_else(|| "–".to_owned(), |(number, _)| number.to_string())
    };
    let old = comparison.old.named(entry.old, entry.old_listed);
    let new = comparison.new.named(entry.new, entry.new_listed);
    let mut row = Row::of(&format!("{:>3} ", number(old)), Role::LineNumber);
    row.sign(sign_of(entry.op));
    row.push(&format!(" {:>2}  ", number(new)), Role::LineNumber);
    let title = new.or(old).map_or("", |(_, title)| title.as_str());
    row.push(
        title,
        if entry.op == Op::Same {
            Role::Dim
        } else {
            Role::Title
        },
    );
    row
}

/// What became of the lines under a remark, in words for a reader.
fn became(remark: &Remark) -> String {
    let state = match remark.state {
        RemarkState::Changed => "the lines changed",
        RemarkState::Beside => "lines came beside",
        RemarkState::Untouched => "as it was",
        RemarkState::Moved(_) => "the lines moved",
        RemarkState::Gone => "the lines are gone",
        RemarkState::Context => "on lines around",
        RemarkState::LogChanged => "the log changed",
        RemarkState::LogSame => "the log is as it was",
        RemarkState::NoPlace => "no place",
    };
    let answered = match (remark.answered, remark.state.is_as_it_was()) {
        (true, _) => " · answered",
        (false, true) => ", not answered",
        (false, false) => "",
    };
    format!("{state}{answered}")
}

/// `−460 +41`.
fn counts_of((gone, come): (usize, usize)) -> Row {
    let mut row = Row::default();
    if gone > 0 {
        row.push(&format!("−{gone}"), Role::Deleted);
    }
    if come > 0 {
        let blank = if gone > 0 { " " } else { "" };
        row.push(&format!("{blank}+{come}"), Role::Added);
    }
    row
}

/// `−460 +41, 83 noise`.
fn counts(entry: &ComparedPair) -> Row {
    let mut row = counts_of((entry.gone, entry.come));
    if entry.noise > 0 {
        let comma = if entry.gone + entry.come > 0 {
            ", "
        } else {
            ""
        };
        row.push(&format!("{comma}{} noise", entry.noise), Role::Dim);
    }
    row
}
