//! Where one mail ends and the next begins, of every habit.

use super::*;

/// A commit's separator, as git format-patch writes it.
const PATCH: &str = "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n";

/// What ends a mail: with no blank line, after base64, after the last boundary, with a line of
/// one blank, with the line ends of the wire.
const ENDS: [&str; 5] = [
    "last line\n",
    "ZW5kIG9mIGEgZmlsZQo=\n",
    "text\n--b--\n",
    " context\n \n",
    "last line\r\n",
];

/// Two mails, the first of which ends in some way, with a separator between them.
fn joined(end: &str, separator: &str, header: &str) -> String {
    let parts = if end.contains("--") {
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    } else {
        ""
    };
    format!("{FROM}From: a@b\n{parts}\n{end}{separator}\n{header}\ntwo\n")
}

#[test]
fn a_date_and_a_header_separate_without_a_blank_line() {
    for end in ENDS {
        let dates = [FROM, LORE, "From ann mar. 11 mai 02:41:58 2021 +0200\n"];
        for line in dates.map(str::trim_end) {
            let text = joined(end, line, "From: c@d\nSubject: x\n");
            let (found, odd) = all(&text);
            assert_eq!(found.len(), 2, "{text}");
            assert!(found[0].bytes.ends_with(end.as_bytes()), "{text}");
            assert_eq!(*found[1].bytes, *b"From: c@d\nSubject: x\n\ntwo\n");
            assert!(odd.is_empty(), "{text}");
        }
    }
}

#[test]
fn files_of_format_patch_put_together_are_as_many_mails() {
    let mail = "From: a@b\nSubject: [PATCH] x\n\n---\n+line\n \n";
    let (found, odd) = all(format!("{PATCH}{mail}").repeat(3));
    assert_eq!(found.len(), 3);
    // The last line may be an empty line of the diff.
    assert!(found.iter().all(|raw| *raw.bytes == *mail.as_bytes()));
    assert!(odd.is_empty());
}

#[test]
fn a_date_that_no_header_follows_is_text_where_no_blank_line_stands_before_it() {
    for line in [FROM, PATCH, LORE] {
        for below in ["", "text\n", "Note: text\n", "\nFrom: a@b\nSubject: x\n"] {
            let before = format!("{FROM}a: 1\n\ntext\n");
            let (found, odd) = all(format!("{before}{line}{below}"));
            assert_eq!(found.len(), 1, "{line}{below}");
            assert_eq!(odd, [before.len() as u64], "{line}{below}");
        }
    }
}

#[test]
fn a_date_that_text_follows_is_text() {
    let head = format!("{FROM}a: 1\n\nIt begins so:\n\n");
    for line in [FROM, PATCH, LORE] {
        for below in [
            "and goes on\n",
            "\nand then it goes on\n",
            "  Subject is next\n",
        ] {
            let (found, odd) = all(format!("{head}{line}{below}"));
            assert_eq!(
                (found.len(), odd),
                (1, vec![head.len() as u64]),
                "{line}{below}"
            );
        }
        for below in [
            "",
            "\n",
            "X: y\n",
            ">From a\nX: y\n",
            "\nFrom \nTo: x\nCc: y\n",
        ] {
            let (_, odd) = all(format!("{head}{line}{below}"));
            assert!(!odd.contains(&(head.len() as u64)), "{line}{below}");
        }
    }
}

/// Tails that no date of English stands in.
const ODD: [&str; 8] = [
    "From ",
    "From -",
    "From nobody",
    "From a@b 2021-05-11 02:41:58",
    "From a@b 2021-05-11T02:41:58Z",
    "From a@b 11.05.2021, 02:41:58",
    "From a@b Tue May 11 02:41:58 2021 and so on",
    "From 0123456789abcdef0123456789abcdef01234567",
];

#[test]
fn a_blank_line_and_several_header_lines_make_any_tail_a_separator() {
    for line in ODD {
        for (blank, end) in [
            ("\n", "\n"),
            ("\r\n", "\r\n"),
            (" \n", "\n"),
            ("\t\r\n", "\r\n"),
        ] {
            let header = "X-UIDL: 1\nDate: x\nFROM: c@d\n";
            let mail = format!("{line}\n{header}\ntwo\n").replace('\n', end);
            let text = format!("{FROM}From: a@b\n\none\n{blank}{mail}");
            let (found, odd) = all(&text);
            assert_eq!(found.len(), 2, "{text}");
            assert!(found[1].bytes.starts_with(b"X-UIDL: 1"), "{text}");
            assert_eq!((&found[1].hint, odd), (&None, vec![]), "{text}");
            assert_eq!(all(&mail).0.len(), 1, "as the first of a file: {mail}");
        }
    }
}

#[test]
fn the_line_that_closes_the_last_part_is_as_good_as_a_blank_one() {
    for line in ODD {
        assert_eq!(all(joined("--b--\n", line, "To: x\nDate: y\n")).0.len(), 2);
        assert_eq!(all(joined("--c--\n", line, "To: x\nDate: y\n")).0.len(), 1);
    }
}

#[test]
fn what_looks_like_a_separator_and_is_refused_is_told_with_its_place() {
    let head = format!("{FROM}a: 1\n\none\n");
    for (between, doubtful) in [
        ("From nobody\nFrom: c@d\nSubject: x\n", true),
        ("\nFrom nobody\nSubject: x\n\n", true),
        ("From 02:41:58 2021\nTo: x\n\n", false),
        ("\nFrom here on\nwe use it\n", false),
        ("\nFrom here on:\n\nSubject: x\nDate: y\n", false),
        ("\nFrom here on\nFixes: y\n", false),
        ("\n>From nobody\nFrom: c@d\nSubject: x\n", false),
        ("\n From nobody\nFrom: c@d\nSubject: x\n", false),
        ("\nFrom: nobody\nTo: c@d\nSubject: x\n", false),
    ] {
        let (found, odd) = all(format!("{head}{between}"));
        assert_eq!(found.len(), 1, "{between}");
        let line = between.find("From").unwrap();
        let place = doubtful.then_some((head.len() + line) as u64);
        assert_eq!(odd, Vec::from_iter(place), "{between}");
    }
    let thrice = "From nobody\nFrom: c@d\nSubject: x\n".repeat(3);
    assert_eq!(all(format!("{head}{thrice}")).1.len(), 1);
}

/// A mail with a patch attached as it is, and what its last line is.
fn attached(line: &str, last: &str) -> String {
    let head = "From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee there\n";
    format!("{FROM}{head}--b\n\n{line}\nFrom: c@d\nSubject: x\n\n---\ntext\n\n{last}\n\n")
}

#[test]
fn a_patch_in_a_part_that_is_open_is_no_mail() {
    for line in ODD.into_iter().chain([PATCH.trim_end()]) {
        let (found, odd) = all(attached(line, "--b--") + &attached(line, "--b--"));
        assert_eq!((found.len(), odd), (2, vec![]), "{line}");
        // A part that is never closed may have been cut, and what follows is of it.
        let cut = attached(line, "--c--");
        let (found, odd) = all(&cut);
        let place = cut.find(&format!("\n{line}\n")).unwrap() + 1;
        assert_eq!((found.len(), odd), (1, vec![place as u64]), "{line}");
    }
    // Behind the last part, and where no part was ever opened, it is one.
    assert_eq!(
        all(attached("text", "--b--") + PATCH + "From: c@d\n\n")
            .0
            .len(),
        2
    );
    assert_eq!(
        all(attached(PATCH.trim_end(), "--b--").replace("--b\n", "--c\n"))
            .0
            .len(),
        2
    );
    // A date of a delivery is that of a mail, and the part before it was cut.
    let date = FROM.trim_end();
    assert_eq!(all(attached(date, "--b--")).0.len(), 2);
}

#[test]
fn many_patches_in_an_open_part_are_looked_at_once() {
    let patch = format!("{PATCH}From: c@d\nSubject: x\n\n");
    let mut text = attached(PATCH.trim_end(), "text");
    while text.len() < 8 << 20 {
        text += &patch;
    }
    let (found, odd) = all(text + "--b--\n\n" + FROM + "a: 1\n\ntwo\n");
    assert_eq!((found.len(), odd), (2, vec![]));
}

#[test]
fn the_separator_of_another_delivery_is_left_in_front_of_the_headers() {
    let (found, odd) = all(format!("{FROM}{PATCH}From: a@b\nSubject: x\n\none\n"));
    assert_eq!((found.len(), odd), (1, vec![]));
}

#[test]
fn a_length_leads_to_a_separator_without_a_date() {
    let body = format!("one\n\n{FROM}Subject: inside\n");
    let length = body.len();
    let rest = "From nobody\nFrom: c@d\nSubject: x\n\ntwo\n";
    let text = format!("{FROM}Content-Length: {length}\n\n{body}{rest}");
    let (found, odd) = all(&text);
    assert_eq!((found.len(), odd), (2, vec![]));
    let prose = text.replace("From: c@d\n", "from there\n");
    assert_eq!(all(prose).0.len(), 2, "the one inside");
}

/// What may stand between two mails; the first in each pair may follow no blank line.
fn separator() -> impl Strategy<Value = (String, &'static str)> {
    let sure = [FROM, LORE, PATCH, "From a@b di. mai 11 02:41:58 2021\n"];
    let sure = sure.map(|line| line.trim_end().to_owned());
    let sure = (
        prop::sample::select(sure.to_vec()),
        prop::sample::select(vec!["", "\n"]),
    );
    let odd = (
        prop::sample::select(ODD.to_vec()).prop_map(str::to_owned),
        Just("\n"),
    );
    prop_oneof![sure, odd]
}

/// A mail with a header, a body that makes a splitter stumble, and no blank line at its end.
fn mail() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just("From here on".to_owned()),
        Just(">From a@b Tue May 11 02:41:58 2021".to_owned()),
        Just("+From a@b Tue May 11 02:41:58 2021".to_owned()),
        Just("Subject: no header".to_owned()),
        Just("--".to_owned()),
        "[ -E~]{1,20}",
    ];
    let body = prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"));
    let shape = prop::sample::select(vec![
        ("X-Status: RO\nFrom: a@b\nSubject: x\n\n", "end\n"),
        ("Received: by x\n\tfor y\nMessage-ID: <1@x>\n\n", "IA==\n"),
        (
            "To: x\nFrom: y\nContent-Type: multipart/mixed; boundary=\"=\"\n\n--=\n\n",
            "--=--\n",
        ),
    ]);
    (shape, body).prop_map(|((head, end), body)| format!("{head}{body}\n{end}"))
}

proptest! {
    #[test]
    fn mails_come_back_whatever_separates_them(
        mails in prop::collection::vec((separator(), mail()), 1..8), wire in any::<bool>(),
    ) {
        let ends = |text: &str| if wire { text.replace('\n', "\r\n") } else { text.to_owned() };
        let mut text = String::new();
        for ((line, blank), mail) in &mails {
            let blank = if text.is_empty() { "" } else { *blank };
            text += &ends(&format!("{blank}{line}\n{mail}"));
        }
        let (found, odd) = all(&text);
        let found: Vec<&str> = found.iter().map(|raw| &text[span(raw)]).collect();
        let expect: Vec<String> = mails.iter().map(|(_, mail)| ends(mail)).collect();
        prop_assert_eq!(found, expect);
        let is_told = |&at: &u64| text[usize::try_from(at).unwrap()..].starts_with("From here on");
        prop_assert!(odd.iter().all(is_told));
    }
}
