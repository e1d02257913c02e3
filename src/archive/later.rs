//! Series that were put off: which of them are due again, and why.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::marks::{Marks, Until};
use super::{Archive, Place};
use crate::mail::MessageId;
use crate::series::{Series, SeriesIdx};

/// The day of a time in seconds since 1970, in UTC, as a series is put off to one: `2026-04-01`.
pub fn day_of(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    Offset::UTC.to_datetime(time).date().to_string()
}

/// A series that is due again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The id that it was put off by.
    pub id: MessageId,
    /// Which it is.
    pub series: SeriesIdx,
    /// What it waited for.
    pub until: Until,
}

/// Series of an archive that were put off and are due, `now` in seconds since 1970.
pub fn due_series(archive: &Archive, marks: &Marks, now: i64) -> Vec<Due> {
    let today = day_of(now);
    let found = marks.later().iter().filter_map(|(id, until)| {
        let at = place(archive, id)?;
        let is_due = match until {
            // "Until the next version": any newer one that is here, also one that was here already.
            Until::Version => !archive.series(at)?.versions.newer.is_empty(),
            Until::Answer => has_new_answer(archive.series(at)?, marks),
            // Days are texts of one shape, `2026-03-09`: they compare as they read.
            Until::Day(day) => *day <= today,
        };
        is_due.then(|| Due {
            id: id.clone(),
            series: at,
            until: until.clone(),
        })
    });
    found.collect()
}

/// The series that a mail heads.
fn place(archive: &Archive, id: &MessageId) -> Option<SeriesIdx> {
    match archive.place(archive.find_message(id)?) {
        Place::Cover(at) | Place::Patch(at, _) => Some(at),
        Place::CoverReply(_) | Place::PatchReply(..) | Place::Loose => None,
    }
}

/// Whether somebody answered since it was put off: what was there then is known.
fn has_new_answer(series: &Series, marks: &Marks) -> bool {
    let mut answers = series.all_replies();
    // What was there when the series was left is no news, nor what the reader or a program wrote.
    answers.any(|at| !marks.is_known(at) && !marks.is_read(at) && !marks.is_quiet(at))
}

#[cfg(test)]
mod tests {
    use super::super::marks::bits;
    use super::*;
    use crate::series::testing::TestMails;

    const DAY: i64 = 86_400;

    fn due_of(until: &Until, known: &[&str], now: i64) -> usize {
        let mut mails = TestMails::default();
        mails.mail("1", "[PATCH] lamp: fade", 0, &[]);
        mails.by("bob", "r", "Re: [PATCH] lamp: fade", 2, &["1"]);
        mails.mail("2", "[PATCH v2] lamp: fade", 9, &[]);
        mails.mail("3", "[PATCH] lamp: other", 9, &[]);
        let archive = Archive::new(mails.messages, mails.facts, Vec::new());
        let mut marks = Marks::default();
        let known = known
            .iter()
            .filter_map(|id| archive.find_message(&MessageId::new(id)));
        marks.mark_bits(known, &archive, bits::KNOWN, 0);
        for id in ["1", "3", "elsewhere"] {
            marks.put_off(MessageId::new(id), Some(until.clone()));
        }
        due_series(&archive, &marks, now).len()
    }

    #[test]
    fn what_is_put_off_is_due_when_that_comes_which_it_waits_for() {
        assert_eq!(
            due_of(&Until::Version, &[], 0),
            1,
            "the first has a second version"
        );
        assert_eq!(due_of(&Until::Answer, &[], 0), 1);
        assert_eq!(due_of(&Until::Answer, &["r"], 0), 0, "it was there before");
        assert_eq!(due_of(&Until::Day("1970-01-03".to_owned()), &[], DAY), 0);
        assert_eq!(
            due_of(&Until::Day("1970-01-03".to_owned()), &[], 2 * DAY),
            2
        );
    }
}
