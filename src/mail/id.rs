//! Message ids: finding them in headers that hold more, and making one where none is.

use std::collections::HashSet;

use foldhash::fast::RandomState;
use memchr::memchr;
use sha1::{Digest, Sha1};

use super::MessageId;
use super::words::decode_words;

/// More ancestors than this are not kept.
const PARENT_LIMIT: usize = 1000;

/// A longer id than this is a header gone wrong.
const ID_LIMIT: usize = 2000;

/// The own id of a mail, from its Message-ID header.
///
/// One without a domain is taken where brackets say that it is meant as an id, or where it is
/// a single word too long to be one of a language (a UUID).
pub(super) fn own(header: &str) -> Option<MessageId> {
    tokens(header).into_iter().next().or_else(|| {
        let whole = header.trim();
        let inner = whole.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
        let is_word = |text: &&str| text.len() >= 16 && !text.contains(char::is_whitespace);
        let id = inner.or_else(|| Some(whole).filter(is_word))?;
        is_usable(id).then(|| MessageId::new(id))
    })
}

/// What a mail answers, nearest first: In-Reply-To, then References from the newest back.
pub(super) fn parents(answers: &str, references: &str, own: &MessageId) -> Vec<MessageId> {
    let mut found = tokens(answers);
    found.extend(tokens(references).into_iter().rev());
    let mut seen: HashSet<&str, RandomState> = HashSet::default();
    seen.insert(own.as_str());
    let mut is_new: Vec<bool> = found.iter().map(|id| seen.insert(id.as_str())).collect();
    is_new.reverse();
    found.retain(|_| is_new.pop().unwrap_or_default());
    found.truncate(PARENT_LIMIT);
    found
}

/// The ids in a header: `<a@b>` among prose and comments; where there are no brackets,
/// words that all have an `@` (patchwork takes those as well).
fn tokens(header: &str) -> Vec<MessageId> {
    if header.contains("=?") {
        return plain_tokens(&decode_words(header));
    }
    plain_tokens(header)
}

fn plain_tokens(header: &str) -> Vec<MessageId> {
    let mut found = Vec::new();
    let mut rest = header;
    while let Some((_, piece)) = cut(rest, b'<') {
        rest = piece;
        // An id ends before the next one begins.
        let piece = cut(piece, b'<').map_or(piece, |(piece, _)| piece);
        let Some((inner, _)) = cut(piece, b'>') else {
            continue;
        };
        if memchr(b'@', inner.as_bytes()).is_some() && is_usable(inner) {
            found.push(MessageId::new(inner));
        }
    }
    if found.is_empty() {
        let words = header.split(|c: char| c.is_whitespace() || c == ',');
        let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
        if words.iter().all(|w| w.contains('@') && is_usable(w)) {
            found.extend(words.into_iter().map(MessageId::new));
        }
    }
    found
}

/// What stands before a sign and behind it.
fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let (before, from) = text.split_at_checked(memchr(sign, text.as_bytes())?)?;
    Some((before, from.get(1..)?))
}

/// A folded id has white space in it, which is dropped; prose has much of it.
fn is_usable(inner: &str) -> bool {
    let is_plain = inner.len() <= ID_LIMIT && inner.bytes().all(|b| b.is_ascii_graphic());
    if is_plain {
        return !inner.is_empty();
    }
    !inner.trim().is_empty() && inner.len() <= ID_LIMIT && inner.split_whitespace().count() <= 3
}

/// An id for a mail without one: the same for the same content, wherever it stands.
pub(super) fn synthesised(parts: &[&str]) -> MessageId {
    let mut hash = Sha1::new();
    for part in parts {
        hash.update(part.trim().as_bytes());
        hash.update([0]);
    }
    let mut id = String::with_capacity(60);
    for byte in hash.finalize() {
        for digit in [byte >> 4, byte & 15] {
            id.extend(char::from_digit(digit.into(), 16));
        }
    }
    id.push_str("@synthesised.trifold");
    MessageId::new(&id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(list: &[MessageId]) -> Vec<&str> {
        list.iter().map(MessageId::as_str).collect()
    }

    #[test]
    fn the_own_id_may_have_a_comment_or_lack_brackets() {
        for header in ["<a@b> (added by hand)", "a@b>", "a@b", "<a\t@b>", "x <a@b>"] {
            assert_eq!(own(header).unwrap().as_str(), "a@b", "{header}");
        }
        assert_eq!(own("<cover.12>").unwrap().as_str(), "cover.12");
        assert_eq!(
            own("DF48D01B-4A2F-4813").unwrap().as_str(),
            "DF48D01B-4A2F-4813"
        );
        assert_eq!(own(""), None);
        assert_eq!(own("<>"), None);
        assert_eq!(own("none"), None);
    }

    #[test]
    fn parents_are_nearest_first_and_never_twice() {
        let own = MessageId::new("me@x");
        let found = parents("<c@x> (Ann's message)", "<a@x> <b@x> <me@x>\n <c@x>", &own);
        assert_eq!(ids(&found), ["c@x", "b@x", "a@x"]);
    }

    #[test]
    fn prose_in_in_reply_to_is_no_parent() {
        let own = MessageId::new("me@x");
        let found = parents("Your message of \"Mon, 1 Feb 2021\" <a@x>", "", &own);
        assert_eq!(ids(&found), ["a@x"]);
        assert!(parents("Ann's message of Monday", "", &own).is_empty());
        assert!(parents("Message of Ann, ann@x, of Monday", "", &own).is_empty());
    }

    #[test]
    fn ids_without_a_blank_between_them_are_told_apart() {
        let found = parents("", "<a@x><b@x>", &MessageId::new("me@x"));
        assert_eq!(ids(&found), ["b@x", "a@x"]);
    }

    #[test]
    fn a_made_up_id_depends_on_the_content_alone() {
        assert_eq!(synthesised(&["a", "b"]), synthesised(&["a ", "b\n"]));
        assert_ne!(synthesised(&["a", "b"]), synthesised(&["ab", ""]));
    }
}
