//! Patches of which only the title is here: a digest, or a letter whose patches did not come, lists
//! them. What changed in them cannot be told, but they are neither gone nor new.

use std::collections::HashMap;

use super::{ComparedPair, Comparison, Version};
use crate::patch::pairing::{By, Op, title_key};
use crate::series::Series;
use crate::text::Shared;

/// A patch of which only the title is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPatch {
    /// The place of its slot in the series.
    pub slot: usize,
    /// Its number there.
    pub number: u32,
    /// Its title, as the letter lists it.
    pub title: Shared,
}

/// The patches that a version only lists.
pub(super) fn of(series: &Series) -> Vec<ListedPatch> {
    let slots = series.parts.slots.iter().enumerate();
    let listed = slots.filter(|(_, slot)| slot.message.is_none() && !slot.title.is_empty());
    let listed = listed.map(|(place, slot)| ListedPatch {
        slot: place,
        number: slot.number,
        title: slot.title.clone(),
    });
    listed.collect()
}

/// Pairs what is listed with what has the same title: with a patch that would be gone or new
/// otherwise, else with what the other version lists. What is left stands alone.
pub(super) fn pair_listed(comparison: &mut Comparison) {
    // A digest holds letters alone: their shortlogs name the patches that are not here.
    let (mut old, mut new) = (by_title(&comparison.old), by_title(&comparison.new));
    for entry in &mut comparison.entries {
        let (version, place, listed) = match entry.op {
            Op::Gone => (&comparison.old, entry.old, &mut new),
            Op::New => (&comparison.new, entry.new, &mut old),
            Op::Same | Op::Changed | Op::Untold => continue,
        };
        let patch = place.and_then(|place| version.patches.get(place));
        let Some(found) = patch.and_then(|patch| listed.remove(&title_key(&patch.title))) else {
            continue;
        };
        match entry.op {
            Op::Gone => entry.new_listed = Some(found),
            Op::Same | Op::Changed | Op::New | Op::Untold => entry.old_listed = Some(found),
        }
        entry.set_untold(By::Title);
    }
    // One left on either side is its partner whatever it is called, as long as nothing else can be.
    join_rest(comparison, &mut old, &mut new);
    let mut alone: Vec<ComparedPair> = Vec::new();
    for (title, at) in new {
        let mut entry = ComparedPair {
            old_listed: old.remove(&title),
            new_listed: Some(at),
            ..ComparedPair::untold()
        };
        entry.set_untold(By::Title);
        alone.push(entry);
    }
    alone.extend(old.into_values().map(|at| ComparedPair {
        old_listed: Some(at),
        ..ComparedPair::untold()
    }));
    alone.sort_by_key(|entry| {
        (
            entry.new_listed.is_none(),
            entry.new_listed,
            entry.old_listed,
        )
    });
    comparison.entries.extend(alone);
}

/// Where a version is a letter alone, what is not listed by its title may have another now: it is not
/// known to be gone or new. One that is left on each side is a pair.
fn join_rest(
    comparison: &mut Comparison,
    old: &mut HashMap<String, usize>,
    new: &mut HashMap<String, usize>,
) {
    for (op, is_listed, listed) in [
        (Op::Gone, comparison.new.is_listed(), new),
        (Op::New, comparison.old.is_listed(), old),
    ] {
        let entries = comparison.entries.iter_mut();
        let mut left: Vec<&mut ComparedPair> = entries
            .filter(|entry| is_listed && entry.op == op)
            .collect();
        if let ([entry], 1) = (left.as_mut_slice(), listed.len()) {
            let found = listed.drain().next().map(|(_, at)| at);
            match op {
                Op::Gone => entry.new_listed = found,
                Op::Same | Op::Changed | Op::New | Op::Untold => entry.old_listed = found,
            }
        }
        for entry in left {
            // Of the others it is not known whether they came, went or changed their title.
            entry.set_untold(By::Only);
        }
    }
}

/// What a version lists, by title; a title that it lists twice names none.
fn by_title(version: &Version) -> HashMap<String, usize> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, patch) in version.listed.iter().enumerate() {
        places.entry(title_key(&patch.title)).or_default().push(at);
    }
    let unique = places.into_iter().filter_map(|(title, all)| match *all {
        // A title that occurs twice ("fix build") names neither.
        [at] => Some((title, at)),
        _ => None,
    });
    unique.collect()
}
