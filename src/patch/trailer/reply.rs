//! Tags that a reply gives, by b4's strict rules: unquoted lines of a known shape.

use std::borrow::Cow;

use super::inner::{Inner, is_chain_of_custody};
use super::shown::ShownTrailer;
use super::tidy::{is_footnote, is_of_person, tidy_value};
use super::{TagGiven, Trailer, address, is_one_of, parse_line, scope, trailer_name};
use crate::mail::Address;
use crate::text::whole_lines;

/// Names whose value needs no address.
const WITHOUT_ADDRESS: &[&str] = &[
    "link",
    "buglink",
    "closes",
    "fixes",
    "obsoleted-by",
    "change-id",
    "base-commit",
];

/// Names that may hold a URL.
const WITH_URL: &[&str] = &["link", "buglink", "closes"];

/// Header-like lines and ids, which a reply quotes or states but does not give.
const NOT_GIVEN: &[&str] = &[
    "from",
    "author",
    "cc",
    "to",
    "bcc",
    "date",
    "sent",
    "subject",
    "reply-to",
    "subscribe",
    "unsubscribe",
    "base-commit",
    "change-id",
    "message-id",
];

/// Lines above a tag that may hold words about it: keeps a long list of tags linear.
const BEFORE_LINES: usize = 32;

/// Bytes of a line, as a guess.
const LINE_BYTES: usize = 32;

/// Digits with which a `Fixes:` has to begin.
const FIXES_DIGITS: usize = 6;

/// The tags that the text of a reply gives, in order. Quoted lines, the log of a commit that is
/// shown and the signature are left out; wrapped lines are joined; the words around a tag give
/// its scope and condition.
///
/// Of the tags of a patch that the reply brings, its sign-offs are kept, on the condition that
/// this patch is taken; b4 gives all of them to the patch that is answered.
pub fn of_reply(text: &str, sender: &Address, patch: &Inner) -> Vec<TagGiven> {
    let (starts, lines) = own_lines(text);
    let mut shown = ShownTrailer::default();
    let mut given = Vec::new();
    let mut at = 0;
    while let (Some(line), Some(start)) = (lines.get(at), starts.get(at)) {
        let first = at;
        let is_shown = shown.take_line(line, lines.get(at + 1).copied());
        // Most lines are quotes or prose.
        if is_shown || trailer_name(line).is_none() || patch.is_context(*start, line) {
            at += 1;
            continue;
        }
        let (line, taken) = joined(lines.get(at..).unwrap_or_default());
        at += taken;
        let Some(mut trailer) = read_tag(&line, sender) else {
            continue;
        };
        let inside = patch.holds(*start);
        // `Reviewed-by:` in the log of a proposed patch was given to that patch.
        if inside && !is_chain_of_custody(&trailer) {
            continue;
        }
        // `[for the tests only]` on the next line is b4's extra info of the tag above.
        if let Some(note) = lines.get(at).copied().and_then(bracketed) {
            trailer.note = note.into();
            at += 1;
        }
        let before = words_before(lines.get(..first).unwrap_or_default());
        let after = words_after(&trailer, lines.get(at..).unwrap_or_default());
        let sets_condition = || is_opinion(&trailer) && scope::is_conditional(&before, &after);
        given.push(TagGiven {
            conditional: inside || sets_condition(),
            scope: scope::of(&before, &after),
            trailer,
        });
    }
    given
}

/// Returns the lines of a text above the signature: the byte at which each begins, and the lines
/// without their ends.
fn own_lines(text: &str) -> (Vec<usize>, Vec<&str>) {
    let guess = text.len() / LINE_BYTES;
    let (mut starts, mut lines) = (Vec::with_capacity(guess), Vec::with_capacity(guess));
    let mut at = 0;
    for line in whole_lines(text) {
        let bare = line.trim_end();
        // RFC 3676 4.3: the mark has a blank. `--` alone is a rule that people draw between
        // remarks.
        if bare == "--" && line.trim_end_matches(['\n', '\r']) == "-- " {
            break;
        }
        starts.push(at);
        lines.push(bare);
        at += line.len();
    }
    (starts, lines)
}

/// The tag that a line gives.
fn read_tag(line: &str, sender: &Address) -> Option<Trailer> {
    let mut trailer = closed(parse_line(line)?);
    // `Reviewed-by: Ann` without an address is the sender's own where the names agree.
    if let Cow::Owned(value) = tidy_value(&trailer.name, &trailer.value, sender) {
        trailer.value = value.into();
    }
    if is_footnote(&trailer.note) {
        trailer.note = "".into();
    }
    is_given(&trailer).then_some(trailer)
}

/// Joins the first line, which is a trailer, with those that continue it; returns it and their
/// number.
fn joined<'a>(lines: &[&'a str]) -> (Cow<'a, str>, usize) {
    let (Some(&first), next) = (lines.first(), lines.get(1)) else {
        return (Cow::Borrowed(""), 1);
    };
    let Some(next) = next.map(|next| next.trim()) else {
        return (Cow::Borrowed(first), 1);
    };
    let opens = |a: char, b: char| first.matches(a).count() > first.matches(b).count();
    // Mailers wrap at 72 columns: `Acked-by: A Long Name` and `<a@b>` below it.
    let only_address = next.starts_with('<') && next.ends_with('>') && !next.contains(' ');
    let without_address = !first.contains('@') && only_address;
    let split_address = opens('<', '>') && next.ends_with('>') && !next.contains(' ');
    // `Fixes: 0123456789ab ("a long` and `title")` below it.
    let split_commit = opens('(', ')') && next.ends_with(')') && trailer_name(next).is_none();
    if split_address {
        let glue = if first.ends_with('<') { "" } else { " " };
        (Cow::Owned(format!("{first}{glue}{next}")), 2)
    } else if without_address || split_commit {
        (Cow::Owned(format!("{first} {next}")), 2)
    } else {
        (Cow::Borrowed(first), 1)
    }
}

/// Adds the `>` that somebody forgot at the end of the value.
fn closed(mut trailer: Trailer) -> Trailer {
    let open = trailer.value.rsplit_once('<').map(|(_, rest)| rest);
    if open.is_some_and(|rest| rest.contains('@') && !rest.contains([' ', '>'])) {
        trailer.value = format!("{}>", trailer.value).into();
    }
    trailer
}

/// Whether a reply gives this (b4's strict mode and its list of names to drop).
fn is_given(trailer: &Trailer) -> bool {
    let name = &trailer.name;
    if !name.is_ascii() || is_one_of(name, NOT_GIVEN) {
        return false;
    }
    if name.eq_ignore_ascii_case("fixes") {
        let digits = trailer.value.bytes().take_while(u8::is_ascii_hexdigit);
        // "Fixes: a bug" is prose: `a` and `b` are hex digits, six in a row rarely are.
        return digits.count() >= FIXES_DIGITS;
    }
    if trailer.value.contains("://") {
        return is_one_of(name, WITH_URL);
    }
    // Only a person's tag can do without brackets: `Note: pci@1c00000 is gone` is prose.
    let is_address = || trailer.value.contains('<') || is_of_person(name);
    is_one_of(name, WITHOUT_ADDRESS) || is_address() && address(&trailer.value).is_some()
}

/// Whether the tag judges the patch: "if you fix this, add Reported-by" sets no condition.
fn is_opinion(trailer: &Trailer) -> bool {
    let given = ["reviewed-by", "acked-by", "tested-by", "nacked-by"];
    let name = trailer.name.to_ascii_lowercase();
    given.contains(&name.as_str()) || name.ends_with("-and-tested-by")
}

/// A line that is wholly `[…]`.
fn bracketed(line: &str) -> Option<&str> {
    let line = line.trim();
    (line.starts_with('[') && line.ends_with(']')).then_some(line)
}

/// Unquoted words of the two lines that lead up to a tag; blank lines and other tags between
/// are passed over, a quote is not.
fn words_before(lines: &[&str]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in lines.iter().rev().take(BEFORE_LINES) {
        let line = line.trim();
        // "With that fixed:" may stand a blank line and three tags above the one that is read.
        if line.is_empty() && kept.is_empty() || parse_line(line).is_some_and(|t| is_given(&t)) {
            continue;
        }
        if line.is_empty() || line.starts_with(['>', '|']) || kept.len() == 2 {
            break;
        }
        kept.push(line);
    }
    kept.reverse();
    kept.join(" ")
}

/// Returns the words behind the address, in the note, and in the next line of the same paragraph.
fn words_after(trailer: &Trailer, lines: &[&str]) -> String {
    let tail = trailer
        .value
        .rsplit_once('>')
        .map_or("", |(_, tail)| tail)
        .trim();
    let next = lines
        .first()
        .map_or("", |line| line.trim())
        .trim_start_matches(['(', '#', ' ']);
    let next = if next.starts_with(['>', '|']) || trailer_name(next).is_some() {
        ""
    } else {
        next
    };
    [tail, &trailer.note, next].join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests;
