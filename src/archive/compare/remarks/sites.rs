//! The lines of an older patch that remarks speak of, and what became of each.

use std::collections::{HashMap, HashSet};

use super::super::{ComparedPair, Comparison, Patch};
use super::RemarkState;
use crate::archive::talk::Spot;
use crate::patch::between::Between;
use crate::patch::pairing::Op;
use crate::patch::recast::Recast;

/// Lines at the end of a quote that a remark speaks of.
const SITE: usize = 6;

/// The lines of an older patch, and what became of them.
pub(super) struct Sites<'a> {
    pub(super) comparison: &'a Comparison,
    entry: &'a ComparedPair,
    /// By the line of the mail, the line of the recast text.
    places: HashMap<u32, usize>,
    /// The change lines by their places: the file, and the line with its sign.
    changes: HashMap<usize, (&'a str, &'a str)>,
    /// The first line of the recast diff.
    diff: usize,
    /// The files by the lines of the recast text at which they begin.
    files: Vec<(usize, &'a str)>,
    /// Where those that are kept stand in the newer patch.
    kept: HashMap<usize, usize>,
    /// Lines of other patches that took some of its.
    elsewhere: Vec<(usize, HashSet<(&'a str, String)>)>,
}

impl<'a> Sites<'a> {
    pub(super) fn new(
        comparison: &'a Comparison,
        entry: &'a ComparedPair,
        patch: &'a Patch,
    ) -> Self {
        let recast = &patch.recast;
        let sources = recast.source.iter().enumerate();
        let moved = comparison
            .moved
            .iter()
            .filter(|moved| Some(moved.from) == entry.old);
        let elsewhere = moved.filter_map(|moved| {
            let patch = comparison.new.patches.get(moved.to)?;
            let lines = patch.recast.changes();
            let lines = lines.map(|line| (line.path, squeezed(line.text)));
            Some((moved.to, lines.collect()))
        });
        Self {
            comparison,
            entry,
            diff: recast.head_part().lines().count(),
            files: files(recast),
            places: sources
                .filter_map(|(place, line)| Some(((*line)?, place)))
                .collect(),
            changes: recast
                .changes()
                .map(|line| (line.place, (line.path, line.text)))
                .collect(),
            kept: entry_text(comparison, entry)
                .into_iter()
                .flat_map(|t| t.kept.iter().copied())
                .collect(),
            elsewhere: elsewhere.collect(),
        }
    }

    /// What became of what a remark speaks of, and the file where it is one.
    pub(super) fn state(&self, spot: Option<Spot>) -> (RemarkState, Option<String>) {
        // Of a patch that the newer version only lists nothing is known.
        let spot = spot.filter(|_| self.entry.op != Op::Untold);
        let Some(line) = spot.map(|spot| spot.line) else {
            return (RemarkState::NoPlace, None);
        };
        let at = u32::try_from(line)
            .ok()
            .and_then(|line| self.places.get(&line));
        let Some(&at) = at else {
            return (RemarkState::NoPlace, None);
        };
        // A reply to the log or the title: it has no line of code.
        if at < self.diff {
            let kinds = self.entry.kinds;
            let is_changed = kinds.log || kinds.title || self.entry.new.is_none();
            let state = if is_changed {
                RemarkState::LogChanged
            } else {
                RemarkState::LogSame
            };
            return (state, None);
        }
        // People quote a few lines and write below the last: the remark is about the changed ones
        // among them.
        let first = line.saturating_sub(SITE - 1);
        let site = (first..=line).filter_map(|line| {
            let place = self.places.get(&u32::try_from(line).ok()?)?;
            self.changes.contains_key(place).then_some(*place)
        });
        let site: Vec<usize> = site.collect();
        (self.of_lines(&site), self.path_at(at))
    }

    fn of_lines(&self, site: &[usize]) -> RemarkState {
        // Only lines around a change were quoted.
        if site.is_empty() {
            return RemarkState::Context;
        }
        let Some(text) = entry_text(self.comparison, self.entry) else {
            // Either nothing differs, or the patch has no partner.
            let is_same = self.entry.new.is_some();
            return if is_same {
                RemarkState::Untouched
            } else {
                self.lost_state(site)
            };
        };
        let is_gone = |place: &usize| text.gone.binary_search(place).is_ok();
        if site.iter().any(is_gone) {
            let lost = site.iter().copied().filter(is_gone).collect::<Vec<_>>();
            let state = self.lost_state(&lost);
            // Lines that went from a file which the new patch still changes were rewritten there.
            let is_here = state == RemarkState::Gone && self.has_files(site);
            return if is_here { RemarkState::Changed } else { state };
        }
        let is_beside = |place: &usize| {
            let Some(new) = self.kept.get(place) else {
                return false;
            };
            // A check that was added right above or below is mostly the answer to the remark.
            [new.wrapping_sub(1), new + 1]
                .iter()
                .any(|near| text.come.binary_search(near).is_ok())
        };
        if site.iter().any(is_beside) {
            RemarkState::Beside
        } else {
            RemarkState::Untouched
        }
    }

    /// What became of lines that are no more where they were.
    fn lost_state(&self, lines: &[usize]) -> RemarkState {
        // All of the lines in one other patch, blanks aside: "move this hunk to patch 2".
        let holds = |all: &HashSet<(&str, String)>| {
            let lines = lines.iter().filter_map(|place| self.changes.get(place));
            lines.clone().next().is_some()
                && lines
                    .clone()
                    .all(|(path, text)| all.contains(&(*path, squeezed(text))))
        };
        let other = self.elsewhere.iter().find(|(_, all)| holds(all));
        other.map_or(RemarkState::Gone, |(to, _)| RemarkState::Moved(*to))
    }

    /// Whether the newer patch still has the files of some lines.
    fn has_files(&self, lines: &[usize]) -> bool {
        let new = self
            .entry
            .new
            .and_then(|at| self.comparison.new.patches.get(at));
        let files = new.map_or(&[][..], |patch| &patch.recast.files);
        let paths = lines.iter().filter_map(|place| self.changes.get(place));
        paths
            .clone()
            .any(|(path, _)| files.iter().any(|file| file.path == *path))
    }

    fn path_at(&self, place: usize) -> Option<String> {
        let behind = self.files.partition_point(|(start, _)| *start <= place);
        let (_, path) = self.files.get(behind.checked_sub(1)?)?;
        Some((*path).to_owned())
    }
}

fn entry_text<'a>(comparison: &'a Comparison, entry: &ComparedPair) -> Option<&'a Between> {
    comparison.texts.get(entry.text?)
}

fn squeezed(line: &str) -> String {
    line.split_whitespace().collect()
}

/// The files of a patch by the lines at which they begin, counted in one go.
fn files(recast: &Recast) -> Vec<(usize, &str)> {
    let (mut byte, mut line) = (0, 0);
    let mut files = Vec::with_capacity(recast.files.len());
    for file in &recast.files {
        let passed = recast.text.get(byte..file.range.start).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        byte = file.range.start;
        files.push((line, file.path.as_str()));
    }
    files
}
