//! The same mails, delivered in any order and in any form, are the same archive.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use trifold::export::json;
use trifold::mail::MsgIdx;

use crate::support::{file, open};

/// Every mail of the corpus and of the sample that dates and names itself: what has no date or
/// id of its own can depend on the form, since an mbox has a separator that tells more.
fn mails() -> Vec<Vec<u8>> {
    let corpus = fs::read_dir(file("tests/corpus")).unwrap();
    let mut paths: Vec<PathBuf> = corpus.map(|entry| entry.unwrap().path()).collect();
    paths.push(file("assets/sample.mbox"));
    paths.sort();
    let mut mails = Vec::new();
    for path in paths
        .into_iter()
        .filter(|p| p.extension().is_some_and(|e| e == "mbox"))
    {
        let archive = open(&[path]);
        let whole = |at: MsgIdx| {
            let message = archive.message(at).unwrap();
            let dated = message.date.is_some_and(|date| !date.guessed);
            (dated && !message.id_synthesised).then(|| archive.raw_bytes(at).unwrap())
        };
        mails.extend(archive.messages().filter_map(|(at, _)| whole(at)));
    }
    // One id with different contents: an archive has kept one of them already.
    let twice = fs::read_to_string(file("tests/corpus/one_id_two_bodies.mbox")).unwrap();
    let parts = twice
        .split("\nFrom ")
        .filter_map(|part| part.split_once('\n'));
    mails.extend(parts.map(|(_, mail)| mail.as_bytes().to_vec()));
    mails
}

/// What is read in a folder of deliveries, without where it lay.
fn read(paths: &[PathBuf]) -> Vec<String> {
    let archive = open(paths);
    let mut out = Vec::new();
    json::write(&archive, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let is_model = |line: &&str| {
        line.starts_with("{\"type\":\"series\"") || line.starts_with("{\"type\":\"message\"")
    };
    let mut rows: Vec<String> = text.lines().filter(is_model).map(str::to_owned).collect();
    // Series of one moment stand in the order of the file.
    rows.sort();
    rows
}

/// A form in which mails lie in the file system.
#[derive(Clone, Copy, Debug)]
enum Form {
    Mboxrd,
    Gzip,
    Maildir,
    Mh,
    Files,
    Inbox,
}

fn lay_down(form: Form, mails: &[&Vec<u8>], folder: &Path) -> PathBuf {
    match form {
        Form::Mboxrd => {
            let path = folder.join("a.mbox");
            fs::write(&path, mboxrd(mails)).unwrap();
            path
        }
        Form::Gzip => {
            let path = folder.join("b.gz");
            let file = fs::File::create(&path).unwrap();
            let mut zip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
            zip.write_all(&mboxrd(mails)).unwrap();
            zip.finish().unwrap();
            path
        }
        Form::Maildir => {
            let path = folder.join("maildir");
            for part in ["cur", "new", "tmp"] {
                fs::create_dir_all(path.join(part)).unwrap();
            }
            for (number, mail) in mails.iter().enumerate() {
                let name = match number % 2 {
                    0 => format!("new/{number}.host"),
                    _ => format!("cur/{number}.host:2,S"),
                };
                fs::write(path.join(name), mail).unwrap();
            }
            path
        }
        Form::Mh | Form::Files => {
            let path = folder.join(format!("{form:?}"));
            fs::create_dir(&path).unwrap();
            for (number, mail) in (1..).zip(mails) {
                let name = match form {
                    Form::Mh => format!("{number}"),
                    _ => format!("{number:04}.eml"),
                };
                fs::write(path.join(name), mail).unwrap();
            }
            path
        }
        Form::Inbox => inbox(mails, &folder.join("inbox")),
    }
}

/// The mboxrd form: a sign before every line that begins with signs and `From `.
fn mboxrd(mails: &[&Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for mail in mails {
        out.extend_from_slice(b"From mboxrd@z Thu Jan  1 00:00:00 1970\n");
        for line in mail.split_inclusive(|&b| b == b'\n') {
            let signs = line.iter().take_while(|&&b| b == b'>').count();
            if line[signs..].starts_with(b"From ") {
                out.push(b'>');
            }
            out.extend_from_slice(line);
        }
        if !mail.ends_with(b"\n") {
            out.push(b'\n');
        }
        out.push(b'\n');
    }
    out
}

/// A public-inbox of version 2: a commit a mail, each the file `m`.
fn inbox(mails: &[&Vec<u8>], path: &Path) -> PathBuf {
    let git = path.join("git/0.git");
    fs::create_dir_all(&git).unwrap();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("--git-dir").arg(&git).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        command
    };
    assert!(
        git(&["init", "--bare", "--quiet"])
            .status()
            .unwrap()
            .success()
    );
    let mut import = git(&["fast-import", "--quiet"]).spawn().unwrap();
    let mut stream = import.stdin.take().unwrap();
    for mail in mails {
        let head = "commit refs/heads/master\ncommitter a <a@x> 1 +0000\ndata 1\nx";
        write!(stream, "{head}\nM 100644 inline m\ndata {}\n", mail.len()).unwrap();
        stream.write_all(mail).unwrap();
        stream.write_all(b"\n").unwrap();
    }
    drop(stream);
    assert!(import.wait().unwrap().success());
    path.to_path_buf()
}

const FORMS: [Form; 6] = [
    Form::Mboxrd,
    Form::Gzip,
    Form::Maildir,
    Form::Mh,
    Form::Files,
    Form::Inbox,
];

#[test]
fn every_form_of_the_same_mails_is_the_same_archive() {
    let mails = mails();
    assert!(mails.len() > 80, "{} mails", mails.len());
    let all: Vec<&Vec<u8>> = mails.iter().collect();
    let mut expect: Option<Vec<String>> = None;
    for form in FORMS {
        let folder = tempfile::tempdir().unwrap();
        let found = read(&[lay_down(form, &all, folder.path())]);
        let expect = expect.get_or_insert_with(|| found.clone());
        for (a, b) in expect.iter().zip(&found) {
            assert_eq!(a, b, "{form:?}");
        }
        assert_eq!(expect.len(), found.len(), "{form:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_order_over_any_files_is_the_same_archive(
        keys in prop::collection::vec((any::<u32>(), 0usize..3), 200),
        forms in prop::array::uniform3(0usize..5),
    ) {
        let mails = mails();
        let folder = tempfile::tempdir().unwrap();
        let whole = lay_down(Form::Mboxrd, &mails.iter().collect::<Vec<_>>(), folder.path());
        let mut order: Vec<(u32, usize, &Vec<u8>)> = mails
            .iter()
            .zip(keys.iter().cycle())
            .map(|(mail, (key, part))| (*key, *part, mail))
            .collect();
        order.sort_by_key(|(key, ..)| *key);
        let mut parts = Vec::new();
        for (part, form) in forms.into_iter().enumerate() {
            let share: Vec<&Vec<u8>> =
                order.iter().filter(|o| o.1 == part).map(|o| o.2).collect();
            let place = folder.path().join(part.to_string());
            fs::create_dir(&place).unwrap();
            if !share.is_empty() {
                parts.push(lay_down(FORMS[form], &share, &place));
            }
        }
        let (expect, found) = (read(&[whole]), read(&parts));
        for (a, b) in expect.iter().zip(&found) {
            prop_assert_eq!(a, b);
        }
        prop_assert_eq!(expect.len(), found.len());
    }
}
