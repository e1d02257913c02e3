//! The only scrolling arithmetic: a cursor, what is at the top, and what is in view.
//!
//! A line takes one row, or several when it is wrapped. Only lines near the view are ever
//! measured, so that nothing here grows with the document.

/// How much there is to show, and where.
pub struct Extent<'a> {
    /// Lines of the document.
    pub lines: usize,
    /// Rows of the pane.
    pub height: u16,
    /// Rows kept between the cursor and the edges, where there is room.
    pub margin: u16,
    /// How many rows a line takes, at least 1.
    pub rows: &'a dyn Fn(usize) -> u16,
}

/// A row: a line and a row of that line.
type Spot = (usize, u16);

/// A position in a document. After [`Viewport::fit_in`]: `top <= cursor`, and the cursor's line
/// is in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// The line of the cursor.
    pub cursor: usize,
    /// The first line in view.
    pub top: usize,
    /// Rows of that line that are above the view.
    pub skip: u16,
}

impl Extent<'_> {
    fn rows_of(&self, line: usize) -> u16 {
        (self.rows)(line).max(1)
    }

    fn height(&self) -> u16 {
        self.height.max(1)
    }

    fn margin(&self) -> u16 {
        self.margin.min((self.height() - 1) / 2)
    }

    fn last_spot(&self) -> Spot {
        let line = self.lines.saturating_sub(1);
        (line, self.rows_of(line) - 1)
    }

    /// The spot so many rows further down, at most the last.
    fn below(&self, (mut line, mut row): Spot, mut by: u16) -> Spot {
        loop {
            let rest = self.rows_of(line).saturating_sub(row + 1);
            if by <= rest {
                return (line, row + by);
            }
            if line + 1 >= self.lines {
                return self.last_spot();
            }
            by -= rest + 1;
            (line, row) = (line + 1, 0);
        }
    }

    /// The spot so many rows further up, at least the first.
    fn above(&self, (mut line, mut row): Spot, mut by: u16) -> Spot {
        loop {
            if by <= row {
                return (line, row - by);
            }
            if line == 0 {
                return (0, 0);
            }
            by -= row + 1;
            line -= 1;
            row = self.rows_of(line) - 1;
        }
    }
}

impl Viewport {
    /// Brings the cursor into the document and the view to the cursor.
    pub fn fit_in(&mut self, extent: &Extent<'_>) {
        if extent.lines == 0 {
            *self = Self::default();
            return;
        }
        self.cursor = self.cursor.min(extent.lines - 1);
        let mut top = self.cursor_spot(extent);
        let rows = extent.rows_of(self.cursor);
        let height = extent.height();
        let margin = extent.margin();
        let end = extent.below((self.cursor, rows - 1), margin);
        let lowest = extent.above((self.cursor, 0), margin);
        if rows >= height {
            // Taller than the pane: any of its rows may be the first.
            top = top.max((self.cursor, 0)).min((self.cursor, rows - height));
        } else {
            top = top.max(extent.above(end, height - 1)).min(lowest);
        }
        // With wrapped lines the margin above may push the cursor's end out again.
        let needed = extent.above((self.cursor, (rows - 1).min(height - 1)), height - 1);
        top = top
            .max(needed)
            .min(extent.above(extent.last_spot(), height - 1).max(needed));
        (self.top, self.skip) = top;
    }

    fn cursor_spot(&self, extent: &Extent<'_>) -> Spot {
        if self.top >= extent.lines {
            return extent.last_spot();
        }
        (self.top, self.skip.min(extent.rows_of(self.top) - 1))
    }

    /// Moves the cursor down by lines; within a line taller than the pane, the view first.
    pub fn move_down(&mut self, by: usize, extent: &Extent<'_>) {
        let rows = extent.rows_of(self.cursor.min(extent.lines.saturating_sub(1)));
        let hidden = self.top == self.cursor && rows.saturating_sub(self.skip) > extent.height();
        if hidden && by == 1 {
            self.skip += 1;
        } else {
            self.cursor = self.cursor.saturating_add(by);
        }
        self.fit_in(extent);
    }

    /// Moves the cursor up by lines; within a line taller than the pane, the view first.
    pub fn up(&mut self, by: usize, extent: &Extent<'_>) {
        if by == 1 && self.top == self.cursor && self.skip > 0 {
            self.skip -= 1;
        } else {
            self.cursor = self.cursor.saturating_sub(by);
        }
        self.fit_in(extent);
    }

    /// Moves view and cursor by rows: down where positive.
    pub fn page_by(&mut self, by: i32, extent: &Extent<'_>) {
        if extent.lines == 0 {
            return;
        }
        let count = u16::try_from(by.unsigned_abs()).unwrap_or(u16::MAX);
        let from = self.cursor_spot(extent);
        let cursor = (self.cursor.min(extent.lines - 1), 0);
        let (top, cursor) = if by < 0 {
            (extent.above(from, count), extent.above(cursor, count))
        } else {
            (extent.below(from, count), extent.below(cursor, count))
        };
        (self.top, self.skip) = top;
        self.cursor = cursor.0;
        self.fit_in(extent);
    }

    /// Moves the view by rows, as a wheel does; the cursor goes along only where it must.
    pub fn scroll(&mut self, by: i32, extent: &Extent<'_>) {
        if extent.lines == 0 {
            return;
        }
        let count = u16::try_from(by.unsigned_abs()).unwrap_or(u16::MAX);
        let height = extent.height();
        let from = self.cursor_spot(extent);
        let end = extent.above(extent.last_spot(), height - 1);
        let top = if by < 0 {
            extent.above(from, count)
        } else {
            extent.below(from, count).min(end)
        };
        let margin = extent.margin();
        let first = if top == (0, 0) {
            top
        } else {
            extent.below(top, margin)
        };
        let last = if top == end {
            extent.last_spot()
        } else {
            extent.below(top, height - 1 - margin)
        };
        self.cursor = self.cursor.clamp(first.0, last.0.max(first.0));
        (self.top, self.skip) = top;
        self.fit_in(extent);
    }

    /// Puts the cursor on a line; a line out of view comes to the middle.
    pub fn go_to(&mut self, line: usize, extent: &Extent<'_>) {
        let before = self.cursor_spot(extent);
        let seen = extent.below(before, extent.height() - 1);
        self.cursor = line.min(extent.lines.saturating_sub(1));
        if self.cursor < before.0 || self.cursor > seen.0 {
            self.place(extent.height() / 2, extent);
        } else {
            self.fit_in(extent);
        }
    }

    /// Puts the cursor's line so many rows below the top, as far as the document allows.
    pub fn place(&mut self, rows_below_top: u16, extent: &Extent<'_>) {
        if extent.lines > 0 {
            self.cursor = self.cursor.min(extent.lines - 1);
            (self.top, self.skip) = extent.above((self.cursor, 0), rows_below_top);
        }
        self.fit_in(extent);
    }

    /// Whether the end of the document is in view.
    pub fn at_end(&self, extent: &Extent<'_>) -> bool {
        extent.lines == 0
            || extent.below(self.cursor_spot(extent), extent.height() - 1) == extent.last_spot()
    }

    /// The last line that is in view, at least in part.
    pub fn bottom(&self, extent: &Extent<'_>) -> usize {
        if extent.lines == 0 {
            return 0;
        }
        extent
            .below(self.cursor_spot(extent), extent.height() - 1)
            .0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(_: usize) -> u16 {
        1
    }

    fn extent(lines: usize, height: u16) -> Extent<'static> {
        Extent {
            lines,
            height,
            margin: 3,
            rows: &one,
        }
    }

    #[test]
    fn the_cursor_keeps_its_distance_from_the_edge() {
        let extent = extent(100, 10);
        let mut view = Viewport::default();
        for _ in 0..7 {
            view.move_down(1, &extent);
        }
        assert_eq!((view.cursor, view.top), (7, 1));
        view.go_to(99, &extent);
        assert_eq!((view.cursor, view.top), (99, 90));
    }

    #[test]
    fn a_page_moves_view_and_cursor() {
        let extent = extent(100, 10);
        let mut view = Viewport::default();
        view.page_by(8, &extent);
        assert_eq!((view.cursor, view.top), (8, 5));
        view.page_by(-20, &extent);
        assert_eq!((view.cursor, view.top), (0, 0));
    }

    #[test]
    fn the_wheel_takes_the_cursor_along_only_at_the_edge() {
        let extent = extent(100, 10);
        let mut view = Viewport {
            cursor: 5,
            ..Viewport::default()
        };
        view.scroll(2, &extent);
        assert_eq!((view.cursor, view.top), (5, 2));
        view.scroll(5, &extent);
        assert_eq!((view.cursor, view.top), (10, 7));
    }

    #[test]
    fn a_line_taller_than_the_pane_can_be_read_to_its_end() {
        let rows = |line: usize| if line == 1 { 25 } else { 1 };
        let extent = Extent {
            lines: 3,
            height: 10,
            margin: 3,
            rows: &rows,
        };
        let mut view = Viewport::default();
        let mut seen = 0;
        while view.cursor < 2 {
            view.move_down(1, &extent);
            seen += 1;
            assert!(seen < 40);
        }
        assert!(seen >= 15);
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_in_view(
            heights in proptest::collection::vec(1u16..9, 0..60),
            height in 0u16..30,
            moves in proptest::collection::vec((0u8..7, 0usize..80), 1..40),
        ) {
            let rows = |line: usize| heights.get(line).copied().unwrap_or(1);
            let extent = Extent { lines: heights.len(), height, margin: 3, rows: &rows };
            let mut view = Viewport::default();
            for (kind, by) in moves {
                let signed = i32::try_from(by).unwrap() - 40;
                match kind {
                    0 => view.move_down(by % 4, &extent),
                    1 => view.up(by % 4, &extent),
                    2 => view.page_by(signed, &extent),
                    3 => view.scroll(signed, &extent),
                    4 => view.go_to(by, &extent),
                    5 => view.place(u16::try_from(by).unwrap(), &extent),
                    _ => { view.cursor = by; view.top = 80 - by; view.fit_in(&extent) }
                }
                prop_assert!(view.top <= view.cursor);
                prop_assert!(view.cursor < heights.len().max(1));
                prop_assert!(view.bottom(&extent) >= view.cursor, "{view:?}");
            }
        }
    }
}
