//! What is remembered as a line of JSON.

use serde::{Deserialize, Serialize};

use crate::archive::marks::{
    Day, LONGEST_NOTE, MarkChange, MarkKey, MarkKind, PartView, PrivateNote, Remembered, Stop,
    StopLine, TouchedVersion, Until, bits,
};
use crate::mail::MessageId;
use crate::patch::subject::Revision;

/// One line of what is exported.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum ExportLine {
    Mark {
        kind: String,
        key: String,
        marks: u8,
        day: u16,
    },
    Part {
        place: String,
        seen: usize,
        hunks: usize,
    },
    Stopped {
        stopped: String,
        line: String,
    },
    Flag {
        flag: String,
    },
    Later {
        later: String,
        until: String,
    },
    Note {
        note: String,
        line: Option<String>,
        text: String,
    },
    Version {
        series: String,
        change_id: Option<String>,
        sender: String,
        title: String,
        version: (u32, u32),
    },
}

impl ExportLine {
    /// The line of what is no mark.
    pub(super) fn of(kept: Remembered) -> Option<Self> {
        let text = |id: MessageId| id.as_str().to_owned();
        match kept {
            Remembered::Marks(_) => None,
            Remembered::Part(part) => Some(Self::Part {
                place: text(part.id),
                seen: part.seen,
                hunks: part.hunks,
            }),
            Remembered::Stopped(stop) => Some(Self::Stopped {
                stopped: text(stop.id),
                line: stop.line?.to_string(),
            }),
            Remembered::Flag(id, is_set) => is_set.then(|| Self::Flag { flag: text(id) }),
            Remembered::Later(id, until) => Some(Self::Later {
                later: text(id),
                until: until?.to_string(),
            }),
            Remembered::Note(note) => Some(Self::Note {
                note: text(note.id),
                line: note.line,
                text: note.text,
            }),
            Remembered::Version(version) => Some(Self::Version {
                series: text(version.id),
                change_id: version.change_id,
                sender: version.sender,
                title: version.title,
                version: (version.revision.major, version.revision.minor),
            }),
        }
    }
}

/// What a line says; what has no day of its own gets today's.
pub(super) fn read_line(line: &str, today: Day) -> Result<(Remembered, Day), String> {
    let read: ExportLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
    match read {
        ExportLine::Mark {
            kind,
            key,
            marks,
            day,
        } => {
            let known = MarkKind::ALL.into_iter().find(|known| known.name() == kind);
            let kind = known.ok_or("a kind that there is not")?;
            let key = u64::from_str_radix(&key, 16).map_err(|error| format!("key: {error}"))?;
            let change = MarkChange {
                kind,
                keys: vec![MarkKey(key)],
                set: marks & bits::ALL,
                clear: 0,
            };
            Ok((Remembered::Marks(change), Day(day)))
        }
        ExportLine::Part { place, seen, hunks } => {
            let id = MessageId::new(&place);
            Ok((Remembered::Part(PartView { id, seen, hunks }), today))
        }
        ExportLine::Stopped { stopped, line } => {
            let line = StopLine::parse(&line).ok_or("a line without its place")?;
            let (id, line) = (MessageId::new(&stopped), Some(line));
            Ok((Remembered::Stopped(Stop { id, line }), today))
        }
        ExportLine::Flag { flag } => Ok((Remembered::Flag(MessageId::new(&flag), true), today)),
        ExportLine::Later { later, until } => {
            let until = Until::parse(&until).ok_or("a time that there is not")?;
            let id = MessageId::new(&later);
            Ok((Remembered::Later(id, Some(until)), today))
        }
        ExportLine::Note { note, line, text } => {
            let id = MessageId::new(&note);
            if text.len() > LONGEST_NOTE {
                return Err("a note that is too long".to_owned());
            }
            Ok((Remembered::Note(PrivateNote { id, line, text }), today))
        }
        ExportLine::Version {
            series,
            change_id,
            sender,
            title,
            version: (major, minor),
        } => {
            let version = TouchedVersion {
                id: MessageId::new(&series),
                change_id,
                sender,
                title,
                revision: Revision { major, minor },
            };
            Ok((Remembered::Version(Box::new(version)), today))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_none_is_said_to_be() {
        for wrong in [
            "",
            "{}",
            "{\"kind\":\"x\",\"key\":\"0\",\"marks\":1,\"day\":0}",
        ] {
            assert!(read_line(wrong, Day::default()).is_err(), "{wrong}");
        }
    }
}
