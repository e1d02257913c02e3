//! What moved between the patches of a series: asked for with the page, shown when it was found.

use super::page::Page;
use super::{Command, Model};
use crate::patch::moves::Moves;

/// What the patches around the one on the page take away and add.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    is_asked: bool,
    moves: Moves,
}

impl Elsewhere {
    /// What was found.
    pub(super) fn moves(&self) -> &Moves {
        &self.moves
    }
}

impl Model {
    /// Asks what moved, once a page.
    pub(super) fn wanted_moves(&mut self) -> Option<Command> {
        let Page::Patch(at, slot) = self.page else {
            return None;
        };
        let is_alone = self.archive.series(at)?.present() < 2;
        if self.reading.elsewhere.is_asked || is_alone {
            return None;
        }
        self.reading.elsewhere.is_asked = true;
        Some(Command::Moves(self.reading.talking.serial(), at, slot))
    }

    /// Takes in what was found, unless another page is shown by now.
    pub(super) fn moved(&mut self, serial: u32, moves: Moves) {
        if self.reading.talking.serial() == serial && !moves.is_empty() {
            self.reading.elsewhere.moves = moves;
            self.reading.changes += 1;
        }
    }
}
