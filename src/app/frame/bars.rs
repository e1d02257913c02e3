//! The lines around the panes: title or tabs, breadcrumb or notice, keys that do something here.

use super::progress;
use super::screen::{Screen, Shape};
use super::view::{Bar, BarKind};
use crate::app::Model;
use crate::app::action::Action;
use crate::app::reader::page::{Page, PageKind};
use crate::app::reader::unread;
use crate::doc::{Role, Row};

/// Columns from which on the status line says that something was odd in the input.
const WIDE: u16 = 100;

impl Model {
    pub(in crate::app) fn all_bars(&self, screen: &Screen) -> Vec<Bar> {
        let mut bars = Vec::new();
        bars.extend(self.top_bar(screen));
        bars.push(self.status(screen));
        if !screen.hints.is_empty() {
            bars.push(Bar {
                area: screen.hints,
                left: self.hint_row(screen),
                right: Row::default(),
                kind: BarKind::Hints,
            });
        }
        bars
    }

    /// The title, or the tabs where one pane is shown at a time.
    pub(in crate::app) fn top_bar(&self, screen: &Screen) -> Option<Bar> {
        let area = screen.top?;
        let (left, right) = if screen.shape == Shape::Single {
            (self.tab_row(screen), self.count())
        } else {
            (self.headline(), self.problem_count())
        };
        Some(Bar {
            area,
            left,
            right,
            kind: BarKind::Tabs,
        })
    }

    /// ` trifold   linux-xfs.mbox   3000 messages · 214 series`.
    fn headline(&self) -> Row {
        let mut row = Row::of(" trifold   ", Role::Title);
        row.push(&self.options.input, Role::Text);
        let (mails, series) = (self.archive.mails(), self.archive.all_series().len());
        row.push(&format!("   {mails} messages · {series} series"), Role::Dim);
        row
    }

    /// How much was odd in the input, and the key that lists it.
    fn problem_count(&self) -> Row {
        let key = self.keys_for(Action::Page(PageKind::Problems));
        match self.archive.warnings().len() {
            0 => Row::default(),
            1 => Row::of(&format!("1 problem: {key} "), Role::Alert),
            n => Row::of(&format!("{n} problems: {key} "), Role::Alert),
        }
    }

    fn count(&self) -> Row {
        let pane = self.pane(self.wish.first);
        let count = pane.document.lines.len();
        Row::of(
            &format!("{}/{count} ", (pane.view.cursor + 1).min(count)),
            Role::Dim,
        )
    }

    /// The notice, if there is one; else where one is.
    fn status(&self, screen: &Screen) -> Bar {
        let area = screen.status;
        let right = self.place_right();
        if let Some(notice) = self.dialog.notices.current() {
            let mut left = Row::of(" ", Role::Text);
            if notice.is_error {
                left.push("error: ", Role::Alert);
            }
            left.push(&notice.text, Role::Text);
            return Bar {
                area,
                left,
                right,
                kind: BarKind::Notice,
            };
        }
        if let Some(progress) = self.session.progress {
            let text = format!(
                " reading: {} · Esc stops",
                progress::read_so_far(progress.read)
            );
            return Bar {
                area,
                left: Row::of(&text, Role::New),
                right,
                kind: BarKind::Notice,
            };
        }
        let room = usize::from(area.width).saturating_sub(right.width() + 1);
        Bar {
            area,
            left: self.breadcrumb(room),
            right,
            kind: BarKind::Status,
        }
    }

    /// `linux-xfs.mbox ▸ vfs: change … ▸ v3 ▸ 4/12 ▸ patch`; where there is no room the title
    /// gives way.
    fn breadcrumb(&self, room: usize) -> Row {
        let mut row = Row::of(" ", Role::Text);
        let name = Row::of(&self.options.input, Role::Text);
        row.append(&name.cut_to((room / 4).clamp(8, 28), "…"));
        if self.archive.is_partial() {
            row.push(" (partial)", Role::Alert);
        }
        let step = |row: &mut Row, text: &str, role: Role| {
            row.push(" ▸ ", Role::Dim);
            row.push(text, role);
        };
        let series = self
            .reader
            .page
            .series(&self.archive)
            .and_then(|at| self.archive.series(at));
        let mut tail = Row::default();
        if let Some(series) = series {
            let older = self.reader.page.compared().map(|(old, _)| old);
            let older = older.and_then(|old| self.archive.series(old));
            let older =
                older.map_or_else(String::new, |older| format!("v{} → ", older.head.revision));
            let revision = format!("{older}v{}", series.head.revision);
            step(&mut tail, &revision, Role::Revision);
            let slot = self
                .reader
                .page
                .slot_of(&self.archive)
                .and_then(|slot| series.slot(slot));
            if let Some(slot) = slot {
                step(
                    &mut tail,
                    &format!("{}/{}", slot.label(0), series.parts.total),
                    Role::Revision,
                );
            }
        }
        if self.reader.page != Page::default() {
            step(
                &mut tail,
                self.reader.page.kind.table_row().word,
                Role::Text,
            );
        }
        let mail = self.reader.page.message(&self.archive);
        let mail = mail.and_then(|at| self.archive.message(at));
        let title = series.map(|series| &series.head.title);
        if let Some(title) = title.or_else(|| mail.map(|mail| &mail.subject)) {
            let sign = Row::of(" ▸ ", Role::Dim);
            let left = room.saturating_sub(row.width() + sign.width() + tail.width());
            // A title of one sign says nothing: then its step is left out.
            if left > 1 {
                row.append(&sign);
                row.append(&Row::of(title, Role::Title).cut_to(left, "…"));
            }
        }
        row.append(&tail);
        row
    }

    /// The match, the keys that wait, or how much is unread.
    fn place_right(&self) -> Row {
        let typed = self.dialog.keys.typed();
        if !typed.is_empty() {
            return Row::of(&format!("{typed}… "), Role::New);
        }
        if let Some((pane, find)) = &self.dialog.find {
            let count = find.count(self.pane(*pane).view.cursor);
            return Row::of(&format!("/{} {count} ", find.text), Role::Match);
        }
        let series = self
            .reader
            .page
            .series(&self.archive)
            .map(|at| unread::mails(&self.archive, at))
            .unwrap_or_default();
        if series.is_empty() {
            return Row::default();
        }
        let read = series.iter().filter(|at| self.marks.is_read(**at)).count();
        let mut row = Row::default();
        if self.wish.size.width >= WIDE && self.screen().top.is_none() {
            row.append(&self.problem_count());
        }
        row.push(&format!("{read}/{} read ", series.len()), Role::Dim);
        row
    }
}
