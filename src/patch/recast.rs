//! A mail in the form in which `git range-diff` sees the commit that was made of it: one text, not
//! a change of trees.
//!
//! range-diff compares what `git log -p` prints of each commit, put in a form of its own. All of
//! that stands in the mail. Line numbers, blobs and modes are left out, so that a rebase that moved
//! nothing but lines leaves the text as it was.

mod lines;

use std::ops::Range;

use self::lines::{binary, file_name, filled, heading, line_at, line_starts};
use super::diff::{self, FileDiff};
use super::letter::message_of;
use crate::mail::{Address, Body};
use crate::text::{Shared, lines};

pub(super) use self::lines::bare_lines;

/// Columns between tab stops in what `git log` prints.
const TAB: usize = 8;

/// A mail in the form in which versions are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recast {
    /// Author, title, message and diff, as range-diff writes them.
    pub text: String,
    /// The byte at which the diff part begins: the ` ## ` line of the first file.
    pub diff: usize,
    /// Lines of the diff part, those between files not counted. What a patch costs that has no
    /// partner is measured by it.
    pub size: usize,
    /// Its files, by path.
    pub files: Vec<RecastFile>,
    /// For each line, the line of the mail's whole text that it was, from 0; none where the mail
    /// does not hold it.
    pub source: Vec<Option<u32>>,
}

/// A line that a patch adds or takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeLine<'a> {
    /// Its line in [`Recast::text`], from 0.
    pub place: usize,
    /// Its place among the change lines, from 0.
    pub number: usize,
    /// The number of its hunk, from 1.
    pub hunk: usize,
    /// The file.
    pub path: &'a str,
    /// The line with its sign.
    pub text: &'a str,
}

/// A file of the diff part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecastFile {
    /// The path after the change; before it where the file is deleted.
    pub path: Shared,
    /// Bytes of [`Recast::text`], from the ` ## ` line to the end of its last hunk.
    pub range: Range<usize>,
}

impl Recast {
    /// Recasts a mail by its author, its title without brackets, and what it says.
    pub fn new(author: &Address, title: &str, body: &Body) -> Self {
        let whole = body.whole();
        let mut recast = Self::default();
        let message = message_of(&body.text);
        let above = message.as_ptr() as usize - body.text.as_ptr() as usize;
        let first = line_at(&line_starts(&body.text), above);
        recast.push_head(author, title, (message, first));
        let starts = line_starts(&whole);
        let parsed = diff::parse(&whole);
        let mut files: Vec<&FileDiff> = parsed.files.iter().collect();
        // Some send their files in another order (diff.orderFile), git compares them by path.
        files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        recast.diff = recast.text.len();
        for file in files {
            recast.push_file(file, &whole, &starts);
        }
        recast
    }

    /// The diff part.
    pub fn diff_part(&self) -> &str {
        self.text.get(self.diff..).unwrap_or_default()
    }

    /// The text above the diff part: author, title and message.
    pub fn head_part(&self) -> &str {
        self.text.get(..self.diff).unwrap_or_default()
    }

    /// Returns the hunk that holds a line of the mail: its file, and its lines as they were mailed.
    pub fn hunk_of(&self, line: u32) -> Option<(&str, String)> {
        let at = self.source.iter().position(|of| *of == Some(line))?;
        let lines: Vec<&str> = bare_lines(&self.text).collect();
        let is_head = |line: &&str| line.starts_with("@@");
        let is_end = |line: &&str| is_head(line) || line.is_empty() || line.starts_with(" ## ");
        let start = lines.get(..=at)?.iter().rposition(is_head)?;
        let rest = lines.get(start + 1..)?;
        let end = rest.iter().position(is_end).unwrap_or(rest.len());
        if start + end < at {
            return None;
        }
        let bytes = lines
            .get(..start)?
            .iter()
            .map(|line| line.len() + 1)
            .sum::<usize>();
        let file = self.files.iter().find(|file| file.range.contains(&bytes))?;
        let mut hunk = "@@\n".to_owned();
        for line in rest.get(..end)? {
            // It is what is said of a line, not one.
            hunk.push_str(
                line.strip_prefix(' ')
                    .filter(|said| said.starts_with("\\ "))
                    .unwrap_or(line),
            );
            hunk.push('\n');
        }
        Some((file.path.as_str(), hunk))
    }

    /// The lines that it adds and takes away, in order.
    pub fn changes(&self) -> impl Iterator<Item = ChangeLine<'_>> {
        let mut files = self.files.iter().peekable();
        let (mut start, mut hunk, mut next) = (0, 0, 0);
        bare_lines(&self.text)
            .enumerate()
            .filter_map(move |(place, text)| {
                let at = start;
                start += text.len() + 1;
                // Files and lines go in one order, so that one pass serves.
                while files.next_if(|file| file.range.end <= at).is_some() {}
                let file = files.peek().filter(|file| file.range.contains(&at))?;
                let path = file.path.as_str();
                hunk += usize::from(text.starts_with("@@"));
                let is_change = text.starts_with(['+', '-']);
                let number = next;
                next += usize::from(is_change);
                is_change.then_some(ChangeLine {
                    place,
                    number,
                    hunk,
                    path,
                    text,
                })
            })
    }

    /// The message comes with the line of the mail at which it begins.
    fn push_head(&mut self, author: &Address, title: &str, (message, first): (&str, usize)) {
        // git takes a lone address for the name as well.
        let (name, email) = (author.label(), &author.email);
        self.push_line(" ## Metadata ##");
        self.push_line(&format!("Author: {name} <{email}>"));
        self.push_line("");
        self.push_line(" ## Commit message ##");
        self.indented(title.trim(), None);
        let mut blanks = 1;
        // Blanks at line ends and runs of blank lines do not survive `git am`.
        for (number, line) in (first..).zip(lines(message).map(str::trim_ascii_end)) {
            if line.is_empty() {
                blanks += 1;
                continue;
            }
            if blanks > 0 {
                self.push_line("");
            }
            blanks = 0;
            self.indented(line, Some(number));
        }
        self.push_line("");
    }

    /// Writes a line that the mail does not hold.
    fn push_line(&mut self, line: &str) {
        self.line_of(line, None);
    }

    fn line_of(&mut self, line: &str, source: Option<usize>) {
        self.text.push_str(line);
        self.text.push('\n');
        self.source
            .push(source.and_then(|line| u32::try_from(line).ok()));
    }

    /// A line of the message as `git log` prints it: behind four blanks, tabs filled.
    fn indented(&mut self, line: &str, source: Option<usize>) {
        self.text.push_str("    ");
        self.line_of(&filled(line), source);
    }

    fn push_file(&mut self, file: &FileDiff, whole: &str, starts: &[usize]) {
        if !self.files.is_empty() {
            self.push_line("");
        }
        let start = self.text.len();
        let first = line_at(starts, file.range.start);
        self.line_of(&format!(" ## {} ##", file_name(&file.file)), Some(first));
        self.size += 1;
        if file.file.binary {
            self.push_line(&binary(&file.file));
            self.size += 1;
        }
        for hunk in &file.hunks {
            let text = whole.get(hunk.range.clone()).unwrap_or_default();
            let first = line_at(starts, hunk.range.start);
            self.push_hunk(text, &file.file.path, first);
        }
        self.files.push(RecastFile {
            path: file.file.path.clone(),
            range: start..self.text.len(),
        });
    }

    fn push_hunk(&mut self, text: &str, path: &str, first: usize) {
        let mut lines = bare_lines(text);
        let heading = lines.next().and_then(heading);
        match heading {
            // The function stays and the numbers go: a rebase moves lines, hardly ever a hunk into
            // another function.
            Some(heading) => self.line_of(&format!("@@ {path}: {heading}"), Some(first)),
            None => self.line_of("@@", Some(first)),
        }
        self.size += 1;
        for (number, line) in (first + 1..).zip(lines) {
            // Context that lost its blank on the way, and the note on a missing line feed, which
            // git writes behind a blank here.
            if !line.starts_with([' ', '+', '-']) {
                self.text.push(' ');
            }
            self.line_of(line, Some(number));
            self.size += 1;
        }
    }
}

#[cfg(test)]
mod tests;
