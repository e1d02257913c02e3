//! To the page of two versions compared: which versions are meant.

use super::page::Page;
use super::{Jump, Model};
use crate::doc::Target;
use crate::series::SeriesIdx;

impl Model {
    /// Compares two revisions of the series; those that nobody names are this one and the nearest
    /// older one, or on the oldest the nearest newer one. From a patch it leads to that patch.
    pub(super) fn to_compare(&mut self, revisions: Option<(&str, &str)>) {
        let Some(here) = self.page.series(&self.archive) else {
            return self.notices.tell("there is no series here");
        };
        let pair = match revisions {
            None => self.nearest_pair(here),
            Some((old, new)) => self.version(here, old).zip(self.version(here, new)),
        };
        let Some((old, new)) = pair else {
            let revision = self.archive.series(here).map(|series| series.revision);
            let only = revision.map_or_else(String::new, |revision| revision.to_string());
            return self.notices.tell(match revisions {
                None => format!("only v{only} of this series is open here"),
                Some((old, new)) => format!("v{old} and v{new} of this series are not both here"),
            });
        };
        let slot = self.page.slot(&self.archive);
        self.visit(Page::Compare(old, new));
        let jump = slot
            .filter(|_| here == new)
            .map(|slot| Target::Slot(new, slot));
        self.reading.jump = jump.map(Jump::To);
    }

    /// The older and the newer version to compare.
    fn nearest_pair(&self, here: SeriesIdx) -> Option<(SeriesIdx, SeriesIdx)> {
        let older = self.archive.nearest_older(here).map(|older| (older, here));
        older.or_else(|| Some((here, self.archive.nearest_newer(here)?)))
    }

    /// The version of the series with a revision.
    fn version(&self, here: SeriesIdx, revision: &str) -> Option<SeriesIdx> {
        let series = self.archive.series(here)?;
        let all = series.older.iter().chain([&here]).chain(&series.newer);
        let is_meant = |at: &&SeriesIdx| {
            let other = self.archive.series(**at);
            other.is_some_and(|other| other.revision.to_string() == revision)
        };
        all.copied().find(|at| is_meant(&at))
    }
}
