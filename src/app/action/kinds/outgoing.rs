//! What is copied, kept, corrected and handed on.

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
