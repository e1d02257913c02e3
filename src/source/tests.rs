//! From paths to messages and back, for every format.

mod begun;
mod changed;
mod hostile;
mod inbox;

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::*;

const FROM: &str = "From a@b Tue May 11 02:41:58 2021\n";

/// A folder with files in it.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

fn opened(path: &Path) -> Source {
    open_path(path, SourceIdx(0)).unwrap()
}

/// What a source holds: messages, and warnings.
fn all(source: &Source) -> (Vec<RawMessage<'static>>, Vec<Warning>) {
    let (mut found, mut warn) = (Vec::new(), Vec::new());
    source.split(&mut warn, &mut |raw| {
        found.push(raw.into_owned());
        ControlFlow::Continue(())
    });
    (found, warn)
}

/// The messages of a path as text; each is the same when it is read again.
fn texts(path: &Path) -> Vec<String> {
    let source = opened(path);
    let (found, _) = all(&source);
    for raw in &found {
        assert_eq!(source.read_again(&raw.origin).unwrap(), *raw.bytes);
    }
    let text = |raw: RawMessage<'_>| String::from_utf8(raw.bytes.into_owned()).unwrap();
    found.into_iter().map(text).collect()
}

fn error(path: &Path) -> String {
    open_path(path, SourceIdx(0)).unwrap_err().to_string()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn mbox(mails: &[&str]) -> String {
    mails.iter().flat_map(|mail| [FROM, mail, "\n"]).collect()
}

#[test]
fn what_cannot_be_opened_is_said_in_one_line() {
    let root = folder(&[
        ("empty", b""),
        ("text", b"A note.\n"),
        ("binary", b"\x7fELF\0\0\0"),
        ("broken.gz", b"\x1f\x8b\x08\0\0"),
        ("folder/text", b"A note.\n"),
        ("folder/binary", b"\0\0\0"),
    ]);
    for (name, said) in [
        ("gone", "no such file or directory"),
        ("empty", "the file is empty"),
        ("text", "no mail or patch in it"),
        ("binary", "a binary file, no mail in it"),
        ("broken.gz", "cannot be unpacked: cut off"),
        ("folder", "no mail in this folder"),
    ] {
        let error = error(&root.path().join(name));
        let prefix = format!("{}: {said}", root.path().join(name).display());
        assert!(error.starts_with(&prefix), "{error}");
        assert_eq!(error.lines().count(), 1);
    }
}

#[test]
fn every_format_is_known_by_its_content() {
    let digest = "#### a\n##### A <a@b>\n\n```c\nSubject: a\n\none\n```\n";
    let root = folder(&[
        ("a", mbox(&["a: 1\n\none\n", "b: 2\n\ntwo\n"]).as_bytes()),
        ("b", digest.as_bytes()),
        ("c", b"Subject: c\n\nthree\n"),
        ("d", b"diff --git a/x b/x\n"),
        ("e/a", b"Subject: c\n\nthree\n"),
    ]);
    let format = |name| opened(&root.path().join(name)).format;
    assert_eq!(format("a"), Format::Mbox);
    assert_eq!(format("b"), Format::Digest);
    assert_eq!(format("c"), Format::Single);
    assert_eq!(format("d"), Format::Single);
    assert_eq!(format("e"), Format::Folder);
}

#[test]
fn a_tree_is_read_with_all_that_is_in_it() {
    let digest = "#### a\n##### A <a@b>\n\n```c\nSubject: digest\n\none\n```\n";
    let root = folder(&[
        ("1", b"Subject: one\n\n"),
        ("10", b"Subject: ten\n\n"),
        ("2", b"Subject: two\n\n"),
        ("README", b"A note.\n"),
        (
            "a/list.mbox",
            mbox(&["Subject: box\n\n>From x\n"]).as_bytes(),
        ),
        (
            "a/list.mbox.gz",
            &gzip(mbox(&["Subject: packed\n\n"]).as_bytes()),
        ),
        ("b/digest.md", digest.as_bytes()),
        ("c/cur/x:2,S", b"Subject: seen\n\n"),
        ("c/new/y", b"Subject: new\n\n"),
        ("c/tmp/z", b"Subject: half\n\n"),
    ]);
    let subjects: Vec<String> = texts(root.path())
        .iter()
        .map(|text| text.lines().next().unwrap().replace("Subject: ", ""))
        .collect();
    let wanted = [
        "one", "two", "ten", "box", "packed", "digest", "seen", "new",
    ];
    assert_eq!(subjects, wanted);
}

#[test]
fn a_file_that_cannot_be_read_is_a_warning_and_the_rest_is_read() {
    let mut cut = gzip(mbox(&["Subject: a\n\none\n"]).as_bytes());
    cut.truncate(cut.len() - 2);
    let root = folder(&[
        ("1", b"Subject: one\n\n"),
        ("2.gz", &cut),
        ("3.zst", b"\x28\xb5\x2f\xfd\xff\xff\xff"),
        ("4", b"Subject: four\n\n"),
    ]);
    let source = opened(root.path());
    fs::write(root.path().join("5"), b"Subject: too late\n\n").unwrap();
    fs::remove_file(root.path().join("1")).unwrap();
    let (found, warnings) = all(&source);
    assert_eq!(found.len(), 2);
    let said: Vec<_> = warnings
        .iter()
        .map(|w| {
            (
                w.source.file_name().unwrap().to_str().unwrap(),
                w.offset.is_some(),
            )
        })
        .collect();
    assert_eq!(said, [("1", false), ("2.gz", true), ("3.zst", true)]);
}

#[test]
fn a_packed_mbox_that_is_cut_off_gives_what_there_is() {
    let mut packed = gzip(mbox(&["Subject: a\n\none\n"]).as_bytes());
    packed.extend(gzip(mbox(&["Subject: b\n\ntwo\n"]).as_bytes()));
    packed.truncate(packed.len() - 4);
    let root = folder(&[("a.gz", &packed)]);
    let path = root.path().join("a.gz");
    assert_eq!(texts(&path).len(), 2);
    let (_, warnings) = all(&opened(&path));
    assert!(warnings[0].what.starts_with("cut off"));
    assert_eq!(warnings[0].source, path);
    assert!(warnings[0].offset.is_some());
}

#[test]
fn oddities_of_a_mbox_carry_file_and_offset() {
    let text = format!("{FROM}\n{FROM}Subject: a\n\none\n");
    let root = folder(&[("a", text.as_bytes())]);
    let (found, warnings) = all(&opened(&root.path().join("a")));
    assert_eq!(found.len(), 1);
    assert_eq!(warnings[0].source, root.path().join("a"));
    assert_eq!(warnings[0].offset, Some(FROM.len() as u64));
}

#[test]
fn a_bare_diff_is_named_after_its_file() {
    let root = folder(&[("fix-it.diff", b"diff --git a/x b/x\n")]);
    let (found, _) = all(&opened(&root.path().join("fix-it.diff")));
    assert_eq!(found[0].origin.framing, Framing::BodyOnly);
    let subject = found[0].hint.as_ref().unwrap().subject.as_deref();
    assert_eq!(subject, Some("fix-it.diff"));
}

#[test]
fn reading_can_be_stopped() {
    let root = folder(&[
        ("a", mbox(&["a: 1\n\n", "b: 2\n\n"]).as_bytes()),
        ("b", b"Subject: b\n\n"),
    ]);
    let mut count = 0;
    opened(root.path()).split(&mut Vec::new(), &mut |_| {
        count += 1;
        ControlFlow::Break(())
    });
    assert_eq!(count, 1);
}

#[test]
fn a_stream_is_read_like_a_file() {
    let root = folder(&[("a", mbox(&["a: 1\n\none\n"]).as_bytes())]);
    let mut cat = Command::new("cat")
        .arg(root.path().join("a"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pipe = std::os::fd::AsRawFd::as_raw_fd(cat.stdout.as_ref().unwrap());
    let path = PathBuf::from(format!("/dev/fd/{pipe}"));
    assert_eq!(texts_once(&path), ["a: 1\n\none\n"]);
    cat.wait().unwrap();
}

/// [`texts`] of what can be opened only once.
fn texts_once(path: &Path) -> Vec<String> {
    let source = opened(path);
    let (found, _) = all(&source);
    let again = |raw: &RawMessage<'_>| source.read_again(&raw.origin).unwrap();
    let text = |raw| String::from_utf8(again(raw)).unwrap();
    found.iter().map(text).collect()
}
