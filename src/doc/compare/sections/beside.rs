//! A hunk with the older patch on the left and the newer one on the right, as they were aligned.

use std::collections::VecDeque;

use super::super::super::Line;
use super::super::remarks::Remarks;
use super::super::sides::{PatchSide, Places};
use super::super::table::NONE;
use super::{SectionWriter, is_told};
use crate::archive::compare::Remark;
use crate::patch::between::OuterDiffLine;

/// A line that waits for its counterpart: its place in the table, the line, and what was said of it.
type Waiting<'a, 'b> = (u32, &'b OuterDiffLine, Vec<&'a Remark>);

/// Lines that went and came in one place.
#[derive(Default)]
struct BesideRun<'a, 'b> {
    old: VecDeque<Waiting<'a, 'b>>,
    new: VecDeque<Waiting<'a, 'b>>,
}

impl<'a> SectionWriter<'a, '_> {
    pub(super) fn hunk_beside(
        &mut self,
        key: &str,
        lines: &[OuterDiffLine],
        sides: &(PatchSide<'a>, PatchSide<'a>),
        (places, remarks): (&mut Places, &mut Remarks<'a>),
    ) {
        let mut run = BesideRun::default();
        for line in lines {
            let place = places.next_place(line, sides);
            let said = place
                .map(|place| remarks.take_at(place))
                .unwrap_or_default();
            let side = if line.sign == b'-' {
                &sides.0
            } else {
                &sides.1
            };
            let Some(number) = self.add_line(line, side) else {
                continue;
            };
            match line.sign {
                b'-' => run.old.push_back((number, line, said)),
                b'+' => run.new.push_back((number, line, said)),
                _ => {
                    self.put_run(key, std::mem::take(&mut run), sides);
                    self.stand(key, line, side);
                    self.to.push(Line::OuterSplit(number, number));
                    self.remarks(said);
                }
            }
        }
        self.put_run(key, run, sides);
    }

    fn put_run(
        &mut self,
        key: &str,
        mut run: BesideRun<'a, '_>,
        sides: &(PatchSide<'a>, PatchSide<'a>),
    ) {
        let lines = run.old.iter().chain(&run.new);
        if lines.into_iter().any(|(_, line, _)| is_told(line)) {
            let at = self.to.next_line();
            self.to.outer().changes.push(at);
        }
        while !run.old.is_empty() || !run.new.is_empty() {
            let (old, new) = (run.old.pop_front(), run.new.pop_front());
            // Enter leads to the newer version where the line is in it.
            match (&old, &new) {
                (_, Some((_, line, _))) => self.stand(key, line, &sides.1),
                (Some((_, line, _)), None) => self.stand(key, line, &sides.0),
                (None, None) => {}
            }
            let number = |side: &Option<Waiting<'_, '_>>| side.as_ref().map_or(NONE, |one| one.0);
            self.to.push(Line::OuterSplit(number(&old), number(&new)));
            for (_, _, said) in old.into_iter().chain(new) {
                self.remarks(said);
            }
        }
    }

    fn remarks(&mut self, said: Vec<&Remark>) {
        for remark in said {
            self.remark(remark);
        }
    }
}
