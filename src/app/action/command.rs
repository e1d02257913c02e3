//! The command line: what a line means, and how it can be completed.

use super::settings::{SETTINGS, Setting, TYPED, TypedSetting};
use crate::app::action::{Action, actions};
use crate::archive::net::Span;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandLine {
    /// An action.
    Run(Action),
    /// An option.
    Set(Setting),
    /// An option, and the value that was typed for it.
    SetTo(TypedSetting, String),
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
pub fn parse(original: &str) -> Result<CommandLine, String> {
    let line: String = original.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return Ok(CommandLine::Nothing);
    }
    if let Ok(number) = line.parse() {
        return Ok(CommandLine::Line(number));
    }
    if let Some(order) = verbatim(original.trim_start()) {
        return Ok(order);
    }
    if let Some(span) = line.strip_prefix("net ") {
        let wrong = || format!("{span}: patches are said as 2-5, 3 or 4-");
        return Span::parse(span).map(CommandLine::Net).ok_or_else(wrong);
    }
    if let Some(versions) = line.strip_prefix("compare ") {
        let wrong = || format!("{versions}: versions are said as 2 4 or v2..v4");
        let pair = versions
            .split_once("..")
            .or_else(|| versions.split_once(' '));
        let bare = |text: &str| text.trim().trim_start_matches(['v', 'V']).to_owned();
        let order = pair.map(|(old, new)| CommandLine::Compare(bare(old), bare(new)));
        return order.ok_or_else(wrong);
    }
    if let Some(query) = line.strip_prefix("filter")
        && (query.is_empty() || query.starts_with(' '))
    {
        return Ok(CommandLine::Filter(query.trim_start().to_owned()));
    }
    let (first, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
    if let Some(verb) = CORRECTIONS.iter().find(|verb| **verb == first)
        && (!rest.is_empty() || ["split", "apart"].contains(verb))
    {
        return Ok(CommandLine::Correct(verb, rest.to_owned()));
    }
    if let Some(setting) = setting(&line) {
        return Ok(CommandLine::Set(setting));
    }
    let name = ALIASES
        .iter()
        .find(|a| a.0 == line)
        .map_or(line.as_str(), |a| a.1);
    if let Some(action) = Action::named(name) {
        return Ok(CommandLine::Run(action));
    }
    let mut last = actions().filter(|row| row.0.rsplit('.').next() == Some(name));
    match (last.next(), last.next()) {
        (Some(row), None) => Ok(CommandLine::Run(row.1)),
        (Some(one), Some(other)) => Err(format!("{line}: {} or {}?", one.0, other.0)),
        _ => only_candidate(&line),
    }
}

/// An option as it is typed; the name of the configuration will do as well.
fn setting(line: &str) -> Option<Setting> {
    let plain = line.replacen("set diff_", "set ", 1);
    if let Some(row) = SETTINGS.iter().find(|row| row.0 == plain) {
        return Some(row.1);
    }
    let rows = plain.strip_prefix("set margin ")?.parse().ok()?;
    Some(Setting::Margin(rows))
}

/// What takes all that stands behind it as it was typed, blanks and all.
fn verbatim(line: &str) -> Option<CommandLine> {
    let behind = |word: &str| line.strip_prefix(word).map(|text| text.trim().to_owned());
    for (word, over) in [
        ("save! ", true),
        ("save ", false),
        ("w! ", true),
        ("w ", false),
    ] {
        if let Some(path) = behind(word) {
            return Some(CommandLine::Save(path, over));
        }
    }
    for (word, setting, _) in TYPED {
        // Empty is a value too.
        if let Some(value) = behind(word).or_else(|| (line == word.trim_end()).then(String::new)) {
            return Some(CommandLine::SetTo(*setting, value));
        }
    }
    let pipe = || {
        behind("pipe ")
            .or_else(|| behind("|"))
            .map(CommandLine::Pipe)
    };
    let grep = || behind("grep ").map(CommandLine::Grep);
    behind("!")
        .map(CommandLine::Shell)
        .or_else(pipe)
        .or_else(grep)
}

/// A beginning that leaves one choice is as good as the whole.
fn only_candidate(line: &str) -> Result<CommandLine, String> {
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
        let typed = TYPED.iter().map(|row| (row.0, row.2));
        let settings = SETTINGS.iter().map(|row| (row.0, row.2));
        actions.chain(settings).chain(typed)
    };
    let mut found: Vec<_> = all().filter(|c| c.0.starts_with(line)).collect();
    if !line.is_empty() {
        found.extend(all().filter(|c| !c.0.starts_with(line) && c.0.contains(line)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::settings::DiffSetting;
    use super::*;
    use crate::doc::diff::Numbers;

    #[test]
    fn an_action_is_found_by_name_by_its_last_word_and_by_a_beginning() {
        let problems = Ok(CommandLine::Run(Action::named("app.problems").unwrap()));
        for line in ["app.problems", " problems ", "app.prob"] {
            assert_eq!(parse(line), problems, "{line}");
        }
        assert!(parse("list.of.nothing").is_err());
        assert!(parse("top").unwrap_err().contains(" or "));
    }

    #[test]
    fn numbers_filters_and_settings() {
        assert_eq!(parse("42"), Ok(CommandLine::Line(42)));
        assert_eq!(
            parse("filter from:jane"),
            Ok(CommandLine::Filter("from:jane".to_owned()))
        );
        assert_eq!(
            parse("set  wrap on"),
            Ok(CommandLine::Set(Setting::Wrap(true)))
        );
        assert_eq!(parse(""), Ok(CommandLine::Nothing));
        assert_eq!(
            parse("set margin 7"),
            Ok(CommandLine::Set(Setting::Margin(7)))
        );
        assert!(parse("set margin many").is_err());
        let one = Ok(CommandLine::Set(Setting::Diff(DiffSetting::Numbers(
            Numbers::One,
        ))));
        assert_eq!(parse("set diff_numbers one"), one);
        let editor = |text: &str| Ok(CommandLine::SetTo(TypedSetting::Editor, text.to_owned()));
        assert_eq!(parse("set editor vim  -R"), editor("vim  -R"));
        assert_eq!(parse("set editor"), editor(""));
    }

    #[test]
    fn every_option_of_the_configuration_that_can_change_is_offered() {
        let text = include_str!("../../../config/default.toml");
        let options = text.lines().filter_map(|line| line.split_once(" = "));
        // What is read once, at the start.
        let fixed = ["keep", "path", "bots", "source_flags", "addresses"];
        for (name, _) in options.filter(|(name, _)| !name.starts_with('#')) {
            let name = name.strip_prefix("diff_").unwrap_or(name);
            let is_offered = !candidates(&format!("set {name} ")).is_empty();
            assert_eq!(is_offered, !fixed.contains(&name), "{name}");
        }
    }

    #[test]
    fn beginnings_stand_before_what_only_holds_the_word() {
        let found = candidates("fold");
        assert_eq!(found[0].0, "fold.toggle");
        assert!(candidates("unread").iter().any(|c| c.0 == "go.next_unread"));
    }
}
