//! The memory beside the loop: what is marked is written by a task, a little later and many marks
//! at once; nothing that the user waits for waits for the disk.

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use super::now;
use super::tasks::{Kind, TaskId, Tasks};
use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::marks::{Day, Recalled, Remembered};
use crate::state::memory::{Memory, MemoryError};

/// How long marks are gathered before they are written: what `kill -9` may cost.
const GATHERED: Duration = Duration::from_millis(250);

/// The memory of a run; none where the user wants none.
#[derive(Default)]
pub(super) struct Keeper {
    shared: Option<Arc<KeeperShared>>,
    /// Ends the gathering where it is dropped.
    gathering: Option<Sender<()>>,
}

/// What the loop and the tasks share.
struct KeeperShared {
    path: PathBuf,
    /// Locked by the loop, and never for long.
    pending: Mutex<Pending>,
    /// Locked by tasks, and by the loop where the terminal goes to somebody else.
    store: Mutex<KeeperStore>,
}

/// What is to be written.
#[derive(Default)]
struct Pending {
    all: Vec<Remembered>,
    /// Whether a task will write it.
    is_due: bool,
}

/// The database, and what was told of it.
#[derive(Default)]
struct KeeperStore {
    memory: Option<Memory>,
    /// Why it cannot be opened; it is not tried again in this run.
    is_given_up: bool,
    /// A fault is told once, not at every mark.
    has_told: bool,
    /// The state of the database and the archive that were answered for last.
    answered: Option<(i64, Weak<Archive>)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// The memory that lies in a file.
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        let shared = path.map(|path| {
            Arc::new(KeeperShared {
                path,
                pending: Mutex::default(),
                store: Mutex::default(),
            })
        });
        Self {
            shared,
            gathering: None,
        }
    }

    /// Keeps what is marked, together with what is marked within a moment.
    pub(super) fn remember(&mut self, all: Vec<Remembered>, tasks: &mut Tasks) {
        let Some(shared) = &self.shared else {
            return;
        };
        let mut pending = lock(&shared.pending);
        pending.all.extend(all);
        if std::mem::replace(&mut pending.is_due, true) {
            return;
        }
        drop(pending);
        let (sender, gate) = channel();
        self.gathering = Some(sender);
        let shared = Arc::clone(shared);
        tasks.start(Kind::Remember, None, move |reporter| {
            let ended = gate.recv_timeout(GATHERED);
            debug_assert_ne!(ended, Ok(()), "nothing is ever sent");
            let _: Result<(), RecvTimeoutError> = ended;
            if let Some(fault) = shared.write() {
                reporter.say(Msg::Executed(Err(fault)));
            }
        });
    }

    /// Looks up what is remembered of an archive; none where nothing is remembered.
    pub(super) fn recall(&self, archive: Arc<Archive>, tasks: &mut Tasks) -> Option<TaskId> {
        let shared = Arc::clone(self.shared.as_ref()?);
        let task = tasks.start(Kind::Recall, None, move |reporter| {
            let fault = shared.write();
            let (recalled, more) = shared.recall(&archive);
            if let Some(recalled) = recalled {
                reporter.say(Msg::Recalled(Box::new(recalled), archive));
            }
            for fault in fault.into_iter().chain(more) {
                reporter.say(Msg::Executed(Err(fault)));
            }
        });
        Some(task)
    }

    /// Writes what is to be written now, before somebody else gets the terminal: a run that is
    /// stopped in the middle of it would hold up all others. What went wrong is answered.
    pub(super) fn flush(&mut self) -> Option<String> {
        self.gathering = None;
        self.shared.as_ref()?.write()
    }

    /// The same at the end of the run.
    pub(super) fn finish(&mut self) -> Option<String> {
        let fault = self.flush();
        let shared = self.shared.take()?;
        let mut store = lock(&shared.store);
        let finished = store.memory.as_mut().map(Memory::finish);
        let lost = lock(&shared.pending).all.len();
        fault.or_else(|| match finished {
            Some(Err(error)) if lost > 0 => Some(error.to_string()),
            _ => None,
        })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.finish();
    }
}

impl KeeperShared {
    /// Writes what is to be written. What went wrong is answered once; the marks stay to be
    /// written with the next ones.
    fn write(&self) -> Option<String> {
        let mut store = lock(&self.store);
        let mut pending = lock(&self.pending);
        pending.is_due = false;
        let all = std::mem::take(&mut pending.all);
        drop(pending);
        if all.is_empty() {
            return None;
        }
        let written = match store.opened(self) {
            Ok(Some(memory)) => memory.remember(&all, Day::at(now())),
            // Why was told when it was tried.
            Ok(None) => return None,
            Err(error) => Err(error),
        };
        let Err(error) = written else {
            store.has_told = false;
            return store.take_salvaged();
        };
        if !store.is_given_up {
            lock(&self.pending).all.splice(0..0, all);
        }
        store.tell(&error)
    }

    /// What is remembered of an archive, unless that was answered already and nothing was written
    /// by another run since; and what went wrong.
    fn recall(&self, archive: &Arc<Archive>) -> (Option<Recalled>, Option<String>) {
        let mut store = lock(&self.store);
        let read = store.opened(self).and_then(|memory| {
            let memory = memory.map(|memory| Ok((memory.data_version()?, memory.ledger()?)));
            memory.transpose()
        });
        let (version, mut ledger) = match read {
            Ok(Some(read)) => read,
            Ok(None) => return (None, None),
            Err(error) => return (None, store.tell(&error)),
        };
        let salvaged = store.take_salvaged();
        let known = store.answered.take();
        let is_known = known.is_some_and(|(before, of)| {
            before == version && of.upgrade().is_some_and(|of| of.has_mails_of(archive))
        });
        store.answered = Some((version, Arc::downgrade(archive)));
        drop(store);
        if is_known {
            return (None, salvaged);
        }
        // What cannot be written holds for this run.
        for remembered in &lock(&self.pending).all {
            ledger.apply(remembered);
        }
        (Some(Recalled::new(ledger, archive)), salvaged)
    }
}

impl KeeperStore {
    /// The database, opened where it is not or where another file lies in its place; none where
    /// it could not be opened before.
    fn opened(&mut self, shared: &KeeperShared) -> Result<Option<&mut Memory>, MemoryError> {
        if self.is_given_up {
            return Ok(None);
        }
        if self
            .memory
            .as_ref()
            .is_some_and(|memory| !memory.is_in_place())
        {
            self.memory = None;
        }
        if self.memory.is_none() {
            let opened = Memory::open(&shared.path);
            self.is_given_up = opened.is_err();
            self.memory = Some(opened?);
        }
        Ok(self.memory.as_mut())
    }

    fn take_salvaged(&mut self) -> Option<String> {
        self.memory.as_mut().and_then(Memory::take_salvaged)
    }

    fn tell(&mut self, error: &MemoryError) -> Option<String> {
        let has_told = std::mem::replace(&mut self.has_told, true);
        (!has_told).then(|| format!("{error}; what is read and viewed holds for this run"))
    }
}
