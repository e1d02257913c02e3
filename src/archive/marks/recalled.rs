//! What the memory holds of an archive, looked up beside the loop.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Group;
use super::{Ledger, MarkKey, MarkKind, Marks, bits};
use crate::archive::Archive;
use crate::mail::{Address, Identity, Message};
use crate::series::is_bot;

/// What the memory holds, what of it is about the mails of an archive, and how its series stand.
#[derive(Clone, Debug, Default)]
pub struct Recalled {
    pub(super) marks: Marks,
    /// The group of each series.
    pub groups: Vec<Group>,
}

/// How mails are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewpoint {
    /// Who reads.
    pub identity: Identity,
    /// Mails of programs count as answers of people do.
    pub counts_bots: bool,
    /// What the source says was read counts for nothing.
    pub ignores_flags: bool,
}

impl Recalled {
    /// Looks every mail of an archive up. This takes a while: half a microsecond a mail.
    pub fn new(ledger: Ledger, archive: &Archive, reader: &Viewpoint) -> Self {
        let is_new = ledger.is_empty(MarkKind::Mail);
        let marked = |mail: &Message| {
            // In a first run nothing is looked up: no id is hashed.
            if is_new {
                return 0;
            }
            ledger.of(MarkKind::Mail, MarkKey::of_mail(&mail.id))
        };
        // A few hundred people write most mails of a list.
        let mut senders: HashMap<&Address, u8, RandomState> = HashMap::default();
        let mails = archive.messages().map(|(_, mail)| {
            let from = senders.entry(&mail.from);
            let seen = if !reader.ignores_flags && archive.was_read(mail) {
                bits::SEEN
            } else {
                0
            };
            marked(mail) | seen | *from.or_insert_with(|| reader.sender_bits(&mail.from))
        });
        let mails = mails.collect();
        let marks = Marks::new(ledger, mails);
        let groups = Group::all_groups(archive, &marks);
        Self { marks, groups }
    }
}

impl Viewpoint {
    /// What can be told by the sender of a mail alone.
    fn sender_bits(&self, from: &Address) -> u8 {
        if self.identity.is_mine(from) {
            // Own mails ask the reader nothing.
            bits::MINE | bits::QUIET
        } else if !self.counts_bots && is_bot(from) {
            bits::QUIET
        } else {
            0
        }
    }
}
