//! What lies over the panes: prompts in the status line, lists in a box, the keys that can follow.

use std::time::Duration;

use ratatui::layout::Rect;

use super::progress;
use super::screen::{Screen, Shape};
use super::view::OverlayView;
use crate::app::dialog::picker::{Choice, Picker};
use crate::app::dialog::prompt::{Prompt, PromptKind};
use crate::app::effect::Loading;
use crate::app::input::keymap::show_keys;
use crate::app::{Model, Open};
use crate::doc::{Role, Row, link};

/// A load that ends before is not worth a box.
const SOON: Duration = Duration::from_millis(100);

/// Columns that are taken by what a prompt is about.
const MOST_ABOUT: usize = 48;

/// Candidates of a command line that are shown at once.
const CANDIDATES: usize = 8;

impl Model {
    pub(in crate::app) fn boxes(&self, screen: &Screen) -> Option<OverlayView<'_>> {
        match &self.dialog.open {
            Some(Open::Prompt(prompt, _)) => Some(self.prompt_box(prompt, screen)),
            Some(Open::Picker(picker)) => Some(self.picker_box(picker)),
            None if self.dialog.keys.is_slow() => Some(self.which_key(screen)),
            None if self.archive.is_empty() => self.session.progress.and_then(|p| self.load_box(p)),
            None => None,
        }
    }

    /// How far the first load has come; there is nothing else to look at yet.
    fn load_box(&self, progress: Loading) -> Option<OverlayView<'_>> {
        let size = self.wish.size;
        let (width, height) = (size.width.saturating_sub(4).min(64), 5);
        // A load that takes a tenth of a second shows no box that flashes by.
        if progress.elapsed < SOON || size.height < height || width < 20 {
            return None;
        }
        let area = Rect {
            x: (size.width - width) / 2,
            y: (size.height - height) / 2,
            width,
            height,
        };
        let title = format!(" Reading {} ", self.options.input);
        Some(OverlayView {
            area,
            bordered: true,
            title: Row::of(&title, Role::Title).cut_to(usize::from(width) - 4, "…"),
            prompt: None,
            rows: progress::progress_rows(progress, usize::from(width) - 4),
            chosen: None,
            position: Row::default(),
        })
    }

    /// A prompt takes the place of the status line; candidates stand above it.
    fn prompt_box<'a>(&self, prompt: &'a Prompt, screen: &Screen) -> OverlayView<'a> {
        let (candidates, chosen) = prompt.candidates();
        // The chosen one stays in view.
        let first = chosen.map_or(0, |at| at.saturating_sub(CANDIDATES - 1));
        let mut rows: Vec<Row> = candidates
            .iter()
            .skip(first)
            .take(CANDIDATES.min(usize::from(screen.status.y)))
            .map(|(name, what)| {
                let mut row = Row::of(&format!(" {name:<22} "), Role::Label);
                row.push(what, Role::Text);
                row
            })
            .collect();
        let below = candidates.len() - (first + rows.len());
        if let Some(last) = rows.last_mut().filter(|_| below > 0) {
            last.push(&format!("  … {below} more, Tab goes on"), Role::Dim);
        }
        let height = u16::try_from(rows.len()).unwrap_or(0);
        let status = screen.status;
        let area = Rect {
            y: status.y - height,
            height: height + 1,
            ..status
        };
        let mut lead = Row::of(" ", Role::Text);
        lead.append(&Row::of(&prompt.about, Role::Title).cut_to(MOST_ABOUT, "…"));
        lead.push(prompt.ask.lead_sign(), Role::Label);
        // While a search is typed its prompt says which match of how many.
        if let (PromptKind::Search, Some((pane, find))) = (prompt.ask, &self.dialog.find) {
            lead = Row::of(
                &format!(" {} /", find.count(self.pane(*pane).view.cursor)),
                Role::Label,
            );
        }
        OverlayView {
            area,
            bordered: false,
            title: Row::default(),
            prompt: Some((lead, prompt.field(), status)),
            rows,
            chosen: chosen.and_then(|at| u16::try_from(at - first).ok()),
            position: Row::default(),
        }
    }

    /// Where a list's box is: in the middle, with the panes around it still to be seen.
    pub(in crate::app) fn picker_area(&self) -> Rect {
        let size = self.wish.size;
        if Shape::of(size) == Shape::TooSmall {
            return Rect::default();
        }
        let width = size.width.saturating_sub(4).min(90);
        let above = match &self.dialog.open {
            Some(Open::Picker(picker)) => picker.rows_above(),
            _ => 2,
        };
        let height = (self.box_height() + above + 1).min(size.height);
        Rect {
            x: (size.width - width) / 2,
            y: (size.height - height) / 2,
            width,
            height,
        }
    }

    fn picker_box<'a>(&self, picker: &'a Picker) -> OverlayView<'a> {
        let area = self.picker_area();
        let height = self.box_height();
        let (items, cursor) = picker.shown();
        let top = picker.top_item(height);
        let widest = items
            .iter()
            .map(|item| crate::text::width(&item.label))
            .max()
            .unwrap_or(0)
            .min(28);
        let rows = items
            .iter()
            .skip(top)
            .take(usize::from(height))
            .map(|item| {
                // Headings have no key.
                if item.label.is_empty() {
                    return Row::of(&format!(" {}", item.text), Role::Heading);
                }
                let mut row = Row::of(&format!("  {:<widest$}  ", item.label), Role::Label);
                if let Choice::Link(url) = &item.choice {
                    let room = usize::from(area.width).saturating_sub(2 + row.width());
                    // The host of a link is in view however narrow the box is.
                    row.append(&link::link_row(url, room));
                } else {
                    row.push(&item.text, Role::Text);
                }
                row
            });
        let position = format!(" {} of {} ", (cursor + 1).min(items.len()), items.len());
        let inner = area.width.saturating_sub(2);
        let field = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: inner,
            height: 1,
        };
        let keys = if picker.is_question() {
            " y or n, Esc leaves"
        } else {
            ": type to filter, Enter takes, Esc leaves"
        };
        OverlayView {
            area,
            bordered: true,
            title: Row::of(&format!("{}{keys} ", picker.title), Role::Title),
            prompt: (!picker.is_question())
                .then(|| (Row::of(" / ", Role::Label), picker.field(), field)),
            rows: rows.collect(),
            chosen: cursor
                .checked_sub(top)
                .and_then(|at| u16::try_from(at).ok()),
            position: Row::of(&position, Role::Dim),
        }
    }

    /// The keys that can follow those that wait.
    fn which_key(&self, screen: &Screen) -> OverlayView<'_> {
        let pending = self.dialog.keys.pending();
        let bindings = self.dialog.keys.map.in_context(self.context());
        let rows: Vec<Row> = bindings
            .filter(|binding| {
                binding.keys.len() > pending.len() && binding.keys.starts_with(pending)
            })
            .map(|binding| {
                let rest = binding.keys.get(pending.len()..).unwrap_or_default();
                let mut row = Row::of(&format!(" {:<6} ", show_keys(rest)), Role::Label);
                row.push(self.sentence(binding.action), Role::Text);
                row
            })
            .collect();
        let whole = self.wish.size;
        let height = u16::try_from(rows.len() + 2)
            .unwrap_or(u16::MAX)
            .min(screen.status.y);
        let width = rows.iter().map(Row::width).max().unwrap_or(0).max(12) + 3;
        let width = u16::try_from(width).unwrap_or(u16::MAX).min(whole.width);
        OverlayView {
            area: Rect {
                x: whole.width - width,
                y: screen.status.y - height,
                width,
                height,
            },
            bordered: true,
            title: Row::of(&format!("{} … ", show_keys(pending)), Role::Title),
            prompt: None,
            rows,
            chosen: None,
            position: Row::default(),
        }
    }
}
