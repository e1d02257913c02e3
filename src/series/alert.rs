//! What is wrong with a series, in words a reader understands without a manual.

use super::Series;
use super::grouped::GroupedMails;
use super::hash::Set;
use super::posting::in_words;
use crate::mail::MsgIdx;
use crate::patch::stat::{FileChange, Totals};

/// What is wrong with each series, in their order.
pub(super) fn of(all: &[Series], view: GroupedMails<'_>) -> Vec<Vec<String>> {
    all.iter().map(|series| alerts(series, view)).collect()
}

fn alerts(series: &Series, view: GroupedMails<'_>) -> Vec<String> {
    let mut alerts = Vec::new();
    let missing = series.parts.missing();
    if series.parts.is_bare_pull() {
        // What it asks to pull was never to be mailed.
    } else if series.parts.present() == 0 && series.parts.total > 0 {
        alerts.push(format!("none of {} patches is here", series.parts.total));
    } else if !missing.is_empty() {
        alerts.push(format!("missing {}", in_words(&missing)));
    }
    if let Some(cover) = series.parts.announced {
        alerts.push(format!(
            "cover says {cover}, patches say {}",
            series.parts.total
        ));
    }
    alerts.extend(surplus(series));
    let numbers = |wrong: &dyn Fn(&crate::patch::Facts) -> bool| -> Vec<u32> {
        let bad = series.parts.slots.iter().filter(|slot| {
            let facts = slot.message.and_then(|at| view.facts(at));
            facts.is_some_and(wrong)
        });
        bad.map(|slot| slot.number).collect()
    };
    let damaged = numbers(&|facts| !facts.damage.is_empty());
    if series.parts.slots.len() == 1 {
        let first = series
            .parts
            .slots
            .first()
            .and_then(|slot| view.facts(slot.message?));
        alerts.extend(first.and_then(|facts| facts.damage.first().cloned()));
    } else if !damaged.is_empty() {
        let (some, all) = (damaged.len(), series.parts.present());
        alerts.push(format!("{some} of {all} damaged: {}", in_words(&damaged)));
    }
    alerts.extend(aside(series, view));
    alerts.extend(stats(series, view));
    alerts.extend(hidden(series, view));
    alerts
}

/// Patches whose files lie beside a series that they are no part of.
fn aside(series: &Series, view: GroupedMails<'_>) -> Vec<String> {
    let mut found: Vec<(&str, Vec<u32>)> = Vec::new();
    for slot in &series.parts.slots {
        let facts = slot.message.and_then(|at| view.facts(at));
        let Some(why) = facts.and_then(|facts| facts.letter.aside.as_deref()) else {
            continue;
        };
        match found.iter_mut().find(|(other, _)| *other == why) {
            Some((_, numbers)) => numbers.push(slot.number),
            None => found.push((why, vec![slot.number])),
        }
    }
    let told = |(why, numbers): (&str, Vec<u32>)| match series.parts.slots.len() {
        1 => why.to_owned(),
        _ => format!("{} {why}", in_words(&numbers)),
    };
    found.into_iter().map(told).collect()
}

/// How many characters would not be seen, and in which mails.
fn hidden(series: &Series, view: GroupedMails<'_>) -> Vec<String> {
    let of = |at: Option<MsgIdx>| at.and_then(|at| view.facts(at)).map_or(0, |f| f.hidden);
    let slots = series
        .parts
        .slots
        .iter()
        .map(|slot| (slot.number, of(slot.message)));
    let some: Vec<(u32, u32)> = slots.filter(|(_, count)| *count > 0).collect();
    let sum = some
        .iter()
        .fold(0u32, |sum, (_, count)| sum.saturating_add(*count));
    let numbers: Vec<u32> = some.iter().map(|(number, _)| *number).collect();
    let mut alerts = Vec::new();
    if of(series.parts.cover) > 0 {
        alerts.push(format!(
            "{} in the cover",
            characters(of(series.parts.cover))
        ));
    }
    match numbers.as_slice() {
        [] => {}
        _ if series.parts.slots.len() == 1 => alerts.push(characters(sum)),
        numbers => alerts.push(format!("{} in {}", characters(sum), in_words(numbers))),
    }
    alerts
}

/// `1 hidden character`, `2 hidden characters`.
fn characters(count: u32) -> String {
    format!(
        "{count} hidden character{}",
        if count == 1 { "" } else { "s" }
    )
}

/// Patches whose own diffstat counts other than their diff, and a cover whose diffstat names other
/// files than the patches change. A cover's lines are not compared: it counts the net change.
fn stats(series: &Series, view: GroupedMails<'_>) -> Vec<String> {
    let mut alerts = Vec::new();
    let mut wrong = Vec::new();
    for slot in &series.parts.slots {
        let facts = slot.message.and_then(|at| view.facts(at));
        let Some((facts, stat)) = facts.and_then(|f| Some((f, f.stat.as_ref()?))) else {
            continue;
        };
        let own = slot.message != series.parts.cover && facts.has_diff() && facts.damage.is_empty();
        if own && stat.totals != Totals::of(&facts.files) {
            wrong.push((slot.number, stat.totals));
        }
    }
    match wrong.as_slice() {
        [] => {}
        [(_, told)] if series.parts.slots.len() == 1 => alerts.push(format!(
            "diffstat ({}, +{} −{}) does not match the diff",
            files(told.files as usize),
            told.added,
            told.deleted
        )),
        some => {
            let numbers: Vec<u32> = some.iter().map(|(number, _)| *number).collect();
            alerts.push(format!(
                "diffstat and diff differ in {}",
                in_words(&numbers)
            ));
        }
    }
    let told = series
        .parts
        .cover
        .and_then(|at| view.facts(at)?.stat.as_ref());
    if let Some(told) = told.filter(|_| series.parts.is_complete()) {
        let slots = series.parts.slots.iter().filter_map(|slot| slot.message);
        let changed = slots.filter_map(|at| view.facts(at)).flat_map(|f| &f.files);
        let changed: Vec<&FileChange> = changed.collect();
        // With renames not looked for, a diffstat counts the file that went and the one that came.
        let before = changed.iter().filter_map(|file| file.old_path.as_deref());
        let mut sides: Set<&str> = before.collect();
        let changed: Set<&str> = changed.iter().map(|file| file.path.as_str()).collect();
        sides.extend(&changed);
        let told = told.totals.files as usize;
        if told > sides.len() && !changed.is_empty() {
            let (told, changed) = (files(told), files(changed.len()));
            alerts.push(format!("cover says {told}, patches change {changed}"));
        }
    }
    alerts
}

/// `1 file`, `2 files`.
fn files(count: usize) -> String {
    format!("{count} {}", if count == 1 { "file" } else { "files" })
}

/// Numbers that came twice, and numbers above the total.
fn surplus(series: &Series) -> Vec<String> {
    let behind = series
        .parts
        .slots
        .iter()
        .filter(|slot| slot.message.is_some());
    let mut seen = Set::default();
    let mut twice = Vec::new();
    let mut above = Vec::new();
    for slot in behind {
        if slot.number > series.parts.total {
            above.push(slot.number);
        }
        if !seen.insert((slot.number, slot.late)) {
            twice.push(slot.number);
        }
    }
    twice.sort_unstable();
    twice.dedup();
    let mut alerts = Vec::new();
    if !twice.is_empty() {
        alerts.push(format!("{} more than once", in_words(&twice)));
    }
    if !above.is_empty() {
        alerts.push(format!(
            "{} above the total of {}",
            in_words(&above),
            series.parts.total
        ));
    }
    alerts
}
