//! What the terminal says: keys, mouse, paste, its size.

use std::io;
use std::time::{Duration, Instant};

use crossterm::event::{self, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Size;

use super::unasked::Unasked;
use super::unix_now;
use crate::app::input::keymap::Chord;
use crate::app::{Mouse, MouseKind, Msg};

/// After so long without a key, ages on the screen are counted anew.
const PAUSE: Duration = Duration::from_secs(30);

/// What came next.
pub(super) enum Event {
    /// Messages, perhaps none.
    Msgs(Vec<Msg>),
    /// The terminal went away.
    Gone,
}

/// The terminal's events.
pub(super) struct Events {
    last: Instant,
    unasked: Unasked,
}

impl Events {
    pub(super) fn new() -> Self {
        Self {
            last: Instant::now(),
            unasked: Unasked::default(),
        }
    }

    /// Whether the background is light, where the terminal said that since this was asked last.
    pub(super) fn take_background(&mut self) -> Option<bool> {
        self.unasked.take_background()
    }

    /// Waits for an event, for ever where no time is given, and takes all that are there.
    pub(super) fn next_event(&mut self, wait: Option<Duration>) -> io::Result<Event> {
        // crossterm reads without end only where it is asked without a time.
        if let Some(wait) = wait
            && !event::poll(wait)?
        {
            return Ok(Event::Msgs(Vec::new()));
        }
        let mut msgs = Vec::new();
        loop {
            // An error here means that there is no terminal to read from any more.
            let Ok(event) = event::read() else {
                return Ok(Event::Gone);
            };
            // All that was typed by now is one update: a paste of keys makes one frame.
            msgs.extend(self.unasked.pass_event(event).and_then(translate));
            if !event::poll(self.unasked.gap_to_wait()).unwrap_or(false) {
                break;
            }
        }
        msgs.extend(self.unasked.end_string().and_then(translate));
        // Ages are shown by the minute; a clock that ticks would wake an idle program.
        if self.last.elapsed() > PAUSE {
            msgs.insert(0, Msg::Clock(unix_now()));
        }
        self.last = Instant::now();
        Ok(Event::Msgs(msgs))
    }
}

fn translate(event: event::Event) -> Option<Msg> {
    match event {
        // Terminals with the kitty protocol report the release of a key as well.
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            Some(Msg::Key(Chord::from(key)))
        }
        event::Event::Mouse(mouse) => mouse_msg(mouse),
        event::Event::Paste(text) => Some(Msg::Paste(text)),
        event::Event::Resize(width, height) => Some(Msg::Resize(Size::new(width, height))),
        // Whoever comes back after an hour sees what is old now, and what another run has read.
        event::Event::FocusGained => Some(Msg::Clock(unix_now())),
        event::Event::Key(_) | event::Event::FocusLost => None,
    }
}

fn mouse_msg(mouse: MouseEvent) -> Option<Msg> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the enum is another crate's"
    )]
    let kind = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Down,
        MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
        MouseEventKind::Up(MouseButton::Left) => MouseKind::Up,
        MouseEventKind::ScrollUp => MouseKind::ScrollUp,
        MouseEventKind::ScrollDown => MouseKind::ScrollDown,
        _ => return None,
    };
    Some(Msg::Mouse(Mouse {
        kind,
        column: mouse.column,
        row: mouse.row,
    }))
}
