//! Trailers of a log message, found as `git interpret-trailers --parse` finds them.

use std::borrow::Cow;

use super::{Trailer, split_note};
use crate::text::{is_blank, lines};

/// Lines that make a block one of trailers even among prose (git).
const CERTAIN: &[&str] = &["Signed-off-by: ", "(cherry picked from commit "];

/// Splits a message into the text before its trailers and the last paragraph, which holds them; the
/// latter is empty where it is no block of trailers.
pub fn divided(message: &str) -> (&str, &str) {
    let message = message.trim();
    if of_log(message).is_empty() {
        return (message, "");
    }
    message.rsplit_once("\n\n").unwrap_or(("", message))
}

/// The trailers of a commit message (without its title): those of the last paragraph, where that
/// is all trailers, or a quarter of it is and one line is git's own. Continuations are joined.
pub fn of_log(log: &str) -> Vec<Trailer> {
    let lines: Vec<&str> = lines(log).collect();
    let mut found: Vec<Option<(&str, Cow<'_, str>)>> = Vec::new();
    for line in lines.get(block_start(&lines)..).unwrap_or_default() {
        if line.starts_with(char::is_whitespace)
            && let Some(Some((_, value))) = found.last_mut()
        {
            if !is_blank(line) {
                let value = value.to_mut();
                value.push(' ');
                value.push_str(line.trim());
            }
        // git drops lines with `#` as comments of an editor, here as in a commit.
        } else if !line.starts_with('#') {
            found.push(separator(line).map(|(name, value)| (name, Cow::Borrowed(value))));
        }
    }
    found
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            let (value, note) = split_note(value.trim());
            Trailer {
                name: name.into(),
                value: value.into(),
                note: note.into(),
            }
        })
        .collect()
}

/// The line with which the trailer block begins; the number of lines where there is none.
fn block_start(lines: &[&str]) -> usize {
    let mut count = Count::default();
    let mut blank_so_far = true;
    for (at, line) in lines.iter().enumerate().rev() {
        if line.starts_with('#') {
            // What stood indented below a comment continued nothing.
            count.other += std::mem::take(&mut count.maybe);
            continue;
        }
        if is_blank(line) {
            if blank_so_far {
                continue;
            }
            return if count.is_block() {
                at + 1
            } else {
                lines.len()
            };
        }
        blank_so_far = false;
        count.add_line(line);
    }
    if count.is_block() { 0 } else { lines.len() }
}

/// Lines of the last paragraph, counted from its end.
#[derive(Default)]
struct Count {
    trailers: usize,
    other: usize,
    /// Indented lines that may yet continue a trailer.
    maybe: usize,
    certain: bool,
}

impl Count {
    fn add_line(&mut self, line: &str) {
        if CERTAIN.iter().any(|prefix| line.starts_with(prefix)) {
            self.trailers += 1;
            self.maybe = 0;
            self.certain = true;
        } else if line.starts_with(char::is_whitespace) {
            self.maybe += 1;
        } else if separator(line).is_some() {
            self.trailers += 1;
            self.maybe = 0;
        } else {
            self.other += 1 + std::mem::take(&mut self.maybe);
        }
    }

    fn is_block(&self) -> bool {
        // git's threshold: one trailer in four lines, if a `Signed-off-by:` or the note of a
        // cherry-pick is among them; else every line must be one.
        let other = self.other + self.maybe;
        (self.certain && self.trailers * 3 >= other) || (self.trailers > 0 && other == 0)
    }
}

/// Name and value of a line, by git's idea of a name: letters, digits and dashes, then blanks.
fn separator(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    // git allows blanks before the colon (`Acked-by : x`), but none within a name.
    let bare = name.trim_end_matches([' ', '\t']);
    let shaped = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    shaped.then_some((bare, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(log: &str) -> Vec<String> {
        of_log(log).iter().map(Trailer::to_string).collect()
    }

    #[test]
    fn the_last_paragraph_counts_and_continuations_are_joined() {
        let log = "Text: a\n\nFixes: 123456 (\"a\n b\")\nAcked-by: A <a@b> # x\n\n";
        assert_eq!(
            lines(log),
            ["Fixes: 123456 (\"a b\")", "Acked-by: A <a@b> # x"]
        );
    }

    #[test]
    fn prose_is_no_trailer_unless_a_sign_off_stands_in_it() {
        assert!(lines("a\n\nSee: b\nand more").is_empty());
        let log = "a\n\nSee: b\n[x: fixed]\nSigned-off-by: A <a@b>";
        assert_eq!(lines(log), ["See: b", "Signed-off-by: A <a@b>"]);
    }
}
