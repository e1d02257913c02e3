//! The remarks on a patch, each at the line that it speaks of.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::sides::PatchSide;
use crate::archive::compare::{ComparedPair, Comparison, Remark};

/// The remarks on a patch by the lines of its recast text that they stand at.
#[derive(Default)]
pub(super) struct Remarks<'a> {
    by_place: BTreeMap<Option<usize>, Vec<&'a Remark>>,
}

impl<'a> Remarks<'a> {
    pub(super) fn new(
        comparison: &'a Comparison,
        entry: &ComparedPair,
        old: &PatchSide<'_>,
    ) -> Self {
        let mut by_place: BTreeMap<Option<usize>, Vec<&Remark>> = BTreeMap::new();
        let remarks = comparison.remarks.iter();
        let of_patch: Vec<&Remark> = remarks
            .filter(|remark| Some(remark.patch) == entry.old)
            .collect();
        let mut places: HashMap<usize, usize> = HashMap::new();
        let source = old.recast.source.iter().enumerate();
        for (place, line) in source.filter(|_| !of_patch.is_empty()) {
            places.extend(line.map(|line| (line as usize, place)));
        }
        for remark in of_patch {
            let place = remark.line.and_then(|line| places.get(&line)).copied();
            by_place.entry(place).or_default().push(remark);
        }
        Self { by_place }
    }

    /// Takes those at a line.
    pub(super) fn take_at(&mut self, place: usize) -> Vec<&'a Remark> {
        self.by_place.remove(&Some(place)).unwrap_or_default()
    }

    /// Takes those at lines that are not shown.
    pub(super) fn elsewhere(&mut self, shown: &HashSet<usize>) -> Vec<&'a Remark> {
        let is_shown = |place: &Option<usize>| place.is_some_and(|place| shown.contains(&place));
        let mut taken = Vec::new();
        self.by_place.retain(|place, remarks| {
            let stays = is_shown(place);
            if !stays {
                taken.append(remarks);
            }
            stays
        });
        taken
    }
}
