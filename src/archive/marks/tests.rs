//! Marks by key: absolute changes, packs and rows as one map.

use proptest::prelude::*;

use super::*;

#[test]
fn a_change_is_absolute() {
    let set = MarkChange {
        kind: MarkKind::Mail,
        keys: vec![MarkKey(7)],
        set: bits::READ,
        clear: bits::UNREAD,
    };
    let mut ledger = Ledger::default();
    for _ in 0..2 {
        ledger.apply_marks(&set);
        assert_eq!(ledger.of(MarkKind::Mail, MarkKey(7)), bits::READ);
    }
    assert_eq!(ledger.of(MarkKind::Hunk, MarkKey(7)), 0);
    let known = MarkChange {
        set: bits::KNOWN,
        clear: 0,
        ..set.clone()
    };
    ledger.apply_marks(&known);
    ledger.apply_marks(&MarkChange {
        set: bits::UNREAD,
        clear: bits::READ,
        ..set
    });
    assert_eq!(
        ledger.of(MarkKind::Mail, MarkKey(7)),
        bits::UNREAD | bits::KNOWN
    );
}

#[test]
fn the_key_of_a_mail_is_that_of_older_databases() {
    let key = MarkKey::of_mail(&MessageId::new("a@x"));
    assert_eq!(key, MarkKey(0xeff5_b6d4_077b_009c));
}

proptest! {
    #[test]
    fn packs_and_changes_are_one_map(
        packed in prop::collection::btree_map(0_u64..40, 1_u8..16, 0..20),
        changes in prop::collection::vec((0_u64..40, 0_u8..16, 0_u8..16), 0..40),
    ) {
        let day = Day::default();
        let records = packed.iter().map(|(key, marks)| Record { key: MarkKey(*key), marks: *marks, day });
        let mut packs: [Pack; 4] = Default::default();
        packs[0] = Pack::of(records);
        let mut ledger = Ledger::new(packs, std::iter::empty(), &[]);
        let mut plain = packed;
        for (key, set, clear) in changes {
            let change = MarkChange { kind: MarkKind::Mail, keys: vec![MarkKey(key)], set, clear };
            ledger.apply_marks(&change);
            let now = change.applied(plain.get(&key).copied().unwrap_or(0));
            plain.insert(key, now);
        }
        plain.retain(|_, marks| *marks != 0);
        let mut all: Vec<(u64, u8)> = ledger.all_marks(MarkKind::Mail).map(|(key, marks)| (key.0, marks)).collect();
        all.sort_unstable();
        prop_assert_eq!(all, plain.into_iter().collect::<Vec<_>>());
    }
}
