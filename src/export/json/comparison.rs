//! The record of two versions compared.

mod pairs;

use serde::Serialize;

use self::pairs::{PairRecord, Pairs};
use crate::archive::{Archive, compare};
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;
use crate::text::Shared;

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
    net: NetRecord,
    tags: Vec<TagRecord<'a>>,
    remarks: Vec<RemarkRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    letter: Option<LetterRecord>,
    claims: Vec<ClaimRecord>,
    unclaimed: Vec<usize>,
    notes: Vec<String>,
}

/// What differs between the covers: lines, recipients, the commit that the patches are for.
#[derive(Serialize)]
struct LetterRecord {
    gone: usize,
    come: usize,
    recipients_lost: Vec<String>,
    recipients_gained: Vec<String>,
    old_base: Option<Shared>,
    new_base: Option<Shared>,
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
struct NetRecord {
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
struct TagRecord<'a> {
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
        old_revision: old.head.revision.to_string(),
        new_revision: new.head.revision.to_string(),
        range_diff: RangeDiff {
            a: old.id.as_str(),
            b: new.id.as_str(),
            pairs: pairs.records(),
        },
        moved: compared.moved.iter().map(moved).collect(),
        split: compared.splits().into_iter().map(split).collect(),
        squashed: compared.squashes().into_iter().map(squashed).collect(),
        net: deltas(&compared.net),
        tags: compared
            .tags
            .iter()
            .map(|fate| tag_record(archive, fate))
            .collect(),
        remarks: compared
            .remarks
            .iter()
            .map(|one| remark(archive, one))
            .collect(),
        letter: compared.letters.as_ref().map(letter),
        claims: compared.claims.iter().map(claim).collect(),
        unclaimed: compared.unclaimed().into_iter().map(listed).collect(),
        notes: compared.notes.clone(),
    })
}

/// A place as git counts it, from 1.
fn listed(place: usize) -> usize {
    place + 1
}

fn letter(letters: &compare::Letters) -> LetterRecord {
    let (gone, come) = letters.counts();
    let [old_base, new_base] = letters.base.clone().unwrap_or_default();
    LetterRecord {
        gone,
        come,
        recipients_lost: letters.lost.clone(),
        recipients_gained: letters.gained.clone(),
        old_base,
        new_base,
    }
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

fn deltas(net: &compare::NetDeltas) -> NetRecord {
    let (differ, lines) = net.totals();
    let untold = net.deltas.iter().filter_map(|delta| {
        Some(Untold {
            path: delta.path.clone(),
            why: delta.untold.clone()?,
        })
    });
    NetRecord {
        files: net.files,
        differ,
        lines,
        untold: untold.collect(),
    }
}

fn tag_record<'a>(archive: &'a Archive, fate: &compare::TagFate) -> TagRecord<'a> {
    TagRecord {
        trailer: fate.trailer.to_string(),
        old: fate.old.map(listed),
        new: fate.new.map(listed),
        from: fate.from.and_then(|from| id_of(archive, from)),
        fate: fate.outcome.words(),
        code: fate.code.name(),
        rewritten: fate.rewritten,
    }
}

fn remark<'a>(archive: &'a Archive, remark: &compare::Remark) -> RemarkRecord<'a> {
    RemarkRecord {
        id: id_of(archive, remark.message),
        patch: listed(remark.patch),
        path: remark.path.clone(),
        line: remark.line.map(listed),
        state: remark.state.words(),
        moved_to: match remark.state {
            compare::RemarkState::Moved(to) => Some(listed(to)),
            compare::RemarkState::Changed
            | compare::RemarkState::Beside
            | compare::RemarkState::Untouched
            | compare::RemarkState::Gone
            | compare::RemarkState::Context
            | compare::RemarkState::LogChanged
            | compare::RemarkState::LogSame
            | compare::RemarkState::NoPlace => None,
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

fn id_of(archive: &Archive, at: MsgIdx) -> Option<&str> {
    archive.message(at).map(|message| message.id.as_str())
}
