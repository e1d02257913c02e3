//! A folder of mail: Maildir, MH, patches, or a tree of any of these. Each file is told by its
//! content when it is read, and may be packed.

mod quilt;
mod seen;
mod walk;

use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::blob::Blob;
use super::detect::HEAD;
use super::detect::{self, SourceKind};
use super::regular;
use super::rest::{self, Bound};
use super::unpack::{self, MAGIC};

/// Files up to this size are read in one go.
const SMALL: u64 = 1 << 20;

/// Unpacked files that are kept for the next mail of them that is asked for, and their bytes:
/// large ones stand in temporary files.
const KEPT: (usize, u64) = (4, if cfg!(test) { 1 << 20 } else { 1 << 30 });

/// The files of a folder.
#[derive(Debug)]
pub(super) struct SourceFolder {
    files: Vec<FolderEntry>,
    packed: Mutex<Packed>,
    halted: AtomicBool,
}

#[derive(Debug)]
struct FolderEntry {
    path: PathBuf,
    /// Why it is no part of the series that it lies beside.
    aside: Option<&'static str>,
    /// Its mail was read in another program.
    is_seen: bool,
}

/// The unpacked files of a folder.
#[derive(Debug, Default)]
struct Packed {
    kept: Vec<(usize, Arc<Blob>)>,
    /// Bytes of mail that were unpacked, and those that they were packed in.
    unpacked: u64,
    from: u64,
}

/// One file, unpacked.
pub(super) struct Loaded {
    pub(super) blob: Arc<Blob>,
    pub(super) kind: SourceKind,
    pub(super) warning: Option<String>,
}

/// A folder, and the paths in it that could not be read or were left out.
pub(super) struct Opened {
    pub(super) folder: SourceFolder,
    pub(super) failed: Vec<(PathBuf, io::Error)>,
    pub(super) left_out: Vec<(PathBuf, String)>,
    /// Warnings about its `series` files: the file, the offset, and a fragment.
    pub(super) odd: Vec<(PathBuf, u64, String)>,
}

/// Lists a folder; ends early once `go_on` says no.
pub(super) fn list_folder(path: &Path, go_on: &dyn Fn() -> bool) -> Opened {
    let mut found = walk::walk(path, go_on);
    let mut seen = seen::SeenFiles::default();
    let entry = |path: PathBuf| FolderEntry {
        aside: found.aside.remove(&path),
        is_seen: seen.is_seen(&path),
        path,
    };
    let files = found.files.into_iter().map(entry).collect();
    Opened {
        folder: SourceFolder {
            files,
            packed: Mutex::default(),
            halted: AtomicBool::new(false),
        },
        failed: found.failed,
        left_out: found.left_out,
        odd: found.odd,
    }
}

impl SourceFolder {
    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether another program has noted that the mail in a file was read.
    pub(super) fn was_read(&self, number: usize) -> bool {
        self.files.get(number).is_some_and(|entry| entry.is_seen)
    }

    /// The path of a file.
    pub(super) fn path_of(&self, number: usize) -> Option<&Path> {
        self.files.get(number).map(|entry| entry.path.as_path())
    }

    /// Why a file is no part of the series that it lies beside.
    pub(super) fn aside(&self, number: usize) -> Option<&'static str> {
        self.files.get(number)?.aside
    }

    /// Stops reading: nobody wants the rest.
    pub(super) fn stop_reading(&self) {
        self.halted.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed)
    }

    /// Whether any file holds mail; looks no further once `go_on` says no.
    pub(super) fn has_mail(&self, go_on: &dyn Fn() -> bool) -> bool {
        let head = |path: &Path| unpack::peek_unpacked(&Blob::open_listed(path)?, HEAD);
        let mut files = self.files.iter().take_while(|_| go_on());
        files.any(|entry| head(&entry.path).is_ok_and(|head| detect::detect(&head).is_mail()))
    }

    /// Opens a file to find its mails.
    pub(super) fn load_file(&self, number: usize) -> io::Result<Loaded> {
        let blob = small(self.file_of(number)?)?;
        if !unpack::is_packed(&blob.head(MAGIC)?) {
            let kind = detect::detect(&blob.head(HEAD)?);
            return Ok(Loaded {
                blob: Arc::new(blob),
                kind,
                warning: None,
            });
        }
        let packed = blob.len();
        let bound = self.bound(packed)?;
        let (blob, kind, odd) = unpack::unpack(blob, bound, &|| !self.is_halted())?;
        // Of files without mail only the beginning is unpacked, and they do not use the allowance
        // up.
        if kind.is_mail() {
            let mut all = self.packed();
            all.from += packed;
            all.unpacked += blob.len();
        }
        Ok(Loaded {
            blob: self.keep_blob(number, Arc::new(blob)),
            kind,
            warning: odd,
        })
    }

    /// Reads a span of a file again.
    pub(super) fn read_span(&self, number: usize, span: Range<u64>) -> io::Result<Vec<u8>> {
        let file = self.file_of(number)?;
        // Mails of one mailbox are read one after the other; each would unpack it anew.
        if let Some(kept) = self.kept_blob(number) {
            return kept.read(span);
        }
        let blob = Blob::open_listed(&located(file)?)?;
        if !unpack::is_packed(&blob.head(MAGIC)?) {
            return blob.read(span);
        }
        let bound = Bound::Bytes(rest::allowed(blob.len()));
        let (blob, _, _) = unpack::unpack(blob, bound, &|| true)?;
        self.keep_blob(number, Arc::new(blob)).read(span)
    }

    fn file_of(&self, number: usize) -> io::Result<&Path> {
        self.path_of(number)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn packed(&self) -> MutexGuard<'_, Packed> {
        self.packed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the bound for a packed file of so many bytes: many small ones share one allowance.
    fn bound(&self, packed: u64) -> io::Result<Bound> {
        let all = self.packed();
        let most = rest::allowed(all.from + packed);
        let left = most.saturating_sub(all.unpacked);
        if left == 0 {
            let what = format!("not read: the packed files here unpack to more than {most} bytes");
            return Err(io::Error::other(what));
        }
        Ok(Bound::Bytes(left.min(rest::allowed(packed))))
    }

    fn kept_blob(&self, number: usize) -> Option<Arc<Blob>> {
        let packed = self.packed();
        let found = packed.kept.iter().find(|kept| kept.0 == number);
        found.map(|(_, blob)| Arc::clone(blob))
    }

    /// Keeps an unpacked file in place of those that were kept longest.
    fn keep_blob(&self, number: usize, blob: Arc<Blob>) -> Arc<Blob> {
        let mut packed = self.packed();
        let kept = &mut packed.kept;
        // Two workers may have unpacked the same file at once.
        kept.retain(|kept| kept.0 != number);
        let size = |kept: &[(usize, Arc<Blob>)]| kept.iter().map(|(_, blob)| blob.len()).sum();
        let is_too_much = |kept: &[_]| {
            let bytes: u64 = size(kept);
            kept.len() >= KEPT.0 || bytes.saturating_add(blob.len()) > KEPT.1
        };
        // One is always kept, however large: the mail that was asked for is read from it.
        while !kept.is_empty() && is_too_much(kept) {
            kept.remove(0);
        }
        kept.push((number, Arc::clone(&blob)));
        blob
    }
}

/// A file, in memory if it is small: most mails are, and each call counts where there are many.
fn small(path: &Path) -> io::Result<Blob> {
    let (file, meta) = regular::open_regular(path)?;
    if meta.len() > SMALL {
        return Blob::open_listed(path);
    }
    // No more than it says: what looks like a file of no bytes may be an endless one of the system.
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    file.take(meta.len()).read_to_end(&mut bytes)?;
    Ok(Blob::Memory(bytes))
}

/// Returns the path of a file now: in a Maildir its name changes with its flags, and it moves
/// from `new` to `cur` when another program has seen it.
fn located(path: &Path) -> io::Result<PathBuf> {
    let Err(missing) = fs::symlink_metadata(path) else {
        return Ok(path.to_path_buf());
    };
    let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else {
        return Err(missing);
    };
    let of_maildir = folder.ends_with("cur") || folder.ends_with("new");
    let Some(root) = folder.parent().filter(|_| of_maildir) else {
        return Err(missing);
    };
    let wanted = seen::unique_part(name.as_encoded_bytes());
    // `cur` first: another program moves mail there from `new`.
    for folder in ["cur", "new"] {
        for entry in fs::read_dir(root.join(folder))?.flatten() {
            if seen::unique_part(entry.file_name().as_encoded_bytes()) == wanted {
                return Ok(entry.path());
            }
        }
    }
    Err(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_was_unpacked_no_more_is_kept_than_has_room() {
        let root = tempfile::tempdir().unwrap();
        let folder = list_folder(root.path(), &|| true).folder;
        let kept = |sizes: &[usize]| {
            for (number, size) in sizes.iter().enumerate() {
                folder.keep_blob(number, Arc::new(Blob::Memory(vec![0; *size])));
            }
            let packed = folder.packed();
            packed.kept.iter().map(|kept| kept.0).collect::<Vec<_>>()
        };
        assert_eq!(kept(&[1; 6]), [2, 3, 4, 5]);
        // In tests there is room for a MiB; one that is larger is kept alone.
        let half = 1 << 19;
        assert_eq!(kept(&[half, half, 1, half, 9]), [2, 3, 4]);
        assert_eq!(kept(&[half, half << 2]), [1]);
    }

    #[test]
    fn a_file_is_read_where_its_own_name_says_so() {
        let root = tempfile::tempdir().unwrap();
        for name in ["cur", "new", "tmp"] {
            fs::create_dir(root.path().join(name)).unwrap();
        }
        for name in ["1.a:2,S", "2.b:2,"] {
            fs::write(root.path().join("cur").join(name), "Subject: x\n\n").unwrap();
        }
        let folder = list_folder(root.path(), &|| true).folder;
        let read: Vec<bool> = (0..3).map(|number| folder.was_read(number)).collect();
        assert_eq!(read, [true, false, false]);
    }
}
