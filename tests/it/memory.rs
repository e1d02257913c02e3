//! What outlives a run: the program is quit and started again.

mod flags;
mod inherited;
mod released;
mod shares;

use std::path::Path;
use std::process::{Command, Output};

use portable_pty::CommandBuilder;

use trifold::app::Msg;

use crate::pty::run::Run;
use crate::session::Session;
use crate::support::file;

fn start(state: &Path, arguments: &[&str]) -> Run {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.arg("--no-config");
    command.args(arguments);
    command.arg(file("assets/sample.mbox"));
    command.env("XDG_STATE_HOME", state);
    Run::of(command)
}

fn quit(mut run: Run) {
    run.press("Q");
    run.is_restored();
    assert!(run.child.wait().unwrap().success());
}

fn asked(state: &Path, request: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--no-config", "--memory", request])
        .env("XDG_STATE_HOME", state)
        .output()
        .unwrap()
}

#[test]
fn what_was_read_is_read_in_the_next_run() {
    let state = tempfile::tempdir().unwrap();
    let mut run = start(state.path(), &[]);
    run.shows("lamp: fade instead of switching");
    run.press("x");
    run.shows("marked as read");
    quit(run);
    let mut run = start(state.path(), &[]);
    run.shows("▸ Done (1)");
    // The mark is taken off in this run, and stays off.
    run.press("G");
    run.press("kk\r");
    run.until("the row as it was marked", |screen, _| {
        let first = |line: &str| line.contains("lamps for the next");
        screen.lines().any(|line| line.contains("✓") && first(line))
    });
    run.press("jx");
    run.shows("marked as unread");
    quit(run);
    let mut run = start(state.path(), &[]);
    run.shows("lamp: fade instead of switching");
    run.until("nothing read", |screen, _| {
        screen.contains("N  v1   pull    lamps for the next") && !screen.contains("Done")
    });
    quit(run);
}

#[test]
fn scripts_see_what_was_read_where_they_ask() {
    let state = tempfile::tempdir().unwrap();
    let print = |arguments: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_trifold"))
            .args(["--no-config", "--format", "json"])
            .args(arguments)
            .arg(file("assets/sample.mbox"))
            .env("XDG_STATE_HOME", state.path())
            .output()
            .unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let plain = print(&[]);
    assert!(print(&["--filter", "is:done"]).lines().count() == 1);
    assert_eq!(state.path().read_dir().unwrap().count(), 0, "only looked");
    let mut run = start(state.path(), &[]);
    run.shows("lamp: fade instead of switching");
    run.press("x");
    run.shows("marked as read");
    quit(run);
    assert_eq!(print(&[]), plain, "free of the reader");
    let done = print(&["--with-state", "--filter", "is:done"]);
    let record: serde_json::Value = serde_json::from_str(done.lines().nth(1).unwrap()).unwrap();
    assert_eq!(record["name"], "lamps for the next release");
    assert_eq!(record["state"], "done");
    assert_eq!((&record["read"], &record["of"]), (&1.into(), &1.into()));
    assert_eq!(
        print(&["--no-state", "--filter", "is:done"])
            .lines()
            .count(),
        1
    );
}

#[test]
fn without_state_no_file_is_left() {
    let state = tempfile::tempdir().unwrap();
    let mut run = start(state.path(), &["--no-state"]);
    run.shows("lamp: fade instead of switching");
    run.press("x");
    run.shows("marked as read");
    // The marks hold for this run, also when they are looked up anew.
    run.press("S\r");
    run.shows("Done (1)");
    quit(run);
    assert_eq!(state.path().read_dir().unwrap().count(), 0);
}

#[test]
fn two_machines_agree_by_export_and_import() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut run = start(here.path(), &[]);
    run.shows("lamp: fade instead of switching");
    run.press("x");
    run.shows("marked as read");
    quit(run);
    let exported = asked(here.path(), "export").stdout;
    assert!(exported.starts_with(b"{"), "{exported:?}");
    let lines = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(lines.path(), &exported).unwrap();
    let imported = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--no-config", "--memory", "import"])
        .env("XDG_STATE_HOME", there.path())
        .stdin(std::fs::File::open(lines.path()).unwrap())
        .output()
        .unwrap();
    assert!(imported.status.success(), "{imported:?}");
    assert_eq!(asked(there.path(), "export").stdout, exported);
    assert!(asked(there.path(), "check").status.success());
    assert!(asked(there.path(), "forget:all").status.success());
    assert!(asked(there.path(), "export").stdout.is_empty());
}

fn session() -> Session {
    Session::new(&[file("assets/sample.mbox")], 120, 40)
}

/// The row of the list that holds a title.
fn row(session: &Session, title: &str) -> String {
    let screen = session.screen();
    let row = screen.lines().find(|line| line.contains(title));
    row.unwrap_or_default().to_owned()
}

#[test]
fn a_flag_is_on_the_row_until_it_is_taken_off() {
    let mut session = session();
    session.press("F");
    assert!(row(&session, "lamps for the next").contains("★N"));
    session.press("f i s : f l a g g e d enter");
    assert!(row(&session, "MAINTAINERS").is_empty());
    session.press("F esc");
    assert!(row(&session, "lamps for the next").contains(" N"));
    assert!(!session.screen().contains('★'));
}

#[test]
fn what_is_put_off_goes_below_and_comes_back_when_it_is_due() {
    let mut session = session();
    session.press("Z");
    assert!(session.screen().contains("until its next reply"));
    session.press("down down enter");
    assert!(session.screen().contains("put off until 2026-03-21"));
    assert!(
        !row(&session, "lamps for the next").is_empty(),
        "not under the cursor"
    );
    session.press("S enter");
    assert!(session.screen().contains("▸ Later (1)  1 until 2026-03-21"));
    assert!(row(&session, "N  v1   pull").is_empty());
    session.send(Msg::Clock(1_774_008_000 + 86_400));
    assert!(
        session
            .screen()
            .contains("is back: it was put off until 2026-03-21")
    );
    assert!(!row(&session, "N  v1   pull").is_empty());
    session.press("Z enter Z");
    assert!(session.screen().contains("not put off any more"));
}

#[test]
fn a_note_is_written_at_a_line_found_again_and_taken_away() {
    let mut session = session();
    session.press("enter j j j j j j j j ; w h y ? enter");
    assert!(session.screen().contains("✎ note  why?"));
    session.press("; backspace backspace backspace backspace enter");
    assert!(!session.screen().contains("✎ note"));
    session.press("; w h y enter esc f n o t e : w h y enter");
    assert!(row(&session, "MAINTAINERS").is_empty());
    assert!(!row(&session, "lamps for the next").is_empty());
}

#[test]
fn all_that_is_shown_is_marked_at_once_and_that_is_taken_back() {
    let mut session = session();
    session.press(": r e a d - a l l enter n");
    assert!(!session.screen().contains('✓'));
    session.press(": r e a d - a l l enter");
    assert!(
        session
            .screen()
            .contains("Mark 4 series and 1 thread as read? y or n")
    );
    session.press("y");
    assert_eq!(session.screen().matches(" ✓").count(), 5);
    session.press(": u n d o enter");
    assert!(!session.screen().contains('✓'));
}

#[test]
fn what_was_read_stays_under_the_cursor_when_the_list_is_put_in_order() {
    let mut session = session();
    session.press("j j x k S enter");
    assert!(
        session.screen().contains("▾ Done (1)"),
        "its group is opened"
    );
    let screen = session.screen();
    let (_, page) = screen.split_once("[2]").unwrap();
    let words: Vec<&str> = page.split_whitespace().take(4).collect();
    let name = words[2..].join(" ");
    assert!(row(&session, " ✓").contains(&name), "{name}\n{screen}");
}

#[test]
fn reading_goes_on_where_it_stopped_and_not_once_the_end_was_seen() {
    let mut session = Session::new(&[file("assets/sample.mbox")], 80, 20);
    session.press("j enter pagedown");
    let second = session.screen();
    session.press("q k j");
    session.press("enter");
    assert!(
        session.screen().contains("where it stopped"),
        "{}",
        session.screen()
    );
    let page = |screen: &str| screen.lines().nth(2).unwrap_or_default().to_owned();
    assert_eq!(page(&session.screen()), page(&second));
    session.press("G q k j enter");
    assert!(
        !session.screen().contains("where it stopped"),
        "{}",
        session.screen()
    );
}

#[test]
fn where_reading_stopped_outlives_the_run() {
    let state = tempfile::tempdir().unwrap();
    let mut run = start(state.path(), &[]);
    run.shows("lamp: fade instead of switching");
    run.press("/fade instead\r");
    run.shows("/fade instead 1/1");
    run.press("\r\x06");
    run.shows("Patch 1 is a fix");
    quit(run);
    let exported = asked(state.path(), "export");
    let exported = String::from_utf8(exported.stdout).unwrap();
    assert!(exported.contains("\"stopped\":"), "{exported}");
    let mut run = start(state.path(), &[]);
    // Once the memory was read the list is in groups.
    run.shows("Reading (1)");
    run.press("/fade instead\r");
    run.shows("/fade instead 1/1");
    run.press("\r");
    run.shows("reading goes on where it stopped");
    run.press("\x06");
    run.shows("▾ Changes in v3");
    quit(run);
    let later = String::from_utf8(asked(state.path(), "export").stdout).unwrap();
    assert!(!later.contains("\"stopped\":"), "the end was seen: {later}");
}
