//! What is wrong with a series, in words a reader understands without a manual.

use super::Series;
use super::attach::View;
use super::posting::in_words;

/// Fills the alerts of every series.
pub(super) fn write(all: &mut [Series], view: View<'_>) {
    for series in all {
        series.alerts = alerts(series, view);
    }
}

fn alerts(series: &Series, view: View<'_>) -> Vec<String> {
    let mut alerts = Vec::new();
    let missing = series.missing();
    if series.present() == 0 && series.total > 0 {
        alerts.push(format!("none of {} patches is here", series.total));
    } else if !missing.is_empty() {
        alerts.push(format!("missing {}", in_words(&missing)));
    }
    if let Some(cover) = series.announced {
        alerts.push(format!("cover says {cover}, patches say {}", series.total));
    }
    alerts.extend(surplus(series));
    let numbers = |wrong: &dyn Fn(&crate::patch::Facts) -> bool| -> Vec<u32> {
        let bad = series.slots.iter().filter(|slot| {
            let facts = slot.message.and_then(|at| view.facts(at));
            facts.is_some_and(wrong)
        });
        bad.map(|slot| slot.number).collect()
    };
    let damaged = numbers(&|facts| !facts.damage.is_empty());
    if series.slots.len() == 1 {
        let first = series
            .slots
            .first()
            .and_then(|slot| view.facts(slot.message?));
        alerts.extend(first.and_then(|facts| facts.damage.first().cloned()));
    } else if !damaged.is_empty() {
        let (some, all) = (damaged.len(), series.present());
        alerts.push(format!("{some} of {all} damaged: {}", in_words(&damaged)));
    }
    let hidden = numbers(&|facts| facts.hidden > 0);
    let cover = series.cover.and_then(|at| view.facts(at));
    if cover.is_some_and(|facts| facts.hidden > 0) {
        alerts.push("hidden characters in the cover".to_owned());
    }
    match hidden.as_slice() {
        [] => {}
        _ if series.slots.len() == 1 => alerts.push("hidden characters".to_owned()),
        some => alerts.push(format!("hidden characters in {}", in_words(some))),
    }
    alerts
}

/// Numbers that came twice, and numbers above the total.
fn surplus(series: &Series) -> Vec<String> {
    let behind = series.slots.iter().filter(|slot| slot.message.is_some());
    let mut seen = std::collections::HashSet::new();
    let mut twice = Vec::new();
    let mut above = Vec::new();
    for slot in behind {
        if slot.number > series.total {
            above.push(slot.number);
        }
        if !seen.insert(slot.number) {
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
            series.total
        ));
    }
    alerts
}
