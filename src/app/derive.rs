//! What depends on something else, brought up to date after every update: the page follows
//! the list, the documents follow page, folds and width, the mail is asked for.

use crate::app::reader::viewed;
use ratatui::layout::Size;

use crate::app::frame::screen::PaneId;
use crate::app::reader::page::Page;
use crate::app::reader::pane::PaneLook;
use crate::app::{Command, Model};
use crate::doc::Target;

impl Model {
    pub(super) fn derive(&mut self) -> Vec<Command> {
        self.wish.is_code = self.reader.page.kind.is_code();
        // Sizes first: what is built below is built for them.
        self.measure();
        // A filter that looks into mails is asked for before the list is made, which shows what is
        // known so far.
        if let Some(command) = self.lister.ask_filter() {
            return std::iter::once(command).chain(self.derive()).collect();
        }
        self.make_list();
        // While a filter is typed series flash by: nothing of them is opened or read.
        let is_filtering = self.dialog.is_filtering();
        if !is_filtering {
            self.follow();
            self.follow_patch();
        }
        // A page is built once its mail is here: half of it would flash by.
        if let Some(command) = self.reader.ask_mail(&self.archive) {
            return vec![command];
        }
        self.make_page();
        self.make_files();
        self.reader
            .follow_file(self.wish.focus, &self.lister.patches);
        if self.wish.focus == PaneId::Page && !is_filtering {
            // Only what stands in the focused page is being read; a preview beside the list is not.
            if self.reader.visit.entered != Some(self.reader.page) {
                self.reader.visit.entered = Some(self.reader.page);
                self.reader.enter(&self.archive, &mut self.marks);
                self.reader
                    .resume_reading(&self.archive, &self.marks, &mut self.dialog.notices);
                let message = self.reader.page.message(&self.archive);
                self.marks.mark_read(message, &self.archive);
                if let Some(mail) = message {
                    viewed::touch(&self.archive, &mut self.marks, mail);
                }
            }
            self.reader
                .mark_seen(&self.archive, &mut self.marks, &self.options);
            self.reader.keep_stop(&self.archive, &mut self.marks);
        }
        self.reader.note_patches(&mut self.marks);
        // What comes later (replies, colours, moved blocks) is asked for when all that is at hand
        // is shown.
        let mut commands = self.ask_beside();
        commands.extend(self.reader.ask_colours(&self.options));
        commands
    }

    /// Tells every pane its size; one that is out of view gets the size it would have.
    fn measure(&mut self) {
        let screen = self.screen();
        // A pane that is not shown is measured as if it were, so that its place is kept for when it
        // is.
        let hidden = screen.panes.last().map(|(_, area)| *area);
        for id in PaneId::ALL {
            // List and patches come back to where they were: they are as large as each other.
            let place = if id.is_first() { self.wish.first } else { id };
            let area = screen.area_of(place).or(hidden).unwrap_or_default();
            let inner = screen.inner(area);
            let look = PaneLook {
                inner: Size::new(inner.width, inner.height),
                // Rows of lists are one line each, or the eye loses the columns.
                wrap: self.options.wrap && id == PaneId::Page,
                margin: match id {
                    // What stays on top must not hide the cursor.
                    PaneId::Page => self.options.margin.max(2),
                    PaneId::List | PaneId::Files | PaneId::Patches => self.options.margin,
                },
            };
            let pane = self.pane_mut(id);
            if pane.look != look {
                pane.look = look;
                pane.fit_view();
            }
        }
    }

    pub(super) fn make_list(&mut self) {
        let key = (self.lister.built.changes, self.lister.pane.look.inner.width);
        // Nothing that the list is made of has changed.
        if self.lister.built.key == Some(key) {
            return;
        }
        let (document, count) = self.build_list();
        let targets = document.targets.iter();
        let headings = targets.filter(|(_, target)| matches!(target, Target::Section(_)));
        self.lister.built.headings = headings.map(|(line, _)| *line).collect();
        self.lister.built.count = count;
        self.lister.pane.refresh(document);
        self.lister.built.key = Some(key);
        if let Some((target, view)) = self.lister.choice.wanted.take() {
            self.lister.put_cursor(target, view);
        }
        if self.reader.page == Page::default() {
            // It says why there is nothing.
            self.reader.built.changes += 1;
        }
    }

    /// Turns the page to what the cursor of the list came to.
    pub(super) fn follow(&mut self) {
        let Some(page) = self.lister.follow(self.reader.page, &self.archive) else {
            return;
        };
        if page != Page::default() {
            // Another series: q leads back to the list, and not through what was opened before.
            self.reader.ways.opened.clear();
        }
        self.reader.turn_to(page);
    }

    fn make_page(&mut self) {
        let Some(key) = self.reader.stale_page() else {
            return;
        };
        let document = self.build_page();
        self.reader.put_page(document, key);
        // Matches are places in the document, which is another one now.
        self.search_again(PaneId::Page);
        let find = self.dialog.find.as_ref().map(|(_, find)| find);
        if self.reader.take_jump(&self.archive, find) {
            self.dialog.notices.clear();
        }
    }

    fn make_files(&mut self) {
        let Some(key) = self.reader.stale_files() else {
            return;
        };
        let document = self.build_files();
        self.reader.put_files(document, key);
        self.search_again(PaneId::Files);
    }
}
