//! Replies: what they give, and how they begin.

use super::subject::Subject;
use super::trailer::Inner;
use super::{Facts, FoundDiff, PatchKind, gist, head_of_text, letter, trailer};
use crate::mail::Address;

/// Reads a reply: its tags before and behind the diff that it may hold, and its first line.
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
        // The tags of a patch that the reply brings, as below `-- >8 --`, are told apart from its
        // own by where they stand.
        let inner = found.start.map(|start| Inner::new(own, start..found.end));
        let tags = trailer::of_reply(own, sender, &inner.unwrap_or_default());
        facts.tags = tags.into();
        facts.letter = letter::read_reply(text).into();
    }
    facts
}
