//! The head of a mail's text as `git mailinfo` reads it: in-body headers, then the commit message.

use crate::mail::{Address, Body, decode_words};
use crate::patch::trailer;
use crate::text::whole_lines;

/// The headers that git takes from the top of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InBody {
    /// `From:`, the author.
    pub from: Option<Address>,
    /// `Subject:`, the title, tags not yet taken off.
    pub subject: Option<String>,
    /// `Date:`, as written.
    pub date: Option<String>,
    /// The byte of the text at which the message begins.
    pub end: usize,
}

/// Reads the in-body headers: each of the three at most once, continued lines joined, blank
/// lines before them passed over, the one blank line behind them theirs.
pub fn in_body(text: &str) -> InBody {
    let mut found = FoundMessage::default();
    let mut at = 0;
    // builtin/mailinfo.c, check_inbody_header: blank lines above are skipped, the first below ends it.
    for line in whole_lines(text) {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        if bare.is_empty() {
            at += line.len();
            if found.open {
                break;
            }
        } else if found.take_header(bare) {
            at += line.len();
        } else {
            break;
        }
    }
    // `From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>` stands in bodies too: git decodes it there.
    let [from, subject, date] = found.values.map(|value| value.map(|v| decode_words(&v)));
    InBody {
        from: from.map(|from| {
            trailer::address(&from).unwrap_or_else(|| Address {
                name: from.into(),
                email: "".into(),
            })
        }),
        subject,
        date,
        end: at,
    }
}

const NAMES: [&str; 3] = ["From", "Subject", "Date"];

/// The headers found so far; `open` while the last one may be continued.
#[derive(Default)]
struct FoundMessage {
    values: [Option<String>; 3],
    open: bool,
    last: usize,
}

impl FoundMessage {
    /// Takes one line, where it belongs to the headers.
    fn take_header(&mut self, line: &str) -> bool {
        if self.open
            && line.starts_with([' ', '\t'])
            && let Some(Some(value)) = self.values.get_mut(self.last)
        {
            value.push(' ');
            value.push_str(line.trim());
            return true;
        }
        self.open = false;
        // A mailbox quoted the first line of a pasted `git format-patch`; git passes it over.
        if line.starts_with(">From ") {
            return is_patch_separator(line.strip_prefix('>').unwrap_or(line));
        }
        // git takes such a line for the subject: quilt mail and old scripts wrote it so.
        if line.starts_with("[PATCH] ") || line.starts_with("[PATCH]\t") {
            let [_, subject, _] = &mut self.values;
            *subject = Some(line.trim().into());
            return true;
        }
        for (at, (name, slot)) in NAMES.iter().zip(&mut self.values).enumerate() {
            // The second `From:` of a body is text of the log.
            if slot.is_none()
                && let Some((head, rest)) = line.split_at_checked(name.len())
                && head.eq_ignore_ascii_case(name)
                && let Some(value) = rest.strip_prefix(':')
            {
                *slot = Some(value.trim().into());
                self.open = true;
                self.last = at;
                return true;
            }
        }
        false
    }
}

/// The `From HASH Mon Sep 17 00:00:00 2001` line of `git format-patch`.
fn is_patch_separator(line: &str) -> bool {
    line.strip_prefix("From ")
        .and_then(|rest| rest.split_once(' '))
        .is_some_and(|(hash, date)| {
            // The date is git's own magic, the same for every commit: prose that begins with "From"
            // has none.
            hash.len() == 40
                && hash.bytes().all(|b| b.is_ascii_hexdigit())
                && date == "Mon Sep 17 00:00:00 2001"
        })
}

/// Whether git ends the commit message before this line.
pub(super) fn is_patch_break(line: &str) -> bool {
    // Asked of every line of every log: the first letter answers for nearly all.
    if !line.starts_with(['-', 'd', 'I']) {
        return false;
    }
    // patchbreak() of git: `diff -`, `Index: ` of CVS and svn, and `---` alone or before a file name.
    if line.starts_with("diff -") || line.starts_with("Index: ") {
        return true;
    }
    let Some(rest) = line.strip_prefix("---") else {
        return false;
    };
    // `--- a/x.c` begins a diff without a header. `--- ` with more blanks is a rule, `---x` text.
    let file = rest
        .strip_prefix(' ')
        .is_some_and(|file| file.starts_with(|c: char| !c.is_ascii_whitespace()));
    file || rest.trim_ascii().is_empty()
}

/// The commit message exactly as `git mailinfo` (scissors off) writes it, without the title.
pub fn message_text(body: &Body) -> String {
    let text = message_of(&body.text);
    // mailinfo keeps the CR of a mail with CRLF line ends; the body was read without them.
    if body.crlf {
        return text.replace('\n', "\r\n");
    }
    text.into()
}

/// The commit message in a text: behind the in-body headers, before the patch.
pub fn message_of(text: &str) -> &str {
    let rest = text.get(in_body(text).end..).unwrap_or_default();
    let length: usize = whole_lines(rest)
        .take_while(|line| !is_patch_break(line.strip_suffix('\n').unwrap_or(line)))
        .map(str::len)
        .sum();
    rest.get(..length).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_body_headers_are_taken_once_and_joined() {
        let text = "\nFrom: A B <a@b>\nSubject: one\n two\n\n\nFrom: x\n---\n x | 1 +\n";
        let found = in_body(text);
        assert_eq!(found.from.unwrap().to_string(), "A B <a@b>");
        assert_eq!(found.subject.unwrap(), "one two");
        assert_eq!(message_of(text), "\nFrom: x\n");
    }

    #[test]
    fn a_message_ends_where_git_ends_it() {
        for end in [
            "---\n",
            "--- a/x\n",
            "diff --git a/x b/x\n",
            "Index: x\n",
            "---  \n",
        ] {
            assert_eq!(message_of(&format!("one\n{end}two\n")), "one\n", "{end:?}");
        }
        assert_eq!(message_of("one\n----\n---x\n"), "one\n----\n---x\n");
    }

    #[test]
    fn an_encoded_author_is_decoded() {
        let found = in_body("From: =?utf-8?q?J=C3=B6rg?= <j@x>\n\n");
        assert_eq!(found.from.unwrap().name, "Jörg");
    }
}
