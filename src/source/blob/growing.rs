//! A store that is filled while it is read: in memory up to a limit, then in a file without a
//! name. A reader of bytes that are not there yet waits until they are, or until it is known that
//! they never will be. No thread begins here: [`super::super::rest`] fills it.

use std::fs::File;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::os::unix::fs::FileExt;
use std::sync::{
    Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
};

/// Bytes that come in from one side and are read from any other.
#[derive(Debug)]
pub(in crate::source) struct Growing {
    level: Mutex<Level>,
    risen: Condvar,
    room: RwLock<Room>,
    /// Bytes that stay in memory.
    memory: u64,
}

/// The fill level. It is raised when the bytes are in their place, never before.
#[derive(Debug, Default)]
struct Level {
    len: u64,
    end: Option<End>,
}

/// Why nothing more comes.
#[derive(Debug)]
enum End {
    /// All is there, or all that could be read, and then what was odd.
    Reached(Option<String>),
    /// Nobody wants the rest.
    Halted,
}

/// The place of the bytes.
#[derive(Debug)]
enum Room {
    /// Pieces as they came, each with its place.
    Memory(Vec<(u64, Vec<u8>)>),
    File(File),
}

impl Growing {
    /// An empty store that keeps so many bytes in memory.
    pub(in crate::source) fn new(memory: u64) -> Self {
        Self {
            level: Mutex::default(),
            risen: Condvar::new(),
            room: RwLock::new(Room::Memory(Vec::new())),
            memory,
        }
    }

    /// Adds a piece, one caller at a time; `Break` where nobody wants more.
    pub(in crate::source) fn append(&self, piece: Vec<u8>) -> io::Result<ControlFlow<()>> {
        let at = self.len();
        let len = at + piece.len() as u64;
        if len > self.memory {
            self.spill()?;
            if let Room::File(file) = &*self.read_room() {
                file.write_all_at(&piece, at)?;
            }
        } else if let Room::Memory(pieces) = &mut *self.room_mut() {
            pieces.push((at, piece));
        }
        let mut level = self.level();
        // The store was given up meanwhile, and the level stays: the piece is never seen.
        if level.end.is_some() {
            return Ok(ControlFlow::Break(()));
        }
        level.len = len;
        self.risen.notify_all();
        Ok(ControlFlow::Continue(()))
    }

    /// Moves what is in memory to a file. It can be read all the while.
    fn spill(&self) -> io::Result<()> {
        let mut file = match &*self.read_room() {
            Room::Memory(_) => tempfile::tempfile()?,
            Room::File(_) => return Ok(()),
        };
        if let Room::Memory(pieces) = &*self.read_room() {
            for (_, piece) in pieces {
                file.write_all(piece)?;
            }
        }
        // The lock for writing is taken only for this: the copy was made beside the readers.
        *self.room_mut() = Room::File(file);
        Ok(())
    }

    /// Says that nothing more comes, and what was odd about that. The first to say so is right.
    pub(in crate::source) fn finish(&self, odd: Option<String>) {
        self.set_end(End::Reached(odd));
    }

    /// Gives the rest up: a reader that waits for it gets an error.
    pub(in crate::source) fn stop_growing(&self) {
        self.set_end(End::Halted);
    }

    fn set_end(&self, end: End) {
        // Only the first end counts: a drop after a regular end must not call it damaged.
        self.level().end.get_or_insert(end);
        self.risen.notify_all();
    }

    /// Bytes that are there now.
    pub(in crate::source) fn len(&self) -> u64 {
        self.level().len
    }

    /// Bytes there are, once that is known.
    pub(in crate::source) fn known_size(&self) -> Option<u64> {
        let level = self.level();
        matches!(level.end, Some(End::Reached(_))).then_some(level.len)
    }

    /// Returns the warning about the end, once it is known.
    pub(in crate::source) fn odd_end(&self) -> Option<String> {
        match &self.level().end {
            Some(End::Reached(odd)) => odd.clone(),
            Some(End::Halted) | None => None,
        }
    }

    /// Waits for so many bytes or for the end. Returns how many of them there are.
    pub(in crate::source) fn reach(&self, until: u64) -> u64 {
        self.wait_until(until).len.min(until)
    }

    /// Fills a buffer from a position on, waiting for bytes that have not come in. Returns how many
    /// there were.
    pub(in crate::source) fn fill_from(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let until = at.saturating_add(buffer.len() as u64);
        let level = self.wait_until(until);
        if level.len < until && matches!(level.end, Some(End::Halted)) {
            // Not the end: a reader must not take a mailbox that was given up for a short one.
            return Err(io::ErrorKind::Interrupted.into());
        }
        let there = level.len.min(until).saturating_sub(at);
        // Before the read: bytes below the level never change, and others may go on.
        drop(level);
        let count = usize::try_from(there).unwrap_or(buffer.len());
        let buffer = buffer.get_mut(..count).unwrap_or_default();
        match &*self.read_room() {
            Room::Memory(pieces) => copy_pieces(pieces, at, buffer),
            Room::File(file) => super::fill(file, at, buffer),
        }
    }

    fn wait_until(&self, until: u64) -> MutexGuard<'_, Level> {
        let short = |level: &mut Level| level.len < until && level.end.is_none();
        let waited = self.risen.wait_while(self.level(), short);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    fn level(&self) -> MutexGuard<'_, Level> {
        self.level.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_room(&self) -> RwLockReadGuard<'_, Room> {
        self.room.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn room_mut(&self) -> RwLockWriteGuard<'_, Room> {
        self.room.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn copy_pieces(pieces: &[(u64, Vec<u8>)], at: u64, buffer: &mut [u8]) -> io::Result<usize> {
    // Pieces are in order, and there are hundreds: the first is found by halving.
    let first = pieces.partition_point(|(start, piece)| start + piece.len() as u64 <= at);
    let mut done = 0;
    for (start, piece) in pieces.get(first..).unwrap_or_default() {
        let room = buffer.get_mut(done..).unwrap_or_default();
        if room.is_empty() {
            break;
        }
        let skip = usize::try_from(at.saturating_sub(*start)).unwrap_or(usize::MAX);
        done += piece.get(skip..).unwrap_or_default().read(room)?;
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use proptest::prelude::*;

    use super::*;

    fn filled(memory: u64, pieces: &[&[u8]]) -> Growing {
        let store = Growing::new(memory);
        for piece in pieces {
            assert!(store.append(piece.to_vec()).unwrap().is_continue());
        }
        store
    }

    fn read(store: &Growing, at: u64, count: usize) -> io::Result<Vec<u8>> {
        let mut buffer = vec![0; count];
        let there = store.fill_from(at, &mut buffer)?;
        buffer.truncate(there);
        Ok(buffer)
    }

    #[test]
    fn what_is_there_is_read_before_the_end_is_known() {
        for memory in [0, 4, 100] {
            let store = filled(memory, &[b"one", b" ", b"two"]);
            assert_eq!(read(&store, 2, 3).unwrap(), b"e t");
            assert_eq!((store.len(), store.known_size()), (7, None));
            assert_eq!(store.reach(7), 7);
        }
    }

    #[test]
    fn who_asks_for_more_waits_until_it_comes_or_never_will() {
        let store = filled(4, &[b"one"]);
        thread::scope(|scope| {
            let (middle, end) = (
                scope.spawn(|| read(&store, 1, 4).unwrap()),
                scope.spawn(|| (store.reach(100), read(&store, 4, 9).unwrap())),
            );
            let _ = store.append(b"two".to_vec()).unwrap();
            assert_eq!(middle.join().unwrap(), b"netw");
            store.finish(Some("odd".to_owned()));
            assert_eq!(end.join().unwrap(), (6, b"wo".to_vec()));
        });
        assert_eq!(
            (store.known_size(), store.odd_end().as_deref()),
            (Some(6), Some("odd"))
        );
    }

    #[test]
    fn a_halt_wakes_who_waits_and_keeps_what_is_there() {
        let store = filled(4, &[b"one"]);
        thread::scope(|scope| {
            let waits = scope.spawn(|| read(&store, 0, 4));
            store.stop_growing();
            assert!(waits.join().unwrap().is_err());
        });
        assert_eq!(read(&store, 0, 3).unwrap(), b"one");
        assert!(store.append(b"two".to_vec()).unwrap().is_break());
        store.finish(None);
        assert_eq!((store.len(), store.known_size()), (3, None));
    }

    proptest! {
        #[test]
        fn any_stretch_is_that_of_the_whole(
            pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..9), 0..9),
            memory in 0u64..40, at in 0usize..80, count in 0usize..80,
        ) {
            let whole = pieces.concat();
            let store = Growing::new(memory);
            let expected: Vec<u8> = whole.iter().skip(at).take(count).copied().collect();
            let found = thread::scope(|scope| {
                let reads = scope.spawn(|| read(&store, at as u64, count).unwrap());
                for piece in pieces {
                    let _ = store.append(piece).unwrap();
                }
                store.finish(None);
                reads.join().unwrap()
            });
            prop_assert_eq!(found, expected);
        }
    }
}
