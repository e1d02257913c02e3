//! The files and the diff follow each other: the one with the focus leads.

use crate::app::Model;
use crate::app::frame::screen::PaneId;
use crate::doc::Target;

impl Model {
    /// Moves the pane that has not the focus to the file of the one that has.
    pub(in crate::app) fn follow_file(&mut self) {
        let panes = &mut self.panes;
        let page = &panes.page;
        let file = match self.wish.focus {
            PaneId::List => return,
            PaneId::Page => {
                let at = page.document.diff.file_at(page.view.cursor);
                let mark = at.and_then(|at| page.document.diff.files.get(at));
                mark.map(|mark| mark.path.as_str())
            }
            PaneId::Files => path_of(panes.files.current()),
            PaneId::Patches => path_of(panes.patches.current()),
        };
        if file == panes.followed.as_deref() {
            return;
        }
        let file = file.map(str::to_owned);
        if let Some(path) = &file {
            if self.wish.focus == PaneId::Page {
                if let Some(line) = panes.files.line_of(&Target::File(path.clone())) {
                    panes.files.go_to(line);
                }
            } else {
                let files = &panes.page.document.diff.files;
                if let Some(mark) = files.iter().find(|mark| mark.path == *path) {
                    let line = mark.line;
                    panes.page.go_top(line);
                }
            }
        }
        panes.followed = file;
    }
}

fn path_of(target: Option<&Target>) -> Option<&str> {
    match target {
        Some(Target::File(path)) => Some(path),
        _ => None,
    }
}
