//! What is written for `git am`, line by line.

use std::fs;
use std::ops::ControlFlow;

use super::*;
use crate::archive::load::load;
use crate::series::correct::Corrections;

const DIFF: &str = "Why.\n\nSigned-off-by: A <a@b.c>\n---\n x | 1 +\n\n\
                    diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n a\n+b\n-- \n2.40\n";

fn mail(from: &str, id: &str, subject: &str, text: &str) -> String {
    format!(
        "From a@b Tue May 11 10:00:00 2021\nFrom: {from}\nMessage-ID: <{id}>\n\
         Date: Tue, 11 May 2021 10:00:00 +0200\nSubject: {subject}\n\n{text}\n"
    )
}

fn of_a(id: &str, subject: &str, text: &str) -> String {
    mail("A <a@b.c>", id, subject, text)
}

/// A reply of B's.
fn reply(to: &str, text: &str) -> String {
    mail(
        "B <b@b.c>",
        &format!("r{}@x>\nIn-Reply-To: <{to}", text.len()),
        "Re: x",
        text,
    )
}

/// What is written of the first series of a mailbox.
fn written(mbox: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.mbox");
    fs::write(&path, mbox).unwrap();
    let go_on = |_| ControlFlow::Continue(());
    let archive = load(&[path], &Corrections::default(), &go_on).unwrap();
    series(&archive, SeriesIdx(0)).unwrap()
}

#[test]
fn a_patch_is_a_mail_that_git_reads() {
    let text = written(&of_a("1@x", "[PATCH] lamp: dim", DIFF));
    let head = "From mboxrd@z Thu Jan  1 00:00:00 1970\n\
                From: A <a@b.c>\n\
                Date: Tue, 11 May 2021 10:00:00 +0200\n\
                Subject: [PATCH] lamp: dim\n\
                Message-ID: <1@x>\n\
                MIME-Version: 1.0\n\
                Content-Type: text/plain; charset=UTF-8\n\
                Content-Transfer-Encoding: 8bit\n\n";
    assert_eq!(text, format!("{head}{DIFF}\n"));
}

#[test]
fn numbers_and_versions_stand_in_the_subject() {
    let subject = |subject: &str| {
        let text = written(&of_a("1@x", subject, DIFF));
        let line = text.lines().find(|line| line.starts_with("Subject: "));
        line.unwrap_or_default().to_owned()
    };
    assert_eq!(subject("[PATCH v2] x"), "Subject: [PATCH v2] x");
    assert_eq!(subject("[PATCH v2.1 3/7] x"), "Subject: [PATCH v2.1 3/7] x");
    assert_eq!(subject("[PATCH 3/12] x"), "Subject: [PATCH 03/12] x");
    assert_eq!(subject("[PATCH 1/1] x"), "Subject: [PATCH] x");
    assert_eq!(
        subject("[RFC PATCH net-next 1/2] x"),
        "Subject: [PATCH 1/2] x"
    );
}

#[test]
fn tags_that_nobody_doubts_go_behind_those_of_the_log() {
    let log = |replies: &[String]| {
        let text = written(&(of_a("1@x", "[PATCH] x", DIFF) + &replies.concat()));
        let (_, log) = text.split_once("\n\n").unwrap();
        log.split_once("---\n").unwrap().0.to_owned()
    };
    let own = "Why.\n\nSigned-off-by: A <a@b.c>\n";
    assert_eq!(log(&[]), own);
    let acked = reply("1@x", "Acked-by: B <b@b.c>\n");
    assert_eq!(
        log(std::slice::from_ref(&acked)),
        format!("{own}Acked-by: B <b@b.c>\n")
    );
    // Given for another, with a condition, or by the log already.
    for doubtful in [
        "Reviewed-by: Z <z@z.z>\n",
        "With that fixed,\nReviewed-by: B <b@b.c>\n",
        "Signed-off-by: A <a@b.c>\n",
    ] {
        assert_eq!(log(&[reply("1@x", doubtful)]), own, "{doubtful}");
    }
    let nacked = reply("1@x", "Nacked-by: B <b@b.c>\n");
    assert!(!log(&[nacked]).is_empty());
}

#[test]
fn tags_of_a_log_without_any_begin_a_block_of_their_own() {
    let bare = DIFF.replace("\nSigned-off-by: A <a@b.c>\n", "");
    let text = written(&(of_a("1@x", "[PATCH] x", &bare) + &reply("1@x", "Acked-by: B <b@b.c>\n")));
    assert!(
        text.contains("\n\nWhy.\n\nAcked-by: B <b@b.c>\n---\n"),
        "{text}"
    );
}

#[test]
fn an_author_who_did_not_send_it_stands_in_the_body() {
    let text = written(&of_a(
        "1@x",
        "[PATCH] x",
        &format!("From: C <c@d.e>\n\n{DIFF}"),
    ));
    assert!(text.contains("\nFrom: A <a@b.c>\n"));
    assert!(text.contains("\n\nFrom: C <c@d.e>\n\nWhy.\n"), "{text}");
}

#[test]
fn a_line_that_would_begin_another_mail_is_quoted_once() {
    let log = "Why.\n\nFrom a@b Tue May 11 10:00:00 2021\nFrom here on it is dark.\n---\n";
    let text = DIFF.replace("Why.\n\nSigned-off-by: A <a@b.c>\n---\n", log);
    let mbox = of_a("1@x", "[PATCH] x", &text).replace("\nFrom a@b Tue", "\n>From a@b Tue");
    // The line that separates mails is none of the text.
    let mbox = mbox.trim_start_matches('>');
    let text = written(mbox);
    assert_eq!(text.matches("\n>From a@b Tue May").count(), 1, "{text}");
    assert_eq!(text.matches("\nFrom a@b Tue May").count(), 0, "{text}");
    assert!(text.contains("\nFrom here on it is dark.\n"), "{text}");
}

#[test]
fn patches_come_in_their_order_and_those_that_are_missing_or_above_the_total_do_not() {
    let mbox = of_a("3@x>\nIn-Reply-To: <1@x", "[PATCH 3/3] three", DIFF)
        + &of_a("1@x", "[PATCH 1/3] one", DIFF)
        + &of_a("4@x>\nIn-Reply-To: <1@x", "[PATCH 4/3] four", DIFF);
    let text = written(&mbox);
    let subjects: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("Subject"))
        .collect();
    assert_eq!(
        subjects,
        ["Subject: [PATCH 1/3] one", "Subject: [PATCH 3/3] three"]
    );
}

#[test]
fn carriage_returns_survive_as_base64() {
    let mbox = of_a("1@x", "[PATCH] x", DIFF).replace(
        "\nSubject",
        "\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=UTF-8\nSubject",
    );
    let (head, _) = mbox.split_once("\n\n").unwrap();
    let coded = BASE64.encode(DIFF.replace('\n', "\r\n").as_bytes());
    let text = written(&format!("{head}\n\n{coded}\n"));
    let (head, body) = text.split_once("\n\n").unwrap();
    assert!(
        head.ends_with("Content-Transfer-Encoding: base64"),
        "{head}"
    );
    assert!(body.lines().all(|line| line.len() <= COLUMNS));
    let joined: String = body.split_whitespace().collect();
    let decoded = BASE64.decode(joined.as_bytes()).unwrap();
    let decoded = String::from_utf8(decoded).unwrap();
    assert!(decoded.contains("\r\n+b\r\n") && !decoded.replace("\r\n", "").contains('\n'));
}

#[test]
fn names_and_titles_of_any_letters_are_encoded_words_of_bounded_length() {
    assert_eq!(encoded_word("Ann Lamp"), "Ann Lamp");
    assert_eq!(encoded_word("J\u{f6}rg"), "=?UTF-8?B?SsO2cmc=?=");
    assert_eq!(encoded_word("a, b"), "=?UTF-8?B?YSwgYg==?=");
    let long = "\u{6f22}".repeat(40);
    let words = encoded_word(&long);
    for word in words.split(' ') {
        // RFC 2047 §2: no encoded word is longer than 75 characters.
        assert!(word.len() <= 75 && word.starts_with("=?UTF-8?B?"), "{word}");
    }
    assert_eq!(crate::mail::decode_words(&words), long);
    let text = written(&mail("J\u{f6}rg <j@x.y>", "1@x", "[PATCH] l\u{e4}mp", DIFF));
    assert!(
        text.contains("From: =?UTF-8?B?SsO2cmc=?= <j@x.y>\n"),
        "{text}"
    );
    assert!(
        text.contains("Subject: [PATCH] =?UTF-8?B?bMOkbXA=?=\n"),
        "{text}"
    );
}
