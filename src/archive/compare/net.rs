//! What differs between the net changes of two versions, file by file: blind to how lines are cut
//! into patches.

use std::collections::BTreeMap;

use super::{Comparison, Version};
use crate::archive::Archive;
use crate::mail::{Address, Body};
use crate::patch::between::{Between, lines_apart};
use crate::patch::compose::{NetChange, PatchStep, compose};
use crate::patch::recast::Recast;

/// A file whose net change is not the same in both versions, or cannot be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetDelta {
    /// The path in the newer version, else in the older one.
    pub path: String,
    /// Change lines that only the older version has.
    pub gone: usize,
    /// Change lines that only the newer one has.
    pub come: usize,
    /// Why it cannot be told, where it cannot.
    pub untold: Option<String>,
}

impl NetDelta {
    /// Change lines that one version has and the other lacks.
    pub fn lines(&self) -> usize {
        self.gone + self.come
    }
}

/// The net changes of two versions against each other.
#[derive(Clone, Debug, Default)]
pub struct NetDeltas {
    /// Files that either version changes.
    pub files: usize,
    /// Those that differ or cannot be told, by path.
    pub deltas: Vec<NetDelta>,
    /// One version is a letter alone: its printed diffstat was counted against, so that files differ
    /// by the numbers of their lines.
    pub is_by_stat: bool,
}

impl NetDeltas {
    /// How many files differ, and by how many lines.
    pub fn totals(&self) -> (usize, usize) {
        let told = self.deltas.iter().filter(|delta| delta.untold.is_none());
        let lines = told.clone().map(NetDelta::lines).sum();
        (told.count(), lines)
    }
}

/// A file whose net change differs, with what differs.
#[derive(Clone, Debug)]
pub struct NetText {
    /// Its path in the newer version, else in the older one.
    pub path: String,
    /// The net change of the older version, recast.
    pub old: Recast,
    /// That of the newer one.
    pub new: Recast,
    /// What differs.
    pub between: Between,
    /// Why it cannot be told, where it cannot.
    pub untold: Option<String>,
}

/// The net changes of two versions against each other, line by line.
#[derive(Clone, Debug, Default)]
pub struct NetTexts {
    /// Files that either version changes.
    pub files: usize,
    /// Those that differ or cannot be told, by path.
    pub texts: Vec<NetText>,
}

/// Compares what all patches of two versions do together, line by line.
pub(super) fn texts(
    archive: &Archive,
    (old, new): (&Version, &Version),
    go_on: &dyn Fn() -> bool,
) -> NetTexts {
    if let Some(stats) = by_stat(archive, (old, new)) {
        return stats.texts();
    }
    let files = sides(archive, (old, new), go_on);
    let count = files.len();
    let texts = files.into_iter().take_while(|_| go_on());
    NetTexts {
        files: count,
        texts: texts
            .filter_map(|(path, sides)| net_text(path, sides))
            .collect(),
    }
}

fn net_text(path: String, [old, new]: [Option<NetChange>; 2]) -> Option<NetText> {
    // A file that only one version touches is compared with an empty diff.
    let (old, new) = (recast(old.as_ref()), recast(new.as_ref()));
    let untold = old.as_ref().err().or_else(|| new.as_ref().err()).cloned();
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let between = match untold {
        Some(_) => Between::default(),
        None => Between::new(&old, &new),
    };
    let differs = untold.is_some() || between.gone.len() + between.come.len() > 0;
    differs.then_some(NetText {
        path,
        old,
        new,
        between,
        untold,
    })
}

/// The net changes of both versions by path.
fn sides(
    archive: &Archive,
    (old, new): (&Version, &Version),
    go_on: &dyn Fn() -> bool,
) -> BTreeMap<String, [Option<NetChange>; 2]> {
    let mut files: BTreeMap<String, [Option<NetChange>; 2]> = BTreeMap::new();
    for net in composed(archive, old, go_on) {
        let [old, _] = files.entry(net.known_path().to_owned()).or_default();
        *old = Some(net);
    }
    for net in composed(archive, new, go_on) {
        let [_, new] = files.entry(net.known_path().to_owned()).or_default();
        *new = Some(net);
    }
    files
}

/// Compares what all patches of two versions do together.
pub(super) fn find_net(
    archive: &Archive,
    comparison: &Comparison,
    go_on: &dyn Fn() -> bool,
) -> NetDeltas {
    let versions = (&comparison.old, &comparison.new);
    if let Some(stats) = by_stat(archive, versions) {
        return stats;
    }
    let files = sides(archive, versions, go_on);
    let count = files.len();
    let deltas = files.into_iter().take_while(|_| go_on());
    NetDeltas {
        files: count,
        deltas: deltas
            .filter_map(|(path, sides)| {
                let known = known(comparison, &path, &sides);
                known.unwrap_or_else(|| delta(path, sides))
            })
            .collect(),
        is_by_stat: false,
    }
}

/// How many lines of each file the versions change, where one of them is a letter alone: what its
/// diffstat prints against that of the other, or against what its patches do.
fn by_stat(archive: &Archive, (old, new): (&Version, &Version)) -> Option<NetDeltas> {
    // A digest has no diffs: what its diffstat says is all there is to compare.
    if !old.is_listed() && !new.is_listed() {
        return None;
    }
    let mut files: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in archive.files(old.at) {
        files.entry(file.path.to_string()).or_default().0 = file.changes as usize;
    }
    for file in archive.files(new.at) {
        files.entry(file.path.to_string()).or_default().1 = file.changes as usize;
    }
    let count = files.len();
    let apart = files.into_iter().filter(|(_, (old, new))| old != new);
    let deltas = apart.map(|(path, (old, new))| NetDelta {
        path,
        gone: old.saturating_sub(new),
        come: new.saturating_sub(old),
        untold: None,
    });
    Some(NetDeltas {
        files: count,
        deltas: deltas.collect(),
        is_by_stat: true,
    })
}

impl NetDeltas {
    /// The same for the page of net changes: no lines of them can be shown.
    fn texts(self) -> NetTexts {
        let texts = self.deltas.into_iter().map(|delta| {
            let (less, more) = (delta.gone, delta.come);
            let words = if less > 0 {
                format!("{less} changed lines fewer")
            } else {
                format!("{more} changed lines more")
            };
            NetText {
                path: delta.path,
                old: Recast::default(),
                new: Recast::default(),
                between: Between::default(),
                untold: Some(format!("{words}; one version is here as a diffstat alone")),
            }
        });
        NetTexts {
            files: self.files,
            texts: texts.collect(),
        }
    }
}

/// The net change of the patches of a version that are here.
fn composed(archive: &Archive, version: &Version, go_on: &dyn Fn() -> bool) -> Vec<NetChange> {
    // What cannot be read is as if it changed nothing; that it is missing was told with the
    // version.
    let patches = version.patches.iter().take_while(|_| go_on());
    let steps: Vec<PatchStep> = patches
        .map(|patch| PatchStep {
            number: patch.number,
            text: archive
                .read_body(patch.message)
                .map_or_else(|_| String::new(), |body| body.whole().into_owned()),
        })
        .collect();
    compose(&steps, go_on)
}

/// Bytes of a net change; one that is longer is not compared a second time.
const LONG: usize = 1 << 20;

/// What is known already of a long change that one patch of each version makes, where these are a
/// pair. A short one is compared: what a patch takes out and puts in again is no net change.
fn known(
    comparison: &Comparison,
    path: &str,
    [old, new]: &[Option<NetChange>; 2],
) -> Option<Option<NetDelta>> {
    // A large file that one patch alone changes was compared with that patch: the same work is not
    // done twice.
    let only = |net: &Option<NetChange>, version: &Version| {
        let net = net.as_ref()?;
        net.diff.as_ref().ok().filter(|diff| diff.len() > LONG)?;
        let [number] = net.patches.as_slice() else {
            return None;
        };
        let mut patches = version.patches.iter();
        patches.position(|patch| patch.number == *number)
    };
    let old = only(old, &comparison.old)?;
    let new = only(new, &comparison.new)?;
    let mut entries = comparison.entries.iter();
    let entry = entries.find(|entry| (entry.old, entry.new) == (Some(old), Some(new)))?;
    let text = entry.text.and_then(|at| comparison.texts.get(at));
    let file = text.and_then(|text| text.files.iter().find(|file| file.path == path));
    Some(file.map(|file| NetDelta {
        path: path.to_owned(),
        gone: file.gone,
        come: file.come,
        untold: None,
    }))
}

fn delta(path: String, [old, new]: [Option<NetChange>; 2]) -> Option<NetDelta> {
    let (old, new) = match (recast(old.as_ref()), recast(new.as_ref())) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => {
            return Some(NetDelta {
                path,
                gone: 0,
                come: 0,
                untold: Some(why),
            });
        }
    };
    let (gone, come) = lines_apart(&old, &new);
    // Both versions do the same to the file in the end, however they come there.
    (gone + come > 0).then_some(NetDelta {
        path,
        gone,
        come,
        untold: None,
    })
}

/// A net change in the form in which versions are compared; why there is none.
fn recast(net: Option<&NetChange>) -> Result<Recast, String> {
    let text = match net.map(|net| &net.diff) {
        None => String::new(),
        Some(Ok(diff)) => diff.clone(),
        Some(Err(why)) => return Err(why.words()),
    };
    let body = Body {
        text,
        ..Body::default()
    };
    Ok(Recast::new(&Address::default(), "", &body))
}
