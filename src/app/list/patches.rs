//! The patches of the series that is read, in the place of the list: one key goes between both.

use crate::app::Model;
use crate::app::frame::screen::{PaneId, Shape};
use crate::app::notice::Notices;
use crate::app::reader::page::Page;
use crate::app::reader::state::Reader;
use crate::archive::Archive;
use crate::doc::{Target, cover, files};

/// What is read, the counts of what makes the patches stale, and the columns.
pub(in crate::app) type PatchesKey = (Page, (u32, u32), u16);

impl Model {
    /// Puts the patches in the place of the list, or the list back. What is read stays.
    pub(in crate::app) fn switch_first(&mut self) {
        let first = match self.wish.first {
            PaneId::Patches => PaneId::List,
            _ if self.reader.page.series(&self.archive).is_none() => {
                return self.dialog.notices.tell("there is no series here");
            }
            PaneId::List | PaneId::Page | PaneId::Files => PaneId::Patches,
        };
        self.wish.first = first;
        if self.wish.focus.is_first() {
            self.focus(first);
        }
    }

    /// The page follows the cursor of the patches while they have the focus, else the cursor
    /// follows the page.
    pub(in crate::app) fn follow_patch(&mut self) {
        if self.wish.first != PaneId::Patches {
            return;
        }
        let is_another = self.make_patches();
        let chosen = self.lister.patches.current().cloned();
        // The pane with the focus leads, the other follows: never both within one update.
        let leads = self.wish.focus == PaneId::Patches && !is_another;
        if leads && chosen != self.lister.paired.1 {
            self.reader
                .preview(&self.archive, &mut self.dialog.notices, chosen.as_ref());
            self.make_patches();
        } else if (is_another || self.reader.page != self.lister.paired.0)
            && let Some(line) = self.lister.row_of(self.reader.page, &self.archive)
        {
            self.lister.patches.go_to(line);
        }
        self.lister.paired = (self.reader.page, self.lister.patches.current().cloned());
    }

    /// Whether they are of another series than before.
    fn make_patches(&mut self) -> bool {
        let series = self.reader.page.series(&self.archive);
        let width = self.lister.patches.look.inner.width;
        let stale = (self.marks.revision(), self.reader.built.changes);
        let key = Some((self.reader.page, stale, width));
        let before = std::mem::replace(&mut self.lister.built.patches, key);
        // The marks are part of the key: what was read shows in each row.
        if before == key {
            return false;
        }
        let context = self.looking(width, &self.reader.look.tree_folds);
        let shape = files::FilesShape {
            flat: self.reader.look.flat,
            ..files::FilesShape::default()
        };
        // Where the files are in view anyway they need not stand here too.
        let is_stacked = self.screen().shape == Shape::Stacked;
        let open = self
            .reader
            .page
            .slot_of(&self.archive)
            .filter(|_| !is_stacked);
        let document = cover::patch_list(series, open, shape, &context);
        let is_another = before.is_none_or(|before| before.0.series(&self.archive) != series);
        self.lister.patches.put(document, !is_another);
        self.search_again(PaneId::Patches);
        is_another
    }
}

impl Reader {
    fn preview(&mut self, archive: &Archive, notices: &mut Notices, chosen: Option<&Target>) {
        match chosen {
            Some(Target::Series(at)) => self.turn_to(Page::cover(*at)),
            Some(Target::Slot(at, slot)) => {
                let series = archive.series(*at);
                let found = series.and_then(|series| series.slot(*slot));
                match found.map(|slot| (slot.message, slot.label(0))) {
                    Some((None, number)) => {
                        let text = format!("patch {number} is not in what was opened");
                        notices.tell(text);
                    }
                    _ if self.page.slot_of(archive) == Some(*slot) => {}
                    _ => self.turn_to(Page::patch(*at, *slot)),
                }
            }
            _ => {}
        }
    }
}
