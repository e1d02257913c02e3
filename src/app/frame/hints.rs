//! The hints of the last line: keys that do something here. One list says what is drawn and what
//! a click on it does.

use std::ops::Range;

use ratatui::layout::Position;

use super::screen::Screen;
use crate::app::Model;
use crate::app::action::{Action, App, Focus, Go, Motion, Search, Show, Versus};
use crate::app::input::keymap::Context;
use crate::app::reader::page::PageKind;
use crate::doc::{Role, Row};

/// Hints in the order of their use; as many as fit are shown, each whole.
const HINTS: &[(Context, Action, &str)] = &[
    (Context::Global, Action::Go(Go::Open), "open"),
    (Context::Global, Action::Go(Go::ReadOn), "read on"),
    (Context::Compare, Action::Move(Motion::NextHunk), "change"),
    (
        Context::Compare,
        Action::Move(Motion::NextFile),
        "changed patch",
    ),
    (
        Context::Compare,
        Action::Compare(Versus::Versions),
        "versions",
    ),
    (
        Context::Compare,
        Action::Compare(Versus::Unchanged),
        "unchanged",
    ),
    (Context::Compare, Action::Compare(Versus::Noise), "noise"),
    (Context::Compare, Action::Go(Go::NextReply), "remark"),
    (Context::Compare, Action::Show(Show::Split), "side by side"),
    (Context::Global, Action::App(App::Help), "help"),
    (Context::Global, Action::App(App::Back), "back"),
    (Context::Global, Action::Focus(Focus::Next), "pane"),
    (Context::Global, Action::Search(Search::Start), "search"),
    (Context::List, Action::Search(Search::Filter), "filter"),
    (Context::Text, Action::Move(Motion::NextFile), "file"),
    (Context::Global, Action::Go(Go::NextPatch), "patch"),
    (Context::Global, Action::Go(Go::NextSeries), "series"),
    (Context::Global, Action::Go(Go::NextUnread), "unread"),
    (Context::List, Action::Show(Show::Older), "versions"),
    (
        Context::Global,
        Action::Page(PageKind::Evidence),
        "evidence",
    ),
    (Context::Global, Action::Show(Show::Links), "links"),
    (Context::Global, Action::App(App::Command), "command"),
];

/// A hint and the columns of the screen that it takes.
struct Hint {
    key: String,
    word: &'static str,
    action: Action,
    columns: Range<u16>,
}

impl Model {
    /// The hints that fit, each whole.
    fn hints(&self, screen: &Screen) -> Vec<Hint> {
        let (here, area) = (self.context(), screen.hints);
        let mut hints = Vec::new();
        let mut from = area.left();
        for (context, action, word) in HINTS {
            if *context != Context::Global && *context != here {
                continue;
            }
            let Some(key) = self.keymap.keys_of(here, *action).into_iter().next() else {
                continue;
            };
            let width = row(&key, word).width();
            let end = u16::try_from(usize::from(from) + width).unwrap_or(u16::MAX);
            if end > area.right() {
                break;
            }
            hints.push(Hint {
                key,
                word,
                action: *action,
                columns: from..end,
            });
            from = end;
        }
        hints
    }

    pub(in crate::app) fn hint_row(&self, screen: &Screen) -> Row {
        let mut all = Row::default();
        for hint in self.hints(screen) {
            all.append(&row(&hint.key, hint.word));
        }
        all
    }

    /// What the hint under a position does.
    pub(in crate::app) fn hint_at(&self, screen: &Screen, at: Position) -> Option<Action> {
        let mut hints = self.hints(screen).into_iter();
        let found = hints.find(|hint| hint.columns.contains(&at.x));
        found
            .filter(|_| screen.hints.contains(at))
            .map(|hint| hint.action)
    }
}

fn row(key: &str, word: &str) -> Row {
    let mut row = Row::of(&format!(" {key}"), Role::Label);
    row.push(&format!(" {word} "), Role::Text);
    row
}
