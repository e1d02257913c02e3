//! The table of actions.

use std::collections::HashSet;

use super::*;

#[test]
fn every_name_and_every_action_stands_once() {
    let count = actions().count();
    let names: HashSet<_> = actions().map(|row| row.0).collect();
    let actions: HashSet<_> = actions().map(|row| row.1).collect();
    assert_eq!((names.len(), actions.len()), (count, count));
}

#[test]
fn a_name_finds_its_action_and_back() {
    for (name, action, sentence) in actions() {
        assert_eq!(Action::named(name), Some(*action));
        assert_eq!(action.dotted_name(), *name);
        assert!(!sentence.is_empty() && !sentence.ends_with('.'));
    }
}
