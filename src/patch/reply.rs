//! Replies: what they give, and how they begin.

use super::subject::Subject;
use super::trailer::Inner;
use super::{Facts, FoundDiff, PatchKind, gist, head_of_text, letter, trailer};
use crate::mail::Address;

/// A reply: its tags, before and behind the diff it may hold.
pub(super) fn read_reply(
    subject: Subject,
    (own, sender): (&str, &Address),
    found: FoundDiff,
    has_tags: bool,
) -> Facts {
    let text = head_of_text(own, found.start);
    let mut facts = Facts {
        kind: PatchKind::Reply,
        subject,
        files: found.files.into(),
        damage: found.damage.into(),
        gist: gist::of(text),
        ..Facts::default()
    };
    // Most replies give no tag and replace nothing, and nothing is built for them.
    if has_tags {
        let inner = found.start.map(|start| Inner::new(own, start..found.end));
        let tags = trailer::of_reply(own, sender, &inner.unwrap_or_default());
        facts.tags = tags.into();
        facts.letter = letter::read_reply(text).into();
    }
    facts
}
