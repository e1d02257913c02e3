//! All that was answered to a series: what each one said, with quotes folded by level.

use super::answer::AnswerWriter;
use super::build::{Builder, Context};
use super::{Document, Role, Row, Target, attached, letter, replies};
use crate::archive::discussion::Discussion;
use crate::archive::talk::{Reply, Talk, Topic};
use crate::mail::MsgIdx;
use crate::series::{Series, SeriesIdx};

/// Columns by which an answer is indented for each one above it, at most so often.
const STEP: (usize, usize) = (2, 8);

/// The discussion of a series, mail by mail; what was not read yet is announced.
pub fn build(at: SeriesIdx, context: &Context<'_>) -> Document {
    let talks = context.beside.talks;
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let texts: Vec<&str> = talks
        .iter()
        .flat_map(|talk| &talk.replies)
        .map(|reply| &*reply.text)
        .collect();
    let mut title = Row::of("Thread ", Role::Revision);
    title.push(&series.head.title, Role::Title);
    let mut builder = Builder::new(title, &texts.concat());
    let mut writer = ThreadWriter {
        context,
        to: &mut builder,
        shift: 0,
    };
    for topic in topics(series) {
        let talk = talks.iter().find(|talk| talk.about == topic.about);
        writer.topic(&topic, heading(&topic, at, series), talk);
    }
    if builder.next_line() == 0 {
        builder.push_row(Row::of("There are no replies.", Role::Dim));
    }
    builder.into_document()
}

/// A thread of no series, mail by mail.
pub fn build_discussion(head: MsgIdx, context: &Context<'_>) -> Document {
    let archive = context.archive;
    let found = archive.message(head).zip(archive.discussion_of(head));
    let Some((message, discussion)) = found else {
        return Document::default();
    };
    let talk = context.beside.talks.first();
    let texts = talk.iter().flat_map(|talk| &talk.replies);
    let texts: Vec<&str> = texts.map(|reply| &*reply.text).collect();
    let mut title = Row::of("Thread ", Role::Revision);
    title.push(&message.subject, Role::Title);
    let mut builder = Builder::new(title, &texts.concat());
    let mut writer = ThreadWriter {
        context,
        to: &mut builder,
        shift: 0,
    };
    writer.replies(&topic(discussion), talk);
    builder.into_document()
}

/// The mails of a thread of no series, none of which is spoken of by all others.
pub fn topic(discussion: &Discussion) -> Topic {
    Topic {
        about: None,
        replies: discussion.mails.clone(),
    }
}

/// The mails of a series that were answered, in order.
pub fn topics(series: &Series) -> Vec<Topic> {
    let cover = (series.parts.cover, &series.replies);
    let slots = series
        .parts
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
    let mut slots = (0u32..).zip(&series.parts.slots);
    let own = slots.find(|(_, slot)| slot.replies == topic.replies && slot.message == topic.about);
    match own {
        Some((number, slot)) => (
            format!("{}/{} {}", slot.label(0), series.parts.total, slot.title),
            Target::Slot(at, number),
        ),
        None => (
            format!("0/{} {}", series.parts.total, series.head.title),
            Target::Series(at),
        ),
    }
}

struct ThreadWriter<'a, 'b> {
    context: &'a Context<'b>,
    to: &'a mut Builder,
    /// Where the text of the next answer begins in the document's.
    shift: usize,
}

impl ThreadWriter<'_, '_> {
    fn topic(&mut self, topic: &Topic, heading: (String, Target), talk: Option<&Talk>) {
        let mut row = Row::of(&heading.0, Role::Heading);
        row.push(&format!("  ({})", topic.replies.len()), Role::Dim);
        self.to.mark_line(heading.1);
        let open = self.to.section_row(
            &row.cut_to(self.context.width, "…"),
            "topic",
            self.context.folds,
        );
        if open {
            self.replies(topic, talk);
            self.to.blank();
        } else if let Some(talk) = talk {
            self.shift += talk
                .replies
                .iter()
                .map(|reply| reply.text.len())
                .sum::<usize>();
        }
    }

    fn replies(&mut self, topic: &Topic, talk: Option<&Talk>) {
        let Some(talk) = talk else {
            self.to.push_row(Row::of("  reading …", Role::Dim));
            return;
        };
        for reply in &talk.replies {
            self.reply(reply);
            self.shift += reply.text.len();
        }
        let left = topic.replies.len().saturating_sub(talk.replies.len());
        if left > 0 {
            let left = format!("  {left} more are not shown here");
            self.to.push_row(Row::of(&left, Role::Alert));
        }
    }

    fn reply(&mut self, reply: &Reply) {
        let key = format!("mail {}", reply.message.0);
        let open = self.context.folds.is_open(&key);
        let mut row = Row::folding(open);
        row.append(&replies::reply_row(
            reply.message,
            reply.depth,
            self.context,
        ));
        self.to.mark_line(Target::Message(reply.message));
        self.to.mark_line(Target::Section(key));
        self.to.push_row(row.cut_to(self.context.width, "…"));
        if !open {
            return;
        }
        let indent = 4 + reply.depth.min(STEP.1) * STEP.0;
        let indent = u8::try_from(indent.min(self.context.width / 3)).unwrap_or(0);
        let parts = reply.parts.iter();
        let parts = parts.map(|part| {
            let range = self.shift + part.range.start..self.shift + part.range.end;
            (part.kind, range)
        });
        let blocks: Vec<_> = parts.collect();
        AnswerWriter {
            of: reply.message,
            indent,
            said: letter::prose,
            context: self.context,
            to: self.to,
        }
        .write(&blocks);
        attached::below(reply.message, indent, self.context, self.to);
        self.to.blank();
    }
}
