//! A cursor over the lines of a text, by byte offset.

use memchr::{memchr, memchr_iter};

/// Where in a text a reader stands: always at the start of a line, or at the end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    pos: usize,
    /// Where the line that comes next ends, its line feed not counted.
    end: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut lines = Self {
            text,
            pos: 0,
            end: 0,
        };
        lines.go(0);
        lines
    }

    fn go(&mut self, pos: usize) {
        let rest = self.text.as_bytes().get(pos..).unwrap_or_default();
        self.pos = pos;
        self.end = pos + memchr(b'\n', rest).unwrap_or(rest.len());
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
        self.go(self.text.len().min(self.end + 1));
    }

    /// Goes to the next line that could begin a file or a hunk, and returns it. Everything
    /// that is no diff is passed over here, so this looks at bytes only.
    pub(super) fn seek(&mut self) -> Option<&'a str> {
        let rest = self.text.as_bytes().get(self.pos..)?;
        let starts = memchr_iter(b'\n', rest).map(|end| end + 1);
        let begins = |start: &usize| rest.get(*start..).is_some_and(may_begin);
        let found = std::iter::once(0).chain(starts).find(begins);
        self.go(self.pos + found.unwrap_or(rest.len()));
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
