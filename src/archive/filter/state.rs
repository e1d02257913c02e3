//! `is:` in a filter: what a series is, and how it stands.

use super::{FilterScope, all_mails, mails};
use crate::archive::discussion::Discussion;
use crate::archive::standing::{ReadState, Standing, Turn};
use crate::mail::MsgIdx;
use crate::series::Series;

/// What `is:` can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StateTerm {
    Complete,
    Incomplete,
    Damaged,
    Rfc,
    Resend,
    Reviewed,
    Replied,
    Old,
    Latest,
    Unread,
    Read,
    Updated,
    Reading,
    Done,
    Turn,
    Waiting,
    Mine,
    Flagged,
    Noted,
    Later,
    Thread,
}

pub(super) const STATES: &[(&str, StateTerm)] = &[
    ("complete", StateTerm::Complete),
    ("incomplete", StateTerm::Incomplete),
    ("damaged", StateTerm::Damaged),
    ("rfc", StateTerm::Rfc),
    ("resend", StateTerm::Resend),
    ("reviewed", StateTerm::Reviewed),
    ("replied", StateTerm::Replied),
    ("old", StateTerm::Old),
    ("latest", StateTerm::Latest),
    ("unread", StateTerm::Unread),
    ("new", StateTerm::Unread),
    ("read", StateTerm::Read),
    ("updated", StateTerm::Updated),
    ("reading", StateTerm::Reading),
    ("done", StateTerm::Done),
    ("turn", StateTerm::Turn),
    ("waiting", StateTerm::Waiting),
    ("mine", StateTerm::Mine),
    ("flagged", StateTerm::Flagged),
    ("noted", StateTerm::Noted),
    ("later", StateTerm::Later),
    ("thread", StateTerm::Thread),
];

impl FilterScope<'_> {
    /// Whether a note on one of some mails fits.
    pub(super) fn notes(
        &self,
        mut mails: impl Iterator<Item = MsgIdx>,
        fits: impl Fn(&str) -> bool,
    ) -> bool {
        let id = |at| self.archive.message(at).map(|message| &message.id);
        self.marks.has_notes()
            && mails
                .by_ref()
                .filter_map(id)
                .any(|id| self.marks.notes(id).any(|(_, text)| fits(text)))
    }

    fn standing(&self, series: &Series) -> Standing {
        Standing::of(series, self.archive, self.marks)
    }
}

impl StateTerm {
    /// Whether a thread of no series is in a state; in one that only a series can be in it is not.
    pub(super) fn holds_of(self, scope: &FilterScope<'_>, discussion: &Discussion) -> bool {
        let mut mails = discussion.mails.iter().copied();
        let (state, _) = discussion.state(scope.marks);
        match self {
            Self::Thread | Self::Latest => true,
            Self::Replied => discussion.mails.len() > 1,
            Self::Read => mails.all(|at| scope.marks.is_read(at)),
            Self::Unread => !mails.all(|at| scope.marks.is_read(at)),
            Self::Updated => state == ReadState::Answered,
            Self::Reading => state == ReadState::Partly,
            Self::Done => state == ReadState::Done,
            Self::Noted => scope.notes(mails, |_| true),
            Self::Mine => mails.any(|at| scope.marks.is_mine(at)),
            Self::Flagged => mails.any(|at| {
                let message = scope.archive.message(at);
                message.is_some_and(|message| scope.marks.is_flagged(&message.id))
            }),
            Self::Complete
            | Self::Incomplete
            | Self::Damaged
            | Self::Rfc
            | Self::Resend
            | Self::Reviewed
            | Self::Old
            | Self::Turn
            | Self::Waiting
            | Self::Later => false,
        }
    }

    pub(super) fn holds(self, scope: &FilterScope<'_>, series: &Series) -> bool {
        match self {
            Self::Complete => series.parts.is_complete(),
            Self::Incomplete => !series.parts.is_complete() && !series.parts.is_bare_pull(),
            Self::Damaged => !series.faults().is_empty(),
            Self::Rfc => series.head.rfc,
            Self::Resend => series.head.resend,
            Self::Reviewed => series.tag_counts().reviewed > 0,
            Self::Replied => series.all_replies().next().is_some(),
            Self::Old => !series.versions.newer.is_empty(),
            Self::Latest => series.versions.newer.is_empty(),
            Self::Read => mails(series).all(|at| scope.marks.is_read(at)),
            Self::Unread => !mails(series).all(|at| scope.marks.is_read(at)),
            Self::Updated => matches!(
                scope.standing(series).state,
                ReadState::Updated | ReadState::Answered
            ),
            Self::Reading => scope.standing(series).state == ReadState::Partly,
            Self::Done => scope.standing(series).state == ReadState::Done,
            Self::Turn => scope.standing(series).turn == Some(Turn::Yours),
            Self::Waiting => scope.standing(series).turn == Some(Turn::Waiting),
            Self::Flagged => scope.standing(series).is_flagged,
            Self::Later => scope.standing(series).is_later,
            Self::Noted => scope.notes(all_mails(series), |_| true),
            Self::Thread => false,
            Self::Mine => mails(series).any(|at| scope.marks.is_mine(at)),
        }
    }
}
