//! Reading the input on a thread of its own, while the loop goes on.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::Loaded;
use crate::app::{Msg, Progress};
use crate::archive::{Archive, load};
use crate::series::correct::Corrections;

/// How often a loop looks at what has news all the time, such as a search.
pub(super) const TICK: Duration = Duration::from_millis(33);

/// How often a load says how far it has come.
const REPORT: Duration = Duration::from_millis(50);

enum Report {
    Progress(Progress),
    Done(Loaded),
    Regrouped(Arc<Archive>),
}

/// A load that is under way.
#[derive(Debug)]
pub struct Opening {
    reports: Receiver<Report>,
    stop: Arc<AtomicBool>,
    done: bool,
}

impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Report")
    }
}

/// Opens paths and waits a little: what is small is there before the first frame. Either the
/// archive or the load that goes on.
pub fn open_first(
    paths: Vec<PathBuf>,
    corrections: Corrections,
    wait: Duration,
) -> Result<Loaded, Opening> {
    let mut opening = Opening::start(paths, corrections);
    let until = Instant::now() + wait;
    loop {
        match opening
            .reports
            .recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            Ok(Report::Done(loaded)) => return Ok(loaded),
            Ok(Report::Progress(_) | Report::Regrouped(_)) => {}
            Err(RecvTimeoutError::Timeout) => return Err(opening),
            Err(RecvTimeoutError::Disconnected) => {
                opening.done = true;
                return Ok(Err("reading the input failed".to_owned()));
            }
        }
    }
}

impl Opening {
    /// Begins to read.
    pub fn start(paths: Vec<PathBuf>, corrections: Corrections) -> Self {
        Self::begin(paths, corrections, None)
    }

    /// Begins to read again what an archive was read from.
    pub(super) fn again(paths: Vec<PathBuf>, corrections: Corrections, old: Arc<Archive>) -> Self {
        Self::begin(paths, corrections, Some(old))
    }

    fn begin(paths: Vec<PathBuf>, corrections: Corrections, old: Option<Arc<Archive>>) -> Self {
        let (sender, reports) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        thread::spawn(move || {
            let last = std::sync::Mutex::new(Instant::now());
            let begun = Instant::now();
            let request = load::Request {
                paths: &paths,
                corrections: &corrections,
                digests: false,
            };
            let watch: load::Watch<'_> = &|progress| {
                let due = last.lock().is_ok_and(|mut last| {
                    let due = last.elapsed() >= REPORT;
                    if due {
                        *last = Instant::now();
                    }
                    due
                });
                if due {
                    let progress = Progress {
                        bytes: progress.bytes,
                        of: progress.of,
                        messages: progress.messages,
                        series: progress.series,
                        elapsed: begun.elapsed(),
                    };
                    let _ = sender.send(Report::Progress(progress));
                }
                if stopped.load(Ordering::Relaxed) {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            };
            let loaded = match &old {
                Some(old) => request.load_again(old, watch),
                None => request.load(watch),
            };
            let _ = sender.send(Report::Done(
                loaded.map(Arc::new).map_err(|error| error.to_string()),
            ));
        });
        Self {
            reports,
            stop,
            done: false,
        }
    }

    /// Begins to group the mails of an archive anew.
    pub(super) fn regroup(archive: Arc<Archive>, corrections: Corrections) -> Self {
        let (sender, reports) = channel();
        thread::spawn(move || {
            let corrected = Arc::new(archive.corrected(&corrections));
            let _ = sender.send(Report::Regrouped(corrected));
        });
        Self {
            reports,
            stop: Arc::new(AtomicBool::new(false)),
            done: false,
        }
    }

    /// Stops it; what was read so far is handed over.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What came in since.
    pub(super) fn poll(&mut self) -> Option<Msg> {
        let mut newest = None;
        loop {
            match self.reports.try_recv() {
                Ok(Report::Progress(progress)) => newest = Some(Msg::Progress(progress)),
                Ok(Report::Done(loaded)) => {
                    self.done = true;
                    return Some(match loaded {
                        Ok(archive) => Msg::Loaded(archive),
                        Err(why) => Msg::LoadFailed(why),
                    });
                }
                Ok(Report::Regrouped(archive)) => {
                    self.done = true;
                    return Some(Msg::Regrouped(archive));
                }
                Err(TryRecvError::Empty) => return newest,
                // A panic of the worker ends there, as a notice here.
                Err(TryRecvError::Disconnected) => {
                    self.done = true;
                    return Some(Msg::LoadFailed("reading the input failed".to_owned()));
                }
            }
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.done
    }
}
