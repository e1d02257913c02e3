//! Options that can be changed while the program runs, as they are typed behind `:set`.

mod options;
mod table;

use crate::doc::diff::{DiffLayout, Numbers};
use crate::doc::notes::Notes;

pub use self::options::{Options, Sort};

pub(super) use self::table::{SETTINGS, TYPED};

/// An option that can be changed while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Long lines wrapped.
    Wrap(bool),
    /// Full headers.
    Headers(bool),
    /// How answers stand at their lines.
    Notes(Notes),
    /// Files as a list.
    Flat(bool),
    /// The mouse.
    Mouse(bool),
    /// A theme that comes with the program, or `auto`.
    Theme(&'static str),
    /// Nothing of our own beyond ASCII.
    Ascii(bool),
    /// Rows kept between the cursor and the edge of a pane.
    Margin(u16),
    /// How diffs are shown.
    Diff(DiffSetting),
    /// What the list shows, and in which order.
    List(ListSetting),
}

/// How diffs are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffSetting {
    /// Columns of line numbers.
    Numbers(Numbers),
    /// What changed within a line.
    Words(bool),
    /// Changes of nothing but blanks.
    Blanks(bool),
    /// How the sides stand.
    Layout(DiffLayout),
    /// Syntax colours.
    Colours(bool),
}

/// What the list shows, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListSetting {
    /// Older versions.
    Older(bool),
    /// The order.
    Sort(Sort),
    /// That order turned round, or not.
    Reversed(bool),
    /// Series by what is new of them.
    Groups(bool),
}

/// An option whose value is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedSetting {
    /// What opens a mail.
    Editor,
    /// What a message id is appended to.
    Link,
    /// The folder that the files of patches are in.
    Tree,
}
