//! Characters that a reader would not see, those that act on a terminal, and letters of one script
//! that pass for those of another ("Trojan Source", CVE-2021-42574, CVE-2021-42694).
//!
//! Which characters pass for which is decided by Unicode's table of confusables (UTS #39).

use unicode_script::{Script, UnicodeScript};
use unicode_security::GeneralSecurityProfile;

use crate::text::{self, lines};

/// Most look-alikes that are reported for one patch; a translation would give thousands.
const TOLD: usize = 5;

/// Files that are read by people alone: blanks and marks of any kind are at home there.
const PROSE: &[&str] = &[
    "md", "rst", "txt", "po", "pot", "html", "svg", "tex", "adoc", "csv", "tsv", "json", "xml",
];

/// Counts controls, C1 controls, bidi controls, zero-width and tag characters, and soft hyphens.
pub fn count(text: &str) -> u32 {
    u32::try_from(text::hidden(text)).unwrap_or(u32::MAX)
}

/// Returns alerts for added lines whose letters, marks or blanks pass for those of ASCII.
pub(super) fn mixed(diff: &str) -> Vec<String> {
    // Nearly all diffs are: one pass over the bytes, and no line is split.
    if diff.is_ascii() {
        return Vec::new();
    }
    let mut told: Vec<String> = Vec::new();
    let mut is_prose = false;
    for line in lines(diff) {
        if let Some(path) = line.strip_prefix("+++ ") {
            is_prose = reads_as_prose(path);
            continue;
        }
        // Only added lines: what a patch takes away, or leaves alone, it does not bring in.
        let Some(added) = line.strip_prefix('+').filter(|line| !line.is_ascii()) else {
            continue;
        };
        // U+00A0 and an en dash are at home in a manual; in C they break the build or hide a bug.
        // Identifiers of mixed letters are told in any file.
        let marks = (!is_prose).then(|| mark(code_part(added))).flatten();
        for what in words(added).chain(marks) {
            if told.len() < TOLD && !told.contains(&what) {
                told.push(what);
            }
        }
        if told.len() == TOLD {
            break;
        }
    }
    told
}

fn reads_as_prose(path: &str) -> bool {
    let name = path.split('\t').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|e| PROSE.iter().any(|prose| prose.eq_ignore_ascii_case(e)))
}

/// Identifiers that mix Latin letters with look-alikes.
fn words(line: &str) -> impl Iterator<Item = String> {
    let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|word| mixes(word))
        .map(|word| format!("\"{word}\" mixes Latin letters with others that look like them"))
}

fn mixes(word: &str) -> bool {
    !word.is_ascii()
        // A word wholly in Cyrillic is honest; one that also has ASCII letters is not.
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && word.chars().any(|c| poses(c) && !is_at_home(c))
}

/// Whether a character passes for one or more of ASCII.
fn poses(c: char) -> bool {
    !c.is_ascii() && unicode_security::skeleton(c.encode_utf8(&mut [0; 4])).all(|s| s.is_ascii())
}

/// Letters that languages in Latin script are written with, such as `æ`, `þ` and `ı`.
fn is_at_home(c: char) -> bool {
    c.script() == Script::Latin && c.identifier_allowed()
}

/// Returns the part of a line that is surely code: the text before a string or a comment.
fn code_part(line: &str) -> &str {
    let trimmed = line.trim_start();
    // ` * text` within a C comment, `#` of shells, `;` of assembly, `%` of TeX.
    if trimmed.starts_with(['*', '#', ';', '%']) {
        return "";
    }
    let ends = ["//", "/*", "\"", "'", "`", "# ", "--", "<!"];
    let end = ends.iter().filter_map(|end| line.find(end)).min();
    line.get(..end.unwrap_or(line.len())).unwrap_or(line)
}

/// The first mark or blank in code that passes for one of ASCII.
fn mark(code: &str) -> Option<String> {
    let found = code.chars().find(|c| !c.is_alphanumeric() && poses(*c))?;
    Some(format!(
        "U+{:04X} stands in code and looks like a mark or a blank of ASCII",
        u32::from(found)
    ))
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
    fn letters_that_unicode_calls_confusable_are_told() {
        for word in [
            "nu\u{217c}l",
            "\u{261}et",
            "m\u{251}in",
            "is\u{1c3}",
            "\u{ff4d}ain",
            "\u{501}one",
            "\u{1d41a}dd",
            "f\u{585}r",
            "\u{13a0}B",
            "x\u{3bd}",
        ] {
            let told = mixed(&format!("+\tif ({word})\n"));
            assert_eq!(told.len(), 1, "{word}");
        }
    }

    #[test]
    fn marks_and_blanks_in_code_are_told() {
        for bad in [
            "\u{37e}", "\u{a0}", "\u{2800}", "\u{3000}", "\u{2003}", "\u{ff1b}", "\u{2212}",
        ] {
            let told = mixed(&format!("+++ b/a.c\n+\tx = y{bad} z\n"));
            assert_eq!(told.len(), 1, "{bad:?}");
            assert!(told[0].contains(&format!("U+{:04X}", u32::from(bad.chars().next().unwrap()))));
        }
    }

    #[test]
    fn marks_and_blanks_in_words_for_people_are_not() {
        for text in [
            "+++ b/a.rst\n+5\u{a0}mm \u{2013} so\u{37e}\n",
            "+++ b/a.c\n+\t/* 5\u{a0}mm \u{2013} so */\n+\tsay(\"\u{2026}\u{a0}\");\n+ * \u{201c}x\u{201d}\n+// \u{3000}x\n",
            "+++ b/a.py\n+# \u{2019}tis\n+x = 1 # \u{2013}\n",
        ] {
            assert!(mixed(text).is_empty(), "{text}: {:?}", mixed(text));
        }
    }

    #[test]
    fn honest_words_of_other_scripts_are_not() {
        let text = "+\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442} world, 5 \u{3bc}s, na\u{ef}ve, \u{706f}x\n p\u{430}ss\n\
            +Bj\u{e6}ld \u{de}\u{f3}r \u{131}s\u{131}k gr\u{f8}n Stra\u{df}e \u{142}uk c\u{153}ur x\u{b2}\n";
        assert!(mixed(text).is_empty(), "{:?}", mixed(text));
    }

    #[test]
    fn no_more_is_told_than_can_be_read() {
        let text: String = (0..100).map(|n| format!("+int \u{430}a{n};\n")).collect();
        assert_eq!(mixed(&text).len(), 5);
    }
}
