//! Encoded words in headers (RFC 2047, with the language tags of RFC 2231 §5).
//!
//! mailparse decodes them too, but each for itself: a character that a mailer cut in two at
//! the edge of a word is lost there, and so is a word that touches the text beside it.

use super::charset;
use super::transfer;

/// Decodes the encoded words of an unfolded header; what is none is kept as written.
pub fn decode_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = Run::default();
    let mut rest = text;
    let mut unclosed = false;
    while let Some(at) = rest.find("=?") {
        let (before, from_word) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let word = if unclosed {
            None
        } else {
            Word::at(from_word, &mut unclosed)
        };
        let glue = before.trim().is_empty() && !run.charset.is_empty();
        if !(glue && word.is_some()) {
            run.flush(&mut out);
            out.push_str(before);
        }
        rest = if let Some(word) = word {
            run.push(&word, &mut out);
            word.rest
        } else {
            run.flush(&mut out);
            out.push_str("=?");
            from_word.get(2..).unwrap_or_default()
        };
    }
    run.flush(&mut out);
    out.push_str(rest);
    out
}

/// How many `?=` are looked at for the end of one word: keeps hostile headers linear.
const CANDIDATES: usize = 64;

/// Adjacent words of one charset: decoded together, so that no character is torn.
#[derive(Default)]
struct Run<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
}

impl<'a> Run<'a> {
    fn push(&mut self, word: &Word<'a>, out: &mut String) {
        if !self.charset.eq_ignore_ascii_case(word.charset) {
            self.flush(out);
        }
        self.charset = word.charset;
        self.bytes.extend_from_slice(&word.bytes);
    }

    fn flush(&mut self, out: &mut String) {
        if !self.charset.is_empty() {
            out.push_str(&charset::decode(&self.bytes, Some(self.charset)).0);
        }
        self.charset = "";
        self.bytes.clear();
    }
}

/// One encoded word and the text behind it.
struct Word<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
    rest: &'a str,
}

impl<'a> Word<'a> {
    /// Reads a word at the start of `text`, which begins with `=?`.
    ///
    /// Sets `unclosed` where no `?=` follows at all, so that a long line is searched once.
    fn at(text: &'a str, unclosed: &mut bool) -> Option<Self> {
        let inner = text.get(2..)?;
        let end = inner.bytes().take(64).position(|b| b == b'?')?;
        let charset = inner.get(..end)?;
        if charset.is_empty() || charset.contains(char::is_whitespace) {
            return None;
        }
        let coded = inner.get(end + 1..)?;
        let payload = coded.get(2..)?;
        let quoted = match coded.as_bytes() {
            [b'q' | b'Q', b'?', ..] => true,
            [b'b' | b'B', b'?', ..] => false,
            _ => return None,
        };
        let Some(close) = close(payload, quoted) else {
            *unclosed = true;
            return None;
        };
        let content = payload.get(..close)?.as_bytes();
        let bytes = if quoted {
            q_decoded(content)
        } else {
            let (bytes, whole) = transfer::base64(content);
            whole.then_some(bytes)?
        };
        let rest = payload.get(close + 2..)?;
        Some(Self {
            charset,
            bytes,
            rest,
        })
    }
}

/// Where the `?=` stands that closes a word. A bare `?` followed by `=XX` is content of a
/// Q word that a mailer failed to escape.
fn close(payload: &str, quoted: bool) -> Option<usize> {
    let bytes = payload.as_bytes();
    let is_escape = |pair: &[u8]| pair.iter().all(u8::is_ascii_hexdigit);
    let mut candidates = memchr::memmem::find_iter(bytes, b"?=").take(CANDIDATES);
    let first = candidates.clone().next()?;
    candidates
        .find(|&at| !(quoted && bytes.get(at + 2..at + 4).is_some_and(is_escape)))
        .or(Some(first))
}

/// The Q encoding: `_` is a blank, `=XX` an octet, the rest itself.
fn q_decoded(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    loop {
        rest = match rest {
            [] => return out,
            [b'_', tail @ ..] => {
                out.push(b' ');
                tail
            }
            [b'=', high, low, tail @ ..] => {
                if let Some((high, low)) = transfer::hex(*high).zip(transfer::hex(*low)) {
                    out.push(high << 4 | low);
                    tail
                } else {
                    out.push(b'=');
                    rest.get(1..).unwrap_or_default()
                }
            }
            [byte, tail @ ..] => {
                out.push(*byte);
                tail
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_decoded_and_joined() {
        assert_eq!(decode_words("=?utf-8?q?a_b?= =?UTF-8?B?w6k=?= c"), "a bé c");
        assert_eq!(decode_words("x =?iso-8859-1*en?Q?=E9?= y"), "x é y");
    }

    #[test]
    fn a_character_torn_between_two_words_is_whole() {
        assert_eq!(decode_words("=?utf-8?q?=C3?= =?utf-8?q?=A9?="), "é");
    }

    #[test]
    fn what_is_no_word_stays_as_written() {
        for text in [
            "a =? b",
            "=?utf-8?x?abc?=",
            "=?utf-8?q?abc",
            "=??q?a?=",
            "=?u?b?a*c?=",
        ] {
            assert_eq!(decode_words(text), text);
        }
    }

    #[test]
    fn a_word_may_touch_its_neighbours_and_hold_a_question_mark() {
        assert_eq!(decode_words("(=?utf-8?q?why?=20so?=)"), "(why? so)");
        assert_eq!(decode_words("Re:=?utf-8?q?x?="), "Re:x");
    }

    proptest! {
        #[test]
        fn any_text_is_decoded_without_a_panic(text in "(=\\?|\\?=|q\\?|b|utf-8|[ -~]|é){0,60}") {
            decode_words(&text);
        }

        #[test]
        fn text_without_words_is_untouched(text in "[^=]{0,80}") {
            prop_assert_eq!(decode_words(&text), text);
        }
    }
}
