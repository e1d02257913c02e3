//! public-inbox repositories: every mail is a blob. Version 2 keeps it as the file `m` of a
//! commit (`d` takes one back) in repositories `git/N.git`; version 1 as a file of one tree,
//! named by the hash of its message id.

mod git;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git::{Batch, Id};

/// Mails asked for at a time: enough that waiting for git costs little, and so few that all
/// questions fit into a pipe while git waits to be read from.
pub(super) const AHEAD: usize = 256;

/// The repositories of an inbox and the ids of its mails.
#[derive(Debug)]
pub(super) struct Inbox {
    repositories: Vec<Batch>,
    /// Repository and blob, in order of arrival.
    mails: Vec<(u32, Id)>,
}

/// The repositories of the inbox that a folder is; none where it is no inbox.
pub(super) fn repositories(folder: &Path) -> Vec<PathBuf> {
    let single = [folder.to_path_buf(), folder.join(".git")];
    if let Some(one) = single.into_iter().find(|path| is_repository(path)) {
        return if is_inbox(&one) {
            vec![one]
        } else {
            Vec::new()
        };
    }
    // Epochs; the oldest may not have been fetched.
    let mut found = epochs(&folder.join("git"));
    if found.is_empty() {
        found = epochs(folder);
    }
    if found.is_empty() {
        let all = folder.join("all.git");
        found.extend((is_repository(&all) && is_inbox(&all)).then_some((0, all)));
    }
    found.sort_unstable();
    found.into_iter().map(|(_, path)| path).collect()
}

fn epochs(folder: &Path) -> Vec<(u64, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?;
            let number = name.strip_suffix(".git")?.parse().ok()?;
            (is_repository(&path) && is_inbox(&path)).then_some((number, path))
        })
        .collect()
}

fn is_repository(path: &Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir()
}

/// Whether the newest commit of a repository holds a mail: a tree of `m` or `d` alone (version
/// 2), or of folders with two hex digits (version 1).
fn is_inbox(path: &Path) -> bool {
    let hex = |name: &str| name.len() == 2 && name.bytes().all(|b| b.is_ascii_hexdigit());
    git::top(path).is_ok_and(|names| {
        let mut names = names.iter().map(String::as_str);
        match names.next() {
            Some("m" | "d") => names.next().is_none(),
            Some(first) => hex(first) && names.all(hex),
            None => false,
        }
    })
}

impl Inbox {
    /// Lists the mails of repositories; deleted ones are left out.
    pub(super) fn open(paths: Vec<PathBuf>) -> io::Result<Self> {
        let mut mails = Vec::new();
        for (number, path) in (0u32..).zip(&paths) {
            let start = mails.len();
            let mut gone = Gone::default();
            git::log(path, &mut |change| {
                mails.extend(gone.live(&change).map(|id| (number, id)));
            })?;
            // git tells the newest first.
            mails.get_mut(start..).unwrap_or_default().reverse();
        }
        Ok(Self {
            repositories: paths.into_iter().map(Batch::new).collect(),
            mails,
        })
    }

    /// How many mails there are.
    pub(super) fn len(&self) -> usize {
        self.mails.len()
    }

    /// One mail.
    pub(super) fn read(&self, number: usize) -> io::Result<Vec<u8>> {
        let mut found = Err(io::ErrorKind::NotFound.into());
        self.read_some(number, 1, &mut |_, read| found = read);
        found
    }

    /// Reads some mails, [`AHEAD`] at most, with their numbers; how many there were.
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
            .take_while(|(number, _)| *number == repository)
            .map(|(_, id)| *id)
            .collect();
        if let Some(batch) = self.repositories.get(repository as usize) {
            batch.read(&ids, &mut |at, read| each(from + at, read));
        }
        ids.len()
    }
}

/// What is known to be gone, while changes are read from the newest back.
#[derive(Default)]
struct Gone {
    /// Version 2: mails that a later commit takes back.
    taken: HashSet<Id>,
    /// Version 1: files of which a later state was seen.
    seen: HashSet<String>,
}

impl Gone {
    /// The mail that a change brought, if it is still there.
    fn live(&mut self, change: &git::Change<'_>) -> Option<Id> {
        match (change.name, change.new) {
            ("d", new) => {
                self.taken.extend(new);
                None
            }
            // Taken back once: an earlier copy of it is another mail.
            ("m", new) => new.filter(|id| !self.taken.remove(id)),
            (name, new) => {
                let newest = self.seen.insert(name.to_owned());
                new.filter(|_| newest)
            }
        }
    }
}
