//! Answers at the line that they speak of, put into a finished page.

pub(super) mod private;

mod prose;

use std::collections::{BTreeMap, HashMap};

use self::prose::paragraphs;
use super::age::age_or_day;
use super::build::{Builder, Context};
use super::{Document, Line, Role, Row, Target, sign};
use crate::archive::talk::{Reply, Talk};
use crate::mail::MsgIdx;
use crate::patch::quote::BlockKind;
use crate::series::is_bot;

pub use super::build::Notes;

/// Answers to answers are indented no further than so many of them.
const DEEPEST: usize = 6;

/// What one mail says at a line.
struct Note<'a> {
    reply: &'a Reply,
    depth: usize,
    said: Vec<&'a str>,
    /// The line of the answer, from 0, where that begins.
    from: u32,
}

/// Puts answers into a page, each behind its line; behind the heading of what is folded.
pub(super) fn insert(document: Document, talk: &Talk, context: &Context<'_>) -> Document {
    if context.notes == Notes::Off {
        return document;
    }
    let notes = by_line(talk);
    if notes.is_empty() {
        return document;
    }
    let starts = starts(&document.text);
    let hosts = hosts(
        &document,
        notes.keys().filter_map(|line| starts.get(*line).copied()),
    );
    let mut rows: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for (line, notes) in &notes {
        let Some((host, is_shown)) = starts.get(*line).and_then(|start| hosts.get(start)) else {
            continue;
        };
        let open = *is_shown && context.notes == Notes::Inline;
        let key = format!("{}answers {line}", if open { "" } else { "-" });
        let open = context.folds.is_open(&key);
        rows.entry(*host)
            .or_default()
            .extend(thread(notes, &key, open, context));
    }
    merge(document, rows)
}

type Placed = (Row, Vec<Target>);

/// What is said at each line, in the order of the threads.
fn by_line(talk: &Talk) -> BTreeMap<usize, Vec<Note<'_>>> {
    let mut notes: BTreeMap<usize, Vec<Note<'_>>> = BTreeMap::new();
    for reply in &talk.replies {
        let mut above = Above::default();
        for part in reply
            .parts
            .iter()
            .filter(|part| part.kind == BlockKind::Said)
        {
            let Some(spot) = part.spot else { continue };
            let from = above.lines(&reply.text, part.range.start);
            let said = reply.part_text(part);
            let here = notes.entry(spot.line).or_default();
            match here
                .last_mut()
                .filter(|last| last.reply.message == reply.message)
            {
                Some(last) => last.said.push(said),
                None => here.push(Note {
                    reply,
                    depth: spot.depth,
                    said: vec![said],
                    from,
                }),
            }
        }
    }
    notes
}

/// Lines above places of a text that are asked for in order.
#[derive(Default)]
struct Above {
    at: usize,
    lines: u32,
}

impl Above {
    fn lines(&mut self, text: &str, at: usize) -> u32 {
        let between = text.get(self.at..at).unwrap_or_default();
        let more = memchr::memchr_iter(b'\n', between.as_bytes()).count();
        self.lines = self
            .lines
            .saturating_add(u32::try_from(more).unwrap_or(u32::MAX));
        self.at = at;
        self.lines
    }
}

/// Where each line of a text begins.
fn starts(text: &str) -> Vec<u32> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    std::iter::once(0)
        .chain(ends)
        .filter_map(|at| u32::try_from(at).ok())
        .collect()
}

/// The line of the document that shows each wanted start of a line of its text, and true; or the
/// nearest above it that is shown, and false.
fn hosts(document: &Document, wanted: impl Iterator<Item = u32>) -> HashMap<u32, (usize, bool)> {
    let mut shown: Vec<(u32, usize)> = Vec::new();
    let mut start_of = |range: Option<std::ops::Range<u32>>, line: usize| {
        shown.extend(range.map(|range| (range.start, line)));
    };
    for (at, line) in document.lines.iter().enumerate() {
        match line {
            Line::Split(old, new) => {
                start_of(document.diff.range(*old), at);
                start_of(document.diff.range(*new), at);
            }
            Line::Row(_)
            | Line::Text { .. }
            | Line::Diff(_)
            | Line::Outer(_)
            | Line::OuterSplit(..)
            | Line::Series(_)
            | Line::Discussion(_) => start_of(document.range(line), at),
        }
    }
    for file in &document.diff.files {
        shown.push((file.start, file.line));
    }
    shown.sort_unstable();
    let host = |start: u32| {
        let behind = shown.partition_point(|(at, _)| *at <= start);
        let (at, line) = *shown.get(behind.checked_sub(1)?)?;
        Some((start, (line, at == start)))
    };
    wanted.filter_map(host).collect()
}

/// The rows of what is said at one line.
fn thread(notes: &[Note<'_>], key: &str, open: bool, context: &Context<'_>) -> Vec<Placed> {
    if !open {
        return summary(notes, key, context).into_iter().collect();
    }
    let mut rows = Vec::new();
    for (number, note) in notes.iter().enumerate() {
        let indent = note.depth.min(DEEPEST) * 2;
        let mut targets = vec![Target::Place(note.reply.message, note.from)];
        if number == 0 {
            targets.push(Target::Section(key.to_owned()));
        }
        rows.push((note_head(note.reply.message, indent, context), targets));
        let width = context.width.saturating_sub(indent + 4);
        for (part, said) in note.said.iter().enumerate() {
            if part > 0 {
                rows.push((note_bar(indent), Vec::new()));
            }
            for piece in paragraphs(said, width) {
                let mut row = note_bar(indent);
                row.push("  ", Role::Text);
                row.append(&piece);
                rows.push((row, Vec::new()));
            }
        }
    }
    rows
}

/// The mark on the left of everything that is no line of the mail itself.
fn note_bar(indent: usize) -> Row {
    let mut row = Row::of("┃ ", Role::Person);
    row.pad_to(2 + indent);
    row
}

/// `┃ ● Mimi Zohar  9h`.
fn note_head(at: MsgIdx, indent: usize, context: &Context<'_>) -> Row {
    let mut row = note_bar(indent);
    let Some(message) = context.archive.message(at) else {
        return row;
    };
    if !context.marks.is_read(at) {
        row.sign_apart(sign::UNREAD);
    }
    row.push(message.from.label(), Role::Person);
    row.push(
        &format!("  {}", age_or_day(message.date, context.now, 10)),
        Role::Date,
    );
    if is_bot(&message.from) {
        row.push("  bot", Role::Dim);
    }
    row.cut_to(context.width, "…")
}

/// `┃ ▸ 2 answers  Mimi Zohar, Jan Kara`.
fn summary(notes: &[Note<'_>], key: &str, context: &Context<'_>) -> Option<Placed> {
    let first = notes.first()?;
    let mut row = note_bar(0);
    let count = match notes.len() {
        1 => "▸ 1 reply  ".to_owned(),
        more => format!("▸ {more} replies  "),
    };
    row.push(&count, Role::Dim);
    let mut names: Vec<&str> = Vec::new();
    for note in notes {
        let name = context
            .archive
            .message(note.reply.message)
            .map_or("", |m| m.from.label());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    row.push(&names.join(", "), Role::Person);
    let section = Target::Section(key.to_owned());
    let place = Target::Place(first.reply.message, first.from);
    Some((row.cut_to(context.width, "…"), vec![section, place]))
}

/// The document with rows behind some of its lines, and everything that points into it moved.
fn merge(mut document: Document, mut rows: BTreeMap<usize, Vec<Placed>>) -> Document {
    let lines = std::mem::take(&mut document.lines);
    let old_targets = std::mem::take(&mut document.targets);
    let mut old_targets = old_targets.into_iter().peekable();
    let mut moved = Vec::with_capacity(lines.len());
    for (at, line) in lines.into_iter().enumerate() {
        let here = document.lines.len();
        moved.push(here);
        while let Some((_, target)) = old_targets.next_if(|(line, _)| *line <= at) {
            document.targets.push((here, target));
        }
        document.lines.push(line);
        for (row, targets) in rows.remove(&at).unwrap_or_default() {
            let here = document.lines.len();
            document
                .targets
                .extend(targets.into_iter().map(|target| (here, target)));
            document.lines.push(Line::Row(row));
        }
    }
    let to = |line: &mut usize| *line = moved.get(*line).copied().unwrap_or(*line);
    document
        .diff
        .files
        .iter_mut()
        .for_each(|file| to(&mut file.line));
    document
        .diff
        .hunks
        .iter_mut()
        .for_each(|hunk| to(&mut hunk.line));
    document
}

/// The document of a mail, with what was answered to it at the lines that were spoken of.
pub(super) fn end_with(builder: Builder, about: Option<MsgIdx>, context: &Context<'_>) -> Document {
    let mut talks = context.beside.talks.iter();
    let document = builder.into_document();
    let document = match talks.find(|talk| about.is_some() && talk.about == about) {
        Some(talk) => insert(document, talk, context),
        None => document,
    };
    match about {
        Some(about) => private::insert(document, about, context),
        None => document,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(said: &str) -> Vec<String> {
        let rows = paragraphs(said, 20);
        rows.iter().map(|row| row.text().to_owned()).collect()
    }

    #[test]
    fn sentences_that_are_too_wide_are_filled_anew() {
        let said = "Why not start the pump\nfirst, and then open?\n\nElse it runs dry.\n";
        let filled = [
            "Why not start the",
            "pump first, and then",
            "open?",
            "",
            "Else it runs dry.",
        ];
        assert_eq!(shown(said), filled);
    }

    #[test]
    fn code_lists_and_tags_keep_their_lines() {
        let said =
            "- one of a list, too wide\n\tret = start(pump);\nAcked-by: A <a@x>\nSo be it.\n";
        let rows = shown(said);
        assert!(rows[0].starts_with("- one of a list,"));
        assert!(
            rows.iter()
                .any(|row| row.trim() == "ret =" || row.contains("ret = start"))
        );
        assert_eq!(rows.last().unwrap(), "So be it.");
        assert!(rows.iter().any(|row| row == "Acked-by: A <a@x>"));
    }
}
