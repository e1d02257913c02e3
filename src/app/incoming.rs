//! What comes from outside: archives, mails, answers of jobs.

use crate::app::dialog::state::Dialog;
use crate::app::list::state::Lister;
use crate::archive::marks::Marks;
use std::sync::Arc;

use crate::app::reader::page::Page;
use crate::app::{Command, Jump, Model, Msg};
use crate::archive::Archive;
use crate::archive::marks::Recalled;
use crate::mail::MsgIdx;

impl Model {
    /// What comes from outside without the user.
    pub(super) fn hear_outside(&mut self, msg: Msg) -> Vec<Command> {
        match msg {
            Msg::Resize(size) => self.wish.size = size,
            Msg::Clock(now) => {
                // A day may have passed: what was put off until today comes back.
                self.session.now = now;
                self.wake_series();
                // Another run may have marked something meanwhile.
                return self
                    .lister
                    .ask_memory(&self.archive, &mut self.marks, false);
            }
            Msg::Progress(progress) => self.session.progress = Some(progress),
            Msg::Loaded(archive) => return self.loaded(archive),
            Msg::Regrouped(archive) => {
                // The input may have been read again meanwhile: then it is grouped anew by itself.
                if archive.has_mails_of(&self.archive) {
                    self.replace(archive);
                    return self.lister.ask_memory(&self.archive, &mut self.marks, true);
                }
            }
            Msg::Found {
                serial,
                found,
                is_done,
            } => self.reader.found(serial, found, is_done),
            Msg::Sifted {
                serial,
                found,
                is_done,
            } => self.lister.sifted(serial, found, is_done),
            Msg::LoadFailed(why) => {
                self.session.progress = None;
                self.dialog.notices.fail(why);
            }
            Msg::Coloured(serial, blocks, colours) => {
                self.reader.coloured(serial, &blocks, colours);
            }
            Msg::Answered(serial, ask, answer) => return self.answered(serial, &ask, answer),
            Msg::Recalled(recalled, about) => self.recalled(*recalled, &about),
            Msg::Ran {
                name,
                mode,
                end,
                output,
            } => self.ran_command(&name, mode, end, output),
            Msg::Exists(parcel, path) => self.dialog.ask_over(parcel, &path),
            Msg::Executed(result) => self.dialog.executed(result),
            // These are heard in `update`.
            Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_) | Msg::Do(_) | Msg::Wake(_) => {}
        }
        Vec::new()
    }

    /// Shows what was read. It was grouped by the corrections of the time it was asked for: what
    /// was corrected since is grouped in once more.
    fn loaded(&mut self, archive: Arc<Archive>) -> Vec<Command> {
        self.replace(archive);
        let count = self.archive.mails();
        let stopped = if self.archive.is_partial() {
            "stopped; "
        } else {
            ""
        };
        self.dialog
            .notices
            .tell(format!("{stopped}{count} messages read"));
        // A correction that was made while the input was read is not in what was loaded: it is
        // grouped once more.
        let is_stale = std::mem::take(&mut self.session.has_corrected);
        let regroup = is_stale.then_some(Command::Regroup);
        self.lister
            .ask_memory(&self.archive, &mut self.marks, true)
            .into_iter()
            .chain(regroup)
            .collect()
    }

    /// Asks for the groups anew where the user put the list in another order.
    pub(super) fn regroup(&mut self) -> Vec<Command> {
        if std::mem::take(&mut self.lister.choice.is_stale) && self.options.groups {
            return self.lister.ask_memory(&self.archive, &mut self.marks, true);
        }
        Vec::new()
    }

    /// Takes the marks of other runs in, unless the input was read again meanwhile: that asks
    /// anew.
    fn recalled(&mut self, recalled: Recalled, about: &Archive) {
        // The answer for an archive that was replaced meanwhile: the new one has asked itself.
        if !about.has_mails_of(&self.archive) {
            return;
        }
        let groups = self.marks.recall(recalled);
        if std::mem::take(&mut self.lister.choice.must_group) && self.options.groups {
            self.lister.choice.groups = groups;
            let here = self.lister.pane.current().cloned();
            if self.dialog.has_begun {
                self.lister.choice.open_group_of(here.as_ref());
            }
            // Where nobody has begun to read the list begins with what comes first now.
            let target = here.filter(|_| self.dialog.has_begun);
            self.lister.choice.wanted = Some((target, None));
        }
        self.wake_series();
        self.reader.built.changes += 1;
        self.lister.built.changes += 1;
    }

    /// Shows an archive that was read again, at the same series.
    pub(super) fn replace(&mut self, archive: Arc<Archive>) {
        // Where reading stopped is kept for the old archive; whether one was reading must outlive
        // that.
        let is_reading = self.reader.visit.reading.is_some();
        self.reader.depart(&self.archive, &mut self.marks);
        let old = std::mem::replace(&mut self.archive, archive);
        let id_of = |at: MsgIdx| old.message(at).map(|message| message.id.clone());
        self.marks.carry_over(&old, &self.archive);
        self.reader.visit.read_all.clear();
        // What was found holds for the same mails, and keeps the list as it is meanwhile.
        let again = |at: &MsgIdx| self.archive.find_message(&id_of(*at)?);
        let sifted = self.lister.choice.sifted.iter();
        let sifted = sifted.map(|mails| mails.iter().filter_map(again).collect());
        let sifted = sifted.collect();
        // By message id: the same page of the same mail, whatever its number is now.
        let page = self.reader.page.carried(&old, &self.archive);
        let (mut text, mut files) = (
            self.reader.text.current_spot(),
            self.reader.files.pane.current_spot(),
        );
        // The cursor stays in its row of the screen, though rows came above it.
        let list_row = self.lister.pane.view.cursor - self.lister.pane.view.top;
        text.carry(&old, &self.archive);
        files.carry(&old, &self.archive);
        self.reader.carry_places(&self.archive, &old);
        self.reader.colours.turn_page();
        self.reader.material.forget();
        self.lister.filter_anew();
        self.lister.choice.sifted = sifted;
        self.session.progress = None;
        self.dialog.find = None;
        self.lister.built.forget();
        self.reader.built.forget();
        // The same mail is shown at the same line, another from its beginning.
        if page.kind == self.reader.page.kind {
            self.reader.jump = Some(Jump::Spot(text));
            self.reader.files.spot = Some(files);
        }
        self.reader.page = page;
        self.reader.visit.reading = self.reader.thing_here(&self.archive).filter(|_| is_reading);
        // Groups are of series by number; the memory is asked for new ones.
        self.lister.choice.groups.clear();
        self.make_list();
        if let Some(series) = page.series(&self.archive) {
            self.lister.select(&self.archive, series);
            let list = &mut self.lister.pane;
            list.view.top = list.view.cursor.saturating_sub(list_row);
            list.fit_view();
        }
        if page != Page::default() {
            // What is read stays, also where the list does not show it.
            self.lister.selected = self.lister.pane.current().cloned();
        }
    }
}

impl Lister {
    /// Asks the memory what was marked in other runs; `anew` to put the list in groups by what
    /// was read until now.
    pub(super) fn ask_memory(
        &mut self,
        archive: &Archive,
        marks: &mut Marks,
        anew: bool,
    ) -> Vec<Command> {
        // There is nothing that could be remembered.
        if archive.is_empty() {
            return Vec::new();
        }
        marks.asked();
        self.choice.must_group |= anew;
        vec![Command::Recall { anew }]
    }
}

impl Dialog {
    /// Tells what came of a command, where that is worth a word.
    pub(in crate::app) fn executed(&mut self, result: Result<String, String>) {
        match result {
            Ok(text) if text.is_empty() => {}
            Ok(text) => self.notices.tell(text),
            Err(why) => self.notices.fail(why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{Action, App, Correct};
    use crate::app::reader::testing;
    use crate::app::update;
    use crate::archive::ask::{Answer, Ask, Unread};
    use crate::series::testing::TestMails;

    fn model() -> Model {
        testing::model(TestMails::default())
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
    fn a_mail_that_is_another_has_its_input_read_again_once() {
        let mut model = model();
        let changed = || {
            let ask = Ask::Body(MsgIdx(0));
            let unread = Unread {
                why: "x.mbox changed since it was opened".to_owned(),
                is_changed: true,
            };
            Msg::Answered(0, ask, Answer::Body(Err(unread)))
        };
        let reloads = |model: &mut Model| {
            let commands = update(model, changed());
            let is_reload = |command: &Command| matches!(command, Command::Reload);
            commands.iter().any(is_reload)
        };
        assert!(reloads(&mut model));
        update(&mut model, Msg::Loaded(Arc::default()));
        assert!(!reloads(&mut model), "it did not help");
        update(&mut model, Msg::Do(Action::App(App::Reload)));
        assert!(reloads(&mut model));
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
