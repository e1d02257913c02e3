//! Adds pairs that git does not see: it looks at no titles, and tears apart patches that were
//! rewritten.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};

use super::{By, Pair, ordered};
use crate::patch::recast::Recast;

/// Lines that are looked at to find patches with half of their lines in common.
const BUDGET: usize = 16 << 20;

/// Adds pairs to git's and takes none of its own away. `old` and `new` are the patches of both
/// versions, each with its title.
pub fn joined(pairs: &[Pair], old: &[(&str, &Recast)], new: &[(&str, &Recast)]) -> Vec<Pair> {
    let mut joiner = Joiner::new(pairs, old.len(), new.len());
    // One patch on each side: whatever was rewritten, the newer stands for the older.
    if let ([_], [_]) = (old, new) {
        joiner.join_patches(0, 0, By::Only);
    }
    joiner.by_title(old, new);
    joiner.by_lines(old, new);
    ordered(old.len(), &joiner.partners)
}

struct Joiner {
    /// Partners of the newer patches.
    partners: Vec<Option<(usize, By)>>,
    /// Older patches without one.
    alone: Vec<bool>,
}

impl Joiner {
    fn new(pairs: &[Pair], old: usize, new: usize) -> Self {
        let mut joiner = Self {
            partners: vec![None; new],
            alone: vec![true; old],
        };
        for pair in pairs {
            if let Pair {
                old: Some(old),
                new: Some(new),
                by: Some(by),
            } = *pair
            {
                joiner.join_patches(old, new, by);
            }
        }
        joiner
    }

    /// Makes two patches partners, where neither has one.
    fn join_patches(&mut self, old: usize, new: usize, by: By) {
        let slots = (self.alone.get_mut(old), self.partners.get_mut(new));
        if let (Some(alone @ true), Some(partner @ None)) = slots {
            *alone = false;
            *partner = Some((old, by));
        }
    }

    fn alone_old(&self) -> Vec<usize> {
        let alone = self.alone.iter().enumerate();
        alone
            .filter(|(_, alone)| **alone)
            .map(|(at, _)| at)
            .collect()
    }

    fn alone_new(&self) -> Vec<usize> {
        let alone = self.partners.iter().enumerate();
        alone
            .filter(|(_, to)| to.is_none())
            .map(|(at, _)| at)
            .collect()
    }

    /// By titles that no other patch of either side has.
    fn by_title(&mut self, old: &[(&str, &Recast)], new: &[(&str, &Recast)]) {
        let places = unique(old);
        let mut titles = unique(new).into_iter().collect::<Vec<_>>();
        // The order of a hash table differs from run to run; pairs must not.
        titles.sort_unstable();
        for (title, place) in titles {
            let other = places.get(&title).copied().flatten();
            if let (Some(old), Some(new)) = (other, place) {
                self.join_patches(old, new, By::Title);
            }
        }
    }

    /// By half of the change lines of both.
    fn by_lines(&mut self, old: &[(&str, &Recast)], new: &[(&str, &Recast)]) {
        let before: Vec<(usize, Vec<u64>)> = line_bags(&self.alone_old(), old);
        let mut left = BUDGET;
        for (to, after) in line_bags(&self.alone_new(), new) {
            for (from, before) in &before {
                let length = before.len() + after.len();
                // Each left-over is compared with each: without a bound, many large patches would
                // keep a page waiting.
                let Some(rest) = left.checked_sub(length) else {
                    return;
                };
                left = rest;
                if share_half(before, &after) {
                    self.join_patches(*from, to, By::Lines);
                }
            }
        }
    }
}

/// Returns the key by which titles are compared: letters and digits alone, in lower case.
pub fn title_key(title: &str) -> String {
    let letters = title.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Maps the key of each title to its place, or to nothing where several patches have it.
fn unique(patches: &[(&str, &Recast)]) -> HashMap<String, Option<usize>, RandomState> {
    let mut places = HashMap::default();
    for (place, (title, _)) in patches.iter().enumerate() {
        let title = title_key(title);
        if !title.is_empty() {
            places
                .entry(title)
                .and_modify(|known| *known = None)
                .or_insert(Some(place));
        }
    }
    places
}

/// The change lines of some patches as sorted numbers, blanks left out, those of lone braces too.
fn line_bags(places: &[usize], patches: &[(&str, &Recast)]) -> Vec<(usize, Vec<u64>)> {
    let hash = FixedState::with_seed(2);
    let bag = |recast: &Recast| {
        let lines = recast.diff_part().lines();
        let changes = lines.filter(|line| line.starts_with(['+', '-']));
        let inked = changes.filter(|line| line.contains(char::is_alphanumeric));
        let mut bag: Vec<u64> = inked
            .map(|line| hash.hash_one(line.split_whitespace().collect::<String>()))
            .collect();
        bag.sort_unstable();
        bag
    };
    places
        .iter()
        .filter_map(|&place| Some((place, bag(patches.get(place)?.1))))
        .collect()
}

fn share_half(a: &[u64], b: &[u64]) -> bool {
    // Lists of such lengths cannot share half of the longer.
    if a.is_empty() || b.len() > a.len() * 2 || a.len() > b.len() * 2 {
        return false;
    }
    let (mut rest, mut common) = (b, 0);
    for line in a {
        let skip = rest.iter().take_while(|other| *other < line).count();
        rest = rest.get(skip..).unwrap_or_default();
        if let [first, behind @ ..] = rest
            && first == line
        {
            rest = behind;
            common += 1;
        }
    }
    common * 2 >= a.len().max(b.len())
}

/// Newer patches that have the title of an older one, but are paired with another or not at all:
/// for each, the older one.
pub fn title_elsewhere(
    pairs: &[Pair],
    old: &[(&str, &Recast)],
    new: &[(&str, &Recast)],
) -> HashMap<usize, usize> {
    let known: HashSet<(usize, usize)> = pairs
        .iter()
        .filter_map(|p| Some((p.old?, p.new?)))
        .collect();
    let places = unique(old);
    let titles = unique(new).into_iter();
    let found = titles.filter_map(|(title, place)| {
        let (old, new) = (places.get(&title).copied().flatten()?, place?);
        (!known.contains(&(old, new))).then_some((new, old))
    });
    found.collect()
}
