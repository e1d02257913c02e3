//! What comes into the application and what it asks for: messages and commands, both data.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Size;

use crate::app::action::Action;
use crate::app::input::keymap::Chord;
use crate::app::outgoing::selection::Parcel;
use crate::app::outgoing::user::Mode;
use crate::archive::Archive;
use crate::archive::ask::{Answer, Ask};
use crate::archive::load::Progress;
use crate::archive::marks::{Recalled, Remembered};
use crate::archive::search::{Pattern, SearchFound};
use crate::doc::diff::colour::{ColourJob, Colours};
use crate::mail::MsgIdx;
use crate::series::correct::Correction;

pub use crate::app::action::settings::{Options, Sort};

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Chord),
    /// The mouse was used.
    Mouse(Mouse),
    /// Text was pasted (bracketed paste).
    Paste(String),
    /// The window has a new size.
    Resize(Size),
    /// An action was chosen by other means than a key.
    Do(Action),
    /// The time of [`Command::WakeAfter`] has passed, with the number that it carried.
    Wake(u32),
    /// The current time, seconds since 1970; sent when the window comes to the front or a key follows a pause.
    Clock(i64),
    /// The input was read (again).
    Loaded(Arc<Archive>),
    /// The same mails were grouped anew.
    Regrouped(Arc<Archive>),
    /// What a search through all mails found since, and whether that is all.
    Found {
        /// Of [`Command::Search`].
        serial: u32,
        /// What was found.
        found: SearchFound,
        /// Whether the search is over.
        is_done: bool,
    },
    /// Where the patterns of the filter were found since: which of them, the mails, and how
    /// many mails were looked at.
    Sifted {
        /// Of [`Command::Search`].
        serial: u32,
        /// What was found.
        found: Vec<(usize, Vec<MsgIdx>, usize)>,
        /// Whether the search is over.
        is_done: bool,
    },
    /// The input is being read.
    Progress(Loading),
    /// Reading the input failed; the archive stays as it was.
    LoadFailed(String),
    /// A part of the answer to [`Command::Colour`], with its number and the blocks it is about.
    Coloured(u32, Vec<u32>, Colours),
    /// The answer to [`Command::Ask`], with its number and the question.
    Answered(u32, Ask, Answer),
    /// The file that was to be written is there; answered with a question.
    Exists(Parcel, String),
    /// What the memory holds of the archive; the answer to [`Command::Recall`].
    Recalled(Box<Recalled>, Arc<Archive>),
    /// A command of the user's ended.
    Ran {
        /// What it is called.
        name: String,
        /// How it ran.
        mode: Mode,
        /// How it ended.
        end: Result<String, String>,
        /// What it wrote.
        output: String,
    },
    /// A command was carried out: what to tell about it, or what went wrong.
    Executed(Result<String, String>),
}

/// How far reading the input has come, and since when it goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loading {
    /// What was read.
    pub read: Progress,
    /// How long it took.
    pub elapsed: Duration,
}

/// A use of the mouse, in cells from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub kind: MouseKind,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}

/// What was done with the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Down,
    /// It moved with the left button down.
    Drag,
    /// The left button went up.
    Up,
    /// The wheel, away from the user.
    ScrollUp,
    /// The wheel, towards the user.
    ScrollDown,
}

/// Something the application asks of its runtime.
#[derive(Clone, Debug)]
pub enum Command {
    /// Leave the program.
    Quit,
    /// Go to the shell, and paint everything on return.
    Suspend,
    /// Paint everything again.
    Redraw,
    /// Read the input again; answered with [`Msg::Progress`] and [`Msg::Loaded`].
    Reload,
    /// Stop something that runs.
    Stop(StopWork),
    /// Answer what a page asks, with a number that tells archives apart; answered with
    /// [`Msg::Answered`], before the next frame where one mail is read for it. Replaces what was
    /// asked of that kind before.
    Ask(u32, Ask),
    /// Look for something in all mails; answered with [`Msg::Found`] or [`Msg::Sifted`] that
    /// carry the number. Replaces the search of that kind.
    Search(u32, SearchAsk),
    /// Hand something to another program; answered with [`Msg::Executed`].
    Send(Outgoing),
    /// Run a program of the user's; answered with [`Msg::Ran`] or [`Msg::Executed`].
    Run(Box<crate::app::outgoing::user::UserJob>),
    /// Write mail to a file; answered with [`Msg::Executed`] or [`Msg::Exists`].
    Save {
        /// What.
        parcel: Parcel,
        /// Where.
        path: String,
        /// Whether a file that is there may go.
        over: bool,
    },
    /// Keep what was read and viewed for the next run, beside the loop.
    Remember(Vec<Remembered>),
    /// Ask the memory what it holds of the archive; answered with [`Msg::Recalled`], unless that
    /// was answered already and it is not asked `anew`.
    Recall {
        /// The answer is wanted in any case.
        anew: bool,
    },
    /// Find the syntax colours of parts of a diff; answered with [`Msg::Coloured`] that carry the
    /// number. Replaces what was asked for before.
    Colour(u32, Box<ColourJob>),
    /// Keep a correction, with a line that says what it is about, and group anew; answered with
    /// [`Msg::Executed`] and [`Msg::Regrouped`].
    Correct(Box<Correction>, String),
    /// Take the last correction back, likewise.
    UndoCorrection,
    /// Group the mails anew by the corrections that are kept; answered with [`Msg::Regrouped`].
    Regroup,
    /// Send [`Msg::Wake`] with this number after a while.
    WakeAfter(Duration, u32),
}

/// What runs beside the loop and can be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopWork {
    /// Reading the input; what was read so far is handed over.
    Load,
    /// The search for a pattern.
    Grep,
    /// The search for the terms of the filter.
    Filter,
    /// What was asked for a page that is not shown any more.
    Page,
}

/// What is looked for in all mails.
#[derive(Clone, Debug)]
pub enum SearchAsk {
    /// The lines that a pattern matches.
    Grep(Box<Pattern>),
    /// For each pattern of a filter the mails that hold it.
    Filter(Vec<Pattern>),
}

/// What another program gets, while the loop waits.
#[derive(Clone, Debug)]
pub enum Outgoing {
    /// A text for the clipboard; the answer names the way it went.
    Copy(String),
    /// Mail for the clipboard, likewise.
    CopyParcel(Parcel),
    /// Mail for a command line of the user's to read.
    Pipe(Parcel, String),
    /// A command line of the user's.
    Shell(String),
    /// A http, https or mailto link to open.
    OpenUrl(String),
    /// A file of the user's tree for the editor, by its path in a patch, at a line from 1.
    Source(String, u32),
    /// A mail for the editor, at a line of its text from 1.
    Edit {
        /// Which mail.
        message: MsgIdx,
        /// The line.
        line: usize,
        /// As it was sent, of which the line is one; else decoded.
        is_raw: bool,
    },
}
