//! The user's own commands: `[[command]]` in the configuration.

use toml::{Table, Value};

use crate::app::action::Action;
use crate::app::input::keymap::Keymap;
use crate::app::outgoing::user::{ArgumentPiece, Mode, UserCommand, pieces};

/// Reads one command and binds its key; `number` is its place among the commands.
pub(super) fn command(
    table: &Table,
    number: usize,
    keymap: &mut Keymap,
) -> Result<UserCommand, String> {
    if let Some(unknown) = table.keys().find(|key| !KNOWN.contains(&key.as_str())) {
        return Err(format!("a command has no {unknown}"));
    }
    let text = |key: &str| table.get(key).and_then(Value::as_str);
    let flag = |key: &str| match table.get(key) {
        None => Ok(false),
        Some(Value::Boolean(is)) => Ok(*is),
        Some(_) => Err(format!("{key} is true or false")),
    };
    let run = table
        .get("run")
        .and_then(Value::as_array)
        .filter(|run| !run.is_empty());
    let run = run.ok_or("run is a list: the program and its arguments")?;
    let words = run
        .iter()
        .map(|word| pieces(word.as_str().unwrap_or_default()));
    let run = words.collect::<Result<Vec<_>, _>>()?;
    let shell = flag("shell")?;
    let is_filled = |pieces: &Vec<ArgumentPiece>| {
        pieces
            .iter()
            .any(|piece| matches!(piece, ArgumentPiece::Hole(_)))
    };
    if run.first().is_some_and(is_filled) {
        let why = if shell {
            "a line for a shell cannot hold placeholders; put them behind it and say \"$1\""
        } else {
            "the program cannot be a placeholder"
        };
        return Err(why.to_owned());
    }
    let mode = match text("mode").unwrap_or("pane") {
        "pane" => Mode::Pane,
        "suspend" => Mode::Suspend,
        "background" => Mode::Background,
        "silent" => Mode::Silent,
        _ => return Err("mode is \"pane\", \"suspend\", \"background\" or \"silent\"".to_owned()),
    };
    let name = text("name").ok_or("a command needs a name")?.to_owned();
    if let Some(keys) = text("key") {
        let action =
            Action::User(u16::try_from(number).map_err(|_too_many| "there are too many commands")?);
        keymap.bind_keys(text("context").unwrap_or("global"), keys, action)?;
    }
    Ok(UserCommand {
        name,
        run,
        mode,
        confirm: flag("confirm")?,
        shell,
    })
}

const KNOWN: &[&str] = &["name", "key", "context", "run", "mode", "confirm", "shell"];

#[cfg(test)]
mod tests {
    use super::super::tests::apply;
    use super::*;
    use crate::app::input::keymap::{KeyContext, Lookup};
    use crate::app::outgoing::user::Hole;

    #[test]
    fn a_command_has_a_key_and_arguments_with_placeholders() {
        let config = apply(
            "[[command]]\nname = \"am\"\nkey = \"B\"\ncontext = \"list\"\nrun = [\"b4\", \"--\", \"{msgid}\"]\nmode = \"silent\"\n",
        );
        assert_eq!(config.faults, Vec::<String>::new());
        let [command] = config.options.commands.as_slice() else {
            panic!()
        };
        assert_eq!(command.mode, Mode::Silent);
        assert_eq!(command.run[2], [ArgumentPiece::Hole(Hole::Id)]);
        let keys = ["B".parse().unwrap()];
        assert_eq!(
            config.keymap.lookup(KeyContext::List, &keys),
            Lookup::Hit(Action::User(0))
        );
        assert_ne!(
            config.keymap.lookup(KeyContext::Text, &keys),
            Lookup::Hit(Action::User(0))
        );
    }

    #[test]
    fn what_is_wrong_with_a_command_is_said_and_the_others_work() {
        let config = apply(
            "[[command]]\nname = \"a\"\nrun = [\"x\", \"{what}\"]\n[[command]]\nname = \"b\"\nrun = [\"echo {subject}\"]\nshell = true\n[[command]]\nname = \"c\"\nrun = [\"true\"]\n",
        );
        assert_eq!(config.options.commands.len(), 1);
        let [fault] = config.faults.as_slice() else {
            panic!("{:?}", config.faults)
        };
        assert!(
            fault.starts_with("c.toml:1: a: there is no {what}"),
            "{fault}"
        );
        assert!(
            fault.contains("b: a line for a shell cannot hold placeholders"),
            "{fault}"
        );
    }
}
