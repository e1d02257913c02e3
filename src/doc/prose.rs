//! Prose, which is never cut: each line on as many rows as it needs.

use std::ops::Range;

use super::Row;

/// Columns that prose takes at most: what a reader takes in at a glance.
const MEASURE: usize = 80;

/// A line that is wider was not broken by its writer at all, but is a paragraph: tags and logs that
/// stand alone on a line are not.
const BY_HAND: usize = 100;

/// A blank anywhere in a row is a place to break it at.
const ANYWHERE: usize = 1;

/// Bytes of the quote marks that a line begins with, and of those with the sign of a list behind
/// them. All of it is one column a byte.
fn lead_bytes(text: &str) -> (usize, usize) {
    let rest = text.trim_start_matches([' ', '>', '|']);
    let quote = text.len() - rest.len();
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = match number.as_bytes() {
        [b'.' | b')', b' ', ..] if number.len() < rest.len() => rest.len() - number.len() + 2,
        [b'-' | b'*' | b'+', b' ', ..] if number.len() == rest.len() => 2,
        _ => 0,
    };
    (quote, quote + sign)
}

impl Row {
    /// Prose on as many rows as it needs: each continued under what it begins with, blanks, quote
    /// marks and the sign of a list. A paragraph on one line is no wider than `MEASURE`, unless it
    /// is set in columns.
    pub fn filled(&self, width: usize) -> Vec<Self> {
        let (under, breaks) = self.filling(width);
        let row = |(at, range): (usize, Range<usize>)| {
            let part = self.part_row(range);
            if at == 0 {
                return part;
            }
            let mut row = under.clone();
            row.append(&part);
            row
        };
        breaks.into_iter().enumerate().map(row).collect()
    }

    /// How many rows [`Row::filled`] gives.
    pub fn filled_height(&self, width: usize) -> u16 {
        u16::try_from(self.filling(width).1.len()).unwrap_or(u16::MAX)
    }

    /// What stands before a continued row, and which bytes stand on each.
    fn filling(&self, width: usize) -> (Self, Vec<Range<usize>>) {
        if self.text.len() <= width.min(BY_HAND) {
            return (
                Self::default(),
                std::iter::once(0..self.text.len()).collect(),
            );
        }
        let (quote, lead) = lead_bytes(&self.text);
        let is_paragraph = self.width() > BY_HAND
            && self
                .text
                .get(lead..)
                .is_some_and(|said| !said.contains("  "));
        let width = if is_paragraph {
            width.min(lead + MEASURE)
        } else {
            width
        };
        let lead = if lead * 3 > width { 0 } else { lead };
        let mut under = self.part_row(0..quote.min(lead));
        under.pad_to(lead);
        (under, self.breaks(width, lead, ANYWHERE))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    #[test]
    fn prose_goes_on_under_what_it_begins_with() {
        let filled = |text: &str, width: usize| -> Vec<String> {
            let rows = Row::of(text, Role::Text).filled(width);
            rows.iter().map(|row| row.text().to_owned()).collect()
        };
        assert_eq!(
            filled("  - a lamp that fades slowly", 16),
            ["  - a lamp that ", "    fades slowly"]
        );
        assert_eq!(
            filled("> > why not two lamps at once", 20),
            ["> > why not two ", "> > lamps at once"]
        );
        assert_eq!(
            filled("12. one lamp here", 12),
            ["12. one ", "    lamp ", "    here"]
        );
        let long = "word ".repeat(30);
        assert_eq!(filled(&long, 200)[0].trim_end().len(), 79, "at the measure");
        let tag = format!(
            "Reviewed-by: Angelo Del Regno <{}@x.example>",
            "a".repeat(45)
        );
        assert_eq!(filled(&tag, 120).len(), 1, "broken by hand, and fits");
        let rows = filled(&tag, 70);
        assert!(
            rows.len() == 2 && rows[1].starts_with('<'),
            "at a blank: {rows:?}"
        );
        let table = format!("{}  {}", "a".repeat(60), "b".repeat(60));
        assert_eq!(
            filled(&table, 200).len(),
            1,
            "what is set in columns stays so"
        );
        for (text, width) in [
            (long.as_str(), 40),
            (table.as_str(), 40),
            ("> > word word word", 7),
        ] {
            let height = Row::of(text, Role::Text).filled_height(width);
            assert_eq!(usize::from(height), filled(text, width).len(), "{text}");
        }
    }
}
