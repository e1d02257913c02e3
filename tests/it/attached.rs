//! Mails that bring files: patches of their own, and what is none.

use std::fs;

use trifold::series::Via;

use crate::session::Session;
use crate::support::{corpus, file, open, shape, short};

#[test]
fn attached_patches_are_series_with_their_mail_as_letter() {
    let cases: &[(&str, &[&str])] = &[
        (
            "series_as_attachments",
            &["v1 cover sa: 1=part-1.sa 2=part-2.sa"],
        ),
        (
            "attached_versions",
            &[
                "v1 cover pg1: 1=part-1.pg1 2=part-2.pg1",
                "v2 cover pg3: 1=part-1.pg3 2=part-2.pg3 3=part-3.pg3",
            ],
        ),
        ("attached_in_each_mail", &["v1 cover em0: 1=em1 2=em2"]),
        (
            "attached_numbered_by_name",
            &["v3 cover nn: 1=part-2.nn 2=part-1.nn"],
        ),
        (
            "pasted_one_after_another",
            &["v1 cover po: 1=part-1.po 2=part-2.po"],
        ),
    ];
    for (name, want) in cases {
        assert_eq!(shape(&corpus(name)), *want, "{name}");
    }
}

#[test]
fn what_is_attached_is_whose_file_it_is() {
    let archive = corpus("attached_versions");
    let newest = &archive.all_series()[0];
    assert_eq!(newest.head.title, "Faster lamps");
    assert!(newest.parts.naked_cover);
    assert_eq!(newest.versions.older.len(), 1);
    let second = newest.parts.slots[1].message.unwrap();
    let (message, facts) = (
        archive.message(second).unwrap(),
        archive.facts(second).unwrap(),
    );
    assert_eq!(message.from.email, "a@w.example");
    assert_eq!(facts.author(message).email, "o@w.example");
    assert_eq!(facts.trailers[0].value, "An Other <o@w.example>");
    let body = archive.read_body(second).unwrap();
    assert!(
        body.text.starts_with("Log.\n\nSigned-off-by"),
        "{}",
        body.text
    );
    let raw = String::from_utf8(archive.raw_bytes(second).unwrap()).unwrap();
    assert!(raw.starts_with("From: An Other"), "{raw}");
    assert!(archive.is_part(second) && !archive.is_part(newest.parts.cover.unwrap()));
}

#[test]
fn an_answer_that_brings_patches_is_an_answer_still() {
    let archive = corpus("attached_versions");
    let oldest = &archive.all_series()[1];
    let replies: Vec<_> = oldest
        .replies
        .iter()
        .map(|&at| short(&archive, at))
        .collect();
    assert_eq!(replies, ["pg2", "pg3"]);
    for slot in &oldest.parts.slots {
        let given: Vec<_> = slot.review.iter().map(|review| review.via).collect();
        assert_eq!(given, [Via::Cover]);
    }
}

#[test]
fn a_mail_with_one_file_is_the_patch_in_it() {
    let archive = corpus("attached_in_each_mail");
    let slots = &archive.all_series()[0].parts.slots;
    let first = slots[0].message.unwrap();
    let (message, facts) = (
        archive.message(first).unwrap(),
        archive.facts(first).unwrap(),
    );
    assert_eq!(facts.author(message).email, "o@w.example");
    assert_eq!(slots[0].review.len(), 1);
    let body = archive.read_body(first).unwrap();
    assert_eq!(body.file.as_ref().unwrap().note, "Tested on a desk.\n");
    assert!(body.text.starts_with("Log.\n"), "{}", body.text);
    let whole = body.whole();
    let start =
        "Tested on a desk.\n\nFrom: An Other <o@w.example>\nSubject: [PATCH] lamp: add\n\nLog.\n";
    assert!(whole.starts_with(start), "{whole}");
}

#[test]
fn the_letter_of_attached_patches_is_the_mail_and_an_attached_letter() {
    let archive = corpus("attached_numbered_by_name");
    let series = &archive.all_series()[0];
    let titles: Vec<_> = series
        .parts
        .slots
        .iter()
        .map(|slot| slot.title.as_str())
        .collect();
    assert_eq!(titles, ["lamp: add", "lamp: use"]);
    let cover = series.parts.cover.unwrap();
    let text = archive.read_body(cover).unwrap().text;
    assert!(text.starts_with("Rebased.\n\nLog.\n"), "{text}");
    let aside = &archive.message(cover).unwrap().attachments;
    let names: Vec<_> = aside.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["fixup.diff"]);
    let bytes = archive.attachment(cover, 0).unwrap();
    assert_eq!(bytes.len() as u64, aside[0].size);
    assert!(
        String::from_utf8(bytes)
            .unwrap()
            .contains("+++ b/src/use.c")
    );
}

#[test]
fn files_beside_a_text_are_listed_without_their_folders() {
    let archive = corpus("answer_with_a_log_and_a_picture");
    let slot = &archive.all_series()[0].parts.slots[0];
    let reply = archive.message(slot.replies[0]).unwrap();
    let told: Vec<_> = reply
        .attachments
        .iter()
        .map(|part| (part.name.as_str(), part.kind.as_str(), part.size))
        .collect();
    assert_eq!(told[0], ("dmesg.txt", "text/plain", 65));
    assert_eq!((told[1].0, told[1].1), ("config.gz", "application/x-gzip"));
    assert_eq!(told[2..], [("", "image/png", 4)]);
    assert_eq!(slot.review.len(), 1);
    assert_eq!(archive.attachment(slot.replies[0], 2).unwrap(), b"xxxx");
    assert!(archive.attachment(slot.replies[0], 3).unwrap().is_empty());
}

#[test]
fn html_is_read_where_the_text_is_blank_or_points_at_it() {
    let archive = corpus("text_that_points_at_html");
    let slot = &archive.all_series()[0].parts.slots[0];
    let files = &archive.facts(slot.message.unwrap()).unwrap().files;
    assert_eq!(
        (files[0].path.as_str(), files[0].added),
        ("src/lamp.c", Some(2))
    );
    let given: Vec<_> = slot
        .review
        .iter()
        .map(|r| r.trailer.name.as_str())
        .collect();
    assert_eq!(given, ["Tested-by", "Acked-by"]);
    let polite = archive.read_body(slot.replies[1]).unwrap().text;
    assert!(
        polite.starts_with("Please send no HTML mail.\n\nAcked"),
        "{polite}"
    );
}

fn session(name: &str) -> Session {
    Session::new(&[file(&format!("tests/corpus/{name}.mbox"))], 100, 40)
}

#[test]
fn attachments_are_told_in_the_head_where_the_text_ends_and_in_threads() {
    let mut session = session("answer_with_a_log_and_a_picture");
    session.press("enter G");
    session.screen_shows("with 3 files");
    session.press("g r enter");
    let screen = session.screen();
    let lines = screen.lines().filter(|line| line.contains("dmesg.txt"));
    assert_eq!(lines.count(), 2, "{screen}");
    session.screen_shows("Attached dmesg.txt  text/plain  65 B");
    session.screen_shows("attached: (no name)  image/png  4 B");
    session.press("T");
    session.screen_shows("attached: config.gz");
}

#[test]
fn enter_shows_the_text_of_an_attachment_and_its_name_is_proposed() {
    let mut session = session("answer_with_a_log_and_a_picture");
    session.press("enter g r enter / d m e s g enter enter");
    session.screen_shows("[    0.000000] Linux");
    session.press("g w");
    session.screen_shows("dmesg.txt");
    session.press("esc H / c o n f i g enter enter");
    session.screen_shows("This is no text: application/x-gzip");
}

#[test]
fn the_page_of_a_patch_that_was_attached_shows_the_mail_and_the_file() {
    let mut session = session("attached_in_each_mail");
    session.press("enter ]");
    session.screen_shows("An Other");
    session.screen_shows("Tested on a desk.");
    session.screen_shows("Log.");
    session.screen_shows("dim(lamp);");
}

#[test]
fn patches_in_a_mail_are_counted_with_it_and_linked_by_its_id() {
    let archive = corpus("attached_versions");
    assert_eq!((archive.mails(), archive.len()), (3, 8));
    let newest = &archive.all_series()[0];
    let part = newest.parts.slots[2].message.unwrap();
    assert_eq!(archive.outer(part), newest.parts.cover.unwrap());
    assert_eq!(
        archive.outer(newest.parts.cover.unwrap()),
        newest.parts.cover.unwrap()
    );
}

#[test]
fn a_forward_of_attached_patches_is_no_series_of_its_own() {
    let text = fs::read_to_string(file("tests/corpus/attached_versions.mbox")).unwrap();
    let inner = text.split_once('\n').unwrap().1;
    let inner = inner.split("From mboxrd@z").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    let outer = format!(
        "From a@x Tue May 11 02:41:58 2021\nFrom: list@x\nMessage-ID: <w@x>\nSubject: Digest\n\
         Content-Type: multipart/mixed; boundary=W\n\n--W\nContent-Type: message/rfc822\n\n{inner}\n--W--\n"
    );
    fs::write(&path, outer).unwrap();
    let archive = open(&[path]);
    assert_eq!(shape(&archive), [""; 0]);
}

#[test]
fn the_next_version_may_be_brought_by_another_person() {
    let text = fs::read_to_string(file("tests/corpus/attached_versions.mbox")).unwrap();
    let (before, last) = text
        .rsplit_once("From: A Writer <a@w.example>\nSubject: Re:")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    fs::write(
        &path,
        format!("{before}From: Bo Reed <bo@w.example>\nSubject: Re:{last}"),
    )
    .unwrap();
    let archive = open(&[path]);
    let newest = &archive.all_series()[0];
    assert_eq!(
        (
            newest.head.submitter.name.as_str(),
            newest.versions.older.len()
        ),
        ("Bo Reed", 1)
    );
}

#[test]
fn a_patch_in_the_text_is_not_given_up_for_a_file_of_another_title() {
    let text = fs::read_to_string(file("tests/corpus/attached_in_each_mail.mbox")).unwrap();
    let diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    for (title, want) in [("lamp: add", "src/lamp.c"), ("lamp: other", "x")] {
        let text = text.replace(
            "Subject: [PATCH 1/2] lamp: add",
            &format!("Subject: [PATCH 1/2] {title}"),
        );
        let text = text.replace("Tested on a desk.\n", &format!("Log.\n---\n{diff}"));
        fs::write(&path, text).unwrap();
        let archive = open(std::slice::from_ref(&path));
        let first = archive.all_series()[0].parts.slots[0].message.unwrap();
        assert_eq!(archive.facts(first).unwrap().files[0].path, want);
        let aside = &archive.message(first).unwrap().attachments;
        assert_eq!(aside.len(), usize::from(want == "x"));
        for (number, part) in aside.iter().enumerate() {
            let bytes = archive.attachment(first, number).unwrap();
            assert_eq!(bytes.len() as u64, part.size);
        }
    }
}

#[test]
fn a_copy_that_lost_its_files_does_not_take_their_place() {
    let text = fs::read_to_string(file("tests/corpus/attached_versions.mbox")).unwrap();
    let first = text.split("From mboxrd@z").nth(1).unwrap();
    let whole = format!("From mboxrd@z{first}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    for note in ["a", "b", "c", "d", "e", "f"] {
        let head = whole.split("\nMIME-Version").next().unwrap();
        let scrubbed = format!("{head}\n\nHi,\n{note}\nAn attachment was scrubbed.\n\n");
        for copies in [format!("{whole}{scrubbed}"), format!("{scrubbed}{whole}")] {
            fs::write(&path, copies).unwrap();
            let archive = open(std::slice::from_ref(&path));
            let slots = &archive.all_series()[0].parts.slots;
            let body = archive.read_body(slots[1].message.unwrap()).unwrap();
            assert!(body.text.contains("+++ b/src/use.c"), "{note}");
        }
    }
}

#[test]
fn a_patch_that_is_an_answer_says_to_what() {
    let mut session = session("attached_versions");
    session.press("enter");
    session.screen_shows("Reply to Bo Reed  Re: Faster lamps");
}
