//! What became of the tags that stood on the older version.

use std::collections::HashSet;

use super::{ComparedPair, Comparison, Patch, Version};
use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::patch::between::Code;
use crate::patch::pairing::Op;
use crate::patch::trailer::Trailer;
use crate::series::{self, Slot, Verdict};

/// What became of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It stands in the log of the newer patch.
    Kept,
    /// Somebody gave it to the newer patch again.
    GivenAgain,
    /// It is nowhere.
    Lost,
    /// Its patch has no partner.
    Dropped,
    /// It was sent after the newer version.
    Late,
    /// It stands in the log of a patch that has no partner, and nobody here gave it.
    CameAlong,
}

impl Outcome {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::GivenAgain => "given again",
            Self::Lost => "lost",
            Self::Dropped => "dropped",
            Self::Late => "late",
            Self::CameAlong => "came along",
        }
    }
}

/// A tag, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagFate {
    /// The tag.
    pub trailer: Trailer,
    /// The place of the older patch.
    pub old: Option<usize>,
    /// That of the newer one.
    pub new: Option<usize>,
    /// The reply that gave it; none where it stood in the log.
    pub from: Option<MsgIdx>,
    /// What became of it.
    pub outcome: Outcome,
    /// What differs in the code of the two patches.
    pub code: Code,
    /// Whether more than half of the change lines of one of them are not in the other: a tag
    /// that was kept is to be doubted then.
    pub rewritten: bool,
}

impl TagFate {
    /// Whether the tag was lost though the patch says the same as before.
    pub fn is_lost_on_same(&self) -> bool {
        self.outcome == Outcome::Lost && self.code != Code::Changed
    }
}

/// Finds what became of all tags.
pub(super) fn find_tag_fates(archive: &Archive, comparison: &Comparison) -> Vec<TagFate> {
    let finder = Finder {
        archive,
        comparison,
        posted: archive
            .series(comparison.new.at)
            .and_then(|series| series.head.date)
            .map(|date| date.seconds),
    };
    let mut found = Vec::new();
    for entry in &comparison.entries {
        finder.of_older(entry, &mut found);
        finder.came_along(entry, &mut found);
    }
    found
}

struct Finder<'a> {
    archive: &'a Archive,
    comparison: &'a Comparison,
    /// When the newer version was sent.
    posted: Option<i64>,
}

impl Finder<'_> {
    fn of_older(&self, entry: &ComparedPair, found: &mut Vec<TagFate>) {
        let patch = patch(&self.comparison.old, entry.old);
        // What a listed patch says is not here.
        let Some(patch) = patch.filter(|_| entry.op != Op::Untold) else {
            return;
        };
        let new = patch_slot(self.archive, &self.comparison.new, entry.new);
        let in_log = new
            .map(|(patch, _)| trailer_keys(self.own_trailers(patch)))
            .unwrap_or_default();
        let given = new.map(|(_, slot)| slot.review.iter().map(|review| &review.trailer));
        let again = given.map(trailer_keys).unwrap_or_default();
        let rewritten = is_rewritten(self.comparison, entry);
        let mut seen = HashSet::new();
        for (trailer, from) in self.stood(patch) {
            let key = series::tag_key(trailer);
            if !seen.insert(key.clone()) {
                continue;
            }
            // The best that can be said comes first: what stands in the log was kept, whatever else
            // was given.
            let outcome = if in_log.contains(&key) {
                Outcome::Kept
            } else if again.contains(&key) {
                Outcome::GivenAgain
            // Sent when the newer version was posted already: its author could not have added it.
            } else if from.is_some_and(|from| self.is_late(from)) {
                Outcome::Late
            } else if entry.new.is_none() {
                Outcome::Dropped
            } else {
                Outcome::Lost
            };
            found.push(TagFate {
                trailer: trailer.clone(),
                old: entry.old,
                new: entry.new,
                from,
                outcome,
                code: entry.kinds.code,
                rewritten,
            });
        }
    }

    /// Tags in the log of a patch that is new, given by nobody here.
    fn came_along(&self, entry: &ComparedPair, found: &mut Vec<TagFate>) {
        let new = patch_slot(self.archive, &self.comparison.new, entry.new);
        let Some((patch, slot)) = new.filter(|_| entry.op == Op::New) else {
            return;
        };
        // A tag in the first log of a patch that nobody was asked about here: it came from
        // somewhere else.
        let given = trailer_keys(slot.review.iter().map(|review| &review.trailer));
        let own = self
            .opinions(patch)
            .filter(|tag| !given.contains(&series::tag_key(tag)));
        found.extend(own.map(|trailer| TagFate {
            trailer: trailer.clone(),
            old: None,
            new: entry.new,
            from: None,
            outcome: Outcome::CameAlong,
            code: Code::Changed,
            rewritten: false,
        }));
    }

    /// The tags that stood on an older patch: in its log, then in replies.
    fn stood(&self, patch: &Patch) -> Vec<(&Trailer, Option<MsgIdx>)> {
        let own = self.opinions(patch).map(|trailer| (trailer, None));
        let slot = slot_of(self.archive, &self.comparison.old, patch);
        let given = slot.into_iter().flat_map(|slot| &slot.review);
        // What was stale in the older version did not stand there.
        let given = given.filter(|review| review.verdict != Verdict::Stale);
        let given = given.map(|review| (&review.trailer, Some(review.from)));
        let author = self.author(patch);
        own.chain(given)
            .filter(|(trailer, _)| series::is_opinion(&trailer.name))
            .filter(|(trailer, _)| Some(series::tag_key(trailer).1) != author)
            .collect()
    }

    fn own_trailers(&self, patch: &Patch) -> impl Iterator<Item = &Trailer> {
        let facts = self.archive.facts(patch.message);
        facts.into_iter().flat_map(|facts| &facts.trailers)
    }

    fn opinions(&self, patch: &Patch) -> impl Iterator<Item = &Trailer> {
        self.own_trailers(patch)
            .filter(|trailer| series::is_opinion(&trailer.name))
    }

    fn author(&self, patch: &Patch) -> Option<String> {
        let facts = self.archive.facts(patch.message)?;
        let message = self.archive.message(patch.message)?;
        Some(facts.author(message).email.to_lowercase())
    }

    fn is_late(&self, from: MsgIdx) -> bool {
        let sent = self.archive.message(from).and_then(|message| message.date);
        sent.zip(self.posted)
            .is_some_and(|(sent, posted)| sent.seconds > posted)
    }
}

fn trailer_keys<'a>(trailers: impl Iterator<Item = &'a Trailer>) -> HashSet<(String, String)> {
    trailers.map(series::tag_key).collect()
}

fn patch(version: &Version, at: Option<usize>) -> Option<&Patch> {
    version.patches.get(at?)
}

fn slot_of<'a>(archive: &'a Archive, version: &Version, patch: &Patch) -> Option<&'a Slot> {
    archive.series(version.at)?.parts.slots.get(patch.slot)
}

fn patch_slot<'a>(
    archive: &'a Archive,
    version: &'a Version,
    at: Option<usize>,
) -> Option<(&'a Patch, &'a Slot)> {
    let patch = patch(version, at)?;
    Some((patch, slot_of(archive, version, patch)?))
}

/// Whether more than half of the change lines of one side are not in the other.
fn is_rewritten(comparison: &Comparison, entry: &ComparedPair) -> bool {
    let count = |version, at| patch(version, at).map_or(0, |patch| patch.recast.changes().count());
    let (old, new) = (
        count(&comparison.old, entry.old),
        count(&comparison.new, entry.new),
    );
    let is_pair = entry.old.is_some() && entry.new.is_some();
    // More than half of either side: who reviewed the old one has not seen the new one.
    is_pair && (entry.gone * 2 > old || entry.come * 2 > new)
}
