//! The list as a document, and a row of it as it comes into view.

use crate::app::Model;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::standing::Standing;
use crate::doc::{Document, Line, Row, list};
use crate::series::SeriesIdx;

impl Model {
    /// The list, and how many series and mails it holds, hidden ones included.
    pub(in crate::app) fn build_list(&self) -> (Document, usize) {
        let series = self.lister.choice.series(&self.archive, &self.marks);
        let sections = self.lister.choice.sections(series);
        let threads = self.lister.choice.threads(&self.archive, &self.marks);
        let count = sections.iter().map(|section| section.series.len());
        let count = count.sum::<usize>() + threads.len();
        let context = self.looking(self.lister.pane.look.inner.width, &self.lister.choice.folds);
        (list::build(&sections, &threads, &context), count)
    }

    /// A row of the list, made when it comes into view.
    pub(in crate::app) fn list_row(&self, number: usize, line: &Line) -> Row {
        let context = self.looking(self.lister.pane.look.inner.width, &self.lister.choice.folds);
        let standing = match line {
            Line::Series(at) => standing(&self.archive, &self.marks, *at),
            Line::Row(_)
            | Line::Text { .. }
            | Line::Diff(_)
            | Line::Split(..)
            | Line::Outer(_)
            | Line::OuterSplit(..)
            | Line::Discussion(_) => Standing::default(),
        };
        list::list_row(&self.lister.pane.document, number, standing, &context)
    }
}

/// How a series stands now; its group is as it was when the list was put in order.
pub(in crate::app) fn standing(archive: &Archive, marks: &Marks, at: SeriesIdx) -> Standing {
    let series = archive.series(at);
    series
        .map(|series| Standing::of(series, archive, marks))
        .unwrap_or_default()
}
