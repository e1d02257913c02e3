//! `is:` in a filter: what a series is, and how it stands.

use super::{Scope, all_mails, mails};
use crate::archive::standing::{ReadState, Standing, Turn};
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
];

impl Scope<'_> {
    /// Whether a note on a mail of a series, answers included, fits.
    pub(super) fn notes(&self, series: &Series, fits: impl Fn(&str) -> bool) -> bool {
        let id = |at| self.archive.message(at).map(|message| &message.id);
        self.marks.has_notes()
            && all_mails(series)
                .filter_map(id)
                .any(|id| self.marks.notes(id).any(|(_, text)| fits(text)))
    }

    fn standing(&self, series: &Series) -> Standing {
        Standing::of(series, self.archive, self.marks)
    }
}

impl StateTerm {
    pub(super) fn holds(self, scope: &Scope<'_>, series: &Series) -> bool {
        match self {
            Self::Complete => series.is_complete(),
            Self::Incomplete => !series.is_complete() && !series.is_bare_pull(),
            Self::Damaged => !series.alerts.is_empty(),
            Self::Rfc => series.rfc,
            Self::Resend => series.resend,
            Self::Reviewed => series.tag_counts().reviewed > 0,
            Self::Replied => series.all_replies().next().is_some(),
            Self::Old => !series.newer.is_empty(),
            Self::Latest => series.newer.is_empty(),
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
            Self::Noted => scope.notes(series, |_| true),
            Self::Mine => mails(series).any(|at| scope.marks.is_mine(at)),
        }
    }
}
