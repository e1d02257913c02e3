//! A series as it is read first: who, when, which versions, what is wrong; then the letter with
//! its sections, the patches and what was answered.

mod low;
mod patches;
mod versions;

use std::ops::Range;

use super::build::{Builder, Context, flow_rows, labelled_row};
use super::notes;
use super::{Document, Role, Row, Target, attached, head, letter, replies, review};
use crate::mail::{Body, MessageId};
use crate::patch::letter::{Letter, Section, SectionKind, message_of_url, sections};
use crate::patch::stat::Totals;
use crate::series::{Series, SeriesIdx, TotalsFrom};
use crate::text::Shared;

pub use self::patches::patch_list;

/// The page of a series; `body` is that of its cover, where there is one.
pub fn build(at: SeriesIdx, body: Option<&Body>, context: &Context<'_>) -> Document {
    let Some(series) = context.archive.series(at) else {
        return Document::default();
    };
    let body = body.filter(|_| series.parts.cover.is_some());
    let text = body.map_or("", |body| body.text.as_str());
    let mut builder = Builder::new(title(series), text);
    let recipients = body.map_or(0, |body| body.recipients);
    top_rows((at, series), recipients, context, &mut builder);
    builder.push_rule(context.width);
    if series.parts.cover.is_none() {
        builder.push_row(Row::of("There is no cover letter.", Role::Dim));
        builder.blank();
    }
    let sections = sections(text);
    let place = place_of_patches(&sections);
    let newest = newest_log(&sections);
    let write = |sections: Option<&[Section]>, builder: &mut Builder| {
        for section in sections.unwrap_or_default() {
            let is_old = newest.as_ref().is_some_and(|at| *at != section.range);
            letter::section(section, is_old, context, builder);
        }
    };
    write(sections.get(..place), &mut builder);
    if let Some(cover) = series.parts.cover {
        attached::below(cover, 2, context, &mut builder);
    }
    patches::section(at, series, context, &mut builder);
    let title = "Replies to the cover letter";
    replies::write(title, &series.replies, context, &mut builder);
    write(sections.get(place..), &mut builder);
    notes::end_with(builder, series.parts.cover, context)
}

/// Where the changelog of the highest version stands, whichever way they are sorted; else the
/// first.
fn newest_log(sections: &[Section]) -> Option<Range<usize>> {
    let logs = sections.iter().filter_map(|section| {
        if let SectionKind::Changes(_, version) = section.kind {
            Some((version, section))
        } else {
            None
        }
    });
    let newest = logs.rev().max_by_key(|(version, _)| *version);
    newest.map(|(_, section)| section.range.clone())
}

/// The patches stand before the shortlog that announces them, else behind the prose.
fn place_of_patches(sections: &[Section]) -> usize {
    let is_tail = |section: &Section| {
        matches!(
            section.kind,
            SectionKind::DiffStat | SectionKind::Base | SectionKind::Diff | SectionKind::Signature
        )
    };
    let is_shortlog = |section: &Section| section.kind == SectionKind::Shortlog;
    let shortlog = sections.iter().position(is_shortlog);
    let place = shortlog.or_else(|| sections.iter().position(is_tail));
    place.unwrap_or(sections.len())
}

/// `v3 00/12 title`, of a pull request alone `v1 pull title`.
fn title(series: &Series) -> Row {
    let mut row = Row::of(&format!("v{} ", series.head.revision), Role::Revision);
    if series.parts.is_bare_pull() {
        row.push("pull ", Role::Revision);
    } else if series.parts.total > 1 || series.parts.cover.is_some() {
        let digits = series.parts.total.to_string().len();
        row.push(
            &format!("{:0digits$}/{} ", 0, series.parts.total),
            Role::Revision,
        );
    }
    row.push(&series.head.title, Role::Title);
    row
}

fn top_rows(
    (at, series): (SeriesIdx, &Series),
    recipients: u32,
    context: &Context<'_>,
    builder: &mut Builder,
) {
    if context.is_brief() {
        low::low_rows((at, series), recipients, context, builder);
        for what in series.faults() {
            head::alert(what, context, builder);
        }
        return;
    }
    let first = series.parts.slots.iter().find_map(|slot| slot.message);
    if let Some(message) = series.parts.cover.or(first) {
        head::write((message, &series.head.author, recipients), context, builder);
        head::answered_beside(message, context, builder);
    }
    base_row(series, context, builder);
    let of_head = series.parts.cover.or(first);
    if let Some(facts) = of_head.and_then(|at| context.archive.facts(at)) {
        depends(&facts.letter, context, builder);
    }
    totals(series, builder);
    versions::version_rows(at, series, context, builder);
    review::tag_rows(series, context, builder);
    for what in series.faults() {
        head::alert(what, context, builder);
    }
}

/// `Base     6de23f81a5e0 · change-id 20260224-iino-u64`.
fn base_row(series: &Series, context: &Context<'_>, builder: &mut Builder) {
    let short = |commit: &Shared| commit.chars().take(12).collect::<String>();
    let commit = series.head.base_commit.as_ref().map(short);
    let change = series
        .head
        .change_id
        .as_ref()
        .map(|id| format!("change-id {id}"));
    let parts: Vec<Row> = commit
        .into_iter()
        .chain(change)
        .map(|part| Row::of(&part, Role::Text))
        .collect();
    if !parts.is_empty() {
        builder.push_rows(flow_rows("Base", &parts, " · ", context.width));
    }
}

/// `Changes  15 files +368 −96, as the letter says`.
fn totals(series: &Series, builder: &mut Builder) {
    let Some((totals, from)) = series.parts.totals else {
        return;
    };
    let mut row = labelled_row("Changes");
    changes(totals, &mut row);
    if from == TotalsFrom::DiffStat {
        row.push(", as the letter says", Role::Dim);
    }
    builder.push_row(row);
}

/// `15 files +368 −96`.
fn changes(totals: Totals, row: &mut Row) {
    let files = if totals.files == 1 { "file" } else { "files" };
    row.push(&format!("{} {files} ", totals.files), Role::Text);
    row.push(&format!("+{} ", totals.added), Role::Added);
    row.push(&format!("−{}", totals.deleted), Role::Deleted);
}

/// What must be applied before: a row each, which leads there where it is here.
fn depends(letter: &Letter, context: &Context<'_>, builder: &mut Builder) {
    let by_id = |name: &str| name == "prerequisite-message-id";
    let ids = letter.prerequisites.iter().filter(|(name, _)| by_id(name));
    let needed = letter.depends_on.iter().chain(ids.map(|(_, id)| id));
    for (number, what) in needed.enumerate() {
        let id = message_of_url(what).unwrap_or_else(|| MessageId::new(what));
        let found = context.archive.find_message(&id);
        let mut row = labelled_row(if number == 0 { "Needs" } else { "" });
        let title = found.and_then(|at| context.archive.message(at));
        match title {
            Some(message) => row.push(&message.subject, Role::Link),
            None => row.push(what, Role::Text),
        }
        let row = row.cut_to(context.width, "…");
        match found {
            Some(at) => builder.push_aimed(row, Target::Message(at)),
            None if what.contains("://") => {
                builder.push_aimed(row, Target::Url(what.as_str().into()));
            }
            None => builder.push_row(row),
        }
    }
}

#[cfg(test)]
mod tests;
