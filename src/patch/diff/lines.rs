//! A cursor over the lines of a text, by byte offset.

use std::ops::Range;

use crate::text::{Ends, line_ends};

/// The place of a reader in a text: always at the start of a line, or at the end.
#[derive(Clone, Debug)]
pub(super) struct DiffLines<'a> {
    text: &'a str,
    pos: usize,
    /// The end of the line that comes next, its line feed not counted.
    end: usize,
    /// The line feeds behind that.
    ends: Ends<'a>,
}

impl<'a> DiffLines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut ends = line_ends(text.as_bytes());
        Self {
            text,
            pos: 0,
            end: ends.next().unwrap_or(text.len()),
            ends,
        }
    }

    /// The byte offset of the line that comes next.
    pub(super) fn byte_offset(&self) -> usize {
        self.pos
    }

    /// The next line without its end (`\n` or `\r\n`); none at the end of the text.
    pub(super) fn peek_line(&self) -> Option<&'a str> {
        (self.pos < self.text.len()).then(|| self.line_at(self.range()))
    }

    /// The bytes of the next line, its line feed left out.
    pub(super) fn range(&self) -> Range<usize> {
        self.pos..self.end
    }

    /// A line by its place, without its end.
    pub(super) fn line_at(&self, range: Range<usize>) -> &'a str {
        let line = self.text.get(range).unwrap_or_default();
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The text before a place in it.
    pub(super) fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or_default()
    }

    /// All that comes, from the next line on.
    pub(super) fn begin(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.pos..).unwrap_or_default()
    }

    /// The line after the next one.
    pub(super) fn peek_second(&self) -> Option<&'a str> {
        let mut ahead = self.clone();
        ahead.skip_line();
        ahead.peek_line()
    }

    /// Goes to the next line.
    pub(super) fn skip_line(&mut self) {
        self.pos = self.text.len().min(self.end + 1);
        self.end = self.ends.next().unwrap_or(self.text.len());
    }

    /// Goes to the next line that could begin a file or a hunk, and returns it. Everything
    /// that is no diff is passed over here, so this looks at bytes only.
    pub(super) fn seek_start(&mut self) -> Option<&'a str> {
        // On copies, so that the loop need not write to memory.
        let mut ends = self.ends.clone();
        let (bytes, mut pos, mut end) = (self.text.as_bytes(), self.pos, self.end);
        while let Some(line) = bytes.get(pos..).filter(|line| !line.is_empty())
            && !may_begin(line)
        {
            pos = bytes.len().min(end + 1);
            end = ends.next().unwrap_or(bytes.len());
        }
        (self.pos, self.end, self.ends) = (pos, end, ends);
        self.peek_line()
    }
}

fn may_begin(line: &[u8]) -> bool {
    match line.first() {
        Some(b'd') => line.starts_with(b"diff "),
        Some(b'-') => line.starts_with(b"--- "),
        Some(b'I') => line.starts_with(b"Index: "),
        Some(b'@') => line.starts_with(b"@@ -"),
        Some(b'*') => line.starts_with(b"*** "),
        Some(b'B') => line.starts_with(b"Binary files "),
        _ => false,
    }
}
