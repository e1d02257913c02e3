//! What single lines of a letter are: listed, links, trailers.

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

/// A label of a few words, a URL, and nothing behind it.
pub(super) fn is_link_line(text: &str) -> bool {
    url::next_link(text).is_some_and(|(before, _, after)| {
        before.split_whitespace().count() <= 4 && after.trim().chars().count() <= 2
    })
}

/// "Previous versions:" above a line with a link.
pub(super) fn is_link_heading(text: &str, next: Option<&str>) -> bool {
    text.split_whitespace().count() <= 4 && next.is_some_and(is_link_line)
}

/// Marks the lines from which on a paragraph is all trailers, the first of a well-known kind.
pub(super) fn mark_trailers(lines: &mut [HeadLine<'_>]) {
    let mut ends_well = true;
    for line in lines.iter_mut().rev() {
        let text = line.text;
        if line.blank || message::is_patch_break(text) {
            ends_well = true;
            continue;
        }
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
