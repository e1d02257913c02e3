//! Mail of no series is listed, read, marked and filtered in threads.

use std::io::Write as _;

use crate::session::Session;
use crate::support::file;

/// A mail of a mailbox.
fn mail(out: &mut Vec<u8>, (id, parent): (&str, &str), who: &str, subject: &str, day: u32) {
    let answers = match parent {
        "" => String::new(),
        parent => format!("In-Reply-To: <{parent}@bus.example>\n"),
    };
    write!(
        out,
        "From mboxrd@z Thu Jan  1 00:00:00 1970\nFrom: {who} <{who}@bus.example>\n\
         Subject: {subject}\nDate: {day} Mar 2026 10:00:00 +0000\nMessage-ID: <{id}@bus.example>\n\
         {answers}\n{who} says {id}.\n\n"
    )
    .unwrap();
}

/// The sample, a question with two answers, and an announcement.
fn session() -> Session {
    let mut mails = std::fs::read(file("assets/sample.mbox")).unwrap();
    mail(&mut mails, ("q", ""), "ben", "The bus is silent", 5);
    mail(&mut mails, ("a", "q"), "eve", "Re: The bus is silent", 6);
    mail(&mut mails, ("b", "a"), "ben", "Re: The bus is silent", 19);
    mail(&mut mails, ("n", ""), "eve", "A meeting of buses", 7);
    let mailbox = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(mailbox.path(), mails).unwrap();
    let mut session = Session::new(&[mailbox.path().to_owned()], 120, 50);
    session.press("/ s i l e n t enter");
    session
}

fn row(session: &Session, title: &str) -> String {
    let screen = session.screen();
    let row = screen.lines().find(|line| line.contains(title));
    row.unwrap_or_default().to_owned()
}

#[test]
fn threads_stand_below_the_series_with_their_answers_newest_first() {
    let session = session();
    let screen = session.screen();
    assert!(screen.contains("▾ Threads of no series (3)"), "{screen}");
    let row = row(&session, "The bus is silent");
    assert!(row.starts_with("┃ N   The bus is silent"), "{row}");
    assert!(row.contains("ben") && row.ends_with(" 2 ┃"), "{row}");
    let place = |title: &str| screen.find(title).unwrap();
    assert!(place("The bus is silent") < place("lamps at the next meeting"));
    assert!(place("lamps at the next meeting") < place("A meeting of buses"));
}

#[test]
fn a_thread_is_one_page_and_is_read_when_it_was_seen() {
    let mut session = session();
    let screen = session.screen();
    assert!(screen.contains("[2] Thread The bus is silent"), "{screen}");
    for said in ["ben says q.", "eve says a.", "ben says b."] {
        assert!(screen.contains(said), "{screen}");
    }
    session.press("enter");
    assert!(row(&session, "The bus is silent").starts_with("▌ ✓ "));
    assert!(session.screen().contains("▸ The bus is silent ▸ thread"));
    session.press("q");
    assert!(
        row(&session, "The bus is silent").starts_with("┃ ✓ "),
        "back in the list"
    );
}

#[test]
fn an_answer_opened_by_itself_goes_back_to_its_thread() {
    let mut session = session();
    session.press("g / e v e space s a y s enter");
    assert!(!row(&session, "eve says a.").is_empty());
    session.press("j j j j enter");
    assert!(session.screen().contains("▸ mail"), "{}", session.screen());
    session.press("T");
    assert!(session.screen().contains("[2] Thread The bus is silent"));
    session.press("q q");
    assert!(session.screen().contains("[2] grep: eve says"));
}

#[test]
fn marks_are_on_the_whole_thread() {
    let mut session = session();
    session.press("x k");
    assert!(row(&session, "The bus is silent").contains("┃ ✓ "));
    session.press("x");
    assert!(row(&session, "The bus is silent").contains("┃ N "));
    session.press("k X");
    assert!(row(&session, "The bus is silent").contains("┃ ✓ "));
}

#[test]
fn space_reads_threads_behind_the_series_and_the_list_follows() {
    let mut session = session();
    session.press("enter");
    for _ in 0..6 {
        session.press("space");
        if session.screen().contains("[2] lamps at the next meeting") {
            break;
        }
    }
    let screen = session.screen();
    assert!(screen.contains("[2] lamps at the next meeting"), "{screen}");
    assert!(
        screen.contains("6 of 7"),
        "the list's cursor stands on it: {screen}"
    );
}

#[test]
fn a_filter_finds_threads_by_what_they_are_called_and_who_wrote() {
    let mut session = session();
    for (query, found, lost) in [
        ("silent", "The bus is silent", "A meeting of buses"),
        ("from:eve", "The bus is silent", "lamps at the next"),
        ("is:thread", "A meeting of buses", "lamps for the next"),
        ("!is:thread", "lamps for the next", "A meeting of buses"),
        (
            "is:thread is:replied",
            "The bus is silent",
            "A meeting of buses",
        ),
        ("v:>1", "lamp: fade", "The bus is silent"),
    ] {
        let keys: Vec<String> = query
            .chars()
            .map(|c| c.to_string().replace(' ', "space"))
            .collect();
        session.press(&format!("1 f {} enter", keys.join(" ")));
        assert!(
            !row(&session, found).is_empty(),
            "{query}\n{}",
            session.screen()
        );
        let list = session.screen();
        let list = list.split("[2]").next().unwrap();
        assert!(!list.contains(lost), "{query}\n{list}");
        session.press("1 esc esc");
    }
}

#[test]
fn a_mail_that_the_bottom_cuts_is_read_when_its_last_line_was_seen() {
    let mut mails = Vec::new();
    mail(&mut mails, ("q", ""), "ben", "A long thread", 5);
    mail(&mut mails, ("a", "q"), "eve", "Re: A long thread", 6);
    mails.truncate(mails.len() - 1);
    mails.extend_from_slice("A line of it.\n".repeat(60).as_bytes());
    let mailbox = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(mailbox.path(), mails).unwrap();
    let mut session = Session::new(&[mailbox.path().to_owned()], 120, 40);
    session.press("enter");
    assert!(
        session.screen().contains("eve says a."),
        "its heading is seen"
    );
    assert!(
        !row(&session, "A long thread").contains("✓"),
        "but not its end"
    );
    session.press("G");
    assert!(
        row(&session, "A long thread").contains("✓"),
        "{}",
        session.screen()
    );
}
