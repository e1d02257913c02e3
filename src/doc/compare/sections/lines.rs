//! The lines of a section: signs, roles, what they stand for, and which replaces which.

use super::super::super::{Line, Role, Row};
use super::super::Noise;
use super::super::sides::PatchSide;
use super::super::table::{NONE, OuterLine};
use super::{SectionWriter, is_told};
use crate::patch::between::{LineReason, OuterDiffLine};

impl SectionWriter<'_, '_> {
    /// `@@ file: function`, or `log` where the message differs.
    pub(super) fn hunk_heading(&mut self, lines: &[OuterDiffLine], said: Option<&str>) {
        // The net change of a file has no message, only the lines that stand around one.
        let is_log = lines
            .iter()
            .any(|line| line.why == LineReason::Log && line.sign != b' ');
        let mut row = Row::of("  ", Role::Text);
        match said.filter(|said| !["Metadata", "Commit message"].contains(said)) {
            _ if is_log => row.push("log", Role::Label),
            Some(said) => row.push(&format!("@@ {said}"), Role::Hunk),
            None => row.push("@@", Role::Hunk),
        }
        self.to.push_row(row.cut_to(self.context.width, "…"));
    }

    /// One line, with what it stands for.
    pub(super) fn push_line(&mut self, key: &str, line: &OuterDiffLine, side: &PatchSide<'_>) {
        if let Some(number) = self.add_line(line, side) {
            self.stand(key, line, side);
            self.to.push(Line::Outer(number));
        }
    }

    /// Adds a line to the table: its place there. None where no more lines are shown.
    pub(super) fn add_line(&mut self, line: &OuterDiffLine, side: &PatchSide<'_>) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        let text = side.recast.text.get(line.side.clone()).unwrap_or_default();
        let start = self.text.len();
        self.text.push(self.line_sign(line));
        self.text.push(' ');
        self.text.push_str(text);
        let (Ok(from), Ok(end)) = (u32::try_from(start), u32::try_from(self.text.len())) else {
            self.left = 0;
            return None;
        };
        self.text.push('\n');
        let role = self.line_role(line, text);
        let table = self.to.outer();
        let number = u32::try_from(table.lines.len()).ok()?;
        table.lines.push(OuterLine {
            range: from..end,
            role,
            is_log: line.why == LineReason::Log,
            pair: NONE,
        });
        Some(number)
    }

    /// Says what the next line of the document stands for, and of which file it is.
    pub(super) fn stand(&mut self, key: &str, line: &OuterDiffLine, side: &PatchSide<'_>) {
        if let Some(place) = side.place(line) {
            self.to.mark_line(place);
        }
        if let Some(path) = side.file_of(line) {
            let at = self.to.next_line();
            let files = &mut self.to.outer().files;
            let is_new = files
                .last()
                .is_none_or(|(_, of, last)| of != key || last != path);
            if is_new {
                files.push((at, key.to_owned(), path.to_owned()));
            }
        }
    }

    /// The sign of a line; noise has one of its own, as colour alone would not tell it.
    fn line_sign(&self, line: &OuterDiffLine) -> char {
        match (line.sign, line.why) {
            (b' ', _) => ' ',
            (_, LineReason::Noise) if self.look.noise != Noise::Full => '·',
            (sign, _) => char::from(sign),
        }
    }

    /// The inner line keeps its own colour, noise has none.
    fn line_role(&self, line: &OuterDiffLine, text: &str) -> Role {
        if line.sign != b' ' && line.why == LineReason::Noise && self.look.noise != Noise::Full {
            return Role::Dim;
        }
        match (line.why, text.as_bytes().first()) {
            (LineReason::Log, _) if line.sign == b'-' => Role::Deleted,
            (LineReason::Log, _) if line.sign == b'+' => Role::Added,
            (LineReason::Log, _) => Role::Text,
            (_, Some(b'+')) => Role::Added,
            (_, Some(b'-')) => Role::Deleted,
            (_, Some(b'@')) => Role::Hunk,
            _ if text.starts_with(" ## ") => Role::FileHeader,
            _ => Role::Text,
        }
    }

    /// Brings lines that went and those that came in their place together, in their order.
    pub(super) fn counterparts(&mut self, first: usize, lines: &[OuterDiffLine]) {
        let table = self.to.outer();
        let mut gone: Vec<usize> = Vec::new();
        let mut next = 0;
        for (at, line) in (first..table.lines.len()).zip(lines) {
            match line.sign {
                b'-' | b'+' if !is_told(line) => {}
                b'-' if next > 0 => {
                    gone = vec![at];
                    next = 0;
                }
                b'-' => gone.push(at),
                b'+' => {
                    if let Some(&old) = gone.get(next) {
                        let (Ok(a), Ok(b)) = (u32::try_from(old), u32::try_from(at)) else {
                            return;
                        };
                        table.join_pair(a, b);
                    }
                    next += 1;
                }
                _ => {
                    gone.clear();
                    next = 0;
                }
            }
        }
    }
}
