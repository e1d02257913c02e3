//! A stretch of a store, moved over it, so that only one message of a mailbox is in memory.

use std::cell::Cell;
use std::io;
use std::ops::Range;

use super::Begin;
use crate::source::blob::{Blob, widen};
use crate::source::headers::first_line;

/// Bytes asked for at a time. Large enough that a call costs nothing beside it.
pub(super) const CHUNK: usize = 128 << 10;

thread_local! {
    /// The room of the last window of this thread: a worker reads one part after the other.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        if self.bytes.len() <= 8 * CHUNK {
            ROOM.set(std::mem::take(&mut self.bytes));
        }
    }
}

/// A stretch of a store, moved over it.
pub(super) struct Window<'a> {
    pub(super) blob: &'a Blob,
    /// What was read, and room behind it that is used again.
    bytes: Vec<u8>,
    /// How much of it was read.
    pub(super) filled: usize,
    /// Where the window begins in the store.
    pub(super) base: u64,
    /// Whether nothing stands behind it.
    pub(super) ended: bool,
}

impl<'a> Window<'a> {
    pub(super) fn new(blob: &'a Blob, begin: Begin) -> Self {
        let base = match begin {
            Begin::Start => 0,
            Begin::Separator(at) => at,
            // With the blank line that may stand before a separator.
            Begin::Anywhere(at) => at.saturating_sub(3),
        };
        Self {
            blob,
            bytes: ROOM.take(),
            filled: 0,
            base,
            ended: false,
        }
    }

    pub(super) fn get(&self, range: Range<usize>) -> &[u8] {
        let filled = self.bytes.get(..self.filled).unwrap_or_default();
        filled.get(range).unwrap_or_default()
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.get(at..self.filled).first().copied()
    }

    /// The line at a place, as far as it is here.
    pub(super) fn line(&self, start: usize) -> &[u8] {
        first_line(self.get(start..self.filled))
    }

    /// Reads on; false at the end.
    pub(super) fn grow(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let had = self.filled;
        let at = self.base + had as u64;
        // In proportion, so that moving the bytes costs no more than reading them.
        let step = CHUNK.max(had / 2);
        let left = self.blob.len().saturating_sub(at);
        let room = usize::try_from(left).map_or(step, |left| left.min(step));
        if self.bytes.len() < had + room {
            widen(&mut self.bytes, had + room)?;
        }
        let room = self.bytes.get_mut(had..had + room).unwrap_or_default();
        let count = self.blob.fill(at, room)?;
        self.filled = had + count;
        self.ended = count == 0 || self.blob.ends_at(at + count as u64)?;
        Ok(count > 0)
    }

    /// Gives up what stands before a place, once that is worth moving the rest; how much.
    ///
    /// Mostly that is put off until the rest is the beginning of one mail; not for ever, where
    /// mails are large.
    pub(super) fn forget(&mut self, count: usize) -> usize {
        let rest = self.filled - count;
        let is_little = rest <= CHUNK / 8 || self.filled > 4 * CHUNK;
        if count < CHUNK || count < rest || !is_little {
            return 0;
        }
        self.bytes.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.base += count as u64;
        count
    }

    /// Behind the line at a place; the end where the line is not ended.
    pub(super) fn line_end(&mut self, start: usize) -> io::Result<usize> {
        let mut from = start;
        loop {
            let rest = self.get(from..self.filled);
            if let Some(end) = memchr::memchr(b'\n', rest) {
                return Ok(from + end + 1);
            }
            from = self.filled;
            if !self.grow()? {
                return Ok(from);
            }
        }
    }

    /// So many bytes from a place on, or up to the end.
    pub(super) fn ahead(&mut self, from: usize, count: usize) -> io::Result<&[u8]> {
        while self.filled < from + count && self.grow()? {}
        Ok(self.get(from..self.filled.min(from + count)))
    }
}
