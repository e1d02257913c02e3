//! What leaves the program: copies, links, the editor; and marks, which stay.

use crate::app::dialog::state::Dialog;
use crate::app::reader::state::Reader;
use crate::archive::Archive;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use crate::app::action::{Copied, Do};
use crate::app::dialog::picker::{Choice, Item, Picker};
use crate::app::reader::page::{Page, PageKind};
use crate::app::{Command, Model, Open, Outgoing};
use crate::doc::{Line, Target, link};
use crate::mail::{MessageId, MsgIdx};
use crate::text::url;

/// Links of a mail that are listed; nobody reads more, and each is painted anew with each key.
const LISTED: usize = 10_000;

impl Model {
    pub(in crate::app) fn lore_link(&self, id: &MessageId) -> String {
        format!("{}{}", self.options.link_base, url::escape(id.as_str()))
    }

    pub(in crate::app) fn copy(&mut self, what: Copied) -> Vec<Command> {
        let here = self.here().mail;
        let message = here.and_then(|at| self.archive.message(at));
        // An attached patch has no id of its own on the list: links and b4 are given that of its
        // mail.
        let mail = here.and_then(|at| self.archive.message(self.archive.outer(at)));
        let text = match what {
            Copied::Line => Some(self.line_here()),
            Copied::Path => self.here().file,
            Copied::Id => message.map(|m| m.id.to_string()),
            Copied::Subject => message.map(|m| m.subject.to_string()),
            Copied::Link => mail.map(|m| self.lore_link(&m.id)),
            Copied::Hunk => self.reader.hunk_here(),
            Copied::Tags => self.tags_here(),
            Copied::B4 => mail.map(|m| b4_am(m.id.as_str())),
            Copied::Patch => {
                let parcel = self.here().parcel.map(Outgoing::CopyParcel);
                return parcel.map(Command::Send).into_iter().collect();
            }
        };
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            vec![Command::Send(Outgoing::Copy(text))]
        } else {
            self.dialog.notices.tell("there is nothing here to copy");
            Vec::new()
        }
    }

    pub(in crate::app) fn act_on_mail(&mut self, what: Do) -> Vec<Command> {
        let Some(at) = self.here().mail else {
            self.dialog.notices.tell("there is no mail here");
            return Vec::new();
        };
        match what {
            Do::Browse => {
                let mail = self.archive.message(self.archive.outer(at));
                let url = mail.map(|m| self.lore_link(&m.id));
                let url = url.unwrap_or_default();
                self.dialog.notices.tell(format!("opening {url}"));
                vec![Command::Send(Outgoing::OpenUrl(url))]
            }
            Do::Edit => vec![Command::Send(Outgoing::Edit {
                message: at,
                line: self.reader.text_line(),
                // The editor shows what the page shows.
                is_raw: self.reader.page.kind == PageKind::Source,
            })],
            Do::Source => self.open_source(),
            Do::Mark => {
                self.turn_mark(at);
                Vec::new()
            }
            Do::MarkAll => {
                self.mark_series(at);
                Vec::new()
            }
        }
    }

    /// A link: to its mail where that is here, else shown in full to be opened.
    pub(in crate::app) fn to_url(&mut self, url: &str) {
        // A link to a mail that is here leads to it, without a browser.
        if let Some(message) = linked(&self.archive, url) {
            return self.visit(Page::of(message, &self.archive));
        }
        self.dialog.offer(&self.archive, vec![url.to_owned()]);
    }

    /// Every link of the mail on the page, once.
    pub(in crate::app) fn open_links(&mut self) {
        let message = self.reader.page.message(&self.archive);
        let mail = message.map(|at| self.archive.outer(at));
        let mail = mail.and_then(|at| self.archive.message(at));
        let own = mail.map(|mail| self.lore_link(&mail.id));
        let text = Arc::clone(&self.reader.text.document.text);
        let found = url::links(&text).filter_map(link::opened);
        let mut seen = HashSet::new();
        let mut urls: Vec<String> = Vec::new();
        for url in own.map(Cow::Owned).into_iter().chain(found) {
            // A mail of 80,000 links: listing them all would take longer than anybody looks.
            if urls.len() == LISTED {
                self.dialog
                    .notices
                    .tell(format!("the first {LISTED} links are listed"));
                break;
            }
            if seen.insert(url.clone()) {
                urls.push(url.into_owned());
            }
        }
        self.dialog.offer(&self.archive, urls);
    }

    /// Follows a link that was chosen from a list, where it stood in full.
    pub(in crate::app) fn take_link(&mut self, url: String) -> Vec<Command> {
        if let Some(message) = linked(&self.archive, &url) {
            self.visit(Page::of(message, &self.archive));
            return Vec::new();
        }
        let is_safe = url::is_link(&url) && link::opened(&url).is_some_and(|opened| opened == url);
        if !is_safe {
            self.dialog
                .notices
                .fail("only http, https and mailto links are opened");
            return Vec::new();
        }
        vec![Command::Send(Outgoing::OpenUrl(url))]
    }
}

impl Dialog {
    pub(in crate::app) fn offer(&mut self, archive: &Archive, urls: Vec<String>) {
        if urls.is_empty() {
            return self.notices.tell("there are no links here");
        }
        let item = |url: String| Item {
            label: if linked(archive, &url).is_some() {
                "here"
            } else {
                "open"
            }
            .to_owned(),
            text: url.clone(),
            choice: Choice::Link(url),
        };
        let items = urls.into_iter().map(item).collect();
        self.open = Some(Open::Picker(Picker::new("Links", items)));
    }
}

/// The mail here that an archive's link leads to: one of its path's parts is the id.
fn linked(archive: &Archive, url: &str) -> Option<MsgIdx> {
    let (_, path) = url.split_once("://")?;
    let path = path.split(['?', '#']).next()?;
    // `https://lore.kernel.org/r/ID`, `/all/ID/`, `/list/ID/raw#t`: one of the parts is the id.
    path.split('/').skip(1).find_map(|part| {
        let id = url::unescape(part);
        archive.find_message(&MessageId::new(&id))
    })
}

impl Reader {
    /// The cursor's line in the mail's own text, from 1; 0 above all of it. On the page of a thread
    /// the text of each mail stands behind that of the one before.
    pub(in crate::app) fn text_line(&self) -> usize {
        let page = &self.text;
        let document = &page.document;
        let is_mail = |target: &Target| matches!(target, Target::Message(_));
        // The thread shows many mails: lines count from the heading of the one above.
        let above = || page.above(page.view.cursor, is_mail);
        let first = if self.is_thread() {
            above().map_or(0, |(line, _)| *line)
        } else {
            0
        };
        let mut lines = document
            .lines
            .get(first..=page.view.cursor)
            .into_iter()
            .flatten();
        let place = |line: &Line| Some(document.range(line)?.start as usize);
        let start = lines.clone().rev().find_map(place);
        let from = if self.is_thread() {
            lines.find_map(place)
        } else {
            Some(0)
        };
        let before = from
            .zip(start)
            .and_then(|(from, to)| document.text.get(from..to));
        before.map_or(0, |text| text.matches('\n').count() + 1)
    }
}

/// `b4 am ID`, the id quoted as a shell asks for: nothing in it is more than a word.
fn b4_am(id: &str) -> String {
    // An id may hold anything: `b4 am` is pasted into a shell.
    let quoted = shlex::try_quote(id).unwrap_or_default();
    format!("b4 am {quoted}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::reader::testing::model;
    use crate::series::testing::TestMails;

    #[test]
    fn a_line_for_b4_is_three_words_whatever_the_id_is() {
        for id in ["a@b", "$(touch x)@b", "a;id@b", "a b'c`d`\"@e", "-a\nb@c"] {
            let words = shlex::split(&b4_am(id)).unwrap();
            assert_eq!(words, ["b4", "am", id]);
        }
    }

    #[test]
    fn a_chosen_link_is_opened_only_where_all_of_it_is_one() {
        let mut model = model(TestMails::default());
        for bad in [
            "https://x.example/ --option",
            "x https://x.example/",
            "https://x.example/\u{202e}x",
            "file:///x",
            "mailto:a@b?body=x",
        ] {
            assert!(model.take_link(bad.to_owned()).is_empty(), "{bad}");
        }
        assert_eq!(model.take_link("https://x.example/".to_owned()).len(), 1);
    }
}
