//! Encoded words in headers (RFC 2047, with the language tags of RFC 2231 §5).
//!
//! mailparse decodes them too, but each for itself: a character that a mailer cut in two at
//! the edge of a word is lost there, and so is a word that touches the text beside it.

use super::charset;
use super::transfer;

/// Decodes the encoded words of an unfolded header; any other text is kept as written.
pub fn decode_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = WordRun::default();
    let mut rest = text;
    let mut unclosed = false;
    while let Some(at) = rest.find("=?") {
        let (before, from_word) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let word = if unclosed {
            None
        } else {
            EncodedWord::word_at(from_word, &mut unclosed)
        };
        // RFC 2047 §6.2: white space between two encoded words is not text, any other is.
        let glue = before.trim().is_empty() && !run.0.is_empty();
        if !(glue && word.is_some()) {
            run.flush(&mut out);
            out.push_str(before);
        }
        rest = if let Some(word) = word {
            let rest = word.rest;
            run.push(word, &mut out);
            rest
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
struct WordRun<'a>(Vec<EncodedWord<'a>>);

impl<'a> WordRun<'a> {
    fn push(&mut self, word: EncodedWord<'a>, out: &mut String) {
        if let Some(last) = self.0.last()
            && !charset::is_same(last.charset, word.charset)
        {
            self.flush(out);
        }
        self.0.push(word);
    }

    /// Writes the text of the words. Tried in turn: their octets joined, as most mailers cut
    /// between octets; their base64 joined, where a mailer cut that; each word by itself.
    fn flush(&mut self, out: &mut String) {
        let Some(first) = self.0.first() else {
            return;
        };
        let decoded = |bytes: &[u8]| match charset::decode(bytes, Some(first.charset)) {
            (text, true) => Some(text.into_owned()),
            _ => None,
        };
        let octets: Vec<Vec<u8>> = self.0.iter().map(EncodedWord::octets).collect();
        let joined = decoded(&octets.concat());
        match joined.or_else(|| decoded(&self.packed()?)) {
            Some(text) => out.push_str(&text),
            None => octets.iter().for_each(|bytes| {
                out.push_str(&charset::decode(bytes, Some(first.charset)).0);
            }),
        }
        self.0.clear();
    }

    /// The octets of words in base64, their digits joined.
    fn packed(&self) -> Option<Vec<u8>> {
        let digits = self
            .0
            .iter()
            .map(|word| (!word.quoted).then_some(word.content));
        let digits: Vec<&[u8]> = digits.collect::<Option<_>>()?;
        let (octets, whole) = transfer::base64(&digits.concat());
        whole.then_some(octets)
    }
}

/// One encoded word and the text behind it.
struct EncodedWord<'a> {
    charset: &'a str,
    quoted: bool,
    content: &'a [u8],
    rest: &'a str,
}

impl<'a> EncodedWord<'a> {
    /// Reads a word at the start of `text`, which begins with `=?`.
    ///
    /// Sets `unclosed` where no `?=` follows at all, so that a long line is searched once.
    fn word_at(text: &'a str, unclosed: &mut bool) -> Option<Self> {
        let inner = text.get(2..)?;
        // No label of a charset is longer.
        let end = inner.bytes().take(64).position(|b| b == b'?')?;
        let charset = inner.get(..end)?;
        // `a =?b` in prose begins no word; RFC 2047 §2 allows no blank in one.
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
        // `=?x?b?not-a-word?=` is text: `-` is no digit of base64.
        let is_digit = |b: &u8| b.is_ascii_alphanumeric() || b"+/= ".contains(b);
        (quoted || content.iter().all(is_digit)).then_some(Self {
            charset,
            quoted,
            content,
            rest: payload.get(close + 2..)?,
        })
    }

    fn octets(&self) -> Vec<u8> {
        if self.quoted {
            q_decoded(self.content)
        } else {
            transfer::base64(self.content).0
        }
    }
}

/// Returns the place of the `?=` that closes a word. A bare `?` followed by `=XX` is content of
/// a Q word that a mailer failed to escape.
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
                // A `=` without two digits behind it is kept, as a mailer that escapes too little
                // means it.
                if let Some((high, low)) = transfer::hex_value(*high).zip(transfer::hex_value(*low))
                {
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
    fn words_that_switch_charset_and_back_are_one_text() {
        let apart = "=?ISO-2022-JP?B?GyRCJCIbKEI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=";
        assert_eq!(decode_words(apart), "あい");
        // The state goes on from word to word, and even a character does.
        let torn = "=?iso-2022-jp?Q?=1B$B$?= =?iso-2022-jp?Q?\"$$=1B(B?=";
        assert_eq!(decode_words(torn), "あい");
        let korean = "=?ISO-2022-KR?B?GyQpQw4wIQ8=?= =?ISO-2022-KR?B?DjAhDw==?=";
        assert_eq!(decode_words(korean), "가가");
    }

    #[test]
    fn base64_that_was_cut_anywhere_is_joined_first() {
        assert_eq!(decode_words("=?utf-8?B?w6nD?= =?utf-8?B?qQ==?="), "éé");
        assert_eq!(decode_words("=?utf-8?B?44GC44?= =?UTF8?B?GE?="), "あい");
        assert_eq!(decode_words("=?utf-8?B?w6k?= =?utf-8?B?w6k?="), "éé");
    }

    #[test]
    fn a_word_that_does_not_fit_leaves_the_others() {
        let broken = "=?utf-8?q?=C3=A9?= =?utf-8?q?=E9?=";
        assert_eq!(decode_words(broken), "éé");
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
