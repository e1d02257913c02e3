//! Finding the messages of a source, and reading one again.

use std::io;
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

use super::blob::{Blob, BlobChange};
use super::detect::{self, HEAD, SourceKind};
use super::folder::{Loaded, SourceFolder};
use super::inbox::{AHEAD, Inbox};
pub use super::mbox::MailExtent;
use super::told::{plain, warning};
use super::{
    Format, Framing, MAIL, Origin, RawMessage, SourceHint, SourceIdx, Warning, digest, mbox, note,
    print,
};

/// Why a message could not be read again.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file was cut or replaced since it was opened.
    #[error("{} changed since it was opened", .0.display())]
    Changed(PathBuf),
    /// The system says no.
    #[error("{}: {}", path.display(), plain(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        error: io::Error,
    },
}

/// Something that was opened: its messages can be found, and each read again.
#[derive(Debug)]
pub struct Source {
    /// As the user named it.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    index: SourceIdx,
    store: Store,
    warnings: Vec<Warning>,
    /// Whether a message was found to differ from the one that was indexed.
    is_stale: AtomicBool,
}

/// The place of the bytes.
#[derive(Debug)]
pub(super) enum Store {
    Blob(Blob),
    Folder(SourceFolder),
    Inbox(Inbox),
}

/// A change of a source since it was opened.
#[derive(Debug)]
pub enum Reopened {
    /// Nothing.
    Same,
    /// A mailbox that mail was delivered to, opened once more.
    Grown(Source),
    /// It is to be read from the beginning.
    Other,
}

/// A stretch of a source, to be split by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePart {
    /// Its bytes.
    pub range: Range<u64>,
    /// The separator that it begins with, where that is known.
    pub known: Option<u64>,
}

/// Receives every message; `Break` ends the reading.
type Each<'a> = &'a mut dyn FnMut(RawMessage<'_>) -> ControlFlow<()>;

impl Source {
    pub(super) fn new(
        path: PathBuf,
        format: Format,
        index: SourceIdx,
        store: Store,
        warnings: Vec<Warning>,
    ) -> Self {
        Self {
            path,
            format,
            index,
            store,
            warnings,
            is_stale: AtomicBool::new(false),
        }
    }

    /// Bytes to be read, where that is known already; those of the messages that
    /// [`Source::split`] gives add up to nearly as many.
    pub fn known_size(&self) -> Option<u64> {
        match &self.store {
            Store::Blob(blob) => blob.known_size(),
            Store::Folder(_) | Store::Inbox(_) => None,
        }
    }

    /// Waits until so many bytes were unpacked, or all; how many of them there are.
    pub fn reach(&self, until: u64) -> u64 {
        match &self.store {
            Store::Blob(blob) => blob.reach(until),
            Store::Folder(_) | Store::Inbox(_) => 0,
        }
    }

    /// Bytes of the user's that stand there as they are read: nothing is unpacked from them.
    pub fn plain_size(&self) -> u64 {
        match &self.store {
            Store::Blob(blob @ (Blob::Disk(_) | Blob::Memory(_))) => blob.len(),
            Store::Blob(Blob::Growing(_)) | Store::Folder(_) | Store::Inbox(_) => 0,
        }
    }

    /// Gives up what was not read or unpacked yet. Nobody waits for it any more.
    pub fn stop_reading(&self) {
        match &self.store {
            Store::Blob(Blob::Growing(store)) => store.stop_growing(),
            Store::Folder(folder) => folder.stop_reading(),
            Store::Inbox(inbox) => inbox.stop_reading(),
            Store::Blob(Blob::Disk(_) | Blob::Memory(_)) => {}
        }
    }

    /// Returns the warning about the end of a source that is unpacked, once that is known.
    pub fn odd_end(&self) -> Option<Warning> {
        let Store::Blob(Blob::Growing(store)) = &self.store else {
            return None;
        };
        let what = store.odd_end()?;
        Some(warning(self.path.clone(), store.known_size(), &what))
    }

    /// Hands out every message in order; what cannot be read becomes a warning.
    pub fn split(&self, warn: &mut Vec<Warning>, each: Each<'_>) {
        warn.extend(self.warnings.iter().cloned());
        match &self.store {
            Store::Blob(blob) => {
                // A mail ends at the next separator or at the end of all: the end has to be known.
                blob.reach(u64::MAX);
                let kind = blob.head(HEAD).map(|head| detect::detect(&head));
                let flow = kind.and_then(|kind| self.split_file((blob, kind), 0, warn, each));
                if let Err(error) = flow {
                    warn.push(warning(self.path.clone(), None, &plain(&error)));
                }
                warn.extend(self.odd_end());
            }
            Store::Folder(folder) => self.split_folder(folder, warn, each),
            Store::Inbox(inbox) => self.split_inbox(inbox, warn, each),
        }
    }

    /// Returns how it changed since it was opened.
    pub fn reopened(&self) -> Reopened {
        let Store::Blob(old) = &self.store else {
            return Reopened::Other;
        };
        let is_stale = self.is_stale.load(Ordering::Relaxed);
        let now = match Blob::open_file(&self.path) {
            Ok(now) if self.format == Format::Mbox && !is_stale => now,
            _ => return Reopened::Other,
        };
        match old.became(&now) {
            Ok(BlobChange::None) => Reopened::Same,
            Ok(BlobChange::Grown) => Reopened::Grown(Self::new(
                self.path.clone(),
                self.format,
                self.index,
                Store::Blob(now),
                Vec::new(),
            )),
            Ok(BlobChange::Other) | Err(_) => Reopened::Other,
        }
    }

    /// Returns the place of the separator before a message, by the place of the message.
    pub fn separator_of(&self, message: u64) -> Option<u64> {
        match &self.store {
            Store::Blob(blob) => mbox::separator_of(blob, message).ok()?,
            Store::Folder(_) | Store::Inbox(_) => None,
        }
    }

    /// Whether the messages of a stretch can be found without those before it.
    pub fn has_parts(&self) -> bool {
        let Store::Blob(blob) = &self.store else {
            return false;
        };
        blob.head(HEAD)
            .is_ok_and(|head| detect::detect(&head) == SourceKind::Mbox)
    }

    /// Hands out the messages whose separators stand in a part of a source ([`Source::has_parts`]).
    /// Two parts give what [`Source::split`] does if one ends where the first message of the next
    /// begins; else a Content-Length led further, and the next is split again from `known`.
    pub fn split_part(
        &self,
        part: &SourcePart,
        warn: &mut Vec<Warning>,
        each: Each<'_>,
    ) -> Option<MailExtent> {
        let Store::Blob(blob) = &self.store else {
            return None;
        };
        let begin = match (part.known, part.range.start) {
            (Some(at), _) => mbox::Begin::Separator(at),
            (None, 0) => mbox::Begin::Start,
            (None, from) => mbox::Begin::Anywhere(from),
        };
        let mut found = Vec::new();
        let mut sink = mbox::Sink {
            each: &mut |raw| each(marked(raw)),
            odd: &mut |at, what| note(&mut found, warning(self.path.clone(), Some(at), what)),
        };
        let origin = self.origin(0, Framing::Plain);
        let split = mbox::split_part(blob, &origin, begin, part.range.end, &mut sink);
        warn.append(&mut found);
        match split {
            Ok((_, extent)) => extent,
            // The user stopped the load: no warning is needed.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => None,
            Err(error) => {
                warn.push(warning(self.path.clone(), None, &plain(&error)));
                None
            }
        }
    }

    fn split_folder(&self, folder: &SourceFolder, warn: &mut Vec<Warning>, each: Each<'_>) {
        for number in (0..folder.len()).take_while(|_| !folder.is_halted()) {
            let path = folder.path_of(number).unwrap_or(&self.path);
            let flow = folder.load_file(number).and_then(|loaded| {
                let Loaded { blob, kind, .. } = &loaded;
                let cut = loaded.warning.as_deref();
                warn.extend(cut.map(|what| warning(path.to_path_buf(), Some(blob.len()), what)));
                let aside = folder.aside(number);
                let mut marked = |mut raw: RawMessage<'_>| {
                    if aside.is_some() {
                        raw.hint.get_or_insert_default().aside = aside;
                    }
                    each(raw)
                };
                self.split_file((blob, *kind), number, warn, &mut marked)
            });
            match flow {
                Ok(ControlFlow::Break(())) => return,
                Ok(ControlFlow::Continue(())) => {}
                Err(error) => note(warn, warning(path.to_path_buf(), None, &plain(&error))),
            }
        }
    }

    fn split_inbox(&self, inbox: &Inbox, warn: &mut Vec<Warning>, each: Each<'_>) {
        let mut from = 0;
        let mut flow = ControlFlow::Continue(());
        while from < inbox.len() && flow.is_continue() && !inbox.is_halted() {
            from += inbox.read_some(from, AHEAD, &mut |number, read| match read {
                // Answers that git still owes are taken, or the next question would get them.
                Ok(_) if flow.is_break() => {}
                Ok(bytes) => flow = each(marked(self.whole(bytes, number, Framing::Plain))),
                Err(error) => {
                    let what = format!("mail {number}: {}", plain(&error));
                    note(warn, warning(self.path.clone(), None, &what));
                }
            });
        }
    }

    fn split_file(
        &self,
        (blob, kind): (&Blob, SourceKind),
        number: usize,
        warn: &mut Vec<Warning>,
        each: Each<'_>,
    ) -> io::Result<ControlFlow<()>> {
        let origin = self.origin(number, Framing::Plain);
        let mut each = |raw: RawMessage<'_>| each(marked(raw));
        Ok(match kind {
            SourceKind::Mbox => {
                let path = self.location(&origin);
                let mut sink = mbox::Sink {
                    each: &mut each,
                    odd: &mut |at, what| note(warn, warning(path.to_path_buf(), Some(at), what)),
                };
                mbox::split(blob, &origin, &mut sink)?
            }
            SourceKind::Digest => digest::split(blob, &origin, &mut each)?,
            SourceKind::Mail => each(self.whole(beginning(blob)?, number, Framing::Plain)),
            SourceKind::Bare => each(self.bare_diff(beginning(blob)?, number)),
            SourceKind::Text | SourceKind::Binary | SourceKind::Empty => ControlFlow::Continue(()),
        })
    }

    fn origin(&self, number: usize, framing: Framing) -> Origin {
        Origin {
            source: self.index,
            file: u32::try_from(number).unwrap_or(u32::MAX),
            span: 0..0,
            framing,
            print: 0,
        }
    }

    /// A file that is one message.
    fn whole(&self, bytes: Vec<u8>, number: usize, framing: Framing) -> RawMessage<'static> {
        let mut origin = self.origin(number, framing);
        origin.span = 0..bytes.len() as u64;
        RawMessage {
            origin,
            hint: None,
            bytes: bytes.into(),
        }
    }

    /// A diff without headers: all that names it is its file.
    fn bare_diff(&self, bytes: Vec<u8>, number: usize) -> RawMessage<'static> {
        let mut raw = self.whole(bytes, number, Framing::BodyOnly);
        let path = self.location(&raw.origin);
        let name = path.file_name().filter(|name| *name != "-");
        raw.hint = name.map(|name| {
            Box::new(SourceHint {
                subject: Some(name.to_string_lossy().into_owned()),
                ..SourceHint::default()
            })
        });
        raw
    }

    /// The file that a message stands in, to be named to the user.
    pub fn location(&self, origin: &Origin) -> &Path {
        match &self.store {
            Store::Folder(folder) => folder.path_of(origin.file as usize).unwrap_or(&self.path),
            Store::Blob(_) | Store::Inbox(_) => &self.path,
        }
    }

    /// Whether the name of a message's file says that it was read.
    pub fn was_read(&self, origin: &Origin) -> bool {
        matches!(&self.store, Store::Folder(folder) if folder.was_read(origin.file as usize))
    }

    /// Reads a stretch again, byte for byte as it stands in the source. It may be another's by
    /// now: [`Origin::fits`] tells that of a message.
    pub fn read_span(&self, origin: &Origin) -> Result<Vec<u8>, ReadError> {
        let number = origin.file as usize;
        let read = match &self.store {
            Store::Inbox(inbox) => inbox.read_mail(number),
            Store::Folder(folder) => folder.read_span(number, origin.span.clone()),
            Store::Blob(blob) => blob.read(origin.span.clone()),
        };
        read.map_err(|error| {
            let path = self.location(origin).to_path_buf();
            if error.kind() == io::ErrorKind::UnexpectedEof {
                self.changed(path)
            } else {
                ReadError::Io { path, error }
            }
        })
    }

    /// Reads a message again, quoting undone: what [`Source::split`] gave, or an error.
    pub fn read_again(&self, origin: &Origin) -> Result<Vec<u8>, ReadError> {
        let bytes = self.read_span(origin)?;
        let bytes = match origin.framing {
            Framing::Plain | Framing::BodyOnly => bytes,
            Framing::Mboxrd | Framing::Mboxo => mbox::unquoted(&bytes, origin.framing).into_owned(),
        };
        if !origin.fits(&bytes) {
            return Err(self.changed(self.location(origin).to_path_buf()));
        }
        Ok(bytes)
    }

    fn changed(&self, path: PathBuf) -> ReadError {
        self.is_stale.store(true, Ordering::Relaxed);
        ReadError::Changed(path)
    }
}

/// A message that can be known again.
fn marked(mut raw: RawMessage<'_>) -> RawMessage<'_> {
    raw.origin.print = print(&raw.bytes);
    raw
}

/// Reads as much as is looked at of a file that is one mail, and one byte more if there is more.
fn beginning(blob: &Blob) -> io::Result<Vec<u8>> {
    blob.read(0..blob.reach(MAIL + 1))
}
