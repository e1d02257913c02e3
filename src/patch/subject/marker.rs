//! Reply markers before a subject: a closed list, so that `mm:` and `net:` stay in the title.

use super::words::strip_keyword;

/// Markers that no subsystem is called by.
const REPLY_MARKERS: &[&str] = &[
    "re", "aw", "fw", "fwd", "antw", "odp", "wg", "回复", "答复", "转发",
];

/// Markers that could begin a title as well: they count only before a bracket or another marker.
const WEAK_MARKERS: &[&str] = &["sv", "vs", "tr", "ref", "rif", "res", "enc", "vl", "ynt"];

/// What follows a reply marker (`Re:`, `RE[2]:`, `Fwd :`), where the text begins with one.
pub(super) fn strip(text: &str) -> Option<&str> {
    if !begins_marker(text) {
        return None;
    }
    if let Some(rest) = marker_of(text, REPLY_MARKERS) {
        return Some(rest);
    }
    let rest = marker_of(text, WEAK_MARKERS)?;
    (rest.starts_with('[') || marker_of(rest, REPLY_MARKERS).is_some()).then_some(rest)
}

/// Whether the first letter is that of a marker: those of most titles and all brackets are not.
fn begins_marker(text: &str) -> bool {
    let first = text.as_bytes().first();
    first.is_some_and(|b| !b.is_ascii() || b"aeforstvwy".contains(&b.to_ascii_lowercase()))
}

fn marker_of<'a>(text: &'a str, markers: &[&str]) -> Option<&'a str> {
    let after = markers
        .iter()
        .filter_map(|marker| strip_keyword(text, marker))
        .find(|rest| !rest.starts_with(char::is_alphanumeric))?;
    let after = counted(after).unwrap_or(after).trim_start();
    let after = after.strip_prefix([':', '：'])?;
    Some(after.trim_start())
}

/// What follows the count of `Re[2]:`, `Re(2):` or `Re^2:`.
fn counted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix(['[', '(', '^'])?;
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < inner.len()).then(|| rest.strip_prefix([']', ')']).unwrap_or(rest))
}
