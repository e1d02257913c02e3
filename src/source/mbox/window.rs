//! A stretch of a store, moved over it, so that only one message of a mailbox is in memory.

use std::cell::Cell;
use std::io;
use std::ops::Range;

use super::Begin;
use crate::source::MAIL;
use crate::source::blob::{Blob, widen};
use crate::source::headers::first_line;

/// Bytes asked for at a time. Large enough that a call costs nothing beside it.
pub(super) const CHUNK: usize = 128 << 10;

/// Bytes of a mail that stay in the window while its end is looked for: what is read of it.
#[expect(clippy::cast_possible_truncation, reason = "a bound of some megabytes")]
const KEPT: usize = 64 * 1024 + if cfg!(test) { 9 << 20 } else { MAIL as usize };

thread_local! {
    /// The room of the last window of this thread: a worker reads one part after the other.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Drop for Window<'_> {
    fn drop(&mut self) {
        // One large mail must not keep its memory for as long as the thread lives.
        if self.bytes.len() <= 8 * CHUNK {
            ROOM.set(std::mem::take(&mut self.bytes));
        }
    }
}

/// A stretch of a store, moved over it.
pub(in crate::source) struct Window<'a> {
    pub(super) blob: &'a Blob,
    /// The bytes that were read, and room behind them that is used again.
    bytes: Vec<u8>,
    /// How much of it was read.
    pub(in crate::source) filled: usize,
    /// The place of the window in the store.
    pub(in crate::source) base: u64,
    /// Whether nothing stands behind it.
    pub(super) ended: bool,
    /// The beginning of the mail that is read.
    first: usize,
    /// The middle of that mail that was dropped: its place and length.
    hole: (usize, usize),
}

impl<'a> Window<'a> {
    pub(in crate::source) fn new(blob: &'a Blob, begin: Begin) -> Self {
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
            first: 0,
            hole: (0, 0),
        }
    }

    /// How much is here.
    fn bytes_here(&self) -> usize {
        self.filled - self.hole.1
    }

    /// A stretch, up to where the middle of a large mail was dropped.
    pub(in crate::source) fn get(&self, range: Range<usize>) -> &[u8] {
        let bytes = self.bytes.get(..self.bytes_here()).unwrap_or_default();
        let (at, dropped) = self.hole;
        let range = if dropped == 0 {
            range
        } else if range.start < at {
            range.start..range.end.min(at)
        } else if range.start < at + dropped {
            return &[];
        } else {
            range.start - dropped..range.end.saturating_sub(dropped)
        };
        bytes.get(range).unwrap_or_default()
    }

    pub(in crate::source) fn byte_at(&self, at: usize) -> Option<u8> {
        self.get(at..self.filled).first().copied()
    }

    /// The line at a place, as far as it is here.
    pub(super) fn line_at(&self, start: usize) -> &[u8] {
        first_line(self.get(start..self.filled))
    }

    /// Reads on; false at the end.
    pub(in crate::source) fn read_on(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.drop_middle();
        let had = self.bytes_here();
        let at = self.base + self.filled as u64;
        // In proportion, so that moving the bytes costs no more than reading them.
        let step = CHUNK.max(had / 2);
        let left = self.blob.len().saturating_sub(at);
        let room = usize::try_from(left).map_or(step, |left| left.min(step));
        if self.bytes.len() < had + room {
            widen(&mut self.bytes, had + room)?;
        }
        let room = self.bytes.get_mut(had..had + room).unwrap_or_default();
        let count = self.blob.fill(at, room)?;
        self.filled += count;
        self.ended = count == 0 || self.blob.ends_at(at + count as u64)?;
        Ok(count > 0)
    }

    /// Drops the middle of a mail that is larger than is read of any; its end is still looked for.
    fn drop_middle(&mut self) {
        // The last bytes stay, as a separator may have begun in them.
        let (end, tail) = (self.bytes_here(), self.bytes_here().saturating_sub(CHUNK));
        let at = match self.hole {
            (_, 0) => self.first + KEPT,
            (at, _) => at,
        };
        // Not for a little, as the rest is moved.
        if tail > at + 8 * CHUNK {
            self.bytes.copy_within(tail..end, at);
            self.hole = (at, self.hole.1 + tail - at);
        }
    }

    /// Gives up the bytes before a place, once that is worth moving the rest. Returns how many.
    ///
    /// Mostly that is put off until the rest is the beginning of one mail; not for ever, where
    /// mails are large.
    pub(in crate::source) fn forget(&mut self, count: usize) -> usize {
        if self.hole.1 > 0 {
            return self.leave(count);
        }
        self.first = count;
        let rest = self.filled - count;
        let is_little = rest <= CHUNK / 8 || self.filled > 4 * CHUNK;
        if count < CHUNK || count < rest || !is_little {
            return 0;
        }
        self.bytes.copy_within(count..self.filled, 0);
        self.filled -= count;
        self.base += count as u64;
        self.first = 0;
        count
    }

    /// Leaves a mail of which the middle was dropped; what stands behind it may have been, too.
    fn leave(&mut self, count: usize) -> usize {
        let (end, rest) = (self.bytes_here(), self.filled - count);
        if count >= self.hole.0 + self.hole.1 {
            self.bytes.copy_within(end - rest..end, 0);
            self.filled = rest;
        } else {
            // The mail ends in what was dropped: it is read again from there.
            (self.filled, self.ended) = (0, false);
        }
        self.base += count as u64;
        (self.first, self.hole) = (0, (0, 0));
        count
    }

    /// Returns the place behind the line at a place; the end where the line is not ended.
    pub(super) fn line_end(&mut self, start: usize) -> io::Result<usize> {
        let mut from = start;
        loop {
            let rest = self.get(from..self.filled);
            if let Some(end) = memchr::memchr(b'\n', rest) {
                return Ok(from + end + 1);
            }
            from = self.filled;
            if !self.read_on()? {
                return Ok(from);
            }
        }
    }

    /// So many bytes from a place on, or up to the end.
    pub(in crate::source) fn ahead(&mut self, from: usize, count: usize) -> io::Result<&[u8]> {
        while self.filled < from + count && self.read_on()? {}
        Ok(self.get(from..self.filled.min(from + count)))
    }
}
