//! The words inside subject brackets: which of them are tags, and which name a target.

use super::Revision;

/// What one word of the brackets says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Patch,
    Pull,
    Git,
    Rfc,
    Rft,
    Resend,
    Fixup,
    Revision(Revision),
    Part(u32, u32),
}

/// Words with a meaning, longest first where one begins another.
const KEYWORDS: &[(&str, Tag)] = &[
    ("patchseries", Tag::Patch),
    ("patchset", Tag::Patch),
    ("patches", Tag::Patch),
    ("patch", Tag::Patch),
    ("rfc", Tag::Rfc),
    ("rft", Tag::Rft),
    ("resent", Tag::Resend),
    ("resend", Tag::Resend),
    ("repost", Tag::Resend),
    ("fixup", Tag::Fixup),
    ("pull", Tag::Pull),
    ("git", Tag::Git),
];

/// More digits than this are a date or an id, not a counter.
const COUNTER_DIGITS: usize = 5;

/// More digits than this are not a revision.
const REVISION_DIGITS: usize = 3;

/// From here on `v5.10` names a stable branch: nobody posts a tenth minor revision.
const BRANCH_MINOR: u32 = 10;

/// Takes a word apart into tags, or says that it is none (then it is a target).
///
/// Every piece must be a tag, so `PATCHv3` is two tags and `v5.10.y` or `net-next` are none.
pub(super) fn tags(word: &str) -> Option<Vec<Tag>> {
    let mut found = Vec::new();
    let mut rest = word;
    let mut end = None;
    if let Some((before, part)) = counter_suffix(word) {
        rest = before;
        end = Some(part);
    }
    loop {
        if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            let marks = ['-', '_', '/', '+', '.', ':', '?', '!', '(', ')', '"'];
            rest = rest.trim_start_matches(marks);
        }
        if rest.is_empty() {
            break;
        }
        let (tag, after) = keyword(rest).or_else(|| revision(rest))?;
        found.push(tag);
        rest = after;
    }
    found.extend(end);
    (!found.is_empty()).then_some(found)
}

/// Whether the word begins with PATCH and goes on with something that is no word (`PATCH2`).
pub(super) fn begins_with_patch(word: &str) -> bool {
    strip_keyword(word, "patch").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
}

/// `3/7` at the end of a word, and what stands before it.
///
/// `v2/3` is read as patchwork reads it, as a counter. A dot or a slash before the digits
/// makes it something else (`5.10/2`, a date).
fn counter_suffix(word: &str) -> Option<(&str, Tag)> {
    let word = word.trim_end_matches([':', ')', '.']);
    let (left, right) = word.rsplit_once('/')?;
    let total = number(right, COUNTER_DIGITS)?;
    let before = left.trim_end_matches(|c: char| c.is_ascii_digit());
    let part = number(left.get(before.len()..)?, COUNTER_DIGITS)?;
    if before.ends_with(['.', '/']) {
        return None;
    }
    let before = before.strip_suffix(['v', 'V']).unwrap_or(before);
    Some((before, Tag::Part(part, total)))
}

/// All of `text` as a number, where it has at least one and at most `most` digits.
pub(super) fn number(text: &str, most: usize) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits && text.len() <= most).then(|| text.parse().ok())?
}

/// `3 / 7`, `3/ 7`, `3 /7` or `3 of 7` at the head of `words`, and how many words it takes.
pub(super) fn spaced_counter(words: &[&str]) -> Option<(Tag, usize)> {
    let counter = |a: &str, b: &str| {
        Some(Tag::Part(
            number(a, COUNTER_DIGITS)?,
            number(b, COUNTER_DIGITS)?,
        ))
    };
    match words {
        [a, middle, b, ..] if *middle == "/" || middle.eq_ignore_ascii_case("of") => {
            Some((counter(a, b)?, 3))
        }
        [a, b, ..] if a.ends_with('/') => Some((counter(a.strip_suffix('/')?, b)?, 2)),
        [a, b, ..] if b.starts_with('/') => Some((counter(a, b.strip_prefix('/')?)?, 2)),
        _ => None,
    }
}

/// `v 2` or `version 2` at the head of `words`.
pub(super) fn spaced_revision(words: &[&str]) -> Option<Tag> {
    let [word, digits, after @ ..] = words else {
        return None;
    };
    let said = ["v", "ver", "version", "rev", "revision"]
        .iter()
        .any(|w| word.trim_end_matches('.').eq_ignore_ascii_case(w));
    let counted = after.first().is_some_and(|w| *w == "/" || *w == "of");
    let major = number(digits, REVISION_DIGITS)?;
    (said && !counted).then_some(Tag::Revision(Revision { major, minor: 0 }))
}

/// `r2` or `rev2`: a revision only beside PATCH, since `r8` may well be a chip.
pub(super) fn loose_revision(word: &str) -> Option<Tag> {
    let rest = strip_keyword(word, "rev").or_else(|| strip_keyword(word, "r"))?;
    let major = number(rest, REVISION_DIGITS)?;
    Some(Tag::Revision(Revision { major, minor: 0 }))
}

fn keyword(text: &str) -> Option<(Tag, &str)> {
    if !text.starts_with(['p', 'P', 'r', 'R', 'f', 'F', 'g', 'G']) {
        return None;
    }
    KEYWORDS.iter().find_map(|(name, tag)| {
        let rest = strip_keyword(text, name)?;
        // `gitlab` and `rfcomm` begin with a tag and are none, `PATCHv3` and `RFCPATCH` are two.
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric());
        (ends || revision(rest).is_some() || keyword_follows(rest)).then_some((*tag, rest))
    })
}

fn keyword_follows(text: &str) -> bool {
    KEYWORDS
        .iter()
        .any(|(name, _)| strip_keyword(text, name).is_some())
}

/// `v2`, `V2`, `v6.1`, `v4rev2`, and what follows.
pub(super) fn revision(text: &str) -> Option<(Tag, &str)> {
    let rest = text.strip_prefix(['v', 'V'])?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let (major, rest) = leading_number(rest)?;
    let minor = rest
        .strip_prefix('.')
        .or_else(|| strip_keyword(rest, "rev"))
        .or_else(|| strip_keyword(rest, "r"))
        .and_then(leading_number);
    let (minor, rest) = minor.unwrap_or((0, rest));
    if minor >= BRANCH_MINOR {
        return None;
    }
    let glued = rest.starts_with(|c: char| c.is_alphanumeric());
    if glued && !keyword_follows(rest) {
        return None;
    }
    Some((Tag::Revision(Revision { major, minor }), rest))
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((number(digits, REVISION_DIGITS)?, rest))
}

/// What follows `word`, compared without case.
pub(super) fn strip_keyword<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}
