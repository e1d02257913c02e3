//! Lines that tie a series to others: `base-commit:`, `change-id:`, `Depends-on:` and their kin.

use crate::mail::MessageId;
use crate::text::Shared;

use super::Letter;
use crate::patch::archive_url::message_of_url;

/// Digits of a commit's name: abbreviated at least to git's default, at most SHA-256.
const COMMIT_DIGITS: std::ops::RangeInclusive<usize> = 7..=64;

/// Bytes of the longest name that is read here, `prerequisite-message-id`.
const LONGEST: usize = 23;

/// Whether a line belongs to the block that git and b4 write below a series.
pub(super) fn is_base_line(line: &str) -> bool {
    // `prerequisite-` stands for three tags: patch ids of git, message and change ids of b4.
    let named = |name: &str| {
        line.get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    let first = line.bytes().next().unwrap_or_default();
    b"bpc".contains(&first.to_ascii_lowercase())
        && ["base-commit:", "prerequisite-", "change-id:"]
            .iter()
            .any(|name| named(name))
        && line.contains(": ")
}

/// Reads one line and adds the tag that it holds to the letter.
pub(super) fn read_line(line: &str, letter: &mut Letter) {
    let first = line.bytes().next().unwrap_or_default();
    // The names begin with six letters. Nearly all lines have another or a long way to a colon, and
    // this is asked of every line of every letter.
    if !b"bpcdso".contains(&first.to_ascii_lowercase()) {
        return;
    }
    let colon = line.bytes().take(LONGEST + 1).position(|b| b == b':');
    let Some((name, value)) = colon.and_then(|colon| line.split_at_checked(colon)) else {
        return;
    };
    let value = value.strip_prefix(':').unwrap_or(value).trim();
    let word = value.split_whitespace().next().unwrap_or_default();
    match name.to_ascii_lowercase().as_str() {
        // The first one counts: a cover that repeats the block of its older version does so below.
        "base-commit" => letter.base_commit = letter.base_commit.take().or_else(|| commit(value)),
        "change-id" if letter.change_id.is_none() && !word.is_empty() => {
            letter.change_id = Some(word.into());
        }
        tag @ ("prerequisite-patch-id" | "prerequisite-message-id" | "prerequisite-change-id") => {
            letter.prerequisites.push((tag.into(), word.into()));
        }
        // patchwork reads `Depends-on:` with an id or a URL, patchew `Based-on:`, DPDK `Depends-on:
        // series-12 ("x")`: the whole value is kept.
        "depends-on" | "based-on" if !value.is_empty() => {
            letter
                .depends_on
                .push(value.trim_matches(['<', '>']).into());
        }
        // patchew's `Supersedes: <id>`.
        "supersedes" | "obsoletes" if !word.is_empty() => {
            letter.supersedes.push(message_id(word));
        }
        _ => {}
    }
}

/// Reads a commit's name: a whole hex word, and nothing behind it that would make it another name
/// (`v6.9-rc1`, `next-2024`).
fn commit(value: &str) -> Option<Shared> {
    // b4 reads `6` of `base-commit: v6.9-rc1` and `e` of `next-20240501`: a word counts as a whole
    // or not at all.
    let word = value
        .split(|c: char| c.is_whitespace() || c == '(')
        .next()?;
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    (hex && COMMIT_DIGITS.contains(&word.len())).then(|| word.to_ascii_lowercase().into())
}

fn message_id(word: &str) -> MessageId {
    message_of_url(word).unwrap_or_else(|| MessageId::new(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Letter {
        let mut letter = Letter::default();
        text.lines().for_each(|line| read_line(line, &mut letter));
        letter
    }

    #[test]
    fn a_base_commit_is_a_whole_hex_word() {
        assert_eq!(read("base-commit: 1234567").base_commit.unwrap(), "1234567");
        assert_eq!(
            read("Base-Commit: abcdef1 (v5)").base_commit.unwrap(),
            "abcdef1"
        );
        for text in [
            "base-commit: v6.9-rc1",
            "base-commit: next-20240501",
            "base-commit: 123",
        ] {
            assert_eq!(read(text).base_commit, None, "{text}");
        }
        assert_eq!(read(" base-commit: 1234567").base_commit, None);
    }

    #[test]
    fn every_tie_is_kept() {
        let letter = read(
            "change-id: a-b\nprerequisite-change-id: c:v2\nprerequisite-patch-id: 12\n\
             Depends-on: <a@b>\nBased-on: <c@d>\nSupersedes: <e@f>\n\
             Obsoletes: https://lore.kernel.org/r/g@h\n",
        );
        assert_eq!(letter.change_id.unwrap(), "a-b");
        assert_eq!(letter.prerequisites.len(), 2);
        assert_eq!(letter.depends_on, ["a@b", "c@d"]);
        assert_eq!(
            letter.supersedes,
            [MessageId::new("e@f"), MessageId::new("g@h")]
        );
    }
}
