//! What reaches the terminal, byte by byte, whatever was opened: every page, list, prompt and
//! notice is drawn through the real backend, and the bytes are read by a scanner that knows
//! only our own sequences.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};
use trifold::app::action::{Action, App, Motion, actions};
use trifold::app::{Loading, Msg};
use trifold::archive::Archive;
use trifold::archive::ask::{Answer, Ask, Unread};
use trifold::export;
use trifold::mail::MsgIdx;
use trifold::series::SeriesIdx;

use crate::hostile;
use crate::scan;
use crate::session::Session;
use crate::support::{file, open, shared};
use crate::term::{Measure, Screen};
use crate::wire::Wire;

/// Everything that a terminal should not be sent, for names, notices and what is typed.
const BAD: &str = "\x1b[2J\x1b]0;T\x07\u{9b}31m\u{202e}\u{200b}\u{e0041}\0\r\x08\tz\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}";

/// Why a mail cannot be read, in such words.
fn bad() -> Unread {
    Unread {
        why: BAD.to_owned(),
        is_changed: false,
    }
}

/// A session on a terminal whose every byte is looked at.
struct Watched {
    session: Session,
    terminal: Terminal<CrosstermBackend<Wire>>,
    wire: Wire,
    /// What others would show of it.
    screens: [Screen; 2],
    size: Size,
    frames: usize,
}

impl Watched {
    fn new(archive: &Arc<Archive>, width: u16, height: u16) -> Self {
        let size = Size::new(width, height);
        let wire = Wire::default();
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let options = TerminalOptions { viewport };
        let terminal =
            Terminal::with_options(CrosstermBackend::new(wire.clone()), options).unwrap();
        let session = Session::of(Arc::clone(archive), BAD, size).theme("default");
        Self {
            session,
            terminal,
            wire,
            screens: [Measure::Clusters, Measure::Characters]
                .map(|measure| Screen::new(measure, width, height)),
            size,
            frames: 0,
        }
    }

    /// Draws, and reads what was sent.
    fn look(&mut self, what: &str) {
        let buffer = self.session.draw(&mut self.terminal);
        let sent = self.wire.take();
        self.frames += 1;
        let mut read = scan::check(&sent, self.size.width, self.size.height);
        for screen in &mut self.screens {
            read = read.and_then(|()| screen.take(&sent));
            read = read.and_then(|()| screen.shows(&buffer));
        }
        if let Err(why) = read {
            panic!("{what}: {why}");
        }
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            self.session.press(key);
            self.look(key);
        }
    }

    fn send(&mut self, msg: Msg) {
        let what = format!("{msg:.80?}");
        self.session.send(msg);
        self.look(&what);
    }

    /// Reads a document to its end by pages, a bounded number of them.
    fn read_through(&mut self, pages: usize) {
        let mut before = self.session.buffer();
        for _ in 0..pages {
            self.send(Msg::Do(Action::Move(Motion::PageDown)));
            let now = self.session.buffer();
            if now == before {
                break;
            }
            before = now;
        }
    }
}

/// Every action from every page of every series.
fn every_action(archive: &Arc<Archive>, width: u16, height: u16) -> usize {
    let mut frames = 0;
    let leaves = [App::Quit, App::Back, App::Suspend, App::Interrupt].map(Action::App);
    for start in ["", "enter", "enter ]", "3", "E", ": p r o b l e m s enter"] {
        for (_, action, _) in actions().filter(|row| !leaves.contains(&row.1)) {
            let mut watched = Watched::new(archive, width, height);
            watched.press(start);
            watched.send(Msg::Do(*action));
            watched.press("j j enter");
            frames += watched.frames;
        }
    }
    frames
}

/// Every mail as a page, read to its end, its headers and its source too; then the lists.
fn every_mail(archive: &Arc<Archive>, width: u16, height: u16, pages: usize) -> usize {
    let mut watched = Watched::new(archive, width, height);
    for _ in 0..archive.len() {
        watched.press("u");
        watched.read_through(pages);
        watched.press("g g I");
        watched.read_through(3);
        watched.press("I i");
        watched.read_through(pages);
        watched.press("i");
    }
    for page in ["1 V g g", "3", ": p r o b l e m s enter", "E", "M", "?"] {
        watched.press("esc esc");
        watched.press(page);
        watched.read_through(pages);
    }
    watched.frames
}

/// A mailbox of all that is bad, and the folder that keeps it.
fn hostile_archive() -> (tempfile::TempDir, Arc<Archive>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hos\x1b[31m\u{202e}tile.mbox");
    std::fs::write(&path, hostile::mbox()).unwrap();
    let archive = Arc::new(open(&[path]));
    (folder, archive)
}

fn corpus() -> Vec<PathBuf> {
    let files = std::fs::read_dir(file("tests/corpus")).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn every_hostile_mail_stays_within_its_cells() {
    let (_folder, archive) = hostile_archive();
    assert!(archive.len() >= hostile::mails().len() - 2);
    for (width, height) in [(120, 40), (40, 10)] {
        every_mail(&archive, width, height, 4);
    }
}

#[test]
fn every_mail_of_our_corpus_stays_within_its_cells() {
    let archive = Arc::new(open(&corpus()));
    every_mail(&archive, 120, 40, 12);
}

#[test]
fn no_action_lets_a_byte_out() {
    let (_folder, archive) = hostile_archive();
    every_action(&archive, 120, 40);
}

#[test]
fn notices_and_prompts_are_clean_whatever_they_are_told() {
    let (_folder, archive) = hostile_archive();
    let first = MsgIdx(0);
    for ask in ["/", "f", ":", "?", "O", "1 enter O"] {
        let mut watched = Watched::new(&archive, 100, 30);
        watched.press(ask);
        watched.send(Msg::Paste(BAD.to_owned()));
        watched.press("a tab up down enter");
        for msg in [
            Msg::Executed(Ok(BAD.to_owned())),
            Msg::Executed(Err(BAD.to_owned())),
            Msg::LoadFailed(BAD.to_owned()),
            Msg::Progress(Loading::default()),
            Msg::Answered(0, Ask::Body(first), Answer::Body(Err(bad()))),
            Msg::Answered(0, Ask::Raw(first), Answer::Raw(Err(bad()))),
        ] {
            watched.send(msg);
            watched.press("esc");
        }
        watched.press("M G");
    }
}

#[test]
fn typed_characters_that_are_not_seen_do_not_get_into_a_prompt() {
    let (_folder, archive) = hostile_archive();
    let mut watched = Watched::new(&archive, 100, 30);
    for ask in ["/", "f", ":", "?"] {
        watched.press("esc esc");
        watched.press(ask);
        for c in BAD.chars() {
            let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(c));
            watched.send(Msg::Key(key.into()));
        }
    }
}

#[test]
fn what_is_printed_is_clean() {
    let (_folder, archive) = hostile_archive();
    let all: Vec<SeriesIdx> = (0u32..)
        .zip(archive.all_series())
        .map(|(at, _)| SeriesIdx(at))
        .collect();
    let mut table = Vec::new();
    let options = export::table::TableOptions::default();
    export::table::write(&archive, &all, options, &mut table).unwrap();
    let mut json = Vec::new();
    export::json::write(&archive, &mut json).unwrap();
    for printed in [table, json] {
        for line in String::from_utf8(printed).unwrap().lines() {
            assert_eq!(scan::printable(line), Ok(()));
        }
    }
}

#[test]
fn complaints_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().join("no\x1b[31m\u{202e}such");
    for arguments in [
        vec![name.into_os_string()],
        vec!["--\x1b[31m\u{202e}".into()],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_trifold"))
            .args(arguments)
            .output()
            .unwrap();
        assert!(!run.status.success());
        for line in String::from_utf8(run.stderr).unwrap().lines() {
            assert_eq!(scan::printable(line), Ok(()));
        }
    }
}

/// All real mail beside the project, or what the variable names, every page of it: minutes, so
/// only when asked for.
#[test]
fn every_mail_at_hand_stays_within_its_cells() {
    let Some(wanted) = std::env::var_os("TRIFOLD_ALL_MAIL") else {
        eprintln!("skipped: TRIFOLD_ALL_MAIL=1, or a path, reads all mail there");
        return;
    };
    let named = PathBuf::from(wanted);
    let paths: Vec<PathBuf> = if named.exists() {
        vec![named]
    } else {
        let folders = [
            "corpora/digests",
            "corpora/fixtures/patchwork",
            "seeds",
            "corpora/mbox",
        ];
        folders.iter().filter_map(|folder| shared(folder)).collect()
    };
    for path in paths {
        let archive = Arc::new(open(std::slice::from_ref(&path)));
        let frames = every_mail(&archive, 120, 40, usize::MAX);
        eprintln!(
            "{}: {} mails, {frames} frames",
            path.display(),
            archive.len()
        );
    }
}

#[test]
fn what_would_not_be_seen_is_counted_marked_and_listed() {
    let (_folder, archive) = hostile_archive();
    let honest = [
        "tabs",
        "cjk",
        "emoji",
        "rtl",
        "homoglyph",
        "noncharacters",
        "zalgo",
        "crlf",
        "iso-2022-jp",
    ];
    for (name, _) in hostile::mails() {
        let id = trifold::mail::MessageId::new(&format!("{name}@hostile.example"));
        let Some(at) = archive.find_message(&id) else {
            continue;
        };
        let facts = archive.facts(at).unwrap();
        if honest.contains(&name) {
            assert_eq!(facts.hidden, 0, "{name}");
        }
        if [
            "csi",
            "osc-title",
            "c1",
            "nul",
            "bidi",
            "zero-width",
            "tag-characters",
            "joiners",
        ]
        .contains(&name)
        {
            assert!(facts.hidden > 0, "{name}");
        }
        if name == "homoglyph" {
            assert!(
                facts.damage[0].contains("mixes Latin letters"),
                "{:?}",
                facts.damage
            );
        }
    }
    let mut watched = Watched::new(&archive, 100, 40);
    watched.press(": p r o b l e m s enter");
    let mut text = String::new();
    for _ in 0..6 {
        text.push_str(&watched.session.screen());
        watched.press("ctrl-f");
    }
    assert!(
        text.contains("joiners") && text.contains("tag-characters"),
        "{text}"
    );
}
