//! Rows for what the reader says of mails.

use super::{Action, ActionRow};

/// What the reader says of mails, which outlives the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Memo {
    /// Flags a mail or series, or takes the flag off.
    Flag,
    /// Asks for a private note.
    Note,
    /// Puts a series off.
    Later,
    /// Marks everything in the list as read.
    ReadAll,
    /// Takes that back.
    Undo,
}

pub(super) const ROWS: &[ActionRow] = &[
    (
        "memory.flag",
        Action::Remember(Memo::Flag),
        "Flag the mail or series, or take the flag off",
    ),
    (
        "memory.note",
        Action::Remember(Memo::Note),
        "Write a private note at the line or mail",
    ),
    (
        "memory.later",
        Action::Remember(Memo::Later),
        "Put the series off, or take that back",
    ),
    (
        "memory.read-all",
        Action::Remember(Memo::ReadAll),
        "Mark all that the list shows as read",
    ),
    (
        "memory.undo",
        Action::Remember(Memo::Undo),
        "Take read-all back",
    ),
];
