//! Blocks that only moved: lines that go in one place of a diff and come in another.

use std::collections::HashMap;

use super::{DiffLine, Kind};

/// Lines that make a block.
const LINES: usize = 3;

/// Letters and digits that a block has at least, or any list of braces would be one.
const INK: usize = 20;

/// Places that are tried for the first line of a block.
const PLACES: usize = 8;

/// Lines of a block that are followed before it is taken as it is.
const LONGEST: usize = 1000;

/// Marks the lines of blocks that moved.
pub(super) fn mark(lines: &mut [DiffLine], text: &str) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let content = content(line, text);
        if line.kind == Kind::Deleted && ink(content) > 2 {
            let known = places.entry(content).or_default();
            if known.len() < PLACES {
                known.push(at);
            }
        }
    }
    if places.is_empty() {
        return;
    }
    let mut moved = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let starts = match line.kind {
            Kind::Added => places.get(content(line, text)),
            _ => None,
        };
        let found = starts
            .into_iter()
            .flatten()
            .map(|from| (block(lines, *from, at, text), *from));
        match found.max() {
            Some((length, from)) if length >= LINES => {
                moved.push((from, length));
                moved.push((at, length));
                at += length;
            }
            _ => at += 1,
        }
    }
    for (from, length) in moved {
        let block = lines.get_mut(from..from + length);
        block
            .into_iter()
            .flatten()
            .for_each(|line| line.moved = true);
    }
}

/// Lines of the block that goes at one place and comes at another; 0 where it says too little.
fn block(lines: &[DiffLine], from: usize, to: usize, text: &str) -> usize {
    let old = lines.get(from..).unwrap_or_default().iter();
    let new = lines.get(to..).unwrap_or_default().iter();
    let same = old.zip(new).take(LONGEST).take_while(|(old, new)| {
        let kinds = old.kind == Kind::Deleted && new.kind == Kind::Added;
        kinds && content(old, text) == content(new, text)
    });
    let (mut length, mut letters) = (0, 0);
    for (line, _) in same {
        length += 1;
        letters += ink(content(line, text));
    }
    if letters >= INK { length } else { 0 }
}

fn ink(content: &str) -> usize {
    content
        .bytes()
        .filter(u8::is_ascii_alphanumeric)
        .take(INK)
        .count()
}

/// A line without its sign and without the blanks around it.
fn content<'a>(line: &DiffLine, text: &'a str) -> &'a str {
    let bytes = line.range.start as usize + 1..line.range.end as usize;
    text.get(bytes).unwrap_or_default().trim()
}
