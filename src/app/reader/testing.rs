//! Models for the tests of the application.

use std::sync::Arc;

use ratatui::layout::Size;

use crate::app::input::keymap::Keymap;
use crate::app::{Model, Options};
use crate::archive::Archive;
use crate::series::testing::TestMails;

/// A model of 80 columns and 24 rows that shows some mails.
pub(in crate::app) fn model(mails: TestMails) -> Model {
    let archive = Archive::new(mails.messages, mails.facts, Vec::new());
    let (archive, keymap) = (Arc::new(archive), Keymap::default());
    Model::new(archive, Options::default(), keymap, 0, Size::new(80, 24)).0
}
