//! Which mails hold a pattern at all: what a filter asks of a search.

use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use super::{Pattern, search};
use crate::archive::Archive;
use crate::archive::filter::Sifted;
use crate::mail::MsgIdx;

/// Told of every stretch: which pattern, the mails that hold it, and how many were looked at.
pub type TellMails<'a> = &'a (dyn Fn(usize, Vec<MsgIdx>, usize) -> ControlFlow<()> + Sync);

/// Looks for patterns, one after the other, in all mails.
pub fn sift(archive: &Archive, patterns: &[Pattern], tell: TellMails<'_>) {
    for (at, pattern) in patterns.iter().enumerate() {
        let stopped = Mutex::new(false);
        search(archive, pattern, &|found| {
            let mut mails: Vec<MsgIdx> = found.hits.iter().map(|hit| hit.message).collect();
            mails.dedup();
            let flow = tell(at, mails, found.mails);
            if flow.is_break() {
                *stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
            }
            flow
        });
        if stopped.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return;
        }
    }
}

/// The same at once.
pub fn sift_all(archive: &Archive, patterns: &[Pattern]) -> Sifted {
    let sifted = Mutex::new(Sifted::new());
    sifted
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .resize_with(patterns.len(), Default::default);
    sift(archive, patterns, &|at, mails, _| {
        let mut sifted = sifted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = sifted.get_mut(at) {
            found.extend(mails);
        }
        ControlFlow::Continue(())
    });
    sifted.into_inner().unwrap_or_else(PoisonError::into_inner)
}
