//! Pairs the patches of a newer version with those of the older one, as `git range-diff` does.
//!
//! Patches whose diffs are equal are partners. The others are paired so that the lines of all
//! differences together are fewest, where a patch without a partner costs a share of its size.

mod costs;
mod joined;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use self::costs::Sides;
pub use self::joined::{joined, title_elsewhere, title_key};
use super::assign::{self, Costs};
use super::recast::Recast;

/// A patch without a partner costs this share of its lines, in hundredths (git's default).
const CREATION: usize = 60;

/// More than any difference costs: these two are never paired.
const NEVER: i32 = 1 << 16;

/// Patches of a side that are paired by what their differences cost.
pub const MOST: usize = 512;

/// The fate of a patch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The same, author and message included: `=`.
    Same,
    /// Changed: `!`.
    Changed,
    /// Only the older version has it: `<`.
    Gone,
    /// Only the newer one has it: `>`.
    New,
    /// One version only lists its title: `?`. git has no such thing.
    Untold,
}

impl Op {
    /// The sign that range-diff prints.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Same => "=",
            Self::Changed => "!",
            Self::Gone => "<",
            Self::New => ">",
            Self::Untold => "?",
        }
    }
}

/// The rule by which a pair was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Equal diffs.
    Diff,
    /// The least difference.
    Cost,
    /// Equal titles, which git does not look at.
    Title,
    /// Half of the lines of both.
    Lines,
    /// There is one patch on each side.
    Only,
}

impl By {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Diff => "diff",
            Self::Cost => "cost",
            Self::Title => "title",
            Self::Lines => "lines",
            Self::Only => "only",
        }
    }
}

/// A patch and its partner, by their places on their sides; one of the two may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Of the older version.
    pub old: Option<usize>,
    /// Of the newer one.
    pub new: Option<usize>,
    /// The rule that found it; none where a side is missing.
    pub by: Option<By>,
}

/// The shortcuts that make an answer inexact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shortcuts {
    /// A side has more than [`MOST`] patches: only equal diffs and titles pair.
    pub many: bool,
    /// The differences are too long to find: a rough measure stands for them.
    pub rough: bool,
}

/// The pairs of two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairing {
    /// In the order in which git lists them.
    pub pairs: Vec<Pair>,
    /// The shortcuts that were taken.
    pub shortcuts: Shortcuts,
}

/// Pairs the patches of two versions as `git range-diff` does. Where `go_on` says that nobody
/// waits, only those with equal diffs are paired.
pub fn pair(old: &[&Recast], new: &[&Recast], go_on: &dyn Fn() -> bool) -> Pairing {
    let mut partners = equal_diffs(old, new);
    let mut shortcuts = Shortcuts {
        many: old.len().max(new.len()) > MOST,
        rough: false,
    };
    if !shortcuts.many && !old.is_empty() && !new.is_empty() {
        let (costs, is_rough) = costs(old, new, &partners, go_on);
        shortcuts.rough = is_rough;
        if let Some(columns) = assign::assign(&costs, go_on) {
            for (place, column) in columns.into_iter().enumerate().take(new.len()) {
                if let Some(slot) = partners.get_mut(place).filter(|slot| slot.is_none()) {
                    *slot = (column < old.len()).then_some((column, By::Cost));
                }
            }
        }
    }
    Pairing {
        pairs: ordered(old.len(), &partners),
        shortcuts,
    }
}

/// Partners of the newer patches by equal diffs: of several, the earliest with the earliest.
fn equal_diffs(old: &[&Recast], new: &[&Recast]) -> Vec<Option<(usize, By)>> {
    let mut places: HashMap<&str, Vec<usize>, RandomState> = HashMap::default();
    // From the end, so that `pop` gives the earliest: a series may hold the same diff twice.
    for (place, recast) in old.iter().enumerate().rev() {
        places.entry(recast.diff_part()).or_default().push(place);
    }
    let mut partner = |recast: &&Recast| {
        let place = places.get_mut(recast.diff_part())?.pop()?;
        Some((place, By::Diff))
    };
    new.iter().map(&mut partner).collect()
}

/// The table of what each pair costs: a row for each newer patch and a column for each older one,
/// and beside them as many that stand for no partner.
fn costs(
    old: &[&Recast],
    new: &[&Recast],
    partners: &[Option<(usize, By)>],
    go_on: &dyn Fn() -> bool,
) -> (Costs, bool) {
    // git's table: a row or column of its own for each patch that may stay without a partner, so
    // that one assignment decides both.
    let mut costs = Costs::new(old.len() + new.len());
    let mut sides = Sides::new(old, new);
    let mut has_partner = vec![false; old.len()];
    for (place, _) in partners.iter().flatten() {
        if let Some(taken) = has_partner.get_mut(*place) {
            *taken = true;
        }
    }
    for (row, partner) in partners.iter().enumerate() {
        for (column, taken) in has_partner.iter().enumerate() {
            let cost = match partner {
                Some((place, _)) if *place == column => 0,
                // Once nobody waits, the rest of the table is filled without a diff.
                None if !taken && go_on() => sides.cost_of(column, row),
                _ => NEVER,
            };
            costs.set_cost(row, column, cost);
        }
        let alone = partner.map_or_else(|| creation(new.get(row)), |_| NEVER);
        (old.len()..old.len() + new.len()).for_each(|column| costs.set_cost(row, column, alone));
    }
    for (column, taken) in has_partner.iter().enumerate() {
        let alone = if *taken {
            NEVER
        } else {
            creation(old.get(column))
        };
        (new.len()..old.len() + new.len()).for_each(|row| costs.set_cost(row, column, alone));
    }
    (costs, sides.is_rough())
}

/// Returns the cost of a patch that has no partner.
fn creation(recast: Option<&&Recast>) -> i32 {
    let size = recast.map_or(0, |recast| recast.size);
    i32::try_from(size * CREATION / 100).map_or(NEVER, |cost| cost.min(NEVER))
}

/// The pairs in git's order: newer patches in theirs, an older one without a partner as soon as
/// all before it were listed.
fn ordered(old: usize, partners: &[Option<(usize, By)>]) -> Vec<Pair> {
    let mut is_alone = vec![true; old];
    for (place, _) in partners.iter().flatten() {
        if let Some(alone) = is_alone.get_mut(*place) {
            *alone = false;
        }
    }
    let mut is_listed = vec![false; old];
    let mut pairs = Vec::with_capacity(old + partners.len());
    let mut next = 0;
    let mut catch_up = |is_listed: &[bool], pairs: &mut Vec<Pair>| {
        while let (Some(alone), Some(listed)) = (is_alone.get(next), is_listed.get(next)) {
            if !alone && !listed {
                break;
            }
            if *alone {
                pairs.push(Pair {
                    old: Some(next),
                    new: None,
                    by: None,
                });
            }
            next += 1;
        }
    };
    for (place, partner) in partners.iter().enumerate() {
        catch_up(&is_listed, &mut pairs);
        pairs.push(Pair {
            old: partner.map(|(old, _)| old),
            new: Some(place),
            by: partner.map(|(_, by)| by),
        });
        if let Some(slot) = partner.and_then(|(old, _)| is_listed.get_mut(old)) {
            *slot = true;
        }
    }
    catch_up(&is_listed, &mut pairs);
    pairs
}

#[cfg(test)]
mod tests;
