//! A database that is damaged: put aside, never deleted, and read as far as it can be.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, Row};

use super::kept::TABLES;
use super::{Memory, MemoryError, fault};
use crate::archive::marks::{Day, MarkKey, MarkKind, Pack, Record, Remembered};

/// Names that are tried for what is put aside.
const NAMES: u32 = 1000;

/// Rows of a table that are read from each end.
const MOST_ROWS: usize = 10_000_000;

/// Renames the database; its new name and a sentence about it.
pub(super) fn put_aside(path: &Path) -> Result<(PathBuf, String), MemoryError> {
    let name = |number: u32| with_ending(path, &format!(".broken-{number}"));
    let free = (1..NAMES).map(name).find(|path| !path.exists());
    let aside = free.unwrap_or_else(|| name(NAMES));
    fs::rename(path, &aside).map_err(|error| MemoryError::Io(path.to_path_buf(), error))?;
    // A journal of the old one must not be played back into the new one.
    let journal = with_ending(path, "-journal");
    drop(fs::rename(journal, with_ending(&aside, "-journal")));
    super::make_private(path)?;
    let told = format!(
        "{} was damaged and is now {}",
        path.display(),
        aside.display()
    );
    Ok((aside, told))
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Reads what can be read into a new database; how many marks that were.
pub(super) fn save_readable(aside: &Path, memory: &mut Memory) -> Result<usize, MemoryError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(old) = Connection::open_with_flags(aside, flags) else {
        return Ok(0);
    };
    let mut saved = 0;
    for kind in MarkKind::ALL {
        let pack = pack_of(&old, kind);
        saved += pack.len();
        let written = memory.write_pack(kind, &pack);
        written.map_err(|error| fault(memory.path(), error))?;
    }
    for table in &TABLES {
        let query = format!("SELECT {} ORDER BY id", table.columns);
        let rows = from_both_ends(&old, &query, table.read);
        let rows: Vec<Remembered> = rows.into_iter().flatten().collect();
        saved += rows.len();
        // When that was is lost: it is never too old to be kept.
        memory.remember(&rows, Day(u16::MAX))?;
    }
    let read = memory.read_packs();
    read.map_err(|error| fault(memory.path(), error))?;
    Ok(saved)
}

/// The marks of a kind that can be read, packed.
fn pack_of(old: &Connection, kind: MarkKind) -> Pack {
    let number = kind.number();
    let bytes: rusqlite::Result<Vec<u8>> =
        old.query_row("SELECT rows FROM pack WHERE kind = ?1", [number], |row| {
            row.get(0)
        });
    let packed = bytes.map(Pack::read).unwrap_or_default();
    let rows = format!("SELECT key, marks, day FROM mark WHERE kind = {number} ORDER BY key");
    let rows = from_both_ends(old, &rows, |row| {
        Ok(Record {
            key: MarkKey(row.get::<_, i64>(0)?.cast_unsigned()),
            marks: row.get(1)?,
            day: Day(row.get(2)?),
        })
    });
    Pack::of(packed.records().chain(rows))
}

/// The rows of an ordered query up to the first that cannot be read, from its beginning and from
/// its end.
fn from_both_ends<T>(
    old: &Connection,
    query: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    for order in ["ASC", "DESC"] {
        let Ok(mut rows) = old.prepare(&format!("{query} {order}")) else {
            continue;
        };
        let Ok(rows) = rows.query_map([], &read) else {
            continue;
        };
        let rows = rows.take(MOST_ROWS).map_while(Result::ok);
        let before = found.len();
        found.extend(rows);
        if order == "DESC" && found.len() == 2 * before {
            found.truncate(before);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_can_be_read_whole_is_read_once() {
        let database = Connection::open_in_memory().unwrap();
        let all = "CREATE TABLE t (id INTEGER PRIMARY KEY);";
        database.execute_batch(all).unwrap();
        let read = || {
            let query = "SELECT id FROM t ORDER BY id";
            from_both_ends(&database, query, |row| row.get::<_, i64>(0))
        };
        for count in 0..5 {
            assert_eq!(read(), (0..count).collect::<Vec<_>>());
            database
                .execute("INSERT INTO t VALUES (?1)", [count])
                .unwrap();
        }
    }

    #[test]
    fn around_a_row_that_cannot_be_read_both_ends_are() {
        let database = Connection::open_in_memory().unwrap();
        let all = "CREATE TABLE t (id INTEGER PRIMARY KEY, what);
                   INSERT INTO t VALUES (1, 1), (2, 2), (3, 'damaged'), (4, 4);";
        database.execute_batch(all).unwrap();
        let query = "SELECT id, what FROM t ORDER BY id";
        let found = from_both_ends(&database, query, |row| row.get::<_, i64>(1));
        assert_eq!(found, [1, 2, 4]);
    }
}
