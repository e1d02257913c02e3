//! The loop: it draws when something changed, waits for what happens next, lets the model take
//! it in, and carries out what the model asks for. Nothing is decided here, and nothing runs
//! while nothing happens.

mod colour;

mod exec;

mod events;

mod load;

mod parcel;

mod search;

mod talk;

mod terminal;

mod user;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::app::user::Mode;
use crate::app::{Command, Model, Msg, update, view};
use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::series::correct::Correction;
use crate::state::corrections::CorrectionFile;
use crate::ui;
use crate::ui::theme::Theme;

pub use self::load::{Opening, open_first};
pub use self::terminal::stops_the_program;

use self::events::{Event, Events};
use self::search::Looking;
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
    let mut job = Job {
        opening,
        looking: None,
        painter: None,
        talking: None,
        running: Vec::new(),
        wake: None,
    };
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
        for msg in msgs {
            todo.extend(update(&mut model, msg));
            // What is read at once must be in the model before the next key is.
            let (reads, rest) = todo
                .into_iter()
                .partition(|c| matches!(c, Command::Read(_) | Command::ReadRaw(_)));
            todo = rest;
            keep_last_talk(&mut todo);
            if job.carry_out(&mut model, reads, &mut terminal, shell)? {
                return Ok(());
            }
        }
    }
}

/// What runs beside the loop: a load, a wake-up call.
struct Job {
    opening: Option<Opening>,
    looking: Option<Looking>,
    painter: Option<colour::Painter>,
    talking: Option<talk::Talking>,
    running: Vec<user::Running>,
    wake: Option<(Instant, u32)>,
}

impl Job {
    /// Waits for what happens next, and takes everything that is there already: a held key is
    /// many moves and one frame. None when the terminal is gone.
    fn next(&mut self, events: &mut Events) -> io::Result<Option<Vec<Msg>>> {
        loop {
            let mut msgs = Vec::new();
            if let Some(opening) = &mut self.opening {
                msgs.extend(opening.poll());
                if opening.is_done() {
                    self.opening = None;
                }
            }
            if let Some(looking) = &mut self.looking {
                msgs.extend(looking.poll());
                if looking.done {
                    self.looking = None;
                }
            }
            msgs.extend(self.painter.as_mut().and_then(colour::Painter::poll));
            if let Some(answer) = self.talking.as_mut().and_then(talk::Talking::poll) {
                self.talking = None;
                msgs.push(answer);
            }
            self.running.retain_mut(|running| {
                let end = running.poll();
                let is_over = end.is_some();
                msgs.extend(end);
                !is_over
            });
            if let Some((_, serial)) = self.wake.filter(|(at, _)| *at <= Instant::now()) {
                self.wake = None;
                msgs.push(Msg::Wake(serial));
            }
            let paints = self.painter.as_ref().is_some_and(colour::Painter::is_busy);
            let is_busy = self.opening.is_some()
                || self.looking.is_some()
                || self.talking.is_some()
                || paints
                || !self.running.is_empty();
            let wait = match &self.wake {
                _ if !msgs.is_empty() => Some(std::time::Duration::ZERO),
                _ if is_busy => Some(load::TICK),
                Some((at, _)) => Some(at.saturating_duration_since(Instant::now())),
                None => None,
            };
            match events.next(wait)? {
                Event::Gone => return Ok(None),
                Event::Msgs(more) => msgs.extend(more),
            }
            if !msgs.is_empty() {
                return Ok(Some(msgs));
            }
        }
    }

    /// Adds a correction to the file, or takes the last one back, and groups anew.
    fn correct(
        &mut self,
        added: Option<(Correction, String)>,
        model: &Model,
        shell: &Shell,
    ) -> Msg {
        let changed = shell.corrections.change(|all| match added {
            Some((correction, about)) => {
                let told = format!("{}: kept; correct.undo takes it back", correction.verb());
                all.add(correction, &about);
                told
            }
            None => match all.undo() {
                Some(undone) => format!("taken back: {undone}"),
                None => "there is no correction to take back".to_owned(),
            },
        });
        Msg::Executed(
            changed
                .map_err(|error| error.to_string())
                .map(|(left, told)| {
                    self.opening = Some(Opening::regroup(model.shared(), left));
                    told
                }),
        )
    }

    /// Carries out commands and those that their answers lead to. Whether to quit.
    fn carry_out(
        &mut self,
        model: &mut Model,
        mut todo: Vec<Command>,
        terminal: &mut Terminal,
        shell: &Shell,
    ) -> io::Result<bool> {
        while !todo.is_empty() {
            let mut answers = Vec::new();
            for command in todo {
                match command {
                    Command::Quit => return Ok(true),
                    Command::Suspend => {
                        terminal.suspend()?;
                        answers.push(Msg::Resize(size()));
                    }
                    Command::Redraw => terminal.redraw()?,
                    Command::Reload => {
                        let (corrections, faults) = shell.corrections.read();
                        for fault in faults {
                            model.tell(&fault, true);
                        }
                        self.opening = Some(Opening::again(
                            shell.paths.clone(),
                            corrections,
                            model.shared(),
                        ));
                    }
                    Command::CancelLoad => {
                        if let Some(opening) = &self.opening {
                            opening.cancel();
                        }
                    }
                    Command::Read(at) => answers.push(Msg::Body(at, body(model.archive(), at))),
                    Command::ReadRaw(at) => answers.push(Msg::Raw(at, source(model.archive(), at))),
                    Command::Grep(pattern, serial) => {
                        let looking = Looking::start(model.shared(), *pattern, serial);
                        self.looking = Some(looking);
                    }
                    Command::Colour(serial, job) => {
                        let painter = self.painter.get_or_insert_with(colour::Painter::new);
                        painter.add(serial, *job);
                    }
                    Command::Talk(serial, topics) => {
                        let mut talking = talk::Talking::start(model.shared(), topics, serial);
                        match talking.wait() {
                            Some(answer) => answers.push(answer),
                            None => self.talking = Some(talking),
                        }
                    }
                    Command::Run(job) if job.mode != Mode::Suspend => {
                        match user::Running::start(&job, model.archive()) {
                            Ok(running) => self.running.push(running),
                            Err(why) => {
                                answers.push(Msg::Executed(Err(format!("{}: {why}", job.name))))
                            }
                        }
                    }
                    Command::CancelGrep => self.looking = None,
                    Command::Correct(correction, about) => {
                        answers.push(self.correct(Some((*correction, about)), model, shell));
                    }
                    Command::UndoCorrection => answers.push(self.correct(None, model, shell)),
                    Command::WakeAfter(wait, serial) => {
                        self.wake = Some((Instant::now() + wait, serial));
                    }
                    outward => answers.push(send(outward, model.archive(), terminal, shell)),
                }
            }
            todo = answers
                .into_iter()
                .flat_map(|msg| update(model, msg))
                .collect();
        }
        Ok(false)
    }
}

/// Of several pages that were turned only the last is looked at.
fn keep_last_talk(todo: &mut Vec<Command>) {
    let is_talk = |command: &Command| matches!(command, Command::Talk(..));
    let mut older = todo.iter().filter(|command| is_talk(command)).count();
    todo.retain(|command| {
        older -= usize::from(is_talk(command));
        older == 0 || !is_talk(command)
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
