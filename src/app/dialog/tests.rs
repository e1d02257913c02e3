//! Prompts and lists: what is shown while one types, what Esc gives back, what Enter does.

use crate::app::dialog::picker::{Choice, Item};
use crate::app::dialog::state::{Dialog, Open};
use crate::app::frame::screen::PaneId;
use crate::app::reader::find::Find;
use crate::app::reader::testing::{archive, enter, lamps, model, press, prose, told};
use crate::app::{Command, Model, Outgoing, SearchAsk};
use crate::archive::Archive;
use crate::doc::{Line, Role};
use crate::series::SeriesIdx;
use crate::series::testing::TestMails;

/// Three series of one patch each, the newest first in the list.
fn shelf() -> Model {
    let mut mails = TestMails::default();
    mails.mail("pump", "[PATCH] pump: idle", 10, &[]);
    mails.mail("axle", "[PATCH] axle: turn", 20, &[]);
    mails.mail("lamp", "[PATCH] lamp: fade", 30, &[]);
    model(mails)
}

fn selected(model: &Model) -> String {
    let here = model.here().mail.unwrap();
    model.archive.message(here).unwrap().id.to_string()
}

fn listed(model: &Model) -> usize {
    let lines = model.lister.pane.document.lines.iter();
    lines.filter(|line| matches!(line, Line::Series(_))).count()
}

#[test]
fn a_filter_is_seen_while_it_is_typed_and_esc_gives_the_list_back() {
    let mut model = shelf();
    press(&mut model, "j");
    assert_eq!(selected(&model), "axle");
    press(&mut model, "f l a m p");
    assert!(model.dialog.is_filtering());
    assert_eq!((listed(&model), selected(&model)), (1, "lamp".to_owned()));
    press(&mut model, "esc");
    assert!(!model.dialog.is_filtering());
    assert_eq!((listed(&model), selected(&model)), (3, "axle".to_owned()));
}

#[test]
fn a_filter_that_was_taken_stays_and_is_offered_again() {
    let mut model = shelf();
    press(&mut model, "f");
    enter(&mut model, "pump");
    assert_eq!(listed(&model), 1);
    press(&mut model, "f ctrl-u");
    enter(&mut model, "d:never");
    assert!(told(&model).contains("never"), "{}", told(&model));
    press(&mut model, "f ctrl-u up up enter");
    assert_eq!(listed(&model), 1);
    assert_eq!(model.dialog.typed.filters, ["d:never", "pump"]);
}

#[test]
fn a_search_moves_while_it_is_typed_and_esc_goes_back() {
    let mut model = shelf();
    press(&mut model, "/ p u m p");
    assert_eq!(selected(&model), "pump");
    press(&mut model, "esc");
    assert_eq!(selected(&model), "lamp");
    assert!(model.dialog.find.is_none() && model.dialog.typed.searches.is_empty());
}

#[test]
fn an_empty_search_is_the_last_one_again() {
    let mut model = shelf();
    press(&mut model, "n");
    assert_eq!(told(&model), "nothing was searched for yet");
    press(&mut model, "/");
    enter(&mut model, "a.le");
    assert_eq!(selected(&model), "axle");
    press(&mut model, "g g / enter");
    assert_eq!(selected(&model), "axle");
    press(&mut model, "n");
    assert_eq!(told(&model), "search passed the end");
    press(&mut model, "N");
    assert_eq!(told(&model), "search passed the beginning");
    press(&mut model, "/");
    enter(&mut model, "zinc");
    assert_eq!(told(&model), "no match");
}

#[test]
fn a_pattern_that_is_none_is_searched_for_as_it_stands() {
    let mut model = shelf();
    press(&mut model, "/ f a d e (");
    assert!(told(&model).starts_with("searched as it stands"));
}

#[test]
fn a_search_through_all_mails_is_asked_for_and_an_empty_one_is_not() {
    let mut model = shelf();
    press(&mut model, "g /");
    assert!(enter(&mut model, "").is_empty());
    press(&mut model, "g /");
    let commands = enter(&mut model, "fade");
    let is_search = |command: &Command| matches!(command, Command::Search(_, SearchAsk::Grep(_)));
    assert!(commands.iter().any(is_search));
    press(&mut model, "g /");
    let commands = enter(&mut model, r"(\w{100}){100}");
    assert!(!commands.iter().any(is_search), "it is too large");
    assert!(told(&model).starts_with("not a pattern"));
}

#[test]
fn a_command_line_is_obeyed_or_says_what_it_does_not_know() {
    let mut model = shelf();
    let obey = |model: &mut Model, line: &str| {
        press(model, ":");
        enter(model, line)
    };
    obey(&mut model, "3");
    assert_eq!(selected(&model), "pump");
    obey(&mut model, "filter axle");
    assert_eq!(listed(&model), 1);
    obey(&mut model, "move.up");
    assert_eq!(told(&model), "");
    obey(&mut model, "fly");
    assert!(told(&model).contains("fly"), "{}", told(&model));
    let commands = obey(&mut model, "!make -j2");
    assert!(commands.iter().any(|command| {
        matches!(command, Command::Send(Outgoing::Shell(line)) if line == "make -j2")
    }));
    obey(&mut model, "fly");
    let kept = ["3", "filter axle", "move.up", "!make -j2", "fly"];
    assert_eq!(model.dialog.typed.commands, kept, "each once");
}

#[test]
fn a_line_for_a_shell_or_a_pipe_is_handed_over_as_it_was_typed() {
    let mut model = shelf();
    press(&mut model, "!");
    assert!(enter(&mut model, "").is_empty());
    press(&mut model, "|");
    let commands = enter(&mut model, "grep -c '^+'");
    let piped = commands.iter().find_map(|command| {
        if let Command::Send(Outgoing::Pipe(_, line)) = command {
            Some(line.as_str())
        } else {
            None
        }
    });
    assert_eq!(piped, Some("grep -c '^+'"));
    assert_eq!(model.dialog.typed.lines, ["grep -c '^+'"]);
}

#[test]
fn help_lists_the_keys_of_the_place_first_and_runs_what_is_chosen() {
    let mut model = shelf();
    press(&mut model, "?");
    let Some(Open::Picker(picker)) = &model.dialog.open else {
        panic!("no list")
    };
    let (shown, _) = picker.shown();
    assert_eq!(shown[0].text, "list");
    assert!(shown.iter().any(|item| item.text == "everywhere"));
    enter(&mut model, "bottom");
    assert_eq!(selected(&model), "pump");
    press(&mut model, "? q");
    assert!(model.dialog.open.is_none());
}

#[test]
fn the_order_that_holds_is_marked_and_another_one_is_taken() {
    let mut model = shelf();
    press(&mut model, "S");
    let Some(Open::Picker(picker)) = &model.dialog.open else {
        panic!("no list")
    };
    let (shown, _) = picker.shown();
    let now: Vec<_> = shown.iter().filter(|item| item.label == "now").collect();
    assert_eq!(now.len(), 1);
    assert_eq!(now[0].text, "newest activity first");
    enter(&mut model, "title");
    assert_eq!(told(&model), "sorted by title");
    press(&mut model, "g g");
    assert_eq!(selected(&model), "axle");
}

#[test]
fn a_list_of_nothing_is_said_and_not_opened() {
    let mut dialog = Dialog::default();
    dialog.open_list("Files", Vec::new());
    assert!(dialog.open.is_none());
    let notice = dialog.notices.current().unwrap();
    assert_eq!(notice.text, "there is nothing to pick from here");
    let item = Item {
        label: String::new(),
        text: "a.c".to_owned(),
        choice: Choice::Leave,
    };
    dialog.open_list("Files", vec![item]);
    assert!(matches!(&dialog.open, Some(Open::Picker(picker)) if picker.title == "Files"));
}

#[test]
fn versions_to_compare_with_are_named_by_revision_date_and_title() {
    let mut mails = TestMails::default();
    mails.mail("old", "[PATCH] lamp: fade", 0, &[]);
    mails.mail("new", "[PATCH v2] lamp: fade", 1, &[]);
    let archive = archive(mails);
    let mut dialog = Dialog::default();
    dialog.pick_version(&archive, "Compare", &[], Choice::Older);
    assert!(dialog.open.is_none() && dialog.notices.current().is_some());
    let all = [SeriesIdx(0), SeriesIdx(1), SeriesIdx(7)];
    dialog.pick_version(&archive, "Compare", &all, Choice::Older);
    let Some(Open::Picker(picker)) = &dialog.open else {
        panic!("no list")
    };
    let (shown, _) = picker.shown();
    let shown: Vec<_> = shown
        .iter()
        .map(|item| (item.label.trim_end(), item.text.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            ("v2", "1970-01-01 00:01 +0000  lamp: fade"),
            ("v1", "1970-01-01 00:00 +0000  lamp: fade"),
        ]
    );
}

#[test]
fn what_came_of_a_program_is_told_where_there_is_something_to_say() {
    let mut dialog = Dialog::default();
    dialog.executed(Ok(String::new()));
    assert!(dialog.notices.current().is_none());
    dialog.executed(Ok("saved".to_owned()));
    assert!(!dialog.notices.current().unwrap().is_error);
    dialog.executed(Err("disk full".to_owned()));
    assert!(dialog.notices.current().unwrap().is_error);
}

#[test]
fn matches_are_marked_in_the_pane_that_was_searched_alone() {
    let document = prose("a lamp and a lamp\nno more\n");
    let mut dialog = Dialog::default();
    let find = Find::new("lamp", &document, &Archive::default()).unwrap();
    dialog.find = Some((PaneId::Page, find));
    let marked = |pane| {
        let mut row = document.row(&document.lines[0]);
        dialog.mark_found(pane, 0, &mut row);
        let spans = row.spans().iter();
        spans
            .filter(|(_, role)| *role == Role::Match)
            .map(|(range, _)| range.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(marked(PaneId::Page), [2..6, 13..17]);
    assert!(marked(PaneId::List).is_empty());
}

#[test]
fn a_box_is_as_high_as_it_has_items_and_no_higher_than_the_screen() {
    let mut model = model(lamps());
    press(&mut model, "S");
    assert_eq!(model.box_height(), 7);
    press(&mut model, "q ?");
    assert_eq!(model.box_height(), 24 - 8);
}
