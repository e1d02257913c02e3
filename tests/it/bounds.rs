//! What is too much: each bound holds, and says so in the list of problems.

use std::io::Write;
use std::path::PathBuf;

use trifold::archive::Archive;

use crate::support::open;

const HEAD: &str = "From a@b Tue Mar 10 10:00:00 2026\nFrom: A <a@b.example>\nMessage-ID: <1@x>\n\
                    Date: Tue, 10 Mar 2026 10:00:00 +0000\nSubject: [PATCH] x\n";

/// An archive of some bytes, and what was odd in them.
fn opened(bytes: &[u8]) -> (Archive, Vec<String>) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let archive = open(&[PathBuf::from(file.path())]);
    let odd = archive.warnings().iter().map(|w| w.what.clone()).collect();
    (archive, odd)
}

fn says(bytes: &[u8], what: &str) -> Archive {
    let (archive, odd) = opened(bytes);
    assert!(odd.iter().any(|w| w.contains(what)), "{what}: {odd:?}");
    archive
}

#[test]
fn a_mail_of_many_megabytes_is_read_in_part() {
    let mail = format!("{HEAD}\n{}\n", "a line of text\n".repeat(3 << 20));
    let archive = says(mail.as_bytes(), "only the first 32 of them are read");
    let (at, _) = archive.messages().next().unwrap();
    assert!(archive.read_body(at).unwrap().text.len() <= 32 << 20);
}

#[test]
fn a_header_of_megabytes_is_cut() {
    let mail = format!("{HEAD}Comments: {}\n\ntext\n", "x".repeat(2 << 20));
    says(mail.as_bytes(), "a header over 1 MB");
}

#[test]
fn mails_within_mails_end_at_a_depth() {
    let level = |n: u32| format!("Message-ID: <in{n}@x>\nContent-Type: message/rfc822\n\n");
    let inner: String = (0..5000).map(level).collect();
    let mail = format!("{HEAD}Content-Type: message/rfc822\n\n{inner}");
    let archive = says(mail.as_bytes(), "those below are not read");
    assert!(archive.len() < 12);
}

#[test]
fn parts_within_parts_end_at_a_depth() {
    let part = |n: u32| {
        format!(
            "--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
            n + 1
        )
    };
    let parts: String = (0..5000).map(part).collect();
    let mail = format!("{HEAD}Content-Type: multipart/mixed; boundary=b0\n\n{parts}");
    says(mail.as_bytes(), "could not be taken apart");
}

#[test]
fn ten_thousand_parts_are_enough() {
    let parts = "--b\nContent-Type: text/plain\n\nx\n".repeat(12_000);
    let mail = format!("{HEAD}Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    says(mail.as_bytes(), "more than 10000 parts");
}

#[test]
fn a_thread_of_a_hundred_thousand_replies_is_one_thread() {
    let reply = |n: u32| {
        format!(
            "From a@b Tue Mar 10 10:00:00 2026\nFrom: A <a@b>\nMessage-ID: <{n}@x>\nIn-Reply-To: <{}@x>\n\
             Subject: Re: [PATCH] x\n\nno\n\n",
            n - 1
        )
    };
    let replies: String = (2..100_000).map(reply).collect();
    let text = format!("{HEAD}\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n\n{replies}");
    let (archive, _) = opened(text.as_bytes());
    assert_eq!(archive.all_series().len(), 1);
    assert_eq!(archive.all_series()[0].all_replies().count(), 99_998);
}

#[test]
fn a_path_of_many_folders_is_drawn() {
    use crate::session::Session;
    let path = "d/".repeat(20_000) + "f";
    let text = format!(
        "{HEAD}\n---\ndiff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-a\n+b\n"
    );
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let mut session = Session::new(&[PathBuf::from(file.path())], 120, 40);
    session.press("enter 3 j enter");
    assert!(session.screen().contains("1 file"));
}
