//! Looking through all mails on threads of their own, while the loop goes on: for the hits of a
//! search, or for the mails that a filter wants.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::search::{Found, Pattern, search, sift};
use crate::mail::MsgIdx;

/// A search that is under way. Dropping it stops it, for nobody takes its results any more.
#[derive(Debug)]
pub(super) struct Search<T> {
    found: Receiver<T>,
    /// What came together since the last look, and whether that is the end.
    tell: fn(u32, Vec<T>, bool) -> Msg,
    serial: u32,
}

/// Of one pattern: which it is, the mails that hold it, how many were looked at.
pub(super) type Sifted = (usize, Vec<MsgIdx>, usize);

/// Looks for the lines that a pattern matches.
pub(super) fn grep(archive: Arc<Archive>, pattern: Pattern, serial: u32) -> Search<Found> {
    let tell = |serial, all: Vec<Found>, is_done| {
        let mut found = Found::default();
        for more in all {
            found.hits.extend(more.hits);
            found.mails += more.mails;
            found.unread += more.unread;
        }
        Msg::Found {
            serial,
            found,
            is_done,
        }
    };
    Search::start(serial, tell, move |give| {
        search(&archive, &pattern, give);
    })
}

/// Looks for the terms of a filter.
pub(super) fn sifting(
    archive: Arc<Archive>,
    patterns: Vec<Pattern>,
    serial: u32,
) -> Search<Sifted> {
    let tell = |serial, found, is_done| Msg::Sifted {
        serial,
        found,
        is_done,
    };
    Search::start(serial, tell, move |give| {
        sift(&archive, &patterns, &|at, mails, count| {
            give((at, mails, count))
        });
    })
}

impl<T: Send + 'static> Search<T> {
    fn start(
        serial: u32,
        tell: fn(u32, Vec<T>, bool) -> Msg,
        look: impl FnOnce(&(dyn Fn(T) -> ControlFlow<()> + Sync)) + Send + 'static,
    ) -> Self {
        let (sender, found) = channel();
        thread::spawn(move || {
            look(&|found| match sender.send(found) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            });
        });
        Self {
            found,
            tell,
            serial,
        }
    }

    /// What was found since the last look, if anything, and whether that was all; the thread's
    /// end, a panic included, is the end of the search.
    pub(super) fn poll(&self) -> (Option<Msg>, bool) {
        let mut found = Vec::new();
        let is_done = loop {
            match self.found.try_recv() {
                Ok(more) => found.push(more),
                Err(TryRecvError::Empty) => break false,
                Err(TryRecvError::Disconnected) => break true,
            }
        };
        let is_news = is_done || !found.is_empty();
        let msg = is_news.then(|| (self.tell)(self.serial, found, is_done));
        (msg, is_done)
    }
}

/// The news of a search, which ends with its last.
pub(super) fn news<T: Send + 'static>(search: &mut Option<Search<T>>) -> Option<Msg> {
    let (msg, is_done) = search.as_ref()?.poll();
    if is_done {
        *search = None;
    }
    msg
}
