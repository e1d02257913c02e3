//! The words inside subject brackets: which of them are tags, and which name a target.

use super::Revision;

/// One tag of the brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BracketTag {
    Patch,
    Pull,
    Git,
    Rfc,
    Rft,
    Resend,
    Fixup,
    Revision(Revision),
    Part(u32, u32),
    /// The addition to the number of a part that was slipped in: `5` of `2.5/7`, `a` of `2a/7`.
    Late(u8),
}

/// Words with a meaning, longest first where one begins another.
const KEYWORDS: &[(&str, BracketTag)] = &[
    ("patchseries", BracketTag::Patch),
    ("patchset", BracketTag::Patch),
    ("patches", BracketTag::Patch),
    ("patch", BracketTag::Patch),
    ("rfc", BracketTag::Rfc),
    ("rft", BracketTag::Rft),
    ("resent", BracketTag::Resend),
    ("resend", BracketTag::Resend),
    ("repost", BracketTag::Resend),
    ("fixup", BracketTag::Fixup),
    ("pull", BracketTag::Pull),
    ("git", BracketTag::Git),
];

/// More digits than this are a date or an id, not a counter.
const COUNTER_DIGITS: usize = 5;

/// More digits than this are not a revision.
const REVISION_DIGITS: usize = 3;

/// From here on `v5.10` names a stable branch: hardly anybody posts a tenth minor revision.
const BRANCH_MINOR: u32 = 10;

/// No branch has such a number; the thirtieth version of long series of XFS had ten minor ones.
const REVISION_MAJOR: u32 = 25;

/// Takes a word apart into tags, which it appends to `found`; returns `false` and appends nothing
/// where the word is none (then it is a target).
///
/// Every piece must be a tag, so `PATCHv3` is two tags and `v5.10.y` or `net-next` are none.
pub(super) fn read_tags(word: &str, found: &mut Vec<BracketTag>) -> bool {
    let before = found.len();
    // `v3-rc1` begins with a tag and goes on with none: what was read of it must not stay.
    let is_whole = pieces(word, found).is_some();
    if !is_whole {
        found.truncate(before);
    }
    is_whole && found.len() > before
}

fn pieces(word: &str, found: &mut Vec<BracketTag>) -> Option<()> {
    // `v2PATCH12/15`: the counter is taken off first, since its digits end no keyword.
    let (mut rest, end) = counter_suffix(word).unwrap_or((word, [None, None]));
    loop {
        // `RFC-v3`, `v2-RESEND`, `RFC/PATCH` and `(v2)`: signs join tags as blanks do. A brace is
        // none of them, as it lists branches (`v4.{4,9}`).
        if !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            let marks = ['-', '_', '/', '+', '.', ':', '?', '!', '(', ')', '"', '#'];
            rest = rest.trim_start_matches(marks);
        }
        if rest.is_empty() {
            break;
        }
        let (tag, after) = keyword(rest).or_else(|| revision(rest))?;
        found.push(tag);
        rest = after;
    }
    found.extend(end.into_iter().flatten());
    Some(())
}

/// Whether the word begins with PATCH and goes on with something that is no word (`PATCH2`).
pub(super) fn begins_with_patch(word: &str) -> bool {
    strip_keyword(word, "patch").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
}

/// `PATCH-2v4`: a number of its own, as GCC's lists glue it, and the revision behind it.
pub(super) fn numbered_patch(word: &str) -> Option<[BracketTag; 2]> {
    // The number is dropped: without a total it is no part of a known series.
    let rest = strip_keyword(word, "patch")?.trim_start_matches(['-', '_', '#']);
    let (_, rest) = leading_number(rest)?;
    let (revision, rest) = revision(rest.trim_start_matches(['-', '_']))?;
    rest.is_empty().then_some([BracketTag::Patch, revision])
}

/// Splits a counter such as `3/7` off the end of a word; returns the text before it and its tags.
///
/// `v2/3` is a counter, as patchwork reads it. A dot or a slash right before the digits makes them
/// something else (`5.10/2`, a date).
fn counter_suffix(word: &str) -> Option<(&str, [Option<BracketTag>; 2])> {
    // `[PATCH (1/2)]` and `[PATCH 1/2:]`.
    let word = word.trim_end_matches([':', ')', '.']);
    let (left, right) = word.rsplit_once('/')?;
    // `[PATCH 11/10]` is kept as it is written: a counter may exceed its total.
    let total = number(right, COUNTER_DIGITS)?;
    // `6.1/5` cannot lie between the sixth and the seventh of five: it is a branch.
    if let Some((before, part, late)) = late_number(left).filter(|(_, part, _)| *part <= total) {
        let tags = [BracketTag::Part(part, total), BracketTag::Late(late)];
        return Some((before, tags.map(Some)));
    }
    let before = left.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = left.get(before.len()..)?;
    let part = number(digits, COUNTER_DIGITS)?;
    // `5.10/2` counts on from a branch, `2021/05/11` is a day.
    if before.ends_with(['.', '/']) {
        return None;
    }
    let Some(outer) = before.strip_suffix(['v', 'V']) else {
        return Some((before, [Some(BracketTag::Part(part, total)), None]));
    };
    // `v20/4` can be no twentieth of four; `v2/3` is read as the second of three, as patchwork does.
    let glued = glued_revision(digits, right.len()).filter(|_| part > total);
    let (major, part) = glued.map_or((None, part), |(major, part)| (Some(major), part));
    let revision = major.map(|major| BracketTag::Revision(Revision { major, minor: 0 }));
    Some((outer, [revision, Some(BracketTag::Part(part, total))]))
}

/// `v20/4` lacks the blank of `v2 0/4`: git writes numbers as wide as the total.
fn glued_revision(digits: &str, width: usize) -> Option<(u32, u32)> {
    let (major, part) = digits.split_at_checked(digits.len().checked_sub(width)?)?;
    Some((
        number(major, REVISION_DIGITS)?,
        number(part, COUNTER_DIGITS)?,
    ))
}

/// Splits `2.5` or `2a` off the end of `text`; returns the text before it, the number and the byte
/// behind the number. Digits or letters must not run on before it.
fn late_number(text: &str) -> Option<(&str, u32, u8)> {
    let (&late, _) = text.as_bytes().split_last()?;
    let (head, _) = text.split_at_checked(text.len() - 1)?;
    let head = match late {
        // One digit only: `5.10/12` is the twelve patches for branch 5.10.
        b'1'..=b'9' => head.strip_suffix('.')?,
        // `2a/7`; a letter further on is part of a word.
        b'a'..=b'e' => head,
        _ => return None,
    };
    let before = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let part = number(head.get(before.len()..)?, COUNTER_DIGITS)?;
    (part > 0 && !before.ends_with(['v', 'V', '.', '/'])).then_some((before, part, late))
}

/// Parses all of `text` as a number of one to `most` digits.
pub(super) fn number(text: &str, most: usize) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (digits && text.len() <= most).then(|| text.parse().ok())?
}

/// `3 / 7`, `3/ 7`, `3 /7`, `3 of 7`, `3 out of 7` or `3of7` at the head of `words`, a `#` before
/// the number or not, and how many words it takes.
pub(super) fn spaced_counter(words: &[&str]) -> Option<(BracketTag, usize)> {
    let counter = |a: &str, b: &str| {
        // `[PATCH V3, #1 of 3], x` is the habit of one list.
        let a = a.strip_prefix('#').unwrap_or(a);
        Some(BracketTag::Part(
            number(a, COUNTER_DIGITS)?,
            number(b, COUNTER_DIGITS)?,
        ))
    };
    match words {
        [a, out, of, b, ..] if out.eq_ignore_ascii_case("out") && of.eq_ignore_ascii_case("of") => {
            Some((counter(a, b)?, 4))
        }
        [a, middle, b, ..] if *middle == "/" || middle.eq_ignore_ascii_case("of") => {
            Some((counter(a, b)?, 3))
        }
        // `2/ 7` and `2 /7`: liblore drops blanks around the slash as well, b4 finds no counter
        // here.
        [a, b, ..] if a.ends_with('/') => Some((counter(a.strip_suffix('/')?, b)?, 2)),
        [a, b, ..] if b.starts_with('/') => Some((counter(a, b.strip_prefix('/')?)?, 2)),
        // The cheap look at the first letter stands first: this is asked of every word of every
        // bracket.
        [word, ..] if word.starts_with(|c: char| c == '#' || c.is_ascii_digit()) => {
            let (a, b) = glued_of(word)?;
            Some((counter(a, b)?, 1))
        }
        _ => None,
    }
}

/// The numbers of `3of7` and `3-of-7`.
fn glued_of(word: &str) -> Option<(&str, &str)> {
    let (a, b) = word.split_once("of").or_else(|| word.split_once("OF"))?;
    let marks = ['-', '_'];
    Some((a.trim_end_matches(marks), b.trim_start_matches(marks)))
}

/// `v 2`, `version 2` or `take #2` at the head of `words`.
pub(super) fn spaced_revision(words: &[&str]) -> Option<BracketTag> {
    let [word, digits, after @ ..] = words else {
        return None;
    };
    let major = number(digits.strip_prefix('#').unwrap_or(digits), REVISION_DIGITS)?;
    // A number alone (`[PATCH 2]`) is neither: it may count patches, or name a tree.
    let said = ["v", "ver", "version", "rev", "revision", "take", "try"]
        .iter()
        .any(|w| word.trim_end_matches('.').eq_ignore_ascii_case(w));
    // `[PATCH take 2 of 5]` counts patches, not takes.
    let counted = after.first().is_some_and(|w| *w == "/" || *w == "of");
    (said && !counted).then_some(BracketTag::Revision(Revision { major, minor: 0 }))
}

/// Whether a word may name something that comes in versions of its own: an acronym, or one of
/// those that stand before a version as often as not.
pub(super) fn has_versions(word: &str) -> bool {
    const NAMES: &[&str] = &[
        "abi",
        "api",
        "format",
        "protocol",
        "interface",
        "ioctl",
        "metadump",
        "cgroup",
        "log",
        "spec",
        "gen",
        "hw",
        "ip",
        "armv",
    ];
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    // `UVC v2`, `NFS v4`, `eMMC v5`: two capitals make an acronym, one begins a sentence.
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    capitals > 1 || NAMES.iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// Whether a version behind this word belongs to something else: "for v6", "and v3".
pub(super) fn names_a_release(word: &str) -> bool {
    const JOINTS: &[&str] = &[
        "for", "to", "and", "or", "of", "from", "in", "with", "the", "on", "linux",
    ];
    JOINTS.iter().any(|joint| word.eq_ignore_ascii_case(joint))
}

/// `r2`, `rev2` or `take2`: a revision only beside PATCH, since `r8` may well be a chip.
pub(super) fn loose_revision(word: &str) -> Option<BracketTag> {
    let words = ["rev", "r", "take", "try"];
    let mut rests = words.iter().filter_map(|said| strip_keyword(word, said));
    let rest = rests.find(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let major = number(rest, REVISION_DIGITS)?;
    Some(BracketTag::Revision(Revision { major, minor: 0 }))
}

fn keyword(text: &str) -> Option<(BracketTag, &str)> {
    // All keywords begin with one of four letters, and most words of brackets (`net-next`) do not.
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
pub(super) fn revision(text: &str) -> Option<(BracketTag, &str)> {
    let rest = text.strip_prefix(['v', 'V'])?;
    // `[PATCH v.2]`: the dot of the abbreviation says nothing.
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let (major, rest) = leading_number(rest)?;
    let minor = rest
        .strip_prefix('.')
        .or_else(|| strip_keyword(rest, "rev"))
        .or_else(|| strip_keyword(rest, "r"))
        .and_then(leading_number);
    let (minor, rest) = minor.unwrap_or((0, rest));
    if minor >= BRANCH_MINOR && major < REVISION_MAJOR {
        return None;
    }
    // `v2x` goes on with a letter and is a name; `v2PATCH` and `v3RFC` are two tags.
    let glued = rest.starts_with(|c: char| c.is_alphanumeric());
    if glued && !keyword_follows(rest) {
        return None;
    }
    Some((BracketTag::Revision(Revision { major, minor }), rest))
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    Some((number(digits, REVISION_DIGITS)?, rest))
}

/// Strips `word` from the start of `text`, compared without case, and returns the rest.
pub(super) fn strip_keyword<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}
