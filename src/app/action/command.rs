//! The command line: what a line means, and how it can be completed.

use super::settings::{SETTINGS, Setting};
use crate::app::action::{Action, actions};
use crate::archive::net::Span;

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
    /// A command line.
    Shell(String),
    /// A command line that reads what is here.
    Pipe(String),
    /// A correction: its verb, and what stands behind it.
    Correct(&'static str, String),
    /// Nothing.
    Nothing,
}

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
    if let Some(order) = verbatim(original.trim_start()) {
        return Ok(order);
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

/// What takes all that stands behind it as it was typed, blanks and all.
fn verbatim(line: &str) -> Option<Order> {
    let behind = |word: &str| line.strip_prefix(word).map(|text| text.trim().to_owned());
    for (word, over) in [
        ("save! ", true),
        ("save ", false),
        ("w! ", true),
        ("w ", false),
    ] {
        if let Some(path) = behind(word) {
            return Some(Order::Save(path, over));
        }
    }
    let pipe = || behind("pipe ").or_else(|| behind("|")).map(Order::Pipe);
    let grep = || behind("grep ").map(Order::Grep);
    behind("!").map(Order::Shell).or_else(pipe).or_else(grep)
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
