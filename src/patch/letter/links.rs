//! The URLs in a text, with their labels and the messages that URLs of archives lead to.

use memchr::memmem;

use crate::text::{lines, url};

use super::Link;
use crate::patch::archive_url::message_of_url;

/// A label is a few words; of a sentence only its end is kept.
const LABEL_CHARS: usize = 40;

/// The links of a text, in order.
pub(super) fn of(text: &str) -> Vec<Link> {
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    let mut heading = "";
    for line in lines(text) {
        // A link that is quoted was given by somebody else, for another mail.
        if line.starts_with('>') {
            continue;
        }
        let mut rest = line;
        let mut first = true;
        while let Some((before, link, after)) = url::next_link(rest) {
            let own = label(before);
            // `Previous versions:` above and one bare URL a line is as common as `v3:
            // https://example.org/x`.
            let label = if own.is_empty() && first {
                label(heading)
            } else {
                own
            };
            found.push(Link {
                label: label.into(),
                message_id: message_of_url(link),
                url: link.into(),
            });
            rest = after;
            first = false;
        }
        // Several bare URLs below one heading share it; prose has no say in what follows.
        if first && !line.trim().is_empty() {
            heading = if line.trim_end().ends_with(':') {
                line
            } else {
                ""
            };
        }
    }
    found
}

/// Whether a text may hold a URL: a cheap look before a dear one.
pub(super) fn may_hold(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"://").is_some()
}

/// Returns the label of a URL: the last words before it on its line, without bullets and colons.
fn label(before: &str) -> &str {
    let text = before
        .trim()
        .trim_start_matches(['-', '*', '+', '#', ' '])
        .trim_end_matches([':', '<', '(', '-', '=', ' ', '\t']);
    // "the discussion of the last version can be read at https://…": the last words say most.
    let Some((cut, _)) = text.char_indices().rev().nth(LABEL_CHARS) else {
        return text;
    };
    let tail = text.get(cut..).unwrap_or(text);
    tail.split_once(' ').map_or(tail, |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(String, String)> {
        of(text)
            .into_iter()
            .map(|l| (l.label.into(), l.url.into()))
            .collect()
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.into(), b.into())
    }

    #[test]
    fn a_link_is_called_by_its_line_or_its_heading() {
        let text = "Previous:\nhttps://x.y/1\n\n[0] https://x.y/2\n - v3: <https://x.y/3>\nSee (https://x.y/4).\n";
        let expected = [
            pair("Previous", "https://x.y/1"),
            pair("[0]", "https://x.y/2"),
            pair("v3", "https://x.y/3"),
            pair("See", "https://x.y/4"),
        ];
        assert_eq!(all(text), expected);
    }

    #[test]
    fn quoted_links_are_left_out() {
        assert!(all("> https://x.y/1\n").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn every_link_stands_in_the_text(text in r"(?:https?://[a-c%@/.()]{0,9}|[ -c%\n]{0,9}){0,6}") {
            for link in of(&text) {
                proptest::prop_assert!(text.contains(link.url.as_str()));
            }
        }
    }
}
