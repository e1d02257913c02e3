//! The net change of a series or of a run of its patches, and which patches touch which file.

use std::collections::HashMap;

use super::Archive;
use crate::patch::compose::{NetChange, PatchStep, compose};
use crate::patch::stat::Change;
use crate::series::{Series, SeriesIdx};
use crate::text::Shared;

/// A run of patches by their numbers, both ends in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Span {
    /// All patches.
    pub const ALL: Self = Self {
        first: 1,
        last: u32::MAX,
    };

    /// Whether a patch is in it.
    pub fn holds(self, number: u32) -> bool {
        (self.first..=self.last).contains(&number)
    }

    /// `2-5`, `2-`, `-5` or `3`.
    pub fn parse(text: &str) -> Option<Self> {
        // `:net 3` is one patch, as good as `3-3`.
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let number = |text: &str, open: u32| match text.trim() {
            "" => Some(open),
            digits => digits.parse().ok(),
        };
        let span = Self {
            first: number(first, 1)?,
            last: number(last, u32::MAX)?,
        };
        (!text.trim().is_empty() && span.first <= span.last).then_some(span)
    }
}

impl Archive {
    /// Composes a run of patches; the numbers that are not here, where there are such, are the
    /// error. Stops early where `go_on` says that nobody waits any more.
    pub fn compose_net(
        &self,
        at: SeriesIdx,
        span: Span,
        go_on: &dyn Fn() -> bool,
    ) -> Result<Vec<NetChange>, Vec<u32>> {
        let slots = self
            .series(at)
            .map_or(&[][..], |series| &series.parts.slots);
        let slots: Vec<_> = slots
            .iter()
            .filter(|slot| span.holds(slot.number))
            .collect();
        let missing: Vec<u32> = slots
            .iter()
            .filter(|slot| slot.message.is_none())
            .map(|slot| slot.number)
            .collect();
        // A hole in the middle would show changes that nobody made.
        if !missing.is_empty() {
            return Err(missing);
        }
        let mails = slots.iter().filter_map(|slot| Some((slot, slot.message?)));
        let steps: Vec<PatchStep> = mails
            .take_while(|_| go_on())
            .map(|(slot, at)| PatchStep {
                number: slot.number,
                text: (self.read_body(at))
                    .map_or_else(|_| String::new(), |body| body.whole().into_owned()),
            })
            .collect();
        Ok(compose(&steps, go_on))
    }

    /// The numbers of the patches that touch each file, by its last path.
    pub fn touches(&self, series: &Series) -> HashMap<Shared, Vec<u32>> {
        let mut touches: HashMap<Shared, Vec<u32>> = HashMap::new();
        for slot in &series.parts.slots {
            let facts = slot.message.and_then(|at| self.facts(at));
            for file in facts.map_or(&[][..], |facts| &facts.files) {
                let moved = file
                    .old_path
                    .as_ref()
                    .filter(|_| file.change == Change::Renamed);
                // A file that patch 3 renames is one file: those that touched the old name are
                // named at the new one.
                let before = moved.and_then(|old| touches.remove(old));
                let all = touches.entry(file.path.clone()).or_default();
                all.extend(before.unwrap_or_default());
                // A patch may hold a file twice, as a rename with a change of type does.
                if all.last() != Some(&slot.number) {
                    all.push(slot.number);
                }
            }
        }
        touches
    }
}

/// Numbers as they are read: `1-4 7`.
pub fn number_runs(numbers: &[u32]) -> String {
    let runs = numbers
        .chunk_by(|a, b| a + 1 == *b)
        .filter_map(|run| match run {
            [] => None,
            [one] => Some(one.to_string()),
            [first, .., last] => Some(format!("{first}-{last}")),
        });
    runs.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_a_run() {
        assert_eq!(number_runs(&[1, 2, 3, 5, 7, 8]), "1-3 5 7-8");
    }

    #[test]
    fn a_span_may_be_open() {
        assert_eq!(Span::parse("2-5"), Some(Span { first: 2, last: 5 }));
        assert_eq!(Span::parse("3"), Some(Span { first: 3, last: 3 }));
        assert_eq!(
            Span::parse("4-"),
            Some(Span {
                first: 4,
                last: u32::MAX
            })
        );
        assert_eq!(Span::parse("5-2"), None);
        assert_eq!(Span::parse(""), None);
    }
}
