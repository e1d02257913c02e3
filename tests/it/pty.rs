//! The program on a real terminal: what it shows, and that the terminal is as it was afterwards.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::scan;
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
    match std::env::var("TRIFOLD_PANIC").as_deref() {
        Ok("1") => {}
        Ok(said) => {
            trifold::runtime::reports_panics();
            panic!("{said}");
        }
        Err(_) => return,
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

/// What a run that ends by itself writes on a terminal, without the colours of the help.
fn printed(arguments: &[&str]) -> String {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(arguments);
    let mut run = Run::of(command);
    run.child.wait().unwrap();
    while let Ok(bytes) = run.output.recv_timeout(Duration::from_millis(300)) {
        run.raw.extend(bytes);
    }
    let colours = regex::Regex::new("\x1b\\[[0-9;]*m").unwrap();
    let text = String::from_utf8(run.raw.clone()).unwrap();
    assert!(!text.is_empty(), "{arguments:?}");
    colours.replace_all(&text, "").replace("\r\n", "\n")
}

#[test]
fn complaints_on_a_terminal_are_clean_and_a_line_each() {
    for bad in [
        "--\x1b]0;X\x07",
        "--\nfatal: forged",
        "--format=\x1b[2J\nfatal: forged",
        "/no/such\x1b[2J\u{202e}\nfatal: forged",
        "--filter=author\u{202e}:(\nfatal: forged",
        "--grep=(\x1b[2J\nfatal: forged",
    ] {
        let told = printed(&["--no-config", bad]);
        for line in told.lines() {
            assert_eq!(scan::printable(line), Ok(()), "{bad:?}");
            assert!(!line.starts_with("fatal"), "{told}");
        }
    }
    let told = printed(&["--format", "json", "/no/such\nfatal: forged"]);
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[test]
fn a_patch_on_a_terminal_is_clean_and_in_a_pipe_byte_exact() {
    let path = file("tests/corpus/escapes_in_subject_and_diff.mbox");
    let arguments = ["--format", "patch", path.to_str().unwrap()];
    for line in printed(&arguments).lines() {
        assert_eq!(scan::printable(line), Ok(()));
    }
    let piped = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(piped.stdout.contains(&0x1b));
}

#[test]
fn what_a_panic_says_is_clean() {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", "pty::a_loop_that_panics"]);
    command.env("TRIFOLD_PANIC", "\x1b]0;X\x07\u{202e} was read");
    let mut run = Run::of(command);
    run.until("the report", |_, raw| raw.contains("was read"));
    let raw = String::from_utf8_lossy(&run.raw).into_owned();
    assert!(
        raw.contains("panicked at") && raw.contains("␛]0;X␇"),
        "{raw:?}"
    );
}

/// Sends a signal while an editor has the terminal: copies that are left then, and whether the
/// editor runs on.
fn interrupted(editor: &str, signal: &str) -> (usize, bool) {
    let id = regex::Regex::new("editing ([0-9]+)").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.arg("--no-config");
    command.arg(file("assets/sample.mbox"));
    command.env("TMPDIR", folder.path());
    command.env("VISUAL", format!("sh -c '{editor}' x"));
    let mut run = Run::of(command);
    // A key that comes before the mail does finds nothing to edit.
    run.shows("lamp: fade instead of switching");
    run.press("\re");
    run.until("the editor", |_, raw| id.is_match(raw));
    let raw = String::from_utf8_lossy(&run.raw).into_owned();
    let editor = id.captures(&raw).unwrap()[1].to_owned();
    let copies = || std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(copies(), 1);
    run.signal(signal);
    assert!(!run.child.wait().unwrap().success());
    let asked = Command::new("ps")
        .args(["-o", "stat=", "-p", &editor])
        .output();
    let state = asked.unwrap().stdout;
    let runs_on = !state.is_empty() && !state.starts_with(b"Z");
    if runs_on {
        let _ = Command::new("kill").args(["-KILL", &editor]).status();
    }
    (copies(), runs_on)
}

#[test]
fn a_signal_leaves_no_copy_and_no_program() {
    for signal in ["-TERM", "-HUP"] {
        let left = interrupted("echo editing $$; sleep 60; true", signal);
        assert_eq!(left, (0, false), "{signal}");
    }
    // What the end of the terminal does not end.
    let left = interrupted("trap \"\" HUP; echo editing $$; exec sleep 60", "-TERM");
    assert_eq!(left, (0, false));
}

#[test]
fn a_program_that_heeds_no_signal_keeps_no_copy() {
    let deaf = "trap \"\" HUP TERM; echo editing $$; exec sleep 60";
    assert_eq!(interrupted(deaf, "-TERM").0, 0);
}

#[test]
fn a_log_is_private_and_clean() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let (config, log) = (
        folder.path().join("c\x1b]0;X\x07.toml"),
        folder.path().join("log"),
    );
    std::fs::write(&config, "nonsense = 1\n").unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.args([
        "--config",
        config.to_str().unwrap(),
        "--log",
        log.to_str().unwrap(),
    ]);
    command.arg(file("assets/sample.mbox"));
    let mut run = Run::of(command);
    run.shows("[1] Series");
    run.press("Q");
    run.is_restored();
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("nonsense"));
    for line in text.lines() {
        assert_eq!(scan::printable(line), Ok(()));
    }
    assert_eq!(
        std::fs::metadata(&log).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn no_configuration_is_read_from_the_folder_of_the_data() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::copy(file("assets/sample.mbox"), at("mail.mbox")).unwrap();
    std::fs::create_dir_all(at("home/.config/trifold")).unwrap();
    std::fs::create_dir(at("trifold")).unwrap();
    for name in [
        "config.toml",
        "trifold.toml",
        ".trifold.toml",
        "trifold/config.toml",
    ] {
        std::fs::write(at(name), "nonsense = 1\n").unwrap();
    }
    std::fs::write(at("home/.config/trifold/config.toml"), "mine = 1\n").unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["--log", "log", "mail.mbox"]);
    command.cwd(folder.path());
    command.env("HOME", at("home"));
    command.env("XDG_CONFIG_HOME", at("home/.config"));
    let mut run = Run::of(command);
    run.shows("[1] Series");
    run.press("Q");
    run.is_restored();
    let text = std::fs::read_to_string(at("log")).unwrap();
    assert!(
        text.contains("mine") && !text.contains("nonsense"),
        "{text}"
    );
}
