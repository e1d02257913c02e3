//! The files and the diff follow each other: the one with the focus leads.

use crate::app::frame::screen::PaneId;
use crate::app::reader::pane::Pane;
use crate::app::reader::state::Reader;
use crate::doc::Target;

impl Reader {
    /// Moves the pane that has not the focus to the file of the one that has.
    pub(in crate::app) fn follow_file(&mut self, focus: PaneId, patches: &Pane) {
        let Self { text, files, .. } = self;
        let file = match focus {
            // Moving through the list shows other pages; there is nothing to follow.
            PaneId::List => return,
            PaneId::Page => {
                let at = text.document.diff.file_at(text.view.cursor);
                let mark = at.and_then(|at| text.document.diff.files.get(at));
                mark.map(|mark| mark.path.as_str())
            }
            PaneId::Files => path_of(files.pane.current()),
            PaneId::Patches => path_of(patches.current()),
        };
        // Only a change of the file moves the other pane: whoever scrolls there is left alone.
        if file == files.followed.as_deref() {
            return;
        }
        let file = file.map(str::to_owned);
        if let Some(path) = &file {
            if focus == PaneId::Page {
                if let Some(line) = files.pane.line_of(&Target::File(path.clone())) {
                    files.pane.go_to(line);
                }
            } else {
                let marks = &text.document.diff.files;
                if let Some(mark) = marks.iter().find(|mark| mark.path == *path) {
                    let line = mark.line;
                    text.go_top(line);
                }
            }
        }
        files.followed = file;
    }
}

fn path_of(target: Option<&Target>) -> Option<&str> {
    match target {
        Some(Target::File(path)) => Some(path),
        _ => None,
    }
}
