//! What changed within a line: the words of two lines compared, with bounded work per pair.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Longer lines are not compared, in bytes.
const LONGEST: usize = 1000;

/// More words than these, between what both begin and end with, are not compared.
const MOST: usize = 160;

/// Parts of a line, as bytes.
pub(in crate::doc) type ChangedParts = Vec<Range<usize>>;

/// The parts of two lines that the other does not have; none where they have too little in
/// common for that to say anything.
pub(in crate::doc) fn changed(old: &str, new: &str) -> Option<(ChangedParts, ChangedParts)> {
    if old.len() > LONGEST || new.len() > LONGEST || old == new {
        return None;
    }
    let (before, after) = (words(old), words(new));
    let old_words: Vec<&str> = before.iter().filter_map(|r| old.get(r.clone())).collect();
    let new_words: Vec<&str> = after.iter().filter_map(|r| new.get(r.clone())).collect();
    let head = common(old_words.iter(), new_words.iter());
    let old_rest = old_words.get(head..)?;
    let new_rest = new_words.get(head..)?;
    let tail = common(old_rest.iter().rev(), new_rest.iter().rev());
    let old_rest = old_rest.get(..old_rest.len() - tail)?;
    let new_rest = new_rest.get(..new_rest.len() - tail)?;
    if old_rest.len() > MOST || new_rest.len() > MOST {
        return None;
    }
    let mut parts = (ChangedParts::new(), ChangedParts::new());
    for op in capture_diff_slices(Algorithm::Myers, old_rest, new_rest) {
        if op.tag() != DiffTag::Equal {
            let shift = |range: Range<usize>| range.start + head..range.end + head;
            add_run(&mut parts.0, &before, shift(op.old_range()));
            add_run(&mut parts.1, &after, shift(op.new_range()));
        }
    }
    let kept =
        |text: &str, parts: &ChangedParts| ink_of(text, 0..text.len()) - ink_of_parts(text, parts);
    let shared = kept(old, &parts.0).max(kept(new, &parts.1));
    let whole = ink_of(old, 0..old.len()).max(ink_of(new, 0..new.len()));
    (shared * 3 >= whole && whole > 0).then_some(parts)
}

fn common<'a>(
    one: impl Iterator<Item = &'a &'a str>,
    other: impl Iterator<Item = &'a &'a str>,
) -> usize {
    one.zip(other).take_while(|(a, b)| a == b).count()
}

/// Bytes of a part that are no blanks.
fn ink_of(text: &str, part: Range<usize>) -> usize {
    let text = text.get(part).unwrap_or_default();
    text.bytes().filter(|b| !b.is_ascii_whitespace()).count()
}

fn ink_of_parts(text: &str, parts: &ChangedParts) -> usize {
    parts.iter().map(|part| ink_of(text, part.clone())).sum()
}

/// Adds a run of words as one part, joined to the one before it where only that is missing.
fn add_run(parts: &mut ChangedParts, words: &[Range<usize>], run: Range<usize>) {
    let Some((first, last)) = words.get(run).and_then(|w| Some((w.first()?, w.last()?))) else {
        return;
    };
    match parts.last_mut() {
        Some(part) if part.end == first.start => part.end = last.end,
        _ => parts.push(first.start..last.end),
    }
}

/// Names and numbers, runs of blanks, and every other character alone.
fn words(text: &str) -> ChangedParts {
    let class = |c: char| match c {
        _ if c.is_alphanumeric() || c == '_' => 1,
        _ if c.is_whitespace() => 2,
        _ => 0,
    };
    let mut parts = ChangedParts::new();
    let mut before = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let now = class(c);
        match parts.last_mut() {
            Some(part) if now == before && now != 0 => part.end = end,
            _ => parts.push(at..end),
        }
        before = now;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(old: &str, new: &str) -> Option<(Vec<String>, Vec<String>)> {
        let (a, b) = changed(old, new)?;
        let of = |text: &str, parts: ChangedParts| {
            parts.iter().map(|p| text[p.clone()].into()).collect()
        };
        Some((of(old, a), of(new, b)))
    }

    #[test]
    fn one_word_that_changed_stands_out() {
        let (old, new) = texts("  ino_t lamp(void);", "  u64 lamp(int);").unwrap();
        assert_eq!(
            (old, new),
            (
                vec!["ino_t".into(), "void".into()],
                vec!["u64".into(), "int".into()]
            )
        );
    }

    #[test]
    fn lines_with_nothing_in_common_are_left_alone() {
        assert_eq!(texts("return lamp;", "goto out_free;"), None);
    }

    proptest! {
        #[test]
        fn what_is_left_is_the_same_on_both_sides(old in "[a-c (日\t]{0,40}", new in "[a-c (日\t]{0,40}") {
            if let Some((a, b)) = changed(&old, &new) {
                let rest = |text: &str, parts: &ChangedParts| {
                    let inside = |at: usize| parts.iter().any(|p| p.contains(&at));
                    text.char_indices().filter(|(at, _)| !inside(*at)).map(|(_, c)| c).collect::<String>()
                };
                prop_assert_eq!(rest(&old, &a), rest(&new, &b));
            }
        }
    }
}
