//! Syntax colours of the page: what is asked for as it comes into view, and what came back.

use crate::app::effect::Options;
use crate::app::reader::state::Reader;
use std::collections::HashSet;
use std::sync::Arc;

use crate::app::Command;
use crate::doc::diff::colour::{ColourJob, Colours};

/// The colours of the page so far.
#[derive(Debug, Default)]
pub(in crate::app) struct Colouring {
    /// Counts the pages, so that late answers are told apart.
    serial: u32,
    /// Blocks that are being coloured; what comes into view meanwhile takes their place.
    asked: HashSet<u32>,
    /// Blocks that were, with or without a colour in them.
    known: HashSet<u32>,
    done: Arc<Colours>,
}

impl Colouring {
    /// Forgets everything: there is another page.
    pub(in crate::app) fn turn_page(&mut self) {
        *self = Self {
            serial: self.serial.wrapping_add(1),
            ..Self::default()
        };
    }
}

impl Reader {
    /// Asks for the colours of what is in view and of the page below it.
    pub(in crate::app) fn ask_colours(&mut self, options: &Options) -> Option<Command> {
        let pane = &mut self.text;
        // A page that was built anew has no colours yet; those that are known are put on at once.
        if !Arc::ptr_eq(&pane.document.diff.colours, &self.colours.done) {
            pane.document.diff.colours = Arc::clone(&self.colours.done);
        }
        if !options.diff.colours || pane.document.diff.hunks.is_empty() {
            return None;
        }
        let height = usize::from(self.text.look.inner.height);
        let pane = &self.text;
        let top = pane.view.top;
        // What is in view, and the next page.
        let mut blocks = pane.document.blocks(top..top + height * 2);
        let own = &mut self.colours;
        blocks.retain(|block| !own.known.contains(&block.key));
        // All of it is on its way.
        if blocks.iter().all(|block| own.asked.contains(&block.key)) {
            return None;
        }
        own.asked = blocks.iter().map(|block| block.key).collect();
        let job = ColourJob {
            text: Arc::clone(&self.text.document.text),
            blocks,
        };
        Some(Command::Colour(self.colours.serial, Box::new(job)))
    }
}

impl Reader {
    /// Takes in what came back, unless another page is shown by now.
    pub(in crate::app) fn coloured(&mut self, serial: u32, blocks: &[u32], colours: Colours) {
        let own = &mut self.colours;
        if own.serial == serial {
            own.known.extend(blocks);
            // The document's own share is given back first, so that nothing is copied.
            self.text.document.diff.colours = Arc::default();
            Arc::make_mut(&mut own.done).extend(colours);
        }
    }
}
