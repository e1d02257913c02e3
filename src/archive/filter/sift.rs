//! Which mails hold a pattern at all: what a filter asks of a search.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use super::Sifted;
use crate::archive::Archive;
use crate::archive::search::{Pattern, search};
use crate::mail::MsgIdx;

/// Told of every stretch: which pattern, the mails that hold it, and how many were looked at.
pub type TellMails<'a> = &'a (dyn Fn(usize, Vec<MsgIdx>, usize) -> ControlFlow<()> + Sync);

/// Looks for patterns, one after the other, in all mails.
pub fn sift_mails(archive: &Archive, patterns: &[Pattern], tell: TellMails<'_>) {
    for (at, pattern) in patterns.iter().enumerate() {
        let is_whole = search(archive, pattern, &|found| {
            let mut mails: Vec<MsgIdx> = found.hits.iter().map(|hit| hit.message).collect();
            mails.dedup();
            tell(at, mails, found.mails)
        });
        if !is_whole {
            return;
        }
    }
}

/// The same at once.
pub fn sift_all(archive: &Archive, patterns: &[Pattern]) -> Sifted {
    let sifted = Mutex::new(vec![HashSet::new(); patterns.len()]);
    sift_mails(archive, patterns, &|at, mails, _| {
        let mut sifted = sifted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = sifted.get_mut(at) {
            found.extend(mails);
        }
        ControlFlow::Continue(())
    });
    sifted.into_inner().unwrap_or_else(PoisonError::into_inner)
}
