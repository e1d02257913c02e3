//! What was read, viewed and half read, in one database for all mailboxes.
//!
//! It keeps a rollback journal: a write-ahead log would be mapped into memory, fails in a folder
//! that cannot be written to, and corrupts on network file systems. What a commit takes is the
//! time of a task that nobody waits for.

mod b4;
mod exported;
mod kept;
mod packs;
mod salvage;
mod schema;
#[cfg(test)]
mod tests;
mod transfer;

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use thiserror::Error;

use crate::archive::marks::{Day, Ledger, Pack, Remembered};

use self::packs::{MANY, SOME};
pub use self::transfer::{Age, Counts, ExportError};

/// Why nothing is remembered, or something is not.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MemoryError {
    /// The system names no folder for it.
    #[error("there is no folder to keep the memory in")]
    NoFolder,
    /// The file or its folder cannot be used.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
    /// Something else lies in its place.
    #[error("{0}: not a file")]
    NotAFile(PathBuf),
    /// A later release wrote it, in a form that this one does not know.
    #[error("{0}: written by a later release; this run remembers nothing")]
    Newer(PathBuf),
    /// The file system gives no locks.
    #[error("{0}: cannot be locked; point memory.path at a local disk")]
    NoLock(PathBuf),
    /// The database says so.
    #[error("{0}: {1}")]
    Database(PathBuf, #[source] rusqlite::Error),
    /// What is imported is none of what is exported.
    #[error("line {0}: {1}")]
    Import(usize, String),
}

/// The version of no database: the packs are read anew.
const NEVER: i64 = -1;

/// The database, open.
#[derive(Debug)]
pub struct Memory {
    path: PathBuf,
    database: Connection,
    /// Device and number of the file: another may come to lie in its place.
    file: (u64, u64),
    /// What the packs hold, and the state of the database that they are of.
    packs: [Pack; 4],
    version: i64,
    /// What was lost of a damaged one that lay there, in a sentence.
    salvaged: Option<String>,
}

/// Where it lies where nothing else is said: `memory.db` in the state folder of the system.
pub fn usual_place() -> Option<PathBuf> {
    let dirs = ProjectDirs::from("", "", "trifold")?;
    let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(folder.join("memory.db"))
}

impl Memory {
    /// Opens the database, or makes one. One that is damaged is put aside, never deleted, and what
    /// can be read of it is in the new one.
    pub fn open(path: &Path) -> Result<Self, MemoryError> {
        make_private(path)?;
        match Self::try_open(path) {
            Err(MemoryError::Database(_, error)) if is_damaged(&error) => {
                let (aside, told) = salvage::put_aside(path)?;
                let mut memory = Self::try_open(path)?;
                let saved = salvage::save_readable(&aside, &mut memory)?;
                memory.salvaged = Some(format!("{told}; {saved} marks were read from it"));
                Ok(memory)
            }
            opened => opened,
        }
    }

    fn try_open(path: &Path) -> Result<Self, MemoryError> {
        let fault = |error| fault(path, error);
        let meta = fs::metadata(path).map_err(|error| MemoryError::Io(path.into(), error))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        let mut database = Connection::open_with_flags(path, flags).map_err(fault)?;
        schema::prepare(&mut database, path)?;
        let mut memory = Self {
            path: path.to_path_buf(),
            database,
            file: (meta.dev(), meta.ino()),
            packs: Default::default(),
            version: 0,
            salvaged: None,
        };
        memory.read_packs().map_err(fault)?;
        Ok(memory)
    }

    /// How long it waits for another run that writes.
    pub fn wait_at_most(&mut self, time: Duration) {
        // It is a pragma of the connection; where it fails the longer time stays.
        drop(self.database.busy_timeout(time));
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was lost at opening, once.
    pub fn take_salvaged(&mut self) -> Option<String> {
        self.salvaged.take()
    }

    /// Whether the file that it was opened as still lies there.
    pub fn is_in_place(&self) -> bool {
        let meta = fs::metadata(&self.path);
        meta.is_ok_and(|meta| (meta.dev(), meta.ino()) == self.file)
    }

    /// All that is remembered.
    pub fn ledger(&mut self) -> Result<Ledger, MemoryError> {
        self.all().map_err(|error| fault(&self.path, error))
    }

    fn all(&mut self) -> rusqlite::Result<Ledger> {
        self.refresh()?;
        let rows = self.change_rows()?;
        let kept = kept::read_kept(&self.database)?;
        let rows = rows.iter();
        let rows = rows.map(|(kind, record)| (*kind, record.key, record.marks));
        Ok(Ledger::new(self.packs.clone(), rows, &kept))
    }

    /// Keeps what is to be remembered, in one transaction.
    ///
    /// # Errors
    /// Where the database cannot be written to; then nothing of it was kept.
    pub fn remember(&mut self, all: &[Remembered], day: Day) -> Result<(), MemoryError> {
        self.write(all, day)
            .map_err(|error| fault(&self.path, error))
    }

    fn write(&mut self, all: &[Remembered], day: Day) -> rusqlite::Result<()> {
        let many = self.in_transaction(|memory| {
            for one in all {
                match one {
                    Remembered::Marks(change) => memory.write_marks(change, day)?,
                    kept @ (Remembered::Part(_)
                    | Remembered::Stopped(_)
                    | Remembered::Flag(..)
                    | Remembered::Later(..)
                    | Remembered::Note(_)
                    | Remembered::Version(_)) => kept::write(&memory.database, kept, day)?,
                }
            }
            memory.count_rows()
        })?;
        if many > MANY {
            self.merge()?;
        }
        Ok(())
    }

    /// What a run does at its end: it leaves few rows for the next one to read.
    pub fn finish(&mut self) -> Result<(), MemoryError> {
        let finished = self.count_rows().and_then(|rows| {
            if rows > SOME {
                return self.merge();
            }
            Ok(())
        });
        finished.map_err(|error| fault(&self.path, error))
    }

    /// Does something as the only one who writes, and all of it or nothing.
    fn in_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.database.execute_batch("BEGIN IMMEDIATE")?;
        let done = self.refresh().and_then(|()| work(self));
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = self.database.execute_batch(end);
        if done.is_err() || ended.is_err() {
            // Packs that were read within may be of what was never kept.
            self.version = NEVER;
        }
        match ended {
            Ok(()) => done,
            Err(error) => {
                // A full disk refuses the end: the transaction must not stay open.
                if !self.database.is_autocommit() {
                    drop(self.database.execute_batch("ROLLBACK"));
                }
                done.and(Err(error))
            }
        }
    }
}

/// Makes the folder and an empty file where there is none, for their owner alone.
fn make_private(path: &Path) -> Result<(), MemoryError> {
    let fault = |error| MemoryError::Io(path.to_path_buf(), error);
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        super::make_private(folder).map_err(fault)?;
    }
    match fs::metadata(path) {
        Ok(meta) if meta.is_file() => Ok(()),
        Ok(_) => Err(MemoryError::NotAFile(path.to_path_buf())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut options = OpenOptions::new();
            options.write(true).create_new(true).mode(0o600);
            match options.open(path) {
                Ok(_) => Ok(()),
                // Another run was as fast.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(fault(error)),
            }
        }
        Err(error) => Err(fault(error)),
    }
}

fn fault(path: &Path, error: rusqlite::Error) -> MemoryError {
    let has_no_lock = error
        .sqlite_error_code()
        .is_some_and(|code| code == ErrorCode::FileLockingProtocolFailed);
    if has_no_lock {
        return MemoryError::NoLock(path.to_path_buf());
    }
    MemoryError::Database(path.to_path_buf(), error)
}

fn is_damaged(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}
