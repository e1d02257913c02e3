//! A list to choose from: type to filter, Enter takes, Esc leaves.

use crossterm::event::KeyCode;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use tui_textarea::TextArea;

pub use super::choice::Choice;
use super::prompt::{Prompt, PromptKind, PromptReply};
use crate::app::input::keymap::Chord;
use crate::doc::viewport::{Extent, Viewport};

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// In front, in a column of its own: keys, or what a link is called.
    pub label: String,
    /// What it is.
    pub text: String,
    /// What choosing it does.
    pub choice: Choice,
}

/// The list.
#[derive(Debug)]
pub struct Picker {
    /// What it is a list of.
    pub title: String,
    items: Vec<Item>,
    filter: Prompt,
    shown: Vec<usize>,
    view: Viewport,
    /// Whether letters may stand apart, and the best match stands first.
    fuzzy: bool,
    /// Whether it is a question: `y` and `n` answer it, and nothing is typed.
    is_question: bool,
}

/// What came of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// The list stays.
    Stay,
    /// The list goes without a choice.
    Leave,
    /// An item was chosen.
    Take(Choice),
}

impl Picker {
    /// A list with a title.
    pub fn new(title: &str, items: Vec<Item>) -> Self {
        let shown = (0..items.len()).collect();
        let mut picker = Self {
            title: title.to_owned(),
            items,
            filter: Prompt::new(PromptKind::Filter, ""),
            shown,
            view: Viewport::default(),
            fuzzy: false,
            is_question: false,
        };
        // The first row may be a heading, which cannot be chosen.
        picker.step_choice(0, 1);
        picker
    }

    /// The same, for going somewhere: what is typed need only be there in order.
    pub fn fuzzy(title: &str, items: Vec<Item>) -> Self {
        Self {
            fuzzy: true,
            ..Self::new(title, items)
        }
    }

    /// A question: what to leave is chosen first, and `y` does it.
    pub fn question(title: &str, no: &str, yes: &str, choice: Choice) -> Self {
        let item = |label: &str, text: &str, choice: Choice| Item {
            label: label.to_owned(),
            text: text.to_owned(),
            choice,
        };
        // Enter on a question does nothing that cannot be taken back: no comes first.
        let items = vec![item("n", no, Choice::Leave), item("y", yes, choice)];
        Self {
            is_question: true,
            ..Self::new(title, items)
        }
    }

    /// Whether it is a question.
    pub fn is_question(&self) -> bool {
        self.is_question
    }

    /// How many items there are, whatever the filter lets through.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Rows of its box above the first item: the border, and the field where something is typed.
    pub fn rows_above(&self) -> u16 {
        if self.is_question { 1 } else { 2 }
    }

    /// The field that filters.
    pub fn field(&self) -> &TextArea<'static> {
        self.filter.field()
    }

    /// Items that pass the filter, and the chosen one among them.
    pub fn shown(&self) -> (Vec<&Item>, usize) {
        let items = self.shown.iter().filter_map(|at| self.items.get(*at));
        (items.collect(), self.view.cursor)
    }

    /// The first of the shown items that is in view in a box of so many rows.
    pub fn top_item(&self, height: u16) -> usize {
        let mut view = self.view;
        view.fit_in(&self.extent(height));
        view.top
    }

    fn extent(&self, height: u16) -> Extent<'static> {
        Extent {
            lines: self.shown.len(),
            height,
            margin: 1,
            rows: &|_| 1,
        }
    }

    /// Takes a key; `q` leaves while nothing was typed.
    pub fn take_key(&mut self, chord: Chord, height: u16) -> Picked {
        let page = usize::from(height.max(2) - 1);
        // A question is answered by a letter; nothing is typed into it.
        if let (true, KeyCode::Char(letter), false) = (self.is_question, chord.code, chord.ctrl) {
            return self.answer(letter);
        }
        match (chord.ctrl, chord.code) {
            // An empty field: q closes, as everywhere; behind a letter it is typed.
            (false, KeyCode::Char('q')) if self.filter.typed_text().is_empty() => {
                return Picked::Leave;
            }
            (false, KeyCode::Down) | (true, KeyCode::Char('n')) => self.step_choice(1, height),
            (false, KeyCode::Up) | (true, KeyCode::Char('p')) => self.step_choice(-1, height),
            (false, KeyCode::PageDown) | (true, KeyCode::Char('d')) => {
                self.leap_choice(page, true, height);
            }
            (false, KeyCode::PageUp) => self.leap_choice(page, false, height),
            (false, KeyCode::Home) => self.leap_choice(usize::MAX, false, height),
            (false, KeyCode::End) => self.leap_choice(usize::MAX, true, height),
            _ => match self.filter.take_key(chord, &[]) {
                PromptReply::Cancel => return Picked::Leave,
                PromptReply::Accept => return self.take_chosen(),
                PromptReply::Changed => self.narrow(height),
                PromptReply::Nothing => {}
            },
        }
        Picked::Stay
    }

    /// What a letter answers to a question.
    fn answer(&self, letter: char) -> Picked {
        let mut items = self.items.iter();
        match items.find(|item| item.label.chars().eq([letter])) {
            Some(item) => Picked::Take(item.choice.clone()),
            None if letter == 'q' => Picked::Leave,
            None => Picked::Stay,
        }
    }

    /// Takes pasted text into the filter.
    pub fn paste(&mut self, text: &str) {
        if self.is_question {
            return;
        }
        self.filter.paste(text);
        self.narrow(1);
    }

    /// Moves the choice, over headings.
    pub fn step_choice(&mut self, by: isize, height: u16) {
        let mut at = self.view.cursor.saturating_add_signed(by);
        let direction = if by < 0 { -1 } else { 1 };
        // Headings are passed over in the direction of the key.
        while self.choice(at) == Some(&Choice::Nothing) {
            match at.checked_add_signed(direction) {
                Some(next) if next < self.shown.len() => at = next,
                _ => return,
            }
        }
        self.view.cursor = at;
        self.view.fit_in(&self.extent(height));
    }

    fn leap_choice(&mut self, by: usize, down: bool, height: u16) {
        self.view.cursor = if down {
            let last = self.shown.len().saturating_sub(1);
            self.view.cursor.saturating_add(by).min(last)
        } else {
            self.view.cursor.saturating_sub(by)
        };
        self.step_choice(0, height);
    }

    /// Puts the choice on a shown item.
    pub fn point(&mut self, at: usize, height: u16) {
        self.view.cursor = at;
        self.step_choice(0, height);
    }

    /// Takes what is chosen.
    pub fn take_chosen(&self) -> Picked {
        match self.choice(self.view.cursor) {
            Some(choice) if *choice != Choice::Nothing => Picked::Take(choice.clone()),
            _ => Picked::Stay,
        }
    }

    fn choice(&self, shown: usize) -> Option<&Choice> {
        let item = self.items.get(*self.shown.get(shown)?)?;
        Some(&item.choice)
    }

    fn narrow(&mut self, height: u16) {
        if self.fuzzy && !self.filter.typed_text().is_empty() {
            self.shown = best_items(self.filter.typed_text(), &self.items);
            self.view = Viewport::default();
            return self.step_choice(0, height);
        }
        // Help and menus are searched by whole words, long lists fuzzily: there the best stands
        // first.
        let query = self.filter.typed_text().to_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let passes = |item: &Item| {
            let text = format!("{} {}", item.label, item.text).to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        let wanted =
            |item: &Item| words.is_empty() || (item.choice != Choice::Nothing && passes(item));
        let items = self.items.iter().enumerate();
        self.shown = items
            .filter(|(_, item)| wanted(item))
            .map(|(at, _)| at)
            .collect();
        self.view = Viewport::default();
        self.step_choice(0, height);
    }
}

/// The items that a query fits, the best first; of equals the upper.
fn best_items(query: &str, items: &[Item]) -> Vec<usize> {
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(query, CaseMatching::Smart, Normalization::Smart);
    let mut buffer = Vec::new();
    let mut score = |(at, item): (usize, &Item)| {
        let text = format!("{} {}", item.label, item.text);
        let score = pattern.score(Utf32Str::new(&text, &mut buffer), &mut matcher)?;
        (item.choice != Choice::Nothing).then_some((std::cmp::Reverse(score), at))
    };
    let mut found: Vec<_> = items.iter().enumerate().filter_map(&mut score).collect();
    // Equal scores in the order of the list.
    found.sort_unstable();
    found.into_iter().map(|(_, at)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(text: &str, choice: Choice) -> Item {
        Item {
            label: String::new(),
            text: text.to_owned(),
            choice,
        }
    }

    fn picker() -> Picker {
        let link = |text: &str| item(text, Choice::Link(text.to_owned()));
        Picker::new(
            "Links",
            vec![item("Heading", Choice::Nothing), link("one"), link("two")],
        )
    }

    fn press(picker: &mut Picker, keys: &str) -> Picked {
        let mut picked = Picked::Stay;
        for key in keys.split(' ') {
            picked = picker.take_key(key.parse().unwrap(), 5);
        }
        picked
    }

    #[test]
    fn a_heading_is_never_chosen() {
        let mut picker = picker();
        assert_eq!(
            press(&mut picker, "up up enter"),
            Picked::Take(Choice::Link("one".to_owned()))
        );
    }

    #[test]
    fn typing_narrows_the_list() {
        let mut picker = picker();
        assert_eq!(
            press(&mut picker, "w enter"),
            Picked::Take(Choice::Link("two".to_owned()))
        );
        assert_eq!(press(&mut picker, "x enter"), Picked::Stay);
    }

    #[test]
    fn going_somewhere_takes_letters_in_order_and_the_best_stands_first() {
        let link = |text: &str| item(text, Choice::Link(text.to_owned()));
        let items = vec![
            link("lamp: refuse levels"),
            link("lamp: fade"),
            link("rail"),
        ];
        let mut picker = Picker::fuzzy("Go", items);
        press(&mut picker, "l a f a");
        let (shown, _) = picker.shown();
        assert_eq!(shown[0].text, "lamp: fade");
        assert!(shown.iter().all(|item| item.text != "rail"));
    }

    #[test]
    fn q_leaves_only_while_nothing_was_typed() {
        assert_eq!(press(&mut picker(), "q"), Picked::Leave);
        assert_eq!(press(&mut picker(), "o q"), Picked::Stay);
        assert_eq!(press(&mut picker(), "o q esc"), Picked::Leave);
    }
}
