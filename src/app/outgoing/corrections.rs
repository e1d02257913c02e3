//! Corrections of the grouping: which mail or series they are about, and what is asked for.

use crate::app::action::Correct;
use crate::app::dialog::picker::{Choice, Item, Picker};
use crate::app::dialog::prompt::PromptKind;
use crate::app::{Command, Model, Open};
use crate::archive::Archive;
use crate::mail::{MessageId, MsgIdx};
use crate::series::correct::{Correction, counter, revision};
use crate::series::{Series, SeriesIdx};

/// How many series are offered to choose from: those of the same sender, then the newest.
const OFFERED: usize = 2000;

impl Model {
    /// Corrects what the cursor is on, or asks what is still to be known.
    pub(in crate::app) fn correct(&mut self, what: Correct) -> Vec<Command> {
        if self.session.progress.is_some() {
            self.dialog.notices.tell("the input is still being read");
            return Vec::new();
        }
        match what {
            Correct::Undo => {
                self.session.has_corrected = true;
                return vec![Command::UndoCorrection];
            }
            Correct::Split => return self.correct_with("split", ""),
            Correct::Apart => return self.correct_with("apart", ""),
            Correct::Join => self.offer_series("Join to", Correction::Join),
            Correct::Link => self.offer_series("Link as a later version of", Correction::Link),
            Correct::Number => {
                let text = self.number_here();
                self.ask_for(PromptKind::Number, &text);
            }
            Correct::Version => {
                let series = self.here().series.and_then(|at| self.archive.series(at));
                let now = series.map(|series| series.head.revision.to_string());
                let now = now.unwrap_or_default();
                self.ask_for(PromptKind::Version, &now);
            }
            Correct::Answers => self.ask_for(PromptKind::Answers, ""),
        }
        Vec::new()
    }

    /// A correction with what was typed behind its verb.
    pub(in crate::app) fn correct_with(&mut self, verb: &str, rest: &str) -> Vec<Command> {
        match self.correction(verb, rest) {
            Ok(correction) => vec![self.keep_command(correction)],
            Err(why) => {
                self.dialog.notices.fail(why);
                Vec::new()
            }
        }
    }

    /// The command that keeps a correction, with a line that says what it is about.
    pub(in crate::app) fn keep_command(&mut self, correction: Correction) -> Command {
        self.session.has_corrected = true;
        let message = self.here().mail.and_then(|at| self.archive.message(at));
        let about = message.map_or_else(String::new, |message| message.subject.to_string());
        Command::Correct(Box::new(correction), about)
    }

    fn correction(&self, verb: &str, rest: &str) -> Result<Correction, String> {
        let at = self.here().mail.ok_or("there is no mail here")?;
        let mail = id_of(&self.archive, at).ok_or("there is no mail here")?;
        let other = || {
            let id = MessageId::new(rest);
            let found = self.archive.find_message(&id).filter(|&other| other != at);
            found
                .map(|_| id)
                .ok_or_else(|| format!("{verb} needs the message id of another mail here"))
        };
        Ok(match verb {
            "split" => Correction::Split(self.split_off(mail, rest)?),
            "apart" => Correction::Apart(self.head_here().unwrap_or(mail)),
            "join" => Correction::Join(mail, other()?),
            "link" => Correction::Link(self.head_here().unwrap_or(mail), other()?),
            "answers" => Correction::Answers(mail, other()?),
            "version" => Correction::Version(self.head_here().unwrap_or(mail), revision(rest)?),
            _ => {
                let (number, total) = counter(rest)?;
                Correction::Number(mail, number, total)
            }
        })
    }

    /// The mail itself, or the patches of the series whose numbers are named: `3-5,7`.
    fn split_off(&self, mail: MessageId, numbers: &str) -> Result<Vec<MessageId>, String> {
        if numbers.is_empty() {
            return Ok(vec![mail]);
        }
        let series = self.here().series.and_then(|at| self.archive.series(at));
        let series = series.ok_or("there is no series here")?;
        let mut wanted = Vec::new();
        for part in numbers.split([',', ' ']).filter(|part| !part.is_empty()) {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            wanted.push(counter(first)?.0..=counter(last)?.0);
        }
        let is_wanted = |number: &u32| wanted.iter().any(|range| range.contains(number));
        let slots = series.parts.slots.iter();
        let slots = slots.filter(|slot| is_wanted(&slot.number));
        let patches = slots.filter_map(|slot| slot.message);
        let cover = series.parts.cover.filter(|_| is_wanted(&0));
        let mails = cover.into_iter().chain(patches);
        let ids: Vec<_> = mails.filter_map(|at| id_of(&self.archive, at)).collect();
        (!ids.is_empty())
            .then_some(ids)
            .ok_or_else(|| format!("no patch here has a number in {numbers}"))
    }

    /// The id of the mail that stands for the series here.
    fn head_here(&self) -> Option<MessageId> {
        let series = self.archive.series(self.here().series?)?;
        Some(series.id.clone())
    }

    /// The number of the mail here as a subject has it.
    fn number_here(&self) -> String {
        let found = self.here().mail.zip(self.here().series);
        let found = found.and_then(|(at, s)| Some((at, self.archive.series(s)?)));
        let Some((at, series)) = found else {
            return String::new();
        };
        let slot = series
            .parts
            .slots
            .iter()
            .find(|slot| slot.message == Some(at));
        format!(
            "{}/{}",
            slot.map_or(0, |slot| slot.number),
            series.parts.total
        )
    }

    /// Offers series to choose the other one from: those of the same sender first.
    fn offer_series(&mut self, title: &str, make: fn(MessageId, MessageId) -> Correction) {
        let here = self.here().series;
        let is_link = make(MessageId::new(""), MessageId::new("")).verb() == "link";
        let mail = if is_link { self.head_here() } else { None };
        let at = self.here().mail;
        let Some(mail) = mail.or_else(|| at.and_then(|at| id_of(&self.archive, at))) else {
            return self.dialog.notices.tell("there is no mail here");
        };
        let sender = at.and_then(|at| self.archive.message(at));
        let sender = sender.map_or_else(String::new, |message| message.from.email.to_string());
        let all = (0u32..).map(SeriesIdx).zip(self.archive.all_series());
        let mut others: Vec<&Series> = all
            .filter(|(at, _)| Some(*at) != here)
            .map(|(_, series)| series)
            .collect();
        others.sort_by_key(|series| series.head.submitter.email != sender);
        let item = |series: &Series| Item {
            label: format!("v{}", series.head.revision),
            text: format!("{}  {}", series.head.title, series.head.submitter.label()),
            choice: Choice::Correct(Box::new(make(mail.clone(), series.id.clone()))),
        };
        let items = others.into_iter().take(OFFERED).map(item).collect();
        self.dialog.open = Some(Open::Picker(Picker::new(title, items)));
    }
}

fn id_of(archive: &Archive, at: MsgIdx) -> Option<MessageId> {
    archive.message(at).map(|message| message.id.clone())
}
