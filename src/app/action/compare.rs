//! Rows for the page of two versions compared.

use super::{Action, ActionRow};

/// What is compared, and how that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Versus {
    /// Asks which two versions.
    Versions,
    /// Pairs without a change of code.
    Unchanged,
    /// Lines that only stand elsewhere.
    Noise,
}

pub(super) const ROWS: &[ActionRow] = &[
    (
        "compare.versions",
        Action::Compare(Versus::Versions),
        "Pick the two versions to compare",
    ),
    (
        "compare.unchanged",
        Action::Compare(Versus::Unchanged),
        "Hide or show patches without a change of code",
    ),
    (
        "compare.noise",
        Action::Compare(Versus::Noise),
        "Lines that only stand elsewhere: dim, hidden, shown",
    ),
];
