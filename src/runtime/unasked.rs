//! Strings that a terminal sends without having been asked: its name, its colours, what a program
//! before us wanted to know (DCS, OSC, APC, PM and SOS of ECMA-48). As keys they would be
//! commands, so they are none.
//!
//! The reader of keys does not know these strings: the first two bytes come as a key with Alt, and
//! the rest as letters. What tells them from somebody who types is that all of it is there at once.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The next byte of a string is there within this time, also over a slow line.
const GAP: Duration = Duration::from_millis(50);

/// What was seen of such a string.
#[derive(Debug, Default)]
pub(super) enum Unasked {
    /// Nothing.
    #[default]
    None,
    /// What may be its beginning, or a key.
    Begun(Event),
    /// More of it.
    Within,
}

impl Unasked {
    /// Takes an event in; gives it back where it is none of a string.
    pub(super) fn pass(&mut self, event: Event) -> Option<Event> {
        let Event::Key(key) = &event else {
            return Some(event);
        };
        match self {
            Self::None if is_begin(key) => *self = Self::Begun(event),
            Self::None => return Some(event),
            Self::Begun(_) | Self::Within => {
                *self = if is_end(key) {
                    Self::None
                } else {
                    Self::Within
                };
            }
        }
        None
    }

    /// How long to wait for more before what is there is taken as it is.
    pub(super) fn gap(&self) -> Duration {
        match self {
            Self::None => Duration::ZERO,
            Self::Begun(_) | Self::Within => GAP,
        }
    }

    /// Nothing more came: a string is over, and what only began like one was a key.
    pub(super) fn over(&mut self) -> Option<Event> {
        match std::mem::take(self) {
            Self::Begun(event) => Some(event),
            Self::None | Self::Within => None,
        }
    }
}

/// `ESC` and the letter that begins a string.
fn is_begin(key: &KeyEvent) -> bool {
    let begins = matches!(key.code, KeyCode::Char('P' | ']' | '_' | '^' | 'X'));
    begins && key.modifiers.contains(KeyModifiers::ALT)
}

/// `ESC \`, or the bell that xterm allows behind an OSC.
fn is_end(key: &KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('\\') => key.modifiers.contains(KeyModifiers::ALT),
        KeyCode::Char('g') => key.modifiers.contains(KeyModifiers::CONTROL),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(code), modifiers))
    }

    /// The letters that pass for keys, of what comes at once.
    fn keys(begin: char, letters: &str, end: Option<(char, KeyModifiers)>) -> String {
        let mut unasked = Unasked::default();
        let begin = key(begin, KeyModifiers::ALT);
        let inside = letters.chars().map(|c| key(c, KeyModifiers::NONE));
        let end = end.map(|(code, modifiers)| key(code, modifiers));
        let all = std::iter::once(begin).chain(inside).chain(end);
        let mut passed: Vec<Event> = all.filter_map(|event| unasked.pass(event)).collect();
        if !unasked.gap().is_zero() {
            passed.extend(unasked.over());
        }
        passed.extend(unasked.pass(key('z', KeyModifiers::NONE)));
        let letter = |event: &Event| match event {
            Event::Key(key) => key.code.as_char(),
            _ => None,
        };
        passed.iter().filter_map(letter).collect()
    }

    #[test]
    fn a_string_is_no_key_and_what_follows_it_is() {
        let ends = [
            Some(('\\', KeyModifiers::ALT)),
            Some(('g', KeyModifiers::CONTROL)),
            None,
        ];
        for begin in ['P', ']', '_', '^', 'X'] {
            for end in ends {
                assert_eq!(keys(begin, "11;q!Q", end), "z", "{begin} {end:?}");
            }
        }
    }

    #[test]
    fn a_key_with_alt_alone_is_a_key() {
        assert_eq!(keys(']', "", None), "]z");
        assert_eq!(keys('x', "q", None), "xqz");
    }

    #[test]
    fn a_window_of_another_size_is_told_meanwhile() {
        let mut unasked = Unasked::Within;
        assert!(unasked.pass(Event::Resize(1, 1)).is_some());
        assert!(unasked.pass(key('q', KeyModifiers::NONE)).is_none());
    }
}
