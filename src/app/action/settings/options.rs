//! What the user set, as far as the application is concerned.

use crate::app::outgoing::user::UserCommand;
use crate::doc::diff::DiffLook;
use crate::doc::notes::Notes;

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
    pub diff: DiffLook,
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
    /// What opens a mail, with its arguments; empty for the editor of the environment.
    pub editor: String,
    /// The folder that the files of patches are in; empty for that of the run.
    pub tree: String,
    /// A theme that was chosen since the start, by its name in [`crate::ui::theme::BUILT_IN`] or `auto`.
    pub theme: Option<&'static str>,
    /// Commands of the user's own.
    pub commands: Vec<UserCommand>,
    /// The list is in groups: what is new since it was read first.
    pub groups: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mouse: true,
            ascii: false,
            wrap: false,
            diff: DiffLook::default(),
            notes: Notes::default(),
            sort: Sort::Activity,
            margin: 3,
            filter: String::new(),
            input: String::new(),
            link_base: "https://lore.kernel.org/r/".to_owned(),
            editor: String::new(),
            tree: String::new(),
            theme: None,
            commands: Vec::new(),
            groups: true,
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
