//! How a reply begins, for lists of replies.

use super::trailer;
use crate::text::{Shared, lines};

/// Characters that are kept.
const LONGEST: usize = 120;

/// Lines in which it is looked for: who quotes more before a word is said has no beginning.
const LINES: usize = 400;

/// The first line of a reply that is its own: no quote, no line that announces one, no
/// greeting, no tag. Empty where there is none.
pub(super) fn of(text: &str) -> Shared {
    let lines = lines(text).take_while(|line| *line != "-- ").take(LINES);
    let own = lines.filter(|line| !line.starts_with('>')).map(str::trim);
    let mut said = own.filter(|line| is_own(line));
    let first = said.next().unwrap_or_default();
    match first.char_indices().nth(LONGEST) {
        Some((end, _)) => first.get(..end).unwrap_or_default().into(),
        None => first.into(),
    }
}

fn is_own(line: &str) -> bool {
    let announces = || line.ends_with("wrote:") || line.ends_with("writes:") || is_date(line);
    let greets = || line.ends_with(',') && line.split(' ').count() <= 3;
    let has_word = || line.chars().any(char::is_alphanumeric);
    let is_tag = || trailer::parse_line(line).is_some_and(|tag| trailer::is_person(&tag));
    !line.starts_with(['>', '|']) && has_word() && !announces() && !greets() && !is_tag()
}

/// `On Monday, 3 May 2021, Ann` whose `wrote:` stands on the next line.
fn is_date(line: &str) -> bool {
    line.starts_with("On ") && line.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn quotes_greetings_and_tags_are_passed_over() {
        let text =
            "Hi Ann,\n\nOn 3 May, Ann\nwrote:\n> x\n\nReviewed-by: B <b@x.y>\nThis is wrong.\n";
        assert_eq!(&*of(text), "This is wrong.");
        assert_eq!(&*of("> x\n-- \nB\n"), "");
    }
}
