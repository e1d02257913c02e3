//! Where a [`Command`] becomes an effect: at once, as a task beside the loop, or in another program.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::events::{Event, Events};
use super::identity::MemoryOptions;
use super::keeper::Keeper;
use super::tasks::{TaskKind, Tasks};
use super::terminal::Terminal;
use super::{Opening, Shell, exec, parcel, terminal_size, user};
use crate::app::outgoing::user::Mode;
use crate::app::{Command, Model, Msg, Options, Outgoing, StopWork, update};
use crate::archive::Archive;
use crate::archive::ask::{Ask, answer};
use crate::series::correct::{Correction, Corrections};
use crate::ui::theme::Theme;

/// As long as this a frame waits for what the page needs, so that most pages are drawn once.
const PATIENCE: Duration = Duration::from_millis(2);

/// What was begun and is not over: tasks, and a wake-up call.
pub(super) struct Effects {
    tasks: Tasks,
    keeper: Keeper,
    wake: Option<(Instant, u32)>,
    /// Whether the background is light, where the terminal said that.
    is_light: Option<bool>,
}

impl Effects {
    pub(super) fn new(opening: Option<Opening>, memory: MemoryOptions) -> Self {
        Self {
            tasks: opening.map(|opening| opening.0).unwrap_or_default(),
            keeper: Keeper::new(memory),
            wake: None,
            is_light: None,
        }
    }

    /// Waits for what happens next, and takes everything that is there already: a held key is
    /// many moves and one frame. None when the terminal is gone.
    pub(super) fn next_messages(&mut self, events: &mut Events) -> io::Result<Option<Vec<Msg>>> {
        loop {
            // What tasks report comes before keys, so that a key finds what it was pressed on.
            let mut msgs = self.tasks.poll_reports();
            if let Some((_, serial)) = self.wake.filter(|(at, _)| *at <= Instant::now()) {
                self.wake = None;
                msgs.push(Msg::Wake(serial));
            }
            // Idle waits without end: the loop costs nothing where nothing happens.
            let wait = if msgs.is_empty() {
                self.patience()
            } else {
                Some(Duration::ZERO)
            };
            match events.next_event(wait)? {
                Event::Gone => return Ok(None),
                Event::Msgs(more) => msgs.extend(more),
            }
            let background = events.take_background();
            self.is_light = background.or(self.is_light);
            if !msgs.is_empty() || background.is_some() {
                return Ok(Some(msgs));
            }
        }
    }

    /// How it looks on the background that the terminal has, as far as it said.
    pub(super) fn theme<'a>(&self, model: &Model, shell: &'a Shell) -> &'a Theme {
        let themes = &shell.themes;
        themes.of(model.options().theme, self.is_light == Some(true))
    }

    /// How long the loop may sleep: for ever where nothing runs.
    fn patience(&self) -> Option<Duration> {
        let wake = self
            .wake
            .map(|(at, _)| at.saturating_duration_since(Instant::now()));
        self.tasks.interval().into_iter().chain(wake).min()
    }

    /// Carries out commands and those that their answers lead to. Whether to quit.
    pub(super) fn carry_out(
        &mut self,
        model: &mut Model,
        mut todo: Vec<Command>,
        terminal: &mut Terminal,
        shell: &Shell,
    ) -> io::Result<bool> {
        while !todo.is_empty() {
            let is_end = todo.iter().any(|command| matches!(command, Command::Quit));
            if is_end {
                // Nothing is begun any more, and nothing that was said is lost.
                todo.retain(|command| matches!(command, Command::Remember(_)));
            }
            let mut answers = Vec::new();
            for command in todo {
                answers.extend(self.effect(command, model, terminal, shell)?);
            }
            if is_end {
                return Ok(true);
            }
            todo = answers
                .into_iter()
                .flat_map(|msg| update(model, msg))
                .collect();
        }
        Ok(false)
    }

    /// Carries out one command. What is known at once is the answer; a task answers later.
    fn effect(
        &mut self,
        command: Command,
        model: &mut Model,
        terminal: &mut Terminal,
        shell: &Shell,
    ) -> io::Result<Vec<Msg>> {
        let archive = model.shared();
        match command {
            Command::Quit => {}
            Command::Suspend => {
                self.flush(model);
                // A stopped process holds its locks for as long as the user likes.
                terminal.suspend()?;
                // The window may have been resized while the shell had it.
                return Ok(vec![Msg::Resize(terminal_size())]);
            }
            Command::Redraw => terminal.redraw()?,
            Command::WakeAfter(wait, serial) => self.wake = Some((Instant::now() + wait, serial)),
            Command::Reload => {
                let corrections = told_faults(model, shell.corrections.read_file());
                // The paths as they were given: standard input cannot be read twice, which the load
                // says.
                let paths = shell.paths.clone();
                self.tasks.load_input(paths, corrections, Some(archive));
            }
            Command::Regroup => {
                let corrections = told_faults(model, shell.corrections.read_file());
                self.tasks.regroup(archive, corrections);
            }
            Command::Correct(correction, about) => {
                return Ok(vec![self.correct(
                    Some((*correction, about)),
                    archive,
                    shell,
                )]);
            }
            Command::UndoCorrection => return Ok(vec![self.correct(None, archive, shell)]),
            Command::Stop(what) => self.stop_work(what),
            Command::Ask(serial, ask) => return Ok(self.ask_archive(serial, ask, archive)),
            Command::Search(serial, search) => self.tasks.search(archive, search, serial),
            Command::Colour(serial, job) => self.tasks.colour(serial, *job),
            Command::Save { parcel, path, over } => {
                self.tasks.save_mail(archive, parcel, path, over);
            }
            // A program that takes the terminal is waited for; all others run beside the loop.
            Command::Run(job) if job.mode == Mode::Suspend => {
                self.flush(model);
                let run = || user::with_terminal(&job, &archive);
                return Ok(vec![Msg::Executed(with_terminal_lent(terminal, run))]);
            }
            Command::Run(job) => self.tasks.program(archive, *job),
            Command::Remember(all) => self.keeper.remember(all, &mut self.tasks),
            Command::Recall { anew } => {
                let task = self.keeper.recall(archive, anew, &mut self.tasks);
                return Ok(self.tasks.wait_for(task, PATIENCE));
            }
            Command::Send(what) => {
                self.flush(model);
                let result = hand_over(what, &archive, terminal, model.options());
                return Ok(vec![Msg::Executed(result)]);
            }
        }
        Ok(Vec::new())
    }

    /// Writes what was marked, before somebody else has the terminal.
    fn flush(&mut self, model: &mut Model) {
        if let Some(fault) = self.keeper.flush() {
            model.tell(&fault, true);
        }
    }

    /// Ends everything. What could not be remembered is answered.
    pub(super) fn finish(mut self) -> Option<String> {
        self.keeper.finish()
    }

    fn stop_work(&mut self, what: StopWork) {
        match what {
            StopWork::Load => self.tasks.cut_short(TaskKind::Load),
            StopWork::Grep => self.tasks.drop_kind(TaskKind::Grep),
            StopWork::Filter => self.tasks.drop_kind(TaskKind::Filter),
            StopWork::Page => self.tasks.drop_asks(),
        }
    }

    /// Answers a question: at once where one mail is read for it, else by a task, for which the
    /// frame waits a moment where the page is little without it.
    fn ask_archive(&mut self, serial: u32, ask: Ask, archive: Arc<Archive>) -> Vec<Msg> {
        let kind = ask.kind();
        // One mail is read in less time than a task takes to start.
        if kind.is_one_read() {
            let answer = answer(&archive, &ask, &|| true);
            return vec![Msg::Answered(serial, ask, answer)];
        }
        let task = self.tasks.answer_question(archive, serial, ask);
        // Mostly it is there within a moment, and the page comes whole instead of twice.
        if kind.is_awaited() {
            self.tasks.wait_for(task, PATIENCE)
        } else {
            Vec::new()
        }
    }

    /// Adds a correction to the file, or takes the last one back, and groups anew.
    fn correct(
        &mut self,
        added: Option<(Correction, String)>,
        archive: Arc<Archive>,
        shell: &Shell,
    ) -> Msg {
        let changed = shell.corrections.change(|all| match added {
            Some((correction, about)) => {
                let told = format!("{}: kept; correct.undo takes it back", correction.verb());
                all.add_correction(correction, &about);
                told
            }
            None => match all.take_back() {
                Some(undone) => format!("taken back: {undone}"),
                None => "there is no correction to take back".to_owned(),
            },
        });
        Msg::Executed(match changed {
            Ok((left, told)) => {
                self.tasks.regroup(archive, left);
                Ok(told)
            }
            Err(error) => Err(error.to_string()),
        })
    }
}

/// The corrections of the file; what is wrong with it is told.
fn told_faults(
    model: &mut Model,
    (corrections, faults): (Corrections, Vec<String>),
) -> Corrections {
    for fault in faults {
        model.tell(&fault, true);
    }
    corrections
}

/// Hands something to another program.
fn hand_over(
    what: Outgoing,
    archive: &Archive,
    terminal: &mut Terminal,
    options: &Options,
) -> Result<String, String> {
    match what {
        Outgoing::Copy(text) => exec::copy_text(&text),
        Outgoing::CopyParcel(parcel) => {
            exec::copy_text(&String::from_utf8_lossy(&parcel::bytes(archive, parcel)?))
        }
        Outgoing::Pipe(parcel, line) => {
            let bytes = parcel::bytes(archive, parcel)?;
            with_terminal_lent(terminal, || exec::shell(&line, Some(&bytes)))
        }
        Outgoing::Shell(line) => with_terminal_lent(terminal, || exec::shell(&line, None)),
        Outgoing::OpenUrl(url) => exec::open_url(&url),
        Outgoing::Source(path, line) => {
            let line = usize::try_from(line).unwrap_or(1);
            let file = exec::source_file(&exec::folder(&options.tree), &path)?;
            with_terminal_lent(terminal, || exec::edit_file(&file, line, &options.editor))
        }
        Outgoing::Edit {
            message,
            line,
            is_raw,
        } => {
            let read = if is_raw {
                archive.raw_bytes(message).map(|bytes| (bytes, 0))
            } else {
                archive.readable(message)
            };
            let (bytes, above) = read.map_err(|error| error.to_string())?;
            // Lines of the text are counted; the editor counts the headers as well.
            let line = if line == 0 { 1 } else { above + line };
            with_terminal_lent(terminal, || exec::edit_mail(&bytes, line, &options.editor))
        }
    }
}

/// What a program did while it had the terminal.
fn with_terminal_lent(
    terminal: &mut Terminal,
    run: impl FnOnce() -> Result<String, String>,
) -> Result<String, String> {
    terminal.lend_to(run).map_err(|error| error.to_string())?
}
