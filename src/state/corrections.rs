//! The file of corrections: read at every start and reload, changed one line at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use directories::ProjectDirs;
use tempfile::NamedTempFile;
use thiserror::Error;

use crate::series::correct::Corrections;

/// Why a correction could not be kept.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeepError {
    /// The system names no folder for it.
    #[error("there is no folder to keep corrections in")]
    NoFolder,
    /// The file could not be read or written.
    #[error("{0}: {1}")]
    Io(PathBuf, #[source] io::Error),
}

/// Where corrections are kept.
#[derive(Clone, Debug, Default)]
pub struct CorrectionFile {
    path: Option<PathBuf>,
}

impl CorrectionFile {
    /// The file named, else `trifold/corrections` in the state folder of the system
    /// (`$XDG_STATE_HOME`).
    pub fn new(named: Option<&Path>) -> Self {
        let usual = || {
            let dirs = ProjectDirs::from("", "", "trifold")?;
            let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
            Some(folder.join("corrections"))
        };
        Self {
            path: named.map(Path::to_path_buf).or_else(usual),
        }
    }

    /// What stands in it, and what is wrong there, a line each. No file is no correction.
    pub fn read_file(&self) -> (Corrections, Vec<String>) {
        let Some(path) = &self.path else {
            return Default::default();
        };
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                let fault = format!("{}: {error}", path.display());
                return (Corrections::default(), vec![fault]);
            }
        };
        // A line that cannot be read is told, and the others hold.
        let (corrections, faults) = Corrections::parse(&text);
        let fault = |(line, what)| format!("{}:{line}: {what}", path.display());
        (corrections, faults.into_iter().map(fault).collect())
    }

    /// Changes what stands in it now, which another run may have written, and keeps others from
    /// it meanwhile; gives what stands there then. The file is replaced as a whole and readable by
    /// its owner alone.
    ///
    /// # Errors
    /// Where the file cannot be read as text or written, or another run keeps it for long; it is
    /// left as it was.
    pub fn change<T>(
        &self,
        change: impl FnOnce(&mut Corrections) -> T,
    ) -> Result<(Corrections, T), KeepError> {
        let path = self.path.as_ref().ok_or(KeepError::NoFolder)?;
        let fault = |error| KeepError::Io(path.clone(), error);
        let folder = folder_of(path).map_err(fault)?;
        // Two runs that correct at once: the second reads what the first wrote. The folder is
        // locked, since the file is replaced.
        let _lock = lock_folder(&folder).map_err(fault)?;
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.map_err(fault)?,
        };
        // Comments and lines that cannot be read are kept as they are.
        let (mut corrections, _) = Corrections::parse(&text);
        let told = change(&mut corrections);
        write(path, &folder, &corrections.to_string()).map_err(fault)?;
        Ok((corrections, told))
    }
}

/// The folder that the file is in, or that a link in its place leads to; made where it is not there.
fn folder_of(path: &Path) -> io::Result<PathBuf> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    // Where the file is a link into a folder of dotfiles, it is that folder.
    super::make_private(folder)?;
    Ok(folder.to_path_buf())
}

/// How often, and after how long each time, it is tried to be the only one who writes.
const TRIES: (u32, Duration) = (100, Duration::from_millis(20));

/// Keeps other runs from writing until it is dropped. The folder is locked, for the file is
/// another each time.
fn lock_folder(folder: &Path) -> io::Result<File> {
    let file = File::open(folder)?;
    for _ in 0..TRIES.0 {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => thread::sleep(TRIES.1),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    let why = "another run is writing it";
    Err(io::Error::new(io::ErrorKind::WouldBlock, why))
}

/// Writes by rename, through a link to where it leads.
fn write(path: &Path, folder: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    // On the disk before it takes the place of the old one: a crash leaves one or the other.
    file.as_file().sync_data()?;
    file.persist(&path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::MessageId;
    use crate::series::correct::Correction;

    #[test]
    fn a_correction_is_kept_and_taken_back_in_a_private_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/corrections");
        let file = CorrectionFile::new(Some(&path));
        assert!(file.read_file().0.is_empty());
        let apart = Correction::Apart(MessageId::new("a@x"));
        file.change(|c| c.add_correction(apart.clone(), "a title"))
            .unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "# a title\napart a@x\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&path), 0o600);
            assert_eq!(mode(path.parent().unwrap()), 0o700);
        }
        let (left, undone) = file.change(Corrections::take_back).unwrap();
        assert_eq!((left.is_empty(), undone), (true, Some(apart)));
    }

    #[test]
    fn runs_that_correct_at_once_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corrections");
        thread::scope(|scope| {
            for run in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    let file = CorrectionFile::new(Some(path));
                    for number in 0..10 {
                        let id = MessageId::new(&format!("{run}.{number}@x"));
                        file.change(|c| c.add_correction(Correction::Apart(id), "t"))
                            .unwrap();
                    }
                });
            }
        });
        let kept = fs::read_to_string(&path).unwrap();
        assert_eq!(kept.matches("apart ").count(), 40);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_newline_makes_no_other_correction() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corrections");
        let file = CorrectionFile::new(Some(&path));
        let id = MessageId::new("a@x\napart b@x");
        let title = "t\napart c@x\r\napart d@x";
        file.change(|c| c.add_correction(Correction::Apart(id), title))
            .unwrap();
        let kept = fs::read_to_string(&path).unwrap();
        assert_eq!(
            kept.lines()
                .filter(|line| line.starts_with("apart"))
                .count(),
            1
        );
    }

    #[test]
    fn a_wrong_line_is_named_by_file_and_line_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corrections");
        fs::write(&path, "fly a@x\n").unwrap();
        let file = CorrectionFile::new(Some(&path));
        let (_, faults) = file.read_file();
        assert_eq!(
            faults,
            [format!(
                "{}:1: there is no correction \"fly\"",
                path.display()
            )]
        );
        file.change(|c| c.add_correction(Correction::Apart(MessageId::new("a@x")), "t"))
            .unwrap();
        assert!(fs::read_to_string(&path).unwrap().starts_with("fly a@x\n"));
    }
}
