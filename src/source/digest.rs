//! Patchwork digests: a Markdown file whose entries are `#### SUBJECT`, `##### From: AUTHOR`, a
//! fence of three backticks and the mail in it, whole or in part. They were written by a shell
//! script, so an entry is known by the whole pattern only, and a fence inside a mail ends nothing.

use std::io;
use std::ops::ControlFlow;

use memchr::memmem;

use super::blob::Blob;
use super::headers::{has_headers, header_name};
use super::mbox::{Begin, Window};
use super::{Framing, Origin, RawMessage, SourceHint};

/// Bytes in which an entry shows itself as one, from its heading to its fence.
const OPENING: usize = 16 * 1024;

/// Hands out every mail of a digest, in order; no more of it is in memory than one mail.
pub(super) fn split(
    blob: &Blob,
    at: &Origin,
    each: &mut dyn FnMut(RawMessage<'_>) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut window = Window::new(blob, Begin::Start);
    window.read_on()?;
    let mut start = next_entry(&mut window, 0)?;
    while start < window.filled {
        start -= window.forget(start);
        let end = next_entry(&mut window, start + 1)?;
        let found = entry(window.get(start..end), window.base + start as u64, at);
        if let Some(raw) = found
            && each(raw).is_break()
        {
            return Ok(ControlFlow::Break(()));
        }
        start = end;
    }
    Ok(ControlFlow::Continue(()))
}

/// Returns the place of the next entry, or the end where there is none.
fn next_entry(window: &mut Window<'_>, from: usize) -> io::Result<usize> {
    let mut at = from;
    loop {
        while let Some(found) = memmem::find(window.get(at..window.filled), b"####") {
            let line = at + found;
            let is_line = line == 0 || window.byte_at(line - 1) == Some(b'\n');
            if is_line && is_entry(window.ahead(line, OPENING)?) {
                return Ok(line);
            }
            at = line + 4;
        }
        // Three signs of a `####` may be the last that were read.
        at = at.max(window.filled.saturating_sub(3));
        if !window.read_on()? {
            return Ok(window.filled);
        }
    }
}

/// The lines of some bytes, line ends included.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&b| b == b'\n')
}

/// A line without its end.
fn bare_line(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether bytes hold the start of an entry.
pub(super) fn has_entry(bytes: &[u8]) -> bool {
    // Most files have no fence, and need no look at each line.
    if memmem::find(bytes, b"```c").is_none() {
        return false;
    }
    memmem::find_iter(bytes, b"####").any(|at| {
        let is_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        is_line && is_entry(bytes.get(at..).unwrap_or_default())
    })
}

/// Whether bytes begin with an entry: the author within four lines, the fence within eight, and
/// no end of another entry between.
fn is_entry(bytes: &[u8]) -> bool {
    let mut lines = lines(bytes).map(bare_line);
    let is_heading = |line: &[u8]| line.starts_with(b"####") && !line.starts_with(b"#####");
    if !lines.next().is_some_and(is_heading) {
        return false;
    }
    let mut has_author = false;
    // A second subject, `From:` and `X-Google-Original-From:` may stand in the heading.
    for (number, line) in lines.take(8).enumerate() {
        match line {
            b"```c" => return has_author,
            // A fence that closes before one opens: `#### x` is the last line of a mail.
            b"```" => return false,
            line => has_author |= number < 4 && line.starts_with(b"#####"),
        }
    }
    false
}

/// Reads the mail of an entry that begins at a place of the file.
fn entry(bytes: &[u8], base: u64, at: &Origin) -> Option<RawMessage<'static>> {
    let mut from = 0;
    for line in lines(bytes) {
        from += line.len();
        if bare_line(line) == b"```c" {
            break;
        }
    }
    let heading = bytes.get(..from)?;
    let to = from + without_end(bytes.get(from..)?).len();
    let mut inside = bytes.get(from..to)?;
    while let Some(line) = lines(inside)
        .next()
        .filter(|line| bare_line(line).is_empty())
    {
        inside = inside.get(line.len()..)?;
    }
    let mut hint = heading_hint(heading);
    // `From patchwork Tue May 11 02:41:58 2021`: no separator of an mbox, but it has a date.
    if let Some(first) = lines(inside).next()
        && let Some(date) = bare_line(first).strip_prefix(b"From patchwork ")
    {
        hint.date = Some(String::from_utf8_lossy(date).into_owned());
        inside = inside.get(first.len()..)?;
    }
    // Of some mails only the tail of the headers is there, from `Received:` or `Precedence:` on, of
    // others only the body.
    let first = lines(inside).next().map_or(&b""[..], bare_line);
    let framing = if header_name(first).is_some() && has_headers(inside) {
        Framing::Plain
    } else {
        Framing::BodyOnly
    };
    let start = base + (to - inside.len()) as u64;
    Some(RawMessage {
        origin: Origin {
            span: start..start + inside.len() as u64,
            framing,
            ..at.clone()
        },
        hint: Some(Box::new(hint)),
        bytes: inside.to_vec().into(),
    })
}

/// Returns the text in a fence, without the fence that closes it and the blank lines around that.
fn without_end(mut inside: &[u8]) -> &[u8] {
    while !inside.is_empty() {
        let line = inside.strip_suffix(b"\n").unwrap_or(inside);
        let last = memchr::memrchr(b'\n', line).map_or(0, |end| end + 1);
        let (before, last) = inside.split_at(last);
        // From the end: the mail itself may hold fences, and the last one is the entry's.
        match bare_line(last) {
            b"" => inside = before,
            b"```" => return before,
            _ => return inside,
        }
    }
    inside
}

/// Reads subject and author of a heading; the first of each counts.
fn heading_hint(heading: &[u8]) -> SourceHint {
    let text = |line: &[u8], signs: &[u8]| {
        let rest = line.strip_prefix(signs)?;
        Some(String::from_utf8_lossy(rest).trim().to_owned()).filter(|text| !text.is_empty())
    };
    let mut lines = lines(heading).map(bare_line);
    let subject = lines.next().and_then(|line| text(line, b"####"));
    let author = lines.find(|line| line.starts_with(b"#####"));
    let from = author.and_then(|line| text(line, b"#####"));
    let from = from.map(|from| {
        // `##### From: Ann <ann@x.org>`, in some files without `From:`.
        from.strip_prefix("From:")
            .map_or_else(|| from.clone(), |rest| rest.trim().to_owned())
    });
    SourceHint {
        subject,
        from,
        ..SourceHint::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<RawMessage<'static>> {
        let blob = Blob::Memory(text.as_bytes().to_vec());
        let mut found = Vec::new();
        let flow = split(&blob, &Origin::default(), &mut |raw| {
            found.push(raw.into_owned());
            ControlFlow::Continue(())
        });
        assert!(flow.unwrap().is_continue());
        found
    }

    #[test]
    fn a_digest_larger_than_the_window_is_read_mail_by_mail() {
        let mail = |n: u32, lines: usize| {
            let text = "a line of text\n".repeat(lines);
            format!("#### {n}\n##### A <a@b>\n\n```c\nSubject: {n}\n\n{text}```\n")
        };
        let text: String = (0..60).map(|n| mail(n, 900)).collect();
        let text = text + &mail(60, 1_400_000) + &mail(61, 1);
        let found = all(&text);
        assert_eq!(found.len(), 62);
        for (n, raw) in (0u64..).zip(&found) {
            assert!(raw.bytes.starts_with(format!("Subject: {n}\n").as_bytes()));
            let start = usize::try_from(raw.origin.span.start).unwrap();
            assert!(text.as_bytes()[start..].starts_with(&raw.bytes));
        }
        assert!(
            found[60].bytes.len() < 10 << 20,
            "more than is read of a mail"
        );
        assert!(found[61].bytes.ends_with(b"a line of text\n"));
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
