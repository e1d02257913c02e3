//! What the workers are to do, in the order of delivery.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

use crate::source::{RawMessage, Source, SourcePart, Warning};

/// Bytes of mails that are handed to a worker at once.
const BATCH: usize = 256 * 1024;

/// Bytes of the smallest and of the largest part of a mailbox that a worker splits: enough to
/// pay for the search of its first mail, and little enough that all cores end together.
const PART: (u64, u64) = (512 * 1024, 4 * 1024 * 1024);

/// What a worker is to do, and its place in the order of delivery.
pub(super) struct LoadTask {
    pub(super) number: u64,
    pub(super) work: Work,
}

pub(super) enum Work {
    Mails(Vec<RawMessage<'static>>),
    Part(usize, SourcePart),
    /// All parts of a source were handed out.
    End(usize),
}

/// Hands out parts and batches of mails in order, until somebody says stop.
pub(super) fn hand_out(
    sources: &[Arc<Source>],
    workers: usize,
    to: &SyncSender<LoadTask>,
    stop: &AtomicBool,
) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut number = 0;
    let mut send = |work: Work| {
        let sent = to.send(LoadTask { number, work });
        number += 1;
        match sent {
            Ok(()) if !stop.load(Ordering::Relaxed) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    };
    for (at, source) in sources.iter().enumerate() {
        let flow = if source.has_parts() {
            // What stands in one piece is cut anywhere: each worker looks for the separators of its
            // part.
            let parts = parts(source, workers).map(|part| Work::Part(at, part));
            parts.chain([Work::End(at)]).try_for_each(&mut send)
        } else {
            batches(source, &mut found, &mut send)
        };
        if flow.is_break() {
            break;
        }
    }
    found
}

/// Stretches of a mailbox, one by one as they come in. Where nobody knows how large it is they
/// grow with what was seen. Each waits for what would be the next one, too, so that who splits
/// it seldom has to wait for the rest of its last mail.
fn parts(source: &Source, workers: usize) -> impl Iterator<Item = SourcePart> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let size = source.known_size().unwrap_or(from);
        // Eight parts a worker: large enough that borders cost nothing, small enough that none
        // works alone at the end.
        let step = (size / (8 * workers as u64)).clamp(PART.0, PART.1);
        // Of what is still being unpacked a part is cut once there is more behind it, so that its
        // end is no end of the file.
        let end = source.reach(from + 2 * step).min(from + step);
        let range = std::mem::replace(&mut from, end)..end;
        (!range.is_empty()).then_some(SourcePart { range, known: None })
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
        // One mail a message between threads would cost more than to read it.
        if bytes >= BATCH {
            bytes = 0;
            flow = send(Work::Mails(std::mem::take(&mut batch)));
        }
        flow
    });
    flow?;
    send(Work::Mails(batch))
}
