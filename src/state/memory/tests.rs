//! The database as other runs, releases and disks leave it.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::archive::marks::{
    MarkChange, MarkKey, MarkKind, PartView, PrivateNote, TouchedVersion, Until, bits,
};
use crate::mail::MessageId;
use crate::patch::subject::Revision;

fn read(ids: &[&str]) -> Remembered {
    Remembered::Marks(MarkChange {
        kind: MarkKind::Mail,
        keys: ids
            .iter()
            .map(|id| MarkKey::of_mail(&MessageId::new(id)))
            .collect(),
        set: bits::READ,
        clear: bits::UNREAD,
    })
}

fn many(from: u64, count: u64) -> Remembered {
    Remembered::Marks(MarkChange {
        kind: MarkKind::Hunk,
        keys: (from..from + count).map(MarkKey).collect(),
        set: bits::READ,
        clear: 0,
    })
}

fn is_read(memory: &mut Memory, id: &str) -> bool {
    let key = MarkKey::of_mail(&MessageId::new(id));
    memory.ledger().unwrap().of(MarkKind::Mail, key) & bits::READ != 0
}

fn exported(memory: &mut Memory) -> String {
    let mut out = Vec::new();
    memory.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_was_read_is_read_in_the_next_run_and_nobody_else_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/memory.db");
    let mut memory = Memory::open(&path).unwrap();
    memory.remember(&[read(&["a@x"])], Day(9)).unwrap();
    let place = PartView {
        id: MessageId::new("b@x"),
        seen: 2,
        hunks: 5,
    };
    memory
        .remember(&[Remembered::Part(place.clone())], Day(9))
        .unwrap();
    drop(memory);
    let mut memory = Memory::open(&path).unwrap();
    assert!(is_read(&mut memory, "a@x") && !is_read(&mut memory, "b@x"));
    assert_eq!(
        memory.ledger().unwrap().all_kept().collect::<Vec<_>>(),
        [Remembered::Part(place)]
    );
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[test]
fn two_runs_take_each_others_marks_in_and_lose_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut one = Memory::open(&path).unwrap();
    let mut two = Memory::open(&path).unwrap();
    one.remember(&[many(0, MANY + 1)], Day(1)).unwrap();
    two.remember(&[many(MANY, 9), read(&["b@x"])], Day(1))
        .unwrap();
    one.remember(&[read(&["a@x"])], Day(1)).unwrap();
    for memory in [&mut one, &mut two] {
        assert!(is_read(memory, "a@x") && is_read(memory, "b@x"));
        let hunks = memory.ledger().unwrap().all_marks(MarkKind::Hunk).count();
        assert_eq!(hunks as u64, MANY + 9);
    }
}

#[test]
fn many_rows_become_a_pack_and_a_mark_taken_off_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut memory = Memory::open(&path).unwrap();
    memory.remember(&[many(0, MANY + 1)], Day(1)).unwrap();
    assert_eq!(memory.count_rows().unwrap(), 0);
    let off = Remembered::Marks(MarkChange {
        kind: MarkKind::Hunk,
        keys: vec![MarkKey(3)],
        set: 0,
        clear: bits::ALL,
    });
    memory.remember(&[off], Day(2)).unwrap();
    assert_eq!(memory.ledger().unwrap().of(MarkKind::Hunk, MarkKey(3)), 0);
    memory.merge().unwrap();
    assert_eq!(memory.ledger().unwrap().of(MarkKind::Hunk, MarkKey(3)), 0);
    assert_eq!(memory.ledger().unwrap().of(MarkKind::Hunk, MarkKey(4)), 1);
}

/// What a reader said of some mails.
fn said() -> Vec<Remembered> {
    let note = |line: Option<&str>, text: &str| {
        Remembered::Note(PrivateNote {
            id: MessageId::new("a@x"),
            line: line.map(str::to_owned),
            text: text.to_owned(),
        })
    };
    vec![
        Remembered::Flag(MessageId::new("a@x"), true),
        Remembered::Later(MessageId::new("b@x"), Some(Until::Version)),
        note(None, "ask Ann"),
        note(Some("+one"), "why?"),
        Remembered::Version(Box::new(TouchedVersion {
            id: MessageId::new("c@x"),
            change_id: None,
            sender: "ann@x".to_owned(),
            title: "lamp: fade".to_owned(),
            revision: Revision { major: 2, minor: 1 },
        })),
    ]
}

#[test]
fn what_was_said_is_there_in_the_next_run_until_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut memory = Memory::open(&path).unwrap();
    memory.remember(&said(), Day(1)).unwrap();
    memory.remember(&said(), Day(2)).unwrap();
    drop(memory);
    let mut memory = Memory::open(&path).unwrap();
    let kept = |memory: &mut Memory| memory.ledger().unwrap().all_kept().collect::<Vec<_>>();
    assert_eq!(kept(&mut memory), said());
    let taken_back: Vec<Remembered> = said()
        .into_iter()
        .map(|one| match one {
            Remembered::Flag(id, _) => Remembered::Flag(id, false),
            Remembered::Later(id, _) => Remembered::Later(id, None),
            Remembered::Note(note) => Remembered::Note(PrivateNote {
                text: String::new(),
                ..note
            }),
            other => other,
        })
        .collect();
    memory.remember(&taken_back, Day(3)).unwrap();
    let touched = said().pop();
    assert_eq!(kept(&mut memory), touched.into_iter().collect::<Vec<_>>());
}

#[test]
fn many_marks_of_one_change_go_into_the_pack_and_keep_other_bits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut memory = Memory::open(&path).unwrap();
    let change = |keys: Vec<MarkKey>, set: u8, clear: u8| {
        Remembered::Marks(MarkChange {
            kind: MarkKind::Mail,
            keys,
            set,
            clear,
        })
    };
    let all: Vec<MarkKey> = (0..5000).map(MarkKey).collect();
    let first = change(vec![MarkKey(3)], bits::READ, 0);
    let known = change(all, bits::KNOWN, 0);
    let last = change(vec![MarkKey(4)], bits::SETTLED, 0);
    memory
        .remember(&[first, known, last, many(7, 1)], Day(5))
        .unwrap();
    assert_eq!(memory.count_rows().unwrap(), 2, "what came behind it");
    drop(memory);
    let ledger = Memory::open(&path).unwrap().ledger().unwrap();
    let of = |key| ledger.of(MarkKind::Mail, MarkKey(key));
    assert_eq!(of(3), bits::READ | bits::KNOWN);
    assert_eq!(of(4), bits::KNOWN | bits::SETTLED);
    assert_eq!((of(4999), of(5000)), (bits::KNOWN, 0));
}

#[test]
fn a_damaged_one_is_put_aside_and_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    fs::write(&path, "no database at all\n".repeat(300)).unwrap();
    let mut memory = Memory::open(&path).unwrap();
    let told = memory.take_salvaged().unwrap();
    assert!(
        told.contains("broken-1") && told.contains("0 marks"),
        "{told}"
    );
    memory.remember(&[many(0, 3 * MANY)], Day(1)).unwrap();
    memory.remember(&[read(&["a@x"])], Day(1)).unwrap();
    drop(memory);
    // A page of the long blob and the root of the marks are wrecked.
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 4096;
    bytes[last..].fill(0xa5);
    fs::write(&path, &bytes).unwrap();
    let mut memory = Memory::open(&path).unwrap();
    memory.remember(&[read(&["b@x"])], Day(1)).unwrap();
    assert!(is_read(&mut memory, "b@x"));
    assert!(folder.path().join("memory.db.broken-1").exists());
}

#[test]
fn a_later_release_is_left_alone_and_what_is_no_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    drop(Memory::open(&path).unwrap());
    let database = Connection::open(&path).unwrap();
    database.pragma_update(None, "user_version", 200).unwrap();
    drop(database);
    let before = fs::read(&path).unwrap();
    assert!(matches!(Memory::open(&path), Err(MemoryError::Newer(_))));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(matches!(
        Memory::open(folder.path()),
        Err(MemoryError::NotAFile(_))
    ));
}

#[test]
fn another_file_in_its_place_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let memory = Memory::open(&path).unwrap();
    assert!(memory.is_in_place());
    fs::rename(&path, folder.path().join("old")).unwrap();
    assert!(!memory.is_in_place());
    fs::write(&path, "").unwrap();
    assert!(!memory.is_in_place());
}

#[test]
fn what_is_exported_and_imported_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = Memory::open(&folder.path().join("one.db")).unwrap();
    one.remember(&[read(&["a@x"]), many(0, 5)], Day(7)).unwrap();
    one.remember(&said(), Day(7)).unwrap();
    let mut two = Memory::open(&folder.path().join("two.db")).unwrap();
    two.remember(&[read(&["b@x"])], Day(8)).unwrap();
    let both = exported(&mut one);
    assert_eq!(two.import(&mut both.as_bytes(), Day(3)).unwrap(), 11);
    assert!(is_read(&mut two, "a@x") && is_read(&mut two, "b@x"));
    let all = exported(&mut two);
    let mut three = Memory::open(&folder.path().join("three.db")).unwrap();
    three.import(&mut all.as_bytes(), Day(3)).unwrap();
    assert_eq!(exported(&mut three), all);
    let wrong = three.import(&mut "{}\n".as_bytes(), Day(3)).unwrap_err();
    assert!(wrong.to_string().starts_with("line 1: "), "{wrong}");
}

#[test]
fn what_is_old_is_forgotten_and_the_rest_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    let mut memory = Memory::open(&path).unwrap();
    memory.remember(&[read(&["old@x"])], Day(10)).unwrap();
    memory.remember(&[read(&["new@x"])], Day(1000)).unwrap();
    assert_eq!(memory.forget(Age::Days(730), Day(1100)).unwrap(), 1);
    assert!(is_read(&mut memory, "new@x") && !is_read(&mut memory, "old@x"));
    memory.remember(&said(), Day(10)).unwrap();
    assert_eq!(memory.forget(Age::Days(730), Day(1100)).unwrap(), 5);
    let (told, counts) = memory.check().unwrap();
    assert_eq!((told, counts.mails), (Vec::<String>::new(), 1));
    assert_eq!(memory.forget(Age::All, Day(1100)).unwrap(), 1);
    assert_eq!(memory.check().unwrap().1.mails, 0);
}

#[test]
fn a_database_that_anybody_wrote_is_read_within_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("memory.db");
    drop(Memory::open(&path).unwrap());
    let hostile = Connection::open(&path).unwrap();
    let long = "x".repeat(3 << 20);
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| hostile.execute(sql, values).unwrap();
    run(
        "INSERT INTO series VALUES ('a@x', ?1, ?1, ?1, -5, 99999999999, NULL, -1)",
        &[&long],
    );
    run(
        "INSERT INTO note (id, line, text, day) VALUES ('a@x', ?1, ?1, 0)",
        &[&long],
    );
    run("INSERT INTO flag VALUES (?1, 0)", &[&long]);
    run("INSERT INTO later VALUES ('b@x', 'when pigs fly', 0)", &[]);
    run("INSERT INTO mark VALUES (77, 1, 255, 0)", &[]);
    run("INSERT INTO mark VALUES (0, 1, -1, 99999999)", &[]);
    run("INSERT OR REPLACE INTO pack VALUES (0, x'0102030405')", &[]);
    run("INSERT OR REPLACE INTO pack VALUES (9, x'01')", &[]);
    drop(hostile);
    let mut memory = Memory::open(&path).unwrap();
    let kept: Vec<Remembered> = memory.ledger().unwrap().all_kept().collect();
    for one in &kept {
        assert!(format!("{one:?}").len() < 100_000, "bounded");
    }
    assert!(
        !kept
            .iter()
            .any(|one| matches!(one, Remembered::Later(..) | Remembered::Flag(..)))
    );
    memory.remember(&[read(&["c@x"])], Day(1)).unwrap();
    assert!(is_read(&mut memory, "c@x"));
}
