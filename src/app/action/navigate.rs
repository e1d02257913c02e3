//! Rows for what moves: the cursor, the place, the focus, the borders.

use super::{Action, ActionRow, Focus, Go, LayoutAction, Motion, SearchAction};

pub(super) const ROWS: &[ActionRow] = &[
    ("move.down", Action::Move(Motion::Down), "Move down"),
    ("move.up", Action::Move(Motion::Up), "Move up"),
    (
        "move.half_down",
        Action::Move(Motion::HalfDown),
        "Move half a page down",
    ),
    (
        "move.half_up",
        Action::Move(Motion::HalfUp),
        "Move half a page up",
    ),
    (
        "move.page_down",
        Action::Move(Motion::PageDown),
        "Move a page down",
    ),
    (
        "move.page_up",
        Action::Move(Motion::PageUp),
        "Move a page up",
    ),
    ("move.top", Action::Move(Motion::Top), "Go to the top"),
    (
        "move.bottom",
        Action::Move(Motion::Bottom),
        "Go to the bottom",
    ),
    (
        "move.right",
        Action::Move(Motion::Right),
        "Scroll to the right",
    ),
    (
        "move.left",
        Action::Move(Motion::Left),
        "Scroll to the left",
    ),
    (
        "move.first_column",
        Action::Move(Motion::FirstColumn),
        "Scroll to the first column",
    ),
    (
        "move.next_hunk",
        Action::Move(Motion::NextHunk),
        "Go to the next hunk",
    ),
    (
        "move.previous_hunk",
        Action::Move(Motion::PreviousHunk),
        "Go to the previous hunk",
    ),
    (
        "move.next_file",
        Action::Move(Motion::NextFile),
        "Go to the next file of the diff",
    ),
    (
        "move.previous_file",
        Action::Move(Motion::PreviousFile),
        "Go to the previous file of the diff",
    ),
    (
        "cursor.centre",
        Action::Move(Motion::CursorCentre),
        "Put the cursor's line in the middle",
    ),
    (
        "cursor.top",
        Action::Move(Motion::CursorTop),
        "Put the cursor's line at the top",
    ),
    (
        "cursor.bottom",
        Action::Move(Motion::CursorBottom),
        "Put the cursor's line at the bottom",
    ),
    (
        "go.open",
        Action::Go(Go::Open),
        "Open what the cursor is on",
    ),
    ("go.out", Action::Go(Go::Out), "Fold, or go to the parent"),
    (
        "go.read_on",
        Action::Go(Go::ReadOn),
        "Read on: a page, then the next unread mail",
    ),
    ("go.read_back", Action::Go(Go::ReadBack), "Read a page back"),
    (
        "go.next_patch",
        Action::Go(Go::NextPatch),
        "Go to the next patch",
    ),
    (
        "go.previous_patch",
        Action::Go(Go::PreviousPatch),
        "Go to the previous patch",
    ),
    (
        "go.next_series",
        Action::Go(Go::NextSeries),
        "Go to the next series",
    ),
    (
        "go.previous_series",
        Action::Go(Go::PreviousSeries),
        "Go to the previous series",
    ),
    (
        "go.next_unread",
        Action::Go(Go::NextUnread),
        "Go to the next unread mail",
    ),
    (
        "go.previous_unread",
        Action::Go(Go::PreviousUnread),
        "Go to the previous unread mail",
    ),
    ("go.cover", Action::Go(Go::Cover), "Go to the cover letter"),
    (
        "go.pick_patch",
        Action::Go(Go::PickPatch),
        "Pick a patch of the series",
    ),
    (
        "go.pick_file",
        Action::Go(Go::PickFile),
        "Pick a file of the series",
    ),
    (
        "go.pick_series",
        Action::Go(Go::PickSeries),
        "Pick a series",
    ),
    ("go.replies", Action::Go(Go::Replies), "Go to the replies"),
    (
        "go.net",
        Action::Go(Go::Net),
        "See what the series does as one change",
    ),
    (
        "go.compare",
        Action::Go(Go::Compare),
        "See what changed since the version before",
    ),
    (
        "go.thread",
        Action::Go(Go::Thread),
        "Read all replies to the series",
    ),
    (
        "go.next_reply",
        Action::Go(Go::NextReply),
        "Go to the next reply",
    ),
    (
        "go.previous_reply",
        Action::Go(Go::PreviousReply),
        "Go to the previous reply",
    ),
    (
        "go.parent",
        Action::Go(Go::Parent),
        "Go to the mail this one replies to",
    ),
    ("go.list", Action::Go(Go::List), "Go back to the list"),
    ("go.back", Action::Go(Go::Back), "Go back in the history"),
    (
        "go.forward",
        Action::Go(Go::Forward),
        "Go forward in the history",
    ),
    (
        "search.start",
        Action::Search(SearchAction::Start),
        "Search in this pane (a regular expression)",
    ),
    (
        "search.next",
        Action::Search(SearchAction::Next),
        "Go to the next match",
    ),
    (
        "search.previous",
        Action::Search(SearchAction::Previous),
        "Go to the previous match",
    ),
    (
        "search.grep",
        Action::Search(SearchAction::Grep),
        "Search all mails for a regular expression",
    ),
    (
        "search.filter",
        Action::Search(SearchAction::Filter),
        "Filter the list (words, from: file: is: dfa: … OR !)",
    ),
    (
        "focus.next",
        Action::Focus(Focus::Next),
        "Focus the next pane",
    ),
    (
        "focus.previous",
        Action::Focus(Focus::Previous),
        "Focus the previous pane",
    ),
    (
        "focus.list",
        Action::Focus(Focus::List),
        "Focus the series list",
    ),
    (
        "focus.page",
        Action::Focus(Focus::Page),
        "Focus the reading pane",
    ),
    (
        "focus.files",
        Action::Focus(Focus::Files),
        "Focus the files",
    ),
    (
        "focus.left",
        Action::Focus(Focus::Left),
        "Focus the pane on the left",
    ),
    (
        "focus.down",
        Action::Focus(Focus::Down),
        "Focus the pane below",
    ),
    ("focus.up", Action::Focus(Focus::Up), "Focus the pane above"),
    (
        "focus.right",
        Action::Focus(Focus::Right),
        "Focus the pane on the right",
    ),
    (
        "layout.zoom",
        Action::Layout(LayoutAction::Zoom),
        "Zoom the pane: normal, half, full",
    ),
    (
        "layout.unzoom",
        Action::Layout(LayoutAction::Unzoom),
        "Zoom the other way",
    ),
    (
        "layout.only",
        Action::Layout(LayoutAction::Only),
        "Show only this pane, or all again",
    ),
    (
        "layout.narrower",
        Action::Layout(LayoutAction::Narrower),
        "Make the pane narrower",
    ),
    (
        "layout.wider",
        Action::Layout(LayoutAction::Wider),
        "Make the pane wider",
    ),
    (
        "layout.shorter",
        Action::Layout(LayoutAction::Shorter),
        "Make the pane lower",
    ),
    (
        "layout.taller",
        Action::Layout(LayoutAction::Taller),
        "Make the pane higher",
    ),
    (
        "layout.reset",
        Action::Layout(LayoutAction::Reset),
        "Reset the sizes of the panes",
    ),
    (
        "layout.patches",
        Action::Layout(LayoutAction::Patches),
        "Show the patches of the series in place of the list, or the list again",
    ),
];
