//! Bodies that were packed in every way.

use super::*;

const DIFF: &str = "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n";

/// A multipart/mixed body of parts that are each headers, an empty line and content.
fn mixed(parts: &[String]) -> BodyRead {
    let inner = parts.join("\n--B\n");
    let bytes = format!("--B\n{inner}\n--B--\n");
    read(bytes.as_bytes(), "multipart/mixed; boundary=B", "", false)
}

fn plain(text: &str) -> String {
    format!("Content-Type: text/plain\n\n{text}")
}

#[test]
fn an_attached_patch_is_kept_apart_and_a_footer_dropped() {
    let patch = format!("Content-Type: text/x-patch; name*=utf-8''%C3%A9.patch\n\n{DIFF}");
    let read = mixed(&[plain("hello\n"), patch, plain("footer\n")]);
    assert_eq!(read.body.text, "hello\n");
    assert_eq!(read.body.diffs[0].name, "é.patch");
    assert_eq!(format!("{}\n", read.body.diffs[0].text.trim_end()), DIFF);
}

#[test]
fn octets_named_like_a_patch_are_a_patch() {
    let head = "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"0001-x.PATCH\"\nContent-Transfer-Encoding: base64\n\n";
    let read = mixed(&[plain("hello\n"), format!("{head}LS0tIGEKKysrIGIK")]);
    assert_eq!(read.body.diffs[0].text, "--- a\n+++ b\n");
}

#[test]
fn an_inline_text_with_a_diff_follows_the_first_text() {
    let inline = format!("Content-Type: text/x-diff\nContent-Disposition: inline\n\n{DIFF}");
    let read = mixed(&[plain("hello"), inline, plain(DIFF)]);
    assert_eq!(read.body.text.matches("diff --git").count(), 2);
    assert!(read.body.text.starts_with("hello\ndiff --git"));
    assert!(read.body.diffs.is_empty());
}

#[test]
fn plain_text_is_preferred_to_html_and_html_to_nothing() {
    let html = "Content-Type: text/html\n\n<p>hello &amp; <b>bye</b>".to_owned();
    assert_eq!(mixed(&[html.clone(), plain("text\n")]).body.text, "text\n");
    assert_eq!(mixed(&[html]).body.text, "hello & bye\n");
    let alone = read(b"<p>a<p>b", "text/html", "", false);
    assert_eq!(alone.body.text, "a\nb\n");
}

#[test]
fn mails_inside_a_mail_are_handed_on() {
    let inner = "Content-Type: message/rfc822\n\nSubject: x\n\ny\n".to_owned();
    assert_eq!(
        mixed(&[plain("see\n"), inner]).nested,
        [b"Subject: x\n\ny\n"]
    );
    let digest = b"--B\n\nSubject: a\n\nb\n--B\n\nSubject: c\n\nd\n--B--\n";
    let read = read(digest, "multipart/digest; boundary=B", "", false);
    assert_eq!(read.nested.len(), 2);
}

#[test]
fn carriage_returns_count_only_inside_an_encoding() {
    assert!(!read(b"a\r\nb\r\n", "text/plain", "8bit", true).body.crlf);
    let packed = read(b"a=0D\nb\n", "text/plain", "quoted-printable", false);
    assert_eq!(
        (packed.body.text.as_str(), packed.body.crlf),
        ("a\nb\n", true)
    );
}

#[test]
fn a_multipart_that_cannot_be_read_is_shown_as_it_stands() {
    let read = read(
        b"no boundary here\n",
        "multipart/mixed; boundary=B",
        "",
        false,
    );
    assert_eq!(read.body.text, "no boundary here\n");
    assert_eq!(read.warnings.len(), 1);
}

#[test]
fn nesting_without_end_is_a_warning() {
    let level = |n| {
        format!(
            "--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n",
            n + 1
        )
    };
    let bytes: String = (0..300).map(level).collect::<Vec<_>>().concat();
    let read = read(bytes.as_bytes(), "multipart/mixed; boundary=b0", "", false);
    assert_eq!(read.warnings.len(), 1);
}

#[test]
fn flowed_text_is_noted() {
    let kind = "text/plain; charset=utf-8; format=flowed; delsp=yes";
    assert!(read(b"a \nb\n", kind, "7bit", false).body.flowed);
}

fn html(text: &str) -> String {
    format!("Content-Type: text/html\n\n{text}\n")
}

#[test]
fn a_text_that_says_nothing_gives_way_to_the_html() {
    let page = || html("<p>All of it.</p>");
    let list = || plain("_____________\nlist footer\n");
    for blank in [
        " \n\u{a0}\n",
        "\u{feff}\u{200b}\n",
        "",
        "\n_______\nfooter\n",
    ] {
        for parts in [
            vec![plain(blank), page()],
            vec![plain(blank), page(), list()],
        ] {
            assert_eq!(mixed(&parts).body.text, "All of it.\n", "{blank:?}");
        }
    }
    let points = "Your mail program cannot show HTML.\n";
    assert_eq!(mixed(&[plain(points), page()]).body.text, "All of it.\n");
}

#[test]
fn a_text_that_says_something_stays() {
    for said in [
        "No.\n".to_owned(),
        format!("See the HTML.\n{DIFF}"),
        format!("{} html\n", "word ".repeat(200)),
    ] {
        let read = mixed(&[plain(&said), html("<p>All of it.</p>")]);
        assert_eq!(read.body.text.trim_end(), said.trim_end());
    }
    let both = mixed(&[
        plain("No  HTML,\nplease.\n"),
        html("<p>No HTML, please.</p>"),
    ]);
    assert_eq!(both.body.text, "No  HTML,\nplease.\n");
}

fn listed(parts: &[String]) -> Vec<String> {
    let read = mixed(parts).attachments.into_iter();
    read.map(|part| format!("{} {} {}", part.name, part.kind, part.size))
        .collect()
}

fn file(name: &str, kind: &str, text: &str) -> String {
    format!("Content-Type: {kind}\nContent-Disposition: attachment; filename=\"{name}\"\n\n{text}")
}

#[test]
fn what_is_neither_text_nor_patch_is_listed() {
    let told = listed(&[
        plain("hello\n"),
        file(r"C:\\logs\\a.txt", "text/plain", "one\n"),
        file(
            "mails.mbox",
            "application/mbox",
            "From a@x Tue May 11 02:41:58 2021\nFrom: a@x\nSubject: x\n\ny\n",
        ),
        "Content-Type: text/plain\n\nP.S.\n".to_owned(),
        file("page.html", "text/html", "<p>x\n"),
    ]);
    assert_eq!(
        told,
        [
            "a.txt text/plain 4",
            "mails.mbox application/mbox 58",
            " text/plain 5",
            "page.html text/html 5"
        ]
    );
}

#[test]
fn other_forms_of_the_text_signatures_and_footers_are_no_files() {
    let told = listed(&[
        plain("hello\n"),
        html("<p>hello</p>"),
        file("signature.asc", "application/pgp-signature", "x\n"),
        file("smime.p7s", "application/pkcs7-signature", "x\n"),
        plain("___________\nlist\n"),
        plain("-- \nlist\n"),
        file("x.patch", "text/plain", DIFF),
    ]);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn packed_patches_are_unpacked_within_bounds() {
    use std::io::Write;
    let packed = |text: &[u8]| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(text).unwrap();
        data_encoding::BASE64.encode(&out.finish().unwrap())
    };
    let part = |name: &str, text: &[u8]| {
        let kind = "application/gzip\nContent-Transfer-Encoding: base64";
        file(name, kind, &packed(text))
    };
    let read = mixed(&[plain("hello\n"), part("x.patch.gz", DIFF.as_bytes())]);
    assert_eq!(read.body.diffs[0].name, "x.patch");
    assert_eq!(read.body.diffs[0].text, DIFF);
    let bomb = vec![b'x'; 33 << 20];
    let read = mixed(&[plain("hello\n"), part("x.patch.gz", &bomb)]);
    assert_eq!((read.body.diffs.len(), read.attachments.len()), (0, 1));
    assert_eq!(read.warnings.len(), 1);
    let read = mixed(&[plain("hello\n"), part("config.gz", DIFF.as_bytes())]);
    assert_eq!((read.body.diffs.len(), read.attachments.len()), (0, 1));
}

#[test]
fn more_patches_than_anybody_sends_are_not_read() {
    let one = format!("From: a@x\nSubject: [PATCH] x\n\nlog\n---\n{DIFF}");
    let mark = format!("From {} Mon Sep 17 00:00:00 2001\n", "a".repeat(40));
    let all = format!("{mark}{one}").repeat(600);
    let read = mixed(&[plain("hello\n"), file("all.patch", "text/x-patch", &all)]);
    assert_eq!(read.patches.len(), patch_file::MOST);
    assert_eq!(read.warnings.len(), 1);
}

#[test]
fn names_and_types_of_attachments_have_an_end() {
    let name = format!("{}.bin", "n".repeat(300));
    let kind = format!("application/{}", "k".repeat(300));
    let read = mixed(&[plain("hello\n"), file(&name, &kind, "x")]);
    let part = &read.attachments[0];
    assert_eq!((part.name.len(), part.kind.len()), (255, 255));
}
