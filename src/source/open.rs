//! A path becomes a source: what it is, told by its content.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::blob::Blob;
use super::detect::{self, Kind};
use super::folder::{self, HEAD};
use super::inbox::{self, Inbox};
use super::read::{Source, Store};
use super::unpack::{self, Unpacked};
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
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
    if path.as_os_str() == "-" {
        return stream(path, index, io::stdin().lock());
    }
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if kind.is_dir() {
        open_folder(path, index)
    } else if kind.is_file() {
        blob(path, index, Blob::open(path).map_err(failed)?, None)
    } else {
        stream(path, index, File::open(path).map_err(failed)?)
    }
}

/// Opens what can be read only once.
fn stream(path: &Path, index: SourceIdx, mut input: impl Read) -> Result<Source, OpenError> {
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
    let mut head = Vec::new();
    let mut first = input.by_ref().take(HEAD as u64);
    first.read_to_end(&mut head).map_err(failed)?;
    // What has no end should not be read to it in vain.
    if !unpack::is_packed(&head) && detect::detect(&head) == Kind::Binary {
        return Err(OpenError::Binary(path.to_path_buf()));
    }
    let all = unpack::keep(io::Cursor::new(head).chain(input), u64::MAX).map_err(failed)?;
    blob(path, index, all.blob, all.warning)
}

fn blob(
    path: &Path,
    index: SourceIdx,
    blob: Blob,
    cut: Option<String>,
) -> Result<Source, OpenError> {
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
    let path = path.to_path_buf();
    let (blob, broken) = match unpack::unpack(&blob).map_err(failed)? {
        Some(Unpacked { blob, warning }) => (blob, warning),
        None => (blob, None),
    };
    let format = match detect::detect(&blob.head(HEAD).map_err(failed)?) {
        Kind::Mbox => Format::Mbox,
        Kind::Digest => Format::Digest,
        Kind::Mail | Kind::Bare => Format::Single,
        Kind::Empty => {
            return Err(match broken {
                Some(what) => OpenError::Packed { path, what },
                None => OpenError::Empty(path),
            });
        }
        Kind::Text => return Err(OpenError::NoMail(path)),
        Kind::Binary => return Err(OpenError::Binary(path)),
    };
    let end = Some(blob.len());
    let odd = cut.into_iter().chain(broken);
    let warnings = odd.map(|what| warning(path.clone(), end, &what)).collect();
    Ok(Source::new(
        path,
        format,
        index,
        Store::Blob(blob),
        warnings,
    ))
}

fn open_folder(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let failed = |error| OpenError::Io {
        path: path.to_path_buf(),
        error,
    };
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
