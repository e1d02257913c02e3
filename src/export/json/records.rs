//! The small records of the contract: archive, loose mail, warning, and what series share.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use crate::archive::Archive;
use crate::mail::{Address, Date, MessageId, MsgIdx};
use crate::patch::Kind;
use crate::patch::stat::{Change, FileChange, Totals};
use crate::series::TotalsFrom;
use crate::source;
use crate::text::Shared;

/// The version of the contract.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
pub(super) struct ArchiveRecord {
    r#type: &'static str,
    schema: u32,
    sources: Vec<String>,
    messages: usize,
    series: usize,
    warnings: usize,
}

pub(super) fn archive(archive: &Archive, series: usize) -> ArchiveRecord {
    let path = |source: &std::sync::Arc<source::Source>| source.path.display().to_string();
    ArchiveRecord {
        r#type: "archive",
        schema: SCHEMA,
        sources: archive.sources().iter().map(path).collect(),
        messages: archive.len(),
        series,
        warnings: archive.warnings().len(),
    }
}

#[derive(Serialize)]
pub(super) struct Person<'a> {
    name: &'a str,
    email: &'a str,
}

pub(super) fn person(address: &Address) -> Person<'_> {
    Person {
        name: &address.name,
        email: &address.email,
    }
}

#[derive(Serialize)]
pub(super) struct Stat {
    files: u32,
    added: u32,
    deleted: u32,
    from: &'static str,
}

pub(super) fn stat(totals: Totals, from: TotalsFrom) -> Stat {
    Stat {
        files: totals.files,
        added: totals.added,
        deleted: totals.deleted,
        from: match from {
            TotalsFrom::Diff => "diff",
            TotalsFrom::DiffStat => "diffstat",
        },
    }
}

#[derive(Serialize)]
pub(super) struct File {
    path: Shared,
    added: Option<u32>,
    deleted: Option<u32>,
    changes: u32,
    binary: bool,
    status: &'static str,
    old_path: Option<Shared>,
    old_mode: Option<Shared>,
    new_mode: Option<Shared>,
}

pub(super) fn file(file: FileChange) -> File {
    File {
        path: file.path,
        added: file.added,
        deleted: file.deleted,
        changes: file.changes,
        binary: file.binary,
        status: match file.change {
            Change::Modified => "modified",
            Change::Added => "new",
            Change::Deleted => "deleted",
            Change::Renamed => "renamed",
            Change::Copied => "copied",
        },
        old_path: file.old_path,
        old_mode: file.old_mode,
        new_mode: file.new_mode,
    }
}

#[derive(Serialize)]
pub(super) struct MessageRecord<'a> {
    r#type: &'static str,
    message_id: &'a str,
    subject: &'a str,
    author: Person<'a>,
    date: Option<String>,
    kind: &'static str,
    in_reply_to: Option<&'a str>,
}

pub(super) fn message(archive: &Archive, at: MsgIdx) -> Option<MessageRecord<'_>> {
    let (message, facts) = (archive.message(at)?, archive.facts(at)?);
    Some(MessageRecord {
        r#type: "message",
        message_id: message.id.as_str(),
        subject: &message.subject,
        author: person(facts.author(message)),
        date: message.date.and_then(rfc3339),
        kind: match facts.kind {
            Kind::Patch => "patch",
            Kind::Pull => "pull",
            Kind::Reply => "reply",
            Kind::Cover | Kind::Other => "other",
        },
        in_reply_to: message.parents.first().map(MessageId::as_str),
    })
}

#[derive(Serialize)]
pub(super) struct WarningRecord<'a> {
    r#type: &'static str,
    source: String,
    offset: Option<u64>,
    message_id: Option<&'a str>,
    what: &'a str,
}

pub(super) fn warning(warning: &source::Warning) -> WarningRecord<'_> {
    WarningRecord {
        r#type: "warning",
        source: warning.source.display().to_string(),
        offset: warning.offset,
        message_id: warning.message_id.as_deref(),
        what: &warning.what,
    }
}

/// RFC 3339 with the offset that the mail was written in.
pub(super) fn rfc3339(date: Date) -> Option<String> {
    let offset = Offset::from_seconds(i32::from(date.offset) * 60).ok()?;
    let stamp = Timestamp::from_second(date.seconds).ok()?;
    Some(stamp.display_with_offset(offset).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_zone() {
        let date = |offset| Date {
            seconds: 1_620_700_918,
            offset,
            guessed: false,
        };
        assert_eq!(rfc3339(date(480)).unwrap(), "2021-05-11T10:41:58+08:00");
        assert_eq!(rfc3339(date(0)).unwrap(), "2021-05-11T02:41:58+00:00");
    }
}
