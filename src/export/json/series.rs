//! The record of a series and of its patches.

use std::borrow::Cow;

use serde::Serialize;

use super::records::{
    Attached, Displayed, FileRecord, FilesRecord, Person, Stat, attached, file_record, person,
    rfc3339, stat_record,
};
use crate::archive::Archive;
use crate::mail::MsgIdx;
use crate::patch::letter::Letter;
use crate::patch::stat::{FileChange, Totals};
use crate::patch::subject::RevisionFrom;
use crate::patch::trailer::Trailer;
use crate::patch::{Facts, PatchKind};
use crate::series::{self, Series, SeriesIdx, Slot, TotalsFrom, Verdict, Via};
use crate::source::Format;
use crate::text::Shared;

#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the keys of the contract, one field each"
)]
pub(super) struct SeriesRecord<'a> {
    r#type: &'static str,
    id: &'a str,
    name: &'a str,
    subject: &'a str,
    version: u32,
    revision: String,
    version_from: &'static str,
    rfc: bool,
    resend: bool,
    targets: &'a [Shared],
    submitter: Person<'a>,
    author: Person<'a>,
    date: Option<String>,
    total: u32,
    present: usize,
    complete: bool,
    missing: Vec<u32>,
    cover: Option<&'a str>,
    /// The pull request that announces the patches: it stands for a cover and is none.
    pull: Option<&'a str>,
    /// Where it says to pull from, and what.
    pull_url: Option<&'a str>,
    naked_cover: bool,
    replies: Vec<&'a str>,
    stat: Option<Stat>,
    files: FilesRecord,
    change_id: Option<&'a str>,
    base_commit: Option<&'a str>,
    prerequisites: Vec<String>,
    depends_on: Vec<&'a str>,
    links: Vec<&'a str>,
    older: Vec<&'a str>,
    newer: Vec<&'a str>,
    why: Vec<EvidenceRecord<'a>>,
    alerts: &'a [String],
    attachments: Vec<Attached<'a>>,
    pub(super) patches: Vec<PatchRecord<'a>>,
}

/// What the letters of a series name.
#[derive(Default)]
struct Named<'a> {
    prerequisites: Vec<String>,
    depends_on: Vec<&'a str>,
    links: Vec<&'a str>,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    rule: &'a str,
    detail: &'a str,
}

pub(super) fn series(archive: &Archive, at: SeriesIdx) -> Option<SeriesRecord<'_>> {
    let series = archive.series(at)?;
    let ids = |of: &[SeriesIdx]| {
        let ids = of.iter().filter_map(|&other| archive.series(other));
        ids.map(|other| other.id.as_str()).collect()
    };
    let head = |pull| {
        let is_pull = |facts: &Facts| facts.kind == PatchKind::Pull;
        let cover = series
            .parts
            .cover
            .filter(|&at| archive.facts(at).is_some_and(is_pull) == pull);
        cover.and_then(|cover| id_of(archive, cover))
    };
    let named = named(archive, series);
    let replies = series.replies.iter().copied();
    let letter = series.parts.cover.into_iter().chain(replies);
    Some(SeriesRecord {
        r#type: "series",
        id: series.id.as_str(),
        name: &series.head.title,
        subject: &series.head.subject,
        version: series.head.revision.major,
        revision: series.head.revision.to_string(),
        version_from: version_from(series.head.revision_from),
        rfc: series.head.rfc,
        resend: series.head.resend,
        targets: &series.head.targets,
        submitter: person(&series.head.submitter),
        author: person(&series.head.author),
        date: series.head.date.and_then(rfc3339),
        total: series.parts.total,
        present: series.parts.present(),
        complete: series.parts.is_complete(),
        missing: series.parts.missing(),
        cover: head(false),
        pull: head(true),
        pull_url: pull_url(archive, series),
        naked_cover: series.parts.naked_cover && head(true).is_none(),
        replies: ids_of(archive, &series.replies),
        stat: series
            .parts
            .totals
            .map(|(totals, from)| stat_record(totals, from)),
        files: FilesRecord(archive.files(at)),
        change_id: series.head.change_id.as_deref(),
        base_commit: series.head.base_commit.as_deref(),
        prerequisites: named.prerequisites,
        depends_on: named.depends_on,
        links: named.links,
        older: ids(&series.versions.older),
        newer: ids(&series.versions.newer),
        why: series.why.iter().map(evidence_record).collect(),
        alerts: &series.alerts,
        attachments: attached(archive, letter),
        patches: listed(archive, series)
            .filter_map(|slot| patch(archive, slot))
            .collect(),
    })
}

/// The place that the cover names, or the only patch: of several requests each has its own.
fn pull_url<'a>(archive: &'a Archive, series: &Series) -> Option<&'a str> {
    let only = || {
        series
            .parts
            .slots
            .first()
            .filter(|_| series.parts.slots.len() == 1)?
            .message
    };
    archive
        .facts(series.parts.cover.or_else(only)?)?
        .letter
        .pull_url
        .as_deref()
}

fn version_from(from: RevisionFrom) -> &'static str {
    match from {
        RevisionFrom::Subject => "subject",
        RevisionFrom::Cover => "cover",
        RevisionFrom::Title => "title",
        RevisionFrom::Thread => "thread",
        RevisionFrom::Corrected => "corrected",
        RevisionFrom::Inferred => "inferred",
    }
}

fn evidence_record(evidence: &series::Evidence) -> EvidenceRecord<'_> {
    EvidenceRecord {
        rule: evidence.rule.name(),
        detail: &evidence.detail,
    }
}

/// Of the cover, else of the first patch.
fn named<'a>(archive: &'a Archive, series: &'a Series) -> Named<'a> {
    let patches = series.parts.slots.iter().filter_map(|slot| slot.message);
    let first = series.parts.cover.into_iter().chain(patches).next();
    let Some(letter) = first.and_then(|at| Some(&*archive.facts(at)?.letter)) else {
        return Named::default();
    };
    let Letter {
        prerequisites,
        depends_on,
        links,
        ..
    } = letter;
    let tag = |(tag, value): &(Shared, Shared)| format!("{tag}: {value}");
    Named {
        prerequisites: prerequisites.iter().map(tag).collect(),
        depends_on: depends_on.iter().map(Shared::as_str).collect(),
        links: links.iter().map(|link| link.url.as_str()).collect(),
    }
}

/// The slots to list. A digest holds covers alone: there the titles of the shortlog are the
/// series. Elsewhere `missing` alone tells of the holes, since programs sort the ids of a series.
fn listed<'a>(archive: &Archive, series: &'a Series) -> impl Iterator<Item = &'a Slot> {
    let cover = series.parts.cover.and_then(|at| archive.message(at));
    let source = cover.and_then(|cover| archive.sources().get(cover.origin.source.0 as usize));
    let all =
        series.parts.present() == 0 && source.is_none_or(|source| source.format == Format::Digest);
    let slots = series.parts.slots.iter();
    slots.filter(move |slot| all || slot.message.is_some())
}

#[derive(Default, Serialize)]
pub(super) struct PatchRecord<'a> {
    number: u32,
    pub(super) message_id: Option<&'a str>,
    subject: &'a str,
    date: Option<Shared>,
    timestamp: Option<String>,
    author: Option<Person<'a>>,
    submitter: Option<Person<'a>>,
    trailers: Vec<Displayed<'a, Trailer>>,
    review: Vec<ReviewRecord<'a>>,
    /// Tags of an older version, beside those that this one was given.
    carried: Vec<ReviewRecord<'a>>,
    files: Vec<FileRecord<'a>>,
    stat: Option<Stat>,
    pull_url: Option<&'a str>,
    patch_id: Option<String>,
    message_sha256: Option<String>,
    replies: Vec<&'a str>,
    alerts: Vec<Cow<'a, str>>,
    attachments: Vec<Attached<'a>>,
    /// Whether it was read, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read: Option<bool>,
    /// Hunks that were viewed, and of how many, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) viewed: Option<[usize; 2]>,
}

#[derive(Serialize)]
struct ReviewRecord<'a> {
    trailer: Displayed<'a, Trailer>,
    from: &'a str,
    via: &'static str,
    verdict: &'static str,
}

fn patch<'a>(archive: &'a Archive, slot: &'a Slot) -> Option<PatchRecord<'a>> {
    let given = |given| review(archive, given);
    let mut record = PatchRecord {
        number: slot.number,
        subject: &slot.title,
        review: slot.review.iter().filter_map(given).collect(),
        carried: slot.carried.iter().filter_map(given).collect(),
        replies: ids_of(archive, &slot.replies),
        attachments: attached(
            archive,
            slot.message.into_iter().chain(slot.replies.iter().copied()),
        ),
        ..PatchRecord::default()
    };
    let Some(at) = slot.message else {
        return Some(record);
    };
    let (message, facts) = (archive.message(at)?, archive.facts(at)?);
    record.message_id = Some(message.id.as_str());
    record.timestamp = message.date.and_then(rfc3339);
    record.author = Some(person(facts.author(message)));
    record.submitter = Some(person(&message.from));
    record.trailers = facts.trailers.iter().map(Displayed).collect();
    let (files, counts) = changes(facts);
    record.files = files.iter().map(file_record).collect();
    record.stat = counts;
    record.pull_url = facts.letter.pull_url.as_deref();
    record.alerts = facts.alerts().collect();
    if let Ok(digest) = archive.digest(at) {
        record.date = Some(digest.date_text.clone()).filter(|text| !text.is_empty());
        record.patch_id = digest.patch_id.map(|id| id.to_string());
        record.message_sha256 = Some(digest.message_sha256());
    }
    Some(record)
}

/// The files of a patch and their sum: counted, else as its diffstat prints them (a digest
/// leaves the diffs out).
fn changes(facts: &Facts) -> (&[FileChange], Option<Stat>) {
    if facts.has_diff() {
        let totals = Totals::of(&facts.files);
        return (&facts.files, Some(stat_record(totals, TotalsFrom::Diff)));
    }
    match &facts.stat {
        Some(printed) => {
            let totals = stat_record(printed.totals, TotalsFrom::DiffStat);
            (&printed.files, Some(totals))
        }
        None => (&[], None),
    }
}

fn review<'a>(archive: &'a Archive, review: &'a series::Review) -> Option<ReviewRecord<'a>> {
    Some(ReviewRecord {
        trailer: Displayed(&review.trailer),
        from: id_of(archive, review.from)?,
        via: match review.via {
            Via::Patch => "patch",
            Via::Cover => "cover",
            Via::Older => "older version",
        },
        verdict: match review.verdict {
            Verdict::Ok => "ok",
            Verdict::Mismatch => "mismatch",
            Verdict::Conditional => "conditional",
            Verdict::Stale => "stale",
        },
    })
}

fn id_of(archive: &Archive, at: MsgIdx) -> Option<&str> {
    archive.message(at).map(|message| message.id.as_str())
}

fn ids_of<'a>(archive: &'a Archive, all: &[MsgIdx]) -> Vec<&'a str> {
    all.iter().filter_map(|&at| id_of(archive, at)).collect()
}
