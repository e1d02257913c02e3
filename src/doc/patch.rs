//! One mail to read: a patch with its log and its diff, a reply, a mail of no series, its source.

use std::ops::Range;

use super::age::{age, stamp};
use super::build::{Builder, Context, labelled, recipients};
use super::{Document, Role, Row, Target, letter, replies, review};
use crate::mail::{Body, MsgIdx};
use crate::series::SeriesIdx;

/// The patch in a slot of a series.
pub fn build(at: SeriesIdx, slot: u32, body: &Body, context: &Context<'_>) -> Document {
    let series = context.archive.series(at);
    let Some((series, slot)) = series.and_then(|s| Some((s, s.slots.get(slot as usize)?))) else {
        return Document::default();
    };
    let mut title = Row::of(
        &format!("v{} {}/{} ", series.revision, slot.number, series.total),
        Role::Revision,
    );
    title.push(&slot.title, Role::Title);
    let mut builder = Builder::new(title, &whole(body));
    let Some(message) = slot.message else {
        let text = format!("Patch {} is not in this archive.", slot.number);
        builder.row(Row::of(&text, Role::Alert));
        return builder.end();
    };
    header(message, context, &mut builder);
    for review in review::of_slot(slot) {
        let mut row = labelled("Tag", &review.trailer.to_string(), Role::Trailer);
        row.push(&format!("  {}", review::circumstances(review)), Role::Dim);
        builder.aim(row, Target::Message(review.from));
    }
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    replies::write("Replies", &slot.replies, context, &mut builder);
    letter::write(context, &mut builder, &mut |_, _| false);
    builder.end()
}

/// The text and, behind it, what was attached.
fn whole(body: &Body) -> String {
    let mut text = body.text.clone();
    for part in &body.attachments {
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&part.text);
    }
    text
}

fn header(at: MsgIdx, context: &Context<'_>, builder: &mut Builder) {
    let Some(message) = context.archive.message(at) else {
        return;
    };
    let facts = context.archive.facts(at);
    let author = facts.map_or(&message.from, |facts| facts.author(message));
    builder.row(labelled("From", &author.to_string(), Role::Person));
    let date = format!(
        "{} ({} ago)",
        stamp(message.date),
        age(message.date, context.now)
    );
    builder.row(labelled("Date", &date, Role::Date));
    builder.row(recipients(message));
    let subject = if message.subject.is_empty() {
        "(no subject)"
    } else {
        &message.subject
    };
    for row in labelled("Subject", subject, Role::Title).wrapped(context.width) {
        builder.row(row);
    }
    let Some(facts) = facts else {
        return;
    };
    for damage in &facts.damage {
        builder.row(labelled("Alert", damage, Role::Alert));
    }
    if facts.hidden > 0 {
        let text = format!("{} hidden characters, shown where they stand", facts.hidden);
        builder.row(labelled("Alert", &text, Role::Alert));
    }
}

/// Any mail that is no patch: quotes by their depth, what it answers and what answers it.
pub fn message(at: MsgIdx, body: &Body, context: &Context<'_>) -> Document {
    let Some(message) = context.archive.message(at) else {
        return Document::default();
    };
    let mut builder = Builder::new(Row::of(&message.subject, Role::Title), &whole(body));
    header(at, context, &mut builder);
    if let Some(parent) = context.archive.parent(at) {
        let subject = context.archive.message(parent).map_or("", |m| &m.subject);
        builder.aim(
            labelled("Answers", subject, Role::Link),
            Target::Message(parent),
        );
    }
    builder.row(Row::of(&"─".repeat(context.width), Role::Dim));
    let end = builder.text().len();
    let has_diff = context
        .archive
        .facts(at)
        .is_some_and(crate::patch::Facts::has_diff);
    if has_diff {
        let start = crate::patch::diff::scan(builder.text())
            .start
            .unwrap_or(end);
        builder.lines(0..start, 0, reply_role);
        diff(start..end, &mut builder);
    } else {
        builder.lines(0..end, 0, reply_role);
    }
    builder.blank();
    replies::write(
        "Answers to this mail",
        context.archive.children(at),
        context,
        &mut builder,
    );
    builder.end()
}

fn reply_role(line: &str) -> Role {
    if line.starts_with('>') {
        return Role::Quote;
    }
    // A signature, or the line that says whose words are quoted.
    if line == "-- " || line.ends_with("wrote:") {
        Role::Dim
    } else {
        Role::Text
    }
}

/// The lines of a diff in their roles; each file's first line is a target.
pub(super) fn diff(range: Range<usize>, builder: &mut Builder) {
    let text = builder
        .text()
        .get(range.clone())
        .unwrap_or_default()
        .to_owned();
    let parsed = crate::patch::diff::parse(&text);
    let mut at = 0;
    for file in &parsed.files {
        plain(range.start, at..file.range.start, builder);
        builder.mark(Target::File(file.file.path.clone()));
        let head = file
            .hunks
            .first()
            .map_or(file.range.end, |hunk| hunk.range.start);
        builder.lines(shift(range.start, file.range.start..head), 0, |_| {
            Role::FileHeader
        });
        let mut behind = head;
        for hunk in &file.hunks {
            plain(range.start, behind..hunk.range.start, builder);
            builder.lines(shift(range.start, hunk.range.clone()), 0, hunk_role);
            behind = hunk.range.end;
        }
        at = file.range.end.max(behind);
    }
    plain(range.start, at..text.len(), builder);
}

fn shift(by: usize, range: Range<usize>) -> Range<usize> {
    range.start + by..range.end + by
}

/// What stands between files and behind them: a signature, mostly.
fn plain(by: usize, range: Range<usize>, builder: &mut Builder) {
    if range.start < range.end {
        builder.lines(shift(by, range), 0, |_| Role::Dim);
    }
}

fn hunk_role(line: &str) -> Role {
    match line.as_bytes().first() {
        Some(b'+') => Role::Added,
        Some(b'-') => Role::Deleted,
        Some(b'@') => Role::Hunk,
        Some(b'\\') => Role::Dim,
        _ => Role::Text,
    }
}

/// A text as it is, such as a mail's source.
pub fn source(title: &str, text: &str) -> Document {
    let mut builder = Builder::new(Row::of(title, Role::Title), text);
    let end = builder.text().len();
    builder.lines(0..end, 0, |_| Role::Text);
    builder.end()
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folds;
    use super::super::testing::{PATCH, archive_of, body, texts};
    use super::*;
    use crate::doc::Line;

    fn shown(make: impl Fn(&Context<'_>) -> Document) -> Document {
        let reply = "On Monday, ann wrote:\n> quoted\nHidden\u{202e}.\n";
        let archive = archive_of(&[
            ("1", "[PATCH 1/2] one", &[], PATCH),
            ("r", "Re: [PATCH 1/2] one", &["1"], reply),
        ]);
        make(&Context {
            archive: &archive,
            width: 72,
            now: 0,
            folds: &Folds::default(),
        })
    }

    #[test]
    fn each_line_of_a_diff_has_its_role() {
        let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
        let roles = |wanted: Role| {
            let lines = document
                .lines
                .iter()
                .filter(|line| matches!(line, Line::Text { role, .. } if *role == wanted));
            let texts = lines.map(|line| document.row(line).text().to_owned());
            texts.collect::<Vec<_>>()
        };
        assert_eq!(roles(Role::Added), ["+one"]);
        assert_eq!(roles(Role::Deleted), ["-gone"]);
        assert_eq!(roles(Role::Hunk), ["@@ -0,0 +1 @@", "@@ -1,2 +1 @@"]);
        assert_eq!(roles(Role::FileHeader).len(), 7);
    }

    #[test]
    fn each_file_of_a_diff_can_be_gone_to() {
        let document = shown(|context| build(SeriesIdx(0), 0, &body(PATCH), context));
        let file = Target::File("src/sub/old.c".to_owned());
        let line = document.find(&file).unwrap();
        assert!(texts(&document)[line].starts_with("diff --git a/src/sub/old.c"));
    }

    #[test]
    fn log_trailers_and_notes_are_sections() {
        let lines = texts(&shown(|context| {
            build(SeriesIdx(0), 0, &body(PATCH), context)
        }));
        for line in [
            "▾ Description",
            "▾ Trailers (1)",
            "▾ Notes",
            "▾ Replies (1)",
        ] {
            assert!(
                lines.iter().any(|have| have == line),
                "{line} in {lines:#?}"
            );
        }
    }

    #[test]
    fn an_absent_patch_says_so() {
        let lines = texts(&shown(|context| {
            build(SeriesIdx(0), 1, &Body::default(), context)
        }));
        assert_eq!(lines, ["Patch 2 is not in this archive."]);
    }

    #[test]
    fn a_reply_shows_what_would_be_hidden() {
        let text = "> quoted\nHidden\u{202e}.\n";
        let lines = texts(&shown(|context| message(MsgIdx(1), &body(text), context)));
        assert!(lines.iter().any(|line| line == "Hidden⟨U+202E⟩."));
        assert!(lines.iter().any(|line| line.starts_with("Answers")));
    }
}
