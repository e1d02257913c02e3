//! The text of a mail by its sections: what each is called, how it begins, how its lines look.

use super::build::{Builder, Context};
use super::{Role, Target};
use crate::patch::letter::{Section, SectionKind, message_of_url, sections};

/// The sections of the builder's text. `before` sees each first, and answers whether it wrote
/// something in its place.
pub(super) fn write(
    context: &Context<'_>,
    builder: &mut Builder,
    before: &mut dyn FnMut(&SectionKind, &mut Builder) -> bool,
) {
    let mut logs = 0u32;
    for part in sections(builder.text()) {
        if before(&part.kind, builder) {
            continue;
        }
        section(&part, logs == 0, context, builder);
        logs += u32::from(matches!(part.kind, SectionKind::Changes(..)));
    }
}

/// One section: a heading that folds, and its lines. Only the first changelog begins open.
fn section(section: &Section, is_first_log: bool, context: &Context<'_>, builder: &mut Builder) {
    let text = builder
        .text()
        .get(section.range.clone())
        .unwrap_or_default();
    if text.trim().trim_matches('-').is_empty() {
        return;
    }
    let lines = text.trim_end().lines().count();
    let (title, key) = match &section.kind {
        SectionKind::Description => ("Description".to_owned(), "description".to_owned()),
        SectionKind::Headers => ("In-body headers".to_owned(), "-headers".to_owned()),
        SectionKind::Changes(heading, _) => {
            let heading = heading.trim().trim_end_matches(':');
            let closed = if is_first_log { "" } else { "-" };
            let heading = match heading {
                "" => "Changes",
                heading => heading,
            };
            (heading.to_owned(), format!("{closed}changes {heading}"))
        }
        SectionKind::Links => ("Links".to_owned(), "links".to_owned()),
        SectionKind::Shortlog => ("Shortlog".to_owned(), "shortlog".to_owned()),
        SectionKind::Trailers => (format!("Trailers ({lines})"), "trailers".to_owned()),
        SectionKind::Notes => ("Notes".to_owned(), "notes".to_owned()),
        SectionKind::DiffStat => (stat_title(text), "-diffstat".to_owned()),
        SectionKind::Base => ("Base".to_owned(), "-base".to_owned()),
        SectionKind::Signature => {
            builder.blank();
            builder.lines(section.range.clone(), 0, |_| Role::Dim);
            return;
        }
        SectionKind::Diff => {
            builder.blank();
            super::patch::diff(section.range.clone(), builder);
            return;
        }
    };
    if !builder.section(&title, &key, context.folds) {
        return;
    }
    let range = trimmed(builder.text(), section);
    match section.kind {
        SectionKind::Trailers => builder.lines(range, 2, |_| Role::Trailer),
        SectionKind::Links
        | SectionKind::Changes(..)
        | SectionKind::Description
        | SectionKind::Notes => {
            linked(range, builder);
        }
        _ => builder.lines(range, 2, role),
    }
    builder.blank();
}

/// A section without the blank lines around it, and without a heading that the title repeats
/// (nor a bare "Changelog:" before that).
fn trimmed(text: &str, section: &Section) -> std::ops::Range<usize> {
    let inside = text.get(section.range.clone()).unwrap_or_default();
    let heading = match &section.kind {
        SectionKind::Changes(heading, _) => heading.trim(),
        _ => "",
    };
    let mut start = section.range.start;
    if section.kind == SectionKind::Notes && inside.starts_with("---\n") {
        start += 4;
    }
    let mut at = start;
    for line in text
        .get(start..section.range.end)
        .unwrap_or_default()
        .split_inclusive('\n')
        .take(4)
    {
        at += line.len();
        let bare = line.trim();
        if !heading.is_empty() && bare == heading {
            start = at;
            break;
        }
        if bare.is_empty() && start + line.len() == at {
            start = at;
        }
    }
    let end = section.range.start + inside.trim_end().len();
    start..end.max(start)
}

/// Lines of prose; one with a link is a target.
fn linked(range: std::ops::Range<usize>, builder: &mut Builder) {
    let text = builder
        .text()
        .get(range.clone())
        .unwrap_or_default()
        .to_owned();
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        let url = line
            .find("http")
            .and_then(|start| line.get(start..))
            .and_then(|rest| rest.split([' ', '\n', '>', ')', '"']).next());
        let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        if let Some(url) = url {
            builder.mark(Target::Url(url.to_owned()));
        }
        let is_mail = url.is_some_and(|url| message_of_url(url).is_some());
        builder.lines(at..at + line.len(), 2, |line| {
            if is_mail { Role::Link } else { role(line) }
        });
        at += line.len();
    }
}

/// The role of a line of prose: quotes are told by their sign.
pub(super) fn role(line: &str) -> Role {
    if line.starts_with('>') {
        Role::Quote
    } else {
        Role::Text
    }
}

/// `Diffstat (15 files, +368 −96)`.
fn stat_title(text: &str) -> String {
    let Some((stat, _)) = crate::patch::stat::parse(text) else {
        return "Diffstat".to_owned();
    };
    let totals = stat.totals;
    let files = if totals.files == 1 { "file" } else { "files" };
    format!(
        "Diffstat ({} {files}, +{} −{})",
        totals.files, totals.added, totals.deleted
    )
}
