//! The cover and the patches of a series, and how much of it is here.

use thin_vec::ThinVec;

use super::review::Review;
use crate::mail::MsgIdx;
use crate::patch::stat::Totals;
use crate::patch::subject::Revision;
use crate::text::Shared;

/// What a series is made of: the cover, and one slot a patch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The cover letter.
    pub cover: Option<MsgIdx>,
    /// Whether the cover carries no `0/N` (a naked cover).
    pub naked_cover: bool,
    /// Whether the cover asks to pull: its patches are in a repository, mailed or not.
    pub pull: bool,
    /// How many patches it announces.
    pub total: u32,
    /// What the cover announces, where that differs from [`Parts::total`].
    pub announced: Option<u32>,
    /// One slot a number, 1 to N in order, patches slipped in behind their numbers, and surplus
    /// patches behind them all.
    pub slots: ThinVec<Slot>,
    /// Totals from the diffs, else from the cover's diffstat.
    pub totals: Option<(Totals, TotalsFrom)>,
}

impl Parts {
    /// The slots whose patch is here.
    fn filled(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().filter(|slot| slot.message.is_some())
    }

    /// The mail that stands for it: the cover, else the first patch that is here.
    pub fn head(&self) -> Option<MsgIdx> {
        let first = || self.slots.iter().find_map(|slot| slot.message);
        self.cover.or_else(first)
    }

    /// Numbers that were announced and are not here.
    pub fn missing(&self) -> Vec<u32> {
        let holes = self.slots.iter().filter(|slot| slot.message.is_none());
        let numbers = holes.map(|slot| slot.number);
        numbers.filter(|number| *number <= self.total).collect()
    }

    /// How many patches are here. One that was sent twice, as when a sending was taken up again,
    /// is one.
    pub fn present(&self) -> usize {
        let mut numbers: Vec<u32> = self.filled().map(|slot| slot.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }

    /// Whether it asks to pull and holds no patch: nothing is missing then.
    pub fn is_bare_pull(&self) -> bool {
        self.pull && self.present() == 0
    }

    /// Whether only its letter is here, as in a digest: none of its patches was meant to be.
    pub fn is_letter_alone(&self) -> bool {
        self.present() == 0 && self.total > 0 && !self.is_bare_pull()
    }

    /// How much of it is here: `3/5`, or `pull` where it asks to pull.
    pub fn counter(&self) -> String {
        if self.is_bare_pull() {
            return "pull".to_owned();
        }
        format!("{}/{}", self.present(), self.total)
    }

    /// Whether every announced patch is here.
    pub fn is_complete(&self) -> bool {
        let mut next = 1;
        for slot in self.filled() {
            next += u32::from(slot.number == next && !slot.late.is_ascii_digit());
        }
        next > self.total
    }
}

/// Where totals were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalsFrom {
    /// Counted in the diffs.
    Diff,
    /// Printed in the cover.
    DiffStat,
}

/// One numbered place of a series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    /// `k` of `k/N`.
    pub number: u32,
    /// What stands behind it where the patch was slipped in: see [`Subject::late`].
    ///
    /// [`Subject::late`]: crate::patch::subject::Subject::late
    pub late: u8,
    /// The patch, where it is in the archive.
    pub message: Option<MsgIdx>,
    /// Its title: from the patch, else from the cover's shortlog, else empty.
    pub title: Shared,
    /// The revision whose patch fills this place of a partial reroll.
    pub borrowed: Option<Revision>,
    /// Every reply whose nearest patch or cover is this patch, by date.
    pub replies: ThinVec<MsgIdx>,
    /// Tags given to it in replies: its own, then those to the cover.
    pub review: ThinVec<Review>,
    /// Tags given to the same patch of the next older version that nobody repeated here.
    pub carried: ThinVec<Review>,
}

impl Slot {
    /// Its number in so many digits, as the sender wrote it: `3`, `2.5`, `2a`.
    pub fn label(&self, digits: usize) -> String {
        let number = self.number;
        match self.late {
            0 => format!("{number:0digits$}"),
            late if late.is_ascii_digit() => format!("{number:0digits$}.{}", char::from(late)),
            late => format!("{number:0digits$}{}", char::from(late)),
        }
    }
}
