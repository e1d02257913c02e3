//! What became of each patch, as a record.

use std::collections::HashMap;

use serde::Serialize;

use crate::archive::compare::{Comparison, Entry, Patch};
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
    of_old: HashMap<usize, &'a Entry>,
    of_new: HashMap<usize, &'a Entry>,
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
            return self.comparison.entries.iter().map(listed).collect();
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
        let kinds = entry.map(|entry| entry.kinds).unwrap_or_default();
        let (old, new) = (&self.comparison.old.patches, &self.comparison.new.patches);
        let id = |patch: Option<&Patch>| patch.and_then(|patch| patch.id).map(|id| id.to_string());
        PairRecord {
            a: pair.old.map(|at| at + 1),
            b: pair.new.map(|at| at + 1),
            op: op.sign(),
            by: entry.and_then(|entry| entry.by).map(By::name),
            same_as: other.map(|at| at + 1),
            old_id: id(pair.old.and_then(|at| old.get(at))),
            new_id: id(pair.new.and_then(|at| new.get(at))),
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

/// A title that one version only lists: nothing of it is compared.
fn listed(entry: &Entry) -> PairRecord {
    let place = |here: Option<usize>, listed: Option<usize>| here.or(listed).map(|at| at + 1);
    let kinds = entry.kinds;
    PairRecord {
        a: place(entry.old, entry.old_listed),
        b: place(entry.new, entry.new_listed),
        op: entry.op.sign(),
        by: entry.by.map(By::name),
        same_as: None,
        old_id: None,
        new_id: None,
        author: kinds.author,
        title: kinds.title,
        log: kinds.log,
        rewrapped: kinds.rewrapped,
        trailers: kinds.trailers,
        code: kinds.code.name(),
        gone: entry.gone,
        come: entry.come,
        noise: entry.noise,
    }
}
