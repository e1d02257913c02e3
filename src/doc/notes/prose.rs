//! What is said at a line, filled to the width there is.

use super::super::{Role, Row};
use crate::patch::trailer;
use crate::text;

/// What is said, in rows. Sentences that are too wide are filled anew as paragraphs; whatever
/// may be code, a list or a tag keeps its lines.
pub(super) fn paragraphs(said: &str, width: usize) -> Vec<Row> {
    let lines: Vec<&str> = said.trim_end().lines().collect();
    let mut rows = Vec::new();
    for lines in lines.chunk_by(|a, b| is_sentence(a) && is_sentence(b)) {
        let is_wide = lines.iter().any(|line| text::width(line) > width);
        if is_wide && lines.iter().all(|line| is_sentence(line)) {
            let whole = Row::of(&lines.join(" "), Role::Text);
            let filled = text::wrap_words(whole.text(), width);
            let filled = filled.into_iter().filter_map(|row| whole.text().get(row));
            rows.extend(filled.map(|row| Row::of(row.trim(), Role::Text)));
            continue;
        }
        for line in lines {
            let role = match trailer::parse_line(line) {
                Some(tag) if trailer::is_person(&tag) => Role::Trailer,
                _ => Role::Text,
            };
            rows.extend(Row::of(line, role).wrapped(width));
        }
    }
    rows
}

/// Whether a line can only be of a sentence.
pub(super) fn is_sentence(line: &str) -> bool {
    let first = line.chars().next();
    first.is_some_and(|c| c.is_alphabetic() || "(\"'".contains(c))
        && !line.trim_end().ends_with([';', '{', '}', ':', '\\'])
        && !line.contains("  ")
        && trailer::parse_line(line).is_none()
}
