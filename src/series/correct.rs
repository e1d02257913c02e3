//! What the user knows better: corrections of the grouping, and the file that they stand in.
//!
//! A line a correction, each keyed by message id, so that they mean the same whatever else is
//! open and in whatever order it was read:
//!
//! ```text
//! join <mail> <other>          the series of one goes into the series of the other
//! split <mail>...              these mails are a series of their own
//! number <mail> <k>[/<total>]  this is patch k (0: the cover) of so many
//! version <mail> <revision>    its series is that revision
//! link <mail> <older>          its series is a later version of that of the other
//! apart <mail>                 its series is a version of no other, but for `link`
//! answers <mail> <parent>      the mail answers that one, whatever its headers say
//! ```
//!
//! Words are quoted as a shell quotes them; `#` begins a comment. They are carried out from the
//! top down after all rules, so a later line can take back what an earlier one did.

mod apply;

use std::fmt;

pub(super) use self::apply::{Wishes, apply};
use crate::mail::MessageId;
use crate::patch::subject::Revision;

/// One thing that the user knows better. `Id` is what names a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction<Id = MessageId> {
    /// The series of one mail goes into the series of another; a mail of no series goes alone.
    Join(Id, Id),
    /// These mails are a series of their own.
    Split(Vec<Id>),
    /// The mail has this number, 0 for a cover, of so many.
    Number(Id, u32, Option<u32>),
    /// Its series is this revision.
    Version(Id, Revision),
    /// Its series is a later version of that of the other.
    Link(Id, Id),
    /// Its series is a version of no other.
    Apart(Id),
    /// It answers the other.
    Answers(Id, Id),
}

impl<Id> Correction<Id> {
    /// The same about mails that are named in another way; none where one of them has no name.
    fn named<T>(&self, mut name: impl FnMut(&Id) -> Option<T>) -> Option<Correction<T>> {
        Some(match self {
            Self::Join(mail, to) => Correction::Join(name(mail)?, name(to)?),
            Self::Split(mails) => {
                let found: Vec<T> = mails.iter().filter_map(name).collect();
                Correction::Split((!found.is_empty()).then_some(found)?)
            }
            Self::Number(mail, number, total) => Correction::Number(name(mail)?, *number, *total),
            Self::Version(mail, revision) => Correction::Version(name(mail)?, *revision),
            Self::Link(mail, older) => Correction::Link(name(mail)?, name(older)?),
            Self::Apart(mail) => Correction::Apart(name(mail)?),
            Self::Answers(mail, parent) => Correction::Answers(name(mail)?, name(parent)?),
        })
    }

    /// The mails that it is about.
    fn mails(&self) -> Vec<&Id> {
        match self {
            Self::Join(a, b) | Self::Link(a, b) | Self::Answers(a, b) => vec![a, b],
            Self::Split(mails) => mails.iter().collect(),
            Self::Number(mail, ..) | Self::Version(mail, _) | Self::Apart(mail) => vec![mail],
        }
    }

    /// The word that its line begins with.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Join(..) => "join",
            Self::Split(_) => "split",
            Self::Number(..) => "number",
            Self::Version(..) => "version",
            Self::Link(..) => "link",
            Self::Apart(_) => "apart",
            Self::Answers(..) => "answers",
        }
    }
}

/// As its line.
impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verb())?;
        for mail in self.mails() {
            // Only a NUL cannot be quoted, and no message id holds one.
            let quoted = shlex::try_quote(mail.as_str()).unwrap_or_default();
            write!(f, " {quoted}")?;
        }
        match self {
            Self::Number(_, number, Some(total)) => write!(f, " {number}/{total}"),
            Self::Number(_, number, None) => write!(f, " {number}"),
            Self::Version(_, revision) => write!(f, " v{revision}"),
            Self::Join(..)
            | Self::Split(_)
            | Self::Link(..)
            | Self::Apart(_)
            | Self::Answers(..) => Ok(()),
        }
    }
}

/// All corrections, and the text of their file with its comments and what could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    lines: Vec<(String, Option<Correction>)>,
}

impl Corrections {
    /// Reads the file; beside it what could not be understood, by line from 1.
    pub fn parse(text: &str) -> (Self, Vec<(usize, String)>) {
        let mut faults = Vec::new();
        let mut lines = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let correction = match parse(line) {
                Ok(correction) => correction,
                Err(what) => {
                    faults.push((number, what));
                    None
                }
            };
            lines.push((line.to_owned(), correction));
        }
        (Self { lines }, faults)
    }

    /// The corrections, from the top down.
    pub fn iter(&self) -> impl Iterator<Item = &Correction> {
        self.lines.iter().filter_map(|(_, found)| found.as_ref())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Adds one below all others, and above it a comment that says what it was about.
    pub fn add_correction(&mut self, correction: Correction, about: &str) {
        let clean: String = about.chars().filter(|c| !c.is_control()).collect();
        self.lines.push((format!("# {clean}"), None));
        // A line, whatever an id holds: the next would be a correction of its own.
        let line = correction.to_string().replace('\n', "");
        self.lines.push((line, Some(correction)));
    }

    /// Takes the last one back, with the comment above it.
    pub fn take_back(&mut self) -> Option<Correction> {
        let at = self.lines.iter().rposition(|(_, found)| found.is_some())?;
        let (_, found) = self.lines.remove(at);
        let above = at.checked_sub(1);
        let is_comment = |(line, found): &(String, Option<Correction>)| {
            found.is_none() && line.trim_start().starts_with('#')
        };
        if let Some(above) = above.filter(|&at| self.lines.get(at).is_some_and(is_comment)) {
            self.lines.remove(above);
        }
        found
    }
}

/// As the file.
impl fmt::Display for Corrections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines
            .iter()
            .try_for_each(|(line, _)| writeln!(f, "{line}"))
    }
}

/// One line: a correction, none where it is blank or a comment, or what is wrong.
fn parse(line: &str) -> Result<Option<Correction>, String> {
    let words = shlex::split(line).ok_or("a quote is not closed")?;
    let Some((verb, rest)) = words.split_first() else {
        return Ok(None);
    };
    let ids: Vec<MessageId> = rest.iter().map(|word| MessageId::new(word)).collect();
    let correction = match (verb.as_str(), ids.as_slice(), rest) {
        ("join", [mail, to], _) => Correction::Join(mail.clone(), to.clone()),
        ("split", [_, ..], _) => Correction::Split(ids),
        ("number", [mail, _], [_, number]) => {
            let (number, total) = counter(number)?;
            Correction::Number(mail.clone(), number, total)
        }
        ("version", [mail, _], [_, word]) => Correction::Version(mail.clone(), revision(word)?),
        ("link", [mail, older], _) => Correction::Link(mail.clone(), older.clone()),
        ("apart", [mail], _) => Correction::Apart(mail.clone()),
        ("answers", [mail, parent], _) => Correction::Answers(mail.clone(), parent.clone()),
        ("join" | "split" | "number" | "version" | "link" | "apart" | "answers", ..) => {
            return Err(format!(
                "{verb}: wrong number of arguments ({})",
                rest.len()
            ));
        }
        _ => return Err(format!("there is no correction \"{verb}\"")),
    };
    Ok(Some(correction))
}

/// A number and perhaps a total, as a subject has them: `3`, `3/5`; at most 65,535.
pub fn counter(word: &str) -> Result<(u32, Option<u32>), String> {
    let number = |text: &str| text.parse::<u16>().map(u32::from).ok();
    let read = match word.split_once('/') {
        None => number(word).map(|n| (n, None)),
        Some((n, of)) => number(n).zip(number(of)).map(|(n, of)| (n, Some(of))),
    };
    read.ok_or_else(|| format!("\"{word}\" is no number such as 3 or 3/5"))
}

/// A revision as it is written: `2`, `v2`, `v2.1`.
pub fn revision(word: &str) -> Result<Revision, String> {
    let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let (major, minor) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |text: &str| text.parse::<u16>().map(u32::from).ok();
    number(major)
        .zip(number(minor))
        .map(|(major, minor)| Revision { major, minor })
        .ok_or_else(|| format!("\"{word}\" is no revision such as v2"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_file_is_read_with_its_comments_and_faults_by_line() {
        let text =
            "# mine\njoin a@x b@x\nnumber 'odd id@x' 3/5 # why\nsplit\nversion a@x v2.1\nfly a@x\n";
        let (corrections, faults) = Corrections::parse(text);
        let verbs: Vec<_> = corrections.iter().map(Correction::verb).collect();
        assert_eq!(verbs, ["join", "number", "version"]);
        let lines: Vec<_> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 6]);
        assert_eq!(corrections.to_string(), text);
    }

    #[test]
    fn what_was_added_last_is_taken_back_first_and_the_rest_stays() {
        let before = "# mine\nnonsense\napart a@x\n";
        let (mut corrections, _) = Corrections::parse(before);
        let split = Correction::Split(vec![MessageId::new("b@x")]);
        corrections.add_correction(split.clone(), "[PATCH] b\u{1b}");
        assert_eq!(
            corrections.to_string(),
            format!("{before}# [PATCH] b\nsplit b@x\n")
        );
        assert_eq!(corrections.take_back(), Some(split));
        assert_eq!(corrections.to_string(), before);
        assert_eq!(corrections.take_back().map(|c| c.verb()), Some("apart"));
        assert_eq!(corrections.take_back(), None);
        assert_eq!(corrections.to_string(), "# mine\nnonsense\n");
    }

    proptest! {
        #[test]
        fn any_id_survives_the_file(id in "[^\u{0}\n\r]{1,30}", number in 0u32..60_000) {
            let id = MessageId::new(&id);
            let mut corrections = Corrections::default();
            corrections.add_correction(Correction::Number(id, number, Some(number)), "x");
            let (read, faults) = Corrections::parse(&corrections.to_string());
            prop_assert!(faults.is_empty());
            prop_assert_eq!(read, corrections);
        }

        #[test]
        fn no_text_is_lost_or_fatal(text in "[ -~\n]{0,200}") {
            let (read, _) = Corrections::parse(&text);
            let again = Corrections::parse(&read.to_string()).0;
            prop_assert_eq!(read, again);
        }
    }

    #[test]
    fn a_line_that_says_too_little_or_too_much_names_its_verb() {
        for (line, why) in [
            ("join a@x", "join: wrong number of arguments (1)"),
            ("apart", "apart: wrong number of arguments (0)"),
            ("number a@x 1 2", "number: wrong number of arguments (3)"),
            ("fly a@x", "there is no correction \"fly\""),
        ] {
            let (_, faults) = Corrections::parse(line);
            assert_eq!(faults, [(1, why.to_owned())]);
        }
    }
}
