//! A line of text that is asked for: editing, history, completion.

use crossterm::event::{KeyCode, KeyEvent};
use tui_textarea::{CursorMove, TextArea};

use crate::app::action::command;
use crate::app::input::keymap::Chord;
use crate::text::is_hidden;

/// Characters that a prompt takes; nobody types more, and a paste can be a megabyte.
const LONGEST: usize = 4096;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// A pattern to search for.
    Search,
    /// A filter of the list.
    Filter,
    /// A command.
    Command,
    /// A pattern to look for in all mails.
    Grep,
    /// A command that is given mail to read.
    Pipe,
    /// A command.
    Shell,
    /// A file to write mail to.
    Save,
    /// A private note.
    Note,
    /// A day until which a series is put off.
    Day,
    /// The number of a patch.
    Number,
    /// The revision of a series.
    Version,
    /// The mail that is answered.
    Answers,
}

impl PromptKind {
    /// What stands before the field.
    pub fn lead_sign(self) -> &'static str {
        match self {
            Self::Search => "/",
            Self::Filter => "filter: ",
            Self::Command => ":",
            Self::Grep => "grep: ",
            Self::Pipe => "pipe to: ",
            Self::Shell => "!",
            Self::Save => "save as: ",
            Self::Note => "note: ",
            Self::Day => "put off until (2026-04-01): ",
            Self::Number => "patch number (2/5): ",
            Self::Version => "version (v3): ",
            Self::Answers => "answers the mail with the message id: ",
        }
    }
}

/// What came of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptReply {
    /// Only the cursor moved, or nothing.
    Nothing,
    /// The text is another.
    Changed,
    /// The text is what is wanted.
    Accept,
    /// Everything is to be as before.
    Cancel,
}

/// The prompt.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked for.
    pub ask: PromptKind,
    /// What it is about, said before the field.
    pub about: String,
    field: TextArea<'static>,
    /// How many lines back in the history; 0 is what was typed.
    back: usize,
    typed: String,
    candidates: Vec<(&'static str, &'static str)>,
    chosen: Option<usize>,
}

impl Prompt {
    /// A prompt with a text to begin with.
    pub fn new(ask: PromptKind, text: &str) -> Self {
        let mut prompt = Self {
            ask,
            about: String::new(),
            field: TextArea::default(),
            back: 0,
            typed: text.to_owned(),
            candidates: Vec::new(),
            chosen: None,
        };
        prompt.set_text(text);
        prompt.complete();
        prompt
    }

    /// The field, for drawing.
    pub fn field(&self) -> &TextArea<'static> {
        &self.field
    }

    /// What stands in the field.
    pub fn typed_text(&self) -> &str {
        self.field.lines().first().map_or("", String::as_str)
    }

    /// What the text can become, and which of them was chosen.
    pub fn candidates(&self) -> (&[(&'static str, &'static str)], Option<usize>) {
        (&self.candidates, self.chosen)
    }

    /// Takes a key; the history is oldest first.
    pub fn take_key(&mut self, chord: Chord, history: &[String]) -> PromptReply {
        match (chord.ctrl, chord.code) {
            (false, KeyCode::Enter) => PromptReply::Accept,
            (false, KeyCode::Esc) | (true, KeyCode::Char('c' | 'g')) => PromptReply::Cancel,
            // As in vi: deleting the sign of the prompt leaves it.
            (false, KeyCode::Backspace) if self.typed_text().is_empty() => PromptReply::Cancel,
            (false, KeyCode::Up) => self.recall(self.back + 1, history),
            (false, KeyCode::Down) => self.recall(self.back.saturating_sub(1), history),
            (false, KeyCode::Tab) | (true, KeyCode::Char('n')) => self.choose(1),
            (false, KeyCode::BackTab) | (true, KeyCode::Char('p')) => self.choose(-1),
            (true, KeyCode::Char('u')) => {
                self.field.delete_line_by_head();
                self.edited()
            }
            (true, KeyCode::Char('m' | 'j' | 'r')) => PromptReply::Nothing,
            // What could not be seen is not typed: a pasted search may hide what it looks for.
            (false, KeyCode::Char(c)) if is_hidden(c) => PromptReply::Nothing,
            _ => {
                let before = self.typed_text().len();
                let changed = self.field.input(KeyEvent::from(chord));
                if changed || self.typed_text().len() != before {
                    return self.edited();
                }
                PromptReply::Nothing
            }
        }
    }

    /// Takes pasted text: its first line, without control characters.
    pub fn paste(&mut self, text: &str) -> PromptReply {
        // Of a paste the first line: an Enter within it must not be pressed by it.
        let line = text.trim_start().lines().next().unwrap_or_default();
        let room = LONGEST.saturating_sub(self.typed_text().len());
        let clean: String = clean(line).take(room).collect();
        self.field.insert_str(clean);
        self.edited()
    }

    fn edited(&mut self) -> PromptReply {
        self.back = 0;
        self.typed = self.typed_text().to_owned();
        self.complete();
        PromptReply::Changed
    }

    fn set_text(&mut self, text: &str) {
        self.field = TextArea::new(vec![clean(text).take(LONGEST).collect()]);
        self.field.move_cursor(CursorMove::End);
    }

    fn recall(&mut self, back: usize, history: &[String]) -> PromptReply {
        let text = match back.checked_sub(1) {
            // Down to the end gives back what was typed before.
            None => Some(self.typed.clone()),
            Some(at) => history.iter().rev().nth(at).cloned(),
        };
        let Some(text) = text else {
            return PromptReply::Nothing;
        };
        self.back = back;
        self.set_text(&text);
        PromptReply::Changed
    }

    fn complete(&mut self) {
        self.chosen = None;
        self.candidates = Vec::new();
        if self.ask == PromptKind::Command {
            self.candidates = command::candidates(&self.typed);
        }
    }

    fn choose(&mut self, by: isize) -> PromptReply {
        let count = self.candidates.len();
        let at = match self.chosen {
            None if by > 0 => 0,
            None => count.saturating_sub(1),
            Some(at) => at.wrapping_add(count).wrapping_add_signed(by) % count.max(1),
        };
        let Some((name, _)) = self.candidates.get(at) else {
            return PromptReply::Nothing;
        };
        self.chosen = Some(at);
        self.set_text(name);
        PromptReply::Changed
    }
}

/// What can be seen of a text: a field shows nothing for the rest, and a pattern can name it (`\u{200b}`).
fn clean(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_hidden(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(prompt: &mut Prompt, keys: &str) -> PromptReply {
        let history = vec!["old".to_owned(), "new".to_owned()];
        let mut reply = PromptReply::Nothing;
        for key in keys.split(' ') {
            reply = prompt.take_key(key.parse().unwrap(), &history);
        }
        reply
    }

    #[test]
    fn what_is_typed_can_be_edited_and_accepted() {
        let mut prompt = Prompt::new(PromptKind::Search, "");
        assert_eq!(press(&mut prompt, "a b backspace c"), PromptReply::Changed);
        assert_eq!(prompt.typed_text(), "ac");
        assert_eq!(press(&mut prompt, "ctrl-u"), PromptReply::Changed);
        assert_eq!(prompt.typed_text(), "");
        assert_eq!(press(&mut prompt, "x enter"), PromptReply::Accept);
        assert_eq!(prompt.typed_text(), "x");
    }

    #[test]
    fn the_history_goes_back_and_returns_to_what_was_typed() {
        let mut prompt = Prompt::new(PromptKind::Search, "");
        press(&mut prompt, "t up up up");
        assert_eq!(prompt.typed_text(), "old");
        press(&mut prompt, "down down");
        assert_eq!(prompt.typed_text(), "t");
    }

    #[test]
    fn tab_goes_through_the_candidates() {
        let mut prompt = Prompt::new(PromptKind::Command, "");
        press(&mut prompt, "f o l d tab");
        assert_eq!(prompt.typed_text(), "fold.toggle");
        press(&mut prompt, "tab");
        assert_eq!(prompt.typed_text(), "fold.open");
    }

    #[test]
    fn a_paste_of_a_megabyte_is_cut() {
        let mut prompt = Prompt::new(PromptKind::Filter, "");
        prompt.paste(&"x".repeat(1 << 20));
        assert_eq!(prompt.typed_text().len(), 4096);
    }

    #[test]
    fn a_paste_is_one_line_without_controls() {
        let mut prompt = Prompt::new(PromptKind::Filter, "");
        prompt.paste("a\u{1b}[31m\u{202e}b\r\nc");
        assert_eq!(prompt.typed_text(), "a[31mb");
    }

    #[test]
    fn what_is_not_seen_cannot_be_typed() {
        let mut prompt = Prompt::new(PromptKind::Shell, "");
        for c in [
            '\u{200b}',
            '\u{202e}',
            '\u{1b}',
            '\u{e0041}',
            '\u{ad}',
            '\u{fe0f}',
        ] {
            let key = KeyEvent::from(KeyCode::Char(c));
            assert_eq!(prompt.take_key(key.into(), &[]), PromptReply::Nothing);
        }
        assert_eq!(prompt.typed_text(), "");
    }
}
