//! The state of reading: the page, how it is shown, what it is made from, and how one came there.

use std::collections::HashSet;

use super::colour::Colouring;
use super::grep::Grep;
use super::history::Trail;
use super::material::Material;
use super::page::Page;
use super::pane::{Anchor, Pane, PaneSpot};
use super::ways::OpenedPage;
use crate::app::frame::screen::PaneId;
use crate::doc::Target;
use crate::doc::compare::CompareLook;
use crate::doc::fold::Folds;
use crate::doc::head::RECIPIENTS;
use crate::mail::MsgIdx;

/// What is read.
#[derive(Debug, Default)]
pub(in crate::app) struct Reader {
    /// What is on the page.
    pub(in crate::app) page: Page,
    /// Its text.
    pub(in crate::app) text: Pane,
    /// Its files.
    pub(in crate::app) files: FileTree,
    /// How both are shown.
    pub(in crate::app) look: PageLook,
    /// What was asked of the archive for it.
    pub(in crate::app) material: Material,
    /// The colours of its code.
    pub(in crate::app) colours: Colouring,
    /// Where to go once it is built.
    pub(in crate::app) jump: Option<Jump>,
    /// The search through all mails.
    pub(in crate::app) grep: Option<Grep>,
    /// What a command of the user's wrote, behind its name.
    pub(in crate::app) output: (String, String),
    /// How one came here.
    pub(in crate::app) ways: Ways,
    /// What reading has marked.
    pub(in crate::app) visit: Visit,
    /// What the documents in its panes were built from.
    pub(in crate::app) built: BuiltPage,
}

/// The files of the page.
#[derive(Debug, Default)]
pub(in crate::app) struct FileTree {
    pub(in crate::app) pane: Pane,
    /// Where to go once they are built.
    pub(in crate::app) spot: Option<PaneSpot>,
    /// The file that diff and files were last brought together at.
    pub(in crate::app) followed: Option<String>,
    /// Files that were viewed.
    pub(in crate::app) viewed: HashSet<String>,
}

/// How a page is shown.
#[derive(Debug, Default)]
pub(in crate::app) struct PageLook {
    /// All header fields.
    pub(in crate::app) headers: bool,
    /// How a comparison is shown.
    pub(in crate::app) compare: CompareLook,
    /// Files as a list and not as a tree.
    pub(in crate::app) flat: bool,
    pub(in crate::app) folds: Folds,
    pub(in crate::app) tree_folds: Folds,
}

/// The ways by which pages were reached.
#[derive(Debug, Default)]
pub(in crate::app) struct Ways {
    pub(in crate::app) trail: Trail<ReadingPlace>,
    /// Pages that were opened one from another, until they are left.
    pub(in crate::app) opened: Vec<OpenedPage>,
}

/// What was marked while one read.
#[derive(Debug, Default)]
pub(in crate::app) struct Visit {
    /// Mails that were marked all at once, for that to be taken back.
    pub(in crate::app) read_all: Vec<MsgIdx>,
    /// The series that is read, or the mail that begins the thread.
    pub(in crate::app) reading: Option<Target>,
    /// The answers up to which it was kept which patches were read.
    pub(in crate::app) noted: u32,
    /// The page that was last marked as read: a mark that was taken off stays off.
    pub(in crate::app) entered: Option<Page>,
}

/// A page, the counts of what makes it stale, its columns, and whether it has few rows.
pub(in crate::app) type PageKey = (Page, (u32, u32), (u16, bool));

/// A page, the counts of what makes its files stale, and their columns.
pub(in crate::app) type FilesKey = (Page, (u32, u32), u16);

/// What the documents of the page were built from.
#[derive(Debug, Default)]
pub(in crate::app) struct BuiltPage {
    pub(in crate::app) page: Option<PageKey>,
    pub(in crate::app) files: Option<FilesKey>,
    /// Counts what makes documents stale.
    pub(in crate::app) changes: u32,
}

impl BuiltPage {
    /// All is to be built anew.
    pub(in crate::app) fn forget(&mut self) {
        *self = Self {
            changes: self.changes + 1,
            ..Self::default()
        };
    }
}

/// Where to go once the page is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Jump {
    To(Target),
    Anchor(Anchor),
    /// The first match behind the cursor.
    Match,
    /// To where one was, at the row where that stood.
    Spot(PaneSpot),
    /// A line of the mail's text, from 0.
    Line(u32),
    /// The first reply, or the last, once they were read.
    Reply(bool),
}

/// A place to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct ReadingPlace {
    pub(in crate::app) page: Page,
    pub(in crate::app) focus: PaneId,
    /// What the list's cursor was on.
    pub(in crate::app) list: Option<Target>,
    /// Where in the page, and where in the files.
    pub(in crate::app) text: PaneSpot,
    pub(in crate::app) files: PaneSpot,
    pub(in crate::app) folds: Folds,
    pub(in crate::app) tree_folds: Folds,
}

impl Reader {
    /// Shows another page from its beginning.
    pub(in crate::app) fn turn_to(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            self.jump = None;
            self.look.folds = Folds::default();
            self.look.tree_folds = Folds::default();
            self.colours.turn_page();
            self.material.turn_page();
            self.files.followed = None;
            self.visit.entered = None;
        }
    }

    /// Whether the page shows headers that the archive does not keep.
    pub(in crate::app) fn shows_headers(&self) -> bool {
        self.look.headers || self.look.folds.is_open(RECIPIENTS)
    }
}
