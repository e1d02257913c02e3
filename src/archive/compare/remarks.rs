//! What became of the lines that replies to the older version speak of.
//!
//! A state says what happened to the lines, never what anybody did about the remark: nobody can
//! tell from mails whether one was ignored.

mod sites;

use self::sites::Sites;
use super::{Comparison, Patch};
use crate::archive::Archive;
use crate::archive::talk::{Reply, ReplyPart, Talk, Topic};
use crate::mail::MsgIdx;
use crate::patch::quote::BlockKind;
use crate::patch::trailer;
use crate::series::is_bot;

/// Words of a remark; fewer are no remark.
const WORDS: usize = 3;

/// Replies that are read for a comparison.
const MOST: usize = 1000;

/// What became of the lines that a remark speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemarkState {
    /// One of them is no more.
    Changed,
    /// Lines came next to them.
    Beside,
    /// They are as they were.
    Untouched,
    /// They are in another patch now, by its place.
    Moved(usize),
    /// Their file or patch is no more.
    Gone,
    /// They are no lines that the patch changes.
    Context,
    /// They stand in the message, which changed.
    LogChanged,
    /// They stand in the message, which is as it was.
    LogSame,
    /// It is not known which lines are meant.
    NoPlace,
}

impl RemarkState {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Beside => "beside",
            Self::Untouched => "untouched",
            Self::Moved(_) => "moved",
            Self::Gone => "gone",
            Self::Context => "context",
            Self::LogChanged => "log changed",
            Self::LogSame => "log same",
            Self::NoPlace => "no place",
        }
    }

    /// Whether what it speaks of is as it was.
    pub fn is_as_it_was(self) -> bool {
        matches!(self, Self::Untouched | Self::LogSame)
    }
}

/// Something said about a line of the older version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The reply that says it.
    pub message: MsgIdx,
    /// The place of the older patch.
    pub patch: usize,
    /// The file that it speaks of.
    pub path: Option<String>,
    /// The line of the older mail, from 0.
    pub line: Option<usize>,
    /// What became of that line and those above it.
    pub state: RemarkState,
    /// Whether the author answered it.
    pub answered: bool,
    /// Its first line.
    pub text: String,
}

impl Remark {
    /// Whether it speaks of what is as it was, and nobody answered it.
    pub fn is_open(&self) -> bool {
        self.state.is_as_it_was() && !self.answered
    }
}

/// Finds all remarks on the older version and what became of their lines. Those on what is as it
/// was and that nobody answered come first, questions before others.
pub(super) fn find_remarks(
    archive: &Archive,
    comparison: &Comparison,
    go_on: &dyn Fn() -> bool,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut left = MOST;
    for entry in &comparison.entries {
        let patch = entry.old.and_then(|at| comparison.old.patches.get(at));
        let (Some(patch), Some(old)) = (patch, entry.old) else {
            continue;
        };
        let replies = replies(archive, comparison, patch);
        // A patch with its whole discussion or not at all: half of one would show answered remarks
        // as open.
        if replies.len() > left || !go_on() {
            break;
        }
        left -= replies.len();
        let topic = Topic {
            about: Some(patch.message),
            replies,
        };
        let talk = Talk::read_replies(archive, &topic, go_on);
        let sites = Sites::new(comparison, entry, patch);
        of_talk(archive, &talk, (old, patch), &sites, &mut remarks);
    }
    // What nothing came of first, and of these the questions.
    remarks.sort_by_key(|remark| (!remark.is_open(), !remark.text.contains('?')));
    remarks
}

fn replies(archive: &Archive, comparison: &Comparison, patch: &Patch) -> Vec<MsgIdx> {
    let series = archive.series(comparison.old.at);
    let slot = series.and_then(|series| series.parts.slots.get(patch.slot));
    slot.map_or_else(Vec::new, |slot| slot.replies.to_vec())
}

fn of_talk(
    archive: &Archive,
    talk: &Talk,
    (place, patch): (usize, &Patch),
    sites: &Sites<'_>,
    remarks: &mut Vec<Remark>,
) {
    let posted = archive
        .series(sites.comparison.new.at)
        .and_then(|series| series.head.date);
    let author = archive.message(patch.message).map(|message| &message.from);
    for reply in &talk.replies {
        let Some(message) = archive.message(reply.message) else {
            continue;
        };
        // What the author answers is no remark on the patch.
        let is_own =
            author.is_some_and(|author| author.email.eq_ignore_ascii_case(&message.from.email));
        // The newer version was out: it could not follow what was said then.
        let is_late = message
            .date
            .zip(posted)
            .is_some_and(|(sent, posted)| sent.seconds > posted.seconds);
        if is_own || is_late || is_bot(&message.from) {
            continue;
        }
        for part in reply
            .parts
            .iter()
            .filter(|part| part.kind == BlockKind::Said)
        {
            let Some(text) = remark(reply.part_text(part)) else {
                continue;
            };
            let (state, path) = sites.state(part.spot);
            remarks.push(Remark {
                message: reply.message,
                patch: place,
                path,
                line: part.spot.map(|spot| spot.line),
                state,
                answered: is_answered(archive, talk, patch, (reply, part)),
                text,
            });
        }
    }
}

/// The first line of what is said, where that is more than a tag, a greeting or a name.
fn remark(said: &str) -> Option<String> {
    let lines = said.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !is_courtesy(line));
    let lines: Vec<&str> = lines
        .filter(|line| trailer::parse_line(line).is_none_or(|tag| !trailer::is_person(&tag)))
        .collect();
    // "Nit." and "+1" say nothing that a change could follow.
    let words: usize = lines
        .iter()
        .map(|line| line.split_whitespace().count())
        .sum();
    let first = lines.first().filter(|_| words >= WORDS)?;
    Some((*first).to_owned())
}

/// `Hi Ann,`, `Thanks,`, `Best regards`: a line that says nothing of the patch.
fn is_courtesy(line: &str) -> bool {
    // "Thanks for the patch, but this leaks." is a remark.
    let is_short = line.split_whitespace().count() <= 4;
    let first = line
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let first = first.to_lowercase();
    is_short
        && [
            "hi", "hello", "hey", "dear", "thanks", "thx", "cheers", "regards", "best", "kind",
        ]
        .contains(&first.as_str())
}

/// Whether the author answered the mail at the line that a remark in it speaks of.
fn is_answered(
    archive: &Archive,
    talk: &Talk,
    patch: &Patch,
    (reply, part): (&Reply, &ReplyPart),
) -> bool {
    let author = archive
        .message(patch.message)
        .map(|message| &message.from.email);
    talk.replies.iter().any(|answer| {
        let from = archive
            .message(answer.message)
            .map(|message| &message.from.email);
        let is_author = from
            .zip(author)
            .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        let is_answer = is_author && archive.parent(answer.message) == Some(reply.message);
        let mut said = answer
            .parts
            .iter()
            .filter(|part| part.kind == BlockKind::Said);
        is_answer
            && said.any(|answer| {
                // The author replied to that mail, at the same line or where no line is known.
                part.spot.is_none() || answer.spot.map(|s| s.line) == part.spot.map(|s| s.line)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_greetings_and_names_are_no_remarks() {
        assert_eq!(remark("Hi Ann,\n\nThanks,\nBen\n"), None);
        assert_eq!(remark("Reviewed-by: Ben Bus <b@bus.example>\n"), None);
        assert_eq!(remark("Looks good.\n"), None);
        let said = remark("Hello Ann,\n\nwhy is this not a lamp?\n");
        assert_eq!(said.as_deref(), Some("why is this not a lamp?"));
    }
}
