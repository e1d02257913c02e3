//! The change of a file, as a diff or a diffstat tells it.

use crate::text::Shared;

/// How a file is changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Change {
    /// Its lines, or its mode.
    #[default]
    Modified,
    /// It is new.
    Added,
    /// It is gone.
    Deleted,
    /// It moved.
    Renamed,
    /// It is a copy.
    Copied,
}

/// One file of a diff or of a diffstat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileChange {
    /// The path after the change; as printed where a diffstat shortened it.
    pub path: Shared,
    /// The path before it, for renames and copies.
    pub old_path: Option<Shared>,
    /// How it is changed.
    pub change: Change,
    /// Lines added; none where only a scaled graph tells.
    pub added: Option<u32>,
    /// Lines deleted; likewise.
    pub deleted: Option<u32>,
    /// Lines changed altogether, always exact.
    pub changes: u32,
    /// `+` and `-` signs of a printed graph, for the proportion.
    pub graph: (u16, u16),
    /// Whether it is binary.
    pub binary: bool,
    /// The mode before, octal as written (`100644`).
    pub old_mode: Option<Shared>,
    /// The mode after.
    pub new_mode: Option<Shared>,
}
