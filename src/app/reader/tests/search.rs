//! The search through all mails, and the colours of code: work beside the page.

use crate::app::effect::{Command, Options, StopWork};
use crate::app::reader::page::{About, Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::reader::testing::{lamps, model, pane};
use crate::app::{Model, Msg, update};
use crate::archive::search::{Hit, SearchFound};
use crate::doc::diff::colour::Colours;
use crate::doc::diff::{DiffLine, FileMark, HunkMark, LineKind};
use crate::doc::{Document, Line};
use crate::mail::MsgIdx;

fn hits(count: usize, mails: usize) -> SearchFound {
    let hit = Hit {
        message: MsgIdx(0),
        line: 0,
        text: "lamp".into(),
    };
    SearchFound {
        hits: vec![hit; count],
        mails,
        unread: 0,
    }
}

/// A model that searches, and the number of its search.
fn searching() -> (Model, u32) {
    let mut model = model(lamps());
    let commands = model.begin_grep("lamp");
    let [Command::Search(serial, _)] = commands[..] else {
        panic!("{commands:?}")
    };
    (model, serial)
}

fn screen_text(model: &Model) -> String {
    let document = &model.reader.text.document;
    let rows = document.lines.iter().map(|line| document.row(line));
    let rows: Vec<String> = rows.map(|row| row.text().to_owned()).collect();
    rows.join("\n")
}

#[test]
fn what_an_older_search_found_is_not_shown() {
    let (mut model, first) = searching();
    let commands = model.begin_grep("pump");
    let [Command::Search(second, _)] = commands[..] else {
        panic!("{commands:?}")
    };
    let found = |serial| Msg::Found {
        serial,
        found: hits(3, 5),
        is_done: true,
    };
    update(&mut model, found(first));
    assert!(screen_text(&model).contains("0 hits in 0 of 5 mails; Esc stops"));
    update(&mut model, found(second));
    assert!(screen_text(&model).contains("3 hits in 5 mails"));
}

#[test]
fn a_search_that_was_stopped_says_how_far_it_came() {
    let (mut model, serial) = searching();
    model.reader.found(serial, hits(1, 2), false);
    let stop = model.reader.stop_grep();
    assert!(matches!(stop, Some(Command::Stop(StopWork::Grep))));
    assert!(model.reader.stop_grep().is_none(), "it is stopped once");
    update(&mut model, Msg::Clock(1));
    assert!(screen_text(&model).contains("1 hit in 2 of 5 mails, then stopped"));
}

#[test]
fn what_is_found_makes_no_other_page_stale() {
    let (mut model, serial) = searching();
    let before = model.reader.built.changes;
    model.reader.found(serial, hits(1, 1), false);
    assert_eq!(model.reader.built.changes, before + 1);
    model
        .reader
        .turn_to(Page::new(PageKind::Log, About::Archive));
    model.reader.found(serial, hits(1, 1), false);
    assert_eq!(model.reader.built.changes, before + 1);
}

#[test]
fn of_very_many_hits_the_first_are_listed_and_all_are_counted() {
    let (mut model, serial) = searching();
    model.reader.found(serial, hits(9_000, 2), false);
    model.reader.found(serial, hits(9_000, 3), true);
    update(&mut model, Msg::Clock(1));
    let text = screen_text(&model);
    assert!(text.contains("18000 hits, the first 10000 are listed in 5 mails"));
}

/// A page of a hunk with one line of code.
fn with_code() -> Reader {
    let text = "@@ -1 +1 @@\n+int lamp;\n";
    let mut document = Document {
        text: text.into(),
        ..Document::default()
    };
    let line = |range, kind| DiffLine {
        range,
        kind,
        pair: crate::doc::diff::NONE,
        ..DiffLine::default()
    };
    document.diff.lines = vec![
        line(0..11, LineKind::Heading),
        line(12..22, LineKind::Added),
    ];
    document.diff.files = vec![FileMark {
        path: "lamp.c".to_owned(),
        hunks: 0..1,
        ..FileMark::default()
    }];
    document.diff.hunks = vec![HunkMark {
        line: 0,
        lines: 0..2,
        text: 0..22,
    }];
    document.lines = vec![Line::Diff(0), Line::Diff(1)];
    Reader {
        text: pane(document, 10),
        ..Reader::default()
    }
}

/// The number of a request for colours, and the blocks that it names.
fn asked(reader: &mut Reader) -> Option<(u32, Vec<u32>)> {
    let command = reader.ask_colours(&Options::default())?;
    let Command::Colour(serial, job) = command else {
        panic!("{command:?}")
    };
    Some((serial, job.blocks.iter().map(|block| block.key).collect()))
}

#[test]
fn colours_are_asked_for_once_and_only_where_they_are_wanted() {
    let mut reader = with_code();
    let mut plain = Options::default();
    plain.diff.colours = false;
    assert!(reader.ask_colours(&plain).is_none());
    let (serial, blocks) = asked(&mut reader).unwrap();
    assert_eq!(asked(&mut reader), None, "they are on their way");
    reader.coloured(serial, &blocks, Colours::default());
    assert_eq!(asked(&mut reader), None, "they came");
}

#[test]
fn colours_of_a_page_that_was_left_do_not_come_to_the_next() {
    let mut reader = with_code();
    let (serial, blocks) = asked(&mut reader).unwrap();
    reader.colours.turn_page();
    let late = Colours::from_iter([(12, Vec::new())]);
    reader.coloured(serial, &blocks, late);
    let (next, again) = asked(&mut reader).unwrap();
    assert_ne!(next, serial);
    assert_eq!(again, blocks, "they are not known");
    assert!(reader.text.document.diff.colours.is_empty());
}
