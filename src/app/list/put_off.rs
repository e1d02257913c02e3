//! Series that are put off, and how they come back.

use crate::app::list::rows;
use crate::app::list::state::Lister;
use crate::app::reader::remember;
use crate::app::reader::unread;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::app::action::{Action, Memo};
use crate::app::dialog::picker::{Choice, Item, Picker};
use crate::app::{Model, Open};
use crate::archive::later::{Due, day_of, due_series};
use crate::archive::marks::{Until, bits};
use crate::archive::standing::Group;
use crate::series::SeriesIdx;

impl Model {
    pub(in crate::app) fn ask_later(&mut self) {
        let Some(at) = self.here().series else {
            return self.dialog.notices.tell("there is no series here");
        };
        // The same key takes it back, of whichever version it was put off.
        if rows::standing(&self.archive, &self.marks, at).is_later {
            for id in remember::versions(&self.archive, at) {
                if self.marks.later().contains_key(&id) {
                    self.marks.put_off(id, None);
                }
            }
            self.lister.regroup_one(&self.archive, &self.marks, at);
            self.said_something();
            return self.dialog.notices.tell("not put off any more");
        }
        let in_days = |days: i64| {
            // Days of UTC: the same on every machine that shares the memory.
            let today: Date = day_of(self.session.now).parse().ok()?;
            Some(today.checked_add(days.days()).ok()?.to_string())
        };
        let item = |label: &str, text: &str, until: Until| Item {
            label: label.to_owned(),
            text: text.to_owned(),
            choice: Choice::PutOff(until),
        };
        let mut items = vec![
            item("version", "until its next version", Until::Version),
            item("answer", "until its next reply", Until::Answer),
        ];
        for (text, days) in [
            ("until tomorrow", 1),
            ("for a week", 7),
            ("for a month", 30),
        ] {
            if let Some(day) = in_days(days) {
                items.push(item(&day.clone(), text, Until::Day(day)));
            }
        }
        items.push(Item {
            label: "date".to_owned(),
            text: "until a day that you type".to_owned(),
            choice: Choice::AskDay,
        });
        self.dialog.open = Some(Open::Picker(Picker::new("Put off", items)));
    }

    /// Puts the series off; what was answered to it until now is known.
    pub(in crate::app) fn put_off(&mut self, until: Until) {
        let Some(at) = self.here().series else {
            return;
        };
        let Some(id) = self.archive.series(at).map(|series| series.id.clone()) else {
            return;
        };
        let mails = unread::mails(&self.archive, at);
        // What is here now is no news when it comes back.
        self.marks.mark_bits(mails, &self.archive, bits::KNOWN, 0);
        let when = match &until {
            Until::Version => "its next version",
            Until::Answer => "its next reply",
            Until::Day(day) => day.as_str(),
        };
        let key = self.keys_for(Action::Remember(Memo::Later));
        let told = format!("put off until {when}; {key} takes it back");
        self.marks.put_off(id, Some(until));
        self.said_something();
        self.dialog.notices.tell(told);
    }

    /// Puts the series off until a day that was typed.
    pub(in crate::app) fn put_off_until(&mut self, text: &str) {
        match text.trim().parse::<Date>() {
            Ok(date) => self.put_off(Until::Day(date.to_string())),
            Err(_) => self.dialog.notices.fail(format!(
                "{}: a day is written as {}",
                text.trim(),
                day_of(self.session.now)
            )),
        }
    }

    /// Takes back what is put off and due, and says why.
    pub(in crate::app) fn wake_series(&mut self) {
        let due = due_series(&self.archive, &self.marks, self.session.now);
        let Some(first) = due.first() else {
            return;
        };
        let more = match due.len() {
            1 => String::new(),
            count => format!(", and {} more", count - 1),
        };
        let told = format!("{}{more}", why_due(&self.archive, first));
        // It comes back once: the note that it was put off is taken off.
        for Due { id, series, .. } in due {
            self.marks.put_off(id, None);
            self.lister.regroup_one(&self.archive, &self.marks, series);
        }
        self.said_something();
        self.dialog.notices.tell(told);
    }
}

impl Lister {
    /// Gives a series and its other versions the group of the newest one, as it stands now.
    pub(in crate::app) fn regroup_one(&mut self, archive: &Archive, marks: &Marks, at: SeriesIdx) {
        let Some(series) = archive.series(at) else {
            return;
        };
        // All versions lie in the group of the newest.
        let newest = series.versions.newer.last().copied().unwrap_or(at);
        let group = Group::of(rows::standing(archive, marks, newest));
        let all = series
            .versions
            .older
            .iter()
            .chain(&series.versions.newer)
            .copied();
        for version in std::iter::once(at).chain(all) {
            if let Some(of) = self.choice.groups.get_mut(version.0 as usize) {
                *of = group;
            }
        }
    }
}

fn why_due(archive: &Archive, due: &Due) -> String {
    let title = archive.series(due.series);
    let title = title.map_or("", |series| series.head.title.as_str());
    match &due.until {
        Until::Version => format!("“{title}” is back: there is a newer version"),
        Until::Answer => format!("“{title}” is back: there is a reply"),
        Until::Day(day) => format!("“{title}” is back: it was put off until {day}"),
    }
}
