//! Series whose mails answer nothing: joined by sender, revision, total, tree and time.

use super::Rule;
use super::hash::Map;
use super::posting::Posting;
use super::thread::Threads;
use crate::mail::Message;
use crate::patch::subject::Revision;

/// Seconds between two mails of one sending; patchwork allows 20 minutes, b4 30.
const WINDOW: i64 = 30 * 60;

/// Postings that may still take a mail; a bound, so that nothing is quadratic.
const OPEN: usize = 8;

/// Joins pieces of which at least one answers nothing at all and the other nothing known.
pub(super) fn join_unthreaded(
    mut postings: Vec<Posting>,
    messages: &[Message],
    threads: &Threads,
) -> Vec<Posting> {
    let mut families: Map<(u32, Revision, u32, u32), Vec<usize>> = Map::default();
    for (at, posting) in postings.iter().enumerate() {
        let unanswering = posting.top.is_some_and(|top| threads.parent(top).is_none());
        // A lone patch that answers nothing is whole by itself.
        if posting.total > 1 && unanswering {
            // git send-email --no-thread gives each patch no reference: all that they share is
            // this.
            let family = (
                posting.sender,
                posting.revision,
                posting.total,
                posting.targets,
            );
            families.entry(family).or_default().push(at);
        }
    }
    for (_, mut pieces) in families {
        pieces.sort_by_key(|&at| {
            postings
                .get(at)
                .map(|p| (p.span, p.top.map(|top| threads.rank_of(top))))
        });
        let mut open: Vec<usize> = Vec::new();
        for at in pieces {
            let Some(piece) = postings.get(at) else {
                continue;
            };
            // The latest first: of two sendings within the window a piece belongs to the nearer.
            let home = open.iter().rev().copied().find(|&to| {
                postings.get(to).is_some_and(|p| {
                    // From the last mail, not the first: 200 patches at one a minute are one
                    // sending.
                    piece.span.0 - p.span.1 <= WINDOW
                        && p.is_apart(piece)
                        && [p, piece].into_iter().any(|q| begins(q, messages, threads))
                })
            });
            let Some(home) = home else {
                open.push(at);
                if open.len() > OPEN {
                    open.remove(0);
                }
                continue;
            };
            let piece = postings.get_mut(at).map(std::mem::take);
            if let (Some(piece), Some(posting)) = (piece, postings.get_mut(home)) {
                let minutes = (piece.span.0 - posting.span.1).max(0) / 60;
                let detail = format!("same sender, revision and total, {minutes} min apart");
                posting.merge(piece, Rule::Unthreaded, detail);
            }
        }
    }
    postings.retain(|posting| posting.top.is_some());
    postings
}

/// Whether a piece's first mail names no parent at all, or none that anybody else names.
fn begins(posting: &Posting, messages: &[Message], threads: &Threads) -> bool {
    let top = posting.top;
    let top = top.and_then(|top| Some((top, messages.get(top.0 as usize)?)));
    top.is_some_and(|(at, message)| threads.begins(at, message))
}
