//! Addresses in From, To and Cc: the forms of RFC 5322 §3.4, and those that archives leave.

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem, memrchr};

use super::Address;
use super::header::squeezed;
use super::words::decode_words;

/// The first address of an unfolded, undecoded header.
pub(super) fn first(header: &str) -> Address {
    if let Some(plain) = plain(header) {
        return plain;
    }
    let mut name_so_far = String::new();
    // `From: Ann <a@x>, Bob <b@x>` is allowed (RFC 5322 §3.6.2): the first one is the sender.
    for piece in pieces(header) {
        let found = parse_one(piece);
        if !found.email.is_empty() {
            // `Last, First <a@b>` without quotes: the comma was part of the name.
            let name = if found.name.is_empty() || name_so_far.is_empty() {
                name_so_far + &found.name
            } else {
                name_so_far + ", " + &found.name
            };
            return Address {
                name: name.into(),
                email: found.email,
            };
        }
        if !name_so_far.is_empty() && !found.name.is_empty() {
            name_so_far.push_str(", ");
        }
        name_so_far.push_str(&found.name);
    }
    if name_so_far.contains(['<', '@']) && header.contains("=?") {
        // A mailer that encoded the whole header, address included.
        let decoded = decode_words(header);
        if !decoded.contains("=?") {
            return first(&decoded);
        }
    }
    bare_word(name_so_far)
}

/// Reads `Name <a@b>` with nothing to be undone, the form of nine mails of ten; `None` otherwise.
fn plain(header: &str) -> Option<Address> {
    // Each of these needs the full reading: `"Lee, Ann" <a@b>`, `=?utf-8?q?Ann?= <a@b>`,
    // `Team: a@b;`, `a@b (Ann)`.
    let is_special = |b: u8| matches!(b, b'"' | b'(' | b')' | b',' | b':' | b';' | b'\\' | b'=');
    if header.bytes().any(is_special) {
        return None;
    }
    let (name, rest) = header.split_once('<')?;
    let email = rest.trim_end().strip_suffix('>')?;
    let is_email = |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>');
    (email.contains('@') && email.bytes().all(is_email)).then(|| Address {
        name: (&*squeezed(name)).into(),
        email: email.into(),
    })
}

/// Reads a header without any address: one word (`From: root`) is a local user, several are a name.
fn bare_word(text: String) -> Address {
    let is_word = !text.is_empty() && !text.contains(char::is_whitespace) && text.is_ascii();
    let (name, email) = if is_word {
        (String::new(), text)
    } else {
        (text, String::new())
    };
    Address {
        name: name.into(),
        email: email.into(),
    }
}

/// Every address of an unfolded, undecoded header.
pub(super) fn parse_all(header: &str) -> Vec<Address> {
    pieces(header)
        .map(parse_one)
        // `undisclosed-recipients:;` is a group with nobody in it.
        .filter(|a| !a.email.is_empty())
        .collect()
}

/// Counts the addresses in a header.
pub(super) fn count(header: &str) -> u32 {
    let is_address = |piece: &str| {
        memchr(b'@', piece.as_bytes()).is_some()
            || memmem::find(piece.as_bytes(), b" at ").is_some()
    };
    // Hundreds of addresses may stand in Cc; the nesting is followed only where there is any.
    let named = match plain_pieces(header) {
        Some(plain) => plain.into_iter().filter(|piece| is_address(piece)).count(),
        None => pieces(header).filter(|piece| is_address(piece)).count(),
    };
    u32::try_from(named).unwrap_or(u32::MAX)
}

/// Splits a header at its commas, where each of them stands between two addresses: there are
/// no quotes, comments and groups, and each bracket is closed before the next comma.
fn plain_pieces(header: &str) -> Option<Vec<&str>> {
    let bytes = header.as_bytes();
    if memchr3(b'"', b'(', b'\\', bytes).is_some() || memchr2(b';', b':', bytes).is_some() {
        return None;
    }
    let ends = memchr_iter(b',', bytes).chain(std::iter::once(bytes.len()));
    let mut start = 0;
    ends.map(|end| {
        let piece = header.get(start..end)?;
        start = end + 1;
        // `<a@b, c@d>`: a comma within brackets separates nothing.
        let opened = memrchr(b'<', piece.as_bytes());
        let is_closed = opened < memrchr(b'>', piece.as_bytes()) || opened.is_none();
        is_closed.then_some(piece)
    })
    .collect()
}

/// The pieces between commas (and the semicolons of groups) that stand outside of quotes,
/// comments and angle brackets; the name of a group is left out.
fn pieces(header: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(header);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut nesting = Nesting::default();
        let mut start = 0;
        for (at, byte) in text.bytes().enumerate() {
            if !nesting.is_outside(byte) {
                continue;
            }
            match byte {
                // `;` ends a group (RFC 5322 §3.4); an address may follow without a comma.
                b',' | b';' => {
                    rest = text.get(at + 1..);
                    return text.get(start..at);
                }
                // `Team: ann@x.org;`: the name of the group is nobody's address.
                b':' => start = at + 1,
                _ => {}
            }
        }
        rest = None;
        text.get(start..)
    })
}

/// The state of a walk through the bytes of an address. Quotes and parentheses mean nothing
/// inside brackets.
#[derive(Default)]
struct Nesting {
    within: Within,
    escaped: bool,
    comments: u32,
}

#[derive(Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    Quotes,
    Brackets,
}

impl Nesting {
    /// Takes the next byte. Returns whether it stands outside of quotes, comments and brackets.
    fn is_outside(&mut self, byte: u8) -> bool {
        if self.escaped {
            self.escaped = false;
            return false;
        }
        // RFC 5322 §3.2.1: a backslash quotes one sign, but only in quotes and in comments.
        let in_comment = self.comments > 0;
        match (&self.within, byte) {
            (Within::Quotes, b'\\') => self.escaped = true,
            (Within::Quotes, b'"') | (Within::Brackets, b'>') => self.within = Within::Nothing,
            (Within::Nothing, b'\\') => self.escaped = in_comment,
            // Comments nest (§3.2.2). A `)` that closes nothing is a sign like any other.
            (Within::Nothing, b'(') => self.comments += 1,
            (Within::Nothing, b')') => self.comments = self.comments.saturating_sub(1),
            (Within::Nothing, b'"') if !in_comment => self.within = Within::Quotes,
            (Within::Nothing, b'<') if !in_comment => self.within = Within::Brackets,
            _ => {}
        }
        self.within == Within::Nothing && self.comments == 0
    }
}

/// `Name <a@b>`, `a@b (Name)`, `a at b (Name)`, or a bare address; else a name alone.
fn parse_one(piece: &str) -> Address {
    let (outside, comment) = without_comments(piece);
    if let Some((before, after)) = split_angle(&outside) {
        let inner = after.split('>').next().unwrap_or_default().trim();
        // `Ann <mailto:ann@x.org>`, as some mailers copy a link.
        let inner = inner.strip_prefix("mailto:").unwrap_or(inner);
        let name = clean_name(before);
        let name = if name.is_empty() {
            clean_name(&comment)
        } else {
            name
        };
        return Address {
            name: name.into(),
            email: joined(inner).into(),
        };
    }
    let bare = outside.trim();
    // The oldest form, `ann@x.org (Ann Lee)`: the comment is the name.
    if bare.contains('@') && !bare.contains(char::is_whitespace) {
        return Address {
            name: clean_name(&comment).into(),
            email: bare.into(),
        };
    }
    // Mailman's archives write `user at host`; b4 and patchwork put the sign back.
    if let Some((user, host)) = bare.split_once(" at ") {
        let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        if is_word(user) && is_word(host) && host.contains('.') {
            return Address {
                name: clean_name(&comment).into(),
                email: format!("{user}@{host}").into(),
            };
        }
    }
    // `Name a@b`, the brackets lost.
    if let Some(word) = bare
        .split_whitespace()
        .next_back()
        .filter(|w| w.contains('@'))
    {
        let name = bare.strip_suffix(word).unwrap_or_default();
        return Address {
            name: clean_name(name).into(),
            email: word.into(),
        };
    }
    Address {
        name: clean_name(bare).into(),
        email: "".into(),
    }
}

/// Splits before the last `<` that is not in quotes: `Ann <Lab> <ann@x.org>` has one in the name.
fn split_angle(text: &str) -> Option<(&str, &str)> {
    let mut nesting = Nesting::default();
    let mut at = None;
    for (here, byte) in text.bytes().enumerate() {
        let quoted = nesting.within == Within::Quotes;
        nesting.is_outside(byte);
        if byte == b'<' && !quoted {
            at = Some(here);
        }
    }
    let (before, from) = text.split_at_checked(at?)?;
    Some((before, from.get(1..)?))
}

fn joined(email: &str) -> String {
    if email.contains(char::is_whitespace) {
        let squeezed = email.split_whitespace().collect::<Vec<_>>();
        // `<ann at x.org>`; any other blank came from folding, as in `<ann@ x.org>`.
        if let [user, "at", host] = squeezed.as_slice() {
            return format!("{user}@{host}");
        }
        return squeezed.concat();
    }
    email.to_owned()
}

/// The text outside of comments, and the last comment. Parentheses in quotes are no comments;
/// a comment before an address in brackets is part of the name ("Ann (Lab) <a@b>").
fn without_comments(piece: &str) -> (String, String) {
    if !piece.contains('(') || piece.contains('<') {
        return (piece.to_owned(), after_angle_comment(piece));
    }
    let mut outside = String::with_capacity(piece.len());
    let mut comment = String::new();
    let mut nesting = Nesting::default();
    for c in piece.chars() {
        let before = nesting.comments;
        // Only ASCII signs nest; a letter beyond Latin-1 counts as any letter.
        let byte = u8::try_from(c).unwrap_or(b'x');
        nesting.is_outside(byte);
        match (before, nesting.comments) {
            (0, 0) => outside.push(c),
            // `ann@x.org (work) (Ann Lee)`: the last comment is the name.
            (0, _) => comment.clear(),
            (_, 0) => {}
            _ => comment.push(c),
        }
    }
    (outside, comment)
}

/// The `Name` of `<a@b> (Name)`.
fn after_angle_comment(piece: &str) -> String {
    let after = piece.rsplit_once('>').map_or("", |(_, after)| after).trim();
    let inner = after.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    inner.unwrap_or_default().to_owned()
}

/// A display name: quotes and escapes off, words decoded, blanks squeezed.
fn clean_name(raw: &str) -> String {
    let raw = raw.trim();
    let mut bare = String::with_capacity(raw.len());
    let mut quoted = false;
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => bare.extend(chars.next()),
            _ => bare.push(c),
        }
    }
    // RFC 2047 §5 forbids encoded words in quotes, and mailers write `"=?utf-8?q?=C3=89ric?="`.
    // The quotes go first: a quote that a word stands for is part of the name.
    let decoded = if bare.contains("=?") {
        decode_words(&bare)
    } else {
        bare
    };
    squeezed(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(header: &str) -> String {
        let Address { name, email } = first(header);
        format!("{name}|{email}")
    }

    #[test]
    fn every_form_of_a_sender_is_read() {
        for (header, expected) in [
            ("Ann Lee <ann@x.org>", "Ann Lee|ann@x.org"),
            ("\"Lee, Ann\" <ann@x.org>", "Lee, Ann|ann@x.org"),
            ("Lee, Ann <ann@x.org>", "Lee, Ann|ann@x.org"),
            ("ann@x.org (Ann Lee)", "Ann Lee|ann@x.org"),
            ("ann at x.org (Ann Lee)", "Ann Lee|ann@x.org"),
            ("<ann@x.org> (Ann Lee)", "Ann Lee|ann@x.org"),
            ("ann@x.org", "|ann@x.org"),
            ("<ann@x.org>", "|ann@x.org"),
            ("root", "|root"),
            ("Ann Lee", "Ann Lee|"),
            ("Ann Lee ann@x.org", "Ann Lee|ann@x.org"),
            ("Ann (Lab) Lee <ann@x.org>", "Ann (Lab) Lee|ann@x.org"),
            ("=?utf-8?q?Lee=2C_Ann?= <ann@x.org>", "Lee, Ann|ann@x.org"),
            ("\"=?utf-8?q?=C3=89ric?=\" <e@x.org>", "Éric|e@x.org"),
            ("=?utf-8?q?Ann_=3Cann=40x=2Eorg=3E?=", "Ann|ann@x.org"),
            ("\"A \\\"B\\\" <x>\" <a@b>", "A \"B\" <x>|a@b"),
            ("Team: Ann <ann@x.org>;", "Ann|ann@x.org"),
            ("", "|"),
        ] {
            assert_eq!(shown(header), expected, "{header}");
        }
    }

    #[test]
    fn groups_and_quoted_commas_are_counted_right() {
        assert_eq!(count("a@b, \"c, d\" <c@d>, undisclosed-recipients:;"), 2);
        assert_eq!(count("List: a@b, c@d; e@f"), 3);
        assert_eq!(parse_all("a@b, X <c@d>").len(), 2);
    }

    proptest! {
        #[test]
        fn a_plain_address_is_read_like_all_others(name in "[ a-c.'\u{e9}-]{0,9}", email in "[ab@.<> ]{0,9}") {
            let header = format!("{name}<{email}>");
            if let Some(plain) = plain(&header) {
                prop_assert_eq!(plain, parse_one(&header));
            }
        }

        #[test]
        fn headers_without_quotes_are_counted_like_all_others(
            text in "(a|b@c|<|>|,| | at |d@e>|<f@g){0,12}"
        ) {
            let slowly = pieces(&text).filter(|p| p.contains('@') || p.contains(" at "));
            prop_assert_eq!(count(&text) as usize, slowly.count());
        }

        #[test]
        fn any_header_is_read_without_a_panic(text in "[-<>()\"\\\\,;:@ a-cé=?]{0,60}") {
            first(&text);
            parse_all(&text);
            count(&text);
        }
    }
}
