//! What the page was made from besides the model: what was asked of the archive for it, and the
//! answers so far. An answer that comes is the only thing that makes them stale.

use super::page::{About, Page, PageKind};
use crate::app::reader::state::Reader;
use crate::app::{Command, Model, StopWork};
use crate::archive::Archive;
use crate::archive::ask::{Answer, Ask, AskKind};
use crate::archive::compare::{Comparison, NetTexts};
use crate::archive::inherit::Inheritance;
use crate::archive::talk::Talk;
use crate::doc::build::Beside;
use crate::mail::{Body, MsgIdx};
use crate::patch::compose::NetChange;
use crate::patch::moves::Moves;

/// The questions that the page led to, each with its answer once that came.
#[derive(Debug, Default)]
pub(in crate::app) struct Material {
    /// Counts archives: an index means another mail in the next one.
    serial: u32,
    asked: Vec<(Ask, Option<Answer>)>,
    /// Whether the page's own questions were asked.
    is_complete: bool,
    /// Whether something is being answered that a page asked which is not shown any more.
    has_leftovers: bool,
    /// Counts answers.
    revision: u32,
}

impl Material {
    /// One question that was answered.
    #[cfg(test)]
    pub(in crate::app) fn knowing(ask: Ask, answer: Answer) -> Self {
        Self {
            asked: vec![(ask, Some(answer))],
            ..Self::default()
        }
    }

    /// Forgets what belongs to the page that was left. A mail that was read may be the next
    /// page's as well.
    pub(in crate::app) fn turn_page(&mut self) {
        // The mail itself may be that of the next page: source and patch show the same.
        let is_mail = |ask: &Ask| ask.kind().is_one_read();
        self.has_leftovers |= self.asked.iter().any(|(_, answer)| answer.is_none());
        // One comparison is kept: who looks at a patch of it comes back. So is what a version has
        // of older ones, for its other pages.
        let is_compared = |answer: &Option<Answer>| {
            matches!(answer, Some(Answer::Compared(_) | Answer::Inherited(_)))
        };
        self.asked
            .retain(|(ask, answer)| is_mail(ask) || is_compared(answer));
        self.is_complete = false;
    }

    /// Forgets everything: there is another archive.
    pub(in crate::app) fn forget(&mut self) {
        self.turn_page();
        self.asked.clear();
        // Answers for the old archive that are still on their way are not taken.
        self.serial = self.serial.wrapping_add(1);
    }

    /// Counts what came, so that what was built before is known to be stale.
    pub(in crate::app) fn revision(&self) -> u32 {
        self.revision
    }

    /// Asks a question that was not asked yet, in place of the one of its kind.
    fn ask_once(&mut self, ask: Ask) -> Option<Command> {
        if self.asked.iter().any(|(known, _)| *known == ask) {
            return None;
        }
        // One of a kind: the newest question is the one of this page.
        self.asked.retain(|(known, _)| known.kind() != ask.kind());
        self.asked.push((ask.clone(), None));
        Some(Command::Ask(self.serial, ask))
    }

    /// Takes an answer in, unless it is about another archive or another page's.
    fn take_answer(&mut self, serial: u32, ask: &Ask, answer: Answer) {
        let mut asked = self.asked.iter_mut();
        // An answer that nobody asked for any more changes nothing.
        let place = asked.find(|(known, _)| serial == self.serial && known == ask);
        if let Some((_, place)) = place {
            *place = Some(answer);
            self.revision = self.revision.wrapping_add(1);
        }
    }

    fn answers(&self) -> impl Iterator<Item = (&Ask, &Answer)> {
        self.asked
            .iter()
            .filter_map(|(ask, answer)| Some((ask, answer.as_ref()?)))
    }

    /// What a mail says, once it was read.
    pub(in crate::app) fn body_of(&self, at: MsgIdx) -> Option<&Body> {
        self.answers().find_map(|known| match known {
            (Ask::Body(of), Answer::Body(Ok(body))) if *of == at => Some(body),
            _ => None,
        })
    }

    /// The bytes of a mail as text, once they were read.
    pub(in crate::app) fn raw_of(&self, at: MsgIdx) -> Option<&str> {
        self.answers().find_map(|known| match known {
            (Ask::Raw(of), Answer::Raw(Ok(text))) if *of == at => Some(text.as_str()),
            _ => None,
        })
    }

    /// The text of an attachment, once it was read; none where it is no text.
    pub(in crate::app) fn attachment(&self, at: MsgIdx, number: u32) -> Option<Option<&str>> {
        self.answers().find_map(|known| match known {
            (Ask::Attachment(of, which), Answer::Attachment(Ok(text)))
                if (*of, *which) == (at, number) =>
            {
                Some(text.as_deref())
            }
            _ => None,
        })
    }

    /// The replies to what is on the page, as far as they were read.
    pub(in crate::app) fn replies(&self) -> &[Talk] {
        let mut answers = self.answers();
        let found = answers.find_map(|known| match known {
            (_, Answer::Replies(replies)) => Some(replies.as_slice()),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// Whether the replies were read, or there are none to read.
    pub(in crate::app) fn has_replies(&self) -> bool {
        let is_awaited = |(ask, answer): &(Ask, Option<Answer>)| {
            ask.kind() == AskKind::Replies && answer.is_none()
        };
        self.is_complete && !self.asked.iter().any(is_awaited)
    }

    /// The net change on the page; the patches that it lacks where it cannot be composed.
    pub(in crate::app) fn net_change(&self) -> Option<&Result<Vec<NetChange>, Vec<u32>>> {
        self.answers().find_map(|known| match known {
            (_, Answer::Net(net)) => Some(net),
            _ => None,
        })
    }

    /// What changed between the versions on the page.
    pub(in crate::app) fn comparison(&self) -> Option<&Comparison> {
        self.answers().find_map(|known| match known {
            (_, Answer::Compared(Some(comparison))) => Some(&**comparison),
            _ => None,
        })
    }

    /// What the versions on the page do together, against each other.
    pub(in crate::app) fn compared_net(&self) -> Option<&NetTexts> {
        self.answers().find_map(|known| match known {
            (_, Answer::ComparedNet(nets)) => Some(nets),
            _ => None,
        })
    }

    /// What the version that was read last has of older ones.
    pub(in crate::app) fn inheritance(&self) -> Option<&Inheritance> {
        self.answers().find_map(|known| match known {
            (_, Answer::Inherited(inheritance)) => Some(inheritance),
            _ => None,
        })
    }

    /// What documents show of all this.
    pub(in crate::app) fn beside(&self) -> Beside<'_> {
        Beside {
            talks: self.replies(),
            moves: self.moves(),
            inheritance: self.inheritance(),
        }
    }

    /// What the patches around the one on the page take away and add.
    pub(in crate::app) fn moves(&self) -> Option<&Moves> {
        self.answers().find_map(|known| match known {
            (_, Answer::Moved(moves)) => Some(moves),
            _ => None,
        })
    }
}

impl Model {
    /// What the page needs besides its mail, once a page; what an earlier one asked is stopped.
    pub(in crate::app) fn ask_beside(&mut self) -> Vec<Command> {
        if self.reader.material.is_complete {
            return Vec::new();
        }
        let Page { kind, about } = self.reader.page;
        let asks = (kind.table_row().asks)(self, about);
        let material = &mut self.reader.material;
        material.is_complete = true;
        let left = std::mem::take(&mut material.has_leftovers);
        // What the page before asked for and did not get is not wanted any more.
        let stop = left.then_some(Command::Stop(StopWork::Page));
        let asks = asks.into_iter().filter_map(|ask| material.ask_once(ask));
        stop.into_iter().chain(asks).collect()
    }

    /// Takes an answer in; where a mail cannot be read, a notice says why. A mail that is another than
    /// the one that was opened has its input read again; where that did not help the user is told, and
    /// asks for it.
    pub(in crate::app) fn answered(
        &mut self,
        serial: u32,
        ask: &Ask,
        answer: Answer,
    ) -> Vec<Command> {
        let mut commands = Vec::new();
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "the others hold no mail that could be unreadable"
        )]
        let answer = match answer {
            Answer::Body(Err(unread))
            | Answer::Raw(Err(unread))
            | Answer::Attachment(Err(unread)) => {
                self.dialog.notices.fail(unread.why);
                // Once: a file that changes with every look would be read for ever.
                if unread.is_changed && !std::mem::replace(&mut self.session.has_reloaded, true) {
                    commands.push(Command::Reload);
                }
                ask.nothing()
            }
            read => read,
        };
        self.reader.material.take_answer(serial, ask, answer);
        commands
    }
}

impl Reader {
    /// What must be read before the page can be built.
    pub(in crate::app) fn ask_mail(&mut self, archive: &Archive) -> Option<Command> {
        if let About::Part(at, number) = self.page.about {
            return self.material.ask_once(Ask::Attachment(at, number));
        }
        let message = self.page.message(archive)?;
        let needs_raw = self.page.kind == PageKind::Source || self.shows_headers();
        let raw = needs_raw.then_some(Ask::Raw(message));
        // One at a time: each is one read, and the next update asks for the other.
        let mut asks = raw.into_iter().chain([Ask::Body(message)]);
        let material = &mut self.material;
        asks.find_map(|ask| material.ask_once(ask))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::net::Span;
    use crate::series::SeriesIdx;

    const NET: Ask = Ask::Net(SeriesIdx(0), Span::ALL);

    fn net() -> Answer {
        Answer::Net(Ok(Vec::new()))
    }

    #[test]
    fn a_question_is_asked_once_and_its_answer_kept() {
        let mut material = Material::default();
        assert!(material.ask_once(NET).is_some());
        assert!(material.ask_once(NET).is_none());
        assert!(material.net_change().is_none());
        material.take_answer(0, &NET, net());
        assert_eq!(
            (material.net_change().is_some(), material.revision()),
            (true, 1)
        );
    }

    #[test]
    fn an_answer_about_another_archive_or_page_is_not_taken() {
        let mut material = Material::default();
        material.ask_once(NET);
        material.take_answer(1, &NET, net());
        assert!(material.net_change().is_none());
        material.turn_page();
        material.take_answer(0, &NET, net());
        assert_eq!(
            (material.net_change().is_none(), material.revision()),
            (true, 0)
        );
    }

    #[test]
    fn of_a_kind_only_the_newest_is_kept_and_a_mail_outlives_its_page() {
        let (one, two) = (MsgIdx(1), MsgIdx(2));
        let mut material = Material::default();
        material.ask_once(Ask::Body(one));
        material.take_answer(0, &Ask::Body(one), Answer::Body(Ok(Body::default())));
        material.turn_page();
        assert!(material.body_of(one).is_some());
        material.ask_once(Ask::Body(two));
        assert!(material.body_of(one).is_none());
        material.forget();
        assert!(material.ask_once(Ask::Body(two)).is_some());
    }

    #[test]
    fn what_is_still_being_answered_when_the_page_is_left_is_left_over() {
        let mut material = Material::default();
        material.ask_once(NET);
        material.take_answer(0, &NET, net());
        material.turn_page();
        assert!(!material.has_leftovers);
        material.ask_once(NET);
        material.turn_page();
        assert!(material.has_leftovers);
    }
}
