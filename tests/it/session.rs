//! The application without a terminal: keys in, screens out.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use trifold::app::input::keymap::Chord;
use trifold::app::outgoing::user::UserJob;
use trifold::app::{Command, Model, Msg, Options, Outgoing, SearchAsk, update, update_all, view};
use trifold::archive::Archive;
use trifold::archive::ask::answer;
use trifold::archive::filter::sift_all;
use trifold::archive::marks::{Ledger, Recalled, Remembered, Viewpoint};
use trifold::archive::search::{Pattern, search};
use trifold::config::Config;
use trifold::doc::diff::colour::{Budget, colour};
use trifold::series::correct::Corrections;
use trifold::ui::{self, theme::Theme};

use crate::support::open;

/// 2026-03-20 12:00 UTC: ages do not depend on the clock.
const NOW: i64 = 1_774_008_000;

/// A run of the application.
pub(crate) struct Session {
    pub(crate) model: Model,
    pub(crate) has_quit: bool,
    /// What was put on the clipboard.
    pub(crate) copied: Vec<String>,
    /// What else was handed to other programs, as it is written for debugging.
    pub(crate) sent: Vec<String>,
    /// What was to be run.
    pub(crate) jobs: Vec<UserJob>,
    /// What is to be remembered.
    pub(crate) remembered: Vec<Remembered>,
    /// What was corrected in this run.
    corrections: Corrections,
    ascii: bool,
    theme: Theme,
    size: Size,
}

impl Session {
    pub(crate) fn new(paths: &[PathBuf], width: u16, height: u16) -> Self {
        Self::of(
            Arc::new(open(paths)),
            "sample.mbox",
            Size::new(width, height),
        )
    }

    /// The same with an archive that is there already, opened under some name.
    pub(crate) fn of(archive: Arc<Archive>, name: &str, size: Size) -> Self {
        Self::configured(archive, name, size, "")
    }

    /// The same with a configuration.
    pub(crate) fn configured(archive: Arc<Archive>, name: &str, size: Size, text: &str) -> Self {
        let mut config = Config::defaults();
        config.apply(text, Path::new("config.toml"));
        let options = Options {
            input: name.to_owned(),
            ..config.options
        };
        let (model, first) = Model::new(archive, options, config.keymap, NOW, size);
        let theme = Theme::built_in("mono").unwrap();
        let mut session = Self {
            model,
            has_quit: false,
            copied: Vec::new(),
            sent: Vec::new(),
            jobs: Vec::new(),
            remembered: Vec::new(),
            corrections: Corrections::default(),
            ascii: false,
            theme,
            size,
        };
        session.carry_out(first);
        session
    }

    pub(crate) fn ascii(mut self) -> Self {
        self.ascii = true;
        self
    }

    /// Presses keys, named as in the key map and separated by blanks.
    pub(crate) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let chord: Chord = key.parse().unwrap();
            self.send(Msg::Key(chord));
        }
        self
    }

    /// Presses keys faster than they are taken in.
    pub(crate) fn press_at_once(&mut self, keys: &str) {
        let keys = keys
            .split_whitespace()
            .map(|key| Msg::Key(key.parse().unwrap()));
        let mut todo = Vec::new();
        let done: Result<(), ()> = update_all(&mut self.model, keys.collect(), |_, commands| {
            todo.extend(commands);
            Ok(())
        });
        done.unwrap();
        self.carry_out(todo);
    }

    pub(crate) fn send(&mut self, msg: Msg) {
        if let Msg::Resize(size) = &msg {
            self.size = *size;
        }
        let commands = update(&mut self.model, msg);
        self.carry_out(commands);
    }

    /// What a run before this one would have left: what was remembered so far.
    fn recalled(&self) -> Msg {
        let mut ledger = Ledger::default();
        for remembered in &self.remembered {
            ledger.apply(remembered);
        }
        let archive = self.model.shared();
        let recalled = Recalled::new(ledger, &archive, &Viewpoint::default());
        Msg::Recalled(Box::new(recalled), archive)
    }

    fn carry_out(&mut self, commands: Vec<Command>) {
        let mut todo = commands;
        while let Some(command) = todo.pop() {
            let answer = match command {
                Command::Quit => {
                    self.has_quit = true;
                    continue;
                }
                Command::Ask(serial, ask) => {
                    let answer = answer(self.model.archive(), &ask, &|| true);
                    Msg::Answered(serial, ask, answer)
                }
                Command::Search(serial, SearchAsk::Grep(pattern)) => {
                    self.grep(&pattern, serial);
                    continue;
                }
                Command::Search(serial, SearchAsk::Filter(patterns)) => {
                    self.filter(&patterns, serial)
                }
                Command::Remember(all) => {
                    self.remembered.extend(all);
                    continue;
                }
                Command::Recall { .. } => self.recalled(),
                Command::Correct(correction, about) => {
                    self.corrections.add_correction(*correction, &about);
                    self.regrouped()
                }
                Command::UndoCorrection => {
                    self.corrections.take_back();
                    self.regrouped()
                }
                Command::Colour(serial, job) => {
                    let mut budget = Budget::ENDLESS;
                    let colours = colour(&job, &mut budget);
                    let blocks = job.blocks.iter().map(|block| block.key);
                    Msg::Coloured(serial, blocks.collect(), colours)
                }
                Command::Run(job) => {
                    self.jobs.push(*job);
                    continue;
                }
                Command::Send(Outgoing::Copy(text)) => {
                    self.copied.push(text);
                    continue;
                }
                Command::Send(other) => {
                    self.sent.push(format!("{other:?}"));
                    continue;
                }
                _ => continue,
            };
            todo.extend(update(&mut self.model, answer));
        }
    }

    fn filter(&self, patterns: &[Pattern], serial: u32) -> Msg {
        let sifted = sift_all(self.model.archive(), patterns).into_iter();
        let found = sifted
            .enumerate()
            .map(|(at, mails)| (at, mails.into_iter().collect(), 1));
        Msg::Sifted {
            serial,
            found: found.collect(),
            is_done: true,
        }
    }

    fn grep(&mut self, pattern: &Pattern, serial: u32) {
        let all = Mutex::new(Vec::new());
        search(&self.model.shared(), pattern, &|found| {
            all.lock().unwrap().push(found);
            ControlFlow::Continue(())
        });
        let all = all.into_inner().unwrap();
        let last = all.len() - 1;
        for (number, found) in all.into_iter().enumerate() {
            self.send(Msg::Found {
                serial,
                found,
                is_done: number == last,
            });
        }
    }

    fn regrouped(&self) -> Msg {
        let archive = self.model.archive().corrected(&self.corrections);
        Msg::Regrouped(Arc::new(archive))
    }

    pub(crate) fn theme(self, name: &str) -> Self {
        self.styled(Theme::built_in(name).unwrap())
    }

    pub(crate) fn styled(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Draws on a terminal of any kind; gives what stands in its cells then.
    pub(crate) fn draw<B: Backend>(&self, terminal: &mut Terminal<B>) -> Buffer
    where
        B::Error: std::fmt::Debug,
    {
        let draw = |frame: &mut Frame<'_>| {
            ui::draw(&view(&self.model), &self.theme, self.ascii, frame);
        };
        terminal.draw(draw).unwrap().buffer.clone()
    }

    /// The screen as cells.
    pub(crate) fn buffer(&self) -> Buffer {
        let backend = TestBackend::new(self.size.width, self.size.height);
        let mut terminal = Terminal::new(backend).unwrap();
        self.draw(&mut terminal)
    }

    /// Fails with the screen unless that is on it.
    pub(crate) fn screen_shows(&self, text: &str) {
        let screen = self.screen();
        assert!(screen.contains(text), "no {text} in\n{screen}");
    }

    /// The screen as text.
    pub(crate) fn screen(&self) -> String {
        let buffer = self.buffer();
        let mut text = String::new();
        for y in 0..self.size.height {
            let line: String = (0..self.size.width)
                .map(|x| buffer[(x, y)].symbol())
                .collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
