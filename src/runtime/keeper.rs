//! The memory beside the loop: what is marked is written by a task, a little later and many marks
//! at once; nothing that the user waits for waits for the disk.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use super::identity::MemoryOptions;
use super::tasks::{TaskId, TaskKind, Tasks};
use super::unix_now;
use crate::app::Msg;
use crate::archive::Archive;
use crate::archive::marks::{Day, Ledger, Recalled, Remembered, Viewpoint};
use crate::state::memory::{Memory, MemoryError};

/// How long marks are gathered before they are written: what `kill -9` may cost.
const GATHERED: Duration = Duration::from_millis(250);

/// The memory of a run.
pub(super) struct Keeper {
    shared: Arc<KeeperShared>,
    /// Ends the gathering where it is dropped.
    gathering: Option<Sender<()>>,
}

/// What the loop and the tasks share.
struct KeeperShared {
    options: MemoryOptions,
    /// Who reads, once that was asked.
    reader: OnceLock<Viewpoint>,
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

impl Pending {
    /// Adds one thing; of where reading of a mail stopped only the last counts.
    fn add_remembered(&mut self, one: Remembered) {
        if let (Remembered::Stopped(stop), Some(Remembered::Stopped(last))) =
            (&one, self.all.last_mut())
            && stop.id == last.id
        {
            last.line.clone_from(&stop.line);
            return;
        }
        self.all.push(one);
    }
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

/// The memory of the run, for a signal that ends it.
static LAST: Mutex<Weak<KeeperShared>> = Mutex::new(Weak::new());

/// As long as this the end of a run waits for a task, or another run, that writes.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// Writes what is to be written where a signal ends the run. The loop goes on meanwhile and may
/// hold what is needed: it is waited for, but not for ever.
pub(super) fn write_last() {
    let Some(shared) = lock_shared(&LAST).upgrade() else {
        return;
    };
    let until = Instant::now() + LAST_WAIT;
    while Instant::now() < until {
        // A signal handler of ours may not wait for ever: the loop may be within a write.
        if let Ok(mut store) = shared.store.try_lock() {
            store.hurry();
            drop(store);
            // What went wrong nobody sees any more.
            drop(shared.write());
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn lock_shared<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    pub(super) fn new(options: MemoryOptions) -> Self {
        let shared = KeeperShared {
            options,
            reader: OnceLock::new(),
            pending: Mutex::default(),
            store: Mutex::default(),
        };
        let shared = Arc::new(shared);
        *lock_shared(&LAST) = Arc::downgrade(&shared);
        Self {
            shared,
            gathering: None,
        }
    }

    /// Keeps what is marked, together with what is marked within a moment.
    pub(super) fn remember(&mut self, all: Vec<Remembered>, tasks: &mut Tasks) {
        let shared = &self.shared;
        // Where reading stopped changes with every key, and is written with what comes next or at
        // the end.
        let may_wait = all.iter().all(|one| matches!(one, Remembered::Stopped(_)));
        let mut pending = lock_shared(&shared.pending);
        for one in all {
            pending.add_remembered(one);
        }
        // What cannot be written holds for this run: it is looked up with what was read.
        if may_wait || shared.options.path.is_none() {
            return;
        }
        // One task writes all that comes until it does.
        if std::mem::replace(&mut pending.is_due, true) {
            return;
        }
        drop(pending);
        let (sender, gate) = channel();
        self.gathering = Some(sender);
        let shared = Arc::clone(shared);
        tasks.start(TaskKind::Remember, None, move |reporter| {
            let ended = gate.recv_timeout(GATHERED);
            debug_assert_ne!(ended, Ok(()), "nothing is ever sent");
            let _: Result<(), RecvTimeoutError> = ended;
            if let Some(fault) = shared.write() {
                reporter.send_message(Msg::Executed(Err(fault)));
            }
        });
    }

    /// Looks up what is remembered of an archive.
    pub(super) fn recall(&self, archive: Arc<Archive>, anew: bool, tasks: &mut Tasks) -> TaskId {
        let shared = Arc::clone(&self.shared);
        tasks.start(TaskKind::Recall, None, move |reporter| {
            // What was marked a moment ago is written first, so that the answer holds it.
            let fault = shared.write();
            let (recalled, more) = shared.recall(&archive, anew);
            if let Some(recalled) = recalled {
                reporter.send_message(Msg::Recalled(Box::new(recalled), archive));
            }
            for fault in fault.into_iter().chain(more) {
                reporter.send_message(Msg::Executed(Err(fault)));
            }
        })
    }

    /// Writes what is to be written now, before somebody else gets the terminal: a run that is
    /// stopped in the middle of it would hold up all others. What went wrong is answered.
    pub(super) fn flush(&mut self) -> Option<String> {
        self.gathering = None;
        self.shared.write()
    }

    /// The same at the end of the run.
    pub(super) fn finish(&mut self) -> Option<String> {
        lock_shared(&self.shared.store).hurry();
        let fault = self.flush();
        let memory = lock_shared(&self.shared.store).memory.take();
        let finished = memory.map(|mut memory| memory.finish());
        // A fault of closing the file is told only where something is lost by it.
        let lost = lock_shared(&self.shared.pending).all.len();
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
        let mut store = lock_shared(&self.store);
        if self.options.path.is_none() || store.is_given_up {
            return None;
        }
        let mut pending = lock_shared(&self.pending);
        pending.is_due = false;
        // The loop must never wait for the disk: its lock is given back before anything is written.
        let all = std::mem::take(&mut pending.all);
        drop(pending);
        if all.is_empty() {
            return None;
        }
        let written = match store.opened(self) {
            Ok(Some(memory)) => memory.remember(&all, Day::day_at(unix_now())),
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        let Err(error) = written else {
            store.has_told = false;
            return store.take_salvaged();
        };
        lock_shared(&self.pending).all.splice(0..0, all);
        store.tell_fault(&error, self)
    }

    /// What is remembered of an archive, unless that was answered already, nothing was written by
    /// another run since and it is not asked anew; and what went wrong.
    fn recall(&self, archive: &Arc<Archive>, anew: bool) -> (Option<Recalled>, Option<String>) {
        let (ledger, fault) = match self.read_database(archive, anew) {
            Ok(Some((ledger, told))) => (ledger, told),
            Ok(None) => return (None, None),
            Err(fault) => (Ledger::default(), fault),
        };
        // Git is asked once a run: starting it takes longer than the rest.
        let reader = self.reader.get_or_init(|| self.options.viewpoint());
        (Some(Recalled::new(ledger, archive, reader)), fault)
    }

    /// What the database holds, and what is to be told of it; none where that is known.
    fn read_database(
        &self,
        archive: &Arc<Archive>,
        anew: bool,
    ) -> Result<Option<(Ledger, Option<String>)>, Option<String>> {
        let mut store = lock_shared(&self.store);
        let read = store.opened(self).and_then(|memory| {
            let memory = memory.map(|memory| Ok((memory.data_version()?, memory.ledger()?)));
            memory.transpose()
        });
        // Where there is no memory, what was marked in this run is all there is.
        let (version, mut ledger) = match read {
            Ok(read) => read.unwrap_or_default(),
            Err(error) => return Err(store.tell_fault(&error, self)),
        };
        let told = store.take_salvaged();
        let is_known = store.answered.take().is_some_and(|(before, of)| {
            before == version && of.upgrade().is_some_and(|of| Arc::ptr_eq(&of, archive))
        });
        store.answered = Some((version, Arc::downgrade(archive)));
        drop(store);
        if is_known && !anew {
            return Ok(None);
        }
        // What cannot be written holds for this run.
        for remembered in &lock_shared(&self.pending).all {
            ledger.apply(remembered);
        }
        Ok(Some((ledger, told)))
    }
}

impl KeeperStore {
    /// The database, opened where it is not or where another file lies in its place; none where
    /// it could not be opened before.
    fn opened(&mut self, shared: &KeeperShared) -> Result<Option<&mut Memory>, MemoryError> {
        let Some(path) = shared.options.path.as_ref().filter(|_| !self.is_given_up) else {
            return Ok(None);
        };
        if self
            .memory
            .as_ref()
            // A restored backup, or a memory that was moved away: what is written must not go into
            // the old file.
            .is_some_and(|memory| !memory.is_in_place())
        {
            self.memory = None;
        }
        if self.memory.is_none() {
            let opened = Memory::open(path);
            self.is_given_up = opened.is_err();
            self.memory = Some(opened?);
        }
        Ok(self.memory.as_mut())
    }

    /// Waits no longer for other runs than the end of this one may take.
    fn hurry(&mut self) {
        if let Some(memory) = &mut self.memory {
            memory.wait_at_most(LAST_WAIT);
        }
    }

    fn take_salvaged(&mut self) -> Option<String> {
        self.memory.as_mut().and_then(Memory::take_salvaged)
    }

    /// What is to be told of a fault, the first time. The file is named without its folders, which
    /// would push out of the status line what is wrong with it.
    fn tell_fault(&mut self, error: &MemoryError, shared: &KeeperShared) -> Option<String> {
        let mut text = error.to_string();
        if let Some(path) = &shared.options.path {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            text = text.replace(&path.display().to_string(), &name);
        }
        let has_told = std::mem::replace(&mut self.has_told, true);
        (!has_told).then(|| format!("marks hold for this run only: {text}"))
    }
}

#[cfg(test)]
mod tests;
