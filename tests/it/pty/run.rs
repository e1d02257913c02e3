//! The program on a pseudo-terminal: keys in, what it writes out.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::support::file;

/// Longest wait for anything; nothing here takes a tenth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Leaving the alternate screen and showing the cursor.
const RESTORED: &[&str] = &["\x1b[?1049l", "\x1b[?25h"];

pub(crate) fn blank() -> vt100::Parser {
    vt100::Parser::new(NonZero::new(40).unwrap(), NonZero::new(120).unwrap(), 0)
}

/// A run of the program on a terminal of its own, with a state folder of its own.
pub(crate) struct Run {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    pub(crate) raw: Vec<u8>,
    pub(crate) screen: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
    _state: TempDir,
}

impl Run {
    pub(crate) fn start() -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
        command.arg("--no-config");
        command.arg(file("assets/sample.mbox"));
        Self::of(command)
    }

    pub(crate) fn of(mut command: CommandBuilder) -> Self {
        let size = PtySize {
            rows: 40,
            cols: 120,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        // What one run remembers is no business of another's, nor of the user's.
        let state = tempfile::tempdir().unwrap();
        if command.get_env("XDG_STATE_HOME").is_none() {
            command.env("XDG_STATE_HOME", state.path());
        }
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
            _state: state,
        }
    }

    /// Reads until a test of screen and raw output holds.
    pub(crate) fn until(&mut self, what: &str, test: impl Fn(&str, &str) -> bool) {
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

    pub(crate) fn shows(&mut self, text: &str) {
        self.until(text, |screen, _| screen.contains(text));
    }

    pub(crate) fn is_restored(&mut self) {
        self.until("the terminal as it was", |_, raw| {
            RESTORED.iter().all(|mode| raw.contains(mode))
        });
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until the shell would have the terminal: a signal to go on that comes earlier is lost.
    pub(crate) fn is_stopped(&self) {
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

    pub(crate) fn signal(&self, name: &str) {
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
