//! What stands above a letter: who, when, to whom.

use super::*;
use crate::doc::Document;
use crate::doc::fold::Folds;
use crate::doc::testing::{archive_of, archive_with, context, texts};

const MAIL: &str = "From: Ann <ann@example.org>\n\
                    To: \"Weiss, Bo\" <bo@example.org>, list@example.org\n\
                    Cc: Eve (a, b) <eve@example.org>\n\
                    Subject: hi\n\ntext\n";

fn by(name: &str, email: &str) -> Address {
    Address {
        name: name.into(),
        email: email.into(),
    }
}

/// The head of a lone mail of Ann's, an hour after it was sent.
fn head(author: &Address, count: u32, change: impl FnOnce(&mut Context<'_>)) -> Document {
    let archive = archive_of(&[("1@x", "hi", &[], "text\n")]);
    let mut folds = Folds::default();
    folds.set_open(RECIPIENTS, false);
    let mut context = context(&archive, 3600, &folds);
    change(&mut context);
    let mut builder = Builder::new(Row::default(), "");
    write((MsgIdx(0), author, count), &context, &mut builder);
    builder.into_document()
}

#[test]
fn sender_date_and_recipients_have_a_row_each() {
    let document = head(&by("ann", "ann@example.org"), 337, |_| ());
    let rows = texts(&document);
    assert_eq!(rows[0], "From     ann <ann@example.org>");
    assert_eq!(rows[1], "Date     1970-01-01 00:00 +0000 (1h ago)");
    assert!(
        rows[2].starts_with("To/Cc    337 recipients "),
        "{}",
        rows[2]
    );
    assert_eq!(rows.len(), 3);
    assert_eq!(
        document.target(2),
        Some(&Target::Section(RECIPIENTS.to_owned()))
    );
}

#[test]
fn an_author_who_is_not_the_sender_stands_above_the_sender() {
    let rows = texts(&head(&by("Eve", "eve@example.org"), 1, |_| ()));
    assert_eq!(rows[0], "From     Eve <eve@example.org>");
    assert_eq!(rows[1], "Sent by  ann <ann@example.org>");
    assert!(rows[3].starts_with("To/Cc    1 recipient "), "{}", rows[3]);
}

#[test]
fn nobody_and_no_recipient_are_said_or_left_out() {
    let rows = texts(&head(&Address::default(), 0, |_| ()));
    assert_eq!(rows[0], "From     (unknown)");
    assert!(!rows.concat().contains("recipient"));
}

#[test]
fn all_headers_stand_as_they_are_where_they_were_asked_for() {
    let rows = texts(&head(&by("ann", "ann@example.org"), 2, |context| {
        context.headers = true;
        context.source = Some(MAIL);
    }));
    let begins: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.split(':').next())
        .collect();
    assert_eq!(begins, ["From", "To", "Cc", "Subject"]);
    assert!(
        rows[1].contains("\"Weiss, Bo\" <bo@example.org>"),
        "{}",
        rows[1]
    );
}

#[test]
fn open_recipients_are_listed_by_header_and_a_comma_in_a_name_parts_nobody() {
    let archive = archive_of(&[("1@x", "hi", &[], "text\n")]);
    let mut folds = Folds::default();
    folds.set_open(RECIPIENTS, true);
    let with_mail = Context {
        source: Some(MAIL),
        width: 200,
        ..context(&archive, 0, &folds)
    };
    let mut builder = Builder::new(Row::default(), "");
    recipients(3, &with_mail, &mut builder);
    let rows = texts(&builder.into_document());
    assert_eq!(
        rows[1],
        "To       \"Weiss, Bo\" <bo@example.org>, list@example.org"
    );
    assert_eq!(rows[2], "Cc       Eve (a, b) <eve@example.org>");
    let parts: Vec<&str> = split("a <a@b>, \"b, c\" <d@e>, , f (g, h) i@j").collect();
    assert_eq!(parts, ["a <a@b>", "\"b, c\" <d@e>", "f (g, h) i@j"]);
}

#[test]
fn where_rows_are_few_the_head_is_one() {
    let document = head(&by("ann", "ann@example.org"), 12, |context| {
        context.is_low = true;
    });
    let rows = texts(&document);
    assert_eq!(rows.len(), 1);
    assert!(
        rows[0].starts_with("From ann <ann@example.org>"),
        "{}",
        rows[0]
    );
    assert!(rows[0].contains("  1h ago  12 recipients "), "{}", rows[0]);
    let narrow = texts(&head(&by("ann", "ann@example.org"), 12, |context| {
        (context.is_low, context.width) = (true, 40);
    }));
    assert!(
        narrow[0].contains('…') && narrow[0].contains("12 recipients"),
        "{}",
        narrow[0]
    );
    assert!(Row::of(&narrow[0], Role::Text).width() <= 40);
}

#[test]
fn what_a_mail_replies_to_is_named_and_led_to() {
    let archive = archive_of(&[
        ("1@x", "[PATCH] one", &[], "text\n"),
        ("2@x", "Re: [PATCH] one", &["1@x"], "No.\n"),
    ]);
    let folds = Folds::default();
    let context = context(&archive, 0, &folds);
    let mut builder = Builder::new(Row::default(), "");
    answered(MsgIdx(1), &context, &mut builder);
    answered(MsgIdx(0), &context, &mut builder);
    let document = builder.into_document();
    assert_eq!(texts(&document), ["Reply to ann  [PATCH] one"]);
    assert_eq!(document.target(0), Some(&Target::Message(MsgIdx(0))));
}

#[test]
fn attachments_are_told_at_the_end_of_the_head() {
    let archive = archive_with(&["log.txt"]);
    let folds = Folds::default();
    let context = context(&archive, 0, &folds);
    let mut builder = Builder::new(Row::default(), "");
    write(
        (MsgIdx(0), &by("ann", "ann@example.org"), 0),
        &context,
        &mut builder,
    );
    let rows = texts(&builder.into_document());
    assert!(rows.last().unwrap().contains("log.txt"), "{rows:?}");
}

#[test]
fn ages_are_ago_but_for_now() {
    let date = Date {
        seconds: 1000,
        offset: 0,
        guessed: false,
    };
    assert_eq!(ago_label(Some(date), 1000), "now");
    assert_eq!(ago_label(Some(date), 1000 + 3 * 86_400), "3d ago");
}
