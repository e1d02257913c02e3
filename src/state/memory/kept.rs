//! What stands in the database by the id in clear: flags, notes, what is put off, patches viewed in
//! part and where reading stopped, which share a table. One row a mail.

use rusqlite::{Connection, Row, params};

use crate::archive::marks::{
    Day, LONGEST_NOTE, PartView, PrivateNote, Remembered, Stop, StopLine, TouchedVersion, Until,
};
use crate::mail::MessageId;
use crate::patch::subject::Revision;

/// Rows of a table that are read.
const MOST_ROWS: u32 = 100_000;

/// A table: which columns of it are read, and what a row of them is.
pub(super) struct KeptTable {
    pub(super) columns: &'static str,
    pub(super) read: fn(&Row<'_>) -> rusqlite::Result<Option<Remembered>>,
}

/// All of them.
pub(super) const TABLES: [KeptTable; 6] = [
    KeptTable {
        columns: "id, seen, hunks FROM place",
        read: |row| {
            let number = |at: usize| -> rusqlite::Result<usize> {
                let number: i64 = row.get(at)?;
                Ok(usize::try_from(number).unwrap_or_default())
            };
            let (seen, hunks) = (number(1)?, number(2)?);
            let id = id_column(row)?;
            let part = PartView { id, seen, hunks };
            Ok((seen > 0).then_some(Remembered::Part(part)))
        },
    },
    KeptTable {
        columns: "id, substr(line, 1, 1000) FROM place",
        read: |row| {
            let line: Option<String> = row.get(1)?;
            let line = line.and_then(|line| StopLine::parse(&line));
            let id = id_column(row)?;
            Ok(line.map(|line| {
                Remembered::Stopped(Stop {
                    id,
                    line: Some(line),
                })
            }))
        },
    },
    KeptTable {
        columns: "id FROM flag",
        read: |row| Ok(Some(Remembered::Flag(id_column(row)?, true))),
    },
    KeptTable {
        columns: "id, until FROM later",
        read: |row| {
            let until = Until::parse(&row.get::<_, String>(1)?);
            let id = id_column(row)?;
            Ok(until.map(|until| Remembered::Later(id, Some(until))))
        },
    },
    KeptTable {
        columns: "id, substr(line, 1, 10000), substr(text, 1, 20000) FROM note",
        read: |row| {
            let text: String = row.get(2)?;
            let id = id_column(row)?;
            let line = row.get(1)?;
            let is_kept = text.len() <= LONGEST_NOTE;
            Ok(is_kept.then(|| Remembered::Note(PrivateNote { id, line, text })))
        },
    },
    KeptTable {
        // Anybody may have written it: no text is read to an end that nothing bounds.
        columns: "id, substr(change_id, 1, 1000), substr(who, 1, 1000), \
                  substr(title, 1, 1000), major, minor FROM series",
        read: |row| {
            let number = |at: usize| -> rusqlite::Result<u32> {
                let number: i64 = row.get(at)?;
                Ok(u32::try_from(number).unwrap_or_default())
            };
            Ok(Some(Remembered::Version(Box::new(TouchedVersion {
                id: id_column(row)?,
                change_id: row.get(1)?,
                sender: row.get(2)?,
                title: row.get(3)?,
                revision: Revision {
                    major: number(4)?,
                    minor: number(5)?,
                },
            }))))
        },
    },
];

fn id_column(row: &Row<'_>) -> rusqlite::Result<MessageId> {
    Ok(MessageId::new(&row.get::<_, String>(0)?))
}

/// All that stands there. Anybody may have written it: longer ids, and more rows, are left out.
pub(super) fn read_kept(database: &Connection) -> rusqlite::Result<Vec<Remembered>> {
    let mut all = Vec::new();
    for table in &TABLES {
        let columns = table.columns;
        let query =
            format!("SELECT {columns} WHERE length(id) < 1000 ORDER BY day DESC LIMIT {MOST_ROWS}");
        let mut rows = database.prepare(&query)?;
        for row in rows.query_map([], table.read)? {
            all.extend(row?);
        }
    }
    Ok(all)
}

/// Writes one thing; marks are none of them.
pub(super) fn write(
    database: &Connection,
    remembered: &Remembered,
    day: Day,
) -> rusqlite::Result<()> {
    match remembered {
        Remembered::Marks(_) => Ok(0),
        Remembered::Part(part) => write_part(database, part, day),
        Remembered::Stopped(stop) => write_stop(database, stop, day),
        Remembered::Flag(id, false) => remove(database, "flag", id),
        Remembered::Flag(id, true) => database.execute(
            "INSERT INTO flag (id, day) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET day = ?2",
            params![id.as_str(), day.0],
        ),
        Remembered::Later(id, None) => remove(database, "later", id),
        Remembered::Later(id, Some(until)) => database.execute(
            "INSERT INTO later (id, until, day) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET until = ?2, day = ?3",
            params![id.as_str(), until.to_string(), day.0],
        ),
        Remembered::Note(note) => write_note(database, note, day),
        Remembered::Version(version) => database.execute(
            "INSERT INTO series (id, change_id, who, title, major, minor, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (id) DO UPDATE SET
             change_id = ?2, who = ?3, title = ?4, major = ?5, minor = ?6, day = ?7",
            params![
                version.id.as_str(),
                version.change_id,
                version.sender,
                version.title,
                version.revision.major,
                version.revision.minor,
                day.0,
            ],
        ),
    }
    .map(drop)
}

fn remove(database: &Connection, table: &str, id: &MessageId) -> rusqlite::Result<usize> {
    let delete = format!("DELETE FROM {table} WHERE id = ?1");
    database.execute(&delete, [id.as_str()])
}

fn write_part(database: &Connection, part: &PartView, day: Day) -> rusqlite::Result<usize> {
    let id = part.id.as_str();
    if part.seen == 0 {
        database.execute("UPDATE place SET seen = 0 WHERE id = ?1", [id])?;
        return remove_place(database, &part.id);
    }
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    database.execute(
        "INSERT INTO place (id, seen, hunks, day) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET seen = ?2, hunks = ?3, day = ?4",
        params![id, number(part.seen), number(part.hunks), day.0],
    )
}

fn write_stop(database: &Connection, stop: &Stop, day: Day) -> rusqlite::Result<usize> {
    let id = stop.id.as_str();
    let Some(line) = &stop.line else {
        database.execute("UPDATE place SET line = NULL WHERE id = ?1", [id])?;
        return remove_place(database, &stop.id);
    };
    database.execute(
        "INSERT INTO place (id, seen, hunks, line, day) VALUES (?1, 0, 0, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET line = ?2, day = ?3",
        params![id, line.to_string(), day.0],
    )
}

/// Removes the row of a mail of which nothing was viewed, and that was not left in the middle.
fn remove_place(database: &Connection, id: &MessageId) -> rusqlite::Result<usize> {
    let delete = "DELETE FROM place WHERE id = ?1 AND seen = 0 AND line IS NULL";
    database.execute(delete, [id.as_str()])
}

fn write_note(database: &Connection, note: &PrivateNote, day: Day) -> rusqlite::Result<usize> {
    let (id, line) = (note.id.as_str(), note.line.as_deref());
    let deleted = database.execute(
        "DELETE FROM note WHERE id = ?1 AND line IS ?2",
        params![id, line],
    )?;
    if note.text.is_empty() {
        return Ok(deleted);
    }
    database.execute(
        "INSERT INTO note (id, line, text, day) VALUES (?1, ?2, ?3, ?4)",
        params![id, line, note.text, day.0],
    )
}
