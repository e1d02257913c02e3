//! Many marks as one sorted list of bytes: a million are there in the time that a database needs
//! for fifty thousand rows.

use std::fmt;
use std::sync::Arc;

use super::MarkKey;

/// Bytes of a record: the key, its marks, the day, little endian.
const RECORD: usize = 11;

/// Days since 1970-01-01 at which days of marks begin: 2020-01-01.
const FIRST_DAY: i64 = 18_262;

/// A day, counted from 2020-01-01; before and after what fits it is the first or the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u16);

impl Day {
    /// The day of a time in seconds since 1970.
    pub fn day_at(seconds: i64) -> Self {
        let days = seconds.div_euclid(86_400).saturating_sub(FIRST_DAY);
        Self(u16::try_from(days.clamp(0, i64::from(u16::MAX))).unwrap_or_default())
    }
}

/// One mark of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// What is marked.
    pub key: MarkKey,
    /// How.
    pub marks: u8,
    /// When that was last changed.
    pub day: Day,
}

impl Record {
    fn read(bytes: &[u8; RECORD]) -> Self {
        let [key @ .., marks, low, high] = *bytes;
        Self {
            key: MarkKey(u64::from_le_bytes(key)),
            marks,
            day: Day(u16::from_le_bytes([low, high])),
        }
    }

    fn write(self) -> [u8; RECORD] {
        let mut bytes = [0; RECORD];
        let [key @ .., marks, low, high] = &mut bytes;
        *key = self.key.0.to_le_bytes();
        *marks = self.marks;
        [*low, *high] = self.day.0.to_le_bytes();
        bytes
    }
}

/// Marks of one kind, sorted by key, each key once.
#[derive(Clone)]
pub struct Pack(Arc<[u8]>);

impl Default for Pack {
    fn default() -> Self {
        Self(Arc::new([]))
    }
}

impl fmt::Debug for Pack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pack({})", self.len())
    }
}

impl Pack {
    /// The pack that a database holds. Anybody may have written it: records that are not in order
    /// are put in order, of two with one key the later counts, and what is no whole record is left
    /// out.
    pub fn read(bytes: Vec<u8>) -> Self {
        let (records, rest) = bytes.as_chunks::<RECORD>();
        let keys = records.iter().map(|bytes| Record::read(bytes).key);
        // As it was written; a damaged one is put in order, so that a search in it does not miss.
        if rest.is_empty() && keys.is_sorted_by(|a, b| a < b) {
            return Self(bytes.into());
        }
        Self::of(records.iter().map(Record::read))
    }

    /// A pack of records in any order; of two with one key the later counts.
    pub fn of(records: impl Iterator<Item = Record>) -> Self {
        let mut records: Vec<Record> = records.collect();
        // Of several with one key the last counts.
        records.reverse();
        records.sort_by_key(|record| record.key);
        records.dedup_by_key(|record| record.key);
        // No mark is no record: what was unmarked shrinks the pack.
        let marked = records.into_iter().filter(|record| record.marks != 0);
        Self(marked.flat_map(Record::write).collect())
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// How many marks it holds.
    pub fn len(&self) -> usize {
        self.0.len() / RECORD
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it, in the order of keys.
    pub fn records(&self) -> impl Iterator<Item = Record> {
        let (records, _) = self.0.as_chunks::<RECORD>();
        records.iter().map(Record::read)
    }

    /// The record of a key.
    pub fn record(&self, key: MarkKey) -> Option<Record> {
        let (records, _) = self.0.as_chunks::<RECORD>();
        let at = records.binary_search_by_key(&key, |bytes| Record::read(bytes).key);
        records.get(at.ok()?).map(Record::read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(key: u64, marks: u8) -> Record {
        let day = Day(9);
        Record {
            key: MarkKey(key),
            marks,
            day,
        }
    }

    #[test]
    fn what_anybody_wrote_is_put_in_order() {
        let whole = Pack::of([record(9, 1), record(u64::MAX, 3), record(2, 8)].into_iter());
        assert_eq!(whole.len(), 3);
        assert_eq!(Pack::read(whole.bytes().to_vec()).bytes(), whole.bytes());
        assert_eq!(whole.record(MarkKey(u64::MAX)), Some(record(u64::MAX, 3)));
        assert_eq!(whole.record(MarkKey(3)), None);
        let mut bytes: Vec<u8> = whole.bytes().to_vec();
        bytes.rotate_left(11);
        bytes.extend(record(9, 4).write());
        bytes.extend([1, 2, 3]);
        let read = Pack::read(bytes);
        assert_eq!(read.record(MarkKey(9)), Some(record(9, 4)));
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn days_have_two_ends() {
        assert_eq!(Day::day_at(0), Day(0));
        assert_eq!(Day::day_at(1_577_836_800), Day(0));
        assert_eq!(Day::day_at(1_577_836_800 + 86_400), Day(1));
        assert_eq!(Day::day_at(i64::MAX), Day(u16::MAX));
        assert_eq!(Day::day_at(i64::MIN), Day(0));
    }
}
