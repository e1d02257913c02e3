//! Everything the program can be told to do: one table of names, actions and sentences.
//!
//! The key map, the command line, the help, the footer and the README's key table all read
//! [`actions`]; an action that is not in it does not exist.

pub mod command;
mod compare;
pub(super) mod dispatch;
mod edit;
mod kinds;
mod navigate;
mod remember;
mod set;
pub mod settings;

use crate::app::reader::page::PageKind;
use crate::app::reader::pages;

pub use self::compare::Versus;
pub use self::kinds::{
    App, Copied, Correct, Do, Focus, FoldAction, Go, LayoutAction, Motion, OutAction, SearchAction,
    Show,
};
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
