//! Sources for tests.

use std::io;
use std::path::Path;

use super::blob::Blob;
use super::open;
use super::rest::{self, Bound, Rest};
use super::{Format, Source, SourceIdx};

/// A mailbox that comes in by so many bytes at once, and stays in memory up to so many.
pub(crate) fn trickle(text: &str, piece: u64, memory: u64) -> (Source, Rest) {
    let stream = Box::new(io::Cursor::new(text.to_owned()));
    let (store, rest) = rest::within(stream, Bound::STREAM, (piece, memory));
    let blob = Blob::Growing(store);
    let source = open::source(Path::new("a.mbox"), Format::Mbox, SourceIdx(0), blob);
    (source, rest)
}
