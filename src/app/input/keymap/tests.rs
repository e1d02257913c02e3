//! What the key map must hold, whatever is added to it.

use super::*;
use crate::app::action::actions;

fn chord(text: &str) -> Chord {
    text.parse().unwrap()
}

fn keys(text: &str) -> Sequence {
    parse_sequence(text).unwrap()
}

#[test]
fn the_embedded_map_has_no_problem() {
    let (_, problems) = Keymap::parse(include_str!("../../../../config/keymap.toml"));
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn no_two_bindings_that_are_heard_together_clash() {
    let map = Keymap::default();
    for (at, a) in map.bindings().iter().enumerate() {
        for b in &map.bindings()[at + 1..] {
            assert!(!clash(a, b), "{a:?} and {b:?}");
        }
    }
}

#[test]
fn every_action_has_a_key() {
    let map = Keymap::default();
    for (name, action, _) in actions() {
        assert!(map.bindings().iter().any(|b| b.action == *action), "{name}");
    }
}

#[test]
fn every_key_can_be_told_from_every_other() {
    let map = Keymap::default();
    assert!(
        map.bindings()
            .iter()
            .flat_map(|b| &b.keys)
            .all(|k| k.is_distinct())
    );
    assert!("ctrl-i".parse::<Chord>().is_err());
}

#[test]
fn a_chord_is_shown_as_it_is_meant() {
    for (text, shown) in [
        ("ctrl-d", "Ctrl-d"),
        ("-", "-"),
        ("space", "Space"),
        ("f5", "F5"),
        ("alt-left", "Alt-Left"),
        ("G", "G"),
    ] {
        assert_eq!(chord(text).to_string(), shown);
    }
    assert!("nonsense".parse::<Chord>().is_err());
}

#[test]
fn a_sequence_is_a_prefix_until_it_is_complete() {
    let map = Keymap::default();
    assert_eq!(map.lookup(KeyContext::Text, &keys("g")), Lookup::Prefix);
    assert_eq!(
        map.lookup(KeyContext::Text, &keys("g g")),
        Lookup::Hit(Action::named("move.top").unwrap())
    );
    assert_eq!(map.lookup(KeyContext::Text, &keys("g é")), Lookup::Miss);
}

#[test]
fn a_users_key_is_taken_from_what_had_it() {
    let mut map = Keymap::default();
    let problems = map.merge(&"[global]\n\"app.log\" = \"j\"".parse().unwrap());
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(
        map.lookup(KeyContext::List, &keys("j")),
        Lookup::Hit(Action::named("app.log").unwrap())
    );
    assert_eq!(map.lookup(KeyContext::List, &keys("M")), Lookup::Miss);
    assert_eq!(
        map.lookup(KeyContext::List, &keys("down")),
        Lookup::Hit(Action::named("move.down").unwrap())
    );
}

#[test]
fn what_is_wrong_is_reported_and_the_rest_applies() {
    let mut map = Keymap::default();
    let table = "[global]\n\"no.such\" = \"a\"\n\"app.log\" = [\"c\", \"ctrl-m\"]\n\"app.help\" = \"c\"\n[nowhere]\nx = 1";
    let problems = map.merge(&table.parse().unwrap());
    assert_eq!(problems.len(), 4, "{problems:?}");
    assert!(matches!(
        map.lookup(KeyContext::List, &keys("c")),
        Lookup::Hit(_)
    ));
}

#[test]
fn false_unbinds() {
    let mut map = Keymap::default();
    map.merge(&"[global]\n\"app.quit\" = false".parse().unwrap());
    assert_eq!(map.lookup(KeyContext::Text, &keys("Q")), Lookup::Miss);
}

#[test]
fn a_comparison_lends_the_keys_of_a_text_that_its_own_do_not_take() {
    let map = Keymap::default();
    let find = |context, text: &str| map.lookup(context, &keys(text));
    let noise = Action::named("compare.noise").unwrap();
    let wrap = Action::named("show.wrap").unwrap();
    assert_eq!(find(KeyContext::Compare, "W"), Lookup::Hit(noise));
    assert_eq!(find(KeyContext::Compare, "w"), Lookup::Hit(wrap));
    assert_ne!(find(KeyContext::Text, "W"), Lookup::Hit(noise));
    assert_eq!(find(KeyContext::Text, "V"), Lookup::Miss);
    let all = map.in_context(KeyContext::Compare);
    assert_eq!(all.filter(|b| b.keys == keys("W")).count(), 1);
}
