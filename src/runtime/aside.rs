//! What a page needs besides its mail, read on a thread of its own: answers, net changes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::app::Msg;

/// As long as this a frame waits for it, so that most pages are drawn once.
const PATIENCE: Duration = Duration::from_millis(2);

/// Something that is being read for a page. Dropping it stops that.
#[derive(Debug)]
pub(super) struct Aside {
    done: Receiver<Msg>,
    stop: Arc<AtomicBool>,
    /// What is said where nothing was found out.
    none: fn(u32) -> Msg,
    serial: u32,
}

impl Aside {
    /// Begins with the page that has this number; `read` looks now and then whether to go on.
    pub(super) fn start(
        serial: u32,
        none: fn(u32) -> Msg,
        read: impl FnOnce(&dyn Fn() -> bool) -> Msg + Send + 'static,
    ) -> Self {
        let (sender, done) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::spawn(move || {
            // Nobody waits for it any more when another page is shown.
            drop(sender.send(read(&|| !stopped.load(Ordering::Relaxed))));
        });
        Self {
            done,
            stop,
            none,
            serial,
        }
    }

    /// What was read, if it takes no longer than a moment.
    pub(super) fn wait(&mut self) -> Option<Msg> {
        self.take(PATIENCE)
    }

    /// What was read, if it is there.
    pub(super) fn poll(&mut self) -> Option<Msg> {
        self.take(Duration::ZERO)
    }

    /// The end of the thread without an answer, a panic included, is an answer that says nothing.
    fn take(&mut self, wait: Duration) -> Option<Msg> {
        match self.done.recv_timeout(wait) {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some((self.none)(self.serial)),
        }
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
