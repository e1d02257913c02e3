//! Message ids: finding them in headers that hold more, and making one where none is.

use std::borrow::Cow;
use std::collections::HashSet;

use foldhash::fast::RandomState;
use memchr::memchr;
use sha1::{Digest, Sha1};
use thin_vec::ThinVec;

use super::MessageId;
use super::words::decode_words;
use crate::text::{Pool, equals_byte, hex_digits, position, within};

/// More ancestors than this are not kept.
const PARENT_LIMIT: usize = 1000;

/// Up to this many are compared one by one; a set costs more until then.
const FEW: usize = 32;

/// A longer id than this is a header gone wrong.
const ID_LIMIT: usize = 2000;

/// Reads the own id of a mail from its Message-ID header.
///
/// One without a domain is taken where brackets say that it is meant as an id, or where it is
/// a single word too long to be one of a language (a UUID).
pub(super) fn own_id(header: &str, pool: &mut Pool) -> Option<MessageId> {
    let header = decoded(header);
    // `<a@b> (added by hand)`: what relays and people write around the id is dropped.
    if let Some(id) = tokens(&header).first() {
        return Some(MessageId::pooled(id, pool));
    }
    let whole = header.trim();
    // `<cover.12>` lacks the domain, `DF48D01B-4A2F-4813` the brackets as well.
    let inner = whole.strip_prefix('<').and_then(|t| t.strip_suffix('>'));
    let is_word = |text: &&str| text.len() >= 16 && !text.contains(char::is_whitespace);
    let id = inner.or_else(|| Some(whole).filter(is_word))?;
    let id = is_usable(id).then(|| MessageId::pooled(id, pool))?;
    (!id.as_str().is_empty()).then_some(id)
}

/// Returns the messages that a mail replies to, nearest first: In-Reply-To, then References
/// from the newest back.
pub(super) fn parents(
    (answers, references): (&str, &str),
    own: &MessageId,
    pool: &mut Pool,
) -> ThinVec<MessageId> {
    let (answers, references) = (decoded(answers), decoded(references));
    let nearest = tokens(&answers).into_iter();
    // RFC 5322 §3.6.4: References has the oldest message first and the parent last.
    let newest_first = tokens(&references).into_iter().rev();
    let mut found: ThinVec<MessageId> = ThinVec::new();
    let mut seen: HashSet<MessageId, RandomState> = HashSet::default();
    let mut last = "";
    for id in nearest.chain(newest_first) {
        // In-Reply-To mostly says again what References end with.
        if std::mem::replace(&mut last, id) == id {
            continue;
        }
        let id = MessageId::pooled(id, pool);
        let is_known = if found.len() < FEW {
            found.contains(&id)
        } else {
            if seen.is_empty() {
                seen.extend(found.iter().cloned());
            }
            !seen.insert(id.clone())
        };
        // A mail that names itself would be its own ancestor: a thread with a loop in it.
        if id != *own && !is_known {
            found.push(id);
        }
        if found.len() == PARENT_LIMIT {
            break;
        }
    }
    found
}

/// Undoes encoded words: some mailers write `=?utf-8?q?=3Ca=40b=3E?=` for an id.
fn decoded(header: &str) -> Cow<'_, str> {
    if has_sign(header, b'?') && header.contains("=?") {
        return Cow::Owned(decode_words(header));
    }
    Cow::Borrowed(header)
}

/// The ids in a header: `<a@b>` among prose and comments; where there are no brackets,
/// words that all have an `@` (patchwork takes those as well).
fn tokens(header: &str) -> Vec<&str> {
    // Hardly any id is shorter: `References` of a long thread grows by doubling otherwise.
    let mut found = Vec::with_capacity(header.len() / 32);
    let mut rest = header;
    while let Some((_, piece)) = cut_at(rest, b'<') {
        rest = piece;
        let Some((inner, _)) = cut_at(piece, b'>') else {
            break;
        };
        // `<a@x <b@x>` lost a bracket.
        // An id ends before the next one begins.
        if has_sign(inner, b'@') && !has_sign(inner, b'<') && is_usable(inner) {
            found.push(inner);
        }
    }
    // All words or none: `Message of Ann, ann@x.org, of Monday` names a person and no mail.
    if found.is_empty() {
        let words = header.split(|c: char| c.is_whitespace() || c == ',');
        found.extend(words.filter(|w| !w.is_empty()));
        if !found.iter().all(|w| w.contains('@') && is_usable(w)) {
            found.clear();
        }
    }
    found
}

/// Whether a sign is anywhere in a short text.
fn has_sign(text: &str, sign: u8) -> bool {
    position(text.as_bytes(), |lanes| equals_byte(lanes, sign)).is_some()
}

/// Splits a text at the first such sign, which is left out.
fn cut_at(text: &str, sign: u8) -> Option<(&str, &str)> {
    let (before, from) = text.split_at_checked(memchr(sign, text.as_bytes())?)?;
    Some((before, from.get(1..)?))
}

/// Whether a text can be an id: not empty and not too long. Folding may have put white space in
/// two places of it, which is dropped; prose has more.
fn is_usable(inner: &str) -> bool {
    let is_odd = |lanes| !within(lanes, b'!', b'~');
    if inner.len() <= ID_LIMIT && position(inner.as_bytes(), is_odd).is_none() {
        return !inner.is_empty();
    }
    !inner.trim().is_empty() && inner.len() <= ID_LIMIT && inner.split_whitespace().count() <= 3
}

/// Makes an id for a mail without one: the same for the same content, wherever it stands.
pub(super) fn synthesised(parts: &[&str]) -> MessageId {
    let mut hash = Sha1::new();
    for part in parts {
        // An mbox and a digest keep the same mail with other blank lines at its ends.
        hash.update(part.trim().as_bytes());
        // A border between the parts, or `ab` beside an empty part would hash like `a` beside `b`.
        hash.update([0]);
    }
    let mut id = hex_digits(&hash.finalize());
    id.push_str("@synthesised.trifold");
    MessageId::new(&id)
}

/// Makes an id for one of several patches in a mail, by its place from 0: the same in every
/// run, and one that shows of which mail it is.
pub(super) fn of_part(outer: &MessageId, number: usize) -> MessageId {
    MessageId::new(&format!("part-{}.{outer}", number + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(header: &str) -> Option<MessageId> {
        own_id(header, &mut Pool::default())
    }

    fn parents(answers: &str, references: &str, own: &MessageId) -> ThinVec<MessageId> {
        super::parents((answers, references), own, &mut Pool::default())
    }

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
        assert_eq!(own("<\u{b}<"), None);
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
    fn a_mail_has_a_thousand_parents_at_most_and_ids_have_an_end() {
        let many: String = (0..5000).map(|n| format!("<{n}@x> ")).collect();
        let found = parents("", &many, &MessageId::new("me@x"));
        assert_eq!((found.len(), found[0].as_str()), (1000, "4999@x"));
        let long = |length: usize| format!("<{}@x>", "a".repeat(length - 2));
        assert!(own(&long(2000)).is_some());
        assert_eq!(own(&long(2001)), None);
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
