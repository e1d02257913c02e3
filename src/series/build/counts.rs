//! How much a series changes: as its letter says, as its patches say, or counted.

use super::super::grouped::GroupedMails;
use super::super::hash::Set;
use super::super::{Parts, TotalsFrom};
use crate::patch::Facts;
use crate::patch::stat::Totals;

/// From the diffs where all patches are here, else from the cover's diffstat, else from the
/// diffs that are here, else from what the patches print.
pub(super) fn totals(parts: &Parts, view: GroupedMails<'_>) -> Option<(Totals, TotalsFrom)> {
    let present = || {
        parts
            .slots
            .iter()
            .filter_map(|slot| view.facts(slot.message?))
    };
    let counted = present().any(Facts::has_diff).then(|| count(parts, view));
    let cover = parts.cover.and_then(|at| view.facts(at)?.stat.as_ref());
    let printed = cover.map(|stat| (stat.totals, TotalsFrom::DiffStat));
    let own = || {
        let mut stats = present().filter_map(|facts| facts.stat.as_ref());
        let stat = stats.next()?;
        stats
            .next()
            .is_none()
            .then_some((stat.totals, TotalsFrom::DiffStat))
    };
    // The letter counts the net change over all patches; what is here of an incomplete series
    // counts less than its letter.
    if parts.is_complete() {
        counted.or(printed)
    } else {
        printed.or(counted)
    }
    .or_else(own)
}

pub(super) fn count(parts: &Parts, view: GroupedMails<'_>) -> (Totals, TotalsFrom) {
    let mut paths = Set::default();
    let mut totals = Totals::default();
    for slot in &parts.slots {
        let files = slot
            .message
            .and_then(|at| view.facts(at))
            .map(|facts| &facts.files);
        for file in files.into_iter().flatten() {
            // A file that three patches change is one file, as in `git diff --stat`.
            paths.insert(file.path.as_str());
            totals.added = totals.added.saturating_add(file.added.unwrap_or(0));
            totals.deleted = totals.deleted.saturating_add(file.deleted.unwrap_or(0));
        }
    }
    totals.files = u32::try_from(paths.len()).unwrap_or(u32::MAX);
    (totals, TotalsFrom::Diff)
}
