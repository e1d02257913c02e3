//! Tags that replies give: to the nearest patch or cover above, as b4 walks, and from the cover
//! to every patch.

use std::collections::HashSet;

use super::attach::View;
use super::{Review, Series, Verdict, Via};
use crate::mail::{Address, MsgIdx};
use crate::patch::trailer::Trailer;

/// Fills the tags of every series and slot.
pub(super) fn collect(all: &mut [Series], view: View<'_>) {
    for series in all {
        series.review = given(&series.replies, Via::Cover, view);
        for slot in &mut series.slots {
            let mut review = given(&slot.replies, Via::Patch, view);
            review.extend(series.review.iter().cloned());
            slot.review = unique(review);
        }
        series.review = unique(std::mem::take(&mut series.review));
    }
}

/// The tags of some replies, in order.
fn given(replies: &[MsgIdx], via: Via, view: View<'_>) -> Vec<Review> {
    let mut review = Vec::new();
    for &from in replies {
        let (Some(message), Some(facts)) = (view.message(from), view.facts(from)) else {
            continue;
        };
        for trailer in &facts.trailers {
            review.push(Review {
                trailer: trailer.clone(),
                from,
                via,
                verdict: verdict(trailer, &message.from),
            });
        }
    }
    review
}

/// The first of each tag that one person gave.
fn unique(review: Vec<Review>) -> Vec<Review> {
    let mut seen = HashSet::new();
    let fresh = |review: &Review| {
        let value = review.trailer.value.to_lowercase();
        let person = match (value.rfind('<'), value.rfind('>')) {
            (Some(start), Some(end)) => value.get(start + 1..end).unwrap_or(&value).to_owned(),
            _ => value,
        };
        seen.insert((review.trailer.name.to_lowercase(), person))
    };
    let mut fresh = fresh;
    review.into_iter().filter(|review| fresh(review)).collect()
}

fn verdict(trailer: &Trailer, sender: &Address) -> Verdict {
    if is_same(&trailer.value, sender) {
        Verdict::Ok
    } else {
        Verdict::Mismatch
    }
}

/// Whether a tag's value names the sender: by address (`+ext` aside, one more label allowed), or
/// by name, every word of which is a word of the other.
fn is_same(value: &str, sender: &Address) -> bool {
    let Some((name, email)) = value.rsplit_once('<').map(|(name, rest)| {
        (
            name.trim().trim_matches('"'),
            rest.trim_end_matches('>').trim(),
        )
    }) else {
        return !value.contains('@') || value.trim().eq_ignore_ascii_case(&sender.email);
    };
    same_address(email, &sender.email) || same_name(name, &sender.name)
}

fn same_address(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (Some((user_a, host_a)), Some((user_b, host_b))) = (a.split_once('@'), b.split_once('@'))
    else {
        return false;
    };
    let plain = |user: &str| user.split('+').next().unwrap_or_default().to_owned();
    let one_label_more = |long: &str, short: &str| {
        let rest = long
            .strip_suffix(short)
            .and_then(|rest| rest.strip_suffix('.'));
        rest.is_some_and(|label| !label.is_empty() && !label.contains('.'))
    };
    plain(user_a) == plain(user_b)
        && (host_a == host_b || one_label_more(host_a, host_b) || one_label_more(host_b, host_a))
}

fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> HashSet<String> {
        let plain = name.split('(').next().unwrap_or_default().to_lowercase();
        let words = plain.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    a.len().min(b.len()) > 1 && (a.is_subset(&b) || b.is_subset(&a))
}
