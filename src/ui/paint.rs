//! Cells: rows with their roles, borders, the cursor. Everything is clipped to its area.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;

use super::glyphs;
use super::theme::{FramePart, Theme};
use super::uneven;
use crate::app::frame::screen::title_area;
use crate::doc::Row;
use crate::text;

/// A buffer and how to paint on it.
pub(super) struct Painter<'a> {
    pub(super) buffer: &'a mut Buffer,
    pub(super) theme: &'a Theme,
    pub(super) ascii: bool,
}

impl Painter<'_> {
    fn put_symbol(&mut self, x: u16, y: u16, symbol: &str, style: Style) {
        let symbol = if self.ascii {
            glyphs::ascii(symbol)
        } else {
            symbol
        };
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(symbol).set_style(style);
        }
    }

    /// A row from the left edge of an area one row high, cut at its right edge.
    pub(super) fn draw_row(&mut self, row: &Row, area: Rect, base: Style) {
        let mut x = area.x;
        for (range, role) in row.spans() {
            let style = base.patch(self.theme.role_style(*role));
            let Some(text) = row.text().get(range.clone()) else {
                continue;
            };
            for cluster in text.graphemes(true) {
                let width = u16::try_from(text::width(cluster)).unwrap_or(1);
                if width == 0 {
                    continue;
                }
                if x + width > area.right() {
                    return;
                }
                self.put_symbol(x, area.y, cluster, style);
                for rest in 1..width {
                    // The right half of a wide cluster is not ours to paint.
                    if let Some(cell) = self.buffer.cell_mut((x + rest, area.y)) {
                        cell.reset();
                        cell.set_style(style);
                    }
                }
                uneven::settle(self.buffer, (x, area.y), cluster);
                x += width;
            }
        }
    }

    /// Blank cells in a style.
    pub(super) fn fill_blank(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area, style);
    }

    /// Removes what was painted before.
    pub(super) fn clear(&mut self, area: Rect) {
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }

    /// A border: heavy where the focus is, so that it is seen without colour.
    pub(super) fn border(&mut self, area: Rect, focused: bool) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let style = self.theme.part_style(if focused {
            FramePart::FocusedBorder
        } else {
            FramePart::Border
        });
        let [corner_tl, corner_tr, corner_bl, corner_br, flat, tall] = if focused {
            ["┏", "┓", "┗", "┛", "━", "┃"]
        } else {
            ["┌", "┐", "└", "┘", "─", "│"]
        };
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        for x in area.x..=right {
            self.put_symbol(x, area.y, flat, style);
            self.put_symbol(x, bottom, flat, style);
        }
        for y in area.y..=bottom {
            self.put_symbol(area.x, y, tall, style);
            self.put_symbol(right, y, tall, style);
        }
        self.put_symbol(area.x, area.y, corner_tl, style);
        self.put_symbol(right, area.y, corner_tr, style);
        self.put_symbol(area.x, bottom, corner_bl, style);
        self.put_symbol(right, bottom, corner_br, style);
    }

    /// The title in the upper border.
    pub(super) fn title(&mut self, title: &Row, area: Rect, focused: bool) {
        let style = self.theme.part_style(if focused {
            FramePart::FocusedTitle
        } else {
            FramePart::Title
        });
        let line = title_area(area);
        if !line.is_empty() {
            self.draw_row(&title.cut_to(usize::from(line.width), "…"), line, style);
        }
    }

    /// The position in the lower border, at its right end.
    pub(super) fn position(&mut self, position: &Row, area: Rect, focused: bool) {
        let width = u16::try_from(position.width()).unwrap_or(u16::MAX);
        if width == 0 || area.height < 2 || width.saturating_add(4) > area.width {
            return;
        }
        let style = self.theme.part_style(if focused {
            FramePart::FocusedTitle
        } else {
            FramePart::Border
        });
        let line = Rect {
            x: area.right() - width - 2,
            y: area.bottom() - 1,
            width,
            height: 1,
        };
        self.draw_row(position, line, style);
    }

    /// The cursor's line: reversed where the focus is.
    pub(super) fn cursor(&mut self, line: Rect, focused: bool) {
        let style = self.theme.part_style(if focused {
            FramePart::Cursor
        } else {
            FramePart::CursorElsewhere
        });
        // Colours would be boxes in a line that is reversed.
        if focused && style.add_modifier.contains(Modifier::REVERSED) {
            self.buffer.set_style(line, Style::new().fg(Color::Reset));
        }
        self.buffer.set_style(line, style);
    }

    /// Marks the cursor's line on the left border, where the focus is elsewhere.
    pub(super) fn mark_edge(&mut self, line: Rect) {
        let style = self.theme.part_style(FramePart::Thumb);
        if let Some(x) = line.x.checked_sub(1) {
            self.put_symbol(x, line.y, "▌", style.remove_modifier(Modifier::REVERSED));
        }
    }

    /// Which part of the whole is in view, on the right border.
    pub(super) fn thumb(&mut self, area: Rect, rows: &Range<u16>) {
        let style = self.theme.part_style(FramePart::Thumb);
        let x = area.right().saturating_sub(1);
        let last = area.bottom().saturating_sub(2);
        for row in rows.clone() {
            let y = area.y + 1 + row;
            if y <= last {
                self.put_symbol(x, y, "▐", style.remove_modifier(Modifier::REVERSED));
            }
        }
    }
}
