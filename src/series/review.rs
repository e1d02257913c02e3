//! Tags that replies give: to the nearest patch or cover above, as b4 walks, and from the cover
//! to every patch that is meant.

use std::collections::HashSet;

use super::attach::View;
use super::{Review, Series, Verdict, Via};
use crate::mail::{Address, MsgIdx};
use crate::patch::trailer::{self, Scope, Trailer};

/// Fills the tags of every series and slot.
pub(super) fn collect(all: &mut [Series], view: View<'_>) {
    for series in all {
        let to_cover = given(&series.replies, Via::Cover, view);
        for slot in &mut series.slots {
            let to_patch = given(&slot.replies, Via::Patch, view);
            let meant = to_cover
                .iter()
                .filter(|(_, scope)| scope.covers(slot.number));
            let review = to_patch
                .iter()
                .chain(meant)
                .map(|(review, _)| review.clone());
            slot.review = unique(review);
        }
        series.review = unique(to_cover.into_iter().map(|(review, _)| review));
    }
}

/// Whether mails from that address are written by a program.
pub fn is_bot(address: &Address) -> bool {
    let name = address.name.to_lowercase();
    let user = address
        .email
        .split('@')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let is_robot =
        |word: &str| matches!(word, "robot" | "bot" | "ci" | "syzbot" | "lkp" | "noreply");
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "robot" || word == "bot" || word == "syzbot")
        || user.split(|c: char| !c.is_alphanumeric()).any(is_robot)
}

/// The tags of some replies, in order, and what each is given to.
fn given<'a>(replies: &[MsgIdx], via: Via, view: View<'a>) -> Vec<(Review, &'a Scope)> {
    let mut review = Vec::new();
    for &from in replies {
        let (Some(message), Some(facts)) = (view.message(from), view.facts(from)) else {
            continue;
        };
        for tag in &facts.tags {
            let verdict = if !trailer::sender_matches(&tag.trailer, &message.from) {
                Verdict::Mismatch
            } else if tag.conditional {
                Verdict::Conditional
            } else {
                Verdict::Ok
            };
            let trailer = tag.trailer.clone();
            let one = Review {
                trailer,
                from,
                via,
                verdict,
            };
            review.push((one, &tag.scope));
        }
    }
    review
}

/// Each tag of a person once a mail; a person may give it in several.
fn unique(review: impl Iterator<Item = Review>) -> Vec<Review> {
    let mut seen = HashSet::new();
    review
        .filter(|review| seen.insert((key(&review.trailer), review.from)))
        .collect()
}

/// The tag's name and the person: the address, else the value as it stands.
pub(super) fn key(trailer: &Trailer) -> (String, String) {
    let person = trailer::address(&trailer.value);
    let person = person.map_or_else(|| trailer.value.clone(), |address| address.email);
    (trailer.name.to_lowercase(), person.to_lowercase())
}
