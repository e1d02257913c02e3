//! Tags that replies gave, in words.

use std::collections::{HashMap, HashSet};

use super::build::{Builder, Context, flow_rows, labelled_row};
use super::{Role, Row, Target};
use crate::patch::trailer;
use crate::series::{Review, Series, Slot, Verdict, Via};

/// The tags of a patch: those given to it, and those that older versions of it were given.
pub(super) fn of_slot(slot: &Slot) -> impl Iterator<Item = &Review> {
    slot.review.iter().chain(&slot.carried)
}

/// The names of the people who gave each tag, once each, in the order they came; how sure a
/// tag is stands behind the name.
pub(super) fn people<'a>(reviews: impl Iterator<Item = &'a Review>) -> Vec<(&'a str, Vec<String>)> {
    let mut tags: Vec<(&str, Vec<String>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut seen = HashSet::new();
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
    let name = named(review);
    match doubt(review.verdict) {
        "" => name,
        doubt => format!("{name} ({doubt})"),
    }
}

/// The person whom a tag names.
fn named(review: &Review) -> String {
    let value = review.trailer.value.as_str();
    let address = trailer::address(value);
    address.map_or_else(|| value.to_owned(), |address| address.label().to_owned())
}

/// Who gave which tag to a series or to any of its patches: a row a tag.
pub(super) fn tag_rows(series: &Series, context: &Context<'_>, builder: &mut Builder) {
    let slots = series.parts.slots.iter().flat_map(of_slot);
    let given = people(series.review.iter().chain(slots));
    for (number, (name, people)) in given.iter().enumerate() {
        let mut parts: Vec<Row> = people.iter().map(|p| Row::of(p, Role::Person)).collect();
        if let Some(first) = parts.first_mut() {
            let mut named = Row::of(&format!("{name} "), Role::Trailer);
            named.append(first);
            *first = named;
        }
        let label = if number == 0 { "Tags" } else { "" };
        builder.push_rows(flow_rows(label, &parts, ", ", context.width));
    }
}

/// The tags of one patch: a row each, which leads to the mail that gave it.
pub(super) fn slot_rows(slot: &Slot, context: &Context<'_>, builder: &mut Builder) {
    for (number, review) in of_slot(slot).enumerate() {
        let mut row = labelled_row(if number == 0 { "Tags" } else { "" });
        row.push(&format!("{} ", review.trailer.name), Role::Trailer);
        row.push(&named(review), Role::Person);
        if review.via != Via::Patch || review.verdict != Verdict::Ok {
            row.push(&format!("  {}", circumstances(review)), Role::Dim);
        }
        builder.push_aimed(row.cut_to(context.width, "…"), Target::Message(review.from));
    }
}

/// `3·6·0` with a letter where some are not sure: `m` mismatch, `c` conditional, `s` stale.
pub(super) fn counts<'a>(reviews: impl Iterator<Item = &'a Review>) -> Row {
    let mut seen = HashSet::new();
    let mut counts = [0_usize; 3];
    let mut letter = ' ';
    for review in reviews {
        letter = match (review.verdict, letter) {
            (Verdict::Ok, letter) => letter,
            (Verdict::Mismatch, _) => 'm',
            (Verdict::Conditional, ' ' | 's') => 'c',
            (Verdict::Stale, ' ') => 's',
            (_, letter) => letter,
        };
        let name = review.trailer.name.to_ascii_lowercase();
        let tags = ["acked-by", "reviewed-by", "tested-by"];
        let place = tags.iter().position(|tag| *tag == name);
        let place = place.filter(|_| review.verdict != Verdict::Stale);
        let is_new = place.is_some() && seen.insert((name, named(review)));
        if let Some(count) = place.and_then(|at| counts.get_mut(at)).filter(|_| is_new) {
            *count += 1;
        }
    }
    let [acked, reviewed, tested] = counts;
    let none = acked + reviewed + tested == 0;
    let mut row = Row::of(
        &format!("{acked}·{reviewed}·{tested}"),
        if none { Role::Dim } else { Role::Trailer },
    );
    // A blank in the role of an alert would be seen where that is underlined.
    let role = if letter == ' ' {
        Role::Text
    } else {
        Role::Alert
    };
    row.push(&letter.to_string(), role);
    row
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

/// What a tag that is not sure counts for, and what would make it count otherwise.
pub(super) fn otherwise(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ok => "",
        Verdict::Mismatch => "kept and marked; else the sender speaks for the person named",
        Verdict::Conditional => "counts once the condition is met; else it is given as it stands",
        Verdict::Stale => "not counted: the patch is another; else it carries over",
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
