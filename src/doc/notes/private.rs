//! The reader's private notes, put into a finished page at the lines that they were written at.

use std::collections::BTreeMap;

use super::{Placed, merge, note_bar};
use crate::doc::build::Context;
use crate::doc::{Document, Line, Role, sign};
use crate::mail::MsgIdx;

/// Puts the reader's private notes into a page: each behind the line that it stands at, those on
/// the mail, and those whose line is not here, below its head.
pub(in crate::doc) fn insert(document: Document, about: MsgIdx, context: &Context<'_>) -> Document {
    let id = context.archive.message(about).map(|message| &message.id);
    let Some(id) = id.filter(|_| context.marks.has_notes()) else {
        return document;
    };
    let mut rows: BTreeMap<usize, Vec<Placed>> = BTreeMap::new();
    for (line, text) in context.marks.notes(id) {
        let host = line.and_then(|line| line_of(&document, line));
        let host = host.unwrap_or_else(|| below_head(&document));
        let mut row = note_bar(0);
        row.sign_apart(sign::NOTE);
        row.push("note  ", Role::Trailer);
        row.push(text, Role::Text);
        let pieces = row.wrapped(context.width.max(1));
        let pieces = pieces.into_iter().map(|row| (row, Vec::new()));
        rows.entry(host).or_default().extend(pieces);
    }
    if rows.is_empty() {
        return document;
    }
    merge(document, rows)
}

/// The line of a page that shows a line of the mail.
fn line_of(document: &Document, wanted: &str) -> Option<usize> {
    let shows = |line: &Line| {
        let range = document.range(line);
        let range = range.map(|range| range.start as usize..range.end as usize);
        let text = range.and_then(|range| document.text.get(range));
        text.is_some_and(|text| text.trim_end() == wanted)
    };
    document.lines.iter().position(shows)
}

/// The rule that ends the head of a mail.
fn below_head(document: &Document) -> usize {
    let is_rule = |line: &Line| matches!(line, Line::Row(row) if row.text().starts_with('─'));
    document.lines.iter().position(is_rule).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use crate::archive::marks::{Marks, PrivateNote};
    use crate::doc::build::Context;
    use crate::doc::fold::Folds;
    use crate::doc::testing::{PATCH, archive_of, body, context, texts};
    use crate::mail::MessageId;

    #[test]
    fn a_note_stands_at_its_line_and_below_the_head_where_that_is_not_here() {
        let archive = archive_of(&[("1@x", "[PATCH] lamp: fade", &[], PATCH)]);
        let folds = Folds::default();
        let mut marks = Marks::default();
        for (line, text) in [
            (Some("+one"), "why one?"),
            (Some("+elsewhere"), "of another version"),
            (None, "ask\u{1b}[31m Ann"),
        ] {
            marks.keep_note(PrivateNote {
                id: MessageId::new("1@x"),
                line: line.map(str::to_owned),
                text: text.to_owned(),
            });
        }
        let context = Context {
            marks: &marks,
            ..context(&archive, 0, &folds)
        };
        let at = archive.find_message(&MessageId::new("1@x")).unwrap();
        let rows = texts(&crate::doc::patch::message(at, &body(PATCH), &context));
        let place = |text: &str| rows.iter().position(|row| row.contains(text)).unwrap();
        assert!(rows[place("why one?") - 1].contains("one"), "{rows:#?}");
        assert!(rows[place("why one?")].starts_with("┃ ✎ note  why one?"));
        let rule = place("────");
        let below = [place("of another version"), place("ask")];
        assert!(
            below.iter().all(|at| (rule + 1..rule + 3).contains(at)),
            "{rows:#?}"
        );
        assert!(!rows.concat().contains('\u{1b}'));
    }
}
