//! A reply in blocks: what is quoted, who is said to have written it, and what is said to it.

pub mod anchor;

mod below;

use std::ops::Range;

use memchr::memmem;

use crate::text::{is_blank, whole_lines};

pub use self::below::{begins_below, below};

/// The kind of a block of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `On Monday Ann wrote:`.
    Attribution,
    /// Lines behind `>`.
    Quote,
    /// The sender's own words.
    Said,
    /// The mail that a mailer put below whole.
    Below,
    /// The signature, or what a list appended.
    Rest,
}

/// A stretch of a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyBlock {
    /// The kind of the block.
    pub kind: BlockKind,
    /// Whole lines, by bytes of the text, without blank lines around them.
    pub range: Range<usize>,
}

/// Lines that an attribution may be wrapped to.
const ATTRIBUTION_LINES: usize = 3;

/// Words that an attribution ends with, in the languages that mailers are set to.
const WROTE: &[&str] = &[
    "wrote:",
    "writes:",
    "said:",
    "schrieb:",
    "écrit :",
    "écrit:",
    "escribió:",
    "scrive:",
    "ha scritto:",
    "写道:",
    "写道：",
];

/// The blocks of a reply, in order. Blank lines between two quotes belong to one quote.
pub fn blocks(text: &str) -> Vec<ReplyBlock> {
    let mut blocks: Vec<ReplyBlock> = Vec::new();
    let mut at = 0;
    let below = below(text);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let bare = line.trim_end_matches(['\n', '\r']);
        let is_below = below == Some(range.start);
        if is_below || is_rest(bare) {
            let kind = if is_below {
                BlockKind::Below
            } else {
                BlockKind::Rest
            };
            let range = range.start..below.filter(|_| !is_below).unwrap_or(text.len());
            blocks.push(ReplyBlock { kind, range });
            let Some(start) = below.filter(|_| !is_below) else {
                break;
            };
            blocks.push(ReplyBlock {
                kind: BlockKind::Below,
                range: start..text.len(),
            });
            break;
        }
        // Blank lines belong to no block: between two quotes they would part what was one.
        if bare.trim().is_empty() {
            continue;
        }
        let kind = if is_quoted(bare) || is_snip(bare) {
            BlockKind::Quote
        } else {
            BlockKind::Said
        };
        match blocks.last_mut() {
            Some(last) if last.kind == kind => last.range.end = range.end,
            _ => blocks.push(ReplyBlock { kind, range }),
        }
    }
    attributed(text, blocks)
}

/// Whether a line of the text is quoted.
pub fn is_in(text: &str) -> bool {
    text.starts_with('>') || memmem::find(text.as_bytes(), b"\n>").is_some()
}

/// Whether a line is quoted.
pub fn is_quoted(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('>')
}

/// Whether a line says no more than that something was left out of a quote.
fn is_snip(line: &str) -> bool {
    let bare = line
        .trim()
        .trim_matches(['[', ']', '<', '>', '(', ')', '-', '.', '…', ' ']);
    let dots = line.contains("..") || line.contains('…');
    dots && bare.is_empty() || bare.eq_ignore_ascii_case("snip") && bare.len() < line.trim().len()
}

/// Whether a text is no more than a greeting at the end and names: `Best regards,`, `Thanks, Ann`.
pub fn is_farewell(text: &str) -> bool {
    let mut lines = whole_lines(text).map(str::trim);
    let mut lines = lines.by_ref().filter(|line| !line.is_empty());
    let is_short =
        |line: &str| line.split_whitespace().count() <= 3 && !line.ends_with(['.', '?', ':']);
    let greets = lines
        .next()
        .is_some_and(|line| is_short(line) && line.contains(','));
    greets && lines.by_ref().take(2).all(is_short) && lines.next().is_none()
}

/// A line without its quote marks, and how many they were: `> >> x` is three deep.
pub fn unquoted(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while let Some(inside) = rest.trim_start_matches(' ').strip_prefix('>') {
        rest = inside;
        depth += 1;
    }
    (
        depth,
        rest.strip_prefix(' ').filter(|_| depth > 0).unwrap_or(rest),
    )
}

/// Whether the sender's part is over at a line: the mark of a signature, or the rule above what a
/// list appends.
pub(super) fn is_rest(line: &str) -> bool {
    let is_rule = line.len() > 20 && line.bytes().all(|byte| byte == b'_');
    line == "-- " || is_rule
}

/// Splits the attribution off what stands before a quote.
fn attributed(text: &str, blocks: Vec<ReplyBlock>) -> Vec<ReplyBlock> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let before_quote = blocks
            .peek()
            .is_some_and(|next| next.kind == BlockKind::Quote);
        let start = (block.kind == BlockKind::Said && before_quote)
            .then(|| attribution(text.get(block.range.clone()).unwrap_or_default()))
            .flatten();
        let Some(start) = start.map(|start| block.range.start + start) else {
            out.push(block);
            continue;
        };
        let said = block.range.start..start;
        if text
            .get(said.clone())
            .is_some_and(|said| !said.trim().is_empty())
        {
            out.push(ReplyBlock {
                kind: BlockKind::Said,
                range: said,
            });
        }
        out.push(ReplyBlock {
            kind: BlockKind::Attribution,
            range: start..block.range.end,
        });
    }
    out
}

/// Returns the byte at which the attribution at the end of a text begins: in the last paragraph, at
/// the last line that opens one, or at the line that names the writer.
fn attribution(text: &str) -> Option<usize> {
    let end = text.trim_end();
    // Known words first; a mailer in any other language is known by a date or an address.
    if !WROTE.iter().any(|word| end.ends_with(word)) {
        let paragraph = end.rfind("\n\n").map_or(0, |at| at + 2);
        let is_one = names_writer(end.get(paragraph..).unwrap_or_default());
        return is_one.then_some(paragraph);
    }
    let mut start = end.rfind('\n').map_or(0, |at| at + 1);
    let last = start;
    // `On Mon, 3 May 2021 at 10:00, Ann Author`, `<ann@example.org> wrote:`: mailers wrap it.
    for _ in 1..ATTRIBUTION_LINES {
        if opens(end.get(start..).unwrap_or_default()) {
            return Some(start);
        }
        let above = end.get(..start.saturating_sub(1)).unwrap_or_default();
        if start == 0 || above.is_empty() || above.ends_with('\n') {
            break;
        }
        start = above.rfind('\n').map_or(0, |at| at + 1);
    }
    Some(if opens(end.get(start..).unwrap_or_default()) {
        start
    } else {
        last
    })
}

/// Whether a paragraph that stands before a quote says who wrote that and when, in whatever language:
/// `2026-03-09 10:00 に Ann さんは書きました:`, `Am 09.03.26 um 10:00 schrieb Ann <ann@x>:`.
fn names_writer(paragraph: &str) -> bool {
    let lines = paragraph.lines().count();
    if lines > ATTRIBUTION_LINES || !paragraph.ends_with([':', '：']) {
        return false;
    }
    let bytes = paragraph.as_bytes();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let is_time = memchr::memchr_iter(b':', bytes)
        .any(|at| at > 0 && is_digit(bytes.get(at - 1)) && is_digit(bytes.get(at + 1)));
    // "It failed three times:" has no time of day.
    is_time || paragraph.contains('@') && bytes.iter().any(u8::is_ascii_digit)
}

/// The bytes of an attribution at the beginning of a text, 0 where there is none: a paragraph that
/// says who wrote what is quoted behind it.
pub(super) fn leading_attribution(text: &str) -> usize {
    let mut end = 0;
    for line in whole_lines(text).take(ATTRIBUTION_LINES + 1) {
        if is_blank(line) || is_quoted(line) {
            break;
        }
        end += line.len();
    }
    let (paragraph, rest) = text.split_at_checked(end).unwrap_or_default();
    let behind = whole_lines(rest).find(|line| !is_blank(line));
    let is_one = || attribution(paragraph) == Some(0);
    if behind.is_some_and(is_quoted) && is_one() {
        end
    } else {
        0
    }
}

/// Whether a line begins as attributions do.
fn opens(line: &str) -> bool {
    ["On ", "Am ", "Le ", "El ", "Il ", "* ", "At ", "In "]
        .iter()
        .any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(BlockKind, &str)> {
        let blocks = blocks(text).into_iter();
        blocks
            .map(|block| (block.kind, text.get(block.range).unwrap().trim_end()))
            .collect()
    }

    #[test]
    fn a_reply_is_told_apart() {
        let text = "Hi Ann,\n\nOn Mon, 2 Mar\nAnn <a@x> wrote:\n> one\n\n>> two\nNo.\n-- \nBob\n";
        assert_eq!(
            told(text),
            [
                (BlockKind::Said, "Hi Ann,"),
                (BlockKind::Attribution, "On Mon, 2 Mar\nAnn <a@x> wrote:"),
                (BlockKind::Quote, "> one\n\n>> two"),
                (BlockKind::Said, "No."),
                (BlockKind::Rest, "-- \nBob"),
            ]
        );
    }

    #[test]
    fn words_that_end_like_an_attribution_stay_words_elsewhere() {
        assert_eq!(
            told("As Ann wrote:\nyes\n"),
            [(BlockKind::Said, "As Ann wrote:\nyes")]
        );
        assert_eq!(
            told("Yes.\nAnn writes:\n> x\n"),
            [
                (BlockKind::Said, "Yes."),
                (BlockKind::Attribution, "Ann writes:"),
                (BlockKind::Quote, "> x")
            ]
        );
    }

    #[test]
    fn who_wrote_a_quote_is_said_in_any_language() {
        for said in [
            "Am Montag, 9. März 2026, 10:00:01 schrieb Ann Author:",
            "2026年3月9日(月) 10:00 Ann Author <ann@w.example>:",
            "W dniu 9.03.2026 o 10:00, Ann Author pisze:",
            "El lun, 9 mar 2026 a las 10:00, Ann Author\n(<ann@w.example>) escribió:",
        ] {
            let text = format!("Yes.\n\n{said}\n\n> pump\n");
            assert_eq!(told(&text)[1], (BlockKind::Attribution, said));
            assert_eq!(
                leading_attribution(&format!("{said}\n> pump\n")),
                said.len() + 1
            );
        }
        for said in [
            "See this:",
            "It failed three times, in 2026:",
            "10:00 is early.",
        ] {
            let text = format!("{said}\n\n> pump\n");
            assert_eq!(told(&text)[0].0, BlockKind::Said, "{said}");
            assert_eq!(leading_attribution(&text), 0, "{said}");
        }
    }

    #[test]
    fn a_farewell_says_nothing() {
        for text in [
            "Best regards,\n",
            "Regards,\nBob\n",
            "Thanks, Ann",
            "Cheers,\n\nBob\n",
        ] {
            assert!(is_farewell(text), "{text}");
        }
        for text in [
            "",
            "No.",
            "Yes, but why does it leak?",
            "Thanks,\nI will look at it.\n",
        ] {
            assert!(!is_farewell(text), "{text}");
        }
    }

    #[test]
    fn what_was_left_out_is_part_of_a_quote() {
        for snip in ["[...]", "<snip>", "[snip]", "[…]", "..."] {
            assert_eq!(told(&format!("No.\n{snip}\n> x\n")).len(), 2, "{snip}");
        }
        assert_eq!(told("snip\n"), [(BlockKind::Said, "snip")]);
        assert_eq!(told("---\n"), [(BlockKind::Said, "---")]);
    }

    #[test]
    fn a_mail_put_below_is_no_signature() {
        let below = "-----Original Message-----\nFrom: A\n\nx\n> y";
        let rest = "-- \nBob";
        assert_eq!(
            told(&format!("Yes.\n\n{rest}\n\n{below}\n")),
            [
                (BlockKind::Said, "Yes."),
                (BlockKind::Rest, rest),
                (BlockKind::Below, below)
            ]
        );
        assert_eq!(
            told(&format!("Yes.\n\n{below}\n{rest}\n"))
                .last()
                .unwrap()
                .0,
            BlockKind::Below
        );
    }

    #[test]
    fn quote_marks_are_counted_and_taken_off() {
        assert_eq!(unquoted("> > +x"), (2, "+x"));
        assert_eq!(unquoted(">>  y"), (2, " y"));
        assert_eq!(unquoted("  z"), (0, "  z"));
        assert_eq!(unquoted(">"), (1, ""));
    }

    proptest::proptest! {
        #[test]
        fn no_line_that_says_something_is_lost(lines in proptest::collection::vec("(> ?){0,3}[a-z:. -]{0,12}", 0..20)) {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let mut at = 0;
            for block in blocks(&text) {
                proptest::prop_assert!(text[at..block.range.start].trim().is_empty());
                at = block.range.end;
            }
            proptest::prop_assert!(text[at..].trim().is_empty());
        }
    }
}
