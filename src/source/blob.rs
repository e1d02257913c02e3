//! Bytes that can be read again at any position: a file, memory, an unlinked temporary file.
//!
//! No memory map: a file that is cut while it is open must give an error, not a signal.

use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// Bytes at either end of a file that are kept, to tell a file that grew from another one.
const EDGE: u64 = 1024;

/// A store of bytes.
#[derive(Debug)]
pub(super) enum Blob {
    /// A file of the user's.
    Disk(Disk),
    /// Bytes that were unpacked or came from standard input, or a small file.
    Memory(Vec<u8>),
    /// The same, too large for memory: a file without a name.
    Temporary { file: File, len: u64 },
}

/// A file of the user's as it was when it was opened.
#[derive(Debug)]
pub(super) struct Disk {
    file: File,
    len: u64,
    stamp: u64,
    edges: [Vec<u8>; 2],
}

/// What became of a store since it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing.
    None,
    /// It was written to, but begins as before and what was its end is still there.
    Grown,
    /// It is another file now, or shorter.
    Other,
}

/// Length and time of change as one number: another one means that a file was written to.
pub(super) fn stamp(meta: &Metadata) -> u64 {
    let since = meta.modified().ok();
    let since = since.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let nanos = since.map_or(0, |since| since.as_nanos());
    // The low bits tell two moments apart; 0 is left for "not known".
    let nanos = u64::try_from(nanos & u128::from(u64::MAX)).unwrap_or(0);
    (meta.len().rotate_left(40) ^ nanos) | 1
}

impl Blob {
    /// Takes a file for reading only.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let meta = file.metadata()?;
        let len = meta.len();
        let edges = edges(&file, len)?;
        Ok(Self::Disk(Disk {
            file,
            len,
            stamp: stamp(&meta),
            edges,
        }))
    }

    /// Bytes there are; for a file of the user's, when it was opened.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk(Disk { len, .. }) | Self::Temporary { len, .. } => *len,
        }
    }

    /// Reads a span; an error where it is not there any more.
    pub(super) fn read(&self, span: Range<u64>) -> io::Result<Vec<u8>> {
        if let Self::Memory(bytes) = self {
            return within(bytes, &span)
                .map(<[u8]>::to_vec)
                .ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        // Before memory is asked for: a span may be of a file that is no longer so long.
        let there = self.file().map(File::metadata).transpose()?;
        if there.is_none_or(|meta| meta.len() < span.end) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let size = span.end.saturating_sub(span.start);
        let mut bytes = vec![0; usize::try_from(size).map_err(io::Error::other)?];
        if self.fill(span.start, &mut bytes)? < bytes.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    /// Fills a buffer from a position on; how much there was.
    pub(super) fn fill(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        if let Self::Memory(bytes) = self {
            let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..));
            return io::Read::read(&mut rest.unwrap_or_default(), buffer);
        }
        self.file().map_or(Ok(0), |file| fill(file, at, buffer))
    }

    fn file(&self) -> Option<&File> {
        match self {
            Self::Memory(_) => None,
            Self::Disk(Disk { file, .. }) | Self::Temporary { file, .. } => Some(file),
        }
    }

    /// The first bytes, for detection.
    pub(super) fn head(&self, size: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; size.min(usize::try_from(self.len()).unwrap_or(size))];
        let count = self.fill(0, &mut head)?;
        head.truncate(count);
        Ok(head)
    }

    /// What became of it, where `now` is what stands in its place.
    pub(super) fn became(&self, now: &Self) -> io::Result<Change> {
        let (Self::Disk(old), Self::Disk(new)) = (self, now) else {
            return Ok(Change::Other);
        };
        if old.stamp == new.stamp {
            return Ok(Change::None);
        }
        let grown = new.len > old.len && edges(&new.file, old.len)? == old.edges;
        Ok(if grown { Change::Grown } else { Change::Other })
    }

    /// What became of a file of the user's since it was opened.
    pub(super) fn change(&self) -> io::Result<Change> {
        let Self::Disk(disk) = self else {
            return Ok(Change::None);
        };
        let meta = disk.file.metadata()?;
        if stamp(&meta) == disk.stamp {
            return Ok(Change::None);
        }
        let grown = meta.len() >= disk.len && edges(&disk.file, disk.len)? == disk.edges;
        Ok(if grown { Change::Grown } else { Change::Other })
    }
}

fn within<'a>(bytes: &'a [u8], span: &Range<u64>) -> Option<&'a [u8]> {
    let (start, end) = (span.start.try_into().ok()?, span.end.try_into().ok()?);
    bytes.get::<Range<usize>>(start..end)
}

fn fill(file: &File, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    let mut done = 0;
    while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at + done as u64) {
            Ok(0) => break,
            Ok(count) => done += count,
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
