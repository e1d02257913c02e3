//! A search through all mails: what was asked for, what was found so far, and where a hit leads.

use super::page::{Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::{Command, Jump, Model, SearchAsk, StopWork};
use crate::archive::search::{Hit, Pattern, SearchFound};
use crate::doc::build::Context;
use crate::doc::{Document, search};
use crate::mail::MsgIdx;

/// Hits that are listed: who needs more needs another pattern.
const LISTED: usize = 10_000;

/// The search of this run that was asked for last.
#[derive(Debug)]
pub(in crate::app) struct Grep {
    pattern: Pattern,
    /// Tells its results from those of an older search.
    pub(in crate::app) serial: u32,
    hits: Vec<Hit>,
    /// How many there were, listed or not.
    count: usize,
    mails: usize,
    unread: usize,
    pub(in crate::app) is_running: bool,
}

impl Grep {
    /// Takes in what was found since.
    fn take_found(&mut self, found: SearchFound, is_done: bool) {
        self.count += found.hits.len();
        self.mails += found.mails;
        self.unread += found.unread;
        // All are counted, so many are listed: `:grep e` must not fill memory.
        let room = LISTED.saturating_sub(self.hits.len());
        self.hits.extend(found.hits.into_iter().take(room));
        self.is_running &= !is_done;
    }

    /// `12 hits in 3400 of 109398 mails; Esc stops`.
    fn progress_note(&self, of: usize) -> String {
        let mut note = match self.count {
            1 => "1 hit".to_owned(),
            count => format!("{count} hits"),
        };
        if self.count > self.hits.len() {
            note.push_str(&format!(", the first {} are listed", self.hits.len()));
        }
        match (self.is_running, self.mails == of) {
            (true, _) => note.push_str(&format!(" in {} of {of} mails; Esc stops", self.mails)),
            (false, false) => {
                note.push_str(&format!(" in {} of {of} mails, then stopped", self.mails));
            }
            (false, true) => note.push_str(&format!(" in {of} mails")),
        }
        if self.unread > 0 {
            note.push_str(&format!("; {} could not be read again", self.unread));
        }
        note
    }

    /// The page of what was found.
    pub(in crate::app) fn hits_page(&self, context: &Context<'_>) -> Document {
        let note = self.progress_note(context.archive.len());
        search::build(&self.pattern, &note, &self.hits, context)
    }
}

impl Model {
    /// Begins a search; one that is under way ends.
    pub(in crate::app) fn begin_grep(&mut self, text: &str) -> Vec<Command> {
        if text.is_empty() {
            self.ask_grep();
            return Vec::new();
        }
        let pattern = match Pattern::new(text) {
            Ok(pattern) => pattern,
            Err(why) => {
                self.dialog.notices.fail(format!("not a pattern: {why}"));
                return Vec::new();
            }
        };
        let serial = self
            .reader
            .grep
            .as_ref()
            .map_or(0, |grep| grep.serial.wrapping_add(1));
        self.reader.grep = Some(Grep {
            pattern: pattern.clone(),
            serial,
            hits: Vec::new(),
            count: 0,
            mails: 0,
            unread: 0,
            is_running: true,
        });
        self.reader.built.changes += 1;
        self.visit_kind(PageKind::Grep);
        let search = SearchAsk::Grep(Box::new(pattern));
        vec![Command::Search(serial, search)]
    }

    /// Opens a mail at a line of its text, the pattern marked.
    pub(in crate::app) fn to_place(&mut self, message: MsgIdx, line: u32) {
        self.visit(Page::of(message, &self.archive));
        self.reader.jump = Some(Jump::Line(line));
    }
}

impl Reader {
    /// Takes results in, unless they are of an older search.
    pub(in crate::app) fn found(&mut self, serial: u32, found: SearchFound, is_done: bool) {
        // News of a search that another one took the place of.
        let Some(grep) = self.grep.as_mut().filter(|grep| grep.serial == serial) else {
            return;
        };
        grep.take_found(found, is_done);
        if self.page.kind == PageKind::Grep {
            self.built.changes += 1;
        }
    }

    /// Ends the search that is under way; what was found stays.
    pub(in crate::app) fn stop_grep(&mut self) -> Option<Command> {
        let grep = self.grep.as_mut().filter(|grep| grep.is_running)?;
        grep.is_running = false;
        self.built.changes += 1;
        Some(Command::Stop(StopWork::Grep))
    }
}
