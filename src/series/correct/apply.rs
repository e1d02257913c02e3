//! Corrections, carried out on postings after all rules.

use super::{Correction, Corrections};
use crate::mail::MsgIdx;
use crate::patch::subject::{Revision, RevisionFrom};
use crate::series::attach;
use crate::series::grouped::GroupedMails;
use crate::series::{Index, Rule};

use crate::series::posting::Posting;

/// The corrections whose mails are all here.
#[derive(Debug, Default)]
pub(in crate::series) struct Wishes(Vec<Correction<MsgIdx>>);

impl Wishes {
    /// Finds the mails. Costs nothing where nothing was corrected.
    pub(in crate::series) fn new(corrections: &Corrections, ids: &Index) -> Self {
        let found = |c: &Correction| c.named(|id| ids.get(id).copied());
        Self(corrections.iter().filter_map(found).collect())
    }

    /// Mails that answer another than they say.
    pub(in crate::series) fn answers(&self) -> Vec<(MsgIdx, MsgIdx)> {
        let answer = |wish: &Correction<MsgIdx>| match wish {
            Correction::Answers(mail, parent) => Some((*mail, *parent)),
            Correction::Join(..)
            | Correction::Split(_)
            | Correction::Number(..)
            | Correction::Version(..)
            | Correction::Link(..)
            | Correction::Apart(_) => None,
        };
        self.0.iter().filter_map(answer).collect()
    }

    /// A mail of each series that is a version of no other.
    pub(in crate::series) fn apart(&self) -> impl Iterator<Item = MsgIdx> + '_ {
        self.0.iter().filter_map(|wish| match wish {
            Correction::Apart(mail) => Some(*mail),
            Correction::Join(..)
            | Correction::Split(_)
            | Correction::Number(..)
            | Correction::Version(..)
            | Correction::Link(..)
            | Correction::Answers(..) => None,
        })
    }

    /// A mail of a later version, and one of an earlier version of the same.
    pub(in crate::series) fn links(&self) -> impl Iterator<Item = (MsgIdx, MsgIdx)> + '_ {
        self.0.iter().filter_map(|wish| match wish {
            Correction::Link(mail, older) => Some((*mail, *older)),
            Correction::Join(..)
            | Correction::Split(_)
            | Correction::Number(..)
            | Correction::Version(..)
            | Correction::Apart(_)
            | Correction::Answers(..) => None,
        })
    }
}

/// Joins, splits and renumbers as the user said, from the first wish to the last.
pub(in crate::series) fn apply(
    postings: &mut Vec<Posting>,
    wishes: &Wishes,
    view: GroupedMails<'_>,
) {
    if wishes.0.is_empty() {
        return;
    }
    let homes = attach::homes(postings, view.messages.len());
    let mut table = CorrectionTable {
        postings,
        homes,
        view,
    };
    for wish in &wishes.0 {
        match wish {
            Correction::Join(mail, to) => table.join_postings(*mail, *to),
            Correction::Split(mails) => table.split(mails),
            Correction::Number(mail, number, total) => table.number(*mail, *number, *total),
            Correction::Version(mail, revision) => table.version(*mail, *revision),
            // These two are for those who link versions, and the threads know the third.
            Correction::Link(..) | Correction::Apart(_) | Correction::Answers(..) => {}
        }
    }
    postings.retain(|posting| posting.top.is_some());
}

/// Postings, and which mail is in which.
struct CorrectionTable<'p, 'v> {
    postings: &'p mut Vec<Posting>,
    homes: Vec<Option<usize>>,
    view: GroupedMails<'v>,
}

impl CorrectionTable<'_, '_> {
    fn home_of(&self, mail: MsgIdx) -> Option<usize> {
        self.homes.get(mail.0 as usize).copied().flatten()
    }

    fn settle(&mut self, mail: MsgIdx, home: Option<usize>) {
        if let Some(slot) = self.homes.get_mut(mail.0 as usize) {
            *slot = home;
        }
    }

    fn name_of(&self, mail: MsgIdx) -> &str {
        self.view.message(mail).map_or("", |m| m.id.as_str())
    }

    fn explain(&mut self, home: usize, detail: String) {
        if let Some(posting) = self.postings.get_mut(home) {
            posting.explain(Rule::Corrected, detail);
        }
    }

    fn join_postings(&mut self, mail: MsgIdx, to: MsgIdx) {
        let Some(home) = self
            .home_of(to)
            .filter(|&home| self.home_of(mail) != Some(home))
        else {
            return;
        };
        let detail = format!("{} joined to {}", self.name_of(mail), self.name_of(to));
        let Some(from) = self.home_of(mail) else {
            if let Some(posting) = self.postings.get_mut(home) {
                let number = free_number(posting);
                posting.put_patch(number, mail);
                posting.settle(self.view);
            }
            self.settle(mail, Some(home));
            return self.explain(home, detail);
        };
        let Some(mut piece) = self.postings.get_mut(from).map(std::mem::take) else {
            return;
        };
        for mail in piece.mails() {
            self.settle(mail, Some(home));
        }
        let Some(posting) = self.postings.get_mut(home) else {
            return;
        };
        // One cover is enough; what was a cover stays as a surplus patch, so that it is seen.
        if posting.cover.is_some()
            && let Some(cover) = piece.cover.take()
        {
            piece.put_patch(posting.total.max(piece.total).saturating_add(1), cover);
        }
        if piece.total <= 1 && piece.cover.is_none() {
            for mail in piece.mails() {
                let number = free_number(posting);
                posting.put_patch(number, mail);
            }
            piece.clear();
        }
        posting.total = posting.total.max(piece.total);
        posting.merge(piece, Rule::Corrected, detail);
        posting.settle(self.view);
    }

    fn split(&mut self, mails: &[MsgIdx]) {
        let mut own: Option<Posting> = None;
        let at = self.postings.len();
        for &mail in mails {
            let detail = format!("{} split off", self.name_of(mail));
            let number = self.home_of(mail).and_then(|home| {
                let posting = self.postings.get_mut(home)?;
                let number = posting.remove(mail);
                posting.settle(self.view);
                posting.explain(Rule::Corrected, detail);
                number
            });
            let member = self.view.members.get(mail);
            match (&mut own, member) {
                (Some(posting), Some(member)) => posting.add_member(member),
                (None, Some(member)) => own = Some(Posting::of(member)),
                (Some(posting), None) => posting.put_patch(number.unwrap_or(1), mail),
                (None, None) => {
                    let mut posting = Posting {
                        total: 1,
                        ..Posting::default()
                    };
                    posting.put_patch(number.unwrap_or(1), mail);
                    own = Some(posting);
                }
            }
            self.settle(mail, Some(at));
        }
        if let Some(mut posting) = own {
            posting.settle(self.view);
            self.postings.push(posting);
            let names: Vec<&str> = mails.iter().map(|&mail| self.name_of(mail)).collect();
            let detail = format!("{} split off", names.join(" and "));
            self.explain(at, detail);
        }
    }

    fn number(&mut self, mail: MsgIdx, number: u32, total: Option<u32>) {
        let detail = format!("{} is number {number}", self.name_of(mail));
        let Some(home) = self.home_of(mail) else {
            return;
        };
        let Some(posting) = self.postings.get_mut(home) else {
            return;
        };
        posting.remove(mail);
        if number > 0 {
            posting.put_patch(number, mail);
        } else if let Some(cover) = posting.cover.replace(mail) {
            posting.put_patch(posting.total.saturating_add(1), cover);
        }
        if let Some(total) = total {
            posting.total = total;
            posting.cover_total = None;
        }
        posting.settle(self.view);
        self.explain(home, detail);
    }

    fn version(&mut self, mail: MsgIdx, revision: Revision) {
        let Some(home) = self.home_of(mail) else {
            return;
        };
        if let Some(posting) = self.postings.get_mut(home) {
            posting.revision = revision;
            posting.revision_from = RevisionFrom::Corrected;
        }
        self.explain(home, format!("this is v{revision}"));
    }
}

/// The first number that is free; one more is announced where there is none.
fn free_number(posting: &mut Posting) -> u32 {
    let hole = (1..=posting.total).find(|&number| posting.lacks(number));
    hole.unwrap_or_else(|| {
        posting.total = posting.total.saturating_add(1);
        posting.total
    })
}
