//! Strings that a terminal sends: its name, its colours, what a program before us wanted to know
//! (DCS, OSC, APC, PM and SOS of ECMA-48). As keys they would be commands, so they are none; of one
//! alone, the colour of the background, we ask.
//!
//! The reader of keys does not know these strings: the first two bytes come as a key with Alt, and
//! the rest as letters. What tells them from somebody who types is that all of it is there at once.

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// The next byte of a string is there within this time, also over a slow line.
const GAP: Duration = Duration::from_millis(50);

/// Letters of a string that are kept: a colour has fewer.
const LONGEST: usize = 40;

/// What comes from the terminal besides keys.
#[derive(Debug, Default)]
pub(super) struct Unasked {
    seen: Received,
    /// The letters of the string that is there now, or was last.
    letters: String,
    /// That string is over.
    is_whole: bool,
}

/// What was seen of such a string.
#[derive(Debug, Default)]
enum Received {
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
    pub(super) fn pass_event(&mut self, event: Event) -> Option<Event> {
        let Event::Key(key) = &event else {
            return Some(event);
        };
        match self.seen {
            Received::None if is_begin(key) => {
                self.letters.clear();
                self.letters.extend(key.code.as_char());
                self.is_whole = false;
                self.seen = Received::Begun(event);
            }
            Received::None => return Some(event),
            Received::Begun(_) | Received::Within if is_end(key) => {
                self.is_whole = true;
                self.seen = Received::None;
            }
            Received::Begun(_) | Received::Within => {
                if self.letters.len() < LONGEST {
                    self.letters.extend(key.code.as_char());
                }
                self.seen = Received::Within;
            }
        }
        None
    }

    /// Whether the background is light, where the terminal has said that since this was asked last.
    pub(super) fn take_background(&mut self) -> Option<bool> {
        let is_whole = std::mem::take(&mut self.is_whole);
        is_light(&self.letters).filter(|_| is_whole)
    }

    /// How long to wait for more before what is there is taken as it is.
    pub(super) fn gap_to_wait(&self) -> Duration {
        match self.seen {
            Received::None => Duration::ZERO,
            Received::Begun(_) | Received::Within => GAP,
        }
    }

    /// Nothing more came: a string is over, and what only began like one was a key.
    pub(super) fn end_string(&mut self) -> Option<Event> {
        match std::mem::take(&mut self.seen) {
            Received::Begun(event) => Some(event),
            Received::None | Received::Within => None,
        }
    }
}

/// Reads the answer to OSC 11, `]11;rgb:ffff/ffff/ffff`, with one to four digits a colour. Light is
/// what the eye sees as such (ITU-R BT.601).
fn is_light(answer: &str) -> Option<bool> {
    let colours = answer.strip_prefix("]11;rgb:")?.split('/');
    let part = |digits: &str| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)? - 1;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (digits.len() <= 4).then_some(value * 1000 / most.max(1))
    };
    let parts: Option<Vec<u32>> = colours.map(part).collect();
    match *parts? {
        [red, green, blue] => Some(red * 299 + green * 587 + blue * 114 > 500_000),
        _ => None,
    }
}

/// `ESC` and the letter that begins a string.
fn is_begin(key: &KeyEvent) -> bool {
    let begins = matches!(key.code, KeyCode::Char('P' | ']' | '_' | '^' | 'X'));
    begins && key.modifiers.contains(KeyModifiers::ALT)
}

/// `ESC \`, or the bell that xterm allows behind an OSC.
fn is_end(key: &KeyEvent) -> bool {
    match key.code.as_char() {
        Some('\\') => key.modifiers.contains(KeyModifiers::ALT),
        Some('g') => key.modifiers.contains(KeyModifiers::CONTROL),
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
        let mut passed: Vec<Event> = all.filter_map(|event| unasked.pass_event(event)).collect();
        if !unasked.gap_to_wait().is_zero() {
            passed.extend(unasked.end_string());
        }
        passed.extend(unasked.pass_event(key('z', KeyModifiers::NONE)));
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
        let mut unasked = Unasked::default();
        assert!(unasked.pass_event(key('P', KeyModifiers::ALT)).is_none());
        assert!(unasked.pass_event(key('q', KeyModifiers::NONE)).is_none());
        assert!(unasked.pass_event(Event::Resize(1, 1)).is_some());
        assert!(unasked.pass_event(key('q', KeyModifiers::NONE)).is_none());
    }

    #[test]
    fn the_colour_of_the_background_is_read_once_and_nothing_else_is() {
        for (answer, light) in [
            ("11;rgb:ffff/ffff/ffff", Some(true)),
            ("11;rgb:fd/f6/e3", Some(true)),
            ("11;rgb:0000/2b2b/3636", Some(false)),
            ("11;rgb:0/0/f", Some(false)),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:fffff/0/0", None),
            ("11;?", None),
        ] {
            let mut unasked = Unasked::default();
            unasked.pass_event(key(']', KeyModifiers::ALT));
            for letter in answer.chars() {
                unasked.pass_event(key(letter, KeyModifiers::NONE));
            }
            assert_eq!(unasked.take_background(), None, "not over yet");
            unasked.pass_event(key('\\', KeyModifiers::ALT));
            assert_eq!(unasked.take_background(), light, "{answer}");
            assert_eq!(unasked.take_background(), None);
        }
    }
}
