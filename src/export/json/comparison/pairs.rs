//! What became of each patch, as a record.

use std::collections::HashMap;

use serde::Serialize;

use crate::archive::compare::{ComparedPair, Comparison, Version};
use crate::patch::pairing::{By, Op, Pair};

#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the keys of the contract, one field each"
)]
pub(super) struct PairRecord {
    a: Option<usize>,
    b: Option<usize>,
    op: &'static str,
    by: Option<&'static str>,
    same_as: Option<usize>,
    old_id: Option<String>,
    new_id: Option<String>,
    author: bool,
    title: bool,
    log: bool,
    rewrapped: bool,
    trailers: bool,
    code: &'static str,
    gone: usize,
    come: usize,
    noise: usize,
}

/// The entries by the patches that they tell of.
pub(super) struct Pairs<'a> {
    comparison: &'a Comparison,
    of_old: HashMap<usize, &'a ComparedPair>,
    of_new: HashMap<usize, &'a ComparedPair>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(comparison: &'a Comparison) -> Self {
        let entries = comparison.entries.iter();
        Self {
            comparison,
            of_old: entries.clone().filter_map(|e| Some((e.old?, e))).collect(),
            of_new: entries.filter_map(|e| Some((e.new?, e))).collect(),
        }
    }

    /// The pairs as git has them; where a version is a letter alone, the titles that it lists.
    pub(super) fn records(&self) -> Vec<PairRecord> {
        if self.comparison.is_of_letters() {
            return self
                .comparison
                .entries
                .iter()
                .map(|entry| self.listed(entry))
                .collect();
        }
        let pairs = self.comparison.git.iter();
        pairs.map(|pair| self.record(pair)).collect()
    }

    fn record(&self, pair: &Pair) -> PairRecord {
        let of_old = pair.old.and_then(|at| self.of_old.get(&at));
        let of_new = pair.new.and_then(|at| self.of_new.get(&at));
        let entry = of_old.or(of_new).copied();
        let op = self.comparison.op_of(pair);
        // What git tears apart is told on both of its rows.
        let other = entry.and_then(|entry| match op {
            Op::Gone => entry.new,
            Op::New => entry.old,
            Op::Same | Op::Changed | Op::Untold => None,
        });
        PairRecord {
            same_as: other.map(|at| at + 1),
            old_id: patch_id(&self.comparison.old, pair.old),
            new_id: patch_id(&self.comparison.new, pair.new),
            ..PairRecord::of(entry, op, (pair.old, pair.new))
        }
    }

    /// A title that one version only lists: nothing of it is compared.
    fn listed(&self, entry: &ComparedPair) -> PairRecord {
        let old = entry.old.or(entry.old_listed);
        let new = entry.new.or(entry.new_listed);
        PairRecord {
            old_id: patch_id(&self.comparison.old, entry.old),
            new_id: patch_id(&self.comparison.new, entry.new),
            ..PairRecord::of(Some(entry), entry.op, (old, new))
        }
    }
}

impl PairRecord {
    /// What became of the patches on two places, as far as their entry tells it.
    fn of(
        entry: Option<&ComparedPair>,
        op: Op,
        (old, new): (Option<usize>, Option<usize>),
    ) -> Self {
        let kinds = entry.map(|entry| entry.kinds).unwrap_or_default();
        Self {
            a: old.map(|at| at + 1),
            b: new.map(|at| at + 1),
            op: op.sign(),
            by: entry.and_then(|entry| entry.by).map(By::name),
            same_as: None,
            old_id: None,
            new_id: None,
            author: kinds.author,
            title: kinds.title,
            log: kinds.log,
            rewrapped: kinds.rewrapped,
            trailers: kinds.trailers,
            code: kinds.code.name(),
            gone: entry.map_or(0, |entry| entry.gone),
            come: entry.map_or(0, |entry| entry.come),
            noise: entry.map_or(0, |entry| entry.noise),
        }
    }
}

/// The patch id of a patch that is here.
fn patch_id(version: &Version, place: Option<usize>) -> Option<String> {
    let patch = version.patches.get(place?)?;
    patch.id.map(|id| id.to_string())
}
