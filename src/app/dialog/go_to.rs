//! Lists to go somewhere: patches, files, series.

use super::picker::{Choice, Item, Picker};
use crate::app::dialog::state::Dialog;
use crate::app::{Model, Open};
use crate::doc::Target;
use crate::series::{SeriesIdx, Slot};

/// Series that are offered: those of the list, from the top.
const OFFERED: usize = 20_000;

impl Model {
    pub(in crate::app) fn pick_patch(&mut self) {
        let Some(at) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let slots = self
            .archive
            .series(at)
            .map_or(&[][..], |series| &series.parts.slots);
        let here = (0u32..)
            .zip(slots)
            .filter(|(_, slot)| slot.message.is_some());
        // `= v2` beside a title says that it need not be read again.
        let text = |slot: &Slot| match slot
            .message
            .and_then(|mail| self.reader.known_before(&self.marks, mail))
        {
            Some(known) => format!("{}  {}", slot.title, known.label(&self.archive)),
            None => slot.title.to_string(),
        };
        let items = here.map(|(number, slot)| Item {
            label: format!("{:>3}", slot.number),
            text: text(slot),
            choice: Choice::Go(Target::Slot(at, number)),
        });
        let items = items.collect();
        self.dialog.open_list("Patches", items);
    }

    pub(in crate::app) fn pick_file(&mut self) {
        let Some(at) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let files = self.archive.files(at).into_iter();
        let items = files.map(|file| Item {
            label: format!(
                "{:>5} {:>5}",
                format!("+{}", file.added.unwrap_or(0)),
                format!("\u{2212}{}", file.deleted.unwrap_or(0))
            ),
            text: file.path.to_string(),
            choice: Choice::Go(Target::File(file.path.to_string())),
        });
        let items = items.collect();
        self.dialog.open_list("Files", items);
    }

    pub(in crate::app) fn pick_series(&mut self) {
        let lines = self.lister.pane.document.lines.len();
        let of_line = |line: usize| match self.lister.pane.target(line) {
            Some(Target::Series(at)) => Some(*at),
            _ => None,
        };
        // As the list shows them, filter and order included.
        let shown: Vec<SeriesIdx> = (0..lines).filter_map(of_line).take(OFFERED).collect();
        let item = |at: SeriesIdx| {
            let series = self.archive.series(at)?;
            Some(Item {
                label: format!("v{:<3}", series.head.revision.to_string()),
                text: format!("{}  {}", series.head.title, series.head.author.label()),
                choice: Choice::Go(Target::Series(at)),
            })
        };
        let items = shown.into_iter().filter_map(item).collect();
        self.dialog.open_list("Series", items);
    }
}

impl Dialog {
    pub(in crate::app) fn open_list(&mut self, title: &str, items: Vec<Item>) {
        if items.is_empty() {
            return self.notices.tell("there is nothing to pick from here");
        }
        self.open = Some(Open::Picker(Picker::fuzzy(title, items)));
    }
}
