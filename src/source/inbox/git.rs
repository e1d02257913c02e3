//! git as the reader of a public-inbox repository: three commands, none of which reads, runs or
//! fetches anything that the repository asks for.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::clone::Clone;
use super::{LARGEST, loose};
use crate::source::MAIL;

/// Memory that git may ask for at once.
const ALLOCATION: &str = "512m";

/// Bytes of a line that git writes: a path is no longer.
const LONGEST: u64 = 64 << 10;

/// Names at the top of a tree that are looked at: version 1 has 256 folders there.
const MOST_NAMES: usize = 1000;

/// The id of a blob, SHA-1 or SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id {
    bytes: [u8; 32],
    len: u8,
}

impl Id {
    /// Reads hex digits; nothing for the null id, which stands for "no blob".
    fn parse(hex: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if !matches!(hex.len(), 40 | 64) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()?;
        }
        let len = if hex.len() == 40 { 20 } else { 32 };
        bytes.iter().any(|&b| b != 0).then_some(Self { bytes, len })
    }

    fn hex_digits(&self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in self.bytes.iter().take(usize::from(self.len)) {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// One line of `git log --raw`.
pub(super) struct TreeChange<'a> {
    /// The file.
    pub(super) name: &'a str,
    /// The blob in it after the change; nothing where it was taken away.
    pub(super) new: Option<Id>,
}

/// Prepares git so that it heeds no setting of the clone and none of the user: see [`Clone`].
fn command(clone: &Clone, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments);
    // `GIT_DIR`, `GIT_CONFIG_COUNT`, `GIT_TRACE` and their like of the user's shell.
    let ours = |name: &OsStr| name.as_encoded_bytes().starts_with(b"GIT_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command
        .current_dir(clone.repository_path())
        .env("GIT_DIR", clone.repository_path())
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        // Where a git that does not know GIT_CONFIG_GLOBAL (before 2.32) looks for a configuration.
        .env("HOME", clone.repository_path())
        .env("XDG_CONFIG_HOME", clone.repository_path())
        // No object that is missing is fetched from a server that the clone names.
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A blob may claim any size, and git would ask memory for it.
        .env("GIT_ALLOC_LIMIT", ALLOCATION)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

fn start(command: &mut Command) -> io::Result<Child> {
    command
        .spawn()
        .map_err(|error| io::Error::new(error.kind(), format!("git could not be run: {error}")))
}

/// The names at the top of the newest tree; so many of them at most.
pub(super) fn top_names(clone: &Clone) -> io::Result<Vec<String>> {
    let arguments = ["ls-tree", "--name-only", clone.tip_commit()];
    let mut running = GitProcess::start(&mut command(clone, &arguments))?;
    let names = running.output.by_ref().lines().take(MOST_NAMES);
    names.collect()
}

/// Gives every change to a file, the newest first, until `go_on` says no.
pub(super) fn log_changes(
    clone: &Clone,
    go_on: &dyn Fn() -> bool,
    each: &mut dyn FnMut(TreeChange<'_>),
) -> io::Result<()> {
    // Raw lines alone: no renames are looked for, and no program for diffs or signatures is run.
    let arguments = [
        "log",
        "--format=",
        "--raw",
        "--root",
        "-r",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
        "--no-show-signature",
        clone.tip_commit(),
        "--",
    ];
    let mut running = GitProcess::start(&mut command(clone, &arguments))?;
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = running.output.by_ref().take(LONGEST);
        if limited.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if !go_on() {
            return Ok(());
        }
        // `:100644 100644 OLD NEW M<tab>PATH`
        let text = String::from_utf8_lossy(&line);
        if let Some((facts, name)) = text.trim_end().split_once('\t') {
            let new = facts.split(' ').nth(3).and_then(Id::parse);
            each(TreeChange { name, new });
        }
    }
    if !running.child.wait()?.success() {
        return Err(io::Error::other("git cannot read the repository"));
    }
    Ok(())
}

/// One repository, read through one long-lived `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct Batch {
    clone: Clone,
    running: Mutex<Option<GitProcess>>,
}

#[derive(Debug)]
struct GitProcess {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Drop for GitProcess {
    fn drop(&mut self) {
        // It has nothing to lose; waiting leaves no zombie behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Batch {
    pub(super) fn new(clone: Clone) -> Self {
        Self {
            clone,
            running: Mutex::new(None),
        }
    }

    /// Reads blobs, each with its place in the list. They must be few enough for all questions to
    /// fit into a pipe.
    ///
    /// git ends at one that is damaged; it is started again behind it, so that none hides others.
    pub(super) fn read_blobs(&self, ids: &[Id], each: &mut dyn FnMut(usize, io::Result<Vec<u8>>)) {
        let objects = self.clone.repository_path().join("objects");
        let mut places = Vec::with_capacity(ids.len());
        let mut packed = Vec::with_capacity(ids.len());
        for (place, id) in ids.iter().enumerate() {
            // Read here and not by git, which would wait at one that is shorter than it says.
            if let Some(read) = loose::loose_blob(&objects, &id.hex_digits()) {
                each(place, read);
            } else {
                places.push(place);
                packed.push(*id);
            }
        }
        self.read_packed(&packed, &mut |at, read| {
            each(places.get(at).copied().unwrap_or(at), read);
        });
    }

    fn read_packed(&self, ids: &[Id], each: &mut dyn FnMut(usize, io::Result<Vec<u8>>)) {
        let mut slot = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut done = 0;
        while done < ids.len() {
            let rest = ids.get(done..).unwrap_or_default();
            // The process is put back only if it is well: the answers of a broken one are not to be
            // trusted.
            let begun = slot.take().map_or_else(|| self.start(), Ok);
            let asked = begun.and_then(|mut running| running.ask_blobs(rest).map(|()| running));
            let mut running = match asked {
                Ok(running) => running,
                Err(error) => return fail_with(done..ids.len(), &error, each),
            };
            let mut is_well = true;
            while is_well && done < ids.len() {
                let answer = running.answer();
                is_well = answer.is_ok();
                let missing = || io::Error::other("git does not have the mail");
                each(done, answer.and_then(|found| found.ok_or_else(missing)));
                done += 1;
            }
            *slot = is_well.then_some(running);
        }
    }

    fn start(&self) -> io::Result<GitProcess> {
        let mut command = command(&self.clone, &["cat-file", "--batch"]);
        GitProcess::start(command.stdin(Stdio::piped()))
    }
}

fn fail_with(
    numbers: std::ops::Range<usize>,
    error: &io::Error,
    each: &mut dyn FnMut(usize, io::Result<Vec<u8>>),
) {
    for number in numbers {
        each(number, Err(io::Error::new(error.kind(), error.to_string())));
    }
}

impl GitProcess {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = start(command)?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        let output = output.ok_or_else(|| io::Error::other("git has no pipe"))?;
        Ok(Self {
            child,
            input,
            output: BufReader::with_capacity(1 << 16, output),
        })
    }

    fn ask_blobs(&mut self, ids: &[Id]) -> io::Result<()> {
        let lines: String = ids.iter().map(|id| id.hex_digits() + "\n").collect();
        if let Some(input) = &mut self.input {
            input.write_all(lines.as_bytes())?;
            input.flush()?;
        }
        Ok(())
    }

    /// One blob, of a large one what is read of a mail; nothing where the repository lacks it.
    fn answer(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = String::new();
        let mut limited = self.output.by_ref().take(LONGEST);
        if limited.read_line(&mut line)? == 0 {
            return Err(io::Error::other("git could not read the mail"));
        }
        // `ID blob SIZE`, or `ID missing`
        let mut words = line.trim_end().split(' ').skip(1);
        let (kind, size) = (words.next(), words.next());
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(None);
        };
        if kind != Some("blob") || size > LARGEST {
            return Err(io::Error::other("no mail, or one of more than 1 GiB"));
        }
        let read = size.min(MAIL + 1);
        let mut bytes = Vec::with_capacity(usize::try_from(read).unwrap_or(0));
        let mut count = self.output.by_ref().take(read).read_to_end(&mut bytes)? as u64;
        // The rest of a large mail is taken and dropped: the next answer begins behind it.
        count += io::copy(&mut self.output.by_ref().take(size - read), &mut io::sink())?;
        // The line feed behind a blob is git's.
        self.output.read_exact(&mut [0])?;
        if count < size {
            return Err(io::Error::other("git could not read the mail"));
        }
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn git_is_told_to_fetch_nothing_and_to_read_no_setting() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("objects")).unwrap();
        fs::write(root.path().join("HEAD"), "a".repeat(40)).unwrap();
        let clone = Clone::open_clone(root.path()).unwrap();
        let command = command(&clone, &["log"]);
        let told: Vec<(&str, &str)> = command
            .get_envs()
            .filter_map(|(name, value)| Some((name.to_str()?, value?.to_str()?)))
            .collect();
        let own = clone.repository_path().to_str().unwrap();
        for setting in [
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_ALLOW_PROTOCOL", "none"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_ALLOC_LIMIT", "512m"),
            ("GIT_DIR", own),
            ("HOME", own),
        ] {
            assert!(told.contains(&setting), "{setting:?}");
        }
    }

    #[test]
    fn where_git_fails_every_mail_that_was_asked_for_is_told() {
        let mut failed = Vec::new();
        let error = io::Error::new(io::ErrorKind::NotFound, "there is no git");
        fail_with(3..6, &error, &mut |number, read| {
            failed.push((number, read.unwrap_err().to_string()));
        });
        let told = [3, 4, 5].map(|number| (number, "there is no git".to_owned()));
        assert_eq!(failed, told);
    }
}
