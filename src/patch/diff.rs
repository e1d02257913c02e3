//! The diff itself, by a counting state machine: exactly the lines that a hunk announces.
//!
//! Counting is what tells a deleted line `-- x` from a signature and keeps text between files
//! out of them, as git-apply and patchwork do.

mod header;

mod hunk;

use std::ops::Range;

use super::stat::FileChange;

/// A diff with its files; ranges are bytes of the text that was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Its files, in order.
    pub files: Vec<FileDiff>,
    /// What is damaged: byte offset and a lower-case fragment.
    pub damage: Vec<(usize, String)>,
}

impl Diff {
    /// The byte at which the first file begins.
    pub fn start(&self) -> Option<usize> {
        self.files.first().map(|file| file.range.start)
    }
}

/// One file of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDiff {
    /// Which file, and its counts.
    pub file: FileChange,
    /// From its first header line to the end of its last hunk.
    pub range: Range<usize>,
    /// Its hunks, in order.
    pub hunks: Vec<Hunk>,
}

/// One hunk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The `@@` line and the lines it announces.
    pub range: Range<usize>,
    /// First line and number of lines before the change.
    pub old: (u32, u32),
    /// First line and number of lines after it.
    pub new: (u32, u32),
}

/// Lines of a text with their byte ranges, line ends included in the range.
#[derive(Clone, Copy, Debug)]
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    /// The line at the present place, without its end, and where the next one starts.
    fn peek(&self) -> Option<(&'a str, usize)> {
        let rest = self.text.get(self.at..)?;
        if rest.is_empty() {
            return None;
        }
        let (line, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(end) => (rest.get(..end)?, self.at + end + 1),
            None => (rest, self.text.len()),
        };
        Some((line.strip_suffix('\r').unwrap_or(line), next))
    }

    fn next(&mut self) -> Option<&'a str> {
        let (line, next) = self.peek()?;
        self.at = next;
        Some(line)
    }
}

/// Parses every file of a diff that stands in a text; what stands around them is passed over.
pub fn parse(text: &str) -> Diff {
    let mut diff = Diff::default();
    let mut lines = Lines { text, at: 0 };
    while let Some((line, next)) = lines.peek() {
        if !header::may_start(line) {
            lines.at = match next_candidate(text, lines.at) {
                Some(at) => at,
                None => break,
            };
            if lines.at < next {
                lines.at = next;
            }
            continue;
        }
        let start = lines.at;
        match header::read(&mut lines, &mut diff.damage) {
            Some(file) => hunk::read_all(&mut lines, start, file, &mut diff),
            None => lines.at = next,
        }
    }
    diff
}

/// The next line after `at` that may start a file: found without looking at every line.
fn next_candidate(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(at..)?;
    memchr::memchr_iter(b'\n', bytes)
        .find(|&end| {
            bytes
                .get(end + 1)
                .is_some_and(|&first| matches!(first, b'd' | b'-' | b'I'))
                && bytes.get(end + 1..).is_some_and(|rest| {
                    rest.starts_with(b"diff ")
                        || rest.starts_with(b"--- ")
                        || rest.starts_with(b"Index: ")
                })
        })
        .map(|end| at + end + 1)
}

/// What loading needs of a diff.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Its files, in order.
    pub files: Vec<FileChange>,
    /// The byte at which the first of them begins.
    pub start: Option<usize>,
    /// What is damaged, lower-case fragments.
    pub damage: Vec<String>,
}

/// Reads the files of a diff without keeping where they stand.
pub fn scan(text: &str) -> Scan {
    let diff = parse(text);
    Scan {
        start: diff.start(),
        files: diff.files.into_iter().map(|file| file.file).collect(),
        damage: diff.damage.into_iter().map(|(_, what)| what).collect(),
    }
}
