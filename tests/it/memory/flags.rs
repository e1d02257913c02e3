//! What a source says was read is read, until it is marked otherwise.

use std::fs;

use trifold::archive::marks::{Ledger, Marks, Recalled, Viewpoint};

use crate::session::Session;

fn mail(id: &str, subject: &str, status: &str) -> String {
    format!(
        "From: ann <ann@lamp.example>\nSubject: {subject}\nDate: 5 Mar 2026 10:00:00 +0000\n\
         Message-ID: <{id}@lamp.example>\n{status}\nHello.\n"
    )
}

fn signs(session: &Session) -> Vec<String> {
    let screen = session.screen();
    let rows = screen.lines().filter(|row| row.contains(" lamp "));
    let list = rows.filter(|row| row.starts_with('┃') && row.ends_with('┃'));
    let signs = list.map(|row| {
        let words: Vec<&str> = row.split_whitespace().take(4).collect();
        words[1..].join(" ")
    });
    signs.collect()
}

#[test]
fn the_status_of_an_mbox_and_the_names_of_a_maildir_say_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let mailbox = folder.path().join("a.mbox");
    let separated =
        |mail: String| format!("From ann@lamp.example Thu Mar  5 10:00:00 2026\n{mail}\n");
    let mails = [
        ("1", "lamp one", "Status: RO\n"),
        ("2", "lamp two", "Status: O\n"),
    ];
    let mails = mails.map(|(id, subject, status)| separated(mail(id, subject, status)));
    fs::write(&mailbox, mails.concat()).unwrap();
    let maildir = folder.path().join("m");
    for part in ["cur", "new", "tmp"] {
        fs::create_dir_all(maildir.join(part)).unwrap();
    }
    for (name, id, subject) in [
        ("cur/3.lamp:2,FS", "3", "lamp three"),
        ("cur/4.lamp:2,F", "4", "lamp four"),
        ("new/5.lamp", "5", "lamp five"),
    ] {
        fs::write(maildir.join(name), mail(id, subject, "")).unwrap();
    }
    let mh = folder.path().join("mh");
    fs::create_dir_all(&mh).unwrap();
    fs::write(mh.join(".mh_sequences"), "cur: 1\nunseen: 2-9\n").unwrap();
    for (name, id, subject) in [("1", "6", "lamp six"), ("2", "7", "lamp seven")] {
        fs::write(mh.join(name), mail(id, subject, "")).unwrap();
    }
    let paths = [mailbox, maildir, mh];
    for (ignores_flags, read) in [(false, 3), (true, 0)] {
        let archive = crate::support::open(&paths);
        let reader = Viewpoint {
            ignores_flags,
            ..Viewpoint::default()
        };
        let mut marks = Marks::default();
        let _ = marks.recall(Recalled::new(Ledger::default(), &archive, &reader));
        let mails = archive.messages().filter(|(at, _)| marks.is_read(*at));
        assert_eq!(mails.count(), read, "source_flags = {}", !ignores_flags);
    }
    let mut session = Session::new(&paths, 120, 40);
    let mut read = signs(&session);
    read.sort();
    assert_eq!(
        read,
        [
            "N lamp five",
            "N lamp four",
            "N lamp seven",
            "N lamp two",
            "✓ lamp one",
            "✓ lamp six",
            "✓ lamp three"
        ]
    );
    session.press("f o n e enter j x");
    assert_eq!(signs(&session), ["N lamp one"], "{}", session.screen());
}
