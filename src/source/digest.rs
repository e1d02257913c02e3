//! Patchwork digests: a Markdown file whose entries are `#### SUBJECT`, `##### From: AUTHOR`, a
//! fence of three backticks and the mail in it, whole or in part. A shell script writes them, so an entry is
//! known by the whole pattern only, and a fence inside a mail ends nothing.

use std::ops::Range;

use super::headers::{has_headers, header_name};
use super::{Framing, Hint, Origin, RawMessage};

/// A line of the file: its bytes, line end included, and its text without it.
struct Line<'a> {
    range: Range<usize>,
    text: &'a [u8],
}

/// Every mail of a digest, in order.
pub(super) fn split(bytes: &[u8], at: &Origin) -> Vec<RawMessage<'static>> {
    let lines = lines(bytes);
    let starts: Vec<usize> = (0..lines.len())
        .filter(|&line| is_entry(&lines, line))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&start, end)| entry(bytes, lines.get(start..end)?, at))
        .collect()
}

fn lines(bytes: &[u8]) -> Vec<Line<'_>> {
    let mut at = 0;
    bytes
        .split_inclusive(|&b| b == b'\n')
        .map(|line| {
            let range = at..at + line.len();
            at = range.end;
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            Line {
                range,
                text: text.strip_suffix(b"\r").unwrap_or(text),
            }
        })
        .collect()
}

/// Whether bytes hold the start of an entry.
pub(super) fn has_entry(bytes: &[u8]) -> bool {
    // Most files have no fence, and need no look at each line.
    if memchr::memmem::find(bytes, b"```c").is_none() {
        return false;
    }
    let lines = lines(bytes);
    (0..lines.len()).any(|line| is_entry(&lines, line))
}

/// Whether an entry begins at a line: the author within four lines, the fence within eight, and
/// no end of another entry between.
fn is_entry(lines: &[Line<'_>], at: usize) -> bool {
    let Some((heading, rest)) = lines.get(at..).and_then(<[Line<'_>]>::split_first) else {
        return false;
    };
    if !heading.text.starts_with(b"####") || heading.text.starts_with(b"#####") {
        return false;
    }
    let fence = rest.iter().take(8).position(|line| line.text == b"```c");
    let block = fence
        .and_then(|fence| rest.get(..fence))
        .unwrap_or_default();
    block
        .iter()
        .take(4)
        .any(|line| line.text.starts_with(b"#####"))
        && block.iter().all(|line| line.text != b"```")
}

fn entry(bytes: &[u8], lines: &[Line<'_>], at: &Origin) -> Option<RawMessage<'static>> {
    let fence = lines.iter().position(|line| line.text == b"```c")?;
    let mut inside = lines.get(fence + 1..)?;
    // The closing fence and blank lines at the end.
    while let Some((last, rest)) = inside.split_last() {
        if !matches!(last.text, b"" | b"```") {
            break;
        }
        inside = rest;
        if last.text == b"```" {
            break;
        }
    }
    while let Some((first, rest)) = inside.split_first() {
        if !first.text.is_empty() {
            break;
        }
        inside = rest;
    }
    let mut hint = hint(lines.get(..fence)?);
    if let Some((first, rest)) = inside.split_first()
        && let Some(date) = first.text.strip_prefix(b"From patchwork ")
    {
        hint.date = Some(String::from_utf8_lossy(date).into_owned());
        inside = rest;
    }
    let start = inside.first().map_or_else(
        || lines.last().map_or(0, |l| l.range.end),
        |line| line.range.start,
    );
    let end = inside.last().map_or(start, |line| line.range.end);
    let text = bytes.get(start..end)?;
    let first = inside.first().map_or(&b""[..], |line| line.text);
    let framing = if header_name(first).is_some() && has_headers(text) {
        Framing::Plain
    } else {
        Framing::BodyOnly
    };
    Some(RawMessage {
        origin: Origin {
            span: start as u64..end as u64,
            framing,
            ..at.clone()
        },
        hint: Some(Box::new(hint)),
        bytes: text.to_vec().into(),
    })
}

/// Subject and author of a heading; the first of each counts.
fn hint(heading: &[Line<'_>]) -> Hint {
    let text = |line: &Line<'_>, signs: &[u8]| {
        let rest = line.text.strip_prefix(signs)?;
        Some(String::from_utf8_lossy(rest).trim().to_owned()).filter(|text| !text.is_empty())
    };
    let author = heading.iter().find(|line| line.text.starts_with(b"#####"));
    let from = author.and_then(|line| text(line, b"#####"));
    let from = from.map(|from| {
        from.strip_prefix("From:")
            .map_or_else(|| from.clone(), |rest| rest.trim().to_owned())
    });
    Hint {
        subject: heading.first().and_then(|line| text(line, b"####")),
        from,
        ..Hint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<RawMessage<'static>> {
        split(text.as_bytes(), &Origin::default())
    }

    #[test]
    fn a_fence_or_a_heading_in_a_mail_ends_nothing() {
        let found = all(
            "\n#### [PATCH 0/1] a\n##### From: A <a@b>\n\n```c\nFrom: A <a@b>\n\ntext\n```\n#### no heading\nmore\n```\n",
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].bytes.ends_with(b"#### no heading\nmore\n"));
    }

    #[test]
    fn what_the_mail_lacks_comes_from_the_heading() {
        let found = all(
            "#### [PATCH 0/1] a\n##### From: A <a@b>\n\n```c\n\nJust text.\n```\n#### b\n##### B <b@b>\n```c\nReceived: x\nDate: y\n\nbody\n```\n",
        );
        assert_eq!(found[0].origin.framing, Framing::BodyOnly);
        assert_eq!(
            found[0].hint.as_ref().unwrap().from.as_deref(),
            Some("A <a@b>")
        );
        assert_eq!(*found[0].bytes, *b"Just text.\n");
        assert_eq!(found[1].origin.framing, Framing::Plain);
        assert_eq!(
            found[1].hint.as_ref().unwrap().subject.as_deref(),
            Some("b")
        );
    }
    #[test]
    fn a_line_at_the_end_of_a_mail_is_not_the_next_heading() {
        let found = all(
            "#### a\n##### A <a@b>\n\n```c\nFrom: A <a@b>\n\n#### x\n```\n#### b\n##### B <b@b>\n\n```c\nFrom: B <b@b>\n\ntext\n```\n",
        );
        assert_eq!(found.len(), 2);
        assert!(found[0].bytes.ends_with(b"#### x\n"));
    }

    #[test]
    fn the_line_of_patchwork_is_no_header_and_gives_a_date() {
        let found = all(
            "#### a\n##### A <a@b>\n\n```c\nFrom patchwork Tue May 11 02:41:58 2021\nSubject: a\n\ntext\n```\n",
        );
        assert_eq!(*found[0].bytes, *b"Subject: a\n\ntext\n");
        let date = found[0].hint.as_ref().unwrap().date.as_deref();
        assert_eq!(date, Some("Tue May 11 02:41:58 2021"));
    }

    #[test]
    fn an_empty_heading_gives_no_hint() {
        let found = all("#### \n##### \n\n```c\nJust text.\n```\n");
        assert_eq!(found[0].hint, Some(Box::default()));
    }

    #[test]
    fn an_entry_that_is_cut_off_is_kept() {
        let found = all("#### a\n##### A <a@b>\n\n```c\nFrom: A <a@b>\n\nte");
        assert!(found[0].bytes.ends_with(b"\n\nte"));
    }
}
