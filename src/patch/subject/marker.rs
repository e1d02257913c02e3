//! Reply markers and marks before a subject. The reply markers are a closed list, so that `mm:` and
//! `net:` stay in the title; marks are put before the first bracket by gateways and bug trackers.

use memchr::memchr;

/// Markers that no subsystem is called by, as mail programs of many languages write them.
const REPLY_MARKERS: &[&str] = &[
    "re",
    "aw",
    "fw",
    "fwd",
    "antw",
    "antwort",
    "odp",
    "wg",
    "回复",
    "回覆",
    "答复",
    "答覆",
    "转发",
    "轉寄",
    "轉發",
    "返信",
    "転送",
    "회신",
    "답장",
    "전달",
    "Отв",
    "Ответ",
    "Απ",
    "ΑΠ",
    "Απάντηση",
    "Σχετ",
    "ΣΧΕΤ",
    "תשובה",
    "הועבר",
    "رد",
    "ตอบ",
    "ส่งต่อ",
    "Trả lời",
    "Vá",
    "Továbbítás",
    "Rép",
    "RÉP",
    "Réf",
    "RÉF",
];

/// Markers that could begin a title as well: they count only before a bracket or another marker.
const WEAK_MARKERS: &[&str] = &[
    "sv", "vs", "tr", "ref", "rif", "res", "enc", "vl", "ynt", "ilt", "rv", "rp", "atb", "ang",
    "vb", "vd", "doorst", "pd", "bls", "trs", "balas", "ha", "на", "НА", "На", "r", "i",
];

/// No marker is longer, its count included.
const LONGEST: usize = 32;

/// No mark before the first bracket is longer: what is, is a title.
const LONGEST_MARK: usize = 48;

/// Strips one reply marker (`Re:`, `RE[2]:`, `Fwd :`); returns the text behind it, or nothing where
/// `text` does not begin with one.
pub(super) fn strip(text: &str) -> Option<&str> {
    let (marker, rest) = first_word(text)?;
    let is_in = |markers: &[&str]| markers.iter().any(|m| m.eq_ignore_ascii_case(marker));
    // b4 takes any two or three letters before `: [` for a marker, and keeps `Re:` of `Re: mm: x`;
    // liblore has a closed list, so that `mm: [x86] y` keeps its subsystem.
    if is_in(REPLY_MARKERS) {
        return Some(rest);
    }
    // `SV: [PATCH] x` and `SV: Re: x` answer; `i: fix y` and `res: leak` are titles.
    let follows = |rest| first_word(rest).is_some_and(|(next, _)| is_strong(next));
    (is_in(WEAK_MARKERS) && (rest.starts_with('[') || follows(rest))).then_some(rest)
}

fn is_strong(marker: &str) -> bool {
    REPLY_MARKERS.iter().any(|m| m.eq_ignore_ascii_case(marker))
}

/// Returns the word before the first colon, without a count, and the text behind the colon.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    // No marker begins with a bracket: without this test the colon of `[PATCH] net: x` would be
    // looked for in every subject.
    if bytes.first().is_none_or(|&b| b == b'[') {
        return None;
    }
    // Chinese and Japanese mailers write a full-width colon: `答复：`.
    let near = bytes.get(..LONGEST).unwrap_or(bytes);
    let end = memchr(b':', near);
    let wide = || text.char_indices().take(LONGEST).find(|(_, c)| *c == '：');
    let (end, width) = match end {
        Some(end) => (end, 1),
        // Nearly all subjects are ASCII: only others can hold the wide colon.
        None if near.is_ascii() => return None,
        None => (wide()?.0, '：'.len_utf8()),
    };
    let (word, rest) = (text.get(..end)?, text.get(end + width..)?);
    Some((uncounted(word.trim_end()), rest.trim_start()))
}

/// `Re` of `Re[2]`, `Re(2)` or `Re^2`.
fn uncounted(word: &str) -> &str {
    // Outlook counts `RE[2]:`, The Bat `Re(2):`, Lotus `Re^2:`.
    let inner = word.strip_suffix([']', ')']).unwrap_or(word);
    let head = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    let counted = head.len() < inner.len();
    let head = head.strip_suffix(['[', '(', '^']).filter(|_| counted);
    head.unwrap_or(word).trim_end()
}

/// A mark before the first bracket and the subject behind it: `EXTERNAL:`, `*** SPAM ***`,
/// `bug#71235:`. A word of prose before a bracket is none; the caller looks at the bracket.
pub(super) fn leading_mark(text: &str) -> Option<(&str, &str)> {
    // Mail gateways of firms write `(EXT) `, `EXTERNAL: ` or `*** SPAM ***` before the bracket,
    // debbugs writes `bug#71235: `.
    let near = text.as_bytes().get(..LONGEST_MARK);
    let at = near.unwrap_or(text.as_bytes()).iter();
    let at = at.take_while(|b| **b != b'\n').position(|b| *b == b'[')?;
    let (before, _) = text.split_at_checked(at)?;
    // A reply marker may stand between the two.
    let ends = before.char_indices().filter(|(at, _)| *at > 0);
    let reply = ends
        .filter(|(at, c)| !c.is_whitespace() && before.get(..*at).is_some_and(|b| b.ends_with(' ')))
        .find(|(at, _)| text.get(*at..).is_some_and(|rest| strip(rest).is_some()));
    let (mark, rest) = text.split_at_checked(reply.map_or(at, |(at, _)| at))?;
    let mark = mark.trim();
    is_mark(mark).then_some((mark, rest))
}

/// `net:`, `External mail:`, `SPAM?`, and what stands between signs: `*** spam ***`, `{Spam?}`.
fn is_mark(text: &str) -> bool {
    let is_short = text.split_whitespace().count() <= 3;
    // Quotes and full stops belong to prose: `"x" [PATCH]` is no mark.
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, '"' | '\'' | '`' | ',' | '.');
    let set_off = text.ends_with([':', '-', '|', '：']);
    let framed = text.starts_with(is_sign) && text.ends_with(is_sign);
    let capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
    // `EXT [PATCH] x` and `EXTERNAL EMAIL [PATCH] x` have no sign at all; "the old [PATCH] x" is
    // prose.
    let shouted = capitals > 2 && !text.contains(char::is_lowercase);
    framed || (is_short && (set_off || shouted))
}
