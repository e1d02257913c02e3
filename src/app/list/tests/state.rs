//! The cursor of the list, the page that follows it, and the filter that is looked for in mails.

use crate::app::effect::{Command, SearchAsk, StopWork};
use crate::app::list::state::Lister;
use crate::app::reader::page::{Page, PageKind};
use crate::app::reader::testing::{archive, at, lamps, pane, rows};
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::standing::Group;
use crate::doc::Target;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;
use crate::series::testing::TestMails;

fn series(at: u32) -> Target {
    Target::Series(SeriesIdx(at))
}

/// A list of some rows.
fn lister(targets: Vec<Target>) -> Lister {
    Lister {
        pane: pane(rows(targets.into_iter().map(Some).collect()), 6),
        ..Lister::default()
    }
}

/// Two series, the second of two versions, and a thread.
fn shelf() -> Archive {
    let mut mails = lamps();
    mails.mail("old", "[PATCH] pump", 20, &[]);
    mails.mail("new", "[PATCH v2] pump", 21, &[]);
    mails.mail("q", "a question", 30, &[]);
    mails.by("bo", "qa", "Re: a question", 31, &["q"]);
    archive(mails)
}

fn series_of(archive: &Archive, id: &str) -> SeriesIdx {
    archive.place(at(archive, id)).series().unwrap()
}

#[test]
fn the_page_follows_the_cursor_once() {
    let archive = shelf();
    let (lamps, question) = (series_of(&archive, "c"), at(&archive, "q"));
    let mut lister = lister(vec![Target::Series(lamps), Target::Message(question)]);
    let page = lister.follow(Page::default(), &archive).unwrap();
    assert_eq!(page.series(&archive), Some(lamps));
    assert_eq!(lister.follow(page, &archive), None);
    // A page of the series that was opened otherwise stays.
    lister.selected = None;
    let patch = Page::patch(lamps, 1);
    assert_eq!(lister.follow(patch, &archive), None);
    lister.pane.go_to(1);
    let page = lister.follow(patch, &archive).unwrap();
    assert_eq!(page.kind, PageKind::Thread, "it was answered");
}

#[test]
fn where_the_list_is_empty_no_series_is_read() {
    let archive = shelf();
    let mut lister = lister(vec![]);
    lister.selected = Some(series(0));
    let page = Page::cover(SeriesIdx(0));
    assert_eq!(lister.follow(page, &archive), Some(Page::default()));
    lister.selected = Some(series(0));
    let legend = Page::new(PageKind::Legend, crate::app::reader::page::About::Archive);
    assert_eq!(lister.follow(legend, &archive), None);
}

#[test]
fn a_series_that_is_not_listed_is_selected_by_its_newest_version() {
    let archive = shelf();
    let (old, new) = (series_of(&archive, "old"), series_of(&archive, "new"));
    let lamps = series_of(&archive, "c");
    let mut lister = lister(vec![Target::Series(lamps), Target::Series(new)]);
    lister.select(&archive, old);
    assert_eq!(lister.pane.view.cursor, 1);
    assert_eq!(lister.selected, Some(Target::Series(new)), "the page stays");
    lister.select(&archive, lamps);
    assert_eq!(lister.pane.view.cursor, 0);
    lister.select_row(&Target::Message(MsgIdx(0)));
    assert_eq!(lister.pane.view.cursor, 0, "there is no such row");
}

#[test]
fn what_stands_for_the_page_among_the_patches_is_its_patch_or_the_letter() {
    let archive = shelf();
    let lamps = series_of(&archive, "c");
    let mut lister = lister(vec![]);
    let targets = [
        Target::Series(lamps),
        Target::Slot(lamps, 0),
        Target::Slot(lamps, 1),
    ];
    lister.patches = pane(rows(targets.map(Some).to_vec()), 5);
    assert_eq!(lister.row_of(Page::patch(lamps, 1), &archive), Some(2));
    assert_eq!(lister.row_of(Page::cover(lamps), &archive), Some(0));
    assert_eq!(lister.row_of(Page::default(), &archive), None);
}

#[test]
fn numbers_of_rows_pass_over_headings() {
    let mut lister = lister(vec![]);
    lister.built.headings = vec![0];
    assert!(!lister.built.is_grouped(), "mail of no series alone");
    lister.built.headings = vec![0, 3];
    assert!(lister.built.is_grouped());
    let numbers = [1, 2, 4, 5].map(|line| lister.built.number(line));
    assert_eq!(numbers, [1, 2, 3, 4]);
    let before = lister.built.changes;
    lister.built.forget();
    assert!(lister.built.changes > before && !lister.built.is_grouped());
}

/// What is asked for because of a filter, and its number.
fn asked(lister: &mut Lister) -> Option<u32> {
    match lister.ask_filter()? {
        Command::Search(serial, SearchAsk::Filter(_)) => Some(serial),
        command => panic!("{command:?}"),
    }
}

#[test]
fn a_filter_that_looks_into_mails_is_asked_for_once() {
    let mut lister = lister(vec![]);
    lister.set_filter(0, "lamp");
    assert_eq!(asked(&mut lister), None, "the index knows");
    lister.set_filter(0, "b:lamp");
    let serial = asked(&mut lister).unwrap();
    assert_eq!(asked(&mut lister), None);
    let before = lister.built.changes;
    lister.sifted(serial, vec![(0, vec![MsgIdx(4)], 10)], false);
    assert!(lister.built.changes > before);
    assert!(lister.choice.sifted[0].contains(&MsgIdx(4)));
    let stop = lister.stop_sift();
    assert!(matches!(stop, Some(Command::Stop(StopWork::Filter))));
    assert!(lister.stop_sift().is_none(), "it is stopped already");
}

#[test]
fn what_an_older_filter_found_is_dropped_and_its_search_ends() {
    let mut lister = lister(vec![]);
    lister.set_filter(0, "b:lamp");
    let old = asked(&mut lister).unwrap();
    lister.set_filter(0, "b:pump");
    let new = asked(&mut lister).unwrap();
    assert_ne!(old, new);
    lister.sifted(old, vec![(0, vec![MsgIdx(4)], 10)], true);
    assert!(lister.choice.sifted[0].is_empty());
    // A filter that needs no search ends the one that is under way.
    lister.set_filter(0, "pump");
    let command = lister.ask_filter();
    assert!(matches!(command, Some(Command::Stop(StopWork::Filter))));
    assert!(lister.ask_filter().is_none());
}

#[test]
fn a_query_that_cannot_be_read_yet_leaves_the_list() {
    let mut lister = lister(vec![]);
    lister.set_filter(0, "lamp");
    let changes = lister.built.changes;
    let terms = format!("{:?}", lister.choice.filter);
    lister.set_filter(0, "lamp d:never");
    assert_eq!(format!("{:?}", lister.choice.filter), terms);
    assert_eq!(lister.built.changes, changes);
    assert_eq!(
        lister.choice.query, "lamp d:never",
        "it is shown as it is typed"
    );
}

#[test]
fn all_versions_of_a_series_go_to_the_group_of_the_newest() {
    let archive = shelf();
    let (old, new) = (series_of(&archive, "old"), series_of(&archive, "new"));
    let mut marks = Marks::default();
    let read = [at(&archive, "new"), at(&archive, "old")];
    marks.mark_read(read, &archive);
    let mut lister = lister(vec![]);
    lister.choice.groups = vec![Group::New; archive.all_series().len()];
    lister.regroup_one(&archive, &marks, old);
    let group = |at: SeriesIdx| lister.choice.groups[at.0 as usize];
    assert_eq!((group(old), group(new)), (Group::Done, Group::Done));
    assert_eq!(group(series_of(&archive, "c")), Group::New);
}

#[test]
fn the_next_unread_mail_is_below_or_again_from_the_top() {
    let archive = shelf();
    let (lamps, pump) = (series_of(&archive, "c"), series_of(&archive, "new"));
    let question = Target::Message(at(&archive, "q"));
    let mut lister = lister(vec![Target::Series(lamps), Target::Series(pump), question]);
    lister.pane.go_to(1);
    let mut marks = Marks::default();
    let next = |lister: &Lister, marks: &Marks| {
        let id = |at| archive.message(at).unwrap().id.to_string();
        [true, false].map(|down| lister.unread_elsewhere(&archive, marks, down).map(id))
    };
    let some = |id: &str| Some(id.to_owned());
    assert_eq!(next(&lister, &marks), [some("q"), some("r2")]);
    let thread = [at(&archive, "q"), at(&archive, "qa")];
    marks.mark_read(thread, &archive);
    assert_eq!(next(&lister, &marks), [some("c"), some("r2")]);
    let all = (0..archive.len()).map(|at| MsgIdx(u32::try_from(at).unwrap()));
    marks.mark_read(all, &archive);
    assert_eq!(next(&lister, &marks), [None, None]);
}

#[test]
fn everything_that_is_listed_is_each_series_and_each_thread_whole() {
    let archive = shelf();
    let lister = lister(vec![]);
    let [series, threads] = lister.all_listed(&archive, &Marks::default());
    // The newest versions alone.
    assert_eq!(series.iter().map(Vec::len).sum::<usize>(), 5 + 1);
    assert_eq!(threads, [vec![at(&archive, "q"), at(&archive, "qa")]]);
}

#[test]
fn of_nothing_no_page_and_no_row() {
    let archive = archive(TestMails::default());
    let mut lister = lister(vec![]);
    assert_eq!(lister.follow(Page::default(), &archive), None);
    let listed = lister.all_listed(&archive, &Marks::default());
    assert!(listed.iter().all(Vec::is_empty));
    assert_eq!(
        lister.unread_elsewhere(&archive, &Marks::default(), true),
        None
    );
}
