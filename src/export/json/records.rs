//! The small records of the contract: archive, loose mail, warning, and what series share.

use std::borrow::Cow;
use std::fmt::Display;

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Serialize, Serializer};

use crate::archive::Archive;
use crate::mail::{Address, Date, MessageId, MsgIdx};
use crate::patch::PatchKind;
use crate::patch::stat::{Change, FileChange, Totals};
use crate::series::TotalsFrom;
use crate::source;

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
        messages: archive.mails(),
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

pub(super) fn stat_record(totals: Totals, from: TotalsFrom) -> Stat {
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

/// Something in the words in which it shows itself, written as they come.
pub(super) struct Displayed<'a, T>(pub(super) &'a T);

impl<T: Display> Serialize for Displayed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

/// The files of a series, which are worked out for it.
pub(super) struct FilesRecord(pub(super) Vec<FileChange>);

impl Serialize for FilesRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(file_record))
    }
}

#[derive(Serialize)]
pub(super) struct FileRecord<'a> {
    path: &'a str,
    added: Option<u32>,
    deleted: Option<u32>,
    changes: u32,
    binary: bool,
    status: &'static str,
    old_path: Option<&'a str>,
    old_mode: Option<&'a str>,
    new_mode: Option<&'a str>,
}

pub(super) fn file_record(file: &FileChange) -> FileRecord<'_> {
    FileRecord {
        path: &file.path,
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
        old_path: file.old_path.as_deref(),
        old_mode: file.old_mode.as_deref(),
        new_mode: file.new_mode.as_deref(),
    }
}

/// A part of a mail that is neither its text nor a patch.
#[derive(Serialize)]
pub(super) struct Attached<'a> {
    name: &'a str,
    r#type: &'a str,
    size: u64,
    from: &'a str,
}

/// The attachments of some mails, in order.
pub(super) fn attached(
    archive: &Archive,
    mails: impl Iterator<Item = MsgIdx>,
) -> Vec<Attached<'_>> {
    let messages = mails.filter_map(|at| archive.message(at));
    messages
        .flat_map(|message| {
            message.attachments.iter().map(|part| Attached {
                name: &part.name,
                r#type: &part.kind,
                size: part.size,
                from: message.id.as_str(),
            })
        })
        .collect()
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
    alerts: Vec<Cow<'a, str>>,
    attachments: Vec<Attached<'a>>,
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
            PatchKind::Patch => "patch",
            PatchKind::Pull => "pull",
            PatchKind::Reply => "reply",
            PatchKind::Cover | PatchKind::Other => "other",
        },
        in_reply_to: message.parents.first().map(MessageId::as_str),
        alerts: facts.alerts().collect(),
        attachments: attached(archive, std::iter::once(at)),
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
