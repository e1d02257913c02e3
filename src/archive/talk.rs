//! What was answered to a mail, with each answer at the line that it speaks of.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::Archive;
use crate::mail::MsgIdx;
use crate::patch::quote::anchor::{Effort, LineIndex};
use crate::patch::quote::{self, BlockKind, unquoted};

/// Replies that are read for one page; the others are listed only.
const MOST: usize = 1000;

/// A mail and those that answer it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Topic {
    /// The mail that is spoken of: a cover letter or a patch.
    pub about: Option<MsgIdx>,
    /// Its replies.
    pub replies: Vec<MsgIdx>,
}

/// The answers to a mail.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// The mail that is spoken of: a cover letter or a patch.
    pub about: Option<MsgIdx>,
    /// Its replies in the order of their threads.
    pub replies: Vec<Reply>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Which mail.
    pub message: MsgIdx,
    /// How many other answers stand above it.
    pub depth: usize,
    /// What it says, quotes and all.
    pub text: Arc<str>,
    /// The same in parts.
    pub parts: Vec<ReplyPart>,
}

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPart {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of [`Reply::text`].
    pub range: Range<usize>,
    /// What it quotes or speaks of, where that is known.
    pub spot: Option<Spot>,
}

/// A place in the mail that is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line of the mail's text, from 0.
    pub line: usize,
    /// How many other answers at this line it goes back to.
    pub depth: usize,
}

impl Reply {
    /// Whether everything that it says is said at a line.
    pub fn is_placed(&self) -> bool {
        let mut said = self
            .parts
            .iter()
            .filter(|part| part.kind == BlockKind::Said);
        said.clone().next().is_some() && said.all(|part| part.spot.is_some())
    }

    /// The bytes of a part.
    pub fn part_text(&self, part: &ReplyPart) -> &str {
        self.text.get(part.range.clone()).unwrap_or_default()
    }
}

impl Talk {
    /// Reads replies and finds the lines that they speak of, for as long as `go_on` says so.
    pub fn read_replies(archive: &Archive, topic: &Topic, go_on: &dyn Fn() -> bool) -> Self {
        let about = topic.about;
        // A mail that cannot be read again has an empty text: its replies are still listed.
        let whole = |at| {
            archive
                .read_body(at)
                .map(|body| body.whole().into_owned())
                .unwrap_or_default()
        };
        let mut reader = TalkReader {
            subject: LineIndex::new(&about.map(whole).unwrap_or_default()),
            numbers: HashMap::new(),
            indexes: HashMap::new(),
            replies: Vec::new(),
            effort: Effort::default(),
        };
        for (message, depth) in threaded(&topic.replies, |at| archive.parent(at)) {
            // A robot that answers a cover ten thousand times must not hold the page up.
            if reader.replies.len() == MOST || !go_on() {
                break;
            }
            let answer = (message, depth);
            reader.add_reply(
                answer,
                whole(message).into(),
                archive.parent(message),
                go_on,
            );
        }
        Self {
            about,
            replies: reader.replies,
        }
    }

    /// The answer in a mail.
    pub fn reply(&self, message: MsgIdx) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.message == message)
    }
}

struct TalkReader {
    /// The mail that is spoken of.
    subject: LineIndex,
    /// Where each answer is in `replies`.
    numbers: HashMap<MsgIdx, usize>,
    /// Answers that were answered, by the same numbers.
    indexes: HashMap<usize, LineIndex>,
    replies: Vec<Reply>,
    /// What may still be searched for quotes.
    effort: Effort,
}

impl TalkReader {
    fn add_reply(
        &mut self,
        (message, depth): (MsgIdx, usize),
        text: Arc<str>,
        parent: Option<MsgIdx>,
        go_on: &dyn Fn() -> bool,
    ) {
        let parent = parent.and_then(|parent| self.numbers.get(&parent).copied());
        let mut parts = Vec::new();
        let mut after = 0;
        let mut last = None;
        for block in quote::blocks(&text) {
            // What is said stands below what it quotes: the spot of a quote is that of all words up
            // to the next.
            if block.kind == BlockKind::Quote && go_on() {
                let lines: Vec<&str> = text
                    .get(block.range.clone())
                    .unwrap_or_default()
                    .lines()
                    .collect();
                last = self.spot_of(&lines, parent, after);
                // People quote from the top down: of several places that fit the first below the
                // last one is meant.
                after = last.map_or(after, |spot: Spot| spot.line + 1);
            }
            // Attributions and signatures speak of no line.
            let is_placed = matches!(block.kind, BlockKind::Quote | BlockKind::Said);
            parts.push(ReplyPart {
                kind: block.kind,
                range: block.range,
                spot: last.filter(|_| is_placed),
            });
        }
        self.numbers.insert(message, self.replies.len());
        self.replies.push(Reply {
            message,
            depth,
            text,
            parts,
        });
    }

    /// Where a quote was taken from: from the words of the answer that it goes back to, or from
    /// the mail itself.
    fn spot_of(&mut self, quote: &[&str], parent: Option<usize>, after: usize) -> Option<Spot> {
        // `> > code` and `> why?` quote an answer that stands at a line: the nearest level of
        // quotes is looked for there first.
        let answered = parent.and_then(|parent| self.answered(quote, parent));
        answered.or_else(|| {
            let found = self.subject.find_end(quote, after, &mut self.effort)?;
            Some(Spot {
                line: found.line,
                depth: 0,
            })
        })
    }

    /// What the answer's own words, quoted at the end of `quote`, speak of.
    fn answered(&mut self, quote: &[&str], parent: usize) -> Option<Spot> {
        let is_own = |line: &&&str| unquoted(line).0 == 1;
        // The last lines of a quote are what is answered; above them older levels give the context.
        let count = quote.iter().rev().take_while(is_own).count();
        let own = quote
            .get(quote.len() - count..)
            .filter(|own| !own.is_empty())?;
        let reply = self.replies.get(parent)?;
        let index = self
            .indexes
            .entry(parent)
            .or_insert_with(|| LineIndex::new(&reply.text));
        let line = index.find_end(own, 0, &mut self.effort)?.line;
        let start = index.start_of(line)?;
        let behind = reply
            .parts
            .partition_point(|part| part.range.start <= start);
        let part = reply.parts.get(behind.checked_sub(1)?)?;
        let part = Some(part).filter(|part| part.range.contains(&start))?;
        let spot = part.spot.filter(|_| part.kind == BlockKind::Said)?;
        Some(Spot {
            depth: spot.depth + 1,
            ..spot
        })
    }
}

/// Replies in the order of their threads, with how many of the others stand above each.
pub fn threaded(
    replies: &[MsgIdx],
    parent: impl Fn(MsgIdx) -> Option<MsgIdx>,
) -> Vec<(MsgIdx, usize)> {
    let here: HashSet<MsgIdx> = replies.iter().copied().collect();
    let mut below: HashMap<Option<MsgIdx>, Vec<MsgIdx>> = HashMap::new();
    // The last is pushed first, so that the oldest comes off the stack first.
    for at in replies.iter().rev() {
        // A reply to a reply that went elsewhere stands at the top.
        let up = parent(*at).filter(|up| here.contains(up));
        below.entry(up).or_default().push(*at);
    }
    let mut open: Vec<(MsgIdx, usize)> = Vec::new();
    let mut put = |open: &mut Vec<_>, up, depth| {
        let answers = below.remove(&up).unwrap_or_default();
        open.extend(answers.into_iter().map(|at| (at, depth)));
    };
    put(&mut open, None, 0);
    let mut order = Vec::with_capacity(replies.len());
    while let Some((at, depth)) = open.pop() {
        order.push((at, depth));
        put(&mut open, Some(at), depth + 1);
    }
    order
}

#[cfg(test)]
mod tests;
