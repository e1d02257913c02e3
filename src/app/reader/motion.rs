//! Movement within the focused pane.

use super::pane::Pane;
use crate::app::Model;
use crate::app::action::Motion;
use crate::doc::Line;

/// Columns that one step sideways scrolls.
const STEP: usize = 8;

impl Model {
    pub(in crate::app) fn motion(&mut self, motion: Motion) {
        let pane = self.focused();
        let height = i32::from(pane.look.inner.height.max(1));
        // Two rows of the page before stay in view, as a thread for the eye.
        let page = (height - 2).max(1);
        let half = (height / 2).max(1);
        match motion {
            Motion::Down => pane.scroll(|view, extent| view.move_down(1, extent)),
            Motion::Up => pane.scroll(|view, extent| view.up(1, extent)),
            Motion::HalfDown => pane.scroll(|view, extent| view.page_by(half, extent)),
            Motion::HalfUp => pane.scroll(|view, extent| view.page_by(-half, extent)),
            Motion::PageDown => pane.scroll(|view, extent| view.page_by(page, extent)),
            Motion::PageUp => pane.scroll(|view, extent| view.page_by(-page, extent)),
            Motion::Top => pane.go_to(0),
            Motion::Bottom => pane.go_to(usize::MAX),
            Motion::CursorCentre => {
                let rows = pane.look.inner.height / 2;
                pane.scroll(|view, extent| view.place(rows, extent));
            }
            Motion::CursorTop => pane.scroll(|view, extent| view.place(0, extent)),
            Motion::CursorBottom => {
                let rows = pane.look.inner.height.saturating_sub(1);
                pane.scroll(|view, extent| view.place(rows, extent));
            }
            Motion::Right if pane.look.wrap => self.dialog.notices.tell("long lines are wrapped"),
            // Not so far that nothing is in view any more.
            Motion::Right => pane.column = (pane.column + STEP).min(pane.widest()),
            Motion::Left => pane.column = pane.column.saturating_sub(STEP),
            Motion::FirstColumn => pane.column = 0,
            Motion::NextHunk => self.step_hunk(true),
            Motion::PreviousHunk => self.step_hunk(false),
            Motion::NextFile => self.step_file(true),
            Motion::PreviousFile => self.step_file(false),
        }
    }

    fn step_hunk(&mut self, down: bool) {
        if self.reader.page.compared().is_some() {
            return self.step_to(
                down,
                |pane, line| pane.document.outer.is_change(line),
                "change",
            );
        }
        self.step_to(down, is_hunk, "hunk");
    }

    /// In a comparison a file is what a patch is elsewhere: the next one with a change of code.
    fn step_file(&mut self, down: bool) {
        if self.reader.page.compared().is_some() {
            let is_pair = |pane: &Pane, line| pane.document.outer.is_pair(line, true);
            return self.step_to(down, is_pair, "changed patch");
        }
        self.step_to(down, is_file, "file");
    }

    /// Goes to the next or previous pair of a comparison.
    pub(in crate::app) fn step_pair(&mut self, down: bool) {
        let is_pair = |pane: &Pane, line| pane.document.outer.is_pair(line, false);
        self.focus(crate::app::frame::screen::PaneId::Page);
        self.step_to(down, is_pair, "patch");
    }

    /// Goes to the next or previous line of a kind.
    fn step_to(&mut self, down: bool, is: fn(&Pane, usize) -> bool, what: &str) {
        let pane = self.focused();
        let from = pane.view.cursor;
        let found = if down {
            (from + 1..pane.document.lines.len()).find(|line| is(pane, *line))
        } else {
            (0..from).rev().find(|line| is(pane, *line))
        };
        match found {
            // A hunk is read from its heading down: it goes to the top.
            Some(line) => pane.go_top(line),
            None if down => self.dialog.notices.tell(format!("no further {what}")),
            None => self.dialog.notices.tell(format!("no earlier {what}")),
        }
    }
}

impl Pane {
    /// The widest line in view, in columns, less what always stays in view.
    fn widest(&self) -> usize {
        let lines = self.document.lines.get(self.view.top..=self.bottom());
        let widths = lines.unwrap_or_default().iter().map(|line| match line {
            // Prose is wrapped in any case: it goes nowhere to the side.
            line if self.is_prose(line) => 0,
            Line::Text { .. } | Line::Diff(_) | Line::Outer(_) => self.document.row(line).width(),
            Line::Row(row) => row.width(),
            Line::Split(..) | Line::OuterSplit(..) => self.document.split_width(line),
            Line::Series(_) | Line::Discussion(_) => 0,
        });
        let inner = usize::from(self.look.inner.width);
        widths.max().unwrap_or(0).saturating_sub(inner / 2)
    }
}

fn is_hunk(pane: &Pane, line: usize) -> bool {
    let hunks = &pane.document.diff.hunks;
    hunks.binary_search_by_key(&line, |hunk| hunk.line).is_ok()
}

fn is_file(pane: &Pane, line: usize) -> bool {
    let files = &pane.document.diff.files;
    files.binary_search_by_key(&line, |file| file.line).is_ok()
}
