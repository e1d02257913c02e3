//! A path becomes a source: what it is, told by its content.

use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::blob::{Blob, Growing};
use super::detect::{self, Kind};
use super::folder::{self, HEAD};
use super::inbox::{self, Inbox};
use super::read::{Source, Store};
use super::rest::{self, Bound, Counted, Rest};
use super::unpack::{self, MAGIC};
use super::{Format, SourceIdx, Warning};

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
    /// It is compressed, and nothing of it can be unpacked.
    #[error("{}: cannot be unpacked: {what}", path.display())]
    Packed {
        /// The path.
        path: PathBuf,
        /// What went wrong.
        what: String,
    },
    /// A folder in which no file holds mail.
    #[error("{}: no mail in this folder", .0.display())]
    NoMailInFolder(PathBuf),
}

/// What the system says, without "(os error 2)".
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

pub(super) fn warning(source: PathBuf, offset: Option<u64>, what: &str) -> Warning {
    Warning {
        source,
        offset,
        message_id: None,
        what: what.to_owned(),
    }
}

/// Opens a path: a file, a folder, a pipe; `-` is standard input.
pub fn open(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let (source, rest) = begin(path, index)?;
    if let Some(rest) = rest {
        rest.run();
    }
    Ok(source)
}

/// Opens a path like [`open`], but leaves what can be read meanwhile: the rest of a mailbox that
/// is compressed or comes through a pipe.
pub fn begin(path: &Path, index: SourceIdx) -> Result<(Source, Option<Rest>), OpenError> {
    if path.as_os_str() == "-" {
        return stream(path, index, io::stdin());
    }
    let failed = failed(path);
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if kind.is_dir() {
        return Ok((open_folder(path, index)?, None));
    }
    if !kind.is_file() {
        return stream(path, index, File::open(path).map_err(failed)?);
    }
    let blob = Blob::open(path).map_err(failed)?;
    let head = blob.head(HEAD).map_err(failed)?;
    if unpack::is_packed(&head) {
        return flow(path, index, unpack::begin(blob).map_err(failed)?);
    }
    let format = format(path, detect::detect(&head), None)?;
    Ok((source(path, format, index, blob), None))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> OpenError + Copy {
    |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    }
}

/// Opens what can be read only once.
fn stream(
    path: &Path,
    index: SourceIdx,
    mut input: impl Read + Send + 'static,
) -> Result<(Source, Option<Rest>), OpenError> {
    let mut head = Vec::new();
    let mut first = input.by_ref().take(HEAD as u64);
    first.read_to_end(&mut head).map_err(failed(path))?;
    let magic = head.get(..MAGIC).unwrap_or(&head).to_vec();
    // What has no end should not be read to it in vain.
    if !unpack::is_packed(&magic) && detect::detect(&head) == Kind::Binary {
        return Err(OpenError::Binary(path.to_path_buf()));
    }
    let input = io::Cursor::new(head).chain(input);
    if !unpack::is_packed(&magic) {
        return flow(path, index, rest::begin(Box::new(input), Bound::None));
    }
    let count = Arc::default();
    let bound = Bound::Packed(Arc::clone(&count));
    let stream = unpack::decoder(&magic, Counted { input, count }).map_err(failed(path))?;
    flow(path, index, rest::begin(stream, bound))
}

/// Reads as much of a stream as it takes to know what it is, and all of what has mail but no
/// parts.
fn flow(
    path: &Path,
    index: SourceIdx,
    (store, mut rest): (Arc<Growing>, Rest),
) -> Result<(Source, Option<Rest>), OpenError> {
    let mut more = ControlFlow::Continue(());
    while more.is_continue() && store.len() < HEAD as u64 {
        more = rest.step();
    }
    let blob = Blob::Growing(Arc::clone(&store));
    let head = blob.head(HEAD).map_err(failed(path))?;
    let kind = detect::detect(&head);
    let later = match kind {
        Kind::Mbox => more.is_continue().then_some(rest),
        Kind::Text | Kind::Binary => None,
        Kind::Digest | Kind::Mail | Kind::Bare | Kind::Empty => {
            rest.run();
            None
        }
    };
    let format = format(path, kind, store.odd())?;
    Ok((source(path, format, index, blob), later))
}

/// What a file is, or why it is none of ours; `odd` is what went wrong when it was unpacked.
fn format(path: &Path, kind: Kind, odd: Option<String>) -> Result<Format, OpenError> {
    let path = path.to_path_buf();
    Ok(match (kind, odd) {
        (Kind::Mbox, _) => Format::Mbox,
        (Kind::Digest, _) => Format::Digest,
        (Kind::Mail | Kind::Bare, _) => Format::Single,
        (Kind::Empty, Some(what)) => return Err(OpenError::Packed { path, what }),
        (Kind::Empty, None) => return Err(OpenError::Empty(path)),
        (Kind::Text, _) => return Err(OpenError::NoMail(path)),
        (Kind::Binary, _) => return Err(OpenError::Binary(path)),
    })
}

pub(super) fn source(path: &Path, format: Format, index: SourceIdx, blob: Blob) -> Source {
    Source::new(
        path.to_path_buf(),
        format,
        index,
        Store::Blob(blob),
        Vec::new(),
    )
}

fn open_folder(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let failed = failed(path);
    let none = || OpenError::NoMailInFolder(path.to_path_buf());
    let own = path.to_path_buf();
    let repositories = inbox::repositories(path);
    if !repositories.is_empty() {
        let inbox = Inbox::open(repositories).map_err(failed)?;
        if inbox.len() == 0 {
            return Err(none());
        }
        let store = Store::Inbox(inbox);
        return Ok(Source::new(
            own,
            Format::PublicInbox,
            index,
            store,
            Vec::new(),
        ));
    }
    let found = folder::open(path);
    if !found.folder.has_mail() {
        let first = found.failed.into_iter().next();
        return Err(first.map_or_else(none, |(path, error)| OpenError::Io { path, error }));
    }
    let mut warnings = Vec::new();
    for (path, at, what) in found.odd {
        warnings.push(warning(path, Some(at), &what));
    }
    for (path, error) in found.failed {
        warnings.push(warning(path, None, &plain(&error)));
    }
    for path in found.repositories {
        let what = "a git repository, not read; open it by itself";
        warnings.push(warning(path, None, what));
    }
    let store = Store::Folder(found.folder);
    Ok(Source::new(own, Format::Folder, index, store, warnings))
}
