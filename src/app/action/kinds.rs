//! What each verb can be about.

mod outgoing;

pub use self::outgoing::{Copied, Correct, Do, OutAction};

/// The program as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum App {
    /// Leaves at once.
    Quit,
    /// Goes back one level, and leaves at the root.
    Back,
    /// Cancels one thing; never leaves.
    Cancel,
    /// Cancels; twice within a second leaves.
    Interrupt,
    /// Goes to the shell.
    Suspend,
    /// Paints everything again.
    Redraw,
    /// Reads the input again.
    Reload,
    /// The list of keys.
    Help,
    /// The command line.
    Command,
}

/// Which pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The next pane.
    Next,
    /// The previous pane.
    Previous,
    /// The series list.
    List,
    /// The reading pane.
    Page,
    /// The files.
    Files,
    /// The pane on the left.
    Left,
    /// The pane below.
    Down,
    /// The pane above.
    Up,
    /// The pane on the right.
    Right,
}

/// How large the panes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayoutAction {
    /// Normal, half, full.
    Zoom,
    /// The other way round.
    Unzoom,
    /// Only the focused pane, or all again.
    Only,
    /// A narrower pane.
    Narrower,
    /// A wider pane.
    Wider,
    /// A lower pane.
    Shorter,
    /// A higher pane.
    Taller,
    /// The sizes that the window gives.
    Reset,
    /// The series in the first place, or the patches of one.
    Patches,
}

/// Movement within the focused pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One line down.
    Down,
    /// One line up.
    Up,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// The first line.
    Top,
    /// The last line.
    Bottom,
    /// The cursor's line to the middle of the pane.
    CursorCentre,
    /// The cursor's line to the top of the pane.
    CursorTop,
    /// The cursor's line to the bottom of the pane.
    CursorBottom,
    /// Some columns to the right.
    Right,
    /// Some columns to the left.
    Left,
    /// The first column.
    FirstColumn,
    /// The next hunk.
    NextHunk,
    /// The previous hunk.
    PreviousHunk,
    /// The next file of the diff.
    NextFile,
    /// The previous file of the diff.
    PreviousFile,
}

/// Movement between the things that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Go {
    /// What the cursor is on.
    Open,
    /// What holds the cursor's row: folds it, then goes to its parent.
    Out,
    /// Reads a page on, then the next unread mail.
    ReadOn,
    /// Reads a page back.
    ReadBack,
    /// The cover letter.
    Cover,
    /// The mail that this one answers.
    Parent,
    /// The replies.
    Replies,
    /// The series list.
    List,
    /// The next patch.
    NextPatch,
    /// The previous patch.
    PreviousPatch,
    /// The next series.
    NextSeries,
    /// The previous series.
    PreviousSeries,
    /// What the series does to a file, or to all.
    Net,
    /// What changed since an older version.
    Compare,
    /// All that was answered to the series.
    Thread,
    /// The next answer on the page, or in the next patch.
    NextReply,
    /// The previous one.
    PreviousReply,
    /// The next unread mail.
    NextUnread,
    /// The previous unread mail.
    PreviousUnread,
    /// Back in the history.
    Back,
    /// Forward in the history.
    Forward,
    /// A patch of the series, from a list.
    PickPatch,
    /// A file of the series, from a list.
    PickFile,
    /// A series, from a list.
    PickSeries,
}

/// Folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoldAction {
    /// Opens what is closed and closes what is open.
    Toggle,
    /// Opens.
    Open,
    /// Closes.
    Close,
    /// Opens everything.
    OpenAll,
    /// Closes everything.
    CloseAll,
}

/// What is shown, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Show {
    /// All headers, or one line of them.
    Headers,
    /// The mail as it was sent.
    Raw,
    /// Long lines wrapped or cut.
    Wrap,
    /// Older versions as rows of their own.
    Older,
    /// Files as a list or as a tree.
    Flat,
    /// The order of the list.
    Sort,
    /// The links of this mail.
    Links,
    /// Columns of line numbers.
    Numbers,
    /// What changed within a line.
    Words,
    /// How the sides of a diff stand.
    Split,
    /// Changes of nothing but blanks.
    Blanks,
    /// Syntax colours.
    Colours,
    /// Answers at their lines.
    Replies,
}

/// Searching and filtering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchAction {
    /// Asks for a pattern.
    Start,
    /// The next match.
    Next,
    /// The previous match.
    Previous,
    /// Asks for a filter of the list.
    Filter,
    /// Asks for a pattern to look for in all mails.
    Grep,
}
