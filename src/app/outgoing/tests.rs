//! What is copied, piped, opened and corrected: of which mail, in which words.

use crate::app::outgoing::selection::Parcel;
use crate::app::reader::page::{Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::reader::testing::{at, enter, lamps, model, pane, press, prose, sent, told};
use crate::app::{Command, Model, Outgoing};
use crate::doc::diff::{DiffLine, LineKind};
use crate::doc::{Document, Line, Target};
use crate::series::SeriesIdx;
use crate::series::correct::Correction;
use crate::series::testing::TestMails;

/// What a key copies.
fn copied(model: &mut Model, keys: &str) -> String {
    let commands = press(model, keys);
    match sent(&commands)[..] {
        [Outgoing::Copy(text)] => text.clone(),
        _ => panic!("{commands:?}"),
    }
}

#[test]
fn a_copy_is_of_what_the_cursor_is_on() {
    let mut model = model(lamps());
    assert_eq!(copied(&mut model, "y i"), "c");
    assert_eq!(copied(&mut model, "y s"), "[PATCH 0/2] lamps");
    assert_eq!(copied(&mut model, "y b"), "b4 am c");
    assert!(copied(&mut model, "y l").ends_with("/c"));
    press(&mut model, "enter ] ]");
    assert_eq!(copied(&mut model, "y i"), "2");
    assert_eq!(copied(&mut model, "y s"), "[PATCH 2/2] two");
}

#[test]
fn where_there_is_nothing_to_copy_that_is_said() {
    let mut model = model(lamps());
    assert!(sent(&press(&mut model, "y p")).is_empty());
    assert_eq!(told(&model), "there is nothing here to copy");
    let mut empty = crate::app::reader::testing::model(TestMails::default());
    for keys in ["y i", "y l", "y b", "y t", "y y"] {
        assert!(sent(&press(&mut empty, keys)).is_empty(), "{keys}");
        assert_eq!(told(&empty), "there is nothing here to copy", "{keys}");
    }
    press(&mut empty, "o");
    assert_eq!(told(&empty), "there is no mail here");
}

#[test]
fn a_patch_is_copied_whole_and_a_series_where_one_stands() {
    let mut model = model(lamps());
    let parcel = |model: &mut Model| {
        let commands = press(model, "y d");
        match sent(&commands)[..] {
            [Outgoing::CopyParcel(parcel)] => *parcel,
            _ => panic!("{commands:?}"),
        }
    };
    assert_eq!(parcel(&mut model), Parcel::Series(SeriesIdx(0)));
    press(&mut model, "enter ]");
    assert_eq!(parcel(&mut model), Parcel::Patch(SeriesIdx(0), 0));
}

#[test]
fn a_file_to_save_in_is_proposed_and_one_that_is_there_asked_about() {
    let mut model = model(lamps());
    press(&mut model, "g w");
    let commands = press(&mut model, "enter");
    let saved = commands.iter().find_map(|command| {
        if let Command::Save { path, over, .. } = command {
            Some((path.clone(), *over))
        } else {
            None
        }
    });
    let (path, over) = saved.unwrap();
    assert_eq!((path.as_str(), over), ("v1-lamps.mbox", false));
    model.dialog.ask_over(Parcel::Series(SeriesIdx(0)), &path);
    assert!(press(&mut model, "enter").is_empty(), "no is chosen first");
    model.dialog.ask_over(Parcel::Series(SeriesIdx(0)), &path);
    let commands = press(&mut model, "y");
    let is_over = |command: &Command| matches!(command, Command::Save { over: true, .. });
    assert!(commands.iter().any(is_over));
}

#[test]
fn a_link_to_a_mail_that_is_here_leads_there() {
    let mut model = model(lamps());
    model.to_url("https://lore.example/all/r2/#t");
    assert_eq!(model.reader.page, Page::mail(at(model.archive(), "r2")));
    model.to_url("https://lore.example/all/other/");
    assert!(model.dialog.open.is_some(), "it is shown in full");
    let commands = press(&mut model, "enter");
    let url = "https://lore.example/all/other/".to_owned();
    assert!(matches!(&sent(&commands)[..], [Outgoing::OpenUrl(opened)] if *opened == url));
}

#[test]
fn of_no_links_no_list_is_made() {
    let mut dialog = crate::app::dialog::state::Dialog::default();
    dialog.offer(&crate::archive::Archive::default(), Vec::new());
    assert!(dialog.open.is_none());
    assert_eq!(
        dialog.notices.current().unwrap().text,
        "there are no links here"
    );
}

#[test]
fn the_editor_opens_at_the_line_of_the_mail() {
    let mut reader = Reader {
        text: pane(prose("one\ntwo\nthree\n"), 5),
        ..Reader::default()
    };
    assert_eq!(reader.text_line(), 1);
    reader.text.go_to(2);
    assert_eq!(reader.text_line(), 3);
    // Rows of ours stand above the text.
    reader
        .text
        .document
        .lines
        .insert(0, Line::Row(crate::doc::Row::default()));
    reader.text.go_to(0);
    assert_eq!(reader.text_line(), 0);
    reader.text.go_to(1);
    assert_eq!(reader.text_line(), 1);
}

#[test]
fn in_a_thread_lines_count_from_the_beginning_of_each_mail() {
    let mut document = prose("one\ntwo\nthree\nfour\n");
    let mail = |at| Target::Message(crate::mail::MsgIdx(at));
    document.targets = vec![(0, mail(0)), (2, mail(1))];
    let mut reader = Reader {
        text: pane(document, 5),
        ..Reader::default()
    };
    reader.turn_to(Page::new(
        PageKind::Thread,
        crate::app::reader::page::About::Series(SeriesIdx(0)),
    ));
    reader.text.go_to(1);
    assert_eq!(reader.text_line(), 2);
    reader.text.go_to(3);
    assert_eq!(reader.text_line(), 2);
}

#[test]
fn a_line_of_a_file_is_the_one_after_the_change_where_it_is_still_there() {
    let line = |kind, old, new| DiffLine {
        kind,
        old,
        new,
        ..DiffLine::default()
    };
    let mut document = Document::default();
    document.diff.lines = vec![
        line(LineKind::Heading, 0, 0),
        line(LineKind::Context, 7, 9),
        line(LineKind::Deleted, 8, 0),
    ];
    document.lines = vec![Line::Diff(0), Line::Diff(1), Line::Diff(2)];
    let mut reader = Reader {
        text: pane(document, 5),
        ..Reader::default()
    };
    let mut number = |line| {
        reader.text.go_to(line);
        reader.file_line()
    };
    assert_eq!([number(0), number(1), number(2)], [None, Some(9), Some(8)]);
}

#[test]
fn the_hunk_of_the_cursor_is_copied_as_it_was_mailed() {
    let text =
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-\ta\n+\tb\n@@ -9 +9 @@\n-c\n+d\n";
    let mut reader = Reader {
        text: pane(prose(text), 5),
        ..Reader::default()
    };
    assert_eq!(reader.hunk_here(), None);
    reader.text.go_to(5);
    let first = Some("@@ -1 +1 @@\n-\ta\n+\tb\n".to_owned());
    assert_eq!(reader.hunk_here(), first);
    reader.text.go_to(8);
    assert!(reader.hunk_here().unwrap().starts_with("@@ -9"));
}

/// What is kept because of a line that was typed.
fn correction(model: &mut Model, line: &str) -> Option<Correction> {
    press(model, ":");
    let commands = enter(model, line);
    commands.into_iter().find_map(|command| {
        if let Command::Correct(correction, _) = command {
            Some(*correction)
        } else {
            None
        }
    })
}

#[test]
fn a_correction_names_the_mail_or_the_series_that_it_is_about() {
    use crate::mail::MessageId;
    let mut mails = lamps();
    mails.mail("other", "[PATCH] pump", 0, &[]);
    let mut model = model(mails);
    let id = |id: &str| MessageId::new(id);
    press(&mut model, "enter ] ]");
    let made = correction(&mut model, "split");
    assert_eq!(made, Some(Correction::Split(vec![id("2")])));
    let made = correction(&mut model, "split 0-1");
    assert_eq!(made, Some(Correction::Split(vec![id("c"), id("1")])));
    let made = correction(&mut model, "join other");
    assert_eq!(made, Some(Correction::Join(id("2"), id("other"))));
    let made = correction(&mut model, "link other");
    assert_eq!(made, Some(Correction::Link(id("c"), id("other"))));
    let made = correction(&mut model, "apart");
    assert_eq!(made, Some(Correction::Apart(id("c"))));
    let made = correction(&mut model, "number 3/4");
    assert_eq!(made, Some(Correction::Number(id("2"), 3, Some(4))));
}

#[test]
fn a_correction_that_cannot_be_kept_says_why() {
    let mut model = model(lamps());
    for (line, why) in [
        (
            "join nobody",
            "join needs the message id of another mail here",
        ),
        (
            "answers c",
            "answers needs the message id of another mail here",
        ),
        ("split 7-9", "no patch here has a number in 7-9"),
    ] {
        assert_eq!(correction(&mut model, line), None, "{line}");
        assert_eq!(told(&model), why, "{line}");
    }
    for line in ["number x", "version soon", "split x"] {
        assert_eq!(correction(&mut model, line), None, "{line}");
        assert!(!told(&model).is_empty(), "{line}");
    }
}

#[test]
fn to_join_series_of_the_same_sender_are_offered_first() {
    use crate::app::dialog::state::Open;
    let mut mails = lamps();
    mails.by("bo", "bo", "[PATCH] by bo", 90, &[]);
    mails.mail("ann", "[PATCH] by ann", 80, &[]);
    let mut model = model(mails);
    press(&mut model, "G c j");
    let Some(Open::Picker(picker)) = &model.dialog.open else {
        panic!("no list")
    };
    let (shown, _) = picker.shown();
    let titles: Vec<_> = shown.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(titles, ["by ann  ann", "by bo  bo"]);
}

#[test]
fn nothing_is_corrected_while_the_input_is_read() {
    let mut model = model(lamps());
    crate::app::update(
        &mut model,
        crate::app::Msg::Progress(crate::app::Loading::default()),
    );
    press(&mut model, "c a");
    assert_eq!(told(&model), "the input is still being read");
}
