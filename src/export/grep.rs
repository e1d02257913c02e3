//! Lines that match a pattern, for scripts: `MESSAGE-ID:LINE:TEXT`, in the order of delivery.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use crate::archive::Archive;
use crate::archive::search::{Hit, Pattern, search};
use crate::mail::MsgIdx;
use crate::text;

/// Writes every line that matches; numbers count from 1, and what a terminal would act on is
/// shown instead.
pub fn write(archive: &Archive, pattern: &Pattern, out: &mut dyn Write) -> io::Result<()> {
    let all: Mutex<BTreeMap<MsgIdx, Vec<Hit>>> = Mutex::default();
    search(archive, pattern, &|found| {
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        for hit in found.hits {
            all.entry(hit.message).or_default().push(hit);
        }
        ControlFlow::Continue(())
    });
    let all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    for hit in all.into_values().flatten() {
        let Some(message) = archive.message(hit.message) else {
            continue;
        };
        let id = text::sanitize(message.id.as_str());
        let line = text::sanitize(&hit.text);
        writeln!(out, "{id}:{}:{line}", hit.line + 1)?;
    }
    out.flush()
}
