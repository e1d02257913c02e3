//! A database that an older release wrote is read as it was written, and written to.

use std::fs;

use super::asked;
use crate::support::file;

/// For each schema that a release wrote, its database and what it exported.
const RELEASED: &[&str] = &["100"];

#[test]
fn databases_of_every_released_schema_are_read_and_written_to() {
    for schema in RELEASED {
        let state = tempfile::tempdir().unwrap();
        let folder = state.path().join("trifold");
        fs::create_dir(&folder).unwrap();
        let database = file(&format!("tests/state/memory-{schema}.db"));
        fs::copy(database, folder.join("memory.db")).unwrap();
        let exported = fs::read(file(&format!("tests/state/memory-{schema}.json"))).unwrap();
        assert_eq!(asked(state.path(), "export").stdout, exported, "{schema}");
        assert!(asked(state.path(), "check").status.success(), "{schema}");
        assert!(
            asked(state.path(), "forget:all").status.success(),
            "{schema}"
        );
        assert!(asked(state.path(), "export").stdout.is_empty(), "{schema}");
    }
}
