//! Files of ours for other programs, and those programs: nobody else can read the files, and
//! neither outlives us, also where a signal ends us.

use std::fs::{OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// How long a program that has the terminal may take to give it back, in steps.
const PATIENCE: (u32, Duration) = (50, Duration::from_millis(10));

/// What is there because of us.
#[derive(Default)]
struct LeftBehind {
    folders: Vec<PathBuf>,
    /// Programs, and whether they have the terminal.
    children: Vec<(u32, bool)>,
}

static LEFT: Mutex<LeftBehind> = Mutex::new(LeftBehind {
    folders: Vec::new(),
    children: Vec::new(),
});

fn left_behind() -> MutexGuard<'static, LeftBehind> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that only we can enter. Dropping it removes it.
#[derive(Debug)]
pub(super) struct PrivateFolder(TempDir);

impl PrivateFolder {
    /// A new one.
    pub(super) fn new() -> Result<Self, String> {
        // Locked while it is made: a signal in between would leave it behind.
        let mut all = left_behind();
        let folder = tempfile::Builder::new()
            .prefix("trifold-")
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .map_err(|error| error.to_string())?;
        all.folders.push(folder.path().to_path_buf());
        Ok(Self(folder))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// A file in it that can only be read.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let failed = |error: io::Error| error.to_string();
        let path = self.path().join(name);
        let mut options = OpenOptions::new();
        // For the owner's eyes alone, and read-only: an editor that saves over it would save
        // nothing of worth.
        options.write(true).create_new(true).mode(0o400);
        let mut file = options.open(&path).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        Ok(path)
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        left_behind()
            .folders
            .retain(|folder| folder != self.0.path());
    }
}

/// Remembers a program for as long as it is not waited for.
#[derive(Debug)]
pub(super) struct Watch(u32);

impl Watch {
    /// Of a program that was started; `is_lent` where it has the terminal.
    pub(super) fn of(child: &Child, is_lent: bool) -> Self {
        left_behind().children.push((child.id(), is_lent));
        Self(child.id())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        left_behind().children.retain(|(child, _)| *child != self.0);
    }
}

/// Runs a program that has the terminal, to its end.
pub(super) fn run_to_end(command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command.spawn()?;
    let _watch = Watch::of(&child, true);
    child.wait()
}

/// Ends what still runs, as we are ended, and removes what is still there.
pub(super) fn leave_nothing(signal: Signal) {
    let children = left_behind().children.clone();
    for (child, _) in &children {
        let child = i32::try_from(*child).ok().and_then(Pid::from_raw);
        // One that ended just now is gone, which is as well.
        let _ = child.map(|child| kill_process(child, signal));
    }
    for _ in 0..PATIENCE.0 {
        // Who has the terminal is waited for, or two programs would set its modes.
        if !left_behind().children.iter().any(|(_, is_lent)| *is_lent) {
            break;
        }
        thread::sleep(PATIENCE.1);
    }
    left_behind().remove_folders();
}

impl LeftBehind {
    fn remove_folders(&mut self) {
        for folder in self.folders.drain(..) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_copy_can_be_read_by_its_owner_alone_and_vanishes() {
        let folder = PrivateFolder::new().unwrap();
        let path = folder.write("a.eml", b"text").unwrap();
        assert_eq!((mode(&path), mode(folder.path())), (0o400, 0o700));
        assert!(folder.write("a.eml", b"other").is_err());
        assert!(left_behind().folders.contains(&folder.path().to_path_buf()));
        drop(folder);
        assert!(!path.exists());
        assert!(
            !left_behind()
                .folders
                .iter()
                .any(|folder| path.starts_with(folder))
        );
    }

    #[test]
    fn what_is_left_is_removed_with_all_that_is_in_it() {
        // Not of `LEFT`: the folders of other tests are in that.
        let folder = tempfile::tempdir().unwrap().keep();
        std::fs::write(folder.join("a.eml"), "text").unwrap();
        let mut left = LeftBehind {
            folders: vec![folder.clone()],
            children: Vec::new(),
        };
        left.remove_folders();
        assert!(!folder.exists() && left.folders.is_empty());
    }

    #[test]
    fn a_program_is_remembered_until_it_was_waited_for() {
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let id = child.id();
        let watch = Watch::of(&child, false);
        assert!(left_behind().children.contains(&(id, false)));
        child.kill().unwrap();
        child.wait().unwrap();
        drop(watch);
        assert!(!left_behind().children.contains(&(id, false)));
    }
}
