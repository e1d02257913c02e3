//! `format=flowed` undone (RFC 3676): soft line breaks and stuffed blanks.
//!
//! Done as `git mailinfo` does it, so that a diff in such a mail reads as git reads it; but
//! quoted lines stay as they are, since their prefix would end up inside a line.

use crate::text::whole_lines;

/// Joins lines that a blank at the end says to join, and takes off the blank at the start.
/// `delsp` says that the blank at the end was added by the sender (RFC 3676 §4.1).
pub(super) fn undo_flowed(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for line in whole_lines(text) {
        let (content, end) = match line.strip_suffix('\n') {
            Some(content) => (content, "\n"),
            None => (line, ""),
        };
        // RFC 3676 §4.3: the blank of `-- ` makes a signature, not a soft line break.
        let fixed = content == "-- " || content.starts_with('>');
        // §4.5: a paragraph ends where the depth of quoting changes, even if its line asks to go
        // on.
        if open && fixed {
            out.push('\n');
        }
        open = false;
        if fixed {
            out.push_str(line);
            continue;
        }
        // §4.4: the sender put a blank before lines that begin with one, so that a context line of
        // a diff arrives with two.
        let content = content.strip_prefix(' ').unwrap_or(content);
        if let Some(cut) = content.strip_suffix(' ') {
            out.push_str(if delsp { cut } else { content });
            open = true;
        } else {
            out.push_str(content);
            out.push_str(end);
        }
    }
    if open {
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::undo_flowed;

    #[test]
    fn soft_line_breaks_are_joined() {
        assert_eq!(undo_flowed("a \nb\nc\n", false), "a b\nc\n");
        assert_eq!(undo_flowed("a \nb\n", true), "ab\n");
        assert_eq!(undo_flowed("a \n", false), "a \n");
    }

    #[test]
    fn stuffed_blanks_go() {
        assert_eq!(
            undo_flowed("  context\n-a\n From x\n", false),
            " context\n-a\nFrom x\n"
        );
    }

    #[test]
    fn quotes_and_the_signature_stand_as_they_are() {
        assert_eq!(
            undo_flowed("a \n> b \n> c\n-- \nme\n", false),
            "a \n> b \n> c\n-- \nme\n"
        );
    }
}
