//! What the other patches of a series take away and add, to tell what only moved.

use super::Archive;
use crate::patch::moves::{MovePlace, Moves};
use crate::series::SeriesIdx;

/// Bytes of patches that are looked at, at most; what lies further away is left out.
const BYTES: usize = 16 << 20;

impl Archive {
    /// The lines that go and come in the patches around the one in a slot, the nearest first.
    /// Stops early, with what it has, where `go_on` says so.
    pub fn moves(&self, at: SeriesIdx, slot: u32, go_on: &dyn Fn() -> bool) -> Moves {
        let mut moves = Moves::default();
        let series = self.series(at);
        let slots = series.map_or(&[][..], |series| &series.parts.slots);
        let here = slot as usize;
        let mut others: Vec<usize> = (0..slots.len()).filter(|other| *other != here).collect();
        // Code mostly moves to a neighbour; where the bound ends the search, what is far is left
        // out.
        others.sort_by_key(|other| other.abs_diff(here));
        let mut left = BYTES;
        for other in others {
            let message = slots.get(other).and_then(|slot| slot.message);
            let Some(body) = message.and_then(|at| self.read_body(at).ok()) else {
                continue;
            };
            // Attached diffs belong to the patch as well.
            let text = body.whole();
            left = left.saturating_sub(text.len());
            if left == 0 || !go_on() {
                break;
            }
            let place = if other < here {
                MovePlace::Before
            } else {
                MovePlace::Behind
            };
            moves.add_diff(&text, place);
        }
        moves
    }
}
