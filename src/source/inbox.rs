//! public-inbox repositories: every mail is a blob. Version 2 keeps it as the file `m` of a
//! commit (`d` takes one back) in repositories `git/N.git`; version 1 as a file of one tree,
//! named by the hash of its message id.

mod clone;
mod git;
mod loose;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use clone::Clone;
use git::{Batch, Id};

/// No mail is longer; a larger blob is not waited for.
const LARGEST: u64 = 1 << 30;

/// Mails asked for at a time: enough that waiting for git costs little, and so few that all
/// questions fit into a pipe while git waits to be read from.
pub(super) const AHEAD: usize = 256;

/// Epochs of one inbox; that of the kernel has some twenty.
const MOST_EPOCHS: usize = if cfg!(test) { 20 } else { 1000 };

/// The repositories of an inbox and the ids of its mails.
#[derive(Debug)]
pub(super) struct Inbox {
    repositories: Vec<Batch>,
    /// Repository and blob, in order of arrival.
    mails: Vec<(u32, Id)>,
    halted: AtomicBool,
}

/// Returns the repositories of the inbox that a folder is; none where it is no inbox.
pub(super) fn repositories(folder: &Path) -> io::Result<Vec<Clone>> {
    let single = [folder.to_path_buf(), folder.join(".git")];
    // A bare clone, or one with a working tree.
    if let Some(one) = single.into_iter().find(|path| is_repository(path)) {
        return Ok(inbox(&one).into_iter().collect());
    }
    // Epochs; the oldest may not have been fetched.
    let root = fs::canonicalize(folder)?;
    // `git clone --mirror` of one epoch after the other makes `git/0.git`, `git/1.git`; some keep
    // them in one folder without `git`.
    let mut found = epochs(&root.join("git"), &root);
    if found.is_empty() {
        found = epochs(&root, &root);
    }
    if found.is_empty() {
        let all = root.join("all.git");
        found.extend(inbox(&all).map(|clone| (0, clone)));
    }
    // By number: `git/10.git` comes after `git/9.git`.
    found.sort_unstable_by_key(|(number, _)| *number);
    Ok(found.into_iter().map(|(_, clone)| clone).collect())
}

/// The epochs in a folder, none of them a link out of what was named.
fn epochs(folder: &Path, root: &Path) -> Vec<(u64, Clone)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let epoch = |entry: fs::DirEntry| {
        let name = entry.file_name();
        let number = name.to_str()?.strip_suffix(".git")?.parse().ok()?;
        // An inbox that somebody else packed must not choose what else is read.
        let real = fs::canonicalize(entry.path()).ok()?;
        let clone = real.starts_with(root).then(|| inbox(&real)).flatten()?;
        Some((number, clone))
    };
    entries.filter_map(epoch).take(MOST_EPOCHS).collect()
}

fn is_repository(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir()
}

/// A repository, if its newest commit holds a mail: a tree of `m` or `d` alone (version 2), or
/// of folders with two hex digits (version 1).
fn inbox(path: &Path) -> Option<Clone> {
    let clone = is_repository(path)
        .then(|| Clone::open_clone(path).ok())
        .flatten()?;
    let hex = |name: &str| name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let names = git::top_names(&clone).ok()?;
    let mut names = names.iter().map(String::as_str);
    // Any other repository has files of its own at the top and is no mail.
    let is_one = match names.next() {
        Some("m" | "d") => names.next().is_none(),
        Some(first) => hex(first) && names.all(hex),
        None => false,
    };
    is_one.then_some(clone)
}

impl Inbox {
    /// Lists the mails of repositories until `go_on` says no; deleted ones are left out.
    pub(super) fn open_clones(clones: Vec<Clone>, go_on: &dyn Fn() -> bool) -> io::Result<Self> {
        let mut mails = Vec::new();
        let mut gone = Gone::default();
        let numbered: Vec<(u32, &Clone)> = (0..).zip(&clones).collect();
        // The newest epoch first, as git tells the newest commit first: public-inbox writes into the
        // newest what it takes back of an older one (its V2Writable).
        for (number, clone) in numbered.into_iter().rev() {
            gone.seen.clear();
            git::log_changes(clone, go_on, &mut |change| {
                mails.extend(gone.live_mail(&change).map(|id| (number, id)));
            })?;
        }
        mails.reverse();
        Ok(Self {
            repositories: clones.into_iter().map(Batch::new).collect(),
            mails,
            halted: AtomicBool::new(false),
        })
    }

    /// Stops reading: nobody wants the rest.
    pub(super) fn stop_reading(&self) {
        self.halted.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_halted(&self) -> bool {
        self.halted.load(Ordering::Relaxed)
    }

    /// How many mails there are.
    pub(super) fn len(&self) -> usize {
        self.mails.len()
    }

    /// One mail.
    pub(super) fn read_mail(&self, number: usize) -> io::Result<Vec<u8>> {
        let mut found = Err(io::ErrorKind::NotFound.into());
        self.read_some(number, 1, &mut |_, read| found = read);
        found
    }

    /// Reads some mails, [`AHEAD`] at most, with their numbers. Returns how many there were.
    pub(super) fn read_some(
        &self,
        from: usize,
        count: usize,
        each: &mut dyn FnMut(usize, io::Result<Vec<u8>>),
    ) -> usize {
        let rest = self.mails.get(from..).unwrap_or_default();
        let Some(&(repository, _)) = rest.first() else {
            return 0;
        };
        let same = rest.iter().take(count.min(AHEAD));
        let ids: Vec<Id> = same
            // One git process serves one repository, so a question ends with the epoch.
            .take_while(|(number, _)| *number == repository)
            .map(|(_, id)| *id)
            .collect();
        if let Some(batch) = self.repositories.get(repository as usize) {
            batch.read_blobs(&ids, &mut |at, read| each(from + at, read));
        }
        ids.len()
    }
}

/// Mails known to be gone, while changes are read from the newest back.
#[derive(Default)]
struct Gone {
    /// Version 2: mails that a later commit takes back.
    taken: HashSet<Id>,
    /// Version 1: files of which a later state was seen.
    seen: HashSet<String>,
}

impl Gone {
    /// The mail that a change brought, if it is still there.
    fn live_mail(&mut self, change: &git::TreeChange<'_>) -> Option<Id> {
        match (change.name, change.new) {
            ("d", new) => {
                self.taken.extend(new);
                None
            }
            // Taken back once: an earlier copy of it is another mail.
            ("m", new) => new.filter(|id| !self.taken.remove(id)),
            // A file changed more than once: only the newest state of it is a mail.
            (name, new) => {
                let newest = self.seen.insert(name.to_owned());
                new.filter(|_| newest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_has_a_tip_and_objects() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        assert!(!is_repository(path));
        fs::write(path.join("HEAD"), "ref: refs/heads/master\n").unwrap();
        assert!(!is_repository(path), "a Maildir of a list called so");
        fs::create_dir(path.join("objects")).unwrap();
        assert!(is_repository(path));
        fs::remove_file(path.join("HEAD")).unwrap();
        assert!(!is_repository(path));
    }
}
