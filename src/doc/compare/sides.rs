//! The texts that a difference is of: which line of a mail each of its lines was.

use super::super::Target;
use crate::archive::compare::Patch;
use crate::mail::MsgIdx;
use crate::patch::between::OuterDiffLine;
use crate::patch::recast::Recast;

/// A recast text, where its lines begin, and the mail that it was made of.
pub(super) struct PatchSide<'a> {
    pub(super) recast: &'a Recast,
    message: Option<MsgIdx>,
    pub(super) starts: Vec<usize>,
}

impl<'a> PatchSide<'a> {
    pub(super) fn of(patch: &'a Patch) -> Self {
        Self {
            message: Some(patch.message),
            ..Self::new(&patch.recast)
        }
    }

    pub(super) fn new(recast: &'a Recast) -> Self {
        let text = recast.text.as_bytes();
        let ends = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
        Self {
            recast,
            message: None,
            starts: std::iter::once(0)
                .chain(ends)
                .filter(|start| *start < text.len())
                .collect(),
        }
    }

    /// Which line of the recast text one is.
    pub(super) fn number(&self, line: &OuterDiffLine) -> Option<usize> {
        self.starts.binary_search(&line.side.start).ok()
    }

    /// The line of the mail that a line of the recast text was.
    pub(super) fn place(&self, line: &OuterDiffLine) -> Option<Target> {
        let place = self
            .recast
            .source
            .get(self.number(line)?)
            .copied()
            .flatten()?;
        Some(Target::Place(self.message?, place))
    }

    /// The file that a line is of.
    pub(super) fn file_of(&self, line: &OuterDiffLine) -> Option<&'a str> {
        file_at(self.recast, line.side.start)
    }
}

/// The file that a byte of a recast text is of.
fn file_at(recast: &Recast, byte: usize) -> Option<&str> {
    let behind = recast
        .files
        .partition_point(|file| file.range.start <= byte);
    let file = recast.files.get(behind.checked_sub(1)?)?;
    file.range.contains(&byte).then(|| file.path.as_str())
}

/// Follows which line of the older text each line of a difference is: all that went and came so
/// far stands before it.
#[derive(Default)]
pub(super) struct Places {
    gone: usize,
    come: usize,
}

impl Places {
    /// Goes on over lines that are not shown.
    pub(super) fn pass_over(&mut self, lines: &[OuterDiffLine]) {
        let count = |sign: u8| lines.iter().filter(|line| line.sign == sign).count();
        self.gone += count(b'-');
        self.come += count(b'+');
    }

    /// The place in the older text; none of a line that came.
    pub(super) fn next_place(
        &mut self,
        line: &OuterDiffLine,
        (old, new): &(PatchSide<'_>, PatchSide<'_>),
    ) -> Option<usize> {
        match line.sign {
            b'-' => {
                self.gone += 1;
                old.number(line)
            }
            b'+' => {
                self.come += 1;
                None
            }
            _ => (new.number(line)? + self.gone).checked_sub(self.come),
        }
    }
}
