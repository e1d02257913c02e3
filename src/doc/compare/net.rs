//! What all patches of two versions do together, against each other: a section a file, blind to
//! how lines are cut into patches.

use super::super::build::{Context, labelled_row};
use super::super::{Document, Role, Target};
use super::{CompareLook, begin, sections};
use crate::archive::compare::NetTexts;
use crate::series::SeriesIdx;

/// The page of the net changes of two versions, the older first; `nets` is none until they were
/// compared.
pub fn build_net(
    (old, new): (SeriesIdx, SeriesIdx),
    nets: Option<&NetTexts>,
    look: CompareLook,
    context: &Context<'_>,
) -> Document {
    let up = ("Versions", Target::Compare(old, new));
    let is_there = nets.is_some();
    let Some(mut builder) = begin("Net change ", (old, new), up, is_there, context) else {
        return Document::default();
    };
    let Some(nets) = nets else {
        return builder.into_document();
    };
    let mut row = labelled_row("Files");
    row.push(&net_summary(nets), Role::Text);
    builder.push_row(row.cut_to(context.width, "…"));
    builder.push_rule(context.width);
    sections::write_files(nets, look, context, &mut builder);
    builder.into_document()
}

/// `17 of 30 differ by 468 lines`.
fn net_summary(nets: &NetTexts) -> String {
    let told = nets.texts.iter().filter(|text| text.untold.is_none());
    let lines: usize = told
        .clone()
        .map(|text| text.between.gone.len() + text.between.come.len())
        .sum();
    match told.count() {
        0 => format!("none of {} differs", nets.files),
        1 => format!("1 of {} differs by {lines} lines", nets.files),
        count => format!("{count} of {} differ by {lines} lines", nets.files),
    }
}
