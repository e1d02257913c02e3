//! What was odd in the archive, as a list.

use super::build::{Builder, Context};
use super::{Document, Role, Row, Target};
use crate::mail::{MessageId, MsgIdx};
use crate::series::SeriesIdx;

/// The warnings of the sources, every series that has an alert, every mail that hides something.
pub fn problems(context: &Context<'_>) -> Document {
    let mut builder = Builder::new(Row::of("Problems", Role::Title), "");
    let all = context.archive.all_series();
    let odd = all
        .iter()
        .filter(|series| !series.faults().is_empty())
        .count();
    let warnings = context.archive.warnings();
    let hidden = hidden(context);
    if odd + warnings.len() + hidden.len() == 0 {
        builder.push_row(Row::of("Nothing was odd.", Role::Dim));
    }
    if !warnings.is_empty() {
        let title = format!("What was read ({})", warnings.len());
        if builder.section(&title, "warnings", context.folds) {
            input(context, &mut builder);
            builder.blank();
        }
    }
    if odd > 0 && builder.section(&format!("Series ({odd})"), "series", context.folds) {
        for (at, series) in (0u32..).zip(all) {
            for alert in series.faults() {
                let mut row = Row::of(&format!("  {alert}"), Role::Alert);
                row.push(&format!("  v{} ", series.head.revision), Role::Revision);
                row.push(&series.head.title, Role::Text);
                builder.push_aimed(row, Target::Series(SeriesIdx(at)));
            }
        }
    }
    let title = format!("Hidden characters ({} mails)", hidden.len());
    if !hidden.is_empty() && builder.section(&title, "hidden", context.folds) {
        for (at, count) in hidden {
            let mut row = Row::of(&format!("  {count:>5}  "), Role::Alert);
            let message = context.archive.message(at);
            row.push(message.map_or("", |m| m.subject.as_str()), Role::Text);
            builder.push_aimed(row, Target::Message(at));
        }
    }
    builder.into_document()
}

/// Every mail that holds characters one would not see, and how many.
fn hidden(context: &Context<'_>) -> Vec<(MsgIdx, u32)> {
    let count = |at| context.archive.facts(at).map_or(0, |facts| facts.hidden);
    let all = context.archive.messages().map(|(at, _)| (at, count(at)));
    all.filter(|(_, count)| *count > 0).collect()
}

/// A row a warning: what, in which file, and where there.
fn input(context: &Context<'_>, builder: &mut Builder) {
    for warning in context.archive.warnings() {
        let mut row = Row::of(&format!("  {}", warning.what), Role::Alert);
        row.push(&format!("  {}", warning.source.display()), Role::Dim);
        if let Some(offset) = warning.offset {
            row.push(&format!(" at byte {offset}"), Role::Dim);
        }
        let id = warning.message_id.as_deref().map(MessageId::new);
        match id.as_ref().and_then(|id| context.archive.find_message(id)) {
            Some(at) => builder.push_aimed(row, Target::Message(at)),
            None => builder.push_row(row),
        }
    }
}
