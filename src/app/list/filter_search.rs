//! Terms of a filter that stand in the mails themselves: looked for beside the loop.

use crate::app::list::state::Lister;
use crate::app::{Command, Model, SearchAsk, StopWork};
use crate::archive::filter::{Filter, Sifted};
use crate::mail::MsgIdx;

/// How far that is.
#[derive(Debug, Default)]
pub(in crate::app) struct Sifting {
    /// Tells its results from those of an older filter.
    serial: u32,
    is_asked: bool,
    is_running: bool,
    /// An older search is still under way.
    must_stop: bool,
    /// Mails looked at, for all patterns together.
    mails: usize,
}

impl Model {
    /// `38 %`, while it runs.
    pub(in crate::app) fn sift_progress(&self) -> Option<String> {
        let all = self.archive.len() * self.lister.choice.filter.deep_patterns().len();
        let share = (self.lister.sifting.mails * 100).checked_div(all)?;
        self.lister
            .sifting
            .is_running
            .then(|| format!("looking: {share} %, Esc stops "))
    }
}

impl Lister {
    /// Filters the list; a query that cannot be read yet leaves it as it is.
    pub(in crate::app) fn set_filter(&mut self, now: i64, query: &str) {
        query.clone_into(&mut self.choice.query);
        // While it is typed it may be no filter yet: the list stays as it was.
        if let Ok(filter) = Filter::parse(query, now) {
            self.choice.filter = filter;
            self.filter_anew();
            self.built.changes += 1;
        }
    }

    /// Forgets what was found: there is another filter, or another archive.
    pub(in crate::app) fn filter_anew(&mut self) {
        let before = std::mem::take(&mut self.sifting);
        self.sifting = Sifting {
            serial: before.serial.wrapping_add(1),
            // The search for the filter before is told to end by the next question, which may be
            // none.
            must_stop: before.is_running || before.must_stop,
            ..Sifting::default()
        };
        self.choice.sifted = Sifted::new();
        let count = self.choice.filter.deep_patterns().len();
        self.choice.sifted.resize_with(count, Default::default);
    }

    /// Asks for what the filter needs, once.
    pub(in crate::app) fn ask_filter(&mut self) -> Option<Command> {
        let patterns = self.choice.filter.deep_patterns();
        let sifting = &self.sifting;
        if sifting.is_asked || (patterns.is_empty() && !sifting.must_stop) {
            return None;
        }
        let serial = sifting.serial;
        self.sifting.is_asked = true;
        self.sifting.must_stop = false;
        self.sifting.is_running = !patterns.is_empty();
        Some(if patterns.is_empty() {
            Command::Stop(StopWork::Filter)
        } else {
            Command::Search(serial, SearchAsk::Filter(patterns.to_vec()))
        })
    }

    /// Takes results in, unless they are of an older filter.
    pub(in crate::app) fn sifted(
        &mut self,
        serial: u32,
        found: Vec<(usize, Vec<MsgIdx>, usize)>,
        is_done: bool,
    ) {
        // News of the search for another filter.
        if self.sifting.serial != serial {
            return;
        }
        for (at, mails, looked_at) in found {
            self.sifting.mails += looked_at;
            if let Some(sifted) = self.choice.sifted.get_mut(at) {
                sifted.extend(mails);
            }
        }
        self.sifting.is_running &= !is_done;
        self.built.changes += 1;
    }

    /// Ends the search; what was found stays.
    pub(in crate::app) fn stop_sift(&mut self) -> Option<Command> {
        let is_running = std::mem::take(&mut self.sifting.is_running);
        is_running.then_some(Command::Stop(StopWork::Filter))
    }
}
