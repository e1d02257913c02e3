//! git as the reader of a public-inbox repository: three commands, none of which runs or fetches
//! anything that the repository asks for.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// No mail is longer; a larger blob is not asked into memory.
const LARGEST: u64 = 1 << 30;

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

    fn hex(&self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in self.bytes.iter().take(usize::from(self.len)) {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// One line of `git log --raw`.
pub(super) struct Change<'a> {
    /// The file.
    pub(super) name: &'a str,
    /// What it holds after the change; nothing where it was taken away.
    pub(super) new: Option<Id>,
}

fn command(path: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Settings of a repository that came from elsewhere may name programs, or change the format.
    for setting in [
        "core.fsmonitor=false",
        "log.showSignature=false",
        "core.alternateRefsCommand=",
        "core.quotePath=true",
    ] {
        command.args(["-c", setting]);
    }
    command.arg("--git-dir").arg(path).args(arguments);
    for name in ["GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE", "GIT_NAMESPACE"] {
        command.env_remove(name);
    }
    command
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
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

/// The commit to begin at: public-inbox writes `master`, whatever HEAD says.
fn tip(path: &Path) -> &'static str {
    let found = command(
        path,
        &["rev-parse", "--quiet", "--verify", "refs/heads/master"],
    )
    .output();
    if found.is_ok_and(|output| output.status.success()) {
        "refs/heads/master"
    } else {
        "HEAD"
    }
}

/// The names at the top of the newest tree.
pub(super) fn top(path: &Path) -> io::Result<Vec<String>> {
    let output = command(path, &["ls-tree", "--name-only", tip(path)]).output()?;
    let names = String::from_utf8_lossy(&output.stdout);
    Ok(names.lines().map(str::to_owned).collect())
}

/// Every change to a file, the newest first.
pub(super) fn log(path: &Path, each: &mut dyn FnMut(Change<'_>)) -> io::Result<()> {
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
        tip(path),
        "--",
    ];
    let mut child = start(&mut command(path, &arguments))?;
    let output = child.stdout.take().map(BufReader::new);
    for line in output.into_iter().flat_map(BufRead::lines) {
        // `:100644 100644 OLD NEW M<tab>PATH`
        let line = line?;
        let Some((facts, name)) = line.split_once('\t') else {
            continue;
        };
        let new = facts.split(' ').nth(3).and_then(Id::parse);
        each(Change { name, new });
    }
    if !child.wait()?.success() {
        return Err(io::Error::other("git cannot read the repository"));
    }
    Ok(())
}

/// One repository, read through one long-lived `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct Batch {
    path: PathBuf,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has nothing to lose; waiting leaves no zombie behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Batch {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            running: Mutex::new(None),
        }
    }

    /// Reads blobs, each with its place in the list. So few that the questions fit into a pipe.
    pub(super) fn read(&self, ids: &[Id], each: &mut dyn FnMut(usize, io::Result<Vec<u8>>)) {
        let mut slot = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut running = match slot.take().map_or_else(|| self.start(), Ok) {
            Ok(running) => running,
            Err(error) => return fail(0..ids.len(), &error, each),
        };
        if let Err(error) = running.ask(ids) {
            return fail(0..ids.len(), &error, each);
        }
        for at in 0..ids.len() {
            match running.answer() {
                Ok(Some(bytes)) => each(at, Ok(bytes)),
                Ok(None) => each(at, Err(io::Error::other("git does not have the mail"))),
                // What it says can no longer be told apart: it is started anew next time.
                Err(error) => return fail(at..ids.len(), &error, each),
            }
        }
        *slot = Some(running);
    }

    fn start(&self) -> io::Result<Running> {
        let mut child = start(command(&self.path, &["cat-file", "--batch"]).stdin(Stdio::piped()))?;
        let no_pipe = || io::Error::other("git has no pipe");
        let input = child.stdin.take().ok_or_else(no_pipe)?;
        let output = child.stdout.take().ok_or_else(no_pipe)?;
        Ok(Running {
            child,
            input,
            output: BufReader::with_capacity(1 << 16, output),
        })
    }
}

fn fail(
    numbers: std::ops::Range<usize>,
    error: &io::Error,
    each: &mut dyn FnMut(usize, io::Result<Vec<u8>>),
) {
    for number in numbers {
        each(number, Err(io::Error::new(error.kind(), error.to_string())));
    }
}

impl Running {
    fn ask(&mut self, ids: &[Id]) -> io::Result<()> {
        let lines: String = ids.iter().map(|id| id.hex() + "\n").collect();
        self.input.write_all(lines.as_bytes())?;
        self.input.flush()
    }

    /// One blob; nothing where the repository lacks it.
    fn answer(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(io::Error::other("git ended early"));
        }
        // `ID blob SIZE`, or `ID missing`
        let size = line.trim_end().split(' ').nth(2);
        let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
            return Ok(None);
        };
        if size > LARGEST {
            return Err(io::Error::other("a mail of more than 1 GiB"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        let count = self.output.by_ref().take(size).read_to_end(&mut bytes)?;
        self.output.read_exact(&mut [0])?;
        if (count as u64) < size {
            return Err(io::Error::other("git ended early"));
        }
        Ok(Some(bytes))
    }
}
