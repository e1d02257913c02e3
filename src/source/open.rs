//! A path becomes a source: what it is, how its messages are found, how one is read again.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::blob::Blob;
use super::detect::{self, Kind};
use super::inbox::{self, Inbox};
use super::unpack::{self, Unpacked};
use super::{Format, Framing, Origin, RawMessage, SourceIdx, Warning, digest, folder, mbox};

/// Bytes that detection looks at.
const HEAD: usize = 65536;

/// Why a path could not be opened. Names the path; one line.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not there, or may not be read.
    #[error("{}: {}", path.display(), plain(error))]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It holds nothing.
    #[error("{}: the file is empty", .0.display())]
    Empty(PathBuf),
    /// It is text, and no mail or patch.
    #[error("{}: no mail or patch in it", .0.display())]
    NoMail(PathBuf),
    /// It is no text.
    #[error("{}: a binary file, no mail in it", .0.display())]
    Binary(PathBuf),
    /// A folder in which no file holds mail.
    #[error("{}: no mail in this folder", .0.display())]
    NoMailInFolder(PathBuf),
}

/// What the system says, without "(os error 2)".
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

/// Why a message could not be read again.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file was cut or replaced since it was opened.
    #[error("{} changed since it was opened; reload to read it", .0.display())]
    Changed(PathBuf),
    /// The system says no.
    #[error("{}: {}", path.display(), plain(error))]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
}

/// Something that was opened: its messages can be found, and each read again.
#[derive(Debug)]
pub struct Source {
    /// As the user named it.
    pub path: PathBuf,
    /// What it is.
    pub format: Format,
    index: SourceIdx,
    store: Store,
    warnings: Vec<Warning>,
}

#[derive(Debug)]
enum Store {
    Blob { blob: Blob, kind: Kind },
    Folder(Vec<PathBuf>),
    Inbox(Inbox),
}

/// Opens a path; `-` is standard input.
pub fn open(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
    if path.as_os_str() == "-" {
        let unpacked = unpack::keep(io::stdin().lock(), u64::MAX).map_err(failed)?;
        return blob(path, index, unpacked.blob, unpacked.warning);
    }
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return open_folder(path, index);
    }
    blob(path, index, Blob::open(path).map_err(failed)?, None)
}

fn open_folder(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
    let source = |format, store, warnings| Source {
        path: path.to_path_buf(),
        format,
        index,
        store,
        warnings,
    };
    let repositories = inbox::repositories(path);
    if !repositories.is_empty() {
        let inbox = Inbox::open(repositories).map_err(failed)?;
        if inbox.len() == 0 {
            return Err(OpenError::NoMailInFolder(path.to_path_buf()));
        }
        return Ok(source(Format::PublicInbox, Store::Inbox(inbox), Vec::new()));
    }
    let (files, unread) = folder::files(path);
    let warnings = unread
        .into_iter()
        .map(|(path, what)| warning(path, None, &what))
        .collect();
    if !files.iter().any(|file| probe(file)) {
        return Err(OpenError::NoMailInFolder(path.to_path_buf()));
    }
    Ok(source(Format::Folder, Store::Folder(files), warnings))
}

fn warning(source: PathBuf, offset: Option<u64>, what: &str) -> Warning {
    Warning {
        source,
        offset,
        message_id: None,
        what: what.to_owned(),
    }
}

/// Whether a file of a folder holds mail.
fn probe(path: &Path) -> bool {
    file(path).is_ok_and(|(_, kind, _)| is_mail(kind))
}

fn is_mail(kind: Kind) -> bool {
    matches!(kind, Kind::Mbox | Kind::Digest | Kind::Mail | Kind::Bare)
}

/// Opens one file, unpacked, and tells what it is.
fn file(path: &Path) -> io::Result<(Blob, Kind, Option<String>)> {
    unpacked(Blob::open(path)?)
}

fn unpacked(blob: Blob) -> io::Result<(Blob, Kind, Option<String>)> {
    let (blob, what) = match unpack::unpack(&blob)? {
        Some(Unpacked { blob, warning }) => (blob, warning),
        None => (blob, None),
    };
    let kind = detect::detect(&blob.head(HEAD)?);
    Ok((blob, kind, what))
}

fn blob(
    path: &Path,
    index: SourceIdx,
    blob: Blob,
    what: Option<String>,
) -> Result<Source, OpenError> {
    let path = path.to_path_buf();
    let (blob, kind, cut) = unpacked(blob).map_err(|error| OpenError::Io {
        path: path.clone(),
        error,
    })?;
    let format = match kind {
        Kind::Mbox => Format::Mbox,
        Kind::Digest => Format::Digest,
        Kind::Mail | Kind::Bare => Format::Single,
        Kind::Text => return Err(OpenError::NoMail(path)),
        Kind::Binary => return Err(OpenError::Binary(path)),
        Kind::Empty => return Err(OpenError::Empty(path)),
    };
    let warnings = what
        .into_iter()
        .chain(cut)
        .map(|what| warning(path.clone(), Some(blob.len()), &what))
        .collect();
    Ok(Source {
        path,
        format,
        index,
        store: Store::Blob { blob, kind },
        warnings,
    })
}

impl Source {
    /// Bytes to be read, where that is known beforehand.
    pub fn size(&self) -> Option<u64> {
        match &self.store {
            Store::Blob { blob, .. } => Some(blob.len()),
            Store::Folder(_) | Store::Inbox(_) => None,
        }
    }

    /// Hands out every message in order; what cannot be read becomes a warning.
    pub fn split(
        &self,
        warn: &mut Vec<Warning>,
        each: &mut dyn FnMut(RawMessage) -> ControlFlow<()>,
    ) {
        warn.extend(self.warnings.iter().cloned());
        match &self.store {
            Store::Blob { blob, kind } => {
                let flow = self.split_blob(blob, *kind, 0, each);
                if let Err(error) = flow {
                    warn.push(warning(self.path.clone(), None, &plain(&error)));
                }
            }
            Store::Folder(files) => self.split_folder(files, warn, each),
            Store::Inbox(inbox) => {
                for number in 0..inbox.len() {
                    let flow = match inbox.read(number) {
                        Ok(bytes) => each(self.whole(bytes, number, Framing::Plain)),
                        Err(error) => {
                            warn.push(warning(self.path.clone(), None, &plain(&error)));
                            ControlFlow::Continue(())
                        }
                    };
                    if flow.is_break() {
                        return;
                    }
                }
            }
        }
    }

    fn split_folder(
        &self,
        files: &[PathBuf],
        warn: &mut Vec<Warning>,
        each: &mut dyn FnMut(RawMessage) -> ControlFlow<()>,
    ) {
        for (number, path) in files.iter().enumerate() {
            let flow = file(path).and_then(|(blob, kind, what)| {
                if let Some(what) = what {
                    warn.push(warning(path.clone(), None, &what));
                }
                self.split_blob(&blob, kind, number, each)
            });
            match flow {
                Ok(ControlFlow::Break(())) => return,
                Ok(ControlFlow::Continue(())) => {}
                Err(error) => warn.push(warning(path.clone(), None, &plain(&error))),
            }
        }
    }

    fn split_blob(
        &self,
        blob: &Blob,
        kind: Kind,
        number: usize,
        each: &mut dyn FnMut(RawMessage) -> ControlFlow<()>,
    ) -> io::Result<ControlFlow<()>> {
        let origin = self.origin(number, Framing::Plain);
        let all = || blob.read(0..blob.len());
        Ok(match kind {
            Kind::Mbox => mbox::split(blob, origin, each)?,
            Kind::Mail => each(self.whole(all()?, number, Framing::Plain)),
            Kind::Bare => each(self.whole(all()?, number, Framing::BodyOnly)),
            Kind::Digest => {
                for raw in digest::split(&all()?, &origin) {
                    if each(raw).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                ControlFlow::Continue(())
            }
            Kind::Text | Kind::Binary | Kind::Empty => ControlFlow::Continue(()),
        })
    }

    fn origin(&self, number: usize, framing: Framing) -> Origin {
        Origin {
            source: self.index,
            file: u32::try_from(number).unwrap_or(u32::MAX),
            span: 0..0,
            framing,
        }
    }

    /// A file that is one message.
    fn whole(&self, bytes: Vec<u8>, number: usize, framing: Framing) -> RawMessage {
        let mut origin = self.origin(number, framing);
        origin.span = 0..bytes.len() as u64;
        RawMessage {
            origin,
            hint: None,
            bytes,
        }
    }

    /// The file that a message stands in, to be named to the user.
    pub fn location(&self, origin: &Origin) -> &Path {
        match &self.store {
            Store::Folder(files) => files.get(origin.file as usize).unwrap_or(&self.path),
            Store::Blob { .. } | Store::Inbox(_) => &self.path,
        }
    }

    /// Reads a message again, byte for byte as it stands in the source.
    pub fn read_span(&self, origin: &Origin) -> Result<Vec<u8>, ReadError> {
        let path = || self.location(origin).to_path_buf();
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => ReadError::Changed(path()),
            _ => ReadError::Io {
                path: path(),
                error,
            },
        };
        match &self.store {
            Store::Inbox(inbox) => inbox.read(origin.file as usize).map_err(failed),
            Store::Blob { blob, kind } => {
                let bytes = blob.read(origin.span.clone()).map_err(failed)?;
                if *kind == Kind::Mbox && blob.is_changed() && !still_there(blob, origin) {
                    return Err(ReadError::Changed(path()));
                }
                Ok(bytes)
            }
            Store::Folder(_) => {
                let (blob, kind, _) = file(&path()).map_err(failed)?;
                let bytes = blob.read(origin.span.clone()).map_err(failed)?;
                let changed = match kind {
                    Kind::Mbox => !still_there(&blob, origin),
                    Kind::Digest => false,
                    _ => blob.len() != origin.span.end,
                };
                if changed {
                    Err(ReadError::Changed(path()))
                } else {
                    Ok(bytes)
                }
            }
        }
    }

    /// Reads a message again, quoting undone: what [`Source::split`] gave.
    pub fn read(&self, origin: &Origin) -> Result<Vec<u8>, ReadError> {
        Ok(mbox::unframe(self.read_span(origin)?, origin.framing))
    }
}

/// Whether a separator still stands before a message of an mbox that was written to: a mailbox
/// that only grew is fine, one that was packed has other mail there.
fn still_there(blob: &Blob, origin: &Origin) -> bool {
    let start = origin.span.start;
    blob.read(start.saturating_sub(200)..start)
        .is_ok_and(|before| {
            let line = before.strip_suffix(b"\n").unwrap_or(&before);
            let at = memchr::memrchr(b'\n', line).map_or(0, |end| end + 1);
            line.get(at..).is_some_and(mbox::is_separator)
        })
}
