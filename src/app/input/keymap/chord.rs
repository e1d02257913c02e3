//! One key press: read from the terminal's events and from names such as `ctrl-d`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, in the one form that a plain terminal can tell: Shift is part
/// of a character, never a modifier beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

/// Names of keys that are no single character, as they are written and as they are shown.
const NAMES: &[(&str, &str, KeyCode)] = &[
    ("space", "Space", KeyCode::Char(' ')),
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("shift-tab", "Shift-Tab", KeyCode::BackTab),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("insert", "Insert", KeyCode::Insert),
    ("up", "Up", KeyCode::Up),
    ("down", "Down", KeyCode::Down),
    ("left", "Left", KeyCode::Left),
    ("right", "Right", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PageUp", KeyCode::PageUp),
    ("pagedown", "PageDown", KeyCode::PageDown),
];

/// Letters that arrive as another key when Control is held: Tab, Enter, Backspace, line feed,
/// and the two that stop and start the terminal's output.
const INDISTINCT: &str = "imhjsq[";

impl Chord {
    /// A plain key.
    pub fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// Whether a plain terminal can send it as itself.
    pub fn is_distinct(self) -> bool {
        !matches!(self.code, KeyCode::Char(c) if self.ctrl && INDISTINCT.contains(c))
    }
}

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the enum is another crate's"
        )]
        let code = match event.code {
            // A terminal sends one byte for Ctrl-D and Ctrl-d.
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            // The kitty protocol tells the letter without its shift.
            KeyCode::Char(c) if shift => KeyCode::Char(c.to_ascii_uppercase()),
            KeyCode::Tab if shift => KeyCode::BackTab,
            code => code,
        };
        Self {
            code,
            ctrl,
            alt: event.modifiers.contains(KeyModifiers::ALT),
        }
    }
}

impl From<Chord> for KeyEvent {
    fn from(chord: Chord) -> Self {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, chord.ctrl);
        modifiers.set(KeyModifiers::ALT, chord.alt);
        Self::new(chord.code, modifiers)
    }
}

impl FromStr for Chord {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-").filter(|r| !r.is_empty()) {
                (ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("alt-").filter(|r| !r.is_empty()) {
                (alt, rest) = (true, after);
            } else {
                break;
            }
        }
        let unknown = || format!("no such key: {text}");
        let code = key_code(rest).ok_or_else(unknown)?;
        let chord = Self { code, ctrl, alt };
        if !chord.is_distinct() {
            return Err(format!("a terminal cannot tell {text} from another key"));
        }
        Ok(chord)
    }
}

fn key_code(text: &str) -> Option<KeyCode> {
    if let Some(found) = NAMES.iter().find(|name| name.0 == text) {
        return Some(found.2);
    }
    let mut chars = text.chars();
    match (chars.next()?, chars.as_str()) {
        (c, "") if !c.is_control() => Some(KeyCode::Char(c)),
        ('f', digits) => {
            let number = digits.parse().ok().filter(|n| (1..=12).contains(n))?;
            Some(KeyCode::F(number))
        }
        _ => None,
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some(name) = NAMES.iter().find(|name| name.2 == self.code) {
            return f.write_str(name.1);
        }
        if let KeyCode::F(number) = self.code {
            return write!(f, "F{number}");
        }
        match self.code.as_char() {
            Some(c) => write!(f, "{c}"),
            None => f.write_str("?"),
        }
    }
}
