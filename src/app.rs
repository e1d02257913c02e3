//! The application: a model, one update, and what is to be shown, all of it pure.

pub mod view;

pub mod action;

pub mod keymap;

pub mod msg;

pub mod notice;

pub mod trail;

pub mod command;

pub mod prompt;

pub mod picker;

pub mod screen;

use std::sync::Arc;

use ratatui::layout::Size;

use self::keymap::Keymap;
use self::view::View;
use crate::archive::Archive;

pub use self::msg::{Command, Mouse, MouseKind, Msg, Options, Progress, Sort};

/// All state of the application.
#[derive(Debug)]
pub struct Model {
    archive: Arc<Archive>,
    options: Options,
    keymap: Keymap,
    size: Size,
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
        let _ = now;
        let model = Self {
            archive,
            options,
            keymap,
            size,
        };
        (model, Vec::new())
    }

    /// Tells the user something that came up outside, such as a fault in the configuration.
    pub fn tell(&mut self, text: &str, is_error: bool) {
        let _ = (text, is_error);
    }

    /// The archive that is shown.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }
}

/// Takes in what happened, and says what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Command> {
    match msg {
        Msg::Resize(size) => model.size = size,
        Msg::Key(_) => return vec![Command::Quit],
        _ => {}
    }
    Vec::new()
}

/// The frame that shows the model.
pub fn view(model: &Model) -> View<'_> {
    let _ = (&model.options, &model.keymap);
    View::default()
}
