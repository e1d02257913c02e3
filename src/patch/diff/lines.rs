//! A cursor over the lines of a text, by byte offset.

use crate::text::{Ends, ends};

/// Where in a text a reader stands: always at the start of a line, or at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    pos: usize,
    /// Where the line that comes next ends, its line feed not counted.
    end: usize,
    /// The line feeds behind that.
    ends: Ends<'a>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut ends = ends(text.as_bytes());
        Self {
            text,
            pos: 0,
            end: ends.next().unwrap_or(text.len()),
            ends,
        }
    }

    /// The byte offset of the line that comes next.
    pub(super) fn pos(&self) -> usize {
        self.pos
    }

    /// The next line without its end (`\n` or `\r\n`); none at the end of the text.
    pub(super) fn peek(&self) -> Option<&'a str> {
        if self.pos >= self.text.len() {
            return None;
        }
        let line = self.text.get(self.pos..self.end)?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }

    /// The line after the next one.
    pub(super) fn peek_second(&self) -> Option<&'a str> {
        let mut ahead = *self;
        ahead.skip();
        ahead.peek()
    }

    /// Goes to the next line.
    pub(super) fn skip(&mut self) {
        self.pos = self.text.len().min(self.end + 1);
        self.end = self.ends.next().unwrap_or(self.text.len());
    }

    /// Goes to the next line that could begin a file or a hunk, and returns it. Everything
    /// that is no diff is passed over here, so this looks at bytes only.
    pub(super) fn seek(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        while !may_begin(bytes.get(self.pos..).filter(|rest| !rest.is_empty())?) {
            self.skip();
        }
        self.peek()
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
