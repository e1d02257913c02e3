//! How a series stands: what of it is new, and whose turn it is. Worked out from marks, threads and
//! the reader's addresses; no mail is read for it.

use std::collections::HashSet;

use super::Archive;
use super::marks::Marks;
use crate::mail::{MessageId, MsgIdx};
use crate::series::{Series, SeriesIdx};

pub use super::marks::Group;

/// Answers to answers that are gone back, at most.
const HIGHEST: usize = 1000;

/// What of a series is new to the reader: the first that holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadState {
    /// It is the newest version, nothing of it was read, and an older one was.
    Updated,
    /// It was read, and answers came since.
    Answered,
    /// Nothing of it was read.
    #[default]
    New,
    /// Some of it was.
    Partly,
    /// All of it was.
    Done,
}

/// Who is to say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The reader: somebody asks, or there is a new version of what the reader reviewed.
    Yours,
    /// Somebody else: the reader wrote last.
    Waiting,
}

/// How a series stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What of it is new.
    pub state: ReadState,
    /// Whose turn it is; nobody's where the reader never wrote in it.
    pub turn: Option<Turn>,
    /// Answers that came since the series was left.
    pub fresh: usize,
    /// The head of one of its versions is flagged.
    pub is_flagged: bool,
    /// It is put off.
    pub is_later: bool,
}

impl Standing {
    /// How a series stands.
    pub fn of(series: &Series, archive: &Archive, marks: &Marks) -> Self {
        let view = Overview { archive, marks };
        let is_touched = view.is_touched(series);
        // Replies to what was never opened are no news: all of the series is.
        let fresh = if is_touched {
            let answers = series.all_replies();
            answers.filter(|answer| view.is_fresh(*answer)).count()
        } else {
            0
        };
        Self {
            state: view.state(series, is_touched, fresh),
            turn: view.whose_turn(series),
            fresh,
            // A flag on v1 is meant for the set: v3 has it as well.
            is_flagged: marks.has_kept() && view.heads(series).any(|id| marks.is_flagged(id)),
            is_later: marks.has_kept()
                && view.heads(series).any(|id| marks.later().contains_key(id)),
        }
    }
}

impl Group {
    /// The group of a series, the newest version of which stands so.
    pub fn of(standing: Standing) -> Self {
        match standing.state {
            _ if standing.is_later => Self::Later,
            // A question that waits for the reader comes before all that is only new.
            _ if standing.turn == Some(Turn::Yours) => Self::YourTurn,
            ReadState::Updated | ReadState::Answered => Self::Updated,
            ReadState::New => Self::New,
            ReadState::Partly => Self::Reading,
            ReadState::Done => Self::Done,
        }
    }

    /// The group of every series of an archive, in their order: that of its newest version.
    pub fn all_groups(archive: &Archive, marks: &Marks) -> Vec<Self> {
        // Versions lie in one group, that of the newest: a set is read once.
        let newest = |series: &'_ Series| {
            let newest = series
                .versions
                .newer
                .last()
                .and_then(|at| archive.series(*at));
            let series = newest.unwrap_or(series);
            Self::of(Standing::of(series, archive, marks))
        };
        archive.all_series().iter().map(newest).collect()
    }
}

/// The older version that a series is compared with where nobody says which: the newest of which
/// something was read, else the nearest.
pub fn compared_with(archive: &Archive, at: SeriesIdx, marks: &Marks) -> Option<SeriesIdx> {
    // The version that the reader knows, else the one before: what changed since *I* read it.
    let is_read = |at: &SeriesIdx| {
        let series = archive
            .series(*at)
            .filter(|series| series.parts.present() > 0);
        series.is_some_and(|series| patches(series).any(|mail| marks.is_read(mail)))
    };
    let read = archive
        .series(at)?
        .versions
        .older
        .iter()
        .copied()
        .find(is_read);
    read.or_else(|| archive.nearest_older(at))
}

/// What is looked at.
struct Overview<'a> {
    archive: &'a Archive,
    marks: &'a Marks,
}

/// The cover and the patches that were sent with it: not those that an older version lent.
fn patches(series: &Series) -> impl Iterator<Item = MsgIdx> + '_ {
    let own = series
        .parts
        .slots
        .iter()
        .filter(|slot| slot.borrowed.is_none());
    let own = own.filter_map(|slot| slot.message);
    series.parts.cover.into_iter().chain(own)
}

impl Overview<'_> {
    fn state(&self, series: &Series, is_touched: bool, fresh: usize) -> ReadState {
        let is_read = |at: MsgIdx| self.marks.is_read(at);
        let some_read = patches(series).any(is_read);
        let is_old = |at: &SeriesIdx| {
            let older = self.archive.series(*at);
            older.is_some_and(|older| self.is_touched(older))
        };
        // A new version of something that was read comes before replies to the old one.
        let is_newest = !some_read && series.versions.newer.is_empty();
        if is_newest && (series.versions.older.iter().any(is_old) || self.marks.has_older(series)) {
            return ReadState::Updated;
        }
        if is_touched && fresh > 0 {
            return ReadState::Answered;
        }
        if !some_read {
            return ReadState::New;
        }
        let answers = series.all_replies();
        // Robots and the reader's own mails leave nothing to be read.
        let left = |at: MsgIdx| !is_read(at) && !self.marks.is_quiet(at);
        if patches(series).all(is_read) && !answers.into_iter().any(left) && !self.is_partly(series)
        {
            ReadState::Done
        } else {
            ReadState::Partly
        }
    }

    /// Whether the reader read or wrote something of it.
    fn is_touched(&self, series: &Series) -> bool {
        patches(series).any(|at| self.marks.is_read(at) || self.viewed(at).is_some())
            || series.all_replies().any(|at| self.marks.is_mine(at))
    }

    /// Whether hunks of a patch were viewed, and others were not.
    fn is_partly(&self, series: &Series) -> bool {
        patches(series).any(|at| self.viewed(at).is_some_and(|(seen, all)| seen < all))
    }

    /// How many hunks of a patch were viewed, and of how many.
    fn viewed(&self, at: MsgIdx) -> Option<(usize, usize)> {
        // Who never marked a hunk pays for no lookups.
        if !self.marks.has_viewed() {
            return None;
        }
        self.marks.place(&self.archive.message(at)?.id)
    }

    /// The ids of a series and of its other versions.
    fn heads<'a>(&'a self, series: &'a Series) -> impl Iterator<Item = &'a MessageId> + 'a {
        let versions = series.versions.older.iter().chain(&series.versions.newer);
        let versions = versions.filter_map(|at| self.archive.series(*at));
        let ids = versions.map(|version| &version.id);
        std::iter::once(&series.id).chain(ids)
    }

    fn is_fresh(&self, at: MsgIdx) -> bool {
        !self.marks.is_read(at) && !self.marks.is_known(at) && !self.marks.is_quiet(at)
    }

    fn whose_turn(&self, series: &Series) -> Option<Turn> {
        let (mine, open) = self.has_said(series);
        if open {
            return Some(Turn::Yours);
        }
        let is_mine = |series: &Series| patches(series).any(|at| self.marks.is_mine(at));
        if mine || is_mine(series) {
            return Some(Turn::Waiting);
        }
        let mut older = series
            .versions
            .older
            .iter()
            .filter_map(|at| self.archive.series(*at));
        let reviewed = older.any(|older| {
            let mut replies = older.all_replies();
            !is_mine(older)
                && replies.any(|at| self.marks.is_mine(at))
                && older.head.date < series.head.date
        });
        // Who reviewed v1 is the one whom v2 is sent to.
        (reviewed && series.versions.newer.is_empty()).then_some(Turn::Yours)
    }

    /// Whether the reader answered in a series, and whether an answer to the reader is open:
    /// nothing of the reader's stands below it, and it says more than tags.
    fn has_said(&self, series: &Series) -> (bool, bool) {
        let own_series = patches(series).any(|at| self.marks.is_mine(at));
        let mut mine = false;
        let mut answered = HashSet::new();
        for at in series.all_replies().filter(|at| self.marks.is_mine(*at)) {
            mine = true;
            // Whoever answers the last mail of a discussion answers those above it.
            answered.extend(self.above(at));
        }
        if !mine && !own_series {
            return (false, false);
        }
        let is_open = |at: MsgIdx| {
            // To the author of a series every reply is a question; a reviewer is asked below an own
            // mail.
            let is_asked = own_series || self.above(at).any(|above| self.marks.is_mine(above));
            is_asked
                && !self.marks.is_mine(at)
                && !self.marks.is_quiet(at)
                && !self.marks.is_settled(at)
                && !answered.contains(&at)
                // "Reviewed-by: Ann" and nothing else waits for no answer.
                && self.says_more_than_tags(at)
        };
        (mine, series.all_replies().any(is_open))
    }

    /// The mails that a mail answers, nearest first.
    fn above(&self, at: MsgIdx) -> impl Iterator<Item = MsgIdx> + '_ {
        let above = std::iter::successors(self.archive.parent(at), |at| self.archive.parent(*at));
        // A thread may be a chain of a hundred thousand replies.
        above.take(HIGHEST)
    }

    /// An answer that begins with the tag that it gives asks nothing.
    fn says_more_than_tags(&self, at: MsgIdx) -> bool {
        let facts = self.archive.facts(at);
        facts.is_none_or(|facts| facts.tags.is_empty() || !begins_with_tag(&facts.gist))
    }
}

fn begins_with_tag(text: &str) -> bool {
    let name = text.split_once(':').map(|(name, _)| name);
    name.is_some_and(|name| name.ends_with("-by") && !name.contains(' '))
}

#[cfg(test)]
mod tests;
