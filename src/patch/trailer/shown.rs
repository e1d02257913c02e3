//! A commit that somebody shows in an answer (`git show`, `git log`): its log is indented, and the
//! tags in it are not the sender's.

/// Columns by which git indents a log.
const LOG_INDENT: usize = 4;

/// Header lines of a commit as git prints it.
const HEADS: &[&str] = &[
    "Merge:",
    "Author:",
    "AuthorDate:",
    "Commit:",
    "CommitDate:",
    "Date:",
    "tree ",
    "parent ",
    "author ",
    "committer ",
    "gpg",
];

/// The reader of an answer, inside a shown commit or outside of any.
#[derive(Default)]
pub(super) struct ShownTrailer {
    /// The columns by which the whole is indented; none outside of any commit.
    indent: Option<usize>,
}

impl ShownTrailer {
    /// Takes a line and the one behind it; says whether it is of a commit that is shown.
    pub(super) fn take_line(&mut self, line: &str, next: Option<&str>) -> bool {
        // Asked of every line of a reply; nearly all are quotes or prose.
        let first = line.as_bytes().first();
        // `commit` and `Author:` begin with these letters; a shown commit may be indented.
        let is_other = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'c' | b'A');
        if self.indent.is_none() && first.is_none_or(is_other) {
            return false;
        }
        let bare = line.trim_start();
        let is_head = |line: &str| HEADS.iter().any(|head| line.starts_with(head));
        let before_head = || next.is_some_and(|next| is_head(next.trim_start()));
        // `commit 0123456 broke it` is a sentence: a header line has to follow.
        if names_commit(bare) && before_head() || bare.starts_with("Author: ") && before_head() {
            self.indent = Some(columns(line, bare));
            return true;
        }
        let Some(indent) = self.indent else {
            return false;
        };
        let here = columns(line, bare);
        let inside =
            bare.is_empty() || here >= indent + LOG_INDENT || (here == indent && is_head(bare));
        if !inside {
            self.indent = None;
        }
        inside
    }
}

/// Whether a line is `commit 0123456789ab…`, perhaps with the names of branches behind it.
fn names_commit(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("commit ") else {
        return false;
    };
    let (name, behind) = rest.split_once(' ').unwrap_or((rest, ""));
    name.len() >= 7
        && name.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (behind.is_empty() || behind.starts_with('('))
}

/// The columns before the text of a line.
fn columns(line: &str, bare: &str) -> usize {
    let blanks = line.get(..line.len() - bare.len()).unwrap_or_default();
    blanks.bytes().fold(0, |at, byte| match byte {
        // A log that is indented by a tab stands deeper than its header, too.
        b'\t' => at / 8 * 8 + 8,
        _ => at + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::{ShownTrailer, columns};

    fn shown(text: &str) -> Vec<bool> {
        let lines: Vec<&str> = text.lines().collect();
        let mut shown = ShownTrailer::default();
        let next = lines.iter().skip(1).copied().map(Some).chain([None]);
        lines
            .iter()
            .zip(next)
            .map(|(line, next)| shown.take_line(line, next))
            .collect()
    }

    #[test]
    fn a_commit_goes_on_as_far_as_its_indent() {
        let text = "commit 0123456789 (HEAD)\nMerge: 1 2\nAuthor: A <a@b>\nDate: x\n\n    one\n\n    Acked-by: A <a@b>\n\nAcked-by: A <a@b>\n";
        let mut want = [true; 10];
        want[9] = false;
        assert_eq!(shown(text), want);
        let indented = text.replace('\n', "\n  ");
        assert_eq!(shown(&format!("  {indented}"))[..10], want);
        let bare = text.split_once('\n').unwrap().1.split_once('\n').unwrap().1;
        assert_eq!(shown(bare), want[2..]);
    }

    #[test]
    fn a_sentence_about_a_commit_shows_none() {
        assert_eq!(shown("commit 0123456 broke it\nAuthor: x\n"), [false; 2]);
        assert_eq!(shown("commit 0123456\n    Acked-by: A <a@b>\n"), [false; 2]);
    }

    #[test]
    fn a_tab_leads_to_the_next_eighth_column() {
        for (line, expected) in [
            ("x", 0),
            ("  x", 2),
            ("\tx", 8),
            ("   \tx", 8),
            ("\t\t x", 17),
        ] {
            assert_eq!(columns(line, "x"), expected, "{line:?}");
        }
    }
}
