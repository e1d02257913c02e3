//! A version of a series as it is compared: its patches that are here, and what is only listed.

use super::listed::{self, ListedPatch};
use crate::archive::Archive;
use crate::archive::digest::Digest;
use crate::mail::MsgIdx;
use crate::patch::id::PatchId;
use crate::patch::recast::Recast;
use crate::series::{Series, SeriesIdx, Slot};
use crate::text::Shared;

/// A version of a series, and its patches in the form in which they are compared.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which series.
    pub at: SeriesIdx,
    /// The patches that are here, in order.
    pub patches: Vec<Patch>,
    /// Those of which only the title is here.
    pub listed: Vec<ListedPatch>,
}

impl Version {
    /// Whether the version is a letter alone, which lists its patches.
    pub fn is_listed(&self) -> bool {
        self.patches.is_empty() && !self.listed.is_empty()
    }

    /// Number and title of a patch that is here, else of one that is listed.
    pub fn named(&self, here: Option<usize>, listed: Option<usize>) -> Option<(u32, &Shared)> {
        let patch = here.and_then(|at| self.patches.get(at));
        let listed = listed.and_then(|at| self.listed.get(at));
        let patch = patch.map(|patch| (patch.number, &patch.title));
        patch.or_else(|| listed.map(|listed| (listed.number, &listed.title)))
    }
}

/// A patch of a version.
#[derive(Clone, Debug)]
pub struct Patch {
    /// The place of its slot in the series.
    pub slot: usize,
    /// Its number there.
    pub number: u32,
    /// Its mail.
    pub message: MsgIdx,
    /// Its title.
    pub title: Shared,
    /// Its patch id, where it has one.
    pub id: Option<PatchId>,
    /// What is compared.
    pub recast: Recast,
}

impl Archive {
    /// Reads a version, as far as `left` bytes of mail go. What could not be read is noted.
    pub(super) fn version(
        &self,
        at: SeriesIdx,
        left: &mut usize,
        notes: &mut Vec<String>,
        go_on: &dyn Fn() -> bool,
    ) -> Version {
        let mut patches = Vec::new();
        let series = self.series(at);
        let slots = series.map_or(&[][..], |series| &series.parts.slots);
        let name = series.map_or_else(String::new, |series| format!("v{}", series.head.revision));
        notes.extend(series.and_then(lacks));
        for (place, slot) in slots.iter().enumerate().take_while(|_| go_on()) {
            let Some(message) = slot.message else {
                continue;
            };
            let patch = match self.patch(place, slot, message) {
                Ok(patch) => patch,
                Err(why) => {
                    notes.push(format!(
                        "patch {} of {name} cannot be read: {why}",
                        slot.number
                    ));
                    continue;
                }
            };
            // The first patches that fit: pairing needs them in a row.
            let Some(rest) = left.checked_sub(patch.recast.text.len()) else {
                let count = patches.len();
                notes.push(format!(
                    "the first {count} patches of {name} are compared, the rest is too large"
                ));
                break;
            };
            *left = rest;
            // A damaged patch is read as far as its hunks can be told; what is compared may be less
            // than what was sent.
            notes.extend(self.damage(&patch, &name));
            patches.push(patch);
        }
        let listed = series.map_or_else(Vec::new, listed::of);
        Version {
            at,
            patches,
            listed,
        }
    }

    fn patch(&self, place: usize, slot: &Slot, message: MsgIdx) -> Result<Patch, String> {
        let read = self
            .read_parsed(message)
            .map_err(|error| error.to_string())?;
        let facts = self.facts(message).ok_or("it is not here")?;
        let author = facts.author(&read.message);
        let title = &facts.subject.title;
        Ok(Patch {
            slot: place,
            number: slot.number,
            message,
            title: title.clone(),
            id: Digest::of(&read).patch_id,
            recast: Recast::new(author, title, &read.body),
        })
    }

    fn damage(&self, patch: &Patch, version: &str) -> Option<String> {
        let facts = self.facts(patch.message)?;
        let what = facts.damage.first()?;
        Some(format!(
            "patch {} of {version} is damaged ({what}): compared as far as it goes",
            patch.number
        ))
    }
}

/// What a version lacks, in words.
fn lacks(series: &Series) -> Option<String> {
    let missing = series.parts.missing();
    let name = format!("v{}", series.head.revision);
    if series.parts.is_bare_pull() {
        return Some(format!("{name} is a pull request"));
    }
    if series.parts.present() == 0 {
        return Some(format!("{name} has no patches here"));
    }
    let (word, them) = match missing.as_slice() {
        [] => return None,
        [_] => ("patch", "it"),
        _ => ("patches", "them"),
    };
    let numbers = crate::archive::net::number_runs(&missing);
    Some(format!(
        "{name} lacks {word} {numbers} here: what became of {them} is not known"
    ))
}
