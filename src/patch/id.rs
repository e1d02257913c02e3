//! patch-id, as `git patch-id --stable` gives it: the identity of a change without its place.
//!
//! A SHA-1 per file over its header and hunk lines, all white space, `index` and `@@` lines left
//! out; the sums are added bytewise with carry, so that the order of files does not matter.

use sha1::{Digest, Sha1};

/// What the next line may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Before the first `diff` line.
    Outside,
    /// Among the header lines of a file.
    Header,
    /// In a hunk, with lines open before and after the change; 0 and 0 between hunks.
    Hunk(u32, u32),
    /// In binary data.
    Binary,
}

/// The patch-id of the diff in a text; none where there is no line `diff …`, as in git.
pub fn patch_id(text: &str) -> Option<String> {
    let mut id = PatchId {
        sum: [0; 20],
        file: Sha1::new(),
        any: false,
        blobs: String::new(),
    };
    let mut state = State::Outside;
    for line in text.lines() {
        if line.starts_with("\\ ") && line.len() > 12 {
            continue;
        }
        match id.step(state, line) {
            Some(next) => state = next,
            None => break,
        }
    }
    id.flush();
    id.any
        .then(|| id.sum.iter().map(|byte| format!("{byte:02x}")).collect())
}

struct PatchId {
    sum: [u8; 20],
    file: Sha1,
    any: bool,
    blobs: String,
}

impl PatchId {
    /// Takes a line; none where the patch has ended.
    fn step(&mut self, state: State, line: &str) -> Option<State> {
        let is_diff = line.starts_with("diff ");
        match state {
            State::Outside => Some(if is_diff {
                self.feed(line, State::Header)
            } else {
                state
            }),
            State::Header => self.header(line),
            // git leaves the first line behind binary data out.
            State::Binary => Some(if is_diff { State::Header } else { state }),
            State::Hunk(0, 0) if is_diff => {
                self.flush();
                Some(self.feed(line, State::Header))
            }
            State::Hunk(0, 0) => counts(line).map(|(old, new)| State::Hunk(old, new)),
            State::Hunk(old, new) => {
                let sign = line.as_bytes().first();
                let old = old.saturating_sub(u32::from(matches!(sign, Some(b'-' | b' ') | None)));
                let new = new.saturating_sub(u32::from(matches!(sign, Some(b'+' | b' ') | None)));
                Some(self.feed(line, State::Hunk(old, new)))
            }
        }
    }

    fn header(&mut self, line: &str) -> Option<State> {
        if line.starts_with("GIT binary patch") || line.starts_with("Binary files") {
            // The blobs stand for the content that is not in the text.
            let blobs = std::mem::take(&mut self.blobs);
            self.file.update(blobs);
            self.flush();
            return Some(State::Binary);
        }
        if let Some(index) = line.strip_prefix("index ") {
            let range = index.split(' ').next().unwrap_or_default();
            self.blobs = range.replacen("..", "", 1);
            return Some(State::Header);
        }
        if line.starts_with("--- ") {
            return Some(self.feed(line, State::Hunk(0, 1)));
        }
        line.starts_with(|c: char| c.is_ascii_alphabetic())
            .then(|| self.feed(line, State::Header))
    }

    /// One line without its white space.
    fn feed(&mut self, line: &str, next: State) -> State {
        for part in line.as_bytes().split(u8::is_ascii_whitespace) {
            self.any |= !part.is_empty();
            self.file.update(part);
        }
        next
    }

    /// Adds the file's hash, lowest byte first, the carry past the end dropped.
    fn flush(&mut self) {
        let hash = std::mem::take(&mut self.file).finalize();
        let mut carry = 0u16;
        for (byte, other) in self.sum.iter_mut().zip(hash) {
            carry += u16::from(*byte) + u16::from(other);
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
    }
}

/// Line counts of `@@ -3,4 +3,6 @@`; one that is not written is 1.
fn counts(line: &str) -> Option<(u32, u32)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let new = rest.split(' ').next()?;
    let count = |text: &str| {
        text.split_once(',')
            .map_or(Ok(1), |(_, count)| count.parse())
            .ok()
    };
    Some((count(old)?, count(new)?))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::patch_id;

    fn git(text: &str) -> Option<String> {
        let mut child = Command::new("git")
            .args(["patch-id", "--stable"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let out = String::from_utf8(child.wait_with_output().ok()?.stdout).ok()?;
        Some(out.split(' ').next()?.to_owned())
    }

    #[test]
    fn it_is_what_git_says() {
        let two = "diff --git a/x b/x\nindex 11..22 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@ f\n one\n+ two\n three\n@@ -9 +10 @@\n-a\n+b\n\\ No newline at end of file\ndiff --git a/y b/y\nold mode 100644\nnew mode 100755\ndiff --git a/z b/z\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/z\n@@ -0,0 +1 @@\n+z\n-- \n2.50\n";
        let binary = "diff --git a/i.png b/i.png\nindex 1111111..2222222 100644\nBinary files a/i.png and b/i.png differ\ndiff --git a/x b/x\nindex 1111111..2222222 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
        for text in [two, binary] {
            let Some(want) = git(text) else {
                return;
            };
            assert_eq!(patch_id(text), Some(want));
        }
    }

    #[test]
    fn a_text_without_a_diff_has_none() {
        assert_eq!(patch_id("Hello.\n"), None);
    }
}
