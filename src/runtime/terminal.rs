//! The terminal: its modes, the way back from them, the shell in between.
//!
//! The way back is taken when the program ends, panics, is stopped by a signal, suspended or
//! lends the terminal to an editor; it is the same function each time.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::ffi::c_int;
use std::io::{self, Write, stderr, stdout};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once};
use std::time::{Duration, Instant};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::Frame;
use ratatui::backend::Backend;
use rustix::process::Signal;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

use super::output::Output;
use super::{keeper, private};
use crate::text::sanitize;

/// Whether another program has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// When the terminal was given back last.
static BACK: Mutex<Option<Instant>> = Mutex::new(None);

/// A key that was pressed while another program had the terminal may be told of so much later.
const LATE: Duration = Duration::from_millis(300);

/// Whether the modes are ours at the moment: the way back is taken once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether a signal ends the program.
static ENDING: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub(super) struct Terminal {
    inner: ratatui::Terminal<Output>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal.
    pub(super) fn enter(mouse: bool) -> io::Result<Self> {
        reports_panics();
        take_terminal(mouse)?;
        let inner = ratatui::Terminal::new(Output::new())?;
        Ok(Self { inner, mouse })
    }

    /// Asks the terminal for the colour of its background (OSC 11 of xterm). The answer comes, or
    /// not, as what is typed does. The console of Linux would show the question.
    pub(super) fn ask_background() -> io::Result<()> {
        // The console of Linux prints what it does not know.
        if std::env::var_os("TERM").is_some_and(|term| term != "linux" && term != "dumb") {
            let mut out = stdout();
            out.write_all(b"\x1b]11;?\x1b\\")?;
            out.flush()?;
        }
        Ok(())
    }

    /// Paints a frame.
    pub(super) fn draw(&mut self, paint: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(paint).map(drop)
    }

    /// Forgets what is on the screen, so that the next frame paints everything.
    pub(super) fn redraw(&mut self) -> io::Result<()> {
        let mut output = Output::new();
        output.clear()?;
        // A new buffer of what is on the screen: everything differs from it, so all is painted.
        self.inner = ratatui::Terminal::new(output)?;
        Ok(())
    }

    /// Goes to the shell, as Ctrl-Z does, and comes back with `fg`.
    pub(super) fn suspend(&mut self) -> io::Result<()> {
        self.lend_to(|| signal_hook::low_level::emulate_default_handler(SIGTSTP))?
    }

    /// Gives the terminal to something else for a while.
    pub(super) fn lend_to<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        // Ctrl-c is a signal as soon as the modes are not ours, and until they are again.
        LENT.store(true, Ordering::SeqCst);
        restore();
        let done = to();
        // A signal ended who had it, and will end us: the terminal is not taken back for that.
        while ENDING.load(Ordering::SeqCst) {
            std::thread::park();
        }
        // Modes are set anew even where the program left them well.
        let taken = take_terminal(self.mouse);
        if let Ok(mut back) = BACK.lock() {
            *back = Some(Instant::now());
        }
        LENT.store(false, Ordering::SeqCst);
        taken?;
        self.redraw()?;
        Ok(done)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn take_terminal(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse {
        execute!(stdout(), EnableMouseCapture)?;
    }
    Ok(())
}

/// The way back. Errors are of no use here: the terminal may be gone.
fn restore() {
    // Once, whoever comes first: the loop, a panic or a signal.
    if !ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        Show
    );
    let _ = disable_raw_mode();
    let _ = stdout().flush();
}

/// Lets a panic be read: the screen is given back before it is reported, and what is reported is
/// clean, for a panic may repeat what was read. A worker's panic ends that work only, and the loop
/// tells of it: the screen stays as it is.
pub fn reports_panics() {
    static ONCE: Once = Once::new();
    let owner = std::thread::current().id();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| {
            // A panic of a task is a notice, and must not tear the screen.
            let is_ours = std::thread::current().id() == owner;
            if is_ours || !ENTERED.load(Ordering::SeqCst) {
                restore();
                report(panic);
            }
        }));
    });
}

fn report(panic: &PanicHookInfo<'_>) {
    let said = panic.payload();
    let said = said.downcast_ref::<&str>().copied().or_else(|| {
        let owned = said.downcast_ref::<String>();
        owned.map(String::as_str)
    });
    // What a panic says may hold text of a mail.
    let what = said.map(sanitize).unwrap_or_default();
    let place = panic.location().map(ToString::to_string);
    let place = place.unwrap_or_else(|| "an unknown place".to_owned());
    let _ = writeln!(stderr(), "trifold panicked at {place}:\n{what}");
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(stderr(), "{trace}");
    }
}

/// Gives the terminal back when a signal ends the program, and ends it as the signal would.
pub fn stops_the_program() -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT])?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            // Ctrl-c and Ctrl-\ are meant for the program that has the terminal.
            let is_ours = |signal: &c_int| ![SIGINT, SIGQUIT].contains(signal) || !is_of_another();
            if let Some(signal) = signals.forever().find(is_ours) {
                ENDING.store(true, Ordering::SeqCst);
                restore();
                keeper::write_last();
                private::leave_nothing(named(signal));
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        })?;
    Ok(())
}

/// Whether another program has the terminal, or had it a moment ago.
fn is_of_another() -> bool {
    let back = BACK.lock().ok().and_then(|back| *back);
    LENT.load(Ordering::SeqCst) || back.is_some_and(|back| back.elapsed() < LATE)
}

fn named(signal: c_int) -> Signal {
    match signal {
        SIGHUP => Signal::HUP,
        SIGINT => Signal::INT,
        SIGQUIT => Signal::QUIT,
        _ => Signal::TERM,
    }
}
