//! Tests of the module above.

use std::io::Write;
use std::sync::Mutex;

use super::*;
use crate::archive::load::load;
use crate::series::correct::Corrections;

fn mail(number: u32, headers: &str, body: &str) -> String {
    format!(
        "From a@x Tue May 11 02:41:58 2021\nFrom: Ann <a@x>\nMessage-ID: <{number}@x>\n\
         Subject: needle in a subject\n{headers}\n{body}\n\n"
    )
}

fn hits(text: &str, pattern: &str) -> Vec<(u32, u32, String)> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let archive = load(
        &[file.path().to_path_buf()],
        &Corrections::default(),
        &|_| ControlFlow::Continue(()),
    );
    let all = Mutex::new(Vec::new());
    search(
        &archive.unwrap(),
        &Pattern::new(pattern).unwrap(),
        &|found| {
            let told = found
                .hits
                .into_iter()
                .map(|h| (h.message.0, h.line, h.text.into()));
            all.lock().unwrap().extend(told);
            ControlFlow::Continue(())
        },
    );
    let mut all = all.into_inner().unwrap();
    all.sort();
    all
}

fn hit(message: u32, line: u32, text: &str) -> (u32, u32, String) {
    (message, line, text.to_owned())
}

#[test]
fn lines_are_found_in_text_as_sent_and_in_what_is_encoded() {
    let coded = "Content-Transfer-Encoding: base64\n";
    let quoted = "Content-Transfer-Encoding: quoted-printable\n";
    let text = mail(1, "", "hay\na needle here\nhay")
        + &mail(2, coded, "YSBuZWVkbGUgaW4gYmFzZTY0Cg==")
        + &mail(3, quoted, "a nee=\ndle in =3D")
        + &mail(4, "", "hay\n>From needle");
    let expect = [
        hit(0, 1, "a needle here"),
        hit(1, 0, "a needle in base64"),
        hit(2, 0, "a needle in ="),
        hit(3, 1, "From needle"),
    ];
    assert_eq!(hits(&text, "needle"), expect);
}

#[test]
fn a_pattern_is_matched_line_by_line_and_heeds_case_only_where_it_is_typed() {
    let text = mail(1, "", "Alpha\nbeta") + &mail(2, "", "alpha beta");
    assert_eq!(hits(&text, "^alpha$"), [hit(0, 0, "Alpha")]);
    assert_eq!(hits(&text, "^Alpha"), [hit(0, 0, "Alpha")]);
    assert_eq!(hits(&text, r"\bbeta$").len(), 2);
    assert_eq!(hits(&text, r"\b{start-half}bet").len(), 2);
    assert_eq!(hits(&text, r"\b{start-half}eta").len(), 0);
    assert!(Pattern::new("(").is_err());
}
