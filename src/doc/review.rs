//! Tags that replies gave, in words.

use std::collections::HashMap;

use crate::patch::trailer;
use crate::series::{Review, Slot, Verdict, Via};

/// The tags of a patch: those given to it, and those that older versions of it were given.
pub(super) fn of_slot(slot: &Slot) -> impl Iterator<Item = &Review> {
    slot.review.iter().chain(&slot.carried)
}

/// The names of the people who gave each tag, once each, in the order they came; how sure a
/// tag is stands behind the name.
pub(super) fn people<'a>(reviews: impl Iterator<Item = &'a Review>) -> Vec<(&'a str, Vec<String>)> {
    let mut tags: Vec<(&str, Vec<String>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut seen = std::collections::HashSet::new();
    for review in reviews {
        let name = review.trailer.name.to_lowercase();
        let person = person(review);
        if !seen.insert((name.clone(), person.to_lowercase())) {
            continue;
        }
        let place = *places.entry(name).or_insert(tags.len());
        match tags.get_mut(place) {
            Some((_, people)) => people.push(person),
            None => tags.push((&review.trailer.name, vec![person])),
        }
    }
    tags
}

fn person(review: &Review) -> String {
    let value = review.trailer.value.as_str();
    let address = trailer::address(value);
    let name = address.map_or_else(|| value.to_owned(), |address| address.label().to_owned());
    match doubt(review.verdict) {
        "" => name,
        doubt => format!("{name} ({doubt})"),
    }
}

/// What makes a tag unsure; nothing where it is sure.
pub(super) fn doubt(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "",
        Verdict::Mismatch => "sent by somebody else",
        Verdict::Conditional => "on a condition",
        Verdict::Stale => "to another patch",
    }
}

/// Where a tag was given.
pub(super) fn place(via: Via) -> &'static str {
    match via {
        Via::Patch => "in a reply to the patch",
        Via::Cover => "in a reply to the cover",
        Via::Older => "to an older version",
    }
}

/// Both, for a row about one tag.
pub(super) fn circumstances(review: &Review) -> String {
    match doubt(review.verdict) {
        "" => place(review.via).to_owned(),
        doubt => format!("{}, {doubt}", place(review.via)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::MsgIdx;
    use crate::patch::trailer::parse_line;

    fn given(line: &str, verdict: Verdict) -> Review {
        Review {
            trailer: parse_line(line).unwrap(),
            from: MsgIdx(0),
            via: Via::Patch,
            verdict,
        }
    }

    #[test]
    fn people_are_named_once_a_tag() {
        let reviews = [
            given("Reviewed-by: Ann <a@b.c>", Verdict::Ok),
            given("Acked-by: Ann <a@b.c>", Verdict::Ok),
            given("reviewed-by: ann <a@b.c>", Verdict::Ok),
            given("Reviewed-by: Bob <b@b.c>", Verdict::Conditional),
        ];
        assert_eq!(
            people(reviews.iter()),
            [
                (
                    "Reviewed-by",
                    vec!["Ann".to_owned(), "Bob (on a condition)".to_owned()]
                ),
                ("Acked-by", vec!["Ann".to_owned()]),
            ]
        );
    }
}
