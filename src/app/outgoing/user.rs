//! Commands of the user's own: programs with what the cursor is on in their arguments.
//!
//! An argument stays one argument whatever a mail puts into it: nothing is parsed again, and
//! what would be taken for an option or for a command is refused.

mod fill;

use super::selection::Parcel;
use crate::app::action::Action;
use crate::app::dialog::picker::{Choice, Item, Picker};
use crate::app::dialog::state::Dialog;
use crate::app::input::keymap::KeyContext;
use crate::app::reader::page::PageKind;
use crate::app::{Command, Model, Open};

/// What happens to the output, and who waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It runs beside the loop; what it writes is shown as a page.
    #[default]
    Pane,
    /// It gets the terminal.
    Suspend,
    /// It runs beside the loop; how it ended is told.
    Background,
    /// The same, and told only where it failed.
    Silent,
}

/// A command from the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserCommand {
    /// What it is called, in the help and behind `:`.
    pub name: String,
    /// The program and its arguments, with placeholders.
    pub run: Vec<Vec<ArgumentPiece>>,
    /// How it runs.
    pub mode: Mode,
    /// Whether to ask before.
    pub confirm: bool,
    /// Whether the first argument is a line for a shell, which gets the others as `$1` and on.
    pub shell: bool,
}

/// A piece of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentPiece {
    /// As it was written.
    Text(String),
    /// To be filled in.
    Hole(Hole),
}

/// What a placeholder stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hole {
    /// `{msgid}`, without brackets.
    Id,
    /// `{url}`, the link to lore.
    Url,
    /// `{subject}`.
    Subject,
    /// `{from}`, the sender's address.
    From,
    /// `{file}`, the path under the cursor.
    File,
    /// `{line}`, the line of it under the cursor.
    Line,
    /// `{version}`, the revision's number.
    Version,
    /// `{tmp:mail}`, the path of a file with the mail as it was sent.
    TmpMail,
    /// `{tmp:patch}`, of one with the patch.
    TmpPatch,
    /// `{tmp:series.mbox}`, of one with the series.
    TmpSeries,
}

impl Hole {
    const ALL: [(&'static str, Self); 10] = [
        ("msgid", Self::Id),
        ("url", Self::Url),
        ("subject", Self::Subject),
        ("from", Self::From),
        ("file", Self::File),
        ("line", Self::Line),
        ("version", Self::Version),
        ("tmp:mail", Self::TmpMail),
        ("tmp:patch", Self::TmpPatch),
        ("tmp:series.mbox", Self::TmpSeries),
    ];
}

/// A program that is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserJob {
    /// What it is called.
    pub name: String,
    /// How it runs.
    pub mode: Mode,
    /// The program and its arguments.
    pub arguments: Vec<Vec<Filled>>,
}

/// A piece of an argument that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Text.
    Text(String),
    /// A path of a patch that a program would take for an option: it is passed on as `./PATH`
    /// where there is such a file below the folder that the program starts in, else refused.
    Path(String),
    /// The path of a file that is made for the program and vanishes after it.
    File(Parcel),
}

/// Reads the placeholders of an argument; `{{` and `}}` are braces.
pub fn pieces(argument: &str) -> Result<Vec<ArgumentPiece>, String> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = argument;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            text.extend(from.chars().next());
            rest = after;
            continue;
        }
        let inside = from
            .strip_prefix('{')
            .and_then(|inside| inside.split_once('}'));
        let (name, after) =
            inside.ok_or_else(|| format!("a brace stands alone in \"{argument}\""))?;
        let hole = Hole::ALL.iter().find(|(known, _)| *known == name);
        let (_, hole) = hole.ok_or_else(|| {
            let known: Vec<String> = Hole::ALL
                .iter()
                .map(|(name, _)| format!("{{{name}}}"))
                .collect();
            format!("there is no {{{name}}}; there are {}", known.join(" "))
        })?;
        if !text.is_empty() {
            pieces.push(ArgumentPiece::Text(std::mem::take(&mut text)));
        }
        pieces.push(ArgumentPiece::Hole(*hole));
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() || pieces.is_empty() {
        pieces.push(ArgumentPiece::Text(text));
    }
    Ok(pieces)
}

impl Model {
    /// What an action does, in words.
    pub(in crate::app) fn sentence(&self, action: Action) -> &str {
        if let Action::User(number) = action {
            let command = self.user_command(number);
            return command.map_or("", |command| &command.name);
        }
        action.sentence()
    }

    fn user_command(&self, number: u16) -> Option<&UserCommand> {
        self.options.commands.get(usize::from(number))
    }

    /// The user's command with a name.
    pub(in crate::app) fn command_named(&self, name: &str) -> Option<Action> {
        let at = self
            .options
            .commands
            .iter()
            .position(|command| command.name == name)?;
        u16::try_from(at).ok().map(Action::User)
    }

    /// Runs a command of the user's, or asks first.
    pub(in crate::app) fn run_user(&mut self, number: u16) -> Vec<Command> {
        let Some(command) = self.user_command(number).cloned() else {
            return Vec::new();
        };
        match self.filled_job(&command) {
            Ok(job) if command.confirm => self.dialog.ask_to_run(job),
            Ok(job) => return vec![Command::Run(Box::new(job))],
            Err(why) => self.dialog.notices.fail(format!("{}: {why}", command.name)),
        }
        Vec::new()
    }

    /// Takes in what a command wrote.
    pub(in crate::app) fn ran_command(
        &mut self,
        name: &str,
        mode: Mode,
        end: Result<String, String>,
        output: String,
    ) {
        match (mode, end) {
            (_, Err(why)) => self.dialog.notices.fail(format!("{name}: {why}")),
            (Mode::Silent, Ok(_)) => {}
            (_, Ok(told)) => self.dialog.notices.tell(format!("{name}: {told}")),
        }
        if mode == Mode::Pane && !output.is_empty() {
            self.reader.output = (name.to_owned(), output);
            self.reader.built.changes += 1;
            self.visit_kind(PageKind::Output);
        }
    }

    /// The user's commands for the list of keys.
    pub(in crate::app) fn user_items(&self, context: KeyContext) -> Vec<Item> {
        let numbers = 0..u16::try_from(self.options.commands.len()).unwrap_or(u16::MAX);
        numbers
            .filter_map(|number| self.help_item(Action::User(number), context))
            .collect()
    }
}

impl Dialog {
    fn ask_to_run(&mut self, job: UserJob) {
        let shown: Vec<String> = job
            .arguments
            .iter()
            .map(|argument| shown(argument))
            .collect();
        let title = format!("{}:", job.name);
        let yes = format!("Run {}", shown.join(" "));
        let question = Picker::question(&title, "Leave it", &yes, Choice::Job(Box::new(job)));
        self.open = Some(Open::Picker(question));
    }
}

/// An argument as it is shown.
fn shown(argument: &[Filled]) -> String {
    let pieces = argument.iter().map(|piece| match piece {
        Filled::Text(text) | Filled::Path(text) => text.clone(),
        Filled::File(parcel) => format!("({} in a file)", parcel.kind_word()),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_braces_can_be_meant() {
        let text = |text: &str| ArgumentPiece::Text(text.to_owned());
        assert_eq!(
            pieces("a{msgid}{{b}}").unwrap(),
            [text("a"), ArgumentPiece::Hole(Hole::Id), text("{b}")]
        );
        assert_eq!(pieces("").unwrap(), [text("")]);
        assert!(pieces("{nothing}").unwrap_err().contains("{tmp:patch}"));
        assert!(pieces("{msgid").is_err());
    }
}
