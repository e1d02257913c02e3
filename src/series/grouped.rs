//! What every rule of grouping looks at.

use super::Index;
use super::member::Members;
use super::thread::Threads;
use crate::mail::{Message, MsgIdx};
use crate::patch::Facts;

/// All mails, and what is known of them.
#[derive(Clone, Copy)]
pub(super) struct GroupedMails<'a> {
    /// All mails.
    pub(super) messages: &'a [Message],
    /// What is known of each.
    pub(super) facts: &'a [Facts],
    /// Which mail has an id.
    pub(super) ids: &'a Index,
    /// Who answers whom.
    pub(super) threads: &'a Threads,
    /// Their parts.
    pub(super) members: &'a Members,
}

impl<'a> GroupedMails<'a> {
    pub(super) fn message(&self, at: MsgIdx) -> Option<&'a Message> {
        self.messages.get(at.0 as usize)
    }

    pub(super) fn facts(&self, at: MsgIdx) -> Option<&'a Facts> {
        self.facts.get(at.0 as usize)
    }

    /// Whether a mail begins a thread.
    pub(super) fn begins(&self, at: MsgIdx) -> bool {
        self.message(at)
            .is_some_and(|message| self.threads.begins(at, message))
    }
}
