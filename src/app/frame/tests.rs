//! The lines around the panes, at widths from a phone's to a wall's.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::{Position, Size};

use super::screen::PaneId;
use super::view::{Bar, BarKind};
use crate::app::action::{Action, App, Go};
use crate::app::input::keymap::Keymap;
use crate::app::reader::testing::{archive, at, enter, lamps, model, press};
use crate::app::{Loading, Model, Msg, Options, update, view};
use crate::archive::Archive;
use crate::archive::load::Progress;
use crate::archive::marks::Marks;
use crate::source::Warning;

fn sized(width: u16, height: u16) -> Model {
    let mut model = model(lamps());
    model.options.input = "lamps-2026.mbox".to_owned();
    update(&mut model, Msg::Resize(Size::new(width, height)));
    model
}

fn bar(model: &Model, wanted: &[BarKind]) -> Bar {
    let mut bars = view(model).bars.into_iter();
    bars.find(|bar| wanted.contains(&bar.kind)).unwrap()
}

/// The line that says where one is, or what happened.
fn status(model: &Model) -> Bar {
    bar(model, &[BarKind::Status, BarKind::Notice])
}

fn hints(model: &Model) -> String {
    bar(model, &[BarKind::Hints]).left.text().to_owned()
}

#[test]
fn the_way_here_is_said_and_the_title_gives_way() {
    let mut model = sized(120, 40);
    press(&mut model, "enter");
    press(&mut model, "esc");
    press(&mut model, "enter");
    let wide = status(&model);
    assert_eq!(wide.left.text(), " lamps-2026.mbox ▸ lamps ▸ v1 ▸ cover");
    for width in 30..120 {
        update(&mut model, Msg::Resize(Size::new(width, 24)));
        let (left, right) = (status(&model).left, status(&model).right);
        assert!(left.text().ends_with(" ▸ v1 ▸ cover") && !left.text().contains("▸  ▸"));
        let has_room = width > 34;
        let fits = left.width() + right.width() <= usize::from(width);
        assert!(
            fits || !has_room,
            "{width}: {}|{}",
            left.text(),
            right.text()
        );
    }
}

#[test]
fn a_patch_has_its_number_in_the_way() {
    let mut model = sized(120, 40);
    press(&mut model, "enter ]");
    let left = status(&model).left;
    assert_eq!(left.text(), " lamps-2026.mbox ▸ lamps ▸ v1 ▸ 1/2 ▸ patch");
}

#[test]
fn how_much_is_read_counts_all_mails_of_the_series() {
    let mut model = sized(80, 24);
    press(&mut model, "enter");
    model.marks = Marks::default();
    assert_eq!(status(&model).right.text(), "0/5 read ");
    let read = ["c", "r2"].map(|id| at(&model.archive, id));
    model.marks.mark_read(read, &model.archive);
    assert_eq!(status(&model).right.text(), "2/5 read ");
}

#[test]
fn a_notice_stands_in_the_place_of_the_way_and_a_fault_says_that_it_is_one() {
    let mut model = sized(80, 24);
    model.dialog.notices.tell("saved");
    let told = status(&model);
    assert_eq!((told.kind, told.left.text()), (BarKind::Notice, " saved"));
    model.dialog.notices.fail("no such file");
    assert_eq!(status(&model).left.text(), " error: no such file");
    press(&mut model, "j");
    assert_eq!(status(&model).kind, BarKind::Status);
}

#[test]
fn keys_that_wait_for_another_are_shown() {
    let mut model = sized(80, 24);
    press(&mut model, "g");
    assert_eq!(status(&model).right.text(), "g… ");
    press(&mut model, "esc");
    assert!(!status(&model).right.text().contains('…'));
}

#[test]
fn a_search_says_which_match_of_how_many() {
    let mut model = sized(80, 24);
    press(&mut model, "enter /");
    enter(&mut model, "o");
    let right = status(&model).right.text().to_owned();
    assert!(right.starts_with("/o ") && right.contains('/'), "{right}");
}

#[test]
fn while_the_input_is_read_its_progress_and_the_way_out_are_said() {
    let mut model = sized(80, 24);
    let read = Progress {
        bytes: 3 << 20,
        of: 10 << 20,
        messages: 700,
        series: 40,
    };
    let elapsed = Duration::from_secs(1);
    update(&mut model, Msg::Progress(Loading { read, elapsed }));
    let told = status(&model);
    let said = " reading: 3 of 10 MiB · 700 mails · about 40 series · Esc stops";
    assert_eq!((told.kind, told.left.text()), (BarKind::Notice, said));
}

#[test]
fn problems_are_counted_with_the_key_that_lists_them() {
    let problems = |count: usize| {
        let mails = lamps();
        let warning = Warning {
            source: "x.mbox".into(),
            offset: None,
            message_id: None,
            what: "odd".to_owned(),
        };
        let archive = Archive::new(mails.messages, mails.facts, vec![warning; count]);
        let (keys, options) = (Keymap::default(), Options::default());
        let size = Size::new(200, 60);
        let model = Model::new(Arc::new(archive), options, keys, 0, size).0;
        bar(&model, &[BarKind::Tabs]).right.text().to_owned()
    };
    assert_eq!(problems(0), "");
    assert_eq!(problems(1), "1 problem: g ! ");
    assert_eq!(problems(12), "12 problems: g ! ");
    let model = sized(200, 60);
    let said = " trifold   lamps-2026.mbox   5 messages · 1 series";
    assert_eq!(bar(&model, &[BarKind::Tabs]).left.text(), said);
    assert_eq!(archive(lamps()).warnings().len(), 0);
}

#[test]
fn hints_are_shown_whole_and_as_many_as_fit() {
    let wide = hints(&sized(200, 60));
    assert!(
        wide.contains(" Enter open ") && wide.contains(" ? help "),
        "{wide}"
    );
    let mut before = 0;
    for width in 30..200 {
        let narrow = hints(&sized(width, 24));
        assert!(
            narrow.len() <= usize::from(width) && wide.starts_with(&narrow),
            "{narrow}"
        );
        assert!(narrow.len() >= before, "{narrow}");
        before = narrow.len();
    }
}

#[test]
fn a_hint_does_what_it_says_under_the_mouse() {
    let model = sized(80, 24);
    let screen = model.screen();
    let text = hints(&model);
    let action_at = |word: &str, more: u16| {
        let column = u16::try_from(text.find(word).unwrap()).unwrap();
        model.hint_at(&screen, Position::new(column + more, screen.hints.y))
    };
    assert_eq!(action_at("open", 0), Some(Action::Go(Go::Open)));
    assert_eq!(action_at("open", 4), Some(Action::Go(Go::Open)));
    assert_eq!(action_at("open", 5), Some(Action::Go(Go::ReadOn)));
    assert_eq!(action_at("help", 1), Some(Action::App(App::Help)));
    let above = Position::new(2, screen.hints.y - 1);
    assert_eq!(model.hint_at(&screen, above), None);
}

#[test]
fn where_one_pane_is_shown_at_a_time_tabs_lead_to_the_others() {
    let mut model = sized(60, 20);
    let tabs = |model: &Model| bar(model, &[BarKind::Tabs]).left.text().to_owned();
    assert_eq!(tabs(&model), "▌1 Series▐ 2 Read  3 Files ");
    let screen = model.screen();
    let tab_at = |column| model.tab_at(&screen, Position::new(column, 0));
    assert_eq!(tab_at(0), Some(PaneId::List));
    assert_eq!(tab_at(9), Some(PaneId::List));
    assert_eq!(tab_at(10), Some(PaneId::Page));
    assert_eq!(tab_at(18), Some(PaneId::Files));
    assert_eq!(tab_at(40), None);
    press(&mut model, "tab");
    assert_eq!(tabs(&model), " 1 Series ▌2 Read▐ 3 Files ");
    let right = bar(&model, &[BarKind::Tabs]).right;
    assert!(right.text().contains('/'), "{}", right.text());
}
