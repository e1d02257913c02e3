//! What a new version has of older ones: passed over when one reads on, and known again in another
//! run.

use crate::app::notice::Notices;
use crate::app::reader::state::Reader;
use crate::archive::Archive;
use crate::archive::inherit::Known;
use crate::archive::marks::Marks;
use crate::archive::marks::bits;
use crate::mail::MsgIdx;

impl Reader {
    /// Marks as read those of some mails that an older version had, and says so once.
    pub(in crate::app) fn pass_over(
        &mut self,
        archive: &Archive,
        marks: &mut Marks,
        notices: &mut Notices,
        mails: &[MsgIdx],
    ) {
        let known = mails.iter().filter(|mail| !marks.is_read(**mail));
        let known = known.filter_map(|mail| match self.known_before(marks, *mail)? {
            Known::Same(of) => Some((*mail, of)),
            // Another log or other hunks are news.
            Known::Diff(_) | Known::Hunks(..) => None,
        });
        let same: Vec<_> = known.collect();
        let Some((_, of)) = same.first() else {
            return;
        };
        let series = of.and_then(|at| archive.series(at));
        let word = if same.len() == 1 { "patch" } else { "patches" };
        let told = format!("{} {word} unchanged since", same.len());
        notices.tell(match series {
            Some(series) => format!("{told} v{}", series.head.revision),
            None => format!("{told} an older version"),
        });
        let mails = same.iter().map(|(mail, _)| *mail);
        marks.mark_read(mails, archive);
        self.built.changes += 1;
    }
}

impl Reader {
    /// What of a patch was read before it came, as far as that was found out.
    pub(in crate::app) fn known_before(&self, marks: &Marks, mail: MsgIdx) -> Option<Known> {
        let inheritance = self.material.inheritance()?;
        inheritance.known(mail, marks)
    }

    /// Whether a mail is read on to: one that was not read, and is not what an older one was.
    pub(in crate::app) fn is_news(&self, marks: &Marks, mail: MsgIdx) -> bool {
        let is_same = || matches!(self.known_before(marks, mail), Some(Known::Same(_)));
        !marks.is_read(mail) && !is_same()
    }

    /// Keeps by their keys which patches of the version were read, so that they are known again
    /// when a newer one comes, also in a file without this one.
    pub(in crate::app) fn note_patches(&mut self, marks: &mut Marks) {
        let revision = self.material.revision();
        // Every update asks; keys are compared only where an answer came or a mark was made.
        let is_stale = self.visit.noted != revision || marks.has_untold();
        self.visit.noted = revision;
        let Some(inheritance) = self.material.inheritance().filter(|_| is_stale) else {
            return;
        };
        let (mut read, mut unread) = (Vec::new(), Vec::new());
        for patch in inheritance.patches.values() {
            let is_read = marks.is_read(patch.message);
            let keys = [patch.keys.whole, patch.keys.diff];
            let is_kept = |key: &u64| marks.is_patch_read(*key);
            if is_read && !keys.iter().all(is_kept) {
                read.extend(keys);
            }
            // Only what was marked so on purpose is forgotten: another version may have been read.
            let is_taken_back = marks.of(patch.message) & bits::UNREAD != 0;
            if !is_read && is_taken_back && keys.iter().any(is_kept) {
                unread.extend(keys);
            }
        }
        marks.read_patches(&read, true);
        marks.read_patches(&unread, false);
    }
}
