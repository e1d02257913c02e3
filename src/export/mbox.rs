//! One series as an mbox that `git am` takes: its patches in order, each with the tags that
//! replies gave it, as `b4 am` collects them.
//!
//! Everything is UTF-8, as `git mailinfo` would make it. Only lines that git would take for the
//! beginning of the next mail are quoted, with one `>`.

use std::fmt::Write as _;

use data_encoding::BASE64;

use crate::archive::Archive;
use crate::mail::{Body, MsgIdx};
use crate::patch::letter::message_text;
use crate::patch::trailer::{self, Trailer};
use crate::series::{Series, SeriesIdx, Slot, Verdict};
use crate::source::ReadError;
use crate::text::lines;

/// The line before every mail; a date that says nothing.
const SEPARATOR: &str = "From mboxrd@z Thu Jan  1 00:00:00 1970\n";

/// Columns of encoded text (RFC 2045 §6.8).
const COLUMNS: usize = 76;

/// The patches of a series. Those that are missing are left out; [`Parts::missing`](crate::series::Parts::missing) names
/// them.
///
/// # Errors
/// Where a mail cannot be read again.
pub fn series(archive: &Archive, at: SeriesIdx) -> Result<String, ReadError> {
    let mut out = String::new();
    if let Some(series) = archive.series(at) {
        for slot in series
            .parts
            .slots
            .iter()
            .filter(|slot| slot.number <= series.parts.total)
        {
            out.push_str(&patch(archive, series, slot)?);
        }
    }
    Ok(out)
}

/// One patch with its tags; empty where it is missing.
///
/// # Errors
/// Where its mail cannot be read again.
pub fn patch(archive: &Archive, series: &Series, slot: &Slot) -> Result<String, ReadError> {
    let Some(at) = slot.message else {
        return Ok(String::new());
    };
    let mail = archive.read_parsed(at)?;
    let mut out = SEPARATOR.to_owned();
    git_headers(archive, (series, slot, at), &mail.date_text, &mut out);
    let text = patch_body(archive, slot, at, &mail.body);
    if mail.body.crlf {
        out.push_str("Content-Transfer-Encoding: base64\n\n");
        let coded = BASE64.encode(text.replace('\n', "\r\n").as_bytes());
        let mut rest = coded.as_str();
        while !rest.is_empty() {
            let (line, behind) = rest.split_at_checked(COLUMNS).unwrap_or((rest, ""));
            let _ = writeln!(out, "{line}");
            rest = behind;
        }
    } else {
        out.push_str("Content-Transfer-Encoding: 8bit\n\n");
        for line in text.split_inclusive('\n') {
            if would_split(line) {
                out.push('>');
            }
            out.push_str(line);
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.push('\n');
    Ok(out)
}

/// The headers that git reads.
fn git_headers(
    archive: &Archive,
    (series, slot, at): (&Series, &Slot, MsgIdx),
    date: &str,
    out: &mut String,
) {
    let Some(message) = archive.message(at) else {
        return;
    };
    let number = match series.parts.total {
        0 | 1 => String::new(),
        total => {
            let digits = total.to_string().len();
            format!(" {}/{total}", slot.label(digits))
        }
    };
    let version = match (series.head.revision.major, series.head.revision.minor) {
        (1, 0) => String::new(),
        _ => format!(" v{}", series.head.revision),
    };
    let from = format!(
        "{} <{}>",
        encoded_word(&message.from.name),
        message.from.email
    );
    let _ = writeln!(out, "From: {}", from.trim_start());
    if !date.is_empty() {
        let _ = writeln!(out, "Date: {date}");
    }
    let title = if slot.title.is_ascii() {
        slot.title.to_string()
    } else {
        encoded_word(&slot.title)
    };
    let _ = writeln!(out, "Subject: [PATCH{version}{number}] {title}");
    let _ = writeln!(out, "Message-ID: <{}>", message.id);
    out.push_str("MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n");
}

/// A text as one or more words of a header (RFC 2047), where it is not plain.
fn encoded_word(text: &str) -> String {
    let special = |c: char| !c.is_ascii() || c.is_ascii_control() || "()<>[]:;@\\,.\"".contains(c);
    if !text.contains(special) {
        return text.to_owned();
    }
    let mut words = String::new();
    let mut part = String::new();
    let flush = |part: &mut String, words: &mut String| {
        if !part.is_empty() {
            let gap = if words.is_empty() { "" } else { " " };
            let _ = write!(words, "{gap}=?UTF-8?B?{}?=", BASE64.encode(part.as_bytes()));
            part.clear();
        }
    };
    for c in text.chars() {
        if part.len() + c.len_utf8() > 42 {
            flush(&mut part, &mut words);
        }
        part.push(c);
    }
    flush(&mut part, &mut words);
    words
}

/// The author where the sender is another, the log with the tags, and what stands below it.
fn patch_body(archive: &Archive, slot: &Slot, at: MsgIdx, body: &Body) -> String {
    let mut out = String::new();
    let (Some(message), Some(facts)) = (archive.message(at), archive.facts(at)) else {
        return out;
    };
    let author = facts.author(message);
    if *author != message.from {
        let _ = writeln!(out, "From: {author}\n");
    }
    let text = body.text.as_str();
    let log = message_text(body).replace("\r\n", "\n");
    let start = text.find(log.as_str()).unwrap_or_default();
    let rest = text.get(start + log.len()..).unwrap_or_default();
    let kept = log.trim_end();
    out.push_str(kept);
    let given = reply_tags(slot, &facts.trailers);
    if !given.is_empty() && !kept.is_empty() {
        let is_block = facts.trailers.last().is_some_and(|last| {
            let end = lines(kept).last().unwrap_or_default();
            trailer::parse_line(end).is_some_and(|t| t.name == last.name) || end.starts_with('[')
        });
        out.push_str(if is_block { "\n" } else { "\n\n" });
    }
    for tag in given {
        let _ = writeln!(out, "{tag}");
    }
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    if !rest.starts_with("---") {
        out.push_str("---\n");
    }
    out.push_str(rest);
    for part in &body.diffs {
        out.push_str(&part.text);
    }
    out
}

/// The tags that replies gave and the log does not hold: those that nobody doubts.
fn reply_tags<'a>(slot: &'a Slot, own: &[Trailer]) -> Vec<&'a Trailer> {
    let mut given: Vec<&Trailer> = Vec::new();
    let sure = slot.review.iter().chain(&slot.carried);
    for review in sure.filter(|review| review.verdict == Verdict::Ok) {
        let tag = &review.trailer;
        let known = own.iter().chain(given.iter().copied());
        if !known
            .into_iter()
            .any(|other| trailer::says_same(other, tag))
        {
            given.push(tag);
        }
    }
    given
}

/// Whether `git mailsplit` would begin a mail here: `From `, a time with a colon, a year.
fn would_split(line: &str) -> bool {
    line.starts_with("From ") && line.contains(':')
}

/// A name for a file of the series: its version and the words of its title, nothing that leads
/// out of a folder.
pub fn file_name(series: &Series) -> String {
    let mut words = String::new();
    for c in series.head.title.chars().take(60) {
        match c {
            c if c.is_ascii_alphanumeric() => words.push(c.to_ascii_lowercase()),
            _ if words.ends_with('-') || words.is_empty() => {}
            _ => words.push('-'),
        }
    }
    let words = words.trim_matches('-');
    let words = if words.is_empty() { "series" } else { words };
    format!("v{}-{words}.mbox", series.head.revision)
}

#[cfg(test)]
mod tests;
