//! To the page of two versions compared: which versions are meant.

use super::page::{About, Page, PageKind};
use crate::app::action::{Motion, Versus};
use crate::app::dialog::picker::{Choice, Item, Picker};
use crate::app::dialog::state::Dialog;
use crate::app::frame::screen::PaneId;
use crate::app::reader::state::Reader;
use crate::app::{Jump, Model, Open};
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::standing::compared_with;
use crate::doc::Target;
use crate::doc::age::stamp;
use crate::doc::compare::place;
use crate::patch::diff::HunkKeys;
use crate::series::SeriesIdx;

impl Model {
    /// Compares two revisions of the series; those that nobody names are this one and the newest older
    /// one that was read, else the nearest older one, or on the oldest the nearest newer one. From a
    /// patch it leads to that patch.
    pub(in crate::app) fn to_compare(&mut self, revisions: Option<(&str, &str)>) {
        let Some(here) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let pair = match revisions {
            // The version that was read before this one, else the one before, else the one after.
            None => nearest_pair(&self.archive, &self.marks, here),
            Some((old, new)) => {
                let version = |revision: &str| self.archive.version_named(here, revision);
                version(old).zip(version(new))
            }
        };
        let Some((old, new)) = pair else {
            let revision = self.archive.series(here).map(|series| series.head.revision);
            let only = revision.map_or_else(String::new, |revision| revision.to_string());
            return self.dialog.notices.tell(match revisions {
                None => format!("only v{only} of this series is open here"),
                Some((old, new)) => format!("v{old} and v{new} of this series are not both here"),
            });
        };
        self.compare_these(here, (old, new));
    }

    /// Turns to two versions, at the patch that is read.
    fn compare_these(&mut self, here: SeriesIdx, (old, new): (SeriesIdx, SeriesIdx)) {
        let slot = self.reader.page.slot_of(&self.archive);
        self.visit_pair(PageKind::Compare, old, new);
        let jump = slot
            // A slot of the older version may be any patch of the newer one.
            .filter(|_| here == new)
            .map(|slot| Target::Slot(new, slot));
        self.reader.jump = jump.map(Jump::To);
    }

    pub(in crate::app) fn visit_pair(&mut self, kind: PageKind, old: SeriesIdx, new: SeriesIdx) {
        self.visit(Page::new(kind, About::Pair(old, new)));
    }

    pub(in crate::app) fn compare(&mut self, what: Versus) {
        let look = &mut self.reader.look.compare;
        match what {
            Versus::Versions => return self.pick_older(),
            Versus::Unchanged => {
                look.is_brief = !look.is_brief;
                let word = if look.is_brief { "hidden" } else { "shown" };
                self.dialog
                    .notices
                    .tell(format!("patches without a change of code {word}"));
            }
            Versus::Noise => {
                look.noise = look.noise.next_noise();
                self.dialog.notices.tell(format!(
                    "lines that only stand elsewhere {}",
                    look.noise.noise_word()
                ));
            }
        }
        self.reader.built.changes += 1;
    }

    fn pick_older(&mut self) {
        let Some(here) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let mut all = all_versions(&self.archive, here);
        // The newest has nothing newer to be compared with.
        all.pop();
        self.dialog
            .pick_version(&self.archive, "The older version", &all, Choice::Older);
    }

    /// From a pair or a file beside the page to where it stands on it; what is folded opens.
    pub(in crate::app) fn to_pair(&mut self, key: &str) {
        let (section, path) = place(key);
        let line = self
            .reader
            .text
            .line_of(&Target::Section(section.to_owned()));
        let Some(line) = line else {
            return self.dialog.notices.tell("that is not in this text");
        };
        self.leave_for(self.reader.page);
        self.focus(PaneId::Page);
        let file = path.and_then(|path| self.reader.text.document.outer.file_line(section, path));
        self.reader.text.go_top(file.unwrap_or(line));
        if !self.reader.look.folds.is_open(section) {
            self.reader.look.folds.set_open(section, true);
            self.reader.built.changes += 1;
        }
    }

    /// Marks the hunk of the newer patch that the change under the cursor is of as viewed, or
    /// takes the mark off; then goes to the next change.
    pub(in crate::app) fn view_compared(&mut self) {
        let Some(key) = self.reader.hunk_compared() else {
            return self
                .dialog
                .notices
                .tell("no hunk of the newer version is here");
        };
        let is_viewed = self.marks.is_viewed(key.hunk);
        self.marks.view_hunks(&[key], !is_viewed);
        let not = if is_viewed { "not " } else { "" };
        self.dialog
            .notices
            .tell(format!("the hunk is marked as {not}viewed"));
        let line = self.reader.text.view.cursor;
        if !is_viewed && self.wish.focus == PaneId::Page {
            self.motion(Motion::NextHunk);
            if self.reader.text.view.cursor == line {
                self.dialog
                    .notices
                    .tell("the hunk is marked as viewed; it is the last");
            }
        }
    }
}

impl Dialog {
    pub(in crate::app) fn pick_version(
        &mut self,
        archive: &Archive,
        title: &str,
        all: &[SeriesIdx],
        choice: impl Fn(SeriesIdx) -> Choice,
    ) {
        let item = |at: &SeriesIdx| {
            let series = archive.series(*at)?;
            Some(Item {
                label: format!("v{:<4}", series.head.revision.to_string()),
                text: format!("{}  {}", stamp(series.head.date), series.head.title),
                choice: choice(*at),
            })
        };
        let items: Vec<Item> = all.iter().filter_map(item).collect();
        if items.is_empty() {
            return self
                .notices
                .tell("no other version of this series is open here");
        }
        self.open = Some(Open::Picker(Picker::new(title, items)));
    }

    /// Asks for the newer version, now that the older is known.
    pub(in crate::app) fn pick_newer(&mut self, archive: &Archive, old: SeriesIdx) {
        let newer = archive
            .series(old)
            .map(|series| series.versions.newer.to_vec());
        let go = |new| Choice::Go(Target::Compare(old, new));
        self.pick_version(archive, "The newer version", &newer.unwrap_or_default(), go);
    }
}

/// All versions of the series, the oldest first.
fn all_versions(archive: &Archive, here: SeriesIdx) -> Vec<SeriesIdx> {
    let Some(series) = archive.series(here) else {
        return Vec::new();
    };
    let older = series.versions.older.iter().rev();
    older
        .chain([&here])
        .chain(&series.versions.newer)
        .copied()
        .collect()
}

/// The older and the newer version to compare.
fn nearest_pair(
    archive: &Archive,
    marks: &Marks,
    here: SeriesIdx,
) -> Option<(SeriesIdx, SeriesIdx)> {
    let older = compared_with(archive, here, marks).map(|older| (older, here));
    older.or_else(|| Some((here, archive.nearest_newer(here)?)))
}

impl Reader {
    /// The hunk of the newer version at the cursor, or at the first line below that is of one.
    fn hunk_compared(&self) -> Option<HunkKeys> {
        let (comparison, page) = (self.material.comparison()?, &self.text);
        let targets = &page.document.targets;
        let from = targets.partition_point(|(line, _)| *line < page.view.cursor);
        let below = targets.get(from..)?.iter();
        // The hunk of the newer version below the cursor, within the same patch.
        let within = below.take_while(|(_, target)| !matches!(target, Target::Section(_)));
        let mut places = within.filter_map(|(_, target)| {
            if let Target::Place(message, line) = target {
                Some((*message, *line))
            } else {
                None
            }
        });
        places.find_map(|(message, line)| {
            let patches = &comparison.new.patches;
            let patch = patches.iter().find(|patch| patch.message == message)?;
            let (path, hunk) = patch.recast.hunk_of(line)?;
            Some(HunkKeys::of(path, &hunk))
        })
    }
}
