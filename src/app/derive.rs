//! What depends on something else, brought up to date after every update: the page follows
//! the list, the documents follow page, folds and width, the mail is asked for.

use crate::app::list::state::Lister;
use crate::app::reader::viewed;
use ratatui::layout::Size;

use crate::app::frame::screen::PaneId;
use crate::app::reader::page::Page;
use crate::app::reader::pane::PaneLook;
use crate::app::{Command, Jump, Model};
use crate::doc::Target;
use crate::doc::viewport::Viewport;

impl Model {
    pub(super) fn derive(&mut self) -> Vec<Command> {
        self.wish.is_code = self.reader.page.kind.is_code();
        self.measure();
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
        if let Some(command) = self.reader.ask_mail(&self.archive) {
            return vec![command];
        }
        self.make_page();
        self.make_files();
        self.follow_file();
        if self.wish.focus == PaneId::Page && !is_filtering {
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
        let mut commands = self.ask_beside();
        commands.extend(self.ask_colours());
        commands
    }

    /// Tells every pane its size; one that is out of view gets the size it would have.
    fn measure(&mut self) {
        let screen = self.screen();
        let hidden = screen.panes.last().map(|(_, area)| *area);
        for id in PaneId::ALL {
            // List and patches come back to where they were: they are as large as each other.
            let place = if id.is_first() { self.wish.first } else { id };
            let area = screen.area_of(place).or(hidden).unwrap_or_default();
            let inner = screen.inner(area);
            let look = PaneLook {
                inner: Size::new(inner.width, inner.height),
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

    /// The page follows the cursor of the list, but not the other way round: a page that was
    /// opened otherwise stays until the cursor moves.
    pub(super) fn follow(&mut self) {
        let selected = self.lister.pane.current().cloned();
        if selected == self.lister.selected {
            return;
        }
        match &selected {
            Some(Target::Series(series))
                if self.reader.page.series(&self.archive) != Some(*series) =>
            {
                self.reader.ways.opened.clear();
                self.reader.turn_to(Page::home_of(*series, &self.archive));
            }
            Some(Target::Message(message)) => {
                self.reader.ways.opened.clear();
                self.reader.turn_to(Page::reading(*message, &self.archive));
            }
            None if self.reader.page.series(&self.archive).is_some() => {
                self.reader.turn_to(Page::default());
            }
            _ => {}
        }
        self.lister.selected = selected;
    }

    fn make_page(&mut self) {
        let stale = (self.reader.built.changes, self.reader.material.revision());
        let look = self.reader.text.look;
        let key = (self.reader.page, stale, (look.inner.width, look.is_low()));
        if self.reader.built.page == Some(key) {
            return;
        }
        let document = self.build_page();
        let is_same = self
            .reader
            .built
            .page
            .is_some_and(|made| made.0 == self.reader.page);
        if is_same {
            self.reader.text.refresh(document);
        } else {
            self.reader.text.show_new(document);
            self.reader.text.fit_view();
        }
        self.reader.built.page = Some(key);
        self.reader.note_done();
        self.search_again(PaneId::Page);
        match self.reader.jump.take() {
            Some(Jump::To(target)) => {
                if let Some(line) = self.reader.text.line_of(&target) {
                    self.reader.text.go_top(line);
                }
            }
            Some(Jump::Anchor(anchor)) => {
                let line = self.reader.text.line_of_anchor(&anchor);
                self.reader.text.go_to(line);
            }
            Some(Jump::Spot(spot)) => {
                self.reader.text.put_back(&spot);
                // An answer at its line comes with the answers.
                if !self.reader.text.has_spot(&spot) && !self.reader.material.has_replies() {
                    self.reader.jump = Some(Jump::Spot(spot));
                }
            }
            Some(Jump::Line(line)) => {
                if let Some(line) = self.reader.text.line_of_text(line) {
                    self.reader.text.go_to(line);
                }
            }
            Some(Jump::Reply(first)) => self.reader.jump_to_reply(&self.archive, first),
            Some(Jump::Match) => {
                let cursor = self.reader.text.view.cursor;
                let find = self.dialog.find.as_ref();
                let found = find.and_then(|(_, find)| find.next_match(cursor, true));
                if let Some((line, _)) = found {
                    self.dialog.notices.clear();
                    self.reader.text.go_to(line);
                }
            }
            None => {}
        }
    }

    fn make_files(&mut self) {
        // In a comparison they come with the answer.
        let answers = self
            .reader
            .page
            .compared()
            .map_or(0, |_| self.reader.material.revision());
        let stale = (self.reader.built.changes, answers);
        let key = (
            self.reader.page,
            stale,
            self.reader.files.pane.look.inner.width,
        );
        if self.reader.built.files == Some(key) {
            return;
        }
        let document = self.build_files();
        let is_same = self
            .reader
            .built
            .files
            .is_some_and(|made| made.0 == self.reader.page);
        if is_same {
            self.reader.files.pane.refresh(document);
        } else {
            self.reader.files.pane.show_new(document);
            self.reader.files.pane.fit_view();
        }
        self.reader.built.files = Some(key);
        if let Some(spot) = self.reader.files.spot.take() {
            self.reader.files.pane.put_back(&spot);
        }
        self.search_again(PaneId::Files);
    }
}

impl Lister {
    /// Puts the cursor of the list on what it was on, or on the first row that can be read.
    fn put_cursor(&mut self, target: Option<Target>, view: Option<Viewport>) {
        let list = &mut self.pane;
        if let Some(view) = view {
            list.view = view;
            return list.fit_view();
        }
        let is_thing = |line: &usize| {
            let target = list.target(*line);
            matches!(target, Some(Target::Series(_) | Target::Message(_)))
        };
        let found = target.and_then(|target| list.line_of(&target));
        let first = || (0..list.document.lines.len()).find(is_thing);
        let line = found.or_else(first).unwrap_or(0);
        list.go_to(line);
    }
}
