//! Commands of the user's own.

use std::sync::Arc;

use ratatui::layout::Size;
use trifold::app::out::Parcel;
use trifold::app::user::{Filled, Mode};
use trifold::app::{Msg, update};
use trifold::series::SeriesIdx;

use crate::session::Session;
use crate::support::corpus;

fn session(config: &str) -> Session {
    let archive = Arc::new(corpus("answers_at_lines"));
    Session::configured(archive, "x.mbox", Size::new(120, 40), config)
}

fn text(text: &str) -> Vec<Filled> {
    vec![Filled::Text(text.to_owned())]
}

#[test]
fn placeholders_are_filled_with_what_the_cursor_is_on() {
    let mut session = session(
        "[[command]]\nname = \"all\"\nkey = \"Z\"\nrun = [\"x\", \"--\", \"<{msgid}>\", \"{subject}\", \"{file}:{line}\", \"{tmp:patch}\"]\n",
    );
    session.press("enter } j Z");
    let [job] = session.jobs.as_slice() else {
        panic!("{}", session.screen())
    };
    let (file, line) = (
        Filled::Text("pump.c".to_owned()),
        Filled::Text("1".to_owned()),
    );
    assert_eq!(
        job.arguments,
        [
            text("x"),
            text("--"),
            vec![
                Filled::Text("<".to_owned()),
                Filled::Text("p1@w.example".to_owned()),
                Filled::Text(">".to_owned())
            ],
            text("[PATCH] pump: prime it before use"),
            vec![file, Filled::Text(":".to_owned()), line],
            vec![Filled::File(Parcel::Patch(SeriesIdx(0), 0))],
        ]
    );
}

#[test]
fn a_line_for_a_shell_gets_what_is_filled_in_as_its_arguments() {
    let mut session = session(
        "[[command]]\nname = \"sh\"\nkey = \"Z\"\nshell = true\nconfirm = true\nrun = [\"echo $1\", \"{subject}\"]\n",
    );
    session.press("Z");
    assert!(session.jobs.is_empty());
    session.press("down enter");
    let words: Vec<_> = [
        "sh",
        "-c",
        "echo $1",
        "trifold",
        "[PATCH] pump: prime it before use",
    ]
    .map(text)
    .into();
    assert_eq!(session.jobs[0].arguments, words);
}

#[test]
fn what_is_missing_is_said_and_nothing_runs() {
    let mut session =
        session("[[command]]\nname = \"f\"\nkey = \"Z\"\nrun = [\"x\", \"{line}\"]\n");
    session.press("Z");
    session.screen_shows("f: there is no line of a file here");
    assert!(session.jobs.is_empty());
}

#[test]
fn output_is_a_page_and_the_help_knows_the_command() {
    let mut session = session("[[command]]\nname = \"my tool\"\nkey = \"Z\"\nrun = [\"x\"]\n");
    update(
        &mut session.model,
        Msg::Ran {
            name: "my tool".to_owned(),
            mode: Mode::Pane,
            end: Ok("done".to_owned()),
            output: "one\n\u{1b}[2Jtwo\n".to_owned(),
        },
    );
    session.screen_shows("␛[2Jtwo");
    session.press("q ? m y space t o o l");
    session.screen_shows("my tool");
    session.press("enter");
    assert_eq!(session.jobs.len(), 1);
    session.press(": m y space t o o l enter");
    assert_eq!(session.jobs.len(), 2);
}
