//! The state of the list: what decides over it, the panes it is read in, and what they were
//! built from.

use super::filter_search::Sifting;
use super::order::ListChoice;
use super::patches::PatchesKey;
use crate::app::reader::page::Page;
use crate::app::reader::pane::Pane;
use crate::doc::Target;

/// The list of series, and the patches that may stand in its place.
#[derive(Debug, Default)]
pub(in crate::app) struct Lister {
    /// Which series, in which order.
    pub(in crate::app) choice: ListChoice,
    /// The list.
    pub(in crate::app) pane: Pane,
    /// The patches of the series that is read.
    pub(in crate::app) patches: Pane,
    /// What the cursor of the list was on when the page last followed it.
    pub(in crate::app) selected: Option<Target>,
    /// The page, and what the cursor of the patches was on, when they were last brought together.
    pub(in crate::app) paired: (Page, Option<Target>),
    /// How far the filter is looked for in the mails.
    pub(in crate::app) sifting: Sifting,
    /// What the documents in its panes were built from.
    pub(in crate::app) built: BuiltList,
}

/// What the documents of the list were built from, and what they hold.
#[derive(Debug, Default)]
pub(in crate::app) struct BuiltList {
    /// The count of changes, and the columns.
    pub(in crate::app) key: Option<(u32, u16)>,
    pub(in crate::app) patches: Option<PatchesKey>,
    /// Lines of the list that are headings.
    pub(in crate::app) headings: Vec<usize>,
    /// Series and mails that the list holds, those in closed sections included.
    pub(in crate::app) count: usize,
    /// Counts what makes the list stale.
    pub(in crate::app) changes: u32,
}

impl BuiltList {
    /// All is to be built anew.
    pub(in crate::app) fn forget(&mut self) {
        *self = Self {
            changes: self.changes + 1,
            ..Self::default()
        };
    }

    /// Whether the list is in groups: mail of no series alone has one heading.
    pub(in crate::app) fn is_grouped(&self) -> bool {
        self.headings.len() > 1
    }

    /// Which of the series and mails of the list stands on a line, from 1.
    pub(in crate::app) fn number(&self, line: usize) -> usize {
        line + 1 - self.headings.partition_point(|heading| *heading <= line)
    }
}
