//! What was read and viewed: marks by what a thing is, never by where it stands. What was read in
//! one mailbox is read in every other that holds it.

mod group;
mod kept;
mod open;
mod pack;
mod recalled;
mod versions;

use std::collections::HashMap;

use foldhash::fast::RandomState;
use sha1::{Digest as _, Sha1};

use crate::mail::MessageId;
use crate::patch::diff::HunkKey;

pub use self::group::Group;
use self::kept::Kept;
pub use self::kept::{LONGEST_NOTE, PrivateNote, StopLine, Until};
pub use self::open::Marks;
pub use self::pack::{Day, Pack, Record};
pub use self::recalled::{Recalled, Viewpoint};
pub use self::versions::TouchedVersion;

/// What a mark is on. The numbers are those of the database and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// A mail, by its message id.
    Mail,
    /// A hunk, by its path and its body without the `@@` line.
    Hunk,
    /// A hunk by its path and its changed lines alone.
    Gist,
    /// A patch, by its patch id and its message.
    Patch,
}

impl MarkKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Mail, Self::Hunk, Self::Gist, Self::Patch];

    /// The number in the database.
    pub fn number(self) -> u8 {
        match self {
            Self::Mail => 0,
            Self::Hunk => 1,
            Self::Gist => 2,
            Self::Patch => 3,
        }
    }

    /// What belongs to this kind, of one a kind in the order of their numbers.
    pub fn of<T>(self, all: &[T; 4]) -> &T {
        let [mail, hunk, gist, patch] = all;
        match self {
            Self::Mail => mail,
            Self::Hunk => hunk,
            Self::Gist => gist,
            Self::Patch => patch,
        }
    }

    /// The word in what is exported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Hunk => "hunk",
            Self::Gist => "gist",
            Self::Patch => "patch",
        }
    }
}

/// The first 64 bits of the SHA-1 of what is marked. Of a million keys two are alike once in thirty
/// million times, and then one thing looks read that is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MarkKey(pub u64);

impl MarkKey {
    /// The key of the mail with an id.
    pub fn of_mail(id: &MessageId) -> Self {
        // The same on every machine and in every release: the key is what the database holds.
        let hash = Sha1::digest(id.as_str().as_bytes());
        let first = hash.iter().take(8);
        Self(first.fold(0, |key, byte| key << 8 | u64::from(*byte)))
    }
}

impl From<HunkKey> for MarkKey {
    fn from(key: HunkKey) -> Self {
        Self(key.0)
    }
}

/// What can be said of a thing, a bit each.
pub mod bits {
    /// A mail was read; a hunk, gist or patch was viewed.
    pub const READ: u8 = 1;
    /// A mail was marked as not read on purpose, which counts more than what its source says.
    pub const UNREAD: u8 = 2;
    /// A mail was there when its series was last left.
    pub const KNOWN: u8 = 4;
    /// A mail needs no answer of mine.
    pub const SETTLED: u8 = 8;
    /// All bits that are remembered.
    pub const ALL: u8 = READ | UNREAD | KNOWN | SETTLED;
    /// A mail was read as its source has it, which counts until it is marked otherwise: worked out at
    /// load, never remembered.
    pub const SEEN: u8 = 32;
    /// A mail is from the reader: worked out at load, never remembered.
    pub const MINE: u8 = 64;
    /// A mail that is nobody's question, likewise: from the reader or a program.
    pub const QUIET: u8 = 128;
}

/// Marks set on and taken off some things. It is absolute: carried out twice, or after another
/// run's, it leaves these bits as it says and all others as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkChange {
    /// What they are.
    pub kind: MarkKind,
    /// Which.
    pub keys: Vec<MarkKey>,
    /// Bits to set.
    pub set: u8,
    /// Bits to take off.
    pub clear: u8,
}

impl MarkChange {
    /// The marks of a thing behind the change.
    pub fn applied(&self, marks: u8) -> u8 {
        // What a load worked out (from a program, read in the Maildir) is no business of a change.
        let worked_out = marks & !bits::ALL;
        ((marks | self.set) & !self.clear & bits::ALL) | worked_out
    }
}

/// How far a patch was viewed that was not viewed whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartView {
    /// The mail.
    pub id: MessageId,
    /// Hunks that were viewed.
    pub seen: usize,
    /// Hunks there are.
    pub hunks: usize,
}

/// Where reading of a mail stopped short of its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The mail.
    pub id: MessageId,
    /// The line that was on top; none where the mail was read to its end.
    pub line: Option<StopLine>,
}

/// What is to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Marks.
    Marks(MarkChange),
    /// How far a patch was viewed.
    Part(PartView),
    /// Where reading stopped.
    Stopped(Stop),
    /// A mail is flagged, or not any more.
    Flag(MessageId, bool),
    /// A series is put off until something happens; none where it is not any more. Named by its id.
    Later(MessageId, Option<Until>),
    /// A private note.
    Note(PrivateNote),
    /// Something of a version of a series was read.
    Version(Box<TouchedVersion>),
}

/// All marks of all mailboxes, by key: those that lie packed, and over them what changed since.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    packs: [Pack; 4],
    changed: HashMap<(MarkKind, MarkKey), u8, RandomState>,
    kept: Kept,
}

impl Ledger {
    /// What a database holds: packs, rows of changes since, and all that is no mark.
    pub fn new(
        packs: [Pack; 4],
        changed: impl Iterator<Item = (MarkKind, MarkKey, u8)>,
        kept: &[Remembered],
    ) -> Self {
        let changed = changed.map(|(kind, key, marks)| ((kind, key), marks));
        let mut ledger = Self {
            packs,
            changed: changed.collect(),
            kept: Kept::default(),
        };
        for one in kept {
            ledger.kept.apply(one);
        }
        ledger
    }

    /// The marks of a thing; none is 0.
    pub fn of(&self, kind: MarkKind, key: MarkKey) -> u8 {
        // What changed since the pack was written stands over it.
        let changed = self.changed.get(&(kind, key)).copied();
        let packed = || self.pack_of(kind).record(key);
        changed.unwrap_or_else(|| packed().map_or(0, |record| record.marks))
    }

    /// Whether nothing of a kind has ever been marked.
    pub fn is_empty(&self, kind: MarkKind) -> bool {
        self.pack_of(kind).len() == 0 && !self.changed.keys().any(|(of, _)| *of == kind)
    }

    /// The things of a kind that have marks.
    pub fn all_marks(&self, kind: MarkKind) -> impl Iterator<Item = (MarkKey, u8)> {
        let packed = self.pack_of(kind).records();
        let packed = packed.map(|record| (record.key, record.marks));
        let packed = packed.filter(move |(key, _)| !self.changed.contains_key(&(kind, *key)));
        let changed = self.changed.iter();
        let changed = changed.filter(move |((of, _), _)| *of == kind);
        packed
            .chain(changed.map(|((_, key), marks)| (*key, *marks)))
            .filter(|(_, marks)| *marks != 0)
    }

    /// How many hunks of a patch were viewed, and of how many; none where none was.
    pub fn place(&self, id: &MessageId) -> Option<(usize, usize)> {
        self.kept.part_of(id)
    }

    /// Where reading of a mail stopped short of its end.
    pub fn stop_of(&self, id: &MessageId) -> Option<&StopLine> {
        self.kept.stop_of(id)
    }

    /// All that is no mark, in the order of ids.
    pub fn all_kept(&self) -> impl Iterator<Item = Remembered> + '_ {
        self.kept.all_kept()
    }

    /// Takes in what is remembered from now on.
    pub fn apply(&mut self, remembered: &Remembered) {
        match remembered {
            Remembered::Marks(change) => self.apply_marks(change),
            Remembered::Part(_)
            | Remembered::Stopped(_)
            | Remembered::Flag(..)
            | Remembered::Later(..)
            | Remembered::Note(_)
            | Remembered::Version(_) => self.kept.apply(remembered),
        }
    }

    fn apply_marks(&mut self, change: &MarkChange) {
        for key in &change.keys {
            let marks = change.applied(self.of(change.kind, *key));
            self.changed.insert((change.kind, *key), marks);
        }
    }

    /// What is packed of a kind.
    pub fn pack_of(&self, kind: MarkKind) -> &Pack {
        kind.of(&self.packs)
    }
}

#[cfg(test)]
mod tests;
