//! The series list: which series, in which order.

use std::cmp::Reverse;

use crate::app::effect::Sort;
use crate::archive::Archive;
use crate::archive::discussion::Discussion;
use crate::archive::filter::{Filter, FilterScope, Sifted};
use crate::archive::marks::Marks;
use crate::archive::standing::Group;
use crate::doc::Target;
use crate::doc::fold::Folds;
use crate::doc::list::{ListSection, heading};
use crate::doc::viewport::Viewport;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// What decides over the list.
#[derive(Clone, Debug, Default)]
pub struct ListChoice {
    /// What was typed as a filter.
    pub query: String,
    /// What it means.
    pub filter: Filter,
    /// The order.
    pub sort: Sort,
    /// Whether it is turned round.
    pub reversed: bool,
    /// Whether older versions have rows of their own.
    pub older: bool,
    /// Where the filter's patterns were found so far.
    pub sifted: Sifted,
    /// Which of its sections are open.
    pub folds: Folds,
    /// The group of each series, as it was when they were last put in order; empty for a plain
    /// list.
    pub groups: Vec<Group>,
    /// What the cursor is on once the list is built anew, else its first row; and the place of the
    /// list then, where a filter was typed and taken back.
    pub wanted: Option<(Option<Target>, Option<Viewport>)>,
    /// The user put the list in another order: what was read since goes into its group.
    pub is_stale: bool,
    /// The next answer of the memory puts them in order.
    pub must_group: bool,
}

impl ListChoice {
    /// The series to be shown, in order. An older version is shown where it was asked for, or
    /// where the filter lets it through and none of its newer ones.
    pub fn series(&self, archive: &Archive, marks: &Marks) -> Vec<SeriesIdx> {
        let scope = FilterScope {
            archive,
            marks,
            sifted: &self.sifted,
        };
        let count = u32::try_from(archive.all_series().len()).unwrap_or(u32::MAX);
        // Once for each: whether an older version is shown depends on its newer ones.
        let passes: Vec<bool> = (0..count)
            .map(|at| self.filter.is_empty() || self.filter.matches(&scope, SeriesIdx(at)))
            .collect();
        let passed = |at: SeriesIdx| passes.get(at.0 as usize).copied().unwrap_or(false);
        let mut shown: Vec<SeriesIdx> = (0..count)
            .map(SeriesIdx)
            .filter(|at| passed(*at) && (self.older || !has_newer(archive, *at, &passed)))
            .collect();
        self.order(archive, &mut shown);
        if self.older {
            return beside_newest(archive, &shown, &passed);
        }
        shown
    }

    /// The threads of no series to be shown, in order, by the mails that begin them.
    pub fn threads(&self, archive: &Archive, marks: &Marks) -> Vec<MsgIdx> {
        let scope = FilterScope {
            archive,
            marks,
            sifted: &self.sifted,
        };
        let all = archive.discussions().iter();
        let passed = all.filter(|one| self.filter.matches_discussion(&scope, one));
        let mut shown: Vec<&Discussion> = passed.collect();
        let head = |one: &Discussion| archive.message(one.head()?);
        let text = |text: &str| text.to_lowercase();
        match self.sort {
            // The archive has them in this order; how large they are is no matter.
            Sort::Activity | Sort::Size => {}
            Sort::Date => shown.sort_by_key(|one| {
                let date = head(one).and_then(|mail| mail.date);
                Reverse(date.map(|date| date.seconds))
            }),
            Sort::Title => {
                shown.sort_by_cached_key(|one| head(one).map(|mail| text(&mail.subject)));
            }
            Sort::Author => {
                shown.sort_by_cached_key(|one| head(one).map(|mail| text(mail.from.label())));
            }
            Sort::Replies => shown.sort_by_key(|one| Reverse(one.mails.len())),
        }
        if self.reversed {
            shown.reverse();
        }
        shown.into_iter().filter_map(Discussion::head).collect()
    }

    /// Opens the group that a series went into: what the cursor is on stays in view, unless it was
    /// put off.
    pub fn open_group_of(&mut self, target: Option<&Target>) {
        let Some(Target::Series(at)) = target else {
            return;
        };
        match self.groups.get(at.0 as usize) {
            None | Some(Group::Later) => {}
            Some(group) => self.folds.set_open(heading(*group).1, true),
        }
    }

    /// Series in their groups, in the order of a morning; in one list where all are of one group.
    pub fn sections(&self, series: Vec<SeriesIdx>) -> Vec<ListSection> {
        let group = |at: &SeriesIdx| self.groups.get(at.0 as usize).copied();
        let mut grouped: Vec<(Option<Group>, SeriesIdx)> =
            series.iter().map(|at| (group(at), *at)).collect();
        // What was read in later is in no group yet: it is new.
        grouped.sort_by_key(|(group, _)| group.unwrap_or(Group::New));
        let heading = |group: Option<Group>| match group.unwrap_or(Group::New) {
            Group::YourTurn => Group::Updated,
            group @ (Group::Updated | Group::New | Group::Reading | Group::Done | Group::Later) => {
                group
            }
        };
        let sections = grouped.chunk_by(|(a, _), (b, _)| heading(*a) == heading(*b));
        let sections: Vec<ListSection> = sections
            .map(|section| ListSection {
                group: section.first().map(|(group, _)| heading(*group)),
                series: section.iter().map(|(_, at)| *at).collect(),
            })
            .collect();
        // One heading over the whole list would say nothing.
        if sections.len() < 2 || self.groups.is_empty() {
            return vec![ListSection {
                group: None,
                series,
            }];
        }
        sections
    }

    fn order(&self, archive: &Archive, shown: &mut [SeriesIdx]) {
        // Small letters: `Lamp` and `lamp` stand together.
        let text = |at: &SeriesIdx, title: bool| {
            archive.series(*at).map(|series| {
                let text = if title {
                    series.head.title.as_str()
                } else {
                    series.head.author.label()
                };
                text.to_lowercase()
            })
        };
        match self.sort {
            // The archive has them in this order.
            Sort::Activity => {}
            Sort::Date => shown.sort_by_key(|at| {
                let date = archive.series(*at).and_then(|series| series.head.date);
                Reverse(date.map(|date| date.seconds))
            }),
            Sort::Title => shown.sort_by_cached_key(|at| text(at, true)),
            Sort::Author => shown.sort_by_cached_key(|at| text(at, false)),
            Sort::Size => shown.sort_by_key(|at| {
                let totals = archive.series(*at).and_then(|series| series.parts.totals);
                let lines = totals.map(|(t, _)| u64::from(t.added) + u64::from(t.deleted));
                // Most lines first: a maintainer looks for the large one, or turns the order round
                // for a small one.
                Reverse(lines)
            }),
            Sort::Replies => shown.sort_by_cached_key(|at| {
                let replies = archive
                    .series(*at)
                    .map(|series| series.all_replies().count());
                Reverse(replies)
            }),
        }
        if self.reversed {
            shown.reverse();
        }
    }
}

fn has_newer(archive: &Archive, at: SeriesIdx, passed: &dyn Fn(SeriesIdx) -> bool) -> bool {
    archive
        .series(at)
        .is_some_and(|series| series.versions.newer.iter().any(|newer| passed(*newer)))
}

/// Older versions directly below the newest, whatever the order says of them alone.
fn beside_newest(
    archive: &Archive,
    shown: &[SeriesIdx],
    passed: &dyn Fn(SeriesIdx) -> bool,
) -> Vec<SeriesIdx> {
    let mut rows = Vec::with_capacity(shown.len());
    let mut is_shown = vec![false; archive.all_series().len()];
    let mut add = |at: SeriesIdx| {
        if let Some(mark) = is_shown.get_mut(at.0 as usize).filter(|mark| !**mark) {
            *mark = true;
            rows.push(at);
        }
    };
    for at in shown {
        // Older versions come with their newest.
        if has_newer(archive, *at, passed) {
            continue;
        }
        add(*at);
        let older = archive
            .series(*at)
            .map_or(&[][..], |series| &series.versions.older);
        older
            .iter()
            .filter(|at| passed(**at))
            .for_each(|at| add(*at));
    }
    // Links that do not lead to a newest version leave nobody behind.
    for at in shown {
        add(*at);
    }
    rows
}

impl Sort {
    /// All orders, as the menu has them.
    pub const ALL: [Self; 6] = [
        Self::Activity,
        Self::Date,
        Self::Author,
        Self::Size,
        Self::Replies,
        Self::Title,
    ];

    /// How it is called in the border.
    pub fn words(self) -> &'static str {
        match self {
            Self::Activity => "newest activity first",
            Self::Date => "newest first",
            Self::Title => "by title",
            Self::Author => "by author",
            Self::Size => "most lines first",
            Self::Replies => "most replies first",
        }
    }
}
