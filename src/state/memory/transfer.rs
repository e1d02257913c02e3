//! What is remembered as lines of JSON, so that two machines agree; what is forgotten; what there is.

use std::io::{self, BufRead, Write};

use rusqlite::params;

use super::exported::{ExportLine, read_line};
use super::kept::TABLES;
use super::{Memory, MemoryError, fault};
use crate::archive::marks::{Day, MarkKind, Pack, Remembered};

/// Lines that are imported in one transaction.
const BATCH: usize = 100_000;

/// Bytes of a line that is imported.
const LONGEST_LINE: u64 = 1 << 16;

/// How old what is forgotten has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// Everything is forgotten.
    All,
    /// More days than this.
    Days(u16),
}

impl Age {
    /// Reads `all`, `90d`, `8w`, `6m` or `2y`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "all" {
            return Some(Self::All);
        }
        let unit = text.chars().last()?;
        let number: u16 = text.strip_suffix(unit)?.parse().ok()?;
        let days = match unit {
            'd' => 1,
            'w' => 7,
            'm' => 30,
            'y' => 365,
            _ => return None,
        };
        Some(Self::Days(number.saturating_mul(days)))
    }
}

/// How much is remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Marks on mails.
    pub mails: usize,
    /// Marks on hunks.
    pub hunks: usize,
    /// Flags, notes, series that are put off, patches viewed in part.
    pub kept: usize,
    /// Bytes of the file.
    pub bytes: u64,
}

impl Memory {
    /// Writes all that is remembered, a line of JSON each, in the order of keys.
    pub fn export(&mut self, out: &mut dyn Write) -> Result<(), ExportError> {
        let all = self.all_records()?;
        for (kind, pack) in MarkKind::ALL.into_iter().zip(&all) {
            for record in pack.records() {
                let line = ExportLine::Mark {
                    kind: kind.name().to_owned(),
                    key: format!("{:016x}", record.key.0),
                    marks: record.marks,
                    day: record.day.0,
                };
                write_line(&line, out)?;
            }
        }
        for kept in self.ledger()?.all_kept() {
            if let Some(line) = ExportLine::of(kept) {
                write_line(&line, out)?;
            }
        }
        Ok(())
    }

    /// Adds what was exported elsewhere to what is here; how many lines that were. A mark that is
    /// in either is in both.
    pub fn import(&mut self, lines: &mut dyn BufRead, today: Day) -> Result<usize, ExportError> {
        let mut batch = Vec::new();
        let mut number = 0;
        loop {
            let mut line = String::new();
            let mut limited = io::Read::take(&mut *lines, LONGEST_LINE);
            let is_end = limited.read_line(&mut line)? == 0;
            if is_end || batch.len() == BATCH {
                self.remember_all(&batch)?;
                batch.clear();
            }
            if is_end {
                return Ok(number);
            }
            number += 1;
            batch.push(read_line(&line, today).map_err(|what| MemoryError::Import(number, what))?);
        }
    }

    fn remember_all(&mut self, batch: &[(Remembered, Day)]) -> Result<(), MemoryError> {
        for stretch in batch.chunk_by(|(_, a), (_, b)| a == b) {
            let mut all: Vec<Remembered> = Vec::new();
            for (one, _) in stretch {
                match (all.last_mut(), one) {
                    // One change of many keys is written at once.
                    (Some(Remembered::Marks(last)), Remembered::Marks(next))
                        if (last.kind, last.set, last.clear)
                            == (next.kind, next.set, next.clear) =>
                    {
                        last.keys.extend(&next.keys);
                    }
                    _ => all.push(one.clone()),
                }
            }
            let day = stretch.first().map_or_else(Day::default, |(_, day)| *day);
            self.remember(&all, day)?;
        }
        Ok(())
    }

    /// Forgets what was not changed for so long; how many marks that were.
    pub fn forget(&mut self, age: Age, today: Day) -> Result<usize, MemoryError> {
        let is_kept = |day: Day| match age {
            Age::All => false,
            Age::Days(days) => today.0.saturating_sub(day.0) <= days,
        };
        let all = self.all_records()?;
        let mut forgotten = 0;
        let oldest = match age {
            Age::All => i64::MAX,
            Age::Days(days) => i64::from(today.0.saturating_sub(days)),
        };
        let done = self.in_transaction(|memory| {
            for (kind, pack) in MarkKind::ALL.into_iter().zip(&all) {
                let kept = Pack::of(pack.records().filter(|record| is_kept(record.day)));
                forgotten += pack.len() - kept.len();
                memory.write_pack(kind, &kept)?;
            }
            memory.database.execute("DELETE FROM mark", [])?;
            for table in &TABLES {
                let name = table.columns.rsplit(' ').next().unwrap_or_default();
                let delete = format!("DELETE FROM {name} WHERE day < ?1");
                forgotten += memory.database.execute(&delete, params![oldest])?;
            }
            Ok(())
        });
        let done = done.and_then(|()| self.read_packs());
        // What was forgotten leaves no trace in pages that nothing uses.
        let done = done.and_then(|()| self.database.execute_batch("VACUUM"));
        done.map_err(|error| fault(&self.path, error))?;
        Ok(forgotten)
    }

    /// Looks the database over: what is wrong with it, a line each, and how much it holds.
    pub fn check(&mut self) -> Result<(Vec<String>, Counts), MemoryError> {
        let told = self.integrity();
        let told = told.map_err(|error| fault(&self.path, error))?;
        let [mails, hunks, ..] = self.all_records()?;
        let counts = Counts {
            mails: mails.len(),
            hunks: hunks.len(),
            kept: self.ledger()?.all_kept().count(),
            bytes: std::fs::metadata(&self.path).map_or(0, |meta| meta.len()),
        };
        Ok((told, counts))
    }

    fn integrity(&self) -> rusqlite::Result<Vec<String>> {
        let mut check = self.database.prepare("PRAGMA integrity_check(20)")?;
        let told = check.query_map([], |row| row.get::<_, String>(0))?;
        let told: Vec<String> = told.collect::<rusqlite::Result<_>>()?;
        Ok(told.into_iter().filter(|line| line != "ok").collect())
    }

    /// The marks of each kind, rows and packs together.
    fn all_records(&mut self) -> Result<[Pack; 4], MemoryError> {
        let rows = self.refresh().and_then(|()| self.change_rows());
        let rows = rows.map_err(|error| fault(&self.path, error))?;
        let mut all: [Pack; 4] = Default::default();
        for ((kind, packed), place) in MarkKind::ALL.into_iter().zip(&self.packs).zip(&mut all) {
            let rows = rows.iter().filter(|(of, _)| *of == kind);
            let rows = rows.map(|(_, record)| *record);
            *place = Pack::of(packed.records().chain(rows));
        }
        Ok(all)
    }
}

/// Why nothing could be transferred.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The database.
    #[error(transparent)]
    Memory(#[from] MemoryError),
    /// The other end.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn write_line(line: &ExportLine, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read() {
        assert_eq!(Age::parse("all"), Some(Age::All));
        assert_eq!(Age::parse("2y"), Some(Age::Days(730)));
        assert_eq!(Age::parse("6m"), Some(Age::Days(180)));
        for wrong in ["", "y", "2", "-1d", "2 y", "é"] {
            assert_eq!(Age::parse(wrong), None, "{wrong}");
        }
    }
}
