//! Bytes that can be read again at any position: a file, memory, an unlinked temporary file.
//!
//! No memory map: a file that is cut while it is open must give an error, not a signal.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::SystemTime;

/// A store of bytes.
#[derive(Debug)]
pub(super) enum Blob {
    /// A file of the user's, with its length and time stamp when it was opened.
    Disk {
        file: File,
        len: u64,
        modified: Option<SystemTime>,
    },
    /// Bytes that were unpacked or came from standard input.
    Memory(Vec<u8>),
    /// The same, too large for memory: a file without a name.
    Temporary { file: File, len: u64 },
}

impl Blob {
    /// Opens a file for reading only.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let meta = file.metadata()?;
        Ok(Self::Disk {
            file,
            len: meta.len(),
            modified: meta.modified().ok(),
        })
    }

    /// Bytes there are; for a file of the user's, when it was opened.
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk { len, .. } | Self::Temporary { len, .. } => *len,
        }
    }

    /// Reads a span; an error where it is not there any more.
    pub(super) fn read(&self, span: Range<u64>) -> io::Result<Vec<u8>> {
        let size =
            usize::try_from(span.end.saturating_sub(span.start)).map_err(io::Error::other)?;
        match self {
            Self::Memory(bytes) => {
                let start = usize::try_from(span.start).map_err(io::Error::other)?;
                let found = start
                    .checked_add(size)
                    .and_then(|end| bytes.get(start..end));
                found
                    .map(<[u8]>::to_vec)
                    .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
            }
            Self::Disk { file, .. } | Self::Temporary { file, .. } => {
                if file.metadata()?.len() < span.end {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let mut bytes = vec![0; size];
                file.read_exact_at(&mut bytes, span.start)?;
                Ok(bytes)
            }
        }
    }

    /// Fills a buffer from a position on; how much there was.
    pub(super) fn fill(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(bytes) => {
                let rest = usize::try_from(at)
                    .ok()
                    .and_then(|at| bytes.get(at..))
                    .unwrap_or_default();
                let count = rest.len().min(buffer.len());
                for (to, from) in buffer.iter_mut().zip(rest) {
                    *to = *from;
                }
                Ok(count)
            }
            Self::Disk { file, .. } | Self::Temporary { file, .. } => {
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
        }
    }

    /// The first bytes, for detection.
    pub(super) fn head(&self, size: usize) -> io::Result<Vec<u8>> {
        let mut head = vec![0; size.min(usize::try_from(self.len()).unwrap_or(size))];
        let count = self.fill(0, &mut head)?;
        head.truncate(count);
        Ok(head)
    }

    /// Whether a file of the user's was written to since it was opened.
    pub(super) fn is_changed(&self) -> bool {
        match self {
            Self::Disk {
                file,
                len,
                modified,
            } => file.metadata().map_or(true, |meta| {
                meta.len() != *len || meta.modified().ok() != *modified
            }),
            Self::Memory(_) | Self::Temporary { .. } => false,
        }
    }
}
