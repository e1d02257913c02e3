//! A link before it is opened: where it leads is always seen, however long it is, and what makes
//! it seem to lead elsewhere is told.

use std::borrow::Cow;

use unicode_security::MixedScript;
use unicode_segmentation::UnicodeSegmentation;

use super::{Role, Row};
use crate::text;

/// Columns that are kept for the link itself where there is something to tell of it.
const ROOM: usize = 40;

/// Columns of a name before the host: enough to see that there is one.
const NAME: usize = 12;

/// Bytes of a host that are looked at: no name on the net is longer.
const LONGEST: usize = 255;

/// A link in the parts that matter to who opens it.
#[derive(Debug, PartialEq, Eq)]
struct UrlParts<'a> {
    scheme: &'a str,
    /// What stands before the host and an `@`: a name, which may be made to look like a host.
    name: Option<&'a str>,
    /// Host and port; of a mail address, all of it.
    host: &'a str,
    rest: &'a str,
}

/// The link as it may be opened: of a mail address only that and a subject, for what else can be
/// said there (`attach`, `bcc`, `body`) is not for a mail to say. None for other schemes.
pub fn opened(url: &str) -> Option<Cow<'_, str>> {
    if url.starts_with("http://") || url.starts_with("https://") {
        return Some(Cow::Borrowed(url));
    }
    let to = url.strip_prefix("mailto:")?;
    let (address, fields) = to.split_once('?').unwrap_or((to, ""));
    let address = address.split(['&', '#']).next().unwrap_or(address);
    let mut fields = fields.split(['&', '#']).filter(|field| {
        let name = field.split_once('=').map_or("", |(name, _)| name);
        name.eq_ignore_ascii_case("subject")
    });
    let kept = match fields.next() {
        Some(subject) => format!("mailto:{address}?{subject}"),
        None => format!("mailto:{address}"),
    };
    // A line feed would begin another header.
    let breaks = ["%0a", "%0d", "%00"];
    let lower = kept.to_ascii_lowercase();
    if breaks.iter().any(|code| lower.contains(code)) || address.is_empty() {
        return None;
    }
    Some(if kept == url {
        Cow::Borrowed(url)
    } else {
        Cow::Owned(kept)
    })
}

/// A link in so many columns: its host in full, or the end of it, which says whose it is.
pub fn link_row(url: &str, columns: usize) -> Row {
    let parts = split(url);
    let told = oddities(&parts).join(", ");
    let aside = if told.is_empty() {
        0
    } else {
        text::width(&told) + 2
    };
    let room = columns.saturating_sub(aside).max(columns.min(ROOM));
    let mut row = Row::of(parts.scheme, Role::Dim);
    if let Some(name) = parts.name {
        row.push(
            &text::truncate(&text::sanitize(first(name)), NAME),
            Role::Hidden,
        );
        row.push("@", Role::Hidden);
    }
    if row.width() * 2 > room {
        row = Row::default();
    }
    let left = room.saturating_sub(row.width() + usize::from(!parts.rest.is_empty()));
    row.push(&end_of(parts.host, left), Role::Link);
    row.push(parts.rest, Role::Text);
    let mut row = row.cut_to(room, "…");
    if !told.is_empty() {
        row.push(&format!("  {told}"), Role::Alert);
    }
    row
}

fn split(url: &str) -> UrlParts<'_> {
    let (scheme, after) = match url.find("://") {
        Some(at) => url.split_at(at + 3),
        None => url.split_at(url.find(':').map_or(0, |at| at + 1)),
    };
    let is_mail = scheme == "mailto:";
    // Browsers take a backslash for a slash.
    let ends: &[char] = if is_mail {
        &['?']
    } else {
        &['/', '?', '#', '\\']
    };
    let (authority, rest) = after.split_at(after.find(ends).unwrap_or(after.len()));
    let at = authority.rfind('@').filter(|_| !is_mail);
    let (name, host) = match at {
        Some(at) => (authority.get(..at), authority.get(at + 1..)),
        None => (None, Some(authority)),
    };
    UrlParts {
        scheme,
        name,
        host: host.unwrap_or_default(),
        rest,
    }
}

/// What makes a link seem to lead elsewhere.
fn oddities(parts: &UrlParts<'_>) -> Vec<&'static str> {
    let host = end_of_part(parts.host);
    let labels = || host.split('.');
    let is_coded = |label: &str| {
        label
            .get(..4)
            .is_some_and(|l| l.eq_ignore_ascii_case("xn--"))
    };
    let all = [
        (parts.name.is_some(), "a name stands before the host"),
        (labels().any(is_coded), "punycode"),
        (
            labels().any(|label| !label.is_single_script()),
            "mixed scripts",
        ),
        (!host.is_ascii(), "letters outside ASCII"),
        (
            host.contains('%') && parts.scheme != "mailto:",
            "a coded host",
        ),
        (parts.rest.starts_with('\\'), "a backslash"),
    ];
    let odd = all.into_iter().filter(|(is_so, _)| *is_so);
    odd.map(|(_, what)| what).collect()
}

/// The beginning of a part that may be as long as a mail.
fn first(part: &str) -> &str {
    let end = (0..=LONGEST).rev().find_map(|end| part.get(..end));
    end.filter(|_| part.len() > LONGEST).unwrap_or(part)
}

/// Its end.
fn end_of_part(part: &str) -> &str {
    let from = part.len().saturating_sub(LONGEST);
    (from..part.len())
        .find_map(|from| part.get(from..))
        .unwrap_or(part)
}

/// A host cut in front.
fn end_of(host: &str, columns: usize) -> String {
    let clean = text::sanitize(end_of_part(host));
    let mut left = text::width(&clean);
    if left <= columns && host.len() <= LONGEST {
        return clean.into_owned();
    }
    let mut from = clean.len();
    for (at, cluster) in clean.grapheme_indices(true) {
        if left < columns {
            from = at;
            break;
        }
        left -= text::width(cluster);
    }
    format!("…{}", clean.get(from..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str, columns: usize) -> String {
        let row = link_row(url, columns);
        row.text().to_owned()
    }

    #[test]
    fn the_host_is_seen_whatever_stands_before_it() {
        let url = format!("https://lore.kernel.org:{}@evil.example/x", "a".repeat(300));
        for columns in [90, 60, 40, 30, 14] {
            let seen = shown(&url, columns);
            assert!(seen.contains("evil.example"), "{columns}: {seen}");
        }
        assert!(shown(&url, 90).contains("a name stands before the host"));
        let row = link_row(&url, 90);
        assert!(row.spans().iter().any(|(_, role)| *role == Role::Alert));
    }

    #[test]
    fn of_a_long_host_the_end_is_seen() {
        let url = format!("https://lore.kernel.org.{}.evil.example/x", "a".repeat(400));
        let seen = shown(&url, 60);
        assert!(
            seen.contains("evil.example") && seen.contains('…'),
            "{seen}"
        );
        assert!(text::width(&seen) <= 60, "{seen}");
    }

    #[test]
    fn an_honest_link_is_as_it_was() {
        let url = "https://lore.kernel.org/r/a@b.example";
        assert_eq!(shown(url, 60), url);
        assert_eq!(shown(url, 30), "https://lore.kernel.org/r/a@b…");
        assert_eq!(shown("mailto:ann@x.example", 60), "mailto:ann@x.example");
    }

    #[test]
    fn what_a_host_hides_is_told() {
        let odd = |url: &str| oddities(&split(url)).join(", ");
        assert_eq!(odd("https://xn--80ak6aa92e.com/"), "punycode");
        assert_eq!(
            odd("https://l\u{43e}re.example/"),
            "mixed scripts, letters outside ASCII"
        );
        assert_eq!(odd("https://\u{44f}.example/"), "letters outside ASCII");
        assert_eq!(
            odd("https://evil.example\\@lore.kernel.org/"),
            "a backslash"
        );
        assert_eq!(odd("https://e%76il.example/"), "a coded host");
        assert_eq!(odd("https://lore.kernel.org/a@b"), "");
        assert_eq!(
            split("https://evil.example\\@lore.kernel.org/").host,
            "evil.example"
        );
    }

    #[test]
    fn of_a_mail_address_a_subject_is_all_that_is_passed_on() {
        let kept = |url: &str| opened(url).map(Cow::into_owned);
        let some = |url: &str| Some(url.to_owned());
        assert_eq!(kept("mailto:a@b.example"), some("mailto:a@b.example"));
        assert_eq!(
            kept("mailto:a@b.example?attach=/etc/passwd&SUBJECT=hi&bcc=e@x&subject=x"),
            some("mailto:a@b.example?SUBJECT=hi")
        );
        assert_eq!(kept("mailto:a@b&attach=/etc/passwd"), some("mailto:a@b"));
        assert_eq!(kept("mailto:a@b?subject=x%0D%0Abcc:e@x"), None);
        assert_eq!(kept("mailto:?subject=x"), None);
        assert_eq!(
            kept("https://x.example/?body=x"),
            some("https://x.example/?body=x")
        );
        for other in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "HTTPS//x",
            " https://x",
            "-x",
        ] {
            assert_eq!(kept(other), None);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_link_fits_and_shows_the_end_of_its_host(
            name in "[a-z.:@\u{706f}]{0,60}", host in "[a-z.\u{44f}]{1,300}", path in "[a-z/@\u{706f}]{0,60}", columns in 12usize..100,
        ) {
            let row = link_row(&format!("https://{name}@{host}/{path}"), columns);
            let clean = text::sanitize(&host).into_owned();
            let tail: String = clean.graphemes(true).rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
            proptest::prop_assert!(row.text().contains(&tail), "{:?}", row.text());
        }
    }
}
