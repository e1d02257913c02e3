//! Two mails under one id: copies of one, or two that a broken program numbered alike.

use crate::patch::subject::parse;

/// Whether subjects say that two mails are not one: another place in a series, another version, an
/// answer beside what it answers, or titles of which neither holds the other. Lists put words before
/// a title, and digests cut its end off.
pub(super) fn is_another(one: &str, other: &str) -> bool {
    let (one, other) = (&parse(one), &parse(other));
    let parts = one.part.zip(other.part);
    let (title, another) = (bare_title(&one.title), bare_title(&other.title));
    let is_empty = title.is_empty() || another.is_empty();
    parts.is_some_and(|(part, another)| part != another)
        || one.reply != other.reply
        || one.revision != other.revision
        || !(is_empty || title.contains(&another) || another.contains(&title))
}

/// The letters and digits of a title, in lower case.
fn bare_title(title: &str) -> String {
    let letters = title.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn subjects_tell_two_mails_from_two_copies() {
        for (one, other) in [
            ("[PATCH 1/2] a fix", "[PATCH 2/2] a fix"),
            ("[PATCH] a fix", "[PATCH v2] a fix"),
            ("[PATCH] a fix", "Re: [PATCH] a fix"),
            ("[PATCH] a fix", "[PATCH] another one"),
        ] {
            assert!(is_another(one, other) && is_another(other, one), "{other}");
        }
        for (one, other) in [
            ("[PATCH 1/2] a fix", "[list] [PATCH 1/2] a  fix"),
            ("[PATCH 1/2] a fix", "[1/2] a f"),
            ("[PATCH] a fix", "*** SPAM *** [PATCH] A fix"),
            ("[PATCH] a fix", ""),
        ] {
            assert!(!is_another(one, other), "{other}");
        }
    }
}
