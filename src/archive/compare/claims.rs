//! What the changelog says has changed, and where such a change is to be seen.
//!
//! A name that an entry speaks of leads to the lines that went or came with it. No verdict beyond
//! that: most entries name nothing, and most changes are named by none.

use std::sync::LazyLock;

use regex::Regex;

use super::Comparison;
use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::patch::letter::{self, SectionKind};

/// Entries that are read.
const MOST: usize = 500;

/// Names of an entry that are looked for.
const NAMES: usize = 12;

/// Bytes that are looked through for names.
const BUDGET: usize = 1 << 30;

/// An entry of the changelog that leads to the newer version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The number of the patch that says it; 0 for the cover.
    pub patch: u32,
    /// The entry, lines joined.
    pub text: String,
    /// Names of code and files that it speaks of.
    pub names: Vec<String>,
    /// The newer patches, by place, in which one of them went or came.
    pub found: Vec<usize>,
}

/// Words that name something: quoted, or shaped like code, a path or a macro.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // `foo_bar()`, "drivers/lamp.c": what is quoted is a name whatever its letters.
    let quoted = r#"["`'][\w./()>: -]{2,60}["`']"#;
    // snake_case, a->b, a::b, f(), path/name, camelCase, MACRO: prose has none of these.
    let word = r"[\w./>:()-]*(?:_|->|::|\(\)|\w/\w|[a-z][A-Z]|[A-Z]{4,})[\w./>:()-]*";
    Regex::new(&format!("{quoted}|{word}")).ok()
});

/// Reads the entries and finds what they name.
pub(super) fn find_claims(
    archive: &Archive,
    comparison: &Comparison,
    go_on: &dyn Fn() -> bool,
) -> Vec<Claim> {
    let Some(series) = archive.series(comparison.new.at) else {
        return Vec::new();
    };
    let version = series.head.revision.major;
    let cover = series.parts.cover.map(|cover| (0, cover));
    let patches = comparison.new.patches.iter();
    let mails = patches.map(|patch| (patch.number, patch.message));
    let mut claims: Vec<Claim> = cover
        .into_iter()
        .chain(mails)
        .flat_map(|(patch, mail)| entries(archive, mail, version, patch))
        .take(MOST)
        .collect();
    let changes = changes(comparison);
    let mut left = BUDGET;
    for claim in &mut claims {
        for (patch, text) in &changes {
            // Every name is searched for in every changed patch; the product is bounded, not each
            // factor.
            let cost = text.len().saturating_mul(claim.names.len());
            left = left.saturating_sub(cost);
            if left == 0 || !go_on() {
                return claims;
            }
            if claim.names.iter().any(|name| text.contains(name.as_str())) {
                claim.found.push(*patch);
            }
        }
    }
    claims
}

/// Newer patches whose code changed and that no entry speaks of.
pub(super) fn unclaimed(comparison: &Comparison, claims: &[Claim]) -> Vec<usize> {
    let changed = comparison
        .entries
        .iter()
        .filter(|entry| entry.gone + entry.come > 0);
    let patches = changed.filter_map(|entry| entry.new);
    patches
        .filter(|patch| {
            let number = comparison.new.patches.get(*patch).map(|patch| patch.number);
            // An entry below a patch is about that patch, whatever names it uses.
            let speaks = |claim: &Claim| claim.found.contains(patch) || Some(claim.patch) == number;
            !claims.iter().any(speaks)
        })
        .collect()
}

/// The lines that went and came, by newer patch.
fn changes(comparison: &Comparison) -> Vec<(usize, String)> {
    let entries = comparison.entries.iter();
    entries
        .filter_map(|entry| {
            let new = entry.new?;
            let patch = comparison.new.patches.get(new)?;
            let Some(text) = entry.text.and_then(|at| comparison.texts.get(at)) else {
                // Of a patch that is new all is changed; of one that is the same nothing.
                let is_new = entry.old.is_none();
                return is_new.then(|| (new, patch.recast.diff_part().to_owned()));
            };
            let old = comparison.old.patches.get(entry.old?)?;
            let gone = picked(&old.recast.text, &text.gone);
            let come = picked(&patch.recast.text, &text.come);
            Some((new, gone + &come))
        })
        .collect()
}

fn picked(text: &str, places: &[usize]) -> String {
    let lines = text.split('\n').enumerate();
    let chosen = lines.filter(|(place, _)| places.binary_search(place).is_ok());
    chosen.map(|(_, line)| format!("{line}\n")).collect()
}

fn entries(archive: &Archive, mail: MsgIdx, version: u32, patch: u32) -> Vec<Claim> {
    let Ok(body) = archive.read_body(mail) else {
        return Vec::new();
    };
    let logs: Vec<(Option<u32>, &str)> = letter::sections(&body.text)
        .into_iter()
        .filter_map(|section| {
            if let SectionKind::Changes(_, leads_to) = section.kind {
                Some((leads_to, body.text.get(section.range)?))
            } else {
                None
            }
        })
        .collect();
    // Some head the log of a v3 with "Changes since v3": the topmost is meant then.
    let exact = logs.iter().find(|(leads_to, _)| *leads_to == Some(version));
    let Some((_, text)) = exact.or_else(|| logs.first()) else {
        return Vec::new();
    };
    let entries = split(text).into_iter();
    entries
        .map(|text| Claim {
            patch,
            names: names(&text),
            text,
            found: Vec::new(),
        })
        .collect()
}

/// The entries of a changelog, without its heading: each begins with a mark, and goes on in lines
/// that are indented further.
fn split(log: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in log.lines() {
        let bare = line.trim();
        let marked = bare
            .strip_prefix(['-', '*', '+', 'o'])
            .filter(|rest| rest.starts_with([' ', '\t']));
        match (marked, entries.last_mut()) {
            (Some(text), _) => entries.push(text.trim().to_owned()),
            (None, Some(last)) if !bare.is_empty() => {
                last.push(' ');
                last.push_str(bare);
            }
            _ => {}
        }
    }
    entries
}

fn names(text: &str) -> Vec<String> {
    let Some(pattern) = NAME.as_ref() else {
        return Vec::new();
    };
    let trimmed = |found: regex::Match<'_>| {
        let name = found
            .as_str()
            .trim_matches(['"', '`', '\'', '.', ',', ':', '-', '(', ')']);
        (name.len() > 2).then(|| name.to_owned())
    };
    let mut names: Vec<String> = pattern.find_iter(text).filter_map(trimmed).collect();
    names.sort();
    names.dedup();
    names.truncate(NAMES);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_apart_and_joined() {
        let log = "Changes in v2:\n - use lamp_on() instead\n   of a flag\n - rebased\n\n * drop MAX_LAMPS\n";
        assert_eq!(
            split(log),
            [
                "use lamp_on() instead of a flag",
                "rebased",
                "drop MAX_LAMPS"
            ]
        );
    }

    #[test]
    fn names_are_what_is_written_like_code() {
        assert_eq!(
            names("use lamp_on() instead of bus->dim"),
            ["bus->dim", "lamp_on"]
        );
        assert_eq!(
            names("drop MAX_LAMPS and \"the rate\" in drivers/lamp.c"),
            ["MAX_LAMPS", "drivers/lamp.c", "the rate"]
        );
        assert!(names("rebased on the latest tree").is_empty());
    }
}
