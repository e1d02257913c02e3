//! A path becomes a source: what it is, told by its content.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::blob::{Blob, Growing};
use super::detect::HEAD;
use super::detect::{self, SourceKind};
use super::folder;
use super::inbox::{self, Inbox};
use super::read::{Source, Store};
use super::rest::{self, Bound, Counted, Rest};
use super::told::{plain, warning};
use super::unpack::{self, MAGIC};
use super::{Format, MOST_WARNINGS, SourceIdx};

/// Why a path could not be opened. Names the path; one line.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is not there, or may not be read.
    #[error("{}: {}", path.display(), plain(error))]
    Io {
        /// The path.
        path: PathBuf,
        /// The error of the system.
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
        /// The reason, a lower-case fragment.
        what: String,
    },
    /// A folder in which no file holds mail.
    #[error("{}: no mail in this folder", .0.display())]
    NoMailInFolder(PathBuf),
}

/// Opens a path: a file, a folder, a pipe; `-` is standard input.
pub fn open_path(path: &Path, index: SourceIdx) -> Result<Source, OpenError> {
    let (source, rest) = begin(path, index, &|| true)?;
    if let Some(rest) = rest {
        rest.read_all();
    }
    Ok(source)
}

/// Opens a path like [`open_path`], but leaves to the caller what can be read later: the rest of a
/// mailbox that is compressed or comes through a pipe. It ends early where `go_on` says no.
pub fn begin(
    path: &Path,
    index: SourceIdx,
    go_on: &dyn Fn() -> bool,
) -> Result<(Source, Option<Rest>), OpenError> {
    let to = To { path, index, go_on };
    if path.as_os_str() == "-" {
        return to.stream(io::stdin());
    }
    let failed = failed(path);
    let kind = fs::metadata(path).map_err(failed)?.file_type();
    if kind.is_dir() {
        return Ok((to.open_folder()?, None));
    }
    // `<(curl …)` of a shell and named pipes: to be read once, from the start.
    if !kind.is_file() {
        return to.stream(File::open(path).map_err(failed)?);
    }
    let blob = Blob::open_file(path).map_err(failed)?;
    let head = blob.head(HEAD).map_err(failed)?;
    // By content: a gzip file may be called `2021-May.txt`.
    if unpack::is_packed(&head) {
        let bound = Bound::Bytes(rest::allowed(blob.len()));
        return to.open_stream(unpack::begin(blob, bound).map_err(failed)?);
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

/// The path to be opened, as which source, and whether somebody still wants it.
struct To<'a> {
    path: &'a Path,
    index: SourceIdx,
    go_on: &'a dyn Fn() -> bool,
}

impl To<'_> {
    /// Opens a stream, which can be read only once.
    fn stream(
        &self,
        mut input: impl Read + Send + 'static,
    ) -> Result<(Source, Option<Rest>), OpenError> {
        let failed = failed(self.path);
        let mut head = Vec::new();
        let mut first = input.by_ref().take(HEAD as u64);
        // The bytes that were looked at cannot be put back: they are read again in front of the
        // rest.
        first.read_to_end(&mut head).map_err(failed)?;
        let magic = head.get(..MAGIC).unwrap_or(&head).to_vec();
        let input = io::Cursor::new(head).chain(input);
        if !unpack::is_packed(&magic) {
            return self.open_stream(rest::begin(Box::new(input), Bound::STREAM));
        }
        // How long a pipe is nobody knows: its bound grows with what came in.
        let count = Arc::default();
        let bound = Bound::Packed(Arc::clone(&count));
        let stream = unpack::decoder(&magic, Counted { input, count }).map_err(failed)?;
        self.open_stream(rest::begin(stream, bound))
    }

    /// Reads as much of a stream as it takes to know what it is, and all of a digest, which has
    /// no parts.
    fn open_stream(
        &self,
        (store, rest): (Arc<Growing>, Rest),
    ) -> Result<(Source, Option<Rest>), OpenError> {
        let recognised = rest.recognise(&store, self.go_on);
        let (kind, mut later) = recognised.map_err(failed(self.path))?;
        if kind == SourceKind::Digest
            && let Some(mut rest) = later.take()
        {
            rest.until(u64::MAX, &store, self.go_on);
        }
        let format = format(self.path, kind, store.odd_end())?;
        let blob = Blob::Growing(store);
        Ok((source(self.path, format, self.index, blob), later))
    }

    fn open_folder(&self) -> Result<Source, OpenError> {
        let failed = failed(self.path);
        let none = || OpenError::NoMailInFolder(self.path.to_path_buf());
        let made = |format, store, warnings| {
            Source::new(self.path.to_path_buf(), format, self.index, store, warnings)
        };
        // Before the walk: a clone has thousands of files, none of them mail by itself.
        let repositories = inbox::repositories(self.path).map_err(failed)?;
        if !repositories.is_empty() {
            let inbox = Inbox::open_clones(repositories, self.go_on).map_err(failed)?;
            if inbox.len() == 0 {
                return Err(none());
            }
            return Ok(made(Format::PublicInbox, Store::Inbox(inbox), Vec::new()));
        }
        let found = folder::list_folder(self.path, self.go_on);
        if !found.folder.has_mail(self.go_on) && (self.go_on)() {
            // A folder that may not be read is told as such, not as one without mail.
            let first = found.failed.into_iter().next();
            return Err(first.map_or_else(none, |(path, error)| OpenError::Io { path, error }));
        }
        let odd = found.odd.into_iter();
        let odd = odd.map(|(path, at, what)| warning(path, Some(at), &what));
        let failed = found.failed.into_iter();
        let failed = failed.map(|(path, error)| warning(path, None, &plain(&error)));
        let left_out = found.left_out.into_iter();
        let left_out = left_out.map(|(path, what)| warning(path, None, &what));
        let warnings = odd
            .chain(failed)
            .chain(left_out)
            .take(MOST_WARNINGS)
            .collect();
        Ok(made(Format::Folder, Store::Folder(found.folder), warnings))
    }
}

/// Returns the format of a file, or why it is none of ours; `odd` is what went wrong when it was
/// unpacked.
fn format(path: &Path, kind: SourceKind, odd: Option<String>) -> Result<Format, OpenError> {
    let path = path.to_path_buf();
    Ok(match (kind, odd) {
        (SourceKind::Mbox, _) => Format::Mbox,
        (SourceKind::Digest, _) => Format::Digest,
        (SourceKind::Mail | SourceKind::Bare, _) => Format::Single,
        // Nothing came out of it: a damaged file must not be called an empty one.
        (SourceKind::Empty, Some(what)) => return Err(OpenError::Packed { path, what }),
        (SourceKind::Empty, None) => return Err(OpenError::Empty(path)),
        (SourceKind::Text, _) => return Err(OpenError::NoMail(path)),
        (SourceKind::Binary, _) => return Err(OpenError::Binary(path)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_that_never_ends_has_a_bound_and_says_so() {
        let mail: &[u8] = b"From a@b Tue May 11 02:41:58 2021\na: 1\n\n";
        let input = io::Cursor::new(mail).chain(io::repeat(b'x'));
        let to = To {
            path: Path::new("-"),
            index: SourceIdx(0),
            go_on: &|| true,
        };
        let (source, rest) = to.stream(input).unwrap();
        rest.unwrap().read_all();
        // In tests that is less than the 16 GiB that nobody waits for.
        assert_eq!(source.known_size(), Some(80 << 20));
        let odd = source.odd_end().unwrap();
        assert!(odd.what.contains("the rest is left out"), "{}", odd.what);
    }
}
