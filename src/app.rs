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
}

/// What is asked of the user: lines of text, and lists to choose from.
pub mod dialog {
    pub mod picker;
    pub mod prompt;

    pub mod choice;
    pub(super) mod go_to;
    pub(super) mod prompts;
}

/// The list of series: which, in which order.
pub mod list {
    pub mod order;

    pub(super) mod filter_search;
    pub(super) mod patches;
    pub(super) mod put_off;

    mod rows;
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
    pub(super) mod remember;
    pub(super) mod replies;
    pub(super) mod stop;
    pub(super) mod unread;
    pub(super) mod viewed;
    pub(super) mod ways;

    #[cfg(test)]
    pub(super) mod testing;

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
}

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::layout::Size;

use self::dialog::picker::Picker;
use self::dialog::prompt::Prompt;
use self::frame::screen::{PaneId, Screen, Wish};
use self::input::keymap::Keymap;
use self::notice::Notices;
use self::reader::find::Find;
use self::reader::history::Trail;
use self::reader::page::Page;
use self::reader::pane::{Anchor, Pane, PaneSpot};
use crate::archive::Archive;
use crate::archive::filter::Filter;
use crate::archive::marks::Marks;
use crate::doc::Target;
use crate::doc::fold::Folds;
use crate::mail::MsgIdx;

pub use self::effect::{
    Command, Loading, Mouse, MouseKind, Msg, Options, Outgoing, SearchAsk, Sort, StopWork,
};
pub use self::update::{update, update_all, view};

/// All state of the application.
#[derive(Debug)]
pub struct Model {
    archive: Arc<Archive>,
    options: Options,
    wish: Wish,
    panes: Panes,
    list: list::order::ListChoice,
    page: Page,
    reading: Reading,
    overlay: Overlay,
    keys: input::keys::Keys,
    notices: Notices,
    past: Past,
    marks: Marks,
}

/// The three panes and what was built for them.
#[derive(Debug, Default)]
struct Panes {
    list: Pane,
    page: Pane,
    files: Pane,
    patches: Pane,
    /// What the list's cursor was on when it was last looked at.
    selected: Option<Target>,
    /// Where to go in the files once they are built.
    files_spot: Option<PaneSpot>,
    /// The page, and what the cursor of the patches was on, when they were last brought together.
    patch: (Page, Option<Target>),
    /// The file that diff and files were last brought together at.
    followed: Option<String>,
    made: derive::Made,
}

/// The mail on the page, and how it is shown.
#[derive(Debug, Default)]
struct Reading {
    material: reader::material::Material,
    headers: bool,
    /// How a comparison is shown.
    compare: crate::doc::compare::CompareLook,
    flat: bool,
    folds: Folds,
    tree_folds: Folds,
    /// Counts what makes documents stale.
    changes: u32,
    jump: Option<Jump>,
    progress: Option<Loading>,
    colours: reader::colour::Colouring,
    /// What a command of the user's wrote, behind its name.
    output: (String, String),
    /// Files of the page that were viewed.
    done: HashSet<String>,
    /// The search through all mails.
    grep: Option<reader::grep::Grep>,
}

/// Where to go once the page is built.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Jump {
    To(Target),
    Anchor(Anchor),
    /// The first match behind the cursor.
    Match,
    /// To where one was, at the row where that stood.
    Spot(PaneSpot),
    /// A line of the mail's text, from 0.
    Line(u32),
    /// The first answer, or the last, once they were read.
    Reply(bool),
}

/// What lies over the panes, and what was typed there before.
#[derive(Debug, Default)]
struct Overlay {
    open: Option<Open>,
    find: Option<(PaneId, Find)>,
    searches: Vec<String>,
    filters: Vec<String>,
    commands: Vec<String>,
    /// Lines for a shell.
    lines: Vec<String>,
    files: Vec<String>,
    /// What the note that is asked for stands at.
    note: Option<reader::remember::NotePlace>,
}

/// An open overlay.
#[derive(Debug)]
enum Open {
    /// A prompt, and what is to be given back when it is cancelled.
    Prompt(Prompt, dialog::prompts::Before),
    /// A list to choose from.
    Picker(Picker),
}

/// What happened so far in this run.
#[derive(Debug, Default)]
struct Past {
    trail: Trail<ReadingPlace>,
    /// Pages that were opened one from another, until they are left.
    opened: Vec<reader::ways::OpenedPage>,
    /// Mails that were marked all at once, for that to be taken back.
    read_all: Vec<MsgIdx>,
    /// The series that is read, or the mail that begins the thread.
    reading: Option<Target>,
    /// The answers up to which it was kept which patches were read.
    noted: u32,
    /// The page that was last marked as read: a mark that was taken off stays off.
    entered: Option<Page>,
    /// How far the filter is looked for in the mails.
    sifting: list::filter_search::Sifting,
    now: i64,
    /// Whether something was corrected since the input was asked for.
    has_corrected: bool,
    /// Whether a key was pressed or the mouse used.
    has_begun: bool,
    /// Whether the input was read again by itself, because a mail was another.
    has_reloaded: bool,
    /// The border that is dragged, and where the mouse was last.
    drag: Option<(frame::screen::Border, ratatui::layout::Position)>,
}

/// A place to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ReadingPlace {
    page: Page,
    focus: PaneId,
    /// What the list's cursor was on.
    list: Option<Target>,
    /// Where in the page, and where in the files.
    text: PaneSpot,
    files: PaneSpot,
    folds: Folds,
    tree_folds: Folds,
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
            wish: Wish {
                size,
                reading: PaneId::Page,
                ..Wish::default()
            },
            panes: Panes::default(),
            list: list::order::ListChoice {
                sort: options.sort,
                ..list::order::ListChoice::default()
            },
            page: Page::default(),
            reading: Reading::default(),
            overlay: Overlay::default(),
            keys: input::keys::Keys::new(keymap),
            notices: Notices::default(),
            past: Past {
                now,
                ..Past::default()
            },
            marks: Marks::default(),
            options,
        };
        match Filter::parse(&model.options.filter, now) {
            Ok(filter) => {
                model.list.filter = filter;
                model.filter_anew();
                model.list.query.clone_from(&model.options.filter);
            }
            Err(why) => model.notices.fail(why),
        }
        let mut commands = model.derive();
        commands.extend(model.ask_memory(true));
        (model, commands)
    }

    /// Tells the user something that came up outside, such as a fault in the configuration.
    pub fn tell(&mut self, text: &str, is_error: bool) {
        if is_error {
            self.notices.fail(text);
        } else {
            self.notices.tell(text);
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
            PaneId::List => &self.panes.list,
            PaneId::Page => &self.panes.page,
            PaneId::Files => &self.panes.files,
            PaneId::Patches => &self.panes.patches,
        }
    }

    fn pane_mut(&mut self, id: PaneId) -> &mut Pane {
        match id {
            PaneId::List => &mut self.panes.list,
            PaneId::Page => &mut self.panes.page,
            PaneId::Files => &mut self.panes.files,
            PaneId::Patches => &mut self.panes.patches,
        }
    }

    fn focused(&mut self) -> &mut Pane {
        self.pane_mut(self.wish.focus)
    }

    fn focus(&mut self, pane: PaneId) {
        self.wish.focus(pane);
    }
}
