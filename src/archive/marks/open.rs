//! The marks of the archive that is open, and what of them is still to be handed to the memory.

use std::collections::BTreeMap;

use super::Group;
use super::{
    LONGEST_NOTE, Ledger, MarkChange, MarkKey, MarkKind, PartView, PrivateNote, Recalled,
    Remembered, Stop, StopLine, TouchedVersion, Until, bits,
};
use crate::archive::Archive;
use crate::mail::{MessageId, MsgIdx};
use crate::patch::diff::{GistKey, HunkKey, HunkKeys};
use crate::series::Series;

/// What was read and viewed, in this run and, where it is remembered, in all before.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    ledger: Ledger,
    /// The bits of each mail of the archive; a mail behind the end has none.
    mails: Vec<u8>,
    /// What is to be handed to the memory.
    untold: Vec<Remembered>,
    /// What was marked since the memory was asked: its answer does not hold all of that.
    since: Vec<Remembered>,
    /// The mails among it.
    mails_since: Vec<MsgIdx>,
    /// Counts what was marked or recalled.
    revision: u32,
}

impl Marks {
    /// What a ledger holds, with the bits of each mail of an archive.
    pub(super) fn new(ledger: Ledger, mails: Vec<u8>) -> Self {
        Self {
            ledger,
            mails,
            ..Self::default()
        }
    }

    /// Changes with every mark: what was drawn from them before is stale then.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The bits of a mail.
    pub fn of(&self, at: MsgIdx) -> u8 {
        self.mails.get(at.0 as usize).copied().unwrap_or(0)
    }

    /// Whether a mail was read, here or as its source has it, or is the reader's own, and was not
    /// marked as unread since.
    pub fn is_read(&self, at: MsgIdx) -> bool {
        let marks = self.of(at);
        // "Unread" on purpose (`U`) wins over what the Maildir says, and over the reader's own
        // mails.
        marks & (bits::READ | bits::MINE | bits::SEEN) != 0 && marks & bits::UNREAD == 0
    }

    /// Whether a mail was there when its series was last left.
    pub fn is_known(&self, at: MsgIdx) -> bool {
        self.of(at) & bits::KNOWN != 0
    }

    /// Whether a mail needs no answer of the reader's.
    pub fn is_settled(&self, at: MsgIdx) -> bool {
        self.of(at) & bits::SETTLED != 0
    }

    /// Whether a mail is from the reader.
    pub fn is_mine(&self, at: MsgIdx) -> bool {
        self.of(at) & bits::MINE != 0
    }

    /// Whether a mail is nobody's question: from the reader or a program.
    pub fn is_quiet(&self, at: MsgIdx) -> bool {
        self.of(at) & bits::QUIET != 0
    }

    /// Whether a hunk was viewed.
    pub fn is_viewed(&self, key: HunkKey) -> bool {
        self.ledger.of(MarkKind::Hunk, key.into()) & bits::READ != 0
    }

    /// Whether any hunk was ever viewed: until then nothing need be hashed.
    pub fn has_viewed(&self) -> bool {
        !self.ledger.is_empty(MarkKind::Hunk)
    }

    /// Whether a hunk was viewed with other lines around its changes.
    pub fn is_alike(&self, key: GistKey) -> bool {
        self.ledger.of(MarkKind::Gist, MarkKey(key.0)) & bits::READ != 0
    }

    /// Whether a patch with a key of [`PatchKeys`](crate::patch::keys::PatchKeys) was read.
    pub fn is_patch_read(&self, key: u64) -> bool {
        self.ledger.of(MarkKind::Patch, MarkKey(key)) & bits::READ != 0
    }

    /// How many hunks of a patch were viewed, and of how many; none where none was.
    pub fn place(&self, id: &MessageId) -> Option<(usize, usize)> {
        self.ledger.place(id)
    }

    /// Where reading of a mail stopped short of its end.
    pub fn stop_of(&self, id: &MessageId) -> Option<&StopLine> {
        self.ledger.stop_of(id)
    }

    /// Whether a mail is flagged.
    pub fn is_flagged(&self, id: &MessageId) -> bool {
        self.ledger.kept.is_flagged(id)
    }

    /// Whether any mail is flagged or put off: until then no series need be asked for.
    pub fn has_kept(&self) -> bool {
        self.ledger.kept.has_flags() || !self.ledger.kept.later().is_empty()
    }

    /// What is put off, by the id of the series, and until when.
    pub fn later(&self) -> &BTreeMap<MessageId, Until> {
        self.ledger.kept.later()
    }

    /// The notes on a mail: the line of each, none for the mail as a whole, and what it says.
    pub fn notes(&self, id: &MessageId) -> impl Iterator<Item = (Option<&str>, &str)> + '_ {
        self.ledger.kept.notes(id)
    }

    /// Whether there is any note.
    pub fn has_notes(&self) -> bool {
        self.ledger.kept.has_notes()
    }

    /// Flags a mail, or takes the flag off.
    pub fn flag_mail(&mut self, id: MessageId, is_set: bool) {
        self.tell_memory(Remembered::Flag(id, is_set));
    }

    /// Puts a series off, or takes that back.
    pub fn put_off(&mut self, id: MessageId, until: Option<Until>) {
        self.tell_memory(Remembered::Later(id, until));
    }

    /// Keeps that something of a version of a series was read.
    pub fn touch(&mut self, series: &Series) {
        let version = TouchedVersion::of(series);
        // Told once: every page of a series would write it again.
        if self.ledger.kept.versions.get(&version.id) != Some(&version) {
            self.tell_memory(Remembered::Version(Box::new(version)));
        }
    }

    /// Whether something of an older version of a series was read, in whatever file it was.
    pub fn has_older(&self, series: &Series) -> bool {
        self.ledger.kept.versions.has_older(series)
    }

    /// Keeps a note; one that says nothing is taken away.
    pub fn keep_note(&mut self, mut note: PrivateNote) {
        let is_end = |at: &usize| note.text.is_char_boundary(*at);
        let end = (0..=LONGEST_NOTE).rev().find(is_end).unwrap_or(0);
        note.text.truncate(end);
        self.tell_memory(Remembered::Note(note));
    }

    /// Marks mails as read.
    pub fn mark_read(&mut self, mails: impl IntoIterator<Item = MsgIdx>, archive: &Archive) {
        self.mark_bits(mails, archive, bits::READ, bits::UNREAD);
    }

    /// Sets bits of mails and takes others off. What is so already is not told again.
    pub fn mark_bits(
        &mut self,
        mails: impl IntoIterator<Item = MsgIdx>,
        archive: &Archive,
        set: u8,
        clear: u8,
    ) {
        let mut change = MarkChange {
            kind: MarkKind::Mail,
            keys: Vec::new(),
            set,
            clear,
        };
        for at in mails {
            let (old, index) = (self.of(at), at.0 as usize);
            let Some(mail) = archive.message(at) else {
                continue;
            };
            let new = change.applied(old);
            // Only what changes is told to the memory: a series that is marked again costs no
            // write.
            if new == old {
                continue;
            }
            // Before the memory answered there is no list of mails yet.
            if self.mails.len() <= index {
                self.mails.resize(archive.len(), 0);
            }
            if let Some(bits) = self.mails.get_mut(index) {
                *bits = new;
            }
            change.keys.push(MarkKey::of_mail(&mail.id));
            self.mails_since.push(at);
        }
        self.tell_memory(Remembered::Marks(change));
    }

    /// Marks hunks as viewed, or as not viewed.
    pub fn view_hunks(&mut self, hunks: &[HunkKeys], is_viewed: bool) {
        let whole = hunks.iter().map(|keys| keys.hunk.into());
        self.turn_keys(MarkKind::Hunk, whole.collect(), is_viewed);
        // The hunk itself is viewed; what looks like it in the next version is known by its changed
        // lines.
        let gists = hunks.iter().map(|keys| MarkKey(keys.gist.0));
        self.turn_keys(MarkKind::Gist, gists.collect(), is_viewed);
    }

    /// Marks patches with some keys as read, or as not read.
    pub fn read_patches(&mut self, keys: &[u64], is_read: bool) {
        let keys = keys.iter().copied().map(MarkKey);
        self.turn_keys(MarkKind::Patch, keys.collect(), is_read);
    }

    fn turn_keys(&mut self, kind: MarkKind, keys: Vec<MarkKey>, is_read: bool) {
        let (set, clear) = if is_read {
            (bits::READ, 0)
        } else {
            (0, bits::READ)
        };
        self.tell_memory(Remembered::Marks(MarkChange {
            kind,
            keys,
            set,
            clear,
        }));
    }

    /// Keeps how many hunks of a patch were viewed.
    pub fn put_place(&mut self, id: MessageId, seen: usize, hunks: usize) {
        self.tell_memory(Remembered::Part(PartView { id, seen, hunks }));
    }

    /// Keeps where reading of a mail stopped; none once it was read to its end.
    pub fn put_stop(&mut self, id: MessageId, line: Option<StopLine>) {
        if self.ledger.stop_of(&id) != line.as_ref() {
            self.tell_memory(Remembered::Stopped(Stop { id, line }));
        }
    }

    fn tell_memory(&mut self, remembered: Remembered) {
        if matches!(&remembered, Remembered::Marks(change) if change.keys.is_empty()) {
            return;
        }
        self.revision = self.revision.wrapping_add(1);
        self.ledger.apply(&remembered);
        // Whoever pages through a mail stops at every page.
        let is_same = |last: &mut Remembered| match (&remembered, last) {
            (Remembered::Stopped(stop), Remembered::Stopped(last)) => stop.id == last.id,
            _ => false,
        };
        self.untold.pop_if(is_same);
        self.since.pop_if(is_same);
        self.untold.push(remembered.clone());
        self.since.push(remembered);
    }

    /// Whether something was marked that was not handed to the memory yet.
    pub fn has_untold(&self) -> bool {
        !self.untold.is_empty()
    }

    /// What was marked since this was called last, in order.
    pub fn take_untold(&mut self) -> Vec<Remembered> {
        std::mem::take(&mut self.untold)
    }

    /// To be said where the memory is asked: its answer holds all that was marked before.
    pub fn asked(&mut self) {
        self.since.clear();
        self.mails_since.clear();
    }

    /// Takes in what the memory holds of the archive; what was marked since it was asked stays.
    /// Gives the group of each series as the memory has it.
    pub fn recall(&mut self, recalled: Recalled) -> Vec<Group> {
        let Recalled { marks, groups } = recalled;
        self.revision = self.revision.wrapping_add(1);
        self.ledger = marks.ledger;
        // What was marked while the memory was read stands over its answer.
        for remembered in &self.since {
            self.ledger.apply(remembered);
        }
        let old = std::mem::replace(&mut self.mails, marks.mails);
        for at in &self.mails_since {
            let index = at.0 as usize;
            self.mails.resize(self.mails.len().max(old.len()), 0);
            if let (Some(bits), Some(old)) = (self.mails.get_mut(index), old.get(index)) {
                *bits = *old;
            }
        }
        groups
    }

    /// Follows the mails into an archive that was read or grouped again. What was not in the one
    /// before has no marks until they are recalled.
    pub fn carry_over(&mut self, old: &Archive, new: &Archive) {
        // Grouped anew only: every mail keeps its place.
        if new.has_mails_of(old) {
            return;
        }
        // After a reload a mail may have another place, and keeps its id.
        let place = |at: MsgIdx| new.find_message(&old.message(at)?.id);
        let mut mails = vec![0; new.len()];
        for (at, bits) in (0u32..).zip(&self.mails).filter(|(_, bits)| **bits != 0) {
            let to = place(MsgIdx(at)).and_then(|at| mails.get_mut(at.0 as usize));
            if let Some(to) = to {
                *to = *bits;
            }
        }
        self.mails = mails;
        let since = self.mails_since.iter();
        self.mails_since = since.filter_map(|at| place(*at)).collect();
    }
}

#[cfg(test)]
mod tests;
