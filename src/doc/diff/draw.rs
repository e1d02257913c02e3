//! A line of a diff as a row: its numbers, its sign, and its text in layers.

use std::ops::Range;

use super::super::halves::Halves;
use super::super::{Role, Row, sign};
use super::words::{self, ChangedParts};
use super::{DiffLine, DiffTable, LineKind, Numbers};

/// Columns from which two columns of numbers, and one, leave enough for the text.
const ROOM: (usize, usize) = (90, 80);

/// Longer lines are drawn in one role, in bytes.
const LONGEST: usize = 4000;

/// Parts of a text and their roles, in order, without overlap.
type Layer = Vec<(Range<usize>, Role)>;

impl DiffTable {
    /// A line by its place in [`DiffTable::lines`].
    pub fn diff_row(&self, at: u32, text: &str) -> Option<Row> {
        let line = self.lines.get(at as usize)?;
        let whole = slice(line, text);
        let mut row = Row::default();
        match line.kind {
            LineKind::Heading | LineKind::Folded => heading(whole, line, &mut row),
            LineKind::Note => row.push(whole, Role::Dim),
            LineKind::Context | LineKind::Added | LineKind::Deleted | LineKind::Hidden => {
                self.gutter(line, &mut row);
                self.content(line, text, &mut row);
            }
        }
        Some(row)
    }

    fn gutter(&self, line: &DiffLine, row: &mut Row) {
        let text = match self.numbers() {
            Numbers::Two => format!("{} {} ", self.number(line.old), self.number(line.new)),
            // The number that a line has now, where it is still there.
            Numbers::One if line.new > 0 => format!("{} ", self.number(line.new)),
            Numbers::One => format!("{} ", self.number(line.old)),
            Numbers::Off | Numbers::Auto => return,
        };
        row.push(&text, Role::LineNumber);
    }

    /// A line number, or as many blanks where there is none.
    fn number(&self, n: u32) -> String {
        let digits = self.digits;
        match n {
            0 => " ".repeat(digits),
            n => format!("{n:digits$}"),
        }
    }

    /// Two lines side by side.
    pub(in crate::doc) fn halves(&self, old: u32, new: u32, text: &str) -> Halves {
        let side = |at: u32, number: fn(&DiffLine) -> u32| {
            let mut row = Row::default();
            if let Some(line) = self.lines.get(at as usize) {
                if self.numbers() != Numbers::Off {
                    let number = self.number(number(line));
                    row.push(&format!("{number} "), Role::LineNumber);
                }
                self.content(line, text, &mut row);
            }
            row
        };
        Halves {
            left: side(old, |line| line.old),
            right: side(new, |line| line.new),
            width: self.width,
        }
    }

    /// Columns of numbers, once the width has been looked at.
    pub fn numbers(&self) -> Numbers {
        match self.look.numbers {
            Numbers::Auto if self.width >= ROOM.0 => Numbers::Two,
            Numbers::Auto if self.width >= ROOM.1 => Numbers::One,
            Numbers::Auto => Numbers::Off,
            chosen @ (Numbers::Off | Numbers::One | Numbers::Two) => chosen,
        }
    }

    /// Columns before the sign, which do not move when the text is scrolled sideways.
    pub fn gutter_width(&self) -> usize {
        match self.numbers() {
            Numbers::Two => 2 * self.digits + 2,
            Numbers::One => self.digits + 1,
            Numbers::Off | Numbers::Auto => 0,
        }
    }

    fn content(&self, line: &DiffLine, text: &str, row: &mut Row) {
        let whole = slice(line, text);
        let (base, word) = match line.kind {
            LineKind::Added => (Role::Added, Role::AddedWord),
            LineKind::Deleted => (Role::Deleted, Role::DeletedWord),
            LineKind::Note => (Role::Dim, Role::Dim),
            LineKind::Heading | LineKind::Folded | LineKind::Context | LineKind::Hidden => {
                (Role::Text, Role::Text)
            }
        };
        let signed = whole.starts_with([' ', '+', '-']);
        let (sign, rest) = whole
            .split_at_checked(usize::from(signed))
            .unwrap_or(("", whole));
        let is_hidden = line.kind == LineKind::Context && line.pair != super::NONE;
        row.push(if is_hidden { " " } else { sign }, base);
        let base = match (line.moved, line.kind) {
            (true, LineKind::Added) => Role::MovedTo,
            (true, LineKind::Deleted) => Role::MovedFrom,
            _ => base,
        };
        if rest.len() > LONGEST {
            return row.push_from(rest, base, 1);
        }
        let mut layers: Layer = vec![(0..rest.len(), base)];
        if self.look.colours
            && !line.moved
            && let Some(syntax) = self.colours.get(&line.range.start)
        {
            // A changed line keeps its colour where the syntax has nothing important to say.
            let is_loud = |role: Role| {
                line.kind == LineKind::Context || !matches!(role, Role::Comment | Role::Function)
            };
            let syntax = syntax.iter().filter(|(_, role)| is_loud(*role));
            layers = laid_over(layers, &syntax.cloned().collect());
        }
        if self.look.words && !line.moved && line.kind != LineKind::Context {
            layers = laid_over(
                layers,
                &self
                    .emphasis(line, rest, text)
                    .into_iter()
                    .map(|part| (part, word))
                    .collect(),
            );
        }
        if line.kind == LineKind::Added {
            layers = laid_over(layers, &blanks(rest));
        }
        let mut column = 1;
        for (range, role) in layers {
            let before = row.width();
            row.push_from(rest.get(range).unwrap_or_default(), role, column);
            column += row.width() - before;
        }
    }

    fn emphasis(&self, line: &DiffLine, rest: &str, text: &str) -> ChangedParts {
        let Some(pair) = self.lines.get(line.pair as usize) else {
            return ChangedParts::new();
        };
        let other = slice(pair, text).get(1..).unwrap_or_default();
        let parts = if line.kind == LineKind::Added {
            words::changed(other, rest).map(|parts| parts.1)
        } else {
            words::changed(rest, other).map(|parts| parts.0)
        };
        parts.unwrap_or_default()
    }
}

fn slice<'a>(line: &DiffLine, text: &'a str) -> &'a str {
    let bytes = line.range.start as usize..line.range.end as usize;
    text.get(bytes).unwrap_or_default()
}

/// `▾ @@ -1,7 +1,9 @@ int lamp(void)`.
fn heading(whole: &str, line: &DiffLine, row: &mut Row) {
    let folded = line.kind == LineKind::Folded;
    row.sign_apart(sign::fold_sign(!folded));
    if line.viewed {
        row.sign_apart(sign::VIEWED);
    } else if line.alike {
        row.sign_apart(sign::ALIKE);
    }
    row.push(whole, Role::Hunk);
}

/// Blanks at the end of a line, and blanks before a tab in its indent.
fn blanks(text: &str) -> Layer {
    let mut found = Layer::new();
    let bare = text.strip_suffix('\r').unwrap_or(text);
    let indent = bare.len() - bare.trim_start_matches([' ', '\t']).len();
    let lead = bare.get(..indent).unwrap_or_default();
    if let Some(tab) = lead.rfind('\t') {
        let from = lead.find(' ').filter(|blank| *blank < tab);
        found.extend(from.map(|from| (from..tab, Role::BadBlank)));
    }
    let end = bare.trim_end_matches([' ', '\t']).len();
    if end < bare.len() {
        found.retain(|(part, _)| part.end <= end);
        found.push((end..bare.len(), Role::BadBlank));
    }
    found
}

/// A layer with another on top.
fn laid_over(below: Layer, above: &Layer) -> Layer {
    if above.is_empty() {
        return below;
    }
    let mut done = Layer::with_capacity(below.len() + above.len() * 2);
    let mut top = above.iter().peekable();
    for (range, role) in below {
        let mut at = range.start;
        while let Some((part, over)) = top.peek().filter(|(part, _)| part.start < range.end) {
            let (start, end) = (part.start.max(at), part.end.min(range.end));
            if at < start {
                done.push((at..start, role));
            }
            if start < end {
                done.push((start..end, *over));
            }
            at = at.max(end);
            if part.end > range.end {
                break;
            }
            top.next();
        }
        if at < range.end {
            done.push((at..range.end, role));
        }
    }
    done
}
