//! Text from outside made fit for a terminal: the only place that knows a terminal's hazards.
//!
//! A terminal acts on control characters, reorders on bidi controls, shows nothing for
//! zero-width ones, and piles up combining marks. All of these become visible tokens, so that
//! nothing is hidden and nothing is lost. Tabs become blanks up to the next stop of eight.

mod blocks;
mod lines;
mod shared;
mod token;
pub mod url;
mod width;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;
use wide::u8x16;

pub(crate) use blocks::{BLOCK, all, blocks, equals_byte, position, within};
pub use blocks::{Ends, line_ends};
pub use lines::{Lines, is_blank, lines, whole_lines};
pub use shared::{Pool, Shared};
pub use token::is_hidden;
pub use width::{columns, truncate, width, wrap_words};

/// Columns between tab stops, as every terminal and every diff has them.
const TAB: usize = 8;

/// Columns of one line that are shown; the characters behind them are counted.
const LONGEST: usize = 4096;

/// Bytes that are passed over at once where all are ASCII.
const STRETCH: usize = 64;

/// Combining marks that a cluster keeps.
const MARKS: usize = 4;

/// Characters that a cluster keeps, of all kinds: the longest emoji have ten.
const CHARS: usize = 12;

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
pub fn hex_digits(bytes: &[u8]) -> String {
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
    cleaner.into_pieces()
}

/// Characters of a text that are shown as tokens: those that cannot be seen or act on a
/// terminal. Line feeds and tabs are none, nor are joiners where they are lawful.
pub fn hidden(text: &str) -> usize {
    // Mostly all of it is plain, and one look at many bytes says so.
    let plain =
        |lanes| within(lanes, b' ', b'~') | equals_byte(lanes, b'\n') | equals_byte(lanes, b'\t');
    if all(text.as_bytes(), plain) {
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
    !all(text.as_bytes(), |lanes| !acts(lanes))
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
    blocks(bytes)
        .map(|block| block.mask_where(acts).count_ones() as usize)
        .sum()
}

fn acts(lanes: u8x16) -> u8x16 {
    let low = within(lanes, 0, 0x1f);
    (low & !(equals_byte(lanes, b'\n') | equals_byte(lanes, b'\t'))) | equals_byte(lanes, 0x7f)
}

fn hidden_in(cluster: &str) -> usize {
    let mut before = ' ';
    let mut count = 0;
    for (number, c) in cluster.chars().enumerate() {
        let joins = token::joins(c, number, before, cluster);
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
        let (mut marks, mut chars, mut dropped) = (0, 0, 0);
        for (number, c) in cluster.chars().enumerate() {
            let joins = token::joins(c, number, before, cluster);
            before = c;
            if is_hidden(c) && !joins {
                self.push_kept(&std::mem::take(&mut kept));
                self.token(token::of(c));
                chars = 0;
                continue;
            }
            marks += usize::from(number > 0 && !joins && c.width() == Some(0));
            if marks > MARKS || chars == CHARS {
                dropped += 1;
                continue;
            }
            chars += 1;
            kept.push(c);
        }
        self.push_kept(&kept);
        if dropped > 0 {
            self.token(format!("⟨+{dropped}⟩"));
        }
    }

    /// A cluster, or what is left of one. Marks with nothing to stand on take no cell: they get one.
    fn push_kept(&mut self, kept: &str) {
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

    fn into_pieces(mut self) -> Vec<Piece<'a>> {
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
        assert_eq!(hidden("\u{2764}\u{fe07}\u{200d}\u{1f525}"), 2);
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
    fn a_cluster_of_any_kind_has_an_end() {
        let tones = format!("\u{1f44d}{}", "\u{1f3fd}".repeat(100));
        assert!(sanitize(&tones).ends_with("⟨+89⟩") && width(&sanitize(&tones)) < 32);
        let jamo = "\u{1100}".repeat(100);
        assert!(sanitize(&jamo).ends_with("⟨+88⟩"));
        // Behind ten characters people stand alone, and what would join them is seen.
        let chain = "\u{1f468}\u{200d}".repeat(20);
        assert_eq!(hidden(&chain), 15);
        assert_eq!(sanitize(&chain).matches("⟨U+200D⟩").count(), 15);
        assert!(columns(sanitize(&chain).graphemes(true).next().unwrap()).1 <= 12);
    }

    #[test]
    fn selectors_that_choose_a_shape_are_seen() {
        assert_eq!(sanitize("\u{231a}\u{fe0e}"), "\u{231a}⟨U+FE0E⟩");
        assert_eq!(sanitize("\u{706f}\u{fe00}"), "\u{706f}⟨U+FE00⟩");
        assert_eq!(sanitize("a\u{70f}b\u{13430}"), "a⟨U+070F⟩b⟨U+13430⟩");
        assert_eq!(hidden("\u{70f}\u{13430}\u{1343f}\u{231a}\u{fe0e}"), 4);
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

    proptest! {
        #[test]
        fn nothing_acts_on_the_terminal(text in "\\PC*|(.|\\s|[\u{0}-\u{9f}\u{200b}-\u{206f}\u{e0000}-\u{e007f}\u{300}-\u{310}])*") {
            let clean = sanitize(&text);
            let acts = |c: char| is_hidden(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0f}');
            prop_assert!(!clean.chars().any(acts), "{clean:?}");
        }

        #[test]
        fn no_cluster_is_wider_than_a_few_characters(text in "[a\u{1f468}\u{200d}\u{1f3fd}\u{fe0f}\u{1100}\u{1161}\u{915}\u{94d}\u{301}]{0,60}") {
            let clean = sanitize(&text).into_owned();
            let widest = clean.graphemes(true).map(|cluster| columns(cluster).1).max();
            prop_assert!(widest.unwrap_or(0) <= 2 * CHARS, "{clean:?}");
        }

        #[test]
        fn the_widths_of_the_pieces_add_up(text in "[a-z\t灯é👍\u{301}\u{200b}\u{202e}\u{1b}]{0,40}") {
            let pieces = pieces(&text, 0);
            let sum: usize = pieces.iter().map(|piece| width(piece.as_str())).sum();
            prop_assert_eq!(sum, width(&pieces.iter().map(Piece::as_str).collect::<String>()));
        }
    }
}
