//! What stands beside the page: the files of its mail or series, or the pairs of two versions.

use super::page::PageKind;
use crate::app::Model;
use crate::doc::{Document, compare, files};
use crate::patch::stat::Totals;

impl Model {
    pub(in crate::app) fn build_files(&self) -> Document {
        let context = self.looking(
            self.reader.files.pane.look.inner.width,
            &self.reader.look.tree_folds,
        );
        let shape = files::FilesShape {
            flat: self.reader.look.flat,
            ..files::FilesShape::default()
        };
        if self.reader.page.kind == PageKind::Compare {
            let comparison = self.reader.material.comparison();
            return compare::pairs(comparison, self.reader.look.compare, &context);
        }
        // The files of what is read, where it has some; else those of the series.
        let has_own = matches!(
            self.reader.page.kind,
            PageKind::Patch | PageKind::Mail | PageKind::Source
        );
        let message = self.reader.page.message(&self.archive).filter(|_| has_own);
        if let Some(facts) = message
            .and_then(|at| self.archive.facts(at))
            .filter(|facts| facts.has_diff())
        {
            return files::build(
                &facts.files,
                Some(Totals::of(&facts.files)),
                shape,
                &files::Touches::new(),
                &context,
            );
        }
        let Some(at) = self.reader.page.series(&self.archive) else {
            return files::build(&[], None, shape, &files::Touches::new(), &context);
        };
        let totals = self
            .archive
            .series(at)
            .and_then(|series| series.parts.totals)
            .map(|(totals, _)| totals);
        let series = self
            .archive
            .series(at)
            .filter(|series| series.parts.slots.len() > 1);
        let touches = series
            .map(|series| self.archive.touches(series))
            .unwrap_or_default();
        files::build(&self.archive.files(at), totals, shape, &touches, &context)
    }
}
