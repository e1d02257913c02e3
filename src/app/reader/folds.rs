//! Opening and closing sections and folders.

use crate::app::Model;
use crate::app::action::FoldAction;
use crate::app::frame::screen::PaneId;
use crate::doc::Target;
use crate::doc::fold::Folds;

impl Model {
    fn folds(&mut self) -> &mut Folds {
        match self.wish.focus {
            PaneId::Files | PaneId::Patches => &mut self.reader.look.tree_folds,
            PaneId::Page => &mut self.reader.look.folds,
            PaneId::List => &mut self.lister.choice.folds,
        }
    }

    /// The fold under the cursor, or the one that the cursor is in.
    pub(in crate::app) fn fold_here(&mut self, fold: FoldAction) {
        let pane = self.focused();
        // Within a section z closes the section: the heading may be far above.
        let found = pane.above(pane.view.cursor, |target| {
            matches!(target, Target::Section(_) | Target::Directory(_))
        });
        let (line, key) = match found.cloned() {
            Some((line, Target::Section(key))) => (line, key),
            Some((line, Target::Directory(path))) => (line, Folds::folder_key(&path)),
            _ => return self.dialog.notices.tell("there is nothing to fold here"),
        };
        let folds = self.folds();
        let open = match fold {
            FoldAction::Open | FoldAction::OpenAll => true,
            FoldAction::Close | FoldAction::CloseAll => false,
            FoldAction::Toggle => !folds.is_open(&key),
        };
        folds.set_open(&key, open);
        if !open {
            self.focused().go_to(line);
        }
        self.reader.built.changes += 1;
        self.lister.built.changes += 1;
    }

    pub(in crate::app) fn fold_all(&mut self, open: bool) {
        let pane = self.focused();
        let is_fold = |target: &Target| matches!(target, Target::Section(_) | Target::Directory(_));
        if let Some((line, _)) = pane
            .above(pane.view.cursor, is_fold)
            .cloned()
            .filter(|_| !open)
        {
            pane.go_to(line);
        }
        // The cursor went to the heading first: the line that it was on is about to vanish.
        self.folds().set_all(open);
        self.reader.built.changes += 1;
        self.lister.built.changes += 1;
    }

    /// `h` in the files: closes the folder, else goes to the one that holds the row.
    pub(in crate::app) fn tree_out(&mut self, path: &str) {
        let pane = self.focused();
        let on_folder = matches!(pane.current(), Some(Target::Directory(_)));
        let key = Folds::folder_key(path);
        if on_folder && self.reader.look.tree_folds.is_open(&key) {
            return self.fold_here(FoldAction::Close);
        }
        let pane = self.focused();
        let Some(before) = pane.view.cursor.checked_sub(1) else {
            return;
        };
        let holds = |target: &Target| {
            if let Target::Directory(folder) = target {
                // The nearest folder above that holds the path, also where several are joined in
                // one row.
                let rest = path.strip_prefix(folder.trim_end_matches('/'));
                rest.is_some_and(|rest| rest.starts_with('/'))
            } else {
                false
            }
        };
        if let Some((line, _)) = pane.above(before, holds).cloned() {
            pane.go_to(line);
        }
    }
}
