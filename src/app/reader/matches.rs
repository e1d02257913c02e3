//! From match to match of what was searched for.

use std::collections::BTreeSet;

use super::find::Find;
use crate::app::frame::screen::PaneId;
use crate::app::{Jump, Model};
use crate::doc::fold::Folds;
use crate::doc::{Document, Target};

/// Matches whose sections are opened.
const MOST: usize = 10_000;

/// The section that a line of a document stands in, or heads.
fn section_of(document: &Document, line: usize) -> Option<String> {
    let end = document.targets.partition_point(|(at, _)| *at <= line);
    let above = document.targets.get(..end)?.iter().rev();
    let mut keys = above.filter_map(|(_, target)| {
        if let Target::Section(key) = target {
            Some(key.clone())
        } else {
            None
        }
    });
    keys.next()
}

impl Model {
    /// Goes to a match, and says where the document was passed round.
    pub(in crate::app) fn jump_to(&mut self, found: Option<(usize, bool)>, down: bool) {
        match found {
            Some((line, passed)) => {
                self.focused().go_to(line);
                if passed {
                    let end = if down { "end" } else { "beginning" };
                    self.dialog.notices.tell(format!("search passed the {end}"));
                }
            }
            None => self.dialog.notices.tell("no match"),
        }
    }

    pub(in crate::app) fn next_match(&mut self, down: bool) {
        let focus = self.wish.focus;
        // `n` after a search that was closed goes on with the last one, in the pane with the focus.
        let text = match (&self.dialog.find, self.dialog.typed.searches.last()) {
            (Some((_, find)), _) => find.text.clone(),
            (None, Some(text)) => text.clone(),
            (None, None) => return self.dialog.notices.tell("nothing was searched for yet"),
        };
        if self
            .dialog
            .find
            .as_ref()
            .is_none_or(|(pane, _)| *pane != focus)
        {
            let find = Find::new(&text, &self.pane(focus).document, &self.archive);
            self.dialog.find = find.ok().map(|find| (focus, find));
        }
        let cursor = self.pane(focus).view.cursor;
        let found = self.dialog.find.as_ref().and_then(|(_, find)| {
            if down {
                find.next_match(cursor, false)
            } else {
                find.previous(cursor)
            }
        });
        self.jump_to(found, down);
    }

    /// Opens the folded parts of the page in which something is found as well, and goes to the first
    /// of these where nothing else was found.
    pub(in crate::app) fn open_matches(&mut self) {
        let Some((pane, find)) = &self.dialog.find else {
            return;
        };
        if *pane != PaneId::Page {
            if find.lines.is_empty() {
                self.dialog.notices.tell("no match");
            }
            return;
        }
        let mut open = Folds::default();
        open.set_all(true);
        // What is folded holds no lines: the page is built once more, open, to see what it hides.
        let whole = self.page_with(&open);
        let mut all = find.clone();
        all.search(&whole, &self.archive);
        if all.lines.is_empty() {
            return self.dialog.notices.tell("no match");
        }
        if all.lines.len() == find.lines.len() {
            return;
        }
        let is_nowhere_else = find.lines.is_empty();
        let mut folded = BTreeSet::new();
        // A letter that stands in every line opens everything, and need not be followed to each.
        for line in all.lines.iter().take(MOST) {
            let file = whole
                .diff
                .file_at(*line)
                .and_then(|at| whole.diff.files.get(at));
            // A match in a diff is folded away by its section or by the heading of its file.
            let holders = [Some(*line), file.map(|file| file.line)];
            let sections = holders.into_iter().flatten();
            folded.extend(sections.filter_map(|line| section_of(&whole, line)));
        }
        folded.retain(|key| !self.reader.look.folds.is_open(key));
        for key in &folded {
            self.reader.look.folds.set_open(key, true);
        }
        if !folded.is_empty() {
            self.reader.built.changes += 1;
            self.reader.jump = is_nowhere_else.then_some(Jump::Match);
        }
    }

    /// Searches a pane again whose document is another.
    pub(in crate::app) fn search_again(&mut self, pane: PaneId) {
        let Some((of, mut find)) = self.dialog.find.take() else {
            return;
        };
        if of == pane {
            find.search(&self.pane(pane).document, &self.archive);
        }
        self.dialog.find = Some((of, find));
    }
}
