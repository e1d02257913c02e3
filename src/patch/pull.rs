//! Pull requests: where "git request-pull" says the changes are.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

/// How far below "are available" the URL may stand.
const LINES: usize = 4;

/// How every request begins; each letter is searched for it.
static REQUEST: LazyLock<Finder<'static>> =
    LazyLock::new(|| Finder::new("The following changes since commit"));

/// The URL of a pull request and what is to be pulled, squeezed to single blanks: the next line
/// with a URL below "are available in the git repository at:" (patchwork's rule).
pub fn url(text: &str) -> Option<String> {
    let begin = REQUEST.find(text.as_bytes())?;
    let request = text.get(begin..)?;
    let at = [
        "available in the Git repository at",
        "available in the git repository at",
    ]
    .iter()
    .filter_map(|words| memmem::find(request.as_bytes(), words.as_bytes()))
    .min()?;
    let below = request.get(at..)?;
    let (first, rest) = below.split_once('\n').unwrap_or((below, ""));
    let same_line = first.split_once("at:").map_or("", |(_, rest)| rest);
    let mut lines = std::iter::once(same_line)
        .chain(rest.lines().take(LINES))
        .skip_while(|line| !is_location(line.trim()));
    let mut words: Vec<&str> = lines.next()?.split_whitespace().collect();
    // A long URL is wrapped by some mail programs, its ref on the next line.
    if let Some(next) = lines.next().map(str::trim)
        && !next.is_empty()
        && words
            .last()
            .is_some_and(|last| *last == "\\" || words.len() == 1)
    {
        words.retain(|word| *word != "\\");
        words.extend(next.split_whitespace());
    }
    Some(words.join(" "))
}

/// `scheme://…` or `user@host:path`.
fn is_location(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or_default();
    word.contains("://") || (word.contains('@') && word.contains(':'))
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
    fn a_text_without_the_announcement_has_none() {
        assert_eq!(url("The following changes since commit 12"), None);
        assert_eq!(url("see git://x.y/z"), None);
    }
}
