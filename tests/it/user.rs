//! Commands of the user's own.

use std::sync::Arc;

use ratatui::layout::Size;
use trifold::app::outgoing::selection::Parcel;
use trifold::app::outgoing::user::{Filled, Mode};
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
fn what_a_mail_says_is_no_option_and_no_command() {
    let path = crate::support::file("tests/corpus/path_that_is_a_command.mbox");
    let archive = Arc::new(crate::support::open(&[path]));
    let size = Size::new(120, 40);
    for (run, runs) in [
        (r#"["vim", "{subject}"]"#, false),
        (r#"["vim", "--", "{subject}"]"#, true),
        (r#"["vim", "-c {subject}"]"#, true),
    ] {
        let config = format!("[[command]]\nname = \"v\"\nkey = \"Z\"\nrun = {run}\n");
        let mut session = Session::configured(Arc::clone(&archive), "x", size, &config);
        session.press("enter Z");
        assert_eq!(
            !session.jobs.is_empty(),
            runs,
            "{run}\n{}",
            session.screen()
        );
        if !runs {
            session.screen_shows("would be an option");
        }
    }
    let config =
        "[[command]]\nname = \"v\"\nkey = \"Z\"\nrun = [\"vim $1\", \"{subject}\"]\nshell = true\n";
    let mut session = Session::configured(Arc::clone(&archive), "x", size, config);
    session.press("enter Z");
    assert!(session.jobs.is_empty());
    let config = "[[command]]\nname = \"v\"\nkey = \"Z\"\nrun = [\"vim\", \"{file}\"]\n";
    let mut session = Session::configured(archive, "x", size, config);
    session.press("enter } j Z");
    let job = session
        .jobs
        .first()
        .unwrap_or_else(|| panic!("{}", session.screen()));
    assert!(
        matches!(job.arguments[1].as_slice(), [Filled::Path(path)] if path.starts_with("+call"))
    );
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

/// The page of a mail with some links, and the list of them.
fn links(links: &str) -> Session {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("links.mbox");
    let head = "From a@b Tue Mar 10 10:00:00 2026\nFrom: A <a@b.example>\nMessage-ID: <1@x>\nSubject: [PATCH] links\n\n";
    let diff = "---\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";
    std::fs::write(&path, format!("{head}{links}{diff}")).unwrap();
    let archive = Arc::new(crate::support::open(&[path]));
    let mut session = Session::of(archive, "x", Size::new(120, 40));
    session.press("enter O");
    session
}

#[test]
fn links_are_listed_once_and_not_without_end() {
    let many: String = (0..10_100)
        .map(|n| format!("https://x.example/{n} https://x.example/0\n"))
        .collect();
    links(&many).screen_shows("1 of 10000");
    // The mail's own is one of them.
    links(&"https://x.example/0 https://x.example/1\n".repeat(9)).screen_shows("1 of 3");
}

#[test]
fn a_link_is_listed_as_the_text_marks_it() {
    let session = links("(see https://x.example/Bar_(unit), mailto:a@b.example)\n");
    session.screen_shows("https://x.example/Bar_(unit)");
    session.screen_shows("1 of 3");
}
