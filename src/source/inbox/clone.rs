//! A clone is data from others, and git would do what its configuration says: run programs, fetch,
//! read any file it names. So git gets a repository of our own, empty but for links to the objects
//! of the clone, and the commit to begin at is read here.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::os::unix::fs::symlink;
use std::path::Path;

use tempfile::TempDir;

use crate::source::regular;

/// Files of objects that a clone may have: git packs them long before that.
const MOST: usize = 100_000;

/// Bytes of a file that names a commit, and of the one that names many.
const REF: u64 = 1024;
const PACKED_REFS: u64 = 64 << 20;

/// A repository without a setting of anybody's, with the objects of a clone.
#[derive(Debug)]
pub(in crate::source) struct Clone {
    folder: TempDir,
    /// The newest commit.
    tip: String,
}

impl Clone {
    /// Takes a clone as it is now; nothing in it is run, followed or waited for.
    pub(super) fn open_clone(path: &Path) -> io::Result<Self> {
        let tip = read_tip(path)?;
        let clone = Self {
            folder: tempfile::Builder::new().prefix("trifold-").tempdir()?,
            tip,
        };
        let at = |name: &str| clone.folder.path().join(name);
        fs::create_dir_all(at("refs"))?;
        // git takes a folder for a repository if it has HEAD, refs and objects.
        fs::write(at("HEAD"), "ref: refs/heads/none\n")?;
        fs::write(at("config"), config(clone.tip.len()))?;
        link_objects(&path.join("objects"), &at("objects"))?;
        let ends = shallow(&path.join("shallow"))?;
        if !ends.is_empty() {
            fs::write(at("shallow"), ends)?;
        }
        Ok(clone)
    }

    /// The newest commit, in hex digits.
    pub(super) fn tip_commit(&self) -> &str {
        &self.tip
    }

    /// The repository for git.
    pub(super) fn repository_path(&self) -> &Path {
        self.folder.path()
    }
}

/// The settings of our own repository. Ids of 64 digits are SHA-256.
fn config(digits: usize) -> &'static str {
    if digits == 64 {
        "[core]\nrepositoryformatversion = 1\nbare = true\n[extensions]\nobjectformat = sha256\n"
    } else {
        "[core]\nrepositoryformatversion = 0\nbare = true\n"
    }
}

/// The commit to begin at: public-inbox writes `master`, whatever HEAD says.
fn read_tip(path: &Path) -> io::Result<String> {
    let mut found = named(path, "refs/heads/master")?;
    if found.is_none() {
        let head = regular::read_small(&path.join("HEAD"), REF)?;
        let head = String::from_utf8_lossy(&head);
        // `ref: refs/heads/main`, or an id where HEAD is detached.
        found = match head.trim_end().strip_prefix("ref: ") {
            Some(name) if is_inside(name) => named(path, name)?,
            Some(_) => None,
            None => hex_id(&head),
        };
    }
    found.ok_or_else(|| io::Error::other("the newest commit of the repository is not known"))
}

/// Whether a text is the name of a reference, and leads to no file outside of the references.
fn is_inside(name: &str) -> bool {
    let is_plain = |part: &str| !matches!(part, "" | "." | "..");
    name.starts_with("refs/") && name.split('/').all(is_plain)
}

/// The commit that a reference names: in a file of its own, else in the file of many.
fn named(path: &Path, name: &str) -> io::Result<Option<String>> {
    match regular::read_small(&path.join(name), REF) {
        Ok(bytes) => return Ok(hex_id(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let (file, _) = match regular::open_regular(&path.join("packed-refs")) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    for line in lines(file, PACKED_REFS) {
        let line = line?;
        // `ID refs/heads/master`; lines of `#` and `^` name no reference.
        if let Some((hex, of)) = line.split_once(' ')
            && of.trim_end() == name
        {
            return Ok(hex_id(hex));
        }
    }
    Ok(None)
}

fn lines(file: File, most: u64) -> impl Iterator<Item = io::Result<String>> {
    BufReader::new(file.take(most)).lines()
}

/// An id in hex digits, if text is one.
fn hex_id(text: &str) -> Option<String> {
    let text = text.trim_end();
    let is_id = matches!(text.len(), 40 | 64) && text.bytes().all(|b| b.is_ascii_hexdigit());
    is_id.then(|| text.to_owned())
}

/// The commits at which a shallow clone ends: without them git misses their parents.
fn shallow(path: &Path) -> io::Result<String> {
    let (file, _) = match regular::open_regular(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        opened => opened?,
    };
    let mut ends = String::new();
    for line in lines(file, PACKED_REFS) {
        if let Some(id) = hex_id(&line?) {
            ends.push_str(&id);
            ends.push('\n');
        }
    }
    Ok(ends)
}

/// Links packs and loose objects one by one: what is no regular file is left out, and with it
/// everything else that stands beside objects (`alternates`, `.promisor`).
fn link_objects(from: &Path, to: &Path) -> io::Result<()> {
    // Links begin where they stand.
    let from = fs::canonicalize(from)?;
    let mut left = MOST;
    fs::create_dir_all(to.join("pack"))?;
    link_wanted(&from.join("pack"), &to.join("pack"), is_pack, &mut left)?;
    for entry in fs::read_dir(&from)? {
        let entry = entry?;
        let name = entry.file_name();
        // A loose object is `ab/cdef…`, its first two digits the folder.
        if is_hex(&name, 2) && entry.file_type()?.is_dir() {
            fs::create_dir(to.join(&name))?;
            link_wanted(&entry.path(), &to.join(&name), is_object, &mut left)?;
        }
    }
    Ok(())
}

fn link_wanted(
    from: &Path,
    to: &Path,
    wanted: fn(&OsStr) -> bool,
    left: &mut usize,
) -> io::Result<()> {
    // A link in place of the folder could lead anywhere.
    let is_folder = fs::symlink_metadata(from).is_ok_and(|meta| meta.is_dir());
    if !is_folder {
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        if !wanted(&name) || !entry.file_type()?.is_file() {
            continue;
        }
        *left = left.checked_sub(1).ok_or_else(|| {
            io::Error::other(format!(
                "more than {MOST} files of objects; git gc packs them"
            ))
        })?;
        // A link and no copy: packs of a large list have gigabytes.
        symlink(entry.path(), to.join(&name))?;
    }
    Ok(())
}

fn is_pack(name: &OsStr) -> bool {
    let of = |end| name.as_encoded_bytes().ends_with(end);
    name.as_encoded_bytes().starts_with(b"pack-") && (of(b".pack") || of(b".idx") || of(b".rev"))
}

fn is_object(name: &OsStr) -> bool {
    is_hex(name, 38) || is_hex(name, 62)
}

fn is_hex(name: &OsStr, digits: usize) -> bool {
    let name = name.as_encoded_bytes();
    name.len() == digits && name.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_is_found_as_git_writes_it() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        let (a, b, c) = ("a".repeat(40), "b".repeat(40), "c".repeat(64));
        fs::create_dir_all(at("refs/heads")).unwrap();
        fs::write(at("HEAD"), &a).unwrap();
        assert_eq!(read_tip(root.path()).unwrap(), a);
        fs::write(at("HEAD"), "ref: refs/heads/main\n").unwrap();
        assert!(read_tip(root.path()).is_err());
        fs::write(
            at("packed-refs"),
            format!("# pack-refs\n{b} refs/heads/main\n^{a}\n"),
        )
        .unwrap();
        assert_eq!(read_tip(root.path()).unwrap(), b);
        fs::write(at("refs/heads/master"), format!("{c}\n")).unwrap();
        assert_eq!(read_tip(root.path()).unwrap(), c);
        fs::remove_file(at("refs/heads/master")).unwrap();
        fs::write(at("outside"), &a).unwrap();
        fs::write(at("HEAD"), "ref: refs/../outside\n").unwrap();
        assert!(read_tip(root.path()).is_err());
    }

    #[test]
    fn a_clone_has_a_bound_on_files_of_objects() {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("from"), root.path().join("to"));
        fs::create_dir(&from).unwrap();
        fs::create_dir(&to).unwrap();
        for name in ["pack-1.pack", "pack-1.idx", "pack-2.pack"] {
            fs::write(from.join(name), "").unwrap();
        }
        assert!(link_wanted(&from, &to, is_pack, &mut 2).is_err());
        assert_eq!(fs::read_dir(&to).unwrap().count(), 2);
    }
}
