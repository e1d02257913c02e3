//! Reading what was answered, on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::talk::{Talk, Topic};

/// As long as this a frame waits for the answers, so that most pages are drawn once.
const PATIENCE: Duration = Duration::from_millis(4);

/// Answers that are being read. Dropping it stops that.
#[derive(Debug)]
pub(super) struct Talking {
    done: Receiver<Vec<Talk>>,
    stop: Arc<AtomicBool>,
    serial: u32,
}

impl Talking {
    /// Begins to read.
    pub(super) fn start(archive: Arc<Archive>, topics: Vec<Topic>, serial: u32) -> Self {
        let (sender, done) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::spawn(move || {
            let go_on = || !stopped.load(Ordering::Relaxed);
            let talks = topics
                .iter()
                .map(|topic| Talk::read(&archive, topic, &go_on));
            // Nobody waits for it any more when another page is shown.
            drop(sender.send(talks.collect()));
        });
        Self { done, stop, serial }
    }

    /// What was read, if it takes no longer than a moment.
    pub(super) fn wait(&mut self) -> Option<Msg> {
        self.take(PATIENCE)
    }

    /// What was read, if it is there.
    pub(super) fn poll(&mut self) -> Option<Msg> {
        self.take(Duration::ZERO)
    }

    /// The end of the thread without an answer, a panic included, is an answer without talks.
    fn take(&mut self, wait: Duration) -> Option<Msg> {
        match self.done.recv_timeout(wait) {
            Ok(talks) => Some(Msg::Talked(self.serial, talks)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Msg::Talked(self.serial, Vec::new())),
        }
    }
}

impl Drop for Talking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}
