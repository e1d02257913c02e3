//! The order of the list within one moment. All that is decided goes by stable keys before; what
//! is left to say is how series that no date tells apart stand to each other: as in their file.

use std::cmp::Reverse;

use super::build::{arrange, renumber};
use super::{Place, Series};
use crate::mail::MsgIdx;

/// Brings series of one moment, and those without a date, into the order of the file: patches of
/// a quilt series have no date, and a script stamps many mails alike.
pub(super) fn by_file(series: &mut [Series], places: &mut [Place]) {
    if series.is_sorted_by_key(order_key) {
        return;
    }
    let mut order: Vec<usize> = (0..series.len()).collect();
    order.sort_by_key(|&at| series.get(at).map(order_key));
    let moved = arrange(series, &order);
    for place in places {
        *place = renumber(*place, &moved);
    }
    for one in series {
        for link in one.versions.older.iter_mut().chain(&mut one.versions.newer) {
            *link = moved.get(link.0 as usize).copied().unwrap_or(*link);
        }
    }
}

/// Newest activity first, then by the place of the first mail.
fn order_key(series: &Series) -> (Reverse<i64>, Option<MsgIdx>) {
    let when = series.active.map_or(i64::MIN, |date| date.seconds);
    (Reverse(when), series.parts.head())
}

#[cfg(test)]
mod tests {
    use crate::series::correct::Corrections;
    use crate::series::testing::TestMails;
    use crate::series::{Place, SeriesIdx};

    /// The ids of all series in order, and those of their older versions.
    fn listed(mails: &TestMails) -> Vec<String> {
        let grouping = mails.group(&Corrections::default());
        for (at, place) in grouping.places.iter().enumerate() {
            let Place::Patch(SeriesIdx(series), _) = *place else {
                panic!("{place:?}")
            };
            let slots = &grouping.series[series as usize].parts.slots;
            let is_here = |message: crate::mail::MsgIdx| message.0 as usize == at;
            assert!(slots.iter().filter_map(|slot| slot.message).any(is_here));
        }
        let id = |at: &SeriesIdx| grouping.series[at.0 as usize].id.to_string();
        let one = |series: &crate::series::Series| {
            let older: String = series.versions.older.iter().map(id).collect();
            format!("{}<{older}", series.id)
        };
        grouping.series.iter().map(one).collect()
    }

    #[test]
    fn series_of_one_moment_stand_as_in_their_file() {
        let mut mails = TestMails::default();
        for (id, subject, minute) in [
            ("z", "[PATCH] one", 5),
            ("m", "[PATCH v2] two", 5),
            ("new", "[PATCH] three", 7),
            ("b", "[PATCH] two", 5),
            ("a", "[PATCH] four", 5),
        ] {
            mails.mail(id, subject, minute, &[]);
        }
        assert_eq!(listed(&mails), ["new<", "z<", "m<b", "b<", "a<"]);
        for message in &mut mails.messages {
            message.date = None;
        }
        assert_eq!(listed(&mails), ["z<", "m<b", "new<", "b<", "a<"]);
    }
}
