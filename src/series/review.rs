//! Tags that replies give: to the nearest patch or cover above, as b4 walks, and from the cover
//! to every patch that is meant.

use thin_vec::ThinVec;

use super::grouped::GroupedMails;
use super::hash::Set;
use super::{Place, Series, cores};
use crate::mail::{Address, MsgIdx};
use crate::patch::trailer::{self, Trailer, TrailerScope};

/// A tag somebody gave in a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The tag.
    pub trailer: Trailer,
    /// The mail that gave it.
    pub from: MsgIdx,
    /// Where it was given.
    pub via: Via,
    /// How sure it is.
    pub verdict: Verdict,
}

/// Where a tag was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// In a reply to the patch.
    Patch,
    /// In a reply to the cover.
    Cover,
    /// To an older version.
    Older,
}

/// How sure a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Sender and named person are the same.
    Ok,
    /// They are not.
    Mismatch,
    /// "with that fixed".
    Conditional,
    /// Given to an older version whose patch was another.
    Stale,
}

/// People who acked, reviewed and tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagCounts {
    /// Acked-by.
    pub acked: usize,
    /// Reviewed-by.
    pub reviewed: usize,
    /// Tested-by.
    pub tested: usize,
}

/// Fills the tags of every series and slot.
pub(super) fn collect(all: &mut [Series], places: &[Place], view: GroupedMails<'_>) {
    let parts = all.chunks_mut(cores::share(all.len()));
    cores::each_part(parts, |part| of_replies(part, view), || ());
    borrow(all, places);
}

fn of_replies(all: &mut [Series], view: GroupedMails<'_>) {
    for series in all {
        let to_cover = given(&series.replies, Via::Cover, view);
        for slot in &mut series.parts.slots {
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

/// A partial reroll has the tags of the patches it borrows, and those that the cover it left out
/// was given, stale for what it changed.
fn borrow(all: &mut [Series], places: &[Place]) {
    for at in 0..all.len() {
        let Some(slots) = all.get(at).map(|series| &series.parts.slots) else {
            continue;
        };
        let mut lent = Vec::new();
        let mut cover = ThinVec::new();
        for (i, slot) in slots.iter().enumerate() {
            let Some(message) = slot.message.filter(|_| slot.borrowed.is_some()) else {
                continue;
            };
            let Some(&Place::Patch(from, number)) = places.get(message.0 as usize) else {
                continue;
            };
            let Some(lender) = all.get(from.0 as usize) else {
                continue;
            };
            let tags = lender
                .parts
                .slots
                .get(number as usize)
                .map(|slot| slot.review.clone());
            lent.push((i, tags.unwrap_or_default()));
            cover.clone_from(&lender.review);
        }
        for tag in &mut cover {
            (tag.via, tag.verdict) = (Via::Older, Verdict::Stale);
        }
        let Some(series) = all.get_mut(at).filter(|_| !lent.is_empty()) else {
            continue;
        };
        for slot in series
            .parts
            .slots
            .iter_mut()
            .filter(|slot| slot.borrowed.is_none())
        {
            slot.review.extend(cover.iter().cloned());
        }
        for (i, tags) in lent {
            if let Some(slot) = series.parts.slots.get_mut(i) {
                slot.review = tags;
            }
        }
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
fn given<'a>(
    replies: &[MsgIdx],
    via: Via,
    view: GroupedMails<'a>,
) -> Vec<(Review, &'a TrailerScope)> {
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
fn unique(review: impl Iterator<Item = Review>) -> ThinVec<Review> {
    let mut seen = Set::default();
    review
        .filter(|review| seen.insert((tag_key(&review.trailer), review.from)))
        .collect()
}

/// The tag's name and the person: the address, else the value as it stands.
pub(crate) fn tag_key(trailer: &Trailer) -> (String, String) {
    let person = trailer::address(&trailer.value);
    let person = person.map_or_else(|| trailer.value.clone(), |address| address.email);
    (trailer.name.to_lowercase(), person.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_by_name_or_by_address() {
        let is = |name: &str, email: &str| {
            is_bot(&Address {
                name: name.into(),
                email: email.into(),
            })
        };
        assert!(is("kernel test robot", "a@intel.example"));
        assert!(is("syzbot", "a@x.example") && is("", "syzbot+1f@x.example"));
        assert!(is("CI", "noreply@x.example") && is("", "patchwork-bot+xfs@x.example"));
        assert!(!is("Robert Botha", "robert@bot.example"));
        assert!(!is("Ann", "ann@ci.example") && !is("", ""));
    }
}
