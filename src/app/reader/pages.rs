//! Which document each pane shows: the pages and their builders, nothing more.

use super::page::Page;
use crate::app::Model;
use crate::archive::standing::Standing;
use crate::doc::build::Context;
use crate::doc::fold::Folds;
use crate::doc::{
    Document, Row, attached, compare, cover, evidence, files, list, net, patch, report, thread,
};
use crate::mail::{Body, MsgIdx};
use crate::patch::stat::Totals;
use crate::series::SeriesIdx;

impl Model {
    fn looking<'a>(&'a self, width: u16, folds: &'a Folds) -> Context<'a> {
        Context {
            archive: &self.archive,
            width: usize::from(width),
            now: self.past.now,
            folds,
            marks: &self.marks,
            done: &self.reading.done,
            source: self.source(),
            headers: self.reading.headers,
            diff: self.options.diff,
            notes: self.options.notes,
            talks: self.reading.material.replies(),
            elsewhere: self.reading.material.moves(),
        }
    }

    /// The list, and how many series and mails it holds, hidden ones included.
    pub(in crate::app) fn build_list(&self) -> (Document, usize) {
        let series = self.list.series(&self.archive, &self.marks);
        let sections = self.list.sections(series);
        let loose: Vec<MsgIdx> = if self.list.filter.is_empty() {
            self.archive.loose().collect()
        } else {
            Vec::new()
        };
        let count = sections.iter().map(|section| section.series.len());
        let count = count.sum::<usize>() + loose.len();
        let context = self.looking(self.panes.list.look.inner.width, &self.list.folds);
        (list::build(&sections, &loose, &context), count)
    }

    /// A row of the list, made when it comes into view.
    pub(in crate::app) fn list_row(&self, line: usize, at: SeriesIdx) -> Row {
        let context = self.looking(self.panes.list.look.inner.width, &self.list.folds);
        list::row(&self.panes.list.document, line, self.standing(at), &context)
    }

    /// How a series stands now; its group is as it was when the list was put in order.
    pub(in crate::app) fn standing(&self, at: SeriesIdx) -> Standing {
        let series = self.archive.series(at);
        series
            .map(|series| Standing::of(series, &self.archive, &self.marks))
            .unwrap_or_default()
    }

    pub(in crate::app) fn build_page(&self) -> Document {
        let context = self.looking(self.panes.page.look.inner.width, &self.reading.folds);
        let message = self.page.message(&self.archive);
        let body = message.and_then(|at| self.reading.material.body(at));
        let empty = Body::default();
        match self.page {
            Page::Nothing => self.nothing(),
            Page::Cover(at) => cover::build(at, body, &context),
            Page::Patch(at, slot) => patch::build(at, slot, body.unwrap_or(&empty), &context),
            Page::Message(at) => patch::message(at, body.unwrap_or(&empty), &context),
            Page::Source(_) => patch::source("Source", self.source().unwrap_or_default()),
            Page::Attachment(at, number) => {
                let text = self.reading.material.attachment(at, number);
                attached::page(at, number, text.unwrap_or(Some("")), &context)
            }
            Page::Problems => report::problems(&context),
            Page::Evidence(at) => evidence::build(at, &context),
            Page::Thread(at) => thread::build(at, &context),
            Page::Net(at, file, span) => {
                let path = self.net_path(at, file);
                net::build(
                    (at, span),
                    path.as_deref(),
                    self.reading.material.net(),
                    &context,
                )
            }
            Page::Compare(old, new) => {
                let comparison = self.reading.material.comparison();
                compare::build((old, new), comparison, self.reading.compare, &context)
            }
            Page::CompareNet(old, new) => {
                let nets = self.reading.material.compared_net();
                compare::build_net((old, new), nets, self.reading.compare, &context)
            }
            Page::Grep => match &self.grep {
                Some(grep) => grep.page(&context),
                None => self.nothing(),
            },
            Page::Output => {
                let (name, text) = &self.reading.output;
                patch::source(name, text)
            }
            Page::Log => self.log_page(),
        }
    }

    fn source(&self) -> Option<&str> {
        self.reading.material.raw(self.page.message(&self.archive)?)
    }

    fn nothing(&self) -> Document {
        let text = if let Some(progress) = self.reading.progress {
            format!(
                "reading: {} messages so far; Esc stops",
                progress.read.messages
            )
        } else if self.list.query.is_empty() {
            "nothing is selected".to_owned()
        } else {
            format!(
                "no series match “{}”; Esc clears the filter",
                self.list.query
            )
        };
        patch::source("", &text)
    }

    fn log_page(&self) -> Document {
        let lines: Vec<String> = self
            .notices
            .log()
            .iter()
            .map(|notice| {
                if notice.is_error {
                    format!("error: {}", notice.text)
                } else {
                    notice.text.clone()
                }
            })
            .collect();
        patch::source("Messages", &lines.join("\n"))
    }

    pub(in crate::app) fn build_files(&self) -> Document {
        let context = self.looking(self.panes.files.look.inner.width, &self.reading.tree_folds);
        let shape = files::Shape {
            flat: self.reading.flat,
            ..files::Shape::default()
        };
        if let Page::Compare(..) = self.page {
            let comparison = self.reading.material.comparison();
            return compare::pairs(comparison, self.reading.compare, &context);
        }
        let slot = match self.page {
            Page::Patch(..) | Page::Message(_) | Page::Source(_) => {
                self.page.message(&self.archive)
            }
            _ => None,
        };
        if let Some(facts) = slot
            .and_then(|at| self.archive.facts(at))
            .filter(|facts| facts.has_diff())
        {
            return files::build(
                &facts.files,
                Some(Totals::of(&facts.files)),
                shape,
                &files::Touches::new(),
                &context,
            );
        }
        let Some(at) = self.page.series(&self.archive) else {
            return files::build(&[], None, shape, &files::Touches::new(), &context);
        };
        let totals = self
            .archive
            .series(at)
            .and_then(|series| series.totals)
            .map(|(totals, _)| totals);
        let series = self
            .archive
            .series(at)
            .filter(|series| series.slots.len() > 1);
        let touches = series
            .map(|series| self.archive.touches(series))
            .unwrap_or_default();
        files::build(&self.archive.files(at), totals, shape, &touches, &context)
    }
}
