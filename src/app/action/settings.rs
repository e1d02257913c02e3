//! Options that can be changed while the program runs, as they are typed behind `:set`.

use crate::app::effect::Sort;
use crate::doc::diff::{Layout, Numbers};
use crate::doc::notes::Notes;

/// An option that can be changed while the program runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Long lines wrapped.
    Wrap(bool),
    /// Full headers.
    Headers(bool),
    /// Columns of line numbers.
    Numbers(Numbers),
    /// What changed within a line.
    Words(bool),
    /// Changes of nothing but blanks.
    Blanks(bool),
    /// How the sides of a diff stand.
    Layout(Layout),
    /// Syntax colours.
    Colours(bool),
    /// How answers stand at their lines.
    Notes(Notes),
    /// Older versions in the list.
    Older(bool),
    /// Files as a list.
    Flat(bool),
    /// The mouse.
    Mouse(bool),
    /// The order of the list.
    Sort(Sort),
    /// That order turned round, or not.
    Reversed(bool),
    /// Series by what is new of them.
    Groups(bool),
}

/// Every setting as it is typed, and what it does.
pub(super) const SETTINGS: &[(&str, Setting, &str)] = &[
    ("set wrap on", Setting::Wrap(true), "Wrap long lines"),
    ("set wrap off", Setting::Wrap(false), "Cut long lines"),
    (
        "set headers on",
        Setting::Headers(true),
        "Show the full headers",
    ),
    (
        "set headers off",
        Setting::Headers(false),
        "Show the headers in short",
    ),
    (
        "set numbers auto",
        Setting::Numbers(Numbers::Auto),
        "Line numbers as the width allows",
    ),
    (
        "set numbers off",
        Setting::Numbers(Numbers::Off),
        "No line numbers",
    ),
    (
        "set numbers one",
        Setting::Numbers(Numbers::One),
        "One column of line numbers",
    ),
    (
        "set numbers two",
        Setting::Numbers(Numbers::Two),
        "Two columns of line numbers",
    ),
    (
        "set words on",
        Setting::Words(true),
        "Mark what changed within a line",
    ),
    (
        "set words off",
        Setting::Words(false),
        "Colour changed lines as a whole",
    ),
    (
        "set replies inline",
        Setting::Notes(Notes::Inline),
        "Answers at the lines they speak of",
    ),
    (
        "set replies marks",
        Setting::Notes(Notes::Marks),
        "A mark where somebody answered",
    ),
    (
        "set replies off",
        Setting::Notes(Notes::Off),
        "No answers among the lines",
    ),
    ("set colours on", Setting::Colours(true), "Colour syntax"),
    (
        "set colours off",
        Setting::Colours(false),
        "Colour only what changed",
    ),
    (
        "set blanks on",
        Setting::Blanks(true),
        "Show changes of nothing but blanks",
    ),
    (
        "set blanks off",
        Setting::Blanks(false),
        "Hide changes of nothing but blanks",
    ),
    (
        "set layout auto",
        Setting::Layout(Layout::Auto),
        "Diffs side by side where that fits",
    ),
    (
        "set layout unified",
        Setting::Layout(Layout::Unified),
        "Diffs unified",
    ),
    (
        "set layout split",
        Setting::Layout(Layout::Split),
        "Diffs side by side",
    ),
    (
        "set older on",
        Setting::Older(true),
        "Show older versions in the list",
    ),
    (
        "set older off",
        Setting::Older(false),
        "Hide older versions",
    ),
    (
        "set flat on",
        Setting::Flat(true),
        "Show the files as a list",
    ),
    (
        "set flat off",
        Setting::Flat(false),
        "Show the files as a tree",
    ),
    ("set mouse on", Setting::Mouse(true), "Listen to the mouse"),
    (
        "set mouse off",
        Setting::Mouse(false),
        "Do not listen to the mouse",
    ),
    (
        "set sort activity",
        Setting::Sort(Sort::Activity),
        "Newest activity first",
    ),
    (
        "set sort date",
        Setting::Sort(Sort::Date),
        "Newest series first",
    ),
    ("set sort title", Setting::Sort(Sort::Title), "By title"),
    ("set sort author", Setting::Sort(Sort::Author), "By author"),
    (
        "set sort size",
        Setting::Sort(Sort::Size),
        "Most changed lines first",
    ),
    (
        "set sort replies",
        Setting::Sort(Sort::Replies),
        "Most replies first",
    ),
    (
        "set reverse on",
        Setting::Reversed(true),
        "Turn the order of the list round",
    ),
    (
        "set reverse off",
        Setting::Reversed(false),
        "The order as it is called",
    ),
    (
        "set groups on",
        Setting::Groups(true),
        "What is new since you read it first",
    ),
    ("set groups off", Setting::Groups(false), "One plain list"),
];
