//! Keys that wait for others, counts, and the mouse.

use ratatui::layout::{Position, Size};

use crate::app::effect::{Mouse, MouseKind};
use crate::app::frame::screen::{PaneId, Screen};
use crate::app::input::keymap::KeyContext;
use crate::app::reader::testing::{lamps, model, press, told};
use crate::app::{Command, Loading, Model, Msg, StopWork, update};
use crate::series::testing::TestMails;

/// A model with thirty series in the list.
fn long_list() -> Model {
    let mut mails = TestMails::default();
    for at in 0..30 {
        mails.mail(&format!("m{at}"), &format!("[PATCH] part {at}"), at, &[]);
    }
    model(mails)
}

fn cursor(model: &Model) -> usize {
    model.lister.pane.view.cursor
}

#[test]
fn a_key_that_begins_others_waits_and_shows_after_a_while_what_can_follow() {
    let mut model = long_list();
    let commands = press(&mut model, "g");
    let wake = commands.iter().find_map(|command| {
        if let Command::WakeAfter(_, serial) = command {
            Some(*serial)
        } else {
            None
        }
    });
    assert_eq!(model.dialog.keys.typed(), "g");
    assert!(!model.dialog.keys.is_slow());
    update(&mut model, Msg::Wake(wake.unwrap() + 1));
    assert!(!model.dialog.keys.is_slow(), "that was another wait");
    update(&mut model, Msg::Wake(wake.unwrap()));
    assert!(model.dialog.keys.is_slow());
    press(&mut model, "esc");
    assert!(!model.dialog.keys.is_slow() && model.dialog.keys.pending().is_empty());
    press(&mut model, "G g g");
    assert_eq!(cursor(&model), 0);
}

#[test]
fn a_key_that_does_nothing_says_so_and_names_the_help() {
    let mut model = long_list();
    press(&mut model, "g y");
    assert_eq!(told(&model), "g y does nothing here; ? lists the keys");
    press(&mut model, "j");
    assert_eq!((told(&model), cursor(&model)), ("", 1));
}

#[test]
fn a_count_repeats_a_movement_and_names_a_line() {
    let mut model = long_list();
    press(&mut model, "5 j");
    assert_eq!(cursor(&model), 5);
    press(&mut model, "4 k");
    assert_eq!(cursor(&model), 1);
    press(&mut model, "7 G");
    assert_eq!(cursor(&model), 6);
    press(&mut model, "6 0 g g");
    assert_eq!(cursor(&model), 29);
    press(&mut model, "8 g g");
    assert_eq!(cursor(&model), 7);
    // Esc takes a count back, and no count is larger than what is left to do.
    press(&mut model, "4 esc j");
    assert_eq!(cursor(&model), 8);
    press(&mut model, "9 9 9 9 9 9 j");
    assert_eq!(cursor(&model), 29);
    assert_eq!(model.dialog.keys.typed(), "");
}

#[test]
fn a_digit_that_is_a_key_begins_no_count() {
    let mut model = long_list();
    press(&mut model, "2 j");
    assert_eq!(model.wish.focus, PaneId::Page, "2 focuses it");
    assert_eq!(cursor(&model), 0);
}

#[test]
fn what_is_no_movement_is_done_once() {
    let mut model = long_list();
    press(&mut model, "4 V");
    assert!(model.lister.choice.older, "turned once and not four times");
}

#[test]
fn the_place_says_which_keys_are_heard() {
    let mut model = model(lamps());
    let mut context = |keys: &str| {
        press(&mut model, keys);
        model.context()
    };
    assert_eq!(context("1"), KeyContext::List);
    assert_eq!(context("2"), KeyContext::Text);
    assert_eq!(context("3"), KeyContext::Tree);
    assert_eq!(context("1 p"), KeyContext::Patches);
}

#[test]
fn ctrl_c_stops_the_reading_first_and_leaves_when_it_comes_twice() {
    let mut model = long_list();
    update(&mut model, Msg::Progress(Loading::default()));
    let commands = press(&mut model, "ctrl-c");
    let is_stop = |command: &Command| matches!(command, Command::Stop(StopWork::Load));
    assert!(commands.iter().any(is_stop));
    assert_eq!(told(&model), "Ctrl-c once more quits");
    let serial = commands.iter().find_map(|command| {
        if let Command::WakeAfter(_, serial) = command {
            Some(*serial)
        } else {
            None
        }
    });
    // A second later it is the first again.
    update(&mut model, Msg::Wake(serial.unwrap()));
    let is_quit = |command: &Command| matches!(command, Command::Quit);
    assert!(!press(&mut model, "ctrl-c").iter().any(is_quit));
    assert!(press(&mut model, "ctrl-c").iter().any(is_quit));
}

#[test]
fn a_paste_goes_to_what_is_open_and_is_no_keys() {
    let mut model = long_list();
    update(&mut model, Msg::Paste("Q".to_owned()));
    assert_eq!(cursor(&model), 0);
    press(&mut model, "f");
    update(&mut model, Msg::Paste("part 1\nQ".to_owned()));
    assert_eq!(model.lister.choice.query, "part 1");
    press(&mut model, "esc S");
    update(&mut model, Msg::Paste("title".to_owned()));
    press(&mut model, "enter");
    assert_eq!(told(&model), "sorted by title");
}

#[test]
fn a_held_key_skims_the_list_and_only_moves() {
    let mut model = long_list();
    let down = "j".parse().unwrap();
    assert!(model.skim_list(down));
    assert_eq!(cursor(&model), 1);
    assert!(!model.skim_list("x".parse().unwrap()), "it marks");
    press(&mut model, "5");
    assert!(!model.skim_list(down), "a count waits");
    press(&mut model, "esc 2");
    assert!(!model.skim_list(down), "the page is read");
}

fn mouse(model: &mut Model, kind: MouseKind, at: Position) -> Vec<Command> {
    let mouse = Mouse {
        kind,
        column: at.x,
        row: at.y,
    };
    update(model, Msg::Mouse(mouse))
}

/// The cell of a row inside of a pane.
fn cell(model: &Model, pane: PaneId, row: u16) -> Position {
    let screen = Screen::new(&model.wish);
    let inner = screen.inner(screen.area_of(pane).unwrap());
    Position::new(inner.x + 1, inner.y + row)
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut model = long_list();
    let third = cell(&model, PaneId::List, 2);
    mouse(&mut model, MouseKind::Down, third);
    assert_eq!((model.wish.focus, cursor(&model)), (PaneId::List, 2));
    mouse(&mut model, MouseKind::Down, third);
    assert_eq!(model.wish.focus, PaneId::Page);
    let first = cell(&model, PaneId::List, 0);
    mouse(&mut model, MouseKind::Down, first);
    assert_eq!((model.wish.focus, cursor(&model)), (PaneId::List, 0));
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_leaves_the_focus() {
    let mut model = long_list();
    press(&mut model, "2");
    let list = cell(&model, PaneId::List, 1);
    mouse(&mut model, MouseKind::ScrollDown, list);
    assert_eq!(model.lister.pane.view.top, 3);
    assert_eq!(model.wish.focus, PaneId::Page);
    mouse(&mut model, MouseKind::ScrollUp, list);
    assert_eq!(model.lister.pane.view.top, 0);
}

#[test]
fn a_border_is_dragged_until_the_button_is_let_go() {
    let mut model = long_list();
    let height = |model: &Model| {
        let screen = Screen::new(&model.wish);
        screen.area_of(PaneId::List).unwrap().height
    };
    let before = height(&model);
    let page = Screen::new(&model.wish).area_of(PaneId::Page).unwrap();
    let border = Position::new(page.x + 30, page.y);
    mouse(&mut model, MouseKind::Down, border);
    let lower = |by: u16| Position::new(border.x, border.y + by);
    mouse(&mut model, MouseKind::Drag, lower(2));
    assert_eq!(height(&model), before + 2);
    mouse(&mut model, MouseKind::Drag, lower(1));
    assert_eq!(height(&model), before + 1);
    mouse(&mut model, MouseKind::Up, lower(1));
    mouse(&mut model, MouseKind::Drag, lower(4));
    assert_eq!(height(&model), before + 1);
}

#[test]
fn where_the_mouse_is_off_it_does_nothing() {
    let mut model = long_list();
    model.options.mouse = false;
    let third = cell(&model, PaneId::List, 2);
    mouse(&mut model, MouseKind::Down, third);
    assert_eq!(cursor(&model), 0);
}

#[test]
fn a_list_over_the_panes_is_chosen_from_and_left_by_the_mouse() {
    let mut model = long_list();
    press(&mut model, "S");
    let area = model.picker_area();
    let by_title = Position::new(area.x + 2, area.y + 2 + 5);
    mouse(&mut model, MouseKind::Down, by_title);
    assert!(model.dialog.open.is_some(), "the first click chooses");
    mouse(&mut model, MouseKind::Down, by_title);
    assert_eq!(told(&model), "sorted by title");
    press(&mut model, "S");
    mouse(&mut model, MouseKind::Down, Position::new(0, 0));
    assert!(model.dialog.open.is_none());
}

#[test]
fn a_screen_of_another_size_keeps_the_cursor_in_view() {
    let mut model = long_list();
    press(&mut model, "G");
    update(&mut model, Msg::Resize(Size::new(120, 40)));
    let (view, pane) = (model.lister.pane.view, &model.lister.pane);
    assert_eq!(view.cursor, 29);
    assert!((view.top..=pane.bottom()).contains(&29));
    update(&mut model, Msg::Resize(Size::new(60, 18)));
    let pane = &model.lister.pane;
    assert!((pane.view.top..=pane.bottom()).contains(&29));
}
