//! URLs: where one begins and ends in a text, and what stands percent-encoded in it.
//!
//! Everything that lists, marks or follows a link goes by [`next_link`] and [`links`], so that a link is
//! the same text wherever it is offered.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::is_hidden;

/// What every web link begins with; every line of prose is searched for it.
static HTTP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("http"));

/// The first web link of a text, with what stands before and after it.
pub fn next_link(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let start = from + HTTP.find(text.get(from..)?.as_bytes())?;
        let (before, rest) = text.split_at_checked(start)?;
        if is_web(rest) {
            let url = leading(rest);
            return Some((before, url, rest.get(url.len()..)?));
        }
        from = start + 4;
    }
}

/// Every link of a text that may be opened, in order: web links and `mailto:`.
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    memchr::memchr2_iter(b'h', b'm', text.as_bytes()).filter_map(move |start| {
        let rest = text.get(start..)?;
        if start < at || !(is_web(rest) || is_mail(rest)) {
            return None;
        }
        let link = leading(rest);
        at = start + link.len();
        Some(link)
    })
}

/// Whether a text is one link and nothing else, as it may be opened.
pub fn is_link(text: &str) -> bool {
    (is_web(text) || is_mail(text)) && !text.contains(ends_a_link)
}

fn is_web(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn is_mail(text: &str) -> bool {
    text.starts_with("mailto:")
}

/// RFC 3986 (appendix C) delimits URLs in prose by blanks, quotes and angle brackets. Backquotes are
/// how markdown quotes one, and what cannot be seen is no part of what a reader opens.
fn ends_a_link(c: char) -> bool {
    c.is_whitespace() || "<>\"`".contains(c) || is_hidden(c)
}

/// The link that a text begins with.
fn leading(text: &str) -> &str {
    // Nearly every URL is printable ASCII, of which four signs end one: the rest is not asked one
    // by one whether it can be seen.
    let is_plain = |b: &u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'`');
    let plain = text.bytes().take_while(|b| is_plain(b)).count();
    let rest = text.get(plain..).unwrap_or_default();
    let end = rest.find(ends_a_link).map_or(text.len(), |at| plain + at);
    without_punctuation(text.get(..end).unwrap_or(text))
}

/// Takes off what ends the sentence (`see https://x.y/z.`) and brackets that were opened before the
/// URL: `(https://x.y/z)` loses one, `https://x.y/Bar_(unit)` none.
fn without_punctuation(url: &str) -> &str {
    let spare = |open: char, close: char| {
        let closed = url.matches(close).count();
        closed.saturating_sub(url.matches(open).count())
    };
    let (mut round, mut square) = (spare('(', ')'), spare('[', ']'));
    let is_spare = |count: &mut usize| {
        let is_spare = *count > 0;
        *count = count.saturating_sub(1);
        is_spare
    };
    url.trim_end_matches(|c| match c {
        ')' => is_spare(&mut round),
        ']' => is_spare(&mut square),
        _ => ".,;:!?'*".contains(c),
    })
}

/// A text as one part of a URL's path.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        // The unreserved characters of RFC 3986, and those of `pchar` that message ids have.
        if byte.is_ascii_alphanumeric() || b"-._~@+=$".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Undoes percent-encoding; what is no valid escape stays.
pub fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = match after {
            [high, low, ..] if *first == b'%' => hex_value(*high).zip(hex_value(*low)),
            _ => None,
        };
        rest = if code.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
        bytes.push(code.map_or(*first, |(high, low)| high << 4 | low));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_value(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_belongs_to_a_link_that_opened_it() {
        let text = "(https://x.y/a) [see https://x.y/b], https://x.y/Bar_(unit), (https://x.y/(a)) and https://x.y/c[1].";
        let found: Vec<&str> = links(text).collect();
        let wanted = [
            "https://x.y/a",
            "https://x.y/b",
            "https://x.y/Bar_(unit)",
            "https://x.y/(a)",
            "https://x.y/c[1]",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn links_of_both_kinds_come_in_their_order() {
        let text = "mailto:a@b, http://x and httpx://y https://z?mailto:c mailto:d@e.\nftp://f";
        let found: Vec<&str> = links(text).collect();
        assert_eq!(
            found,
            ["mailto:a@b", "http://x", "https://z?mailto:c", "mailto:d@e"]
        );
        assert!(found.iter().all(|link| is_link(link)));
    }

    #[test]
    fn a_link_ends_where_nothing_is_seen() {
        assert_eq!(
            next_link("https://x.y/a\u{200b}b").unwrap().1,
            "https://x.y/a"
        );
        for bad in [
            "https://x y",
            "https://x\u{202e}",
            "x https://x",
            "file:///x",
            "https://x>",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
    }

    #[test]
    fn a_text_survives_its_way_through_a_url() {
        let id = "20210511/a%b é@x.org";
        assert_eq!(unescape(&escape(id)), id);
        assert!(!escape(id).contains('/'));
        assert_eq!(unescape("%4a%+1%4%"), "J%+1%4%");
    }
}
