//! The head of a series where there are few rows: all of it in two, and in full once that is asked
//! for by opening the recipients.

use super::super::build::{Builder, Context};
use super::super::head::{RECIPIENTS, ago_label, recipients_row};
use super::super::{Role, Row, Target};
use super::versions;
use crate::archive::standing::compared_with;
use crate::series::{Series, SeriesIdx};

/// `From Jeff Layton <j@x.example>  5d ago  v1 v2 [v3]  3·6·0`, and
/// `To/Cc 337 recipients ▸  220 files +1282 −1283  3/12 read`.
pub(super) fn low_rows(
    (at, series): (SeriesIdx, &Series),
    recipients: u32,
    context: &Context<'_>,
    builder: &mut Builder,
) {
    let mut right = Row::of(
        &format!("  {}", ago_label(series.head.date, context.now)),
        Role::Date,
    );
    right.append(&versions::names(at, series, context));
    let tags = series.tag_counts();
    if tags.acked + tags.reviewed + tags.tested > 0 {
        let text = format!("  {}·{}·{}", tags.acked, tags.reviewed, tags.tested);
        right.push(&text, Role::Trailer);
    }
    let mut row = Row::of("From ", Role::Label);
    row.push(&series.head.author.to_string(), Role::Person);
    let mut row = row.cut_to(context.width.saturating_sub(right.width()), "…");
    row.push_right(&right, context.width);
    let before = compared_with(context.archive, at, context.marks);
    match before.filter(|_| series.parts.present() > 0) {
        Some(before) => builder.push_aimed(row, Target::Compare(before, at)),
        None => builder.push_row(row),
    }
    let mut row = Row::default();
    if recipients > 0 {
        row.push("To/Cc ", Role::Label);
        row.append(&recipients_row(recipients, context));
    }
    let mut right = Row::default();
    if let Some((totals, _)) = series.parts.totals {
        super::changes(totals, &mut right);
    }
    let patches = series.parts.slots.iter().filter_map(|slot| slot.message);
    let (read, all) = patches.fold((0, 0), |(read, all), at| {
        (read + usize::from(context.marks.is_read(at)), all + 1)
    });
    if all > 0 {
        right.push(&format!("  {read}/{all} read"), Role::Dim);
    }
    row.push_right(&right, context.width);
    builder.push_aimed(row, Target::Section(RECIPIENTS.to_owned()));
}
