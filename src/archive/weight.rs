//! About how much memory the model of a mail takes. Lists and texts are as long as the mail
//! wants them, so that counting mails would bound nothing.

use std::mem::size_of;

use crate::mail::{Address, Attachment, Message};
use crate::patch::Facts;
use crate::patch::letter::Letter;
use crate::patch::stat::FileChange;
use crate::patch::trailer::Trailer;

/// What stands beside the lists of a mail: its places in indexes and threads, and the series that
/// it may be all of.
const BESIDE: usize = 700;

/// What a string takes besides its bytes: counts, length, the room that an allocator rounds up to.
const STRING: usize = 40;

/// Bytes for one mail, but for those of a mail that was part of another.
pub(super) fn of(message: &Message, facts: &Facts) -> u64 {
    let own = size_of::<Message>() + size_of::<Facts>() + BESIDE;
    let attached = message.attachments.iter();
    let attached = attached.map(|part| size_of::<Attachment>() + text_weight(&part.name));
    let parents = message
        .parents
        .iter()
        .map(|id| 8 + text_weight(id.as_str()));
    let tags = facts.tags.iter().map(|tag| trailer(&tag.trailer) + 16);
    let stat = facts.stat.iter().flat_map(|stat| &stat.files);
    let sum = own
        + text_weight(message.id.as_str())
        + text_weight(&message.subject)
        + address(&message.from)
        + text_weight(&facts.subject.title)
        + text_weight(&facts.gist)
        + facts.author.as_ref().map_or(0, address)
        + letter(&facts.letter)
        + parents.sum::<usize>()
        + attached.sum::<usize>()
        + tags.sum::<usize>()
        + facts.trailers.iter().map(trailer).sum::<usize>()
        + facts
            .files
            .iter()
            .chain(stat)
            .map(file_weight)
            .sum::<usize>()
        + facts
            .damage
            .iter()
            .map(|what| 24 + text_weight(what))
            .sum::<usize>();
    sum as u64
}

fn text_weight(text: &str) -> usize {
    if text.is_empty() {
        0
    } else {
        STRING + text.len()
    }
}

fn address(address: &Address) -> usize {
    text_weight(&address.name) + text_weight(&address.email)
}

fn trailer(trailer: &Trailer) -> usize {
    size_of::<Trailer>()
        + text_weight(&trailer.name)
        + text_weight(&trailer.value)
        + text_weight(&trailer.note)
}

fn file_weight(file: &FileChange) -> usize {
    let old = file.old_path.as_ref().map_or(0, |path| text_weight(path));
    size_of::<FileChange>() + text_weight(&file.path) + old
}

fn letter(letter: &Letter) -> usize {
    let links = letter.links.iter().map(|link| {
        let id = link
            .message_id
            .as_ref()
            .map_or(0, |id| text_weight(id.as_str()));
        24 + text_weight(&link.label) + text_weight(&link.url) + id
    });
    let named = letter.prerequisites.iter();
    let named = named.map(|(tag, value)| 16 + text_weight(tag) + text_weight(value));
    let texts = letter.depends_on.iter().chain(&letter.shortlog);
    links.sum::<usize>()
        + named.sum::<usize>()
        + texts.map(|one| 8 + text_weight(one)).sum::<usize>()
        + letter
            .supersedes
            .iter()
            .map(|id| 8 + text_weight(id.as_str()))
            .sum::<usize>()
}
