//! Where in a text a quote was taken from, found by content alone.
//!
//! Reviewers trim quotes and mailers wrap them, but neither changes what is not blank. So blanks
//! are left out of both sides, and the end of the quote, where the answer stands, is looked for
//! in as long a piece as can be found.

use memchr::memmem;

use super::unquoted;

/// Bytes, without blanks, that are found wherever they stand; less must be whole lines.
const PLENTY: usize = 16;

/// Bytes, without blanks, of a single line that tell enough on their own.
const ENOUGH: usize = 8;

/// Lines at the end of a quote that may be of somebody else's making before it is given up.
const DROPPED: usize = 12;

/// Lines of a quote that are looked for together, at most.
const TOGETHER: usize = 64;

/// A text to find quotes in.
#[derive(Debug, Default)]
pub struct Index {
    /// The text without blanks.
    bare: Vec<u8>,
    /// Where each line ends in it.
    ends: Vec<usize>,
}

/// Where a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The line, from 0, that the quote ends with.
    pub line: usize,
    /// Lines of the quote behind that one, which were not found.
    pub dropped: usize,
}

impl Index {
    /// Reads a text once.
    pub fn new(text: &str) -> Self {
        let mut index = Self::default();
        for line in text.lines() {
            squeeze(line, &mut index.bare);
            index.ends.push(index.bare.len());
        }
        index
    }

    /// The line that a quote ends with. Of several places the first at or behind the line
    /// `after` is meant, for answers go through a text from top to bottom. Lines at the end that
    /// are not in the text (`[snip]`, an answer that was quoted along) are passed over.
    pub fn find(&self, quote: &[&str], after: usize) -> Option<Found> {
        let lines: Vec<Vec<u8>> = quote.iter().map(|line| bare(unquoted(line).1)).collect();
        let most = DROPPED.min(lines.len());
        let by = |least: usize| {
            (0..most).find_map(|dropped| {
                let kept = lines.get(..lines.len() - dropped)?;
                let last = kept.last().filter(|last| !last.is_empty())?;
                // What is nowhere alone is nowhere with more before it.
                memmem::find(&self.bare, last)?;
                let line = self.end_of(kept, after, least)?;
                Some(Found { line, dropped })
            })
        };
        by(ENOUGH).or_else(|| by(1))
    }

    /// Looks for the end of a quote in ever shorter pieces, none shorter than `least` bytes.
    fn end_of(&self, lines: &[Vec<u8>], after: usize, least: usize) -> Option<usize> {
        let mut count = lines.len().min(TOGETHER);
        while count > 0 {
            let piece = lines.get(lines.len() - count..)?.concat();
            if piece.len() < least {
                return None;
            }
            if let Some(line) = self.line_of(&piece, after) {
                return Some(line);
            }
            count = if count > 8 { count / 2 } else { count - 1 };
        }
        None
    }

    /// The line that a piece ends on.
    fn line_of(&self, piece: &[u8], after: usize) -> Option<usize> {
        let start = after.checked_sub(1).and_then(|line| self.ends.get(line));
        let start = start.copied().unwrap_or(0);
        let finder = memmem::Finder::new(piece);
        let found = |from: usize| {
            let all = finder.find_iter(self.bare.get(from..)?);
            let mut ends = all.map(|at| (from + at, from + at + piece.len()));
            ends.find_map(|(start, end)| self.whole(start, end))
        };
        found(start).or_else(|| found(0).filter(|_| start > 0))
    }

    /// The line of the last byte of a stretch, where it is long, or made of whole lines.
    fn whole(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.ends.partition_point(|line_end| *line_end < end);
        let is_border = |at: usize| at == 0 || self.ends.binary_search(&at).is_ok();
        (end - start >= PLENTY || is_border(start) && is_border(end)).then_some(line)
    }
}

fn bare(line: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    squeeze(line, &mut out);
    out
}

/// Adds what is not blank; a mailer may have made no-break spaces of blanks.
fn squeeze(line: &str, out: &mut Vec<u8>) {
    for word in line.split(char::is_whitespace) {
        out.extend_from_slice(word.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = "Fix the widget, which lost its handle when it was opened twice.\n\n\
        @@ -1,5 +1,6 @@ int main(void)\n \tint a;\n-\tint b;\n+\tint c;\n }\n\n@@ -9 +10 @@\n-\tint d;\n+\tint e;\n }\n";

    fn line(quote: &str, after: usize) -> Option<usize> {
        let quote: Vec<&str> = quote.lines().collect();
        Index::new(PATCH)
            .find(&quote, after)
            .map(|found| found.line)
    }

    #[test]
    fn a_quote_ends_on_the_line_that_it_was_taken_from() {
        assert_eq!(line("> -\tint b;\n> +\tint c;", 0), Some(5));
        assert_eq!(line("> +        int c;", 0), Some(5));
        assert_eq!(line("> > +\tint e;", 0), Some(10));
    }

    #[test]
    fn a_quote_that_was_wrapped_anew_is_found() {
        assert_eq!(
            line(
                "> Fix the widget, which lost\n> its handle when it was\n> opened twice.",
                0
            ),
            Some(0)
        );
        assert_eq!(line("> its handle when it was", 0), Some(0));
    }

    #[test]
    fn what_was_trimmed_or_added_behind_a_quote_does_not_hide_it() {
        assert_eq!(line("> +\tint c;\n> [...]", 0), Some(5));
        assert_eq!(line("> \tint a;\n> +\tint e;", 0), Some(10));
        assert_eq!(line("> +\tint z;", 0), None);
    }

    #[test]
    fn of_equal_lines_the_next_one_is_meant() {
        assert_eq!(line("> }", 0), Some(6));
        assert_eq!(line("> }", 7), Some(11));
        assert_eq!(line("> }", 12), Some(6));
    }

    #[test]
    fn a_short_piece_must_be_a_whole_line() {
        assert_eq!(line("> int", 0), None);
    }

    proptest::proptest! {
        #[test]
        fn a_run_of_lines_that_differ_is_found_where_it_stands(
            lines in proptest::collection::vec("[-+ ][a-z]{9,20}", 4..40), from in 0usize..30, count in 1usize..10,
        ) {
            let text: String = lines.iter().enumerate().map(|(at, line)| format!("{line}{at}\n")).collect();
            let all: Vec<&str> = text.lines().collect();
            let from = from % all.len();
            let run = &all[from..(from + count).min(all.len())];
            let quote: Vec<String> = run.iter().map(|line| format!("> {line}")).collect();
            let quote: Vec<&str> = quote.iter().map(String::as_str).collect();
            let found = Index::new(&text).find(&quote, 0).unwrap();
            proptest::prop_assert_eq!(found, Found { line: from + run.len() - 1, dropped: 0 });
        }
    }
}
