//! What the cursor is on: asked for once, so that all that is done here is done to the same thing.

use super::page::{About, Page};
use crate::app::Model;
use crate::app::frame::screen::PaneId;
use crate::app::outgoing::selection::Parcel;
use crate::app::reader::unread;
use crate::doc::Target;
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// What the cursor is on; what its row does not say is said by the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// The mail.
    pub mail: Option<MsgIdx>,
    /// The series of that mail.
    pub series: Option<SeriesIdx>,
    /// The file of the row, or the one whose diff the cursor is in.
    pub file: Option<String>,
    /// What is saved, piped and copied whole: the largest thing.
    pub parcel: Option<Parcel>,
}

impl Model {
    /// What the cursor is on now.
    pub(in crate::app) fn here(&self) -> Here {
        let mail = self.mail_of_row();
        Here {
            mail,
            series: mail.and_then(|mail| self.archive.place(mail).series()),
            file: self.file_of_row(),
            parcel: self.parcel_of(mail),
        }
    }

    /// The mail that an action is about: that of the cursor's row, else that of the page.
    fn mail_of_row(&self) -> Option<MsgIdx> {
        // The row first, then the page: on a heading of the thread page an action is about that
        // mail.
        let target = self.pane(self.wish.focus).current();
        let of_row = match target {
            Some(
                Target::Message(message)
                | Target::Place(message, _)
                | Target::Attachment(message, _),
            ) => Some(*message),
            Some(Target::Slot(series, slot)) => Page::patch(*series, *slot).message(&self.archive),
            // Of a series its first mail: the cover, or the first patch that is here.
            Some(Target::Series(series)) => unread::mails(&self.archive, *series).first().copied(),
            _ => None,
        };
        of_row
            .or_else(|| self.reader.page.message(&self.archive))
            .or_else(|| {
                let series = self.reader.page.series(&self.archive)?;
                unread::mails(&self.archive, series).first().copied()
            })
    }

    /// The file of the cursor's row, or the one whose text the cursor is in.
    fn file_of_row(&self) -> Option<String> {
        let pane = self.pane(self.wish.focus);
        match pane.current() {
            Some(Target::File(path) | Target::Directory(path)) => return Some(path.clone()),
            _ if self.wish.focus != PaneId::Page => return None,
            _ => {}
        }
        // Within a diff the file is that of the nearest heading above.
        match pane.above(pane.view.cursor, |t| matches!(t, Target::File(_)))? {
            (_, Target::File(path)) => Some(path.clone()),
            _ => None,
        }
    }

    /// What the cursor or the page is about, the largest thing first. A row that names a series is
    /// that series where the page is about none itself, as what was found or the problems; on the
    /// page of a patch such a row is only the heading above what is read.
    fn parcel_of(&self, mail: Option<MsgIdx>) -> Option<Parcel> {
        // In the list a series is meant; on a page about it that row is one of several things.
        let is_index =
            self.wish.focus == PaneId::List || self.reader.page.series(&self.archive).is_none();
        match self.pane(self.wish.focus).current() {
            Some(Target::Series(at)) if is_index => return Some(Parcel::Series(*at)),
            Some(Target::Attachment(at, number)) => return Some(Parcel::Attachment(*at, *number)),
            _ => {}
        }
        match self.reader.page.about {
            About::Part(at, number) => Some(Parcel::Attachment(at, number)),
            About::Slot(at, slot) => Some(Parcel::Patch(at, slot)),
            About::Series(at) | About::Patches(at, ..) | About::Pair(_, at) => {
                Some(Parcel::Series(at))
            }
            About::Archive | About::Mail(_) => mail.map(Parcel::Message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::{Action, Go};
    use crate::app::reader::testing::model;
    use crate::app::{Msg, update};
    use crate::series::testing::TestMails;

    #[test]
    fn mail_series_and_parcel_are_of_one_thing() {
        let mut mails = TestMails::default();
        mails.mail("c", "[PATCH 0/2] lamps", 0, &[]);
        mails.mail("1", "[PATCH 1/2] one", 1, &["c"]);
        mails.mail("2", "[PATCH 2/2] two", 2, &["c"]);
        mails.mail("other", "[PATCH] pump", 3, &[]);
        let mut model = model(mails);
        let at = |model: &Model, id: &str| {
            let found = model.archive.find_message(&crate::mail::MessageId::new(id));
            found.unwrap()
        };
        // The newest stands first in the list.
        let here = model.here();
        assert_eq!(here.mail, Some(at(&model, "other")));
        assert_eq!(here.parcel, here.series.map(Parcel::Series));
        update(&mut model, Msg::Do(Action::Go(Go::NextSeries)));
        let here = model.here();
        let series = here.series.unwrap();
        assert_eq!(here.mail, Some(at(&model, "c")));
        assert_eq!(here.parcel, Some(Parcel::Series(series)));
        update(&mut model, Msg::Do(Action::Go(Go::Open)));
        update(&mut model, Msg::Do(Action::Go(Go::NextPatch)));
        update(&mut model, Msg::Do(Action::Go(Go::NextPatch)));
        let here = model.here();
        assert_eq!(
            (here.mail, here.series),
            (Some(at(&model, "2")), Some(series))
        );
        assert_eq!(here.parcel, Some(Parcel::Patch(series, 1)));
    }

    #[test]
    fn nothing_is_here_where_nothing_was_opened() {
        assert_eq!(model(TestMails::default()).here(), Here::default());
    }
}
