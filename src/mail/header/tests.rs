//! How headers are read: folding, encoded words, damage.

use proptest::prelude::*;

use super::*;

#[test]
fn a_header_of_megabytes_is_cut() {
    let long = format!("Subject: {}\nFrom: a@b\n\ntext", "x".repeat(3 << 20));
    let mail = split(long.as_bytes(), Framing::Plain, |_| true);
    assert_eq!(
        mail.odd,
        Some("header block over 1 MB, the rest of it not read")
    );
    assert_eq!(mail.fields[0].value.len(), HEADER_LIMIT);
    assert_eq!(mail.body, b"text");
    let last = format!("Subject: {}\n\ntext", "x".repeat(3 << 20));
    let odd = split(last.as_bytes(), Framing::Plain, |_| true).odd;
    assert_eq!(odd, Some("a header over 1 MB, cut there"));
}

fn names(mail: &str) -> (Vec<String>, String) {
    let cut = split(mail.as_bytes(), Framing::Plain, |_| true);
    let names = cut
        .fields
        .iter()
        .map(|f| charset::guess(f.name).into_owned())
        .collect();
    (names, charset::guess(cut.body).into_owned())
}

#[test]
fn the_first_empty_line_ends_the_headers() {
    let (fields, body) = names("A: 1\r\nB: 2\r\n\r\nC: 3\n");
    assert_eq!(fields, ["A", "B"]);
    assert_eq!(body, "C: 3\n");
}

#[test]
fn folds_become_one_blank() {
    let all = headers(b"Subject: a\n \t b\n  c  d\n\n", Framing::Plain);
    assert_eq!(all, [("Subject".to_owned(), "a b c d".to_owned())]);
}

#[test]
fn eight_bit_headers_are_utf8_or_windows_1252() {
    assert_eq!(headers(b"A: \xc3\xa9\n", Framing::Plain)[0].1, "é");
    assert_eq!(headers(b"A: \xe9\x80\n", Framing::Plain)[0].1, "é€");
}

#[test]
fn separator_lines_among_headers_are_passed_over() {
    assert_eq!(names("From a@b Tue May 11\n>From c\nA: 1\n\nb").0, ["A"]);
}

#[test]
fn a_fold_without_its_blank_is_passed_over() {
    let (fields, body) = names("References: <a@b>\n<c@d>\nSubject: x\n\nhello\n");
    assert_eq!(fields, ["References", "Subject"]);
    assert_eq!(body, "hello\n");
}

#[test]
fn a_body_without_an_empty_line_before_it_is_found() {
    let (fields, body) = names("Subject: x\nHello there,\nthis is text.\n");
    assert_eq!(fields, ["Subject"]);
    assert_eq!(body, "Hello there,\nthis is text.\n");
}

#[test]
fn text_without_headers_is_all_body() {
    assert_eq!(names("just text\n\nmore\n").1, "just text\n\nmore\n");
    assert_eq!(
        split(b"A: 1\n\nb", Framing::BodyOnly, |_| true).body,
        b"A: 1\n\nb"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_cut_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        headers(&bytes, Framing::Plain);
    }

    #[test]
    fn the_body_is_always_a_tail(text in "(A: b\r?\n| c\n|junk\n|\n|From x\n){0,12}") {
        prop_assert!(text.as_bytes().ends_with(split(text.as_bytes(), Framing::Plain, |_| true).body));
    }
}
