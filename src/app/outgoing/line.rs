//! The line under the cursor, as it was mailed.

use crate::app::Model;
use crate::doc::head::SUBJECT;
use crate::doc::{Line, Target, sign};
use crate::text::sanitize;

impl Model {
    /// Of a series its subject, of a text the line with its tabs, but nothing that a terminal acts on.
    pub(super) fn line_here(&self) -> String {
        let pane = self.pane(self.wish.focus);
        if let Some(Target::Slot(at, slot)) = pane.current() {
            let series = self.archive.series(*at);
            let slot = series.and_then(|series| series.slot(*slot));
            let mail = slot.and_then(|slot| self.archive.message(slot.message?));
            let title = || slot.map(|slot| slot.title.to_string());
            let subject = mail.map(|mail| mail.subject.to_string());
            return subject.or_else(title).unwrap_or_default();
        }
        match pane.document.lines.get(pane.view.cursor) {
            Some(Line::Series(at)) => {
                let series = self.archive.series(*at);
                series
                    .map(|series| series.head.subject.to_string())
                    .unwrap_or_default()
            }
            Some(Line::Discussion(head)) => {
                let mail = self.archive.message(*head);
                mail.map(|mail| mail.subject.to_string())
                    .unwrap_or_default()
            }
            Some(Line::Row(row)) => self.said_in(row.text()),
            // As it was mailed, tabs too, but nothing that a shell or an editor would act on.
            Some(line) => {
                let text = pane.document.plain(line, &self.archive);
                let words: Vec<_> = text.split('\t').map(sanitize).collect();
                words.join("\t").trim_end().to_owned()
            }
            None => String::new(),
        }
    }

    /// What a row of ours says, without fold and label; a subject whole, of which it may be a part.
    fn said_in(&self, row: &str) -> String {
        let said = sign::behind(row).trim_end();
        let message = self.here().mail.and_then(|at| self.archive.message(at));
        let subject = message.map_or("", |message| &message.subject);
        let piece = said.trim_start_matches(SUBJECT).trim_matches([' ', '…']);
        if !piece.is_empty() && subject.contains(piece) {
            return subject.to_owned();
        }
        said.to_owned()
    }
}
