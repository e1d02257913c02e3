//! What runs beside the loop: each task on a thread of its own, all reporting to one channel.
//!
//! The newest task of a kind wins: it stops the one before, whose reports nobody takes any more.
//! What the tasks do stands in [`super::work`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use crate::app::Msg;
use crate::archive::ask::AskKind;
use crate::doc::diff::colour::Budget;

/// What a task does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TaskKind {
    /// Reads the input.
    Load,
    /// Groups the mails that are there anew.
    Regroup,
    /// Looks for a pattern in all mails.
    Grep,
    /// Looks for the terms of a filter in all mails.
    Filter,
    /// Answers what a page needs besides its mail.
    Ask(AskKind),
    /// Finds syntax colours.
    Colours,
    /// Runs a program of the user's; these run side by side.
    Program,
    /// Writes a file, side by side with others.
    Save,
    /// Writes what was marked into the memory.
    Remember,
    /// Looks up what the memory holds of the archive.
    Recall,
}

impl TaskKind {
    /// How often the loop looks for a report: a frame where there is news all the time, at once
    /// where the user waits for one answer.
    fn interval(self) -> Duration {
        match self {
            Self::Grep | Self::Filter | Self::Program | Self::Remember => TICK,
            Self::Load
            | Self::Regroup
            | Self::Ask(_)
            | Self::Colours
            | Self::Save
            | Self::Recall => ANSWER,
        }
    }

    /// What failed, for the notice.
    fn name(self) -> &'static str {
        match self {
            Self::Load => "reading the input",
            Self::Regroup => "grouping",
            Self::Grep | Self::Filter => "the search",
            Self::Ask(_) => "reading what belongs to this page",
            Self::Colours => "colouring",
            Self::Program => "the command",
            Self::Save => "saving",
            Self::Remember => "remembering",
            Self::Recall => "looking into the memory",
        }
    }

    /// Whether each is wanted for itself, and is waited for at the end: a program has files to
    /// clean up, and half a file is of no use.
    fn is_errand(self) -> bool {
        matches!(self, Self::Program | Self::Save | Self::Remember)
    }
}

/// Between two looks at a task that has news all the time.
pub(super) const TICK: Duration = Duration::from_millis(33);

/// Between two looks for an answer that is due. A look that finds none paints nothing.
const ANSWER: Duration = Duration::from_millis(1);

/// Tells the reports of a task from those of all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TaskId(u64);

enum Report {
    Said(Msg),
    Ended { has_panicked: bool },
}

/// A task's way to the loop. Its end, a panic included, is a report as well.
pub(super) struct Reporter {
    id: TaskId,
    sender: Sender<(TaskId, Report)>,
    stop: Arc<AtomicBool>,
}

impl Reporter {
    /// Tells the loop something.
    pub(super) fn send_message(&self, msg: Msg) {
        // Where the loop has ended nobody listens.
        drop(self.sender.send((self.id, Report::Said(msg))));
    }

    /// Whether the task is still wanted.
    pub(super) fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        let has_panicked = thread::panicking();
        drop(self.sender.send((self.id, Report::Ended { has_panicked })));
    }
}

/// A task that runs.
struct RunningTask {
    id: TaskId,
    kind: TaskKind,
    stop: Arc<AtomicBool>,
    /// What is said for the task where it panics, so that nobody waits for it.
    lost: Option<Msg>,
    /// Waited for where the task has something to clean up.
    thread: Option<JoinHandle<()>>,
}

impl Drop for RunningTask {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Errands are joined at the end, so that what is written is whole.
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// What the colours of a page may still cost, by the number of the page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ColourTask(Option<(u32, Budget)>);

impl ColourTask {
    /// Of this page: another one begins anew.
    pub(super) fn of(self, serial: u32) -> Budget {
        let known = self.0.filter(|(known, _)| *known == serial);
        known.map_or_else(|| Budget::new(worked), |(_, budget)| budget)
    }

    /// Keeps what is left of it.
    pub(super) fn keep_budget(&mut self, serial: u32, budget: Budget) {
        self.0 = Some((serial, budget));
    }
}

/// How long this thread has worked: on a busy machine lines wait, and are no slower for that.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = Duration::from_secs(time.tv_sec.try_into().unwrap_or(0));
    seconds + Duration::from_nanos(time.tv_nsec.try_into().unwrap_or(0))
}

/// All tasks that run.
pub(super) struct Tasks {
    pub(super) colouring: Arc<Mutex<ColourTask>>,
    sender: Sender<(TaskId, Report)>,
    reports: Receiver<(TaskId, Report)>,
    running: Vec<RunningTask>,
    newest: TaskId,
}

impl Default for Tasks {
    fn default() -> Self {
        let (sender, reports) = channel();
        Self {
            colouring: Arc::default(),
            sender,
            reports,
            running: Vec::new(),
            newest: TaskId::default(),
        }
    }
}

impl Tasks {
    /// Starts a task in place of the one of its kind. `lost` is said where it panics.
    pub(super) fn start(
        &mut self,
        kind: TaskKind,
        lost: Option<Msg>,
        work: impl FnOnce(&Reporter) + Send + 'static,
    ) -> TaskId {
        // Newest of a kind wins: a search that nobody waits for is stopped. A file that is written,
        // or a program, is not.
        if !kind.is_errand() {
            self.drop_kind(kind);
        }
        self.newest.0 += 1;
        let stop = Arc::new(AtomicBool::new(false));
        let reporter = Reporter {
            id: self.newest,
            sender: self.sender.clone(),
            stop: Arc::clone(&stop),
        };
        let thread = thread::spawn(move || work(&reporter));
        self.running.push(RunningTask {
            id: self.newest,
            kind,
            stop,
            lost,
            thread: kind.is_errand().then_some(thread),
        });
        self.newest
    }

    /// Stops the task of a kind; nothing that it still says is taken.
    pub(super) fn drop_kind(&mut self, kind: TaskKind) {
        self.running.retain(|task| task.kind != kind);
    }

    /// Stops all that was asked for a page.
    pub(super) fn drop_asks(&mut self) {
        self.running
            .retain(|task| !matches!(task.kind, TaskKind::Ask(_) | TaskKind::Colours));
    }

    /// Asks the task of a kind to end early; what it has until then is taken.
    pub(super) fn cut_short(&self, kind: TaskKind) {
        for task in self.running.iter().filter(|task| task.kind == kind) {
            task.stop.store(true, Ordering::Relaxed);
        }
    }

    /// What was reported since the last look.
    pub(super) fn poll_reports(&mut self) -> Vec<Msg> {
        let mut msgs = Vec::new();
        while let Ok((id, report)) = self.reports.try_recv() {
            self.take_report(id, report, &mut msgs);
        }
        msgs
    }

    /// What is reported until a task has ended or the time is over.
    pub(super) fn wait_for(&mut self, id: TaskId, patience: Duration) -> Vec<Msg> {
        let until = Instant::now() + patience;
        let mut msgs = Vec::new();
        while self.running.iter().any(|task| task.id == id) {
            let left = until.saturating_duration_since(Instant::now());
            let Ok((id, report)) = self.reports.recv_timeout(left) else {
                break;
            };
            self.take_report(id, report, &mut msgs);
        }
        msgs
    }

    /// How long the loop may sleep; none where nothing runs.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.running.iter().map(|task| task.kind.interval()).min()
    }

    /// Takes a report in, unless its task is not wanted any more.
    fn take_report(&mut self, id: TaskId, report: Report, msgs: &mut Vec<Msg>) {
        // A report of a task that was dropped: nobody wants it.
        let Some(at) = self.running.iter().position(|task| task.id == id) else {
            return;
        };
        match report {
            Report::Said(msg) => msgs.push(msg),
            Report::Ended { has_panicked } => {
                let mut task = self.running.swap_remove(at);
                if has_panicked {
                    // The page that waited is told that nothing comes.
                    msgs.extend(task.lost.take());
                    let what = format!("{} failed: this is a bug", task.kind.name());
                    msgs.push(Msg::Executed(Err(what)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn told(msgs: Vec<Msg>) -> Vec<u32> {
        let number = |msg| match msg {
            Msg::Wake(number) => Some(number),
            Msg::Executed(Err(_)) => Some(0),
            _ => None,
        };
        msgs.into_iter().filter_map(number).collect()
    }

    /// Says a number once it is told to go on.
    fn held(tasks: &mut Tasks, kind: TaskKind, number: u32) -> (Sender<()>, TaskId) {
        let (go, gate) = channel::<()>();
        let id = tasks.start(kind, None, move |reporter| {
            let _ = gate.recv();
            reporter.send_message(Msg::Wake(number));
        });
        (go, id)
    }

    #[test]
    fn the_newest_task_of_a_kind_wins() {
        let mut tasks = Tasks::default();
        let (old, _) = held(&mut tasks, TaskKind::Grep, 1);
        let (other, other_id) = held(&mut tasks, TaskKind::Filter, 2);
        let (new, new_id) = held(&mut tasks, TaskKind::Grep, 3);
        drop((old, other, new));
        let mut all = told(tasks.wait_for(new_id, LONG));
        all.extend(told(tasks.wait_for(other_id, LONG)));
        all.sort_unstable();
        assert_eq!(all, [2, 3]);
    }

    #[test]
    fn a_task_that_is_dropped_is_told_to_stop_and_says_nothing() {
        let mut tasks = Tasks::default();
        let (sender, stopped) = channel();
        tasks.start(TaskKind::Ask(AskKind::Net), None, move |reporter| {
            while reporter.goes_on() {
                thread::yield_now();
            }
            reporter.send_message(Msg::Wake(1));
            let _ = sender.send(());
        });
        tasks.drop_asks();
        stopped.recv_timeout(LONG).unwrap();
        assert_eq!(told(tasks.poll_reports()), [0u32; 0]);
        assert_eq!(tasks.interval(), None);
    }

    #[test]
    fn a_task_that_is_cut_short_still_says_what_it_has() {
        let mut tasks = Tasks::default();
        let id = tasks.start(TaskKind::Load, None, |reporter| {
            while reporter.goes_on() {
                thread::yield_now();
            }
            reporter.send_message(Msg::Wake(7));
        });
        tasks.cut_short(TaskKind::Load);
        assert_eq!(told(tasks.wait_for(id, LONG)), [7]);
        assert_eq!(tasks.interval(), None);
    }

    #[test]
    fn a_panic_is_a_notice_and_answers_for_the_task() {
        let mut tasks = Tasks::default();
        let id = tasks.start(TaskKind::Grep, Some(Msg::Wake(4)), |_| panic!("on purpose"));
        assert_eq!(told(tasks.wait_for(id, LONG)), [4, 0]);
    }

    #[test]
    fn programs_run_side_by_side_and_are_waited_for() {
        let mut tasks = Tasks::default();
        let (one, one_id) = held(&mut tasks, TaskKind::Program, 1);
        let (two, two_id) = held(&mut tasks, TaskKind::Program, 2);
        drop((one, two));
        let mut all = told(tasks.wait_for(one_id, LONG));
        all.extend(told(tasks.wait_for(two_id, LONG)));
        all.sort_unstable();
        assert_eq!(all, [1, 2]);
    }
}
