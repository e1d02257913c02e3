//! Syntax colours, on a thread of its own.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread;

use crate::app::Msg;
use crate::doc::diff::colour::{Colours, Job, colour};

/// The thread that colours, and how many answers are still to come: one a block.
#[derive(Debug)]
pub(super) struct Painter {
    jobs: Sender<(u32, Job)>,
    done: Receiver<(u32, Colours)>,
    open: usize,
}

impl Painter {
    pub(super) fn new() -> Self {
        let (jobs, todo) = channel::<(u32, Job)>();
        let (sender, done) = channel();
        thread::spawn(move || {
            // The newest first: it is what is looked at now.
            let mut stack = Vec::new();
            while let Some((serial, job)) = next(&todo, &mut stack) {
                // Block by block: what is in view does not wait for what stands below.
                for block in job.blocks {
                    let one = Job {
                        text: Arc::clone(&job.text),
                        blocks: vec![block],
                    };
                    if sender.send((serial, colour(&one))).is_err() {
                        return;
                    }
                }
            }
        });
        Self {
            jobs,
            done,
            open: 0,
        }
    }

    /// Adds a job; one that nobody takes any more leaves the text without colours.
    pub(super) fn add(&mut self, serial: u32, job: Job) {
        let blocks = job.blocks.len();
        if self.jobs.send((serial, job)).is_ok() {
            self.open += blocks;
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.open > 0
    }

    /// What was done since the last look.
    pub(super) fn poll(&mut self) -> Option<Msg> {
        match self.done.try_recv() {
            Ok((serial, colours)) => {
                self.open -= 1;
                Some(Msg::Coloured(serial, colours))
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.open = 0;
                None
            }
        }
    }
}

/// The newest job; none when nobody can send any more.
fn next(todo: &Receiver<(u32, Job)>, stack: &mut Vec<(u32, Job)>) -> Option<(u32, Job)> {
    if stack.is_empty() {
        stack.push(todo.recv().ok()?);
    }
    stack.extend(todo.try_iter());
    stack.pop()
}
