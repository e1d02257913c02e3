//! Where reading of a mail stopped: it goes on there when the mail is opened again, in this run or
//! another.

use super::page::{Page, PageKind};
use super::pane::{Anchor, Pane};
use crate::app::notice::Notices;
use crate::app::reader::state::Reader;
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::marks::StopLine;
use crate::mail::MessageId;

/// The mail that the page shows by itself, from its beginning to its end.
fn mail_of_page(archive: &Archive, page: Page) -> Option<MessageId> {
    // Only pages that are one mail from its begin to its end have a place in it.
    let is_whole = matches!(
        page.kind,
        PageKind::Cover | PageKind::Patch | PageKind::Mail
    );
    let at = page.message(archive).filter(|_| is_whole)?;
    Some(archive.message(at)?.id.clone())
}

impl Pane {
    /// The first line in view that is the mail's own.
    fn text_line_in_view(&self) -> Option<StopLine> {
        let document = &self.document;
        let lines = document.lines.get(self.view.top..)?.iter();
        let lines = lines.take(usize::from(self.look.inner.height));
        let mut ranges = lines.filter_map(|line| document.range(line));
        ranges.find_map(|range| {
            let text = document
                .text
                .get(range.start as usize..range.end as usize)?;
            (!text.trim().is_empty()).then(|| StopLine::new(range.start, text.trim_end()))
        })
    }
}

impl Reader {
    /// Keeps how far the page is read; nothing where its end is in view, or nobody moved.
    pub(in crate::app) fn keep_stop(&mut self, archive: &Archive, marks: &mut Marks) {
        let Some(id) = mail_of_page(archive, self.page) else {
            return;
        };
        let pane = &self.text;
        // At the top nothing was read yet, at the end all of it: both are no stop.
        let is_begun = pane.view.top > 0 && !pane.at_end();
        let line = is_begun.then(|| pane.text_line_in_view()).flatten();
        marks.put_stop(id, line);
    }

    /// Goes on where reading stopped, in a page that is entered at its beginning.
    pub(in crate::app) fn resume_reading(
        &mut self,
        archive: &Archive,
        marks: &Marks,
        notices: &mut Notices,
    ) {
        let view = self.text.view;
        // Who jumped to a line wants that one.
        let is_at_top = view.top == 0 && view.cursor == 0;
        let id = mail_of_page(archive, self.page).filter(|_| is_at_top);
        let Some(stop) = id.as_ref().and_then(|id| marks.stop_of(id)) else {
            return;
        };
        let pane = &mut self.text;
        let start = stop.find_line(&pane.document.text);
        let line = start.map(|start| pane.line_of_anchor(&Anchor::Text(start)));
        if let Some(line) = line.filter(|line| *line > 0) {
            pane.go_top(line);
            notices.tell("reading goes on where it stopped; gg for the top");
        }
    }
}
