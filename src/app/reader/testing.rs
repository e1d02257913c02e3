//! Models and documents for the tests of the application.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;

use super::pane::{Pane, PaneLook};
use crate::app::input::keymap::Keymap;
use crate::app::{Command, Model, Msg, Options, Outgoing, update};
use crate::archive::Archive;
use crate::doc::{Document, Line, Role, Row, Target};
use crate::mail::{MessageId, MsgIdx};
use crate::series::testing::TestMails;

/// An archive of some mails.
pub(in crate::app) fn archive(mails: TestMails) -> Archive {
    Archive::new(mails.messages, mails.facts, Vec::new())
}

/// A model of 80 columns and 24 rows that shows some mails.
pub(in crate::app) fn model(mails: TestMails) -> Model {
    let (archive, keymap) = (Arc::new(archive(mails)), Keymap::default());
    Model::new(archive, Options::default(), keymap, 0, Size::new(80, 24)).0
}

/// A series of a cover and two patches, with a reply to the cover and one to the second patch.
pub(in crate::app) fn lamps() -> TestMails {
    let mut mails = TestMails::default();
    mails.mail("c", "[PATCH 0/2] lamps", 0, &[]);
    mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
    mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
    mails.by("bo", "rc", "Re: [PATCH 0/2] lamps", 3, &["c"]);
    mails.by("bo", "r2", "Re: [PATCH 2/2] two", 4, &["2"]);
    mails
}

/// Where the mail of an id is.
pub(in crate::app) fn at(archive: &Archive, id: &str) -> MsgIdx {
    archive.find_message(&MessageId::new(id)).unwrap()
}

/// A document of composed rows, each with what it stands for.
pub(in crate::app) fn rows(rows: Vec<Option<Target>>) -> Document {
    let rows = rows.into_iter().map(|target| (Row::default(), target));
    Document::of_rows(Row::default(), rows.collect())
}

/// A document that shows a text, a line each.
pub(in crate::app) fn prose(text: &str) -> Document {
    let mut document = Document {
        text: text.into(),
        ..Document::default()
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + u32::try_from(line.trim_end().len()).unwrap();
        document.lines.push(Line::Text {
            range: start..end,
            role: Role::Text,
            indent: 0,
        });
        start += u32::try_from(line.len()).unwrap();
    }
    document
}

/// A pane of 40 columns and so many rows that shows a document from its beginning.
pub(in crate::app) fn pane(document: Document, height: u16) -> Pane {
    let mut pane = Pane {
        look: PaneLook {
            inner: Size::new(40, height),
            ..PaneLook::default()
        },
        ..Pane::default()
    };
    pane.put(document, false);
    pane
}

/// Presses keys, with a blank between them; what they ask of the runtime.
pub(in crate::app) fn press(model: &mut Model, keys: &str) -> Vec<Command> {
    let chords = keys.split(' ').map(|key| key.parse().unwrap());
    let pressed = chords.flat_map(|chord| update(model, Msg::Key(chord)));
    pressed.collect()
}

/// Types a text, and Enter behind it.
pub(in crate::app) fn enter(model: &mut Model, text: &str) -> Vec<Command> {
    for letter in text.chars() {
        let chord = KeyEvent::from(KeyCode::Char(letter)).into();
        update(model, Msg::Key(chord));
    }
    press(model, "enter")
}

/// What the user is told now.
pub(in crate::app) fn told(model: &Model) -> &str {
    let notice = model.dialog.notices.current();
    notice.map_or("", |notice| &notice.text)
}

/// What is to be sent to other programs.
pub(in crate::app) fn sent(commands: &[Command]) -> Vec<&Outgoing> {
    let mut sent = Vec::new();
    for command in commands {
        if let Command::Send(outgoing) = command {
            sent.push(outgoing);
        }
    }
    sent
}
