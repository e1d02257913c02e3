//! Reading on all cores: stretches of a mailbox are split and parsed by workers, what can only be
//! split from its beginning is split on a thread of its own and parsed by workers, and everything
//! is merged here in the order of delivery. The result is the same for any number of cores.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::super::merge::{Read, Reader};
use super::Intake;
use crate::source::{Extent, Part, RawMessage, Source, Warning};

/// Bytes of mails that are handed to a worker at once.
const BATCH: usize = 256 * 1024;

/// Bytes of the smallest and of the largest part of a mailbox that a worker splits: enough to
/// pay for the search of its first mail, and little enough that all cores end together.
const PART: (u64, u64) = (512 * 1024, 4 * 1024 * 1024);

/// What a worker is to do, and its place in the order of delivery.
struct Task {
    number: u64,
    work: Work,
}

enum Work {
    Mails(Vec<RawMessage<'static>>),
    Part(usize, Part),
}

/// What came of it.
struct Done {
    number: u64,
    bytes: u64,
    mails: Vec<Read>,
    warnings: Vec<Warning>,
    /// Of which source which part, and where its messages stand.
    part: Option<(usize, Part, Option<Extent>)>,
}

/// Reads all sources; gives their warnings. The channels are bounded, so that no more waits in
/// memory than is worked on; this thread always drains, so nobody waits for ever.
pub(super) fn read(intake: &mut Intake<'_>) -> Vec<Warning> {
    let workers = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let (task_to, task_from) = sync_channel(2 * workers);
    let (done_to, done_from) = sync_channel(2 * workers);
    let (task_from, stop) = (&Mutex::new(task_from), &AtomicBool::new(false));
    let (sources, digests) = (intake.sources, intake.digests);
    thread::scope(|scope| {
        let planner = scope.spawn(move || plan(sources, workers, &task_to, stop));
        for _ in 0..workers {
            let done_to = done_to.clone();
            scope.spawn(move || {
                let _guard = Drain(task_from, stop);
                let mut reader = Reader::new(digests);
                work(sources, &mut reader, (task_from, &done_to), stop);
            });
        }
        drop(done_to);
        let mut merger = Merger::new(digests);
        let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
        let mut next = 0;
        for done in done_from {
            waiting.insert(done.number, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                if merger.take(done, intake).is_break() {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
        let mut found = planner.join().unwrap_or_default();
        found.append(&mut merger.warnings);
        found
    })
}

/// Puts parts together and sees that none overlaps another.
struct Merger {
    warnings: Vec<Warning>,
    reader: Reader,
    /// The source of the last part, and where its last message ends.
    reached: Option<(usize, u64)>,
}

impl Merger {
    fn new(digests: bool) -> Self {
        Self {
            warnings: Vec::new(),
            reader: Reader::new(digests),
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
                    let known = Part {
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
        self.warnings.append(&mut done.warnings);
        intake.take(done.bytes, done.mails)
    }
}

/// Whether a part begins where the messages before it end.
fn follows(next: u64, part: &Part, extent: Option<Extent>) -> bool {
    match extent {
        Some(extent) => extent.first == next,
        None => next >= part.range.end,
    }
}

/// Takes all tasks that are left where a worker panics, so that nobody waits for it; the panic
/// goes on to who asked for the load.
struct Drain<'a>(&'a Mutex<Receiver<Task>>, &'a AtomicBool);

impl Drop for Drain<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.1.store(true, Ordering::Relaxed);
            let from = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            while from.recv().is_ok() {}
        }
    }
}

/// Hands out parts and batches of mails in order, until somebody says stop.
fn plan(
    sources: &[Arc<Source>],
    workers: usize,
    to: &SyncSender<Task>,
    stop: &AtomicBool,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut number = 0;
    let mut send = |work: Work| {
        let sent = to.send(Task { number, work });
        number += 1;
        match sent {
            Ok(()) if !stop.load(Ordering::Relaxed) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    };
    for (at, source) in sources.iter().enumerate() {
        let flow = match source.size().filter(|_| source.has_parts()) {
            Some(size) => parts(size, workers).try_for_each(|part| send(Work::Part(at, part))),
            None => batches(source, &mut found, &mut send),
        };
        if flow.is_break() {
            break;
        }
    }
    found
}

/// Stretches of a mailbox of so many bytes.
fn parts(size: u64, workers: usize) -> impl Iterator<Item = Part> {
    let step = (size / (8 * workers as u64)).clamp(PART.0, PART.1);
    (0..size.div_ceil(step)).map(move |number| Part {
        range: number * step..size.min((number + 1) * step),
        known: None,
    })
}

fn batches(
    source: &Source,
    found: &mut Vec<Warning>,
    send: &mut dyn FnMut(Work) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut flow = ControlFlow::Continue(());
    let mut batch: Vec<RawMessage<'static>> = Vec::new();
    let mut bytes = 0;
    source.split(found, &mut |raw| {
        bytes += raw.bytes.len();
        batch.push(raw.into_owned());
        if bytes >= BATCH {
            bytes = 0;
            flow = send(Work::Mails(std::mem::take(&mut batch)));
        }
        flow
    });
    flow?;
    send(Work::Mails(batch))
}

/// Does what there is to do until there is no more; what comes after a stop is passed over.
fn work(
    sources: &[Arc<Source>],
    reader: &mut Reader,
    (from, to): (&Mutex<Receiver<Task>>, &SyncSender<Done>),
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
                    done.mails = mails.into_iter().flat_map(|raw| reader.read(raw)).collect();
                }
                Work::Part(at, part) => {
                    done.bytes = part.range.end - part.range.start;
                    let source = sources.get(at);
                    let extent = source.and_then(|s| split(s, &part, reader, &mut done));
                    done.part = Some((at, part, extent));
                }
            }
        }
        if to.send(done).is_err() {
            return;
        }
    }
}

/// Splits a part and parses its mails.
fn split(source: &Source, part: &Part, reader: &mut Reader, done: &mut Done) -> Option<Extent> {
    let Done {
        mails, warnings, ..
    } = done;
    source.split_part(part, warnings, &mut |raw| {
        mails.extend(reader.read(raw));
        ControlFlow::Continue(())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;

    use super::super::open;
    use super::*;

    /// Where each mail stands when the file is read in parts of so many bytes.
    fn in_parts(sources: &[Arc<Source>], step: u64) -> (Vec<std::ops::Range<u64>>, Vec<String>) {
        let corrections = crate::series::correct::Corrections::default();
        let request = super::super::Request {
            paths: &[],
            corrections: &corrections,
            digests: false,
        };
        let mut intake = Intake::new(sources, request, &|_| ControlFlow::Continue(()));
        let mut merger = Merger::new(false);
        let source = &sources[0];
        let size = source.size().unwrap();
        for number in 0..size.div_ceil(step) {
            let part = Part {
                range: number * step..size.min((number + 1) * step),
                known: None,
            };
            let mut done = Done {
                number,
                bytes: 0,
                mails: Vec::new(),
                warnings: Vec::new(),
                part: None,
            };
            let extent = split(source, &part, &mut Reader::new(false), &mut done);
            done.part = Some((0, part, extent));
            assert!(merger.take(done, &mut intake).is_continue());
        }
        let spans = intake.merged.messages.iter().map(|m| m.origin.span.clone());
        let odd = merger.warnings.into_iter().map(|w| w.what);
        (spans.collect(), odd.collect())
    }

    fn as_a_whole(source: &Source) -> (Vec<std::ops::Range<u64>>, Vec<String>) {
        let (mut spans, mut odd) = (Vec::new(), Vec::new());
        source.split(&mut odd, &mut |raw| {
            spans.push(raw.origin.span);
            ControlFlow::Continue(())
        });
        (spans, odd.into_iter().map(|w| w.what).collect())
    }

    proptest! {
        #[test]
        fn parts_of_any_size_are_the_whole(pieces in prop::collection::vec(0usize..7, 1..24), step in 1u64..700) {
            let mut text = String::new();
            for (number, piece) in pieces.iter().enumerate() {
                if number == 0 || *piece < 5 {
                    text.push_str("From a@b Tue May 11 02:41:58 2021\n");
                    text.push_str(&format!("Message-ID: <{number}@x>\nSubject: s\n"));
                }
                text.push_str(match piece {
                    0 => "\nshort\n\n",
                    1 => "Content-Length: 120\n\nlong\n\n",
                    2 => "Content-Length: 5\n\nwrong length\n\n",
                    3 => "\n>From here\nFrom there on\n\n",
                    4 => "\n\n\n",
                    5 => "junk\n\nFrom x\n\n",
                    _ => "more and more and more of it\n",
                });
            }
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(text.as_bytes()).unwrap();
            let sources = open(&[file.path().to_path_buf()]).unwrap();
            prop_assume!(sources[0].has_parts());
            prop_assert_eq!(in_parts(&sources, step), as_a_whole(&sources[0]));
        }

        #[test]
        fn a_length_that_lands_on_a_later_separator_is_followed(step in 1u64..400) {
            let inner = "From a@b Tue May 11 02:41:58 2021\nSubject: inner\n\nquoted whole\n";
            let body = format!("see:\n\n{inner}\n{inner}\n");
            let text = format!(
                "From a@b Tue May 11 02:41:58 2021\nMessage-ID: <1@x>\nContent-Length: {}\n\n{body}\n\
                 From a@b Tue May 11 02:41:58 2021\nMessage-ID: <2@x>\n\nend\n",
                body.len()
            );
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(text.as_bytes()).unwrap();
            let sources = open(&[file.path().to_path_buf()]).unwrap();
            let (spans, _) = in_parts(&sources, step);
            prop_assert_eq!(spans.len(), 2);
            prop_assert_eq!(spans, as_a_whole(&sources[0]).0);
        }
    }
}
