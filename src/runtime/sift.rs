//! Looking for the terms of a filter in all mails, on threads of their own.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::search::{Pattern, sift};
use crate::mail::MsgIdx;

/// A search that is under way. Dropping it stops it, for nobody takes its results any more.
#[derive(Debug)]
pub(super) struct Sifting {
    found: Receiver<(usize, Vec<MsgIdx>, usize)>,
    serial: u32,
}

impl Sifting {
    /// Begins to look.
    pub(super) fn start(archive: Arc<Archive>, patterns: Vec<Pattern>, serial: u32) -> Self {
        let (sender, found) = channel();
        thread::spawn(move || {
            sift(
                &archive,
                &patterns,
                &|at, mails, count| match sender.send((at, mails, count)) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                },
            );
        });
        Self { found, serial }
    }

    /// What was found since the last look, all of it together, and whether that was all.
    pub(super) fn poll(&mut self) -> (Option<Msg>, bool) {
        let mut found = Vec::new();
        let is_done = loop {
            match self.found.try_recv() {
                Ok(more) => found.push(more),
                Err(TryRecvError::Empty) => break false,
                Err(TryRecvError::Disconnected) => break true,
            }
        };
        let is_news = is_done || !found.is_empty();
        let msg = is_news.then_some(Msg::Sifted {
            serial: self.serial,
            found,
            is_done,
        });
        (msg, is_done)
    }
}
