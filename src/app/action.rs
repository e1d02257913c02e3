//! Everything the program can be told to do: one table of names, actions and sentences.
//!
//! The key map, the command line, the help, the footer and the README's key table all read
//! [`ACTIONS`]; an action that is not in it does not exist.

/// What the program can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The program as a whole.
    App(App),
    /// Which pane has the focus.
    Focus(Focus),
    /// How large the panes are.
    Layout(Layout),
    /// Movement within the focused pane.
    Move(Motion),
    /// Movement between the things that are read.
    Go(Go),
    /// Folds.
    Fold(Fold),
    /// What is shown, and how.
    Show(Show),
    /// Searching and filtering.
    Search(Search),
    /// Copying to the clipboard.
    Copy(Copied),
    /// What leaves the program or changes a mark.
    Do(Do),
    /// What the user knows better than the rules of grouping.
    Correct(Correct),
    /// Mail to programs and files.
    Out(Out),
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
    /// All notices so far.
    Log,
    /// What was odd in the input.
    Problems,
    /// Why mails and versions were joined.
    Evidence,
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
pub enum Layout {
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
pub enum Fold {
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
pub enum Search {
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
    /// Marks as read or unread, and goes on.
    Mark,
    /// Marks the whole series.
    MarkAll,
}

/// Mail to programs and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Out {
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

/// A row of [`ACTIONS`]: dotted name, action, sentence.
pub type Row = (&'static str, Action, &'static str);

/// Every action, in the order in which the help shows them.
pub const ACTIONS: &[Row] = &[
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
        "go.thread",
        Action::Go(Go::Thread),
        "Read all that was answered to the series",
    ),
    (
        "go.next_reply",
        Action::Go(Go::NextReply),
        "Go to the next answer",
    ),
    (
        "go.previous_reply",
        Action::Go(Go::PreviousReply),
        "Go to the previous answer",
    ),
    (
        "go.parent",
        Action::Go(Go::Parent),
        "Go to the mail this one answers",
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
        Action::Search(Search::Start),
        "Search in this pane (a regular expression)",
    ),
    (
        "search.next",
        Action::Search(Search::Next),
        "Go to the next match",
    ),
    (
        "search.previous",
        Action::Search(Search::Previous),
        "Go to the previous match",
    ),
    (
        "search.grep",
        Action::Search(Search::Grep),
        "Search all mails for a regular expression",
    ),
    (
        "search.filter",
        Action::Search(Search::Filter),
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
        Action::Layout(Layout::Zoom),
        "Zoom the pane: normal, half, full",
    ),
    (
        "layout.unzoom",
        Action::Layout(Layout::Unzoom),
        "Zoom the other way",
    ),
    (
        "layout.only",
        Action::Layout(Layout::Only),
        "Show only this pane, or all again",
    ),
    (
        "layout.narrower",
        Action::Layout(Layout::Narrower),
        "Make the pane narrower",
    ),
    (
        "layout.wider",
        Action::Layout(Layout::Wider),
        "Make the pane wider",
    ),
    (
        "layout.shorter",
        Action::Layout(Layout::Shorter),
        "Make the pane lower",
    ),
    (
        "layout.taller",
        Action::Layout(Layout::Taller),
        "Make the pane higher",
    ),
    (
        "layout.reset",
        Action::Layout(Layout::Reset),
        "Reset the sizes of the panes",
    ),
    (
        "fold.toggle",
        Action::Fold(Fold::Toggle),
        "Open or close the fold",
    ),
    ("fold.open", Action::Fold(Fold::Open), "Open the fold"),
    ("fold.close", Action::Fold(Fold::Close), "Close the fold"),
    (
        "fold.open_all",
        Action::Fold(Fold::OpenAll),
        "Open all folds",
    ),
    (
        "fold.close_all",
        Action::Fold(Fold::CloseAll),
        "Close all folds",
    ),
    (
        "show.headers",
        Action::Show(Show::Headers),
        "Show or hide the full headers",
    ),
    (
        "show.raw",
        Action::Show(Show::Raw),
        "Show the mail as it was sent",
    ),
    (
        "show.wrap",
        Action::Show(Show::Wrap),
        "Wrap or cut long lines",
    ),
    (
        "show.older",
        Action::Show(Show::Older),
        "Show or hide older versions",
    ),
    (
        "show.flat",
        Action::Show(Show::Flat),
        "Show the files as a tree or as a list",
    ),
    (
        "show.sort",
        Action::Show(Show::Sort),
        "Change the order of the list",
    ),
    (
        "show.links",
        Action::Show(Show::Links),
        "List the links of this mail",
    ),
    (
        "show.numbers",
        Action::Show(Show::Numbers),
        "Line numbers: none, one column, two",
    ),
    (
        "show.split",
        Action::Show(Show::Split),
        "Diffs side by side, unified, or as it fits",
    ),
    (
        "show.blanks",
        Action::Show(Show::Blanks),
        "Show or hide changes of nothing but blanks",
    ),
    (
        "show.words",
        Action::Show(Show::Words),
        "Mark what changed within a line",
    ),
    (
        "show.colours",
        Action::Show(Show::Colours),
        "Colour the syntax of diffs",
    ),
    (
        "show.replies",
        Action::Show(Show::Replies),
        "Show answers at their lines, as marks, or not",
    ),
    ("copy.line", Action::Copy(Copied::Line), "Copy the line"),
    ("copy.id", Action::Copy(Copied::Id), "Copy the message id"),
    (
        "copy.link",
        Action::Copy(Copied::Link),
        "Copy the link to lore",
    ),
    (
        "copy.subject",
        Action::Copy(Copied::Subject),
        "Copy the subject",
    ),
    (
        "copy.path",
        Action::Copy(Copied::Path),
        "Copy the path of the file",
    ),
    ("do.browse", Action::Do(Do::Browse), "Open the mail on lore"),
    (
        "do.edit",
        Action::Do(Do::Edit),
        "Open the mail in the editor",
    ),
    (
        "do.mark",
        Action::Do(Do::Mark),
        "Mark hunk, file or mail as read or unread, and go on",
    ),
    (
        "do.mark_all",
        Action::Do(Do::MarkAll),
        "Mark the whole series as read or unread",
    ),
    (
        "app.help",
        Action::App(App::Help),
        "List the keys; type to filter, Enter runs",
    ),
    (
        "app.command",
        Action::App(App::Command),
        "Run an action by its name",
    ),
    ("app.log", Action::App(App::Log), "List all notices"),
    (
        "app.problems",
        Action::App(App::Problems),
        "List what was odd in the input",
    ),
    (
        "app.evidence",
        Action::App(App::Evidence),
        "Say why these mails were joined",
    ),
    (
        "app.reload",
        Action::App(App::Reload),
        "Read the input again",
    ),
    (
        "app.redraw",
        Action::App(App::Redraw),
        "Paint the screen again",
    ),
    (
        "app.suspend",
        Action::App(App::Suspend),
        "Go to the shell; fg comes back",
    ),
    (
        "app.cancel",
        Action::App(App::Cancel),
        "Cancel one thing; never quits",
    ),
    (
        "app.interrupt",
        Action::App(App::Interrupt),
        "Cancel; twice within a second quits",
    ),
    (
        "app.back",
        Action::App(App::Back),
        "Go back one level; quits at the root",
    ),
    ("app.quit", Action::App(App::Quit), "Quit at once"),
    (
        "out.pipe",
        Action::Out(Out::Pipe),
        "Pipe the mail, patch or series to a command",
    ),
    ("out.shell", Action::Out(Out::Shell), "Run a command"),
    (
        "out.save",
        Action::Out(Out::Save),
        "Save the mail, patch or series to a file",
    ),
    ("copy.hunk", Action::Copy(Copied::Hunk), "Copy the hunk"),
    (
        "copy.patch",
        Action::Copy(Copied::Patch),
        "Copy the patch as an mbox",
    ),
    (
        "copy.tags",
        Action::Copy(Copied::Tags),
        "Copy the tags that were given",
    ),
    (
        "copy.b4",
        Action::Copy(Copied::B4),
        "Copy a command line for b4 am",
    ),
    (
        "correct.split",
        Action::Correct(Correct::Split),
        "Split this mail off its series",
    ),
    (
        "correct.join",
        Action::Correct(Correct::Join),
        "Join this series to another",
    ),
    (
        "correct.number",
        Action::Correct(Correct::Number),
        "Say which patch of how many this is",
    ),
    (
        "correct.version",
        Action::Correct(Correct::Version),
        "Say which revision this series is",
    ),
    (
        "correct.link",
        Action::Correct(Correct::Link),
        "Say which series this is a later version of",
    ),
    (
        "correct.apart",
        Action::Correct(Correct::Apart),
        "Unlink this series from its other versions",
    ),
    (
        "correct.answers",
        Action::Correct(Correct::Answers),
        "Say which mail this one answers",
    ),
    (
        "correct.undo",
        Action::Correct(Correct::Undo),
        "Take the last correction back",
    ),
];

impl Action {
    /// The action with a name of [`ACTIONS`].
    pub fn named(name: &str) -> Option<Self> {
        ACTIONS.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// Its dotted name; empty only for an action that the table lacks.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.0)
    }

    /// What it does, a sentence without a full stop.
    pub fn sentence(self) -> &'static str {
        self.row().map_or("", |row| row.2)
    }

    fn row(self) -> Option<&'static Row> {
        ACTIONS.iter().find(|row| row.1 == self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_and_every_action_stands_once() {
        let names: HashSet<_> = ACTIONS.iter().map(|row| row.0).collect();
        let actions: HashSet<_> = ACTIONS.iter().map(|row| row.1).collect();
        assert_eq!((names.len(), actions.len()), (ACTIONS.len(), ACTIONS.len()));
    }

    #[test]
    fn a_name_finds_its_action_and_back() {
        for (name, action, sentence) in ACTIONS {
            assert_eq!(Action::named(name), Some(*action));
            assert_eq!(action.name(), *name);
            assert!(!sentence.is_empty() && !sentence.ends_with('.'));
        }
    }
}
