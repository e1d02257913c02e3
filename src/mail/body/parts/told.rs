//! What is known of a part by its own words: blank, a footer, a pointer to HTML, a patch by name.

use super::super::holds_diff;
use super::POINTER_LIMIT;
use mailparse::ParsedMail;

/// Whether a file is called a patch; some mail programs let through only what is called text.
pub(super) fn names_patch(lower: &str) -> bool {
    // `0001-fix.patch.txt`
    let bare = lower.strip_suffix(".txt").unwrap_or(lower);
    [".patch", ".diff"].iter().any(|end| bare.ends_with(end))
}

/// Whether a text says nothing, but for what a list server put below it.
pub(super) fn is_blank(text: &str) -> bool {
    let is_unseen = |c: char| {
        c.is_whitespace()
            // Newsletters fill the preview of a mail with such: soft hyphens, joiners, spaces of no
            // width.
            || matches!(
                c,
                '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{feff}'
            )
    };
    // Mailman's footer begins with a line of underscores.
    let mut lines = text.lines().take_while(|line| !line.starts_with("_____"));
    lines.all(|line| line.chars().all(is_unseen))
}

/// Whether a text may say no more than that the mail is in the HTML beside it.
pub(super) fn may_point(text: &str) -> bool {
    // `This mail is in HTML.`, `This is a multi-part message in MIME format.`, `View it in a
    // browser`
    let words = ["html", "mime format", "browser"];
    let is_short = text.len() <= POINTER_LIMIT && !holds_diff(text);
    is_short && words.iter().any(|word| text.to_lowercase().contains(word))
}

/// The words of a text, one blank between them.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is a footer as list servers put it below a mail: behind a line of underscores,
/// or behind that of a signature.
pub(super) fn is_footer(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty());
    first.is_none_or(|line| line.starts_with("_____") || line.trim_end() == "--")
}

pub(super) fn header(part: &ParsedMail<'_>, name: &str) -> String {
    use mailparse::MailHeaderMap;
    part.headers.get_first_value(name).unwrap_or_default()
}
