//! Versions in a title: where the brackets name none, and where a cover has no brackets.

use super::Revision;
use super::words::{self, BracketTag};

/// Brackets that may stand around a version.
const FRAME: [char; 4] = ['(', ')', '[', ']'];

/// A revision that the title of a patch gives: `(v2)` anywhere, `- v2` at its end, `V2:` or `V2,`
/// at its start.
pub(super) fn revision(title: &str) -> Option<Revision> {
    // `title (v2)` anywhere is patchwork's rule. `x v2` without a sign is none here: `support UVC
    // v2` is about a version of UVC.
    let bracketed = || {
        let pieces = title.split('(').skip(1);
        let mut pieces = pieces.filter_map(|piece| piece.split_once(')'));
        pieces.find_map(|(piece, _)| whole(piece.trim()))
    };
    let last = || {
        let (before, word) = title.rsplit_once(' ')?;
        // `add x - v2`: the dash sets the version off from the title.
        before.ends_with('-').then(|| whole(word))?
    };
    let first = || Some(leading(title)?.0);
    bracketed().or_else(last).or_else(first)
}

/// A version that was found in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleVersion<'a> {
    /// The version.
    pub revision: Revision,
    /// The title without it.
    pub title: &'a str,
    /// Whether the version may be part of a name in the title: `support UVC v2`.
    pub may_be_a_name: bool,
}

/// The version that stands last in the title of a cover without brackets, or first: `clean up x v2`,
/// `x, V2`, `x (v3)`, `x [v2]`, `x v2 (resend)`, `V2: x`. A patch has its version in its brackets,
/// and `v2` at the end of its title is part of that.
pub fn title_version(title: &str) -> Option<TitleVersion<'_>> {
    if let Some((revision, title)) = leading(title) {
        let may_be_a_name = false;
        return Some(TitleVersion {
            revision,
            title,
            may_be_a_name,
        });
    }
    // `clean up x v2 (resend)`: the word behind the version would hide it.
    let (before, last) = without_resend(title.trim_end()).rsplit_once(' ')?;
    let word = last.trim_matches(FRAME);
    let (before, revision) = match whole(word) {
        Some(revision) => (before, revision),
        None => spelt_out(before, word)?,
    };
    let before = before.trim_end();
    let bare = before.trim_end_matches([' ', ',', '-', ':', ';', '–', '—']);
    let subject = bare.rsplit(' ').next()?;
    // "Fixes for v6.5" names a release.
    if bare.is_empty() || revision.minor > 0 || words::names_a_release(subject) {
        return None;
    }
    // `x, v2`, `x - v2` and `x (v2)` set the version off; without a sign it may be the name's own.
    let is_set_off = last.starts_with(FRAME) || bare.len() < before.len();
    Some(TitleVersion {
        revision,
        title: bare,
        may_be_a_name: !is_set_off && words::has_versions(subject),
    })
}

fn whole(word: &str) -> Option<Revision> {
    match words::revision(word) {
        Some((BracketTag::Revision(revision), "")) => Some(revision),
        _ => None,
    }
}

/// `V2: x` or `V2, x`.
fn leading(title: &str) -> Option<(Revision, &str)> {
    let (first, rest) = title.split_once([':', ','])?;
    Some((whole(first)?, rest.trim_start()))
}

/// Reads `x, take 2` and `x (version 2)`; returns the text before it and the revision.
fn spelt_out<'a>(before: &'a str, word: &str) -> Option<(&'a str, Revision)> {
    let (before, said) = before.rsplit_once(' ')?;
    let words = [said.trim_start_matches(FRAME), word];
    if let BracketTag::Revision(revision) = words::spaced_revision(&words)? {
        Some((before, revision))
    } else {
        None
    }
}

/// The title without `RESEND` or `(resend)` behind it.
fn without_resend(title: &str) -> &str {
    let Some((before, last)) = title.rsplit_once(' ') else {
        return title;
    };
    let last = last.trim_matches(FRAME);
    let again = ["resend", "repost", "resent"];
    let is_again = again.iter().any(|word| last.eq_ignore_ascii_case(word));
    if is_again { before.trim_end() } else { title }
}
