//! Where in the series a mail is.

use super::SeriesIdx;

/// What a message belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The cover of a series.
    Cover(SeriesIdx),
    /// A patch of a series: an index into its slots.
    Patch(SeriesIdx, u32),
    /// A reply to the cover of a series.
    CoverReply(SeriesIdx),
    /// A reply to the patch in that slot.
    PatchReply(SeriesIdx, u32),
    /// No series.
    Loose,
}

impl Place {
    /// The series.
    pub fn series(self) -> Option<SeriesIdx> {
        match self {
            Self::Cover(at)
            | Self::Patch(at, _)
            | Self::CoverReply(at)
            | Self::PatchReply(at, _) => Some(at),
            Self::Loose => None,
        }
    }

    /// The slot of the patch that the message is, or replies to.
    pub fn slot(self) -> Option<u32> {
        match self {
            Self::Patch(_, slot) | Self::PatchReply(_, slot) => Some(slot),
            Self::Cover(_) | Self::CoverReply(_) | Self::Loose => None,
        }
    }

    /// Whether the message is a reply to a part of a series, and not one itself.
    pub fn is_reply(self) -> bool {
        matches!(self, Self::CoverReply(_) | Self::PatchReply(..))
    }
}
