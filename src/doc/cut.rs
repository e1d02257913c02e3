//! Rows made to fit: scrolled sideways, cut, wrapped, and with matches marked.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Role, Row};
use crate::text;

/// Code is broken at a blank in the last third of a row, else where it ends.
const LAST_THIRD: usize = 3;

/// What stands in the two columns before a continued row, in ASCII.
const CONTINUED: &str = "~ ";

impl Row {
    /// A row of one role.
    pub fn of(text: &str, role: Role) -> Self {
        let mut row = Self::default();
        row.push(text, role);
        row
    }

    /// The part between two columns, with a mark in the last where there is more behind it.
    pub fn window(&self, columns: Range<usize>) -> Self {
        let part = self.columns(columns.clone());
        if columns.is_empty() || self.is_within(columns.end) {
            return part;
        }
        let room = columns.len() - 1;
        let mut row = part.columns(0..room);
        row.pad_to(room);
        row.push("→", Role::Dim);
        row
    }

    /// Whether it ends at a column or before it.
    fn is_within(&self, column: usize) -> bool {
        self.text.len() <= column && self.text.is_ascii() || self.width() <= column
    }

    /// The part between two columns. A wide character that stands across the first column is
    /// a blank there; one that stands across the last is left out.
    pub fn columns(&self, columns: Range<usize>) -> Self {
        if columns.start == 0 && self.text.len() <= columns.end && self.text.is_ascii() {
            return self.clone();
        }
        let (mut at, mut cells) = (None, 0);
        let mut end = self.text.len();
        let mut blank = false;
        for (byte, grapheme) in self.text.grapheme_indices(true) {
            let wide = text::width(grapheme);
            if cells + wide > columns.end {
                end = byte;
                break;
            }
            if at.is_none() && cells >= columns.start {
                blank = cells > columns.start;
                at = Some(byte);
            }
            cells += wide;
        }
        let part = self.part_row(at.unwrap_or(end)..end);
        if !blank {
            return part;
        }
        let mut row = Self::of(" ", Role::Text);
        row.append(&part);
        row
    }

    /// The part in front, no wider than so many columns, with a mark where something is left out.
    pub fn cut_to(&self, width: usize, mark: &str) -> Self {
        if self.columns(0..width).text.len() == self.text.len() {
            return self.clone();
        }
        let Some(room) = width.checked_sub(text::width(mark)) else {
            return self.columns(0..width);
        };
        let mut row = self.columns(0..room);
        row.push(mark, Role::Dim);
        row
    }

    /// The row on several rows: broken at blanks where there is one in the last third, and
    /// continued under its own indent behind a mark.
    pub fn wrapped(&self, width: usize) -> Vec<Self> {
        let hang = self.hang_columns(width);
        let mut rows = Vec::new();
        for (at, range) in self.breaks(width, hang, LAST_THIRD).into_iter().enumerate() {
            let part = self.part_row(range);
            if at == 0 || hang == 0 {
                rows.push(part);
                continue;
            }
            let mut row = Self::of(&" ".repeat(hang - CONTINUED.len()), Role::Text);
            row.push("…", Role::Dim);
            row.push(" ", Role::Text);
            row.append(&part);
            rows.push(row);
        }
        rows
    }

    /// How many rows [`Row::wrapped`] gives.
    pub fn height(&self, width: usize) -> u16 {
        if self.text.len() <= width {
            return 1;
        }
        let rows = self
            .breaks(width, self.hang_columns(width), LAST_THIRD)
            .len();
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    /// Columns that stand before a continued row; none where the pane is too narrow for any. A line
    /// of a diff goes on under its text: behind the numbers, its sign and its blanks.
    fn hang_columns(&self, width: usize) -> usize {
        let numbers = self
            .spans
            .first()
            .filter(|(_, role)| *role == Role::LineNumber);
        let numbers = numbers.map_or(0, |(range, _)| range.end);
        let text = self.text.get(numbers..).unwrap_or_default();
        let bare = text.strip_prefix(['+', '-']).filter(|_| numbers > 0);
        let bare = bare.unwrap_or(text).trim_start_matches(' ');
        let blanks = self.text.len() - bare.len();
        let hang = if blanks * 3 > width { numbers } else { blanks };
        match hang.max(CONTINUED.len()) {
            hang if hang * 4 <= width => hang,
            _ => 0,
        }
    }

    /// The bytes of each row: broken at a blank in the last part of it of so many, else anywhere.
    pub(super) fn breaks(&self, width: usize, hang: usize, parts_of: usize) -> Vec<Range<usize>> {
        let width = width.max(1);
        let indent = self.text.len() - self.text.trim_start_matches(' ').len();
        let mut parts = Vec::new();
        let (mut start, mut cells, mut blank) = (0, 0, None);
        for (byte, grapheme) in self.text.grapheme_indices(true) {
            let wide = text::width(grapheme);
            if cells + wide > width && byte > start {
                let rest = |at| self.text.get(at..byte).map_or(0, text::width);
                let near = |at: &usize| {
                    *at > start
                        && (byte - at) * parts_of <= width
                        && hang + rest(*at) + wide <= width
                };
                let end = blank.filter(near).unwrap_or(byte);
                parts.push(start..end);
                start = end;
                cells = hang + rest(end);
                blank = None;
            }
            cells += wide;
            if grapheme == " " && byte >= indent {
                blank = Some(byte + 1);
            }
        }
        parts.push(start..self.text.len());
        parts
    }

    /// The bytes of a part, which must begin and end between characters.
    pub(super) fn part_row(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let within = |at: usize| at.clamp(range.start, range.end) - range.start;
        let spans = self
            .spans
            .iter()
            .map(|(r, role)| (within(r.start)..within(r.end), *role));
        Self {
            text,
            spans: spans.filter(|(r, _)| !r.is_empty()).collect(),
        }
    }

    /// Puts another row behind this one.
    pub fn append(&mut self, other: &Self) {
        let shift = self.text.len();
        self.text.push_str(&other.text);
        let spans = other.spans.iter();
        self.spans
            .extend(spans.map(|(r, role)| (r.start + shift..r.end + shift, *role)));
    }

    /// Blanks up to a column; nothing where the row is there already.
    pub fn pad_to(&mut self, column: usize) {
        let blanks = column.saturating_sub(self.width());
        if blanks > 0 {
            self.push(&" ".repeat(blanks), Role::Text);
        }
    }

    /// Puts another row at the right end of so many columns; this one is cut where both do not
    /// fit, and the other where it does not fit alone.
    pub fn push_right(&mut self, right: &Self, width: usize) {
        let right = &right.columns(0..width);
        let wide = right.width();
        let room = width.saturating_sub(wide + usize::from(wide > 0));
        *self = self.cut_to(room, "…");
        self.pad_to(width.saturating_sub(wide));
        self.append(right);
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        text::width(&self.text)
    }

    /// Gives a part of the text another role.
    pub fn mark_role(&mut self, part: &Range<usize>, role: Role) {
        if part.is_empty()
            || !self.text.is_char_boundary(part.start)
            || !self.text.is_char_boundary(part.end)
        {
            return;
        }
        let mut spans = Vec::with_capacity(self.spans.len() + 2);
        for (range, old) in self.spans.drain(..) {
            let before = range.start..range.end.min(part.start);
            let after = range.start.max(part.end)..range.end;
            spans.extend(
                [(before, old), (after, old)]
                    .into_iter()
                    .filter(|(r, _)| !r.is_empty()),
            );
        }
        spans.push((part.clone(), role));
        spans.sort_by_key(|(range, _)| range.start);
        self.spans = spans;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(Row::text).collect()
    }

    #[test]
    fn a_window_says_that_there_is_more() {
        let row = Row::of("0123456789", Role::Text);
        assert_eq!(row.window(0..10).text(), "0123456789");
        assert_eq!(row.window(0..4).text(), "012→");
        assert_eq!(row.window(6..10).text(), "6789");
        assert_eq!(row.window(3..3).text(), "");
        assert_eq!(Row::of("灯灯灯", Role::Text).window(0..4).text(), "灯 →");
    }

    #[test]
    fn a_part_keeps_its_roles() {
        let mut row = Row::of("abc", Role::Added);
        row.push("def", Role::Deleted);
        let part = row.columns(2..5);
        assert_eq!(part.text(), "cde");
        assert_eq!(part.spans(), [(0..1, Role::Added), (1..3, Role::Deleted)]);
    }

    #[test]
    fn half_a_wide_character_is_a_blank() {
        let row = Row::of("日本", Role::Text);
        assert_eq!(row.columns(1..4).text(), " 本");
        assert_eq!(row.columns(0..3).text(), "日");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(Row::of("abcdef", Role::Text).cut_to(4, "…").text(), "abc…");
        assert_eq!(Row::of("abcd", Role::Text).cut_to(4, "…").text(), "abcd");
    }

    #[test]
    fn a_long_row_is_broken_at_a_blank_and_keeps_its_indent() {
        let row = Row::of("  one two three", Role::Text);
        assert_eq!(texts(&row.wrapped(10)), ["  one two ", "… three"]);
        assert_eq!(row.height(10), 2);
        let solid = Row::of("+abcdefghij", Role::Text);
        assert_eq!(texts(&solid.wrapped(8)), ["+abcdefg", "… hij"]);
        assert_eq!(texts(&solid.wrapped(4)), ["+abc", "defg", "hij"]);
        // A line of a diff goes on under its text, not under the numbers.
        let mut line = Row::of(" 7 12 ", Role::LineNumber);
        line.push("+  one two three four five six seven eight", Role::Added);
        let rows = line.wrapped(40);
        assert_eq!(texts(&rows)[1], "       … seven eight");
    }

    #[test]
    fn what_stands_right_is_never_cut() {
        let mut row = Row::of("a long title", Role::Text);
        row.push_right(&Row::of("+12", Role::Added), 12);
        assert_eq!(row.text(), "a long … +12");
        let mut row = Row::of("a", Role::Text);
        row.push_right(&Row::of("+12", Role::Added), 8);
        assert_eq!(row.text(), "a    +12");
    }

    #[test]
    fn a_mark_splits_what_it_lies_on() {
        let mut row = Row::of("abcdef", Role::Added);
        row.mark_role(&(2..4), Role::Match);
        assert_eq!(
            row.spans(),
            [
                (0..2, Role::Added),
                (2..4, Role::Match),
                (4..6, Role::Added)
            ]
        );
    }

    proptest! {
        #[test]
        fn nothing_that_acts_on_a_terminal_is_in_a_row(
            parts in proptest::collection::vec("[a\t\u{0}-\u{1f}\u{7f}-\u{9f}\u{ad}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{e0001}]{0,8}", 0..4),
            width in 1usize..12,
        ) {
            let mut row = Row::default();
            for part in &parts {
                row.push(part, Role::Text);
            }
            row.push_right(&Row::of(&parts.concat(), Role::Text), width);
            let acts = |c: char| c.is_control() || text::is_hidden(c);
            prop_assert!(!row.text().contains(acts), "{:?}", row);
            prop_assert!(!row.columns(1..width).text().contains(acts));
        }

        #[test]
        fn no_row_is_wider_than_it_may_be(text in "[ a-c日é👍]{0,60}", width in 2usize..20, from in 0usize..30) {
            let row = Row::of(&text, Role::Text);
            prop_assert!(row.columns(from..from + width).width() <= width);
            let rows = row.wrapped(width);
            prop_assert_eq!(rows.len(), usize::from(row.height(width)));
            for part in &rows {
                prop_assert!(part.width() <= width, "{:?}", part);
            }
        }
    }
}
