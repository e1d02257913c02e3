//! The table of actions.

use std::collections::HashSet;

use ratatui::layout::Size;

use super::settings::{DiffSetting, ListSetting, SETTINGS, Setting};
use super::*;
use crate::app::reader::testing::{enter, lamps, model, press, told};
use crate::app::{Command, Model, Msg, update, view};
use crate::series::testing::TestMails;

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

/// Whether an option is as a setting says.
fn holds(model: &Model, setting: Setting) -> bool {
    let (options, look) = (&model.options, &model.options.diff);
    match setting {
        Setting::Wrap(is) => options.wrap == is,
        Setting::Headers(is) => model.reader.look.headers == is,
        Setting::Notes(notes) => options.notes == notes,
        Setting::Flat(is) => model.reader.look.flat == is,
        Setting::Mouse(is) => options.mouse == is,
        Setting::Theme(name) => options.theme == Some(name),
        Setting::Ascii(is) => options.ascii == is,
        Setting::Margin(rows) => options.margin == rows,
        Setting::Diff(DiffSetting::Numbers(numbers)) => look.numbers == numbers,
        Setting::Diff(DiffSetting::Words(is)) => look.words == is,
        Setting::Diff(DiffSetting::Blanks(is)) => look.blanks == is,
        Setting::Diff(DiffSetting::Layout(layout)) => look.layout == layout,
        Setting::Diff(DiffSetting::Colours(is)) => look.colours == is,
        Setting::List(ListSetting::Older(is)) => model.lister.choice.older == is,
        Setting::List(ListSetting::Sort(sort)) => model.lister.choice.sort == sort,
        Setting::List(ListSetting::Reversed(is)) => model.lister.choice.reversed == is,
        Setting::List(ListSetting::Groups(is)) => options.groups == is,
    }
}

/// Types a line behind `:`.
fn obey(model: &mut Model, line: &str) -> Vec<Command> {
    press(model, ":");
    enter(model, line)
}

#[test]
fn every_setting_is_what_was_typed_and_sets_nothing_else() {
    let all = SETTINGS.iter().map(|row| row.1);
    for (typed, setting, _) in SETTINGS {
        let mut model = model(lamps());
        let before: Vec<bool> = all.clone().map(|other| holds(&model, other)).collect();
        obey(&mut model, typed);
        assert!(holds(&model, *setting), "{typed}");
        let option = |typed: &str| typed.rsplit_once(' ').map(|(option, _)| option.to_owned());
        for ((other, value, _), before) in SETTINGS.iter().zip(before) {
            if option(other) != option(typed) {
                assert_eq!(holds(&model, *value), before, "{typed} and {other}");
            }
        }
        assert!(!told(&model).contains("error"), "{typed}: {}", told(&model));
    }
}

#[test]
fn the_name_of_the_configuration_and_any_margin_will_do() {
    let mut model = model(lamps());
    obey(&mut model, "set diff_words off");
    assert!(!model.options.diff.words);
    obey(&mut model, "set  margin   7");
    assert_eq!((model.options.margin, told(&model)), (7, "margin 7"));
    obey(&mut model, "set margin many");
    assert_eq!(model.options.margin, 7);
    assert!(told(&model).contains("set margin many"), "{}", told(&model));
}

#[test]
fn an_option_that_is_typed_takes_its_blanks_with_it() {
    let mut model = model(lamps());
    obey(&mut model, "set editor emacs  -nw");
    assert_eq!(model.options.editor, "emacs  -nw");
    obey(&mut model, "set link https://x.y/");
    assert_eq!(model.options.link_base, "https://x.y/");
    obey(&mut model, "set tree ~/src/a b");
    assert_eq!(
        (model.options.tree.as_str(), told(&model)),
        ("~/src/a b", "tree: ~/src/a b")
    );
}

#[test]
fn long_lines_that_are_wrapped_begin_at_their_first_column() {
    let mut model = model(lamps());
    press(&mut model, "enter");
    model.reader.text.column = 8;
    obey(&mut model, "set wrap on");
    assert_eq!(model.reader.text.column, 0);
}

/// Rows that are as wide as the place for them, in panes that lie within the screen.
fn fits(model: &Model, after: &str) {
    let size = model.wish.size;
    for pane in view(model).panes {
        let area = pane.area;
        assert!(
            area.right() <= size.width && area.bottom() <= size.height,
            "{after}: {area}"
        );
        let border = if pane.bordered { 2 } else { 0 };
        assert!(
            pane.rows.len() <= usize::from(area.height.saturating_sub(border)),
            "{after}"
        );
        for row in &pane.rows {
            let room = usize::from(area.width.saturating_sub(border));
            assert!(
                row.width() <= room,
                "{after}: {} of {room}: {}",
                row.width(),
                row.text()
            );
        }
    }
}

#[test]
fn no_action_does_harm_wherever_it_is_taken() {
    let one = || {
        let mut mails = TestMails::default();
        mails.mail("1", "hello", 0, &[]);
        mails
    };
    // One after the other, so that each is taken where those before it led.
    for size in [(80, 24), (200, 60), (30, 5), (1, 1)] {
        for (mails, keys) in [
            (TestMails::default(), ""),
            (one(), "enter"),
            (lamps(), "enter j enter"),
        ] {
            let mut model = model(mails);
            update(&mut model, Msg::Resize(Size::new(size.0, size.1)));
            for (name, action, _) in actions() {
                for key in keys.split_whitespace() {
                    press(&mut model, key);
                }
                update(&mut model, Msg::Do(*action));
                fits(&model, name);
                // What it opened is closed again, and the next key finds its way.
                press(&mut model, "esc esc j k");
                fits(&model, name);
            }
        }
    }
}
