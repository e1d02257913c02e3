//! The loop: it draws when something changed, waits for what happens next, lets the model take
//! it in, and carries out what the model asks for. Nothing is decided here, and nothing runs
//! while nothing happens.

mod aside;

mod colour;

mod exec;

mod job;

mod events;

mod load;

mod output;

mod parcel;

mod private;

mod search;

mod terminal;

mod user;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::app::{Command, Model, Msg, update_all, view};
use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::state::corrections::CorrectionFile;
use crate::ui;
use crate::ui::theme::Theme;

pub use self::load::{Opening, open_first};
pub use self::terminal::stops_the_program;

use self::events::Events;
use self::job::Job;
use self::terminal::Terminal;

/// Bytes of a mail's source that are shown; the text of a mail is bounded where it is parsed.
const SHOWN: usize = 32 << 20;

/// What the loop needs to know besides the model.
#[derive(Debug, Default)]
pub struct Shell {
    /// What was opened, to open it again.
    pub paths: Vec<PathBuf>,
    /// Where corrections are kept.
    pub corrections: CorrectionFile,
    /// How it looks.
    pub theme: Theme,
    /// The mouse is asked for.
    pub mouse: bool,
    /// Only ASCII glyphs are drawn.
    pub ascii: bool,
    /// `$EDITOR` instead of the one in the environment.
    pub editor: Option<String>,
}

/// The present time in seconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

/// The size of the terminal in cells; what every terminal has where it does not say.
pub fn size() -> ratatui::layout::Size {
    crossterm::terminal::size().map_or(ratatui::layout::Size::new(80, 24), Into::into)
}

/// Runs until the user quits. The terminal is given back as it was, however this ends.
pub fn run(
    mut model: Model,
    first: Vec<Command>,
    opening: Option<Opening>,
    shell: &Shell,
) -> io::Result<()> {
    let mut terminal = Terminal::enter(shell.mouse)?;
    let mut job = Job::new(opening);
    let mut events = Events::new();
    let mut todo = first;
    loop {
        if job.carry_out(&mut model, std::mem::take(&mut todo), &mut terminal, shell)? {
            return Ok(());
        }
        terminal.draw(|frame| ui::draw(&view(&model), &shell.theme, shell.ascii, frame))?;
        let Some(msgs) = job.next(&mut events)? else {
            return Ok(());
        };
        update_all(&mut model, msgs, |model, commands| {
            // What is read at once must be in the model before the next key is.
            let (reads, rest): (Vec<_>, Vec<_>) = commands
                .into_iter()
                .partition(|c| matches!(c, Command::Read(_) | Command::ReadRaw(_)));
            todo.extend(rest);
            keep_last_aside(&mut todo);
            job.carry_out(model, reads, &mut terminal, shell).map(drop)
        })?;
    }
}

/// Of several pages that were turned only the last is looked at.
fn keep_last_aside(todo: &mut Vec<Command>) {
    let is_aside = |command: &Command| matches!(command, Command::Talk(..) | Command::Compose(..));
    let mut older = todo.iter().filter(|command| is_aside(command)).count();
    todo.retain(|command| {
        older -= usize::from(is_aside(command));
        older == 0 || !is_aside(command)
    });
}

/// Carries out what leaves the program.
fn send(command: Command, archive: &Archive, terminal: &mut Terminal, shell: &Shell) -> Msg {
    Msg::Executed(match command {
        Command::Copy(text) => exec::copy(&text),
        Command::CopyParcel(parcel) => parcel::bytes(archive, parcel)
            .and_then(|bytes| exec::copy(&String::from_utf8_lossy(&bytes))),
        Command::Pipe(parcel, line) => parcel::bytes(archive, parcel)
            .and_then(|bytes| lent(terminal, || exec::shell(&line, Some(&bytes)))),
        Command::Shell(line) => lent(terminal, || exec::shell(&line, None)),
        Command::Run(job) => lent(terminal, || user::with_terminal(&job, archive)),
        Command::Save { parcel, path, over } => return parcel::save(archive, parcel, path, over),
        Command::OpenUrl(url) => exec::open_url(&url),
        Command::Edit { message, line } => raw(archive, message).and_then(|text| {
            lent(terminal, || {
                exec::edit(&text, line, shell.editor.as_deref())
            })
        }),
        // The others are the loop's own.
        _ => Ok(String::new()),
    })
}

/// What a program did while it had the terminal.
fn lent(
    terminal: &mut Terminal,
    run: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    terminal.lend(run).map_err(|error| error.to_string())?
}

fn body(archive: &Archive, at: MsgIdx) -> Result<crate::mail::Body, String> {
    archive.body(at).map_err(|error| error.to_string())
}

fn raw(archive: &Archive, at: MsgIdx) -> Result<String, String> {
    let bytes = archive.raw(at).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The source of a mail as far as one can read it; an editor gets all of it.
fn source(archive: &Archive, at: MsgIdx) -> Result<String, String> {
    let bytes = archive.raw(at).map_err(|error| error.to_string())?;
    let Some((first, rest)) = bytes.split_at_checked(SHOWN) else {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    };
    let mut text = String::from_utf8_lossy(first).into_owned();
    text.push_str(&format!("\n[{} bytes more are not shown]\n", rest.len()));
    Ok(text)
}

/// What loading hands to the model.
pub(crate) type Loaded = Result<Arc<Archive>, String>;
