//! Tests for single lines of a letter: entries of lists, links, trailers.

use super::super::{message, shortlog};
use super::HeadLine;
use crate::patch::trailer;
use crate::text::url;

/// Whether a line is an entry of a list: indented, a bullet, a number.
pub(super) fn is_listed(text: &str) -> bool {
    let after_digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = after_digits.len() < text.len() && after_digits.starts_with(['.', ')', ':']);
    shortlog::is_indented(text)
        || numbered
        || text.starts_with(['-', '*', '+', '•', '['])
        || text.starts_with("o ")
}

/// Whether a line is a label of a few words and a URL with nothing behind it.
pub(super) fn is_link_line(text: &str) -> bool {
    url::next_link(text).is_some_and(|(before, _, after)| {
        // `v3 (RFC): <https://example.org/x>.` is a line of a list; a sentence has more words.
        before.split_whitespace().count() <= 4 && after.trim().chars().count() <= 2
    })
}

/// Whether a line such as "Previous versions:" stands above a line with a link.
pub(super) fn is_link_heading(text: &str, next: Option<&str>) -> bool {
    text.split_whitespace().count() <= 4 && next.is_some_and(is_link_line)
}

/// Marks the lines from which on a paragraph is all trailers. The first of them must be of a
/// well-known kind.
pub(super) fn mark_trailers(lines: &mut [HeadLine<'_>]) {
    let mut ends_well = true;
    for line in lines.iter_mut().rev() {
        let text = line.text;
        if line.blank || message::is_patch_break(text) {
            ends_well = true;
            continue;
        }
        // `[ann: fixed the title]` stands between trailers of maintainers, and `(cherry picked from
        // commit …)` is git's own.
        let noted = || text.starts_with('[') || text.starts_with("(cherry picked");
        let fits =
            || text.starts_with([' ', '\t']) || noted() || trailer::trailer_name(text).is_some();
        ends_well = ends_well && fits();
        line.trailers = ends_well;
    }
    let mut inside = false;
    for line in lines {
        let begins = || {
            !line.text.starts_with([' ', '\t'])
                && trailer::trailer_name(line.text).is_some_and(is_well_known)
        };
        // `Note: the clock stops` at the end of a paragraph has the shape of a trailer and is
        // prose: only a known name may begin the block.
        inside = line.trailers && !line.blank && (inside || begins());
        line.trailers = inside;
    }
}

pub(super) fn is_well_known(name: &str) -> bool {
    let known = [
        "cc",
        "fixes",
        "link",
        "closes",
        "buglink",
        "reported-and-tested-by",
    ];
    let tail = name.len().checked_sub(3).and_then(|at| name.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case("-by"))
        || known.iter().any(|known| name.eq_ignore_ascii_case(known))
}
