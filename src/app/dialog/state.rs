//! The state of the dialog: what was pressed, what is asked of the user, and what they are told.

use ratatui::layout::Position;

use super::picker::Picker;
use super::prompt::Prompt;
use super::prompts::Before;
use crate::app::frame::screen::{Border, PaneId};
use crate::app::input::keys::Keys;
use crate::app::notice::Notices;
use crate::app::reader::find::Find;
use crate::app::reader::remember::NotePlace;

/// Keys, prompts and notices.
#[derive(Debug, Default)]
pub(in crate::app) struct Dialog {
    /// What keys do, and those that wait.
    pub(in crate::app) keys: Keys,
    /// What the user is told.
    pub(in crate::app) notices: Notices,
    /// What lies over the panes.
    pub(in crate::app) open: Option<Open>,
    /// What is searched for in a pane.
    pub(in crate::app) find: Option<(PaneId, Find)>,
    /// What was typed before.
    pub(in crate::app) typed: Typed,
    /// What the note that is asked for stands at.
    pub(in crate::app) note: Option<NotePlace>,
    /// Whether a key was pressed or the mouse used.
    pub(in crate::app) has_begun: bool,
    /// The border that is dragged, and where the mouse was last.
    pub(in crate::app) drag: Option<(Border, Position)>,
}

/// What was typed at prompts, the newest last.
#[derive(Debug, Default)]
pub(in crate::app) struct Typed {
    pub(in crate::app) searches: Vec<String>,
    pub(in crate::app) filters: Vec<String>,
    pub(in crate::app) commands: Vec<String>,
    /// Lines for a shell.
    pub(in crate::app) lines: Vec<String>,
    pub(in crate::app) files: Vec<String>,
}

/// What lies over the panes.
#[derive(Debug)]
pub(in crate::app) enum Open {
    /// A prompt, and what is to be given back when it is cancelled.
    Prompt(Prompt, Before),
    /// A list to choose from.
    Picker(Picker),
}
