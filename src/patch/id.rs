//! The identity of a change, as `git patch-id --stable` computes it (rules §2.6).
//!
//! A port of git's state machine in our words, with its oddities: the first patch of the
//! text counts, a binary file gives the ids of its `index` line, and the header line of the
//! file after a binary one is left out.

use std::fmt;
use std::ops::ControlFlow;

use memchr::memchr_iter;
use sha1::{Digest, Sha1};

use crate::text::hex;

/// Bytes of a SHA-1.
const LEN: usize = 20;

/// Bytes that are hashed together.
const PENDING: usize = 4096;

/// What `git patch-id --stable` prints, as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PatchId([u8; LEN]);

impl fmt::Display for PatchId {
    /// 40 hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// 1 for every byte that is hashed, 0 for blanks.
const STAYS: [u8; 256] = {
    let mut table = [1; 256];
    let mut rest: &mut [u8] = &mut table;
    let mut byte = 0_u8;
    while let [stays, tail @ ..] = rest {
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            *stays = 0;
        }
        byte = byte.wrapping_add(1);
        rest = tail;
    }
    table
};

/// The stable patch id of the first diff in a text, or none without a diff that begins with a
/// `diff ` line.
pub fn patch_id(diff_text: &str) -> Option<PatchId> {
    let mut machine = Machine::default();
    let bytes = diff_text.as_bytes();
    let ends = memchr_iter(b'\n', bytes).map(|end| end + 1);
    let mut start = 0;
    for end in ends.chain((!bytes.ends_with(b"\n")).then_some(bytes.len())) {
        let line = bytes.get(start..end).unwrap_or_default();
        start = end;
        if machine.take(line).is_break() {
            if machine.hashed > 0 {
                break;
            }
            machine = Machine::default();
        }
    }
    machine.finish()
}

struct Machine {
    /// Sum of the hashes of the files, bytewise with carry, lowest byte first.
    sum: [u8; LEN],
    hash: Sha1,
    /// Bytes that are still to be hashed: words are short, and each call costs more than its bytes.
    pending: Vec<u8>,
    /// Bytes that went into hashes, the way git counts them.
    hashed: usize,
    state: State,
    /// The object names of the last `index` line.
    objects: (Vec<u8>, Vec<u8>),
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            sum: [0; LEN],
            hash: Sha1::default(),
            pending: Vec::with_capacity(2 * PENDING),
            hashed: 0,
            state: State::default(),
            objects: (Vec::new(), Vec::new()),
        }
    }
}

/// Lines left of the hunk before and after; -1 before stands for "among header lines".
struct State {
    before: i64,
    after: i64,
    binary: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            before: -1,
            after: -1,
            binary: false,
        }
    }
}

impl Machine {
    /// Takes a line with its end; breaks where the patch is over.
    fn take(&mut self, line: &[u8]) -> ControlFlow<()> {
        if line.starts_with(b"\\ ") && line.len() > 12 {
            return ControlFlow::Continue(());
        }
        if names_a_commit(line) {
            return ControlFlow::Break(());
        }
        if self.hashed == 0 && !line.starts_with(b"diff ") {
            return ControlFlow::Continue(());
        }
        if self.state.before == -1 && self.header(line)? {
            return ControlFlow::Continue(());
        }
        if self.state.binary {
            if line.starts_with(b"diff ") {
                self.state.binary = false;
                self.state.before = -1;
            }
            return ControlFlow::Continue(());
        }
        if (self.state.before, self.state.after) == (0, 0) {
            if line.starts_with(b"@@ -") {
                self.hunk(line);
                return ControlFlow::Continue(());
            }
            if !line.starts_with(b"diff ") {
                return ControlFlow::Break(());
            }
            self.flush();
            self.state = State::default();
        }
        self.state.before -= i64::from(matches!(line.first(), Some(b'-' | b' ')));
        self.state.after -= i64::from(matches!(line.first(), Some(b'+' | b' ')));
        self.add(line);
        ControlFlow::Continue(())
    }

    /// A line among header lines: true where nothing is left to do for it.
    fn header(&mut self, line: &[u8]) -> ControlFlow<(), bool> {
        if line.starts_with(b"GIT binary patch") || line.starts_with(b"Binary files") {
            self.state.binary = true;
            self.state.before = 0;
            self.pending.extend_from_slice(&self.objects.0);
            self.pending.extend_from_slice(&self.objects.1);
            self.flush();
            return ControlFlow::Continue(true);
        }
        if let Some(names) = line.strip_prefix(b"index ") {
            self.index(names);
            return ControlFlow::Continue(true);
        }
        if line.starts_with(b"--- ") {
            self.state.before = 1;
            self.state.after = 1;
        } else if !line.first().is_some_and(u8::is_ascii_alphabetic) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(false)
    }

    fn index(&mut self, names: &[u8]) {
        let names = names.trim_ascii_end();
        let Some(at) = names.windows(2).position(|pair| pair == b"..") else {
            return;
        };
        let (before, after) = names.split_at(at);
        let after = after.get(2..).unwrap_or_default();
        let after = after.split(|b| *b == b' ').next().unwrap_or_default();
        let cut = |name: &[u8]| name.iter().take(64).copied().collect();
        self.objects = (cut(before), cut(after));
    }

    /// `@@ -1,2 +3,4 @@`: only the counts matter.
    fn hunk(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line.get(4..).unwrap_or_default());
        let Some((before, rest)) = text.split_once(' ') else {
            return;
        };
        self.state.before = count(before);
        if let Some(after) = rest.strip_prefix('+') {
            self.state.after = count(after);
        }
    }

    /// Takes in a line without its blanks. Every byte is written and only those that stay are
    /// counted, by a table: a branch for each would be guessed wrong as often as code has blanks.
    fn add(&mut self, line: &[u8]) {
        let had = self.pending.len();
        self.pending.resize(had + line.len(), 0);
        let room = self.pending.get_mut(had..).unwrap_or_default();
        let mut kept = 0;
        for &byte in line {
            if let Some(place) = room.get_mut(kept) {
                *place = byte;
            }
            kept += STAYS
                .get(usize::from(byte))
                .map_or(1, |&stays| usize::from(stays));
        }
        self.pending.truncate(had + kept);
        self.hashed += kept;
        if self.pending.len() >= PENDING {
            self.hash.update(&self.pending);
            self.pending.clear();
        }
    }

    /// Ends a file: its hash is added to the sum.
    fn flush(&mut self) {
        self.hash.update(&self.pending);
        self.pending.clear();
        let digest = self.hash.finalize_reset();
        let mut carry = 0_u16;
        for (sum, byte) in self.sum.iter_mut().zip(digest.iter()) {
            carry += u16::from(*sum) + u16::from(*byte);
            let [high, low] = carry.to_be_bytes();
            *sum = low;
            carry = u16::from(high);
        }
    }

    fn finish(mut self) -> Option<PatchId> {
        if self.hashed == 0 {
            return None;
        }
        self.flush();
        Some(PatchId(self.sum))
    }
}

/// The count of `12,3`: what stands behind the comma, else 1.
fn count(range: &str) -> i64 {
    let Some((_, digits)) = range.trim_end().split_once(',') else {
        return 1;
    };
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits.get(..end).and_then(|d| d.parse().ok()).unwrap_or(0)
}

/// Whether git takes a line for the start of the next commit: 40 hex digits, or these behind
/// `commit ` or `From `.
fn names_a_commit(line: &[u8]) -> bool {
    let name = line
        .strip_prefix(b"commit ")
        .or_else(|| line.strip_prefix(b"From "))
        .unwrap_or(line);
    name.get(..2 * LEN)
        .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::*;

    /// What git says; none where there is no git.
    fn git(text: &str) -> Option<Option<String>> {
        let mut child = Command::new("git")
            .args(["patch-id", "--stable"])
            .env("GIT_DIR", "/nonexistent")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let out = child.wait_with_output().ok()?;
        let out = String::from_utf8_lossy(&out.stdout).into_owned();
        Some(out.split_whitespace().next().map(str::to_owned))
    }

    const CASES: [&str; 8] = [
        "no diff\n",
        "log\n---\ndiff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@ f\n a\n-b b\n+c\tc\n d\n-- \n2.4\n",
        "diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
        "diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
        "diff --git a/x b/x\nindex 12ab..34cd 100644\nGIT binary patch\nliteral 2\nJcmZ\n\nliteral 0\nHcmV\n\ndiff --git a/y b/y\nindex 1..2\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
        "diff --git a/x b/x\nindex 12ab..34cd 100644\nBinary files a/x and b/x differ\n",
        "diff -u a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n",
        "diff --git a/x b/x\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+\ndiff --git a/y b/y\ndeleted file mode 100644\nindex 1..0\n--- a/y\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
    ];

    #[test]
    fn ids_are_those_of_git() {
        for text in CASES {
            let Some(want) = git(text) else {
                eprintln!("skipped: git is not here");
                return;
            };
            assert_eq!(patch_id(text).map(|id| id.to_string()), want, "{text}");
        }
    }

    #[test]
    fn line_numbers_blanks_and_file_order_do_not_matter() {
        let file = |name: &str, line: u32, text: &str| {
            format!(
                "diff --git a/{name} b/{name}\n--- a/{name}\n+++ b/{name}\n@@ -{line} +{line} @@\n-{text}\n+b\n"
            )
        };
        let one = file("x", 1, "a b") + &file("y", 1, "c");
        let other = file("y", 9, "c") + &file("x", 5, "a\tb ");
        assert_eq!(patch_id(&one), patch_id(&other));
        assert!(patch_id(&one).is_some());
        assert_ne!(patch_id(&one), patch_id(&file("x", 1, "a")));
    }
}
