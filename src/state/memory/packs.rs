//! Marks in the database: a packed list a kind, and a row for each that changed since.

use rusqlite::{OptionalExtension, params};

use super::{Memory, MemoryError, fault};
use crate::archive::marks::{Day, MarkChange, MarkKey, MarkKind, Pack, Record};

/// Marks of one change that go straight into the pack.
const BULK: usize = 1000;

/// Rows of changes that are merged into the packs.
pub(super) const MANY: u64 = 4096;

/// The same at the end of a run.
pub(super) const SOME: u64 = 512;

/// Rows of changes that are read: a pack is made of them long before.
const MOST_ROWS: u32 = 4_000_000;

/// Bytes of a pack that are read: a hundred years of a heavy reader. Anybody may have written it.
const LARGEST_PACK: i64 = 1 << 29;

impl Memory {
    pub(super) fn write_marks(&mut self, change: &MarkChange, day: Day) -> rusqlite::Result<()> {
        if change.keys.len() > BULK {
            return self.write_bulk(change, day);
        }
        let kind = change.kind.number();
        let mut old = self
            .database
            .prepare("SELECT marks FROM mark WHERE kind = ?1 AND key = ?2")?;
        let mut put = self.database.prepare(
            "INSERT INTO mark (kind, key, marks, day) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, key) DO UPDATE SET marks = ?3, day = ?4",
        )?;
        let pack = self.pack_of(change.kind);
        for key in &change.keys {
            let written: Option<u8> = old
                .query_row(params![kind, key.0.cast_signed()], |row| row.get(0))
                .optional()?;
            let packed = || pack.record(*key).map_or(0, |record| record.marks);
            let before = written.unwrap_or_else(packed);
            let after = change.applied(before);
            if after != before {
                put.execute(params![kind, key.0.cast_signed(), after, day.0])?;
            }
        }
        Ok(())
    }

    /// Writes many marks of a kind at once: rows for all of them would take longer than the pack
    /// written anew.
    fn write_bulk(&mut self, change: &MarkChange, day: Day) -> rusqlite::Result<()> {
        let kind = change.kind;
        let rows = self.change_rows()?.into_iter();
        let rows = rows.filter(|(of, _)| *of == kind).map(|(_, row)| row);
        let before = Pack::of(self.pack_of(kind).records().chain(rows));
        let marked = change.keys.iter().map(|key| {
            let marks = before.record(*key).map_or(0, |record| record.marks);
            Record {
                key: *key,
                marks: change.applied(marks),
                day,
            }
        });
        let after = Pack::of(before.records().chain(marked));
        self.write_pack(kind, &after)?;
        let delete = "DELETE FROM mark WHERE kind = ?1";
        self.database.execute(delete, [kind.number()])?;
        self.read_packs()
    }

    pub(super) fn pack_of(&self, kind: MarkKind) -> &Pack {
        kind.of(&self.packs)
    }

    pub(super) fn count_rows(&mut self) -> rusqlite::Result<u64> {
        let count = "SELECT count(*) FROM mark";
        let count: i64 = self.database.query_row(count, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Puts the rows of changes into the packs.
    pub(super) fn merge(&mut self) -> rusqlite::Result<()> {
        self.in_transaction(|memory| {
            let rows = memory.change_rows()?;
            for kind in MarkKind::ALL {
                let of_kind = rows.iter().filter(|(of, _)| *of == kind);
                let of_kind: Vec<Record> = of_kind.map(|(_, record)| *record).collect();
                if of_kind.is_empty() {
                    continue;
                }
                let packed = memory.pack_of(kind).records();
                memory.write_pack(kind, &Pack::of(packed.chain(of_kind)))?;
            }
            memory.database.execute("DELETE FROM mark", []).map(drop)
        })?;
        self.read_packs()
    }

    pub(super) fn write_pack(&self, kind: MarkKind, pack: &Pack) -> rusqlite::Result<()> {
        let put = "INSERT INTO pack (kind, rows) VALUES (?1, ?2)
                   ON CONFLICT (kind) DO UPDATE SET rows = ?2";
        let done = self
            .database
            .execute(put, params![kind.number(), pack.bytes()]);
        done.map(drop)
    }

    /// All rows of changes. Anybody may have written them: what no release writes is passed over,
    /// so that the rest is not lost with it.
    pub(super) fn change_rows(&self) -> rusqlite::Result<Vec<(MarkKind, Record)>> {
        let mut rows = self
            .database
            .prepare("SELECT kind, key, marks, day FROM mark LIMIT ?1")?;
        let rows = rows.query_map([MOST_ROWS], |row| {
            let numbers = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(known(numbers))
        })?;
        rows.filter_map(Result::transpose).collect()
    }

    /// Reads the packs anew where another run has written since.
    pub(super) fn refresh(&mut self) -> rusqlite::Result<()> {
        if self.read_version()? == self.version {
            return Ok(());
        }
        self.read_packs()
    }

    /// A number that is another once another run has written.
    pub fn data_version(&self) -> Result<i64, MemoryError> {
        self.read_version()
            .map_err(|error| fault(&self.path, error))
    }

    pub(super) fn read_version(&self) -> rusqlite::Result<i64> {
        self.database
            .pragma_query_value(None, "data_version", |row| row.get(0))
    }

    pub(super) fn read_packs(&mut self) -> rusqlite::Result<()> {
        self.version = self.read_version()?;
        let mut read = self
            .database
            .prepare("SELECT rows FROM pack WHERE kind = ?1 AND length(rows) <= ?2")?;
        let mut packs: [Pack; 4] = Default::default();
        for (kind, place) in MarkKind::ALL.into_iter().zip(&mut packs) {
            let bytes: Option<Vec<u8>> = read
                .query_row(params![kind.number(), LARGEST_PACK], |row| row.get(0))
                .optional()?;
            *place = bytes.map(Pack::read).unwrap_or_default();
        }
        drop(read);
        self.packs = packs;
        Ok(())
    }
}

/// A row of a change, where it is one.
fn known((kind, key, marks, day): (i64, i64, i64, i64)) -> Option<(MarkKind, Record)> {
    let kind = MarkKind::ALL
        .into_iter()
        .find(|known| i64::from(known.number()) == kind)?;
    let record = Record {
        key: MarkKey(key.cast_unsigned()),
        marks: u8::try_from(marks).ok()?,
        day: Day(u16::try_from(day.max(0)).unwrap_or(u16::MAX)),
    };
    Some((kind, record))
}
