//! The identity of a change, as `git patch-id --stable` computes it (rules §2.6).
//!
//! A port of git's state machine in our words, with its oddities: the first patch of the
//! text counts, a binary file gives the ids of its `index` line, and the header line of the
//! file after a binary one is left out.

use std::fmt;
use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;

use memchr::memmem::Finder;
use sha1::{Digest, Sha1};

use crate::text::{BLOCK, blocks, equals_byte, hex_digits, line_ends};

/// Bytes of a SHA-1.
const LEN: usize = 20;

/// Bytes that are hashed together.
const PENDING: usize = 1024;

/// Bytes of a word that are copied together.
const WORD: usize = 16;

/// The id that `git patch-id --stable` prints, as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PatchId([u8; LEN]);

impl fmt::Display for PatchId {
    /// 40 hex digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex_digits(&self.0))
    }
}

/// The line with which a patch begins.
static DIFF: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\ndiff "));

/// The stable patch id of the first diff in a text, or none without a diff that begins with a
/// `diff ` line.
pub fn patch_id(diff_text: &str) -> Option<PatchId> {
    let bytes = diff_text.as_bytes();
    let begins = bytes.starts_with(b"diff ").then_some(0);
    let first = begins.or_else(|| Some(DIFF.find(bytes)? + 1))?;
    let bytes = bytes.get(first..)?;
    let mut machine = Machine::new(bytes);
    let last = (!bytes.ends_with(b"\n")).then_some(bytes.len());
    let mut start = 0;
    for end in line_ends(bytes).map(|end| end + 1).chain(last) {
        if machine.take(start..end).is_break() {
            break;
        }
        start = end;
    }
    Some(machine.finish())
}

struct Machine<'a> {
    bytes: &'a [u8],
    /// Sum of the hashes of the files, bytewise with carry, lowest byte first.
    sum: [u8; LEN],
    hash: Sha1,
    /// Lines that are still to be hashed, without a gap between them: each call costs more than
    /// the bytes of a line.
    pending: Range<usize>,
    /// Room for these without their blanks.
    words: Vec<u8>,
    state: HashState,
    /// The object names of the last `index` line.
    objects: (Vec<u8>, Vec<u8>),
}

/// The lines left of a hunk on both sides; `before` is -1 among header lines.
struct HashState {
    before: i64,
    after: i64,
    binary: bool,
}

impl HashState {
    /// Whether lines are awaited that a hunk announced.
    fn is_in_hunk(&self) -> bool {
        self.before != -1 && !self.binary && (self.before, self.after) != (0, 0)
    }

    /// Counts a line by its first byte.
    fn count(&mut self, sign: u8) {
        self.before -= i64::from(matches!(sign, b'-' | b' '));
        self.after -= i64::from(matches!(sign, b'+' | b' '));
    }
}

impl Default for HashState {
    fn default() -> Self {
        Self {
            before: -1,
            after: -1,
            binary: false,
        }
    }
}

impl<'a> Machine<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            sum: [0; LEN],
            hash: Sha1::default(),
            pending: 0..0,
            words: vec![0; PENDING + WORD],
            state: HashState::default(),
            objects: (Vec::new(), Vec::new()),
        }
    }

    /// Takes a line with its end; breaks where the patch is over.
    fn take(&mut self, at: Range<usize>) -> ControlFlow<()> {
        let line = self.bytes.get(at.clone()).unwrap_or_default();
        if self.state.is_in_hunk()
            && let Some(sign @ (b' ' | b'+' | b'-')) = line.first()
        {
            self.state.count(*sign);
            self.add(at);
            return ControlFlow::Continue(());
        }
        // git's own test: the note on a missing line feed is translated, and only its length is
        // sure.
        if line.starts_with(b"\\ ") && line.len() > 12 {
            return ControlFlow::Continue(());
        }
        if names_a_commit(line) {
            return ControlFlow::Break(());
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
            self.state = HashState::default();
        }
        line.first()
            .into_iter()
            .for_each(|&sign| self.state.count(sign));
        self.add(at);
        ControlFlow::Continue(())
    }

    /// Takes a line among header lines; returns true where nothing is left to do for it.
    fn header(&mut self, line: &[u8]) -> ControlFlow<(), bool> {
        if line.starts_with(b"GIT binary patch") || line.starts_with(b"Binary files") {
            self.state.binary = true;
            self.state.before = 0;
            self.settle();
            self.hash.update(&self.objects.0);
            self.hash.update(&self.objects.1);
            self.flush();
            return ControlFlow::Continue(true);
        }
        if let Some(names) = line.strip_prefix(b"index ") {
            self.index(names);
            return ControlFlow::Continue(true);
        }
        if line.starts_with(b"--- ") {
            // As in git: the `--- ` and `+++ ` lines are counted off as a hunk of one line each.
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
        // A SHA-256 has 64 digits; more would be no object name.
        let cut = |name: &[u8]| name.iter().take(64).copied().collect();
        self.objects = (cut(before), cut(after));
    }

    /// `@@ -1,2 +3,4 @@`: only the counts matter.
    fn hunk(&mut self, line: &[u8]) {
        let mut words = line.get(4..).unwrap_or_default().splitn(3, |&b| b == b' ');
        let before = words.next().unwrap_or_default();
        let Some(after) = words.next() else {
            return;
        };
        self.state.before = count(before);
        if let Some(after) = after.strip_prefix(b"+") {
            self.state.after = count(after);
        }
    }

    /// Takes in a line.
    fn add(&mut self, line: Range<usize>) {
        if self.pending.end == line.start {
            self.pending.end = line.end;
        } else {
            self.settle();
            self.pending = line;
        }
    }

    /// Hashes what is pending, without its blanks.
    fn settle(&mut self) {
        let lines = self.bytes.get(self.pending.clone()).unwrap_or_default();
        self.pending = 0..0;
        for piece in lines.chunks(PENDING) {
            let kept = squeeze(piece, &mut self.words);
            self.hash.update(self.words.get(..kept).unwrap_or_default());
        }
    }

    /// Ends a file: its hash is added to the sum.
    fn flush(&mut self) {
        self.settle();
        let digest = self.hash.finalize_reset();
        // A sum, not a hash of hashes: `--stable` does not depend on the order of the files.
        let mut carry = 0_u16;
        for (sum, byte) in self.sum.iter_mut().zip(digest.iter()) {
            carry += u16::from(*sum) + u16::from(*byte);
            let [high, low] = carry.to_be_bytes();
            *sum = low;
            carry = u16::from(high);
        }
    }

    fn finish(mut self) -> PatchId {
        self.flush();
        PatchId(self.sum)
    }
}

/// Writes a text without its blanks to `room`, and returns its length there. Words are found and
/// copied many bytes at a time; `room` has to be a [`WORD`] longer than the text.
fn squeeze(text: &[u8], room: &mut [u8]) -> usize {
    let blank = |lanes| {
        equals_byte(lanes, b' ')
            | equals_byte(lanes, b'\t')
            | equals_byte(lanes, b'\n')
            | equals_byte(lanes, b'\r')
    };
    let mut kept = 0;
    for (base, block) in (0..).step_by(BLOCK).zip(blocks(text)) {
        let mut stays = !block.mask_where(blank);
        while stays != 0 {
            // Adding to the lowest bit of a run carries over the whole run.
            let behind = stays.wrapping_add(stays & stays.wrapping_neg());
            let start = stays.trailing_zeros() as usize;
            let length = behind.trailing_zeros() as usize - start;
            copy(text, base + start, length, room, kept);
            kept += length;
            stays &= behind;
        }
    }
    kept
}

/// Copies a word. Mostly it is short, and more than it is copied in one step; the next word
/// overwrites the rest.
#[inline]
fn copy(text: &[u8], start: usize, length: usize, room: &mut [u8], to: usize) {
    let from = text.get(start..).unwrap_or_default();
    let place = room.get_mut(to..).unwrap_or_default();
    if length <= WORD
        && let Some(from) = from.first_chunk::<WORD>()
        && let Some(place) = place.first_chunk_mut::<WORD>()
    {
        *place = *from;
    } else if let (Some(from), Some(place)) = (from.get(..length), place.get_mut(..length)) {
        place.copy_from_slice(from);
    }
}

/// The count of `12,3`: what stands behind the comma, else 1.
fn count(range: &[u8]) -> i64 {
    let Some(comma) = range.iter().position(|&b| b == b',') else {
        return 1;
    };
    let digits = range
        .iter()
        .skip(comma + 1)
        .take_while(|b| b.is_ascii_digit());
    let number = digits.fold(0_u32, |all, digit| {
        all.saturating_mul(10)
            .saturating_add(u32::from(digit - b'0'))
    });
    i64::from(number)
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

    const CASES: [&str; 9] = [
        "no diff\n",
        "log\n---\ndiff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@ f\n a\n-b b\n+c\tc\n d\n-- \n2.4\n",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@ f(a, b)\n-a\n+b\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1,2 @@\n a\n+b\n",
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
