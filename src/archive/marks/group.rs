//! The groups of the list.

/// Where a series belongs in a morning's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Something came since it was read, and it is the reader's turn.
    YourTurn,
    /// Something came since it was read.
    Updated,
    /// Nothing of it was read.
    New,
    /// Some of it was.
    Reading,
    /// All of it was.
    Done,
    /// It is put off.
    Later,
}
