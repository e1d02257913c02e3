//! The value of a tag as mailers leave it, made `Name <address>` again.

use std::borrow::Cow;

use super::person::{is_email, names_match};
use crate::mail::{Address, decode_words};

/// The scheme that mailers write before the address of a link.
const MAILTO: &str = "mailto:";

/// A value without what mailers put into it: encoded words, odd blanks, the `<mailto:…>` behind
/// an address. The value of a person's tag, `Reviewed-by` and its kin, gets brackets around an
/// address that has none, and the sender's address where it is the sender's name alone; `a at
/// b.c` is what pipermail makes of an address.
pub(super) fn tidy_value<'a>(name: &str, value: &'a str, sender: &Address) -> Cow<'a, str> {
    // Nearly all values are in order: one pass without an allocation tells.
    if is_usual(value) {
        return Cow::Borrowed(value);
    }
    let mut text = value.replace(|c: char| c.is_whitespace(), " ");
    if text.contains("=?") {
        text = decode_words(&text);
    }
    if text.contains(MAILTO) {
        text = without_mailto(&text);
    }
    if is_of_person(name) {
        text = bracketed(&text)
            .or_else(|| bare_address(&text))
            .or_else(|| own_name(&text, sender))
            .unwrap_or(text);
    }
    Cow::Owned(text)
}

/// Whether a tag is of a person: `Reviewed-by`, `Tested-by`.
pub(super) fn is_of_person(name: &str) -> bool {
    let tail = name.len().checked_sub(3).and_then(|at| name.get(at..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case("-by"))
}

/// `Name <a@b>` of printable ASCII, as nearly all tags are written.
fn is_usual(value: &str) -> bool {
    let plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let address = value.strip_suffix('>').and_then(|v| v.rsplit_once('<'));
    plain
        && address.is_some_and(|(name, email)| {
            is_email(email)
                && !email.contains(MAILTO)
                && !name.contains(['<', '>'])
                && !name.contains("=?")
        })
}

/// `Name <a@b> more`, `Name <a at b.c>`: what stands behind is kept where it says something.
fn bracketed(text: &str) -> Option<String> {
    let (before, rest) = text.split_once('<')?;
    let (inside, behind) = rest.split_once('>')?;
    let email = email(inside.trim())?;
    let before = before.trim();
    let gap = if before.is_empty() { "" } else { " " };
    let address = format!("{before}{gap}<{email}>");
    let behind = behind.trim();
    Some(if says_nothing(behind) {
        address
    } else {
        format!("{address} {behind}")
    })
}

/// Whether what stands behind an address is no more than marks, or the number of a footnote.
fn says_nothing(behind: &str) -> bool {
    // A comma or `---` says nothing; "for patches 1-2" is the scope of the tag and has to stay.
    !behind.contains(char::is_alphanumeric) || is_footnote(behind)
}

/// `[1]`, perhaps behind a `#`.
pub(super) fn is_footnote(text: &str) -> bool {
    let bare = text.trim_start_matches(['#', ' ', ',', '.']);
    let number = bare.strip_prefix('[').and_then(|b| b.strip_suffix(']'));
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// `Name a@b.c`, `a@b.c (Name)`, `Name (a at b.c)`: an address in no angle brackets.
fn bare_address(text: &str) -> Option<String> {
    let marks = ['(', ')', '[', ']', ',', '.', ';', ':', '>', '<', '"'];
    let words: Vec<&str> = text.split_whitespace().collect();
    // `ann@example.org (Ann)` is left as it is: the old form of RFC 822 names a person already.
    if let [first, name @ ..] = words.as_slice()
        && let Some(email) = email(first.trim_matches(marks)).filter(|_| !first.starts_with('"'))
    {
        let name = name.join(" ");
        let name = name.trim_end_matches([',', '.', ';']);
        let gap = if name.is_empty() { "" } else { " " };
        return Some(format!("{email}{gap}{name}"));
    }
    // One word `ann@example.org`, or three: `ann at example.org`.
    for count in [1, 3] {
        let (name, address) = words.split_at_checked(words.len().checked_sub(count)?)?;
        if let Some(email) = email(address.join(" ").trim_matches(marks)) {
            let name = name.join(" ");
            let name = name.trim_end_matches([',', ' ', '(', '<', '-']);
            let gap = if name.is_empty() { "" } else { " " };
            return Some(format!("{name}{gap}<{email}>"));
        }
    }
    None
}

/// The sender's name alone, with the sender's address.
fn own_name(text: &str, sender: &Address) -> Option<String> {
    let name = text.trim_end_matches([',', '.', ';', ' ']);
    let is_name = !sender.email.is_empty() && !name.contains(['<', '>', '@']);
    let is_own = is_name && names_match(name, &sender.name);
    is_own.then(|| format!("{name} <{}>", sender.email))
}

/// An address, or what pipermail made of one.
fn email(text: &str) -> Option<Cow<'_, str>> {
    if is_email(text) {
        return Some(Cow::Borrowed(text));
    }
    // Pipermail's archives hide addresses so. "at" is a word of prose, too: a domain needs a dot.
    let (local, domain) = text.split_once(" at ")?;
    let email = format!("{local}@{domain}");
    (is_email(&email) && domain.contains('.')).then_some(Cow::Owned(email))
}

/// Drops `<mailto:…>` and `[mailto:…]` behind an address; where there is no other address, its
/// own is kept.
fn without_mailto(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_address = false;
    while let Some((before, after)) = rest.split_once(MAILTO) {
        let end = after.find(['>', ']', ' ', '?', '"']).unwrap_or(after.len());
        let (address, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        let open = before.trim_end_matches(['<', '[']);
        out.push_str(open.trim_end());
        // `Ann <mailto:ann@example.org>` has no other address; `Ann <ann@example.org<mailto:…>>`
        // has.
        has_address |= open.contains('@');
        if !has_address {
            has_address = address.contains('@');
            out.push_str(if out.is_empty() { "<" } else { " <" });
            out.push_str(address);
            out.push('>');
        }
        let query = behind.find(['>', ']']).unwrap_or(behind.len());
        rest = behind.get(query..).unwrap_or_default();
        rest = rest.strip_prefix(['>', ']']).unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(value: &str) -> String {
        let sender = Address {
            name: "Ann Lee".into(),
            email: "ann@lee.example".into(),
        };
        tidy_value("Reviewed-by", value, &sender).into_owned()
    }

    #[test]
    fn every_shape_of_an_address_becomes_the_usual_one() {
        for value in [
            "Ann Lee <ann@lee.example>",
            "Ann Lee <ann@lee.example>,",
            "Ann Lee <ann@lee.example>.",
            "Ann Lee <ann@lee.example>> ---",
            "Ann Lee <ann@lee.example> [1]",
            "Ann Lee <ann@lee.example> #[2]",
            "Ann Lee <ann@lee.example <mailto:ann@lee.example>>",
            "Ann Lee <ann@lee.example<mailto:ann@lee.example>>",
            "Ann Lee <ann@lee.example> <mailto:ann@lee.example>",
            "Ann Lee <mailto:ann@lee.example>",
            "Ann Lee [mailto:ann@lee.example]",
            "Ann Lee ann@lee.example",
            "Ann Lee (ann@lee.example)",
            "Ann Lee ann@lee.example.",
            "Ann Lee <ann at lee.example>",
            "Ann Lee ann at lee.example",
            "Ann\u{a0}Lee <ann@lee.example>",
            "=?utf-8?q?Ann?= Lee <ann@lee.example>",
            "Ann Lee",
            "Ann Lee.",
        ] {
            assert_eq!(tidied(value), "Ann Lee <ann@lee.example>", "{value}");
        }
        assert_eq!(tidied("ann@lee.example (Ann)"), "ann@lee.example (Ann)");
        assert_eq!(tidied("ann@lee.example,"), "ann@lee.example");
        assert_eq!(tidied("\"Lee, Ann\" <a@l>"), "\"Lee, Ann\" <a@l>");
    }

    #[test]
    fn words_behind_an_address_and_names_of_others_stay() {
        for value in [
            "Ann Lee <ann@lee.example> for patches 1-2",
            "Bob Ray",
            "Ann Lee <ann:lee.example>",
            "Ann",
            "the maintainers, see above",
        ] {
            assert_eq!(tidied(value), value);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_value_can_be_tidied(value in r"[A-c<>@ .\[\]:=?,#]{0,40}(mailto:)?[a-c@<> ]{0,9}") {
            tidied(&value);
        }
    }
}
