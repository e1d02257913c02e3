//! What each kind of task does, on its thread: reads, groups, searches, answers, colours, runs.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::tasks::{Reporter, TICK, TaskId, TaskKind, Tasks};
use super::{parcel, user};
use crate::app::outgoing::selection::Parcel;
use crate::app::outgoing::user::UserJob;
use crate::app::{Loading, Msg, SearchAsk};
use crate::archive::ask::{Ask, answer};
use crate::archive::filter::sift_mails;
use crate::archive::search::{SearchFound, search};
use crate::archive::{Archive, load};
use crate::doc::diff::colour::{self, Colours};
use crate::series::correct::Corrections;

/// How often a load says how far it has come.
const REPORT: Duration = Duration::from_millis(50);

impl Tasks {
    /// Reads the input; what was read before is taken over where it is unchanged.
    pub(super) fn load_input(
        &mut self,
        paths: Vec<PathBuf>,
        corrections: Corrections,
        old: Option<Arc<Archive>>,
    ) -> TaskId {
        let lost = Msg::LoadFailed("reading the input failed".to_owned());
        self.start(TaskKind::Load, Some(lost), move |reporter| {
            let watch = progress(reporter);
            let request = load::Request {
                paths: &paths,
                corrections: &corrections,
                digests: false,
            };
            // Where the files only grew, only what came is read.
            let loaded = match &old {
                Some(old) => request.load_again(old, &watch),
                None => request.load(&watch),
            };
            reporter.send_message(match loaded {
                Ok(archive) => Msg::Loaded(Arc::new(archive)),
                Err(error) => Msg::LoadFailed(error.to_string()),
            });
        })
    }

    /// Groups the mails of an archive anew.
    pub(super) fn regroup(&mut self, archive: Arc<Archive>, corrections: Corrections) {
        self.start(TaskKind::Regroup, None, move |reporter| {
            reporter.send_message(Msg::Regrouped(Arc::new(archive.corrected(&corrections))));
        });
    }

    /// Looks for something in all mails.
    pub(super) fn search(&mut self, archive: Arc<Archive>, ask: SearchAsk, serial: u32) {
        match ask {
            SearchAsk::Grep(pattern) => {
                let tell = move |found, is_done| Msg::Found {
                    serial,
                    found,
                    is_done,
                };
                // A search that panics is over as well: the page must not wait for it.
                let lost = tell(SearchFound::default(), true);
                self.start(TaskKind::Grep, Some(lost), move |reporter| {
                    let news = News::new(reporter, tell);
                    search(&archive, &pattern, &|found| {
                        news.add_found(|so_far: &mut SearchFound| so_far.add_found(found))
                    });
                    news.tell_rest();
                });
            }
            SearchAsk::Filter(patterns) => {
                let tell = move |found, is_done| Msg::Sifted {
                    serial,
                    found,
                    is_done,
                };
                let lost = tell(Vec::new(), true);
                self.start(TaskKind::Filter, Some(lost), move |reporter| {
                    let news = News::new(reporter, tell);
                    sift_mails(&archive, &patterns, &|at, mails, count| {
                        news.add_found(|so_far: &mut Vec<_>| so_far.push((at, mails, count)))
                    });
                    news.tell_rest();
                });
            }
        }
    }

    /// Answers what a page asks of the archive.
    pub(super) fn answer_question(
        &mut self,
        archive: Arc<Archive>,
        serial: u32,
        ask: Ask,
    ) -> TaskId {
        let lost = Msg::Answered(serial, ask.clone(), ask.nothing());
        self.start(TaskKind::Ask(ask.kind()), Some(lost), move |reporter| {
            let answer = answer(&archive, &ask, &|| reporter.goes_on());
            reporter.send_message(Msg::Answered(serial, ask, answer));
        })
    }

    /// Finds colours, block by block: what is in view does not wait for what stands below.
    pub(super) fn colour(&mut self, serial: u32, job: colour::ColourJob) {
        let spent = Arc::clone(&self.colouring);
        self.start(TaskKind::Colours, None, move |reporter| {
            for block in job.blocks {
                // What one page may cost is spent over all asks for it, or paging up and down would
                // renew it.
                let mut budget = spent
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .of(serial);
                if !reporter.goes_on() {
                    return;
                }
                let key = block.key;
                // Block by block: what is in view comes first, and a page that is left stops the
                // rest.
                let one = colour::ColourJob {
                    text: Arc::clone(&job.text),
                    blocks: vec![block],
                };
                let colours: Colours = colour::colour(&one, &mut budget);
                if let Ok(mut spent) = spent.lock() {
                    spent.keep_budget(serial, budget);
                }
                reporter.send_message(Msg::Coloured(serial, vec![key], colours));
            }
        });
    }

    /// Runs a program of the user's beside the loop.
    pub(super) fn program(&mut self, archive: Arc<Archive>, job: UserJob) {
        self.start(TaskKind::Program, None, move |reporter| {
            let mut running = match user::UserProgram::start(&job, &archive) {
                Ok(running) => running,
                Err(why) => {
                    return reporter
                        .send_message(Msg::Executed(Err(format!("{}: {why}", job.name))));
                }
            };
            while reporter.goes_on() {
                if let Some(end) = running.poll_end() {
                    return reporter.send_message(end);
                }
                // A program is asked for its end 30 times a second; nothing tells of it sooner
                // without a signal handler.
                thread::sleep(TICK);
            }
        });
    }

    /// Writes mail to a file.
    pub(super) fn save_mail(
        &mut self,
        archive: Arc<Archive>,
        parcel: Parcel,
        path: String,
        over: bool,
    ) {
        self.start(TaskKind::Save, None, move |reporter| {
            reporter.send_message(parcel::save_to_file(&archive, parcel, path, over));
        });
    }
}

/// Tells of a load now and then, and whether it is still wanted.
fn progress(reporter: &Reporter) -> impl Fn(load::Progress) -> ControlFlow<()> + Sync + '_ {
    let begun = Instant::now();
    let last = Mutex::new(begun);
    move |read| {
        // Workers report as they go; the screen is told 20 times a second.
        let due = last.lock().is_ok_and(|mut last| {
            let due = last.elapsed() >= REPORT;
            if due {
                *last = Instant::now();
            }
            due
        });
        if due {
            reporter.send_message(Msg::Progress(Loading {
                read,
                elapsed: begun.elapsed(),
            }));
        }
        goes_on(reporter)
    }
}

fn goes_on(reporter: &Reporter) -> ControlFlow<()> {
    if reporter.goes_on() {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}

/// What a search found since it last told of it: told once a frame, however many threads find.
struct News<'a, T, F> {
    reporter: &'a Reporter,
    tell: F,
    since: Mutex<(Instant, T)>,
}

impl<'a, T: Default, F: Fn(T, bool) -> Msg> News<'a, T, F> {
    fn new(reporter: &'a Reporter, tell: F) -> Self {
        Self {
            reporter,
            tell,
            since: Mutex::new((Instant::now(), T::default())),
        }
    }

    /// Takes in what was found; whether to go on.
    fn add_found(&self, add: impl FnOnce(&mut T)) -> ControlFlow<()> {
        let due = self.since.lock().ok().and_then(|mut since| {
            add(&mut since.1);
            let is_due = since.0.elapsed() >= TICK;
            // News are gathered: a frame for each of ten thousand hits would take longer than the
            // search.
            is_due.then(|| {
                since.0 = Instant::now();
                std::mem::take(&mut since.1)
            })
        });
        if let Some(found) = due {
            self.reporter.send_message((self.tell)(found, false));
        }
        goes_on(self.reporter)
    }

    /// Tells the rest, and that it is all.
    fn tell_rest(self) {
        if let Ok((_, found)) = self.since.into_inner() {
            self.reporter.send_message((self.tell)(found, true));
        }
    }
}
