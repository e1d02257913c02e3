//! Opening regular files for reading. A pipe, a device or a socket in a folder of mail would be
//! waited for, or never end.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Opens a file that a folder lists: regular, and no link.
pub(super) fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    open_with(path, libc::O_NOFOLLOW)
}

/// Opens a file that the user named: regular, perhaps by a link.
pub(super) fn open_named(path: &Path) -> io::Result<(File, Metadata)> {
    open_with(path, 0)
}

fn open_with(path: &Path, flags: i32) -> io::Result<(File, Metadata)> {
    // O_NONBLOCK: what became a pipe since it was listed must not be waited for. Regular files
    // pay no heed to it.
    let flags = flags | libc::O_NONBLOCK | libc::O_NOCTTY;
    let opened = OpenOptions::new().read(true).custom_flags(flags).open(path);
    let file = opened.map_err(|error| match error.raw_os_error() {
        // O_NOFOLLOW gives ELOOP, which a user would read as a loop of links.
        Some(libc::ELOOP) => other("a link, not followed"),
        // A socket cannot be opened.
        Some(libc::ENXIO) => other("no regular file"),
        _ => error,
    })?;
    let meta = file.metadata()?;
    // Asked of the open file, not of the path: that may name another by now.
    if !meta.is_file() {
        return Err(other("no regular file"));
    }
    Ok((file, meta))
}

/// Reads a small file that a folder lists; an error where it is longer than `most`.
pub(super) fn read_small(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, _) = open_regular(path)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too long from one that just fits.
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(other(&format!("longer than {most} bytes")));
    }
    Ok(bytes)
}

fn other(what: &str) -> io::Error {
    io::Error::other(what.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn what_is_opened_cannot_be_written() {
        use std::io::Write;
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        fs::write(&path, "text").unwrap();
        for mut file in [open_regular(&path).unwrap().0, open_named(&path).unwrap().0] {
            let error = file.write(b"x").unwrap_err();
            assert_eq!(error.raw_os_error(), Some(libc::EBADF));
        }
    }

    #[test]
    fn only_a_regular_file_is_opened_and_nothing_is_waited_for() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("file"), "text").unwrap();
        std::os::unix::fs::symlink("file", at("link")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("zero")).unwrap();
        let made = Command::new("mkfifo").arg(at("pipe")).status().unwrap();
        assert!(made.success());
        std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        let said = |name: &str| {
            open_regular(&at(name))
                .map(|_| ())
                .map_err(|e| e.to_string())
        };
        assert_eq!(said("file"), Ok(()));
        assert_eq!(said("link"), Err("a link, not followed".to_owned()));
        for name in ["pipe", "socket"] {
            assert_eq!(said(name), Err("no regular file".to_owned()), "{name}");
        }
        assert!(open_regular(root.path()).is_err());
        assert!(open_named(&at("link")).is_ok());
        assert!(open_named(&at("zero")).is_err());
    }

    #[test]
    fn a_control_file_is_read_up_to_a_bound() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("series");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_small(&path, 5).unwrap(), b"12345");
        assert!(read_small(&path, 4).is_err());
    }
}
