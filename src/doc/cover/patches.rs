//! The patches of a series: every slot with its number, whether it is here or not.

use super::super::age::short;
use super::super::build::{Builder, Context};
use super::super::{Document, Role, Row, Target, files, review, sign};
use crate::archive::inherit::Known;
use crate::mail::MessageId;
use crate::patch::Facts;
use crate::patch::stat::Totals;
use crate::series::{Series, SeriesIdx, Slot};

/// The section that lists them.
pub(super) fn section(at: SeriesIdx, series: &Series, context: &Context<'_>, to: &mut Builder) {
    if series.parts.slots.is_empty() {
        return;
    }
    let mut title = Row::of(&format!("Patches ({})", series.parts.total), Role::Heading);
    let present = series.parts.present();
    if present == 0 {
        // Of a digest nothing is missing: its letters are all that there is.
        title.push("  none of them in this archive", Role::Dim);
    } else if !series.parts.is_complete() {
        title.push(&format!("  {present} here"), Role::Alert);
    }
    let read = read_count(series, context);
    if read > 0 {
        title.push(&format!("  ✓ {read}/{present} read"), Role::Dim);
    }
    if context.width >= 60 && present > 0 {
        title.push_right(
            &Row::of("A·R·T  replies            ±", Role::Dim),
            context.width - 2,
        );
    }
    if !to.section_row(&title, "patches", context.folds) {
        return;
    }
    slot_rows(at, series, context, to);
    to.blank();
}

fn slot_rows(at: SeriesIdx, series: &Series, context: &Context<'_>, to: &mut Builder) {
    let digits = digits(series);
    for (position, slot) in (0u32..).zip(&series.parts.slots) {
        let row = slot_row(slot, digits, series.parts.present() > 0, context);
        to.push_aimed(row, Target::Slot(at, position));
    }
}

/// Patches that were read.
fn read_count(series: &Series, context: &Context<'_>) -> usize {
    let is_read = |slot: &&Slot| slot.message.is_some_and(|at| context.marks.is_read(at));
    series.parts.slots.iter().filter(is_read).count()
}

/// Columns of the numbers.
fn digits(series: &Series) -> usize {
    let digits = series.parts.slots.iter().map(|slot| slot.label(0).len());
    digits.max().unwrap_or(1)
}

/// The letter and the patches of a series, one row each, to choose from; below them the files of
/// the patch that is open.
pub fn patch_list(
    at: Option<SeriesIdx>,
    open: Option<u32>,
    shape: files::FilesShape,
    context: &Context<'_>,
) -> Document {
    let Some((at, series)) = at.and_then(|at| Some((at, context.archive.series(at)?))) else {
        let mut builder = Builder::new(Row::of("Patches", Role::Text), "");
        builder.push_row(Row::of("There is no series here.", Role::Dim));
        return builder.into_document();
    };
    let mut title = Row::of("Patches ", Role::Text);
    title.push(&format!("v{}", series.head.revision), Role::Revision);
    let (read, present) = (read_count(series, context), series.parts.present());
    if read > 0 {
        title.push(&format!("  ✓ {read}/{present} read"), Role::Dim);
    }
    let mut builder = Builder::new(title, "");
    if series.parts.cover.is_some() || series.parts.slots.len() > 1 {
        let mut row = Row::of("  ", Role::Text);
        let is_read = series
            .parts
            .cover
            .is_some_and(|at| context.marks.is_read(at));
        row.sign_or_blank(sign::DONE, is_read);
        row.push(&format!(" {:>1$} ", 0, digits(series)), Role::Dim);
        row.push(&series.head.title, Role::Title);
        builder.push_aimed(row, Target::Series(at));
    }
    slot_rows(at, series, context, &mut builder);
    let slot = open.and_then(|open| series.slot(open));
    let facts = slot.and_then(|slot| context.archive.facts(slot.message?));
    if let Some((slot, facts)) = slot.zip(facts) {
        builder.blank();
        let number = format!("Files of {}/{}", slot.label(0), series.parts.total);
        builder.push_row(Row::of(&number, Role::Heading));
        let totals = Some(Totals::of(&facts.files));
        let touches = files::Touches::new();
        builder.append(files::build(&facts.files, totals, shape, &touches, context));
    }
    builder.into_document()
}

/// `  ✓  3 title    0·2·0   5  +91 −88`.
fn slot_row(slot: &Slot, digits: usize, some_here: bool, context: &Context<'_>) -> Row {
    let facts = slot.message.and_then(|at| context.archive.facts(at));
    let is_read = slot.message.is_some_and(|at| context.marks.is_read(at));
    let is_odd = facts.is_some_and(Facts::is_odd);
    let mut row = Row::of("  ", Role::Text);
    let partly = message_id(slot, context).and_then(|id| context.marks.place(id));
    let is_partly = partly.is_some_and(|(seen, all)| (1..all).contains(&seen));
    match (is_odd, is_read) {
        (true, _) => row.sign(sign::ODD),
        _ if is_partly => row.sign(sign::PARTLY),
        (_, true) => row.sign(sign::DONE),
        _ => row.push(" ", Role::Text),
    }
    row.push(&format!(" {:>digits$} ", slot.label(0)), Role::Dim);
    let title = if slot.title.is_empty() {
        "(title unknown)"
    } else {
        &slot.title
    };
    let Some(facts) = facts else {
        row.push(title, Role::Dim);
        row.push_right(
            &absent(row.width(), some_here, context.width),
            context.width,
        );
        return row;
    };
    row.push(title, Role::Text);
    if let Some(revision) = slot.borrowed {
        row.push(&format!("  from v{revision}"), Role::Revision);
    }
    if let Some(known) = known(slot, context) {
        row.push(
            &format!("  {}", known.label(context.archive)),
            Role::Revision,
        );
    }
    row.push_right(&right(slot, facts, context.width), context.width);
    row
}

/// What of a patch was read before it came.
fn known(slot: &Slot, context: &Context<'_>) -> Option<Known> {
    let inheritance = context.beside.inheritance?;
    inheritance.known(slot.message?, context.marks)
}

fn message_id<'a>(slot: &Slot, context: &Context<'a>) -> Option<&'a MessageId> {
    Some(&context.archive.message(slot.message?)?.id)
}

/// What stands behind a title whose patch is not here: as many words as there is room for.
/// Where none of the patches is here, the heading has said so.
fn absent(used: usize, some_here: bool, width: usize) -> Row {
    let words = ["  not in this archive", "  absent", " –"];
    let last = words.len() - 1;
    let room = width.saturating_sub(used);
    let fits = |at: &usize| {
        words
            .get(*at)
            .is_some_and(|w| crate::text::width(w) <= room)
    };
    let at = (0..last)
        .find(fits)
        .unwrap_or(if some_here { 1 } else { last });
    Row::of(words.get(at).unwrap_or(&""), Role::Dim)
}

/// Tags and how sure they are, replies, lines.
fn right(slot: &Slot, facts: &Facts, width: usize) -> Row {
    let mut row = Row::of(" ", Role::Text);
    if width >= 60 {
        row.append(&review::counts(review::of_slot(slot)));
        let replies = slot.replies.len();
        let role = if replies == 0 { Role::Dim } else { Role::Text };
        row.push(&format!(" {replies:>3}"), role);
    }
    let totals = Totals::of(&facts.files);
    let added = format!("+{}", short(totals.added));
    let deleted = format!("−{}", short(totals.deleted));
    row.push(&format!(" {added:>5}"), Role::Added);
    row.push(&format!(" {deleted:>5}"), Role::Deleted);
    row
}
