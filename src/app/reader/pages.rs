//! The table of pages: one row a kind, with its word, what it needs and what makes it.
//!
//! A new page is a value of [`PageKind`], a row here and a builder in [`crate::doc`].

use super::needs;
use super::page::{About, Page, PageKind};
use crate::app::Model;
use crate::app::action::{Action, ActionRow};
use crate::app::reader::replies;
use crate::app::reader::state::Reader;
use crate::archive::Archive;
use crate::archive::ask::Ask;
use crate::doc::build::Context;
use crate::doc::fold::Folds;
use crate::doc::verbatim::verbatim;
use crate::doc::{
    Document, attached, compare, cover, evidence, legend, net, patch, report, thread,
};
use crate::mail::Body;

/// A kind of page.
pub(in crate::app) struct PageRow {
    kind: PageKind,
    /// One word for the breadcrumb and the tabs.
    pub word: &'static str,
    /// What it is about where an action names the kind alone.
    scope: PageScope,
    /// That action, for the table of them.
    action: Option<ActionRow>,
    /// What is asked of the archive for it, besides its mail.
    pub(super) asks: fn(&Model, About) -> Vec<Ask>,
    /// The document; none where that which it is about is not there.
    build: fn(&Model, About, &Context<'_>) -> Option<Document>,
}

/// What an action that names a kind of page alone is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum PageScope {
    /// All that was opened.
    Archive,
    /// The series here.
    Series,
    /// The mail here.
    Mail,
}

/// The row of [`PageKind::Nothing`].
static NOTHING: PageRow = PageRow {
    kind: PageKind::Nothing,
    word: "nothing",
    scope: PageScope::Archive,
    action: None,
    asks: needs::nothing,
    build: |model, _, _| Some(model.nothing()),
};

/// One row a kind, but for [`NOTHING`].
static PAGES: &[PageRow] = &[
    PageRow {
        kind: PageKind::Cover,
        word: "cover",
        scope: PageScope::Series,
        action: None,
        asks: needs::replies,
        build: |model, about, context| {
            Some(cover::build(
                about.series()?,
                model.reader.body_here(&model.archive),
                context,
            ))
        },
    },
    PageRow {
        kind: PageKind::Patch,
        word: "patch",
        scope: PageScope::Series,
        action: None,
        asks: needs::replies_and_moves,
        build: |model, about, context| {
            let About::Slot(at, slot) = about else {
                return None;
            };
            let empty = Body::default();
            let body = model.reader.body_here(&model.archive).unwrap_or(&empty);
            Some(patch::build(at, slot, body, context))
        },
    },
    PageRow {
        kind: PageKind::Mail,
        word: "mail",
        scope: PageScope::Mail,
        action: None,
        asks: needs::replies,
        build: |model, about, context| {
            let empty = Body::default();
            let body = model.reader.body_here(&model.archive).unwrap_or(&empty);
            Some(patch::message(about.mail()?, body, context))
        },
    },
    PageRow {
        kind: PageKind::Source,
        word: "source",
        scope: PageScope::Mail,
        action: None,
        asks: needs::nothing,
        build: |_, _, context| Some(verbatim("Source", context.source.unwrap_or_default())),
    },
    PageRow {
        kind: PageKind::Attachment,
        word: "attachment",
        scope: PageScope::Mail,
        action: None,
        asks: needs::nothing,
        build: |model, about, context| {
            let About::Part(at, number) = about else {
                return None;
            };
            let text = model.reader.material.attachment(at, number);
            Some(attached::attachment_page(
                at,
                number,
                text.unwrap_or(Some("")),
                context,
            ))
        },
    },
    PageRow {
        kind: PageKind::Problems,
        word: "problems",
        scope: PageScope::Archive,
        action: Some((
            "app.problems",
            Action::Page(PageKind::Problems),
            "List what was odd in the input",
        )),
        asks: needs::nothing,
        build: |_, _, context| Some(report::problems(context)),
    },
    PageRow {
        kind: PageKind::Evidence,
        word: "evidence",
        scope: PageScope::Series,
        action: Some((
            "app.evidence",
            Action::Page(PageKind::Evidence),
            "Say why these mails were joined",
        )),
        asks: needs::nothing,
        build: |_, about, context| Some(evidence::build(about.series()?, context)),
    },
    PageRow {
        kind: PageKind::Thread,
        word: "thread",
        scope: PageScope::Series,
        action: None,
        asks: needs::all_replies,
        build: |_, about, context| match about {
            About::Mail(head) => Some(thread::build_discussion(head, context)),
            about @ (About::Archive
            | About::Series(_)
            | About::Slot(..)
            | About::Part(..)
            | About::Patches(..)
            | About::Pair(..)) => Some(thread::build(about.series()?, context)),
        },
    },
    PageRow {
        kind: PageKind::Net,
        word: "net",
        scope: PageScope::Series,
        action: None,
        asks: needs::net_asks,
        build: |model, about, context| {
            let About::Patches(at, file, span) = about else {
                return None;
            };
            let path = replies::net_path(&model.archive, at, file);
            let net = model.reader.material.net_change();
            Some(net::build((at, span), path.as_deref(), net, context))
        },
    },
    PageRow {
        kind: PageKind::Compare,
        word: "compare",
        scope: PageScope::Series,
        action: None,
        asks: needs::comparison,
        build: |model, about, context| {
            let About::Pair(old, new) = about else {
                return None;
            };
            let (look, found) = (
                model.reader.look.compare,
                model.reader.material.comparison(),
            );
            Some(compare::build((old, new), found, look, context))
        },
    },
    PageRow {
        kind: PageKind::CompareNet,
        word: "net",
        scope: PageScope::Series,
        action: None,
        asks: needs::compare_net_asks,
        build: |model, about, context| {
            let About::Pair(old, new) = about else {
                return None;
            };
            let (look, nets) = (
                model.reader.look.compare,
                model.reader.material.compared_net(),
            );
            Some(compare::build_net((old, new), nets, look, context))
        },
    },
    PageRow {
        kind: PageKind::Grep,
        word: "grep",
        scope: PageScope::Archive,
        action: None,
        asks: needs::nothing,
        build: |model, _, context| Some(model.reader.grep.as_ref()?.hits_page(context)),
    },
    PageRow {
        kind: PageKind::Output,
        word: "output",
        scope: PageScope::Archive,
        action: None,
        asks: needs::nothing,
        build: |model, _, _| {
            let (name, text) = &model.reader.output;
            Some(verbatim(name, text))
        },
    },
    PageRow {
        kind: PageKind::Log,
        word: "log",
        scope: PageScope::Archive,
        action: Some(("app.log", Action::Page(PageKind::Log), "List all notices")),
        asks: needs::nothing,
        build: |model, _, _| Some(model.dialog.notices.log_page()),
    },
    PageRow {
        kind: PageKind::Legend,
        word: "legend",
        scope: PageScope::Archive,
        action: Some((
            "app.legend",
            Action::Page(PageKind::Legend),
            "Say what signs, columns and colours mean",
        )),
        asks: needs::nothing,
        build: |_, _, context| Some(legend::build(context)),
    },
];

/// The actions that name a page alone.
pub(in crate::app) fn actions() -> impl Iterator<Item = &'static ActionRow> + Clone {
    PAGES.iter().filter_map(|page| page.action.as_ref())
}

impl PageKind {
    /// Its row.
    pub(in crate::app) fn table_row(self) -> &'static PageRow {
        let found = PAGES.iter().find(|row| row.kind == self);
        found.unwrap_or(&NOTHING)
    }
}

impl Model {
    pub(in crate::app) fn looking<'a>(&'a self, width: u16, folds: &'a Folds) -> Context<'a> {
        Context {
            archive: &self.archive,
            width: usize::from(width),
            is_low: self.reader.text.look.is_low(),
            now: self.session.now,
            folds,
            marks: &self.marks,
            done: &self.reader.files.viewed,
            source: self.reader.source(&self.archive),
            headers: self.reader.look.headers,
            diff: self.options.diff,
            notes: self.options.notes,
            beside: self.reader.material.beside(),
        }
    }

    pub(in crate::app) fn build_page(&self) -> Document {
        self.page_with(&self.reader.look.folds)
    }

    /// The page as it is with other folds.
    pub(in crate::app) fn page_with(&self, folds: &Folds) -> Document {
        let context = self.looking(self.reader.text.look.inner.width, folds);
        let Page { kind, about } = self.reader.page;
        // A page about something else than it needs is empty: what it was about went with a reload.
        (kind.table_row().build)(self, about, &context).unwrap_or_default()
    }

    /// Turns to the page of a kind, about what is here.
    pub(in crate::app) fn visit_kind(&mut self, kind: PageKind) {
        let series = || self.reader.page.series(&self.archive);
        let about = match kind.table_row().scope {
            PageScope::Archive => Ok(About::Archive),
            PageScope::Series => series().map(About::Series).ok_or("there is no series here"),
            PageScope::Mail => {
                let mail = self.reader.page.message(&self.archive);
                mail.map(About::Mail).ok_or("there is no mail here")
            }
        };
        match about {
            Ok(about) => self.visit(Page::new(kind, about)),
            Err(why) => self.dialog.notices.tell(why),
        }
    }

    fn nothing(&self) -> Document {
        // The empty page says why it is empty, and which key helps.
        let text = if let Some(progress) = self.session.progress {
            format!(
                "reading: {} messages so far; Esc stops",
                progress.read.messages
            )
        } else if self.lister.choice.query.is_empty() {
            "nothing is selected".to_owned()
        } else {
            format!(
                "no series match “{}”; Esc clears the filter",
                self.lister.choice.query
            )
        };
        verbatim("", &text)
    }
}

impl Reader {
    fn body_here(&self, archive: &Archive) -> Option<&Body> {
        let message = self.page.message(archive)?;
        self.material.body_of(message)
    }

    fn source(&self, archive: &Archive) -> Option<&str> {
        self.material.raw_of(self.page.message(archive)?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    #[test]
    fn every_kind_has_one_row_and_every_action_leads_to_one() {
        let kinds: HashSet<_> = PAGES.iter().map(|row| row.kind).collect();
        assert_eq!(kinds.len(), PAGES.len());
        for page in PAGES {
            if let Some((name, action, _)) = page.action {
                assert_eq!(action, Action::Page(page.kind), "{name}");
            }
        }
    }
}
