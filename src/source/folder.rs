//! A folder of mail: Maildir, MH, patches, or a tree of any of these. Each file is told by its
//! content when it is read, and may be packed.

mod quilt;
mod walk;

use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::blob::{self, Blob};
use super::detect::{self, Kind};
use super::unpack::{self, MAGIC};

/// Bytes that detection looks at.
pub(super) const HEAD: usize = 65536;

/// Files up to this size are read in one go.
const SMALL: u64 = 1 << 20;

/// Unpacked files that are kept for the next mail of them that is asked for.
const KEPT: usize = 4;

/// The files of a folder.
#[derive(Debug)]
pub(super) struct Folder {
    files: Vec<Entry>,
    packed: Mutex<Vec<(usize, u64, Arc<Blob>)>>,
}

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    /// Why it is no part of the series that it lies beside.
    aside: Option<&'static str>,
    /// What the file was when its mails were found ([`blob::stamp`]); 0 before that.
    stamp: AtomicU64,
}

/// One file, unpacked.
pub(super) struct Loaded {
    pub(super) blob: Arc<Blob>,
    pub(super) kind: Kind,
    pub(super) warning: Option<String>,
}

/// A folder and what in it could not be looked at.
pub(super) struct Opened {
    pub(super) folder: Folder,
    pub(super) failed: Vec<(PathBuf, io::Error)>,
    /// Git repositories in it, left out.
    pub(super) repositories: Vec<PathBuf>,
    /// What its `series` files say that is odd: the file, the offset, and a fragment.
    pub(super) odd: Vec<(PathBuf, u64, String)>,
}

/// Lists a folder.
pub(super) fn open(path: &Path) -> Opened {
    let mut found = walk::walk(path);
    let entry = |path: PathBuf| Entry {
        aside: found.aside.remove(&path),
        path,
        stamp: AtomicU64::new(0),
    };
    let files = found.files.into_iter().map(entry).collect();
    Opened {
        folder: Folder {
            files,
            packed: Mutex::new(Vec::new()),
        },
        failed: found.failed,
        repositories: found.repositories,
        odd: found.odd,
    }
}

impl Folder {
    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// The path of a file.
    pub(super) fn path(&self, number: usize) -> Option<&Path> {
        self.files.get(number).map(|entry| entry.path.as_path())
    }

    /// Why a file is no part of the series that it lies beside.
    pub(super) fn aside(&self, number: usize) -> Option<&'static str> {
        self.files.get(number)?.aside
    }

    /// Whether any file holds mail.
    pub(super) fn has_mail(&self) -> bool {
        let head = |path: &Path| unpack::peek(&Blob::open(path)?, HEAD);
        self.files
            .iter()
            .any(|entry| head(&entry.path).is_ok_and(|head| detect::detect(&head).is_mail()))
    }

    /// Opens a file to find its mails, and notes what it is like now.
    pub(super) fn load(&self, number: usize) -> io::Result<Loaded> {
        let entry = self.entry(number)?;
        let (blob, stamp) = small(&entry.path)?;
        entry.stamp.store(stamp, Ordering::Relaxed);
        let (blob, warning) = if unpack::is_packed(&blob.head(MAGIC)?) {
            let (blob, odd) = unpack::unpack(blob)?;
            (self.keep(number, stamp, Arc::new(blob)), odd)
        } else {
            (Arc::new(blob), None)
        };
        let kind = detect::detect(&blob.head(HEAD)?);
        Ok(Loaded {
            blob,
            kind,
            warning,
        })
    }

    /// Reads a span of a file again; [`io::ErrorKind::UnexpectedEof`] where it was changed.
    pub(super) fn read(&self, number: usize, span: Range<u64>) -> io::Result<Vec<u8>> {
        let entry = self.entry(number)?;
        let path = located(&entry.path)?;
        let now = blob::stamp(&fs::metadata(&path)?);
        if now != entry.stamp.load(Ordering::Relaxed) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(kept) = self.kept(number, now) {
            return kept.read(span);
        }
        let blob = Blob::open(&path)?;
        if !unpack::is_packed(&blob.head(MAGIC)?) {
            return blob.read(span);
        }
        let (blob, _) = unpack::unpack(blob)?;
        self.keep(number, now, Arc::new(blob)).read(span)
    }

    fn entry(&self, number: usize) -> io::Result<&Entry> {
        let missing = || io::ErrorKind::NotFound.into();
        self.files.get(number).ok_or_else(missing)
    }

    fn kept(&self, number: usize, stamp: u64) -> Option<Arc<Blob>> {
        let packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        let found = packed
            .iter()
            .find(|kept| (kept.0, kept.1) == (number, stamp));
        found.map(|(_, _, blob)| Arc::clone(blob))
    }

    /// Keeps an unpacked file in place of the one that was kept longest.
    fn keep(&self, number: usize, stamp: u64, blob: Arc<Blob>) -> Arc<Blob> {
        let mut packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        packed.retain(|kept| kept.0 != number);
        if packed.len() >= KEPT {
            packed.remove(0);
        }
        packed.push((number, stamp, Arc::clone(&blob)));
        blob
    }
}

/// A file, in memory if it is small: most mails are, and each call counts where there are many.
fn small(path: &Path) -> io::Result<(Blob, u64)> {
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    if meta.len() > SMALL {
        return Ok((Blob::open(path)?, blob::stamp(&meta)));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    file.read_to_end(&mut bytes)?;
    Ok((Blob::Memory(bytes), blob::stamp(&meta)))
}

/// Where a file is now: in a Maildir its name changes with its flags, and it moves from `new`
/// to `cur` when another program has seen it.
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
    let unique = |name: &[u8]| name.split(|&b| b == b':').next().map(<[u8]>::to_vec);
    let wanted = unique(name.as_encoded_bytes());
    for folder in ["cur", "new"] {
        for entry in fs::read_dir(root.join(folder))?.flatten() {
            if unique(entry.file_name().as_encoded_bytes()) == wanted {
                return Ok(entry.path());
            }
        }
    }
    Err(missing)
}
