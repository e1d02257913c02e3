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
                    // git escapes every byte that is not ASCII in octal: `f\303\266o` is `föo`
                    // (core.quotePath).
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
    let name = without_stamp(rest).trim_end();
    Cow::Borrowed(name.strip_prefix("./").unwrap_or(name))
}

/// Shapes of stamps: ISO as GNU diff and Posix write it, ctime as BSD does. `d` stands for a
/// digit or a blank before one, `a` for a letter.
const STAMPS: &[&[u8]] = &[b"dddd-dd-dd dd:dd", b"aaa aaa dd dd:dd:dd dddd"];

/// Labels that Subversion writes for a time.
const LABELS: &[&str] = &["(revision ", "(working copy)", "(nonexistent)", "(.../"];

/// Cuts ` 2021-05-11 10:00:00…` and its like where blanks stand for the tab.
fn without_stamp(name: &str) -> &str {
    let has_shape = |text: &[u8], shape: &[u8]| {
        let fits = |(byte, want): (&u8, &u8)| match want {
            b'd' => byte.is_ascii_digit() || *byte == b' ',
            b'a' => byte.is_ascii_alphabetic(),
            other => byte == other,
        };
        text.len() >= shape.len() && text.iter().zip(shape).all(fits)
    };
    let is_stamp = |text: &str| {
        LABELS.iter().any(|label| text.starts_with(label))
            || STAMPS.iter().any(|shape| has_shape(text.as_bytes(), shape))
    };
    memchr_iter(b' ', name.as_bytes())
        .find(|at| name.get(at + 1..).is_some_and(is_stamp))
        .and_then(|at| name.get(..at))
        .unwrap_or(name)
}

/// Splits what follows `diff --git ` into two names with their prefixes. Unquoted names are
/// told apart only where both are the same (git's own rule), since either may hold ` b/`.
pub(super) fn split_git(rest: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    if let Some((old, after)) = quoted(rest) {
        return Some((Cow::Owned(old), unquote(after.strip_prefix(' ')?)));
    }
    // Git quotes each side by itself: `a/x "b/\tx"`.
    if let Some(at) = rest.find(" \"") {
        let (old, new) = rest.split_at_checked(at)?;
        return Some((Cow::Borrowed(old), Cow::Owned(quoted(new.get(1..)?)?.0)));
    }
    if rest.len() > LONGEST {
        return None;
    }
    let bytes = rest.as_bytes();
    // `a/x b/y b/x b/y`: every blank may be the border, and only one leaves equal names.
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

/// The path that two names of a plain diff mean. A first directory is a prefix where it tells
/// the sides apart (`a/` and `b/`, `x-1.0.orig/` and `x-1.0/`); names that are the same, or of
/// which one goes on (`x.c` and `x.c.orig`, `x.c~`, `x.c.jj`), are of one tree and have none.
/// Where one name ends in the other, that one is the path. The shorter is meant, as
/// `git apply` prefers it.
pub(super) fn of_both<'a>(old: &'a str, new: &'a str) -> &'a str {
    let (short, long) = if old.len() < new.len() {
        (old, new)
    } else {
        (new, old)
    };
    let goes_on = long
        .strip_prefix(short)
        .is_some_and(|more| !more.contains('/'));
    let ends_in = long
        .strip_suffix(short)
        .is_some_and(|before| before.ends_with('/'));
    if (goes_on || ends_in) && !is_usual(short) {
        return short.trim_start_matches('/');
    }
    // `x-1.0.orig/x.c` and `x-1.0/x.c`: two trees side by side, as quilt and tarballs have them.
    let (old, new) = (strip(old), strip(new));
    if new.starts_with(old) { old } else { new }
}

/// Lines above a header that tell who wrote it.
const LEAD_LINES: usize = 8;

/// The path that one name means whose other side is `/dev/null`; `before` is the text above.
/// git's letters are a prefix, and so is the first directory in a diff of quilt, which writes
/// `Index:`; CVS writes that too, but also names its file, and has none. Nor have got and GNU
/// diff.
pub(super) fn of_one<'a>(name: &'a str, before: &str) -> &'a str {
    let above = before.lines().rev().take(LEAD_LINES);
    let lead = above.take_while(|line| !line.is_empty());
    let (mut index, mut cvs) = (false, false);
    for line in lead {
        index |= line.starts_with("Index: ");
        cvs |= line.starts_with("RCS file: ");
    }
    if is_prefixed(name) || index && !cvs {
        return strip(name);
    }
    name.trim_start_matches('/')
}

/// Whether a name begins with a prefix as git writes them: `a/`, `b/`, `i/`, `w/`, `c/`, `o/`, `1/`, `2/`.
fn is_prefixed(name: &str) -> bool {
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

/// Whether a name begins with `a/` or `b/`: a prefix even where both sides have the same, since
/// people who write headers by hand copy it.
pub(super) fn is_usual(name: &str) -> bool {
    matches!(name.as_bytes(), [b'a' | b'b', b'/', _, ..])
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
        assert_eq!(of_line("x.c Thu Jan  1 01:00:00 1970"), "x.c");
        assert_eq!(of_line("d/x.c     (revision 0)"), "d/x.c");
        assert_eq!(of_line("./d/x (1).c"), "d/x (1).c");
    }
}
