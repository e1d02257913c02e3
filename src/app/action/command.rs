//! The command line: what a line means, and how it can be completed.

use crate::app::action::{Action, actions};
use crate::app::effect::Sort;
use crate::archive::net::Span;
use crate::doc::diff::{Layout, Numbers};
use crate::doc::notes::Notes;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Order {
    /// An action.
    Run(Action),
    /// An option.
    Set(Setting),
    /// A line to go to, from 1.
    Line(usize),
    /// A filter for the list.
    Filter(String),
    /// Shows what a run of patches does as one change.
    Net(Span),
    /// Compares two revisions, such as `2` and `4`.
    Compare(String, String),
    /// A search through all mails.
    Grep(String),
    /// A file for what is here, and whether one that is there may go.
    Save(String, bool),
    /// A correction: its verb, and what stands behind it.
    Correct(&'static str, String),
    /// Nothing.
    Nothing,
}

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
const SETTINGS: &[(&str, Setting, &str)] = &[
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

/// Corrections, which take words behind them.
const CORRECTIONS: &[&str] = &[
    "split", "join", "number", "version", "link", "apart", "answers",
];

/// Short words that people know from elsewhere.
const ALIASES: &[(&str, &str)] = &[
    ("q", "app.quit"),
    ("quit", "app.quit"),
    ("e", "do.edit"),
    ("h", "app.help"),
    ("undo", "memory.undo"),
];

/// What a line asks for; an error names what was not understood.
pub fn parse(original: &str) -> Result<Order, String> {
    let line: String = original.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Ok(Order::Nothing);
    }
    if let Ok(number) = line.parse() {
        return Ok(Order::Line(number));
    }
    for (word, over) in [("save! ", true), ("save ", false)] {
        if let Some(path) = original.trim_start().strip_prefix(word) {
            return Ok(Order::Save(path.trim().to_owned(), over));
        }
    }
    if let Some(span) = line.strip_prefix("net ") {
        let wrong = || format!("{span}: patches are said as 2-5, 3 or 4-");
        return Span::parse(span).map(Order::Net).ok_or_else(wrong);
    }
    if let Some(versions) = line.strip_prefix("compare ") {
        let wrong = || format!("{versions}: versions are said as 2 4 or v2..v4");
        let pair = versions
            .split_once("..")
            .or_else(|| versions.split_once(' '));
        let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_owned();
        let order = pair.map(|(old, new)| Order::Compare(bare(old), bare(new)));
        return order.ok_or_else(wrong);
    }
    if let Some(pattern) = original.trim().strip_prefix("grep ") {
        return Ok(Order::Grep(pattern.trim().to_owned()));
    }
    if let Some(query) = line.strip_prefix("filter")
        && (query.is_empty() || query.starts_with(' '))
    {
        return Ok(Order::Filter(query.trim_start().to_owned()));
    }
    let (first, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
    if let Some(verb) = CORRECTIONS.iter().find(|verb| **verb == first)
        && (!rest.is_empty() || ["split", "apart"].contains(verb))
    {
        return Ok(Order::Correct(verb, rest.to_owned()));
    }
    if let Some(row) = SETTINGS.iter().find(|row| row.0 == line) {
        return Ok(Order::Set(row.1));
    }
    let name = ALIASES
        .iter()
        .find(|a| a.0 == line)
        .map_or(line.as_str(), |a| a.1);
    if let Some(action) = Action::named(name) {
        return Ok(Order::Run(action));
    }
    let mut last = actions().filter(|row| row.0.rsplit('.').next() == Some(name));
    match (last.next(), last.next()) {
        (Some(row), None) => Ok(Order::Run(row.1)),
        (Some(one), Some(other)) => Err(format!("{line}: {} or {}?", one.0, other.0)),
        _ => only_candidate(&line),
    }
}

/// A beginning that leaves one choice is as good as the whole.
fn only_candidate(line: &str) -> Result<Order, String> {
    match candidates(line).as_slice() {
        [(name, _)] if *name != line => parse(name),
        _ => Err(format!("{line}: no such command")),
    }
}

/// What a beginning can become: name and sentence, those that begin with it first.
pub fn candidates(line: &str) -> Vec<(&'static str, &'static str)> {
    let line = line.trim_start();
    let all = || {
        let actions = actions().map(|row| (row.0, row.2));
        actions.chain(SETTINGS.iter().map(|row| (row.0, row.2)))
    };
    let mut found: Vec<_> = all().filter(|c| c.0.starts_with(line)).collect();
    if !line.is_empty() {
        found.extend(all().filter(|c| !c.0.starts_with(line) && c.0.contains(line)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_found_by_name_by_its_last_word_and_by_a_beginning() {
        let problems = Ok(Order::Run(Action::named("app.problems").unwrap()));
        for line in ["app.problems", " problems ", "app.prob"] {
            assert_eq!(parse(line), problems, "{line}");
        }
        assert!(parse("list.of.nothing").is_err());
        assert!(parse("top").unwrap_err().contains(" or "));
    }

    #[test]
    fn numbers_filters_and_settings() {
        assert_eq!(parse("42"), Ok(Order::Line(42)));
        assert_eq!(
            parse("filter from:jane"),
            Ok(Order::Filter("from:jane".to_owned()))
        );
        assert_eq!(parse("set  wrap on"), Ok(Order::Set(Setting::Wrap(true))));
        assert_eq!(parse(""), Ok(Order::Nothing));
    }

    #[test]
    fn beginnings_stand_before_what_only_holds_the_word() {
        let found = candidates("fold");
        assert_eq!(found[0].0, "fold.toggle");
        assert!(candidates("unread").iter().any(|c| c.0 == "go.next_unread"));
    }
}
