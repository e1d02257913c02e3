//! What `b4 review` remembers, taken in: its `review/messages.sqlite3` holds a row a mail with words
//! of IMAP behind its id (`Seen`, `Answered`, `Flagged`). It is only read.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Memory, MemoryError, fault};
use crate::archive::marks::{Day, MarkChange, MarkKey, MarkKind, Remembered, bits};
use crate::mail::MessageId;

/// Rows that are read.
const MOST_ROWS: u32 = 4_000_000;

impl Memory {
    /// Adds what `b4 review` remembers to what is here; of how many mails that was something.
    pub fn import_b4(&mut self, path: &Path, today: Day) -> Result<usize, MemoryError> {
        let (read, settled, flagged) = said_by_b4(path).map_err(|error| fault(path, error))?;
        let marks = |keys: &[MessageId], set: u8| {
            let keys = keys.iter().map(MarkKey::of_mail);
            Remembered::Marks(MarkChange {
                kind: MarkKind::Mail,
                keys: keys.collect(),
                set,
                clear: bits::UNREAD,
            })
        };
        let count = read.len();
        let mut all = vec![
            marks(&read, bits::READ),
            marks(&settled, bits::READ | bits::SETTLED),
        ];
        all.extend(flagged.into_iter().map(|id| Remembered::Flag(id, true)));
        self.remember(&all, today)?;
        Ok(count)
    }
}

/// The mails that were read, those of them that were answered, and those that are flagged.
type Said = (Vec<MessageId>, Vec<MessageId>, Vec<MessageId>);

fn said_by_b4(path: &Path) -> rusqlite::Result<Said> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags)?;
    // A database is a program: views and triggers of it may call functions.
    database.pragma_update(None, "trusted_schema", false)?;
    // Anybody may have written it.
    let mut rows = database.prepare(
        "SELECT msgid, substr(flags, 1, 200) FROM messages WHERE length(msgid) < 1000 LIMIT ?1",
    )?;
    let rows = rows.query_map([MOST_ROWS], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
    })?;
    let mut said = Said::default();
    for row in rows {
        let (id, flags) = row?;
        let flags = flags.unwrap_or_default();
        let has = |wanted: &str| flags.split_whitespace().any(|flag| flag == wanted);
        let id = MessageId::new(&id);
        // b4 keeps the flags of IMAP; who answered a mail has read it.
        if has("Seen") || has("Answered") {
            said.0.push(id.clone());
        }
        if has("Answered") {
            said.1.push(id.clone());
        }
        if has("Flagged") {
            said.2.push(id);
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_seen_answered_and_flagged_is_taken_in() {
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("messages.sqlite3");
        let database = Connection::open(&other).unwrap();
        database
            .execute_batch(
                "CREATE TABLE messages (msgid TEXT PRIMARY KEY, msg_date TEXT, flags TEXT DEFAULT '');
                 INSERT INTO messages VALUES ('a@x', NULL, 'Seen'), ('b@x', NULL, 'Answered Seen'),
                 ('c@x', NULL, 'Flagged'), ('d@x', NULL, ''), ('e@x', NULL, NULL);",
            )
            .unwrap();
        drop(database);
        let before = std::fs::read(&other).unwrap();
        let mut memory = Memory::open(&folder.path().join("memory.db")).unwrap();
        assert_eq!(memory.import_b4(&other, Day(7)).unwrap(), 2);
        let ledger = memory.ledger().unwrap();
        let of = |id: &str| ledger.of(MarkKind::Mail, MarkKey::of_mail(&MessageId::new(id)));
        assert_eq!(of("a@x"), bits::READ);
        assert_eq!(of("b@x"), bits::READ | bits::SETTLED);
        assert_eq!((of("c@x"), of("d@x"), of("e@x")), (0, 0, 0));
        let kept: Vec<Remembered> = ledger.all_kept().collect();
        assert_eq!(kept, [Remembered::Flag(MessageId::new("c@x"), true)]);
        assert_eq!(std::fs::read(&other).unwrap(), before, "only read");
    }
}
