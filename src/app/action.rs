//! Everything the program can be told to do: one table of names, actions and sentences.
//!
//! The key map, the command line, the help, the footer and the README's key table all read
//! [`actions`]; an action that is not in it does not exist.

pub mod command;
mod compare;
pub(super) mod dispatch;
mod edit;
mod navigate;
mod remember;
mod set;
pub mod settings;

use crate::app::reader::page::PageKind;
use crate::app::reader::pages;

pub use self::compare::Versus;
pub use self::remember::Memo;

/// What the program can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The program as a whole.
    App(App),
    /// Which pane has the focus.
    Focus(Focus),
    /// How large the panes are.
    Layout(LayoutAction),
    /// Movement within the focused pane.
    Move(Motion),
    /// Movement between the things that are read.
    Go(Go),
    /// To the page of a kind.
    Page(PageKind),
    /// Folds.
    Fold(FoldAction),
    /// What is shown, and how.
    Show(Show),
    /// What is compared, and how that is shown.
    Compare(Versus),
    /// Searching and filtering.
    Search(SearchAction),
    /// Copying to the clipboard.
    Copy(Copied),
    /// What leaves the program or changes a mark.
    Do(Do),
    /// What the user knows better than the rules of grouping.
    Correct(Correct),
    /// What the reader says of mails.
    Remember(Memo),
    /// Mail to programs and files.
    Out(OutAction),
    /// A command of the user's, by its place in the configuration.
    User(u16),
}

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

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The line under the cursor.
    Line,
    /// The message id.
    Id,
    /// The link to the mail on lore.
    Link,
    /// The subject.
    Subject,
    /// The path of the file.
    Path,
    /// The hunk.
    Hunk,
    /// The patch, or the series, as `git am` takes it.
    Patch,
    /// The tags that were collected.
    Tags,
    /// A command line for `b4 am`.
    B4,
}

/// What leaves the program or changes a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Do {
    /// Opens the mail on lore.
    Browse,
    /// Opens the mail in an editor.
    Edit,
    /// Opens the file that the diff changes.
    Source,
    /// Marks as read or unread, and goes on.
    Mark,
    /// Marks the whole series.
    MarkAll,
}

/// Mail to programs and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutAction {
    /// Asks for a command that reads it.
    Pipe,
    /// Asks for a command.
    Shell,
    /// Asks for a file.
    Save,
}

/// What the user knows better than the rules of grouping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Correct {
    /// This mail is a series of its own.
    Split,
    /// This series belongs to another.
    Join,
    /// This patch has another number.
    Number,
    /// This series is another revision.
    Version,
    /// This series is a later version of another.
    Link,
    /// This series is a version of no other.
    Apart,
    /// This mail answers another.
    Answers,
    /// Takes the last correction back.
    Undo,
}

/// A row of [`actions`]: dotted name, action, sentence.
pub type ActionRow = (&'static str, Action, &'static str);

/// Every action, in the order in which the help shows them.
pub fn actions() -> impl Iterator<Item = &'static ActionRow> + Clone {
    let rows = navigate::ROWS.iter().chain(edit::ROWS);
    let rows = rows.chain(compare::ROWS).chain(remember::ROWS);
    rows.chain(pages::actions())
}

impl Action {
    /// The action with a name of [`actions`].
    pub fn named(name: &str) -> Option<Self> {
        actions().find(|row| row.0 == name).map(|row| row.1)
    }

    /// Its dotted name; empty only for an action that the table lacks.
    pub fn dotted_name(self) -> &'static str {
        self.table_row().map_or("", |row| row.0)
    }

    /// What it does, a sentence without a full stop.
    pub fn sentence(self) -> &'static str {
        self.table_row().map_or("", |row| row.2)
    }

    fn table_row(self) -> Option<&'static ActionRow> {
        actions().find(|row| row.1 == self)
    }
}

#[cfg(test)]
mod tests;
