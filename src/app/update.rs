//! The only way into the model and the only way out of it: what happened, and what is to be seen.

use super::frame::view::View;
use super::{Command, Model, Msg};

/// Takes in what happened, and says what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Command> {
    let mut commands = match msg {
        Msg::Key(chord) => model.press_key(chord),
        Msg::Mouse(mouse) => model.mouse(mouse),
        Msg::Paste(text) => model.paste(&text),
        Msg::Do(action) => model.run_action(action),
        Msg::Wake(serial) => {
            model.dialog.wake_up(serial);
            Vec::new()
        }
        Msg::Resize(_)
        | Msg::Clock(_)
        | Msg::Loaded(_)
        | Msg::Regrouped(_)
        | Msg::LoadFailed(_)
        | Msg::Progress(_)
        | Msg::Found { .. }
        | Msg::Sifted { .. }
        | Msg::Coloured(..)
        | Msg::Answered(..)
        | Msg::Recalled(..)
        | Msg::Ran { .. }
        | Msg::Exists(..)
        | Msg::Executed(_) => model.hear_outside(msg),
    };
    commands.extend(model.derive());
    // Sorting anew asks the memory for groups: after the list was made, which knows what is stale.
    commands.extend(model.regroup());
    if commands
        .iter()
        .any(|command| matches!(command, Command::Quit))
    {
        // Where reading stopped is kept also by who quits within a mail.
        model.reader.depart(&model.archive, &mut model.marks);
    }
    let untold = model.marks.take_untold();
    if !untold.is_empty() {
        commands.push(Command::Remember(untold));
    }
    commands
}

/// Takes in what happened at once, in order. A held key moves the cursor of the list many times
/// and turns one page. `act` carries out what is to be done after each step.
pub fn update_all<E>(
    model: &mut Model,
    msgs: Vec<Msg>,
    mut act: impl FnMut(&mut Model, Vec<Command>) -> Result<(), E>,
) -> Result<(), E> {
    let mut msgs = msgs.into_iter().peekable();
    while let Some(msg) = msgs.next() {
        // A held key on a slow line: rows in between are passed over, only the last page is built.
        if let (Msg::Key(this), Some(Msg::Key(next))) = (&msg, msgs.peek())
            && this == next
            && model.skim_list(*this)
        {
            continue;
        }
        let commands = update(model, msg);
        act(model, commands)?;
    }
    Ok(())
}

/// The frame that shows the model.
pub fn view(model: &Model) -> View<'_> {
    model.frame()
}
