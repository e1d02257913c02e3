//! public-inbox repositories: every mail is a blob. Version 2 keeps it as the file `m` of a
//! commit (`d` takes one back) in repositories `git/N.git`; version 1 as a file of one tree.
//!
//! Read through one long-lived `git cat-file --batch` per repository.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// The repositories of an inbox and the ids of its mails.
#[derive(Debug)]
pub(super) struct Inbox {
    repositories: Vec<Repository>,
    /// Repository and blob id, in order of arrival.
    blobs: Vec<(usize, String)>,
}

#[derive(Debug)]
struct Repository {
    path: PathBuf,
    batch: Mutex<Option<Batch>>,
}

#[derive(Debug)]
struct Batch {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It has nothing to lose; waiting keeps no zombie behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The repositories that a folder holds, if it is an inbox.
pub(super) fn repositories(folder: &Path) -> Vec<PathBuf> {
    let is_bare = |path: &Path| path.join("HEAD").is_file() && path.join("objects").is_dir();
    if is_bare(folder) {
        return vec![folder.to_path_buf()];
    }
    let mut found: Vec<(u64, PathBuf)> = (0u64..)
        .map(|number| (number, folder.join("git").join(format!("{number}.git"))))
        .take_while(|(_, path)| is_bare(path))
        .collect();
    if found.is_empty() && is_bare(&folder.join(".git")) && is_inbox(&folder.join(".git")) {
        found.push((0, folder.join(".git")));
    }
    found.into_iter().map(|(_, path)| path).collect()
}

/// Whether the newest commit of a repository holds a mail: a tree with `m` or `d` alone, or two
/// hex digits and 38.
fn is_inbox(path: &Path) -> bool {
    git(path, &["ls-tree", "-r", "--name-only", "HEAD"]).is_ok_and(|names| {
        let hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
        names.lines().next().is_some_and(|name| {
            matches!(name, "m" | "d")
                || name
                    .split_once('/')
                    .is_some_and(|(a, b)| a.len() == 2 && b.len() == 38 && hex(a) && hex(b))
        })
    })
}

impl Inbox {
    /// Lists the mails of repositories; deleted ones are left out.
    pub(super) fn open(paths: Vec<PathBuf>) -> io::Result<Self> {
        let mut blobs = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            for blob in list(path)? {
                blobs.push((number, blob));
            }
        }
        let repositories = paths
            .into_iter()
            .map(|path| Repository {
                path,
                batch: Mutex::new(None),
            })
            .collect();
        Ok(Self {
            repositories,
            blobs,
        })
    }

    /// How many mails there are.
    pub(super) fn len(&self) -> usize {
        self.blobs.len()
    }

    /// One mail.
    pub(super) fn read(&self, number: usize) -> io::Result<Vec<u8>> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let (repository, blob) = self.blobs.get(number).ok_or_else(missing)?;
        self.repositories
            .get(*repository)
            .ok_or_else(missing)?
            .read(blob)
    }
}

impl Repository {
    fn read(&self, blob: &str) -> io::Result<Vec<u8>> {
        let mut slot = self
            .batch
            .lock()
            .map_err(|_| io::Error::other("git failed before"))?;
        if slot.is_none() {
            let mut child = command(&self.path, &["cat-file", "--batch"])
                .stdin(Stdio::piped())
                .spawn()?;
            let output = child
                .stdout
                .take()
                .ok_or_else(|| io::Error::other("git has no output"))?;
            *slot = Some(Batch {
                child,
                output: BufReader::new(output),
            });
        }
        let found = slot.as_mut().map_or_else(
            || Err(io::Error::other("git did not start")),
            |batch| batch.ask(blob),
        );
        if found.is_err() {
            *slot = None;
        }
        found
    }
}

impl Batch {
    fn ask(&mut self, blob: &str) -> io::Result<Vec<u8>> {
        let input = self
            .child
            .stdin
            .as_mut()
            .ok_or_else(|| io::Error::other("git has no input"))?;
        writeln!(input, "{blob}")?;
        input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let size = line
            .trim_end()
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse::<usize>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("git: {}", line.trim_end())))?;
        let mut bytes = vec![0; size];
        self.output.read_exact(&mut bytes)?;
        self.output.read_exact(&mut [0])?;
        Ok(bytes)
    }
}

/// Blob ids of the mails of one repository, oldest first.
fn list(path: &Path) -> io::Result<Vec<String>> {
    let log = git(
        path,
        &[
            "log",
            "--reverse",
            "--format=",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "HEAD",
        ],
    )?;
    let (mut mails, mut gone) = (Vec::new(), std::collections::HashSet::new());
    for line in log.lines() {
        // `:100644 100644 OLD NEW M<tab>PATH`
        let Some((facts, name)) = line.split_once('\t') else {
            continue;
        };
        let mut facts = facts.split(' ').skip(2);
        let (Some(old), Some(new)) = (facts.next(), facts.next()) else {
            continue;
        };
        match name {
            "m" => mails.push(new),
            "d" => drop(gone.insert(new)),
            _ => {
                gone.insert(old);
                mails.push(new);
            }
        }
    }
    mails.retain(|blob| !gone.contains(blob) && blob.bytes().any(|b| b != b'0'));
    Ok(mails.into_iter().map(str::to_owned).collect())
}

fn command(path: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Nothing of a repository that came from elsewhere is run.
    command
        .arg("-c")
        .arg("core.fsmonitor=false")
        .arg("--git-dir")
        .arg(path)
        .args(arguments);
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .stdin(Stdio::null());
    command
}

fn git(path: &Path, arguments: &[&str]) -> io::Result<String> {
    let output = command(path, arguments).output()?;
    if !output.status.success() {
        return Err(io::Error::other("git could not read it as a repository"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
