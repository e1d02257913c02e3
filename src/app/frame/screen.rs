//! Geometry: a size, what the user changed, and where everything goes. Pure, and total: it
//! holds at every size from 0x0.

mod shapes;

use ratatui::layout::{Position, Rect, Size};

use self::shapes::{panes, split_rows, takes_files};

/// One of the panes; the series and the patches of one of them share the first place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PaneId {
    /// The series.
    #[default]
    List,
    /// What is read.
    Page,
    /// The files.
    Files,
    /// The patches of the series that is read, in the place of the list.
    Patches,
}

impl PaneId {
    /// All, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::List, Self::Page, Self::Files, Self::Patches];

    /// Whether it stands in the first place.
    pub fn is_first(self) -> bool {
        matches!(self, Self::List | Self::Patches)
    }
}

/// How the panes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Side by side.
    Wide,
    /// The list above, page and files below.
    Stacked,
    /// The list above, page or files below.
    Rows,
    /// One pane at a time, without borders.
    Single,
    /// Nothing fits.
    TooSmall,
}

impl Shape {
    /// The shape for a size.
    pub fn of(size: Size) -> Self {
        let Size { width, height } = size;
        match () {
            () if width < 20 || height < 5 => Self::TooSmall,
            () if width < 70 || height < 18 => Self::Single,
            // List, 80 columns of prose and files side by side take 170.
            () if width >= 170 => Self::Wide,
            () if width >= 100 && height >= 30 => Self::Stacked,
            () => Self::Rows,
        }
    }
}

/// How much of the screen the focused pane takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// Its share.
    #[default]
    Normal,
    /// The larger part.
    Half,
    /// All.
    Full,
}

impl Zoom {
    /// One step further.
    pub fn zoomed_more(self) -> Self {
        match self {
            Self::Normal => Self::Half,
            Self::Half => Self::Full,
            Self::Full => Self::Normal,
        }
    }

    /// One step back.
    pub fn zoomed_less(self) -> Self {
        self.zoomed_more().zoomed_more()
    }
}

/// A border that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Between the list and what stands right of it.
    ListWidth,
    /// Between the list and what stands below it.
    ListHeight,
    /// Between the page and the files.
    FilesWidth,
}

/// What the user changed, in cells more or less than the size gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    list_width: i32,
    list_height: i32,
    files_width: i32,
}

impl Sizes {
    /// Moves a border by cells, right or down where positive.
    pub fn shift(&mut self, border: Border, by: i32) {
        match border {
            Border::ListWidth => self.list_width += by,
            Border::ListHeight => self.list_height += by,
            Border::FilesWidth => self.files_width -= by,
        }
    }
}

/// What decides where things go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
    /// The whole screen.
    pub size: Size,
    /// The pane that has the focus.
    pub focus: PaneId,
    /// Which of list and patches has the first place.
    pub first: PaneId,
    /// Which of page and files is shown where only one can be.
    pub reading: PaneId,
    /// How large the focused pane is to be.
    pub zoom: Zoom,
    /// What the user changed.
    pub sizes: Sizes,
    /// A diff is read, which needs more columns than prose.
    pub is_code: bool,
}

impl Wish {
    /// The pane behind another, round and round.
    pub fn after(&self, pane: PaneId) -> PaneId {
        match pane {
            PaneId::List | PaneId::Patches => PaneId::Page,
            PaneId::Page => PaneId::Files,
            PaneId::Files => self.first,
        }
    }

    /// Gives a pane the focus, and its place.
    pub fn focus(&mut self, pane: PaneId) {
        self.focus = pane;
        if pane.is_first() {
            self.first = pane;
        } else {
            self.reading = pane;
        }
    }
}

/// Where everything goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// How the panes stand.
    pub shape: Shape,
    /// Page and files have one place, and tabs.
    pub is_shared: bool,
    /// The panes in view, border included.
    pub panes: Vec<(PaneId, Rect)>,
    /// The title or the tabs, above everything.
    pub top: Option<Rect>,
    /// Breadcrumb, notice or prompt.
    pub status: Rect,
    /// Keys.
    pub hints: Rect,
}

impl Screen {
    /// Lays out a screen.
    pub fn new(wish: &Wish) -> Self {
        let whole = Rect::from(wish.size);
        let shape = Shape::of(wish.size);
        if shape == Shape::TooSmall {
            return Self {
                shape,
                is_shared: false,
                panes: Vec::new(),
                top: None,
                status: Rect::default(),
                hints: Rect::default(),
            };
        }
        let has_top = matches!(shape, Shape::Wide | Shape::Single);
        let (top, rest) = split_rows(whole, u16::from(has_top));
        // On a few rows the hints are the first to go.
        let hints = u16::from(whole.height >= 7);
        let (rest, hints) = split_rows(rest, rest.height - hints);
        let (body, status) = split_rows(rest, rest.height - 1);
        Self {
            shape,
            is_shared: shape == Shape::Rows || (shape == Shape::Wide && takes_files(body, wish)),
            panes: panes(shape, body, wish),
            top: has_top.then_some(top),
            status,
            hints,
        }
    }

    /// Where a pane is, if it is in view.
    pub fn area_of(&self, pane: PaneId) -> Option<Rect> {
        let found = self.panes.iter().find(|(id, _)| *id == pane);
        found.map(|(_, area)| *area)
    }

    /// What of a pane is left inside of its border.
    pub fn inner(&self, area: Rect) -> Rect {
        if self.shape == Shape::Single {
            return area;
        }
        Rect {
            x: area.x.saturating_add(1),
            y: area.y.saturating_add(1),
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(2),
        }
    }

    /// The pane under a position.
    pub fn pane_at(&self, at: Position) -> Option<PaneId> {
        let found = self.panes.iter().find(|(_, area)| area.contains(at));
        found.map(|(id, _)| *id)
    }

    /// The border under a position: either of the two lines that neighbours draw.
    pub fn border_at(&self, at: Position) -> Option<Border> {
        let first = self.panes.iter().find(|(id, _)| id.is_first());
        let list = first.map(|(_, area)| *area);
        let page = self.area_of(PaneId::Page);
        let files = self.area_of(PaneId::Files);
        // Two borders stand side by side: either can be taken.
        let left_of = |area: Rect| at.x == area.x || at.x + 1 == area.x;
        let in_rows = |area: Rect| (area.top()..area.bottom()).contains(&at.y);
        let beside = page
            .zip(files)
            .is_some_and(|(page, files)| page.y == files.y && left_of(files) && in_rows(files));
        if beside {
            return Some(Border::FilesWidth);
        }
        let (list, next) = (list?, page.or(files)?);
        if self.shape == Shape::Wide {
            return (left_of(next) && in_rows(list)).then_some(Border::ListWidth);
        }
        let between = at.y + 1 == list.bottom() || at.y == next.y;
        between.then_some(Border::ListHeight)
    }
}

/// Where in its upper border the title of a pane is.
pub fn title_area(pane: Rect) -> Rect {
    Rect {
        x: pane.x.saturating_add(2),
        width: pane.width.saturating_sub(4),
        height: pane.height.min(1),
        ..pane
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wish(width: u16, height: u16) -> Wish {
        Wish {
            size: Size { width, height },
            ..Wish::default()
        }
    }

    #[test]
    fn the_size_chooses_the_shape() {
        let shape = |w, h| Screen::new(&wish(w, h)).shape;
        assert_eq!(shape(200, 60), Shape::Wide);
        assert_eq!(shape(120, 40), Shape::Stacked);
        assert_eq!(shape(120, 24), Shape::Rows);
        assert_eq!(shape(80, 24), Shape::Rows);
        assert_eq!(shape(60, 20), Shape::Single);
        assert_eq!(shape(40, 10), Shape::Single);
        assert_eq!(shape(19, 10), Shape::TooSmall);
        assert_eq!(shape(20, 4), Shape::TooSmall);
    }

    #[test]
    fn the_page_gets_its_columns_before_the_others() {
        for width in [100, 120, 170, 200] {
            let screen = Screen::new(&wish(width, 40));
            assert!(screen.area_of(PaneId::Page).unwrap().width >= 80, "{width}");
        }
        assert_eq!(
            Screen::new(&wish(170, 40))
                .area_of(PaneId::List)
                .unwrap()
                .width,
            60
        );
    }

    #[test]
    fn a_wider_screen_never_shows_less_of_a_diff() {
        let mut before = 0;
        for width in (100..300).step_by(2) {
            let mut wish = wish(width, 60);
            (wish.is_code, wish.focus) = (true, PaneId::Page);
            let screen = Screen::new(&wish);
            let page = screen.area_of(PaneId::Page).unwrap().width;
            // What stands below the list has all of the width.
            let least = if width < 170 { 76 } else { before.min(110) };
            assert!(page >= least, "{page} at {width}, {before} before");
            before = page;
            wish.focus = PaneId::Files;
            assert!(Screen::new(&wish).area_of(PaneId::Files).is_some());
        }
    }

    #[test]
    fn a_border_moves_under_the_mouse() {
        let mut wish = wish(120, 40);
        let before = Screen::new(&wish);
        let files = before.area_of(PaneId::Files).unwrap();
        let border = before.border_at(Position::new(files.x, files.y + 2));
        assert_eq!(border, Some(Border::FilesWidth));
        wish.sizes.shift(Border::FilesWidth, -5);
        let after = Screen::new(&wish).area_of(PaneId::Files).unwrap();
        assert_eq!(after.width, files.width + 5);
    }

    proptest! {
        #[test]
        fn panes_and_bars_never_overlap_and_stay_inside(
            width in 0u16..300, height in 0u16..100, focus in 0usize..4, zoom in 0usize..3,
            change in (-200i32..200, -200i32..200, -200i32..200), is_code: bool,
        ) {
            let mut wish = Wish {
                size: Size { width, height },
                reading: PaneId::Files,
                zoom: [Zoom::Normal, Zoom::Half, Zoom::Full][zoom],
                sizes: Sizes { list_width: change.0, list_height: change.1, files_width: change.2 },
                is_code,
                ..Wish::default()
            };
            wish.focus(PaneId::ALL[focus]);
            let screen = Screen::new(&wish);
            let mut all: Vec<Rect> = screen.panes.iter().map(|p| p.1).collect();
            all.extend(screen.top);
            all.extend([screen.status, screen.hints]);
            let whole = Rect::from(wish.size);
            let mut cells = 0;
            for (at, area) in all.iter().enumerate() {
                prop_assert_eq!(area.intersection(whole), *area);
                cells += area.area();
                for other in &all[at + 1..] {
                    prop_assert!(area.intersection(*other).is_empty(), "{:?} {:?}", area, other);
                }
            }
            if screen.shape != Shape::TooSmall {
                prop_assert_eq!(cells, whole.area());
                prop_assert!(screen.area_of(wish.focus).is_some());
            }
        }
    }
}
