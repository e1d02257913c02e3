//! The program on a real terminal: what it shows, and that the terminal is as it was afterwards.

pub(crate) mod run;

use std::process::Command;
use std::time::Duration;

use portable_pty::CommandBuilder;

use self::run::{Run, blank};
use crate::scan;
use crate::support::file;

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
        trifold::app::input::keymap::Keymap::default(),
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

#[test]
fn the_background_of_the_terminal_is_asked_for_and_what_it_answers_is_no_key() {
    let mut run = Run::start();
    run.shows("[1] Series");
    run.until("the question", |_, raw| raw.contains("\x1b]11;?\x1b\\"));
    let label = |run: &Run| {
        let screen = run.screen.screen();
        let (rows, _) = screen.size();
        let row = (0..u16::from(rows)).find(|row| {
            let text = screen.contents_between(*row, 0, *row, 12);
            text.contains("From")
        });
        screen.cell(row.unwrap(), 2).unwrap().fgcolor()
    };
    run.shows("From");
    assert_eq!(label(&run), vt100::Color::Idx(6), "cyan as by default");
    run.press("\x1b]11;rgb:ffff/Q!ff/ffff\x1b\\");
    run.press("\x1b]11;rgb:ffff/ffff/ffff\x1b\\?");
    run.shows("Keys");
    run.press("\x1b");
    run.until("blue, which is readable on white", |screen, _| {
        !screen.contains("Keys")
    });
    assert_eq!(label(&run), vt100::Color::Idx(4));
    run.press("Q");
    run.is_restored();
}
