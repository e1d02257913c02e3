//! What a version of a series has of older ones, patch by patch: what need not be read again.

use std::collections::HashMap;

use super::Archive;
use super::marks::Marks;
use crate::mail::MsgIdx;
use crate::patch::id::PatchId;
use crate::patch::keys::PatchKeys;
use crate::series::SeriesIdx;

/// Bytes of patches that are read, at most; what comes behind is as if it were new.
const BYTES: usize = 64 << 20;

/// The patches of a version that are here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inheritance {
    /// Each by its mail: they are asked for one by one, of a series of any length.
    pub patches: HashMap<MsgIdx, InheritedPatch>,
}

/// A patch, and those of older versions that change the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InheritedPatch {
    /// Its mail.
    pub message: MsgIdx,
    /// By what it is known again.
    pub keys: PatchKeys,
    /// Those of older versions, the newest first.
    older: Vec<OlderPatch>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct OlderPatch {
    series: SeriesIdx,
    message: MsgIdx,
    /// Whether its log is the same as well.
    is_whole: bool,
}

/// What of a patch was read before it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// All of it, but for trailers: in a version that is here, or in none.
    Same(Option<SeriesIdx>),
    /// All that it changes; its log or title is another.
    Diff(Option<SeriesIdx>),
    /// Some hunks, of how many.
    Hunks(usize, usize),
}

impl Inheritance {
    /// What is said of the patch in a mail.
    pub fn patch(&self, message: MsgIdx) -> Option<&InheritedPatch> {
        self.patches.get(&message)
    }

    /// What of the patch in a mail was read before it came.
    pub fn known(&self, message: MsgIdx, marks: &Marks) -> Option<Known> {
        self.patch(message)?.known(marks)
    }
}

impl Known {
    /// `= v2`, `≈ v2` where the log is another, `31/36`; `= read` where the version is in no open
    /// file.
    pub fn label(self, archive: &Archive) -> String {
        let version = |at: Option<SeriesIdx>| match at.and_then(|at| archive.series(at)) {
            Some(series) => format!("v{}", series.head.revision),
            None => "read".to_owned(),
        };
        match self {
            Self::Same(of) => format!("= {}", version(of)),
            Self::Diff(of) => format!("≈ {}", version(of)),
            Self::Hunks(viewed, of) => format!("{viewed}/{of}"),
        }
    }
}

impl InheritedPatch {
    /// A patch that no older version holds.
    #[cfg(test)]
    pub(crate) fn alone(message: MsgIdx, keys: PatchKeys) -> Self {
        Self {
            message,
            keys,
            older: Vec::new(),
        }
    }

    /// What of it was read before it came. What was read of a version in no open file is known by
    /// its keys, and only until the patch itself was read: then they are its own.
    pub fn known(&self, marks: &Marks) -> Option<Known> {
        let read = |is_whole: bool| {
            let mut older = self.older.iter();
            let is_it = |old: &&OlderPatch| old.is_whole == is_whole && marks.is_read(old.message);
            older.find(is_it).map(|old| Some(old.series))
        };
        // Once the patch itself was read its own keys are among the marks, and would say that it
        // came from before.
        let is_new = !marks.is_read(self.message);
        let elsewhere = |key: u64| (is_new && marks.is_patch_read(key)).then_some(None);
        let same = read(true).or_else(|| elsewhere(self.keys.whole));
        if let Some(of) = same {
            return Some(Known::Same(of));
        }
        if let Some(of) = read(false).or_else(|| elsewhere(self.keys.diff)) {
            return Some(Known::Diff(of));
        }
        let hunks = self.keys.hunks.iter();
        let viewed = hunks.filter(|keys| is_new && marks.is_viewed(keys.hunk));
        match viewed.count() {
            0 => None,
            viewed => Some(Known::Hunks(viewed, self.keys.hunks.len())),
        }
    }
}

impl Archive {
    /// What a version has of older ones. Stops early, with what it has, where `go_on` says so.
    pub fn inherited(&self, at: SeriesIdx, go_on: &dyn Fn() -> bool) -> Inheritance {
        let mut found = Inheritance::default();
        let Some(series) = self.series(at) else {
            return found;
        };
        let older = self.older_patches(&series.versions.older);
        // Every patch is read and hashed: a series of a thousand large ones must not take minutes.
        let mut left = BYTES;
        for slot in &series.parts.slots {
            if left == 0 || !go_on() {
                break;
            }
            let Some(message) = slot.message else {
                continue;
            };
            let mut keys_of = |at: MsgIdx, title: &str| {
                let body = self.read_body(at).ok()?;
                left = left.saturating_sub(body.text.len());
                PatchKeys::of(title, &body)
            };
            let Some(keys) = keys_of(message, &slot.title) else {
                continue;
            };
            // By patch id first, which is at hand or cheap; the keys decide.
            let same = self.patch_id(message).and_then(|id| older.get(&id));
            let others = same.into_iter().flatten();
            let older = others.filter(|(_, at, _)| *at != message);
            let older = older.filter_map(|(series, at, title)| {
                let other = keys_of(*at, title)?;
                (other.diff == keys.diff).then_some(OlderPatch {
                    series: *series,
                    message: *at,
                    is_whole: other.whole == keys.whole,
                })
            });
            let older = older.collect();
            let patch = InheritedPatch {
                message,
                keys,
                older,
            };
            found.patches.insert(message, patch);
        }
        found
    }

    /// The patches of some versions by what they change, in the order of the versions.
    fn older_patches<'a>(
        &'a self,
        versions: &[SeriesIdx],
    ) -> HashMap<PatchId, Vec<(SeriesIdx, MsgIdx, &'a str)>> {
        let mut patches: HashMap<_, Vec<_>> = HashMap::new();
        for &at in versions {
            for slot in self
                .series(at)
                .map_or(&[][..], |series| &series.parts.slots)
            {
                let message = slot.message.filter(|_| slot.borrowed.is_none());
                let id = message.and_then(|message| self.patch_id(message));
                if let (Some(message), Some(id)) = (message, id) {
                    let of = patches.entry(id).or_default();
                    of.push((at, message, &*slot.title));
                }
            }
        }
        patches
    }
}
