//! What depends on something else, brought up to date after every update: the page follows
//! the list, the documents follow page, folds and width, the mail is asked for.

use ratatui::layout::Size;

use crate::app::frame::screen::PaneId;
use crate::app::list::patches::PatchesKey;
use crate::app::reader::page::Page;
use crate::app::reader::pane::PaneLook;
use crate::app::{Command, Jump, Model};
use crate::doc::Target;
use crate::doc::fold::Folds;
use crate::doc::head::RECIPIENTS;
use crate::doc::viewport::Viewport;

/// A page, the counts of what makes it stale, its columns, and whether it has few rows.
type PageKey = (Page, (u32, u32), (u16, bool));

/// What the documents in the panes were built from.
#[derive(Debug, Default)]
pub(super) struct Made {
    list: Option<(u32, u16)>,
    page: Option<PageKey>,
    files: Option<(Page, (u32, u32), u16)>,
    pub(super) patches: Option<PatchesKey>,
    /// Lines of the list that are headings.
    headings: Vec<usize>,
    /// Series and mails that the list holds, those in closed sections included.
    pub(super) count: usize,
    /// Counts what makes the list stale.
    pub(super) list_changes: u32,
}

impl Made {
    /// All is to be built anew.
    pub(super) fn forget(&mut self) {
        *self = Self {
            list_changes: self.list_changes + 1,
            ..Self::default()
        };
    }

    /// Whether the list is in groups: mail of no series alone has one heading.
    pub(super) fn is_grouped(&self) -> bool {
        self.headings.len() > 1
    }

    /// Which of the series and mails of the list stands on a line, from 1.
    pub(super) fn number(&self, line: usize) -> usize {
        line + 1 - self.headings.partition_point(|heading| *heading <= line)
    }
}

impl Model {
    pub(super) fn derive(&mut self) -> Vec<Command> {
        self.wish.is_code = self.page.kind.is_code();
        self.measure();
        if let Some(command) = self.ask_filter() {
            return std::iter::once(command).chain(self.derive()).collect();
        }
        self.make_list();
        // While a filter is typed series flash by: nothing of them is opened or read.
        let is_filtering = self.is_filtering();
        if !is_filtering {
            self.follow();
            self.follow_patch();
        }
        if let Some(command) = self.ask_mail() {
            return vec![command];
        }
        self.make_page();
        self.make_files();
        self.follow_file();
        if self.wish.focus == PaneId::Page && !is_filtering {
            if self.past.entered != Some(self.page) {
                self.past.entered = Some(self.page);
                self.enter();
                self.resume_reading();
                let message = self.page.message(&self.archive);
                self.marks.mark_read(message, &self.archive);
                if let Some(mail) = message {
                    self.touch(mail);
                }
            }
            self.mark_seen();
            self.keep_stop();
        }
        self.note_patches();
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
        let key = (
            self.panes.made.list_changes,
            self.panes.list.look.inner.width,
        );
        if self.panes.made.list == Some(key) {
            return;
        }
        let (document, count) = self.build_list();
        let targets = document.targets.iter();
        let headings = targets.filter(|(_, target)| matches!(target, Target::Section(_)));
        self.panes.made.headings = headings.map(|(line, _)| *line).collect();
        self.panes.made.count = count;
        self.panes.list.refresh(document);
        self.panes.made.list = Some(key);
        if let Some((target, view)) = self.list.wanted.take() {
            self.put_cursor(target, view);
        }
        if self.page == Page::default() {
            // It says why there is nothing.
            self.reading.changes += 1;
        }
    }

    /// Puts the cursor of the list on what it was on, or on the first row that can be read.
    fn put_cursor(&mut self, target: Option<Target>, view: Option<Viewport>) {
        let list = &mut self.panes.list;
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

    /// The page follows the cursor of the list, but not the other way round: a page that was
    /// opened otherwise stays until the cursor moves.
    pub(super) fn follow(&mut self) {
        let selected = self.panes.list.current().cloned();
        if selected == self.panes.selected {
            return;
        }
        match &selected {
            Some(Target::Series(series)) if self.page.series(&self.archive) != Some(*series) => {
                self.past.opened.clear();
                self.turn_to(Page::home_of(*series, &self.archive));
            }
            Some(Target::Message(message)) => {
                self.past.opened.clear();
                self.turn_to(Page::reading(*message, &self.archive));
            }
            None if self.page.series(&self.archive).is_some() => self.turn_to(Page::default()),
            _ => {}
        }
        self.panes.selected = selected;
    }

    /// Shows another page from its beginning.
    pub(super) fn turn_to(&mut self, page: Page) {
        if self.page != page {
            self.page = page;
            self.reading.jump = None;
            self.reading.folds = Folds::default();
            self.reading.tree_folds = Folds::default();
            self.reading.colours.turn_page();
            self.reading.material.turn_page();
            self.panes.followed = None;
            self.past.entered = None;
        }
    }

    /// Whether the page shows headers that the archive does not keep.
    pub(super) fn shows_headers(&self) -> bool {
        self.reading.headers || self.reading.folds.is_open(RECIPIENTS)
    }

    fn make_page(&mut self) {
        let stale = (self.reading.changes, self.reading.material.revision());
        let look = self.panes.page.look;
        let key = (self.page, stale, (look.inner.width, look.is_low()));
        if self.panes.made.page == Some(key) {
            return;
        }
        let document = self.build_page();
        let is_same = self.panes.made.page.is_some_and(|made| made.0 == self.page);
        if is_same {
            self.panes.page.refresh(document);
        } else {
            self.panes.page.show_new(document);
            self.panes.page.fit_view();
        }
        self.panes.made.page = Some(key);
        self.note_done();
        self.search_again(PaneId::Page);
        match self.reading.jump.take() {
            Some(Jump::To(target)) => {
                if let Some(line) = self.panes.page.line_of(&target) {
                    self.panes.page.go_top(line);
                }
            }
            Some(Jump::Anchor(anchor)) => {
                let line = self.panes.page.line_of_anchor(&anchor);
                self.panes.page.go_to(line);
            }
            Some(Jump::Spot(spot)) => {
                self.panes.page.put_back(&spot);
                // An answer at its line comes with the answers.
                if !self.panes.page.has_spot(&spot) && !self.reading.material.has_replies() {
                    self.reading.jump = Some(Jump::Spot(spot));
                }
            }
            Some(Jump::Line(line)) => {
                if let Some(line) = self.panes.page.line_of_text(line) {
                    self.panes.page.go_to(line);
                }
            }
            Some(Jump::Reply(first)) => self.jump_to_reply(first),
            Some(Jump::Match) => {
                let cursor = self.panes.page.view.cursor;
                let find = self.overlay.find.as_ref();
                let found = find.and_then(|(_, find)| find.next_match(cursor, true));
                if let Some((line, _)) = found {
                    self.notices.clear();
                    self.panes.page.go_to(line);
                }
            }
            None => {}
        }
    }

    fn make_files(&mut self) {
        // In a comparison they come with the answer.
        let answers = self
            .page
            .compared()
            .map_or(0, |_| self.reading.material.revision());
        let stale = (self.reading.changes, answers);
        let key = (self.page, stale, self.panes.files.look.inner.width);
        if self.panes.made.files == Some(key) {
            return;
        }
        let document = self.build_files();
        let is_same = self
            .panes
            .made
            .files
            .is_some_and(|made| made.0 == self.page);
        if is_same {
            self.panes.files.refresh(document);
        } else {
            self.panes.files.show_new(document);
            self.panes.files.fit_view();
        }
        self.panes.made.files = Some(key);
        if let Some(spot) = self.panes.files_spot.take() {
            self.panes.files.put_back(&spot);
        }
        self.search_again(PaneId::Files);
    }
}
