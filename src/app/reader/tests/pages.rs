//! Pages that are turned, built anew and gone to.

use ratatui::layout::Size;

use crate::app::frame::screen::PaneId;
use crate::app::reader::find::Find;
use crate::app::reader::page::{About, Page, PageKind};
use crate::app::reader::pane::{Anchor, Pane};
use crate::app::reader::state::{Jump, Reader};
use crate::app::reader::testing::{archive, at, lamps, pane, prose, rows};
use crate::archive::Archive;
use crate::doc::diff::{FileMark, HunkMark};
use crate::doc::head::RECIPIENTS;
use crate::doc::{Document, Target};
use crate::series::SeriesIdx;

const COVER: Page = Page {
    kind: PageKind::Cover,
    about: About::Series(SeriesIdx(0)),
};

fn patch(slot: u32) -> Page {
    Page::patch(SeriesIdx(0), slot)
}

/// A reader of ten lines in a pane of four rows.
fn reader() -> Reader {
    let text: String = (0..10).map(|line| format!("line {line}\n")).collect();
    Reader {
        text: pane(prose(&text), 4),
        ..Reader::default()
    }
}

#[test]
fn another_page_has_its_own_folds_and_place_and_the_same_one_keeps_them() {
    let mut reader = Reader::default();
    reader.turn_to(COVER);
    let set_all = |reader: &mut Reader| {
        reader.look.folds.set_open("notes", false);
        reader.look.tree_folds.set_open("src/", false);
        reader.jump = Some(Jump::Line(3));
        reader.files.followed = Some("a.c".to_owned());
        reader.visit.entered = Some(COVER);
    };
    let is_set = |reader: &Reader| {
        [
            !reader.look.folds.is_open("notes"),
            !reader.look.tree_folds.is_open("src/"),
            reader.jump.is_some(),
            reader.files.followed.is_some(),
            reader.visit.entered.is_some(),
        ]
    };
    set_all(&mut reader);
    reader.turn_to(COVER);
    assert_eq!(is_set(&reader), [true; 5]);
    reader.turn_to(patch(0));
    assert_eq!(is_set(&reader), [false; 5]);
}

#[test]
fn headers_are_shown_where_they_were_asked_for_or_the_recipients_are_open() {
    let mut reader = Reader::default();
    reader.look.folds.set_open(RECIPIENTS, false);
    assert!(!reader.shows_headers());
    reader.look.folds.set_open(RECIPIENTS, true);
    assert!(reader.shows_headers());
    reader.look.folds.set_open(RECIPIENTS, false);
    reader.look.headers = true;
    assert!(reader.shows_headers());
}

#[test]
fn a_page_is_stale_when_what_it_was_built_from_is_another() {
    let mut reader = Reader::default();
    reader.turn_to(COVER);
    let put = |reader: &mut Reader| {
        let key = reader.stale_page().unwrap();
        reader.put_page(Document::default(), key);
        assert_eq!(reader.stale_page(), None);
    };
    put(&mut reader);
    reader.built.changes += 1;
    put(&mut reader);
    reader.text.look.inner = Size::new(100, 40);
    put(&mut reader);
    reader.turn_to(patch(0));
    put(&mut reader);
    reader.built.forget();
    put(&mut reader);
}

#[test]
fn the_files_do_not_wait_for_replies() {
    let mut reader = Reader::default();
    reader.turn_to(COVER);
    let key = reader.stale_files().unwrap();
    reader.put_files(Document::default(), key);
    reader.text.look.inner = Size::new(70, 9);
    assert_eq!(reader.stale_files(), None, "only the page is wider");
    reader.files.pane.look.inner = Size::new(30, 9);
    assert!(reader.stale_files().is_some());
}

#[test]
fn the_same_page_stays_where_it_is_and_another_begins_at_its_top() {
    let slots = |count: u32| (0..count).map(|slot| Some(Target::Slot(SeriesIdx(0), slot)));
    let mut reader = reader();
    reader.turn_to(COVER);
    let key = reader.stale_page().unwrap();
    reader.put_page(rows(slots(6).collect()), key);
    reader.text.go_to(4);
    // Two rows more above.
    let more = [None, None].into_iter().chain(slots(6)).collect();
    reader.built.changes += 1;
    let key = reader.stale_page().unwrap();
    reader.put_page(rows(more), key);
    assert_eq!(reader.text.view.cursor, 6);
    reader.turn_to(patch(0));
    let key = reader.stale_page().unwrap();
    reader.put_page(rows(slots(6).collect()), key);
    assert_eq!((reader.text.view.cursor, reader.text.view.top), (0, 0));
}

#[test]
fn the_files_come_back_to_the_row_that_was_kept() {
    let mut reader = Reader::default();
    let file = |path: &str| Some(Target::File(path.to_owned()));
    let tree = || rows(vec![file("a"), file("b"), file("c")]);
    reader.files.pane = pane(tree(), 5);
    reader.files.pane.go_to(2);
    reader.files.spot = Some(reader.files.pane.current_spot());
    let key = reader.stale_files().unwrap();
    reader.put_files(tree(), key);
    assert_eq!(reader.files.pane.view.cursor, 2);
    assert!(reader.files.spot.is_none());
}

#[test]
fn a_jump_is_made_once() {
    let archive = Archive::default();
    let mut reader = reader();
    let cursor = |reader: &mut Reader, jump: Jump| {
        reader.text.go_to(0);
        reader.jump = Some(jump);
        reader.take_jump(&archive, None);
        assert_eq!(reader.jump, None);
        reader.text.view.cursor
    };
    assert_eq!(cursor(&mut reader, Jump::Line(7)), 7);
    assert_eq!(cursor(&mut reader, Jump::Line(70)), 0, "there is none");
    assert_eq!(cursor(&mut reader, Jump::Anchor(Anchor::Text(21))), 3);
    reader.text = pane(rows(vec![None, Some(Target::Slot(SeriesIdx(0), 4))]), 4);
    let target = Target::Slot(SeriesIdx(0), 4);
    assert_eq!(cursor(&mut reader, Jump::To(target)), 1);
}

#[test]
fn a_place_that_comes_with_the_replies_is_waited_for() {
    let archive = Archive::default();
    let mut reader = reader();
    let reply = Target::Message(crate::mail::MsgIdx(5));
    let mut there = pane(rows(vec![None, Some(reply)]), 4);
    there.go_to(1);
    let spot = there.current_spot();
    reader.jump = Some(Jump::Spot(spot.clone()));
    reader.take_jump(&archive, None);
    assert_eq!(reader.jump, Some(Jump::Spot(spot)));
    reader.text = there;
    reader.text.go_to(0);
    reader.take_jump(&archive, None);
    assert_eq!((reader.text.view.cursor, &reader.jump), (1, &None));
}

#[test]
fn a_match_is_gone_to_where_there_is_one() {
    let archive = Archive::default();
    let mut reader = reader();
    let find = |text: &str| Find::new(text, &reader.text.document, &archive).unwrap();
    let (there, nowhere) = (find("line 6"), find("lamp"));
    reader.jump = Some(Jump::Match);
    assert!(!reader.take_jump(&archive, Some(&nowhere)));
    reader.jump = Some(Jump::Match);
    assert!(reader.take_jump(&archive, Some(&there)));
    assert_eq!(reader.text.view.cursor, 6);
}

#[test]
fn the_page_of_a_series_and_the_thread_of_a_mail_are_what_is_read() {
    let mut mails = lamps();
    mails.mail("q", "a question", 9, &[]);
    mails.by("bo", "qa", "Re: a question", 10, &["q"]);
    let archive = archive(mails);
    let mut reader = Reader::default();
    assert_eq!(reader.thing_here(&archive), None);
    reader.turn_to(patch(1));
    let series = Some(Target::Series(SeriesIdx(0)));
    assert_eq!(reader.thing_here(&archive), series);
    reader.turn_to(Page::mail(at(&archive, "qa")));
    let head = Some(Target::Message(at(&archive, "q")));
    assert_eq!(reader.thing_here(&archive), head);
}

/// A page of two files with a hunk each, at lines 1 and 5, and a tree of both.
fn two_files() -> Reader {
    let mut reader = reader();
    let file = |path: &str, line, hunk| FileMark {
        line,
        path: path.to_owned(),
        hunks: hunk..hunk + 1,
        ..FileMark::default()
    };
    let hunk = |line| HunkMark {
        line,
        ..HunkMark::default()
    };
    let diff = &mut reader.text.document.diff;
    diff.files = vec![file("a.c", 1, 0), file("b.c", 5, 1)];
    diff.hunks = vec![hunk(2), hunk(6)];
    let tree = ["a.c", "b.c"].map(|path| Some(Target::File(path.to_owned())));
    reader.files.pane = pane(rows(tree.to_vec()), 4);
    reader
}

#[test]
fn files_and_diff_follow_the_one_that_has_the_focus() {
    let mut reader = two_files();
    let patches = Pane::default();
    reader.text.go_to(7);
    reader.follow_file(PaneId::Page, &patches);
    assert_eq!(reader.files.pane.view.cursor, 1);
    reader.files.pane.go_to(0);
    reader.follow_file(PaneId::List, &patches);
    assert_eq!(reader.text.view.cursor, 7, "the list leads to neither");
    reader.follow_file(PaneId::Files, &patches);
    assert_eq!(reader.text.view.cursor, 1);
    // Who reads on within the file is not brought back to its beginning.
    reader.text.go_to(3);
    reader.follow_file(PaneId::Files, &patches);
    assert_eq!(reader.text.view.cursor, 3);
    let chosen = pane(rows(vec![Some(Target::File("b.c".to_owned()))]), 4);
    reader.follow_file(PaneId::Patches, &chosen);
    assert_eq!(reader.text.view.cursor, 5);
}

#[test]
fn an_archive_that_was_read_again_keeps_the_ways_between_pages() {
    use crate::app::reader::state::ReadingPlace;
    let old = archive(lamps());
    let mut mails = crate::series::testing::TestMails::default();
    mails.mail("new", "[PATCH] newer than all", 90, &[]);
    let lamps = lamps();
    mails.messages.extend(lamps.messages);
    mails.facts.extend(lamps.facts);
    let new = archive(mails);
    let mut reader = Reader::default();
    let spot = reader.text.current_spot();
    reader.ways.trail.leave(ReadingPlace {
        page: patch(1),
        focus: PaneId::Page,
        list: Some(Target::Series(SeriesIdx(0))),
        text: spot.clone(),
        files: spot.clone(),
        folds: crate::doc::fold::Folds::default(),
        tree_folds: crate::doc::fold::Folds::default(),
    });
    reader.carry_places(&new, &old);
    let present = ReadingPlace {
        page: COVER,
        focus: PaneId::List,
        list: None,
        text: spot.clone(),
        files: spot,
        folds: crate::doc::fold::Folds::default(),
        tree_folds: crate::doc::fold::Folds::default(),
    };
    let place = reader.ways.trail.back(present).unwrap();
    assert_eq!(place.page, Page::patch(SeriesIdx(1), 1));
    assert_eq!(place.list, Some(Target::Series(SeriesIdx(1))));
}
