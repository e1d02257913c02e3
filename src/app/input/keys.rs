//! Keys: those that wait for another, and where they go.

use crate::app::dialog::state::Dialog;
use std::time::Duration;

use super::keymap::{Chord, KeyContext, Keymap, Lookup, show_keys};
use crate::app::action::{Action, App, Go, Motion};
use crate::app::frame::screen::PaneId;
use crate::app::{Command, Model, Open, StopWork};
use crossterm::event::KeyCode;

/// How long a key waits before the keys that can follow are shown.
const WHICH_KEY: Duration = Duration::from_millis(300);
/// How often something is done at most.
const MOST_TIMES: usize = 9_999;
/// Within what time a second Ctrl-c leaves.
const TWICE: Duration = Duration::from_secs(1);

/// What keys do, and those that were pressed and are not decided yet.
#[derive(Debug, Default)]
pub(in crate::app) struct Keys {
    /// What they do.
    pub(in crate::app) map: Keymap,
    pending: Vec<Chord>,
    /// How often what comes is to be done, as far as it was typed.
    count: Option<usize>,
    /// The number of the last wake-up that was asked for.
    serial: u32,
    /// The time to show what can follow has come.
    is_slow: bool,
    interrupted: Option<u32>,
}

impl Keys {
    pub(in crate::app) fn new(map: Keymap) -> Self {
        Self {
            map,
            ..Self::default()
        }
    }

    /// What was typed and waits, for the footer.
    pub(in crate::app) fn typed(&self) -> String {
        let count = self
            .count
            .map_or_else(String::new, |count| count.to_string());
        count + &show_keys(&self.pending)
    }

    /// The keys that wait.
    pub(in crate::app) fn pending(&self) -> &[Chord] {
        &self.pending
    }

    /// Whether to show what can follow.
    pub(in crate::app) fn is_slow(&self) -> bool {
        self.is_slow && !self.pending.is_empty()
    }

    /// Forgets the keys that wait; says whether there were any.
    pub(in crate::app) fn forget(&mut self) -> bool {
        self.is_slow = false;
        let any = !self.pending.is_empty() || self.count.is_some();
        self.pending.clear();
        self.count = None;
        any
    }
}

impl Model {
    pub(in crate::app) fn press_key(&mut self, chord: Chord) -> Vec<Command> {
        self.dialog.notices.clear();
        self.dialog.has_begun = true;
        if self.dialog.open.is_some() {
            return self.overlay_key(chord);
        }
        // Esc first takes back what was begun: `g`, a count.
        if chord == Chord::plain(KeyCode::Esc) && self.dialog.keys.forget() {
            return Vec::new();
        }
        if self.count_on(chord) {
            return Vec::new();
        }
        self.dialog.keys.pending.push(chord);
        match self
            .dialog
            .keys
            .map
            .lookup(self.context(), &self.dialog.keys.pending)
        {
            Lookup::Hit(action) => {
                let count = self.dialog.keys.count;
                self.dialog.keys.forget();
                self.run_often(action, count)
            }
            Lookup::Prefix => {
                self.dialog.keys.serial = self.dialog.keys.serial.wrapping_add(1);
                // Who knows the second key presses it before the box with all of them comes.
                vec![Command::WakeAfter(WHICH_KEY, self.dialog.keys.serial)]
            }
            Lookup::Miss => {
                let keys = show_keys(&self.dialog.keys.pending);
                self.dialog.keys.forget();
                // A key that does nothing says so, and where the others are.
                let help = self.keys_for(Action::App(App::Help));
                self.dialog
                    .notices
                    .tell(format!("{keys} does nothing here; {help} lists the keys"));
                Vec::new()
            }
        }
    }

    /// Takes a digit of a count: one that does something of its own begins none. Whether it was one.
    fn count_on(&mut self, chord: Chord) -> bool {
        let KeyCode::Char(digit) = chord.code else {
            return false;
        };
        let Some(digit) = digit
            .to_digit(10)
            .filter(|_| chord == Chord::plain(chord.code))
        else {
            return false;
        };
        // A digit that somebody bound is a key.
        let is_free = || self.dialog.keys.map.lookup(self.context(), &[chord]) == Lookup::Miss;
        let goes_on = self.dialog.keys.count.is_some() || (digit > 0 && is_free());
        if !goes_on || !self.dialog.keys.pending.is_empty() {
            return false;
        }
        let count = self.dialog.keys.count.unwrap_or(0) * 10 + digit as usize;
        self.dialog.keys.count = Some(count.min(MOST_TIMES));
        true
    }

    /// Does an action so often, where it is a movement; the last line of so many is that line.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what is no movement is done once"
    )]
    fn run_often(&mut self, action: Action, count: Option<usize>) -> Vec<Command> {
        let Some(count) = count else {
            return self.run_action(action);
        };
        match action {
            // `12G` and `12gg` go to a line, as in vi and less.
            Action::Move(Motion::Top | Motion::Bottom) => {
                self.focused().go_to(count.saturating_sub(1));
                Vec::new()
            }
            // What reads a page, or goes by what stands on it, is done once: it is built anew first.
            Action::Move(_)
            | Action::Go(
                Go::NextPatch
                | Go::PreviousPatch
                | Go::NextSeries
                | Go::PreviousSeries
                | Go::Back
                | Go::Forward,
            ) => {
                let mut commands = Vec::new();
                for _ in 0..count {
                    let before = self.whereabouts();
                    commands.extend(self.run_action(action));
                    // Where it led nowhere it will not the next time.
                    if self.whereabouts() == before {
                        break;
                    }
                }
                commands
            }
            _ => self.run_action(action),
        }
    }

    /// What a movement changes.
    fn whereabouts(&self) -> impl PartialEq + use<> {
        // A count of 9,999 that leads nowhere must end at once.
        let columns = PaneId::ALL.map(|id| self.pane(id).column);
        let views = PaneId::ALL.map(|id| self.pane(id).view);
        (self.reader.page, self.wish.focus, views, columns)
    }

    /// Takes a key that moves the cursor of the list and comes again right away: the page is
    /// built for the last of them only. Whether it was one.
    pub(in crate::app) fn skim_list(&mut self, chord: Chord) -> bool {
        // Only plain movements of the list are skimmed: they need no page in between.
        let is_list = self.wish.focus == PaneId::List && self.dialog.open.is_none();
        if !is_list || !self.dialog.keys.pending.is_empty() || self.dialog.keys.count.is_some() {
            return false;
        }
        let Lookup::Hit(Action::Move(motion)) =
            self.dialog.keys.map.lookup(self.context(), &[chord])
        else {
            return false;
        };
        self.dialog.notices.clear();
        self.motion(motion);
        self.follow();
        true
    }

    /// Where keys are heard.
    pub(in crate::app) fn context(&self) -> KeyContext {
        match self.wish.focus {
            PaneId::List => KeyContext::List,
            PaneId::Page if self.reader.page.compared().is_some() => KeyContext::Compare,
            PaneId::Page => KeyContext::Text,
            PaneId::Files => KeyContext::Tree,
            PaneId::Patches => KeyContext::Patches,
        }
    }

    /// The first key of an action here; its name where it has none.
    pub(in crate::app) fn keys_for(&self, action: Action) -> String {
        let keys = self.dialog.keys.map.keys_of(self.context(), action);
        let name = || format!(":{}", action.dotted_name());
        keys.into_iter().next().unwrap_or_else(name)
    }

    /// Ctrl-c: cancels, and leaves when it comes twice.
    pub(in crate::app) fn interrupt(&mut self) -> Vec<Command> {
        // Twice within a second is meant.
        if self.dialog.keys.interrupted.take().is_some() {
            return vec![Command::Quit];
        }
        let mut commands = Vec::new();
        if self.session.progress.take().is_some() {
            commands.push(Command::Stop(StopWork::Load));
        }
        self.dialog.keys.serial = self.dialog.keys.serial.wrapping_add(1);
        self.dialog.keys.interrupted = Some(self.dialog.keys.serial);
        self.dialog.notices.tell("Ctrl-c once more quits");
        commands.push(Command::WakeAfter(TWICE, self.dialog.keys.serial));
        commands
    }

    pub(in crate::app) fn paste(&mut self, text: &str) -> Vec<Command> {
        match &mut self.dialog.open {
            Some(Open::Prompt(prompt, _)) => {
                prompt.paste(text);
                self.prompt_changed();
            }
            // Without a prompt a paste is dropped: its letters are no keys.
            Some(Open::Picker(picker)) => picker.paste(text),
            None => {}
        }
        Vec::new()
    }
}

impl Dialog {
    /// The time that was asked for has passed.
    pub(in crate::app) fn wake_up(&mut self, serial: u32) {
        if serial == self.keys.serial {
            self.keys.is_slow = !self.keys.pending.is_empty();
        }
        if self.keys.interrupted == Some(serial) {
            self.keys.interrupted = None;
        }
    }
}
