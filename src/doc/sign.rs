//! The signs that stand on rows: how each is drawn, and what it means.
//!
//! A row takes its sign from here, so that the legend says what is drawn.

use super::{Role, Row};

/// A sign of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// How it is drawn.
    pub text: &'static str,
    /// In which role.
    pub role: Role,
    /// What it means.
    pub meaning: &'static str,
}

const fn sign(text: &'static str, role: Role, meaning: &'static str) -> Sign {
    Sign {
        text,
        role,
        meaning,
    }
}

/// See its meaning, as for all signs here.
pub const UPDATED: Sign = sign(
    "↑",
    Role::New,
    "a patch or a newer version came since it was read",
);
/// See its meaning.
pub const ANSWERED: Sign = sign("●", Role::New, "only replies came since it was read");
/// See its meaning.
pub const NEW: Sign = sign("N", Role::New, "nothing of it was read");
/// See its meaning.
pub const PARTLY: Sign = sign("◐", Role::New, "read, or viewed, in part");
/// See its meaning.
pub const DONE: Sign = sign("✓", Role::Dim, "read");
/// See its meaning.
pub const FLAGGED: Sign = sign("★", Role::Trailer, "flagged");
/// See its meaning.
pub const ODD: Sign = sign("!", Role::Alert, "something is missing, damaged or hidden");
/// See its meaning.
pub const YOUR_TURN: Sign = sign(
    "›",
    Role::New,
    "your turn: something came that waits for you",
);
/// See its meaning.
pub const WAITING: Sign = sign("‹", Role::Dim, "you said something and wait for a reply");
/// See its meaning.
pub const OLDER: Sign = sign(
    "└",
    Role::Dim,
    "an older version, or a reply to what is above",
);
/// See its meaning.
pub const OPEN: Sign = sign("▾", Role::Dim, "open: what belongs to it stands below");
/// See its meaning.
pub const CLOSED: Sign = sign("▸", Role::Dim, "folded: there is more");
/// See its meaning.
pub const UNREAD: Sign = sign("●", Role::New, "a reply that was not read");
/// See its meaning.
pub const NOTE: Sign = sign("✎", Role::Trailer, "a note of your own");
/// See its meaning.
pub const VIEWED: Sign = sign("✓", Role::New, "a hunk or file that was viewed");
/// See its meaning.
pub const ALIKE: Sign = sign(
    "≈",
    Role::New,
    "a hunk viewed with other lines around it, a patch with another log",
);
/// See its meaning.
pub const ADDED: Sign = sign("A", Role::Added, "a file that is new");
/// See its meaning.
pub const DELETED: Sign = sign("D", Role::Deleted, "a file that is deleted");
/// See its meaning.
pub const RENAMED: Sign = sign("R", Role::Revision, "a file that gets another name");
/// See its meaning.
pub const COPIED: Sign = sign("C", Role::Revision, "a file made from a copy of another");
/// See its meaning.
pub const SAME: Sign = sign(
    "=",
    Role::Dim,
    "a patch that is as it was in an older version",
);
/// See its meaning.
pub const CHANGED: Sign = sign("!", Role::Text, "a patch that changed");
/// See its meaning.
pub const GONE: Sign = sign(
    "<",
    Role::Deleted,
    "a patch that only the older version has",
);
/// See its meaning.
pub const COME: Sign = sign(">", Role::Added, "a patch that only the newer version has");

/// See its meaning.
pub const UNTOLD: Sign = sign("?", Role::Dim, "a patch that one version only lists");

/// All signs, by where they stand.
pub const SIGNS: &[(&str, &[Sign])] = &[
    (
        "Series and patches",
        &[
            UPDATED, ANSWERED, NEW, PARTLY, DONE, FLAGGED, ODD, YOUR_TURN, WAITING, OLDER,
        ],
    ),
    ("Everywhere", &[OPEN, CLOSED]),
    ("Replies and notes", &[UNREAD, NOTE]),
    (
        "Files and hunks",
        &[ADDED, DELETED, RENAMED, COPIED, VIEWED, ALIKE],
    ),
    (
        "Compared versions",
        &[SAME, ALIKE, CHANGED, GONE, COME, UNTOLD],
    ),
];

/// The sign of what can be folded.
pub fn fold_sign(is_open: bool) -> Sign {
    if is_open { OPEN } else { CLOSED }
}

/// What a row says behind the signs that it begins with.
pub fn behind(row: &str) -> &str {
    let all = || SIGNS.iter().flat_map(|(_, signs)| *signs);
    // Letters and what stands in any text are no signs to be taken off.
    let is_sign = |c: char| {
        !c.is_ascii() && all().any(|sign| sign.text.starts_with(c)) || [' ', '≡', '┃'].contains(&c)
    };
    row.trim_start_matches(is_sign)
}

impl Row {
    /// Writes a sign.
    pub fn sign(&mut self, sign: Sign) {
        self.push(sign.text, sign.role);
    }

    /// Writes a sign, or a blank in its place.
    pub fn sign_or_blank(&mut self, sign: Sign, is_so: bool) {
        if is_so {
            self.sign(sign);
        } else {
            self.push(" ", Role::Text);
        }
    }

    /// Writes a sign and a blank.
    pub fn sign_apart(&mut self, sign: Sign) {
        self.sign(sign);
        self.push(" ", Role::Text);
    }

    /// A row that begins with the sign of a fold.
    pub fn folding(is_open: bool) -> Self {
        let mut row = Self::default();
        row.sign_apart(fold_sign(is_open));
        row
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_row_is_read_without_its_signs() {
        for (row, said) in [
            ("▾ Description", "Description"),
            ("  ● Ana Duarte  2d", "Ana Duarte  2d"),
            ("  - a list", "- a list"),
            ("= v2", "= v2"),
            ("New lamps", "New lamps"),
        ] {
            assert_eq!(behind(row), said);
        }
    }

    #[test]
    fn a_sign_means_one_thing_where_it_stands() {
        for (place, signs) in SIGNS {
            let drawn: HashSet<_> = signs.iter().map(|sign| sign.text).collect();
            assert_eq!(drawn.len(), signs.len(), "{place}");
            for sign in *signs {
                assert_eq!(crate::text::width(sign.text), 1, "{}", sign.text);
            }
        }
    }
}
