//! What leaves the program as mail: piped to a command, saved to a file, copied.

use super::action::Out;
use super::page::Page;
use super::picker::{Choice, Item, Picker};
use super::prompt::Ask;
use super::screen::PaneId;
use super::{Command, Model, Open};
use crate::doc::Target;
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
}

impl Parcel {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Message(_) => "mail",
            Self::Patch(..) => "patch",
            Self::Series(_) => "series",
        }
    }
}

impl Model {
    pub(super) fn put_out(&mut self, what: Out) -> Vec<Command> {
        match what {
            Out::Shell => self.ask(Ask::Shell, ""),
            Out::Pipe if self.parcel().is_some() => self.ask(Ask::Pipe, ""),
            Out::Save => match self.parcel() {
                Some(parcel) => {
                    let name = self.file_name(parcel);
                    self.ask(Ask::Save, &name);
                }
                None => self.notices.tell("there is no mail here"),
            },
            Out::Pipe => self.notices.tell("there is no mail here"),
        }
        Vec::new()
    }

    /// What the cursor or the page is about, the largest thing first.
    pub(super) fn parcel(&self) -> Option<Parcel> {
        let of_list = match self.panes.list.current() {
            Some(Target::Series(at)) if self.wish.focus == PaneId::List => Some(*at),
            _ => None,
        };
        if let Some(at) = of_list {
            return Some(Parcel::Series(at));
        }
        match self.page {
            Page::Cover(at)
            | Page::Evidence(at)
            | Page::Thread(at)
            | Page::Net(at, ..)
            | Page::Compare(_, at) => Some(Parcel::Series(at)),
            Page::Patch(at, slot) => Some(Parcel::Patch(at, slot)),
            Page::Nothing
            | Page::Message(_)
            | Page::Source(_)
            | Page::Problems
            | Page::Grep
            | Page::Output
            | Page::Log => self.message_here().map(Parcel::Message),
        }
    }

    /// A name for a file: made of version, number and title, never of a path.
    fn file_name(&self, parcel: Parcel) -> String {
        let series = match parcel {
            Parcel::Series(at) | Parcel::Patch(at, _) => self.archive.series(at),
            Parcel::Message(_) => None,
        };
        let Some(series) = series else {
            return "mail.eml".to_owned();
        };
        let slot = match parcel {
            Parcel::Patch(_, slot) => series.slots.get(slot as usize),
            Parcel::Series(_) | Parcel::Message(_) => None,
        };
        let title = slot.map_or(&series.title, |slot| &slot.title);
        let number = slot.map_or_else(String::new, |slot| format!("{:04}-", slot.number));
        format!("v{}-{number}{}.mbox", series.revision, words(title))
    }

    /// Saves what is here; an existing file only where that was asked for.
    pub(super) fn save(&mut self, path: &str, over: bool) -> Vec<Command> {
        match self.parcel() {
            _ if path.is_empty() => self.notices.tell("save needs the name of a file"),
            Some(parcel) => {
                return vec![Command::Save {
                    parcel,
                    path: path.to_owned(),
                    over,
                }];
            }
            None => self.notices.tell("there is no mail here"),
        }
        Vec::new()
    }

    /// Asks whether a file that is there may be written over.
    pub(super) fn ask_over(&mut self, parcel: Parcel, path: &str) {
        let item = |text: String, choice: Choice| Item {
            label: String::new(),
            text,
            choice,
        };
        let items = vec![
            item("Leave it as it is".to_owned(), Choice::Leave),
            item(
                format!("Write over {path}"),
                Choice::Save(parcel, path.to_owned()),
            ),
        ];
        let title = format!("{path} exists");
        self.overlay.open = Some(Open::Picker(Picker::new(&title, items)));
    }

    /// The hunk that the cursor is in, as it was mailed.
    pub(super) fn hunk_here(&self) -> Option<String> {
        let page = &self.panes.page;
        let line = page.document.lines.get(page.view.cursor)?;
        let at = page.document.range(line)?.start as usize;
        let text = &page.document.text;
        let files = diff::parse(text).files.into_iter();
        let mut hunks = files.flat_map(|file| file.hunks);
        let hunk = hunks.find(|hunk| hunk.range.contains(&at))?;
        text.get(hunk.range).map(str::to_owned)
    }

    /// The tags that replies gave to the patch here, or to all of the series; each once.
    pub(super) fn tags_here(&self) -> Option<String> {
        let at = self.page.series(&self.archive)?;
        let series = self.archive.series(at)?;
        let slots: Vec<&Slot> = match self.page.slot(&self.archive) {
            Some(slot) if self.wish.focus != PaneId::List => {
                series.slots.get(slot as usize).into_iter().collect()
            }
            _ => series.slots.iter().collect(),
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
