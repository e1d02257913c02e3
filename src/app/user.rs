//! Commands of the user's own: programs with what the cursor is on in their arguments.
//!
//! An argument stays one argument whatever a mail puts into it: nothing is parsed again, and
//! what would be taken for an option is refused.

use super::action::Action;
use super::keymap::Context;
use super::out::Parcel;
use super::page::Page;
use super::picker::{Choice, Item, Picker};
use super::{Command, Model, Open};

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
    pub run: Vec<Vec<Piece>>,
    /// How it runs.
    pub mode: Mode,
    /// Whether to ask before.
    pub confirm: bool,
    /// Whether the first argument is a line for a shell, which gets the others as `$1` and on.
    pub shell: bool,
}

/// A piece of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
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
pub struct Job {
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
    /// The path of a file that is made for the program and vanishes after it.
    File(Parcel),
}

/// Reads the placeholders of an argument; `{{` and `}}` are braces.
pub fn pieces(argument: &str) -> Result<Vec<Piece>, String> {
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
            pieces.push(Piece::Text(std::mem::take(&mut text)));
        }
        pieces.push(Piece::Hole(*hole));
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(text));
    }
    Ok(pieces)
}

impl Model {
    /// What an action does, in words.
    pub(super) fn sentence(&self, action: Action) -> &str {
        match action {
            Action::User(number) => self
                .user_command(number)
                .map_or("", |command| &command.name),
            other => other.sentence(),
        }
    }

    fn user_command(&self, number: u16) -> Option<&UserCommand> {
        self.options.commands.get(usize::from(number))
    }

    /// The user's command with a name.
    pub(super) fn command_named(&self, name: &str) -> Option<Action> {
        let at = self
            .options
            .commands
            .iter()
            .position(|command| command.name == name)?;
        u16::try_from(at).ok().map(Action::User)
    }

    /// Runs a command of the user's, or asks first.
    pub(super) fn run_user(&mut self, number: u16) -> Vec<Command> {
        let Some(command) = self.user_command(number).cloned() else {
            return Vec::new();
        };
        match self.job(&command) {
            Ok(job) if command.confirm => self.ask_to_run(job),
            Ok(job) => return vec![Command::Run(Box::new(job))],
            Err(why) => self.notices.fail(format!("{}: {why}", command.name)),
        }
        Vec::new()
    }

    fn ask_to_run(&mut self, job: Job) {
        let item = |text: String, choice: Choice| Item {
            label: String::new(),
            text,
            choice,
        };
        let shown: Vec<String> = job
            .arguments
            .iter()
            .map(|argument| shown(argument))
            .collect();
        let title = job.name.clone();
        let items = vec![
            item("Leave it".to_owned(), Choice::Leave),
            item(
                format!("Run {}", shown.join(" ")),
                Choice::Job(Box::new(job)),
            ),
        ];
        self.overlay.open = Some(Open::Picker(Picker::new(&title, items)));
    }

    /// A command with everything filled in.
    fn job(&self, command: &UserCommand) -> Result<Job, String> {
        let mut arguments = Vec::new();
        let mut is_behind = false;
        for (number, pieces) in command.run.iter().enumerate() {
            let argument = pieces
                .iter()
                .map(|piece| self.fill(piece))
                .collect::<Result<Vec<_>, _>>()?;
            let starts_with_mail = matches!(pieces.first(), Some(Piece::Hole(_)));
            let is_option =
                matches!(argument.first(), Some(Filled::Text(text)) if text.starts_with('-'));
            if starts_with_mail && is_option && !is_behind && number > 0 && !command.shell {
                return Err(format!(
                    "{} would be an option; put \"--\" before it",
                    shown(&argument)
                ));
            }
            is_behind |= pieces.as_slice() == [Piece::Text("--".to_owned())];
            arguments.push(argument);
        }
        if command.shell {
            let words = ["sh", "-c"].map(|word| vec![Filled::Text(word.to_owned())]);
            // What follows the line is `$0`, then `$1` and on.
            let name = vec![Filled::Text("trifold".to_owned())];
            arguments.insert(1.min(arguments.len()), name);
            arguments.splice(0..0, words);
        }
        Ok(Job {
            name: command.name.clone(),
            mode: command.mode,
            arguments,
        })
    }

    fn fill(&self, piece: &Piece) -> Result<Filled, String> {
        let hole = match piece {
            Piece::Text(text) => return Ok(Filled::Text(text.clone())),
            Piece::Hole(hole) => *hole,
        };
        let message = self.message_here();
        let mail = || {
            message
                .and_then(|at| self.archive.message(at))
                .ok_or("there is no mail here")
        };
        let series = || {
            self.page
                .series(&self.archive)
                .ok_or("there is no series here")
        };
        let text = match hole {
            Hole::Id => mail()?.id.as_str().to_owned(),
            Hole::Url => self.link(&mail()?.id),
            Hole::Subject => mail()?.subject.to_string(),
            Hole::From => mail()?.from.email.to_string(),
            Hole::File => self.path_here().ok_or("there is no file here")?,
            Hole::Line => self
                .file_line()
                .ok_or("there is no line of a file here")?
                .to_string(),
            Hole::Version => {
                let found = self.archive.series(series()?);
                found.map_or_else(String::new, |series| series.revision.to_string())
            }
            Hole::TmpMail => {
                return message
                    .map(Parcel::Message)
                    .map(Filled::File)
                    .ok_or_else(|| "there is no mail here".to_owned());
            }
            Hole::TmpSeries => return Ok(Filled::File(Parcel::Series(series()?))),
            Hole::TmpPatch => {
                let slot = match self.page {
                    Page::Patch(_, slot) => Some(slot),
                    page => page.slot(&self.archive),
                };
                let slot = slot.ok_or("there is no patch here")?;
                return Ok(Filled::File(Parcel::Patch(series()?, slot)));
            }
        };
        if text.contains('\0') {
            return Err("a NUL cannot be passed on".to_owned());
        }
        Ok(Filled::Text(text))
    }

    /// The line of the file after the change that the cursor is on, from 1.
    fn file_line(&self) -> Option<u32> {
        let page = &self.panes.page;
        let at = match page.document.lines.get(page.view.cursor)? {
            crate::doc::Line::Diff(at) | crate::doc::Line::Split(_, at) => *at,
            _ => return None,
        };
        let line = page.document.diff.lines.get(at as usize)?;
        Some(line.new.max(line.old)).filter(|line| *line > 0)
    }

    /// Takes in what a command wrote.
    pub(super) fn ran(
        &mut self,
        name: &str,
        mode: Mode,
        end: Result<String, String>,
        output: String,
    ) {
        match (mode, end) {
            (_, Err(why)) => self.notices.fail(format!("{name}: {why}")),
            (Mode::Silent, Ok(_)) => {}
            (_, Ok(told)) => self.notices.tell(format!("{name}: {told}")),
        }
        if mode == Mode::Pane && !output.is_empty() {
            self.reading.output = (name.to_owned(), output);
            self.reading.changes += 1;
            self.visit(Page::Output);
        }
    }

    /// The user's commands for the list of keys.
    pub(super) fn user_items(&self, context: Context) -> Vec<Item> {
        let numbers = 0..u16::try_from(self.options.commands.len()).unwrap_or(u16::MAX);
        numbers
            .filter_map(|number| self.help_item(Action::User(number), context))
            .collect()
    }
}

/// An argument as it is shown.
fn shown(argument: &[Filled]) -> String {
    let pieces = argument.iter().map(|piece| match piece {
        Filled::Text(text) => text.clone(),
        Filled::File(parcel) => format!("({} in a file)", parcel.word()),
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_braces_can_be_meant() {
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(
            pieces("a{msgid}{{b}}").unwrap(),
            [text("a"), Piece::Hole(Hole::Id), text("{b}")]
        );
        assert_eq!(pieces("").unwrap(), [text("")]);
        assert!(pieces("{nothing}").unwrap_err().contains("{tmp:patch}"));
        assert!(pieces("{msgid").is_err());
    }
}
