//! The tables, and how a database of another release is met.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{MemoryError, fault};

/// `trif`: so that no other program's database is taken for ours.
const APPLICATION: i32 = 0x7472_6966;

/// A hundred for each form that older releases cannot read, one for each that they can.
pub(super) const VERSION: i32 = 100;

const TABLES: &str = "
CREATE TABLE pack (
    kind INTEGER PRIMARY KEY,
    rows BLOB NOT NULL
) STRICT;
CREATE TABLE mark (
    kind INTEGER NOT NULL, key INTEGER NOT NULL,
    marks INTEGER NOT NULL, day INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE place (
    id TEXT PRIMARY KEY,
    seen INTEGER NOT NULL, hunks INTEGER NOT NULL, line TEXT,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE series (
    id TEXT PRIMARY KEY,
    change_id TEXT, who TEXT NOT NULL, title TEXT NOT NULL,
    major INTEGER NOT NULL, minor INTEGER NOT NULL, sent INTEGER,
    day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX series_change ON series(change_id) WHERE change_id IS NOT NULL;
CREATE INDEX series_title ON series(who, title);
CREATE TABLE flag (id TEXT PRIMARY KEY, day INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE later (
    id TEXT PRIMARY KEY, until TEXT NOT NULL, day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL, hunk INTEGER, line TEXT, text TEXT NOT NULL,
    day INTEGER NOT NULL
) STRICT;
CREATE INDEX note_id ON note(id);
";

/// Sets up the connection, and makes the tables in a file that is empty.
pub(super) fn prepare(database: &mut Connection, path: &Path) -> Result<(), MemoryError> {
    let wrap = |error| fault(path, error);
    configure(database).map_err(wrap)?;
    let version = number(database, "user_version").map_err(wrap)?;
    if version / 100 > VERSION / 100 {
        return Err(MemoryError::Newer(path.to_path_buf()));
    }
    if version == 0 {
        create(database).map_err(wrap)?;
    }
    Ok(())
}

fn configure(database: &Connection) -> rusqlite::Result<()> {
    database.busy_timeout(std::time::Duration::from_secs(5))?;
    database.pragma_update(None, "trusted_schema", false)?;
    database.pragma_update(None, "cell_size_check", true)?;
    database.pragma_update(None, "cache_size", -2000)?;
    database.pragma_update(None, "secure_delete", true)?;
    database.pragma_update(None, "synchronous", "FULL")?;
    database.pragma_update(None, "mmap_size", 0)?;
    // A database that cannot be written to is read all the same.
    drop(database.pragma_update(None, "journal_mode", "TRUNCATE"));
    Ok(())
}

/// Makes the tables, unless another run was as fast.
fn create(database: &mut Connection) -> rusqlite::Result<()> {
    let transaction = database.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if number(&transaction, "user_version")? == 0 {
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

fn number(database: &Connection, pragma: &str) -> rusqlite::Result<i32> {
    database.pragma_query_value(None, pragma, |row| row.get(0))
}
