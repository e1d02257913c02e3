//! The application: a model, one update, and what is to be shown, all of it pure.
//!
//! `update` is the only writer of the model; it reads no file and does not wait. What depends
//! on something else is derived after every update, in [`derive`].

pub mod action;
pub mod effect;
pub mod frame;
pub mod notice;

mod derive;
mod incoming;
mod update;

/// What was pressed or clicked, and which action that is.
pub mod input {
    pub mod keymap;

    pub(super) mod keys;
    pub(super) mod pointer;

    #[cfg(test)]
    mod tests;
}

/// What is asked of the user: lines of text, and lists to choose from.
pub mod dialog {
    pub mod choice;
    pub mod picker;
    pub mod prompt;

    pub(super) mod go_to;
    pub(super) mod prompts;
    pub(super) mod state;

    #[cfg(test)]
    mod tests;
}

/// The list of series: which, in which order.
pub mod list {
    pub mod order;

    pub(super) mod cursor;
    pub(super) mod filter_search;
    pub(super) mod patches;
    pub(super) mod put_off;
    pub(super) mod rows;
    pub(super) mod state;

    #[cfg(test)]
    mod tests;
}

/// What is read: pages, what they are made of, and the ways between them.
pub mod reader {
    pub mod find;
    pub mod here;
    pub mod history;
    pub mod page;
    pub mod pane;

    pub(super) mod colour;
    pub(super) mod compare;
    pub(super) mod folds;
    pub(super) mod follow;
    pub(super) mod grep;
    pub(super) mod inherited;
    pub(super) mod jumps;
    pub(super) mod matches;
    pub(super) mod material;
    pub(super) mod motion;
    pub(super) mod pages;
    pub(super) mod refresh;
    pub(super) mod remember;
    pub(super) mod replies;
    pub(super) mod state;
    pub(super) mod stop;
    pub(super) mod unread;
    pub(super) mod viewed;
    pub(super) mod ways;

    #[cfg(test)]
    pub(super) mod testing;
    #[cfg(test)]
    mod tests;

    mod beside;
    mod needs;
}

/// What leaves the program: copies, files, mail for other programs, corrections.
pub mod outgoing {
    pub mod selection;
    pub mod user;

    pub(super) mod copy;
    pub(super) mod corrections;

    mod line;

    #[cfg(test)]
    mod tests;
}

use std::sync::Arc;

use ratatui::layout::Size;

use self::dialog::state::{Dialog, Open};
use self::frame::screen::{PaneId, Screen, Wish};
use self::input::keymap::Keymap;
use self::input::keys::Keys;
use self::list::state::Lister;
use self::reader::pane::Pane;
use self::reader::state::{Jump, Reader, ReadingPlace};
use crate::archive::Archive;
use crate::archive::filter::Filter;
use crate::archive::marks::Marks;

pub use self::effect::{
    Command, Loading, Mouse, MouseKind, Msg, Options, Outgoing, SearchAsk, Sort, StopWork,
};
pub use self::update::{update, update_all, view};

/// All state of the application.
#[derive(Debug)]
pub struct Model {
    /// What was opened.
    archive: Arc<Archive>,
    /// What is remembered of its mails.
    marks: Marks,
    options: Options,
    /// What of the screen the user wants to see.
    wish: Wish,
    lister: Lister,
    reader: Reader,
    dialog: Dialog,
    session: Session,
}

/// The run: its clock, and how reading the input goes on.
#[derive(Debug, Default)]
struct Session {
    /// Seconds since 1970: what ages are counted from.
    now: i64,
    progress: Option<Loading>,
    /// Whether something was corrected since the input was asked for.
    has_corrected: bool,
    /// Whether the input was read again by itself, because a mail was another.
    has_reloaded: bool,
}

impl Model {
    /// A model that shows an archive; `now` in seconds since 1970 is what ages are counted from.
    pub fn new(
        archive: Arc<Archive>,
        options: Options,
        keymap: Keymap,
        now: i64,
        size: Size,
    ) -> (Self, Vec<Command>) {
        let mut model = Self {
            archive,
            marks: Marks::default(),
            wish: Wish {
                size,
                reading: PaneId::Page,
                ..Wish::default()
            },
            lister: Lister::default(),
            reader: Reader::default(),
            dialog: Dialog::default(),
            session: Session {
                now,
                ..Session::default()
            },
            options,
        };
        model.lister.choice.sort = model.options.sort;
        model.dialog.keys = Keys::new(keymap);
        // A filter of the command line was checked there; one of the configuration is told here.
        match Filter::parse(&model.options.filter, now) {
            Ok(filter) => {
                model.lister.choice.filter = filter;
                model.lister.filter_anew();
                model.lister.choice.query.clone_from(&model.options.filter);
            }
            Err(why) => model.dialog.notices.fail(why),
        }
        // The first frame is whole: list, page and files are made before it is drawn.
        let mut commands = model.derive();
        commands.extend(
            model
                .lister
                .ask_memory(&model.archive, &mut model.marks, true),
        );
        (model, commands)
    }

    /// Tells the user something that came up outside, such as a fault in the configuration.
    pub fn tell(&mut self, text: &str, is_error: bool) {
        if is_error {
            self.dialog.notices.fail(text);
        } else {
            self.dialog.notices.tell(text);
        }
    }

    /// The archive that is shown, to be worked on beside the loop.
    pub fn shared(&self) -> Arc<Archive> {
        Arc::clone(&self.archive)
    }

    /// The archive that is shown.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// What the user set.
    pub fn options(&self) -> &Options {
        &self.options
    }

    fn screen(&self) -> Screen {
        Screen::new(&self.wish)
    }

    fn pane(&self, id: PaneId) -> &Pane {
        match id {
            PaneId::List => &self.lister.pane,
            PaneId::Page => &self.reader.text,
            PaneId::Files => &self.reader.files.pane,
            PaneId::Patches => &self.lister.patches,
        }
    }

    fn pane_mut(&mut self, id: PaneId) -> &mut Pane {
        match id {
            PaneId::List => &mut self.lister.pane,
            PaneId::Page => &mut self.reader.text,
            PaneId::Files => &mut self.reader.files.pane,
            PaneId::Patches => &mut self.lister.patches,
        }
    }

    fn focused(&mut self) -> &mut Pane {
        self.pane_mut(self.wish.focus)
    }

    fn focus(&mut self, pane: PaneId) {
        self.wish.focus(pane);
    }
}
