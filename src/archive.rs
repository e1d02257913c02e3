//! Everything that was opened, as one model: built once, never changed afterwards.

pub mod filter;

use crate::mail::{Message, MessageId, MsgIdx};
use crate::patch::Facts;
pub use crate::series::Place;
use crate::series::{Series, SeriesIdx};
use crate::source::Warning;

/// The model of all mail that was opened.
#[derive(Debug, Default)]
pub struct Archive {
    messages: Vec<Message>,
    facts: Vec<Facts>,
    series: Vec<Series>,
    warnings: Vec<Warning>,
}

impl Archive {
    /// A message.
    pub fn message(&self, at: MsgIdx) -> Option<&Message> {
        self.messages.get(at.0 as usize)
    }

    /// What is known of a message.
    pub fn facts(&self, at: MsgIdx) -> Option<&Facts> {
        self.facts.get(at.0 as usize)
    }

    /// A series.
    pub fn series(&self, at: SeriesIdx) -> Option<&Series> {
        self.series.get(at.0 as usize)
    }

    /// All series, newest activity first.
    pub fn all_series(&self) -> &[Series] {
        &self.series
    }

    /// Everything that was odd.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The message with an id.
    pub fn find(&self, id: &MessageId) -> Option<MsgIdx> {
        let _ = id;
        None
    }
}
