//! The application: a model, one update, and what is to be shown, all of it pure.
//!
//! `update` is the only writer of the model; it reads no file and does not wait. What depends
//! on something else is derived after every update, in [`derive`].

pub mod view;

pub mod action;

pub mod keymap;

pub mod msg;

pub mod notice;

pub mod trail;

pub mod find;

pub mod command;
mod compare;

pub mod prompt;

pub mod picker;

pub mod screen;

pub mod page;

pub mod pane;

pub mod list;

mod build;

mod colour;

mod material;

mod talk;

pub mod user;

mod viewed;

mod correct;

mod derive;

mod grep;

mod hear;

mod keys;

mod load;

mod act;

mod motion;

pub mod out;

mod go;

mod fold;

mod follow;

mod share;

mod later;

mod update;

mod remember;

mod ask;

mod pick;

mod pointer;

mod sift;

mod frame;

mod bars;

mod hints;

mod tabs;

mod boxes;

use std::collections::HashSet;
use std::sync::Arc;

use ratatui::layout::Size;

use self::find::Find;
use self::keymap::Keymap;
use self::notice::Notices;
use self::page::Page;
use self::pane::{Anchor, Pane};
use self::picker::Picker;
use self::prompt::Prompt;
use self::screen::{PaneId, Screen, Wish};
use self::trail::Trail;
use crate::archive::Archive;
use crate::archive::filter::Filter;
use crate::archive::marks::Marks;
use crate::doc::Target;
use crate::doc::fold::Folds;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

pub use self::update::{update, update_all, view};

pub use self::msg::{
    Command, Mouse, MouseKind, Msg, Options, Outgoing, Progress, SearchAsk, Sort, Stop,
};

/// All state of the application.
#[derive(Debug)]
pub struct Model {
    archive: Arc<Archive>,
    options: Options,
    keymap: Keymap,
    wish: Wish,
    panes: Panes,
    list: list::Choice,
    page: Page,
    reading: Reading,
    overlay: Overlay,
    keys: keys::Keys,
    notices: Notices,
    past: Past,
    marks: Marks,
    grep: Option<grep::Grep>,
}

/// The three panes and what was built for them.
#[derive(Debug, Default)]
struct Panes {
    list: Pane,
    page: Pane,
    files: Pane,
    /// What the list's cursor was on when it was last looked at.
    selected: Option<Target>,
    /// The file that diff and files were last brought together at.
    followed: Option<String>,
    made: derive::Made,
}

/// The mail on the page, and how it is shown.
#[derive(Debug, Default)]
struct Reading {
    material: material::Material,
    headers: bool,
    /// How a comparison is shown.
    compare: crate::doc::compare::Look,
    flat: bool,
    folds: Folds,
    tree_folds: Folds,
    /// Counts what makes documents stale.
    changes: u32,
    jump: Option<Jump>,
    progress: Option<Progress>,
    colours: colour::Colouring,
    /// What a command of the user's wrote, behind its name.
    output: (String, String),
    /// Files of the page that were viewed.
    done: HashSet<String>,
}

/// Where to go once the page is built.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Jump {
    To(Target),
    Anchor(Anchor),
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
    note: Option<remember::NotePlace>,
}

/// An open overlay.
#[derive(Debug)]
enum Open {
    /// A prompt, and what is to be given back when it is cancelled.
    Prompt(Prompt, ask::Before),
    /// A list to choose from.
    Picker(Picker),
}

/// What happened so far in this run.
#[derive(Debug, Default)]
struct Past {
    trail: Trail<Place>,
    /// Mails that were marked all at once, for that to be taken back.
    read_all: Vec<MsgIdx>,
    /// The series that is read.
    reading: Option<SeriesIdx>,
    /// The page that was last marked as read: a mark that was taken off stays off.
    entered: Option<Page>,
    /// How far the filter is looked for in the mails.
    sifting: sift::Sifting,
    now: i64,
    /// Whether something was corrected since the input was asked for.
    has_corrected: bool,
    /// Whether the input was read again by itself, because a mail was another.
    has_reloaded: bool,
    /// The border that is dragged, and where the mouse was last.
    drag: Option<(screen::Border, ratatui::layout::Position)>,
}

/// A place to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    page: Page,
    focus: PaneId,
    anchor: Anchor,
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
            keymap,
            wish: Wish {
                size,
                reading: PaneId::Page,
                ..Wish::default()
            },
            panes: Panes::default(),
            list: list::Choice {
                sort: options.sort,
                ..list::Choice::default()
            },
            page: Page::Nothing,
            reading: Reading::default(),
            overlay: Overlay::default(),
            keys: keys::Keys::default(),
            notices: Notices::default(),
            past: Past {
                now,
                ..Past::default()
            },
            marks: Marks::default(),
            grep: None,
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
        }
    }

    fn pane_mut(&mut self, id: PaneId) -> &mut Pane {
        match id {
            PaneId::List => &mut self.panes.list,
            PaneId::Page => &mut self.panes.page,
            PaneId::Files => &mut self.panes.files,
        }
    }

    fn focused(&mut self) -> &mut Pane {
        self.pane_mut(self.wish.focus)
    }

    fn focus(&mut self, pane: PaneId) {
        self.wish.focus = pane;
        if pane != PaneId::List {
            self.wish.reading = pane;
        }
    }
}
