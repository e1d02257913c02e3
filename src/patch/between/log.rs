//! The differences above the diff: author, title, message, trailers.

use super::Kinds;
use crate::patch::recast::Recast;
use crate::patch::trailer;

/// The head of a recast text in its parts.
#[derive(Default)]
struct Head {
    author: String,
    title: String,
    /// The message without its trailers.
    log: String,
    trailers: String,
}

/// In which respects two heads differ.
pub(super) fn kinds(old: &Recast, new: &Recast) -> Kinds {
    let (old, new) = (Head::of(old), Head::of(new));
    Kinds {
        author: old.author != new.author,
        title: old.title != new.title,
        log: old.log != new.log,
        rewrapped: old.log != new.log && old.log.split_whitespace().eq(new.log.split_whitespace()),
        trailers: old.trailers != new.trailers,
        ..Kinds::default()
    }
}

impl Head {
    fn of(recast: &Recast) -> Self {
        let mut lines = recast.head_part().lines();
        let author = lines.find(|line| line.starts_with("Author: "));
        let message = lines.skip_while(|line| !line.starts_with("    "));
        let message: Vec<&str> = message
            .map(|line| line.strip_prefix("    ").unwrap_or(line))
            .collect();
        let (title, rest) = message.split_first().unwrap_or((&"", &[]));
        let rest = rest.join("\n");
        let (log, trailers) = trailer::divided(&rest);
        Self {
            author: author.unwrap_or_default().to_owned(),
            title: (*title).to_owned(),
            log: log.to_owned(),
            trailers: trailers.to_owned(),
        }
    }
}
