//! What reading marks: what was seen, viewed, known, and where it stopped.

use std::collections::HashMap;

use crate::app::effect::Options;
use crate::app::notice::Notices;
use crate::app::reader::page::{About, Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::reader::testing::{archive, at, lamps, pane, prose, rows};
use crate::archive::Archive;
use crate::archive::marks::{Marks, bits};
use crate::doc::Target;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

fn told(notices: &Notices) -> &str {
    notices.current().map_or("", |notice| &notice.text)
}

/// A reader of the second patch.
fn reader() -> Reader {
    let mut reader = Reader::default();
    reader.turn_to(Page::patch(SeriesIdx(0), 1));
    reader
}

#[test]
fn of_a_thread_the_mails_are_read_whose_end_was_in_view() {
    let archive = archive(lamps());
    let (first, second) = (at(&archive, "rc"), at(&archive, "r2"));
    let mail = |of| Some(Target::Message(of));
    let rows_of_both = vec![mail(first), None, mail(second), None, None, None, None];
    let mut reader = Reader::default();
    reader.turn_to(Page::new(PageKind::Thread, About::Series(SeriesIdx(0))));
    reader.text = pane(rows(rows_of_both), 4);
    let mut marks = Marks::default();
    let seen = |reader: &mut Reader, marks: &mut Marks| {
        reader.mark_seen(&archive, marks, &Options::default());
        [marks.is_read(first), marks.is_read(second)]
    };
    assert_eq!(seen(&mut reader, &mut marks), [true, false]);
    reader.text.go_to(6);
    assert_eq!(seen(&mut reader, &mut marks), [true, true]);
}

#[test]
fn outside_of_a_thread_no_mail_is_read_by_being_listed() {
    let archive = archive(lamps());
    let mut reader = reader();
    reader.text = pane(rows(vec![Some(Target::Message(MsgIdx(3))), None]), 4);
    let mut marks = Marks::default();
    reader.mark_seen(&archive, &mut marks, &Options::default());
    assert!(!marks.is_read(MsgIdx(3)));
}

#[test]
fn a_mark_is_turned_round_and_said() {
    let archive = archive(lamps());
    let mails = [at(&archive, "c"), at(&archive, "1")];
    let (mut reader, mut marks, mut notices) = (reader(), Marks::default(), Notices::default());
    marks.mark_read([mails[0]], &archive);
    let mut turn = |marks: &mut Marks| {
        let before = reader.built.changes;
        reader.turn_read(&archive, marks, &mut notices, mails.to_vec());
        assert!(reader.built.changes > before);
        let read = mails.map(|mail| marks.is_read(mail));
        (read, told(&notices).to_owned())
    };
    // What is read in part is read whole first.
    let read = ([true, true], "marked as read".to_owned());
    assert_eq!(turn(&mut marks), read);
    assert!(marks.is_settled(mails[1]));
    let unread = ([false, false], "marked as unread".to_owned());
    assert_eq!(turn(&mut marks), unread);
    assert!(!marks.is_settled(mails[1]));
    assert_eq!(marks.of(mails[0]) & bits::UNREAD, bits::UNREAD);
}

#[test]
fn what_a_new_series_holds_is_known_once_it_was_entered() {
    let mut mails = lamps();
    mails.mail("other", "[PATCH] pump", 30, &[]);
    let archive = archive(mails);
    let series = |id: &str| archive.place(at(&archive, id)).series().unwrap();
    let mut reader = Reader::default();
    let mut marks = Marks::default();
    reader.turn_to(Page::patch(series("1"), 0));
    reader.enter(&archive, &mut marks);
    let known = |marks: &Marks, id: &str| marks.is_known(at(&archive, id));
    assert!(known(&marks, "1") && known(&marks, "r2") && !known(&marks, "other"));
    // What came to it while it was read is known when it is left.
    marks.mark_bits([at(&archive, "r2")], &archive, 0, bits::KNOWN);
    reader.turn_to(Page::patch(series("1"), 1));
    reader.enter(&archive, &mut marks);
    assert!(!known(&marks, "r2"), "it is still read");
    reader.turn_to(Page::patch(series("other"), 0));
    reader.enter(&archive, &mut marks);
    assert!(known(&marks, "r2") && known(&marks, "other"));
    assert_eq!(reader.visit.reading, Some(Target::Series(series("other"))));
}

/// A reader of a page of twenty lines in a pane of five rows.
fn long_page() -> (Archive, Reader) {
    let text: String = (0..20).map(|line| format!("line {line}\n")).collect();
    let mut reader = reader();
    reader.text = pane(prose(&text), 5);
    (archive(lamps()), reader)
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let (archive, mut reader) = long_page();
    let (mut marks, mut notices) = (Marks::default(), Notices::default());
    reader.text.go_top(8);
    reader.keep_stop(&archive, &mut marks);
    reader.text.go_to(0);
    reader.resume_reading(&archive, &marks, &mut notices);
    assert_eq!(reader.text.view.cursor, 8);
    assert!(told(&notices).contains("where it stopped"));
    // Who is in the midst of it is left there.
    reader.text.go_to(3);
    let mut notices = Notices::default();
    reader.resume_reading(&archive, &marks, &mut notices);
    assert_eq!((reader.text.view.cursor, told(&notices)), (3, ""));
}

#[test]
fn what_was_read_to_its_end_or_not_begun_has_no_stop() {
    let (archive, mut reader) = long_page();
    let mut marks = Marks::default();
    let id = archive.message(at(&archive, "2")).unwrap().id.clone();
    let has_stop = |reader: &mut Reader, marks: &mut Marks, line| {
        reader.text.go_to(0);
        reader.text.go_top(line);
        reader.keep_stop(&archive, marks);
        marks.stop_of(&id).is_some()
    };
    assert!(!has_stop(&mut reader, &mut marks, 0));
    assert!(has_stop(&mut reader, &mut marks, 8));
    assert!(!has_stop(&mut reader, &mut marks, 19));
    assert!(has_stop(&mut reader, &mut marks, 8));
    // A page that holds more than one mail says nothing of where reading of one stopped.
    reader.turn_to(Page::new(PageKind::Thread, About::Series(SeriesIdx(0))));
    has_stop(&mut reader, &mut marks, 19);
    assert!(marks.stop_of(&id).is_some());
}

#[test]
fn hunks_that_were_viewed_are_counted_for_a_patch_alone() {
    let archive = archive(lamps());
    let mut reader = reader();
    let mut marks = Marks::default();
    let id = archive.message(at(&archive, "2")).unwrap().id.clone();
    assert_eq!(reader.viewed_here(&archive, &marks), None);
    marks.put_place(id.clone(), 0, 4);
    assert_eq!(reader.viewed_here(&archive, &marks), None, "none yet");
    marks.put_place(id, 3, 4);
    assert_eq!(reader.viewed_here(&archive, &marks), Some((3, 4)));
    let source = Page::new(PageKind::Source, About::Mail(at(&archive, "2")));
    reader.turn_to(source);
    assert_eq!(reader.viewed_here(&archive, &marks), None);
}

#[test]
fn a_patch_of_an_older_version_is_passed_over_and_said() {
    use crate::app::reader::material::Material;
    use crate::archive::ask::{Answer, Ask};
    use crate::archive::inherit::{Inheritance, InheritedPatch};
    use crate::patch::keys::PatchKeys;
    let archive = archive(lamps());
    let mails = [at(&archive, "1"), at(&archive, "2")];
    let patch = |message: MsgIdx, key: u64| {
        let keys = PatchKeys {
            whole: key,
            diff: key + 1,
            hunks: Vec::new(),
        };
        (message, InheritedPatch::alone(message, keys))
    };
    let patches = HashMap::from([patch(mails[0], 10), patch(mails[1], 20)]);
    let mut reader = reader();
    let (mut marks, mut notices) = (Marks::default(), Notices::default());
    reader.material = Material::knowing(
        Ask::Inherited(SeriesIdx(0)),
        Answer::Inherited(Inheritance { patches }),
    );
    reader.pass_over(&archive, &mut marks, &mut notices, &mails);
    assert_eq!(told(&notices), "", "nothing of it was read");
    marks.read_patches(&[10], true);
    assert!(!reader.is_news(&marks, mails[0]) && reader.is_news(&marks, mails[1]));
    reader.pass_over(&archive, &mut marks, &mut notices, &mails);
    assert_eq!(mails.map(|mail| marks.is_read(mail)), [true, false]);
    assert_eq!(told(&notices), "1 patch unchanged since an older version");
    // What is read here is kept by its keys, and forgotten where it was taken back on purpose.
    marks.mark_read([mails[1]], &archive);
    reader.note_patches(&mut marks);
    assert!(marks.is_patch_read(20) && marks.is_patch_read(21));
    marks.mark_bits([mails[1]], &archive, bits::UNREAD, bits::READ);
    reader.note_patches(&mut marks);
    assert!(!marks.is_patch_read(20) && marks.is_patch_read(10));
}
