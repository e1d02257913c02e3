//! The places of a series: one a number, filled or a hole.

use super::Slot;
use super::grouped::GroupedMails;
use super::hash::Map;
use super::posting::Posting;
use crate::mail::MsgIdx;
use crate::patch::subject::Revision;
use crate::text::Shared;

/// Slots that are listed though nothing is in them, over all series: a few mails that announce
/// thousands of patches each must not cost more memory than they are worth.
pub(super) const HOLES: usize = 1_000_000;

/// The patches of a posting by number; of two with one, what was sent again first where a sending
/// broke off, else the older.
pub(super) fn in_order(posting: &Posting, view: GroupedMails<'_>) -> Vec<(u32, MsgIdx)> {
    let mut patches = posting.patches.clone();
    let late = |at| view.facts(at).map_or(0, |facts| facts.subject.late);
    let is_old = |at| posting.broken.patches.contains(&at);
    patches.sort_by_key(|&(number, at)| (number, late(at), is_old(at), view.threads.rank_of(at)));
    patches
}

/// Numbers 1 to N, and behind them what came twice or is above N; `patches` are in order.
pub(super) fn of(
    patches: &[(u32, MsgIdx)],
    posting: &Posting,
    total: u32,
    view: GroupedMails<'_>,
    holes: &mut usize,
) -> Vec<Slot> {
    let slot = |number, at, borrowed| slot_of(number, at, borrowed, view);
    let mut first: Vec<Slot> = Vec::with_capacity(patches.len());
    let (mut late, mut surplus) = (Vec::new(), Vec::new());
    for &(number, at) in patches {
        let made = slot(number, at, None);
        let is_here = first.last().is_some_and(|last| last.number == number);
        // `2a` and `2b` may have come in the place of 2, but 2.5 stands behind it.
        if made.late > 0 && (is_here || made.late.is_ascii_digit()) {
            late.push(made);
        } else if number > total || is_here {
            surplus.push(made);
        } else {
            first.push(made);
        }
    }
    for &(number, at, revision) in &posting.borrowed {
        if let Err(place) = first.binary_search_by_key(&number, |slot| slot.number) {
            first.insert(place, slot(number, at, Some(revision)));
        }
    }
    let empty = (total as usize).saturating_sub(first.len());
    let mut slots: Vec<Slot> = if empty <= *holes {
        *holes -= empty;
        let mut present = first.into_iter().peekable();
        let number = |number| {
            let hole = || Slot {
                number,
                ..Slot::default()
            };
            present
                .next_if(|slot| slot.number == number)
                .unwrap_or_else(hole)
        };
        (1..=total).map(number).collect()
    } else {
        first
    };
    if !late.is_empty() {
        slots.append(&mut late);
        slots.sort_by_key(|slot| (slot.number, slot.late));
    }
    slots.append(&mut surplus);
    slots
}

/// The place of a patch.
fn slot_of(number: u32, at: MsgIdx, borrowed: Option<Revision>, view: GroupedMails<'_>) -> Slot {
    let subject = view.facts(at).map(|facts| &facts.subject);
    Slot {
        number,
        late: subject.map_or(0, |subject| subject.late),
        message: Some(at),
        title: subject.map_or_else(Shared::default, |subject| subject.title.clone()),
        borrowed,
        ..Slot::default()
    }
}

/// Titles of the shortlog that no present patch has go to the holes, in order. The order is the
/// patches' own where one author wrote them all, as `git shortlog` groups by author.
pub(super) fn name_holes(slots: &mut [Slot], shortlog: &[Shared]) {
    if shortlog.is_empty() {
        return;
    }
    let mut here: Map<&str, usize> = Map::default();
    for slot in slots.iter().filter(|slot| slot.message.is_some()) {
        *here.entry(slot.title.as_str()).or_default() += 1;
    }
    let mut absent = Vec::new();
    for title in shortlog {
        match here.get_mut(title.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => absent.push(title.clone()),
        }
    }
    let holes = slots.iter_mut().filter(|slot| slot.message.is_none());
    for (slot, title) in holes.zip(absent) {
        slot.title = title;
    }
}
