//! The columns of the list, and which of them there is room for.

/// A column of the list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// How it may look.
    pub sample: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// The width of the list from which on it is shown.
    pub from: usize,
}

const fn column(sample: &'static str, from: usize, meaning: &'static str) -> Column {
    Column {
        sample,
        meaning,
        from,
    }
}

const VERSION: Column = column("v3▸", 0, "the version; older ones are folded below it");
const PARTS: Column = column("5/6", 48, "patches that are here, of how many");
const AUTHOR: Column = column("Mira Solberg", 0, "who sent it");
const AGE: Column = column("10d", 0, "how long ago something last came, or the day");
const LINES: Column = column("+51 −7", 80, "lines added and deleted");
const TAGS: Column = column("1·0·1", 88, "tags given: acked, reviewed, tested");
const REPLIES: Column = column("12+3", 60, "replies, and how many of them are new");

/// The columns of the list behind its signs, the title left out.
pub const COLUMNS: &[Column] = &[VERSION, PARTS, AUTHOR, AGE, LINES, TAGS, REPLIES];

/// Which columns there is room for, and how wide the author's is: as the width shrinks, tags go
/// first, then lines, then most of the author, then replies, at last the parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    pub(super) tags: bool,
    pub(super) lines: bool,
    pub(super) author: usize,
    /// Columns of the date, where something is old.
    pub(super) date: usize,
    pub(super) replies: bool,
    pub(super) parts: bool,
    /// The column behind them: in a narrow list long ones push the title aside.
    pub(super) parts_end: usize,
}

impl Columns {
    pub(super) fn of(width: usize) -> Self {
        Self {
            tags: width >= TAGS.from,
            lines: width >= LINES.from,
            author: match width {
                100.. => 14,
                70.. => 12,
                _ => 8,
            },
            date: match width {
                110.. => 10,
                70.. => 7,
                _ => 4,
            },
            replies: width >= REPLIES.from,
            parts: width >= PARTS.from,
            parts_end: if width < TAGS.from { 14 } else { 16 },
        }
    }
}
