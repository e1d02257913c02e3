//! The difference between two versions of a patch, and the part of it that needs reading.
//!
//! Two differences are taken. The first is of the whole texts, as `git range-diff` shows it; it is
//! the one that is drawn. The second is of the lines that the patches add and take away alone, file
//! by file: a line of the first that the second keeps only stands elsewhere, which a rebase does.

mod changes;
mod log;
mod outer;

use std::ops::Range;

use self::changes::Changes;
use super::edits::{Interner, Token};
use super::recast::{Recast, bare_lines};
use crate::text::Shared;

/// The kind of difference in the diff parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Code {
    /// Nothing.
    #[default]
    Same,
    /// Lines around the changes, not the changes.
    Context,
    /// Blanks within the changes.
    Blanks,
    /// The changes themselves.
    Changed,
}

impl Code {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Context => "context",
            Self::Blanks => "blanks",
            Self::Changed => "changed",
        }
    }
}

/// The respects in which two versions of a patch differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "respects in which a patch may differ, each by itself"
)]
pub struct Kinds {
    /// The author.
    pub author: bool,
    /// The title.
    pub title: bool,
    /// The message, its trailers left aside.
    pub log: bool,
    /// The message says the same in other lines.
    pub rewrapped: bool,
    /// The trailers.
    pub trailers: bool,
    /// The diff.
    pub code: Code,
}

/// Why a line of the difference is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineReason {
    /// A change changed.
    Real,
    /// Only what stands around a change did.
    Noise,
    /// It stands above the diff: author, title or message.
    Log,
}

/// A line of the difference of two recast texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OuterDiffLine {
    /// `b' '`, `b'-'` or `b'+'`.
    pub sign: u8,
    /// Its bytes: in the older text for `-`, else in the newer one.
    pub side: Range<usize>,
    /// Why it is there; of a line that is on both sides, where it stands.
    pub why: LineReason,
}

/// Lines of a difference that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OuterHunk {
    /// Its range in [`Between::lines`].
    pub lines: Range<usize>,
    /// Bytes of the older text that say where it stands: a path, and a function.
    pub heading: Option<Range<usize>>,
}

/// The number of change lines of a file that went and came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDelta {
    /// Its path in the newer version, else in the older one.
    pub path: Shared,
    /// Change lines that only the older version has.
    pub gone: usize,
    /// Change lines that only the newer one has.
    pub come: usize,
}

/// The difference between two versions of a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// In which respects they differ.
    pub kinds: Kinds,
    /// Hunks with three lines of context.
    pub hunks: Vec<OuterHunk>,
    /// Their lines.
    pub lines: Vec<OuterDiffLine>,
    /// Files whose changes changed.
    pub files: Vec<FileDelta>,
    /// Change lines that only the older version has, by their places among its lines.
    pub gone: Vec<usize>,
    /// Change lines that only the newer one has, likewise.
    pub come: Vec<usize>,
    /// Those that both have: the place in the older text and that in the newer one.
    pub kept: Vec<(usize, usize)>,
}

impl Between {
    /// Compares two versions of a patch.
    pub fn new(old: &Recast, new: &Recast) -> Self {
        let (old_text, new_text) = (Lined::new(old), Lined::new(new));
        let edits = outer::edits(&old_text, &new_text);
        let changes = Changes::new((old, &old_text), (new, &new_text), Some(&edits));
        let mut between = Self {
            kinds: log::kinds(old, new),
            ..Self::default()
        };
        outer::fill_hunks(&mut between, (&old_text, &new_text), (&edits, &changes));
        between.kinds.code = changes.code_change(old, new);
        between.files = changes.files;
        between.kept = changes.kept;
        between.gone = places(&old_text, &changes.kept_old);
        between.come = places(&new_text, &changes.kept_new);
        between
    }

    /// Lines that only stand elsewhere, or around a change.
    pub fn noise(&self) -> usize {
        let is_noise = |line: &&OuterDiffLine| line.sign != b' ' && line.why == LineReason::Noise;
        self.lines.iter().filter(is_noise).count()
    }
}

/// Counts the change lines that only the older and only the newer version of a patch has, as
/// [`Between`] finds them, without preparing anything to be shown.
pub fn lines_apart(old: &Recast, new: &Recast) -> (usize, usize) {
    // Many patches of a respin are the same: no list of lines is made for them.
    if old.diff_part() == new.diff_part() {
        return (0, 0);
    }
    let changes = Changes::new((old, &Lined::new(old)), (new, &Lined::new(new)), None);
    let files = changes.files.iter();
    files.fold((0, 0), |(gone, come), file| {
        (gone + file.gone, come + file.come)
    })
}

/// Whether two versions of a patch change the same lines of the same files, blanks aside.
pub fn same_lines(old: &Recast, new: &Recast) -> bool {
    changes::same_lines(old, new)
}

/// Returns the places of change lines that were not kept.
fn places(text: &Lined<'_>, kept: &[bool]) -> Vec<usize> {
    let lost = kept.iter().enumerate().filter(|(_, kept)| !**kept);
    lost.map(|(place, _)| place)
        .filter(|&place| text.is_change(place))
        .collect()
}

/// A recast text in lines.
struct Lined<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The first line of the diff part.
    diff: usize,
}

impl<'a> Lined<'a> {
    fn new(recast: &'a Recast) -> Self {
        let text = recast.text.as_str();
        let lines: Vec<&str> = bare_lines(text).collect();
        let begin = text.as_ptr() as usize;
        let starts: Vec<usize> = lines
            .iter()
            .map(|line| line.as_ptr() as usize - begin)
            .collect();
        Self {
            text,
            diff: starts.partition_point(|&start| start < recast.diff),
            lines,
            starts,
        }
    }

    fn line_at(&self, place: usize) -> &'a str {
        self.lines.get(place).copied().unwrap_or_default()
    }

    /// The bytes of a line.
    fn range(&self, place: usize) -> Range<usize> {
        let start = self.starts.get(place).copied().unwrap_or(self.text.len());
        start..start + self.line_at(place).len()
    }

    /// The lines of some bytes.
    fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| self.starts.partition_point(|&start| start < byte);
        place(bytes.start)..place(bytes.end)
    }

    /// Whether a line is one that the patch adds or takes away.
    fn is_change(&self, place: usize) -> bool {
        place >= self.diff && self.line_at(place).starts_with(['+', '-'])
    }

    fn numbered(&self, numbers: &mut Interner<&'a str>) -> Vec<Token> {
        self.lines.iter().map(|line| numbers.intern(line)).collect()
    }
}

#[cfg(test)]
mod tests;
