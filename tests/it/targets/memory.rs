//! What is remembered, as anybody may have written it.

use trifold::archive::marks::{Day, Pack};
use trifold::state::memory::Memory;

/// Marks in a blob: in order, each found by its key, and the same when they are written again.
pub(super) fn pack(data: &[u8]) {
    let pack = Pack::read(data.to_vec());
    let records: Vec<_> = pack.records().collect();
    assert!(records.is_sorted_by(|a, b| a.key < b.key));
    for record in &records {
        assert_eq!(pack.record(record.key).as_ref(), Some(record));
    }
    let again = Pack::of(records.iter().copied());
    let marked = records.iter().filter(|record| record.marks != 0);
    assert!(again.records().eq(marked.copied()));
}

/// A database, or what is damaged of one, and lines to import: it opens or says why not, what is
/// read of it is bounded, and it can be written to afterwards.
pub(super) fn database(data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let (bytes, lines) = match data.iter().position(|byte| *byte == 0xff) {
        Some(at) => (data.get(..at).unwrap_or_default(), data.get(at + 1..)),
        None => (data, None),
    };
    std::fs::write(&path, bytes).unwrap();
    let Ok(mut memory) = Memory::open(&path) else {
        return;
    };
    let _ = memory.import(&mut lines.unwrap_or_default(), Day::default());
    for kept in memory
        .ledger()
        .into_iter()
        .flat_map(|ledger| ledger.all_kept().collect::<Vec<_>>())
    {
        assert!(format!("{kept:?}").len() < 200_000);
    }
    let _ = memory.check();
}
