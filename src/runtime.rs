//! The loop: it draws when something changed, waits for what happens next, lets the model take
//! it in, and carries out what the model asks for. Nothing is decided here, and nothing runs
//! while nothing happens.

mod effects;

mod events;

mod exec;

mod identity;

mod keeper;

mod output;

mod parcel;

mod private;

mod tasks;

mod terminal;

mod unasked;

mod user;

mod work;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::app::action::{Action, App};
use crate::app::{Command, Model, Msg, update, update_all, view};
use crate::archive::Archive;
use crate::series::correct::Corrections;
use crate::state::corrections::CorrectionFile;
use crate::ui;
use crate::ui::theme::Themes;

pub use self::terminal::{reports_panics, stops_the_program};

use self::effects::Effects;
use self::events::Events;
pub use self::identity::MemoryOptions;
use self::tasks::{TaskId, Tasks};
use self::terminal::Terminal;

/// What the loop needs to know besides the model.
#[derive(Debug, Default)]
pub struct Shell {
    /// What was opened, to open it again.
    pub paths: Vec<PathBuf>,
    /// Where corrections are kept.
    pub corrections: CorrectionFile,
    /// What is remembered, and who reads.
    pub memory: MemoryOptions,
    /// How it can look.
    pub themes: Themes,
    /// The mouse is asked for.
    pub mouse: bool,
}

/// The present time in seconds since 1970.
pub fn unix_now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs());
    i64::try_from(since).unwrap_or(i64::MAX)
}

/// The size of the terminal in cells; what every terminal has where it does not say.
pub fn terminal_size() -> ratatui::layout::Size {
    crossterm::terminal::size().map_or(ratatui::layout::Size::new(80, 24), Into::into)
}

/// Runs until the user quits. The terminal is given back as it was, however this ends. What could
/// not be remembered is answered, in a sentence.
pub fn run(
    model: Model,
    first: Vec<Command>,
    opening: Option<Opening>,
    shell: &Shell,
) -> io::Result<Option<String>> {
    let mut effects = Effects::new(opening, shell.memory.clone());
    let ran = go_on(model, first, &mut effects, shell);
    // Marks are written in any case, also where the terminal is gone.
    let fault = effects.finish();
    ran.map(|()| fault)
}

fn go_on(
    mut model: Model,
    first: Vec<Command>,
    effects: &mut Effects,
    shell: &Shell,
) -> io::Result<()> {
    let mut terminal = Terminal::enter(shell.mouse)?;
    if shell.themes.asks_background() {
        Terminal::ask_background()?;
    }
    let mut events = Events::new();
    let mut todo = first;
    loop {
        if effects.carry_out(&mut model, std::mem::take(&mut todo), &mut terminal, shell)? {
            return Ok(());
        }
        let theme = effects.theme(&model, shell);
        let is_ascii = model.options().ascii;
        terminal.draw(|frame| ui::draw(&view(&model), theme, is_ascii, frame))?;
        // The terminal went away: the window was closed, the connection broke.
        let Some(msgs) = effects.next_messages(&mut events)? else {
            // The reader leaves what is read here as well.
            todo.extend(update(&mut model, Msg::Do(Action::App(App::Quit))));
            continue;
        };
        update_all(&mut model, msgs, |model, commands| {
            // What is read at once must be in the model before the next key is.
            let (reads, rest): (Vec<_>, Vec<_>) = commands.into_iter().partition(is_read_at_once);
            todo.extend(rest);
            keep_newest(&mut todo);
            effects
                .carry_out(model, reads, &mut terminal, shell)
                .map(drop)
        })?;
    }
}

fn is_read_at_once(command: &Command) -> bool {
    matches!(command, Command::Ask(_, ask) if ask.kind().is_one_read())
}

/// Of several pages that were turned only the last is looked at: of the questions of a kind the
/// newest is left.
fn keep_newest(todo: &mut Vec<Command>) {
    let kind = |command: &Command| {
        if let Command::Ask(_, ask) = command {
            Some(ask.kind())
        } else {
            None
        }
    };
    let mut seen = Vec::new();
    // A held key asks for twenty pages; only the last is still wanted. Other commands keep their
    // order.
    let mut newest_first: Vec<Command> = Vec::with_capacity(todo.len());
    for command in todo.drain(..).rev() {
        let asked = kind(&command);
        if asked.is_none_or(|kind| !seen.contains(&kind)) {
            seen.extend(asked);
            newest_first.push(command);
        }
    }
    todo.extend(newest_first.into_iter().rev());
}

/// What was opened so far when the loop begins: a load that goes on.
pub struct Opening(Tasks);

/// Opens paths and waits a little: what is small is there before the first frame. Either the
/// archive or the load that goes on.
pub fn open_first(
    paths: Vec<PathBuf>,
    corrections: Corrections,
    wait: Duration,
) -> Result<Loaded, Opening> {
    let mut tasks = Tasks::default();
    let load = tasks.load_input(paths, corrections, None);
    match loaded(&mut tasks, load, wait) {
        Some(loaded) => Ok(loaded),
        None => Err(Opening(tasks)),
    }
}

/// What a load came to, if it did within a time.
fn loaded(tasks: &mut Tasks, load: TaskId, wait: Duration) -> Option<Loaded> {
    tasks.wait_for(load, wait).into_iter().find_map(|msg| {
        if let Msg::Loaded(archive) = msg {
            return Some(Ok(archive));
        }
        let Msg::LoadFailed(why) = msg else {
            return None;
        };
        Some(Err(why))
    })
}

/// What loading hands to the model.
pub(crate) type Loaded = Result<Arc<Archive>, String>;
