//! Blocks that only moved from one patch of a series to another.

use trifold::app::view;
use trifold::doc::Role;

use crate::session::Session;
use crate::support::file;

/// The lines on the screen that are marked in a role.
fn marked(session: &Session, wanted: Role) -> Vec<String> {
    let view = view(&session.model);
    let rows = view.panes.iter().flat_map(|pane| &pane.rows);
    let marked = rows.filter(|row| row.spans().iter().any(|span| span.1 == wanted));
    marked.map(|row| row.text().trim().to_owned()).collect()
}

#[test]
fn a_block_that_another_patch_takes_away_or_brings_is_told_apart() {
    let mut session = Session::new(&[file("tests/corpus/moved_between_patches.mbox")], 120, 60);
    session.press("enter ]");
    assert_eq!(marked(&session, Role::MovedFrom).len(), 0);
    let come = marked(&session, Role::MovedTo);
    assert!(come[0].ends_with("+int bus_write(struct bus *bus, int value)"));
    assert_eq!(come.len(), 5);
    session.press("]");
    assert_eq!(marked(&session, Role::MovedTo).len(), 0);
    assert!(marked(&session, Role::MovedFrom).len() >= 5);
}
