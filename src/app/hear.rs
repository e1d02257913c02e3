//! What comes from outside: archives, mails, answers of jobs.

use std::sync::Arc;

use super::{Command, Model, Msg};
use crate::archive::Archive;

impl Model {
    /// What comes from outside without the user.
    pub(super) fn hear(&mut self, msg: Msg) -> Option<Command> {
        match msg {
            Msg::Resize(size) => self.wish.size = size,
            Msg::Clock(now) => self.past.now = now,
            Msg::Progress(progress) => self.reading.progress = Some(progress),
            Msg::Loaded(archive) => return self.loaded(archive),
            // The input may have been read again meanwhile: then it is grouped anew by itself.
            Msg::Regrouped(archive) if !archive.has_mails_of(&self.archive) => {}
            Msg::Regrouped(archive) => self.replace(archive),
            Msg::Found {
                serial,
                found,
                is_done,
            } => self.found(serial, found, is_done),
            Msg::Sifted {
                serial,
                found,
                is_done,
            } => self.sifted(serial, found, is_done),
            Msg::LoadFailed(why) => {
                self.reading.progress = None;
                self.notices.fail(why);
            }
            Msg::Coloured(serial, blocks, colours) => self.coloured(serial, &blocks, colours),
            Msg::Answered(serial, ask, answer) => self.answered(serial, &ask, answer),
            Msg::Ran {
                name,
                mode,
                end,
                output,
            } => self.ran(&name, mode, end, output),
            Msg::Exists(parcel, path) => self.ask_over(parcel, &path),
            Msg::Executed(Ok(text)) if text.is_empty() => {}
            Msg::Executed(Ok(text)) => self.notices.tell(text),
            Msg::Executed(Err(why)) => self.notices.fail(why),
            Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Do(_) | Msg::Wake(_) => {}
        }
        None
    }

    /// Shows what was read. It was grouped by the corrections of the time it was asked for: what
    /// was corrected since is grouped in once more.
    fn loaded(&mut self, archive: Arc<Archive>) -> Option<Command> {
        self.replace(archive);
        let count = self.archive.mails();
        let stopped = if self.archive.is_partial() {
            "stopped; "
        } else {
            ""
        };
        self.notices.tell(format!("{stopped}{count} messages read"));
        let is_stale = std::mem::take(&mut self.past.has_corrected);
        is_stale.then_some(Command::Regroup)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Size;

    use super::*;
    use crate::app::action::{Action, App, Correct};
    use crate::app::keymap::Keymap;
    use crate::app::{Options, update};

    fn model() -> Model {
        let size = Size::new(80, 24);
        Model::new(
            Arc::default(),
            Options::default(),
            Keymap::default(),
            0,
            size,
        )
        .0
    }

    fn regroups(model: &mut Model, msg: Msg) -> bool {
        let commands = update(model, msg);
        commands
            .iter()
            .any(|command| matches!(command, Command::Regroup))
    }

    #[test]
    fn a_correction_made_while_the_input_is_read_again_is_grouped_in() {
        let mut model = model();
        update(&mut model, Msg::Do(Action::App(App::Reload)));
        update(&mut model, Msg::Do(Action::Correct(Correct::Undo)));
        assert!(regroups(&mut model, Msg::Loaded(Arc::default())));
        update(&mut model, Msg::Do(Action::App(App::Reload)));
        assert!(!regroups(&mut model, Msg::Loaded(Arc::default())));
    }

    #[test]
    fn what_was_grouped_before_the_input_was_read_again_is_not_shown() {
        let mut model = model();
        let old = model.shared();
        let new = Arc::<Archive>::default();
        update(&mut model, Msg::Loaded(Arc::clone(&new)));
        update(&mut model, Msg::Regrouped(old));
        assert!(Arc::ptr_eq(&model.shared(), &new));
    }
}
