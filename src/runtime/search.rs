//! Searching all mails on threads of their own, while the loop goes on.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::search::{Found, Pattern, search};

/// A search that is under way. Dropping it stops it.
#[derive(Debug)]
pub(super) struct Looking {
    found: Receiver<Found>,
    stop: Arc<AtomicBool>,
    serial: u32,
    pub(super) done: bool,
}

impl Looking {
    /// Begins to look.
    pub(super) fn start(archive: Arc<Archive>, pattern: Pattern, serial: u32) -> Self {
        let (sender, found) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::spawn(move || {
            search(&archive, &pattern, &|found| {
                let sent = sender.send(found);
                if sent.is_err() || stopped.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
                ControlFlow::Continue(())
            });
        });
        Self {
            found,
            stop,
            serial,
            done: false,
        }
    }

    /// What was found since the last look, all of it together; the worker's end, a panic
    /// included, is the end of the search.
    pub(super) fn poll(&mut self) -> Option<Msg> {
        let mut found = Found::default();
        loop {
            match self.found.try_recv() {
                Ok(more) => {
                    found.hits.extend(more.hits);
                    found.mails += more.mails;
                    found.unread += more.unread;
                }
                Err(TryRecvError::Empty) if found.mails == 0 => return None,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.done = true;
                    break;
                }
            }
        }
        Some(Msg::Found {
            serial: self.serial,
            found,
            is_done: self.done,
        })
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
