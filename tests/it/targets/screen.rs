//! The target that draws: whatever is done with whatever mail.

use std::sync::Arc;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use trifold::app::action::{Action, App, actions};
use trifold::app::input::keymap::Keymap;
use trifold::app::{Command, Model, Msg, Options, update, view};
use trifold::archive::ask::answer;
use trifold::ui::{self, theme::Theme};

use crate::scan;
use crate::wire::Wire;

/// The first bytes are a size and actions, the rest is what was opened: whatever is done with
/// whatever mail, the bytes sent to the terminal are of our own kinds.
pub(super) fn run(data: &[u8]) {
    let Some((keys, mails)) = data.split_first_chunk::<12>() else {
        return;
    };
    let Some(archive) = super::archive(mails) else {
        return;
    };
    let [width, height, keys @ ..] = *keys;
    let size = Size::new(u16::from(width) % 200, u16::from(height) % 60);
    let name = String::from_utf8_lossy(mails.get(..24).unwrap_or(mails));
    let options = Options {
        input: name.into_owned(),
        ..Options::default()
    };
    let (mut model, first) = Model::new(
        Arc::new(archive),
        options,
        Keymap::default(),
        1_774_008_000,
        size,
    );
    let all: Vec<Action> = actions().map(|row| row.1).collect();
    let theme = Theme::built_in("default").unwrap();
    let wire = Wire::default();
    let viewport = Viewport::Fixed(Rect::from(size));
    let mut terminal = Terminal::with_options(
        CrosstermBackend::new(wire.clone()),
        TerminalOptions { viewport },
    )
    .unwrap();
    carry_out(&mut model, first);
    for key in keys {
        let action = all[usize::from(key) % all.len()];
        if matches!(action, Action::App(App::Quit | App::Suspend)) {
            continue;
        }
        let todo = update(&mut model, Msg::Do(action));
        carry_out(&mut model, todo);
        terminal
            .draw(|frame| ui::draw(&view(&model), &theme, false, frame))
            .unwrap();
        let sent = wire.take();
        assert_eq!(scan::check(&sent, size.width, size.height), Ok(()));
    }
}

/// Answers what the model asks for; the file is gone by now, which is an answer too.
fn carry_out(model: &mut Model, mut todo: Vec<Command>) {
    while let Some(command) = todo.pop() {
        let Command::Ask(serial, ask) = command else {
            continue;
        };
        let answer = answer(model.archive(), &ask, &|| true);
        let answer = Msg::Answered(serial, ask, answer);
        todo.extend(update(model, answer));
    }
}
