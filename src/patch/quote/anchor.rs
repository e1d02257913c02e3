//! Finds the place in a text that a quote was taken from, by content alone.
//!
//! Reviewers trim quotes and mailers wrap them, but neither changes what is not blank. So blanks
//! are left out of both sides, and the end of the quote, where the answer stands, is looked for in
//! as long a piece as can be found.

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

/// Bytes that are searched for the quotes of one page, at most: a second or so. A review quotes
/// in order, and what it quotes is found near the place of the last quote.
const SEARCHED: usize = 512 << 20;

/// The cost, in searched bytes, of a place that is looked at more closely.
const LOOK: usize = 64;

/// A text to find quotes in.
#[derive(Debug, Default)]
pub struct LineIndex {
    /// The text without blanks.
    bare: Vec<u8>,
    /// The ends of the lines in it.
    ends: Vec<usize>,
    /// The starts of the lines in the text itself.
    starts: Vec<usize>,
}

/// A budget for searching: quotes that are nowhere cost a look at everything, and a mail may hold
/// as many as it likes.
#[derive(Debug, Default)]
pub struct Effort {
    spent: usize,
}

impl Effort {
    /// Adds the cost of a search.
    fn spend(&mut self, bytes: usize) {
        self.spent = self.spent.saturating_add(bytes.max(LOOK));
    }

    /// Whether nothing more may be searched.
    fn is_over(&self) -> bool {
        self.spent >= SEARCHED
    }

    /// Bytes that were searched so far.
    pub fn spent(&self) -> usize {
        self.spent
    }
}

/// The place of a quote that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoundPiece {
    /// The line, from 0, that the quote ends with.
    pub line: usize,
    /// Lines of the quote behind that one, which were not found.
    pub dropped: usize,
}

impl LineIndex {
    /// Reads a text once.
    pub fn new(text: &str) -> Self {
        let mut index = Self::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            // Mailers wrap quotes and make blanks of tabs. Without any, a line that was indented by
            // a tab and its quote that has eight blanks are the same bytes.
            squeeze(line, &mut index.bare);
            index.ends.push(index.bare.len());
            index.starts.push(start);
            start += line.len();
        }
        index
    }

    /// Returns the byte of the text at which a line, from 0, begins; nothing where there is no such
    /// line.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }

    /// Returns the line that a quote ends with. Of several places the first at or behind the line
    /// `after` is meant, for answers go through a text from top to bottom. Lines at the end that
    /// are not in the text (`[snip]`, an answer that was quoted along) are passed over. Returns
    /// nothing once no effort is left.
    pub fn find_end(
        &self,
        quote: &[&str],
        after: usize,
        effort: &mut Effort,
    ) -> Option<FoundPiece> {
        let first = quote.len().saturating_sub(DROPPED + TOGETHER);
        // What is said stands below the end of a quote: its beginning may be pages above.
        let near = quote.get(first..).unwrap_or_default();
        let lines: Vec<Vec<u8>> = near
            .iter()
            .map(|line| bare_bytes(unquoted(line).1))
            .collect();
        // If the last line does not occur, no longer piece that ends in it can.
        let ends: Vec<usize> = (0..DROPPED.min(lines.len()))
            .filter(|dropped| self.holds(&lines, (*dropped, after), effort))
            .collect();
        let mut by = |least: usize| {
            ends.iter().find_map(|dropped| {
                let kept = lines.get(..lines.len() - dropped)?;
                let line = self.end_of(kept, (after, least), effort)?;
                let dropped = *dropped;
                Some(FoundPiece { line, dropped })
            })
        };
        // `>  }` stands everywhere: a line that says something is tried first, with more of its fellows.
        by(ENOUGH).or_else(|| by(1))
    }

    /// Whether the line of the quote that has `dropped` lines behind it stands anywhere in the
    /// text.
    fn holds(
        &self,
        lines: &[Vec<u8>],
        (dropped, after): (usize, usize),
        effort: &mut Effort,
    ) -> bool {
        let last = lines.len().checked_sub(dropped + 1);
        let Some(last) = last.and_then(|at| lines.get(at)).filter(|l| !l.is_empty()) else {
            return false;
        };
        let finder = memmem::Finder::new(last);
        let mut stands = |from: usize| {
            let rest = self.bare.get(from..).filter(|_| !effort.is_over());
            let found = rest.and_then(|rest| finder.find(rest));
            let searched = found.or_else(|| rest.map(<[u8]>::len)).unwrap_or(0);
            // A hit costs the bytes up to it, a miss all the rest.
            effort.spend(searched);
            found.is_some()
        };
        let start = self.behind(after);
        stands(start) || start > 0 && stands(0)
    }

    /// Returns the start of a line in the text without blanks.
    fn behind(&self, line: usize) -> usize {
        let before = line.checked_sub(1).and_then(|line| self.ends.get(line));
        before.copied().unwrap_or(0)
    }

    /// Looks for the end of a quote in ever shorter pieces, none shorter than `least` bytes.
    fn end_of(
        &self,
        lines: &[Vec<u8>],
        (after, least): (usize, usize),
        effort: &mut Effort,
    ) -> Option<usize> {
        let mut count = lines.len().min(TOGETHER);
        while count > 0 {
            // Pieces keep the end of the quote: the remark below it speaks of its last line.
            let piece = lines.get(lines.len() - count..)?.concat();
            if piece.len() < least {
                return None;
            }
            if let Some(line) = self.line_of(&piece, after, effort) {
                return Some(line);
            }
            // Who trims a quote leaves its last lines together; where they begin does not matter.
            count = if count > 8 { count / 2 } else { count - 1 };
        }
        None
    }

    /// The line that a piece ends on.
    fn line_of(&self, piece: &[u8], after: usize, effort: &mut Effort) -> Option<usize> {
        let start = self.behind(after);
        let finder = memmem::Finder::new(piece);
        let mut found = |from: usize| {
            let mut passed = from;
            for at in finder.find_iter(self.bare.get(from..)?) {
                let (begins, ends) = (from + at, from + at + piece.len());
                if effort.is_over() {
                    return None;
                }
                effort.spend(ends - passed);
                passed = ends;
                if let Some(line) = self.whole(begins, ends) {
                    return Some(line);
                }
            }
            effort.spend(self.bare.len() - passed);
            None
        };
        // Answers go down the mail; one that goes back up is looked for from the top.
        found(start).or_else(|| found(0).filter(|_| start > 0))
    }

    /// The line of the last byte of a stretch, where it is long, or made of whole lines.
    fn whole(&self, start: usize, end: usize) -> Option<usize> {
        let line = self.ends.partition_point(|line_end| *line_end < end);
        // `int` stands within many words; as a whole line it is a quote.
        let is_border = |at: usize| at == 0 || self.ends.binary_search(&at).is_ok();
        (end - start >= PLENTY || is_border(start) && is_border(end)).then_some(line)
    }
}

fn bare_bytes(line: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    squeeze(line, &mut out);
    out
}

/// Appends the bytes of `line` that are not blank; a mailer may have made no-break spaces of
/// blanks.
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
        LineIndex::new(PATCH)
            .find_end(&quote, after, &mut Effort::default())
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
    fn quotes_that_are_nowhere_cost_no_more_than_is_meant_for_a_page() {
        let text = "a line of the patch\n".repeat(100_000);
        let index = LineIndex::new(&text);
        let mut effort = Effort::default();
        let mut searched = Vec::new();
        for number in 0..20_000 {
            index.find_end(&[&format!("> nowhere {number}")], 0, &mut effort);
            searched.push(effort.spent());
        }
        let last = searched.last().unwrap();
        // Behind the end a quote costs no more than a look.
        assert!(*last <= SEARCHED + text.len() + 20_000 * 2 * LOOK, "{last}");
    }

    #[test]
    fn answers_in_order_cost_no_more_than_the_text_is_long() {
        let spent = |count: usize| {
            let lines: Vec<String> = (0..count)
                .map(|n| format!("+line number {n} of it"))
                .collect();
            let index = LineIndex::new(&lines.join("\n"));
            let mut effort = Effort::default();
            for (at, line) in lines.iter().enumerate() {
                let found = index.find_end(&[&format!("> {line}")], at, &mut effort);
                assert_eq!(found.unwrap().line, at);
            }
            effort.spent()
        };
        assert!(spent(4000) < 6 * spent(1000));
    }

    #[test]
    fn lines_begin_where_the_text_has_them() {
        let index = LineIndex::new("ab\n\nc");
        assert_eq!(
            [0, 1, 2, 3].map(|line| index.start_of(line)),
            [Some(0), Some(3), Some(4), None]
        );
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
            let found = LineIndex::new(&text).find_end(&quote, 0, &mut Effort::default()).unwrap();
            proptest::prop_assert_eq!(found, FoundPiece { line: from + run.len() - 1, dropped: 0 });
        }
    }
}
