//! What was read and viewed: marks by what a thing is, never by where it stands. What was read in
//! one mailbox is read in every other that holds it.

mod pack;

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use foldhash::fast::RandomState;
use sha1::{Digest as _, Sha1};

use crate::mail::MessageId;
use crate::patch::diff::HunkKey;

pub use self::pack::{Day, Pack, Record};

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
pub struct Key(pub u64);

impl Key {
    /// The key of the mail with an id.
    pub fn of_mail(id: &MessageId) -> Self {
        let hash = Sha1::digest(id.as_str().as_bytes());
        let first = hash.iter().take(8);
        Self(first.fold(0, |key, byte| key << 8 | u64::from(*byte)))
    }
}

impl From<HunkKey> for Key {
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
    /// All bits that have a meaning.
    pub const ALL: u8 = READ | UNREAD | KNOWN | SETTLED;
}

/// Marks set on and taken off some things. It is absolute: carried out twice, or after another
/// run's, it leaves these bits as it says and all others as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What they are.
    pub kind: MarkKind,
    /// Which.
    pub keys: Vec<Key>,
    /// Bits to set.
    pub set: u8,
    /// Bits to take off.
    pub clear: u8,
}

impl Change {
    /// The marks of a thing behind the change.
    pub fn applied(&self, marks: u8) -> u8 {
        (marks | self.set) & !self.clear & bits::ALL
    }
}

/// How far a patch was viewed that was not viewed whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The mail.
    pub id: MessageId,
    /// Hunks that were viewed.
    pub seen: usize,
    /// Hunks there are.
    pub hunks: usize,
}

/// What is to be remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remembered {
    /// Marks.
    Marks(Change),
    /// How far a patch was viewed.
    Place(Place),
}

/// All marks: those that lie packed, and over them what changed since.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    packs: [Pack; 4],
    changed: HashMap<(MarkKind, Key), u8, RandomState>,
    places: Vec<Place>,
}

impl Marks {
    /// The marks of a database.
    pub fn new(
        packs: [Pack; 4],
        changed: impl Iterator<Item = (MarkKind, Key, u8)>,
        places: Vec<Place>,
    ) -> Self {
        Self {
            packs,
            changed: changed
                .map(|(kind, key, marks)| ((kind, key), marks))
                .collect(),
            places,
        }
    }

    /// The marks of a thing; none is 0.
    pub fn of(&self, kind: MarkKind, key: Key) -> u8 {
        let changed = self.changed.get(&(kind, key)).copied();
        let packed = || self.pack(kind).record(key);
        changed.unwrap_or_else(|| packed().map_or(0, |record| record.marks))
    }

    /// Whether a mail was read, and not marked as unread since.
    pub fn is_read(&self, id: &MessageId) -> bool {
        self.of(MarkKind::Mail, Key::of_mail(id)) & (bits::READ | bits::UNREAD) == bits::READ
    }

    /// The things of a kind that have marks.
    pub fn all(&self, kind: MarkKind) -> impl Iterator<Item = (Key, u8)> {
        let packed = self.pack(kind).records();
        let packed = packed.map(|record| (record.key, record.marks));
        let packed = packed.filter(move |(key, _)| !self.changed.contains_key(&(kind, *key)));
        let changed = self.changed.iter();
        let changed = changed.filter(move |((of, _), _)| *of == kind);
        packed
            .chain(changed.map(|((_, key), marks)| (*key, *marks)))
            .filter(|(_, marks)| *marks != 0)
    }

    /// Patches that were viewed in part.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Takes a change in.
    pub fn apply(&mut self, change: &Change) {
        for key in &change.keys {
            let marks = change.applied(self.of(change.kind, *key));
            self.changed.insert((change.kind, *key), marks);
        }
    }

    /// What is packed of a kind.
    pub fn pack(&self, kind: MarkKind) -> &Pack {
        let [mail, hunk, gist, patch] = &self.packs;
        match kind {
            MarkKind::Mail => mail,
            MarkKind::Hunk => hunk,
            MarkKind::Gist => gist,
            MarkKind::Patch => patch,
        }
    }
}

/// Things that are marked in this run, and which of them were marked or not any more since the
/// last look: every mark is told once.
#[derive(Clone, Debug)]
pub struct Marked<T> {
    set: HashSet<T>,
    changed: Vec<(T, bool)>,
}

impl<T> Default for Marked<T> {
    fn default() -> Self {
        Self {
            set: HashSet::new(),
            changed: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Marked<T> {
    /// Those that were marked before.
    pub fn of(set: HashSet<T>) -> Self {
        let changed = Vec::new();
        Self { set, changed }
    }

    /// All that are marked.
    pub fn set(&self) -> &HashSet<T> {
        &self.set
    }

    /// Whether a thing is marked.
    pub fn contains(&self, thing: &T) -> bool {
        self.set.contains(thing)
    }

    /// Marks a thing.
    pub fn insert(&mut self, thing: T) {
        if self.set.insert(thing) {
            self.changed.push((thing, true));
        }
    }

    /// Takes the mark off a thing.
    pub fn remove(&mut self, thing: &T) {
        if self.set.remove(thing) {
            self.changed.push((*thing, false));
        }
    }

    /// Marks all of them.
    pub fn extend(&mut self, things: impl IntoIterator<Item = T>) {
        for thing in things {
            self.insert(thing);
        }
    }

    /// Adds what was marked in other runs; what was changed in this one stays.
    pub fn recall(&mut self, before: HashSet<T>) {
        let own: HashSet<T> = self.changed.iter().map(|(thing, _)| *thing).collect();
        if self.set.is_empty() && own.is_empty() {
            self.set = before;
            return;
        }
        let known = before.into_iter().filter(|thing| !own.contains(thing));
        self.set.extend(known);
    }

    /// What was marked, and what no more, since this was asked last.
    pub fn take_changes(&mut self) -> (Vec<T>, Vec<T>) {
        let mut marked = Vec::new();
        let mut unmarked = Vec::new();
        // What was marked and unmarked at once is as it is now.
        let changed = std::mem::take(&mut self.changed);
        let mut seen = HashSet::new();
        for (thing, is_marked) in changed.into_iter().rev() {
            if seen.insert(thing) {
                if is_marked {
                    &mut marked
                } else {
                    &mut unmarked
                }
                .push(thing);
            }
        }
        (marked, unmarked)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_change_is_absolute() {
        let set = Change {
            kind: MarkKind::Mail,
            keys: vec![Key(7)],
            set: bits::READ,
            clear: bits::UNREAD,
        };
        let mut marks = Marks::default();
        for _ in 0..2 {
            marks.apply(&set);
            assert_eq!(marks.of(MarkKind::Mail, Key(7)), bits::READ);
        }
        assert_eq!(marks.of(MarkKind::Hunk, Key(7)), 0);
        let known = Change {
            set: bits::KNOWN,
            clear: 0,
            ..set.clone()
        };
        marks.apply(&known);
        marks.apply(&Change {
            set: bits::UNREAD,
            clear: bits::READ,
            ..set
        });
        assert_eq!(marks.of(MarkKind::Mail, Key(7)), bits::UNREAD | bits::KNOWN);
    }

    #[test]
    fn a_mail_is_known_by_its_id_alone() {
        let (a, b) = (MessageId::new("a@x"), MessageId::new("b@x"));
        let mut marks = Marks::default();
        marks.apply(&Change {
            kind: MarkKind::Mail,
            keys: vec![Key::of_mail(&a)],
            set: bits::READ,
            clear: 0,
        });
        assert!(marks.is_read(&a) && !marks.is_read(&b));
        // The database of an older release holds these keys.
        assert_eq!(Key::of_mail(&a), Key(0xeff5_b6d4_077b_009c));
    }

    #[test]
    fn a_mark_is_told_once_as_it_is_at_the_end() {
        let mut marked = Marked::default();
        marked.extend([1, 2, 2]);
        marked.remove(&2);
        marked.remove(&3);
        assert_eq!(marked.take_changes(), (vec![1], vec![2]));
        assert_eq!(marked.take_changes(), (vec![], vec![]));
        marked.insert(1);
        assert_eq!(marked.take_changes(), (vec![], vec![]));
        marked.remove(&1);
        marked.recall([1, 4].into());
        assert_eq!(marked.set(), &HashSet::from([4]), "taken off in this run");
    }

    proptest! {
        #[test]
        fn packs_and_changes_are_one_map(
            packed in prop::collection::btree_map(0_u64..40, 1_u8..16, 0..20),
            changes in prop::collection::vec((0_u64..40, 0_u8..16, 0_u8..16), 0..40),
        ) {
            let day = Day::default();
            let records = packed.iter().map(|(key, marks)| Record { key: Key(*key), marks: *marks, day });
            let mut packs: [Pack; 4] = Default::default();
            packs[0] = Pack::of(records);
            let mut marks = Marks::new(packs, std::iter::empty(), Vec::new());
            let mut plain = packed;
            for (key, set, clear) in changes {
                let change = Change { kind: MarkKind::Mail, keys: vec![Key(key)], set, clear };
                marks.apply(&change);
                let now = change.applied(plain.get(&key).copied().unwrap_or(0));
                plain.insert(key, now);
            }
            plain.retain(|_, marks| *marks != 0);
            let mut all: Vec<(u64, u8)> = marks.all(MarkKind::Mail).map(|(key, marks)| (key.0, marks)).collect();
            all.sort_unstable();
            prop_assert_eq!(all, plain.into_iter().collect::<Vec<_>>());
        }
    }
}
