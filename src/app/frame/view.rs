//! What a frame shows, as data: everything is laid out here, so that painting only paints.

use std::ops::Range;

use ratatui::layout::Rect;
use tui_textarea::TextArea;

use crate::doc::Row;

/// One frame.
#[derive(Debug, Default)]
pub struct View<'a> {
    /// The panes in view, in pane order.
    pub panes: Vec<PaneView>,
    /// Lines that stand outside every pane: tab bar, breadcrumb, notice, footer hints.
    pub bars: Vec<Bar>,
    /// What is drawn on top, over a cleared area.
    pub overlay: Option<OverlayView<'a>>,
}

/// A pane: a border with a title and a position, and the rows in view.
#[derive(Debug, Default)]
pub struct PaneView {
    /// Border included.
    pub area: Rect,
    /// Whether it has the focus: a heavy border and a bold title, also without colour.
    pub focused: bool,
    /// Whether a border is drawn (the single-pane layout has none).
    pub bordered: bool,
    /// The title in the upper border.
    pub title: Row,
    /// The position in the lower border (`4 of 214 · newest activity first`).
    pub position: Row,
    /// The visible rows, already cut or wrapped to the inner width.
    pub rows: Vec<Row>,
    /// Which of the rows hold the cursor (a wrapped line has several).
    pub cursor: Range<u16>,
    /// Where the scroll bar's thumb is, in rows of the pane; none when everything is in view.
    pub thumb: Option<Range<u16>>,
}

/// A line across the screen.
#[derive(Debug, Default)]
pub struct Bar {
    /// One row high.
    pub area: Rect,
    /// From the left.
    pub left: Row,
    /// From the right; the left gives way to it.
    pub right: Row,
    /// Which kind, for the theme.
    pub kind: BarKind,
}

impl Bar {
    /// Where the left is drawn: what the right leaves of it.
    pub fn left_area(&self) -> Rect {
        let right = u16::try_from(self.right.width()).unwrap_or(u16::MAX);
        let taken = right.saturating_add(u16::from(right > 0));
        Rect {
            width: self.area.width.saturating_sub(taken),
            ..self.area
        }
    }
}

/// What a bar is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarKind {
    /// Where one is.
    #[default]
    Status,
    /// A notice or an error, with the word.
    Notice,
    /// Keys that do something here.
    Hints,
    /// The tab bar of the small layouts.
    Tabs,
}

/// A box over the panes, or a prompt in the last line.
#[derive(Debug)]
pub struct OverlayView<'a> {
    /// Border included.
    pub area: Rect,
    /// Whether it has a border (a prompt has none).
    pub bordered: bool,
    /// Its title.
    pub title: Row,
    /// A text field: what stands before it (`/`, `:`), the field and where it is drawn.
    pub prompt: Option<(Row, &'a TextArea<'static>, Rect)>,
    /// Rows in view.
    pub rows: Vec<Row>,
    /// The chosen row, among those in view.
    pub chosen: Option<u16>,
    /// The position in the lower border.
    pub position: Row,
}
