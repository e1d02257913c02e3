//! What runs beside the loop, and how it is asked for: loads, searches, programs, a wake-up call.

use std::io;
use std::time::{Duration, Instant};

use super::aside::Aside;
use super::events::{Event, Events};
use super::load::{self, Opening};
use super::search::{self, Search, Sifted};
use super::terminal::Terminal;
use super::{Shell, body, colour, send, size, source, user};
use crate::app::user::Mode;
use crate::app::{Command, Model, Msg, update};
use crate::archive::search::Found;
use crate::archive::talk::Talk;
use crate::patch::moves::Moves;
use crate::series::correct::Correction;

/// What runs beside the loop: a load, a wake-up call.
#[derive(Default)]
pub(super) struct Job {
    opening: Option<Opening>,
    looking: Option<Search<Found>>,
    painter: Option<colour::Painter>,
    aside: Option<Aside>,
    moves: Option<Aside>,
    sifting: Option<Search<Sifted>>,
    running: Vec<user::Running>,
    wake: Option<(Instant, u32)>,
}

/// How often a loop looks for an answer that is due. A look that finds none paints nothing.
const ANSWER: Duration = Duration::from_millis(1);

impl Job {
    pub(super) fn new(opening: Option<Opening>) -> Self {
        Self {
            opening,
            ..Self::default()
        }
    }

    /// Waits for what happens next, and takes everything that is there already: a held key is
    /// many moves and one frame. None when the terminal is gone.
    pub(super) fn next(&mut self, events: &mut Events) -> io::Result<Option<Vec<Msg>>> {
        loop {
            let mut msgs = Vec::new();
            if let Some(opening) = &mut self.opening {
                msgs.extend(opening.poll());
                if opening.is_done() {
                    self.opening = None;
                }
            }
            msgs.extend(search::news(&mut self.looking));
            msgs.extend(search::news(&mut self.sifting));
            msgs.extend(self.painter.as_mut().and_then(colour::Painter::poll));
            for aside in [&mut self.aside, &mut self.moves] {
                if let Some(answer) = aside.as_mut().and_then(Aside::poll) {
                    *aside = None;
                    msgs.push(answer);
                }
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
            let wait = match &self.wake {
                _ if !msgs.is_empty() => Some(Duration::ZERO),
                _ if self.tells_much() => Some(load::TICK),
                _ if self.owes_an_answer() => Some(ANSWER),
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

    /// Whether something runs that has news all the time: each is a frame.
    fn tells_much(&self) -> bool {
        self.looking.is_some() || self.sifting.is_some() || !self.running.is_empty()
    }

    /// Whether something runs that the user waits for and that comes once.
    fn owes_an_answer(&self) -> bool {
        let paints = self.painter.as_ref().is_some_and(colour::Painter::is_busy);
        self.opening.is_some() || self.aside.is_some() || self.moves.is_some() || paints
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

    fn reload(&mut self, model: &mut Model, shell: &Shell) {
        let (corrections, faults) = shell.corrections.read();
        for fault in faults {
            model.tell(&fault, true);
        }
        let paths = shell.paths.clone();
        self.opening = Some(Opening::again(paths, corrections, model.shared()));
    }

    /// Starts a program beside the loop; what went wrong, where it did.
    fn start(&mut self, job: &crate::app::user::Job, model: &Model) -> Option<Msg> {
        match user::Running::start(job, model.archive()) {
            Ok(running) => self.running.push(running),
            Err(why) => return Some(Msg::Executed(Err(format!("{}: {why}", job.name)))),
        }
        None
    }

    /// Reads what a page needs besides its mail: waits a moment for it, and goes on without it
    /// where it takes longer.
    fn set_aside(&mut self, command: Command, model: &Model) -> Option<Msg> {
        let archive = model.shared();
        let none = |serial| Msg::Talked(serial, Vec::new());
        let mut aside = match command {
            Command::Moves(serial, at, slot) => {
                let none = |serial| Msg::Moved(serial, Moves::default());
                // The page is read meanwhile, what moved is only dimmed.
                self.moves = Some(Aside::start(serial, none, move |go_on| {
                    Msg::Moved(serial, archive.moves(at, slot, go_on))
                }));
                return None;
            }
            Command::Talk(serial, topics) => Aside::start(serial, none, move |go_on| {
                let talks = topics
                    .iter()
                    .map(|topic| Talk::read(&archive, topic, go_on));
                Msg::Talked(serial, talks.collect())
            }),
            Command::Compose(serial, at, span) => Aside::start(serial, none, move |go_on| {
                Msg::Composed(serial, archive.net(at, span, go_on))
            }),
            _ => return None,
        };
        let answer = aside.wait();
        self.aside = answer.is_none().then_some(aside);
        answer
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
            let mut answers = Vec::new();
            for command in todo {
                match command {
                    Command::Quit => return Ok(true),
                    Command::Suspend => {
                        terminal.suspend()?;
                        answers.push(Msg::Resize(size()));
                    }
                    Command::Redraw => terminal.redraw()?,
                    Command::Reload => self.reload(model, shell),
                    Command::CancelLoad => {
                        if let Some(opening) = &self.opening {
                            opening.cancel();
                        }
                    }
                    Command::Read(at) => answers.push(Msg::Body(at, body(model.archive(), at))),
                    Command::ReadRaw(at) => answers.push(Msg::Raw(at, source(model.archive(), at))),
                    Command::Grep(pattern, serial) => {
                        self.looking = Some(search::grep(model.shared(), *pattern, serial));
                    }
                    Command::Colour(serial, job) => {
                        let painter = self.painter.get_or_insert_with(colour::Painter::new);
                        painter.add(serial, *job);
                    }
                    Command::Talk(..) | Command::Moves(..) | Command::Compose(..) => {
                        answers.extend(self.set_aside(command, model));
                    }
                    Command::Run(job) if job.mode != Mode::Suspend => {
                        answers.extend(self.start(&job, model));
                    }
                    Command::CancelGrep => self.looking = None,
                    Command::Sift(patterns, serial) => {
                        let is_wanted = !patterns.is_empty();
                        self.sifting =
                            is_wanted.then(|| search::sifting(model.shared(), patterns, serial));
                    }
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
