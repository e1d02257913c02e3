//! Text from outside made fit for a terminal: the only place that knows a terminal's hazards.
//!
//! A terminal acts on control characters, reorders on bidi controls, shows nothing for
//! zero-width ones, and piles up combining marks. All of these become visible tokens, so that
//! nothing is hidden and nothing is lost. Tabs become blanks up to the next stop of eight.

mod blocks;
mod lines;
mod shared;
mod token;

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

pub(crate) use blocks::{BLOCK, blocks, is, position, within};
pub use blocks::{Ends, ends};
pub use lines::{Lines, is_blank, lines, whole_lines};
pub use shared::{Pool, Shared};
pub use token::is_hidden;

/// Columns between tab stops, as every terminal and every diff has them.
const TAB: usize = 8;

/// Columns of one line that are shown; the characters behind them are counted.
const LONGEST: usize = 4096;

/// Bytes that are passed over at once where all are ASCII.
const STRETCH: usize = 64;

/// Combining marks that a cluster keeps.
const MARKS: usize = 4;

/// A stretch of cleaned text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it was.
    Text(Cow<'a, str>),
    /// Stands for something that would not be seen.
    Token(String),
}

impl Piece<'_> {
    /// What is shown.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Token(token) => token,
        }
    }
}

/// Bytes as hex digits, two for each.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| {
        if value < 10 {
            b'0' + value
        } else {
            b'a' + value - 10
        }
    };
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits: Vec<u8> = digits.map(digit).collect();
    String::from_utf8(digits).unwrap_or_default()
}

/// The columns that a cleaned text takes.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, 0x20..=0x7e)) {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// Whether nothing in a text needs cleaning: printable ASCII.
fn is_plain(text: &str) -> bool {
    text.len() <= LONGEST && text.bytes().all(|b| matches!(b, 0x20..=0x7e))
}

/// Cleans a line that begins in a column (for its tabs), from left to right.
pub fn pieces(text: &str, column: usize) -> Vec<Piece<'_>> {
    if is_plain(text) {
        return vec![Piece::Text(Cow::Borrowed(text))];
    }
    let mut cleaner = Cleaner {
        done: Vec::new(),
        plain: String::new(),
        column,
    };
    for (at, cluster) in text.grapheme_indices(true) {
        if cleaner.column >= column + LONGEST {
            let rest = text.get(at..).unwrap_or_default().chars().count();
            cleaner.token(format!("⟨+{rest}⟩"));
            break;
        }
        cleaner.cluster(cluster);
    }
    cleaner.end()
}

/// Characters of a text that are shown as tokens: those that cannot be seen or act on a
/// terminal. Line feeds and tabs are none, nor are joiners where they are lawful.
pub fn hidden(text: &str) -> usize {
    // Mostly all of it is plain, and one look at many bytes says so.
    let odd = |lanes| !(within(lanes, b' ', b'~') | is(lanes, b'\n') | is(lanes, b'\t'));
    if blocks(text.as_bytes()).all(|block| block.mask(odd) == 0) {
        return 0;
    }
    if text.is_ascii() {
        return controls(text.as_bytes());
    }
    if !holds_hidden(text) {
        return 0;
    }
    lines(text)
        .filter(|line| holds_hidden(line))
        .flat_map(|line| line.graphemes(true))
        .map(hidden_in)
        .sum()
}

/// Whether any character is one that may have to be shown as a token, joiners among them. Mostly
/// none is, and few characters are of more than one byte: only those are looked at one by one.
fn holds_hidden(text: &str) -> bool {
    let is_one = |at: usize| {
        text.get(at..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(is_hidden)
    };
    let stretches = (0..).step_by(STRETCH).zip(text.as_bytes().chunks(STRETCH));
    controls(text.as_bytes()) > 0
        || stretches
            .filter(|(_, stretch)| !stretch.is_ascii())
            .any(|(start, stretch)| {
                let leads = stretch
                    .iter()
                    .enumerate()
                    .filter(|(_, byte)| **byte >= 0xc0);
                leads.map(|(at, _)| start + at).any(is_one)
            })
}

/// Controls among ASCII bytes, line feeds and tabs aside.
fn controls(bytes: &[u8]) -> usize {
    let acts = |lanes| {
        let low = within(lanes, 0, 0x1f);
        (low & !(is(lanes, b'\n') | is(lanes, b'\t'))) | is(lanes, 0x7f)
    };
    blocks(bytes)
        .map(|block| block.mask(acts).count_ones() as usize)
        .sum()
}

fn hidden_in(cluster: &str) -> usize {
    let mut before = ' ';
    let mut count = 0;
    for (number, c) in cluster.chars().enumerate() {
        let joins = number > 0 && token::joins(c, before, cluster);
        count += usize::from(c != '\t' && is_hidden(c) && !joins);
        before = c;
    }
    count
}

struct Cleaner<'a> {
    done: Vec<Piece<'a>>,
    plain: String,
    column: usize,
}

impl<'a> Cleaner<'a> {
    fn cluster(&mut self, cluster: &str) {
        if cluster == "\t" {
            let blanks = TAB - self.column % TAB;
            self.plain.extend(std::iter::repeat_n(' ', blanks));
            self.column += blanks;
            return;
        }
        let mut before = ' ';
        let mut kept = String::with_capacity(cluster.len());
        let mut marks = 0;
        for (number, c) in cluster.chars().enumerate() {
            let joins = number > 0 && token::joins(c, before, cluster);
            before = c;
            if is_hidden(c) && !joins {
                self.text(&std::mem::take(&mut kept));
                self.token(token::of(c));
                continue;
            }
            if number > 0 && !joins && c.width() == Some(0) {
                marks += 1;
                if marks > MARKS {
                    continue;
                }
            }
            kept.push(c);
        }
        self.text(&kept);
        if marks > MARKS {
            self.token(format!("⟨+{}⟩", marks - MARKS));
        }
    }

    /// A cluster, or what is left of one. Marks with nothing to stand on take no cell: they get one.
    fn text(&mut self, kept: &str) {
        if !kept.is_empty() && width(kept) == 0 {
            self.plain.push(' ');
            self.column += 1;
        }
        self.plain.push_str(kept);
        self.column += width(kept);
    }

    fn token(&mut self, token: String) {
        self.flush();
        self.column += width(&token);
        self.done.push(Piece::Token(token));
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            self.done
                .push(Piece::Text(Cow::Owned(std::mem::take(&mut self.plain))));
        }
    }

    fn end(mut self) -> Vec<Piece<'a>> {
        self.flush();
        self.done
    }
}

/// The text without anything that a terminal would act on or not show; one string.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(pieces(text, 0).iter().map(Piece::as_str).collect())
}

/// A cleaned text cut to a width, with `…` where something is missing.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut room = columns.saturating_sub(1);
    for cluster in text.graphemes(true) {
        let Some(left) = room.checked_sub(cluster.width()) else {
            break;
        };
        room = left;
        short.push_str(cluster);
    }
    if columns > 0 {
        short.push('…');
    }
    Cow::Owned(short)
}

/// Ranges of the rows that a cleaned text takes when it is wrapped at words; a word that is too
/// long is broken between clusters.
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut taken) = (0, 0);
    for (at, word) in text.split_word_bound_indices() {
        let wide = width(word);
        if taken + wide > columns && at > start {
            rows.push(start..at);
            (start, taken) = (at, 0);
        }
        if wide > columns.max(1) {
            for (offset, cluster) in word.grapheme_indices(true) {
                if taken + cluster.width() > columns.max(1) {
                    rows.push(start..at + offset);
                    (start, taken) = (at + offset, 0);
                }
                taken += cluster.width();
            }
        } else {
            taken += wide;
        }
    }
    rows.push(start..text.len());
    rows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_are_seen() {
        assert_eq!(
            sanitize("a\x1b[31mb\0c\r\u{9b}d\u{202e}e\u{200b}f"),
            "a␛[31mb␀c␍⟨9B⟩d⟨U+202E⟩e⟨ZWSP⟩f"
        );
    }

    #[test]
    fn hidden_characters_are_counted_as_they_are_shown() {
        assert_eq!(hidden("a\tb\n\u{e9} \u{4e2d} \u{1f600}\n"), 0);
        assert_eq!(hidden("\x1b[31m\x7f"), 2);
        let seven = "\u{9b}\u{ad}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}";
        assert_eq!(hidden(seven), 7);
        let two = "a\u{200d}b a\u{fe0f}b \u{1f468}\u{200d}\u{1f469}";
        assert_eq!(hidden(two), 2);
        let run = "\u{2764}\u{fe0f}\u{200d}\u{200d}\u{1f525}\u{2764}\u{fe0f}\u{fe0f}";
        assert_eq!(hidden(run), 2);
        assert_eq!(hidden("\u{1f3f4}\u{e0067}\u{e0061}\u{e007f}"), 3);
    }

    #[test]
    fn tabs_survive_as_columns() {
        assert_eq!(pieces("a\tb", 0)[0].as_str(), "a       b");
        assert_eq!(pieces("\tb", 1)[0].as_str(), "       b");
    }

    #[test]
    fn families_flags_and_accents_stay_whole() {
        for text in [
            "👨‍👩‍👧",
            "🇩🇪",
            "e\u{301}",
            "灯",
            "שלום",
            "🏳️‍🌈",
            "❤️‍🔥",
            "👁️‍🗨️",
            "🧑🏽‍🚀",
            "⛹🏽‍♀️",
            "1️⃣",
            "©️",
            "🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        ] {
            assert_eq!(sanitize(text), text);
            assert_eq!(hidden(text), 0, "{text}");
        }
    }

    #[test]
    fn piled_up_marks_are_counted() {
        let zalgo = format!("a{}", "\u{300}".repeat(10));
        assert!(sanitize(&zalgo).ends_with("⟨+6⟩"));
    }

    #[test]
    fn an_identifier_is_not_joined_unseen() {
        assert_eq!(sanitize("a\u{200d}b"), "a⟨U+200D⟩b");
        assert_eq!(sanitize("a\u{fe0f}b"), "a⟨U+FE0F⟩b");
        assert_eq!(sanitize("1\u{fe0f}\u{20e3}"), "1\u{fe0f}\u{20e3}");
        assert_eq!(sanitize("\u{200c}\u{200c}"), "⟨U+200C⟩⟨U+200C⟩");
        assert_eq!(sanitize("☺\u{fe0f}\u{fe00}"), "☺\u{fe0f}⟨U+FE00⟩");
    }

    #[test]
    fn a_very_long_line_is_cut_and_counted() {
        let clean = sanitize(&"x".repeat(200_000)).into_owned();
        assert_eq!(clean.len(), 4096 + "⟨+195904⟩".len());
        assert!(clean.ends_with("⟨+195904⟩"));
    }

    #[test]
    fn a_wide_cluster_is_not_cut_in_half() {
        assert_eq!(truncate("灯灯灯", 4), "灯…");
    }

    proptest! {
        #[test]
        fn nothing_acts_on_the_terminal(text in "\\PC*|(.|\\s|[\u{0}-\u{9f}\u{200b}-\u{206f}\u{e0000}-\u{e007f}\u{300}-\u{310}])*") {
            let clean = sanitize(&text);
            let acts = |c: char| is_hidden(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
            prop_assert!(!clean.chars().any(acts), "{clean:?}");
        }

        #[test]
        fn the_widths_of_the_pieces_add_up(text in "[a-z\t灯é👍\u{301}\u{200b}\u{202e}\u{1b}]{0,40}") {
            let pieces = pieces(&text, 0);
            let sum: usize = pieces.iter().map(|piece| width(piece.as_str())).sum();
            prop_assert_eq!(sum, width(&pieces.iter().map(Piece::as_str).collect::<String>()));
        }

        #[test]
        fn wrapped_rows_fit_and_lose_nothing(text in "[ -~灯é]{0,80}", columns in 2usize..20) {
            let rows = wrap(&text, columns);
            prop_assert!(rows.iter().all(|row| width(&text[row.clone()]) <= columns));
            prop_assert_eq!(rows.iter().map(|row| &text[row.clone()]).collect::<String>(), text);
        }
    }
}
