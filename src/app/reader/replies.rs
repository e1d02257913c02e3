//! What was answered to what is on the page: asked for when the page is turned, shown when it came.

use super::page::{About, Page, PageKind};
use crate::app::effect::Options;
use crate::app::reader::state::Reader;
use crate::app::{Jump, Model};
use crate::archive::Archive;
use crate::archive::marks::Marks;
use crate::archive::net::Span;
use crate::doc::notes::Notes;
use crate::doc::{Line, Target};
use crate::mail::MsgIdx;
use crate::series::SeriesIdx;

/// Rows of an answer that are looked at for its end.
const LONGEST: usize = 4_000;

impl Model {
    /// What patches do together: to the file under the cursor, or to all of them.
    pub(in crate::app) fn to_net(&mut self, span: Span) {
        let Some(at) = self.reader.page.series(&self.archive) else {
            return self.dialog.notices.tell("there is no series here");
        };
        let path = match (self.wish.focus, self.reader.files.pane.current()) {
            (crate::app::frame::screen::PaneId::Files, Some(Target::File(path))) => {
                Some(path.clone())
            }
            _ => None,
        };
        self.to_net_of(at, path.as_deref(), span);
    }

    pub(in crate::app) fn to_net_of(&mut self, at: SeriesIdx, path: Option<&str>, span: Span) {
        let files = self.archive.files(at);
        let place = path.and_then(|path| files.iter().position(|file| file.path == path));
        let place = place.and_then(|place| u32::try_from(place).ok());
        self.visit(Page::new(PageKind::Net, About::Patches(at, place, span)));
    }

    /// All that was answered to the series, at what was answered to this patch.
    pub(in crate::app) fn to_thread(&mut self) {
        let Some(at) = self.reader.page.series(&self.archive) else {
            return self.to_discussion();
        };
        // The thread opens at the mail or patch that was read.
        let jump = match (
            self.reader.page.about,
            self.reader.page.slot_of(&self.archive),
        ) {
            (About::Mail(message), _) => Some(Target::Message(message)),
            (_, Some(slot)) => Some(Target::Slot(at, slot)),
            _ => None,
        };
        self.visit(Page::new(PageKind::Thread, About::Series(at)));
        self.reader.jump = jump.map(Jump::To);
    }

    /// The thread of the mail on the page, which is of no series.
    fn to_discussion(&mut self) {
        let Some(mail) = self.reader.page.message(&self.archive) else {
            return self.dialog.notices.tell("there is no mail here");
        };
        let page = Page::reading(mail, &self.archive);
        if page == self.reader.page {
            return self
                .dialog
                .notices
                .tell("there are no replies to this mail");
        }
        self.visit(page);
        self.reader.jump = Some(Jump::To(Target::Message(mail)));
    }

    /// The next answer on the page; behind the last, that of the next patch with answers.
    pub(in crate::app) fn step_reply(&mut self, down: bool) {
        let cursor = self.reader.text.view.cursor;
        let found = self.reader.reply_line(
            &self.archive,
            |line| if down { line > cursor } else { line < cursor },
            down,
        );
        if let Some(line) = found {
            self.focus(crate::app::frame::screen::PaneId::Page);
            return self.reader.text.go_to(line);
        }
        // No further reply on this page: on to the next patch that has some.
        let Some(page) = self.reader.page_with_replies(&self.archive, down) else {
            let where_to = if down { "further" } else { "earlier" };
            return self
                .dialog
                .notices
                .tell(format!("no {where_to} replies in this series"));
        };
        self.read_at(page);
        self.reader.jump = Some(Jump::Reply(down));
    }
}

/// The path of a file of a series by its place.
pub(in crate::app) fn net_path(
    archive: &Archive,
    at: SeriesIdx,
    file: Option<u32>,
) -> Option<String> {
    let files = archive.files(at);
    Some(files.get(file? as usize)?.path.to_string())
}

impl Reader {
    pub(in crate::app) fn is_thread(&self) -> bool {
        self.page.kind == PageKind::Thread
    }

    /// The next page of the series that was answered.
    fn page_with_replies(&self, archive: &Archive, down: bool) -> Option<Page> {
        let at = self.page.series(archive)?;
        let series = archive.series(at)?;
        let slots = (0u32..)
            .zip(&series.parts.slots)
            .filter(|(_, slot)| !slot.replies.is_empty());
        // These show all replies that there are.
        if self.is_thread() || self.page.compared().is_some() {
            return None;
        }
        let here = self.page.slot_of(archive);
        if down {
            let mut slots = slots.map(|(number, _)| number);
            return slots
                .find(|slot| here.is_none_or(|here| *slot > here))
                .map(|slot| Page::patch(at, slot));
        }
        let here = here?;
        let before = slots
            .map(|(number, _)| number)
            .take_while(|slot| *slot < here)
            .last();
        let cover = (!series.replies.is_empty()).then_some(Page::cover(at));
        before.map(|slot| Page::patch(at, slot)).or(cover)
    }

    /// The first line, or the last, that is an answer and for which the test holds.
    fn reply_line(
        &self,
        archive: &Archive,
        test: impl Fn(usize) -> bool,
        first: bool,
    ) -> Option<usize> {
        let document = &self.text.document;
        // The head names those who gave tags; that is no answer to read.
        let head = document
            .lines
            .iter()
            .position(|line| document.range(line).is_some());
        let head = head.filter(|_| !self.is_thread()).unwrap_or(0);
        // A patch that is named on the page is no reply.
        let is_reply = |at: MsgIdx| Page::of(at, archive) == Page::mail(at);
        let is_answer = |line: usize, target: &Target| {
            if let Target::Message(at) = target {
                return line >= head && is_reply(*at);
            }
            matches!(target, Target::Place(at, _) if is_reply(*at))
        };
        let targets = document.targets.iter();
        let mut found = targets
            .filter(|(line, target)| test(*line) && is_answer(*line, target))
            .map(|(line, _)| *line);
        if first { found.next() } else { found.last() }
    }

    /// Goes to the first answer or the last, now or when they were read.
    pub(in crate::app) fn jump_to_reply(&mut self, archive: &Archive, first: bool) {
        // They are still being read: the jump waits for them.
        if !self.material.has_replies() {
            self.jump = Some(Jump::Reply(first));
        } else if let Some(line) = self.reply_line(archive, |_| true, first) {
            self.text.go_to(line);
        }
    }

    /// The answers at their lines whose last row is in view; one that is folded says nothing.
    fn notes_ended_in_view(&self, first: usize, last: usize) -> Vec<MsgIdx> {
        let document = &self.text.document;
        let targets = &document.targets;
        let is_said = |line: &usize| {
            matches!(document.lines.get(*line), Some(Line::Row(_)))
                && document.target(*line).is_none()
        };
        let above = (0..first).rev().take(LONGEST).take_while(is_said).last();
        let from = above.map_or(first, |above| above.saturating_sub(1));
        let start = targets.partition_point(|(line, _)| *line < from);
        let shown = targets.iter().skip(start);
        let shown = shown.take_while(|(line, _)| *line <= last);
        let ended = shown.filter_map(|(line, target)| {
            if let Target::Place(at, _) = target {
                let rows = (line + 1..)
                    .take_while(is_said)
                    .take(last + 1 - line)
                    .count();
                (rows > 0 && (first..=last).contains(&(line + rows))).then_some(*at)
            } else {
                None
            }
        });
        ended.collect()
    }

    /// The mails of a thread whose last line is in view: one that the bottom cuts is still read.
    fn ended_in_view(&self, first: usize, last: usize) -> Vec<MsgIdx> {
        let document = &self.text.document;
        let targets = &document.targets;
        let heading = |(line, target): &(usize, Target)| {
            if let Target::Message(at) = target {
                Some((*line, *at))
            } else {
                None
            }
        };
        let start = targets.partition_point(|(line, _)| *line < first);
        let above = targets.get(..start).unwrap_or_default();
        let above = above.iter().rev().find_map(heading);
        let below = targets.iter().skip(start).filter_map(heading);
        let mut headings = above.into_iter().chain(below).peekable();
        let mut ended = Vec::new();
        while let Some((line, at)) = headings.next() {
            if line > last {
                break;
            }
            // An empty line stands before the next one.
            let next = headings.peek().map(|(line, _)| line.saturating_sub(1));
            let end = next.unwrap_or(document.lines.len()).saturating_sub(1);
            if (first..=last).contains(&end.max(line)) {
                ended.push(at);
            }
        }
        ended
    }

    /// Marks as read what was shown in full: answers on the thread page, and those of which
    /// nothing is said elsewhere than at lines.
    pub(in crate::app) fn mark_seen(
        &mut self,
        archive: &Archive,
        marks: &mut Marks,
        options: &Options,
    ) {
        let pane = &self.text;
        let (first, last) = (pane.view.top, pane.bottom());
        let is_thread = self.is_thread();
        let inline = options.notes == Notes::Inline;
        let talks = self.material.replies();
        // A reply that is not at its line whole is not read by having seen a part of it.
        let is_placed = |at: MsgIdx| {
            let reply = talks.iter().find_map(|talk| talk.reply(at));
            inline && reply.is_some_and(crate::archive::talk::Reply::is_placed)
        };
        let read = self.notes_ended_in_view(first, last).into_iter();
        let read: Vec<MsgIdx> = read.filter(|at| is_placed(*at)).collect();
        marks.mark_read(read, archive);
        if is_thread {
            let whole = self.ended_in_view(first, last);
            marks.mark_read(whole, archive);
        }
    }
}
