//! Columns: how many a text takes, cutting it to some, wrapping it at them.
//!
//! Terminals do not agree on clusters of several characters. One draws a family of joined people
//! in two columns, another each of them in two; the same holds for skin tones, for what a
//! variation selector makes an emoji of, and for the conjuncts of some scripts. The most that any
//! of them takes is what a row reckons with, so that no row runs out of its pane.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a cleaned text takes, at most.
pub fn width(text: &str) -> usize {
    if text.bytes().all(|b| matches!(b, 0x20..=0x7e)) {
        return text.len();
    }
    text.graphemes(true).map(of_cluster).sum()
}

/// The columns that terminals give a cluster: of those that see it as one, and of those that
/// draw character by character, the smaller number first.
pub fn columns(cluster: &str) -> (usize, usize) {
    let whole = cluster.width();
    let apart = cluster.chars().filter_map(UnicodeWidthChar::width).sum();
    (whole.min(apart), whole.max(apart))
}

fn of_cluster(cluster: &str) -> usize {
    match cluster.len() {
        1 => 1,
        _ => columns(cluster).1,
    }
}

/// A cleaned text cut to a width, with `…` where something is missing.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut room = columns.saturating_sub(1);
    for cluster in text.graphemes(true) {
        let Some(left) = room.checked_sub(of_cluster(cluster)) else {
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
pub fn wrap_words(text: &str, columns: usize) -> Vec<Range<usize>> {
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
                if taken + of_cluster(cluster) > columns.max(1) {
                    rows.push(start..at + offset);
                    (start, taken) = (at + offset, 0);
                }
                taken += of_cluster(cluster);
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
    fn a_wide_cluster_is_not_cut_in_half() {
        assert_eq!(truncate("灯灯灯", 4), "灯…");
    }

    #[test]
    fn a_cluster_takes_the_most_that_any_terminal_gives_it() {
        for (cluster, expected) in [
            ("a", (1, 1)),
            ("\u{706f}", (2, 2)),
            ("e\u{301}", (1, 1)),
            ("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}", (2, 6)),
            ("\u{1f44d}\u{1f3fd}", (2, 4)),
            ("\u{263a}\u{fe0f}", (1, 2)),
            ("\u{ff76}\u{ff9e}", (2, 2)),
            ("\u{1f1e9}\u{1f1ea}", (2, 2)),
        ] {
            assert_eq!(columns(cluster), expected, "{cluster}");
            assert_eq!(width(cluster), expected.1, "{cluster}");
        }
    }

    #[test]
    fn what_is_cut_or_wrapped_fits_on_every_terminal() {
        let people = "\u{1f468}\u{200d}\u{1f469}".repeat(3);
        assert_eq!(
            truncate(&people, 9),
            "\u{1f468}\u{200d}\u{1f469}\u{1f468}\u{200d}\u{1f469}…"
        );
        assert_eq!(wrap_words(&people, 8).len(), 2);
    }

    proptest! {
        #[test]
        fn wrapped_rows_fit_and_lose_nothing(text in "[ -~灯é]{0,80}", columns in 2usize..20) {
            let rows = wrap_words(&text, columns);
            prop_assert!(rows.iter().all(|row| width(&text[row.clone()]) <= columns));
            prop_assert_eq!(rows.iter().map(|row| &text[row.clone()]).collect::<String>(), text);
        }
    }
}
