//! What leaves the program as mail: piped to a command, saved to a file, copied.

use crate::app::action::OutAction;
use crate::app::dialog::picker::{Choice, Picker};
use crate::app::dialog::prompt::PromptKind;
use crate::app::dialog::state::Dialog;
use crate::app::frame::screen::PaneId;
use crate::app::reader::state::Reader;
use crate::app::{Command, Model, Open, Outgoing};
use crate::mail::MsgIdx;
use crate::patch::diff;
use crate::patch::trailer::Trailer;
use crate::series::{SeriesIdx, Slot, Verdict};

/// Mail to be written: as it was sent, or as `git am` takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// A mail as it was sent.
    Message(MsgIdx),
    /// A patch with the tags it was given, by its position in the series.
    Patch(SeriesIdx, u32),
    /// All patches of a series, likewise.
    Series(SeriesIdx),
    /// An attachment of a mail, by its place among them.
    Attachment(MsgIdx, u32),
}

impl Parcel {
    /// In a word.
    pub fn kind_word(self) -> &'static str {
        match self {
            Self::Message(_) => "mail",
            Self::Patch(..) => "patch",
            Self::Series(_) => "series",
            Self::Attachment(..) => "attachment",
        }
    }
}

impl Model {
    pub(in crate::app) fn put_out(&mut self, what: OutAction) -> Vec<Command> {
        match what {
            OutAction::Shell => self.ask_for(PromptKind::Shell, ""),
            OutAction::Save => match self.here().parcel {
                Some(parcel) => {
                    let name = self.file_name(parcel);
                    self.ask_for(PromptKind::Save, &name);
                }
                None => self.dialog.notices.tell("there is no mail here"),
            },
            OutAction::Pipe => match self.here().parcel {
                Some(parcel) => {
                    let about = format!("{} · ", self.name_of(parcel));
                    self.ask_for(PromptKind::Pipe, "");
                    if let Some(Open::Prompt(prompt, _)) = &mut self.dialog.open {
                        prompt.about = about;
                    }
                }
                None => self.dialog.notices.tell("there is no mail here"),
            },
        }
        Vec::new()
    }

    /// What is told of what is given away: `v3 2/4 lamp: add lamp_fade()`.
    fn name_of(&self, parcel: Parcel) -> String {
        let subject = |at| {
            let message = self.archive.message(at);
            message.map_or_else(String::new, |message| message.subject.to_string())
        };
        let (at, slot) = match parcel {
            Parcel::Series(at) => (at, None),
            Parcel::Patch(at, slot) => (at, Some(slot)),
            Parcel::Message(at) | Parcel::Attachment(at, _) => return subject(at),
        };
        let Some(series) = self.archive.series(at) else {
            return String::new();
        };
        match slot.and_then(|slot| series.slot(slot)) {
            Some(slot) => format!(
                "v{} {}/{} {}",
                series.head.revision,
                slot.label(0),
                series.parts.total,
                slot.title
            ),
            None => format!(
                "v{} with all patches: {}",
                series.head.revision, series.head.title
            ),
        }
    }

    /// Gives what is here to a command line to read.
    pub(in crate::app) fn pipe_to(&mut self, line: String) -> Vec<Command> {
        let Some(parcel) = self.here().parcel else {
            self.dialog.notices.tell("there is no mail here");
            return Vec::new();
        };
        vec![Command::Send(Outgoing::Pipe(parcel, line))]
    }

    /// A name for a file: made of version, number and title, never of a path; of an attachment
    /// what is harmless in its own. It is proposed, and the user takes it or not.
    fn file_name(&self, parcel: Parcel) -> String {
        let series = match parcel {
            Parcel::Series(at) | Parcel::Patch(at, _) => self.archive.series(at),
            Parcel::Message(_) => None,
            Parcel::Attachment(at, number) => {
                let message = self.archive.message(at);
                let part = message.and_then(|m| m.attachments.get(number as usize));
                return harmless(part.map_or("", |part| &part.name));
            }
        };
        let Some(series) = series else {
            return "mail.eml".to_owned();
        };
        let slot = match parcel {
            Parcel::Patch(_, slot) => series.slot(slot),
            Parcel::Series(_) | Parcel::Message(_) | Parcel::Attachment(..) => None,
        };
        let title = slot.map_or(&series.head.title, |slot| &slot.title);
        let number = slot.map_or_else(String::new, |slot| format!("{:04}-", slot.number));
        format!("v{}-{number}{}.mbox", series.head.revision, words(title))
    }

    /// Saves what is here; an existing file only where that was asked for.
    pub(in crate::app) fn save_as(&mut self, path: &str, over: bool) -> Vec<Command> {
        match self.here().parcel {
            _ if path.is_empty() => self.dialog.notices.tell("save needs the name of a file"),
            Some(parcel) => {
                return vec![Command::Save {
                    parcel,
                    path: path.to_owned(),
                    over,
                }];
            }
            None => self.dialog.notices.tell("there is no mail here"),
        }
        Vec::new()
    }

    /// The tags that replies gave to the patch here, or to all of the series; each once.
    pub(in crate::app) fn tags_here(&self) -> Option<String> {
        let at = self.reader.page.series(&self.archive)?;
        let series = self.archive.series(at)?;
        let slots: Vec<&Slot> = match self.reader.page.slot_of(&self.archive) {
            Some(slot) if self.wish.focus != PaneId::List => {
                series.slot(slot).into_iter().collect()
            }
            _ => series.parts.slots.iter().collect(),
        };
        let given = slots
            .iter()
            .flat_map(|slot| slot.review.iter().chain(&slot.carried));
        let mut tags: Vec<&Trailer> = Vec::new();
        for review in series.review.iter().chain(given) {
            if review.verdict == Verdict::Ok && !tags.contains(&&review.trailer) {
                tags.push(&review.trailer);
            }
        }
        let lines: Vec<String> = tags.iter().map(ToString::to_string).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

impl Dialog {
    /// Asks whether a file that is there may be written over.
    pub(in crate::app) fn ask_over(&mut self, parcel: Parcel, path: &str) {
        let title = format!("{path} exists:");
        let yes = format!("Write over {path}");
        let choice = Choice::Save(parcel, path.to_owned());
        let question = Picker::question(&title, "Leave it as it is", &yes, choice);
        self.open = Some(Open::Picker(question));
    }
}

impl Reader {
    /// The hunk that the cursor is in, as it was mailed.
    pub(in crate::app) fn hunk_here(&self) -> Option<String> {
        let page = &self.text;
        let line = page.document.lines.get(page.view.cursor)?;
        let at = page.document.range(line)?.start as usize;
        let text = &page.document.text;
        let files = diff::parse(text).files.into_iter();
        let mut hunks = files.flat_map(|file| file.hunks);
        let hunk = hunks.find(|hunk| hunk.range.contains(&at))?;
        text.get(hunk.range).map(str::to_owned)
    }
}

/// Lower-case words of a title, joined by dashes.
fn words(title: &str) -> String {
    let lower = title.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(10).collect();
    if words.is_empty() {
        return "patch".to_owned();
    }
    words.join("-")
}

/// Letters of a proposed name.
const NAME: usize = 100;

/// What of an attachment's name a file may be called: no folder, nothing hidden, no option, no
/// sign that a shell or a terminal heeds.
fn harmless(name: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let clean = name.chars().map(|c| if is_kept(c) { c } else { '_' });
    let clean: String = clean
        .skip_while(|c| matches!(c, '.' | '-' | '_'))
        .take(NAME)
        .collect();
    if clean.is_empty() {
        return "attachment".to_owned();
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_attachment_leads_nowhere() {
        assert_eq!(harmless("dmesg-6.13.txt"), "dmesg-6.13.txt");
        assert_eq!(harmless("../../.bashrc"), "bashrc");
        assert_eq!(harmless("-rf *"), "rf__");
        assert_eq!(harmless("$(x)`y`;\u{1b}[31m"), "x__y____31m");
        assert_eq!(harmless("日本"), "attachment");
        assert_eq!(harmless(""), "attachment");
        assert_eq!(harmless(&"a".repeat(300)).len(), NAME);
    }
}
