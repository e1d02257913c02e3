//! All that was answered to a series: what each one said, with quotes folded by level.

use std::sync::Arc;

use super::build::{Builder, Context};
use super::{Document, Line, Role, Row, Target, attached, letter, replies};
use crate::archive::talk::{Reply, Talk, Topic};
use crate::mail::MsgIdx;
use crate::patch::quote::{Kind, unquoted};
use crate::series::{Series, SeriesIdx};

/// Quoted lines that stay open at the end of a longer quote: those that are spoken of.
const KEPT: usize = 6;

/// Columns by which an answer is indented for each one above it, at most so often.
const STEP: (usize, usize) = (2, 8);

/// The discussion of a series, mail by mail; what was not read yet is announced.
pub fn build(at: SeriesIdx, context: &Context<'_>) -> Document {
    let talks = context.talks;
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let texts: Vec<&str> = talks
        .iter()
        .flat_map(|talk| &talk.replies)
        .map(|reply| &*reply.text)
        .collect();
    let mut title = Row::of("Thread ", Role::Revision);
    title.push(&series.title, Role::Title);
    let mut builder = Builder::new(title, &texts.concat());
    let mut writer = Writer {
        context,
        to: &mut builder,
        shift: 0,
    };
    for topic in topics(series) {
        let talk = talks.iter().find(|talk| talk.about == topic.about);
        writer.topic(&topic, heading(&topic, at, series), talk);
    }
    if builder.line() == 0 {
        builder.row(Row::of("Nobody answered.", Role::Dim));
    }
    builder.end()
}

/// The mails of a series that were answered, in order.
pub fn topics(series: &Series) -> Vec<Topic> {
    let cover = (series.cover, &series.replies);
    let slots = series
        .slots
        .iter()
        .map(|slot| (slot.message, &slot.replies));
    let all = std::iter::once(cover)
        .chain(slots)
        .filter(|(_, replies)| !replies.is_empty());
    all.map(|(about, replies)| Topic {
        about,
        replies: replies.to_vec(),
    })
    .collect()
}

/// What a topic is called, and what its heading stands for.
fn heading(topic: &Topic, at: SeriesIdx, series: &Series) -> (String, Target) {
    let mut slots = (0u32..).zip(&series.slots);
    let own = slots.find(|(_, slot)| slot.replies == topic.replies && slot.message == topic.about);
    match own {
        Some((number, slot)) => (
            format!("{}/{} {}", slot.label(0), series.total, slot.title),
            Target::Slot(at, number),
        ),
        None => (
            format!("0/{} {}", series.total, series.title),
            Target::Series(at),
        ),
    }
}

struct Writer<'a, 'b> {
    context: &'a Context<'b>,
    to: &'a mut Builder,
    /// Where the text of the next answer begins in the document's.
    shift: usize,
}

impl Writer<'_, '_> {
    fn topic(&mut self, topic: &Topic, heading: (String, Target), talk: Option<&Talk>) {
        let mut row = Row::of(&heading.0, Role::Heading);
        row.push(&format!("  ({})", topic.replies.len()), Role::Dim);
        self.to.mark(heading.1);
        let open = self.to.section_row(
            &row.cut(self.context.width, "…"),
            "topic",
            self.context.folds,
        );
        let Some(talk) = talk else {
            self.to.row(Row::of("  reading …", Role::Dim));
            return;
        };
        for reply in &talk.replies {
            if open {
                self.reply(reply);
            }
            self.shift += reply.text.len();
        }
        let left = topic.replies.len().saturating_sub(talk.replies.len());
        if open && left > 0 {
            self.to.row(Row::of(
                &format!("  {left} more are not shown here"),
                Role::Alert,
            ));
        }
        if open {
            self.to.blank();
        }
    }

    fn reply(&mut self, reply: &Reply) {
        let key = format!("mail {}", reply.message.0);
        let open = self.context.folds.is_open(&key);
        let mut row = Row::of(if open { "▾ " } else { "▸ " }, Role::Dim);
        row.append(&replies::row(reply.message, reply.depth, self.context));
        self.to.mark(Target::Message(reply.message));
        self.to.mark(Target::Section(key));
        self.to.row(row.cut(self.context.width, "…"));
        if !open {
            return;
        }
        let indent = 4 + reply.depth.min(STEP.1) * STEP.0;
        let indent = u8::try_from(indent.min(self.context.width / 3)).unwrap_or(0);
        for (number, part) in reply.parts.iter().enumerate() {
            let before = number
                .checked_sub(1)
                .and_then(|before| reply.parts.get(before));
            if before.is_some_and(|before| before.kind != Kind::Attribution) {
                self.to.blank();
            }
            let range = self.shift + part.range.start..self.shift + part.range.end;
            match part.kind {
                Kind::Said => letter::prose(self.trimmed(range), indent, self.to),
                Kind::Quote => self.quote(self.trimmed(range), indent, reply.message, number),
                Kind::Attribution => self.to.lines(range, indent, |_| Role::Dim),
                Kind::Below => {
                    let key = format!("-below {}", reply.message.0);
                    self.folded(range, indent, &key, "of the mail answered");
                }
                Kind::Rest => {
                    let key = format!("-rest {}", reply.message.0);
                    self.folded(range, indent, &key, "signature");
                }
            }
        }
        attached::below(reply.message, indent, self.context, self.to);
        self.to.blank();
    }

    fn trimmed(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let text = self.to.text().get(range.clone()).unwrap_or_default();
        range.start..range.start + text.trim_end().len()
    }

    /// A quote: what others quoted is folded, and so is all but the end of what they said.
    fn quote(&mut self, range: std::ops::Range<usize>, indent: u8, at: MsgIdx, number: usize) {
        let text = Arc::clone(self.to.shared_text());
        let mut start = range.start;
        let mut runs: Vec<(bool, usize, usize)> = Vec::new();
        for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
            let end = start + line.len();
            let deep = unquoted(line).0 > 1;
            match runs.last_mut() {
                Some(run) if run.0 == deep || line.trim().is_empty() => run.2 = end,
                _ => runs.push((deep, start, end)),
            }
            start = end;
        }
        for (run, (deep, start, end)) in runs.into_iter().enumerate() {
            let key = format!("-quote {} {number} {run}", at.0);
            let kept = if deep { end } else { tail(&text, start, end) };
            if start < kept {
                let what = if deep {
                    "quoted by those quoted"
                } else {
                    "quoted"
                };
                self.folded(start..kept, indent, &key, what);
            }
            self.to.lines(kept..end, indent, |_| Role::Quote);
        }
    }

    /// Lines that are shown only when asked for; one alone is shown at once.
    fn folded(&mut self, range: std::ops::Range<usize>, indent: u8, key: &str, what: &str) {
        let text = self.to.text().get(range.clone()).unwrap_or_default();
        let count = text.lines().count();
        let open = self.context.folds.is_open(key);
        if count > 1 {
            let mut row = Row::default();
            row.pad_to(usize::from(indent));
            let mark = if open { "▾" } else { "▸" };
            row.push(&format!("{mark} {count} lines {what}"), Role::Dim);
            self.to.mark(Target::Section(key.to_owned()));
            self.to.push(Line::Row(row));
        }
        if open || count == 1 {
            self.to.lines(range, indent, |_| Role::Quote);
        }
    }
}

/// Where the last lines of a stretch begin; its start where there are few.
fn tail(text: &str, start: usize, end: usize) -> usize {
    let lines = text.get(start..end).unwrap_or_default();
    if lines.lines().count() <= KEPT + 2 {
        return start;
    }
    let bytes = lines.trim_end().as_bytes();
    let from = memchr::memrchr_iter(b'\n', bytes).nth(KEPT - 1);
    from.map_or(start, |at| start + at + 1)
}
