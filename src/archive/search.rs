//! Looking for a pattern in the text of every mail: bodies, logs, diffs.
//!
//! Mails whose text stands in the file as it was sent are searched there, many at a time, and
//! read as mails only where a line may match; what is encoded is decoded first. All cores work,
//! and what was found is handed over as it comes.

mod field;

mod pattern;

use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use regex::bytes;

pub use self::pattern::{Pattern, has_upper};
use super::Archive;
use crate::mail::{Body, MsgIdx};
use crate::source::{Framing, Origin, RawMessage};
use crate::text::lines;

pub use self::field::{FIELDS, SearchField};

/// Bytes of mails that are read and searched together.
const STRETCH: u64 = 1 << 20;

/// Lines of one mail that are found, and characters of a line that are kept.
const MOST: (usize, usize) = (200, 300);

/// Where a word begins, in the words of an expression.
pub(super) const WORD_START: &str = r"\b{start-half}";

/// A line that matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its mail.
    pub message: MsgIdx,
    /// Its number in the text of the mail, from 0; attachments stand behind the text.
    pub line: u32,
    /// The line, cut where it is very long.
    pub text: Box<str>,
}

/// What one stretch of the archive came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFound {
    /// Lines that match, in order.
    pub hits: Vec<Hit>,
    /// How many mails were looked at.
    pub mails: usize,
    /// How many mails could not be read again.
    pub unread: usize,
}

impl SearchFound {
    /// Adds what another stretch came to.
    pub fn add_found(&mut self, more: Self) {
        self.hits.extend(more.hits);
        self.mails += more.mails;
        self.unread += more.unread;
    }
}

/// Told of every stretch, from several threads; `Break` ends the search.
pub type Tell<'a> = &'a (dyn Fn(SearchFound) -> ControlFlow<()> + Sync);

/// Searches all mails of an archive. The order in which stretches are told is not that of the
/// archive; the hits are the same however many cores there are. Whether all were looked at.
pub fn search(archive: &Archive, pattern: &Pattern, tell: Tell<'_>) -> bool {
    let stretches = stretches(archive);
    let workers = thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        // Each takes the next stretch that nobody has: stretches with many hits take longer than
        // others.
        while !stop.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(stretch) = stretches.get(at) else {
                return;
            };
            let found = in_stretch(archive, stretch.clone(), pattern);
            if tell(found).is_break() {
                stop.store(true, Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..workers {
            scope.spawn(work);
        }
        work();
    });
    !stop.into_inner()
}

/// Mails that stand one behind the other in one file, and no more than are read at once.
fn stretches(archive: &Archive) -> Vec<Range<u32>> {
    let mut stretches: Vec<Range<u32>> = Vec::new();
    let mut last: Option<(&Origin, u64)> = None;
    for (at, message) in archive.messages() {
        let origin = &message.origin;
        // Mails that lie one behind the other are read by one call; Maildir has a file for each.
        let goes_on = last.is_some_and(|(before, start)| {
            before.source == origin.source
                && before.file == origin.file
                && before.span.end <= origin.span.start
                && origin.span.end.saturating_sub(start) <= STRETCH
        });
        match stretches.last_mut().filter(|_| goes_on) {
            Some(stretch) => stretch.end = at.0 + 1,
            None => stretches.push(at.0..at.0 + 1),
        }
        let start = last.map_or(origin.span.start, |(_, start)| start);
        let start = if goes_on { start } else { origin.span.start };
        last = Some((origin, start));
    }
    stretches
}

fn in_stretch(archive: &Archive, stretch: Range<u32>, pattern: &Pattern) -> SearchFound {
    let mut found = SearchFound {
        mails: stretch.len(),
        ..SearchFound::default()
    };
    if let Some(name) = pattern.field.header() {
        in_headers(archive, stretch, (name, pattern), &mut found);
        return found;
    }
    let bytes = together(archive, &stretch);
    // The pattern runs over the raw bytes of many mails at once: where a mail holds none of them it
    // is not even parsed.
    let hot = bytes.as_ref().map(|(base, bytes)| {
        let base = *base;
        let at = move |hit: bytes::Match<'_>| base + hit.start() as u64;
        (pattern.bytes.find_iter(bytes).map(at), base, bytes)
    });
    match hot {
        None => {
            for at in stretch.map(MsgIdx) {
                whole(archive, at, pattern, &mut found);
            }
        }
        Some((hits, base, bytes)) => {
            let mut hits = hits.peekable();
            for at in stretch.map(MsgIdx) {
                let Some(message) = archive.message(at) else {
                    continue;
                };
                let span = message.origin.span.clone();
                // Hits in headers and separators of mails before.
                while hits.next_if(|hit| *hit < span.start).is_some() {}
                let is_hit = hits.peek().is_some_and(|hit| *hit < span.end);
                let is_kept = archive.is_part(at);
                // Of a mail whose text stands in the file as it is shown, that is proof; base64 and
                // quoted-printable are decoded.
                if message.as_sent && !is_kept && !is_hit {
                    continue;
                }
                let from = usize::try_from(span.start - base).unwrap_or(usize::MAX);
                let to = usize::try_from(span.end - base).unwrap_or(usize::MAX);
                match bytes.get(from..to).filter(|_| message.as_sent && !is_kept) {
                    Some(bytes) => search_sent(at, bytes, &message.origin, pattern, &mut found),
                    None => whole(archive, at, pattern, &mut found),
                }
            }
        }
    }
    found
}

/// Headers are decoded and unfolded before they are looked at, each mail's.
fn in_headers(
    archive: &Archive,
    stretch: Range<u32>,
    wanted: (&str, &Pattern),
    found: &mut SearchFound,
) {
    let bytes = together(archive, &stretch);
    for at in stretch.map(MsgIdx) {
        let Some(origin) = archive.message(at).map(|message| &message.origin) else {
            continue;
        };
        let own = bytes.as_ref().and_then(|(base, bytes)| {
            let from = usize::try_from(origin.span.start.checked_sub(*base)?).ok()?;
            let to = usize::try_from(origin.span.end.checked_sub(*base)?).ok()?;
            bytes.get(from..to)
        });
        let headers = match own {
            Some(bytes) if !archive.is_part(at) => crate::mail::headers(bytes, origin.framing),
            _ => archive.headers(at).unwrap_or_default(),
        };
        let mut values = headers
            .into_iter()
            .filter(|(name, _)| name.eq_ignore_ascii_case(wanted.0));
        let hit = values.find(|(_, value)| wanted.1.line.is_match(value));
        // The check of what is read back takes the whole mail: it is made for hits alone.
        if hit.is_some() && archive.raw_bytes(at).is_err() {
            // Another mail stands there by now.
            found.unread += 1;
        } else if let Some((_, text)) = hit {
            found.hits.push(Hit {
                message: at,
                line: 0,
                text: text.chars().take(MOST.1).collect(),
            });
        }
    }
}

/// The bytes of a stretch, and where in the file they stand; none for a single mail.
fn together(archive: &Archive, stretch: &Range<u32>) -> Option<(u64, Vec<u8>)> {
    // A mail alone is read the usual way, with its check.
    if stretch.len() < 2 {
        return None;
    }
    let first = &archive.message(MsgIdx(stretch.start))?.origin;
    let last = &archive.message(MsgIdx(stretch.end.checked_sub(1)?))?.origin;
    let origin = Origin {
        span: first.span.start..last.span.end,
        framing: Framing::Plain,
        ..first.clone()
    };
    let source = archive.sources().get(first.source.0 as usize)?;
    let bytes = source.read_span(&origin).ok()?;
    Some((first.span.start, bytes))
}

/// A mail whose bytes are at hand, if they are still its own.
fn search_sent(
    at: MsgIdx,
    bytes: &[u8],
    origin: &Origin,
    pattern: &Pattern,
    found: &mut SearchFound,
) {
    // The file was changed while it was open: no line of another mail is shown under this one.
    if !origin.fits(bytes) {
        found.unread += 1;
        return;
    }
    let raw = RawMessage {
        origin: origin.clone(),
        hint: None,
        bytes: bytes.into(),
    };
    lines_of(at, &crate::mail::parse(&raw).body, pattern, found);
}

fn whole(archive: &Archive, at: MsgIdx, pattern: &Pattern, found: &mut SearchFound) {
    match archive.read_body(at) {
        Ok(body) => lines_of(at, &body, pattern, found),
        Err(_) => found.unread += 1,
    }
}

fn lines_of(at: MsgIdx, body: &Body, pattern: &Pattern, found: &mut SearchFound) {
    if pattern.field != SearchField::Body {
        let text = body.whole();
        let parts = pattern.field.parts(&text).into_iter();
        let hits = parts.filter(|(_, _, part)| pattern.line.is_match(part));
        return found
            .hits
            .extend(hits.take(MOST.0).map(|(line, text, _)| Hit {
                message: at,
                line,
                text: text.chars().take(MOST.1).collect(),
            }));
    }
    let text = body.whole();
    let numbered = (0u32..).zip(lines(&text));
    let hits = numbered.filter(|(_, line)| pattern.line.is_match(line));
    found.hits.extend(hits.take(MOST.0).map(|(line, text)| Hit {
        message: at,
        line,
        text: text.chars().take(MOST.1).collect(),
    }));
}

#[cfg(test)]
mod tests;
