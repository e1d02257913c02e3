//! What is read while it is unpacked, or comes in through a pipe.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::Write;
use std::ops::ControlFlow;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;
use trifold::archive::Archive;
use trifold::archive::load::{Progress, load};
use trifold::series::correct::Corrections;

use crate::support::open;

/// An mbox of many patches, some megabytes of it.
fn mbox(count: usize) -> String {
    let filler = "a line of text that says nothing at all\n".repeat(40);
    let mail = |k: usize| {
        format!(
            "From a@x Tue May 11 02:41:58 2021\nFrom: Ann <a@x>\nMessage-ID: <{k}@x>\n\
             Date: Tue, 11 May 2021 02:41:58 +0000\nSubject: [PATCH {}/9] part of {}\n\n\
             {filler}---\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+{k}\n\n",
            k % 9 + 1,
            k / 9
        )
    };
    (0..count).map(mail).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(root.path().join(name), bytes).unwrap();
    }
    root
}

/// The JSON of a path, which is named `FILE` in it; standard input is a file.
fn json(path: &Path, input: Stdio) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["--corrections", "/dev/null", "--format", "json"])
        .arg(path)
        .stdin(input)
        .output()
        .unwrap();
    assert!(out.status.success());
    let named = |text: String| text.replace(&format!("\"{}\"", path.display()), "\"FILE\"");
    named(String::from_utf8(out.stdout).unwrap())
}

#[test]
fn a_mailbox_is_the_same_packed_plain_and_on_standard_input() {
    let text = mbox(1200);
    let root = folder(&[("a", text.as_bytes()), ("b", &gzip(&text))]);
    let place = |name: &str| root.path().join(name);
    let plain = json(&place("a"), Stdio::null());
    assert!(plain.lines().count() > 100);
    assert!(plain == json(&place("b"), Stdio::null()), "packed");
    for name in ["a", "b"] {
        let input = File::open(place(name)).unwrap();
        assert!(plain == json(Path::new("-"), input.into()), "{name}");
    }
}

#[test]
fn what_is_damaged_is_read_up_to_there_and_said_once() {
    let mut packed = gzip(&mbox(1200));
    packed.truncate(packed.len() / 2);
    let root = folder(&[("a", &packed)]);
    let read = || {
        let archive = open(&[root.path().join("a")]);
        let odd = archive.warnings().iter().cloned();
        (archive.len(), odd.collect::<Vec<_>>())
    };
    let (count, odd) = read();
    assert!((400..1000).contains(&count), "{count}");
    let mut said = odd.iter().filter(|w| w.what.starts_with("cut off"));
    assert!(said.next().unwrap().offset > Some(1 << 20));
    assert!(said.next().is_none());
    assert_eq!((count, odd), read());
}

/// A pipe through which a text comes and then nothing, for as long as the child has its input.
fn stalled(text: &str) -> (TempDir, Child, PathBuf) {
    let root = folder(&[("a", text.as_bytes())]);
    let child = Command::new("cat")
        .arg(root.path().join("a"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let pipe = child.stdout.as_ref().unwrap().as_raw_fd();
    (root, child, PathBuf::from(format!("/dev/fd/{pipe}")))
}

/// Loads what stalls until there is enough.
fn stopped(text: &str, enough: &dyn Fn(Progress) -> bool) -> Archive {
    let (_root, mut child, path) = stalled(text);
    let archive = load(&[path], &Corrections::default(), &|progress| {
        if enough(progress) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    child.kill().unwrap();
    child.wait().unwrap();
    archive.unwrap()
}

#[test]
fn a_load_that_waits_for_more_can_be_stopped() {
    let archive = stopped(&mbox(1200), &|progress| progress.messages > 0);
    assert!(archive.is_partial() && !archive.is_empty());
    for (at, _) in archive.messages() {
        assert!(archive.read_body(at).unwrap().text.ends_with('\n'));
    }
    let asked = Cell::new(0);
    let archive = stopped(&mbox(200), &|_| {
        asked.set(asked.get() + 1);
        asked.get() > 2
    });
    assert!(archive.is_partial());
}
