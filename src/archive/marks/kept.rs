//! What the reader said of mails in so many words: flags, notes, what is put off. Kept by the id in
//! clear, as the reader wrote it and wants it found again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::versions::TouchedVersions;
use super::{PartView, Remembered, Stop};
use crate::mail::MessageId;

/// Bytes of a note that are kept.
pub const LONGEST_NOTE: usize = 1 << 14;

/// Until when a series is put off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until its next version.
    Version,
    /// Until its next answer.
    Answer,
    /// Until a day, written `2026-04-01`.
    Day(String),
}

impl Until {
    /// Reads what the database holds; none where that is nothing known.
    pub fn parse(text: &str) -> Option<Self> {
        let is_day = |text: &str| {
            // ISO 8601, so that days sort and compare as texts.
            let shape = text
                .bytes()
                .map(|b| if b.is_ascii_digit() { b'0' } else { b });
            shape.eq(*b"0000-00-00")
        };
        match text {
            "version" => Some(Self::Version),
            "answer" => Some(Self::Answer),
            day if is_day(day) => Some(Self::Day(day.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Version => "version",
            Self::Answer => "answer",
            Self::Day(day) => day,
        })
    }
}

/// Bytes of a line at which reading stopped that are kept.
const LONGEST_STOP: usize = 500;

/// A line of a mail's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopLine {
    /// The byte of the text that it begins at.
    pub start: u32,
    /// How it begins, for it to be found again where the text is told otherwise by another release.
    pub text: String,
}

impl StopLine {
    /// A line by the byte that it begins at, and its text.
    pub fn new(start: u32, text: &str) -> Self {
        let is_end = |at: &usize| text.is_char_boundary(*at);
        // Not within a letter of several bytes.
        let end = (0..=LONGEST_STOP).rev().find(is_end).unwrap_or(0);
        let text = text.get(..end).unwrap_or(text).to_owned();
        Self { start, text }
    }

    /// Reads what [`StopLine`] writes: the byte, a blank, the text.
    pub fn parse(stop: &str) -> Option<Self> {
        let (start, text) = stop.split_once(' ')?;
        Some(Self::new(start.parse().ok()?, text))
    }

    /// Where the line begins in a text: where it did, or else the nearest that begins like it.
    pub fn find_line(&self, text: &str) -> Option<u32> {
        let there = text.get(self.start as usize..);
        // Mostly the text is the same; another release may decode it otherwise.
        if there.is_some_and(|line| line.starts_with(&self.text)) {
            return Some(self.start);
        }
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
        let starts = std::iter::once(0).chain(ends);
        let like = starts.filter(|start| {
            text.get(*start..)
                .is_some_and(|l| l.starts_with(&self.text))
        });
        let like = like.filter_map(|start| u32::try_from(start).ok());
        // A line like `+}` stands in many places: the nearest one is meant.
        like.min_by_key(|start| start.abs_diff(self.start))
    }
}

impl fmt::Display for StopLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.start, self.text)
    }
}

/// A private note: on a mail, or on a line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivateNote {
    /// The mail.
    pub id: MessageId,
    /// The line that it stands at, as the mail has it; none for the mail as a whole.
    pub line: Option<String>,
    /// What it says; empty for no note any more.
    pub text: String,
}

/// All of that, which patches were viewed in part, and where reading stopped.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    parts: BTreeMap<MessageId, (usize, usize)>,
    stops: BTreeMap<MessageId, StopLine>,
    flags: BTreeSet<MessageId>,
    later: BTreeMap<MessageId, Until>,
    notes: BTreeMap<(MessageId, Option<String>), String>,
    pub(super) versions: TouchedVersions,
}

impl Kept {
    /// Takes in what is remembered from now on; marks are none of it.
    pub(super) fn apply(&mut self, remembered: &Remembered) {
        match remembered {
            Remembered::Marks(_) => {}
            Remembered::Part(part) if part.seen == 0 => {
                self.parts.remove(&part.id);
            }
            Remembered::Part(part) => {
                let counts = (part.seen, part.hunks);
                self.parts.insert(part.id.clone(), counts);
            }
            Remembered::Stopped(Stop { id, line: None }) => {
                self.stops.remove(id);
            }
            Remembered::Stopped(Stop {
                id,
                line: Some(line),
            }) => {
                self.stops.insert(id.clone(), line.clone());
            }
            Remembered::Flag(id, true) => {
                self.flags.insert(id.clone());
            }
            Remembered::Flag(id, false) => {
                self.flags.remove(id);
            }
            Remembered::Later(id, Some(until)) => {
                self.later.insert(id.clone(), until.clone());
            }
            Remembered::Later(id, None) => {
                self.later.remove(id);
            }
            Remembered::Note(note) => {
                let key = (note.id.clone(), note.line.clone());
                if note.text.is_empty() {
                    self.notes.remove(&key);
                } else {
                    self.notes.insert(key, note.text.clone());
                }
            }
            Remembered::Version(version) => self.versions.insert((**version).clone()),
        }
    }

    /// All of it, in the order of ids.
    pub(super) fn all_kept(&self) -> impl Iterator<Item = Remembered> + '_ {
        let parts = self.parts.iter().map(|(id, (seen, hunks))| {
            Remembered::Part(PartView {
                id: id.clone(),
                seen: *seen,
                hunks: *hunks,
            })
        });
        let stops = self.stops.iter().map(|(id, line)| {
            let (id, line) = (id.clone(), Some(line.clone()));
            Remembered::Stopped(Stop { id, line })
        });
        let flags = self.flags.iter();
        let flags = flags.map(|id| Remembered::Flag(id.clone(), true));
        let later = self.later.iter();
        let later = later.map(|(id, until)| Remembered::Later(id.clone(), Some(until.clone())));
        let notes = self.notes.iter().map(|((id, line), text)| {
            Remembered::Note(PrivateNote {
                id: id.clone(),
                line: line.clone(),
                text: text.clone(),
            })
        });
        let versions = self.versions.all_versions().cloned();
        let versions = versions.map(|version| Remembered::Version(Box::new(version)));
        parts
            .chain(stops)
            .chain(flags)
            .chain(later)
            .chain(notes)
            .chain(versions)
    }

    pub(super) fn part_of(&self, id: &MessageId) -> Option<(usize, usize)> {
        self.parts.get(id).copied()
    }

    pub(super) fn stop_of(&self, id: &MessageId) -> Option<&StopLine> {
        self.stops.get(id)
    }

    pub(super) fn is_flagged(&self, id: &MessageId) -> bool {
        self.flags.contains(id)
    }

    pub(super) fn later(&self) -> &BTreeMap<MessageId, Until> {
        &self.later
    }

    /// The notes on a mail: the line of each, and what it says.
    pub(super) fn notes(&self, id: &MessageId) -> impl Iterator<Item = (Option<&str>, &str)> + '_ {
        let from = (id.clone(), None);
        let notes = self.notes.range(from..);
        let of_mail = id.clone();
        notes
            .take_while(move |((id, _), _)| *id == of_mail)
            .map(|((_, line), text)| (line.as_deref(), text.as_str()))
    }

    /// Whether anything of one kind is kept at all.
    pub(super) fn has_flags(&self) -> bool {
        !self.flags.is_empty()
    }

    pub(super) fn has_notes(&self) -> bool {
        !self.notes.is_empty()
    }
}

#[cfg(test)]
mod tests;
