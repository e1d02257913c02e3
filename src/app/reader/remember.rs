//! What the reader says of mails in so many words: flags, notes, everything read.

use crate::app::action::Memo;
use crate::app::dialog::picker::{Choice, Picker};
use crate::app::dialog::prompt::PromptKind;
use crate::app::frame::screen::PaneId;
use crate::app::{Command, Model, Open};
use crate::archive::Archive;
use crate::archive::marks::{PrivateNote, bits};
use crate::doc::Target;
use crate::mail::{MessageId, MsgIdx};
use crate::series::SeriesIdx;

/// What a note that is asked for stands at: the mail, and the line of it.
pub(in crate::app) type NotePlace = (MessageId, Option<String>);

impl Model {
    pub(in crate::app) fn remember(&mut self, what: Memo) -> Vec<Command> {
        match what {
            Memo::Flag => self.flag_mail(),
            Memo::Note => self.ask_note(),
            Memo::Later => self.ask_later(),
            Memo::ReadAll => self.ask_read_all(),
            Memo::Undo => self.undo_read_all(),
        }
        Vec::new()
    }

    /// The mail that is meant: in the list the head of the series.
    fn mail_here(&self) -> Option<MessageId> {
        let id_of = |at: MsgIdx| Some(self.archive.message(at)?.id.clone());
        let head = |at: SeriesIdx| Some(self.archive.series(at)?.id.clone());
        match self.lister.pane.current() {
            // A thread of no series in the list is flagged by its first mail.
            Some(Target::Message(at)) if self.wish.focus == PaneId::List => id_of(*at),
            _ if self.wish.focus == PaneId::List => head(self.here().series?),
            _ => match self.reader.page.message(&self.archive) {
                Some(at) => id_of(at),
                None => head(self.here().series?),
            },
        }
    }

    fn flag_mail(&mut self) {
        let Some(id) = self.mail_here() else {
            return self.dialog.notices.tell("there is no mail here");
        };
        let series = self.here().series;
        let of_series = series.map_or_else(Vec::new, |at| versions(&self.archive, at));
        // A series is flagged by the head of any version: all of them lose it at once.
        let same = if of_series.contains(&id) {
            of_series
        } else {
            vec![id.clone()]
        };
        let flagged: Vec<MessageId> = same
            .into_iter()
            .filter(|id| self.marks.is_flagged(id))
            .collect();
        if flagged.is_empty() {
            self.marks.flag_mail(id, true);
            self.dialog.notices.tell("flagged");
        } else {
            for id in flagged {
                self.marks.flag_mail(id, false);
            }
            self.dialog.notices.tell("not flagged any more");
        }
        self.said_something();
    }

    /// What was said shows on the page and in the list.
    pub(in crate::app) fn said_something(&mut self) {
        self.reader.built.changes += 1;
        self.lister.built.changes += 1;
    }

    fn ask_note(&mut self) {
        let Some(id) = self.mail_here() else {
            return self.dialog.notices.tell("there is no mail here");
        };
        let line = self.text_line_here();
        let mut notes = self.marks.notes(&id);
        // A note that is there is edited, not written over.
        let text = notes.find(|(at, _)| *at == line.as_deref());
        let text = text.map(|(_, text)| text.to_owned()).unwrap_or_default();
        drop(notes);
        self.dialog.note = Some((id, line));
        self.ask_for(PromptKind::Note, &text);
    }

    /// The line of the mail that the cursor of the page is on.
    fn text_line_here(&self) -> Option<String> {
        if self.wish.focus != PaneId::Page {
            return None;
        }
        let pane = &self.reader.text;
        let line = pane.document.lines.get(pane.view.cursor)?;
        let range = pane.document.range(line)?;
        let text = pane
            .document
            .text
            .get(range.start as usize..range.end as usize)?;
        let text = text.trim_end();
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    pub(in crate::app) fn note_mail(&mut self, text: &str) {
        let Some((id, line)) = self.dialog.note.take() else {
            return;
        };
        let text = text.trim().to_owned();
        self.dialog.notices.tell(if text.is_empty() {
            "no note"
        } else {
            "noted; nobody else sees it"
        });
        self.marks.keep_note(PrivateNote { id, line, text });
        self.said_something();
    }

    /// Asks whether all that the list holds is to be marked as read.
    fn ask_read_all(&mut self) {
        let is_unread = |mails: &&Vec<MsgIdx>| !mails.iter().all(|at| self.marks.is_read(*at));
        let counts = self.lister.all_listed(&self.archive, &self.marks);
        let counts = counts.map(|all| all.iter().filter(is_unread).count());
        let what = match counts {
            [0, 0] => return self.dialog.notices.tell("nothing is unread here"),
            [series, 0] => format!("{series} series"),
            [0, 1] => "1 thread".to_owned(),
            [0, threads] => format!("{threads} threads"),
            [series, 1] => format!("{series} series and 1 thread"),
            [series, threads] => format!("{series} series and {threads} threads"),
        };
        let title = format!("Mark {what} as read?");
        let (no, yes) = (
            "Leave them as they are",
            "Mark them, with all replies; :undo takes it back",
        );
        let question = Picker::question(&title, no, yes, Choice::ReadAll);
        self.dialog.open = Some(Open::Picker(question));
    }

    pub(in crate::app) fn read_all(&mut self) {
        let mails = self
            .lister
            .all_listed(&self.archive, &self.marks)
            .into_iter()
            .flatten()
            .flatten();
        // Only those that were unread: the undo must not unread what was read before.
        let unread: Vec<MsgIdx> = mails.filter(|at| !self.marks.is_read(*at)).collect();
        let both = bits::READ | bits::SETTLED;
        self.marks
            .mark_bits(unread.iter().copied(), &self.archive, both, bits::UNREAD);
        self.dialog
            .notices
            .tell(format!("{} mails marked as read", unread.len()));
        self.reader.visit.read_all = unread;
        self.said_something();
    }

    fn undo_read_all(&mut self) {
        let mails = std::mem::take(&mut self.reader.visit.read_all);
        if mails.is_empty() {
            return self.dialog.notices.tell("there is nothing to take back");
        }
        let both = bits::READ | bits::SETTLED;
        self.dialog
            .notices
            .tell(format!("{} mails are unread again", mails.len()));
        self.marks
            .mark_bits(mails, &self.archive, bits::UNREAD, both);
        self.said_something();
    }
}

/// A series and its other versions, by their ids.
pub(in crate::app) fn versions(archive: &Archive, at: SeriesIdx) -> Vec<MessageId> {
    let series = archive.series(at);
    let others = series.map(|series| {
        series
            .versions
            .older
            .iter()
            .chain(&series.versions.newer)
            .copied()
    });
    let all = std::iter::once(at).chain(others.into_iter().flatten());
    all.filter_map(|at| Some(archive.series(at)?.id.clone()))
        .collect()
}
