//! Marks that are written beside the loop, and found again.

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::archive::marks::{MarkChange, MarkKey, MarkKind, Marks, Stop, bits};
use crate::mail::{MessageId, MsgIdx};
use crate::series::testing::TestMails;

const LONG: Duration = Duration::from_secs(60);

fn options(path: Option<&Path>) -> MemoryOptions {
    MemoryOptions {
        path: path.map(Path::to_path_buf),
        addresses: vec!["me@example.org".to_owned()],
        ..MemoryOptions::default()
    }
}

fn archive() -> Arc<Archive> {
    let mut mails = TestMails::default();
    mails.mail("1", "[PATCH 1/2] one", 0, &[]);
    mails.mail("2", "[PATCH 2/2] two", 1, &["1"]);
    Arc::new(Archive::new(mails.messages, mails.facts, Vec::new()))
}

fn read(id: &str) -> Remembered {
    Remembered::Marks(MarkChange {
        kind: MarkKind::Mail,
        keys: vec![MarkKey::of_mail(&MessageId::new(id))],
        set: bits::READ,
        clear: 0,
    })
}

/// Asks what is remembered: of each mail whether it was read, and what went wrong.
fn recalled(
    keeper: &Keeper,
    archive: &Arc<Archive>,
    anew: bool,
) -> (Option<[bool; 2]>, Vec<String>) {
    let mut tasks = Tasks::default();
    let id = keeper.recall(Arc::clone(archive), anew, &mut tasks);
    let (mut found, mut faults) = (None, Vec::new());
    for msg in tasks.wait_for(id, LONG) {
        match msg {
            Msg::Recalled(recalled, _) => {
                let mut marks = Marks::default();
                marks.recall(*recalled);
                found = Some([0, 1].map(|at| marks.is_read(MsgIdx(at))));
            }
            Msg::Executed(Err(fault)) => faults.push(fault),
            other => panic!("{other:?}"),
        }
    }
    (found, faults)
}

#[test]
fn marks_outlive_the_run_that_made_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let archive = archive();
    let mut keeper = Keeper::new(options(Some(&path)));
    keeper.remember(vec![read("2")], &mut Tasks::default());
    assert_eq!(keeper.finish(), None);
    drop(keeper);
    let keeper = Keeper::new(options(Some(&path)));
    assert_eq!(
        recalled(&keeper, &archive, false),
        (Some([false, true]), vec![])
    );
}

#[test]
fn what_waits_to_be_written_is_recalled_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let mut keeper = Keeper::new(options(Some(&folder.path().join("memory.db"))));
    let mut tasks = Tasks::default();
    keeper.remember(vec![read("1")], &mut tasks);
    assert_eq!(recalled(&keeper, &archive(), false).0, Some([true, false]));
}

#[test]
fn what_was_answered_is_not_answered_again_unless_it_is_asked_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let archive = archive();
    let keeper = Keeper::new(options(Some(&path)));
    assert!(recalled(&keeper, &archive, false).0.is_some());
    assert_eq!(recalled(&keeper, &archive, false).0, None);
    assert!(recalled(&keeper, &archive, true).0.is_some());
    // Another run wrote something, or the mails are others.
    let mut other = Keeper::new(options(Some(&path)));
    other.remember(vec![read("1")], &mut Tasks::default());
    assert_eq!(other.finish(), None);
    assert_eq!(recalled(&keeper, &archive, false).0, Some([true, false]));
    assert!(recalled(&keeper, &self::archive(), false).0.is_some());
}

#[test]
fn without_a_memory_marks_hold_for_the_run() {
    let archive = archive();
    let mut keeper = Keeper::new(options(None));
    keeper.remember(vec![read("1")], &mut Tasks::default());
    assert_eq!(
        recalled(&keeper, &archive, true),
        (Some([true, false]), vec![])
    );
    assert_eq!(keeper.finish(), None);
}

#[test]
fn a_memory_that_cannot_be_opened_is_told_once_and_marks_hold_for_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    std::fs::create_dir(&path).unwrap();
    let archive = archive();
    let mut keeper = Keeper::new(options(Some(&path)));
    // Put where a task would find it, so that none tells of the fault first.
    let mark = |keeper: &Keeper, id| lock_shared(&keeper.shared.pending).all.push(read(id));
    mark(&keeper, "2");
    let fault = keeper.flush().unwrap();
    assert!(
        fault.starts_with("marks hold for this run only: "),
        "{fault}"
    );
    let here = folder.path().display().to_string();
    assert!(
        fault.contains("memory.db") && !fault.contains(&here),
        "{fault}"
    );
    mark(&keeper, "1");
    assert_eq!(keeper.flush(), None);
    assert_eq!(
        recalled(&keeper, &archive, true),
        (Some([true, true]), vec![])
    );
}

#[test]
fn of_where_reading_stopped_the_last_counts_and_no_task_is_begun() {
    let folder = tempfile::tempdir().unwrap();
    let mut keeper = Keeper::new(options(Some(&folder.path().join("memory.db"))));
    let mut tasks = Tasks::default();
    let stop = |id: &str| {
        let id = MessageId::new(id);
        Remembered::Stopped(Stop { id, line: None })
    };
    for id in ["1", "1", "2", "1"] {
        keeper.remember(vec![stop(id)], &mut tasks);
    }
    assert_eq!(tasks.interval(), None);
    assert_eq!(
        lock_shared(&keeper.shared.pending).all,
        [stop("1"), stop("2"), stop("1")]
    );
    keeper.remember(vec![read("1")], &mut tasks);
    assert!(tasks.interval().is_some());
    assert_eq!(keeper.flush(), None);
    assert!(lock_shared(&keeper.shared.pending).all.is_empty());
}

#[test]
fn a_signal_writes_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut keeper = Keeper::new(options(Some(&path)));
    keeper.remember(vec![read("1")], &mut Tasks::default());
    let shared = Arc::clone(&keeper.shared);
    *lock_shared(&LAST) = Arc::downgrade(&shared);
    write_last();
    // Other tests may be the last one meanwhile; what was written is asked of the file.
    let mut memory = Memory::open(&path).unwrap();
    let key = MarkKey::of_mail(&MessageId::new("1"));
    let is_written = memory.ledger().unwrap().of(MarkKind::Mail, key) == bits::READ;
    assert!(is_written || !lock_shared(&shared.pending).all.is_empty());
}
