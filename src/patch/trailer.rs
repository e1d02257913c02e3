//! Trailers: `Reviewed-by: A B <a@b>`, their kinds, when two are the same.
//!
//! [`of_log`] reads those of a commit message as git does, [`of_reply`] the tags somebody gives
//! in an answer as b4 does. Who may give which tag is decided in [`crate::series`].

mod inner;

mod log;

mod person;

mod reply;

mod scope;

mod shown;

mod tidy;

use std::fmt;

use memchr::{memchr, memchr_iter, memrchr};

use crate::text::{Shared, is_blank};

pub use self::inner::Inner;
pub use self::log::{divided, of_log};
pub use self::person::{address, sender_matches};
pub use self::reply::of_reply;

/// One trailer line, unwrapped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Trailer {
    /// The text before the colon, as written.
    pub name: Shared,
    /// The text after the colon, without the note.
    pub value: Shared,
    /// The text behind ` # `, or in brackets on the next line (brackets kept); empty where there is
    /// none.
    pub note: Shared,
}

impl fmt::Display for Trailer {
    /// The line as it was written; a note in brackets stands on a line of its own and is left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        f.write_str(": ")?;
        f.write_str(&self.value)?;
        if self.note.is_empty() || self.note.starts_with('[') {
            return Ok(());
        }
        write!(f, " # {}", self.note)
    }
}

/// A tag that a reply gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagGiven {
    /// The tag.
    pub trailer: Trailer,
    /// Whether the words around it set a condition ("with that fixed").
    pub conditional: bool,
    /// The mails it is given to, where the words around it say so.
    pub scope: TrailerScope,
}

/// The mails that a tag is given to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrailerScope {
    /// The mail that is answered.
    #[default]
    Here,
    /// "for the series".
    Series,
    /// "for patches 1-3 and 5": first and last number of every range, in order.
    Parts(Vec<(u32, u32)>),
}

impl TrailerScope {
    /// Whether patch `number` of the series is meant, where the answered mail is the cover.
    pub fn covers(&self, number: u32) -> bool {
        match self {
            Self::Here | Self::Series => true,
            Self::Parts(ranges) => ranges.iter().any(|(a, b)| (*a..=*b).contains(&number)),
        }
    }
}

/// Tags that name a commit, a link or a series: never a person.
const UTILITY: &[&str] = &[
    "fixes",
    "link",
    "buglink",
    "closes",
    "obsoleted-by",
    "message-id",
    "change-id",
    "base-commit",
    "based-on",
];

/// Words before a colon that are no trailer in any text (b4).
const NEVER: &[&str] = &[
    "phone",
    "mail",
    "email",
    "e-mail",
    "prerequisite-message-id",
];

/// Reads one unquoted line as a trailer: a name of two characters or more without a blank, a
/// colon, blanks, a value (b4's shape; a name begins with a letter or digit).
pub fn parse_line(line: &str) -> Option<Trailer> {
    let (name, value, note) = parts(line)?;
    Some(Trailer {
        name: name.into(),
        value: value.into(),
        note: note.into(),
    })
}

/// Whether any line has the shape of a trailer. A text has fewer colons than lines, so the colons
/// are looked at.
pub(super) fn is_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut done = 0;
    memchr_iter(b':', bytes).any(|colon| {
        // A line is as its first colon has it, and most are followed by something.
        let is_blank = |b: &u8| b.is_ascii_whitespace() || !b.is_ascii();
        if colon < done || !bytes.get(colon + 1).is_some_and(is_blank) {
            return false;
        }
        let before = bytes.get(done..colon).unwrap_or_default();
        let start = memrchr(b'\n', before).map_or(done, |at| done + at + 1);
        let end = memchr(b'\n', bytes.get(colon..).unwrap_or_default());
        done = end.map_or(bytes.len(), |at| colon + at);
        text.get(start..done)
            .is_some_and(|line| shaped(line).is_some())
    })
}

/// The name of the trailer that a line is.
pub(super) fn trailer_name(line: &str) -> Option<&str> {
    let (name, rest) = shaped(line)?;
    (!is_blank(rest) && !is_one_of(name, NEVER)).then_some(name)
}

/// Name, value and note of the trailer that a line is.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = shaped(line)?;
    if is_one_of(name, NEVER) {
        return None;
    }
    let (value, note) = split_note(rest.trim());
    (!value.is_empty()).then_some((name, value, note))
}

/// Splits a line that has the shape of a trailer into its name and the text behind the colon. Every
/// line of every mail is asked; the first word answers for most.
fn shaped(line: &str) -> Option<(&str, &str)> {
    // `> Acked-by: …` is a quote, `- Link: …` an entry of a list: neither begins with a letter.
    let first = line.as_bytes().first()?;
    if first.is_ascii_graphic() && !first.is_ascii_alphanumeric() {
        return None;
    }
    let line = if first.is_ascii_alphanumeric() {
        line
    } else {
        line.trim_start()
    };
    // `Note to self: x` has a blank before its colon, and `http://x` none behind it.
    let ends = |byte: u8| byte == b':' || byte.is_ascii_whitespace();
    let end = line.bytes().position(ends)?;
    let (name, rest) = line.split_at_checked(end)?;
    let rest = rest.strip_prefix(':')?;
    // A mailer may have made a no-break space of the blank.
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let is_name = name.starts_with(|c: char| c.is_alphanumeric())
        && name.chars().nth(1).is_some()
        && (name.is_ascii() || !name.contains(char::is_whitespace));
    (is_name && !is_path(name)).then_some((name, rest))
}

/// Whether what stands before a colon is a path, an address or a node (`a/b.dtb: pci@1`), as the
/// reports of tools begin.
fn is_path(name: &str) -> bool {
    // `Reported-/Tested-by:` has a slash and is a tag.
    name.contains(['.', '@']) || (name.contains('/') && !tidy::is_of_person(name))
}

/// The value and what follows ` # `.
fn split_note(value: &str) -> (&str, &str) {
    let bytes = value.as_bytes();
    // `Cc: <stable@example.org> # 5.10`; a `#` within a word (`bug#71235`) is part of the value.
    let mark = memchr_iter(b'#', bytes)
        .filter_map(|at| at.checked_sub(1))
        .find(|&at| bytes.get(at..).is_some_and(|rest| rest.starts_with(b" # ")));
    let parts = mark.and_then(|at| Some((value.get(..at)?, value.get(at + 3..)?)));
    parts.map_or((value, ""), |(value, note)| (value.trim_end(), note.trim()))
}

/// Whether it names a person: the value holds an address, and it is no link or commit.
pub fn is_person(trailer: &Trailer) -> bool {
    // `Link: https://example.org/a@b` holds an `@` and is nobody's address.
    !trailer.value.contains("://")
        && !is_one_of(&trailer.name, UTILITY)
        && address(&trailer.value).is_some()
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Whether two trailers say the same: name and value without regard to case, notes left aside;
/// links are the same where they lead to the same message.
pub fn says_same(a: &Trailer, b: &Trailer) -> bool {
    if !a.name.eq_ignore_ascii_case(&b.name) {
        return false;
    }
    // b4's rule: `https://lore.kernel.org/r/a%40b` and `…/all/a@b/` lead to one message.
    if a.name.eq_ignore_ascii_case("link")
        && let (Some(a), Some(b)) = (
            super::archive_url::message_of_url(&a.value),
            super::archive_url::message_of_url(&b.value),
        )
    {
        return a == b;
    }
    a.value.to_lowercase() == b.value.to_lowercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_holds_a_trailer_where_one_of_its_lines_is_shaped_like_one(
            text in r"([a-bA-B.>: \u{a0}\n]|Ab: b|\n){0,24}",
        ) {
            let by_line = crate::text::lines(&text).any(|line| shaped(line).is_some());
            prop_assert_eq!(is_in(&text), by_line);
        }
    }

    #[test]
    fn a_line_is_a_trailer_by_its_shape() {
        let t = parse_line("Cc: A B <a@b> # 5.10").unwrap();
        assert_eq!((t.name.as_str(), t.value.as_str()), ("Cc", "A B <a@b>"));
        assert_eq!(t.note, "5.10");
        assert_eq!(t.to_string(), "Cc: A B <a@b> # 5.10");
        for line in [
            "> Acked-by: a@b",
            "a b: c",
            "Phone: 1",
            "x: y",
            "Acked-by:",
            "",
            "http://x",
            "a/b.dtb: pci@1c00000 (c,d): e",
            "pci@1c00000: a@b.c",
        ] {
            assert_eq!(parse_line(line), None, "{line}");
        }
    }

    #[test]
    fn the_blank_behind_the_colon_may_be_of_any_kind() {
        for blank in ["\t", "\u{a0}", "\u{202f}"] {
            let tag = parse_line(&format!("Acked-by:{blank}A <a@b>")).unwrap();
            assert_eq!(tag.value, "A <a@b>");
        }
    }

    #[test]
    fn a_link_is_no_person() {
        assert!(is_person(&parse_line("Acked-by: A <a@b.c>").unwrap()));
        assert!(!is_person(&parse_line("Link: https://x/a@b.c").unwrap()));
        assert!(!is_person(&parse_line("Fixes: 123456 (\"a@b\")").unwrap()));
    }

    #[test]
    fn case_and_notes_do_not_tell_trailers_apart() {
        let line = |text| parse_line(text).unwrap();
        assert!(says_same(
            &line("Acked-By: A <a@b>"),
            &line("Acked-by: a <A@b> # x")
        ));
        assert!(!says_same(
            &line("Acked-by: A <a@b>"),
            &line("Tested-by: A <a@b>")
        ));
        assert!(says_same(
            &line("Link: https://lore.kernel.org/r/a%40b"),
            &line("Link: https://lore.kernel.org/all/a@b/")
        ));
    }
}
