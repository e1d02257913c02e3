//! People in trailers: the address a value holds, and whether it is the sender's own.

use std::borrow::Cow;

use crate::mail::Address;

use super::Trailer;

/// The person that a trailer's value names: `Name <a@b>`, `<a@b>`, `a@b`, `a@b (Name)`.
///
/// Taken apart by hand as b4 does, since names with commas, quotes and parentheses occur.
pub fn address(value: &str) -> Option<Address> {
    let value = without_mailto(value);
    let value = value.trim();
    // From the last `<`: `"A <the second>" <a@b>` occurs.
    if let Some((name, rest)) = value.rsplit_once('<')
        && let Some((email, _)) = rest.split_once('>')
        && is_email(email.trim())
    {
        return Some(Address {
            name: name.trim().trim_matches('"').trim().into(),
            email: email.trim().into(),
        });
    }
    // `a@b (A Name)`, the form of RFC 822 that old scripts still write.
    let (email, name) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
    let email = email.trim_matches(['<', '>', ',', '.']);
    is_email(email).then(|| Address {
        name: name.trim().trim_matches(['(', ')']).into(),
        email: email.into(),
    })
}

pub(super) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !text.contains(char::is_whitespace)
    })
}

/// Drops the `<mailto:…>` that some mail programs write behind an address.
fn without_mailto(value: &str) -> Cow<'_, str> {
    if !value.contains("<mailto:") {
        return Cow::Borrowed(value);
    }
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("<mailto:") {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the sender of a mail is the person that the trailer names.
///
/// True for a trailer that names nobody. b4's rules for addresses: equal, equal without `+ext`,
/// or one domain the other's plus one label. liblore's for names: every word of the one is a
/// whole word of the other, asides in parentheses dropped, in either direction.
pub fn sender_matches(trailer: &Trailer, sender: &Address) -> bool {
    if !super::is_person(trailer) {
        return true;
    }
    address(&trailer.value).is_some_and(|named| {
        emails_match(&named.email, &sender.email) || names_match(&named.name, &sender.name)
    })
}

fn emails_match(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (Some((local_a, domain_a)), Some((local_b, domain_b))) =
        (a.split_once('@'), b.split_once('@'))
    else {
        return a == b && !a.is_empty();
    };
    // Lists are read under addresses with an extension; b4 and liblore take both for one person.
    let bare = |local: &str| local.split('+').next().unwrap_or_default().to_owned();
    // `ann+linux@x` is `ann@x`, and `ann@mail.x.org` is `ann@x.org`.
    bare(local_a) == bare(local_b)
        && (domain_a == domain_b
            || is_host_of(domain_a, domain_b)
            || is_host_of(domain_b, domain_a))
}

/// Whether `host` is `domain` with exactly one label before it.
fn is_host_of(host: &str, domain: &str) -> bool {
    // One label only: `x.y.example.org` may be anybody's, and `org` alone is no domain to be below.
    host.split_once('.')
        .is_some_and(|(label, rest)| !label.is_empty() && rest == domain && rest.contains('.'))
}

pub(super) fn names_match(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    // "Doe, Jane" and "Jane Doe (Example Inc.)" are one person. b4 compares the header with itself
    // there, and lets any "Last, First" sender pass for anybody.
    let within = |some: &[String], all: &[String]| some.iter().all(|w| all.contains(w));
    // One word alone ("Mark") is a name that many people share.
    let enough = |words: &[String]| words.len() > 1;
    !a.is_empty()
        && !b.is_empty()
        && (a == b || (enough(&a) && within(&a, &b)) || (enough(&b) && within(&b, &a)))
}

/// The words of a name in lower case, without asides in parentheses.
fn words(name: &str) -> Vec<String> {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in name.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    let mut words: Vec<String> = kept
        .split(|c: char| c.is_whitespace() || c == ',' || c == '"')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::trailer::parse_line;

    fn given(line: &str, name: &str, email: &str) -> bool {
        let sender = Address {
            name: name.into(),
            email: email.into(),
        };
        sender_matches(&parse_line(line).unwrap(), &sender)
    }

    #[test]
    fn a_value_is_taken_apart_by_hand() {
        let person = |text| address(text).map(|a| (a.name, a.email)).unwrap_or_default();
        let pair = |a: &str, b: &str| (a.into(), b.into());
        assert_eq!(person("\"Doe, Jane\" <j@d.e>"), pair("Doe, Jane", "j@d.e"));
        assert_eq!(
            person("A (B) <a@b.c<mailto:a@b.c>>"),
            pair("A (B)", "a@b.c")
        );
        assert_eq!(person("a@b.c"), pair("", "a@b.c"));
        assert_eq!(person("a@b.c (A B)"), pair("A B", "a@b.c"));
        assert_eq!(address("nobody"), None);
    }

    #[test]
    fn an_address_matches_with_extension_or_host() {
        assert!(given("Acked-by: X <a+lists@b.c>", "Y", "A@b.c"));
        assert!(given("Acked-by: X <a@b.org>", "Y", "a@mail.b.org"));
        assert!(!given("Acked-by: X <a@b.org>", "Y", "a@x.y.b.org"));
        assert!(!given("Acked-by: X <a@b.org>", "Y", "a@c.org"));
    }

    #[test]
    fn a_name_matches_by_whole_words() {
        assert!(given("Acked-by: Jane Doe <a@b.c>", "Doe, Jane", "x@y.z"));
        assert!(given(
            "Acked-by: Jane Doe (Firm) <a@b.c>",
            "Jane Doe",
            "x@y.z"
        ));
        assert!(given("Acked-by: Jane M. Doe <a@b.c>", "Jane Doe", "x@y.z"));
        assert!(!given("Acked-by: Jane Roe <a@b.c>", "Doe, Jane", "x@y.z"));
        assert!(!given("Acked-by: Jan <a@b.c>", "Jan Doe", "x@y.z"));
        assert!(!given("Acked-by: <a@b.c>", "", "x@y.z"));
    }
}
