//! The program on a real terminal: what it shows, and that the terminal is as it was afterwards.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::support::file;

/// Longest wait for anything; nothing here takes a tenth of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Leaving the alternate screen and showing the cursor.
const RESTORED: &[&str] = &["\x1b[?1049l", "\x1b[?25h"];

fn blank() -> vt100::Parser {
    vt100::Parser::new(NonZero::new(40).unwrap(), NonZero::new(120).unwrap(), 0)
}

struct Run {
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    raw: Vec<u8>,
    screen: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
}

impl Run {
    fn start() -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
        command.arg("--no-config");
        command.arg(file("assets/sample.mbox"));
        Self::of(command)
    }

    fn of(mut command: CommandBuilder) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count) = reader.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = blank();
        Self {
            child,
            output,
            input,
            raw: Vec::new(),
            screen,
            _master: pair.master,
        }
    }

    /// Reads until a test of screen and raw output holds.
    fn until(&mut self, what: &str, test: impl Fn(&str, &str) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            let text = self.screen.screen().contents();
            if test(&text, &String::from_utf8_lossy(&self.raw)) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.screen.process(&bytes);
                    self.raw.extend(bytes);
                }
                Err(error) => panic!("waited in vain for {what} ({error}):\n{text}"),
            }
        }
    }

    fn shows(&mut self, text: &str) {
        self.until(text, |screen, _| screen.contains(text));
    }

    fn is_restored(&mut self) {
        self.until("the terminal as it was", |_, raw| {
            RESTORED.iter().all(|mode| raw.contains(mode))
        });
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until the shell would have the terminal: a signal to go on that comes earlier is lost.
    fn is_stopped(&self) {
        let id = self.child.process_id().unwrap().to_string();
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let asked = Command::new("ps").args(["-o", "stat=", "-p", &id]).output();
            if asked.unwrap().stdout.starts_with(b"T") {
                return;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("it never stopped");
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args([name, &id])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_screen_shows_series_and_q_gives_it_back() {
    let mut run = Run::start();
    run.shows("lamp: fade instead of switching");
    run.shows("[3] Files");
    run.press("q");
    run.is_restored();
    assert!(run.child.wait().unwrap().success());
}

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    for signal in ["-TERM", "-HUP"] {
        let mut run = Run::start();
        run.shows("[1] Series");
        run.signal(signal);
        run.is_restored();
        assert!(!run.child.wait().unwrap().success());
    }
}

#[test]
fn going_to_the_shell_and_back_paints_everything_again() {
    let mut run = Run::start();
    run.shows("[1] Series");
    run.press("\x1a");
    run.is_restored();
    run.raw.clear();
    run.screen = blank();
    run.is_stopped();
    run.signal("-CONT");
    run.shows("lamp: fade instead of switching");
    run.press("Q");
    run.is_restored();
}

/// Not a test by itself: it runs on the terminal of the test below, and panics in the loop.
#[test]
fn a_loop_that_panics() {
    if std::env::var_os("TRIFOLD_PANIC").is_none() {
        return;
    }
    let shell = trifold::runtime::Shell {
        mouse: true,
        ..trifold::runtime::Shell::default()
    };
    let size = ratatui::layout::Size::new(120, 40);
    let (model, _) = trifold::app::Model::new(
        std::sync::Arc::default(),
        trifold::app::Options::default(),
        trifold::app::keymap::Keymap::default(),
        0,
        size,
    );
    // No clock goes so far.
    let never = trifold::app::Command::WakeAfter(Duration::MAX, 0);
    let _ = trifold::runtime::run(model, vec![never], None, &shell);
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_is_reported() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", "pty::a_loop_that_panics"]);
    command.env("TRIFOLD_PANIC", "1");
    let mut run = Run::of(command);
    run.until("the report", |_, raw| raw.contains("panicked at"));
    run.is_restored();
    let raw = String::from_utf8_lossy(&run.raw).into_owned();
    assert!(raw.find("\x1b[?1049l") < raw.find("panicked at"));
    for mode in ["1000", "1006", "2004"] {
        let (on, off) = (format!("\x1b[?{mode}h"), format!("\x1b[?{mode}l"));
        assert!(raw.rfind(&on) < raw.rfind(&off), "{mode} is left on");
    }
}

#[test]
fn an_interrupt_ends_the_command_that_has_the_terminal_and_nothing_else() {
    let mut run = Run::start();
    run.shows("[1] Series");
    run.press("!");
    // What is typed shows as well, and is not what is waited for.
    run.press("echo wait''ing; sleep 60\r");
    run.shows("waiting");
    run.press("\x03");
    run.shows("Enter goes back");
    run.press("\r");
    run.shows("lamp: fade instead of switching");
    run.press("Q");
    run.is_restored();
}
