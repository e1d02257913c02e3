//! Work on parts of an archive on all cores. Grouping is mostly waiting for memory, and that can
//! be done side by side; what comes of it does not depend on how many parts there are.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// Fewer mails or series than this are done before threads have begun.
const ALONE: usize = 5_000;

/// How many of a list make one part.
pub(super) fn share(len: usize) -> usize {
    if len < ALONE {
        return len.max(1);
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    len.div_ceil(cores)
}

/// What comes of each part, in their order; `beside` is done on this thread meanwhile.
pub(super) fn each_part<P: Send, R: Send, B>(
    parts: impl ExactSizeIterator<Item = P>,
    work: impl Fn(P) -> R + Sync,
    beside: impl FnOnce() -> B,
) -> (Vec<R>, B) {
    if parts.len() < 2 {
        return (parts.map(work).collect(), beside());
    }
    let work = &work;
    thread::scope(|scope| {
        let workers: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let other = beside();
        let done = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => resume_unwind(panic),
        });
        (done.collect(), other)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_order() {
        let numbers: Vec<u32> = (0..20_000).collect();
        let parts = numbers.chunks(share(numbers.len()));
        let (doubled, other) = each_part(parts, |part| part.iter().map(|n| 2 * n).collect(), || 7);
        let doubled: Vec<Vec<u32>> = doubled;
        assert!(
            doubled
                .concat()
                .iter()
                .copied()
                .eq((0..20_000).map(|n| 2 * n))
        );
        assert_eq!(other, 7);
    }
}
