//! The record of two versions compared.

use std::collections::HashMap;

use serde::Serialize;

use crate::archive::Archive;
use crate::archive::compare::{self, Comparison, Entry, Patch};
use crate::mail::MsgIdx;
use crate::patch::pairing::{By, Op, Pair};
use crate::series::SeriesIdx;

#[derive(Serialize)]
pub(super) struct ComparisonRecord<'a> {
    r#type: &'static str,
    old: &'a str,
    new: &'a str,
    old_revision: String,
    new_revision: String,
    range_diff: RangeDiff<'a>,
    moved: Vec<MovedRecord>,
    split: Vec<Split>,
    squashed: Vec<Squashed>,
    net: Net,
    tags: Vec<Tag<'a>>,
    remarks: Vec<RemarkRecord<'a>>,
    claims: Vec<ClaimRecord>,
    unclaimed: Vec<usize>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct MovedRecord {
    from: usize,
    to: usize,
    lines: usize,
}

#[derive(Serialize)]
struct Split {
    from: usize,
    to: Vec<usize>,
}

#[derive(Serialize)]
struct Squashed {
    from: Vec<usize>,
    to: usize,
}

#[derive(Serialize)]
struct Net {
    files: usize,
    differ: usize,
    lines: usize,
    untold: Vec<Untold>,
}

#[derive(Serialize)]
struct Untold {
    path: String,
    why: String,
}

#[derive(Serialize)]
struct Tag<'a> {
    trailer: String,
    old: Option<usize>,
    new: Option<usize>,
    from: Option<&'a str>,
    fate: &'static str,
    code: &'static str,
    rewritten: bool,
}

#[derive(Serialize)]
struct RemarkRecord<'a> {
    id: Option<&'a str>,
    patch: usize,
    path: Option<String>,
    line: Option<usize>,
    state: &'static str,
    /// The newer patch that the lines are in now, where they moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    moved_to: Option<usize>,
    answered: bool,
}

#[derive(Serialize)]
struct ClaimRecord {
    patch: u32,
    text: String,
    names: Vec<String>,
    found: Vec<usize>,
}

/// What `git range-diff` says, with what it does not look at beside it.
#[derive(Serialize)]
struct RangeDiff<'a> {
    a: &'a str,
    b: &'a str,
    pairs: Vec<PairRecord>,
}

#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the keys of the contract, one field each"
)]
struct PairRecord {
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

pub(super) fn comparison(
    archive: &Archive,
    (old, new): (SeriesIdx, SeriesIdx),
) -> Option<ComparisonRecord<'_>> {
    let compared = archive.compare(old, new, &|| true);
    let (old, new) = (archive.series(old)?, archive.series(new)?);
    let pairs = Pairs::new(&compared);
    Some(ComparisonRecord {
        r#type: "comparison",
        old: old.id.as_str(),
        new: new.id.as_str(),
        old_revision: old.revision.to_string(),
        new_revision: new.revision.to_string(),
        range_diff: RangeDiff {
            a: old.id.as_str(),
            b: new.id.as_str(),
            pairs: compared.git.iter().map(|pair| pairs.record(pair)).collect(),
        },
        moved: compared.moved.iter().map(moved).collect(),
        split: compared.splits().into_iter().map(split).collect(),
        squashed: compared.squashes().into_iter().map(squashed).collect(),
        net: deltas(&compared.net),
        tags: compared
            .tags
            .iter()
            .map(|fate| tag(archive, fate))
            .collect(),
        remarks: compared
            .remarks
            .iter()
            .map(|one| remark(archive, one))
            .collect(),
        claims: compared.claims.iter().map(claim).collect(),
        unclaimed: compared.unclaimed().into_iter().map(listed).collect(),
        notes: compared.notes.clone(),
    })
}

/// A place as git counts it, from 1.
fn listed(place: usize) -> usize {
    place + 1
}

fn moved(moved: &compare::Moved) -> MovedRecord {
    MovedRecord {
        from: listed(moved.from),
        to: listed(moved.to),
        lines: moved.lines,
    }
}

fn split((from, to): (usize, Vec<usize>)) -> Split {
    Split {
        from: listed(from),
        to: to.into_iter().map(listed).collect(),
    }
}

fn squashed((from, to): (Vec<usize>, usize)) -> Squashed {
    Squashed {
        from: from.into_iter().map(listed).collect(),
        to: listed(to),
    }
}

fn deltas(net: &compare::NetDeltas) -> Net {
    let (differ, lines) = net.totals();
    let untold = net.deltas.iter().filter_map(|delta| {
        Some(Untold {
            path: delta.path.clone(),
            why: delta.untold.clone()?,
        })
    });
    Net {
        files: net.files,
        differ,
        lines,
        untold: untold.collect(),
    }
}

fn tag<'a>(archive: &'a Archive, fate: &compare::TagFate) -> Tag<'a> {
    Tag {
        trailer: fate.trailer.to_string(),
        old: fate.old.map(listed),
        new: fate.new.map(listed),
        from: fate.from.and_then(|from| id(archive, from)),
        fate: fate.outcome.words(),
        code: fate.code.name(),
        rewritten: fate.rewritten,
    }
}

fn remark<'a>(archive: &'a Archive, remark: &compare::Remark) -> RemarkRecord<'a> {
    RemarkRecord {
        id: id(archive, remark.message),
        patch: listed(remark.patch),
        path: remark.path.clone(),
        line: remark.line.map(listed),
        state: remark.state.words(),
        moved_to: match remark.state {
            compare::State::Moved(to) => Some(listed(to)),
            _ => None,
        },
        answered: remark.answered,
    }
}

fn claim(claim: &compare::Claim) -> ClaimRecord {
    ClaimRecord {
        patch: claim.patch,
        text: claim.text.clone(),
        names: claim.names.clone(),
        found: claim.found.iter().copied().map(listed).collect(),
    }
}

fn id(archive: &Archive, at: MsgIdx) -> Option<&str> {
    archive.message(at).map(|message| message.id.as_str())
}

/// The entries by the patches that they tell of.
struct Pairs<'a> {
    comparison: &'a Comparison,
    of_old: HashMap<usize, &'a Entry>,
    of_new: HashMap<usize, &'a Entry>,
}

impl<'a> Pairs<'a> {
    fn new(comparison: &'a Comparison) -> Self {
        let entries = comparison.entries.iter();
        Self {
            comparison,
            of_old: entries.clone().filter_map(|e| Some((e.old?, e))).collect(),
            of_new: entries.filter_map(|e| Some((e.new?, e))).collect(),
        }
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
            Op::Same | Op::Changed => None,
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
