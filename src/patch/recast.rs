//! A mail as `git range-diff` sees the commit that was made of it: one text, not a change of trees.
//!
//! range-diff compares what `git log -p` prints of each commit, put in a form of its own. All of
//! that stands in the mail. Line numbers, blobs and modes are left out, so that a rebase that
//! moved nothing but lines leaves the text as it was.

use std::borrow::Cow;
use std::ops::Range;

use super::diff::{self, FileDiff};
use super::letter::message_of;
use super::stat::{Change, FileChange};
use crate::mail::{Address, Body};
use crate::text::{Shared, lines, whole_lines, width};

/// Columns between tab stops in what `git log` prints.
const TAB: usize = 8;

/// A mail in the form in which versions are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recast {
    /// Author, title, message and diff, as range-diff writes them.
    pub text: String,
    /// Where the diff part begins in the text: at the ` ## ` line of the first file.
    pub diff: usize,
    /// Lines of the diff part, those between files not counted. What a patch costs that has no
    /// partner is measured by it.
    pub size: usize,
    /// Its files, by path.
    pub files: Vec<RecastFile>,
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
        recast.head(author, title, message_of(&body.text));
        let parsed = diff::parse(&whole);
        let mut files: Vec<&FileDiff> = parsed.files.iter().collect();
        // Some send their files in another order (diff.orderFile), git compares them by path.
        files.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        recast.diff = recast.text.len();
        for file in files {
            recast.file(file, &whole);
        }
        recast
    }

    /// The diff part.
    pub fn diff_part(&self) -> &str {
        self.text.get(self.diff..).unwrap_or_default()
    }

    /// What stands above the diff part: author, title and message.
    pub fn head_part(&self) -> &str {
        self.text.get(..self.diff).unwrap_or_default()
    }

    /// How many lines it adds and takes away.
    pub fn changes(&self) -> usize {
        let lines = self.diff_part().lines();
        lines.filter(|line| line.starts_with(['+', '-'])).count()
    }

    fn head(&mut self, author: &Address, title: &str, message: &str) {
        // git takes a lone address for the name as well.
        let (name, email) = (author.label(), &author.email);
        self.line(" ## Metadata ##");
        self.line(&format!("Author: {name} <{email}>"));
        self.line("");
        self.line(" ## Commit message ##");
        self.indented(title.trim());
        let mut blanks = 1;
        // Blanks at line ends and runs of blank lines do not survive `git am`.
        for line in lines(message).map(str::trim_ascii_end) {
            if line.is_empty() {
                blanks += 1;
                continue;
            }
            if blanks > 0 {
                self.line("");
            }
            blanks = 0;
            self.indented(line);
        }
        self.line("");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A line of the message as `git log` prints it: behind four blanks, tabs filled.
    fn indented(&mut self, line: &str) {
        self.text.push_str("    ");
        self.line(&filled(line));
    }

    fn file(&mut self, file: &FileDiff, whole: &str) {
        if !self.files.is_empty() {
            self.line("");
        }
        let start = self.text.len();
        self.line(&format!(" ## {} ##", name(&file.file)));
        self.size += 1;
        if file.file.binary {
            self.line(&binary(&file.file));
            self.size += 1;
        }
        for hunk in &file.hunks {
            let text = whole.get(hunk.range.clone()).unwrap_or_default();
            self.hunk(text, &file.file.path);
        }
        self.files.push(RecastFile {
            path: file.file.path.clone(),
            range: start..self.text.len(),
        });
    }

    fn hunk(&mut self, text: &str, path: &str) {
        let mut lines = bare_lines(text);
        let heading = lines.next().and_then(heading);
        match heading {
            Some(heading) => self.line(&format!("@@ {path}: {heading}")),
            None => self.line("@@"),
        }
        self.size += 1;
        for line in lines {
            // Context that lost its blank on the way, and the note on a missing line feed, which
            // git writes behind a blank here.
            if !line.starts_with([' ', '+', '-']) {
                self.text.push(' ');
            }
            self.line(line);
            self.size += 1;
        }
    }
}

/// The lines of a text without their line feeds; a carriage return before one is part of a line
/// here, as a file may be given other line ends.
pub(super) fn bare_lines(text: &str) -> impl Iterator<Item = &str> {
    whole_lines(text).map(|line| line.strip_suffix('\n').unwrap_or(line))
}

/// The file as its ` ## ` line names it.
fn name(file: &FileChange) -> String {
    let path = &file.path;
    let mut name = match (file.change, &file.old_path) {
        (Change::Added, _) => format!("{path} (new)"),
        (Change::Deleted, _) => format!("{path} (deleted)"),
        (_, Some(old)) if old != path => format!("{old} => {path}"),
        _ => path.to_string(),
    };
    if let (Some(old), Some(new)) = (&file.old_mode, &file.new_mode)
        && old != new
    {
        name.push_str(&format!(" (mode change {old} => {new})"));
    }
    name
}

/// What `git log --no-prefix`, which range-diff reads, says of a binary file.
fn binary(file: &FileChange) -> String {
    let old = file.old_path.as_ref().unwrap_or(&file.path);
    match file.change {
        Change::Added => format!(" Binary files /dev/null and {} differ", file.path),
        Change::Deleted => format!(" Binary files {old} and /dev/null differ"),
        _ => format!(" Binary files {old} and {} differ", file.path),
    }
}

/// What stands behind the second `@@`.
fn heading(line: &str) -> Option<&str> {
    let (_, heading) = line.strip_prefix("@@ ")?.split_once(" @@ ")?;
    let heading = heading.trim_ascii_end();
    (!heading.is_empty()).then_some(heading)
}

/// A line with its tabs filled to columns of eight, counted from its own start.
fn filled(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + TAB);
    let mut column = 0;
    for (at, piece) in line.split('\t').enumerate() {
        if at > 0 {
            let blanks = TAB - column % TAB;
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        }
        out.push_str(piece);
        column += width(piece);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recast(text: &str) -> Recast {
        let author = Address {
            name: "A B".into(),
            email: "a@b.c".into(),
        };
        let body = Body {
            text: text.to_owned(),
            ..Body::default()
        };
        Recast::new(&author, "lamp: turn it on", &body)
    }

    #[test]
    fn a_mail_becomes_what_range_diff_compares() {
        let text = "Why  \n\n\n\tso:\tit was dark\n\nSigned-off-by: A B <a@b.c>\n---\n x | 2 +-\n\n\
            diff --git a/y.c b/y.c\nold mode 100644\nnew mode 100755\n\
            diff --git a/x.c b/x.c\nindex 1234567..89abcde 100644\n--- a/x.c\n+++ b/x.c\n\
            @@ -10,3 +12,3 @@ int lamp(void)\n a\n-b\n+c\n\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n\
            diff --git a/a.c b/z.c\nsimilarity index 90%\nrename from a.c\nrename to z.c\n\
            -- \n2.40\n";
        let recast = recast(text);
        assert_eq!(
            recast.text,
            " ## Metadata ##\nAuthor: A B <a@b.c>\n\n ## Commit message ##\n    lamp: turn it on\n\n    Why\n\n\
             \x20           so:     it was dark\n\n    Signed-off-by: A B <a@b.c>\n\n\
             \x20## x.c ##\n@@ x.c: int lamp(void)\n a\n-b\n+c\n \n@@\n-x\n \\ No newline at end of file\n+x\n\n\
             \x20## y.c (mode change 100644 => 100755) ##\n\n ## a.c => z.c ##\n"
        );
        assert!(recast.diff_part().starts_with(" ## x.c ##"));
        assert_eq!(recast.size, 12);
        assert_eq!(recast.files.len(), 3);
    }

    #[test]
    fn new_deleted_and_binary_files_are_named_so() {
        let text = "---\ndiff --git a/n b/n\nnew file mode 100644\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+a\n\
            diff --git a/d b/d\ndeleted file mode 100644\n--- a/d\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n\
            diff --git a/i.png b/i.png\nindex 1234567..89abcde 100644\nBinary files a/i.png and b/i.png differ\n";
        let recast = recast(text);
        assert_eq!(
            recast.diff_part(),
            " ## d (deleted) ##\n@@\n-a\n\n ## i.png ##\n Binary files i.png and i.png differ\n\n ## n (new) ##\n@@\n+a\n"
        );
        assert_eq!(recast.head_part().lines().count(), 6);
    }

    #[test]
    fn tabs_are_filled_by_what_is_seen() {
        assert_eq!(filled("a\tb"), "a       b");
        assert_eq!(filled("\u{65e5}\u{672c}\tb"), "\u{65e5}\u{672c}    b");
        assert_eq!(filled("no tab"), "no tab");
    }

    proptest! {
        #[test]
        fn any_text_can_be_recast(text in "(\\PC|\n|(diff --git a/f b/f\n--- a/f\n\\+\\+\\+ b/f\n@@ -1,2 \\+1 @@\n)){0,60}") {
            let recast = recast(&text);
            for file in &recast.files {
                prop_assert!(recast.text[file.range.clone()].starts_with(" ## "));
            }
            prop_assert!(recast.size <= recast.diff_part().lines().count());
        }
    }
}
