//! Painting: a [`View`] becomes cells. Nothing is decided here; rows come cleaned and cut.

mod glyphs;

mod paint;

pub mod theme;

mod uneven;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::frame::view::{Bar, BarKind, OverlayView, PaneView, View};

use self::paint::Painter;
use self::theme::{FramePart, Theme};

/// Paints a frame. `ascii` draws nothing of our own beyond ASCII.
pub fn draw(view: &View<'_>, theme: &Theme, ascii: bool, frame: &mut Frame<'_>) {
    let mut painter = Painter {
        buffer: frame.buffer_mut(),
        theme,
        ascii,
    };
    for pane in &view.panes {
        draw_pane(pane, &mut painter);
    }
    for bar in &view.bars {
        draw_bar(bar, &mut painter);
    }
    if let Some(overlay) = &view.overlay {
        draw_overlay(overlay, &mut painter);
        draw_field(overlay, theme, ascii, frame);
    }
    uneven::repaint(frame.buffer_mut());
}

/// The field that is typed into, behind what asks for it.
fn draw_field(overlay: &OverlayView<'_>, theme: &Theme, ascii: bool, frame: &mut Frame<'_>) {
    let Some((lead, field, area)) = &overlay.prompt else {
        return;
    };
    let area = area.intersection(frame.area());
    let left = u16::try_from(lead.width())
        .unwrap_or(area.width)
        .min(area.width);
    let mut painter = Painter {
        buffer: frame.buffer_mut(),
        theme,
        ascii,
    };
    painter.draw_row(lead, area, theme.part_style(FramePart::Prompt));
    let field_area = Rect {
        x: area.x + left,
        width: area.width - left,
        ..area
    };
    if !field_area.is_empty() {
        frame.render_widget(*field, field_area);
    }
}

fn draw_pane(pane: &PaneView, painter: &mut Painter<'_>) {
    let area = pane.area.intersection(painter.buffer.area);
    if area.is_empty() {
        return;
    }
    let inner = if pane.bordered {
        painter.border(area, pane.focused);
        painter.title(&pane.title, area, pane.focused);
        painter.position(&pane.position, area, pane.focused);
        inside(area)
    } else {
        area
    };
    let rows = (inner.y..inner.bottom()).zip(0u16..).zip(&pane.rows);
    for ((y, number), row) in rows {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        painter.draw_row(row, line, theme_default());
        if pane.cursor.contains(&number) {
            painter.cursor(line, pane.focused);
            if pane.bordered && !pane.focused {
                painter.mark_edge(line);
            }
        }
    }
    if let Some(thumb) = pane.thumb.as_ref().filter(|_| pane.bordered) {
        painter.thumb(area, thumb);
    }
}

fn theme_default() -> ratatui::style::Style {
    ratatui::style::Style::default()
}

/// The area within a border.
fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 1.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

fn draw_bar(bar: &Bar, painter: &mut Painter<'_>) {
    let area = bar.area.intersection(painter.buffer.area);
    if area.is_empty() {
        return;
    }
    let style = painter.theme.part_style(match bar.kind {
        BarKind::Status => FramePart::Status,
        BarKind::Notice => FramePart::Notice,
        BarKind::Hints => FramePart::Hints,
        BarKind::Tabs => FramePart::Tabs,
    });
    painter.fill_blank(area, style);
    let right = u16::try_from(bar.right.width())
        .unwrap_or(area.width)
        .min(area.width);
    let left = bar.left_area().intersection(area);
    painter.draw_row(&bar.left.cut_to(usize::from(left.width), "…"), left, style);
    painter.draw_row(
        &bar.right,
        Rect {
            x: area.right() - right,
            width: right,
            ..area
        },
        style,
    );
}

fn draw_overlay(overlay: &OverlayView<'_>, painter: &mut Painter<'_>) {
    let area = overlay.area.intersection(painter.buffer.area);
    if area.is_empty() {
        return;
    }
    painter.clear(area);
    let mut inner = area;
    if overlay.bordered {
        painter.border(area, true);
        painter.title(&overlay.title, area, true);
        painter.position(&overlay.position, area, true);
        inner = inside(area);
    }
    if let Some((_, _, field)) = overlay.prompt.as_ref().filter(|_| overlay.bordered)
        && field.y == inner.y
    {
        inner.y += 1.min(inner.height);
        inner.height = inner.height.saturating_sub(1);
    }
    for ((y, number), row) in (inner.y..inner.bottom()).zip(0u16..).zip(&overlay.rows) {
        let line = Rect {
            y,
            height: 1,
            ..inner
        };
        painter.draw_row(
            &row.cut_to(usize::from(line.width), "…"),
            line,
            theme_default(),
        );
        if overlay.chosen == Some(number) {
            painter.cursor(line, true);
        }
    }
}

#[cfg(test)]
mod tests;
