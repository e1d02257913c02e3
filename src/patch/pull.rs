//! Pull requests: the place of the changes, as `git request-pull` writes it.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

/// Lines below "are available" within which the URL must stand.
const LINES: usize = 4;

/// The words with which every request begins; each letter is searched for them.
static REQUEST: LazyLock<Finder<'static>> =
    LazyLock::new(|| Finder::new("The following changes since commit"));

/// The words of a request between its first commit and the place, compared without case and blanks.
const PLACE: &[&str] = &["available", "in", "the", "git", "repository", "at:"];

/// The words of [`PLACE`] and the blanks that a mailer may put between them.
const PLACE_SIZE: usize = 60;

/// Returns the URL of a pull request and the ref to pull, squeezed to single blanks: the next line
/// with a URL below "are available in the git repository at:" (patchwork's rule).
pub fn url(text: &str) -> Option<String> {
    let begin = REQUEST.find(text.as_bytes())?;
    let request = text.get(begin..)?;
    // Every "available" is tried: the subject of the base commit stands above and may hold the
    // word.
    let mut starts = memmem::find_iter(request.as_bytes(), "available");
    let below = starts.find_map(|at| below_place(request.get(at..)?))?;
    located(&mut below.lines().take(LINES + 1))
}

/// Returns the same for a request in words of its own, which its title makes known: the first line
/// that is a URL and a ref, perhaps behind "please pull from". Links to a page are none.
pub fn named(text: &str) -> Option<String> {
    text.lines().enumerate().find_map(|(at, line)| {
        let is_asking = |word: &&str| matches!(word.trim_end_matches(':'), "from" | "at" | "pull");
        let start = line.split_whitespace().position(is_location)?;
        let before = start
            .checked_sub(1)
            .and_then(|at| line.split_whitespace().nth(at));
        let found = located(&mut text.lines().skip(at).take(2))?;
        // `https://example.org/x` alone is a page to read. A `.git` or a ref behind it
        // (`https://example.org/x for-next`) makes it a repository.
        let of_git = !found.starts_with("http") || found.contains(".git") || found.contains(' ');
        // More words than a place and a ref are a sentence that holds a URL.
        let fits = found.split(' ').count() <= 2 && of_git;
        (fits && before.as_ref().is_none_or(is_asking)).then_some(found)
    })
}

/// Returns the text behind the words that announce the place, where `text` begins with them.
fn below_place(text: &str) -> Option<&str> {
    // An `at:` far below belongs to other words than this "available", and is not looked for: a
    // letter may say the word a hundred thousand times.
    let near = text.as_bytes();
    let near = near.get(..PLACE_SIZE + 2).unwrap_or(near);
    let at = memmem::find(near, b"at:")?;
    let (words, below) = text.split_at_checked(at)?;
    let below = below.strip_prefix("at:")?;
    let mut words = words.split_whitespace().chain(["at:"]);
    let is_said = PLACE.iter().all(|want| {
        words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case(want))
    });
    (is_said && words.next().is_none()).then_some(below)
}

/// The first URL on some lines, with the ref behind it.
fn located<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<String> {
    let mut words: Vec<&str> = lines.find_map(|line| {
        let words = line
            .split_whitespace()
            .skip_while(|word| !is_location(word));
        Some(words.collect::<Vec<_>>()).filter(|words| !words.is_empty())
    })?;
    // b4 takes a backslash between URL and ref, too: `https://example.org/x.git \` with the tag on
    // the next line.
    let is_cut = words.last() == Some(&"\\");
    words.retain(|word| *word != "\\");
    // A long URL is wrapped by some mail programs, its ref on the next line.
    if is_cut || words.len() == 1 {
        let next: Vec<&str> = lines
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        // A lone word on the next line is the ref; a sentence there ("for you to fetch") is none.
        words.extend(next.first().filter(|_| is_cut || next.len() == 1));
    }
    let bare = words.iter().map(|word| word.trim_matches(['<', '>']));
    Some(bare.collect::<Vec<_>>().join(" "))
}

/// `scheme://…`, `user@host:path` or `host:/path`, perhaps in brackets.
fn is_location(word: &str) -> bool {
    let word = word.trim_matches(['<', '>']);
    let (place, path) = word.split_once(':').unwrap_or_default();
    let is_host = !place.is_empty() && !path.is_empty();
    is_host && (path.starts_with('/') || place.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_stands_below_the_announcement() {
        let text = "Hi,\nThe following changes since commit 12:\n\n  x\n\nare available in the \
                    git repository at:\n\n  git://x.y/z  tag\n\nfor you to fetch\n";
        assert_eq!(url(text).unwrap(), "git://x.y/z tag");
        let wrapped = text.replace("  tag", "\n    tag");
        assert_eq!(url(&wrapped).unwrap(), "git://x.y/z tag");
        let ssh = text.replace("git://x.y/z", "git@x.y:z");
        assert_eq!(url(&ssh).unwrap(), "git@x.y:z tag");
    }

    #[test]
    fn a_place_is_named_in_every_form_that_git_takes() {
        for (written, want) in [
            ("  git@x.y:z.git  tags/t", "git@x.y:z.git tags/t"),
            (
                "  ssh://git@x.y/z.git\ttags/t",
                "ssh://git@x.y/z.git tags/t",
            ),
            ("  x.y:/pub/z.git t", "x.y:/pub/z.git t"),
            ("  <https://x.y/z.git> t", "https://x.y/z.git t"),
            ("  https://x.y/z.git\u{a0}t", "https://x.y/z.git t"),
            ("  https://x.y/z.git \\\n    t", "https://x.y/z.git t"),
            (
                "\n\n  https://x.y/z.git\nfor you to fetch",
                "https://x.y/z.git",
            ),
        ] {
            let said = "The following changes since commit 12:\n\n  make it available at: once\n\nare \
                        available in the\ngit repository at:\n";
            assert_eq!(
                url(&format!("{said}{written}\n")).as_deref(),
                Some(want),
                "{written}"
            );
        }
    }

    #[test]
    fn a_request_in_words_of_its_own_names_a_place() {
        let of = |text: &str| named(text);
        assert_eq!(
            of("Please pull\n\n  git://x.y/z for-next\n").unwrap(),
            "git://x.y/z for-next"
        );
        assert_eq!(
            of("Please pull from: git@x.y:z.git t\n").unwrap(),
            "git@x.y:z.git t"
        );
        assert_eq!(
            of("pull from\nhttps://x.y/z.git\ntags/t\n").unwrap(),
            "https://x.y/z.git tags/t"
        );
        for text in [
            "see https://x.y/z",
            "https://lists.x.y/page",
            "Ann <a@x.y>: hi",
            "a@x.y: said",
            "mailto:a@b",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_without_the_announcement_has_none() {
        assert_eq!(url("The following changes since commit 12"), None);
        assert_eq!(url("see git://x.y/z"), None);
    }
}
