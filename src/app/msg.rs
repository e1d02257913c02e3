//! What comes into the application and what it asks for: messages and commands, both data.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Size;

use super::action::Action;
use super::keymap::Chord;
use super::out::Parcel;
use super::user::{Mode, UserCommand};
use crate::archive::Archive;
use crate::archive::net::Span;
use crate::archive::search::{Found, Pattern};
use crate::archive::talk::{Talk, Topic};
use crate::doc::diff::Look;
use crate::doc::diff::colour::{Colours, Job};
use crate::doc::notes::Notes;
use crate::mail::{Body, MsgIdx};
use crate::patch::compose::Net;
use crate::patch::moves::Moves;
use crate::series::SeriesIdx;
use crate::series::correct::Correction;

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
        /// Of [`Command::Grep`].
        serial: u32,
        /// What was found.
        found: Found,
        /// Whether the search is over.
        is_done: bool,
    },
    /// Where the patterns of the filter were found since: which of them, the mails, and how
    /// many mails were looked at.
    Sifted {
        /// Of [`Command::Sift`].
        serial: u32,
        /// What was found.
        found: Vec<(usize, Vec<MsgIdx>, usize)>,
        /// Whether the search is over.
        is_done: bool,
    },
    /// The input is being read.
    Progress(Progress),
    /// Reading the input failed; the archive stays as it was.
    LoadFailed(String),
    /// The answer to [`Command::Colour`], with its number.
    Coloured(u32, Colours),
    /// The answer to [`Command::Talk`], with its number: one talk a topic.
    Talked(u32, Vec<Talk>),
    /// The answer to [`Command::Moves`], with its number.
    Moved(u32, Moves),
    /// The answer to [`Command::Compose`], with its number.
    Composed(u32, Result<Vec<Net>, Vec<u32>>),
    /// The answer to [`Command::Read`].
    Body(MsgIdx, Result<Body, String>),
    /// The answer to [`Command::ReadRaw`]: the bytes of the mail as text.
    Raw(MsgIdx, Result<String, String>),
    /// The file that was to be written is there; answered with a question.
    Exists(Parcel, String),
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

/// How far reading the input has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all; 0 where nobody knows.
    pub of: u64,
    /// Messages found.
    pub messages: u64,
    /// About as many series there will be.
    pub series: u64,
    /// Since when it goes on.
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
    /// Stop reading the input.
    CancelLoad,
    /// Read a mail's body, at once; answered with [`Msg::Body`] before the next frame.
    Read(MsgIdx),
    /// Read a mail's bytes, at once; answered with [`Msg::Raw`] before the next frame.
    ReadRaw(MsgIdx),
    /// Put a text on the clipboard; answered with [`Msg::Executed`] that names the way it went.
    Copy(String),
    /// Put mail on the clipboard, likewise.
    CopyParcel(Parcel),
    /// Give mail to a command line of the user's to read; answered with [`Msg::Executed`].
    Pipe(Parcel, String),
    /// Run a command line of the user's; answered with [`Msg::Executed`].
    Shell(String),
    /// Run a program of the user's; answered with [`Msg::Ran`].
    Run(Box<super::user::Job>),
    /// Write mail to a file; answered with [`Msg::Executed`] or [`Msg::Exists`].
    Save {
        /// What.
        parcel: Parcel,
        /// Where.
        path: String,
        /// Whether a file that is there may go.
        over: bool,
    },
    /// Open a http, https or mailto link; answered with [`Msg::Executed`].
    OpenUrl(String),
    /// Open a mail in the editor, at a line of its text from 1; answered with [`Msg::Executed`].
    Edit {
        /// Which mail.
        message: MsgIdx,
        /// The line.
        line: usize,
    },
    /// Find the syntax colours of parts of a diff; answered with [`Msg::Coloured`] that carries
    /// the number.
    Colour(u32, Box<Job>),
    /// Read what was answered; replaces what was asked for before. Answered with [`Msg::Talked`]
    /// that carries the number.
    Talk(u32, Vec<Topic>),
    /// Find what the patches around the one in a slot take away and add, likewise; answered with
    /// [`Msg::Moved`].
    Moves(u32, SeriesIdx, u32),
    /// Compose a run of patches, likewise; answered with [`Msg::Composed`].
    Compose(u32, SeriesIdx, Span),
    /// Look for a pattern in all mails; answered with [`Msg::Found`] that carry the number.
    Grep(Box<Pattern>, u32),
    /// Stop looking.
    CancelGrep,
    /// Look for the patterns of a filter in all mails, instead of those asked for before; with
    /// none it only stops. Answered with [`Msg::Sifted`] that carry the number.
    Sift(Vec<Pattern>, u32),
    /// Keep a correction, with a line that says what it is about, and group anew; answered with
    /// [`Msg::Executed`] and [`Msg::Regrouped`].
    Correct(Box<Correction>, String),
    /// Take the last correction back, likewise.
    UndoCorrection,
    /// Send [`Msg::Wake`] with this number after a while.
    WakeAfter(Duration, u32),
}

/// What the user set, as far as the application is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The mouse does something.
    pub mouse: bool,
    /// Only ASCII glyphs are drawn.
    pub ascii: bool,
    /// Long lines are wrapped.
    pub wrap: bool,
    /// How diffs are shown.
    pub diff: Look,
    /// How answers stand at the lines that they speak of.
    pub notes: Notes,
    /// The order of the list at the start.
    pub sort: Sort,
    /// Rows kept between the cursor and the edge of a pane.
    pub margin: u16,
    /// A filter for the list at the start; empty for none.
    pub filter: String,
    /// Names of what was opened, for the title.
    pub input: String,
    /// What a message id is appended to for a link.
    pub link_base: String,
    /// Commands of the user's own.
    pub commands: Vec<UserCommand>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mouse: true,
            ascii: false,
            wrap: false,
            diff: Look::default(),
            notes: Notes::default(),
            sort: Sort::Activity,
            margin: 3,
            filter: String::new(),
            input: String::new(),
            link_base: "https://lore.kernel.org/r/".to_owned(),
            commands: Vec::new(),
        }
    }
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Newest activity first.
    #[default]
    Activity,
    /// Newest series first.
    Date,
    /// By title.
    Title,
    /// By author.
    Author,
    /// Most changed lines first.
    Size,
    /// Most replies first.
    Replies,
}
