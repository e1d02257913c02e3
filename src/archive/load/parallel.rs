//! Reading on all cores: stretches of a mailbox are split and parsed by workers, also while the
//! rest of it is unpacked; what can only be split from its beginning is split on a thread of its
//! own and parsed by workers; and everything is merged here in the order of delivery. The result
//! is the same for any number of cores and whatever comes in when.

mod plan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::super::mail_read::MailRead;
use super::super::reader::MailReader;
use super::Intake;
use crate::source::{MOST_WARNINGS, MailExtent, Source, SourcePart, Warning};
use plan::{LoadTask, Work, hand_out};

/// Bytes of a mail on a list for patches, as a guess.
const BYTES_A_MAIL: u64 = 8 * 1024;

/// How long nothing may come before somebody is asked whether to go on: standard input may keep
/// everyone waiting.
const PATIENCE: Duration = Duration::from_millis(50);

/// What came of it.
struct Done {
    number: u64,
    bytes: u64,
    mails: Vec<MailRead>,
    warnings: Vec<Warning>,
    /// Of which source which part, and where its messages stand.
    part: Option<(usize, SourcePart, Option<MailExtent>)>,
}

/// Reads all sources; gives their warnings. The channels are bounded, so that no more waits in
/// memory than is worked on; this thread always drains, so nobody waits for ever.
pub(super) fn read(intake: &mut Intake<'_>) -> Vec<Warning> {
    let workers = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let (task_to, task_from) = sync_channel(2 * workers);
    let (done_to, done_from) = sync_channel(2 * workers);
    let (task_from, stop) = (&Mutex::new(task_from), &AtomicBool::new(false));
    let (sources, digests) = (intake.sources, intake.digests);
    let bytes = intake.progress.of / workers.max(1) as u64;
    thread::scope(|scope| {
        let planner = scope.spawn(move || hand_out(sources, workers, &task_to, stop));
        for _ in 0..workers {
            let done_to = done_to.clone();
            scope.spawn(move || {
                let _guard = Drain(task_from, stop);
                let mut reader = MailReader::of_many(digests, bytes);
                work(sources, &mut reader, (task_from, &done_to), stop);
            });
        }
        drop(done_to);
        let _halt = Halt(sources);
        let mut merger = Merger::new(digests);
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut next = 0;
        loop {
            match done_from.recv_timeout(PATIENCE) {
                Ok(done) => {
                    waiting.insert(done.number, done);
                }
                Err(RecvTimeoutError::Timeout) => {
                    let _ = intake.ask_watch();
                }
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                // It keeps in mind whether to stop.
                let _ = merger.take(done, intake);
            }
            // A worker that panics says stop as well.
            if intake.is_stopped || intake.is_full || stop.load(Ordering::Relaxed) {
                stop.store(true, Ordering::Relaxed);
                halt(sources);
            }
        }
        let mut found = planner.join().unwrap_or_default();
        found.append(&mut merger.warnings);
        found
    })
}

/// Ends all waiting for what is still to be unpacked.
fn halt(sources: &[Arc<Source>]) {
    for source in sources {
        source.stop_reading();
    }
}

/// Does so when the merging ends, by a panic too: the threads beside it are waited for.
struct Halt<'a>(&'a [Arc<Source>]);

impl Drop for Halt<'_> {
    fn drop(&mut self) {
        halt(self.0);
    }
}

/// Puts parts together and sees that none overlaps another.
struct Merger {
    warnings: Vec<Warning>,
    reader: MailReader,
    /// The source of the last part, and where its last message ends.
    reached: Option<(usize, u64)>,
}

impl Merger {
    fn new(digests: bool) -> Self {
        Self {
            warnings: Vec::new(),
            reader: MailReader::new(digests),
            reached: None,
        }
    }

    fn take(&mut self, mut done: Done, intake: &mut Intake<'_>) -> ControlFlow<()> {
        if let Some((source, part, extent)) = done.part.take() {
            let reached = self.reached.filter(|(of, _)| *of == source);
            let mut extent = extent;
            if let Some((_, next)) = reached
                && !follows(next, &part, extent)
            {
                // A Content-Length led into this part or over it.
                (done.mails, done.warnings, extent) = (Vec::new(), Vec::new(), None);
                if next < part.range.end {
                    let known = SourcePart {
                        known: Some(next),
                        ..part
                    };
                    if let Some(source) = intake.sources.get(source) {
                        extent = split(source, &known, &mut self.reader, &mut done);
                    }
                }
            }
            let next = extent.map(|extent| extent.next);
            let next = next.or_else(|| reached.map(|(_, next)| next));
            self.reached = next.map(|next| (source, next));
        }
        // One of each, whatever came before: it may say why the rest is left out.
        let room = MOST_WARNINGS.saturating_sub(self.warnings.len()).max(1);
        self.warnings.extend(done.warnings.into_iter().take(room));
        intake.take_batch(done.bytes, done.mails)
    }
}

/// Whether a part begins where the messages before it end.
fn follows(next: u64, part: &SourcePart, extent: Option<MailExtent>) -> bool {
    match extent {
        Some(extent) => extent.first == next,
        None => next >= part.range.end,
    }
}

/// Takes all tasks that are left where a worker panics, so that nobody waits for it; the panic
/// goes on to who asked for the load.
struct Drain<'a>(&'a Mutex<Receiver<LoadTask>>, &'a AtomicBool);

impl Drop for Drain<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.1.store(true, Ordering::Relaxed);
            let from = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            while from.recv().is_ok() {}
        }
    }
}

/// Does what there is to do until there is no more; what comes after a stop is passed over.
fn work(
    sources: &[Arc<Source>],
    reader: &mut MailReader,
    (from, to): (&Mutex<Receiver<LoadTask>>, &SyncSender<Done>),
    stop: &AtomicBool,
) {
    loop {
        let next = from.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(task) = next else { return };
        let mut done = Done {
            number: task.number,
            bytes: 0,
            mails: Vec::new(),
            warnings: Vec::new(),
            part: None,
        };
        if !stop.load(Ordering::Relaxed) {
            match task.work {
                Work::Mails(mails) => {
                    done.bytes = mails.iter().map(|raw| raw.bytes.len() as u64).sum();
                    done.mails.reserve(mails.len());
                    for raw in mails {
                        reader.read_mail(raw, &mut done.mails);
                    }
                }
                Work::Part(at, part) => {
                    done.bytes = part.range.end - part.range.start;
                    // Mails are large to move, as a list does that grows.
                    let guess = usize::try_from(done.bytes / BYTES_A_MAIL).unwrap_or_default();
                    done.mails.reserve(guess);
                    let source = sources.get(at);
                    let extent = source.and_then(|s| split(s, &part, reader, &mut done));
                    done.part = Some((at, part, extent));
                }
                Work::End(at) => {
                    let source = sources.get(at);
                    done.warnings.extend(source.and_then(|s| s.odd_end()));
                }
            }
        }
        if to.send(done).is_err() {
            return;
        }
    }
}

/// Splits a part and parses its mails.
fn split(
    source: &Source,
    part: &SourcePart,
    reader: &mut MailReader,
    done: &mut Done,
) -> Option<MailExtent> {
    let Done {
        mails, warnings, ..
    } = done;
    source.split_part(part, warnings, &mut |raw| {
        reader.read_mail(raw, mails);
        ControlFlow::Continue(())
    })
}
