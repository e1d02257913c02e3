//! Headings of changelogs: "V5 -> V6 Changelog:", "Changes since v1:", "v4:" and their kin.

use crate::text::url;

/// Longer lines are prose.
const HEADING_BYTES: usize = 80;

/// Bytes of the longest word that stands in a heading.
const LONGEST_WORD: usize = 11;

/// The meaning of one word of a heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Something changed.
    Change,
    /// The version behind the word is the older one.
    Since,
    /// `RFC`.
    Rfc,
    /// The word occurs in longer headings only, never in an entry such as `v2: rebased`.
    Filler,
    /// The word may stand beside any version, and means nothing.
    Nothing,
}

/// Returns the meaning of a word, compared without case; nothing for a word that no heading holds.
fn meaning(word: &[u8]) -> Option<Meaning> {
    let mut lower = [0; LONGEST_WORD];
    // Longer words are in no heading, so that a short array serves and nothing is allocated.
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word);
    lower.make_ascii_lowercase();
    match &*lower {
        b"change" | b"changes" | b"changed" | b"changelog" | b"changelogs" | b"history"
        | b"diff" | b"delta" => Some(Meaning::Change),
        b"since" | b"from" | b"over" | b"after" | b"vs" | b"against" => Some(Meaning::Since),
        b"rfc" => Some(Meaning::Rfc),
        b"in" | b"to" | b"the" | b"version" | b"ver" | b"rev" | b"patch" | b"series" => {
            Some(Meaning::Nothing)
        }
        b"a" | b"all" | b"and" | b"are" | b"as" | b"between" | b"comment" | b"comments"
        | b"compared" | b"first" | b"follows" | b"for" | b"highlights" | b"include"
        | b"includes" | b"is" | b"last" | b"list" | b"log" | b"main" | b"major" | b"minor"
        | b"new" | b"notable" | b"of" | b"on" | b"patches" | b"patchset" | b"posting"
        | b"previous" | b"relative" | b"relatively" | b"resend" | b"revision" | b"revisions"
        | b"s" | b"set" | b"short" | b"significant" | b"submission" | b"summary" | b"this"
        | b"update" | b"updates" | b"versions" | b"was" | b"what" | b"with" => {
            Some(Meaning::Filler)
        }
        _ => None,
    }
}

/// A heading: its text as written, and the version it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChangesHeading {
    pub(super) text: String,
    pub(super) version: Option<u32>,
}

/// Reads a line as the heading of a changelog. `starts` says that a blank line or another
/// changelog line stands before it: a one-line entry (`v2: rebased`) needs that.
pub(super) fn heading(line: &str, starts: bool) -> Option<ChangesHeading> {
    // Quoted headings belong to the cover that is answered.
    if line.starts_with('>') || !may_be(line) {
        return None;
    }
    // `== Changes in v3 ==`, `### v2 -> v3`: Markdown and its kin.
    let text = line.trim().trim_matches(['*', '=', '#', '~']).trim();
    let (head, entry) = match text.split_once(':') {
        Some((head, entry)) => (head, Some(entry.trim())),
        None => (text, None),
    };
    if head.is_empty() || head.len() > HEADING_BYTES {
        return None;
    }
    let words = Words::read_heading(head)?;
    // "Changes in v3:" and "v2 -> v3:" lead to v3, "Changes since v2:" does as well.
    let version = words.leads_to();
    let alone = entry.is_none_or(str::is_empty);
    // `Changelog` and `Changes since RFC` name no version.
    let whole = head.eq_ignore_ascii_case("changelog") || (words.since && words.rfc);
    let said = words.change && alone && (entry.is_some() || version.is_some() || whole);
    // `v2: rebased` is an entry of its own; "in v2: we" of a sentence has words that none has.
    let bare = version.is_some() && entry.is_some() && !words.filler && (alone || starts);
    // `v5 -> v6` needs no word that says what follows.
    let arrow = words.arrow && alone && (starts || words.versions.len() > 1);
    // `v2: https://example.org/x` is a link to the older version, no changelog.
    let heads = (said || bare || arrow) && url::next_link(text).is_none();
    heads.then(|| ChangesHeading {
        text: if alone {
            text.into()
        } else {
            format!("{head}:")
        },
        version,
    })
}

/// Whether all words up to a colon are those of headings, as far as a look at each can tell: a
/// number, or a letter of another script, may make a version of any. Most lines are prose, and
/// their first or second word says so.
fn may_be(line: &str) -> bool {
    let mut rest = line.as_bytes();
    loop {
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || !b.is_ascii();
        let is_gap = |b: &&u8| !is_word(b) && **b != b':';
        let gap = rest.iter().take_while(is_gap).count();
        rest = rest.get(gap..).unwrap_or_default();
        let length = rest.iter().take_while(|b| is_word(b)).count();
        let (word, after) = rest.split_at_checked(length).unwrap_or_default();
        if word.is_empty() {
            return true;
        }
        if meaning(word).is_none() && word.iter().all(u8::is_ascii_alphabetic) {
            return false;
        }
        rest = after;
    }
}

/// The words of a heading; none where there is one that no heading holds.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether a kind of word occurred"
)]
struct Words {
    versions: Vec<u32>,
    change: bool,
    since: bool,
    arrow: bool,
    filler: bool,
    rfc: bool,
}

impl Words {
    fn read_heading(head: &str) -> Option<Self> {
        let mut words = Self {
            arrow: ["->", "=>", "→", "..", "-->"]
                .iter()
                .any(|a| head.contains(a)),
            ..Self::default()
        };
        let mut expect_number = false;
        let pieces = head.split(|c: char| !c.is_alphanumeric());
        for word in pieces.filter(|word| !word.is_empty()) {
            if let Some(version) = version_word(word, expect_number || words.arrow) {
                words.versions.push(version);
            } else {
                match meaning(word.as_bytes()) {
                    Some(Meaning::Change) => words.change = true,
                    Some(Meaning::Since) => words.since = true,
                    Some(Meaning::Rfc) => words.rfc = true,
                    Some(Meaning::Filler) => words.filler = true,
                    Some(Meaning::Nothing) => {}
                    // "Changes since v1 (3 patches):" holds a number that names no version.
                    None if word.parse::<u8>().is_ok() => words.filler = true,
                    None => return None,
                }
            }
            // "Changes in version 2", "rev 3": the number counts for the word before it alone.
            expect_number = ["version", "ver", "rev", "revision", "v"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known));
        }
        (words.change || !words.versions.is_empty()).then_some(words)
    }

    /// The version that the listed changes lead to.
    fn leads_to(&self) -> Option<u32> {
        let newest = *self.versions.iter().max()?;
        match self.versions.as_slice() {
            // "Changes since v4" lead to v5, as `v4 ->` does.
            [only] if self.since && !self.arrow => Some(only.saturating_add(1)),
            [only] if self.arrow && !self.rfc => Some(only.saturating_add(1)),
            _ => Some(newest),
        }
    }
}

/// `v2`, `rfcv2`, or a bare number where one is expected ("version 2").
fn version_word(word: &str, expect_number: bool) -> Option<u32> {
    let behind = |prefix: &str| {
        let (head, digits) = word.split_at_checked(prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then_some(digits)
    };
    let digits = match ["rfcv", "rev", "v"].into_iter().find_map(behind) {
        Some(digits) => digits,
        None if expect_number => word,
        None => return None,
    };
    // `v20240501` is a date.
    (digits.len() <= 3).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(line: &str) -> Option<Option<u32>> {
        heading(line, true).map(|heading| heading.version)
    }

    #[test]
    fn headings_of_many_shapes_lead_to_a_version() {
        for (line, leads_to) in [
            ("V5 -> V6 Changelog:", Some(6)),
            ("Changes since v1:", Some(2)),
            ("Changes since v1", Some(2)),
            ("v4:", Some(4)),
            ("V4", None),
            ("Changes in v3:", Some(3)),
            ("v2 -> v3:", Some(3)),
            ("v5->v6:", Some(6)),
            ("v1..v2:", Some(2)),
            ("From v1 to v2:", Some(2)),
            ("Changes from v2 to v3:", Some(3)),
            ("Changes v3:", Some(3)),
            ("v3 changes:", Some(3)),
            ("Changes in version 4:", Some(4)),
            ("* Changes since RFC v1:", Some(2)),
            ("Since v3:", Some(4)),
            ("  v2: rebased", Some(2)),
            ("RFC -> v1:", Some(1)),
            ("Changes since v2 include:", Some(3)),
            ("Changes since RFCv2:", Some(3)),
        ] {
            let expected = leads_to.map(Some);
            assert_eq!(version(line), expected, "{line}");
        }
        assert_eq!(version("Changelog:"), Some(None));
        assert_eq!(version("Change log:"), Some(None));
        assert_eq!(version("Changes:"), Some(None));
        assert_eq!(version("Changelog"), Some(None));
        assert_eq!(version("Changes since RFC"), Some(None));
    }

    #[test]
    fn prose_and_links_are_no_headings() {
        for line in [
            "v5: https://x.y/z",
            "This changes v2 of the format:",
            "Changes the way it works",
            "The previous version:",
            "- v2 of the protocol",
            "Note: x",
            "> v2:",
        ] {
            assert_eq!(version(line), None, "{line}");
        }
        assert_eq!(heading("v2: rebased", false), None);
    }
}
