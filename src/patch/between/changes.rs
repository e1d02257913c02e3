//! The lines that a patch adds and takes away, against those of its other version, file by file.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::{Code, FileDelta, Lined};
use crate::patch::edits::{self, Edit, Interner, Token};
use crate::patch::recast::{Recast, RecastFile};

/// The change lines of both versions and whether they were kept; one mark for each line of each
/// text.
pub(super) struct Changes {
    pub(super) kept_old: Vec<bool>,
    pub(super) kept_new: Vec<bool>,
    /// The places of the lines that are kept, in both texts.
    pub(super) kept: Vec<(usize, usize)>,
    /// Files with changes that changed.
    pub(super) files: Vec<FileDelta>,
}

/// Change lines of both versions of a file; one that has more is compared once.
const LONG: usize = 100_000;

/// The change lines of a file.
struct ChangedFile<'a> {
    of: &'a RecastFile,
    /// Their places in the text.
    places: Vec<usize>,
    lines: Vec<&'a str>,
}

impl Changes {
    /// `shown` is how the whole texts differ, where that is known.
    pub(super) fn new(
        old: (&Recast, &Lined<'_>),
        new: (&Recast, &Lined<'_>),
        shown: Option<&[Edit]>,
    ) -> Self {
        let mut changes = Self {
            kept_old: vec![false; old.1.lines.len()],
            kept_new: vec![false; new.1.lines.len()],
            kept: Vec::new(),
            files: Vec::new(),
        };
        let (before, after) = (files(old), files(new));
        for (before, after) in paired(&before, &after) {
            changes.compare(before, after, shown);
        }
        changes
    }

    /// Takes in a file and what it was in the other version, where it was there.
    fn compare(
        &mut self,
        before: Option<&ChangedFile<'_>>,
        after: Option<&ChangedFile<'_>>,
        shown: Option<&[Edit]>,
    ) {
        let (mut gone, mut come) = (count(before), count(after));
        if let (Some(before), Some(after)) = (before, after) {
            // 200,000 reversed lines take seconds to compare: the difference that is shown serves
            // then.
            let is_long = before.lines.len() + after.lines.len() > LONG;
            let kept = match shown.filter(|_| is_long) {
                Some(shown) => kept_by(shown, before, after),
                None => kept_lines(before, after),
            };
            for &(old, new) in &kept {
                mark_kept(&mut self.kept_old, old);
                mark_kept(&mut self.kept_new, new);
            }
            gone -= kept.len();
            come -= kept.len();
            self.kept.extend(kept);
        }
        if let Some(file) = after.or(before).filter(|_| gone + come > 0) {
            let path = file.of.path.clone();
            self.files.push(FileDelta { path, gone, come });
        }
    }

    /// Returns the kind of difference of the diff parts as a whole.
    pub(super) fn code_change(&self, old: &Recast, new: &Recast) -> Code {
        if old.diff_part() == new.diff_part() {
            Code::Same
        } else if !same_names(old, new) {
            Code::Changed
        } else if self.files.is_empty() {
            Code::Context
        } else if same_lines(old, new) {
            Code::Blanks
        } else {
            Code::Changed
        }
    }
}

fn count(file: Option<&ChangedFile<'_>>) -> usize {
    file.map_or(0, |file| file.lines.len())
}

fn mark_kept(kept: &mut [bool], place: usize) {
    if let Some(mark) = kept.get_mut(place) {
        *mark = true;
    }
}

fn files<'a>((recast, text): (&'a Recast, &Lined<'a>)) -> Vec<ChangedFile<'a>> {
    let file = |file: &'a RecastFile| {
        let places = text.within(&file.range);
        let places: Vec<usize> = places.filter(|&place| text.is_change(place)).collect();
        ChangedFile {
            of: file,
            lines: places.iter().map(|&place| text.line_at(place)).collect(),
            places,
        }
    };
    recast.files.iter().map(file).collect()
}

type FilePair<'a, 'b> = (Option<&'a ChangedFile<'b>>, Option<&'a ChangedFile<'b>>);

/// Files that are the same: by path, else those that share half of the shorter one's lines, as
/// where a file moved between the versions.
fn paired<'a, 'b>(old: &'a [ChangedFile<'b>], new: &'a [ChangedFile<'b>]) -> Vec<FilePair<'a, 'b>> {
    let mut places: HashMap<&str, usize, RandomState> = HashMap::default();
    for (place, file) in old.iter().enumerate().rev() {
        places.insert(file.of.path.as_str(), place);
    }
    let mut is_taken = vec![false; old.len()];
    let mut take = |place: usize| {
        let taken = is_taken.get_mut(place)?;
        let is_free = !std::mem::replace(taken, true);
        old.get(place).filter(|_| is_free)
    };
    let by_path: Vec<FilePair<'a, 'b>> = new
        .iter()
        .map(|file| {
            let place = places.remove(file.of.path.as_str());
            (place.and_then(&mut take), Some(file))
        })
        .collect();
    let mut left: Vec<&ChangedFile<'_>> = (0..old.len()).filter_map(take).collect();
    let mut pairs: Vec<FilePair<'a, 'b>> = Vec::with_capacity(by_path.len());
    for (before, after) in by_path {
        // A respin may put the same change into a renamed file: path alone would show all of it as
        // new.
        let moved = after.filter(|_| before.is_none());
        let place = moved.and_then(|after| left.iter().position(|old| share_half(old, after)));
        pairs.push((before.or_else(|| Some(left.remove(place?))), after));
    }
    pairs.extend(left.into_iter().map(|old| (Some(old), None)));
    pairs
}

/// Files that one patch leaves over are few; more than this are not looked through.
const MOST_LINES: usize = 20_000;

fn share_half(old: &ChangedFile<'_>, new: &ChangedFile<'_>) -> bool {
    let shorter = old.lines.len().min(new.lines.len());
    if shorter == 0 || old.lines.len() + new.lines.len() > MOST_LINES {
        return false;
    }
    let mut bag: HashMap<&str, usize, RandomState> = HashMap::default();
    for line in &old.lines {
        *bag.entry(line).or_default() += 1;
    }
    let is_known = |line: &&&str| {
        let left = bag.get_mut(**line).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    };
    new.lines.iter().filter(is_known).count() * 2 >= shorter
}

/// Places of the lines that both files change, in order.
fn kept_lines(old: &ChangedFile<'_>, new: &ChangedFile<'_>) -> Vec<(usize, usize)> {
    let mut numbers: Interner<&str> = Interner::new(old.lines.len());
    let before: Vec<Token> = old.lines.iter().map(|line| numbers.intern(line)).collect();
    let after: Vec<Token> = new.lines.iter().map(|line| numbers.intern(line)).collect();
    let ends = (before.len(), after.len());
    let places = |range: Range<usize>, of: &ChangedFile<'_>| {
        of.places.get(range).unwrap_or_default().to_vec()
    };
    let runs = unchanged(&edits::least(&before, &after), ends);
    runs.into_iter()
        .flat_map(|run| places(run.old, old).into_iter().zip(places(run.new, new)))
        .collect()
}

/// The same by how the whole texts differ: for files that are too long to be compared twice. A
/// line may be missed that the whole texts do not keep.
fn kept_by(shown: &[Edit], old: &ChangedFile<'_>, new: &ChangedFile<'_>) -> Vec<(usize, usize)> {
    let end = |file: &ChangedFile<'_>| file.places.last().map_or(0, |last| last + 1);
    let runs = unchanged(shown, (end(old), end(new)));
    let pairs = runs.into_iter().flat_map(|run| run.old.zip(run.new));
    pairs
        .filter(|(before, after)| {
            old.places.binary_search(before).is_ok() && new.places.binary_search(after).is_ok()
        })
        .collect()
}

/// The runs between edits, up to the ends of both lists.
fn unchanged(edits: &[Edit], ends: (usize, usize)) -> Vec<Edit> {
    let mut runs = Vec::with_capacity(edits.len() + 1);
    let (mut from, mut to) = (0, 0);
    for edit in edits {
        runs.push(Edit {
            old: from..edit.old.start,
            new: to..edit.new.start,
        });
        (from, to) = (edit.old.end, edit.new.end);
    }
    runs.push(Edit {
        old: from..ends.0,
        new: to..ends.1,
    });
    runs
}

/// Whether both change the same lines of the same files, blanks aside.
pub(super) fn same_lines(old: &Recast, new: &Recast) -> bool {
    same_names(old, new) && squeezed(old) == squeezed(new)
}

/// The lines that name files and say what happens to them as a whole.
fn same_names(old: &Recast, new: &Recast) -> bool {
    let names = |recast: &Recast| -> Vec<String> {
        let files = recast.files.iter();
        let texts = files.filter_map(|file| recast.text.get(file.range.clone()));
        texts
            .filter_map(|text| text.lines().next())
            .map(str::to_owned)
            .collect()
    };
    names(old) == names(new)
}

/// All change lines without their blanks.
fn squeezed(recast: &Recast) -> String {
    let lines = recast.diff_part().lines();
    let changes = lines.filter(|line| line.starts_with(['+', '-']));
    let mut out = String::new();
    for line in changes {
        out.extend(line.chars().filter(|c| !c.is_whitespace()));
        out.push('\n');
    }
    out
}
