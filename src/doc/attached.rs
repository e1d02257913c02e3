//! What is attached to a mail and is no patch: a line each in its head and where its text ends, and
//! a page for the text of one.

use std::borrow::Cow;

use super::build::{Builder, Context, labelled_row};
use super::verbatim::verbatim;
use super::{Document, Role, Row, Target};
use crate::mail::{Attachment, MsgIdx};

/// Attachments that are listed, at most; what holds more is made to tire readers.
const LISTED: usize = 100;

/// The lines in the head: `Attached dmesg.txt  text/plain  3.2 KiB`.
pub(super) fn head_rows(at: MsgIdx, context: &Context<'_>, builder: &mut Builder) {
    let start = |number| labelled_row(if number == 0 { "Attached" } else { "" });
    part_rows(at, start, context, builder);
}

/// The same lines where the text ends.
pub(super) fn below(at: MsgIdx, indent: u8, context: &Context<'_>, builder: &mut Builder) {
    if parts(at, context).is_empty() {
        return;
    }
    builder.blank();
    let start = |_| {
        let mut row = Row::default();
        row.pad_to(usize::from(indent));
        row.push("attached: ", Role::Dim);
        row
    };
    part_rows(at, start, context, builder);
}

fn parts<'a>(at: MsgIdx, context: &Context<'a>) -> &'a [Attachment] {
    let message = context.archive.message(at);
    message.map_or(&[], |message| message.attachments.as_slice())
}

fn part_rows(
    at: MsgIdx,
    start: impl Fn(usize) -> Row,
    context: &Context<'_>,
    builder: &mut Builder,
) {
    let parts = parts(at, context);
    for (number, part) in (0u32..).zip(parts).take(LISTED) {
        let mut row = start(number as usize);
        row.push(part_name(part), Role::Link);
        row.push(
            &format!("  {}  {}", part.kind, size_label(part.size)),
            Role::Dim,
        );
        builder.push_aimed(
            row.cut_to(context.width, "…"),
            Target::Attachment(at, number),
        );
    }
    if parts.len() > LISTED {
        let mut row = start(LISTED);
        let more = format!("{} more are not listed", parts.len() - LISTED);
        row.push(&more, Role::Alert);
        builder.push_row(row);
    }
}

fn part_name(part: &Attachment) -> &str {
    if part.name.is_empty() {
        "(no name)"
    } else {
        &part.name
    }
}

/// Bytes as people say them: `812 B`, `3.2 KiB`.
fn size_label(bytes: u64) -> String {
    let tenths = |unit: u64| bytes.saturating_mul(10) / unit;
    let said = |tenths: u64, unit| format!("{}.{} {unit}", tenths / 10, tenths % 10);
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => said(tenths(1 << 10), "KiB"),
        _ => said(tenths(1 << 20), "MiB"),
    }
}

/// The page of one; `text` is none where it is no text, or was not read yet.
pub fn attachment_page(
    at: MsgIdx,
    number: u32,
    text: Option<&str>,
    context: &Context<'_>,
) -> Document {
    let Some(part) = parts(at, context).get(number as usize) else {
        return Document::default();
    };
    let told = || format!("This is no text: {}, {}.", part.kind, size_label(part.size));
    let text = text.map_or_else(|| told().into(), Cow::Borrowed);
    verbatim(part_name(part), &text)
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folds;
    use super::super::testing::{archive_with, context, texts};
    use super::*;

    #[test]
    fn sizes_are_said_in_few_digits() {
        assert_eq!(size_label(0), "0 B");
        assert_eq!(size_label(1023), "1023 B");
        assert_eq!(size_label(3300), "3.2 KiB");
        assert_eq!(size_label(1 << 20), "1.0 MiB");
    }

    #[test]
    fn each_attachment_is_a_line_that_leads_to_it() {
        let archive = archive_with(&["dmesg.txt", "", "a\u{1b}[31mb"]);
        let folds = Folds::default();
        let context = context(&archive, 0, &folds);
        let mut builder = Builder::default();
        head_rows(MsgIdx(0), &context, &mut builder);
        below(MsgIdx(0), 2, &context, &mut builder);
        let document = builder.into_document();
        let rows = texts(&document);
        assert_eq!(rows[0], "Attached dmesg.txt  text/plain  3 B");
        assert_eq!(rows[1], "         (no name)  text/plain  3 B");
        assert!(rows[2].contains("a␛[31mb"), "{}", rows[2]);
        assert_eq!(rows[3..5], ["", "  attached: dmesg.txt  text/plain  3 B"]);
        assert_eq!(document.target(4), Some(&Target::Attachment(MsgIdx(0), 0)));
    }

    #[test]
    fn attachments_beyond_number_are_counted() {
        let archive = archive_with(&["x"; LISTED + 2]);
        let folds = Folds::default();
        let mut builder = Builder::default();
        head_rows(MsgIdx(0), &context(&archive, 0, &folds), &mut builder);
        let rows = texts(&builder.into_document());
        assert_eq!(rows.len(), LISTED + 1);
        assert_eq!(rows[LISTED].trim(), "2 more are not listed");
    }
}
