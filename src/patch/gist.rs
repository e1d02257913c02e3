//! Finds the first words of a reply, for lists of replies.

use super::{quote, trailer};
use crate::text::{Shared, is_blank, whole_lines};

/// Characters of the line that are kept.
const LONGEST: usize = 120;

/// Lines that are looked at: a reply that quotes more than that before its first word has no
/// beginning.
const LINES: usize = 400;

/// Returns the first line of a reply that is the sender's own: no quote, no attribution, no
/// greeting, no tag. Empty where there is none, for example where the mail that is answered stands
/// below and no word above it.
pub(super) fn of(text: &str) -> Shared {
    let first = first_said(text).unwrap_or_default();
    match first.char_indices().nth(LONGEST) {
        Some((end, _)) => first.get(..end).unwrap_or_default().into(),
        None => first.into(),
    }
}

fn first_said(text: &str) -> Option<&str> {
    let mut behind = 0;
    let mut announced = 0;
    let mut is_head = false;
    for line in whole_lines(text).take(LINES) {
        let at = behind;
        behind += line.len();
        // Most lines of a reply are quoted: these are passed over at once.
        if line.starts_with('>') {
            continue;
        }
        if line.starts_with(['-', '_'])
            && quote::is_rest(line.trim_end_matches(['\n', '\r']))
            && !has_mail_below(text, behind)
        {
            break;
        }
        // The head of a mail that is answered between its lines ends with a blank one.
        is_head = is_head && !is_blank(line);
        if is_head || at < announced || !is_own(line.trim()) {
            continue;
        }
        let said = text.get(at..).unwrap_or_default();
        // `Am Montag, 9. März 2026` and `um 10:00 schrieb Ann:` are two lines, and neither says
        // anything.
        announced = at + quote::leading_attribution(said);
        if at < announced {
            continue;
        }
        if !quote::begins_below(text, at) {
            return Some(line.trim());
        }
        // Outlook's `From:`, `Sent:`, `Subject:` begin the mail that is answered. Where words stand
        // between its quoted lines, they follow the head; else nothing was said.
        if quote::below(text).is_some() {
            return None;
        }
        is_head = true;
    }
    None
}

/// Whether what stands behind a rule is the mail that is answered, and no footer of a list.
fn has_mail_below(text: &str, rule: usize) -> bool {
    let rest = text.get(rule..).unwrap_or_default();
    // `____________` is the rule of Outlook above the mail that is answered, and that of Mailman
    // above the footer of a list: the next words tell which.
    let blank = rest.len() - rest.trim_start().len();
    quote::begins_below(text, rule + blank)
}

fn is_own(line: &str) -> bool {
    let announces = || line.ends_with("wrote:") || line.ends_with("writes:") || is_date(line);
    // "Hi Ann," and "Dear all," but not a sentence that was wrapped at its comma.
    let greets = || line.ends_with(',') && line.split(' ').count() <= 3;
    let has_word = || line.chars().any(char::is_alphanumeric);
    // A `Reviewed-by:` is shown as a tag already; a list of replies would say it twice.
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
        let footer = "______________________________\npumps mailing list\npumps@x.y\n";
        assert_eq!(&*of(&format!("Hi,\n> x\n{footer}")), "");
        let text = "Am Montag, 9. März 2026\num 10:00 schrieb Ann:\n\n> x\n\nIt leaks.\n";
        assert_eq!(&*of(text), "It leaks.");
        let below = "From: Ann <a@b.c>\nSent: Monday\nSubject: x\n\nOld.\n";
        let long = format!("{}\n\n", "_".repeat(32));
        for rule in ["", "-----Original Message-----\n", "__________\n\n", &long] {
            assert_eq!(&*of(&format!("Hi Ann,\n\n{rule}{below}")), "", "{rule}");
            assert_eq!(&*of(&format!("Yes.\n\n{rule}{below}")), "Yes.", "{rule}");
            let quoted = below.replace("Old", "> Old");
            assert_eq!(&*of(&format!("{rule}{quoted}\nNo.\n")), "No.", "{rule}");
        }
    }
}
