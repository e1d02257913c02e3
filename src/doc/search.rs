//! What a search through all mails found, by series and patch.

use std::collections::HashMap;

use super::build::{Builder, Context};
use super::{Document, Role, Row, Target};
use crate::archive::search::{Hit, Pattern};
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// A page of hits; `note` says how far the search has come.
pub fn build(pattern: &Pattern, note: &str, hits: &[Hit], context: &Context<'_>) -> Document {
    let title = format!("grep: {}", pattern.text);
    let mut builder = Builder::new(Row::of(&title, Role::Title), "");
    builder.push_row(Row::of(note, Role::Dim).cut_to(context.width, "…"));
    builder.blank();
    let mut by_mail: HashMap<MsgIdx, Vec<&Hit>> = HashMap::new();
    for hit in hits {
        by_mail.entry(hit.message).or_default().push(hit);
    }
    let mut mails: Vec<(Key, MsgIdx)> = by_mail
        .keys()
        .map(|&at| (hit_key(at, context), at))
        .collect();
    mails.sort_unstable();
    let mut open = None;
    for (key, at) in mails {
        if open != Some(key.series) {
            open = Some(key.series);
            heading(key.series, context, &mut builder);
        }
        mail_row(at, &key, context, &mut builder);
        for hit in by_mail.get(&at).into_iter().flatten() {
            let mut row = Row::of(&format!("{:>8}  ", hit.line + 1), Role::Dim);
            let before = row.text().len();
            row.push(hit.text.trim_end(), Role::Text);
            let text = row.text().to_owned();
            let found = pattern
                .line
                .find_iter(text.get(before..).unwrap_or_default());
            for found in found.filter(|found| !found.is_empty()) {
                row.mark_role(&(before + found.start()..before + found.end()), Role::Match);
            }
            let target = Target::Place(at, hit.line);
            builder.push_aimed(row.cut_to(context.width, "…"), target);
        }
    }
    builder.into_document()
}

/// Where a mail stands among the others: its series as the list has it, its patch, its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    series: Option<SeriesIdx>,
    slot: Option<u32>,
    is_reply: bool,
    sent: i64,
}

fn hit_key(at: MsgIdx, context: &Context<'_>) -> Key {
    let place = context.archive.place(at);
    let date = context.archive.message(at).and_then(|message| message.date);
    Key {
        series: place.series(),
        slot: place.slot(),
        is_reply: place.is_reply(),
        sent: date.map_or(0, |date| date.seconds),
    }
}

fn heading(series: Option<SeriesIdx>, context: &Context<'_>, builder: &mut Builder) {
    let found = series.and_then(|at| Some((at, context.archive.series(at)?)));
    match found {
        Some((at, series)) => {
            let mut row = Row::of(&format!("v{} ", series.head.revision), Role::Revision);
            row.push(&series.head.title, Role::Heading);
            row.push(&format!("  {}", series.head.author.label()), Role::Person);
            builder.push_aimed(row.cut_to(context.width, "…"), Target::Series(at));
        }
        None => builder.push_row(Row::of("Mail of no series", Role::Heading)),
    }
}

/// `  3/5 title`, or who answered it.
fn mail_row(at: MsgIdx, key: &Key, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(at) else {
        return;
    };
    let series = key.series.and_then(|at| context.archive.series(at));
    let slot = series.and_then(|s| s.slot(key.slot?));
    let mut row = Row::of("  ", Role::Text);
    match (series, slot) {
        (Some(series), Some(slot)) => {
            row.push(
                &format!("{}/{} ", slot.label(0), series.parts.total),
                Role::Revision,
            );
        }
        (Some(series), None) => row.push(&format!("0/{} ", series.parts.total), Role::Revision),
        (None, _) => {}
    }
    if key.is_reply {
        row.push("reply of ", Role::Dim);
        row.push(message.from.label(), Role::Person);
    } else {
        let title = slot.map_or(message.subject.as_str(), |slot| slot.title.as_str());
        row.push(title, Role::Title);
    }
    builder.push_aimed(row.cut_to(context.width, "…"), Target::Message(at));
}
