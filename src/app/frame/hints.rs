//! The hints of the last line: keys that do something here. One list says what is drawn and what
//! a click on it does.

use std::ops::Range;

use ratatui::layout::Position;

use super::screen::Screen;
use crate::app::Model;
use crate::app::action::{Action, App, Focus, Go, Motion, SearchAction, Show, Versus};
use crate::app::input::keymap::KeyContext;
use crate::app::reader::page::PageKind;
use crate::doc::{Role, Row};

/// Hints in the order of their use; as many as fit are shown, each whole.
const HINTS: &[(KeyContext, Action, &str)] = &[
    (KeyContext::Global, Action::Go(Go::Open), "open"),
    (KeyContext::Global, Action::Go(Go::ReadOn), "read on"),
    (
        KeyContext::Compare,
        Action::Move(Motion::NextHunk),
        "change",
    ),
    (
        KeyContext::Compare,
        Action::Move(Motion::NextFile),
        "changed patch",
    ),
    (
        KeyContext::Compare,
        Action::Compare(Versus::Versions),
        "versions",
    ),
    (
        KeyContext::Compare,
        Action::Compare(Versus::Unchanged),
        "unchanged",
    ),
    (KeyContext::Compare, Action::Compare(Versus::Noise), "noise"),
    (KeyContext::Compare, Action::Go(Go::NextReply), "remark"),
    (
        KeyContext::Compare,
        Action::Show(Show::Split),
        "side by side",
    ),
    (KeyContext::Global, Action::App(App::Help), "help"),
    (KeyContext::Global, Action::App(App::Back), "back"),
    (KeyContext::Global, Action::Focus(Focus::Next), "pane"),
    (
        KeyContext::Global,
        Action::Search(SearchAction::Start),
        "search",
    ),
    (
        KeyContext::List,
        Action::Search(SearchAction::Filter),
        "filter",
    ),
    (KeyContext::Text, Action::Move(Motion::NextFile), "file"),
    (KeyContext::Global, Action::Go(Go::NextPatch), "patch"),
    (KeyContext::Global, Action::Go(Go::NextSeries), "series"),
    (KeyContext::Global, Action::Go(Go::NextUnread), "unread"),
    (KeyContext::List, Action::Show(Show::Older), "versions"),
    (
        KeyContext::Global,
        Action::Page(PageKind::Evidence),
        "evidence",
    ),
    (KeyContext::Global, Action::Show(Show::Links), "links"),
    (KeyContext::Global, Action::App(App::Command), "command"),
];

/// A hint and the columns of the screen that it takes.
struct KeyHint {
    key: String,
    word: &'static str,
    action: Action,
    columns: Range<u16>,
}

impl Model {
    /// The hints that fit, each whole.
    fn hints(&self, screen: &Screen) -> Vec<KeyHint> {
        let (here, area) = (self.context(), screen.hints);
        let mut hints = Vec::new();
        let mut from = area.left();
        for (context, action, word) in HINTS {
            if *context != KeyContext::Global && *context != here {
                continue;
            }
            let Some(key) = self
                .dialog
                .keys
                .map
                .keys_of(here, *action)
                .into_iter()
                .next()
            else {
                continue;
            };
            let width = key_row(&key, word).width();
            let end = u16::try_from(usize::from(from) + width).unwrap_or(u16::MAX);
            if end > area.right() {
                break;
            }
            hints.push(KeyHint {
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
            all.append(&key_row(&hint.key, hint.word));
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

fn key_row(key: &str, word: &str) -> Row {
    let mut row = Row::of(&format!(" {key}"), Role::Label);
    row.push(&format!(" {word} "), Role::Text);
    row
}
