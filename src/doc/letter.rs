//! The text of a mail by its sections: what each is called, how it begins, how its lines look.

use std::ops::Range;
use std::sync::Arc;

use super::build::{Builder, Context};
use super::{Role, Row, Target};
use crate::patch::letter::{Section, SectionKind};
use crate::patch::{quote, stat};
use crate::text::url;

/// One section of a cover letter: a heading that folds, and its lines. `is_old` says of a
/// changelog that there is a newer one.
pub(super) fn section(section: &Section, is_old: bool, context: &Context<'_>, to: &mut Builder) {
    let text = to
        .whole_text()
        .get(section.range.clone())
        .unwrap_or_default();
    if text.trim().is_empty() {
        return;
    }
    let range = trimmed(text, section);
    let lines = to
        .whole_text()
        .get(range.clone())
        .map_or(0, |t| t.lines().count());
    let heading = match &section.kind {
        SectionKind::Signature => return to.lines(range, 2, |_| Role::Dim),
        // What b4 leaves around base and signature is no section to read.
        SectionKind::Notes if text.trim() == "---" => return,
        SectionKind::Notes if quote::is_farewell(text) => {
            return to.lines(range, 2, |_| Role::Dim);
        }
        SectionKind::Diff => return super::diff::write(section.range.clone(), context, to),
        SectionKind::Changes(heading, version) => changes(heading, *version, is_old, lines),
        SectionKind::DiffStat => SectionHeading::of(&stat_title(text), "-diffstat"),
        SectionKind::Trailers => SectionHeading::of(&format!("Trailers ({lines})"), "trailers"),
        SectionKind::Shortlog => {
            SectionHeading::of(&format!("Shortlog ({lines} lines)"), "-shortlog")
        }
        SectionKind::Description => SectionHeading::of("Description", "description"),
        SectionKind::Headers => SectionHeading::of("In-body headers", "-headers"),
        SectionKind::Links => SectionHeading::of("Links", "links"),
        SectionKind::Notes => SectionHeading::of("Notes", "notes"),
        SectionKind::Base => SectionHeading::of("Base", "-base"),
    };
    if !to.section_row(&heading.title, &heading.key, context.folds) {
        return;
    }
    match section.kind {
        SectionKind::Trailers => to.lines(range, 2, |_| Role::Trailer),
        SectionKind::DiffStat => to.lines(range, 2, |_| Role::Text),
        SectionKind::Headers
        | SectionKind::Description
        | SectionKind::Changes(..)
        | SectionKind::Links
        | SectionKind::Shortlog
        | SectionKind::Notes
        | SectionKind::Base
        | SectionKind::Diff
        | SectionKind::Signature => prose(range, 2, to),
    }
    to.blank();
}

struct SectionHeading {
    title: Row,
    key: String,
}

impl SectionHeading {
    fn of(title: &str, key: &str) -> Self {
        Self {
            title: Row::of(title, Role::Heading),
            key: key.to_owned(),
        }
    }
}

/// `Changes in v6`, and what the letter calls it where that is something else.
fn changes(heading: &str, version: Option<u32>, is_old: bool, lines: usize) -> SectionHeading {
    let said = heading.trim().trim_end_matches(':');
    let title = version.map_or_else(|| said.to_owned(), |v| format!("Changes in v{v}"));
    let mut row = Row::of(&title, Role::Heading);
    // A bare "v5" says no more than the title.
    if !title.to_lowercase().ends_with(&said.to_lowercase()) {
        row.push(&format!("  {said}"), Role::Dim);
    }
    if is_old {
        let word = if lines == 1 { "line" } else { "lines" };
        row.push(&format!("  ({lines} {word})"), Role::Dim);
    }
    let closed = if is_old { "-" } else { "" };
    SectionHeading {
        title: row,
        key: format!("{closed}changes {said}"),
    }
}

/// The bytes of a section without the blank lines around it, and without a heading that the
/// title repeats (nor a bare "Changelog:" before that).
fn trimmed(inside: &str, section: &Section) -> Range<usize> {
    let heading = if let SectionKind::Changes(heading, _) = &section.kind {
        heading.trim()
    } else {
        ""
    };
    let mut skip = 0;
    let mut at = 0;
    for line in inside.split_inclusive('\n').take(4) {
        at += line.len();
        let bare = line.trim().trim_matches(['*', '=', '#', '~']).trim();
        if !heading.is_empty() && bare == heading {
            skip = at;
            break;
        }
        if bare.is_empty() && skip + line.len() == at {
            skip = at;
        }
    }
    let rest = inside.get(skip..).unwrap_or_default();
    let blank = rest
        .split_inclusive('\n')
        .take_while(|l| l.trim().is_empty());
    let start = section.range.start + skip + blank.map(str::len).sum::<usize>();
    let end = section.range.start + inside.trim_end().len();
    start.min(end)..end
}

/// Lines of prose; the first link of a line is its target.
pub(super) fn prose(range: Range<usize>, indent: u8, builder: &mut Builder) {
    prose_as(range, indent, builder, prose_role);
}

/// The same with other roles.
pub(super) fn prose_as(
    range: Range<usize>,
    indent: u8,
    builder: &mut Builder,
    role: impl Fn(&str) -> Role + Copy,
) {
    let text = Arc::clone(builder.shared_text());
    let mut at = range.start;
    for line in text.get(range).unwrap_or_default().split_inclusive('\n') {
        let next = at + line.len();
        if let Some((_, link, _)) = url::next_link(line) {
            builder.mark_line(Target::Url(link.to_owned()));
        }
        builder.lines(at..next, indent, role);
        at = next;
    }
}

/// The role of a line of prose: quotes are told by their sign.
pub(super) fn prose_role(line: &str) -> Role {
    match line {
        _ if line.starts_with('>') => Role::Quote,
        "-- " => Role::Dim,
        _ => Role::Text,
    }
}

/// `Diffstat (15 files, +368 −96)`.
fn stat_title(text: &str) -> String {
    let Some((stat, _)) = stat::parse(text) else {
        return "Diffstat".to_owned();
    };
    let totals = stat.totals;
    let files = if totals.files == 1 { "file" } else { "files" };
    format!(
        "Diffstat ({} {files}, +{} −{})",
        totals.files, totals.added, totals.deleted
    )
}

#[cfg(test)]
mod tests;
