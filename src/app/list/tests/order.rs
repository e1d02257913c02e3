//! Which series and threads are listed, in which order, in which groups.

use crate::app::effect::Sort;
use crate::app::list::order::ListChoice;
use crate::app::reader::testing::{archive, at};
use crate::archive::Archive;
use crate::archive::filter::Filter;
use crate::archive::marks::Marks;
use crate::archive::standing::Group;
use crate::doc::Target;
use crate::doc::list::heading;
use crate::series::SeriesIdx;
use crate::series::testing::TestMails;

/// Three series: one of two versions, an older one with a reply, and Bo's.
fn shelf() -> Archive {
    let mut mails = TestMails::default();
    mails.mail("lamp", "[PATCH] lamp: fade", 10, &[]);
    mails.mail("lamp2", "[PATCH v2] lamp: fade", 40, &[]);
    mails.by("bo", "axle", "[PATCH] axle: turn", 30, &[]);
    mails.mail("pump", "[PATCH] pump: idle", 20, &[]);
    mails.by("bo", "re", "Re: [PATCH] pump: idle", 21, &["pump"]);
    archive(mails)
}

fn ids(archive: &Archive, series: &[SeriesIdx]) -> Vec<String> {
    let id = |at: &SeriesIdx| archive.series(*at).unwrap().id.to_string();
    series.iter().map(id).collect()
}

fn listed(archive: &Archive, choice: &ListChoice) -> Vec<String> {
    ids(archive, &choice.series(archive, &Marks::default()))
}

#[test]
fn each_order_is_what_it_is_called() {
    let archive = shelf();
    for (sort, order) in [
        (Sort::Activity, ["lamp2", "axle", "pump"]),
        (Sort::Date, ["lamp2", "axle", "pump"]),
        (Sort::Title, ["axle", "lamp2", "pump"]),
        (Sort::Author, ["lamp2", "pump", "axle"]),
        (Sort::Replies, ["pump", "lamp2", "axle"]),
    ] {
        let mut choice = ListChoice {
            sort,
            ..ListChoice::default()
        };
        assert_eq!(listed(&archive, &choice), order, "{sort:?}");
        choice.reversed = true;
        let turned: Vec<_> = order.into_iter().rev().collect();
        assert_eq!(listed(&archive, &choice), turned, "{sort:?} turned round");
    }
}

#[test]
fn an_older_version_stands_below_the_newest_where_it_is_wanted() {
    let archive = shelf();
    let choice = ListChoice {
        older: true,
        sort: Sort::Title,
        ..ListChoice::default()
    };
    assert_eq!(listed(&archive, &choice), ["axle", "lamp2", "lamp", "pump"]);
}

#[test]
fn a_filter_lets_an_older_version_through_that_alone_passes() {
    let archive = shelf();
    let choice = |query: &str| ListChoice {
        filter: Filter::parse(query, 0).unwrap(),
        ..ListChoice::default()
    };
    assert_eq!(listed(&archive, &choice("lamp")), ["lamp2"]);
    assert_eq!(listed(&archive, &choice("v:1 lamp")), ["lamp"]);
    assert_eq!(listed(&archive, &choice("f:bo")), ["axle"]);
}

#[test]
fn threads_of_no_series_have_the_order_of_the_list() {
    let mut mails = TestMails::default();
    mails.mail("zinc", "zinc or tin?", 10, &[]);
    mails.by("bo", "a1", "Re: zinc or tin?", 50, &["zinc"]);
    mails.by("cy", "brass", "brass", 20, &[]);
    let archive = archive(mails);
    let threads = |sort, reversed| {
        let choice = ListChoice {
            sort,
            reversed,
            ..ListChoice::default()
        };
        choice.threads(&archive, &Marks::default())
    };
    let (zinc, brass) = (at(&archive, "zinc"), at(&archive, "brass"));
    for (sort, first) in [
        (Sort::Activity, zinc),
        (Sort::Date, brass),
        (Sort::Title, brass),
        (Sort::Author, zinc),
        (Sort::Replies, zinc),
    ] {
        let threads = [threads(sort, false), threads(sort, true)];
        assert_eq!(threads[0].first(), Some(&first), "{sort:?}");
        assert_eq!(threads[1].last(), Some(&first), "{sort:?} turned round");
        assert_eq!(threads[0].len(), 2);
    }
}

#[test]
fn groups_stand_in_the_order_of_a_morning_and_yours_with_what_is_updated() {
    let all = |count: u32| (0..count).map(SeriesIdx).collect::<Vec<_>>();
    let choice = ListChoice {
        groups: vec![Group::Done, Group::New, Group::Updated, Group::YourTurn],
        ..ListChoice::default()
    };
    let sections = choice.sections(all(4));
    let sections: Vec<_> = sections
        .iter()
        .map(|section| (section.group, section.series.as_slice()))
        .collect();
    assert_eq!(
        sections,
        [
            (
                Some(Group::Updated),
                [SeriesIdx(3), SeriesIdx(2)].as_slice()
            ),
            (Some(Group::New), [SeriesIdx(1)].as_slice()),
            (Some(Group::Done), [SeriesIdx(0)].as_slice()),
        ]
    );
    // A series that came since is new; a list of one group has no heading.
    let one = ListChoice {
        groups: vec![Group::New],
        ..ListChoice::default()
    };
    let sections = one.sections(all(2));
    assert_eq!((sections.len(), sections[0].group), (1, None));
}

#[test]
fn the_group_of_a_series_opens_for_it_unless_it_was_put_off() {
    let is_open = |group: Group, target: Option<Target>| {
        let mut choice = ListChoice {
            groups: vec![group],
            ..ListChoice::default()
        };
        let key = heading(group).1;
        choice.folds.set_open(key, false);
        choice.open_group_of(target.as_ref());
        choice.folds.is_open(key)
    };
    let series = Some(Target::Series(SeriesIdx(0)));
    assert!(is_open(Group::Done, series.clone()));
    assert!(!is_open(Group::Later, series));
    assert!(!is_open(Group::Done, None));
    assert!(!is_open(Group::Done, Some(Target::Series(SeriesIdx(9)))));
}
