//! What a new version has of older ones that were read.

use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

use crate::pty::run::Run;
use crate::session::Session;
use crate::support::file;

use super::quit;

/// The lamps with all of their second version read, at the cover of the third.
fn after_v2() -> Session {
    let mut session = Session::new(&[file("assets/sample.mbox")], 120, 80);
    session.press("V j j j j x k k enter");
    session
}

fn has_row(session: &Session, end: &str) -> bool {
    let screen = session.screen();
    screen.lines().any(|line| line.contains(end))
}

#[test]
fn patches_that_an_older_version_had_say_so_and_are_passed_over() {
    let mut session = after_v2();
    assert!(has_row(&session, "refuse levels out of range  = v2"));
    assert!(has_row(&session, "cover the range of lamp_set()  = v2"));
    assert!(!has_row(&session, "add lamp_fade()  = v2"), "it changed");
    session.press("u");
    let screen = session.screen();
    assert!(screen.contains("1 patch unchanged since v2"), "{screen}");
    assert!(screen.contains("[2] v3 2/4 lamp: add lamp_fade()"));
    session.press("g c");
    assert!(has_row(
        &session,
        "✓ 1 lamp: refuse levels out of range  = v2"
    ));
}

#[test]
fn space_reads_what_is_new_and_all_is_read_then() {
    let mut session = after_v2();
    for _ in 0..40 {
        session.press("space");
        let screen = session.screen();
        assert!(!screen.contains("[2] v3 1/4") && !screen.contains("[2] v3 3/4"));
        if !screen.contains("[2] v3") {
            break;
        }
    }
    let screen = session.screen();
    let row = screen.lines().find(|line| line.contains("v3▾"));
    assert!(row.unwrap().contains(" ✓  v3"), "{screen}");
}

#[test]
fn a_version_that_is_unread_again_is_none_to_inherit_of() {
    let mut session = after_v2();
    assert!(has_row(&session, "= v2"));
    session.press("1 j x k enter");
    assert!(!has_row(&session, "= v2"));
}

/// A mailbox of some lines of the sample.
fn part(folder: &Path, name: &str, from: &str, to: &str) -> PathBuf {
    let all = std::fs::read_to_string(file("assets/sample.mbox")).unwrap();
    let mails: Vec<&str> = all.split("From mboxrd@z ").collect();
    let is_of = |mail: &&&str| {
        let subject = mail.lines().find(|line| line.starts_with("Subject: "));
        subject.is_some_and(|subject| subject.contains(from) && !subject.contains(to))
    };
    let chosen = mails.iter().filter(is_of);
    let chosen: Vec<String> = chosen.map(|mail| format!("From mboxrd@z {mail}")).collect();
    let path = folder.join(name);
    std::fs::write(&path, chosen.concat()).unwrap();
    path
}

fn open(state: &Path, mailbox: &Path) -> Run {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trifold"));
    command.arg("--no-config");
    command.arg(mailbox);
    command.env("XDG_STATE_HOME", state);
    Run::of(command)
}

fn leave_list(run: &mut Run) {
    run.press("\x1b");
    run.until("no list", |screen, _| !screen.contains("type to filter"));
}

#[test]
fn what_was_read_of_a_version_in_another_file_is_known_in_the_next_run() {
    let (state, mails) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let v2 = part(mails.path(), "v2.mbox", "[PATCH v2 ", "Re:");
    let v3 = part(mails.path(), "v3.mbox", "[PATCH v3 ", "Re:");
    let mut run = open(state.path(), &v2);
    run.shows("3/3     lamp: fade instead of switching");
    run.press("x\r");
    run.shows("[2] v2 0/3 lamp");
    // It is kept by its keys once they were found out, beside the loop.
    run.press("gp");
    run.shows("type to filter");
    leave_list(&mut run);
    quit(run);
    let mut run = open(state.path(), &v3);
    run.shows("↑  v3   4/4     lamp: fade instead of switching");
    run.press("\r");
    run.shows("refuse levels out of range  = read");
    run.press("u");
    run.shows("1 patch unchanged since an older version");
    quit(run);
}

#[test]
fn another_log_is_not_the_same_patch_and_is_read() {
    let mails = tempfile::tempdir().unwrap();
    let both = part(mails.path(), "both.mbox", "[PATCH v", "Re:");
    let text = std::fs::read_to_string(&both).unwrap();
    let (older, newer) = text.split_once("[PATCH v3 0/4]").unwrap();
    let newer = newer.replacen("Refuse it where", "Say so where", 1);
    std::fs::write(&both, format!("{older}[PATCH v3 0/4]{newer}")).unwrap();
    let mut session = Session::new(&[both], 120, 80);
    session.press("V j x k enter");
    assert!(has_row(&session, "refuse levels out of range  ≈ v2"));
    session.press("u");
    assert!(session.screen().contains("[2] v3 1/4 lamp: refuse"));
}
