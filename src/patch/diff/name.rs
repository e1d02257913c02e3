//! Paths as diffs write them: quoted, prefixed, with a date behind them (git's `quote.c`
//! and the naming rules of `git apply`).

use std::borrow::Cow;

use memchr::{memchr, memchr_iter};

/// Longest `diff --git` line that is split without the help of other lines, in bytes.
const LONGEST: usize = 8192;

/// Undoes git's C-style quoting (`"a/f\303\266o"`); an unquoted path comes back as it is.
pub(crate) fn unquote(text: &str) -> Cow<'_, str> {
    quoted(text).map_or(Cow::Borrowed(text), |(name, _)| Cow::Owned(name))
}

/// Reads a quoted path at the start of a text: the path, and what follows the closing quote.
fn quoted(text: &str) -> Option<(String, &str)> {
    let body = text.strip_prefix('"')?;
    let mut bytes = body.bytes().enumerate();
    let mut name = Vec::new();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let name = String::from_utf8_lossy(&name).into_owned();
                return Some((name, body.get(at + 1..)?));
            }
            b'\\' => {
                let (_, escaped) = bytes.next()?;
                name.push(match escaped {
                    b'a' => 7,
                    b'b' => 8,
                    b't' => b'\t',
                    b'n' => b'\n',
                    b'v' => 11,
                    b'f' => 12,
                    b'r' => b'\r',
                    b'0'..=b'3' => {
                        let (_, second) = bytes.next()?;
                        let (_, third) = bytes.next()?;
                        octal(escaped)? * 64 + octal(second)? * 8 + octal(third)?
                    }
                    other => other,
                });
            }
            _ => name.push(byte),
        }
    }
    None
}

fn octal(digit: u8) -> Option<u8> {
    (b'0'..=b'7').contains(&digit).then(|| digit - b'0')
}

/// The path of a `---` or `+++` line: unquoted, without the date that `diff -u` writes.
pub(super) fn of_line(rest: &str) -> Cow<'_, str> {
    if let Some((name, _)) = quoted(rest) {
        return Cow::Owned(name);
    }
    let end = memchr(b'\t', rest.as_bytes()).unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or_default();
    Cow::Borrowed(without_date(rest).trim_end())
}

/// Cuts ` 2021-05-11 10:00:00…` where blanks stand for the tab.
fn without_date(name: &str) -> &str {
    let is_date = |text: &str| {
        let mut shape = text.bytes().zip(b"dddd-dd-dd dd:dd".iter());
        text.len() >= 16
            && shape.all(|(byte, want)| match want {
                b'd' => byte.is_ascii_digit(),
                other => byte == *other,
            })
    };
    memchr_iter(b' ', name.as_bytes())
        .find(|at| name.get(at + 1..).is_some_and(is_date))
        .and_then(|at| name.get(..at))
        .unwrap_or(name)
}

/// Whether a line of a plain diff carries the date that stands for "no such file".
pub(super) fn is_epoch(rest: &str) -> bool {
    rest.split_once('\t')
        .is_some_and(|(_, date)| date.starts_with("1970-01-01 ") || date.starts_with("1969-12-31 "))
}

/// Splits what follows `diff --git ` into two names with their prefixes. Unquoted names are
/// told apart only where both are the same (git's own rule), since either may hold ` b/`.
pub(super) fn split_git(rest: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    if let Some((old, after)) = quoted(rest) {
        return Some((Cow::Owned(old), unquote(after.strip_prefix(' ')?)));
    }
    if let Some(at) = rest.find(" \"") {
        let (old, new) = rest.split_at_checked(at)?;
        return Some((Cow::Borrowed(old), Cow::Owned(quoted(new.get(1..)?)?.0)));
    }
    if rest.len() > LONGEST {
        return None;
    }
    let bytes = rest.as_bytes();
    let prefix = memchr(b'/', bytes).map_or(rest.len(), |slash| slash + 1);
    memchr_iter(b' ', bytes)
        .filter_map(|at| Some((rest.get(..at)?, rest.get(at + 1..)?)))
        .find(|(old, new)| old == new || is_same(old, new, prefix))
        .map(|(old, new)| (Cow::Borrowed(old), Cow::Borrowed(new)))
}

/// Whether two names are the same behind their first directories; `prefix` is the length of
/// the old one's. Looks at one byte first, so that a long line of blanks stays cheap.
fn is_same(old: &str, new: &str, prefix: usize) -> bool {
    let Some(name) = old.get(prefix..).filter(|name| !name.is_empty()) else {
        return false;
    };
    let slash = new.len().checked_sub(name.len() + 1);
    slash.is_some_and(|slash| {
        new.as_bytes().get(slash) == Some(&b'/')
            && new.find('/') == Some(slash)
            && new.get(slash + 1..) == Some(name)
    })
}

/// A path without its first directory; a path without any stays whole.
pub(super) fn strip(name: &str) -> &str {
    let slash = memchr(b'/', name.as_bytes());
    let rest = slash.and_then(|slash| name.get(slash + 1..));
    rest.map_or(name, |rest| rest.trim_start_matches('/'))
}

/// Whether a name begins with a prefix as git writes them: `a/`, `b/`, `i/`, `w/`, `c/`, `o/`, `1/`, `2/`.
pub(super) fn is_prefixed(name: &str) -> bool {
    matches!(
        name.as_bytes(),
        [
            b'a' | b'b' | b'i' | b'w' | b'c' | b'o' | b'1' | b'2',
            b'/',
            _,
            ..
        ]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octal_escapes_are_bytes_of_utf_8() {
        assert_eq!(unquote(r#""a/f\303\266o\t.c""#), "a/f\u{f6}o\t.c");
        assert_eq!(unquote("a/plain"), "a/plain");
        assert_eq!(unquote(r#""open"#), r#""open"#);
    }

    #[test]
    fn a_path_may_hold_what_looks_like_the_second_prefix() {
        let pair = |a: &'static str, b: &'static str| Some((a.into(), b.into()));
        assert_eq!(split_git("a/x b/y b/x b/y"), pair("a/x b/y", "b/x b/y"));
        assert_eq!(split_git("x.c x.c"), pair("x.c", "x.c"));
        assert_eq!(split_git("a/x.c b/y.c"), None);
        assert_eq!(split_git(r#"a/x "b/\tx""#), pair("a/x", "b/\tx"));
        assert_eq!(split_git(r#""a/\tx" b/x"#), pair("a/\tx", "b/x"));
    }

    #[test]
    fn dates_behind_a_path_are_cut() {
        assert_eq!(of_line("a/x.c\t2021-05-11 10:00:00.0 +0200"), "a/x.c");
        assert_eq!(of_line("a/x y.c 2021-05-11 10:00:00"), "a/x y.c");
        assert_eq!(of_line("a/x y.c\t"), "a/x y.c");
        assert!(is_epoch("a/x\t1970-01-01 01:00:00.0 +0100"));
    }
}
