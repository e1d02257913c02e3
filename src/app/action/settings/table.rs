//! The options as they are typed behind `:set`, each with a sentence.

use super::{DiffSetting, ListSetting, Setting, TypedSetting};
use crate::app::effect::Sort;
use crate::doc::diff::{DiffLayout, Numbers};
use crate::doc::notes::Notes;

/// Options whose value is typed, up to there, and what they are.
pub(in crate::app::action) const TYPED: &[(&str, TypedSetting, &str)] = &[
    (
        "set editor ",
        TypedSetting::Editor,
        "What opens a mail, with arguments; empty for $EDITOR",
    ),
    (
        "set link ",
        TypedSetting::Link,
        "What a message id is appended to for a link",
    ),
    (
        "set tree ",
        TypedSetting::Tree,
        "The folder that the files of patches are in",
    ),
];

/// Every setting as it is typed, and what it does.
pub(in crate::app::action) const SETTINGS: &[(&str, Setting, &str)] = &[
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
        Setting::Diff(DiffSetting::Numbers(Numbers::Auto)),
        "Line numbers as the width allows",
    ),
    (
        "set numbers off",
        Setting::Diff(DiffSetting::Numbers(Numbers::Off)),
        "No line numbers",
    ),
    (
        "set numbers one",
        Setting::Diff(DiffSetting::Numbers(Numbers::One)),
        "One column of line numbers",
    ),
    (
        "set numbers two",
        Setting::Diff(DiffSetting::Numbers(Numbers::Two)),
        "Two columns of line numbers",
    ),
    (
        "set words on",
        Setting::Diff(DiffSetting::Words(true)),
        "Mark what changed within a line",
    ),
    (
        "set words off",
        Setting::Diff(DiffSetting::Words(false)),
        "Colour changed lines as a whole",
    ),
    (
        "set replies inline",
        Setting::Notes(Notes::Inline),
        "Replies at the lines they speak of",
    ),
    (
        "set replies marks",
        Setting::Notes(Notes::Marks),
        "A mark where somebody replied",
    ),
    (
        "set replies off",
        Setting::Notes(Notes::Off),
        "No replies among the lines",
    ),
    (
        "set colours on",
        Setting::Diff(DiffSetting::Colours(true)),
        "Colour syntax",
    ),
    (
        "set colours off",
        Setting::Diff(DiffSetting::Colours(false)),
        "Colour only what changed",
    ),
    (
        "set blanks on",
        Setting::Diff(DiffSetting::Blanks(true)),
        "Show changes of nothing but blanks",
    ),
    (
        "set blanks off",
        Setting::Diff(DiffSetting::Blanks(false)),
        "Hide changes of nothing but blanks",
    ),
    (
        "set layout auto",
        Setting::Diff(DiffSetting::Layout(DiffLayout::Auto)),
        "Diffs side by side where that fits",
    ),
    (
        "set layout unified",
        Setting::Diff(DiffSetting::Layout(DiffLayout::Unified)),
        "Diffs unified",
    ),
    (
        "set layout split",
        Setting::Diff(DiffSetting::Layout(DiffLayout::Split)),
        "Diffs side by side",
    ),
    (
        "set older on",
        Setting::List(ListSetting::Older(true)),
        "Show older versions in the list",
    ),
    (
        "set older off",
        Setting::List(ListSetting::Older(false)),
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
        Setting::List(ListSetting::Sort(Sort::Activity)),
        "Newest activity first",
    ),
    (
        "set sort date",
        Setting::List(ListSetting::Sort(Sort::Date)),
        "Newest series first",
    ),
    (
        "set sort title",
        Setting::List(ListSetting::Sort(Sort::Title)),
        "By title",
    ),
    (
        "set sort author",
        Setting::List(ListSetting::Sort(Sort::Author)),
        "By author",
    ),
    (
        "set sort size",
        Setting::List(ListSetting::Sort(Sort::Size)),
        "Most changed lines first",
    ),
    (
        "set sort replies",
        Setting::List(ListSetting::Sort(Sort::Replies)),
        "Most replies first",
    ),
    (
        "set reverse on",
        Setting::List(ListSetting::Reversed(true)),
        "Turn the order of the list round",
    ),
    (
        "set reverse off",
        Setting::List(ListSetting::Reversed(false)),
        "The order as it is called",
    ),
    (
        "set groups on",
        Setting::List(ListSetting::Groups(true)),
        "What is new since you read it first",
    ),
    (
        "set groups off",
        Setting::List(ListSetting::Groups(false)),
        "One plain list",
    ),
    (
        "set theme auto",
        Setting::Theme("auto"),
        "Light or default, as the terminal's background is",
    ),
    (
        "set theme default",
        Setting::Theme("default"),
        "The terminal's own colours",
    ),
    (
        "set theme dark",
        Setting::Theme("dark"),
        "Colours for a dark background",
    ),
    (
        "set theme light",
        Setting::Theme("light"),
        "Colours for a light background",
    ),
    (
        "set theme mono",
        Setting::Theme("mono"),
        "No colours, all else as it is",
    ),
    (
        "set glyphs unicode",
        Setting::Ascii(false),
        "Draw with what Unicode has",
    ),
    (
        "set glyphs ascii",
        Setting::Ascii(true),
        "Draw with nothing beyond ASCII",
    ),
    (
        "set margin 0",
        Setting::Margin(0),
        "The cursor goes to the edge of a pane",
    ),
    (
        "set margin 3",
        Setting::Margin(3),
        "Three rows between cursor and edge; any other number as well",
    ),
];
