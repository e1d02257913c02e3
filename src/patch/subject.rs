//! Subject tags: `[RFC PATCH net-next v2 3/7] title`, the superset of rules of b4, liblore and
//! patchwork. Every field knows whether it was written or inferred.

mod marker;

mod title;

mod words;

use std::borrow::Cow;
use std::fmt;

use thin_vec::ThinVec;

use crate::text::Shared;

pub use self::title::{TitleVersion, title_version};
use self::words::BracketTag;

/// A revision, `v2` or `v2.1`. Ordered as people mean it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision {
    /// `2` of `v2.1`.
    pub major: u32,
    /// `1` of `v2.1`, 0 where there is none.
    pub minor: u32,
}

impl Default for Revision {
    fn default() -> Self {
        Self { major: 1, minor: 0 }
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.minor == 0 {
            write!(f, "{}", self.major)
        } else {
            write!(f, "{}.{}", self.major, self.minor)
        }
    }
}

/// The place where a revision was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RevisionFrom {
    /// A token in the brackets of this mail's own subject.
    Subject,
    /// The brackets of the cover letter.
    Cover,
    /// The title: `(v2)`, `- v2`, `V2:`.
    Title,
    /// The mail it was threaded under.
    Thread,
    /// The user said so.
    Corrected,
    /// Nowhere: the default.
    #[default]
    Inferred,
}

/// A subject line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word that stands in the brackets or does not"
)]
pub struct Subject {
    /// Begins with a reply marker (`Re:`, `AW:`, `Fwd:` …).
    pub reply: bool,
    /// PATCH stands in the brackets.
    pub patch: bool,
    /// PULL or GIT PULL stands in the brackets.
    pub pull: bool,
    /// RFC stands in the brackets.
    pub rfc: bool,
    /// RESEND or REPOST stands in the brackets.
    pub resend: bool,
    /// FIXUP stands in the brackets.
    pub fixup: bool,
    /// The revision; `v1` where none is written.
    pub revision: Revision,
    /// The place where the revision was read.
    pub revision_from: RevisionFrom,
    /// `k` and `N` of `k/N`, only where they are written.
    pub part: Option<(u32, u32)>,
    /// `5` of `2.5/7` or `a` of `2a/7`, a patch slipped in behind `k`; 0 for every other.
    pub late: u8,
    /// The other words of the brackets: trees, branches, subsystems.
    pub targets: ThinVec<Shared>,
    /// The rest of the subject, without brackets and reply markers.
    pub title: Shared,
}

/// Takes a decoded subject apart. Never fails: what is no tag is a target or the title.
///
/// Only brackets at the start count. The rules join those of b4 (flags, nesting), liblore (the
/// closed list of reply markers) and patchwork (commas, glued counters, `n of m`, `(v2)` in the
/// title); a version is never read out of a word that goes on, such as `v5.10.y` or `ipv6`.
pub fn parse(decoded: &str) -> Subject {
    let mut subject = Subject::default();
    let mut rest = decoded.trim();
    let mut is_marked = false;
    loop {
        if let Some(after) = marker::strip(rest) {
            // `Re: [PATCH] x`, `AW: Re: x`, `答复：x`: as many as there are.
            // `[PATCH] Re: x` answers nothing: the sender quoted a title.
            subject.reply |= !subject.patch;
            rest = after;
        } else if let Some((group, after)) = bracket_group(rest) {
            // `[PATCH] [v2] x`, `[PATCH]: x`: people put signs between brackets and title.
            read_group(&mut subject, &group);
            rest = after.trim_start_matches([' ', '\t', ':', ',', ';']);
        } else if let Some((mark, after)) = marker::leading_mark(rest).filter(|_| !is_marked)
            && leads_to_a_patch(after)
        {
            read_mark(&mut subject, mark);
            is_marked = true;
            rest = after;
        } else {
            break;
        }
    }
    subject.title = rest.into();
    // Brackets come first: in `[PATCH v3] x - v2` the title was written once and kept, and the
    // bracket is made anew for every posting.
    if subject.revision_from == RevisionFrom::Inferred
        && let Some(revision) = title::revision(rest)
    {
        subject.revision = revision;
        subject.revision_from = RevisionFrom::Title;
    }
    subject
}

/// Whether the first bracket, past reply markers, is that of a patch.
fn leads_to_a_patch(mut text: &str) -> bool {
    while let Some(after) = marker::strip(text) {
        text = after;
    }
    // `EXTERNAL: [PATCH] x` has a mark; `net: [x86] y` is a title that holds a bracket.
    bracket_group(text).is_some_and(|(group, _)| {
        let words = words_of(&group);
        read_words(&words).0.contains(&BracketTag::Patch)
    })
}

/// `RFC:` or `RESEND:` before the bracket is as good as in it; whatever else a mark says is
/// neither a tag nor a target.
fn read_mark(subject: &mut Subject, mark: &str) {
    let (tags, _) = read_words(&words_of(mark));
    subject.rfc |= tags.contains(&BracketTag::Rfc);
    subject.resend |= tags.contains(&BracketTag::Resend);
}

/// Returns the text of the bracket group at the start of `text`, nesting dissolved, and the text
/// behind it.
fn bracket_group(text: &str) -> Option<(Cow<'_, str>, &str)> {
    // `[[PATCH] v2 1/3] x` and `[PATCH [v2 1/3] x` occur: b4 dissolves the inner pair as well.
    let inner = text.strip_prefix('[')?;
    let (group, rest) = inner.split_once(']')?;
    if !group.contains('[') {
        return Some((Cow::Borrowed(group), rest));
    }
    // `[PATCH [v2 1/3] x` has one bracket too few: the first `]` ends the group then.
    let end = matching_bracket(inner).unwrap_or(group.len());
    let (group, rest) = inner.split_at_checked(end)?;
    let group = group.replace(['[', ']'], " ");
    Some((Cow::Owned(group), rest.strip_prefix(']').unwrap_or(rest)))
}

fn matching_bracket(inner: &str) -> Option<usize> {
    let mut depth = 1_u32;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The words of a group: `stable-4.{4,9}` is one.
fn words_of(group: &str) -> Vec<&str> {
    let mut braces = 0_u32;
    let is_end = |c: char| match c {
        ' ' => true,
        // Patchwork splits at commas as well, for `[PATCH,v2,1/3]`; a comma in braces lists branches.
        ',' | ';' => braces == 0,
        '{' => {
            braces += 1;
            false
        }
        '}' => {
            braces = braces.saturating_sub(1);
            false
        }
        _ => c.is_whitespace(),
    };
    let words = group.split(is_end);
    words.filter(|word| !word.is_empty()).collect()
}

/// Reads one group. Tags of a group with PATCH in it are not overruled by one without; and of two
/// with PATCH the first is the sending, the other came with the title of the commit.
fn read_group(subject: &mut Subject, group: &str) {
    let words = words_of(group);
    let (tags, targets) = read_words(&words);
    let patch = tags.contains(&BracketTag::Patch);
    // `[PATCH v4 1/8] [PATCH v3 1/8] x`: format-patch ran over a commit whose title kept its tags.
    let labelled = subject.part.is_some() || subject.revision_from == RevisionFrom::Subject;
    if subject.patch && patch && labelled {
        return;
    }
    // `[PATCH 1/2] [media 3/4] x`: the second group is part of the title that the author chose.
    let overruled = subject.patch && !patch;
    let has_part = overruled && subject.part.is_some();
    for tag in &tags {
        match *tag {
            BracketTag::Patch => subject.patch = true,
            BracketTag::Pull => subject.pull = true,
            BracketTag::Rfc => subject.rfc = true,
            BracketTag::Resend => subject.resend = true,
            BracketTag::Fixup => subject.fixup = true,
            // A counter of a second bracket is heeded where the first has none: `[PATCH] [1/2] x`.
            BracketTag::Part(part, total) if !has_part => {
                subject.part = Some((part, total));
                subject.late = 0;
            }
            BracketTag::Late(late) if !has_part => subject.late = late,
            BracketTag::Part(..)
            | BracketTag::Late(_)
            | BracketTag::Revision(_)
            | BracketTag::Git
            | BracketTag::Rft => {}
        }
    }
    let known = subject.revision_from == RevisionFrom::Subject;
    if let Some(revision) = pick_revision(&tags).filter(|_| !(overruled && known)) {
        subject.revision = revision;
        subject.revision_from = RevisionFrom::Subject;
    }
    subject
        .targets
        .extend(targets.into_iter().map(Shared::from));
}

/// The last revision, a whole one before a dotted one: `[PATCH v5.4 v2]` is v2 for 5.4.
fn pick_revision(tags: &[BracketTag]) -> Option<Revision> {
    let revisions = || {
        tags.iter().rev().filter_map(|tag| {
            if let BracketTag::Revision(revision) = tag {
                Some(*revision)
            } else {
                None
            }
        })
    };
    revisions()
        // A dotted one alone is a revision: XFS lists post `v6.1` for a v6 with a few patches
        // changed.
        .find(|revision| revision.minor == 0)
        .or_else(|| revisions().next())
}

/// Sorts the words of a group into tags and targets.
fn read_words<'a>(words: &[&'a str]) -> (Vec<BracketTag>, Vec<&'a str>) {
    let mut tags = Vec::new();
    let mut targets = Vec::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        let rest = words.get(at..).unwrap_or_default();
        let place = at;
        // `r2` and `take2` are revisions only in `[PATCH r2]`: in `[PATCH tag r8 y]` it is a chip.
        let beside_patch = |_: &BracketTag| {
            let mut tags = Vec::new();
            for beside in [place.checked_sub(1), Some(place + 1)]
                .into_iter()
                .flatten()
            {
                if let Some(word) = words.get(beside) {
                    words::read_tags(word, &mut tags);
                }
            }
            tags.contains(&BracketTag::Patch)
        };
        at += 1;
        let before = tags.len();
        // `[PATCH 1 of 2]` is what hg patchbomb writes; `2 / 7` comes of a mailer that wraps.
        if let Some((tag, taken)) = words::spaced_counter(rest) {
            tags.push(tag);
            at += taken - 1;
        } else if let Some(tag) = words::spaced_revision(rest) {
            tags.push(tag);
            at += 1;
        } else if words::read_tags(word, &mut tags) {
            // A request for testing has no flag of its own, and must not be lost.
            let is_for_testing = tags.iter().skip(before).any(|tag| *tag == BracketTag::Rft);
            targets.extend(is_for_testing.then_some("RFT"));
        } else if let Some(tag) = words::loose_revision(word).filter(beside_patch) {
            tags.push(tag);
        // The order matters from here: `PATCH-1v4` is no tag as a whole, and would be a bare PATCH
        // else.
        } else if let Some(found) = words::numbered_patch(word) {
            tags.extend(found);
        } else if words::begins_with_patch(word) {
            tags.push(BracketTag::Patch);
        } else if !(word.eq_ignore_ascii_case("request") && tags.contains(&BracketTag::Pull)) {
            // `net-next`, `for-6.9`, `ipv6`: whatever else stands there says where the patch goes.
            targets.push(word);
        }
    }
    (tags, targets)
}

#[cfg(test)]
mod tests;
