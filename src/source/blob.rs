//! Bytes that can be read again at any position: of a file, in memory, or still being unpacked.
//!
//! No memory map: a file that is cut while it is open must give an error, not a signal.

mod growing;

use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::sync::Arc;

use super::regular;

pub(super) use growing::Growing;

/// Bytes at either end of a file that are kept, to tell a file that grew from another one.
const EDGE: u64 = 1024;

/// A store of bytes.
#[derive(Debug)]
pub(super) enum Blob {
    /// A file of the user's.
    Disk(Disk),
    /// A small file.
    Memory(Vec<u8>),
    /// Bytes that are or were unpacked, or come from standard input.
    Growing(Arc<Growing>),
}

/// A file of the user's as it was when it was opened.
#[derive(Debug)]
pub(super) struct Disk {
    file: File,
    len: u64,
    stamp: Stamp,
    edges: [Vec<u8>; 2],
}

/// A change of a store since it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BlobChange {
    /// Nothing.
    None,
    /// It was written to, but begins as before and what was its end is still there.
    Grown,
    /// It is another file now, or shorter.
    Other,
}

/// The state of a file: its length, when it was written to, and when anything of it changed.
/// A program can set the first time to anything; the second is the system's own.
type Stamp = (u64, (i64, i64), (i64, i64));

fn stamp(meta: &Metadata) -> Stamp {
    (
        meta.len(),
        // Nanoseconds: a mailbox may be written twice within one second.
        (meta.mtime(), meta.mtime_nsec()),
        (meta.ctime(), meta.ctime_nsec()),
    )
}

/// Copies that are made of a mail, by its size: it is decoded, split and shown.
const MADE: usize = 3;

/// Returns zeros into which some input is read. It is an error where there is no memory for that
/// and for what is made of it, as an allocation that fails elsewhere would end the program.
fn zeroed_room(size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    widen(&mut bytes, size)?;
    // Asked for and given back: a mail is refused here, with a notice, and not where it is decoded.
    if size > LARGE {
        let made = Vec::<u8>::new().try_reserve_exact(size.saturating_mul(MADE));
        made.map_err(|_refused| io::ErrorKind::OutOfMemory)?;
    }
    Ok(bytes)
}

/// Makes room for more of the input; an error where there is no memory for it.
pub(super) fn widen(bytes: &mut Vec<u8>, size: usize) -> io::Result<()> {
    let more = size.saturating_sub(bytes.len());
    let asked = bytes.try_reserve_exact(more);
    asked.map_err(|_refused| io::ErrorKind::OutOfMemory)?;
    bytes.resize(size, 0);
    Ok(())
}

/// Only from so many bytes on it is asked whether there is memory for the copies as well.
const LARGE: usize = 1 << 20;

impl Blob {
    /// Takes a file that the user named, for reading only.
    pub(super) fn open_file(path: &Path) -> io::Result<Self> {
        Self::on_disk(regular::open_named(path)?)
    }

    /// Takes a file that a folder lists.
    pub(super) fn open_listed(path: &Path) -> io::Result<Self> {
        Self::on_disk(regular::open_regular(path)?)
    }

    fn on_disk((file, meta): (File, Metadata)) -> io::Result<Self> {
        let len = meta.len();
        let edges = edges(&file, len)?;
        Ok(Self::Disk(Disk {
            file,
            len,
            stamp: stamp(&meta),
            edges,
        }))
    }

    /// Bytes there are; for a file of the user's, when it was opened. As good as endless while
    /// nobody knows.
    pub(super) fn len(&self) -> u64 {
        self.known_size().unwrap_or(u64::MAX)
    }

    /// Bytes there are, where that is known.
    pub(super) fn known_size(&self) -> Option<u64> {
        match self {
            Self::Memory(bytes) => Some(bytes.len() as u64),
            Self::Disk(Disk { len, .. }) => Some(*len),
            Self::Growing(store) => store.known_size(),
        }
    }

    /// Waits for so many bytes or for the end. Returns how many of them there are.
    pub(super) fn reach(&self, until: u64) -> u64 {
        match self {
            Self::Memory(_) | Self::Disk(_) => self.len().min(until),
            Self::Growing(store) => store.reach(until),
        }
    }

    /// Whether the store ends at a place; an error where it was given up before that was known.
    pub(super) fn ends_at(&self, at: u64) -> io::Result<bool> {
        Ok(match self {
            Self::Memory(_) | Self::Disk(_) => self.len() <= at,
            Self::Growing(store) => store.fill_from(at, &mut [0])? == 0,
        })
    }

    /// Reads everything, waiting for it.
    #[cfg(test)]
    pub(super) fn whole(&self) -> io::Result<Vec<u8>> {
        self.read(0..self.reach(u64::MAX))
    }

    /// Reads a span; an error where it is not there any more.
    pub(super) fn read(&self, span: Range<u64>) -> io::Result<Vec<u8>> {
        // Before memory is asked for: the file may have been cut since its mail was found.
        let there = match self {
            Self::Memory(_) | Self::Growing(_) => self.reach(span.end),
            Self::Disk(disk) => disk.file.metadata()?.len(),
        };
        if there < span.end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let size = span.end.saturating_sub(span.start);
        let mut bytes = zeroed_room(usize::try_from(size).map_err(io::Error::other)?)?;
        if self.fill(span.start, &mut bytes)? < bytes.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    /// Fills a buffer from a position on. Returns how many bytes there were.
    pub(super) fn fill(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..));
                io::Read::read(&mut rest.unwrap_or_default(), buffer)
            }
            Self::Disk(disk) => fill(&disk.file, at, buffer),
            Self::Growing(store) => store.fill_from(at, buffer),
        }
    }

    /// The first bytes, for detection.
    pub(super) fn head(&self, size: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; size.min(usize::try_from(self.len()).unwrap_or(size))];
        let count = self.fill(0, &mut head)?;
        head.truncate(count);
        Ok(head)
    }

    /// Returns how it changed, where `now` is the store that stands in its place.
    pub(super) fn became(&self, now: &Self) -> io::Result<BlobChange> {
        let (Self::Disk(old), Self::Disk(new)) = (self, now) else {
            return Ok(BlobChange::Other);
        };
        if old.stamp == new.stamp {
            return Ok(BlobChange::None);
        }
        // The old end must still be there: a mailbox that was sorted or cleaned up, and grew by a
        // mail, begins as before.
        let grown = new.len > old.len && edges(&new.file, old.len)? == old.edges;
        Ok(if grown {
            BlobChange::Grown
        } else {
            BlobChange::Other
        })
    }
}

fn fill(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at + done as u64) {
            Ok(0) => break,
            Ok(count) => done += count,
            // A signal, such as that of a resized terminal, is no error.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// The first bytes of a file, and the last before a length.
fn edges(file: &File, len: u64) -> io::Result<[Vec<u8>; 2]> {
    let edge = |at| {
        let mut bytes = vec![0; usize::try_from(EDGE.min(len)).unwrap_or(0)];
        let count = fill(file, at, &mut bytes)?;
        bytes.truncate(count);
        io::Result::Ok(bytes)
    };
    Ok([edge(0)?, edge(len.saturating_sub(EDGE))?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_there_is_no_memory_for_is_refused() {
        let kind = |size| zeroed_room(size).unwrap_err().kind();
        assert_eq!(kind(usize::MAX), io::ErrorKind::OutOfMemory);
        assert_eq!(kind(1 << 60), io::ErrorKind::OutOfMemory);
        assert_eq!(zeroed_room(3).unwrap(), [0; 3]);
    }
}
