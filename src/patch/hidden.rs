//! What a reader would not see: characters that are hidden or act on a terminal, and letters of
//! one script that pass for those of another ("Trojan Source", CVE-2021-42574, CVE-2021-42694).

use std::collections::BTreeSet;

use crate::text::{self, lines};

/// Names that mix scripts and are told of one patch; a translation would give thousands.
const TOLD: usize = 5;

/// Greek letters that look like Latin ones. The others are honest: `5 μs` is no trick.
const GREEK: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧινορυ";

/// Counts controls, C1 controls, bidi controls, zero-width and tag characters, and soft hyphens.
pub fn count(text: &str) -> u32 {
    u32::try_from(text::hidden(text)).unwrap_or(u32::MAX)
}

/// What to say of identifiers in added lines that mix Latin letters with look-alikes.
pub(super) fn mixed(diff: &str) -> Vec<String> {
    if diff.is_ascii() {
        return Vec::new();
    }
    let added = lines(diff).filter(|line| line.starts_with('+') && !line.is_ascii());
    let words = added.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    let mixed: BTreeSet<&str> = words.filter(|word| mixes(word)).collect();
    let told = mixed.iter().take(TOLD);
    told.map(|word| format!("\"{word}\" mixes Latin letters with others that look like them"))
        .collect()
}

fn mixes(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(looks_latin)
}

/// Letters of Cyrillic, Armenian, Cherokee, full width and mathematics, and some Greek ones.
fn looks_latin(c: char) -> bool {
    GREEK.contains(c)
        || matches!(c,
            '\u{400}'..='\u{52f}' | '\u{531}'..='\u{587}' | '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}'
            | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
}

#[cfg(test)]
mod tests {
    use super::mixed;

    #[test]
    fn an_identifier_of_two_scripts_is_told() {
        let told = mixed("+int p\u{430}ssword;\n-int \u{435}x;\n+ok = \u{3bf}pen;\n");
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("\"p\u{430}ssword\" mixes"));
    }

    #[test]
    fn honest_words_of_other_scripts_are_not() {
        let text = "+\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442} world, 5 \u{3bc}s, na\u{ef}ve, \u{706f}x\n p\u{430}ss\n";
        assert!(mixed(text).is_empty());
    }
}
