//! The part of a stream that is still to be read into its store. A small file may not unpack to
//! an enormous one; a stream that breaks off keeps what stands before that.
//!
//! No thread is started here: the owner of a [`Rest`] runs it, on any thread. Dropping it, by a
//! panic too, closes the store, so no reader waits for bytes that will never arrive.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use super::MAIL;
use super::blob::Growing;
use super::detect::HEAD;
use super::detect::{self, SourceKind};

/// Bytes that stay in memory, for one source or file.
const MEMORY: u64 = 64 << 20;

/// Bytes that are read at once: a lock for each costs nothing, and detection has its head.
const PIECE: u64 = 256 << 10;

/// Bytes that any file may unpack to; larger ones may grow by [`RATIO`].
const FREE: u64 = if cfg!(test) { 8 << 20 } else { 1 << 30 };

/// How often its own size a large file may unpack to. Mail shrinks five- to tenfold.
const RATIO: u64 = 100;

/// Bytes that a stream may bring which is not packed: they stand in a temporary file meanwhile.
const STREAM: u64 = if cfg!(test) { 80 << 20 } else { 16 << 30 };

/// How many bytes a stream may give.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// So many.
    Bytes(u64),
    /// As many as fit the packed bytes that were read so far.
    Packed(Arc<AtomicU64>),
}

/// Returns how many bytes so many packed ones may unpack to.
pub(super) fn allowed(packed: u64) -> u64 {
    // Zeros shrink a thousandfold: what is far beyond the ratio of mail is no mail.
    FREE.max(packed.saturating_mul(RATIO))
}

impl Bound {
    /// The bound of a stream that is not packed.
    pub(super) const STREAM: Self = Self::Bytes(STREAM);

    fn bytes(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => *bytes,
            Self::Packed(read) => allowed(read.load(Ordering::Relaxed)),
        }
    }
}

/// Counts what is read.
pub(super) struct Counted<R> {
    pub(super) input: R,
    pub(super) count: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The rest of a source that was not read when it was opened. Until this is run or dropped, a
/// reader of those bytes waits.
pub struct Rest {
    stream: Box<dyn Read + Send>,
    bound: Bound,
    /// Bytes that are read at once.
    piece: u64,
    /// Weak: where every owner has dropped the store, nobody wants the rest.
    store: Weak<Growing>,
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}

/// A store, and the stream that is to fill it.
pub(super) fn begin(stream: Box<dyn Read + Send>, bound: Bound) -> (Arc<Growing>, Rest) {
    within(stream, bound, (PIECE, MEMORY))
}

/// Like [`begin`], with the bytes that are read at once and those that stay in memory.
pub(super) fn within(
    stream: Box<dyn Read + Send>,
    bound: Bound,
    (piece, memory): (u64, u64),
) -> (Arc<Growing>, Rest) {
    let store = Arc::new(Growing::new(memory));
    let rest = Rest {
        stream,
        bound,
        piece,
        store: Arc::downgrade(&store),
    };
    (store, rest)
}

impl Rest {
    /// Reads all of it, as far as it can be read or to the bound, or until nobody wants it.
    pub fn read_all(mut self) {
        while self.read_piece().is_continue() {}
    }

    /// Reads until the kind of the source is known. Returns what is left to be read then: the rest
    /// of a mailbox or digest. Of one mail no more is read than is ever looked at, and nothing more
    /// of a source without mail. `go_on` is asked now and then.
    pub(super) fn recognise(
        mut self,
        store: &Growing,
        go_on: &dyn Fn() -> bool,
    ) -> io::Result<(SourceKind, Option<Self>)> {
        let mut more = self.until(HEAD as u64, store, go_on);
        let mut head = vec![0; HEAD];
        let count = store.fill_from(0, &mut head)?;
        let kind = detect::detect(head.get(..count).unwrap_or_default());
        // All of their mails will be asked for, one after the other.
        if matches!(kind, SourceKind::Mbox | SourceKind::Digest) {
            return Ok((kind, more.then_some(self)));
        }
        if more && kind.is_mail() {
            more = self.until(MAIL + 1, store, go_on);
        }
        if more {
            // What stands there is all that anybody will ask for.
            store.finish(None);
        }
        Ok((kind, None))
    }

    /// Reads on until so many bytes are there. Returns whether there may be more.
    pub(super) fn until(&mut self, bytes: u64, store: &Growing, go_on: &dyn Fn() -> bool) -> bool {
        let mut more = true;
        while more && store.len() < bytes {
            more = go_on() && self.read_piece().is_continue();
        }
        if !more {
            // Where it was stopped; what came to its end stays as it is.
            store.finish(Some("stopped, the rest is left out".to_owned()));
        }
        more
    }

    /// Reads a piece; `Break` where there is no more.
    pub(super) fn read_piece(&mut self) -> ControlFlow<()> {
        let Some(store) = self.store.upgrade() else {
            return ControlFlow::Break(());
        };
        // Asked for each piece: the bound of a pipe grows with what came in.
        let bound = self.bound.bytes();
        // One byte more than may stay, so that what just fits is known to.
        let room = bound.saturating_sub(store.len());
        let limit = room.saturating_add(1).min(self.piece);
        let (mut piece, failed) = self.read_up_to(limit);
        let count = piece.len() as u64;
        piece.truncate(usize::try_from(room).unwrap_or(usize::MAX));
        let odd = match (store.append(piece), failed) {
            (Err(error), _) => Some(format!(
                "no room to unpack it, the rest is left out: {error}"
            )),
            (Ok(_), Some(error)) => {
                Some(format!("cut off or damaged, the rest is left out: {error}"))
            }
            (Ok(_), None) if count > room => Some(format!(
                "unpacks to more than {bound} bytes, the rest is left out"
            )),
            // A full piece: there may be more. A shorter one is the last, as `read_up_to` goes on
            // to the end.
            (Ok(flow), None) if count == limit => return flow,
            (Ok(_), None) => None,
        };
        store.finish(odd);
        ControlFlow::Break(())
    }

    /// Reads so many bytes, or as many as there are, or as can be read.
    fn read_up_to(&mut self, limit: u64) -> (Vec<u8>, Option<io::Error>) {
        let mut piece = Vec::with_capacity(usize::try_from(limit).unwrap_or(0));
        let mut stream = self.stream.by_ref().take(limit);
        let failed = stream.read_to_end(&mut piece).err();
        // The last piece is small, and pieces stay in memory as they are.
        piece.shrink_to_fit();
        (piece, failed)
    }
}

impl Drop for Rest {
    /// A store that has ended already stays as it is.
    fn drop(&mut self) {
        if let Some(store) = self.store.upgrade() {
            store.finish(Some("could not be read to its end".to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::super::blob::Blob;
    use super::*;

    fn bytes(store: Arc<Growing>) -> Vec<u8> {
        Blob::Growing(store).whole().unwrap()
    }

    #[test]
    fn a_bound_holds_in_memory_and_in_a_file() {
        let text = b"0123456789";
        for (bound, memory, kept, warned) in [
            (10, 100, 10, false),
            (9, 100, 9, true),
            (10, 4, 10, false),
            (9, 4, 9, true),
            (4, 4, 4, true),
        ] {
            let stream = Box::new(&text[..]);
            let (store, rest) = within(stream, Bound::Bytes(bound), (PIECE, memory));
            rest.read_all();
            assert_eq!(store.odd_end().is_some(), warned, "{bound} {memory}");
            assert_eq!(bytes(store), text[..kept], "{bound} {memory}");
        }
    }

    #[test]
    fn a_stream_may_give_more_as_more_of_it_is_read() {
        let count = Arc::new(AtomicU64::new(0));
        let bound = Bound::Packed(Arc::clone(&count));
        assert_eq!(bound.bytes(), FREE);
        let mut input = Counted {
            input: &[0; 9][..],
            count: Arc::clone(&count),
        };
        input.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(count.load(Ordering::Relaxed), 9);
        count.store(FREE, Ordering::Relaxed);
        assert_eq!(bound.bytes(), FREE * RATIO);
    }

    struct Panics;

    impl Read for Panics {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            panic!("a decoder that is wrong")
        }
    }

    #[test]
    fn nobody_waits_for_what_a_panic_left_out() {
        let stream = Box::new((&b"text"[..]).chain(Panics));
        let (store, rest) = within(stream, Bound::STREAM, (4, MEMORY));
        assert!(thread::spawn(move || rest.read_all()).join().is_err());
        assert_eq!(store.reach(u64::MAX), 4);
        assert_eq!(store.odd_end().unwrap(), "could not be read to its end");
    }

    #[test]
    fn what_nobody_wants_is_not_read() {
        let (store, mut rest) = begin(Box::new(io::repeat(0)), Bound::STREAM);
        assert!(rest.read_piece().is_continue());
        store.stop_growing();
        rest.read_all();
        let (store, rest) = begin(Box::new(Panics), Bound::STREAM);
        drop(store);
        rest.read_all();
    }
}
